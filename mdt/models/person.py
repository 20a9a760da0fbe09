"""A person with an account. Which roles somebody has is in `membership` and `assessment`, never here."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask_security import RoleMixin, UserMixin
from sqlalchemy import ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mdt.models.base import Base, Identified, UtcDateTime


class Person(Identified, UserMixin, Base):  # type: ignore[misc]  # the mixin declares an untyped `id`
    """An account. `fs_uniquifier` changes with the password, which ends every open session."""

    __tablename__ = "person"

    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: uuid.uuid4().hex)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInRole(Identified, RoleMixin, Base):  # type: ignore[misc]  # likewise
    """Flask-Security asks for a role table; it stays empty, for roles come from our own tables only."""

    __tablename__ = "sign_in_role"

    name: Mapped[str] = mapped_column(String(80), unique=True)


class Tie(Identified, Base):
    """A tie between a person and an organisation that keeps them from assessing it."""

    __tablename__ = "tie"

    person_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("person.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship()
