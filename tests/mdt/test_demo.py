"""The demonstration: it stands in every state, its accounts sign in, and `--once` makes every paper."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from mdt import demo
from mdt.cli.demonstration import demo as command
from mdt.demo import cast, once, once_school
from mdt.demo.schools import SCHOOLS
from mdt.models import (
    Accreditation,
    Agreement,
    Application,
    Assessment,
    CheckIn,
    Consent,
    Credit,
    Enrolment,
    Erasure,
    Measure,
    Membership,
    Objection,
    Organisation,
    QuestionnaireAnswer,
    QuestionnaireInvitation,
    Signal,
    Visit,
    Week,
)
from mdt.rules.framework import Framework
from mdt.services import (
    account,
    accreditation,
    clock,
    credential,
    deadlines,
    dossier_check,
    questionnaire_figures,
    seal_check,
    verification,
)
from mdt.services.framework import shipped
from tests.mdt.services.test_school_import import CREBO, DUO, MBO, RIO, VO

NOUNS = (
    Application, Assessment, Visit, Accreditation, Membership, Measure, CheckIn, Enrolment, Consent, Erasure, Agreement,
    Week, Credit, Objection, Signal,
)  # fmt: skip


def quietly(_sentence: str) -> None:
    """Say nothing."""


@pytest.fixture
def seeded(app: Flask, database: Any) -> Any:
    """A database with the demonstration in it."""
    assert demo.is_empty()
    demo.seed(app, say=quietly)
    return database


class TestTheCast:
    """What is written about the fictional organisations."""

    def test_every_number_is_fictional_and_used_once(self) -> None:
        numbers = [host.kvk for host in cast.hosts().values()]
        assert len(set(numbers)) == len(numbers) and all(number.startswith("990") for number in numbers)

    @pytest.mark.parametrize("framework", shipped(), ids=lambda found: found.version)
    def test_every_answer_fits_the_question(self, framework: Framework) -> None:
        for host in cast.hosts().values():
            said = cast.words(host)
            for question in framework.questions:
                answer = said.answer(question)
                known = {choice.id for choice in question.choices}
                if question.choices:
                    assert set(answer if isinstance(answer, list) else [answer]) <= known, (host.key, question.id)
                elif question.max_length:
                    assert len(answer) <= question.max_length, (host.key, question.id)
            assert set(said.answers) <= {question.id for question in framework.questions}

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_there_are_words_for_every_indicator(self, language: str) -> None:
        indicators = {indicator.id for indicator in shipped()[-1].indicators}
        host = next(host for host in cast.hosts().values() if host.language == language)
        said = cast.words(host)
        assert set(said.observations) == set(said.reasons) == indicators
        assert not [text for text in (*said.observations.values(), *said.reasons.values()) if "{" in text]


def test_the_demonstration_is_what_it_says(seeded: Any) -> None:
    """One test, for making a demonstration takes long."""
    _it_stands_in_every_state_and_verifies(seeded)
    _youths_have_said_enough_of_one_host_too_little_of_another_and_have_links_left(seeded)
    _it_has_every_kind_of_term(seeded)
    _every_account_that_is_printed_signs_in(seeded)


def _it_stands_in_every_state_and_verifies(seeded: Any) -> None:
    from workflows import WORKFLOWS

    for noun in NOUNS:
        standing = set(seeded.session.scalars(select(noun.status)))
        assert standing == set(WORKFLOWS[noun.noun].state_names()), noun.noun
    real = clock.now().astimezone(clock.AMSTERDAM).date()
    assert clock.today() == real
    ways = {accreditation.standing(found, real) for found in seeded.session.scalars(select(Accreditation))}
    assert ways == {"in_force", "to_begin", "suspended", "ended"}
    assert seeded.session.query(Organisation).count() == len(cast.hosts())
    assert not demo.is_empty()
    seeded.session.commit()
    assert verification.verify().decisions >= 7


def _youths_have_said_enough_of_one_host_too_little_of_another_and_have_links_left(seeded: Any) -> None:
    hosts = {key: host.kvk for key, host in cast.hosts().items()}
    shown = {
        found.kvk_number: questionnaire_figures.of(found.id) for found in seeded.session.scalars(select(Organisation))
    }
    linde = shown[hosts["linde"]]
    assert linde is not None and linde.answers == 13
    assert [kvk for kvk, figures in shown.items() if figures] == [hosts["linde"]]
    waiting = seeded.session.scalars(select(QuestionnaireAnswer.organisation_id)).all()
    assert len(waiting) == 2
    open_links = seeded.session.scalars(select(QuestionnaireInvitation)).all()
    assert "Noor Vis" in {one.youth.name for one in open_links if not one.used}


def _it_has_every_kind_of_term(seeded: Any) -> None:
    today = clock.today()
    histories = [deadlines.history(found) for found in seeded.session.scalars(select(Application))]
    terms = [term for found in histories if (term := found.decision())]
    assert any(not term.running for term in terms)
    assert any(found.last("extend_term") for found in histories)
    assert any(penalty.penalty_on(today) > 0 for found in histories if (penalty := found.penalty()))
    late = select(Application).where(Application.status == "in_assessment", Application.decide_by < today)
    assert seeded.session.scalars(late).first() is not None


def _every_account_that_is_printed_signs_in(seeded: Any) -> None:
    for _who, email, password in demo.accounts():
        assert account.attempt(email=email, password=password).outcome is account.Outcome.SIGNED_IN
    functions = {held.function for held in seeded.session.scalars(select(Membership))}
    assert functions == {
        "coordinator", "colleague", "supervisor", "office", "assessor", "board", "hearer", "confidential_adviser",
        "clerk", "examiner", "exam_board",
    }  # fmt: skip


def lists(folder: Path) -> once.Lists:
    """Published lists of schools and programmes, with fictional names."""
    found = once.Lists(folder / "schools", folder / "programmes")
    for kind, contents in (("schools", {"duo": DUO, "mbo": MBO, "vo": VO}), ("programmes", {"ho": RIO, "mbo": CREBO})):
        (folder / kind).mkdir(parents=True)
        for name, content in contents.items():
            (folder / kind / f"{name}.csv").write_bytes(content.encode())
    return found


def test_once_makes_every_paper_and_tells_what_happened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MDT_DATABASE_URL", raising=False)
    rows, decided, counts = once.run(tmp_path / "papers", lists=lists(tmp_path))
    ends = [line.partition(": ") for line in decided]
    assert [(where, what.split(" ", 1)[1].rsplit(" (", 1)[0]) for where, _colon, what in ends] == [
        ("hbo  Hogeschool De Verbeelding (99AA), Master Iets (99002)", "awarded, 3 EC"),
        ("hbo  Hogeschool De Verbeelding (99AA), Master Iets (99002)", "not awarded"),
        ("mbo  ROC Denkbeeld (99AD), Maatje (99101)", "awarded, 80 SBU"),
        ("mbo  ROC Denkbeeld (99AD), Maatje (99101)", "not awarded"),
        ("vo   Lyceum Denkbeeld (99AC00)", "a statement of 80 hours, no study credit"),
    ]  # fmt: skip
    written = {path.name for path in (tmp_path / "papers").glob("*.pdf")}
    assert counts.papers == len(written) == 36
    assert {name.split("-", 3)[3].removesuffix(".pdf") for name in written} == {
        "confirmation_of_receipt", "supplement_request", "visit_report", "advice", "intention_to_refuse",
        "refusal_decision", "grant_decision", "certificate", "agreement", "supervisor_assessment",
        "certificate_of_participation", "credit_statement", "not_awarded_decision", "school_hours_statement",
    }  # fmt: skip
    assert {row.went for row in rows} >= {
        "advised → granted", "refusal_intended → refused", "under_review → awarded", "under_review → not_awarded"
    }  # fmt: skip
    assert {name for row in rows for name in row.papers.split(", ") if name} == written
    assert once.table(rows).count("\n") == len(rows)
    languages: Counter[str] = Counter()
    for path in (tmp_path / "papers").glob("*.pdf"):
        content = path.read_bytes()
        for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
            assert page.validate_pdf_bytes(content, profile=profile).is_compliant, path.name
        found = seal_check.check(content)
        assert found is not None
        assert found.whole
        with pikepdf.open(path) as pdf:
            languages[str(pdf.Root.Lang)] += 1
    assert languages == {"nl": 23, "en": 13}
    handed_over_holds(tmp_path / "papers")
    assert b"BEGIN CERTIFICATE" in (tmp_path / "papers" / "seal-1.pem").read_bytes()
    assert [path.read_bytes()[:5] for path in (tmp_path / "papers").glob("*.pdf")] == [b"%PDF-"] * 36


def handed_over_holds(out: Path) -> None:
    """The dossiers and the credentials verify with what lies beside them, and nothing else."""
    checked = [dossier_check.check(path) for path in sorted(out.glob("dossier-*.zip"))]
    assert Counter(one.edition for one in checked) == {"full": 10, "party": 25}
    published = {said["id"]: said for path in out.glob("school-*.json") for said in [json.loads(path.read_text())]}
    given = [json.loads(path.read_text()) for path in out.glob("credential-*.json")]
    assert given
    for one in given:
        assert credential.verify(one, issuer=published.get, status=published.get).valid


@pytest.fixture
def nobody_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the schools of `--once` are made."""
    monkeypatch.delenv("MDT_DATABASE_URL", raising=False)
    for name in ("_grant", "_refuse", "_grant_in_english"):
        monkeypatch.setattr(once, name, lambda *_: None)
    monkeypatch.setattr(once_school, "YOUTHS", ())


