"""The dossiers of what comes after a decision: the years of an accreditation, and an objection."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from mdt.demo import objections, years
from mdt.models import Objection
from mdt.services import dossier, objection, sealing_log
from mdt.services.dossier import NotYours
from mdt.services.dossier_check import Wrong, check
from mdt.services.timeline import timeline
from tests import factories
from tests.mdt import dossiers
from tests.mdt.dossiers import Files
from tests.mdt.outbox import commit_and_work, papers


def told(subject: Any, person: Any) -> list[str]:
    """The titles of the timeline on the page of a case."""
    asked = dossier.asked_by(subject.noun, subject.id, person.id, "nl")
    with force_locale("nl"):
        return [str(entry["title"]) for entry in timeline(asked.events, asked.roles)]


def checked(subject: Any, person: Any, edition: str) -> Files:
    """The dossier of a reader: sound, of this edition, and with the timeline of the page."""
    files = dossiers.opened(dossiers.made(subject, person))
    found = check(dossiers.closed(files))
    assert (found.edition, found.case, found.withheld) == (edition, subject.number, 0)
    assert re.findall(r"<br><strong>(.+?)</strong>", files["dossier.html"].decode()) == told(subject, person)
    with pytest.raises(Wrong, match=r"log/events\.jsonl"):
        check(dossiers.closed(dossiers.with_places(files, lambda places: places.pop())))
    return files


def test_the_years_of_an_accreditation(app: Flask, database: Any) -> None:
    case = factories.granted()
    found = years.accreditation_of(case)
    one = years.impose(found, "warning", by=case.staff.board)
    years.report(one, by=case.coordinator)
    commit_and_work(app)
    mine = checked(found, case.coordinator, "party")
    theirs = checked(found, case.staff.office, "full")
    issued = {paper.sha256 for paper in papers() if paper.case_id == found.id}
    for files in (mine, theirs):
        inside = {hashlib.sha256(files[path]).hexdigest() for path in files if path.startswith("papers/")}
        assert inside == issued and issued
        assert one.text in files["dossier.html"].decode() and one.remedy in files["dossier.html"].decode()
    frozen = {place["said"]["role"] for place in dossiers.places(mine) if "snapshot" in place}
    assert frozen == {"organisation"}
    assert all("snapshot" in place for place in dossiers.places(theirs))
    assert set(letters(mine)) <= set(letters(theirs))
    with pytest.raises(NotYours):
        dossiers.made(found, factories.coordinator_of(factories.organisation(name="Een ander")))


def letters(files: Files) -> list[str]:
    """To whom the letters went."""
    said = (content.decode() for path, content in files.items() if path.startswith("letters/"))
    return [found[1] for letter in said if (found := re.search(r"^To: (.+)$", letter, re.MULTILINE))]


def test_an_objection_with_the_file_that_lies_open(app: Flask, database: Any) -> None:
    case = factories.application(at="refused")
    one: Objection = objections.lodge(case.application, by=case.coordinator)
    hearer = factories.official("hearer", "Hans Hoor")
    objections.until(one, "advised", office=case.staff.office, hearer=hearer, board=case.staff.deputy)
    sealing_log.seal()
    commit_and_work(app)
    for person, edition in ((case.coordinator, "party"), (hearer, "full"), (case.staff.board, "full")):
        files = checked(one, person, edition)
        shown = {paper.number for paper in objection.file_of(one)}
        assert {re.match(r"papers/(DT-\d+-\d+)", path)[1] for path in files if path.startswith("papers/")} == shown  # type: ignore[index]
        assert any(name.endswith("-refusal-decision.pdf") for name in files)
        page = files["dossier.html"].decode()
        assert one.grounds in page and one.report in page and one.proposal in page
        seals = json.loads(files["log/seals.json"])
        assert seals["case"] == str(one.id)
    with pytest.raises(NotYours):
        dossiers.made(one, case.staff.lead)
