"""What every process file may rely on: the strict machine, its table, and the check at the start."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statemachine import Event, State

from workflows import WORKFLOWS, ApplicationWorkflow
from workflows.application import ApplicationFacts
from workflows.base import N_, Begin, DefinitionError, NotNow, NotPermitted, Refused, Workflow
from workflows.roles import Role


@dataclasses.dataclass(frozen=True)
class Lamp:
    """The facts of a process that is here for tests only."""

    power: bool = True


class LampWorkflow(Workflow):
    """A lamp."""

    title = N_("Lamp")
    off = State("Off", initial=True)
    on = State("On")
    begins = {"hang": Begin("off", "Hang it", ("there_is_power",))}
    switch_on = Event(off.to(on, validators="there_is_power"), name="Switch on")
    switch_off = Event(on.to(off), name="Switch off")
    who = {"hang": {Role.OFFICE}, "switch_on": {Role.OFFICE}, "switch_off": {Role.OFFICE}}
    acts_next = {"off": Role.OFFICE}

    def there_is_power(self) -> None:
        """There is power.

        This second paragraph is for programmers.
        """
        if not self.facts.power:
            raise Refused(N_("There is no power."), field="power")


def varied(**changes: Any) -> type[Workflow]:
    """A lamp with a contradiction in its file."""
    return type("Varied", (LampWorkflow,), changes)


def test_a_move_returns_the_new_state_and_touches_nothing_else() -> None:
    facts = Lamp()
    assert LampWorkflow.move("off", "switch_on", facts) == "on"
    assert facts == Lamp()
    assert LampWorkflow.open_with("hang", facts) == "off"


def test_a_rule_refuses_with_its_field() -> None:
    with pytest.raises(Refused, match="no power") as refusal:
        LampWorkflow.move("off", "switch_on", Lamp(power=False))
    assert refusal.value.field == "power"
    with pytest.raises(Refused):
        LampWorkflow.open_with("hang", Lamp(power=False))
    assert LampWorkflow.objection_to("off", "switch_on", Lamp(power=False)) is not None
    assert LampWorkflow.objection_to("off", "switch_on", Lamp()) is None


def test_an_event_out_of_place_is_named_with_the_state() -> None:
    with pytest.raises(NotNow) as refusal:
        LampWorkflow.move("on", "switch_on", Lamp())
    assert (refusal.value.event, refusal.value.status) == ("switch_on", "on")


@pytest.mark.parametrize(
    "event", ["hang", "", "send", "model", "facts", "__class__", "there_is_power", "off", "Switch on"]
)
def test_a_word_that_is_no_event_here_calls_nothing(event: str) -> None:
    with pytest.raises(NotNow):
        LampWorkflow.move("off", event, Lamp())


def test_a_rules_sentence_is_the_first_paragraph_of_its_docstring() -> None:
    assert LampWorkflow.sentence("there_is_power") == "There is power."


def test_a_refusal_fills_its_sentence_in() -> None:
    assert str(Refused("Until %(day)s.", day="Monday")) == "Until Monday."
    assert str(NotPermitted("Only %(who)s.", who="she")) == "Only she."
    assert str(Refused("100% sure")) == "100% sure"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"who": LampWorkflow.who | {"explode": {Role.OFFICE}}}, "unknown events"),
        ({"evidence": {"explode": "letter"}}, "unknown events"),
        ({"tell": {"explode": {Role.OFFICE}}}, "unknown events"),
        ({"who": {"hang": {Role.OFFICE}}}, "nobody may do"),
        ({"who": LampWorkflow.who | {"switch_on": set()}}, "nobody may do"),
        ({"by_post": frozenset({"explode"})}, "unknown words"),
        ({"acts_next": {"broken": Role.OFFICE}}, "unknown words"),
        ({"acts_next": {"off": Role.BOARD}}, "may do nothing"),
    ],
)
def test_a_contradiction_in_a_file_stops_the_start(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(DefinitionError, match=says):
        varied(**changes).check()


def test_a_rule_without_a_sentence_stops_the_start() -> None:
    def there_is_power(self: Workflow) -> None:
        pass

    with pytest.raises(DefinitionError, match="no docstring"):
        varied(there_is_power=there_is_power).check()


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)
class TestEveryProcess:
    """What holds for each of the five."""

    def test_fits_together(self, workflow: type[Workflow]) -> None:
        workflow.check()

    def test_says_what_it_is_and_names_everything(self, workflow: type[Workflow]) -> None:
        assert workflow.title and workflow.__doc__
        assert all(row.name and row.name != row.event for row in workflow.rows())
        labels = [workflow.label(status) for status in workflow.state_names()]
        assert len(set(labels)) == len(labels) and all(labels)

    def test_has_one_row_for_each_state_and_event(self, workflow: type[Workflow]) -> None:
        assert len(workflow.rows()) == len(workflow.table())

    def test_every_state_can_be_reached(self, workflow: type[Workflow]) -> None:
        reached = {row.target for row in workflow.rows() if row.source is None}
        while more := {row.target for row in workflow.rows() if row.source in reached} - reached:
            reached |= more
        assert reached == set(workflow.state_names())

    def test_who_is_expected_to_act_can(self, workflow: type[Workflow]) -> None:
        for status, role in workflow.acts_next.items():
            assert any(row.source == status and role in row.who for row in workflow.rows())

    def test_an_event_that_the_table_lacks_is_not_possible(self, workflow: type[Workflow]) -> None:
        for status, event in itertools.product(workflow.state_names(), workflow.event_names()):
            if (status, event) not in workflow.table():
                with pytest.raises(NotNow):
                    workflow.move(status, event, None)


@given(st.text(max_size=30))
def test_no_word_at_all_breaks_the_machine(word: str) -> None:
    from datetime import date

    facts = ApplicationFacts(today=date(2026, 11, 24))
    if word not in ApplicationWorkflow.event_names():
        with pytest.raises(NotNow):
            ApplicationWorkflow.move("draft", word, facts)


def test_facts_cannot_be_changed_by_a_rule() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Lamp().power = False  # type: ignore[misc]
