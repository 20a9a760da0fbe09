"""A heap of what waits, and one thing in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

FIRST = 5


@dataclass(frozen=True)
class Item:
    """One thing that waits. `page` and `id` say where it is done: an application, an assessment, an accreditation, or
    the page with the assessors of a case. `what` tells apart what one case has more of.
    """

    title: str
    number: str
    page: str
    id: Any
    due: date | None = None
    what: str = ""


@dataclass(frozen=True)
class Heap:
    """What waits under one heading; `tone` is warning when somebody should look today."""

    key: str
    label: str
    count: int
    items: tuple[Item, ...] = ()
    tone: str = ""
