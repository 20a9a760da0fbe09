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
    """Somebody who came by a secret link: all we know is the subject it is bound to, and the role it gives there."""

    subject_id: uuid.UUID
    role: Role = Role.INVITED


Actor = Person | System | Visitor | Link
SYSTEM = System()
