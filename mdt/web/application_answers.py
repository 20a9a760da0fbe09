"""The answers of an application as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from mdt.models import Application
from mdt.rules.framework import Framework, Section
from mdt.services import answers
from mdt.services.answers_in_words import said, shown


@dataclass(frozen=True)
class SectionShown:
    """A section with the questions that were asked and what was answered, ready for `ui.data_list`."""

    section: Section
    title: str
    about: str
    state: str
    url: str
    pairs: list[tuple[str, str | None]]
    missing: list[str]
    taken_over: bool = False


def sections_of(application: Application, framework: Framework) -> list[SectionShown]:
    """Every section with its answers and its state; one statement."""
    rows = answers.rows_of(application)
    given = {question: value for row in rows.values() for question, value in row.content.items()}
    small = framework.small_organisation.fits(given)
    taken = {name for name, row in rows.items() if answers.taken_over(row, application)}
    return [_section(application, section, given, small, section.id in taken) for section in framework.sections]


def _section(application: Application, section: Section, given: dict[str, Any], small: bool,
             taken_over: bool) -> SectionShown:  # fmt: skip
    asked = section.asked(small=small)
    return SectionShown(
        section=section, title=said(section.title), about=said(section.about),
        state=answers.state_of(section, given, small=small),
        url=url_for("application.section", id=application.id, section=section.id.replace("_", "-")),
        pairs=[(said(q.label), shown(q, given.get(q.id))) for q in asked],
        taken_over=taken_over, missing=[said(q.label) for q in asked if not answers.is_answered(q, given.get(q.id))],
    )  # fmt: skip
