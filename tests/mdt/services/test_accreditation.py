"""The beginning of an accreditation, its standing from day to day, and giving it up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from mdt.demo import play
from mdt.services import accreditation, log
from mdt.services import application as applications
from mdt.services import clock as clocks
from mdt.services.transitions import fire
from tests import factories
from workflows.base import NotNow, NotPermitted, Refused

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)


def test_it_begins_with_the_grant_and_by_the_system() -> None:
    found = factories.accredited()
    begun = log.last(found.id, "begin")
    assert begun is not None and (begun.actor_kind, begun.role, begun.status_after) == ("system", "system", "active")
    assert found.number.startswith("AC-") and found.slug == f"buurthuis-de-linde-{found.number.lower()}"
    assert log.of_case(found.id) == [begun]


def test_four_years_end_the_day_before_the_same_day() -> None:
    case = factories.application(at="advised")
    assert applications.last_day(case.application, date(2026, 12, 1)) == date(2030, 11, 30)
    assert applications.last_day(case.application, date(2028, 2, 29)) == date(2032, 2, 28)


def test_it_lasts_no_shorter_and_no_longer_than_the_framework_allows() -> None:
    case = factories.application(at="advised")
    first = clocks.today()
    longest = applications.last_day(case.application, first)
    with pytest.raises(Refused) as refusal:
        play.grant(case, ends_on=longest + DAY)
    assert refusal.value.field == "ends_on"
    with pytest.raises(Refused):
        play.grant(case, ends_on=first + timedelta(days=300))
    with pytest.raises(Refused) as refusal:
        play.grant(case, starts_on=first - DAY)
    assert refusal.value.field == "starts_on"
    assert play.grant(case, ends_on=longest).status_after == "granted"


def test_the_first_and_the_last_day_count() -> None:
    first = clocks.today() + 30 * DAY
    found = factories.accredited(starts_on=first)
    for day, standing in (
        (first - DAY, "to_begin"), (first, "in_force"), (found.ends_on, "in_force"), (found.ends_on + DAY, "ended"),
    ):  # fmt: skip
        assert accreditation.standing(found, day) == standing
    assert accreditation.present(found.organisation_id, first - DAY) == found
    assert accreditation.present(found.organisation_id, found.ends_on) == found
    assert accreditation.present(found.organisation_id, found.ends_on + DAY) is None


def test_a_coordinator_gives_it_up_from_a_day_on() -> None:
    case = factories.granted()
    found, last = factories.accreditation_of(case), clocks.today() + 10 * DAY
    with pytest.raises(NotPermitted):
        fire(found, "give_up", actor=factories.colleague_of(case.organisation), from_day=last)
    with pytest.raises(Refused) as refusal:
        fire(found, "give_up", actor=case.coordinator, from_day=clocks.today() - DAY)
    assert refusal.value.field == "from_day"
    fire(found, "give_up", actor=case.coordinator, from_day=last)
    assert (accreditation.standing(found, last - DAY), accreditation.standing(found, last)) == ("in_force", "ended")
    with pytest.raises(NotNow):
        fire(found, "give_up", actor=case.coordinator, from_day=last)


def test_nobody_lets_one_begin_by_hand() -> None:
    case = factories.granted()
    found = factories.accreditation_of(case)
    for person in (case.staff.board, case.staff.office, case.coordinator):
        with pytest.raises(NotPermitted):
            fire(found, "begin", actor=person)


def test_a_renewal_is_asked_from_six_months_before_the_end_and_begins_the_day_after(
    clock: Callable[[date], None],
) -> None:
    case = factories.granted()
    before = factories.accreditation_of(case)
    opens = accreditation.renewal_opens(before)
    clock(opens - DAY)
    with pytest.raises(Refused, match="You can apply for renewal from"):
        factories.application(of=case.organisation, officials=case.staff)
    clock(opens)
    renewal = factories.application(at="advised", of=case.organisation, officials=case.staff)
    assert renewal.application.renews_id == before.id
    with pytest.raises(Refused, match="begins after that"):
        play.grant(renewal, starts_on=before.ends_on)


def test_a_renewal_that_begins_in_time_leaves_no_gap(clock: Callable[[date], None]) -> None:
    case = factories.granted()
    before = factories.accreditation_of(case)
    clock(before.ends_on - 60 * DAY)
    renewal = factories.application(at="advised", of=case.organisation, officials=case.staff)
    play.grant(renewal, starts_on=before.ends_on + DAY)
    after = factories.accreditation_of(renewal)
    assert accreditation.present(case.organisation.id, before.ends_on) == before
    assert accreditation.present(case.organisation.id, before.ends_on + DAY) == after
    assert (before.status, after.status) == ("active", "active")


def test_years_after_it_ended_an_organisation_applies_anew(clock: Callable[[date], None]) -> None:
    case = factories.granted()
    clock(factories.accreditation_of(case).ends_on + 900 * DAY)
    anew = factories.application(of=case.organisation, officials=case.staff)
    assert anew.application.renews_id is None
