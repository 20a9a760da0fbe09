"""The reference data of the youths' questionnaire, and the migration that notes the youths who were there before."""

from __future__ import annotations

import importlib
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import text

from mdt.rules import FOLDER
from mdt.rules.questionnaire import questionnaire, read_questionnaire
from mdt.rules.reading import RulesError
from mdt.services import clock
from tests import factories, factories_agreement
from workflows.questionnaire import MOST_QUESTIONS, SCALE

SHIPPED = yaml.safe_load((FOLDER / "questionnaire.yaml").read_text())
NEW = {"version": "2030-1", "valid_from": date(2030, 1, 1), "source": "own", "source_url": "https://voorbeeld.example",
       "verified": False}  # fmt: skip


def written(folder: Path, **changes: Any) -> Path:
    """The file that we ship, with other values in some of its fields."""
    path = folder / "questionnaire.yaml"
    path.write_text(yaml.safe_dump({**SHIPPED, **changes}, allow_unicode=True))
    return path


def question(id: str, label: str = "Hoe was het?") -> dict[str, Any]:
    """A question as the file has it."""
    return {"id": id, "label": {"nl": label, "en": label}}


def test_what_we_ship_asks_what_it_must_and_says_where_no_source_prescribes_it() -> None:
    about = questionnaire()
    asked = about.on(date(2026, 11, 1))
    ids = {one.id for one in asked.questions}
    assert {"guidance", "safe", "learnt", "whom_to_turn_to", "recommend"} <= ids and len(ids) <= MOST_QUESTIONS
    assert len(about.scale) == len(SCALE) and not asked.verified and "own questions" in asked.source


def test_a_new_version_is_asked_from_its_day_and_the_old_questions_keep_their_meaning(tmp_path: Path) -> None:
    new = NEW | {"questions": [question("of_my_time"), deepcopy(SHIPPED["versions"][0]["questions"][1])]}
    about = read_questionnaire(written(tmp_path, versions=[new, *SHIPPED["versions"]]))
    assert [about.on(date(2030, 1, day)).version for day in (1, 2)] == ["2030-1", "2030-1"]
    assert about.on(date(2029, 12, 31)).version == about.on(date(2001, 1, 1)).version == "2026-1"
    assert [one.id for one in about.questions()][:2] == ["of_my_time", "safe"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scale": SHIPPED["scale"][:4]}, "the scale has 5 steps"),
        ({"versions": [NEW | {"questions": [question(f"q{n}") for n in range(9)]}]}, "one to 8 questions"),
        ({"versions": [NEW | {"questions": []}]}, "one to 8 questions"),
        ({"versions": [*SHIPPED["versions"], NEW | {"questions": [question("safe")]}]}, "“safe” asks something else"),
        ({"versions": [NEW | {"questions": [question("one"), question("one")]}]}, "stands in this list twice"),
        ({"open_question": "Wat wil je kwijt?"}, "not a known field"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(RulesError, match=said):
        read_questionnaire(written(tmp_path, **changes))


def test_the_migration_notes_the_youths_who_were_there(database: Any) -> None:
    busy, idle = factories.accredited(), factories.accredited(of=factories.organisation(name="Het lege huis"))
    factories_agreement.agreement(of=busy.organisation)
    known = clock.today() - timedelta(days=900)
    busy.youth_last_on = idle.youth_last_on = known
    database.session.flush()
    database.session.execute(text(importlib.import_module("mdt.migrations.versions.0010_questionnaire").NOTE))
    for one in (busy, idle):
        database.session.refresh(one)
    assert (busy.youth_last_on, idle.youth_last_on) == (clock.today(), known)
