"""The edubadge sheet: the fields that a school types over to issue the real edubadge, from the record of an award.

The names of fields and values are those of the edubadges metadata model, in English as that has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from mdt.rules import FOLDER
from mdt.rules.reading import read
from mdt.services.credential_record import CredentialRecord, Service, criteria

LANGUAGES = {"nl": "nl_NL", "en": "en_EN"}


@dataclass(frozen=True)
class Field:
    """One field of the form in edubadges. `verified` is false where its list of values could not be read in full."""

    entity: str  # Issuer, BadgeClass or Assertion
    name: str
    value: str
    verified: bool = True


@cache
def _values() -> dict[str, Any]:
    root = read(FOLDER / "edubadges.yaml")
    chosen = {
        name: (root[name]["value"].string(), root[name]["verified"].flag())
        for name in ("participation", "assessment", "supervision")
    }
    classes = {
        name: root["badge_class"][name].string()
        for name in ("assessed_unit", "exemption", "extracurricular", "statement")
    }
    return {**chosen, "badge_class": classes}


def sheet(record: CredentialRecord) -> list[Field]:
    """Every field with its value, in the order of the form; a field that does not apply is left out."""
    school, told, service, values = record["school"], record["achievement"], record["service"], _values()
    hours, minutes = divmod(service["minutes"], 60)
    amount = record["credits"] / 100 if record["credits"] else None
    found: list[tuple[str, str, str | None, bool]] = [
        ("Issuer", "InstitutionName", school["name"], True),
        ("Issuer", "InstitutionIdentifier", school["brin"], True),
        ("BadgeClass", "Type", values["badge_class"][record["basis"]], True),
        ("BadgeClass", "Name", told["title"], True),
        ("BadgeClass", "Description", told["description"], True),
        ("BadgeClass", "Criteria", criteria(record), True),
        ("BadgeClass", "Language", LANGUAGES[record["language"]], True),
        ("BadgeClass", "ECTS", f"{amount:g}" if amount and record["unit"] == "EC" else None, True),
        ("BadgeClass", "StudyLoad", f"{amount:g}" if amount and record["unit"] == "SBU" else None, True),
        ("BadgeClass", "TimeInvestment", f"{hours} h {minutes:02} min", True),
        ("BadgeClass", "EQF", str(told["level"]) if told["level"] else None, True),
        ("BadgeClass", "LearningOutcome", "\n".join(told["learning_outcomes"]) or None, True),
        ("BadgeClass", "EducationProgramIdentifier", told["programme"], True),
        ("BadgeClass", "Form of participation", *values["participation"]),
        ("BadgeClass", "Type of assessment", *values["assessment"]),
        ("BadgeClass", "Supervision and identity verification", *values["supervision"]),
        ("BadgeClass", "Quality assurance", _accredited(service), True),
        ("Assertion", "Issued on", record["decision"]["decided_on"], True),
        ("Assertion", "Evidence", f"{record['decision']['number']}, {service['host']}", True),
    ]
    return [Field(entity, name, value, verified) for entity, name, value, verified in found if value]


def _accredited(service: Service) -> str | None:
    return ", ".join(f"{one['number']} ({one['url']})" for one in service["accreditations"]) or None
