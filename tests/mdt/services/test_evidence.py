"""Papers: exactly once, numbered without gaps, kept as bytes, and made again to the byte when lost."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from mdt import jobs
from mdt.models import Effect, Event, Revision
from mdt.services import clock, evidence, storage, verification
from mdt.services.rendering import RenderingFailed, render
from mdt.services.seal import SealingFailed, Settings
from mdt.services.seal_pades import Sealer
from tests import factories
from tests.documents.samples import SAMPLES
from tests.documents.test_papers import text_of
from tests.fixtures.timestamps import PASSWORD, Authority
from tests.mdt.outbox import Killed, commit_and_work, effects, fake_papers, papers


def test_a_paper_says_what_its_event_froze(app: Flask, database: Any) -> None:
    case = factories.application(at="submitted")
    number = case.application.number
    commit_and_work(app)
    (paper,) = papers()
    assert (paper.kind, paper.language) == ("confirmation_of_receipt", "nl")
    assert paper.number == f"DT-{clock.today().year}-0001"
    assert paper.record["case"]["number"] == number
    assert paper.record["verify_url"] == f"{app.config['MDT_BASE_URL']}/verify/{paper.code}"
    content = evidence.content_of(paper)
    assert content.startswith(b"%PDF-")
    assert len(content) == paper.size
    assert storage.path_of(paper.sha256).parts[-3:-1] == ("documents", paper.sha256[:2])


def test_an_english_paper_leads_to_the_english_page(app: Flask, database: Any, client: Any) -> None:
    assert evidence.verify_url("7KQ2", "en") == f"{app.config['MDT_BASE_URL']}/verify/7KQ2?language=en"
    assert '<html lang="en"' in client.get("/verify/7KQ2?language=en").text


def test_codes_cannot_be_guessed_or_misread() -> None:
    codes = {evidence.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes)


@pytest.mark.parametrize("typed", ["7kq2 m9xw 4pht 0b3c v8rz", "7KQ2M9XW4PHTOB3CV8RZ", " 7KQ2-M9XW-4PHT-OB3C-U8RZ"])
def test_a_code_is_understood_as_people_type_it(typed: str) -> None:
    assert evidence.tidy_code(typed) == "7KQ2-M9XW-4PHT-0B3C-V8RZ"


def test_a_paper_comes_once_however_often_it_is_asked(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_papers(monkeypatch)
    factories.application(at="submitted")
    commit_and_work(app)
    (first,) = papers()
    event = database.session.get(Event, first.event_id)
    assert evidence.issue(event, first.kind) is first
    effects("evidence")[0].done_at = None  # as if the worker had been killed before it could note it
    commit_and_work(app)
    assert [paper.number for paper in papers()] == [first.number]


@pytest.mark.parametrize(
    "step",
    [
        "mdt.services.evidence.render",
        "mdt.services.evidence.numbers.take",
        "mdt.services.evidence.storage.store",
        "mdt.jobs.db.session.commit",
    ],
)
def test_a_worker_killed_at_any_step_leaves_one_paper(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    fake_papers(monkeypatch)
    factories.application(at="submitted")
    database.session.commit()

    def die(*_args: Any, **_kwargs: Any) -> None:
        raise Killed

    with monkeypatch.context() as killing:
        killing.setattr(step, die)
        with pytest.raises(Killed):
            jobs.run_until_quiet(app)
    jobs.run_until_quiet(app)
    assert [paper.number[-4:] for paper in papers()] == ["0001"]
    assert all(effect.done_at for effect in effects("evidence"))


def test_two_workers_at_once_make_one_paper_each(app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_papers(monkeypatch)
    case = factories.application(at="submitted")
    factories.application(at="submitted", officials=case.staff)
    ids = [effect.id for effect in effects("evidence")]
    database.session.commit()
    together, troubles = threading.Barrier(2), []

    def work() -> None:
        with app.app_context():
            for effect_id in ids:
                together.wait(timeout=10)
                try:
                    jobs._carry_out(effect_id)
                except Exception as error:
                    troubles.append(error)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert not troubles
    assert [paper.number[-4:] for paper in papers()] == ["0001", "0002"]


def test_a_number_that_was_taken_meanwhile_is_not_used_twice(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered = fake_papers(monkeypatch)
    case = factories.application(at="submitted")
    factories.application(at="submitted", officials=case.staff)
    first, second = effects("evidence")
    ahead = evidence.draft(second.event, second.name)
    evidence.issue(first.event, first.name)
    paper = evidence.issue(second.event, second.name, ahead=ahead)
    assert [number[-4:] for number in rendered] == ["0001", "0001", "0002"]
    assert paper.number.endswith("0002")
    assert evidence.content_of(paper).split()[2].decode() == paper.number


def test_a_lost_paper_is_made_again_and_sealed_anew(app: Flask, database: Any) -> None:
    factories.application(at="submitted")
    commit_and_work(app)
    (paper,) = papers()
    before, digest = evidence.content_of(paper), paper.sha256
    storage.path_of(digest).unlink()
    with pytest.raises(storage.Damaged, match="missing"):
        evidence.content_of(paper)
    again = evidence.restore(paper)
    assert evidence.content_of(paper) == again
    rendered = before.index(b"%%EOF") + 6  # what comes after it is the seal
    assert again[:rendered] == before[:rendered]
    assert storage.digest(again[:rendered]) == paper.rendered_sha256
    old, new = database.session.query(Revision).order_by(Revision.number)
    assert (old.sha256, old.lost_at is None) == (digest, False), "who holds a copy of the lost file can still check it"
    assert (new.sha256, new.level, new.lost_at) == (paper.sha256, "B-B", None)
    assert new.certificate.self_made is True
    verification.verify()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_self_made_seal_is_named_on_the_paper_and_on_its_page(
    app: Flask, database: Any, client: Any, language: str
) -> None:
    case = factories.application(at="draft")
    case.application.organisation.language = language
    factories.play.submit(case)
    commit_and_work(app)
    (paper,) = papers()
    assert paper.record["sealed_by"]["self_made"] is True and "self-made seal" in paper.record["sealed_by"]["name"]
    words = {"nl": ("met een zelfgemaakt certificaat", "zelfgemaakt zegel"),
             "en": ("with a self-made certificate", "self-made seal")}[language]  # fmt: skip
    assert words[0] in text_of(evidence.content_of(paper))
    assert words[1] in client.get(f"/verify/{paper.code}?language={language}").text


def test_a_paper_made_again_after_the_key_was_rotated_keeps_its_words(
    app: Flask, database: Any, client: Any, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.application(at="submitted")
    commit_and_work(app)
    (paper,) = papers()
    before, rendered = evidence.content_of(paper), paper.rendered_sha256
    vouched_for(app, authority, monkeypatch)
    storage.path_of(paper.sha256).unlink()
    again = evidence.restore(paper)
    at = before.index(b"%%EOF") + 6
    assert again[:at] == before[:at] and paper.rendered_sha256 == rendered
    assert "Bij uitgifte verzegeld met een zelfgemaakt certificaat" in text_of(again)
    page = client.get(f"/verify/{paper.code}").text  # the page tells of the seal that is on it now
    assert "zelfgemaakt zegel" not in page and "Example Root" in page


def test_a_self_made_seal_does_not_take_the_place_of_one_that_is_vouched_for(
    app: Flask, database: Any, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    vouched_for(app, authority, monkeypatch)
    factories.application(at="submitted")
    commit_and_work(app)
    (paper,) = papers()
    assert paper.record["sealed_by"] == {"name": "Example Authority", "self_made": False}
    assert "zelfgemaakt" not in text_of(evidence.content_of(paper))
    monkeypatch.setitem(app.extensions, "sealer", Sealer(Settings.of(app.config)))
    storage.path_of(paper.sha256).unlink()
    with pytest.raises(SealingFailed, match="the one here is self-made"):
        evidence.restore(paper)


def test_a_paper_of_before_its_record_named_the_seal_is_made_again_to_the_byte(app: Flask, database: Any) -> None:
    factories.application(at="submitted")
    commit_and_work(app)
    (paper,) = papers()
    paper.record = {key: value for key, value in paper.record.items() if key != "sealed_by"}
    first = render(paper.kind, paper.record, language=paper.language)
    paper.rendered_sha256 = storage.digest(first)
    storage.path_of(paper.sha256).unlink()
    assert evidence.restore(paper).startswith(first)


def vouched_for(app: Flask, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on papers get a seal that somebody else vouches for."""
    key = authority.seal(authority.folder / "vouched-for.p12")
    settings = replace(Settings.of(app.config), pkcs12=str(key), password=PASSWORD)
    monkeypatch.setitem(app.extensions, "sealer", Sealer(settings))


