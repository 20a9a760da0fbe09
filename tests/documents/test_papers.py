"""Every paper, in both languages: what it says, and that anybody's reader and checker accepts it."""

from __future__ import annotations

import copy
import json
import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any

import jsonschema
import page
import pikepdf
import pytest

from mdt.services import paper_schemas
from mdt.services.paper_records import KINDS, LANGUAGES
from mdt.services.rendering import render
from mdt.services.rendering_html import clean
from tests.documents.samples import SAMPLES
from tests.fixtures.papers import sample

EVERY = [(kind, language) for kind in KINDS for language in LANGUAGES]
DECISIONS = ("set_aside_decision", "refusal_decision", "grant_decision")
OPEN_TO_OBJECTION = (*DECISIONS, "suspension_decision", "withdrawal_decision", "inadmissible_decision",
                     "objection_decision")  # fmt: skip
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


ABOVE_THE_FOOT = ("-x", "0", "-y", "0", "-W", "600", "-H", "779")  # in points; the margin below it is 22 mm


def text_of(pdf: bytes, *, part: tuple[str, ...] = ()) -> str:
    """The text a reader sees, its line ends made spaces."""
    run = subprocess.run(["pdftotext", "-layout", *part, "-", "-"], input=pdf, capture_output=True, check=True)
    # The dots of an Arabic letter are glyphs of their own, and stand for a sign without width.
    return " ".join(
        run.stdout.decode().replace("\N{NO-BREAK SPACE}", " ").replace("\N{RIGHT-TO-LEFT MARK}", "").split()
    )


def paper(kind: str, language: str, **changes: Any) -> bytes:
    """A sample, as it is or with changes."""
    if not changes:
        return sample(kind, language)
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


@pytest.mark.parametrize("profile", ["PDF_A_3A", "PDF_UA_1"])
@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_paper_is_an_archive_file_and_accessible_in_one(kind: str, language: str, profile: str) -> None:
    report = page.validate_pdf_bytes(paper(kind, language), profile=page.ValidationProfile[profile])
    assert report.is_compliant, [str(failure) for failure in report.failures]


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_paper_carries_its_record_for_machines(kind: str, language: str) -> None:
    with pikepdf.open(BytesIO(paper(kind, language))) as pdf:
        (name,) = pdf.attachments
        (file,) = pdf.Root.AF
        said = json.loads(pdf.attachments[name].get_file().read_bytes())
        assert (name, str(file.AFRelationship)) == ("record.json", "/Data")
        assert pdf.attachments[name].get_file().mime_type == "application/json"
    record = dict(SAMPLES[kind, language])
    assert said.pop("$schema") == record.pop("schema_url")
    assert said == record
    assert not errors(kind, {**said, "$schema": "https://diensttijd.example/"})
    assert errors(kind, said), "a record that does not name its schema does not meet it"
    assert errors(kind, {**said, "$schema": "https://diensttijd.example/", "number": 7})


def errors(kind: str, said: dict[str, Any]) -> list[str]:
    """What the JSON Schema of a kind has against a record."""
    schema = paper_schemas.schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(said)]


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
    first = paper(kind, language)  # what was made between does not matter
    assert render(kind, SAMPLES[kind, language], language=language) == first


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_concept_says_so_and_has_no_number_and_no_code(kind: str, language: str) -> None:
    record = {**SAMPLES[kind, language], "number": "", "code": "", "verify_url": ""}
    text = text_of(render(kind, record, language=language, concept=True))
    assert text.count("CONCEPT") >= 2
    words = {"nl": "niemand kan er rechten aan ontlenen", "en": "nobody can derive rights from it"}
    assert words[language] in text
    assert SAMPLES[kind, language]["number"] not in text
    assert "7KQ2" not in text


