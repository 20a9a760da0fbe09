"""The assessment framework and the other files of rules, good and bad."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mdt.rules import municipalities, sectors
from mdt.services.framework import FRAMEWORKS, FrameworkError, load, parse, shipped
from mdt.services.self_check import self_check

SHIPPED = FRAMEWORKS / "2026-1.yaml"
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def writer(text: str) -> Path:
        path = tmp_path / "2026-1.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return writer


def changed(old: str, new: str) -> str:
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


def test_the_first_framework_is_complete() -> None:
    framework = load(SHIPPED)
    assert (framework.version, framework.valid_from) == ("2026-1", date(2026, 1, 1))
    assert [level.id for level in framework.scale] == ["absent", "developing", "present", "strong"]
    assert len(framework.themes) == 7
    assert len(framework.indicators) == 15
    assert (framework.min_years, framework.max_years) == (1, 4)
    assert (framework.conversations.youths, framework.conversations.substitutes) == (2, 2)
    assert framework.practice_sources == {"observation", "conversation"}


def test_the_form_is_short_and_shorter_for_small_organisations() -> None:
    framework = load(SHIPPED)
    assert len(framework.sections) == 6
    assert len(framework.questions) <= 24
    assert sum(len(section.asked(small=True)) for section in framework.sections) <= 12
    assert [section.id for section in framework.sections if section.files] == ["visit"]


def test_every_indicator_that_a_form_can_prepare_has_a_question() -> None:
    framework = load(SHIPPED)
    prepared = {indicator for question in framework.questions for indicator in question.prepares}
    assert prepared == {indicator.id for indicator in framework.indicators}


def test_whom_to_speak_offers_the_kinds_that_the_assessor_counts() -> None:
    framework = load(SHIPPED)
    offered = [choice.id for choice in framework.question("whom_to_speak").choices]
    assert offered == [kind.id for kind in framework.conversations.kinds]


def test_stored_content_gives_the_same_framework_back() -> None:
    framework = load(SHIPPED)
    assert parse(json.loads(json.dumps(framework.content)), name="2026-1") == framework
    assert framework in shipped()


@pytest.mark.parametrize(
    ("volunteers", "paid", "small"),
    [
        (99, "below_two_fte", True),
        (100, "none", False),
        (99, "two_fte_or_more", False),
        (None, "none", False),
        (3, None, False),
    ],
)
def test_small_is_fewer_than_100_volunteers_and_less_than_2_fte(
    volunteers: int | None, paid: str | None, small: bool
) -> None:
    answers = {"number_of_volunteers": volunteers, "paid_staff": paid}
    assert load(SHIPPED).small_organisation.fits(answers) is small


def test_conditions_are_proposed_for_what_is_not_good_enough_and_for_missing_youths() -> None:
    framework = load(SHIPPED)
    judgements = {"confidential_contact": "developing", "own_guide": "present"}
    proposed = framework.condition_proposals(judgements, substituted=True)
    assert [condition.id for condition in proposed] == ["first_two_youths", "appoint_confidential_contact"]
    assert framework.condition_proposals({"own_guide": "strong"}, substituted=False) == ()


def test_conversations_are_counted_by_kind() -> None:
    conversations = load(SHIPPED).conversations
    held = ["youth_in_service", "guide", "young_volunteer", "youth_in_service"]
    assert (conversations.counted(held, "youth"), conversations.counted(held, "substitute")) == (2, 1)


def test_an_unknown_name_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load(SHIPPED).indicator("money")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("      en: We have not seen this or hear", "      de: Nichts", "“de” is not a known field"),
        ("label: {nl: Goed, en: Good}", "label: {nl: Goed}", "the English text (en) is missing"),
        ("label: {nl: Goed, en: Good}", 'label: {nl: "", en: Good}', "the Dutch text (nl) is missing"),
        ("  - id: time_to_guide", "  - id: own_guide", "“own_guide” stands in this list twice"),
        ("- id: told_how", "- id: tasks", "“tasks” is the id of another question"),
        ("    theme: recognition", "    theme: cash", "there is no theme “cash”"),
        ("sources: [observation, conversation, document]", "sources: [document]", "never carry it"),
        ("sources: [observation, conversation]\n", "sources: [rumour]\n", "there is no source “rumour”"),
        ("    value: 3", "    value: 2", "the scale goes from low to high"),
        ("valid_from: 2026-01-01", "valid_from: soon", "written like 2026-01-31"),
        ("valid_from: 2026-01-01", "valid_from: 2026-13-45", "is not YAML"),
        ("version: 2026-1", "version: 2027-1", "name the file 2027-1.yaml"),
        ("  min_years: 1", "  min_years: 5", "a whole number from 5 to 10"),
        ("files: 5", "files: 6", "a whole number from 0 to 5"),
        ("type: yes_no", "type: slider", "“slider” is not known here"),
        ("        small: true", "        smal: true", "“smal” is not a known field"),
        ("        small: true", "        small: yes", "true or false"),
        ("minutes: 20", "minutes: 20\nminutes: 30", "stands here twice"),
        ("condition_when_substituted: first_two", "condition_when_substituted: no_such", "there is no condition"),
        ("volunteers_question: number_of_volunteers", "volunteers_question: tasks", "a question of type integer"),
    ],
)
def test_a_mistake_is_a_sentence_that_names_the_file_and_line(write: Write, old: str, new: str, sentence: str) -> None:
    with pytest.raises(FrameworkError) as caught:
        load(write(changed(old, new)))
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("2026-1.yaml")


def test_the_line_named_is_the_line_of_the_mistake(write: Write) -> None:
    text = changed("label: {nl: Goed, en: Good}", "label: {nl: Goed}")
    line = text.splitlines().index("    label: {nl: Goed}") + 1
    with pytest.raises(FrameworkError, match=rf"line {line}, scale\[2\]\.label"):
        load(write(text))


def test_seven_sections_are_too_many(write: Write) -> None:
    start, form = SHIPPED.read_text(encoding="utf-8").split("\nsections:\n")
    seventh = form[form.index("  - id: visit") :].replace("- id: visit\n", "- id: seventh\n")
    with pytest.raises(FrameworkError, match="at most 6 sections, and here are 7"):
        load(write(f"{start}\nsections:\n{form}{seventh}"))


@pytest.mark.parametrize(
    "text", ["", "- a list", "{not: [closed", "a: &x 1\nb: *x", "<html>\n<p>: no</p>", "\x00", "[" * 3000]
)
def test_what_is_no_framework_is_refused_with_a_sentence(write: Write, text: str) -> None:
    with pytest.raises(FrameworkError, match=r"2026-1\.yaml"):
        load(write(text))


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError, match="cannot be read"):
        load(tmp_path / "2030-1.yaml")


def test_no_amount_of_money_occurs_in_the_form() -> None:
    text = SHIPPED.read_text(encoding="utf-8").lower()
    for word in ("€", "euro", "budget", "kosten", "bedrag", "money", "cost", "price"):
        assert word not in text, f"“{word}” stands in {SHIPPED.name}: ask for hours of guidance instead"


def test_the_self_check_helps_and_never_refuses() -> None:
    check = self_check()
    ids = [question.id for question in check.questions]
    assert len(ids) == 6
    assert check.outcome(dict.fromkeys(ids, "yes")).id == "ready"
    assert check.outcome(dict.fromkeys(ids, "partly")).id == "almost"
    assert check.outcome({}).id == "start_here"
    assert check.next_steps(dict.fromkeys(ids, "yes")) == ()
    assert [q.id for q in check.next_steps(dict.fromkeys(ids, "yes") | {"guide": "no"})] == ["guide"]


def test_sectors_and_municipalities_are_read() -> None:
    assert len(sectors()) == 24
    found = municipalities()
    assert len({m.province for m in found.municipalities}) == 12
    assert not found.complete
