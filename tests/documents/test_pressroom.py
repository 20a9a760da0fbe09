"""Several papers at once: the same bytes as one by one, in the order asked, and a bad one holds up none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from mdt.services import evidence, seal_check, storage
from mdt.services.pressroom import Made, Order, Pressroom
from mdt.services.seal import UNSEALED, Sealed, Settings
from tests import factories
from tests.documents.samples import SAMPLES
from tests.fixtures.papers import sample
from tests.mdt.outbox import commit_and_work, fake_papers, papers


def test_a_pressroom_makes_the_same_papers(self_made: Path) -> None:
    settings = Settings(pkcs12=str(self_made), password="", timestamp_url="", trust="", made_here="", issuer="")
    room = Pressroom(settings, 1)
    good = [Order("certificate", SAMPLES["certificate", language], language) for language in ("nl", "en", "nl")]
    try:
        first, none, second, third = room.make([good[0], Order("advice", {}, "nl"), *good[1:]])
    finally:
        room.close()
    assert none is None
    assert [made.rendered_sha256 for made in (first, second, third)] == [
        storage.digest(sample("certificate", language)) for language in ("nl", "en", "nl")
    ]
    assert all(seal_check.check(made.sealed.content).whole for made in (first, second, third))


class AtOnce(Pressroom):
    """A pressroom that makes papers here and now, all but the second."""

    def make(self, orders: Sequence[Order]) -> Iterator[Made | None]:
        """Bytes that name the paper."""
        for order in orders:
            number = str(order.record["number"])
            content = f"%PDF at once {number}".encode()
            yield (
                None
                if number.endswith("0002")
                else Made(storage.digest(content), Sealed(content, UNSEALED, None, None))
            )


def test_the_worker_makes_what_is_due_at_once(app: Flask, database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = fake_papers(monkeypatch)
    monkeypatch.setitem(app.extensions, "pressroom", AtOnce(Settings.of(app.config), 2))
    case = factories.application(at="submitted")
    for _ in range(2):
        factories.application(at="submitted", officials=case.staff)
    commit_and_work(app)
    made = papers()
    assert [paper.number[-4:] for paper in made] == ["0001", "0002", "0003"]
    assert alone == [made[1].number], "only the one that failed was made alone"
    for paper in made:
        assert paper.number.encode() in evidence.content_of(paper)
        assert paper.record["number"] == paper.number
