"""On what a credit rests: the hours by week and accreditation, the reflection, the supervisor's assessment.

While a credit is being prepared this is read from the hours themselves. When it is handed in the weeks are locked and
what was counted is frozen on the credit, so that from then on every page, paper and reckoning says the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from mdt.models import Agreement, Credit, Event, Review, Scheme, SupervisorAssessment, Week, db
from mdt.services import accreditation, hours_counted, scheme
from mdt.services.transitions import Occasion
from workflows.credits import Outcome, reckon

OPEN = ("draft", "returned")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The minutes that count by accreditation, and those that do not, as plain data that can be frozen.

    `periods` are {number, starts_on, ends_on, minutes}; `weeks` are {monday, minutes, outside}; days are ISO text.
    """

    periods: tuple[dict[str, Any], ...] = ()
    weeks: tuple[dict[str, Any], ...] = ()
    outside: int = 0
    first: str | None = None
    last: str | None = None
    activities: str = ""

    @property
    def minutes(self) -> int:
        """The minutes that count."""
        return sum(period["minutes"] for period in self.periods)

    def frozen(self) -> dict[str, Any]:
        """As the credit keeps it."""
        return {"periods": list(self.periods), "weeks": list(self.weeks), "outside": self.outside, "first": self.first,
                "last": self.last, "activities": self.activities}  # fmt: skip


def of_credit(credit: Credit) -> Counted:
    """What counts for a credit: as frozen, or while it is being prepared as it is now."""
    if credit.counted is not None and credit.status not in OPEN:
        kept = credit.counted
        return Counted(**{**kept, "periods": tuple(kept["periods"]), "weeks": tuple(kept["weeks"])})
    return now(credit)


def now(credit: Credit) -> Counted:
    """What counts as things stand."""
    if credit.agreement is None:
        first, last = credit.prior_from, credit.prior_until
        return Counted(first=first.isoformat() if first else None, last=last.isoformat() if last else None,
                       activities=credit.prior_activities or "")  # fmt: skip
    return _of_agreement(credit.agreement)


def minutes_of(credit: Credit, counted: Counted) -> int:
    """The minutes of service that the reckoning takes: those that were confirmed, or those claimed of before."""
    return credit.prior_minutes if credit.prior_minutes is not None else counted.minutes


def _of_agreement(agreement: Agreement) -> Counted:
    ranges = hours_counted.ranges_of(agreement)
    by_number: Counter[str] = Counter()
    by_week: dict[date, list[int]] = {}
    first = last = None
    for row in hours_counted.confirmed(agreement):
        number = hours_counted.number_on(row.day, ranges)
        week = by_week.setdefault(row.week.monday, [0, 0])
        week[0 if number else 1] += row.minutes
        if number:
            by_number[number] += row.minutes
        first, last = min(first or row.day, row.day), max(last or row.day, row.day)
    periods = [_period(one, by_number.pop(one.number)) for one in ranges if one.number in by_number]
    return Counted(
        periods=tuple(periods), outside=sum(week[1] for week in by_week.values()),
        weeks=tuple({"monday": monday.isoformat(), "minutes": week[0], "outside": week[1]}
                    for monday, week in sorted(by_week.items())),
        first=first.isoformat() if first else None, last=last.isoformat() if last else None,
        activities=_activities(agreement),
    )  # fmt: skip


def _period(found: accreditation.Range, minutes: int) -> dict[str, Any]:
    return {"number": found.number, "starts_on": found.starts_on.isoformat(), "ends_on": found.ends_on.isoformat(),
            "minutes": minutes}  # fmt: skip


def _activities(agreement: Agreement) -> str:
    content = hours_counted.content_of(agreement)
    return "\n".join(str(row.get("what") or "") for row in content.get("activities") or ())


def unconfirmed(credit: Credit) -> int:
    """How many weeks wait to be handed in, confirmed or settled."""
    if credit.agreement_id is None:
        return 0
    query = select(Week).where(
        Week.agreement_id == credit.agreement_id, Week.status.not_in(hours_counted.COUNTING)
    )  # fmt: skip
    return sum(1 for week in db.session.scalars(query.options(selectinload(Week.entries))) if week.minutes)


def assessment_of(credit: Credit) -> SupervisorAssessment | None:
    """What the supervisor wrote at the end."""
    if credit.agreement_id is None:
        return None
    query = select(SupervisorAssessment).where(SupervisorAssessment.agreement_id == credit.agreement_id)
    return db.session.scalar(query)


def missing(credit: Credit) -> tuple[str, ...]:
    """What the scheme asks and is not there, in the words of `scheme.ASKS`."""
    asked, found = set(credit.scheme.asks), []
    if "reflection" in asked and not credit.reflection.strip():
        found.append("reflection")
    if "portfolio" in asked and not credit.portfolio.strip():
        found.append("portfolio")
    if "supervisor" in asked and credit.agreement_id is not None and assessment_of(credit) is None:
        found.append("supervisor")
    return tuple(found)


def already(credit: Credit) -> int:
    """What this youth was awarded before under any version of the same scheme, in hundredths."""
    query = (
        select(Credit.amount, Scheme.line)
        .join(Scheme, Credit.scheme_id == Scheme.id)
        .where(Credit.youth_id == credit.youth_id, Credit.status == "awarded", Credit.id != credit.id)
    )  # the line is compared here: asked of the database, SQLite goes through all credits of the scheme
    return sum(amount for amount, line in db.session.execute(query) if line == credit.scheme.line)


def reckoned(credit: Credit, counted: Counted | None = None) -> Outcome:
    """What the hours and the reflection come to by the scheme."""
    found = counted if counted is not None else of_credit(credit)
    return reckon(
        scheme.rules_of(credit.scheme), service=minutes_of(credit, found), reflection=credit.reflection_minutes,
        already=already(credit),
    )  # fmt: skip


def proposal(credit: Credit) -> Review | None:
    """The proposal that counts: the latest since the credit was last handed in."""
    query = select(Review).where(Review.credit_id == credit.id).order_by(Review.made_at.desc()).limit(1)
    found = db.session.scalar(query.options(joinedload(Review.author)))
    since = _handed_in_at(credit) if found is not None else None
    return found if found is not None and (since is None or found.made_at >= since) else None


def _handed_in_at(credit: Credit) -> datetime | None:
    query = select(Event.recorded_at).where(Event.subject_id == credit.id, Event.name == "submit")
    return db.session.scalar(query.order_by(Event.id.desc()).limit(1))


# -- once for each event: its rules, what it writes and its papers look at the same ------------------------------------
def outcome_at(credit: Credit, occasion: Occasion) -> Outcome:
    """What it comes to, reckoned at most once in an event."""
    if "outcome" not in occasion.made:
        occasion.made["outcome"] = reckoned(credit)
    found: Outcome = occasion.made["outcome"]
    return found


def proposal_at(credit: Credit, occasion: Occasion) -> Review | None:
    """The proposal that counts, read at most once in an event."""
    if "proposal" not in occasion.made:
        occasion.made["proposal"] = proposal(credit)
    found: Review | None = occasion.made["proposal"]
    return found
