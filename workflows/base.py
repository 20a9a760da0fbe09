"""What every process file is made of: the strict machine, the event that begins a case, the two refusals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from inspect import cleandoc
from operator import or_
from typing import Any, ClassVar, Self

from statemachine import Event, State, StateMachine
from statemachine.exceptions import TransitionNotAllowed
from statemachine.transition_list import TransitionList

from workflows.marker import N_
from workflows.roles import Role

__all__ = [
    "N_",
    "Begin",
    "DefinitionError",
    "NotNow",
    "NotPermitted",
    "Outdated",
    "Refused",
    "Row",
    "Workflow",
]  # fmt: skip


class Refused(Exception):  # noqa: N818  (a refusal, not a failure)
    """A rule says no. `message` is a sentence that helps; `field` names the form field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None, **params: Any) -> None:
        super().__init__(message % params if params else message)
        self.message, self.field, self.params = message, field, params


class Outdated(Refused):
    """What was agreed to is no longer what stands there: somebody changed it meanwhile, and what changed is shown."""


class NotPermitted(Exception):  # noqa: N818  (a refusal, not a failure)
    """The actor holds no role that may do this. `message` is a sentence that says who may."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message % params if params else message)
        self.message, self.params = message, params


class NotNow(Exception):  # noqa: N818  (a refusal, not a failure)
    """The event does not exist in the state in which the case stands: somebody was faster, or it never existed."""

    def __init__(self, event: str, status: str) -> None:
        super().__init__(f"{event} is not possible in {status}")
        self.event, self.status = event, status


class DefinitionError(Exception):
    """A process file contradicts itself; raised when it is registered, so the application does not start."""


@dataclass(frozen=True)
class Begin:
    """An event without a From: it brings a case into being in state `to`."""

    to: str
    name: str
    validators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line of the policy table; `source` is None for the event that begins a case."""

    source: str | None
    event: str
    target: str
    name: str
    who: frozenset[Role]
    rules: tuple[str, ...]
    evidence: tuple[str, ...]
    tell: frozenset[Role]


@dataclass
class Situation:
    """What the machine runs on: the frozen facts, and the state word that it moves. Never the database row."""

    facts: Any
    state: str


