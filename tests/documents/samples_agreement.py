"""Invented records of the papers of an agreement."""

from __future__ import annotations

from typing import Any


def _words(language: str, dutch: str, english: str) -> str:
    return dutch if language == "nl" else english


def _common(lang: str) -> dict[str, Any]:
    return {
        "youth": {"name": "Noor Vis", "born_on": "2007-03-14"},
        "school": {"name": "Hogeschool De Verbeelding", "brin": "99AB", "programme": "Social Work"},
        "title": _words(lang, "Meehelpen in het buurthuis", "Helping at the community centre"),
        "starts_on": "2026-12-01", "ends_on": "2027-05-15", "hours_goal": "84",
        "accreditation": {"number": "AC-2026-0007", "starts_on": "2026-09-01", "ends_on": "2030-08-31"},
        "version": {"number": 2, "id": "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"},
    }  # fmt: skip


def agreement(lang: str) -> dict[str, Any]:
    """The agreement, signed by three and one of them on paper."""
    return _common(lang) | {
        "round": _words(lang, "MDT basis", "MDT basic"), "hours_a_week": "3:30",
        "activities": [
            {"what": _words(lang, "Huiswerk begeleiden op woensdag", "Helping with homework on Wednesdays"),
             "recognised": _words(lang, "Gesprekstechnieken oefenen", "Practising conversation"), "of_school": False},
            {"what": _words(lang, "Terugkijken in de klas", "Looking back in class"), "recognised": None,
             "of_school": True},
        ],
        "outcomes": [_words(lang, "Ik kan een gesprek beginnen met iemand die ik niet ken.",
                            "I can begin a conversation with somebody I do not know.")],
        "guidance": _words(lang, "Elke week een kwartier terugkijken.\nElke maand een langer gesprek.",
                           "Looking back for a quarter of an hour each week.\nA longer talk each month."),
        "judged": _words(lang, "De begeleider beschrijft wat zij zag.", "The supervisor describes what she saw."),
        "allowance": _words(lang, "Reiskosten, en een verzekering.", "Travel, and an insurance."),
        "supervisor": "Bea Leider",
        "signatures": [
            {"party": _words(lang, "Jongere", "Youth"), "name": "Noor Vis", "signed_on": "2026-11-20",
             "how": _words(lang, "getekend in Diensttijd, met een account", "signed in Diensttijd, with an account")},
            {"party": _words(lang, "School", "School"), "name": "Stan Streep", "signed_on": "2026-11-23",
             "how": _words(lang, "getekend op papier, waarvan een scan is bewaard",
                           "signed on paper, of which a scan is kept")},
        ],
    }  # fmt: skip


def supervisor_assessment(lang: str) -> dict[str, Any]:
    """What the supervisor wrote."""
    return _common(lang) | {
        "outcomes": [
            {"text": _words(lang, "Ik kan een gesprek beginnen.", "I can begin a conversation."),
             "reached": _words(lang, "Bereikt", "Reached")},
            {"text": _words(lang, "Ik kan een activiteit plannen.", "I can plan an activity."),
             "reached": _words(lang, "Deels bereikt", "Partly reached")},
        ],
        "signatory": {"name": "Bea Leider", "role": _words(lang, "begeleider bij Stichting Bolderbast",
                                                           "supervisor at Stichting Bolderbast")},
        "hours_known": "84",
        "text": _words(lang, "Altijd op tijd, en steeds vaker zelf het initiatief.\nDe gasten vroegen naar Noor.",
                       "Always on time, and more and more of her own initiative.\nThe guests asked for Noor."),
    }  # fmt: skip


def certificate_of_participation(lang: str) -> dict[str, Any]:
    """For the youth."""
    return _common(lang) | {
        "signatory": {"name": "Meryem Yıldız", "role": _words(lang, "namens Stichting Bolderbast",
                                                              "on behalf of Stichting Bolderbast")},
        "round": _words(lang, "MDT basis", "MDT basic"), "hours_made": "84", "completed_on": "2026-11-24",
        "activities": [_words(lang, "Huiswerk begeleiden op woensdag", "Helping with homework on Wednesdays"),
                       _words(lang, "De buurtlunch voorbereiden", "Preparing the neighbourhood lunch")],
    }  # fmt: skip
