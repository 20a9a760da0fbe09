"""The terms of a case out of its log. The days are reckoned by hand, on a calendar of 2026.

Monday 2 March: an application comes in; eight weeks end on Monday 27 April, which is King's Day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt.demo import play
from mdt.demo.play import Case
from mdt.services import calendar, deadlines
from mdt.services.deadlines import History, Moment
from tests import factories
from workflows.base import Refused
from workflows.calendar import Length, Unit
from workflows.decision_terms import Extension, decision_term, suspended_by_consent, suspended_for_supplement
from workflows.terms import supplement_term

DAY = timedelta(days=1)
RECEIVED, ASKED, DUE = date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 23)
Clock = Callable[[date], None]


def submitted(clock: Clock, on: date = RECEIVED) -> Case:
    """An application that was submitted on this day."""
    clock(on)
    return factories.application(at="submitted")


def asked(clock: Clock, *, due: date = DUE) -> Case:
    """An application of which a supplement was asked a week after it came in."""
    case = submitted(clock)
    clock(ASKED)
    play.request_supplement(case, due=due)
    return case


@pytest.mark.usefixtures("database")
class TestTheDecisionTerm:
    """Eight weeks, standing still and extended."""

    def test_it_runs_from_the_day_after_the_application_and_rolls_over_a_holiday(self, clock: Clock) -> None:
        case = submitted(clock)
        assert (case.application.received_on, case.application.decide_by) == (RECEIVED, date(2026, 4, 28))

    def test_a_letter_counts_from_the_day_it_came(self, clock: Clock) -> None:
        clock(date(2026, 3, 4))
        case = factories.application()
        play.answer(case)
        case.fire("submit", case.staff.office, channel="post", effective_on=RECEIVED)
        assert (case.application.received_on, case.application.decide_by) == (RECEIVED, date(2026, 4, 28))

    def test_a_supplement_in_time_moves_it_by_the_days_it_stood_still(self, clock: Clock) -> None:
        case = asked(clock)
        assert case.application.respond_by == DUE
        clock(date(2026, 3, 16))
        play.supplement(case)  # 10 through 15 March: six days, to Sunday 3 May
        application = case.application
        assert (application.decide_by, application.respond_by) == (date(2026, 5, 4), None)

    def test_it_stands_still_while_the_organisation_is_to_answer(self, clock: Clock) -> None:
        case = asked(clock)
        clock(DUE)
        term = deadlines.history(case.application).decision()
        assert term is not None and not term.running and term.stands_still_from == ASKED + DAY

    def test_it_runs_again_when_the_time_to_answer_passed_unused(self, clock: Clock) -> None:
        case = asked(clock)
        clock(DUE + DAY)
        term = deadlines.history(case.application).decision()  # 10 through 23 March: fourteen days
        assert term is not None and term.running and term.ends_on == date(2026, 5, 11)

    def test_an_answer_that_comes_too_late_no_longer_changes_it(self, clock: Clock) -> None:
        case = asked(clock)
        clock(DUE + 7 * DAY)
        play.supplement(case)
        assert case.application.decide_by == date(2026, 5, 11)

    def test_two_supplements_each_count(self, clock: Clock) -> None:
        case = asked(clock)
        clock(date(2026, 3, 16))
        play.supplement(case)
        clock(date(2026, 3, 18))
        play.request_supplement(case, due=date(2026, 4, 1))
        clock(date(2026, 3, 20))
        play.supplement(case)  # 19 March: one day more than the six before
        assert case.application.decide_by == date(2026, 5, 4)

    def test_consent_lets_it_stand_still_until_the_agreed_day(self, clock: Clock) -> None:
        case = submitted(clock)
        clock(ASKED)
        case.fire("consent_to_delay", case.coordinator, new_decide_by=date(2026, 4, 9))
        clock(date(2026, 4, 9))
        term = deadlines.history(case.application).decision()  # 10 March through 8 April: thirty days
        assert term is not None and term.running and term.ends_on == date(2026, 5, 27)

    def test_an_extension_names_the_day_itself_and_does_not_roll(self, clock: Clock) -> None:
        case = submitted(clock)
        sunday = date(2026, 5, 31)
        case.fire("extend_term", case.staff.office, new_decide_by=sunday, reasons="Ziekte.")
        assert case.application.decide_by == sunday

    def test_it_can_be_extended_through_its_last_day(self, clock: Clock) -> None:
        case = submitted(clock)
        later = {"new_decide_by": date(2026, 6, 1), "reasons": "Ziekte."}
        clock(date(2026, 4, 29))
        with pytest.raises(Refused, match="no longer be extended"):
            case.fire("extend_term", case.staff.office, **later)
        clock(date(2026, 4, 28))
        case.fire("extend_term", case.staff.office, **later)
        assert case.application.decide_by == date(2026, 6, 1)


@pytest.mark.usefixtures("database")
class TestTheOtherTerms:
    """The supplement, setting aside, the view, and what a late decision leads to."""

    def test_a_term_to_answer_of_less_than_two_weeks_is_refused(self, clock: Clock) -> None:
        case = submitted(clock)
        clock(ASKED)
        with pytest.raises(Refused) as refusal:
            play.request_supplement(case, due=DUE - DAY)
        assert (refusal.value.field, refusal.value.params["day"]) == ("due", DUE)

    @pytest.mark.parametrize(("day", "fine"), [(-1, False), (0, False), (1, True), (28, True), (29, False)])
    def test_unanswered_it_is_set_aside_within_four_weeks_after_the_term(
        self, clock: Clock, day: int, fine: bool
    ) -> None:
        case = asked(clock)
        clock(DUE + day * DAY)  # 20 April is the last day
        if fine:
            assert play.set_aside(case).status_after == "not_processed"
        else:
            with pytest.raises(Refused):
                play.set_aside(case)

    @pytest.mark.parametrize(("day", "fine"), [(0, True), (28, True), (29, False)])
    def test_answered_in_time_but_falling_short_it_is_set_aside_within_four_weeks_after_the_answer(
        self, clock: Clock, day: int, fine: bool
    ) -> None:
        case = asked(clock)
        answered = date(2026, 3, 16)
        clock(answered)
        play.supplement(case)
        clock(answered + day * DAY)  # Monday 13 April is the last day
        if fine:
            assert play.set_aside(case).status_after == "not_processed"
        else:
            with pytest.raises(Refused, match="4:5"):
                play.set_aside(case)

    @pytest.mark.parametrize(
        ("due", "last"), [(date(2026, 3, 23), date(2026, 3, 23)), (date(2026, 3, 29), date(2026, 3, 30))]
    )
    def test_a_view_is_given_through_the_last_day_which_is_a_working_day(
        self, clock: Clock, due: date, last: date
    ) -> None:
        clock(ASKED)
        case = factories.application(at="advised")
        play.intend_refusal(case, due=due)
        assert case.application.respond_by == last
        clock(last + DAY)
        with pytest.raises(Refused, match="ended on"):
            play.give_view(case)
        clock(last)
        play.give_view(case)
        assert case.application.respond_by is None

    def test_the_penalty_starts_two_weeks_after_the_notice(self, clock: Clock) -> None:
        case = submitted(clock)
        clock(date(2026, 4, 28))
        with pytest.raises(Refused, match="runs until"):
            case.fire("put_in_default", case.coordinator)
        clock(date(2026, 4, 29))
        case.fire("put_in_default", case.coordinator)
        penalty = deadlines.history(case.application).penalty()
        assert penalty is not None
        assert (penalty.first_day, penalty.last_day) == (date(2026, 5, 14), date(2026, 6, 24))
        assert penalty.penalty_on(date(2026, 5, 13)) == 0
        assert penalty.penalty_on(date(2026, 5, 14)) == penalty.tariff.tiers[0].cents
        assert penalty.penalty_on(date(2027, 1, 1)) == penalty.tariff.maximum

    def test_there_is_no_penalty_without_a_notice(self, clock: Clock) -> None:
        case = submitted(clock)
        clock(date(2026, 9, 1))
        assert deadlines.history(case.application).penalty() is None

    def test_a_draft_has_no_terms_at_all(self, clock: Clock) -> None:
        clock(RECEIVED)
        found = deadlines.history(factories.application().application)
        assert (found.decision(), found.supplement(), found.set_aside(), found.view()) == (None, None, None, None)


# -- the service says what the policy says --------------------------------------------------------------------------
@st.composite
def happenings(draw: st.DrawFn) -> tuple[list[Moment], date]:
    """What can happen in a case with its term, in order, and the day on which one looks."""
    day = draw(st.dates(date(2021, 1, 1), date(2027, 1, 1)))
    moments = [Moment("submit", day, {})]
    for name in draw(st.lists(st.sampled_from(["request_supplement", "consent_to_delay", "extend_term"]), max_size=4)):
        day += draw(st.integers(0, 30)) * DAY
        length = draw(st.integers(14, 60)) * DAY
        key = "due" if name == "request_supplement" else "new_decide_by"
        moments.append(Moment(name, day, {key: (day + length).isoformat()}))
        if name == "request_supplement" and draw(st.booleans()):
            day += draw(st.integers(0, 90)) * DAY
            moments.append(Moment("supplement", day, {}))
    return moments, day + draw(st.integers(0, 200)) * DAY


@given(happenings())
def test_the_term_of_a_case_is_that_of_the_policy(found: tuple[list[Moment], date]) -> None:
    moments, today = found
    days = calendar.calendar()
    suspensions, extensions = [], []
    for number, moment in enumerate(moments):
        if moment.name == "request_supplement":
            due = moment.day("due")
            assert due is not None
            ends = supplement_term(asked_on=moment.on, due_on=due, calendar=days).ends_on
            following = moments[number + 1] if number + 1 < len(moments) else None
            answered = following.on if following and following.name == "supplement" else None
            later = next((m.on for m in moments[number + 1 :] if m.name == "supplement"), None)
            suspensions.append(suspended_for_supplement(asked_on=moment.on, due_on=ends, today=today,
                                                        supplemented_on=answered or later))  # fmt: skip
        if (until := moment.day("new_decide_by")) is not None:
            if moment.name == "consent_to_delay":
                suspensions.append(suspended_by_consent(given_on=moment.on, until=until))
            else:
                extensions.append(Extension(moment.on, until))
    term = History(tuple(moments), today).decision()
    assert term == decision_term(received_on=moments[0].on, length=Length(8, Unit.WEEKS), calendar=days,
                                 suspensions=suspensions, extensions=extensions)  # fmt: skip
    assert term is not None and term.ends_on >= moments[0].on + 56 * DAY
