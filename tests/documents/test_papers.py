"""Every paper, in both languages: what it says, and that anybody's reader and checker accepts it."""

from __future__ import annotations

import copy
import subprocess
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest

from mdt.services.paper_records import KINDS, LANGUAGES
from mdt.services.rendering import render
from tests.documents.samples import SAMPLES

EVERY = [(kind, language) for kind in KINDS for language in LANGUAGES]
DECISIONS = ("set_aside_decision", "refusal_decision", "grant_decision")
HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% include '/etc/passwd' %}",
    "عبد الرحمن",
    "Şeyma Çağlayan Iğdır",
    "🌳 Groen ♥",
    "A" * 300,
    "\x00\x07\u202egniddes",
)


def text_of(pdf: bytes) -> str:
    """The text a reader sees, its line ends made spaces."""
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(run.stdout.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def paper(kind: str, language: str, **changes: Any) -> bytes:
    """A sample, rendered."""
    return render(kind, {**SAMPLES[kind, language], **changes}, language=language)


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_paper_is_sound_tagged_and_says_the_essentials(kind: str, language: str, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper(kind, language))
    info = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in info
    assert "Stichting Bolderbast" in next(line for line in info.splitlines() if line.startswith("Title:"))
    with pikepdf.open(file) as pdf:
        assert str(pdf.Root.Lang) == language
    subprocess.run(["qpdf", "--check", file], capture_output=True, check=True)
    text = text_of(file.read_bytes())
    record = SAMPLES[kind, language]
    assert record["number"] in text
    assert "7KQ2 M9XW 4PHT" in text
    assert record["verify_page"] in text
    assert ("Pagina 1 van " if language == "nl" else "Page 1 of ") in text
    assert ("24 november 2026" if language == "nl" else "24 November 2026") in text


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_paper_meets_pdf_ua(kind: str, language: str) -> None:
    report = page.validate_pdf_bytes(paper(kind, language), profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [str(failure) for failure in report.failures]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", DECISIONS)
def test_a_decision_says_how_to_object(kind: str, language: str) -> None:
    text = text_of(paper(kind, language))
    six_weeks = "zes weken" if language == "nl" else "six weeks"
    for words in (six_weeks, "6:5", "6:7", "6:16", "8:81", "Voorbeeldplein 1", "diensttijd.example/bezwaar"):
        assert words in text, words
    assert ("5 januari 2027" if language == "nl" else "5 January 2027") in text


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_the_same_record_gives_the_same_bytes(kind: str, language: str) -> None:
    first = paper(kind, language)
    render("certificate", SAMPLES["certificate", "en"], language="en")  # what was made between does not matter
    assert paper(kind, language) == first


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_concept_says_so_and_has_no_number_and_no_code(kind: str, language: str) -> None:
    record = {**SAMPLES[kind, language], "number": "", "code": "", "verify_url": ""}
    text = text_of(render(kind, record, language=language, concept=True))
    assert text.count("CONCEPT") >= 2
    words = {"nl": "niemand kan er rechten aan ontlenen", "en": "nobody can derive rights from it"}
    assert words[language] in text
    assert SAMPLES[kind, language]["number"] not in text
    assert "7KQ2" not in text


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_people_type_is_text(kind: str, typed: str) -> None:
    record = copy.deepcopy(SAMPLES[kind, "nl"])
    record["organisation"].update(name=typed, street=typed, city=typed)
    record["addressee"]["name"] = typed
    for key in ("reasons", "summary", "reason"):
        if key in record:
            record[key] = typed
    pdf = render(kind, record, language="nl")
    text = "".join(text_of(pdf).split())
    if typed.isascii() and typed.isprintable():
        assert "".join(typed.split())[:40] in text
    assert "root:x" not in text


def test_typed_paragraphs_stay_paragraphs() -> None:
    text = text_of(paper("grant_decision", "nl", reasons="Eerste.\n\nTweede.\r\nDerde."))
    assert "Eerste. Tweede. Derde." in text


@pytest.mark.parametrize("given", ["in_writing", "orally", "waived", "none"])
def test_a_refusal_knows_each_way_a_view_was_given(given: str) -> None:
    view = {"given": given, "given_on": None if given == "none" else "2026-11-12", "summary": None}
    assert paper("refusal_decision", "nl", view={**view, "weighing": None})


def test_what_may_be_absent_may_be_absent() -> None:
    assert paper("confirmation_of_receipt", "nl", received=[], addressee={"name": None})
    assert paper("set_aside_decision", "nl", answered_on=None)
    assert paper("visit_report", "nl", comment=None)
    assert paper("advice", "en", dissent=[], conditions=[], proposed_outcome="refuse", proposed_ends_on=None)
    assert paper("grant_decision", "en", conditions=[], obligations=[], deviation="Other reasons.")
    assert paper("certificate", "en", sector=None)


def test_a_long_name_leaves_the_certificate_on_one_page(tmp_path: Path) -> None:
    organisation = {**SAMPLES["certificate", "nl"]["organisation"], "name": "Vereniging " * 25}
    file = tmp_path / "certificate.pdf"
    file.write_bytes(paper("certificate", "nl", organisation=organisation))
    assert "Pages:           1\n" in subprocess.run(["pdfinfo", file], capture_output=True, text=True).stdout
