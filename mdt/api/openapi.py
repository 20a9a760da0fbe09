"""The description of the interface, as OpenAPI 3.0."""

from __future__ import annotations

from typing import Any

from mdt.rules import sectors
from mdt.services.register import FILTERS, Standing

VERSION = "1.1.0"
STANDINGS = [standing.value for standing in Standing]
ONE_PATH = "/accreditations/{number}"
OPTIONAL = ("prev", "next", "invalidParams", "instance", "detail")


def document(server: str) -> dict[str, Any]:
    """The whole description; `server` is the address that the paths follow."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Register of accredited organisations in the Maatschappelijke Diensttijd",
            "description": "Which volunteer organisations are accredited, from when and until when. Public; no key.",
            "version": VERSION,
            "license": {"name": "CC0 1.0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"},
            "contact": {"name": "Diensttijd", "url": server.rsplit("/api/", 1)[0] + "/contact"},
        },
        "servers": [{"url": server}],
        "tags": [{"name": "accreditations", "description": "The register"}],
        "paths": {"/accreditations": {"get": _collection()}, ONE_PATH: {"get": _one()}},
        "components": {"schemas": _schemas(), "headers": {"API-Version": _version_header()}},
    }


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _collection() -> dict[str, Any]:
    return {
        "operationId": "listAccreditations",
        "tags": ["accreditations"],
        "summary": "Accreditations, also ended ones",
        "description": "A page of accreditations in the order of their organisations' names.",
        "parameters": [
            _parameter("query", "Words in the name or place, or how the KVK number begins", {"type": "string"}),
            _parameter("status", "How it stands on the day", {"enum": list(FILTERS), "type": "string"}),
            _parameter("sector", "Code of a sector", {"type": "string", "enum": [s.code for s in sectors()]}),
            _parameter("municipality", "Name of a municipality", {"type": "string"}),
            _parameter("kvkNumber", "KVK number", {"type": "string", "pattern": "^[0-9]{8}$"}),
            _on(),
            _parameter("page", "Which page", {"type": "integer", "minimum": 1, "maximum": 100000, "default": 1}),
            _parameter("pageSize", "How many on a page",
                       {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}),
        ],
        "responses": {"200": _answer("A page", "AccreditationPage"), "400": _refusal("A parameter is wrong"),
                      "429": _refusal("Too many requests")},
    }  # fmt: skip


def _on() -> dict[str, Any]:
    """The day on which somebody wants to know how it stood."""
    return _parameter("on", "As it stood on this day; today when left out. Of a day to come: as it is known today",
                      {"type": "string", "format": "date", "example": "2027-03-01"})  # fmt: skip


def _one() -> dict[str, Any]:
    number = {"name": "number", "in": "path", "required": True, "description": "Number of the accreditation",
              "schema": {"type": "string"}}  # fmt: skip
    return {
        "operationId": "getAccreditation",
        "tags": ["accreditations"],
        "summary": "One accreditation",
        "description": "An accreditation by its number, as it stands on a day.",
        "parameters": [number, _on()],
        "responses": {"200": _answer("The accreditation", "AccreditationInFull"),
                      "400": _refusal("A parameter is wrong"), "404": _refusal("There is none"),
                      "429": _refusal("Too many requests")},
    }  # fmt: skip


def _version_header() -> dict[str, Any]:
    return {"description": "Full version of the interface", "schema": {"type": "string", "example": VERSION}}


def _answer(description: str, schema: str, kind: str = "application/json") -> dict[str, Any]:
    return {
        "description": description,
        "headers": {"API-Version": {"$ref": "#/components/headers/API-Version"}},
        "content": {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def _refusal(description: str) -> dict[str, Any]:
    return _answer(description, "Problem", "application/problem+json")


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    required = [name for name in properties if name not in OPTIONAL]
    return {"type": "object", "properties": properties, "required": required}


def _schemas() -> dict[str, Any]:
    text, number, day = {"type": "string"}, {"type": "integer"}, {"type": "string", "format": "date"}
    link = _object({"href": {"type": "string", "format": "uri"}})
    organisation = _object(
        {
            "name": text,
            "kvkNumber": text,
            "place": text,
            "municipality": text,
            "sector": text,
            "website": {"type": "string", "nullable": True},
        }
    )
    accreditation = _object(
        {
            "number": text,
            "status": {"type": "string", "enum": STANDINGS},
            "startsOn": day | {"description": "First day"},
            "endsOn": day | {"description": "Last day of the period as decided"},
            "lastDay": day | {"description": "Last day in force: earlier than endsOn when it stopped before"},
            "conditions": number | {"description": "How many conditions the decision carries"},
            "suspensions": {
                "type": "array",
                "items": _object({"startsOn": day, "endsOn": day}),
                "description": "The suspensions that had begun by the day, without their reasons",
            },
            "underObjection": {"type": "boolean", "description": "Whether an objection against a decision on it runs"},
            "organisation": organisation,
            "_links": _object({"self": link, "page": link}),
        }
    )
    asked = {"id": text, "text": text, "mean": {"type": "number", "minimum": 1, "maximum": 5},
             "counts": {"type": "array", "items": number, "minItems": 5, "maxItems": 5,
                        "description": "How often each step was chosen, from no to yes"}}  # fmt: skip
    said = _object({"answers": number, "firstYear": number, "lastYear": number,
                    "questions": {"type": "array", "items": _object(asked)}})  # fmt: skip
    said |= {"nullable": True, "description": "Anonymous answers of youths, added up; null while fewer than five did"}
    in_full = {"allOf": [{"$ref": "#/components/schemas/Accreditation"}, _object({"youthAnswers": said})]}
    links = _object({"self": link, "first": link, "last": link, "prev": link, "next": link})
    page = {"_links": links, "page": number, "pageSize": number, "totalPages": number, "totalItems": number}
    items = {"type": "array", "items": {"$ref": "#/components/schemas/Accreditation"}}
    wrong = {"type": "array", "items": _object({"name": text, "reason": text})}
    return {
        "Accreditation": accreditation,
        "AccreditationInFull": in_full,
        "AccreditationPage": _object(page | {"accreditations": items}),
        "Problem": _object({"type": text, "title": text, "status": number, "detail": text, "instance": text,
                            "invalidParams": wrong}),
    }  # fmt: skip
