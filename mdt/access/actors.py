"""Who can act: a person with an account, somebody who came by a link, a visitor, or the system."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from mdt.models import Person
from workflows.roles import Role


@dataclass(frozen=True)
class System:
    """The actor of timers and of what follows from an event by itself."""

    reason: str = ""


@dataclass(frozen=True)
class Visitor:
    """Somebody without an account, as when an organisation is registered."""


@dataclass(frozen=True)
class Link:
    """Somebody who came by a secret link: they hold one role towards one subject, and that is all we know of them.

    `id` is the link itself, for the log; an invitation to a membership has none.
    """

    role: Role
    noun: str
    subject_id: uuid.UUID
    id: uuid.UUID | None = None
    email: str = ""


Actor = Person | System | Visitor | Link
SYSTEM = System()
