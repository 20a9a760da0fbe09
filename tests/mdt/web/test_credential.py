"""What a school publishes: open to everybody, without a cookie, and enough to verify by."""

from __future__ import annotations

import json
from typing import Any

from mdt.models import db
from mdt.services import credential
from tests import credentials


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
