"""What requests for credit ask of a youth, a clerk and an exam board, on their front page."""

from __future__ import annotations

from typing import Any

from mdt.demo import credits as play
from mdt.services import waiting
from tests import factories_credit as make
from tests import factories_school as schools


def test_each_finds_what_waits_for_them_and_nothing_else(database: Any, client: Any) -> None:
    place = schools.school()
    handed_in, proposed = (make.credit(at=at, of=place) for at in ("submitted", "under_review"))
    returned = make.credit(at="returned", of=place)
    again = make.credit(at="returned", of=place)
    play.submit(again)
    play.take_up(again)  # its proposal is of before the return, and no longer counts
    make.credit(at="under_review", sector="mbo")
    make.cohort(of=[proposed], name="Vergadering van maart")
    assert _waits(proposed.clerk) == {
        "credits_take_up": [handed_in.credit.number], "credits_propose": [again.credit.number]
    }  # fmt: skip
    assert _waits(proposed.board) == {"credits_decide": [proposed.credit.number], "cohorts_award": [place.name]}
    assert _waits(returned.youth) == {"credits_returned": [returned.credit.number]}
    assert _waits(handed_in.youth) == {"credits_asked": [handed_in.credit.number]}
    for person, shown, link in (
        (proposed.clerk, handed_in.credit.number, "/credits?status=submitted"),
        (proposed.board, "Vergadering van maart", "/cohorts"),
        (returned.youth, returned.credit.number, f"/credits/{returned.credit.id}"),
    ):
        page = client.sign_in(person).get("/").text
        assert shown in page and link in page


def test_the_front_page_asks_the_same_whatever_waits(database: Any, client: Any, app: Any) -> None:
    place = schools.school()
    first = make.credit(at="submitted", of=place)

    def statements() -> list[int]:
        found = []
        for person in (first.clerk, first.board):
            client.sign_in(person)
            for _again in range(2):  # what is read once after signing in is not counted
                assert client.get("/").status_code == 200
            found.append(int(app.extensions["watch"].statements))
        return found

    for at in ("submitted", "under_review"):
        make.credit(at=at, of=place)
    few = statements()
    for at in ("submitted", "under_review"):
        make.credit(at=at, of=place)
    assert statements() == few


def _waits(person: Any) -> dict[str, list[str]]:
    said = dict(waiting.heaps(person))["credit"]
    return {heap.key: [item.number for item in heap.items] for heap in said if heap.count}
