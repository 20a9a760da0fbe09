"""Addresses: each open to a named audience, written one way, typed, and nothing but POST changes anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from mdt import create_app
from mdt.web.access import audience_of
from tests.fixtures.application import configuration
from tests.house.source import listed

SIGN_IN = {"security.login", "security.logout", "security.forgot_password", "security.reset_password"}
METHODS = {"GET", "HEAD", "OPTIONS", "POST"}
SEGMENT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)?$")
PARAMETER = re.compile(r"<(?:(?P<type>[a-z_]+)(?:\(.*?\))?:)?(?P<name>\w+)>")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application, for its addresses alone."""
    data = tmp_path_factory.mktemp("routes")
    app = create_app(configuration(f"sqlite:///{data / 'empty.db'}", data))
    with app.app_context():
        yield app


def rules(app: Flask) -> list[Rule]:
    """Return every address but that of static files."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_address_is_opened_to_somebody(site: Flask) -> None:
    found = [f"{rule.rule} ({rule.endpoint})" for rule in rules(site) if audience_of(rule.endpoint) is None]
    assert not found, f"These answer 403 to everybody; mark their views with @audience(…) or @public:{listed(found)}"


def test_every_view_with_an_audience_has_an_address(site: Flask) -> None:
    known = {rule.endpoint for rule in site.url_map.iter_rules()}
    found = [name for name, view in site.view_functions.items() if hasattr(view, "audience") and name not in known]
    assert not found, f"Views that nobody can reach; remove them or give them a route:{listed(found)}"


def test_only_the_known_pages_of_the_sign_in_library_are_open(site: Flask) -> None:
    there = {rule.endpoint for rule in rules(site) if rule.endpoint.startswith("security.")}
    assert there <= SIGN_IN, f"Switch these off, they write on GET or commit by themselves: {sorted(there - SIGN_IN)}"


def test_addresses_are_written_in_kebab_case(site: Flask) -> None:
    found = []
    for rule in rules(site):
        plain = PARAMETER.sub("0", rule.rule)
        segments = [part for part in plain.strip("/").split("/") if part and not part.startswith(".")]
        found += [rule.rule for part in segments if not SEGMENT.match(part)]
    assert not found, f"Use lower case and hyphens, as in /applications/<uuid:id>/request-supplement:{listed(found)}"


def test_parameters_are_typed(site: Flask) -> None:
    found = [rule.rule for rule in rules(site) if any(not m["type"] for m in PARAMETER.finditer(rule.rule))]
    assert not found, f"Give each parameter a converter, as in <uuid:id> or <string:code>:{listed(found)}"


def test_addresses_know_get_and_post_alone(site: Flask) -> None:
    found = [
        f"{rule.rule} {sorted(rule.methods or ())}" for rule in rules(site) if not (rule.methods or set()) <= METHODS
    ]
    assert not found, f"Forms know GET and POST alone:{listed(found)}"


def test_a_changing_request_without_a_token_is_refused(tmp_path: Path) -> None:
    settings = configuration(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path) | {"WTF_CSRF_ENABLED": True}
    app = create_app(settings)
    with app.app_context():
        from mdt.extensions import db

        db.create_all()
    answer = app.test_client().post("/language", data={"language": "en"})
    with app.app_context():
        db.engine.dispose()
    assert answer.status_code in (400, 422), "Every form carries a token; CSRFProtect is not in force"
