"""Schemes, credits and lists for tests, in any state, each brought there by the events that lead to it.

    claim = credit(at="under_review")          # claim.credit, .youth, .clerk, .board; of an hbo unless told otherwise
    claim = credit(at="awarded", sector="mbo")
    listed = cohort(of=[claim, other])

The steps are those of `mdt.demo.credits`. The agreement and its hours are put down as rows. Nothing is committed.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from mdt.demo import credits as play
from mdt.demo.credits import Claim
from mdt.models import Agreement, Cohort, Enrolment, HoursEntry, Scheme, School, SupervisorAssessment, Week, Youth, db
from mdt.services import clock
from mdt.services import cohort as cohorts
from mdt.services.transitions import fire
from tests import factories_hours as hours
from tests import factories_school as schools
from workflows.entries import monday_of

WEEKS, MINUTES = 10, 480  # eighty hours


def scheme(of: School, **changes: Any) -> Scheme:
    """A scheme of a school, written by its clerk; the one there is unless something must differ."""
    known = db.session.query(Scheme).filter_by(school_id=of.id).order_by(Scheme.number.desc()).first()
    if known is not None and not changes:
        return known
    return play.scheme(of, by=schools.people_of(of).clerk, **changes)


def served(enrolled: Enrolment, *, minutes: int = MINUTES, weeks: int = WEEKS, status: str = "confirmed",
           completed: bool = True) -> Agreement:  # fmt: skip
    """A completed agreement of an enrolled youth, with confirmed hours and the supervisor's assessment."""
    assert enrolled.youth is not None
    found = hours.serving(who=enrolled.youth, starts_on=clock.today() - timedelta(weeks=weeks + 2)).agreement
    found.school_id, found.programme_id = enrolled.school_id, enrolled.programme_id
    first = monday_of(clock.today()) - timedelta(weeks=weeks)
    for number in range(weeks):
        week(found, first + timedelta(weeks=number), minutes=minutes, status=status)
    db.session.add(SupervisorAssessment(
        id=uuid.uuid4(), agreement_id=found.id, version_id=found.current_version_id or "", name="Sam Begeleider",
        outcomes=[], minutes_known=minutes * weeks, text="Altijd op tijd, en steeds zelfstandiger.",
        written_on=clock.today(),
    ))  # fmt: skip
    if completed:
        setattr(found, "status", "completed")  # noqa: B010 - how it came to be completed is not what is tried here
    db.session.flush()
    return found


def week(of: Agreement, monday: date, *, minutes: int = MINUTES, status: str = "confirmed") -> Week:
    """A week with one entry on its Wednesday."""
    made = Week(id=uuid.uuid4(), agreement_id=of.id, monday=monday, status=status, created_at=clock.now())
    day = monday + timedelta(days=2)
    entry = HoursEntry(
        week_id=made.id, day=day, start=time(9), minutes=minutes, activity="Gastheer bij de lunch",
        outcome="Samenwerken", kind="free", noted_on=day, noted_at=clock.now(), noted_by="youth",
        token=uuid.uuid4().hex,
    )  # fmt: skip
    db.session.add_all([made, entry])
    db.session.flush()
    return made


def credit(*, at: str = "draft", sector: str = "hbo", of: School | None = None, who: Youth | None = None,
           by: Scheme | None = None, **service: Any) -> Claim:  # fmt: skip
    """A credit in a state, of a youth who served eighty hours."""
    place = of or schools.school(sector=sector)
    people, enrolled = schools.people_of(place), schools.enrolment(at="confirmed", of=who, school=place)
    agreement = served(enrolled, **service)
    assert enrolled.youth is not None
    claim = play.start(enrolled.youth, by or scheme(place), agreement=agreement, clerk=people.clerk,
                       board=people.board)  # fmt: skip
    return play.run(claim, at)


def prior(*, at: str = "draft", minutes: int = 60 * 60) -> Claim:
    """A claim on volunteering of before, at a school whose scheme allows it."""
    place = schools.school()
    people, enrolled = schools.people_of(place), schools.enrolment(at="confirmed", school=place)
    assert enrolled.youth is not None
    today = clock.today()
    claim = play.start(
        enrolled.youth, scheme(place), agreement=None, clerk=people.clerk, board=people.board,
        prior_organisation="Speeltuin De Wip", prior_activities="Zomerkamp geleid", prior_minutes=minutes,
        prior_from=today - timedelta(days=400), prior_until=today - timedelta(days=300),
    )  # fmt: skip
    return play.run(claim, at)


def cohort(*, of: Sequence[Claim], name: str = "Vergadering van december", tried: bool = False) -> Cohort:
    """A list with these credits, prepared by the clerk, and tried out by the exam board when asked."""
    chosen = [(claim.credit.id, claim.credit.version) for claim in of]
    made = cohorts.prepare(of[0].credit.school, actor=of[0].clerk, name=name, chosen=chosen)
    if tried:
        cohorts.ask_trial(made, actor=of[0].board)
        while cohorts.step(made.id):
            pass
    return made


def bring(listed: Cohort, status: str, *, by: Any) -> Cohort:
    """A list that was tried out, brought to a state."""
    if status == "discarded":
        fire(listed, "discard", actor=by)
    if status in ("awarding", "carried_out"):
        waiting = cohorts.waiting(listed)
        fire(listed, "award_all", actor=by, reasons="Wij hebben de voorstellen besproken.", agreed_count=waiting)
    while status == "carried_out" and cohorts.step(listed.id):
        pass
    return listed