SELF_MADE = {"nl": "met een zelfgemaakt certificaat", "en": "with a self-made certificate"}


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_paper_says_that_its_seal_is_self_made(kind: str, language: str) -> None:
    assert SELF_MADE[language] in text_of(paper(kind, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_says_so_only_when_it_is_so(language: str) -> None:
    vouched = {"name": "Accreditatieautoriteit Diensttijd", "self_made": False}
    assert SELF_MADE[language] not in text_of(paper("certificate", language, sealed_by=vouched))
    before = {key: value for key, value in SAMPLES["certificate", language].items() if key != "sealed_by"}
    assert SELF_MADE[language] not in text_of(render("certificate", before, language=language))
    said = {**before, "$schema": "https://diensttijd.example/"}
    said.pop("schema_url")
    assert not errors("certificate", said), "a paper of before keeps meeting the schema that it names"


@pytest.mark.parametrize(
    "typed", ["王小明", "김민준", "Ἀθηνᾶ Ωραία", "\U0001d49c", "ไทย", "\ue000", "e\u0301\ufe0f", "👩\u200d👧"]
)
def test_a_sign_that_no_font_has_is_shown_as_unknown_and_kept_in_the_record(typed: str) -> None:
    organisation = {**SAMPLES["certificate", "nl"]["organisation"], "name": typed}
    made = paper("certificate", "nl", organisation=organisation)
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        report = page.validate_pdf_bytes(made, profile=profile)
        assert report.is_compliant, [str(failure) for failure in report.failures]
    with pikepdf.open(BytesIO(made)) as pdf:
        said = json.loads(pdf.attachments["record.json"].get_file().read_bytes())
    assert said["organisation"]["name"] == typed


@pytest.mark.parametrize("typed", HOSTILE)
def test_every_character_of_a_name_is_text(typed: str) -> None:
    organisation = {**SAMPLES["certificate", "nl"]["organisation"], "name": typed, "city": typed}
    text = "".join(text_of(paper("certificate", "nl", organisation=organisation)).split())
    assert "".join(clean(typed).split()) in text
    assert "root:x" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_people_type_is_text(kind: str) -> None:
    record = copy.deepcopy(SAMPLES[kind, "nl"])
    record["organisation"].update(name=HOSTILE[0], street=HOSTILE[6], city=HOSTILE[3])
    record["addressee"]["name"] = HOSTILE[1]
    long = [key for key in ("reasons", "summary", "reason") if key in record]
    record.update(dict.fromkeys(long, "\n".join(HOSTILE)))
    made = render(kind, record, language="nl")
    # Once with what stands in the foot, and once without, for what runs on to the next page.
    text = "".join((text_of(made) + text_of(made, part=ABOVE_THE_FOOT)).split())
    for typed in HOSTILE if long else HOSTILE[:1]:
        assert "".join(clean(typed).split()) in text


OURS = {
    "kind",
    "language",
    "code",
    "number",
    "verify_url",
    "schema_url",
    "verify_page",
    "hash",
    "id",
    "sealed_by",
    "issuer",
}


def with_everywhere(said: Any, shape: dict[str, Any], typed: Iterator[str], given: list[str]) -> Any:
    """A record in which somebody typed into every text of its own: not a date, a choice, or what we give it."""
    if shape.get("type") == "object" and "properties" in shape and isinstance(said, dict):
        return {
            key: value if key in OURS else with_everywhere(value, shape["properties"][key], typed, given)
            for key, value in said.items()
        }  # fmt: skip
    if shape.get("type") == "array":
        return [with_everywhere(one, shape["items"], typed, given) for one in said]
    if "anyOf" in shape and said is not None:
        return with_everywhere(said, next(one for one in shape["anyOf"] if one != {"type": "null"}), typed, given)
    if shape.get("type") == "string" and said and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
        given.append(next(typed))
        return given[-1]
    return said


@pytest.mark.parametrize("first", [0, 3])  # so that the first texts get markup, and once Arabic
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_anybody_types_anywhere_is_text(kind: str, first: int) -> None:
    record, given = SAMPLES[kind, "nl"], list[str]()
    typed = cycle(HOSTILE[first:] + HOSTILE[:first])
    hostile = with_everywhere(record, paper_schemas.schema(kind), typed, given)
    made = render(kind, hostile, language="nl")
    text, before = text_of(made), text_of(sample(kind, "nl"))
    assert given and "root:x" not in text and text.count("49") <= before.count("49")
    assert "".join(clean(hostile["organisation"]["name"]).split()) in "".join(text.split())
    assert made.count(b"/EmbeddedFile") == sample(kind, "nl").count(b"/EmbeddedFile")
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        report = page.validate_pdf_bytes(made, profile=profile)
        assert report.is_compliant, [str(failure) for failure in report.failures]


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


@pytest.mark.parametrize("kind", OPEN_TO_OBJECTION)
def test_art_3_45_a_decision_says_by_when_and_where_to_object_or_appeal(kind: str) -> None:
    for language in LANGUAGES:
        way = SAMPLES[kind, language].get("objection") or SAMPLES[kind, language].get("appeal")
        assert way and way["ends_on"], (kind, language)
