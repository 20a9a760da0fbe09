"""Noting hours, correcting without changing, what a supervisor does by a link, and what counts."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from mdt.models import Effect, Event, HoursEntry, Mail, Week
from mdt.services import agreement_facts, calendar, clock, effects, hours, personal_data
from mdt.services import consent as consents
from mdt.services import hours_overview as overview
from mdt.services import link as links
from mdt.services.transitions import fire
from tests import factories_hours as f
from tests import factories_school
from workflows.base import NotNow, NotPermitted, Refused
from workflows.entries import monday_of

pytestmark = pytest.mark.usefixtures("database")
LATE = {"late_reason": "Ik was ziek."}


def last_monday() -> date:
    return monday_of(clock.today()) - timedelta(weeks=1)


def entries_of(service: f.Service) -> int:
    from mdt.models import db

    return db.session.scalar(
        select(func.count(HoursEntry.id)).join(Week).where(Week.agreement_id == service.agreement.id)
    ) or 0  # fmt: skip


def test_a_form_that_is_sent_twice_makes_one_entry() -> None:
    service, token = f.serving(), uuid.uuid4().hex
    first = f.entry(service, token=token)
    assert f.entry(service, token=token).id == first.id
    assert entries_of(service) == 1
    fire(first.week, "submit", actor=service.youth)
    assert f.entry(service, token=token).id == first.id  # and also when the week was handed in meanwhile


def test_a_refused_entry_leaves_nothing_but_what_was_there() -> None:
    service = f.serving()
    f.entry(service)
    with pytest.raises(Refused, match="overlaps"):
        f.entry(service, start=time(14))
    with pytest.raises(Refused, match="more than a day of service"):
        f.entry(service, day=clock.today(), minutes=25 * 60)
    assert entries_of(service) == 1


def test_nobody_is_in_two_places_at_once() -> None:
    here = f.serving()
    there = f.serving(who=here.agreement.youth, at=f.factories.organisation(name="Elders"))
    f.entry(here)
    with pytest.raises(Refused, match="overlaps"):
        f.entry(there, start=time(14, 59))
    f.entry(there, start=time(15))
    assert entries_of(there) == 1


def test_service_elsewhere_counts_for_the_limits_of_a_minor() -> None:
    here = f.serving(age=15)
    there = f.serving(who=here.agreement.youth, at=f.factories.organisation(name="Elders"))
    saturday = last_monday() + timedelta(days=5)
    f.entry(here, day=saturday, start=time(8), minutes=300)
    with pytest.raises(Refused, match="at most 8:00 on such a day"):
        f.entry(there, day=saturday, start=time(14), minutes=240)


def test_without_the_consent_of_a_guardian_nothing_is_noted_or_handed_in() -> None:
    service = f.serving(age=15)
    week = f.entry(service, day=last_monday() + timedelta(days=5)).week
    consent = consents.current(service.agreement.youth)
    assert consent is not None
    fire(consent, "withdraw", actor=factories_school.guardian(consent))
    with pytest.raises(Refused, match="parent or guardian"):
        fire(week, "submit", actor=service.youth)
    with pytest.raises(Refused, match="parent or guardian"):
        f.entry(service, day=last_monday() + timedelta(days=5), start=time(16))


def test_entries_of_a_week_that_was_handed_in_never_change() -> None:
    service = f.serving()
    week = f.hours(service, at="submitted")
    with pytest.raises(NotNow):
        f.entry(service, day=week.monday)
    with pytest.raises(NotNow):
        hours.remove(week, week.entries[0].id, actor=service.youth)
    assert week.minutes == 240


def test_only_the_youth_notes() -> None:
    service = f.serving()
    with pytest.raises(NotPermitted):
        hours.note(service.agreement, actor=service.coordinator, token="1", day=clock.today(), start=time(9),
                   minutes=60, activity="a", outcome="b", reflection="c")  # fmt: skip


def test_a_week_that_is_begun_by_mistake_can_be_emptied_and_is_missing_again() -> None:
    service = f.serving()
    entry = f.entry(service)
    hours.remove(entry.week, entry.id, actor=service.youth)
    found = overview.lines(service.agreement, overview.weeks_of(service.agreement), today=clock.today())
    assert {line.status for line in found} == {"missing", "now"}
    with pytest.raises(Refused, match="Nothing is noted"):
        fire(entry.week, "submit", actor=service.youth)


def test_a_missing_week_is_missing_and_not_zero() -> None:
    service = f.serving()
    week = f.hours(service, at="submitted")
    found = overview.lines(service.agreement, overview.weeks_of(service.agreement), today=clock.today())
    assert [line.status for line in found if line.monday == week.monday] == ["submitted"]
    assert [line.monday for line in found] == sorted((line.monday for line in found), reverse=True)
    assert len(found) == 11 and [line.status for line in found].count("missing") == 9


def test_a_correction_stands_beside_what_it_corrects() -> None:
    service = f.serving()
    week = f.hours(service, at="confirmed")
    wrong = week.standing[0]
    correction = {"day": wrong.day, "start": wrong.start, "minutes": 90, "activity": wrong.activity,
                  "outcome": wrong.outcome, "reflection": wrong.reflection, **LATE}  # fmt: skip
    hours.correct(week, actor=service.youth, token="c1", corrects=wrong.id, **correction)
    hours.correct(week, actor=service.youth, token="c1", corrects=wrong.id, **correction)  # the same form again
    assert (week.status, week.minutes, len(week.entries), wrong.minutes) == ("submitted", 210, 3, 120)
    fire(week, "confirm", actor=f.supervisor(week))
    with pytest.raises(Refused, match="corrected already"):
        hours.correct(week, actor=service.youth, token="c2", corrects=wrong.id, **correction)
    hours.correct(week, actor=service.youth, token="c3", corrects=week.standing[0].id, **correction | {"minutes": 0})
    assert week.minutes == 120


def test_a_dispute_is_answered_by_a_correction_or_settled_by_the_coordinator() -> None:
    service = f.serving()
    week = f.hours(service, at="disputed")
    assert week.dispute == "Op donderdag was er niemand."
    with pytest.raises(Refused, match="Correct an entry first"):
        fire(week, "submit", actor=service.youth)
    wrong = week.standing[1]
    hours.correct(week, actor=service.youth, token="d1", corrects=wrong.id, day=wrong.day, start=wrong.start, minutes=0,
                  activity=wrong.activity, outcome=wrong.outcome, reflection=wrong.reflection, **LATE)  # fmt: skip
    fire(week, "submit", actor=service.youth)
    assert (week.status, week.minutes, week.dispute) == ("submitted", 120, "")
    fire(week, "dispute", actor=f.supervisor(week), reason="Dinsdag was het een uur.")
    fire(week, "settle", actor=service.coordinator, heard_youth=True, heard_supervisor=True, settled="Twee uur.")
    assert (week.status, week.settled) == ("confirmed", "Twee uur.")


def test_the_coordinator_confirms_after_ten_working_days_of_silence(clock: Callable[[date], None]) -> None:
    monday = date(2026, 11, 16)
    clock(date(2026, 11, 23))
    service = f.serving()
    week = f.hours(service, at="submitted", monday=monday)
    last = calendar.calendar().add_working_days(date(2026, 11, 23), 10)
    assert hours.silent_until(week) == last == date(2026, 12, 7)
    clock(last)
    with pytest.raises(Refused, match="through 2026-12-07, you can"):
        fire(week, "confirm", actor=service.coordinator)
    clock(last + timedelta(days=1))
    fire(week, "confirm", actor=service.coordinator)
    assert week.status == "confirmed"


def test_the_link_confirms_once_and_shows_the_other_weeks_that_wait() -> None:
    service = f.serving()
    first = f.hours(service, at="submitted")
    second = f.hours(service, at="submitted", monday=last_monday() - timedelta(weeks=1))
    link = f.link_of(first)
    others = links.purpose_of(link).context(first, link)["others"]
    assert [(week.id, url.startswith("http")) for week, url in others] == [(second.id, True)]
    links.use(links.token_of(link), "confirm")
    assert first.status == "confirmed"
    assert links.standing(link) is links.Standing.USED
    with pytest.raises(links.LinkClosed):
        links.use(links.token_of(link), "dispute", reason="Toch niet.")


def test_the_link_of_a_week_that_was_answered_otherwise_is_taken_back(clock: Callable[[date], None]) -> None:
    clock(date(2026, 11, 23))
    service = f.serving()
    week = f.hours(service, at="submitted", monday=date(2026, 11, 16))
    link = f.link_of(week)
    clock(date(2026, 12, 8))
    fire(week, "confirm", actor=service.coordinator)
    assert links.standing(link) is links.Standing.REVOKED


def test_the_letter_to_the_supervisor_carries_the_link(database: Any) -> None:
    service = f.serving()
    week = f.hours(service, at="submitted")
    for effect in database.session.scalars(select(Effect.id).where(Effect.done_at.is_(None))).all():
        effects.carry_out(effect)
    letter = database.session.scalars(select(Mail).where(Mail.recipient == f.SUPERVISOR["email"])).one()
    assert links.url_of(f.link_of(week)) in letter.body
    assert "4:00" in letter.subject and "Gastheer bij de lunch" in letter.body


def test_only_confirmed_hours_under_an_accreditation_in_force_count(database: Any) -> None:
    service = f.serving()
    f.hours(service, at="submitted", monday=last_monday())
    week = f.hours(service, at="confirmed", monday=last_monday() - timedelta(weeks=1))
    number = service.accreditation.number
    assert hours.counted(service.agreement) == {number: 240}
    service.accreditation.given_up_from = week.standing[1].day
    database.session.flush()
    assert hours.counted(service.agreement) == {number: 120}
    assert hours.outside(service.agreement, week.standing) == [week.standing[1]]
    done = overview.progress(service.agreement, overview.weeks_of(service.agreement))
    assert (done.confirmed, done.outside, done.counts, done.waiting) == (240, 120, 120, 240)
    later = f.accreditation(service.organisation, starts_on=week.standing[1].day, ends_on=clock.today())
    assert hours.counted(service.agreement) == {number: 120, later.number: 120}


def test_locked_hours_still_count_and_are_not_corrected() -> None:
    service = f.serving()
    week = f.hours(service, at="confirmed")
    hours.lock(service.agreement)
    assert week.status == "locked" and sum(hours.counted(service.agreement).values()) == 240
    with pytest.raises(NotNow):
        hours.correct(week, actor=service.youth, token="x", day=week.monday, start=time(9), minutes=60, activity="a",
                      outcome="b", reflection="c")  # fmt: skip
    hours.unlock(service.agreement)
    assert week.status == "confirmed" and hours.all_confirmed(service.agreement)


def test_hours_are_noted_only_under_an_agreement_in_force_and_within_it() -> None:
    service = f.serving(starts_on=clock.today() - timedelta(days=3), ends_on=clock.today() + timedelta(days=90))
    with pytest.raises(Refused, match="Your agreement begins on"):
        f.entry(service, day=clock.today() - timedelta(days=4))
    ended = f.serving(status="ended_early", closed_on=clock.today() - timedelta(days=2))
    f.entry(ended, day=clock.today() - timedelta(days=2))
    with pytest.raises(Refused, match="Your agreement ended on"):
        f.entry(ended, day=clock.today() - timedelta(days=1))
    with pytest.raises(Refused, match="once your agreement is in force"):
        f.entry(f.serving(status="proposed"))


def test_what_happened_is_in_the_log_of_the_agreement_with_its_entries(database: Any) -> None:
    service = f.serving()
    week = f.hours(service, at="confirmed")
    found = database.session.scalars(
        select(Event).where(Event.case_id == service.agreement.id).order_by(Event.sequence)
    ).all()
    assert [event.name for event in found] == ["begin", "submit", "confirm"]
    assert found[1].snapshot["week"]["minutes"] == 240 and len(found[1].snapshot["week"]["entries"]) == 2
    assert (found[2].actor_kind, found[2].role) == ("link", "supervisor")
    assert week.version >= 3


def test_the_statement_says_week_by_week_what_counts_and_what_does_not(database: Any) -> None:
    service = f.serving()
    week = f.hours(service, at="confirmed")
    f.hours(service, at="submitted", monday=last_monday() - timedelta(weeks=1))
    service.accreditation.given_up_from = week.standing[1].day
    database.session.flush()
    event = fire(service.agreement, "state_hours", actor=service.youth)
    record = event.snapshot["papers"]["statement_of_hours"] if event.snapshot else {}
    assert (record["length"], record["counted"], record["outside"], record["goal"]) == ("4:00", "2:00", "2:00", "80:00")
    assert [one["length"] for one in record["weeks"]] == ["4:00"]
    marks = [entry["accreditation"] for entry in record["weeks"][0]["entries"]]
    assert marks == [service.accreditation.number, None]
    assert [one["number"] for one in record["accreditations"]] == [service.accreditation.number]
    waiting = database.session.scalars(select(Effect.name).where(Effect.event_id == event.id)).all()
    assert waiting == ["statement_of_hours"]


def test_an_agreement_is_completed_on_the_hours_that_count() -> None:
    service = f.serving()
    f.hours(service, at="confirmed")
    assert agreement_facts.minutes_served(service.agreement.id) == 240


def test_erasure_empties_the_words_and_keeps_days_and_minutes(database: Any) -> None:
    service = f.serving()
    week = f.hours(service, at="confirmed")
    archive = zipfile.ZipFile(io.BytesIO(personal_data.archive(service.agreement.youth)))
    text = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    assert "Ik durfde iedereen aan te spreken." in text and week.entries[0].token not in text
    personal_data.erase(service.agreement.youth)
    database.session.expire_all()
    assert [(row.minutes, row.reflection, row.late_reason) for row in week.standing] == [(120, "", "")] * 2
    assert week.standing[0].activity == personal_data.GONE
