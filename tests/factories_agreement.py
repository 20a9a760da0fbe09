"""Agreements for tests, in any state, each brought there by the events that lead to it.

    deal = agreement(at="in_force")          # deal.agreement, .youth (a person), .coordinator, .clerk
    deal = agreement(at="proposed", age=15, at_school=factories_school.school())

The steps are those of `mdt.demo.agreement`. The host is accredited from today on. Nothing is committed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mdt.demo import agreement as play
from mdt.demo import hours
from mdt.demo.agreement import Deal
from mdt.models import Organisation, School, Youth
from mdt.services import agreement_facts, clock
from tests import factories, factories_school


def host(*, accredited: bool = True, **given: Any) -> Organisation:
    """A host, accredited from today unless told otherwise."""
    made = factories.organisation(**given)
    if accredited:
        factories.granted(of=made)
    return made


def agreement(
    *, at: str = "in_force", age: int = 19, of: Organisation | None = None, who: Youth | None = None,
    at_school: School | None = None, starts_on: date | None = None, ends_on: date | None = None, by: str = "youth",
    **words: Any,
) -> Deal:  # fmt: skip
    """An agreement in a state of the process. For `completed` the hours are served; the business date moves along."""
    youth = who or factories_school.youth(age=age)
    organisation = of or host()
    coordinator = factories.coordinator_of(organisation)
    clerk = None
    if at_school is not None:
        factories_school.enrolment(of=youth, school=at_school)
        clerk = factories_school.people_of(at_school).clerk
    people = {"youth": youth.person, "organisation": coordinator, "school": clerk}
    deal = play.draft(youth, organisation, coordinator=coordinator, school=at_school, clerk=clerk, by=people[by],
                      starts_on=starts_on, ends_on=ends_on, **words)  # fmt: skip
    return bring(deal, at)


def bring(deal: Deal, at: str) -> Deal:
    """Bring a draft into a state."""
    if at == "draft":
        return deal
    play.propose(deal)
    if at in ("proposed", "withdrawn"):
        if at == "withdrawn":
            deal.fire("withdraw", deal.drafter)
        return deal
    play.name_supervisor(deal)
    play.sign(deal)
    if at == "ended_early":
        deal.fire("end_early", deal.youth, text="Ik ga verhuizen.")
    elif at == "not_completed":
        assert deal.agreement.ends_on is not None
        clock.move_to(deal.agreement.ends_on + timedelta(weeks=4))
        play.close_unfinished(deal)
    elif at == "completed":
        complete(deal)
    return deal


def complete(deal: Deal) -> Deal:
    """The hours are made, the supervisor assesses, and the coordinator completes."""
    goal, first = int(deal.words["minutes_goal"]), deal.agreement.starts_on
    if first is not None and agreement_facts.minutes_served(deal.agreement.id) < goal:
        clock.move_to(max(clock.today(), first + timedelta(days=7 * (goal // (hours.A_DAY * hours.DAYS_A_WEEK) + 2))))
        hours.serve(deal.agreement, minutes=goal)
    play.assess(deal)
    deal.fire("complete", deal.coordinator, activities_done=True)
    return deal
