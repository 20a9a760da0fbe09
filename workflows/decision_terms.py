"""The term for a decision: how it stands still and how it is extended (art. 4:13-4:15 Awb)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workflows.calendar import Calendar, Length, Unit
from workflows.marker import N_
from workflows.terms import DECISION, ONE_DAY, Param, Step, Term, roll, term_after

SUPPLEMENT_LAW = "art. 4:15 lid 1 Awb"
CONSENT_LAW = "art. 4:15 lid 2 sub a Awb"
EXTENSION_LAW = "art. 4:14 lid 3 Awb"


@dataclass(frozen=True)
class Suspension:
    """Days that do not count: from `starts_on` until, but not including, `until`; None while it lasts.

    The law says "tot de dag waarop": on that day itself the clock runs again.
    """

    starts_on: date
    until: date | None
    law: str = SUPPLEMENT_LAW


@dataclass(frozen=True)
class Extension:
    """A later last day, `ends_on`, made known on `set_on`."""

    set_on: date
    ends_on: date


def suspended_for_supplement(*, asked_on: date, due_on: date, supplemented_on: date | None, today: date,
                             law: str = SUPPLEMENT_LAW) -> Suspension:  # fmt: skip
    """From the day after the request until the day of the supplement, or until its term has passed unused."""
    until = due_on + ONE_DAY if today > due_on else None
    if supplemented_on is not None and supplemented_on <= due_on:
        until = supplemented_on
    return Suspension(asked_on + ONE_DAY, until, law)


def suspended_by_consent(*, given_on: date, until: date) -> Suspension:
    """From the day after the written consent to a later decision until the agreed day."""
    return Suspension(given_on + ONE_DAY, until, CONSENT_LAW)


def decision_term(*, received_on: date, length: Length, calendar: Calendar, suspensions: Iterable[Suspension] = (),
                  extensions: Iterable[Extension] = ()) -> Term:  # fmt: skip
    """The term for a decision on an application received on `received_on`.

    Suspended days count once, however they overlap. An extension counts if it was set before the end as it then
    stood and names a later day. It is a day that the body chose, so it does not roll; suspensions that begin after
    it move it on, earlier ones are taken to be in it.
    """
    term = term_after(received_on, length, kind=DECISION, law="art. 4:13 lid 2 Awb", calendar=calendar)
    return adjusted(term, suspensions=suspensions, extensions=extensions, extension_law=EXTENSION_LAW,
                    calendar=calendar)  # fmt: skip


def adjusted(term: Term, *, suspensions: Iterable[Suspension], extensions: Iterable[Extension], extension_law: str,
             calendar: Calendar) -> Term:  # fmt: skip
    """Work suspensions and extensions into `term`, a term set in a law, and roll its end afterwards."""
    pauses = merged(suspensions, not_before=term.starts_on)
    counted = [step for step in term.steps if not step.law.endswith("Atw")]  # it is rolled anew below
    reckoning = _Reckoning(term.starts_on, term.base_ends_on, calendar, counted)
    for extension in sorted(extensions, key=lambda found: (found.set_on, found.ends_on)):
        reckoning.pause([p for p in pauses if p.starts_on <= extension.set_on])
        reckoning.extend(extension, extension_law)
    still = reckoning.pause(pauses)
    ends_on, moved = reckoning.rolled()
    return replace(term, base_ends_on=reckoning.end, ends_on=ends_on, steps=(*reckoning.steps, *moved),
                   running=still is None, stands_still_from=still)  # fmt: skip


def merged(suspensions: Iterable[Suspension], *, not_before: date) -> list[Suspension]:
    """The suspensions in order, without overlap, and without the days before `not_before`. Empty ones fall away."""
    found: list[Suspension] = []
    clipped = (replace(s, starts_on=max(s.starts_on, not_before)) for s in suspensions)
    real = [s for s in clipped if s.until is None or s.until > s.starts_on]
    for each in sorted(real, key=lambda s: (s.starts_on, s.until or date.max, s.law)):
        last = found[-1] if found else None
        if last is None or (last.until is not None and each.starts_on > last.until):
            found.append(each)
            continue
        until = None if last.until is None or each.until is None else max(last.until, each.until)
        laws = sorted({*last.law.split("; "), each.law})
        found[-1] = Suspension(last.starts_on, until, "; ".join(laws))
    return found


class _Reckoning:
    """Moves the end of a term step by step, and writes down each step."""

    def __init__(self, starts_on: date, end: date, calendar: Calendar, steps: list[Step]) -> None:
        self.starts_on, self.end, self.calendar, self.steps = starts_on, end, calendar, steps
        self.rolls = True
        self.worked_in: set[date] = set()

    def rolled(self) -> tuple[date, tuple[Step, ...]]:
        """The end after rolling, unless the body chose the day itself."""
        return roll(self.starts_on, self.end, calendar=self.calendar) if self.rolls else (self.end, ())

    def pause(self, pauses: Sequence[Suspension]) -> date | None:
        """Move the end by each suspension that began in time; return the first day of one that still lasts."""
        for each in pauses:
            present = self.rolled()[0]
            if each.starts_on > present:
                break
            if each.until is None:
                if each.starts_on not in self.worked_in:
                    self.worked_in.add(each.starts_on)
                    self.steps.append(Step(N_("stands still from %(start)s"), {"start": each.starts_on}, each.law))
                return each.starts_on
            if each.starts_on in self.worked_in:
                continue
            self.worked_in.add(each.starts_on)
            days = each.until - each.starts_on
            self.end = (self.end if each.starts_on <= self.end else present) + days
            self._explain(each, days)
        return None

    def _explain(self, pause: Suspension, days: timedelta) -> None:
        message = N_("stands still from %(start)s until %(until)s (%(length)s): through %(end)s")
        length = Length(days.days, Unit.DAYS)
        params: dict[str, Param] = {
            "start": pause.starts_on, "until": pause.until or date.max, "length": length, "end": self.end,
        }  # fmt: skip
        self.steps.append(Step(message, params, pause.law))

    def extend(self, extension: Extension, law: str) -> None:
        """Move the end to the named day, if it was named in time and lies later."""
        present = self.rolled()[0]
        if extension.set_on > present or extension.ends_on <= present:
            message = N_("the extension to %(end)s was not made in time and does not count")
            self.steps.append(Step(message, {"end": extension.ends_on}, law))
            return
        self.steps.append(Step(N_("extended through %(end)s"), {"end": extension.ends_on}, law))
        self.end, self.rolls = extension.ends_on, False
