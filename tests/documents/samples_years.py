"""One invented record for each paper of the years: measures, suspension, withdrawal, renewal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.documents.sample_parts import LEGAL, period, remedy

ONLINE = "https://diensttijd.example/accreditations/7b0c"
REASONS = {
    "nl": "Twee jongeren vertelden dat er op zaterdag vaak niemand was.\nBij ons bezoek was dat ook zo.",
    "en": "Two youths told us that often nobody was there on Saturdays.\nThat was so at our visit as well.",
}
CHANGE = {
    "nl": "Elke jongere heeft een vaste begeleider die er op de afgesproken dagen is.",
    "en": "Every youth has a guide of their own who is there on the agreed days.",
}
REMEDY = {
    "nl": "Er is een rooster waarop elke zaterdag twee begeleiders staan.",
    "en": "There is a rota with two guides on every Saturday.",
}
INTENTION = {"number": "DT-2026-0091", "date": "2026-08-03"}


def _imposed(lang: str) -> dict[str, Any]:
    return {"accreditation": period(), "must_change": CHANGE[lang], "due_on": "2027-01-25", "reasons": REASONS[lang],
            "online": ONLINE}  # fmt: skip


def _intended(lang: str, danger: str | None) -> dict[str, Any]:
    view = {"ends_on": "2026-12-08", "explanation": [], "phone": "070 000 00 00",
            "email": "bureau@diensttijd.example", "online": ONLINE}  # fmt: skip
    return _imposed(lang) | {"danger": danger, "legal_basis": LEGAL[lang], "view": view}


def _decided(lang: str) -> dict[str, Any]:
    """What went before a decision, in full."""
    view = {"given": "in_writing", "given_on": "2026-08-17", "summary": CHANGE[lang], "weighing": REASONS[lang]}
    return {
        "accreditation": period(), "danger": None, "intention": INTENTION, "view": view,
        "remedy": {"reported_on": "2026-10-02", "text": REMEDY[lang]}, "reasons": REASONS[lang],
        "legal_basis": LEGAL[lang], "objection": remedy(lang),
    }  # fmt: skip


def condition_letter(lang: str) -> dict[str, Any]:
    """A condition."""
    return _imposed(lang)


def warning_letter(lang: str) -> dict[str, Any]:
    """A warning."""
    return _imposed(lang)


def suspension_intention(lang: str) -> dict[str, Any]:
    """An intention with shorter terms, because youths are in danger."""
    return _intended(lang, REASONS[lang])


def withdrawal_intention(lang: str) -> dict[str, Any]:
    """An intention with the usual terms."""
    return _intended(lang, None)


def measure_met_letter(lang: str) -> dict[str, Any]:
    """What had to change has changed."""
    return {
        "accreditation": period(), "measure": "Waarschuwing" if lang == "nl" else "Warning",
        "must_change": CHANGE[lang], "imposed_on": "2026-08-03", "remedy": REMEDY[lang], "reported_on": "2026-10-02",
    }  # fmt: skip


def suspension_decision(lang: str) -> dict[str, Any]:
    """A suspension after an intention, a view and a remedy that fell short."""
    meaning = (
        ["Op een dag waarop de accreditatie is geschorst, begint geen overeenkomst.",
         "Een overeenkomst die loopt, mag worden afgemaakt."]
        if lang == "nl"
        else ["No agreement begins on a day on which the accreditation is suspended.",
              "An agreement that runs may be finished."]
    )  # fmt: skip
    days = {"starts_on": "2026-12-01", "ends_on": "2027-02-28"}
    return _decided(lang) | {"suspension": days, "meaning": meaning}


def reinstatement_letter(lang: str) -> dict[str, Any]:
    """The suspension ends early."""
    days = {"starts_on": "2026-09-01", "ends_on": "2026-11-23"}
    return {"accreditation": period(), "suspension": days, "reasons": REMEDY[lang]}


AGREEMENTS_END = {
    "nl": "Omdat jongeren gevaar lopen, eindigen lopende overeenkomsten bij de organisatie op de eerste dag vanzelf. "
    "De uren van daarvoor tellen.",
    "en": "Because youths are in danger, agreements that run at the organisation end by themselves on the first day. "
    "Hours made before that day count.",
}


def withdrawal_decision(lang: str) -> dict[str, Any]:
    """A withdrawal for danger, without an intention."""
    ground = "De veiligheid van jongeren is in het geding" if lang == "nl" else "The safety of youths is at stake"
    return _decided(lang) | {
        "withdrawn_from": "2026-11-24", "ground": ground, "danger": REASONS[lang], "intention": None, "view": None,
        "remedy": None, "meaning": [AGREEMENTS_END[lang]],
    }  # fmt: skip


def invitation_to_renew(lang: str) -> dict[str, Any]:
    """Six months before the end."""
    return {
        "accreditation": period(), "opens_on": "2026-11-24", "renewal_starts_on": "2027-05-25",
        "check_ins": 3 if lang == "nl" else 0, "online": "https://diensttijd.example/applications/new",
    }  # fmt: skip


BODIES: tuple[Callable[[str], dict[str, Any]], ...] = (
    condition_letter, warning_letter, suspension_intention, withdrawal_intention, measure_met_letter,
    suspension_decision, reinstatement_letter, withdrawal_decision, invitation_to_renew,
)  # fmt: skip
