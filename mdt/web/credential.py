"""Credentials: what a school publishes for every wallet and verifier, and what a youth and a school take with them."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template

from mdt.models import Credit
from mdt.services import credential as credentials
from mdt.services import credential_status, credit_credential, edubadge, issuer_key
from mdt.web.access import audience, public
from mdt.web.credit import SCHOOL, found

credential = Blueprint("credential", __name__)


@credential.get("/schools/<string:brin>/did.json")
@public
def did(brin: str) -> Response:
    """The DID document of a school (did:web)."""
    return _published(issuer_key.did_document(brin) or abort(404), "application/did+json")


@credential.get("/schools/<string:brin>/status/<int:number>")
@public
def status(brin: str, number: int) -> Response:
    """A status list of a school, as a signed credential."""
    return _published(credential_status.published(brin, number) or abort(404), "application/vc")


@credential.get("/credits/<uuid:id>/credential.json")
@audience("youth", *SCHOOL)
def file(id: uuid.UUID) -> Response:
    """The credential of an award, for a wallet: the one that counts now, or was revoked last."""
    subject = found(id)
    given = [one for one in credentials.of_award(subject.id) if one.document]
    document = given[0].document if given else abort(404)
    response = Response(current_app.json.dumps(document), mimetype="application/vc")
    response.headers["Content-Disposition"] = f'attachment; filename="credential-{subject.number}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@credential.get("/credits/<uuid:id>/edubadge")
@audience(*SCHOOL)
def sheet(id: uuid.UUID) -> str:
    """The fields that a school types over to issue the real edubadge."""
    subject = found(id)
    record = credit_credential.record_of(subject) or abort(404)
    return render_template("html/credential/sheet.html", subject=subject, fields=edubadge.sheet(record))


@credential.app_template_global("credential_of")
def credential_of(subject: Credit) -> bool:
    """Whether there is a credential of this credit to download."""
    return any(one.document for one in credentials.of_award(subject.id))


def _published(document: dict[str, Any], media_type: str) -> Response:
    """Open to every origin: a wallet is a page of somebody else's. It sets no cookie."""
    response = Response(current_app.json.dumps(document), mimetype=media_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = f"public, max-age={credential_status.MAX_AGE}"
    return response
