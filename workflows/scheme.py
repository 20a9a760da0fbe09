"""When a school's scheme is sound: told at the field while the school writes it, so that no credit meets nonsense."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.base import N_, Refused
from workflows.credits import BASES, ONE, PERCENT, UNIT_OF_SECTOR, Basis, Unit

NAMED = (Basis.ASSESSED_UNIT, Basis.EXEMPTION, Basis.ELECTIVE)
MOST = {Unit.EC: 60 * ONE, Unit.SBU: 1600 * ONE, Unit.HOURS: 0}  # a year of study
MOST_HOURS = 1680 * 60


@dataclass(frozen=True, kw_only=True)
class SchemeFacts:
    """A version of a scheme as a school writes it. Amounts in hundredths, times in minutes, shares in percent."""

    today: date
    sector: str
    programme_fits: bool = True
    title: str = ""
    basis: str = ""
    basis_text: str = ""
    minimum: int = 0
    maximum: int = 0
    minimum_minutes: int = 0
    service_share: int = PERCENT
    reflection_share: int = 0
    valid_from: date | None = None
    latest_from: date | None = None

    @property
    def unit(self) -> Unit:
        """In what the school counts, by its sector."""
        return UNIT_OF_SECTOR[self.sector]


def check(facts: SchemeFacts) -> None:
    """Raise Refused for the first thing that is not sound, at its field."""
    for rule in RULES:
        rule(facts)


def is_named(facts: SchemeFacts) -> None:
    """A scheme has a name that students understand."""
    if not facts.title.strip():
        raise Refused(N_("Give the scheme a name that students understand."), field="title")


def belongs_to_the_school(facts: SchemeFacts) -> None:
    """A scheme is for one programme of the school, or for all."""
    if not facts.programme_fits:
        raise Refused(N_("Choose a programme of your school, or leave it open for all."), field="programme")


def basis_fits_the_sector(facts: SchemeFacts) -> None:
    """The basis is one that the law of the sector knows, and is named where that matters."""
    if facts.basis not in BASES[facts.unit]:
        raise Refused(N_("Choose a basis that exists in your kind of education."), field="basis")
    if facts.basis in NAMED and not facts.basis_text.strip():
        raise Refused(N_("Name the unit, or the article of the examination rules (OER)."), field="basis_text")


def bounds_are_sound(facts: SchemeFacts) -> None:
    """Minimum and maximum are whole units, within a year of study, and the minimum is not above the maximum."""
    most = MOST[facts.unit]
    for name in ("minimum", "maximum"):
        value = getattr(facts, name)
        if value < 0 or value % ONE:
            raise Refused(N_("Fill in a whole number, zero or more."), field=name)
        if facts.unit is Unit.HOURS and value:
            raise Refused(N_("Your school states hours and gives no credit. Leave this at zero."), field=name)
        if value > most:
            raise Refused(N_("At most %(most)s: the study load of a year."), field=name, most=most // ONE)
    if facts.maximum and facts.minimum > facts.maximum:
        raise Refused(N_("The minimum is above the maximum. Lower it, or raise the maximum."), field="minimum")


def hours_are_sound(facts: SchemeFacts) -> None:
    """The hours of service that are asked fit in a year."""
    if not 0 <= facts.minimum_minutes <= MOST_HOURS:
        raise Refused(N_("Fill in hours from 0 to %(most)s."), field="minimum_hours", most=MOST_HOURS // 60)


def shares_are_sound(facts: SchemeFacts) -> None:
    """Shares are percentages."""
    for name in ("service_share", "reflection_share"):
        if not 0 <= getattr(facts, name) <= PERCENT:
            raise Refused(N_("Fill in a percentage from 0 to 100."), field=name)
    if facts.unit is not Unit.HOURS and not facts.service_share:
        raise Refused(N_("If no service counts, nothing can be recognised. Fill in 1 to 100."), field="service_share")


def begins_in_time(facts: SchemeFacts) -> None:
    """A version begins today or later, and not before the version that it follows."""
    if facts.valid_from is None:
        raise Refused(N_("Fill in from which day it applies."), field="valid_from")
    if facts.valid_from < facts.today:
        raise Refused(N_("A scheme cannot apply from a day in the past. Choose today or later."), field="valid_from")
    if facts.latest_from is not None and facts.valid_from < facts.latest_from:
        raise Refused(N_("The version before it begins on %(day)s. Choose that day or later."), field="valid_from",
                      day=facts.latest_from)  # fmt: skip


RULES = (is_named, belongs_to_the_school, basis_fits_the_sector, bounds_are_sound, hours_are_sound, shares_are_sound,
         begins_in_time)  # fmt: skip
