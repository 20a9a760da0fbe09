"""Signals step by step as somebody would send and handle them, one in each state. The people are made up."""

from __future__ import annotations

from typing import Any

from mdt.access import Person
from mdt.demo.stage import Stage
from mdt.models import Signal, db
from mdt.services import signal, signal_code
from mdt.services.transitions import fire

TEXT = ("Een van de begeleiders maakt steeds opmerkingen over hoe ik eruitzie, ook waar anderen bij zijn. Ik durf er "
        "niets van te zeggen en ga nu met tegenzin.")  # fmt: skip
ANSWER = "Goed dat je dit schrijft. Mag ik met de organisatie praten zonder te zeggen van wie ik het heb?"
ADDED = "Ja, dat is goed. Als mijn naam er maar niet bij komt."
SHARED = ("Bij een organisatie klagen jongeren over opmerkingen van een begeleider. Er is beleid, maar niemand kent "
          "het. Vraag er bij het volgende bezoek naar; noem dit gesprek niet.")  # fmt: skip
OUTCOME = ("Ik heb met het bestuur van de organisatie gesproken. De begeleider werkt voorlopig niet meer alleen met "
           "jongeren. Gaat het weer mis, vul dan hieronder aan.")  # fmt: skip
STATES = ("received", "under_investigation", "closed", "erased")
AGO = {"received": 2, "under_investigation": 12, "closed": 60, "erased": 900}


def report(*, about: str = "", text: str = TEXT, **more: Any) -> tuple[Signal, str]:
    """Somebody reports; returns the signal, and the code that they write down."""
    code = signal.report(ticket=signal_code.ticket(), language="nl", about=about, text=text, **more)
    found = signal.by_code(code)
    assert found is not None  # it was just reported
    return found, code


def take_up(one: Signal, *, by: Person) -> None:
    """The adviser opens it and takes it up."""
    signal.open_(one, actor=by)
    fire(one, "take_up", actor=by)


def talk(one: Signal, *, by: Person) -> None:
    """A question, and the answer of the reporter."""
    fire(one, "write", actor=by, text=ANSWER)
    signal.add(one, ADDED)


def share(one: Signal, *, by: Person, with_: Person | None = None, outsider: str = "", text: str = SHARED) -> None:
    """A part is shared with somebody of the accrediting body, or told to an outsider."""
    fire(one, "share", actor=by, receiver=str(with_.id) if with_ else "", outsider=outsider, text=text)


def until(one: Signal, status: str, *, by: Person, with_: Person | None = None) -> None:
    """Bring a signal that was just reported into a state; the term of keeping must have passed for the last one."""
    if status == "received":
        return
    take_up(one, by=by)
    talk(one, by=by)
    share(one, by=by, with_=with_, outsider="" if with_ else "De voorzitter van de organisatie")
    if status != "under_investigation":
        fire(one, "conclude", actor=by, text=OUTCOME)


def tell(stage: Stage) -> None:
    """One signal in each state, the oldest of which was erased."""
    adviser = stage.adviser
    details: dict[str, dict[str, Any]] = {
        "received": {"about": "Buurthuis De Linde", "moment": "Sinds de herfstvakantie", "place": "In de keuken"},
        "under_investigation": {"about": "De sportclub bij ons op het plein", "name": "Sem", "moment": "Elke zaterdag"},
    }
    for status in STATES:
        stage.ago(AGO[status])
        one, _code = report(**details.get(status, {}))
        until(one, status, by=adviser, with_=stage.staff.office if status == "under_investigation" else None)
        db.session.flush()
    stage.ago(0)
    signal.erase_what_is_over()
