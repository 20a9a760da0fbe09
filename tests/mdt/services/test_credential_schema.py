"""Every kind of credential against our own shape, always, and against the official schema, where somebody has it.

curl -sLo ob3.json https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json
MDT_TEST_OB3_SCHEMA=ob3.json .venv/bin/python -m pytest tests/mdt/services/test_credential_schema.py
"""

from __future__ import annotations

import copy
import json
import os
import uuid
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mdt.models import db
from mdt.services import credential
from mdt.services.credential import Outcome, issue, verify
from tests import credentials
from tests.credential_shape import CREDENTIAL

SETTING = "MDT_TEST_OB3_SCHEMA"
OFFICIAL = os.environ.get(SETTING, "")
WHERE = (
    "the schema of 1EdTech may not be part of this repository: download ob_v3p0_achievementcredential_schema.json from "
    f"https://purl.imsglobal.org/spec/ob/v3p0/schema/json-ld/ and let {SETTING} name it"
)
SECTORS: dict[str, dict[str, Any]] = {
    "wo": {"credits": 250, "unit": "EC", "basis": "assessed_unit"},
    "hbo": {"credits": 500, "unit": "EC", "basis": "exemption"},
    "mbo": {"credits": 24000, "unit": "SBU", "basis": "elective"},
    "vo": {"credits": None, "unit": None, "basis": "statement"},
}
pytestmark = pytest.mark.usefixtures("database")


def made(sector: str, language: str, **changes: Any) -> credential.Credential:
    """A credential of a school of this kind, in a language."""
    school = {**credentials.RECORD["school"], "sector": sector}
    record = credentials.record(
        award=str(uuid.uuid4()), language=language, school=school, **{**SECTORS[sector], **changes}
    )
    return issue(record)


def wrong(schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    """What a schema has against a document."""
    validator = jsonschema.validators.validator_for(schema)(schema)
    return [f"{'/'.join(map(str, found.absolute_path))}: {found.message}" for found in validator.iter_errors(document)]


@pytest.fixture(scope="module")
def official() -> dict[str, Any]:
    """The official schema."""
    schema: dict[str, Any] = json.loads(Path(OFFICIAL).read_text())
    jsonschema.validators.validator_for(schema).check_schema(schema)
    return schema


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("sector", SECTORS)
def test_it_holds_what_we_tried_and_nothing_else(sector: str, language: str) -> None:
    one = made(sector, language)
    assert not wrong(CREDENTIAL, one.document)
    until = made(sector, language, valid_until="2030-01-01")
    assert not wrong(CREDENTIAL, until.document) and "validUntil" in until.document
    own_name = copy.deepcopy(one.document)
    own_name["credentialSubject"]["hoursOfService"] = 140
    without = {key: value for key, value in one.document.items() if key != "credentialStatus"}
    unlisted = {**one.document, "proof": one.document["proof"][0]}
    assert all(wrong(CREDENTIAL, document) for document in (own_name, without, unlisted))


@pytest.mark.skipif(not OFFICIAL, reason=WHERE)
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("sector", SECTORS)
def test_it_meets_the_official_schema(official: dict[str, Any], sector: str, language: str) -> None:
    issued = [
        made(sector, language), made(sector, language, valid_until="2030-01-01"),
        made(sector, language, service={**credentials.RECORD["service"], "accreditations": []}),
    ]  # fmt: skip
    taken_back = made(sector, language)
    credential.revoke(taken_back.award_id)
    db.session.flush()
    assert verify(taken_back.document).outcome is Outcome.REVOKED
    for one in (*issued, taken_back):
        assert not wrong(official, one.document)
    unlisted = {**issued[0].document, "proof": issued[0].document["proof"][0]}
    assert wrong(official, unlisted), "the check can fail"