class Workflow(StateMachine):
    """A process. The blocks, in this order: states, events, who, what follows, rules.

    `begins` names the events without a From; `by_post` the events that the office may enter for the organisation
    when a letter or telephone call brought them; `acts_next` who is expected to move in a state. Of a `confidential`
    process nobody may see that a case exists but those whom it concerns.
    """

    # The library's defaults ignore illegal events and swallow errors; a legal process does neither.
    allow_event_without_transition = False
    catch_errors_as_events = False
    atomic_configuration_update = True
    # A reported visit, or a refused case that an objection may open, is closed without being final.
    validate_final_reachability = False
    validate_trap_states = False

    title: ClassVar[str] = ""
    confidential: ClassVar[bool] = False
    begins: ClassVar[Mapping[str, Begin]] = {}
    who: ClassVar[Mapping[str, Iterable[Role]]] = {}
    evidence: ClassVar[Mapping[str, str | tuple[str, ...]]] = {}
    tell: ClassVar[Mapping[str, Iterable[Role]]] = {}
    by_post: ClassVar[frozenset[str]] = frozenset()
    acts_next: ClassVar[Mapping[str, Role]] = {}

    @property
    def facts(self) -> Any:
        """The plain facts that the rules may look at."""
        return self.model.facts

    @classmethod
    def at(cls, status: str, facts: Any) -> Self:
        """Build a machine that stands in `status` and judges by `facts`."""
        return cls(Situation(facts=facts, state=status), start_value=status)

    @classmethod
    def move(cls, status: str, event: str, facts: Any) -> str:
        """Return the state after `event`.

        Raises NotNow when the event does not exist in this state, and Refused when a rule says no.
        """
        if (status, event) not in cls.table():  # `send` would do a getattr with whatever it is given
            raise NotNow(event, status)
        situation = Situation(facts=facts, state=status)
        try:
            cls(situation, start_value=status).send(event)
        except TransitionNotAllowed as error:
            raise NotNow(event, status) from error
        return situation.state

    @classmethod
    def open_with(cls, event: str, facts: Any) -> str:
        """Return the state in which `event` begins a case. Raises Refused, or KeyError for an unknown event."""
        begin = cls.begins[event]
        machine = cls.at(begin.to, facts)
        for rule in begin.validators:
            getattr(machine, rule)()
        return begin.to

    @classmethod
    def objection_to(cls, status: str, event: str, facts: Any) -> Refused | None:
        """Return the first rule's refusal of `event` in `status`, or None; moves nothing."""
        try:
            cls.move(status, event, facts)
        except Refused as refusal:
            return refusal
        return None

    @classmethod
    @cache
    def rows(cls) -> tuple[Row, ...]:
        """The whole policy as rows, beginning events first, then in the order of the process file."""
        rows = [cls._row(None, event, b.to, b.name, b.validators) for event, b in cls.begins.items()]
        order = [event.id for event in cls.declared_events()]
        found = [
            cls._row(state.id, transition.event, transition.target.id, cls._name(transition.event),
                     tuple(str(spec.func) for spec in transition.validators))
            for state in cls.states
            for transition in state.transitions
        ]  # fmt: skip
        return (*rows, *sorted(found, key=lambda row: order.index(row.event)))

    @classmethod
    def _name(cls, event: str) -> str:
        return next(str(e.name) for e in cls.declared_events() if e.id == event)

    @classmethod
    def declared_events(cls) -> list[Event]:
        """The events in the order of the process file."""
        return list(cls.events)  # type: ignore[call-overload]  # the library declares a method, its metaclass a list

    @classmethod
    def _row(cls, source: str | None, event: str, target: str, name: str, rules: tuple[str, ...]) -> Row:
        named = cls.evidence.get(event, ())
        papers = (named,) if isinstance(named, str) else tuple(named)
        who, tell = frozenset(cls.who.get(event, ())), frozenset(cls.tell.get(event, ()))
        return Row(source, event, target, name, who, rules, papers, tell)

    @classmethod
    @cache
    def table(cls) -> Mapping[tuple[str | None, str], Row]:
        """The policy by (state, event): what lists and buttons read instead of building machines."""
        return {(row.source, row.event): row for row in cls.rows()}

    @classmethod
    @cache
    def event_names(cls) -> frozenset[str]:
        """Every event of the process, the beginning ones included."""
        return frozenset(row.event for row in cls.rows())

    @classmethod
    def state_names(cls) -> tuple[str, ...]:
        """Every word that `status` can hold, in the order of the process file."""
        return tuple(state.id for state in cls.states)

    @classmethod
    def event_label(cls, event: str) -> str:
        """The message id of an event's name, also of one that begins a case."""
        return next(row.name for row in cls.rows() if row.event == event)

    @classmethod
    def label(cls, status: str) -> str:
        """The message id of a state's label."""
        return next(str(state.name) for state in cls.states if state.id == status)

    @classmethod
    def is_closed(cls, status: str) -> bool:
        """Whether nobody is expected to act any more (a refused case may still be opened by an objection)."""
        return status not in cls.acts_next

    @classmethod
    def sentence(cls, rule: str) -> str:
        """A rule's own sentence: the first paragraph of its docstring."""
        return " ".join(cleandoc(getattr(cls, rule).__doc__ or "").split("\n\n")[0].split())

    @classmethod
    def check(cls) -> None:
        """Raise DefinitionError when the blocks of the file do not fit together."""
        events, states = cls.event_names(), set(cls.state_names())
        for block in ("who", "evidence", "tell"):
            if unknown := set(getattr(cls, block)) - events:
                raise DefinitionError(f"{cls.__name__}.{block} names unknown events: {sorted(unknown)}")
        if nobody := [event for event in events if not cls.who.get(event)]:
            raise DefinitionError(f"{cls.__name__}: nobody may do {sorted(nobody)}; add them to `who`")
        if unknown := {*(cls.by_post - events), *(set(cls.acts_next) - states)}:
            raise DefinitionError(f"{cls.__name__}: by_post or acts_next names unknown words: {sorted(unknown)}")
        if both := events & states:
            raise DefinitionError(f"{cls.__name__}: {sorted(both)} is a state and an event; the library loses one")
        cls._check_sentences()
        for state, role in cls.acts_next.items():
            if not any(row.source == state and role in row.who for row in cls.rows()):
                raise DefinitionError(f"{cls.__name__}: in {state} {role} is expected to act but may do nothing")

    @classmethod
    def _check_sentences(cls) -> None:
        for row in cls.rows():
            for rule in row.rules:
                if not cls.sentence(rule):
                    raise DefinitionError(f"{cls.__name__}.{rule} has no docstring; it is the rule's sentence")


def stays(*states: State, validators: list[str]) -> TransitionList:
    """The transitions of an event that keeps the state, wherever of these states the case stands."""
    return reduce(or_, (state.to.itself(validators=validators) for state in states))
