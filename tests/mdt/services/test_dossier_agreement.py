"""The dossier of an agreement: each party's own edition of what its pages show, whole, and checked without us."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from mdt.demo import hours as play_hours
from mdt.models import Mail, db
from mdt.services import agreement, agreement_told, clock, dossier, erasure, hours, sealing_log
from mdt.services.agreement_content import version_id
from mdt.services.dossier import NotYours
from mdt.services.dossier_check import Wrong, check
from mdt.services.transitions import fire
from tests import factories, factories_agreement, factories_school
from tests.mdt import dossiers
from tests.mdt.dossiers import Files
from tests.mdt.outbox import commit_and_work, papers


@pytest.fixture
def deal(app: Flask, database: Any) -> Any:
    """A completed agreement with a school, its papers made."""
    found = factories_agreement.agreement(at="completed", at_school=factories_school.school())
    commit_and_work(app)
    return found


@pytest.fixture
def editions(deal: Any) -> dict[str, Files]:
    """The edition of each party."""
    people = {"youth": deal.youth, "host": deal.coordinator, "school": deal.clerk}
    sealing_log.seal()
    return {name: dossiers.opened(dossiers.made(deal.agreement, person)) for name, person in people.items()}


def page_of(files: Files) -> str:
    """The offline page, without its marks."""
    return re.sub(r"<[^>]+>", " ", files["dossier.html"].decode())


def test_each_party_gets_what_its_page_shows(deal: Any, editions: dict[str, Files]) -> None:
    issued = sorted(paper.sha256 for paper in papers() if paper.case_id == deal.agreement.id)
    with force_locale("nl"):
        told = [str(entry["title"]) for entry in agreement_told.timeline(deal.agreement)]
    assert len(issued) == 3 and len(told) > 5
    for name, files in editions.items():
        found = check(dossiers.closed(files))
        assert (found.case, found.edition, found.withheld) == (deal.agreement.number, "party", 0), name
        inside = (hashlib.sha256(files[path]).hexdigest() for path in files if path.startswith("papers/"))
        assert sorted(inside) == issued
        shown = page_of(files)
        for words in (deal.agreement.current.content["guidance"], deal.agreement.assessment.text, "80 uur"):
            assert words in shown, (name, words)
        assert re.findall(r"<br><strong>(.+?)</strong>", files["dossier.html"].decode()) == told
    frozen_for_who_acted(editions)
    letters_of_the_side(deal, editions)
    weeks = json.loads(editions["school"]["hours/hours.json"])
    assert sum(week["minutes"] for week in weeks) == 80 * 60
    assert {week["status"] for week in weeks} == {"confirmed"}
    (version,) = json.loads(editions["school"]["agreement/versions.json"])
    assert version["id"] == deal.agreement.current.id == version_id(version["content"])


def frozen_for_who_acted(editions: dict[str, Files]) -> None:
    """What an event froze is for the side that acted."""
    sides = {"youth": {"youth"}, "host": {"organisation", "colleague", "supervisor"}, "school": {"clerk", "school"}}
    for name, files in editions.items():
        frozen = {place["said"]["role"] for place in dossiers.places(files) if "snapshot" in place}
        assert frozen and frozen <= sides[name], name


def letters_of_the_side(deal: Any, editions: dict[str, Files]) -> None:
    """Each side gets the letters that were sent to it, and no others."""

    def recipients(files: Files) -> set[str]:
        letters = (content.decode() for path, content in files.items() if path.startswith("letters/"))
        return {re.search(r"^To: (.+)$", letter, re.MULTILINE)[1] for letter in letters}  # type: ignore[index]

    sent = set(db.session.scalars(db.select(Mail.recipient).where(Mail.case_id == deal.agreement.id)))
    assert {deal.youth.email, deal.coordinator.email} <= sent
    assert recipients(editions["youth"]) == {deal.youth.email}
    assert deal.coordinator.email in recipients(editions["host"])
    for name in ("host", "school"):
        assert deal.youth.email not in recipients(editions[name])
    assert not recipients(editions["host"]) & recipients(editions["school"])


def test_hours_that_were_corrected_stay_readable(app: Flask, database: Any) -> None:
    deal = factories_agreement.agreement(at="in_force")
    clock.move_to(deal.agreement.starts_on + timedelta(days=8))
    week = play_hours.serve(deal.agreement, minutes=240)[0]
    wrong = week.entries[0]
    hours.correct(week, actor=deal.youth, token="again", corrects=wrong.id, day=wrong.day, start=wrong.start,
                  minutes=60, activity=wrong.activity, outcome=wrong.outcome, reflection="Ik had me vergist.",
                  kind=wrong.kind)  # fmt: skip
    sealing_log.seal()
    files = dossiers.opened(dossiers.made(deal.agreement, deal.coordinator))
    check(dossiers.closed(files))
    (_one,) = [row for week in json.loads(files["hours/hours.json"]) for row in week["entries"] if row["corrects"]]
    shown = page_of(files)
    assert "Ik had me vergist." in shown and "dit geldt niet meer" in shown


def test_a_change_and_what_nobody_proposed_yet_are_for_whoever_sees_them(app: Flask, database: Any) -> None:
    deal = factories_agreement.agreement(at="in_force")
    agreement.save(deal.agreement, {"guidance": "Elke dag een praatje."}, actor=deal.coordinator)
    sealing_log.seal()
    mine = page_of(dossiers.opened(dossiers.made(deal.agreement, deal.coordinator)))
    theirs = page_of(dossiers.opened(dossiers.made(deal.agreement, deal.youth)))
    assert "Elke dag een praatje." in mine and "Elke dag een praatje." not in theirs


def test_who_has_no_part_in_it_gets_none(deal: Any) -> None:
    other = factories_agreement.agreement(at="proposed")
    for person in (factories.official("office"), factories.official("board"), other.youth, other.coordinator):
        with pytest.raises(NotYours):
            dossier.asked_by("agreement", deal.agreement.id, person.id, "nl")


def test_a_supervisor_with_an_account_reads_along_and_gets_no_letters_of_others(deal: Any) -> None:
    supervisor = factories.colleague_of(deal.agreement.organisation, function="supervisor", name="Sam Begeleider")
    db.session.commit()
    files = dossiers.opened(dossiers.made(deal.agreement, supervisor))
    assert not any(path.startswith("letters/") for path in files)
    assert any(path.startswith("papers/") for path in files)


def test_whatever_was_done_to_it_is_found(deal: Any) -> None:
    sealing_log.seal()
    files = dossiers.opened(dossiers.made(deal.agreement, deal.youth))

    def reworded(found: list[dict[str, Any]]) -> None:
        found[3]["said"]["role"] = "board"

    def cut(found: list[dict[str, Any]]) -> None:
        del found[2]

    for name in ("hours/hours.json", "agreement/versions.json", "dossier.html", "index.pdf"):
        with pytest.raises(Wrong, match=re.escape(name)):
            check(dossiers.closed({**files, name: files[name] + b" "}))
        with pytest.raises(Wrong, match=re.escape(name)):
            check(dossiers.closed({path: content for path, content in files.items() if path != name}))
    for change in (reworded, cut):
        with pytest.raises(Wrong, match=r"log/events\.jsonl"):
            check(dossiers.closed(dossiers.with_places(files, change)))


def test_after_erasure_nothing_of_the_youth_is_in_it_and_it_verifies(app: Flask, deal: Any) -> None:
    youth, name, email = deal.agreement.youth, deal.youth.name, deal.youth.email
    asked = erasure.request(youth, wish="Wis alles.", actor=deal.youth)
    fire(asked, "carry_out", actor=factories.official("office"), reasons="Zoals gevraagd.")
    commit_and_work(app)
    files = dossiers.opened(dossiers.made(deal.agreement, deal.coordinator))
    assert check(dossiers.closed(files)).events > 5
    said = b"".join(content for path, content in files.items() if not path.endswith(".pdf")).decode()
    assert name not in said and email not in said and deal.agreement.number in said
    assert not any(path.startswith("papers/") for path in files)
