"""One invented record for each kind of paper and language, as the services freeze them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mdt.services.paper_records import KINDS, LANGUAGES
from tests.documents import samples_credit, samples_objection, samples_years
from tests.documents.sample_parts import (
    FRAMEWORK,
    LEGAL,
    assessors,
    common,
    conditions,
    findings,
    missing,
    period,
    remedy,
    themes,
)
from tests.documents.samples_agreement import agreement, certificate_of_participation, supervisor_assessment
from tests.documents.samples_hours import statement_of_hours


def pick(language: str, dutch: str, english: str) -> str:
    """The words of one language."""
    return dutch if language == "nl" else english


def term(language: str, ends_on: str) -> dict[str, Any]:
    """A term that explains itself."""
    return {
        "ends_on": ends_on,
        "explanation": [pick(language, "De termijn is acht weken (artikel 4:13 Awb).",
                             "The term is eight weeks (article 4:13 Awb).")],
    }  # fmt: skip


RENEWAL = {"number": "AC-2022-0007", "ends_on": "2026-11-30", "accredited_since": "2022-12-01"}


def confirmation_of_receipt(lang: str) -> dict[str, Any]:
    """The receipt."""
    received = (
        ["Uw organisatie", "Jongeren en taken", "Begeleiding: 420 uren per jaar", "jaarplan-2026.pdf"]
        if lang == "nl"
        else ["Your organisation", "Youths and tasks", "Guidance: 420 hours a year", "jaarplan-2026.pdf"]
    )
    return {"received": received, "decision_term": term(lang, "2026-12-29")}


def supplement_request(lang: str) -> dict[str, Any]:
    """The request for what is missing."""
    return {
        "missing": missing(lang),
        "supplement_term": {"ends_on": "2026-12-15", "explanation": []},
        "suspended_from": "2026-11-25",
    }


def set_aside_decision(lang: str) -> dict[str, Any]:
    """Not processed, after an answer that falls short."""
    return {
        "request": {"number": "DT-2026-0042-02", "date": "2026-10-05"},
        "supplement_term_ended_on": "2026-10-26",
        "missing": missing(lang),
        "answered_on": "2026-10-20",
        "reasons": pick(
            lang,
            "U stuurde de statuten. De uren begeleiding en de vertrouwenspersoon ontbreken nog steeds.\n"
            "Zonder deze gegevens kunnen wij uw praktijk niet beoordelen.",
            "You sent the articles of association. The hours of guidance and the contact person are "
            "still missing.\nWithout them we cannot judge your practice.",
        ),
        "legal_basis": LEGAL[lang],
        "objection": remedy(lang),
    }


def visit_report(lang: str) -> dict[str, Any]:
    """What was seen and heard."""
    return {
        "framework": FRAMEWORK[lang],
        "visit": {"held_on": "2026-10-14", "place": "Woerden", "assessors": assessors(lang)},
        "themes": [
            {
                "title": pick(lang, "Begeleiding", "Guidance"),
                "observations": [
                    pick(
                        lang,
                        "De begeleider loopt de eerste dienst mee en bespreekt daarna wat goed ging.",
                        "The supervisor joins the first shift and talks afterwards about what went well.",
                    ),
                    pick(
                        lang,
                        "Tussen 14.00 en 15.30 uur was er geen begeleider in het gebouw.",
                        "Between 2 and 3.30 pm there was no supervisor in the building.",
                    ),
                ],
            },
            {
                "title": pick(lang, "Veilige plek", "A safe place"),
                "observations": [
                    pick(
                        lang,
                        "De huisregels hangen bij de ingang, ook in het Arabisch.",
                        "The house rules hang at the entrance, also in Arabic.",
                    )
                ],
            },
        ],
        "conversations": [
            {"kind": pick(lang, "Jongeren in dienst", "Youths in service"), "number": 2},
            {"kind": pick(lang, "Andere vrijwilligers", "Other volunteers"), "number": 3},
        ],
        "comment": {
            "received_on": "2026-10-27",
            "text": pick(
                lang,
                "De begeleider was die middag ziek. Er was wel een achterwacht bereikbaar.",
                "The supervisor was ill that afternoon. Somebody was on call.",
            ),
        },
    }


def advice(lang: str) -> dict[str, Any]:
    """The joint advice, with one dissent."""
    return {
        "framework": FRAMEWORK[lang],
        "assessors": assessors(lang),
        "visited_on": "2026-10-14",
        "themes": themes(lang),
        "dissent": [
            {
                "indicator": findings(lang)[1]["indicator"],
                "judgement": findings(lang)[0]["judgement"],
                "explanation": pick(
                    lang,
                    "Ik vind dat een vertrouwenspersoon die niemand kent, er voor de jongeren niet is.",
                    "A contact person whom nobody knows is, to the youths, not there.",
                ),
            }
        ],
        "proposed_outcome": "grant",
        "proposed_ends_on": "2030-11-30",
        "summary": pick(
            lang,
            "De organisatie geeft jongeren werk dat ertoe doet.\nDe begeleiding kan en moet vaster worden.",
            "The organisation gives youths work that matters.\nGuidance can and must become steadier.",
        ),
        "conditions": conditions(lang),
    }


def refusal_reasons(lang: str) -> str:
    """Two paragraphs of reasons."""
    return pick(
        lang,
        "Een jongere moet kunnen rekenen op een vaste begeleider. Dat is bij u nu niet zo.\n"
        "Wij zien geen voorwaarde die dit binnen een redelijke tijd kan verhelpen.",
        "A youth must be able to rely on a regular supervisor. With you that is not so at present.\n"
        "We see no condition that could mend this within a reasonable time.",
    )


def intention_to_refuse(lang: str) -> dict[str, Any]:
    """The intention, with the term for a view."""
    return {
        "framework": FRAMEWORK[lang],
        "advice": {"number": "DT-2026-0042-05", "date": "2026-11-10"},
        "findings": findings(lang),
        "reasons": refusal_reasons(lang),
        "legal_basis": LEGAL[lang],
        "view": {
            "ends_on": "2026-12-15",
            "explanation": [],
            "phone": "070 000 00 00",
            "email": "bureau@diensttijd.example",
            "online": "diensttijd.example",
        },
    }


def refusal_decision(lang: str) -> dict[str, Any]:
    """The refusal, after a written view."""
    return {
        "framework": FRAMEWORK[lang],
        "advice": {"number": "DT-2026-0042-05", "date": "2026-10-30"},
        "deviation": None,
        "intention": {"number": "DT-2026-0042-06", "date": "2026-11-02"},
        "findings": findings(lang),
        "reasons": refusal_reasons(lang),
        "legal_basis": LEGAL[lang],
        "view": {
            "given": "in_writing",
            "given_on": "2026-11-12",
            "summary": pick(
                lang,
                "U schrijft dat u vanaf januari twee vaste begeleiders hebt.",
                "You write that you will have two regular supervisors from January.",
            ),
            "weighing": pick(
                lang,
                "Dat is een goed voornemen. Wij beoordelen de praktijk zoals die nu is.",
                "That is a good intention. We judge practice as it is now.",
            ),
        },
        "objection": remedy(lang),
    }


def grant_decision(lang: str) -> dict[str, Any]:
    """The grant, with conditions."""
    duties = (
        [
            "U geeft elke jongere vaste begeleiding.",
            "U vult elk jaar de korte tussenstand in.",
            "U meldt veranderingen die voor de accreditatie van belang zijn binnen vier weken.",
        ]
        if lang == "nl"
        else [
            "You give every youth regular guidance.",
            "You fill in the short check-in every year.",
            "You report changes that matter for the accreditation within four weeks.",
        ]
    )
    return {
        "framework": FRAMEWORK[lang],
        "advice": {"number": "DT-2026-0042-05", "date": "2026-11-10"},
        "deviation": None,
        "accreditation": period(),
        "renewal": None,
        "reasons": pick(
            lang,
            "Uw jongeren doen werk dat ertoe doet en leren daar zelf van.\n"
            "De begeleiding is nog niet overal vast. Met de voorwaarden hieronder is dat op tijd geregeld.",
            "Your youths do work that matters, and learn from it.\n"
            "Guidance is not steady everywhere yet. With the conditions below that will be settled in time.",
        ),
        "legal_basis": LEGAL[lang],
        "conditions": conditions(lang),
        "obligations": duties,
        "objection": remedy(lang),
    }


def certificate(lang: str) -> dict[str, Any]:
    """For the wall."""
    return {
        "framework": FRAMEWORK[lang],
        "accreditation": period(),
        "renewal": RENEWAL,
        "sector": pick(lang, "Natuur en milieu", "Nature and environment"),
        "decision": {"number": "DT-2026-0042-08", "date": "2026-11-24"},
    }


def extension_letter(lang: str) -> dict[str, Any]:
    """The decision takes longer."""
    return {
        "present_term_ends_on": "2026-12-01",
        "new_term": {"ends_on": "2027-01-12", "explanation": []},
        "reason": pick(
            lang,
            "De eerste beoordelaar werd ziek. Het bezoek is daarom drie weken later.",
            "The lead assessor fell ill. The visit is therefore three weeks later.",
        ),
    }


BODIES: tuple[Callable[[str], dict[str, Any]], ...] = (
    confirmation_of_receipt,
    supplement_request,
    set_aside_decision,
    visit_report,
    advice,
    intention_to_refuse,
    refusal_decision,
    grant_decision,
    certificate,
    extension_letter,
    agreement,
    supervisor_assessment,
    certificate_of_participation,
    statement_of_hours,
    *samples_credit.BODIES,
    *samples_years.BODIES,
    *samples_objection.BODIES,
)
SAMPLES: dict[tuple[str, str], dict[str, Any]] = {
    (body.__name__, language): {**common(body.__name__, language), **body(language)}
    for body in BODIES
    for language in LANGUAGES
}
assert tuple(body.__name__ for body in BODIES) == KINDS
