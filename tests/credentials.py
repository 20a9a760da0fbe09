"""The record of an invented award."""

from __future__ import annotations

import copy
from typing import Any

from mdt.services.credential_record import CredentialRecord

RECORD: CredentialRecord = {
    "award": "6c1d4f0e-3a55-4a0c-9a43-5a4be2f1c901",
    "language": "nl",
    "school": {"brin": "99ZZ", "name": "Hogeschool De Zandbank (fictief)", "sector": "hbo",
               "website": "https://zandbank.example"},
    "recipient": {"pairwise_id": "b7c1a8de-52a3-4a3c-8f6e-0d8c2f1f7e11", "salt": "9f2c41d07be5a3f89f2c41d07be5a3f8"},
    "achievement": {
        "code": "mdt-140", "title": "Maatschappelijke diensttijd", "description": "Dienst aan de samenleving.",
        "learning_outcomes": ["Werkt samen met mensen uit een andere omgeving."], "programme": "34507", "level": 6,
    },
    "service": {
        "host": "Buurthuis De Linde",
        "accreditations": [
            {"number": "AC-2026-0007", "url": "https://diensttijd.example/register/buurthuis-de-linde-ac-2026-0007"}
        ],
        "starts_on": "2026-03-02", "ends_on": "2026-08-28", "minutes": 140 * 60 + 30,
    },
    "credits": 500, "unit": "EC", "basis": "assessed_unit",
    "decision": {"number": "SP-2026-0031", "decided_on": "2026-11-02"},
    "valid_until": None,
}  # fmt: skip


def record(**changes: Any) -> CredentialRecord:
    """A copy, with other values."""
    return {**copy.deepcopy(RECORD), **changes}  # type: ignore[typeddict-item]
