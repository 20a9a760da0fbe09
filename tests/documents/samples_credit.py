"""Invented records of the papers of a school: a statement of credit, both decisions, and the list of a meeting."""

from __future__ import annotations

from typing import Any


def pick(language: str, dutch: str, english: str) -> str:
    """The words of one language."""
    return dutch if language == "nl" else english


def school(lang: str) -> dict[str, Any]:
    """A school that awards, and the student."""
    name = "Hogeschool De Zandbank (fictief)"
    return {
        "issuer": {
            "name": name, "department": pick(lang, "Examencommissie", "Exam board"), "street": "", "postcode": "",
            "city": "Amersfoort", "email": "bureau@diensttijd.example", "phone": "070 000 00 00",
            "website": "diensttijd.example",
        },
        "school": {"name": name, "brin": "99AA", "sector": "hbo", "city": "Amersfoort"},
        "student": {"name": "Noor el Idrissi", "student_number": "s1234567", "programme": "Social Work (bachelor)",
                    "pseudonym": "5b0c9a1e7d3f42688a6f0e2d4c1b9735"},
        "case": {"number": "SP-2026-0007", "submitted_on": "2026-11-02"},
        "addressee": {"name": "Noor el Idrissi"},
        "signatory": {"name": "Wim Terpstra", "role": pick(lang, "namens de examencommissie", "for the exam board")},
        "scheme": {
            "title": pick(lang, "Vrije ruimte: maatschappelijke dienst", "Free space: service to society"),
            "version": 2, "valid_from": "2026-09-01",
            "basis": pick(lang, "Als getoetste onderwijseenheid", "As an assessed unit of study"),
            "basis_code": "assessed_unit", "basis_text": "SW-VRIJ-03",
        },
        "service": {
            "starts_on": "2026-03-02", "ends_on": "2026-08-28", "hours": pick(lang, "80 uur", "80 hours"),
            "minutes": 4800, "prior": False,
            "activities": pick(lang, "Taalmaatje voor drie nieuwkomers.\nOrganiseren van de wekelijkse inloop.",
                               "Language buddy for three newcomers.\nRunning the weekly open house."),
            "accreditations": [{"number": "A-2026-0003", "starts_on": "2026-01-12", "ends_on": "2030-01-11",
                                "hours": pick(lang, "80 uur", "80 hours")}],
        },
    }  # fmt: skip


def reckoning(lang: str) -> list[str]:
    """How the amount was found."""
    if lang == "nl":
        return ["80 uur dienst telt mee: bevestigd, en op die dagen onder een accreditatie.",
                "Van 4 uur reflectie telt 4 uur mee: ten hoogste 10 % van de dienst die meetelt.",
                "Een studielast van 84 uur bij 28 uur per EC is 3 EC, naar beneden afgerond (art. 7.4 WHW).",
                ]  # fmt: skip
    return ["80 hours of service count: confirmed, and under an accreditation on their day.",
            "Of 4 hours of reflection 4 hours count: at most 10 % of the service that counts.",
            "A study load of 84 hours at 28 hours for one EC is 3 EC, rounded down to whole EC (art. 7.4 WHW).",
            ]  # fmt: skip


def remedy(lang: str) -> dict[str, Any]:
    """Six weeks, to the board of appeal."""
    return {
        "body": pick(lang, "het college van beroep voor de examens", "the board of appeal for examinations"),
        "how": pick(lang, "Stuur uw beroepschrift naar het loket van de instelling.",
                    "Send your appeal to the complaints desk of the institution."),
        "then": None, "length": pick(lang, "6 weken", "6 weeks"), "ends_on": "2027-01-05",
        "explanation": [pick(lang, "6 weken vanaf wo 25-11: tot en met di 5-1-2027 (art. 7.61 WHW)",
                             "6 weeks from Wed 25 November: through Tue 5 January 2027 (art. 7.61 WHW)")],
    }  # fmt: skip


def credit_statement(lang: str) -> dict[str, Any]:
    """Three EC for eighty hours and the reflection on them."""
    return school(lang) | {
        "amount": {"hundredths": 300, "unit": "ec", "words": "3 EC"}, "reckoning": reckoning(lang),
        "judgement": pick(lang, "De reflectie laat zien dat de student de leeruitkomst beheerst.\n"
                          "De begeleider bevestigt zelfstandig en zorgvuldig werk.",
                          "The reflection shows that the student masters the learning outcome.\n"
                          "The supervisor confirms careful work, done independently."),
        "assessed": {"on": "2026-11-16", "by": "Samira El Amrani"}, "appeal": None,
    }  # fmt: skip


def school_hours_statement(lang: str) -> dict[str, Any]:
    """Eighty hours, and no credit."""
    return credit_statement(lang) | {
        "amount": {"hundredths": 0, "unit": "hours", "words": pick(lang, "geen studiepunten", "no study credit")},
        "assessed": None,
    }  # fmt: skip


def not_awarded_decision(lang: str) -> dict[str, Any]:
    """The reflection does not show enough."""
    return school(lang) | {
        "reckoning": reckoning(lang), "remedy": remedy(lang),
        "reasons": pick(lang, "De reflectie beschrijft wat er gebeurde, niet wat de student ervan leerde.",
                        "The reflection describes what happened, not what the student learned from it."),
    }  # fmt: skip


def revocation_decision(lang: str) -> dict[str, Any]:
    """Hours that were not made."""
    return school(lang) | {
        "amount": {"hundredths": 300, "unit": "ec", "words": "3 EC"},
        "awarded": {"number": "DT-2026-0101", "date": "2026-11-24"},
        "ground": pick(lang, "De studiepunten berusten op fraude.", "The credit rests on fraud."),
        "hearing": {"on": "2026-12-01", "text": pick(lang, "De student zegt dat de uren thuis zijn gemaakt.",
                                                     "The student says that the hours were made at home.")},
        "reasons": pick(lang, "Veertig uren zijn niet gemaakt. De begeleider bevestigde ze niet zelf.",
                        "Forty hours were not made. The supervisor did not confirm them personally."),
        "remedy": remedy(lang),
    }  # fmt: skip


def cohort_list(lang: str) -> dict[str, Any]:
    """The list of one meeting, with one credit that could not be awarded."""
    names = ("Noor el Idrissi", "Şeyma Çağlayan", "Daan de Wit", "Ouafa Ben Salah")
    lines = [{"number": f"SP-2026-{n:04d}", "student": name, "student_number": f"s12345{n}", "amount": f"{n} EC",
              "reason": None} for n, name in enumerate(names, 1)]  # fmt: skip
    of_school = {key: value for key, value in school(lang).items() if key in ("issuer", "school", "case")}
    return of_school | {
        "name": pick(lang, "Vergadering van 24 november", "Meeting of 24 November"),
        "judgement": pick(lang, "De commissie heeft de voorstellen besproken en neemt ze over.",
                          "The board discussed the proposals and adopts them."),
        "prepared_by": "Samira El Amrani", "decided_by": "Wim Terpstra", "decided_on": "2026-11-24",
        "awarded": lines[:3],
        "not_awarded": [lines[3] | {"reason": pick(lang, "De student heeft de aanvraag ingetrokken.",
                                                   "The student withdrew the request.")}],
    }  # fmt: skip


BODIES = (credit_statement, school_hours_statement, not_awarded_decision, revocation_decision, cohort_list)
