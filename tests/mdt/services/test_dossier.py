"""The dossier: each reader's own edition, readable offline, and checked without the database."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from flask import Flask
from flask_babel import force_locale

from mdt.models import Mail, db
from mdt.services import chain, credential, dossier, dossier_check, seal, sealing_log
from mdt.services.dossier import NotYours
from mdt.services.dossier_check import Wrong, check
from mdt.services.timeline import timeline
from tests import factories, factories_credit
from tests.mdt import dossiers
from tests.mdt.dossiers import Files
from tests.mdt.outbox import commit_and_work, papers


@pytest.fixture
def case(app: Flask, database: Any) -> Any:
    """A granted case, its log sealed."""
    found = factories.granted()
    db.session.add(letter(found, found.coordinator.email, "Aan de organisatie"))
    db.session.add(letter(found, found.staff.lead.email, "Aan de beoordelaar"))
    db.session.flush()
    sealing_log.seal()
    return found


def letter(case: Any, recipient: str, subject: str) -> Mail:
    """A letter of a case that was sent, with a secret in it."""
    from mdt.services import clock

    secret = "Open https://diensttijd.example/invitation/Zz3kq9WcXvB1nM5pQ7rT2uY8 voor u."
    return Mail(case_id=case.application.id, recipient=recipient, subject=subject, body=secret, language="nl",
                message_id=f"<{subject}@test>", created_at=clock.now(), attempts=1, sent_at=clock.now())  # fmt: skip


@pytest.fixture
def editions(case: Any) -> dict[str, Files]:
    """The edition of the organisation and that of the office."""
    people = {"party": case.coordinator, "office": case.staff.office}
    return {name: dossiers.opened(dossiers.made(case.application, person)) for name, person in people.items()}


def test_each_edition_is_right_and_equals_the_screen_of_who_asks(case: Any, editions: dict[str, Files]) -> None:
    party, office = editions["party"], editions["office"]
    found = {name: check(dossiers.closed(files)) for name, files in editions.items()}
    assert (found["office"].withheld, found["office"].events) == (0, found["party"].events)
    assert found["party"].withheld > 0 and found["party"].newest_seal == found["office"].newest_seal
    assert "judgements/judgements.json" in office and "judgements/judgements.json" not in party
    assert [sum(name.startswith("letters/") for name in files) for files in (party, office)] == [1, 2]
    # what the timeline tells is what the offline page tells, and nothing of the assessors is in the party's edition
    for name, person in (("party", case.coordinator), ("office", case.staff.office)):
        asked = dossier.asked_by("application", case.application.id, person.id, "nl")
        with force_locale("nl"):
            told = [str(entry["title"]) for entry in timeline(asked.events, asked.roles)]
        shown = re.findall(r"<br><strong>(.+?)</strong>", editions[name]["dossier.html"].decode())
        assert shown == told
    judged = [row.note for one in case.pair for row in one.judgements if row.note]
    said = b"".join(content for name, content in party.items() if not name.endswith(".pdf")).decode()
    assert judged and not any(note in said for note in judged)
    assert '"noun":"assessment"' not in said and str(case.staff.third.id) not in said
    assert case.staff.second.name in office["judgements/judgements.json"].decode()


def test_the_papers_are_in_it_as_they_were_issued(app: Flask, case: Any) -> None:
    commit_and_work(app)
    files = dossiers.opened(dossiers.made(case.application, case.coordinator))
    issued = {paper.number: paper.sha256 for paper in papers() if paper.case_id == case.application.id}
    assert len(issued) > 3
    assert sorted(issued.values()) == sorted(
        hashlib.sha256(content).hexdigest() for name, content in files.items() if name.startswith("papers/")
    )
    assert check(dossiers.closed(files)).edition == "party"
    named = dossier_check.record_in(next(files[name] for name in sorted(files) if name.startswith("papers/")))
    assert named["log_seal"]["hash"] in {one["hash"] for one in json.loads(files["log/seals.json"])["covering"]}


def test_what_one_side_wrote_the_other_reads_only_as_the_timeline_tells(case: Any, editions: dict[str, Files]) -> None:
    party = {place["sequence"]: place for place in dossiers.places(editions["party"])}
    for place in dossiers.places(editions["office"]):
        mine = party[place["sequence"]]
        assert mine["hash"] == place["hash"] and "snapshot" in place
        own = place["said"]["role"] in ("organisation", "colleague")
        assert ("snapshot" in mine) == own
        assert ("said" in mine) or place["said"]["noun"] == "assessment" or place["said"]["name"] == "agree_or_dissent"


def test_what_the_first_assessor_found_is_shut_until_both_are_in(case: Any) -> None:
    half = factories.under_assessment(at="open")
    factories.play.assess(half, half.pair[0])
    sealing_log.seal()
    files = dossiers.opened(dossiers.made(half.application, half.staff.office))
    judged = next(place for place in dossiers.places(files) if place.get("said", {}).get("name") == "submit"
                  and place["said"]["noun"] == "assessment")  # fmt: skip
    assert "snapshot" not in judged and "judgements/judgements.json" not in files
    check(dossiers.closed(files))


def test_the_page_needs_nothing_from_outside_and_escapes_what_people_typed(case: Any) -> None:
    case.application.organisation.name = "<script>alert(1)</script> & {{ 7*7 }}"
    text = dossiers.opened(dossiers.made(case.application, case.coordinator))["dossier.html"].decode()
    assert (
        not re.search(r'(?:src|href|action)="(?:https?:)?//', text) and "<script" not in text and "@import" not in text
    )
    assert "&lt;script&gt;alert(1)" in text and "{{ 7*7 }}" in text
    assert 'lang="nl"' in text and "@media print" in text


def test_a_letter_gives_no_secret_away(editions: dict[str, Files]) -> None:
    letters = [content.decode() for name, content in editions["office"].items() if name.startswith("letters/")]
    assert all("Zz3kq9WcXvB1nM5pQ7rT2uY8" not in text and "/invitation/…" in text for text in letters)


def test_who_has_no_dossier_gets_none(case: Any) -> None:
    other = factories.organisation(name="Een ander")
    for person in (factories.coordinator_of(other), case.staff.lead):
        with pytest.raises(NotYours):
            dossier.asked_by("application", case.application.id, person.id, "nl")


# -- tampering ------------------------------------------------------------------------------------------------------
def rewritten(files: Files, **changes: bytes) -> Files:
    """Files changed, and the manifest put right for them: what somebody would do who has the file."""
    said = json.loads(files["manifest.json"])
    changed = {**files, **changes}
    for entry in said["files"]:
        content = changed[entry["path"]]
        entry["sha256"], entry["size"] = hashlib.sha256(content).hexdigest(), len(content)
    return {**changed, "manifest.json": json.dumps(said).encode()}


def resealed(files: Files) -> Files:
    """The same with an index that somebody sealed anew: only the log itself can tell then."""
    from mdt.services import rendering

    record = dossier_check.record_in(files["index.pdf"])
    for section in record["sections"]:
        for file in section["files"]:
            file["sha256"] = hashlib.sha256(files[file["path"]]).hexdigest()
    index = seal.seal(rendering.render("dossier_index", record, language=record["language"])).content
    return rewritten({**files, "index.pdf": index})


def without(name: str) -> Callable[[Files], Files]:
    return lambda files: {key: content for key, content in files.items() if key != name}


def log_with(change: Callable[[list[dict[str, Any]]], Any]) -> Callable[[Files], Files]:
    return lambda files: resealed(dossiers.with_places(files, change))


def swap(found: list[dict[str, Any]]) -> None:
    found[3], found[4] = found[4], found[3]


def cut(found: list[dict[str, Any]]) -> None:
    del found[-1]


def reword(found: list[dict[str, Any]]) -> None:
    found[2]["said"]["role"] = "board"


def refreeze(found: list[dict[str, Any]]) -> None:
    found[1]["snapshot"]["given"] = {"reasons": "Iets anders."}


def write_again(found: list[dict[str, Any]]) -> None:
    found[2]["said"]["role"] = "board"
    previous = found[1]["hash"]
    for place in found[2:]:
        place["body"] = chain.body(place["said"])
        place["previous"], place["hash"] = previous, chain.link(previous, place["sequence"], place["body"])
        previous = place["hash"]


def forged_seal(files: Files) -> Files:
    said = json.loads(files["log/seals.json"])
    said["covering"][-1]["seal"]["sealed_at"] = "2020-01-01T00:00:00.000000+00:00"
    return resealed({**files, "log/seals.json": json.dumps(said).encode()})


def test_whatever_was_done_to_a_dossier_is_named(case: Any, editions: dict[str, Files]) -> None:
    files = editions["office"]
    letter = next(name for name in sorted(files) if name.startswith("letters/"))
    wrongs: dict[str, tuple[Callable[[Files], Files], str]] = {
        "changed": (lambda found: {**found, letter: b"Beste"}, f"{letter} was changed"),
        "removed": (without(letter), f"{letter} is missing"),
        "added": (lambda found: {**found, "papers/more.pdf": b"x"}, "papers/more.pdf does not belong to the dossier"),
        "changed, and the manifest": (
            lambda found: rewritten(found, **{letter: b"Beste"}), f"{letter} is not what the sealed index names"),
        "no index": (without("index.pdf"), "index.pdf is missing"),
        "index changed": (
            lambda found: rewritten(found, **{"index.pdf": found["index.pdf"].replace(b"/Type", b"/Tipe", 1)}),
            "The seal on index.pdf"),
        "reordered": (log_with(swap), "event 4 (invite): event 4 is missing"),
        "cut": (log_with(cut), "than log/events.jsonl"),
        "reworded": (log_with(reword), "it was changed after it was recorded"),
        "frozen data": (log_with(refreeze), "the data that it froze was changed"),
        "written again": (log_with(write_again), "knows another event"),
        "seal forged": (forged_seal, "was changed"),
    }  # fmt: skip
    for name, (tamper, said) in wrongs.items():
        with pytest.raises(Wrong) as found:
            check(dossiers.closed(tamper(files)))
        assert said in str(found.value), name
    for content in (b"", b"PK not a zip", json.dumps({}).encode()):
        with pytest.raises(Wrong):
            check(BytesIO(content))


def verified(path: Path) -> subprocess.CompletedProcess[str]:
    """What our command says, without any setting, away from where everything lies."""
    command = [sys.executable, "-m", "mdt", "verify", str(path)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin"}, cwd=path.parent
    )


def test_a_stranger_verifies_it_with_our_command_and_with_other_tools(
    case: Any, editions: dict[str, Files], tmp_path: Path
) -> None:
    path = tmp_path / "dossier.zip"
    path.write_bytes(dossiers.closed(editions["party"]).getvalue())
    run = verified(path)
    assert run.returncode == 0, run.stderr
    assert case.application.number in run.stdout and "Compare with any paper" in run.stdout
    path.write_bytes(dossiers.closed({**editions["party"], "dossier.html": b"x"}).getvalue())
    run = verified(path)
    assert (run.returncode, run.stderr) == (1, "Error: dossier.html was changed.\n")
    index = tmp_path / "index.pdf"
    index.write_bytes(editions["party"]["index.pdf"])
    signed = subprocess.run(["pdfsig", index], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in signed.stdout


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_index_is_archivable_accessible_and_sealed(case: Any, language: str) -> None:
    content = dossiers.opened(dossiers.made(case.application, case.staff.board, language))["index.pdf"]
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        report = page.validate_pdf_bytes(content, profile=profile)
        assert report.is_compliant, [str(failure) for failure in report.failures]
    with pikepdf.open(BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == language


def test_names_are_safe_everywhere_and_never_lost() -> None:
    assert dossier.safe('../../a:b"c.pdf') == "_.._a_b_c.pdf"
    assert dossier.safe("\x00\u202e") == "file" and len(dossier.safe("a" * 300 + ".pdf")) < 100


def test_a_credit_has_a_dossier_too_by_its_own_rows(app: Flask, database: Any) -> None:
    claim = factories_credit.credit(at="awarded")
    commit_and_work(app)
    kept = {
        name: dossiers.opened(dossiers.made(claim.credit, person))
        for name, person in (("party", claim.youth), ("full", claim.board))
    }
    found = {name: check(dossiers.closed(files)) for name, files in kept.items()}
    assert {name: one.edition for name, one in found.items()} == {"party": "party", "full": "full"}
    assert (found["full"].withheld, found["party"].withheld) == (0, 1)  # the proposal of the clerk
    for files in kept.values():
        assert any(name.startswith("papers/") for name in files)
        assert credential.verify(json.loads(files["credentials/credential-1.json"])).valid
    outsider = factories_credit.credit(at="under_review").youth
    with pytest.raises(NotYours):
        dossiers.made(claim.credit, outsider)
