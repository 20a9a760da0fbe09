"""The one door through which a case moves. Nothing else fires an event or assigns a status."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from mdt.access import Actor, Link, Person, System, forget_standing, roles_of
from mdt.models import Effect, Event, db
from mdt.services import clock, log
from workflows import WORKFLOWS
from workflows.base import N_, NotNow, NotPermitted, Refused, Row, Workflow
from workflows.roles import LABELS, Role

CHANNELS = ("post", "telephone", "counter", "email")


class Stale(NotNow):
    """The form was made for an earlier version of the case than the one that stands now."""


@dataclass(frozen=True)
class Occasion:
    """One event about to happen: who, in which role, since when, with what from the form."""

    event: str
    actor: Actor
    role: Role
    effective_on: date
    today: date
    given: Mapping[str, Any] = field(default_factory=dict)
    on_behalf_of: Role | None = None
    channel: str | None = None
    made: dict[str, Any] = field(default_factory=dict)  # handed on from `apply` to `snapshot` and `follow`


@dataclass(frozen=True)
class Handling:
    """How a noun takes part: its facts for the rules, what an event writes, what it freezes, what follows.

    In this order: `apply` (by event), `settle` (after every event: caches), `snapshot`, the log, `follow` (by event).
    `catch_up` lets the timers of the case that are overdue run first, each with its own date; `evidence` narrows the
    papers of an event to those that this occasion asks for.
    """

    facts: Callable[[Any, Occasion], Any]
    snapshot: Callable[[Any, Occasion], dict[str, Any]]
    case: Callable[[Any], uuid.UUID]
    case_kind: str | Callable[[Any], str]
    apply: Mapping[str, Callable[[Any, Occasion], None]] = field(default_factory=dict)
    follow: Mapping[str, Callable[[Any, Occasion, Event], None]] = field(default_factory=dict)
    settle: Callable[[Any, Occasion], None] | None = None
    catch_up: Callable[[Any], Any] | None = None
    evidence: Callable[[Any, Occasion, tuple[str, ...]], tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Action:
    """An event that an actor may do on a subject now, or why not yet (`refusal`)."""

    event: str
    name: str
    target: str
    role: Role
    refusal: Refused | None = None
    by_post: bool = False


_HANDLINGS: dict[str, Handling] = {}


def handle(noun: str, handling: Handling) -> None:
    """Register how a noun takes part; each noun's service does so once when it is imported."""
    _HANDLINGS[noun] = handling


def begin(
    subject: Any,
    event: str,
    *,
    actor: Actor,
    effective_on: date | None = None,
    channel: str | None = None,
    **given: Any,
) -> Event:
    """Bring a case into being by an event without a From. Raises NotPermitted or Refused; never commits."""
    workflow = WORKFLOWS[subject.noun]
    row = workflow.table()[None, event]
    if subject.id is None:
        subject.id = uuid.uuid4()
    occasion = _occasion(workflow, subject, row, actor, effective_on, channel, given)
    facts = _HANDLINGS[subject.noun].facts(subject, occasion)
    subject.status = workflow.open_with(event, facts)
    db.session.add(subject)
    return _carry_out(subject, occasion, row, before=None)


def fire(
    subject: Any, event: str, *, actor: Actor, effective_on: date | None = None, channel: str | None = None,
    expected_version: int | None = None, **given: Any,
) -> Event:  # fmt: skip
    """Move a case. Raises NotPermitted, Stale or NotNow, or Refused; never commits.

    `effective_on` is the legal date (today unless a letter came earlier); `channel` says how it came when the office
    enters it for the organisation; `given` is what the form asked.
    """
    workflow = WORKFLOWS[subject.noun]
    db.session.flush()
    db.session.refresh(subject, with_for_update={"of": type(subject)})
    if event not in workflow.event_names():
        raise NotNow(event, subject.status)
    _require_role(workflow, subject, event, actor, channel)
    row = _row(workflow, subject, event)
    if expected_version is not None and expected_version != subject.version:
        raise Stale(event, subject.status)
    if not isinstance(actor, System):
        catch_up(subject)
        row = _row(workflow, subject, event)
    occasion = _occasion(workflow, subject, row, actor, effective_on, channel, given)
    before = subject.status
    facts = _HANDLINGS[subject.noun].facts(subject, occasion)
    subject.status = workflow.move(before, event, facts)
    return _carry_out(subject, occasion, row, before=before)


def catch_up(subject: Any) -> None:
    """Let what is overdue in the case of a subject happen first, each with its own date."""
    if run := _HANDLINGS[subject.noun].catch_up:
        run(subject)
        db.session.refresh(subject, with_for_update={"of": type(subject)})


def _row(workflow: type[Workflow], subject: Any, event: str) -> Row:
    row = workflow.table().get((subject.status, event))
    if row is None:
        raise NotNow(event, subject.status)
    return row


def rehearse_begin(subject: Any, event: str, *, actor: Actor, **given: Any) -> Occasion:
    """`rehearse` for an event without a From: what `begin` would make of a subject that is not kept."""
    workflow = WORKFLOWS[subject.noun]
    occasion = _occasion(workflow, subject, workflow.table()[None, event], actor, None, None, given)
    workflow.open_with(event, _HANDLINGS[subject.noun].facts(subject, occasion))
    return occasion


