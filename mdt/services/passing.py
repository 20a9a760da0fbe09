"""Letting time pass in the demonstration, so that everything happens and every letter comes."""

from __future__ import annotations

from datetime import date, timedelta

from mdt.models import db
from mdt.services import clock, housekeeping, reminder, timers
from workflows.calendar import add_months, add_years

ONE_DAY = timedelta(days=1)


def until(span: str) -> date:
    """The day on which a span that begins today ends. Raises KeyError for an unknown one."""
    today = clock.today()
    return {"day": today + ONE_DAY, "week": today + timedelta(days=7), "month": add_months(today, 1),
            "half_year": add_months(today, 6), "year": add_years(today, 1)}[span]  # fmt: skip


def let_pass_span(span: str) -> int:
    """Let a span pass: the long ones week by week, which changes no date, for what was due keeps its own."""
    return let_pass(until(span), step=timedelta(days=7) if span in ("half_year", "year") else ONE_DAY)


def let_pass(day: date, *, step: timedelta = ONE_DAY) -> int:
    """Go to a day, with everything that is due on the way, timers before reminders; returns how much happened.

    Raises RuntimeError outside the demonstration and tests.
    """
    count = work()
    while clock.today() < day:
        clock.move_to(min(clock.today() + step, day))
        count += work()
    return count


def work() -> int:
    """Do everything that the clock asks today: the timers and then the reminders until nothing is due, and what else
    is done every minute or night.
    """
    count = 0
    while more := timers.run() + reminder.run():
        db.session.flush()
        count += more
    for one in (*housekeeping.minutely(), *housekeeping.nightly()):
        if one not in (timers.run, reminder.run):
            done = one()
            count += done if isinstance(done, int) else 0
    return count
