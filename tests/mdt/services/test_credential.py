"""Credentials, checked by us, by pyld and cryptography put together here in another way, and by @digitalbazaar/vc."""

from __future__ import annotations

import base64
import copy
import gzip
import hashlib
import json
import subprocess
import sys
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mdt.models import Credential, IssuerKey, db
from mdt.services import clock, credential, credential_status, edubadge, issuer_key
from mdt.services.credential import Outcome, issue, verify
from tests import credentials
from tests.checkers.credentials import holds
from tests.fixtures.checkers import SOURCE as PROGRAMS
from tests.fixtures.checkers import check

NOW = "2026-11-25T12:00:00Z"
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def made() -> Credential:
    """A credential of an award, as its document comes back from the database."""
    issued = issue(credentials.record())
    db.session.flush()
    db.session.expire_all()
    return issued


def public(brin: str = "99ZZ") -> dict[str, Any]:
    """Everything that the school publishes, by address."""
    did = issuer_key.did_document(brin)
    listed = credential_status.published(brin, 1)
    assert did is not None and listed is not None
    return {did["id"]: did, listed["id"]: listed}


# -- what it holds --------------------------------------------------------------------------------------------------
def test_three_verifiers_agree_and_each_finds_what_is_wrong(made: Credential, checkers: Path) -> None:
    expired = issue(credentials.record(award=str(uuid.uuid4()), valid_until="2026-11-24"))
    taken_back = issue(credentials.record(award=str(uuid.uuid4())))
    credential.revoke(taken_back.award_id)
    tampered = copy.deepcopy(made.document)
    tampered["credentialSubject"]["creditsEarned"] = 30
    documents = public()
    did = documents[issuer_key.did("99ZZ")]
    cases = {
        Outcome.VALID: made.document, Outcome.EXPIRED: expired.document, Outcome.REVOKED: taken_back.document,
        Outcome.TAMPERED: tampered,
    }  # fmt: skip
    at = datetime.fromisoformat(NOW)
    assert {outcome: verify(one, at=at).outcome for outcome, one in cases.items()} == {one: one for one in cases}
    assert [holds(one, did) for one in cases.values()] == [True, True, True, False]
    said = check(checkers, credentials=list(cases.values()), documents=documents, now=NOW)
    assert [one["verified"] for one in said] == [True, False, False, False], said
    assert ["validUntil" in said[1]["error"], said[2]["error"], "signature" in said[3]["error"]] == [
        True,
        "revoked",
        True,
    ]


def test_it_says_what_was_achieved_by_whom_it_was_awarded_and_on_what_it_rests(made: Credential) -> None:
    said = made.document
    subject, achievement = said["credentialSubject"], said["credentialSubject"]["achievement"]
    assert said["issuer"]["id"] == issuer_key.did("99ZZ") and said["issuer"]["name"].startswith("Hogeschool")
    assert (achievement["achievementType"], subject["creditsEarned"]) == ("CommunityService", 5)
    assert [one["value"] for one in subject["result"]] == ["140:30"]
    assert said["validFrom"] == "2026-11-01T23:00:00Z"  # midnight in the Netherlands
    assert (
        "AC-2026-0007" in achievement["criteria"]["narrative"]
        and "SP-2026-0031" in achievement["criteria"]["narrative"]
    )
    assert said["evidence"][0]["id"].endswith("ac-2026-0007")
    assert isinstance(said["proof"], list) and said["proof"][0]["cryptosuite"] == "eddsa-rdfc-2022"


def test_the_recipient_is_a_salted_hash_and_nothing_else(made: Credential) -> None:
    (identity,) = made.document["credentialSubject"]["identifier"]
    recipient = credentials.RECORD["recipient"]
    expected = hashlib.sha256((recipient["pairwise_id"] + recipient["salt"]).encode()).hexdigest()
    assert identity == {"type": "IdentityObject", "hashed": True, "identityHash": f"sha256${expected}",
                        "identityType": "systemId", "salt": recipient["salt"]}  # fmt: skip
    assert recipient["pairwise_id"] not in json.dumps(made.document) and "id" not in made.document["credentialSubject"]


