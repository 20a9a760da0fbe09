"""Pages that hardly change: how we assess, accessibility, privacy, contact, and the two files for machines."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, url_for

from mdt.rules.framework import Framework
from mdt.services import calendar, clock, framework_versions, paper_schemas
from mdt.services.framework import shipped
from mdt.web.access import public
from workflows.base import Refused

SECURITY_TXT_DAYS = 180
ACCESSIBILITY_DRAWN_UP = date(2026, 11, 24)

pages = Blueprint("pages", __name__)


@pages.get("/how-we-assess")
@public
def assessment() -> str:
    """The themes and indicators of the framework in force, and how an application goes."""
    today = clock.today()
    terms = {name: calendar.length(name, today) for name in ("decision", "supplement_minimum", "objection")}
    return render_template("html/pages/assessment.html", framework=_framework(), terms=terms)


@pages.get("/accessibility")
@public
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("html/pages/accessibility.html", drawn_up=ACCESSIBILITY_DRAWN_UP)


@pages.get("/privacy")
@public
def privacy() -> str:
    """What is kept of whom, why, and for how long."""
    today = clock.today()
    names = ("retention_case", "retention_set_aside", "retention_evidence", "retention_signal")
    return render_template("html/pages/privacy.html", terms={name: calendar.length(name, today) for name in names})


@pages.get("/contact")
@public
def contact() -> str:
    """Whom to ask, and where the source code is."""
    return render_template("html/pages/contact.html")


@pages.get("/robots.txt")
@public
def robots() -> Response:
    """Search engines may list everything but papers."""
    return Response("User-agent: *\nDisallow: /verify/\n", mimetype="text/plain")


@pages.get("/.well-known/security.txt")
@public
def security_txt() -> Response:
    """Where to report a weakness (RFC 9116)."""
    expires = (clock.now() + timedelta(days=SECURITY_TXT_DAYS)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: mailto:{current_app.config['MDT_ISSUER_EMAIL']}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: nl, en",
        f"Canonical: {url_for('pages.security_txt', _external=True)}",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@pages.get("/schemas/<string:name>")
@public
def schema(name: str) -> Response:
    """The JSON Schema of the record that is embedded in a kind of paper. Its address stays."""
    kind = paper_schemas.NAMES.get(name) or abort(404)
    address = url_for("pages.schema", name=name, _external=True)
    response = jsonify({"$id": address, **paper_schemas.schema(kind)})
    response.mimetype = "application/schema+json"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _framework() -> Framework:
    """The version in force; before any was published, the one that comes with the program."""
    try:
        return framework_versions.current(clock.today())
    except Refused:
        return shipped()[-1]
