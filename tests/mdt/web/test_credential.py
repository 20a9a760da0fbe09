"""What a school publishes: open to everybody, without a cookie, and enough to verify by."""

from __future__ import annotations

import json
from typing import Any

from mdt.models import db
from mdt.services import credential
from tests import credentials, factories_credit


def test_keys_and_status_lists_are_public_and_enough_to_verify_by(client: Any, database: Any) -> None:
    made = credential.issue(credentials.record())
    document = made.document
    db.session.commit()
    found = {}
    for address in ("/schools/99ZZ/did.json", "/schools/99ZZ/status/1"):
        answer = client.get(address)
        assert answer.status_code == 200 and answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers
        said = json.loads(answer.data)
        found[said["id"]] = said
    assert credential.verify(document, issuer=found.get, status=found.get).valid


def test_a_school_that_awarded_nothing_publishes_nothing(client: Any, database: Any) -> None:
    for address in ("/schools/97XX/did.json", "/schools/97XX/status/1", "/schools/97XX/status/x"):
        assert client.get(address).status_code == 404


def test_the_youth_downloads_the_credential_and_the_school_reads_the_sheet(client: Any, database: Any) -> None:
    claim = factories_credit.credit(at="awarded")
    database.session.commit()
    address = f"/credits/{claim.credit.id}"
    client.sign_in(claim.youth)
    assert f'href="{address}/credential.json"' in client.get(address).text
    answer = client.get(f"{address}/credential.json")
    assert answer.status_code == 200 and credential.verify(json.loads(answer.data)).valid
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(f"{address}/edubadge").status_code == 404
    page = client.sign_in(claim.clerk).get(f"{address}/edubadge")
    assert page.status_code == 200 and "Volunteering" in page.text


def test_a_credential_is_for_who_sees_the_credit(client: Any, database: Any) -> None:
    claim, other = factories_credit.credit(at="awarded"), factories_credit.credit(at="under_review")
    database.session.commit()
    client.sign_in(other.youth)
    assert client.get(f"/credits/{claim.credit.id}/credential.json").status_code == 404
    assert client.get(f"/credits/{other.credit.id}/credential.json").status_code == 404
