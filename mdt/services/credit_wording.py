"""Amounts, hours and the steps of a reckoning in words, in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workflows.base import N_
from workflows.credits import Basis, Hundredths, Minutes, Step, Unit

Translate = Callable[[str], str]

UNITS: dict[str, str] = {Unit.EC: "EC", Unit.SBU: "SBU"}
BASES: dict[str, str] = {
    Basis.ASSESSED_UNIT: N_("As an assessed unit of study"),
    Basis.EXEMPTION: N_("As an exemption, on the grounds of the examination rules (OER)"),
    Basis.EXTRACURRICULAR: N_("As extracurricular credit, outside the programme"),
    Basis.CITIZENSHIP: N_("As part of citizenship (burgerschap)"),
    Basis.ELECTIVE: N_("As an elective unit (keuzedeel)"),
    Basis.STATEMENT: N_("As a statement of hours, without study credit"),
}
ASKS: dict[str, str] = {
    "reflection": N_("A reflection on what you learned"),
    "supervisor": N_("The assessment of your supervisor"),
    "portfolio": N_("A description of your evidence (portfolio)"),
}
GROUNDS: dict[str, str] = {
    "error": N_("The credit was awarded in error."),
    "fraud": N_("The credit rests on fraud."),
}
# What was typed with an event and both sides read; and what stays with the school.
SAID = ("what_is_missing", "reasons", "hearing")
HIDDEN_FROM_YOUTH = ("propose",)


def hours(minutes: int, translate: Translate) -> str:
    """Minutes as hours: “80 hours”, “80 hours and 30 minutes”."""
    whole, rest = divmod(minutes, 60)
    if not rest:
        return translate(N_("%(hours)s hours")) % {"hours": whole} if whole != 1 else translate(N_("1 hour"))
    return translate(N_("%(hours)s hours and %(minutes)s minutes")) % {"hours": whole, "minutes": rest}


def units(hundredths: int) -> str:
    """Hundredths as a number: 300 is 3."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}" if not rest else f"{whole},{rest:02d}"


def amount(hundredths: int, unit: str, translate: Translate) -> str:
    """An amount with its unit: “3 EC”; where a school gives no credit, that."""
    if unit == Unit.HOURS:
        return translate(N_("no study credit"))
    return f"{units(hundredths)} {UNITS[unit]}"


def sentence(step: Step, translate: Translate) -> str:
    """One step of a reckoning."""
    shown = {name: _shown(value, translate) for name, value in step.params.items()}
    text = translate(step.message) % shown
    return f"{text.rstrip('.')} ({step.law})." if step.law else text


def sentences(steps: Iterable[Step], translate: Translate) -> list[str]:
    """The steps of a reckoning."""
    return [sentence(step, translate) for step in steps]


def _shown(value: int, translate: Translate) -> str:
    if isinstance(value, Minutes):
        return hours(value, translate)
    return units(value) if isinstance(value, Hundredths) else str(value)
