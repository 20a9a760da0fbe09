"""Every event by every player on one case: what the service answers against what the process table says.

The case is played once for a state; each attempt runs in a savepoint that is undone. Which roles a player holds is
written down by hand in the tests, so that a mistake in `mdt.access` shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mdt.access import Actor, forget_standing
from mdt.models import db
from mdt.services.transitions import fire
from workflows import WORKFLOWS
from workflows.base import NotNow, NotPermitted, Refused, Workflow
from workflows.roles import Role

Outcome = str | type[Exception]
Given = Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Player:
    """Somebody who tries everything; `channel` is what the office says about how a letter came."""

    name: str
    actor: Actor
    roles: frozenset[Role]
    channel: str | None = None


def player(name: str, actor: Actor, *roles: Role, channel: str | None = None) -> Player:
    """Write a player down."""
    return Player(name, actor, frozenset(roles), channel)


def expected(workflow: type[Workflow], status: str, event: str, who: Player, unmet: Iterable[str]) -> Outcome:
    """The state that an attempt leads to, or the refusal: by the process table alone."""
    if not who.roles & set(workflow.who[event]):
        if event not in workflow.by_post or Role.OFFICE not in who.roles:
            return NotPermitted
        if who.channel is None:
            return Refused
    row = workflow.table().get((status, event))
    if row is None:
        return NotNow
    return Refused if event in unmet else row.target


def attempt(subject: Any, event: str, who: Player, given: Mapping[str, Any]) -> Outcome:
    """What the service answers; nothing of it stays."""
    savepoint = db.session.begin_nested()
    try:
        fire(subject, event, actor=who.actor, channel=who.channel, **given)
        return str(subject.status)
    except (NotPermitted, NotNow, Refused) as refusal:
        return type(refusal)
    finally:
        savepoint.rollback()
        forget_standing()


def try_everything(
    subject: Any, players: Iterable[Player], given: Mapping[str, Given], unmet: Iterable[str] = ()
) -> dict[tuple[str, str], Outcome]:
    """Try each event by each player; fails with every cell that differs from the table. Returns what was answered."""
    workflow, status = WORKFLOWS[subject.noun], str(subject.status)
    answered, wrong = {}, []
    for event in sorted(workflow.event_names()):
        details = given.get(event, dict)()
        for who in players:
            answer = attempt(subject, event, who, details)
            answered[event, who.name] = answer
            if answer != (wanted := expected(workflow, status, event, who, unmet)):
                wrong.append(f"{subject.noun} in {status}: {event} by {who.name}: {_told(answer)}, not {_told(wanted)}")
    assert not wrong, "\n".join(wrong)
    return answered


def _told(outcome: Outcome) -> str:
    return outcome if isinstance(outcome, str) else outcome.__name__
