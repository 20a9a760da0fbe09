"""Accreditations as data: a collection that can be searched, and each one by its number."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from flask import Blueprint, Response, abort, jsonify, request, url_for

from mdt.api.openapi import VERSION, document
from mdt.extensions import limiter
from mdt.rules import sectors
from mdt.services import clock, questionnaire_figures, register
from mdt.services.register import FILTERS, Entry, Found, Search

MOST_ON_A_PAGE = 100
LAST_PAGE = 100_000
PARAMETERS = ("query", "status", "sector", "municipality", "kvkNumber", "on", "pageSize")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LIMIT = "120 per minute"

View = TypeVar("View", bound=Callable[..., Any])
api = Blueprint("api", __name__, url_prefix="/api/v1")


def open_to_everybody(view: View) -> View:
    """Mark a view as public, as the guard of every request asks."""
    view.audience = frozenset({"everybody"})  # type: ignore[attr-defined]
    return view


@api.get("/accreditations")
@limiter.limit(LIMIT)
@open_to_everybody
def accreditations() -> Response:
    """A page of accreditations, also ended ones, in the order of their organisations' names; as they stood on a day."""
    asked = request.args
    wrong = [*_wrong(asked), *_wrong_day(asked)]
    if wrong:
        return _problem(wrong)
    search = Search(
        words=asked.get("query", ""), sector=asked.get("sector", ""), municipality=asked.get("municipality", ""),
        status=asked.get("status", ""), kvk_number=asked.get("kvkNumber", ""), every_period=True,
    )  # fmt: skip
    page, size = int(asked.get("page", 1)), int(asked.get("pageSize", register.PAGE_SIZE))
    found = register.find(search, on=_on(), page=page, per_page=size)
    return jsonify(
        {
            "_links": _links(found),
            "page": found.page,
            "pageSize": size,
            "totalPages": found.pages,
            "totalItems": found.total,
            "accreditations": [_shown(entry) for entry in found.items],
        }
    )


@api.get("/accreditations/<string:number>")
@limiter.limit(LIMIT)
@open_to_everybody
def accreditation(number: str) -> Response:
    """One accreditation, as it stood on a day; today when none is asked."""
    if wrong := _wrong_day(request.args):
        return _problem(wrong)
    found = register.entry(number, on=_on())
    if found is None:
        abort(404)
    return jsonify(_shown(found) | {"youthAnswers": _youths_say(found)})


def _youths_say(entry: Entry) -> dict[str, Any] | None:
    """What was shown on that day of what youths answered about the organisation; nothing while fewer than five did."""
    figures = questionnaire_figures.of(entry.organisation_id, _on())
    if figures is None:
        return None
    return {
        "answers": figures.answers, "firstYear": figures.first_year, "lastYear": figures.last_year,
        "questions": [
            {"id": line.question.id, "text": line.question.label.en, "counts": list(line.counts),
             "mean": round(line.mean, 2)}
            for line in figures.lines
        ],
    }  # fmt: skip


@api.get("/openapi.json")
@open_to_everybody
def openapi() -> Response:
    """The description of this interface."""
    return jsonify(document(url_for("api.openapi", _external=True).removesuffix("/openapi.json")))


def _wrong(asked: Any) -> list[dict[str, str]]:
    """What cannot be understood, by parameter."""
    known = {"status": set(FILTERS), "sector": {sector.code for sector in sectors()}}
    wrong = [
        {"name": name, "reason": f"Choose one of: {', '.join(sorted(values))}."}
        for name, values in known.items()
        if asked.get(name) and asked[name] not in values
    ]
    for name, most in (("page", LAST_PAGE), ("pageSize", MOST_ON_A_PAGE)):
        value = asked.get(name, "1")
        if not (value.isascii() and value.isdigit() and len(value) <= 6 and 1 <= int(value) <= most):
            wrong.append({"name": name, "reason": f"A whole number from 1 to {most}."})
    number = asked.get("kvkNumber", "")
    if number and not (number.isascii() and number.isdigit() and len(number) == 8):
        wrong.append({"name": "kvkNumber", "reason": "Eight digits."})
    return wrong


def _wrong_day(asked: Any) -> list[dict[str, str]]:
    try:
        _day(asked.get("on", ""))
    except ValueError:
        return [{"name": "on", "reason": "A day that exists, as 2027-03-01."}]
    return []


def _on() -> date:
    """The day that is asked for, else today."""
    return _day(request.args.get("on", "")) or clock.today()


def _day(text: str) -> date | None:
    if text and not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text) if text else None


def _problem(wrong: list[dict[str, str]]) -> Response:
    """RFC 9457: what is the matter, and with which parameters."""
    said = {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "A parameter cannot be understood.",
        "instance": request.path,
        "invalidParams": wrong,
    }
    response = jsonify(said)
    response.status_code, response.mimetype = 400, "application/problem+json"
    return response


def _links(found: Found) -> dict[str, dict[str, str]]:
    """Where the other pages are, for the same search."""
    pages = {"self": found.page, "first": 1, "last": found.pages}
    if found.has_prev:
        pages["prev"] = min(found.page - 1, found.pages)
    if found.has_next:
        pages["next"] = found.page + 1
    asked: dict[str, Any] = {name: request.args[name] for name in PARAMETERS if name in request.args}
    return {
        name: {"href": url_for(".accreditations", _external=True, page=page, **asked)} for name, page in pages.items()
    }


def _shown(entry: Entry) -> dict[str, Any]:
    """An accreditation as the interface tells it: nothing that is not in the public register."""
    on: dict[str, Any] = {"on": request.args["on"]} if request.args.get("on") else {}
    return {
        "number": entry.number,
        "status": entry.standing.value,
        "startsOn": entry.starts_on.isoformat(),
        "endsOn": entry.ends_on.isoformat(),
        "lastDay": entry.last_day.isoformat(),
        "conditions": entry.conditions,
        "suspensions": [{"startsOn": first.isoformat(), "endsOn": last.isoformat()} for first, last in entry.suspended],
        "underObjection": entry.under_objection,
        "organisation": {
            "name": entry.organisation,
            "kvkNumber": entry.kvk_number,
            "place": entry.city,
            "municipality": entry.municipality,
            "sector": entry.sector,
            "website": entry.website,
        },
        "_links": {
            "self": {"href": url_for(".accreditation", number=entry.number, _external=True, **on)},
            "page": {"href": url_for("register.show", slug=entry.slug, _external=True, **on)},
        },
    }


__all__ = ["VERSION", "api"]
