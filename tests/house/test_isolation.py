"""The tests' own ground: each begins with an empty database, whatever the one before it did."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mdt.models import Setting


@pytest.mark.parametrize("_round", [1, 2])
@pytest.mark.parametrize("commits", [True, False])
def test_every_test_begins_with_an_empty_database(database: Any, commits: bool, _round: int) -> None:
    assert database.session.query(Setting).count() == 0
    database.session.add(Setting(name="left by a test", value="1"))
    database.session.commit() if commits else database.session.flush()


def test_the_business_date_can_be_set(database: Any, clock: Any) -> None:
    from mdt.services.clock import today

    clock(date(2027, 5, 5))
    assert today() == date(2027, 5, 5)