def test_credits_appear_only_after_the_school_decided() -> None:
    for decision in ({"number": "", "decided_on": "2026-11-02"}, {"number": "SP-1", "decided_on": ""},
                     {"number": "SP-1", "decided_on": (clock.today() + timedelta(days=1)).isoformat()}):  # fmt: skip
        with pytest.raises(credential.NotAwarded):
            issue(credentials.record(decision=decision))
    hours = issue(credentials.record(credits=None, unit=None, basis="statement")).document
    assert "creditsEarned" not in hours["credentialSubject"] and verify(hours).valid
    load = issue(credentials.record(credits=24000, unit="SBU")).document
    assert [one["value"] for one in load["credentialSubject"]["result"]] == ["140:30", "240"]
    assert "creditsEarned" not in load["credentialSubject"] and verify(load).valid


def change(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def apply(document: dict[str, Any]) -> None:
        part: Any = document
        for name in path[:-1]:
            part = part[name]
        part[path[-1]] = to

    return apply


@pytest.mark.parametrize(
    ("tamper", "outcome"),
    [
        (change("credentialSubject", "creditsEarned", to=30), Outcome.TAMPERED),
        (change("validUntil", to="2099-01-01T00:00:00Z"), Outcome.TAMPERED),
        (change("credentialSubject", "grade", to="10"), Outcome.TAMPERED),
        (change("credentialSubject", "achievement", "type", to=["Achievement", "Diploma2"]), Outcome.TAMPERED),
        (change("credentialStatus", "statusListIndex", to="1"), Outcome.TAMPERED),
        (change("@context", to=["https://www.w3.org/ns/credentials/v2", "https://elders.example/context"]),
         Outcome.TAMPERED),
        (change("credentialSubject", "@context", to={"x": "urn:x"}), Outcome.TAMPERED),
        (change("proof", to=[]), Outcome.NOT_OURS),
        (change("proof", 0, "verificationMethod", to="did:web:elders.example#key-1"), Outcome.NOT_OURS),
        (change("proof", 0, "proofPurpose", to="authentication"), Outcome.TAMPERED),
        (change("proof", 0, "proofValue", to="zzzz"), Outcome.TAMPERED),
        (change("issuer", "id", to="did:web:elders.example:schools:99ZZ"), Outcome.NOT_OURS),
    ],
)  # fmt: skip
def test_whatever_is_changed_is_found(
    made: Credential, tamper: Callable[[dict[str, Any]], None], outcome: Outcome
) -> None:
    document = copy.deepcopy(made.document)
    tamper(document)
    assert verify(document).outcome is outcome


def test_a_credential_begins_with_the_decision(made: Credential) -> None:
    assert verify(made.document, at=datetime(2026, 10, 1, tzinfo=UTC)).outcome is Outcome.BEGINS_LATER
    assert verify("not a document").outcome is Outcome.TAMPERED


# -- keys -----------------------------------------------------------------------------------------------------------
def test_a_new_key_leaves_what_the_old_one_signed_and_a_revoked_key_does_not(made: Credential) -> None:
    old = db.session.query(IssuerKey).one()
    new = issuer_key.rotate("99ZZ")
    second = issue(credentials.record(award=str(uuid.uuid4())))
    assert verify(made.document).valid and verify(second.document).valid
    assert second.document["proof"][0]["verificationMethod"].endswith(f"#key-{new.number}")
    issuer_key.revoke(old)
    assert verify(made.document).outcome is Outcome.NOT_OURS and verify(second.document).valid


def test_each_school_signs_with_a_key_of_its_own_that_is_kept_shut(made: Credential) -> None:
    other = issue(credentials.record(school={**credentials.RECORD["school"], "brin": "98YY"}))
    forged = copy.deepcopy(made.document)
    forged["issuer"]["id"] = issuer_key.did("98YY")
    assert verify(forged).outcome is Outcome.NOT_OURS and verify(other.document).valid
    key, secret = issuer_key.signing("99ZZ")
    assert key.private_key is not None and secret.private_bytes_raw() not in key.private_key


def test_the_address_of_the_school_is_its_identifier(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for base, did in (("https://mdt.example", "did:web:mdt.example:schools:99ZZ"),
                      ("http://127.0.0.1:8000/", "did:web:127.0.0.1%3A8000:schools:99ZZ"),
                      ("https://mdt.example/nl", "did:web:mdt.example:nl:schools:99ZZ")):  # fmt: skip
        monkeypatch.setitem(app.config, "MDT_BASE_URL", base)
        assert issuer_key.did("99ZZ") == did


def test_a_stranger_verifies_the_files_with_two_programs(made: Credential, checkers: Path, tmp_path: Path) -> None:
    taken_back = issue(credentials.record(award=str(uuid.uuid4())))
    credential.revoke(taken_back.award_id)
    documents = {"credential-1.json": made.document, "credential-2.json": taken_back.document}
    for number, one in enumerate(public().values(), 1):
        documents[f"school-{number}.json"] = one
    for name, document in documents.items():
        (tmp_path / name).write_text(json.dumps(document))
    for command in ([sys.executable, str(PROGRAMS / "credentials.py")],
                    ["node", str(PROGRAMS / "credentials.mjs"), str(checkers)]):  # fmt: skip
        for names, said, code in (
            (("credential-1.json", "school-1.json", "school-2.json"), "credential-1.json: valid", 0),
            (tuple(documents), "credential-2.json: revoked", 1), (("credential-1.json",), "credential-1.json: ", 1),
        ):  # fmt: skip
            run = subprocess.run([*command, *names], cwd=tmp_path, capture_output=True, text=True, check=False)
            assert said in run.stdout and run.returncode == code, run.stderr


# -- status ---------------------------------------------------------------------------------------------------------
def test_the_status_list_is_what_the_standard_says(made: Credential) -> None:
    credential.revoke(made.award_id)
    (listed,) = [one for address, one in public().items() if "/status/" in address]
    encoded = listed["credentialSubject"]["encodedList"]
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=="))
    assert encoded[0] == "u" and len(bits) * 8 == 131_072
    assert [place for place in range(len(bits) * 8) if bits[place // 8] >> (7 - place % 8) & 1] == [made.position]
    assert credential_status.published("99ZZ", 1) == listed and credential_status.published("99ZZ", 2) is None


def test_a_status_list_that_is_not_there_or_not_the_schools_says_nothing(made: Credential) -> None:
    other = issue(credentials.record(school={**credentials.RECORD["school"], "brin": "98YY"}))
    theirs = credential_status.published("98YY", other.status_list)
    assert theirs is not None
    own = credential_status.published("99ZZ", 1)
    assert own is not None
    emptied = {**own, "credentialSubject": {**own["credentialSubject"], "encodedList": credential_status.encode([])}}
    credential.revoke(made.award_id)
    for listed in (None, theirs, {**theirs, "id": own["id"]}, {**emptied, "validFrom": "2026-01-01T00:00:00Z"}):
        assert verify(made.document, status=lambda _url, found=listed: found).outcome is Outcome.STATUS_UNKNOWN


def test_one_award_gives_one_credential(made: Credential) -> None:
    assert [one.id for one in credential.of_award(made.award_id)] == [made.id]
    with pytest.raises(ValueError, match="place"):
        credential_status.is_set(credential_status.encode([]), 131_072)


# -- the edubadge sheet ---------------------------------------------------------------------------------------------
def test_the_sheet_names_the_fields_that_a_school_types_over() -> None:
    fields = {field.name: field.value for field in edubadge.sheet(credentials.record())}
    assert fields["Form of participation"] == "Volunteering"
    assert (fields["ECTS"], fields["TimeInvestment"], fields["Type"]) == ("5", "140 h 30 min", "regular")
    assert fields["InstitutionIdentifier"] == "99ZZ" and "StudyLoad" not in fields
    assert not next(one for one in edubadge.sheet(credentials.RECORD) if one.name.startswith("Supervision")).verified
    small = edubadge.sheet(credentials.record(basis="extracurricular", credits=None, unit=None))
    assert {"Type": "extracurricular"}.items() <= {field.name: field.value for field in small}.items()
