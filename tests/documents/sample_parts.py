"""Parts of the invented records."""

from __future__ import annotations

from typing import Any

from mdt.services.paper_records import KINDS

LEGAL = {
    "nl": [
        "Beoordelingskader accreditatie maatschappelijke diensttijd, versie 2026-1, hoofdstuk 3",
        "Algemene wet bestuursrecht, artikelen 3:46, 3:47 en 3:49",
    ],
    "en": [
        "Assessment framework for accreditation in the Maatschappelijke Diensttijd, version 2026-1, chapter 3",
        "General Administrative Law Act (Awb), articles 3:46, 3:47 and 3:49",
    ],
}
FRAMEWORK = {
    "nl": {"name": "Beoordelingskader accreditatie maatschappelijke diensttijd", "version": "2026-1"},
    "en": {
        "name": "Assessment framework for accreditation in the Maatschappelijke Diensttijd",
        "version": "2026-1",
    },
}


def common(kind: str, language: str) -> dict[str, Any]:
    """What every record holds."""
    dutch = language == "nl"
    return {
        "kind": kind,
        "number": f"DT-2026-0042-{KINDS.index(kind) + 1:02}",
        "code": "7KQ2M9XW4PHT",
        "verify_url": "https://diensttijd.example/controleren/7KQ2M9XW4PHT",
        "schema_url": f"https://diensttijd.example/schemas/{kind.replace('_', '-')}-1.json",
        "verify_page": "diensttijd.example/controleren",
        "issued_on": "2026-11-24",
        "language": language,
        "issuer": {
            "name": "Accreditatieautoriteit Diensttijd",
            "department": "Bureau Accreditatie" if dutch else "Accreditation Office",
            "street": "Voorbeeldplein 1",
            "postcode": "2500 AA",
            "city": "Den Haag",
            "email": "bureau@diensttijd.example",
            "phone": "070 000 00 00",
            "website": "diensttijd.example",
        },
        "case": {"number": "DT-2026-0042", "submitted_on": "2026-09-07"},
        "organisation": {
            "name": "Stichting Bolderbast",
            "kvk": "69599068",
            "rsin": "848351253",
            "street": "Watermolenlaan 1",
            "postcode": "3447 GT",
            "city": "Woerden",
        },
        "addressee": {"name": "Meryem Yıldız"},
        "signatory": {
            "name": "Hanneke van der Wal",
            "role": "voorzitter van de besluitcommissie" if dutch else "chair of the board",
        },
        "log_seal": {"number": 1204, "hash": "9f2c41d07be5a3f8" * 4},
        "sealed_by": {"name": "Accreditatieautoriteit Diensttijd – self-made seal", "self_made": True},
    }


def remedy(language: str) -> dict[str, Any]:
    """The remedy clause's data."""
    return {
        "ends_on": "2027-01-05",
        "explanation": [
            "Zes weken vanaf de dag na 24 november 2026 (artikelen 6:7 en 6:8 Awb)."
            if language == "nl"
            else "Six weeks from the day after 24 November 2026 (articles 6:7 and 6:8 Awb)."
        ],
        "body": "Besluitcommissie Accreditatieautoriteit Diensttijd",
        "address": ["Voorbeeldplein 1", "2500 AA Den Haag"],
        "online": "diensttijd.example/bezwaar",
        "court": "de rechtbank Midden-Nederland" if language == "nl" else "the District Court of Midden-Nederland",
    }


def findings(language: str) -> list[dict[str, Any]]:
    """Judgements at three levels."""
    if language == "nl":
        return [
            {
                "indicator": "Elke jongere heeft een vaste begeleider",
                "level": "not_met",
                "judgement": "Voldoet niet",
                "explanation": "De twee jongeren in dienst noemden ieder een andere begeleider per dienst.\n"
                "Bij ons bezoek was er anderhalf uur lang geen begeleider aanwezig.",
            },
            {
                "indicator": "Er is een vertrouwenspersoon die de jongeren kennen",
                "level": "partly",
                "judgement": "Voldoet deels",
                "explanation": "De vertrouwenspersoon is aangesteld. Geen van de jongeren wist wie dat is.",
            },
        ]
    return [
        {
            "indicator": "Every youth has a regular supervisor",
            "level": "not_met",
            "judgement": "Not met",
            "explanation": "The two youths in service each named a different supervisor for every shift.\n"
            "During our visit there was no supervisor for an hour and a half.",
        },
        {
            "indicator": "There is a confidential contact person whom the youths know",
            "level": "partly",
            "judgement": "Partly met",
            "explanation": "The contact person has been appointed. None of the youths knew who it is.",
        },
    ]


def themes(language: str) -> list[dict[str, Any]]:
    """The findings of an advice, by theme."""
    good = (
        {
            "indicator": "De taken doen er echt toe",
            "level": "met",
            "judgement": "Voldoet",
            "explanation": "Wij zagen hoe een jongere zelf de uitgifte leidde en door gasten werd bedankt.",
        }
        if language == "nl"
        else {
            "indicator": "The tasks really matter",
            "level": "met",
            "judgement": "Met",
            "explanation": "We saw a youth run the food counter alone, and guests thank them for it.",
        }
    )
    titles = (
        ("Begeleiding en veiligheid", "Iets doen voor een ander")
        if language == "nl"
        else ("Guidance and safety", "Doing something for others")
    )
    return [
        {"title": titles[0], "findings": findings(language)},
        {"title": titles[1], "findings": [good]},
    ]


def assessors(language: str) -> list[dict[str, str]]:
    """The two who visited and judged."""
    roles = ("eerste beoordelaar", "tweede beoordelaar") if language == "nl" else ("lead assessor", "second assessor")
    return [
        {"name": "Joris Kamphuis", "role": roles[0]},
        {"name": "Fatima el Amrani", "role": roles[1]},
    ]


def missing(language: str) -> list[dict[str, Any]]:
    """What an application may lack."""
    if language == "nl":
        return [
            {
                "what": "Het aantal uren begeleiding per jongere",
                "why": "Zonder dit getal kunnen wij niet zien of de begeleiding past bij het aantal jongeren.",
            },
            {"what": "De naam en bereikbaarheid van de vertrouwenspersoon", "why": None},
        ]
    return [
        {
            "what": "The hours of guidance for each youth",
            "why": "Without this number we cannot see whether the guidance fits the number of youths.",
        },
        {"what": "Who the confidential contact person is and how to reach them", "why": None},
    ]


def period() -> dict[str, str]:
    """The accreditation."""
    return {"number": "ACC-2026-0017", "starts_on": "2026-12-01", "ends_on": "2030-11-30"}


def conditions(language: str) -> list[dict[str, Any]]:
    """Two conditions, one without a day of its own."""
    if language == "nl":
        return [
            {
                "text": "Er zijn gesprekken gevoerd met de eerste twee jongeren in dienst.",
                "due_on": "2027-11-30",
            },
            {"text": "Elke jongere kent de vertrouwenspersoon bij naam.", "due_on": "2027-03-01"},
        ]
    return [
        {"text": "Conversations have been held with the first two youths in service.", "due_on": "2027-11-30"},
        {"text": "Every youth knows the confidential contact person by name.", "due_on": "2027-03-01"},
    ]
