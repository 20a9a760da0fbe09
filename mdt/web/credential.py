"""What a school publishes as an awarding body, for every wallet and verifier: its keys, and what it revoked."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, current_app

from mdt.services import credential_status, issuer_key
from mdt.web.access import public

credential = Blueprint("credential", __name__, url_prefix="/schools/<string:brin>")


@credential.get("/did.json")
@public
def did(brin: str) -> Response:
    """The DID document of a school (did:web)."""
    return _published(issuer_key.did_document(brin) or abort(404), "application/did+json")


@credential.get("/status/<int:number>")
@public
def status(brin: str, number: int) -> Response:
    """A status list of a school, as a signed credential."""
    return _published(credential_status.published(brin, number) or abort(404), "application/vc")


def _published(document: dict[str, Any], media_type: str) -> Response:
    """Open to every origin: a wallet is a page of somebody else's. It sets no cookie."""
    response = Response(current_app.json.dumps(document), mimetype=media_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = f"public, max-age={credential_status.MAX_AGE}"
    return response
