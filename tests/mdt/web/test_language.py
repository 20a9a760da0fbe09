"""How pages write what people read, in the language that they chose."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from mdt.web.errors import sentence
from mdt.web.language import file_size
from workflows.base import Refused


@pytest.mark.parametrize(
    ("language", "size", "said"),
    [("nl", 300, "1 kB"), ("nl", 22_812, "23 kB"), ("nl", 2_410_000, "2,4 MB"), ("en", 2_410_000, "2.4 MB")],
)
def test_a_size_is_written_as_people_say_it(app: Flask, language: str, size: int, said: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert file_size(size) == said


def test_of_very_many_things_that_lack_a_refusal_names_the_first(app: Flask) -> None:
    refused = Refused("Not judged yet: %(missing)s.", missing=tuple(f"Sentence {number}." for number in range(15)))
    with app.test_request_context(), force_locale("en"):
        assert sentence(refused) == "Not judged yet: Sentence 0; Sentence 1; Sentence 2; and 12 more."
    few = Refused("Not judged yet: %(missing)s.", missing=("One, two.", "Three."))
    with app.test_request_context(), force_locale("en"):
        assert sentence(few) == "Not judged yet: One, two; Three."