def rehearse(subject: Any, event: str, *, actor: Actor, **given: Any) -> Occasion:
    """The occasion as `fire` would make it, when nothing stands in its way; moves and writes nothing of its own. The
    timers of the case that are overdue run first, as they do before `fire`.

    Raises NotPermitted, NotNow or Refused as `fire` does: for a preview of the paper that an event would lead to.
    """
    catch_up(subject)
    workflow = WORKFLOWS[subject.noun]
    occasion = _occasion(workflow, subject, _row(workflow, subject, event), actor, None, None, given)
    workflow.move(subject.status, event, _HANDLINGS[subject.noun].facts(subject, occasion))
    return occasion


def actions(subject: Any, actor: Actor) -> list[Action]:
    """What an actor may do on a subject now, in the order of the process file, each with the reason if not yet.

    A rule that speaks about a form field is left to the form; the facts are gathered once for all events.
    """
    workflow = WORKFLOWS[subject.noun]
    roles = roles_of(actor, subject)
    found = []
    for row in workflow.rows():
        role, behalf = _role_for(workflow, row, roles)
        if row.source != subject.status or role is None or role is Role.SYSTEM:
            continue
        found.append((row, role, behalf))
    if not found:
        return []
    today = clock.today()
    occasion = Occasion("", actor, found[0][1], today, today)
    machine = workflow.at(subject.status, _HANDLINGS[subject.noun].facts(subject, occasion))
    return [
        Action(row.event, row.name, row.target, role, _first_objection(machine, row), behalf is not None)
        for row, role, behalf in found
    ]


def _first_objection(machine: Workflow, row: Row) -> Refused | None:
    for rule in row.rules:
        try:
            getattr(machine, rule)()
        except Refused as refusal:
            if refusal.field is None:
                return refusal
    return None


def _role_for(workflow: type[Workflow], row: Row, roles: frozenset[Role]) -> tuple[Role | None, Role | None]:
    """The role in which somebody with `roles` acts in a row, and for whom when the office enters it."""
    if held := sorted(row.who & roles):
        return held[0], None
    if row.event in workflow.by_post and Role.OFFICE in roles:
        return Role.OFFICE, Role.ORGANISATION
    return None, None


def _require_role(workflow: type[Workflow], subject: Any, event: str, actor: Actor, channel: str | None) -> None:
    row = next(row for row in workflow.rows() if row.event == event)
    role, behalf = _role_for(workflow, row, roles_of(actor, subject))
    if role is None:
        raise NotPermitted(N_("“%(action)s” is done by: %(roles)s."), action=row.name,
                           roles=tuple(LABELS[r] for r in sorted(row.who)))  # fmt: skip
    if behalf is not None and channel not in CHANNELS:
        raise Refused(
            N_("Say how this reached the office: by post, telephone, e-mail or at the counter."), field="channel"
        )


def _occasion(
    workflow: type[Workflow], subject: Any, row: Row, actor: Actor, effective_on: date | None, channel: str | None,
    given: Mapping[str, Any],
) -> Occasion:  # fmt: skip
    _require_role(workflow, subject, row.event, actor, channel)
    role, behalf = _role_for(workflow, row, roles_of(actor, subject))
    today = clock.today()
    day = effective_on or today
    if day > today:
        raise Refused(N_("This date lies in the future."), field="effective_on")
    assert role is not None  # _require_role saw to it
    return Occasion(row.event, actor, role, day, today, given, behalf, channel if behalf else None)


def _carry_out(subject: Any, occasion: Occasion, row: Row, *, before: str | None) -> Event:
    """Write what the event writes, add it to the log with its frozen snapshot, and note its effects."""
    handling = _HANDLINGS[subject.noun]
    if apply := handling.apply.get(occasion.event):
        apply(subject, occasion)
    if handling.settle:
        handling.settle(subject, occasion)
    if before == subject.status:
        _touch(subject)
    db.session.flush()
    actor = occasion.actor
    event = Event(
        case_id=handling.case(subject), noun=subject.noun, subject_id=subject.id, name=occasion.event,
        status_before=before, status_after=subject.status,
        actor_kind="system" if isinstance(actor, System) else "person" if isinstance(actor, Person) else "link",
        actor_id=actor.id if isinstance(actor, Person | Link) else None, role=occasion.role,
        on_behalf_of=occasion.on_behalf_of, channel=occasion.channel,
        effective_on=occasion.effective_on, recorded_at=clock.now(),
    )  # fmt: skip
    kind_of = handling.case_kind
    case_kind = kind_of if isinstance(kind_of, str) else kind_of(subject)
    log.append(event, kind=case_kind, snapshot=handling.snapshot(subject, occasion))
    papers = handling.evidence(subject, occasion, row.evidence) if handling.evidence else row.evidence
    for kind, names in (("evidence", papers), ("tell", sorted(row.tell))):
        for name in names:
            db.session.add(Effect(event_id=event.id, kind=kind, name=name, created_at=event.recorded_at))
    if subject.noun == "membership":
        forget_standing()
    if follow := handling.follow.get(occasion.event):
        follow(subject, occasion, event)
    db.session.flush()
    return event


def _touch(subject: Any) -> None:
    """Raise the version though the status stays, so that a form opened before this event is seen to be stale."""
    flag_modified(subject, "status")
