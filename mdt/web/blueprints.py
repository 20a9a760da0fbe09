"""Every blueprint of the browser's door."""

from flask import Blueprint

from mdt.web.home import home
from mdt.web.security import security

BLUEPRINTS: tuple[Blueprint, ...] = (home, security)
