"""What a credential is made from: the frozen record of an award, and the credential that it leads to.

Pure functions of plain data, as papers have them. Only words that Open Badges 3.0 and Verifiable Credentials 2.0 know
themselves. Of the youth it says no name, no address and no number: only the salted hash of an identifier that exists
for this pair of youth and school alone, so that who holds that identifier can show that the credential is theirs.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypedDict

from mdt.services.clock import AMSTERDAM
from mdt.services.credential_proof import CORE, OPEN_BADGES, Document
from mdt.services.credential_status import text
from mdt.services.wording import in_full, translator
from workflows.base import N_

NAMESPACE = uuid.UUID("5b0c6f6e-7a52-4d0b-9c1e-0e6b5f3d2a11")  # of achievements, for ever


class School(TypedDict):
    """The awarding body."""

    brin: str  # "99ZZ"
    name: str
    sector: Literal["vo", "mbo", "hbo", "wo"]
    website: str | None


class Recipient(TypedDict):
    """The youth, as this school alone knows them here."""

    pairwise_id: str
    salt: str


class Achievement(TypedDict):
    """What was achieved, in the language of the record."""

    code: str  # the school's own, stable: "mdt-160"
    title: str
    description: str
    learning_outcomes: list[str]
    programme: str | None  # crebo or croho of the programme
    level: int | None  # EQF


class Accreditation(TypedDict):
    """An accreditation of the host that was in force on days that count."""

    number: str
    url: str  # its organisation's page in the public register


class Service(TypedDict):
    """The service that it rests on."""

    host: str
    accreditations: list[Accreditation]  # none for volunteering of before, outside any agreement
    starts_on: str
    ends_on: str
    minutes: int  # confirmed


class Decision(TypedDict):
    """The decision of the school; without one there is no credential."""

    number: str
    decided_on: str


class CredentialRecord(TypedDict):
    """All of it, frozen with the award."""

    award: str  # the key of the award
    language: Literal["nl", "en"]
    school: School
    recipient: Recipient
    achievement: Achievement
    service: Service
    credits: int | None  # in hundredths; None for a statement of hours
    unit: Literal["EC", "SBU"] | None
    basis: Literal["assessed_unit", "exemption", "extracurricular", "citizenship", "elective", "statement"]
    decision: Decision
    valid_until: str | None  # the last day


def identity_hash(recipient: Recipient) -> str:
    """The salted hash of the pairwise identifier, in the form of Open Badges."""
    return "sha256$" + hashlib.sha256((recipient["pairwise_id"] + recipient["salt"]).encode()).hexdigest()


def compose(record: CredentialRecord, *, id: uuid.UUID, issuer: str, status: Document) -> Document:
    """The credential that a record leads to, not yet signed."""
    valid_until = record["valid_until"]
    end = {"validUntil": _moment(date.fromisoformat(valid_until) + timedelta(days=1))} if valid_until else {}
    decided, evidence = _moment(date.fromisoformat(record["decision"]["decided_on"])), _evidence(record)
    return {
        "@context": [CORE, OPEN_BADGES], "id": f"urn:uuid:{id}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": record["achievement"]["title"],
        "issuer": _issuer(record, issuer), "validFrom": decided, "awardedDate": decided, **end,
        "credentialSubject": _subject(record), **({"evidence": evidence} if evidence else {}),
        "credentialStatus": status,
    }  # fmt: skip


def _moment(day: date) -> str:
    """The first moment of a day in the Netherlands."""
    return text(datetime.combine(day, time(), AMSTERDAM).astimezone(UTC))


def _issuer(record: CredentialRecord, did: str) -> Document:
    school = record["school"]
    return {
        "id": did, "type": ["Profile"], "name": school["name"],
        **({"url": school["website"]} if school["website"] else {}),
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": school["brin"], "identifierType": "identifier"}
        ],
    }  # fmt: skip


def _subject(record: CredentialRecord) -> Document:
    service, amount = record["service"], record["credits"]
    earned = {"creditsEarned": _number(amount)} if amount and record["unit"] == "EC" else {}
    names = _results(record)
    return {
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "hashed": True, "identityHash": identity_hash(record["recipient"]),
             "identityType": "systemId", "salt": record["recipient"]["salt"]}
        ],
        "activityStartDate": _moment(date.fromisoformat(service["starts_on"])),
        "activityEndDate": _moment(date.fromisoformat(service["ends_on"])),
        **earned,
        "result": [{"type": ["Result"], "resultDescription": key, "value": value} for key, _name, value in names],
        "achievement": _achievement(record, names, earned),
    }  # fmt: skip


def _number(hundredths: int) -> int | float:
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def _results(record: CredentialRecord) -> list[tuple[str, str, str]]:
    """What was counted: identifier, name and value; hours always, study load where the school gave it."""
    say = translator(record["language"])
    hours, rest = divmod(record["service"]["minutes"], 60)
    counted = [("hours", say(N_("Confirmed hours of service")), f"{hours}:{rest:02}")]
    if record["credits"] and record["unit"] == "SBU":
        counted.append(("sbu", say(N_("Study load in hours (SBU)")), str(_number(record["credits"]))))
    return [(_urn(record, key), name, value) for key, name, value in counted]


def _urn(record: CredentialRecord, part: str = "") -> str:
    """A stable identifier of the achievement of this school, or of a part of it."""
    named = "/".join([record["school"]["brin"], record["achievement"]["code"], record["language"], part])
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, named)}"


def _achievement(record: CredentialRecord, results: list[tuple[str, str, str]], earned: Document) -> Document:
    told = record["achievement"]
    return {
        "id": _urn(record), "type": ["Achievement"], "achievementType": "CommunityService", "name": told["title"],
        "description": told["description"], "inLanguage": record["language"], "humanCode": told["code"],
        "criteria": {"narrative": criteria(record)},
        **({"creditsAvailable": earned["creditsEarned"]} if earned else {}),
        **({"fieldOfStudy": told["programme"]} if told["programme"] else {}),
        "resultDescription": [
            {"id": key, "type": ["ResultDescription"], "name": name, "resultType": "Result"}
            for key, name, _value in results
        ],
    }  # fmt: skip


def criteria(record: CredentialRecord) -> str:
    """What the school looked at, in sentences."""
    say, service = translator(record["language"]), record["service"]
    numbers = ", ".join(one["number"] for one in service["accreditations"])
    if numbers:
        first = say(N_("Service at %(host)s, whose accreditation %(number)s was in force on the days that count."))
    else:
        first = say(N_("Volunteering at %(host)s, before and outside any agreement."))
    second = say(N_("Judged by %(school)s; decision %(number)s of %(day)s."))
    decided = in_full(date.fromisoformat(record["decision"]["decided_on"]), record["language"])
    sentences = [
        first % {"host": service["host"], "number": numbers},
        second % {"school": record["school"]["name"], "number": record["decision"]["number"], "day": decided},
        *record["achievement"]["learning_outcomes"],
    ]
    return "\n".join(sentences)


def _evidence(record: CredentialRecord) -> list[Document]:
    say, service = translator(record["language"]), record["service"]
    name = say(N_("Accreditation %(number)s of %(host)s"))
    return [
        {
            "id": one["url"], "type": ["Evidence"], "genre": "Accreditation",
            "name": name % {"number": one["number"], "host": service["host"]},
            "narrative": say(N_("The host's practice was visited and judged; the public register shows since when.")),
        }
        for one in service["accreditations"]
    ]  # fmt: skip
