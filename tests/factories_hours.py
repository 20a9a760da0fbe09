"""Hours for tests, in any state, each brought there by the events that lead to it.

    service = serving()                    # .agreement in force, .youth, .coordinator, .organisation
    week = hours(service, at="confirmed")  # two entries of two hours, last week

The agreement under them is put down as rows: how one comes into force is not what these tests are about.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import count
from typing import Any

from mdt.access import SYSTEM, Link
from mdt.models import (
    Accreditation,
    Agreement,
    AgreementVersion,
    Application,
    HoursEntry,
    Organisation,
    Person,
    School,
    SignedLink,
    Week,
    Youth,
    db,
)
from mdt.services import agreement_content as contents
from mdt.services import clock
from mdt.services import hours as service
from mdt.services import link as links
from mdt.services.transitions import fire
from tests import factories, factories_school
from workflows.entries import monday_of
from workflows.roles import Role

_numbers = count(1)
ACTIVITIES = ("Gastheer bij de lunch", "Huiswerk maken met kinderen")
OUTCOMES = ("Samenwerken met mensen die ik niet ken", "Plannen en afspraken nakomen")
SUPERVISOR = {"name": "Sam Begeleider", "email": "sam@delinde.example"}


@dataclass(frozen=True)
class Service:
    """A youth who serves: the agreement and the people around it."""

    agreement: Agreement
    youth: Person
    coordinator: Person
    organisation: Organisation
    accreditation: Accreditation


def accreditation(of: Organisation, *, starts_on: date, ends_on: date) -> Accreditation:
    """An accreditation in force, put down as rows."""
    application = Application(
        id=uuid.uuid4(), number=f"DT-2026-9{next(_numbers):03d}", organisation_id=of.id, status="granted",
        framework_version=factories.framework().version, created_at=clock.now(),
    )  # fmt: skip
    found = Accreditation(
        id=uuid.uuid4(), number=f"ACC-{next(_numbers):04d}", slug=f"host-{next(_numbers)}", organisation_id=of.id,
        application_id=application.id, status="active", starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    db.session.add_all([application, found])
    db.session.flush()
    return found


def serving(
    *, age: int = 20, starts_on: date | None = None, ends_on: date | None = None, at: Organisation | None = None,
    who: Youth | None = None, goal_minutes: int = 80 * 60, status: str = "in_force", closed_on: date | None = None,
    school: School | None = None,
) -> Service:  # fmt: skip
    """A youth with an agreement in force, from ten weeks ago for six months, at an accredited organisation."""
    host, served = at or factories.organisation(), who or factories_school.youth(age=age, name="Jip de Jong")
    today = clock.today()
    first, last = starts_on or today - timedelta(weeks=10), ends_on or today + timedelta(weeks=14)
    accredited = accreditation(host, starts_on=first - timedelta(days=30), ends_on=last + timedelta(days=700))
    agreement = Agreement(
        id=uuid.uuid4(), number=f"LO-2026-{next(_numbers):04d}", youth=served, organisation=host, status=status,
        closed_on=closed_on, drafted_by="organisation", starts_on=first, ends_on=last, draft=contents.blank(),
        in_force_on=first, contact={"supervisor": dict(SUPERVISOR)}, accreditation_id=accredited.id, school=school,
        created_at=clock.now(),
    )  # fmt: skip
    written: dict[str, Any] = {
        "title": "Lunch in de buurt", "round": "2024", "starts_on": first, "ends_on": last, "minutes_a_week": 240,
        "minutes_goal": goal_minutes, "guidance": "Elke week een gesprek.", "judged": "In een gesprek aan het eind.",
        "activities": [{"what": what, "kind": "service", "recognised": ""} for what in ACTIVITIES],
        "outcomes": [{"text": text} for text in OUTCOMES],
    }  # fmt: skip
    content = contents.compose(agreement, number=1, signed_by=("youth", "organisation"), written=written)
    agreement.versions.append(AgreementVersion(id=contents.version_id(content), number=1, content=content,
                                               created_at=clock.now()))  # fmt: skip
    agreement.current_version_id = agreement.versions[0].id
    db.session.add(agreement)
    db.session.flush()
    return Service(agreement, served.person, factories.coordinator_of(host), host, accredited)


def entry(of: Service, *, day: date | None = None, start: time = time(13), minutes: int = 120,
          token: str | None = None, **given: Any) -> HoursEntry:  # fmt: skip
    """One entry that is noted by the youth, last week's Tuesday unless told otherwise."""
    told = {"activity": ACTIVITIES[0], "outcome": OUTCOMES[0], "reflection": "Ik durfde iedereen aan te spreken.",
            "late_reason": "", "kind": "free"}  # fmt: skip
    return service.note(
        of.agreement, actor=of.youth, token=token or uuid.uuid4().hex,
        day=day or monday_of(clock.today()) - timedelta(days=6), start=start, minutes=minutes, **told | given,
    )  # fmt: skip


def hours(of: Service, *, at: str = "open", monday: date | None = None) -> Week:
    """A week of two entries of two hours in a state: open, submitted, confirmed, disputed or locked."""
    first = monday or monday_of(clock.today()) - timedelta(weeks=1)
    late = {"late_reason": "Ik was mijn telefoon kwijt."}
    week = entry(of, day=first + timedelta(days=1), **late).week
    entry(of, day=first + timedelta(days=3), **late)
    if at != "open":
        fire(week, "submit", actor=of.youth)
    if at == "disputed":
        fire(week, "dispute", actor=supervisor(week), reason="Op donderdag was er niemand.")
    if at in ("confirmed", "locked"):
        fire(week, "confirm", actor=supervisor(week))
    if at == "locked":
        fire(week, "lock", actor=SYSTEM)
    return week


def corrected(week: Week, of: Service) -> None:
    """Answer a dispute: the youth corrects the last entry to an hour."""
    row = week.standing[-1]
    service.correct(week, actor=of.youth, token=uuid.uuid4().hex, corrects=row.id, day=row.day, start=row.start,
                    minutes=60, activity=row.activity, outcome=row.outcome, reflection=row.reflection,
                    late_reason="Het was korter.")  # fmt: skip


def link_of(week: Week) -> SignedLink:
    """The link that the supervisor got for a week."""
    found = links.current("hours", week.id, Role.SUPERVISOR, email=SUPERVISOR["email"])
    assert found is not None
    return found


def supervisor(week: Week) -> Link:
    """The supervisor, as who comes by the link."""
    return links.actor_of(link_of(week))
