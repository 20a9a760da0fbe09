"""Legal terms: pure functions of dates. Each gives a Term that explains, step by step, how its last day was found.

A term's first day is the day after the day that sets it going. Terms set in a law follow the Algemene termijnenwet
(Atw); terms that the body sets itself do not, and are rolled to a working day as a courtesy. The calendar comes in
as an argument. Lengths come from dated reference data, never from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from workflows.calendar import Calendar, Length, Unit, add_months, add_years
from workflows.marker import N_

ONE_DAY = timedelta(days=1)
# Art. 4 Atw: longer terms, and terms in hours or years, follow the calendar alone.
LONGEST = {Unit.DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3}

DECISION, SUPPLEMENT, VIEW, SET_ASIDE = "decision", "supplement", "view", "set_aside"
REPAIR, COMMENT, PENALTY_WAIT = "repair", "comment", "penalty_wait"
OBJECTION, OBJECTION_POST, OBJECTION_DECISION = "objection", "objection_post", "objection_decision"


class HolidayName(str):
    """The code of a holiday or decreed day in a step's parameters; whoever shows the step gives it its name."""


Param = date | Length | HolidayName | int | str


@dataclass(frozen=True)
class Step:
    """One step of the reckoning: an English message id, what fills it in, and the article it rests on ("" if none)."""

    message: str
    params: Mapping[str, Param] = field(default_factory=dict)
    law: str = ""