@pytest.mark.usefixtures("nobody_serves")
def test_once_without_lists_has_fictional_schools(tmp_path: Path) -> None:
    once.run(tmp_path)
    kept = sqlite3.connect(tmp_path / once.DATA / "diensttijd.sqlite")
    assert set(kept.execute("SELECT source, sector FROM school")) == {("fictief", row[3]) for row in SCHOOLS}
    kept.close()


@pytest.mark.usefixtures("nobody_serves")
def test_once_needs_no_folder_and_takes_a_relative_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments, folder in ((["--once"], "demo-papers"), (["--once", "--out", "a/b"], "a/b")):
        said = CliRunner().invoke(command, arguments)
        assert said.exit_code == 0, said.output
        assert (tmp_path / folder / once.DATA / "diensttijd.sqlite").exists()


@pytest.mark.usefixtures("nobody_serves")
def test_once_says_which_list_cannot_be_read(tmp_path: Path) -> None:
    given = lists(tmp_path)
    assert given.schools is not None
    (given.schools / "mbo.csv").write_text(MBO.replace("99AD", "nowhere"))
    arguments = ["--once", "--out", str(tmp_path / "out"), "--schools", str(given.schools)]
    said = CliRunner().invoke(command, arguments)
    assert said.exit_code == 1
    assert "mbo.csv: line 2: “nowhere” is not a BRIN" in said.output
    (given.schools / "mbo.csv").unlink()
    assert "no school of the kind mbo" in CliRunner().invoke(command, arguments).output
    alone = CliRunner().invoke(command, ["--once", "--programmes", str(given.programmes)])
    assert (alone.exit_code, "--programmes needs --schools" in alone.output) == (2, True)


def test_once_can_be_asked_again_in_the_same_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "_grant", lambda *_: None)
    monkeypatch.setattr(once, "_refuse", lambda *_: None)
    monkeypatch.setattr(once, "_grant_in_english", lambda *_: None)
    monkeypatch.setattr(once, "_recognise", lambda *_: None)
    mine = tmp_path / "note.txt"
    mine.write_text("mine")
    for _ in range(2):
        assert once.run(tmp_path).counts.papers == 0
    assert mine.read_text() == "mine"
