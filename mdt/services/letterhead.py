"""What every paper holds, whatever it is about: who issues it, and where it can be verified."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app

from mdt.models import Organisation


def letterhead(kind: str, *, language: str, on: date, department: str | None = None) -> dict[str, Any]:
    """The part of a paper's record that does not depend on its case."""
    config, base = current_app.config, str(current_app.config["MDT_BASE_URL"])
    return {
        "kind": kind, "language": language, "issued_on": on.isoformat(),
        "verify_page": base.split("://", 1)[-1] + "/verify",
        "issuer": {
            "name": config["MDT_ISSUER_NAME"], "department": department, "street": config["MDT_ISSUER_STREET"],
            "postcode": config["MDT_ISSUER_POSTCODE"], "city": config["MDT_ISSUER_CITY"],
            "email": config["MDT_ISSUER_EMAIL"], "phone": config["MDT_ISSUER_PHONE"],
            "website": config["MDT_ISSUER_WEBSITE"],
        },
    }  # fmt: skip


def organisation(found: Organisation) -> dict[str, Any]:
    """An organisation as papers name it."""
    return {
        "name": found.name, "kvk": found.kvk_number, "rsin": found.rsin, "street": found.street,
        "postcode": found.postcode, "city": found.city,
    }  # fmt: skip
