"""Every blueprint of the browser's door."""

from flask import Blueprint

from mdt.web.home import home

BLUEPRINTS: tuple[Blueprint, ...] = (home,)
