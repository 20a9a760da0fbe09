"""The files of a paper over the years: sealed, renewed before the seal ages, another key, and checked by `verify`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from mdt.models import Revision, SealCertificate
from mdt.services import clock, evidence, revision, storage, verification
from mdt.services.seal import SealingFailed, Settings
from mdt.services.seal_pades import Sealer
from tests import factories
from tests.fixtures.papers import sample
from tests.fixtures.timestamps import PASSWORD, Authority
from tests.mdt.outbox import commit_and_work, effects, fake_papers, papers

Seal = Callable[..., None]


@pytest.fixture
def seal_with(app: Flask, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Seal:
    """Let a key of the authority seal, with timestamps or without; papers are samples, so that they are PDF."""
    monkeypatch.setattr(
        "mdt.services.evidence.render", lambda _kind, _record, *, language, concept=False: sample("certificate", "nl")
    )

    def use(name: str, *, stamped: bool, days: int = 900) -> None:
        key = authority.seal(tmp_path / f"{name}.p12", name=name, days=days)
        settings = Settings(
            pkcs12=str(key), password=PASSWORD, timestamp_url=authority.url if stamped else "",
            trust=str(authority.trust) if stamped else "", made_here="", issuer="",
        )  # fmt: skip
        monkeypatch.setitem(app.extensions, "sealer", Sealer(settings))

    return use


def issued(app: Flask) -> Any:
    """A paper, issued by the worker."""
    factories.application(at="submitted")
    commit_and_work(app)
    return papers()[0]


def test_a_paper_outlives_its_key_and_its_certificate(app: Flask, database: Any, seal_with: Seal) -> None:
    seal_with("First key", stamped=False, days=100)
    paper = issued(app)
    first = paper.sha256
    assert [one.number for one in revision.aging()] == [paper.number]
    assert revision.aging(within=90) == []
    seal_with("Second key", stamped=True)
    renewed = revision.renew(paper)
    assert (renewed.number, renewed.level, renewed.certificate.subject) == (2, "B-LTA", "First key")
    assert paper.sha256 == renewed.sha256 != first
    assert evidence.content_of(paper).startswith(storage.read(first)), "the old file is the beginning of the new one"
    assert revision.aging() == [], "nothing to do until the timestamp ages"
    assert revision.by_digest(first).document_id == paper.id
    assert [one.subject for one in database.session.query(SealCertificate)] == ["First key"]
    database.session.flush()
    verification.verify()


def test_a_file_of_before_that_is_lost_is_found(app: Flask, database: Any, seal_with: Seal) -> None:
    seal_with("First key", stamped=True)
    paper = issued(app)
    first = paper.sha256
    revision.renew(paper)
    database.session.flush()
    storage.path_of(first).unlink()
    with pytest.raises(verification.Fault, match="is missing"):
        verification.verify()


def test_a_seal_by_a_key_that_is_not_ours_is_found(
    app: Flask, database: Any, seal_with: Seal, authority: Authority, tmp_path: Path
) -> None:
    seal_with("First key", stamped=False)
    paper = issued(app)
    stranger = authority.seal(tmp_path / "stranger.p12", name="Stranger")
    settings = Settings(pkcs12=str(stranger), password=PASSWORD, timestamp_url="", trust="", made_here="", issuer="")
    forged = Sealer(settings).seal(sample("certificate", "nl")).content
    file = revision.newest(paper)
    # Somebody who can write to the storage and to the database, and has no key of ours.
    paper.sha256 = file.sha256 = storage.store(forged)
    paper.size = file.size = len(forged)
    database.session.flush()
    with pytest.raises(verification.Fault, match=r"a certificate that is not ours \(Stranger\)"):
        verification.verify()


def test_without_a_timestamp_service_nothing_is_renewed(app: Flask, database: Any, seal_with: Seal) -> None:
    seal_with("First key", stamped=False)
    paper = issued(app)
    with pytest.raises(SealingFailed, match="MDT_TIMESTAMP_URL"):
        revision.renew(paper)
    assert database.session.query(Revision).count() == 1


def test_a_paper_that_cannot_be_sealed_waits_and_is_shown(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_content: bytes) -> None:
        raise SealingFailed("the timestamp service does not answer: timed out")

    fake_papers(monkeypatch)
    with monkeypatch.context() as failing:
        failing.setattr("mdt.services.seal.seal", silent)
        factories.application(at="submitted")
        commit_and_work(app)
    (effect,) = effects("evidence")
    assert (papers(), effect.error) == ([], "the timestamp service does not answer: timed out")
    effect.retry_at = clock.now()
    commit_and_work(app)
    assert len(papers()) == 1
