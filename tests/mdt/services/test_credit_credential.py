"""From an award to a credential: frozen and signed with it, carried by the statement, revoked and erased with it."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from flask import Flask

from mdt.services import credential, credit_credential, evidence, personal_data
from mdt.services.credential import Outcome, verify
from tests import factories_credit as make
from tests.mdt.outbox import commit_and_work, papers


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("sector", "unit"), [("hbo", "EC"), ("mbo", "SBU"), ("vo", None)])
def test_an_award_gives_a_credential_of_the_school(sector: str, unit: str | None) -> None:
    claim = make.credit(at="awarded", sector=sector)
    (made,) = credential.of_award(claim.credit.id)
    record = credit_credential.record_of(claim.credit)
    assert record is not None and verify(made.document).valid
    assert (made.brin, record["unit"]) == (claim.credit.school.brin, unit)
    assert ("creditsEarned" in made.document["credentialSubject"]) == (unit == "EC")
    said = json.dumps(made.document)
    assert claim.youth.name not in said and claim.youth.email not in said
    assert [one["name"] for one in made.document["evidence"]]
    assert record["service"]["accreditations"][0]["number"] in said


@pytest.mark.usefixtures("database")
def test_there_is_none_before_the_decision_and_it_is_revoked_with_it() -> None:
    waiting = make.credit(at="under_review")
    assert credential.of_award(waiting.credit.id) == [] and credit_credential.record_of(waiting.credit) is None
    revoked = make.credit(at="revoked")
    (made,) = credential.of_award(revoked.credit.id)
    assert verify(made.document).outcome is Outcome.REVOKED


def test_the_statement_carries_it_as_a_file_of_its_own(app: Flask, database: Any) -> None:
    claim = make.credit(at="awarded")
    commit_and_work(app)
    statement = next(paper for paper in papers() if paper.kind == "credit_statement")
    with pikepdf.open(BytesIO(evidence.content_of(statement))) as pdf:
        carried = json.loads(pdf.attachments["credential.json"].get_file().read_bytes())
        record = json.loads(pdf.attachments["record.json"].get_file().read_bytes())
    (made,) = credential.of_award(claim.credit.id)
    assert carried == made.document and verify(carried).valid and "credential" not in record


@pytest.mark.usefixtures("database")
def test_erasing_the_youth_leaves_what_they_hold_valid() -> None:
    claim = make.credit(at="awarded")
    (made,) = credential.of_award(claim.credit.id)
    held = made.document
    personal_data.erase(claim.credit.youth)
    (left,) = credential.of_award(made.award_id)
    assert left.document == {} and verify(held).valid