def test_other_bytes_are_not_taken_for_the_paper(app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_papers(monkeypatch)
    factories.application(at="submitted")
    commit_and_work(app)
    (paper,) = papers()
    path = storage.path_of(paper.sha256)
    path.chmod(0o600)
    path.write_bytes(b"%PDF something else")
    with pytest.raises(storage.Damaged, match="changed"):
        evidence.content_of(paper)
    fake_papers(monkeypatch, lambda _kind, _record: b"%PDF by a newer program")
    with pytest.raises(RenderingFailed, match="not the same"):
        evidence.restore(paper)


def test_a_paper_that_cannot_be_made_is_tried_again_and_shown(
    app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_kind: str, _record: Any) -> bytes:
        raise RenderingFailed("more than 20 seconds")

    fake_papers(monkeypatch, fail)
    factories.application(at="submitted")
    commit_and_work(app)
    (effect,) = effects("evidence")
    assert (effect.attempts, effect.error, effect.done_at) == (1, "more than 20 seconds", None)
    assert 30 < (effect.retry_at - clock.now()).total_seconds() <= 60
    assert all(told.done_at for told in effects("tell")), "one paper that fails holds up nobody's letter"
    fake_papers(monkeypatch)
    commit_and_work(app)
    assert papers() == [], "not before its time"
    database.session.get_one(Effect, effect.id).retry_at = clock.now()
    commit_and_work(app)
    assert [paper.number[-4:] for paper in papers()] == ["0001"]
    assert effects("evidence")[0].error is None


def test_a_preview_is_asked_of_the_worker_and_kept_nowhere(app: Flask, database: Any) -> None:
    key = evidence.ask_preview("certificate", SAMPLES["certificate", "en"], "en")
    assert evidence.preview_result(key) is None
    commit_and_work(app)
    content = evidence.preview_result(key, wait=1)
    assert content is not None
    assert content.startswith(b"%PDF-")
    assert papers() == []
    assert not (app.config["MDT_DATA_DIR"] / "documents").exists()


def test_a_preview_that_fails_says_why(app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> bytes:
        raise RenderingFailed("KeyError: 'objection'")

    monkeypatch.setattr("mdt.services.evidence.render", fail)
    key = evidence.ask_preview("certificate", {}, "nl")
    commit_and_work(app)
    with pytest.raises(RenderingFailed, match="objection"):
        evidence.preview_result(key)
