"""From hours to study credit: pure functions. The school's scheme comes in as an argument; nothing is decided here.

Worked time is in whole minutes, credit in hundredths of its unit. What comes out explains itself step by step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workflows.marker import N_

ONE = 100  # hundredths in one unit
PERCENT = 100


class Unit(StrEnum):
    """In what a school counts: EC in higher education, SBU in mbo, and hours without credit in vo."""

    EC = "ec"
    SBU = "sbu"
    HOURS = "hours"


class Basis(StrEnum):
    """On which ground of its own rules a school recognises service."""

    ASSESSED_UNIT = "assessed_unit"
    EXEMPTION = "exemption"
    EXTRACURRICULAR = "extracurricular"
    CITIZENSHIP = "citizenship"
    ELECTIVE = "elective"
    STATEMENT = "statement"


UNIT_OF_SECTOR: dict[str, Unit] = {"wo": Unit.EC, "hbo": Unit.EC, "mbo": Unit.SBU, "vo": Unit.HOURS}
BASES: dict[Unit, tuple[Basis, ...]] = {
    Unit.EC: (Basis.ASSESSED_UNIT, Basis.EXEMPTION, Basis.EXTRACURRICULAR),
    Unit.SBU: (Basis.CITIZENSHIP, Basis.ELECTIVE, Basis.EXEMPTION, Basis.EXTRACURRICULAR),
    Unit.HOURS: (Basis.STATEMENT,),
}


class Minutes(int):
    """Worked time in a step's parameters; whoever shows the step writes it as hours and minutes."""


class Hundredths(int):
    """An amount of credit in a step's parameters; whoever shows the step writes it as units."""


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """What a school's rules say of the amount. Shares are percentages; a maximum of zero means none.

    `minutes_per_unit` is the study load of one unit: 28 hours for an EC (art. 7.4 WHW), one hour for an SBU.
    """

    unit: Unit
    minutes_per_unit: int
    minimum: int = 0
    maximum: int = 0
    service_share: int = PERCENT
    reflection_share: int = 0
    minimum_minutes: int = 0


@dataclass(frozen=True)
class Step:
    """One step of the reckoning: a message id and what fills it in."""

    message: str
    params: Mapping[str, int] = field(default_factory=dict)
    law: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the hours come to: the amount in hundredths, the study load behind it, and how it was reached.

    `short` is the sentence that says why it is not enough; then the amount is zero.
    """

    amount: int
    unit: Unit
    service: int
    load: int
    steps: tuple[Step, ...]
    short: Step | None = None


def whole_units(minutes: int, minutes_per_unit: int) -> int:
    """The whole units in a study load, in hundredths: rounded down, never up."""
    return minutes // minutes_per_unit * ONE


def study_load(scheme: Scheme, *, service: int, reflection: int) -> tuple[int, int]:
    """The minutes of service and of reflection that count as study load."""
    counted = service * scheme.service_share // PERCENT
    return counted, min(reflection, counted * scheme.reflection_share // PERCENT)


def reckon(scheme: Scheme, *, service: int, reflection: int = 0, already: int = 0) -> Outcome:
    """What `service` and `reflection` minutes come to; `already` is what was awarded under this scheme before.

    Raises ValueError for negative minutes or amounts.
    """
    if min(service, reflection, already) < 0:
        raise ValueError("minutes and amounts are never negative")
    steps = [Step(N_("%(service)s of service count: confirmed, and under an accreditation on their day."),
                  {"service": Minutes(service)})]  # fmt: skip
    if scheme.unit is Unit.HOURS:
        return _statement(scheme, service, steps)
    counted, reflected = study_load(scheme, service=service, reflection=reflection)
    load = counted + reflected
    steps += _load_steps(scheme, service, counted, reflection, reflected)
    amount = whole_units(load, scheme.minutes_per_unit)
    steps.append(_divided(scheme, load, amount))
    amount = _bounded(scheme, amount, already, steps)
    short = _too_little(scheme, service, amount)
    return Outcome(amount=0 if short else amount, unit=scheme.unit, service=service, load=load, steps=tuple(steps),
                   short=short)  # fmt: skip


def _statement(scheme: Scheme, service: int, steps: list[Step]) -> Outcome:
    """The hours as they are; a school for secondary education states them and gives no credit."""
    steps.append(Step(N_("The school states these hours. It gives no study credit for them.")))
    return Outcome(amount=0, unit=scheme.unit, service=service, load=service, steps=tuple(steps),
                   short=_too_little(scheme, service, scheme.minimum))  # fmt: skip


def _load_steps(scheme: Scheme, service: int, counted: int, reflection: int, reflected: int) -> list[Step]:
    found = []
    if scheme.service_share != PERCENT:
        message = N_("The scheme counts %(share)s %% of the service as study load: %(counted)s.")
        found.append(Step(message, {"share": scheme.service_share, "counted": Minutes(counted)}))
    if reflection:
        message = N_(
            "Of %(reflection)s of reflection %(reflected)s count: at most %(share)s %% of the service that counts."
        )
        found.append(Step(message, {"reflection": Minutes(reflection), "reflected": Minutes(reflected),
                                    "share": scheme.reflection_share}))  # fmt: skip
    return found


def _divided(scheme: Scheme, load: int, amount: int) -> Step:
    params = {"load": Minutes(load), "each": Minutes(scheme.minutes_per_unit), "amount": Hundredths(amount)}
    if scheme.unit is Unit.EC:
        message = N_("A study load of %(load)s at %(each)s for one EC is %(amount)s EC, rounded down to whole EC.")
        return Step(message, params, "art. 7.4 WHW")
    return Step(N_("A study load of %(load)s at %(each)s for one SBU is %(amount)s SBU, rounded down."), params)


def _bounded(scheme: Scheme, amount: int, already: int, steps: list[Step]) -> int:
    """The amount within the maximum, less what was awarded before."""
    if not scheme.maximum:
        return amount
    room = max(scheme.maximum - already, 0)
    if amount <= room:
        return amount
    if already:
        message = N_(
            "The scheme gives at most %(maximum)s, of which %(already)s were awarded before: %(room)s are left."
        )
    else:
        message = N_("The scheme gives at most %(maximum)s, so it is %(room)s.")
    steps.append(Step(message, {"maximum": Hundredths(scheme.maximum), "already": Hundredths(already),
                                "room": Hundredths(room)}))  # fmt: skip
    return room


def _too_little(scheme: Scheme, service: int, amount: int) -> Step | None:
    if service < scheme.minimum_minutes:
        message = N_("The scheme asks at least %(minimum)s of service; %(service)s count.")
        return Step(message, {"minimum": Minutes(scheme.minimum_minutes), "service": Minutes(service)})
    if amount < scheme.minimum:
        message = N_("The scheme gives credit from %(minimum)s; this comes to %(amount)s.")
        return Step(message, {"minimum": Hundredths(scheme.minimum), "amount": Hundredths(amount)})
    if not amount and scheme.unit is not Unit.HOURS:
        return Step(N_("This comes to less than one whole unit."))
    return None