class Basis(StrEnum):
    """Who set a term: only a term set in a law follows the Atw."""

    LAW = "law"
    BODY = "body"


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term with its first day, its last day before and after rolling, and the steps that explain it.

    While the clock stands still `running` is false, `stands_still_from` is the first day that does not count, and
    `ends_on` is provisional: the last day if the clock ran again at once.
    """

    kind: str
    starts_on: date
    base_ends_on: date
    ends_on: date
    steps: tuple[Step, ...] = ()
    running: bool = True
    stands_still_from: date | None = None

    def has_passed(self, day: date) -> bool:
        """Whether the term has ended before `day`. A term that stands still has not."""
        return self.running and day > self.ends_on

    def days_left(self, day: date) -> int:
        """How many days are left, `day` itself included; zero or less once it has passed.

        While the term stands still, the days that remain when it runs again.
        """
        if self.stands_still_from is not None:
            day = self.stands_still_from
        return (self.ends_on - max(day, self.starts_on)).days + 1


def follows_atw(length: Length, basis: Basis) -> bool:
    """Whether the Atw governs a forward term of this length and basis (art. 1 and 4 Atw)."""
    return basis is Basis.LAW and length.value <= LONGEST.get(length.unit, 0)


def roll(starts_on: date, base_ends_on: date, *, calendar: Calendar, basis: Basis = Basis.LAW,
         least_two: bool = True) -> tuple[date, tuple[Step, ...]]:  # fmt: skip
    """The last day after art. 1 and 2 Atw, with the steps that moved it.

    `least_two` asks for two working days in the term (art. 2: terms of at least three days; never by courtesy).
    """
    law = "art. 1 Atw" if basis is Basis.LAW else ""
    ends_on, steps = calendar.on_or_after(base_ends_on), []
    if ends_on != base_ends_on:
        steps.append(_rolled(base_ends_on, ends_on, calendar, law))
    if basis is Basis.LAW and least_two and (base_ends_on - starts_on).days >= 2:
        missing = 2 - _working_days_up_to_two(starts_on, ends_on, calendar)
        if missing > 0:
            ends_on = calendar.add_working_days(ends_on, missing)
            message = N_("contains fewer than two working days, therefore ends %(end)s")
            steps.append(Step(message, {"end": ends_on}, "art. 2 Atw"))
    if not calendar.knows(ends_on):
        message = N_("days decreed after %(day)s are not known yet and may still move it")
        steps.append(Step(message, {"day": calendar.decided_through}, "art. 3 lid 3 Atw"))
    return ends_on, tuple(steps)


def _working_days_up_to_two(first: date, last: date, calendar: Calendar) -> int:
    """The working days from `first` through `last`, counted no further than two."""
    found = 0
    while found < 2 and first <= last:
        found += calendar.is_working_day(first)
        first += ONE_DAY
    return found


def _rolled(base: date, end: date, calendar: Calendar, law: str) -> Step:
    params: dict[str, Param] = {"base": base, "end": end}
    if name := calendar.name_of(base):
        params["holiday"] = HolidayName(name)
        if law:
            return Step(N_("ends %(base)s (%(holiday)s), therefore %(end)s"), params, law)
        return Step(N_("ends %(base)s (%(holiday)s); as a courtesy, not by law, %(end)s"), params)
    if law:
        return Step(N_("ends %(base)s, therefore %(end)s"), params, law)
    return Step(N_("ends %(base)s; as a courtesy, not by law, %(end)s"), params)


def term_after(day: date, length: Length, *, kind: str, law: str, calendar: Calendar,
               basis: Basis = Basis.LAW) -> Term:  # fmt: skip
    """The forward term of `length` that begins the day after `day`, rolled as its basis and length ask."""
    starts_on, base = day + ONE_DAY, length.after(day)
    counted = Step(N_("%(length)s from %(start)s: through %(base)s"),
                   {"length": length, "start": starts_on, "base": base}, law)  # fmt: skip
    ends_on, moved = base, tuple[Step, ...]()
    if follows_atw(length, basis) or basis is Basis.BODY:
        ends_on, moved = roll(starts_on, base, calendar=calendar, basis=basis)
    return Term(kind=kind, starts_on=starts_on, base_ends_on=base, ends_on=ends_on, steps=(counted, *moved))


def term_until(day: date, due_on: date, *, kind: str, law: str, calendar: Calendar) -> Term:
    """A term that the body sets itself, from the day after `day` through `due_on`, rolled as a courtesy.

    Raises ValueError if `due_on` is not after `day`.
    """
    if due_on <= day:
        raise ValueError("a term ends after the day on which it is set")
    ends_on, moved = roll(day + ONE_DAY, due_on, calendar=calendar, basis=Basis.BODY)
    set_by_us = Step(N_("from %(start)s through %(base)s"), {"start": day + ONE_DAY, "base": due_on}, law)
    return Term(kind=kind, starts_on=day + ONE_DAY, base_ends_on=due_on, ends_on=ends_on, steps=(set_by_us, *moved))


def earliest_due(set_on: date, minimum: Length) -> date:
    """The first last day that gives `minimum`, counted from the day after `set_on`."""
    return minimum.after(set_on)


def at_least(set_on: date, due_on: date, minimum: Length) -> bool:
    """Whether a term from the day after `set_on` through `due_on` lasts at least `minimum`."""
    return due_on >= earliest_due(set_on, minimum)


def supplement_term(*, asked_on: date, due_on: date, calendar: Calendar) -> Term:
    """The term that the office sets for a supplement (art. 4:5 lid 1 Awb)."""
    return term_until(asked_on, due_on, kind=SUPPLEMENT, law="art. 4:5 lid 1 Awb", calendar=calendar)


def view_term(*, announced_on: date, due_on: date, calendar: Calendar) -> Term:
    """The term that the board sets for a view on its intention (art. 4:7 and 4:8 Awb)."""
    return term_until(announced_on, due_on, kind=VIEW, law="art. 4:7 Awb", calendar=calendar)


def set_aside_window(*, supplemented_on: date | None, due_on: date, length: Length, calendar: Calendar) -> Term:
    """The weeks in which an incomplete application can be set aside (art. 4:5 lid 4 Awb).

    They follow the day of a supplement that falls short, or the last day of a term that passed unused. A supplement
    that came after `due_on` starts nothing. With a supplement the body may act on the day itself.
    """
    in_time = supplemented_on is not None and supplemented_on <= due_on
    since = supplemented_on if in_time and supplemented_on else due_on
    return term_after(since, length, kind=SET_ASIDE, law="art. 4:5 lid 4 Awb", calendar=calendar)


def accreditation_ends_on(starts_on: date, years: int) -> date:
    """The last day of an accreditation of `years` that begins on `starts_on`: the day before its anniversary.

    Never rolled (art. 4 Atw: terms in years). A beginning on 29 February has its anniversary on 1 March in a common
    year, so the last day is 28 February there, as it is after 1 March.
    """
    anniversary = add_years(starts_on, years)
    return anniversary - ONE_DAY if anniversary.day == starts_on.day else anniversary


def renewal_opens_on(ends_on: date, before: Length) -> date:
    """The first day on which a renewal can be applied for: `before` (months) ahead of the last day."""
    if before.unit is not Unit.MONTHS:
        raise ValueError("the renewal window is counted in months")
    return add_months(ends_on, -before.value)


def successor_starts_on(ends_on: date) -> date:
    """The day after the last day: a renewal begins, or else the accreditation has expired."""
    return ends_on + ONE_DAY


def lapses_on(last_youth_on: date, length: Length) -> date:
    """The day on which an accreditation lapses when no youth came since `last_youth_on`. Never rolled."""
    return length.after(last_youth_on) + ONE_DAY


def silent_from(asked_on: date, length: Length, calendar: Calendar) -> date:
    """The first day after `length` (working days) of silence since `asked_on`."""
    if length.unit is not Unit.WORKING_DAYS:
        raise ValueError("silence is counted in working days")
    return calendar.add_working_days(asked_on, length.value) + ONE_DAY
