"""The public register of accredited organisations: search, an address for each, and the same as data."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for

from mdt.forms.register import OnForm, SearchForm
from mdt.rules import sectors
from mdt.services import clock
from mdt.services import register as entries
from mdt.services.register import Entry
from mdt.web.access import public

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
COLUMNS = (
    "organisation", "kvkNumber", "place", "municipality", "sector", "website", "accreditation", "startsOn", "endsOn",
    "lastDay", "status", "conditions", "suspensions", "page",
)  # fmt: skip

register = Blueprint("register", __name__)


@register.get("/register")
@public
def index() -> str:
    """Search and filter; 25 organisations to a page. `?on=2027-03-01` shows how it stood on that day."""
    form = SearchForm(request.args)
    form.offer(entries.places())
    number = request.args.get("page", 1, type=int)
    on, today = _on(), clock.today()
    found = entries.find(form.search(), on=on, page=min(max(number, 1), 100_000))
    asked = {name: value for name, value in request.args.items() if name in form and value}
    return render_template("html/register/index.html", form=form, found=found, asked=asked, on=on, today=today,
                           sectors=_sectors(), then={} if on == today else {"on": on.isoformat()})  # fmt: skip


@register.get("/register/<string:slug>")
@public
def show(slug: str) -> Any:
    """One organisation, with its accreditations from the one that matters today to the oldest."""
    organisation = entries.organisation(slug)
    if organisation is None:
        abort(404)
    if slug != (present := entries.slug_of(organisation)):
        return redirect(url_for("register.show", slug=present, **_kept()), 308)
    on, today = _on(), clock.today()
    periods = entries.history(organisation, on=on)
    return render_template("html/register/show.html", entry=periods[0] if periods else None, earlier=periods[1:],
                           on=on, today=today, sectors=_sectors(), organisation=organisation, slug=slug,
                           form=OnForm(data={"on": on}))  # fmt: skip


@register.get("/register.csv")
@public
def as_csv() -> Response:
    """What the search found, as RFC 4180: UTF-8, comma, CRLF."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(value) for value in _line(entry).values()] for entry in _all())
    return _download(Response(out.getvalue(), mimetype="text/csv", headers={"Vary": "Accept-Encoding"}), "csv")


@register.get("/register.json")
@public
def as_json() -> Response:
    """What the search found, with its licence and date."""
    found = [_line(entry) for entry in _all()]
    about = {"licence": LICENCE, "date": _on().isoformat(), "source": url_for(".index", _external=True)}
    return _download(jsonify(about | {"total": len(found), "organisations": found}), "json")


@register.get("/register/data")
@public
def data() -> str:
    """What the columns mean, and how programs read the register."""
    return render_template("html/register/data.html", licence=LICENCE, today=clock.today())


def _all() -> tuple[Entry, ...]:
    return entries.every(SearchForm(request.args).search(), on=_on())


def _kept() -> dict[str, Any]:
    """What was asked with the address, for the address that takes its place."""
    return {name: value for name, value in request.args.items() if name in ("on", "language")}


def _on() -> date:
    """The day that is asked for; today when none is, or when it cannot be read."""
    form = OnForm(request.args)
    asked = form.on.data if form.validate() else None
    return asked if isinstance(asked, date) else clock.today()


def _sectors() -> dict[str, Any]:
    return {sector.code: sector.title for sector in sectors()}


def _line(entry: Entry) -> dict[str, Any]:
    """An entry under the names of COLUMNS."""
    values = (
        entry.organisation, entry.kvk_number, entry.city, entry.municipality, entry.sector, entry.website,
        entry.number, entry.starts_on.isoformat(), entry.ends_on.isoformat(), entry.last_day.isoformat(),
        entry.standing.value, entry.conditions,
        " ".join(f"{first.isoformat()}/{last.isoformat()}" for first, last in entry.suspended),
        url_for("register.show", slug=entry.slug, language=None, _external=True),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _harmless(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    dangerous = isinstance(value, str) and value.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    return f"'{value}" if dangerous else value


def _download(response: Response, ending: str) -> Response:
    name = f"diensttijd-register-{_on().isoformat()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Link"] = f'<{LICENCE}>; rel="license"'
    return response
