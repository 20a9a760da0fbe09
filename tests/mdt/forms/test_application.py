"""The form of a section: forgiving in what it takes, strict in what it gives."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from mdt.forms.application import SectionForm, section_form, shown_in_form
from mdt.services.framework import shipped


def form(section: str, *, small: bool = False, **typed: Any) -> SectionForm:
    """A section's form with what was typed."""
    part = shipped()[0].section(section)
    return section_form(part, small=small)(MultiDict({f"answer_{name}": value for name, value in typed.items()}))


@pytest.mark.parametrize(
    ("typed", "read"),
    [("12", 12), ("1.200", 1200), ("1 200", 1200), (" 0 ", 0), ("1\u00a0200", 1200), ("", None), ("007", 7)],
)
def test_numbers_are_read_as_people_write_them(app: Flask, typed: str, read: int | None) -> None:
    with app.test_request_context():
        found = form("organisation", number_of_volunteers=typed)
        assert found.validate() and found.answers()["number_of_volunteers"] == read


@pytest.mark.parametrize("typed", ["12,0", "12.5", "1.20", "twaalf", "1e3", "-1", "500001", "٣", "9" * 40])
def test_numbers_in_a_wrong_form_are_refused(app: Flask, typed: str) -> None:
    with app.test_request_context():
        found = form("organisation", number_of_volunteers=typed)
        assert not found.validate() and found.first_error()
        assert found["answer_number_of_volunteers"]._value() in (typed, str(int(typed)) if typed.isascii() and
                                                                 typed.lstrip("-").isdigit() else typed)  # fmt: skip


def test_a_section_may_be_empty_but_not_too_long(app: Flask) -> None:
    with app.test_request_context():
        assert form("learning").validate()
        assert form("learning", learning="a\r\n" * 500).answers()["learning"].count("\n") == 499
        assert not form("learning", learning="a" * 1001).validate()


def test_yes_and_no_go_out_and_back(app: Flask) -> None:
    part = shipped()[0].section("safe_place")
    with app.test_request_context():
        for word, value in (("yes", True), ("no", False)):
            assert form("safe_place", under_18=word).answers()["under_18"] is value
            assert shown_in_form(part, {"under_18": value})["answer_under_18"] == word
        assert form("safe_place").answers()["under_18"] is None


def test_a_small_organisation_is_asked_less(app: Flask) -> None:
    with app.test_request_context():
        assert set(form("learning", small=True).answers()) == {"learning"}
