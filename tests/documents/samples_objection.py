"""One invented record for each paper of an objection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

ONLINE = "https://diensttijd.example/objections/7b0c"
PRESENT = {"nl": "De coördinator en een begeleider.", "en": "The coordinator and a guide."}
GROUNDS = {
    "nl": "Het besluit gaat uit van vorig jaar.\nSinds januari zijn er twee vaste begeleiders.",
    "en": "The decision looks at last year.\nThere have been two regular guides since January.",
}
REASONS = {
    "nl": "Op de hoorzitting bleek dat er op elke dag een begeleider was.",
    "en": "At the hearing it turned out that there was a guide on every day.",
}
CONTESTED = {"nl": "Besluit om te weigeren", "en": "Decision to refuse"}
ADVICE = {"nl": "Gegrond", "en": "Well-founded"}
PLACE = {"nl": ("10.00 uur", "Stationsplein 1, Den Haag"), "en": ("10 o'clock", "Stationsplein 1, The Hague")}
OUTCOMES = {"nl": "well_founded", "en": "partly_founded"}


def _term(day: str, lang: str) -> dict[str, Any]:
    why = {"nl": "zes weken vanaf de dag na het einde van de termijn (art. 7:10 lid 1 Awb)",
           "en": "six weeks from the day after the end of the term (art. 7:10 lid 1 Awb)"}  # fmt: skip
    return {"ends_on": day, "explanation": [why[lang]]}


def _about(lang: str) -> dict[str, Any]:
    return {"received_on": "2026-11-10",
            "contested": {"title": CONTESTED[lang], "number": "AV-2026-0042", "date": "2026-10-13"}}  # fmt: skip


def _hearing(lang: str) -> dict[str, Any]:
    time, place = PLACE[lang]
    return {"day": "2026-12-08", "time": time, "place": place}


def _decided(lang: str) -> dict[str, Any]:
    court = {"nl": "de rechtbank Den Haag", "en": "the District Court of Den Haag"}[lang]
    legal = {"nl": "Algemene wet bestuursrecht (Awb), artikelen 7:2 tot en met 7:12",
             "en": "General Administrative Law Act (Awb), articles 7:2 to 7:12"}[lang]  # fmt: skip
    return _about(lang) | {
        "grounds": GROUNDS[lang], "hearing": {"held_on": "2026-12-08", "not_held": None}, "reasons": REASONS[lang],
        "legal_basis": [legal], "appeal": _term("2027-01-05", lang) | {"court": court},
    }  # fmt: skip


def objection_confirmation(lang: str) -> dict[str, Any]:
    """Receipt; in English of one that came late and without grounds."""
    return _about(lang) | {
        "late": lang == "en", "grounds_missing": lang == "en", "online": ONLINE,
        "lodging_term": _term("2026-11-24", lang), "decision_term": _term("2027-01-05", lang),
    }  # fmt: skip


def hearing_invitation(lang: str) -> dict[str, Any]:
    """An invitation."""
    return _about(lang) | {"hearing": _hearing(lang), "inspection_from": "2026-12-01", "papers_until": "2026-11-28",
                           "online": ONLINE}  # fmt: skip


def hearing_report(lang: str) -> dict[str, Any]:
    """A report of three who heard, one of them involved."""
    return _about(lang) | {"hearing": _hearing(lang), "present": PRESENT[lang], "report": GROUNDS[lang],
                           "heard_with": 2, "heard_with_involved": 1}  # fmt: skip


def adjournment_letter(lang: str) -> dict[str, Any]:
    """Six weeks more; in English a later day by consent, without reasons."""
    english = lang == "en"
    return _about(lang) | {"present_term": "2027-01-05", "decision_term": _term("2027-02-16", lang),
                           "because": "consent_to_further_delay" if english else "adjourn",
                           "reasons": None if english else REASONS[lang]}  # fmt: skip


def objection_decision(lang: str) -> dict[str, Any]:
    """Well-founded; in English in part, late, and against the advice."""
    english = lang == "en"
    place = {"nl": "De aanvraag wordt opnieuw beoordeeld", "en": "The application is assessed again"}[lang]
    return _decided(lang) | {
        "outcome": OUTCOMES[lang], "lateness": REASONS[lang] if english else None,
        "advice": {"outcome": ADVICE[lang], "text": REASONS[lang]}, "deviation": REASONS[lang] if english else None,
        "consequence": "reopen", "in_its_place": place, "new_decision": GROUNDS[lang] if english else None,
    }  # fmt: skip


def inadmissible_decision(lang: str) -> dict[str, Any]:
    """Too late, without a hearing."""
    none = {"nl": "Het bezwaar is kennelijk niet-ontvankelijk", "en": "The objection is clearly inadmissible"}[lang]
    ground = {"nl": "Het kwam te laat en dat is niet verschoonbaar (art. 6:7 tot en met 6:11 Awb)",
              "en": "It came too late and that cannot be excused (art. 6:7 to 6:11 Awb)"}[lang]  # fmt: skip
    return _decided(lang) | {"ground": ground, "lodging_term": _term("2026-11-24", lang),
                             "hearing": {"held_on": None, "not_held": none}}  # fmt: skip


BODIES: tuple[Callable[[str], dict[str, Any]], ...] = (
    objection_confirmation, hearing_invitation, hearing_report, adjournment_letter, objection_decision,
    inadmissible_decision,
)  # fmt: skip
