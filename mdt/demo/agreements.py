"""The agreements of the demonstration: in every state, at each kind of school, signed by account, link and on paper.

`arrange(stage, campus)` puts them on. Completed ones come with their hours, for the stories of credit.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mdt.demo import agreement as play
from mdt.demo import hours
from mdt.demo.agreement import Deal
from mdt.demo.schools import Campus
from mdt.demo.stage import Stage

HOST = "linde"
CHANGED = {"guidance": "Elke week een gesprek, en op vrijdag samen de planning maken."}
COMPLETED: tuple[tuple[str, str, int], ...] = (  # who, at which school, begun so many days ago
    ("noor", "hogeschool", 185), ("sem", "hogeschool", 180), ("yara", "roc", 185), ("milan", "roc", 178),
    ("tess", "universiteit", 183), ("luuk", "lyceum", 172),
)  # fmt: skip
DAYS = 100
RUNNING: tuple[tuple[str, str, int], ...] = (
    ("noor", "hogeschool", 56), ("yara", "roc", 49), ("milan", "roc", 35), ("sem", "hogeschool", 21),
)  # fmt: skip


def arrange(stage: Stage, campus: Campus) -> list[Deal]:
    """Agreements in every state; returns the completed ones."""
    completed = [_completed(stage, campus, *one) for one in COMPLETED]
    running = [_running(stage, campus, *one) for one in RUNNING]
    _change(stage, running[2])
    _closed(stage, campus)
    _being_signed(stage, campus)
    _drafts(stage, campus)
    return completed


def _draft(stage: Stage, campus: Campus, name: str, school: str | None, *, ago: int, days: int, by: str = "youth",
           ahead: int = 0, **words: Any) -> Deal:  # fmt: skip
    """A draft, written ten days before it starts; `ago` is when it starts, `ahead` how far in the future instead."""
    starts_on = stage.today - timedelta(days=ago) + timedelta(days=ahead)
    stage.ago(ago + 10 if not ahead else 6)
    youth, clerk = campus.youths[name], campus.people[school, "clerk"] if school else None
    authors = {"youth": youth.person, "organisation": stage.coordinators[HOST], "school": clerk}
    return play.draft(
        youth, stage.organisations[HOST], coordinator=stage.coordinators[HOST], clerk=clerk, by=authors[by],
        school=campus.schools[school] if school else None, starts_on=starts_on,
        ends_on=starts_on + timedelta(days=days), **words,
    )  # fmt: skip


def _in_force(stage: Stage, campus: Campus, name: str, school: str | None, *, ago: int, days: int) -> Deal:
    deal = _draft(stage, campus, name, school, ago=ago, days=days)
    play.propose(deal)
    stage.ago(ago + 3)
    play.name_supervisor(deal)
    play.sign(deal)
    return deal


def _completed(stage: Stage, campus: Campus, name: str, school: str, ago: int) -> Deal:
    deal = _in_force(stage, campus, name, school, ago=ago, days=DAYS)
    stage.ago(ago - 50)
    hours.serve(deal.agreement, minutes=deal.words["minutes_goal"])
    stage.ago(ago - DAYS + 3)
    play.assess(deal)
    stage.ago(ago - DAYS)
    deal.fire("complete", deal.coordinator, activities_done=True)
    return deal


def _running(stage: Stage, campus: Campus, name: str, school: str, ago: int) -> Deal:
    return _in_force(stage, campus, name, school, ago=ago, days=140)


def _change(stage: Stage, deal: Deal) -> None:
    """A change that one of three has signed."""
    stage.ago(4)
    deal.fire("propose_change", deal.coordinator, written={**deal.words, **CHANGED})
    stage.ago(2)
    play.sign(deal, "organisation", event="sign_change")


def _closed(stage: Stage, campus: Campus) -> None:
    """One that was not completed, one that ended early, and one that was withdrawn."""
    left = _in_force(stage, campus, "mats", None, ago=120, days=60)
    stage.ago(30)
    play.close_unfinished(left)
    moved = _in_force(stage, campus, "koen", None, ago=80, days=120)
    stage.ago(40)
    moved.fire("end_early", moved.youth, text="Ik ga verhuizen en zoek daar iets nieuws.")
    other = _draft(stage, campus, "roos", None, ago=0, ahead=20, days=100)
    play.propose(other)
    stage.ago(3)
    other.fire("withdraw", other.youth)


def _being_signed(stage: Stage, campus: Campus) -> None:
    """One that was changed after a comment and is half signed; one that waits for the guardian."""
    talked = _draft(stage, campus, "tess", "universiteit", ago=0, ahead=14, days=120)
    play.propose(talked)
    stage.ago(5)
    talked.fire("comment", talked.coordinator, text="Op vrijdag kan er ook een gesprek bij. Past dat?")
    stage.ago(4)
    talked.fire("revise", talked.youth, written={**talked.words, **CHANGED})
    play.name_supervisor(talked)
    stage.ago(3)
    play.sign(talked, "youth", "organisation")
    minor = _draft(stage, campus, "bo", "lyceum", ago=0, ahead=10, days=120, minutes_a_week=180)
    play.propose(minor)
    stage.ago(2)
    play.name_supervisor(minor)
    play.sign(minor, "youth", "organisation", "school")


def _drafts(stage: Stage, campus: Campus) -> None:
    """A draft by the school, of a child of twelve who takes part in activities of the school only; one by the host."""
    lesson = {"what": "Meedoen aan het klassenproject in de wijk", "kind": "school", "recognised": "Burgerschap"}
    _draft(stage, campus, "tijn", "lyceum", ago=0, ahead=30, days=90, by="school", activities=[lesson],
           title="Klassenproject in de wijk")  # fmt: skip
    _draft(stage, campus, "puk", None, ago=0, ahead=25, days=100, by="organisation")
