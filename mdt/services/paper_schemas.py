"""JSON Schemas of what is embedded in the papers, made from the shapes in the `*_records`, one for each kind.

Their address is stable: a shape that changes gets a new version here, and the old schema stays to be served.
"""

from __future__ import annotations

import types
from functools import cache
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from mdt.services import (
    accreditation_records,
    agreement_records,
    credit_records,
    hours_records,
    objection_records,
    paper_records,
)
from mdt.services.paper_records import KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = 1
SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"}, int: {"type": "integer"}, bool: {"type": "boolean"}, type(None): {"type": "null"},
}  # fmt: skip


def name(kind: str) -> str:
    """The file name of a kind's schema: `grant-decision-1.json`."""
    return f"{kind.replace('_', '-')}-{VERSION}.json"


# Where the shapes are, by what the papers are about.
RECORDS = (paper_records, accreditation_records, agreement_records, credit_records, hours_records, objection_records)
NAMES: dict[str, str] = {name(kind): kind for kind in KINDS}


def shape(kind: str) -> type:
    """The TypedDict of a kind, which has its name."""
    named = kind.title().replace("_", "")
    found: type = next(getattr(of, named) for of in RECORDS if hasattr(of, named))
    return found


@cache
def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind, without the address at which it is served."""
    found = _schema(shape(kind))
    found["properties"].pop("schema_url")  # in the embedded file it is called $schema
    found["properties"]["$schema"] = {"type": "string", "format": "uri"}
    found["properties"]["kind"] = {"const": kind}
    found["required"] = sorted({*found["required"], "$schema"} - {"schema_url"})
    return {"$schema": DIALECT, "title": kind, "description": _first(shape(kind)), **found}


def _schema(hint: Any) -> dict[str, Any]:
    if hint in SIMPLE:
        return dict(SIMPLE[hint])
    if is_typeddict(hint):
        hints = get_type_hints(hint, include_extras=True)
        # Not `__required_keys__`: that reads annotations as they are written, here as text.
        required = sorted(key for key, value in hints.items() if get_origin(value) is not NotRequired)
        properties = {key: _schema(value) for key, value in hints.items()}
        return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is NotRequired:
        return _schema(arguments[0])
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _schema(arguments[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1])}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(one) for one in arguments]}
    raise TypeError(f"no JSON Schema for {hint!r}")


def _first(of: type) -> str:
    return (of.__doc__ or "").strip().splitlines()[0]
