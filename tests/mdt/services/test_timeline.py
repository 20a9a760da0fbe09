"""What happened is told in sentences: each event of a timeline has one, in both languages."""

from __future__ import annotations

import pytest
from babel.support import Translations

from mdt.config import ROOT
from mdt.services.timeline import SENTENCES
from workflows import WORKFLOWS

TOLD = sorted({noun for noun, _event in SENTENCES})
DUTCH = Translations.load(ROOT / "mdt" / "translations", ["nl"])


@pytest.mark.parametrize("noun", TOLD)
def test_every_event_of_a_timeline_has_its_sentence(noun: str) -> None:
    events = {row.event for row in WORKFLOWS[noun].rows()}
    told = {event for about, event in SENTENCES if about == noun}
    assert told == events


@pytest.mark.parametrize(("noun", "event"), SENTENCES)
def test_a_sentence_ends_as_one_in_both_languages(noun: str, event: str) -> None:
    english = SENTENCES[noun, event]
    dutch = DUTCH.gettext(english)
    assert english.endswith(".") and dutch.endswith(".") and dutch != english
