"""The forms of the yearly check-in; its questions are data."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from mdt.forms.application import PREFIX, fields_of, stored
from mdt.forms.decision_events import text_field
from mdt.forms.event import EVENT_FORMS, EventForm
from mdt.rules.framework import Question
from mdt.services import check_in


class CheckInForm(EventForm):
    """The answers to the questions of a version; `fit` adds their fields."""

    questions: tuple[Question, ...] = ()

    @classmethod
    def fit(cls, subject: Any) -> type[EventForm]:
        """The form with the questions of a check-in."""
        asked = check_in.questions(subject).asked()
        return type("CheckInFormOfQuestions", (cls,), {**fields_of(asked), "questions": asked})

    def given(self) -> dict[str, Any]:
        """The arguments for `fire`: the answers together, and what the office says about how they came."""
        said = {name: value for name, value in super().given().items() if not name.startswith(PREFIX)}
        found = {question.id: stored(question, self[PREFIX + question.id].data) for question in self.questions}
        return said | {"answers": {name: value for name, value in found.items() if value not in (None, "")}}

    def refuse(self, field: str | None, sentence: str) -> None:
        """A question that is still open is marked, and so are the others that are."""
        ids = {question.id for question in self.questions}
        if field not in ids:
            return super().refuse(field, sentence)
        for question in self.questions:
            one = self[PREFIX + question.id]
            if not question.optional and stored(question, one.data) in (None, ""):
                one.errors = [*one.errors, sentence]
        return None


class AskMoreForm(EventForm):
    """What else the office wants to know."""

    question = text_field(_l("What do you want to know?"), _l("Ask one thing at a time."), rows=4)


class AnswerForm(EventForm):
    """The answer to it."""

    answer_text = text_field(_l("Your answer"), _l("Do not write names of youths."), rows=5)


EVENT_FORMS[("check_in", "submit")] = CheckInForm
EVENT_FORMS[("check_in", "ask_more")] = AskMoreForm
EVENT_FORMS[("check_in", "answer")] = AnswerForm
