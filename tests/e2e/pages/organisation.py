"""Registering an organisation with its first coordinator."""

from __future__ import annotations

from dataclasses import dataclass

from mdt.demo.cast import PASSWORD
from tests.e2e.pages.base import Screen


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """A fictional organisation that nobody knows yet."""

    name: str
    kvk: str
    sector: str
    coordinator: str
    email: str
    language: str = "nl"


class Register(Screen):
    """The form of an organisation that is new."""

    path = "/organisations/register"

    def register(self, newcomer: Newcomer) -> Registered:
        """Fill in everything that is asked, and send it."""
        self.fill("name", newcomer.name).fill("kvk_number", newcomer.kvk).choose("sector", newcomer.sector)
        self.fill("street", "Voorbeeldstraat 12").fill("postcode", "3512ab").fill("city", "Utrecht")
        self.fill("municipality", "Utrecht").fill("email", f"post@{newcomer.email.split('@')[1]}")
        self.choose("language", newcomer.language).fill("person_name", newcomer.coordinator)
        self.fill("person_email", newcomer.email).fill("password", PASSWORD)
        return self.press("Register the organisation", Registered)


class Registered(Screen):
    """It says where the letter with the link went."""
