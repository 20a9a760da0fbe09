"""Hours in the browser: an entry on a phone, a week, the supervisor's link, and what others read."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest

from mdt.models import HoursEntry, Week, db
from mdt.services import clock as clocks
from mdt.services import link as links
from tests import factories, factories_school
from tests import factories_hours as f
from workflows.entries import monday_of


def page(client: Any, address: str, code: int = 200) -> str:
    """The markup of a page that must answer with a code."""
    response = client.get(address)
    assert response.status_code == code, f"{address}: {response.status_code}"
    return str(response.get_data(as_text=True))


def filled(**more: str) -> dict[str, str]:
    """An entry as a phone sends it: for today, two and a half hours."""
    return {
        "token": uuid.uuid4().hex, "recent": clocks.today().isoformat(), "start": "9.00", "minutes": "2u30",
        "activity": f.ACTIVITIES[0], "outcome": f.OUTCOMES[0], "reflection": "Ik hielp mee.",
    } | more  # fmt: skip


def entries() -> list[HoursEntry]:
    return db.session.query(HoursEntry).order_by(HoursEntry.noted_at).all()


def test_an_entry_is_a_few_taps_and_the_next_one_is_mostly_filled_in(database: Any, client: Any) -> None:
    service = f.serving()
    client.sign_in(service.youth)
    address = f"/agreements/{service.agreement.id}/hours/note"
    assert len(re.findall(r"<(?:input|select|textarea)(?![^>]*hidden)", page(client, address))) <= 9
    assert client.post(address, data=filled()).status_code == 302
    (noted,) = entries()
    assert (noted.minutes, f"{noted.start:%H:%M}", noted.day) == (150, "09:00", clocks.today())
    again = page(client, address)
    assert 'value="09:00"' in again and 'value="2:30"' in again
    assert f'<option value="{f.ACTIVITIES[0]}" selected' in again


def test_a_missing_week_of_long_ago_leads_to_its_own_day(database: Any, client: Any) -> None:
    service = f.serving()
    client.sign_in(service.youth)
    monday = monday_of(clocks.today()) - timedelta(weeks=5)
    address = f"/agreements/{service.agreement.id}/hours/note?day={monday.isoformat()}"
    assert address.split("/hours/")[1] in page(client, f"/agreements/{service.agreement.id}/hours")
    text = page(client, address)
    assert f'value="{monday:%d-%m-%Y}"' in text and '<option value="other" selected' in text and "<details" in text
    assert page(client, address.replace(monday.isoformat(), "onzin"))


def test_a_form_that_is_sent_again_makes_no_second_entry(database: Any, client: Any) -> None:
    service = f.serving()
    client.sign_in(service.youth)
    address, sent = f"/agreements/{service.agreement.id}/hours/note", filled()
    assert [client.post(address, data=sent).status_code for _ in range(3)] == [302, 302, 302]
    assert len(entries()) == 1


@pytest.mark.parametrize(
    ("bad", "field", "says"),
    [
        ({"minutes": "25"}, "minutes", "Meer dan een dag kan bevatten"),
        ({"minutes": "twee"}, "minutes", "2:30"),
        ({"start": "23:00"}, "minutes", "na middernacht"),
        ({"start": "noen"}, "start", "13:30"),
        ({"reflection": ""}, "reflection", "één regel"),
        ({"recent": "other", "day": ""}, "day", "welke dag"),
        ({"recent": "other", "day": "01-01-2020"}, "day", "begint op"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_typed_is_lost(
    database: Any, client: Any, bad: dict[str, str], field: str, says: str
) -> None:
    service = f.serving()
    client.sign_in(service.youth)
    sent = filled(reflection="Zeldzame zin.", token="t1") | bad
    answer = client.post(f"/agreements/{service.agreement.id}/hours/note", data=sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422 and f'id="{field}-error"' in text and says.lower() in text.lower(), text
    assert sent["reflection"] in text and 'value="t1"' in text
    assert not entries()


def test_two_entries_at_the_same_time_are_refused(database: Any, client: Any) -> None:
    service = f.serving()
    client.sign_in(service.youth)
    address = f"/agreements/{service.agreement.id}/hours/note"
    client.post(address, data=filled())
    answer = client.post(address, data=filled(start="11:00"))
    assert answer.status_code == 422 and "overlapt" in answer.get_data(as_text=True)


def test_before_and_after_the_accreditation_nothing_is_noted(database: Any, client: Any) -> None:
    service = f.serving()
    client.sign_in(service.youth)
    address = f"/agreements/{service.agreement.id}/hours/note"
    service.accreditation.given_up_from = clocks.today()
    answer = client.post(address, data=filled())
    assert answer.status_code == 422 and "telt niet mee" in answer.get_data(as_text=True)
    service.accreditation.given_up_from, service.accreditation.starts_on = None, clocks.today()
    yesterday = clocks.today() - timedelta(days=1)
    answer = client.post(address, data=filled(recent=yesterday.isoformat()))
    assert answer.status_code == 422 and 'id="recent-error"' in answer.get_data(as_text=True)


def test_under_sixteen_the_form_asks_the_kind_of_day(database: Any, client: Any) -> None:
    service = f.serving(age=14)
    client.sign_in(service.youth)
    address = f"/agreements/{service.agreement.id}/hours/note"
    assert 'name="kind"' in page(client, address)
    week = monday_of(clocks.today()) - timedelta(days=7)
    answer = client.post(address, data=filled(recent=week.isoformat(), kind="school"))
    assert answer.status_code == 422 and "schooldag" in answer.get_data(as_text=True)
    assert client.post(address, data=filled(recent=week.isoformat(), kind="holiday")).status_code == 302


def test_a_youth_hands_in_and_the_supervisor_confirms_by_link(database: Any, client: Any, app: Any) -> None:
    service = f.serving()
    week = f.hours(service)
    client.sign_in(service.youth)
    text = page(client, f"/hours/{week.id}")
    assert f"/hours/{week.id}/submit" in text and "4:00" in text
    assert page(client, f"/hours/{week.id}/submit")
    assert client.post(f"/hours/{week.id}/submit", data={"version": str(week.version)}).status_code == 302
    visitor = app.test_client()
    link = links.url_of(f.link_of(week)).split("//", 1)[1].split("/", 1)[1]
    shown = page(visitor, f"/{link}")
    assert "Jip de Jong" in shown and "Gastheer bij de lunch" in shown and week.status == "submitted"
    assert visitor.post(f"/{link}/dispute", data={"reason": ""}).status_code == 422
    assert visitor.post(f"/{link}/confirm").status_code == 302
    database.session.expire_all()
    assert week.status == "confirmed"
    assert visitor.post(f"/{link}/confirm").status_code == 410


def test_a_dispute_is_corrected_and_settled(database: Any, client: Any) -> None:
    service = f.serving()
    week = f.hours(service, at="disputed")
    client.sign_in(service.youth)
    assert "Op donderdag was er niemand." in page(client, f"/hours/{week.id}")
    wrong = week.standing[1]
    address = f"/hours/{week.id}/correct?entry={wrong.id}"
    assert wrong.reflection in page(client, address)
    changed = filled(recent="other", day=wrong.day.strftime("%d-%m-%Y"), minutes="1:00", late_reason="Vergeten.",
                     version=str(week.version))  # fmt: skip
    assert client.post(address, data=changed).status_code == 302
    assert week.minutes == 180
    client.sign_in(service.coordinator)
    settle = f"/hours/{week.id}/settle"
    assert client.post(settle, data={"heard_youth": "y", "settled": "Drie uur."}).status_code == 422
    sent = {"heard_youth": "y", "heard_supervisor": "y", "settled": "Drie uur.", "version": str(week.version)}
    assert client.post(settle, data=sent).status_code == 302
    assert week.status == "confirmed" and "Drie uur." in page(client, f"/hours/{week.id}")


def test_a_correction_of_confirmed_hours_that_comes_late_is_shown_how_it_stands(database: Any, client: Any) -> None:
    service = f.serving()
    week = f.hours(service, at="confirmed")
    client.sign_in(service.youth)
    address = f"/hours/{week.id}/correct?entry={week.standing[0].id}"
    sent = filled(recent="other", day=week.monday.strftime("%d-%m-%Y"), late_reason="Vergeten.", reflection="Mijn zin.")
    answer = client.post(address, data=sent | {"version": "1"})
    assert answer.status_code == 409 and "Mijn zin." in answer.get_data(as_text=True)
    assert client.post(address, data=sent | {"version": str(week.version)}).status_code == 302
    assert week.status == "submitted"


def test_who_sees_what(database: Any, client: Any) -> None:
    school = factories_school.school()
    service = f.serving(school=school)
    week = f.hours(service, at="submitted")
    addresses = [f"/hours/{week.id}", f"/agreements/{service.agreement.id}/hours"]
    people = factories_school.people_of(school)
    for reader in (service.youth, service.coordinator, people.clerk, people.board):
        client.sign_in(reader)
        for address in addresses:
            page(client, address)
    client.sign_in(people.clerk)
    assert client.post(f"/hours/{week.id}/confirm", data={}).status_code == 403
    for stranger in (factories.coordinator_of(factories.organisation(name="Elders")), f.serving().youth):
        client.sign_in(stranger)
        for address in addresses:
            page(client, address, 404)


def test_the_host_sees_what_waits_and_when_it_can_confirm(database: Any, client: Any) -> None:
    service = f.serving()
    f.hours(service, at="submitted")
    client.sign_in(service.coordinator)
    assert "Jip de Jong" in page(client, "/hours/to-confirm")


def test_the_youths_page_shows_the_picture_the_missing_weeks_and_the_papers(database: Any, client: Any) -> None:
    service = f.serving()
    week = f.hours(service, at="confirmed")
    client.sign_in(service.youth)
    text = page(client, "/my-service")
    assert 'role="img" aria-label="4:00 van 80:00 uren zijn bevestigd' in text and "Ontbreekt" in text
    assert client.post(f"/my-service/{service.agreement.id}/statement").status_code == 302
    assert "Urenverklaring" in page(client, "/my-service")
    assert week.status == "confirmed"


def test_the_weeks_cost_the_same_statements_however_many(database: Any, client: Any) -> None:
    service = f.serving()
    client.sign_in(service.youth)
    counts = []
    for back in (1, 2, 3, 4):
        f.hours(service, at="submitted", monday=monday_of(clocks.today()) - timedelta(weeks=back))
        page(client, f"/agreements/{service.agreement.id}/hours")
        counts.append(client.application.extensions["watch"].statements)
    assert counts[1] == counts[-1], counts
    assert db.session.query(Week).count() == 4


def test_the_front_page_is_that_of_whoever_looks(database: Any, client: Any) -> None:
    service = f.serving()
    week = f.hours(service, at="submitted")
    f.hours(service, at="disputed", monday=week.monday - timedelta(weeks=1))
    client.sign_in(service.youth)
    assert "begeleider betwist uren" in page(client, "/")
    client.sign_in(service.coordinator)
    text = page(client, "/")
    assert f"/hours/{week.id}" in text and "Betwiste uren" in text
