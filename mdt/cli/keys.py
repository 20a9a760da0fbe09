"""`mdt seal-key` and `mdt issuer-key`: the key under the papers, and those under the credentials of schools."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from mdt.jobs import transaction
from mdt.models import IssuerKey, Revision, School, db
from mdt.services import issuer_key, seal
from mdt.services.seal import SealingFailed

RESTART = "Start the web server and the worker again: they hold the key that they began with."


# -- the seal -------------------------------------------------------------------------------------------------------
@click.group("seal-key")
def seal_key() -> None:
    """The key that seals the papers."""


@seal_key.command("show")
@with_appcontext
def show_seal_key() -> None:
    """Say whose certificate seals the papers, until when, and how many files it sealed."""
    try:
        sealer = seal.sealer()
    except SealingFailed as failure:
        raise click.ClickException(str(failure)) from None
    found = sealer.certificate
    count = db.session.scalar(select(func.count(Revision.id)).where(Revision.certificate_id == found.fingerprint))
    vouched = "self-made: nobody else vouches for the name" if found.self_made else f"vouched for by {found.issuer}"
    click.echo(
        f"{found.subject} ({vouched}), valid until {found.valid_until}, level {sealer.level}.\n"
        f"SHA-256 {found.fingerprint}\n{count} files bear it."
    )


@seal_key.command("rotate")
@with_appcontext
def rotate_seal_key() -> None:
    """Put a self-made key away and make another. What the old one sealed stays valid: its certificate is kept."""
    settings = seal.Settings.of(current_app.config)
    if settings.pkcs12:
        raise click.ClickException(
            "The key is the one in MDT_SEAL_PKCS12. Let that name the new file, MDT_SEAL_PASSWORD its password, and "
            "start again; the papers that the old key sealed stay valid, for their certificates are kept."
        )
    path = Path(settings.made_here)
    current_app.extensions.pop("sealer", None)
    if path.exists():
        aside = path.with_name(f"{path.stem}-until-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{path.suffix}")
        path.rename(aside)
        click.echo(f"The old key is in {aside.name}.")
    made = seal.sealer().certificate
    click.echo(f"The new certificate has SHA-256 {made.fingerprint}. {RESTART}")


# -- the keys of schools --------------------------------------------------------------------------------------------
@click.group("issuer-key")
def issuer_keys() -> None:
    """The keys with which schools sign credentials."""


@issuer_keys.command("list")
@click.argument("brin", required=False)
@with_appcontext
def list_issuer_keys(brin: str | None) -> None:
    """List the keys of a school, or of all, with how many credentials each signed."""
    query = select(IssuerKey).order_by(IssuerKey.brin, IssuerKey.number)
    for key in db.session.scalars(query.where(IssuerKey.brin == brin.upper()) if brin else query):
        click.echo(f"{key.brin}  key-{key.number}  {_state(key)}  {len(issuer_key.signed_by(key))} credentials")


@issuer_keys.command("rotate")
@click.argument("brin")
@with_appcontext
def rotate_issuer_key(brin: str) -> None:
    """Retire the key of a school and make another. What the old one signed stays valid."""
    with transaction():
        made = issuer_key.rotate(_school(brin))
        click.echo(f"{made.brin} signs with key-{made.number} from now on; what was signed before stays valid.")


@issuer_keys.command("revoke")
@click.argument("brin")
@click.argument("number", type=int)
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def revoke_issuer_key(brin: str, number: int, yes: bool) -> None:
    """Revoke a key that others may have: every credential that it signed is invalid from now on."""
    query = select(IssuerKey).where(IssuerKey.brin == brin.upper(), IssuerKey.number == number)
    key = db.session.scalar(query)
    if key is None:
        raise click.ClickException(f"{brin.upper()} has no key-{number}.")
    if key.revoked_at is not None:
        click.echo(f"{key.brin} key-{key.number} was revoked on {key.revoked_at:%Y-%m-%d}.")
        return
    lost = issuer_key.signed_by(key)
    lines = [f"  {one.id}  of award {one.award_id}, signed on {one.issued_at:%Y-%m-%d}" for one in lost]
    if not yes:
        click.confirm(f"{len(lost)} credentials become invalid, for good. Go on?", abort=True)
    with transaction():
        issuer_key.revoke(db.session.get_one(IssuerKey, key.id))
    click.echo("\n".join([f"{brin.upper()} key-{number} is revoked, and {len(lost)} credentials with it.", *lines]))


def _school(brin: str) -> str:
    """The number of a school that is known, as it is written. Raises ClickException."""
    known = select(School.brin).where(School.brin == brin.upper())
    signs = select(IssuerKey.brin).where(IssuerKey.brin == brin.upper())
    if db.session.scalar(known.union(signs)) is None:
        raise click.ClickException(f"There is no school {brin.upper()}.")
    return brin.upper()


def _state(key: IssuerKey) -> str:
    if key.revoked_at is not None:
        return f"revoked on {key.revoked_at:%Y-%m-%d}"
    return f"retired on {key.retired_at:%Y-%m-%d}" if key.retired_at is not None else "signs"


COMMANDS: list[click.Command] = [seal_key, issuer_keys]
