"""The consent of a guardian: asking, whether it is in force, and its end on the sixteenth birthday."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from mdt.access import SYSTEM, Actor
from mdt.models import Consent, Event, SignedLink, Youth, db
from mdt.rules import consent_texts
from mdt.rules.consent_texts import ConsentText
from mdt.services import account, clock, housekeeping
from mdt.services import link as links
from mdt.services.link import Purpose
from mdt.services.transitions import Handling, Occasion, begin, fire, handle
from workflows.age import DECIDES_ALONE, age_on, reaches
from workflows.base import N_
from workflows.consent import ConsentFacts, ConsentWorkflow
from workflows.roles import Role

OPEN = ("asked", "given")
GROWN = 199  # the age of whose data were erased: nothing is asked of anybody any more


def facts(consent: Consent, occasion: Occasion) -> ConsentFacts:
    """What the rules may look at."""
    youth = consent.youth
    email = occasion.given.get("guardian_email", consent.guardian_email)
    name = occasion.given.get("guardian_name", consent.guardian_name)
    return _facts(
        born_on=youth.born_on, name=name, email=email, own=youth.person.email, on=occasion.today,
        already_open=occasion.event == "ask" and current(youth) is not None,
        text_was_shown=consent.text_version == consent_texts.on(occasion.today).version,
    )  # fmt: skip


def _facts(
    *, born_on: date | None, name: str | None, email: str | None, own: str, on: date, **more: bool
) -> ConsentFacts:
    return ConsentFacts(
        age=age_on(born_on, on) if born_on else GROWN,
        guardian_is_named=bool((name or "").strip() and (email or "").strip()),
        guardian_is_another=account.normal(email or "") != account.normal(own), **more,
    )  # fmt: skip


def require_guardian(*, name: str | None, email: str | None, born_on: date, own: str) -> None:
    """Raise Refused, at the field `guardian_email`, unless the guardian of a youth under sixteen can be asked."""
    asked = _facts(born_on=born_on, name=name, email=email, own=own, on=clock.today())
    ConsentWorkflow.at("asked", asked).guardian_can_be_asked()


def snapshot(consent: Consent, _occasion: Occasion) -> dict[str, Any]:
    """What the letters are made from."""
    return {
        "youth": {"name": consent.youth.name}, "guardian": {"name": consent.guardian_name,
                                                            "email": consent.guardian_email},
        "text_version": consent.text_version,
    }  # fmt: skip


def ask(youth: Youth) -> Consent:
    """Ask the guardian that the youth named, by mail after the commit. Raises Refused."""
    made = Consent(
        id=uuid.uuid4(), youth=youth, youth_id=youth.id, guardian_name=youth.guardian_name,
        guardian_email=youth.guardian_email, text_version=consent_texts.on(clock.today()).version,
        asked_at=clock.now(),
    )  # fmt: skip
    with db.session.no_autoflush:
        begin(made, "ask", actor=SYSTEM)
    return made


def ask_again(youth: Youth, *, guardian_name: str, guardian_email: str, actor: Actor) -> Consent:
    """Ask once more: the guardian who has not answered, or (after a refusal or withdrawal, or for another guardian)
    anew. Raises NotPermitted or Refused.
    """
    require_guardian(name=guardian_name, email=guardian_email, born_on=_born(youth), own=youth.person.email)
    standing = current(youth)
    if standing is not None and standing.status == "asked":
        fire(standing, "ask_again", actor=actor, guardian_name=guardian_name, guardian_email=guardian_email)
        return standing
    youth.guardian_name, youth.guardian_email = guardian_name.strip(), account.normal(guardian_email)
    return ask(youth)


def current(youth: Youth) -> Consent | None:
    """The consent that is asked or given now."""
    query = select(Consent).where(Consent.youth_id == youth.id, Consent.status.in_(OPEN))
    return db.session.scalar(query.order_by(Consent.asked_at.desc()).limit(1))


def latest(youth: Youth) -> Consent | None:
    """The last asking, whatever became of it."""
    query = select(Consent).where(Consent.youth_id == youth.id).order_by(Consent.asked_at.desc()).limit(1)
    return db.session.scalar(query)


def in_force(youth: Youth, on: date | None = None) -> bool:
    """Whether a youth's data may be used on a day (today): at sixteen or over always, before that by a consent that
    was given by then and not withdrawn. Never after erasure. For the facts of agreements, hours and credit.
    """
    day = on or clock.today()
    if youth.erased_at is not None or youth.born_on is None:
        return False
    if age_on(youth.born_on, day) >= DECIDES_ALONE:
        return True
    query = select(Consent.id).where(
        Consent.youth_id == youth.id, Consent.given_on <= day, Consent.status.in_(("given", "ended"))
    )
    return db.session.scalar(query.limit(1)) is not None


def when_withdrawn(stop: Callable[[Youth], None]) -> Callable[[Youth], None]:
    """Register what ends when a guardian withdraws consent; each noun that uses a youth's data does so."""
    _stops.append(stop)
    return stop


_stops: list[Callable[[Youth], None]] = []


def when_erasure_is_asked(ask: Callable[..., None]) -> Callable[..., None]:
    """Register who hears that a guardian, ending the consent, asks for erasure too: `ask(consent, email=…)`."""
    _erasures.append(ask)
    return ask


_erasures: list[Callable[..., None]] = []


def text_of(consent: Consent) -> ConsentText:
    """The text to which this consent belongs."""
    return consent_texts.get(consent.text_version)


def _born(youth: Youth) -> date:
    if youth.born_on is None:
        raise LookupError("the data of this youth were erased")
    return youth.born_on


def _asked(consent: Consent, occasion: Occasion) -> None:
    """The link that the letter carries; an earlier one, perhaps to somebody else, stops working."""
    given = occasion.given
    if "guardian_email" in given:
        youth = consent.youth
        youth.guardian_name = consent.guardian_name = given["guardian_name"].strip()
        youth.guardian_email = consent.guardian_email = account.normal(given["guardian_email"])
    consent.text_version = consent_texts.on(occasion.today).version
    links.revoke("consent", consent.id)
    db.session.flush()
    links.issue(consent, Role.GUARDIAN, email=str(consent.guardian_email), name=str(consent.guardian_name),
                language=consent.youth.person.language)  # fmt: skip


def _given(consent: Consent, occasion: Occasion) -> None:
    consent.given_on = occasion.effective_on


def _ended(consent: Consent, occasion: Occasion) -> None:
    consent.ended_on = occasion.effective_on
    if occasion.event in ("turn_sixteen", "lapse"):
        links.revoke("consent", consent.id)


@housekeeping.each_night
def end_at_sixteen() -> int:
    """End the consents of youths who are sixteen by now; returns how many."""
    today = clock.today()
    born_by = _sixteen_years_before(today)
    query = select(Consent).join(Consent.youth).where(Consent.status.in_(OPEN), Youth.born_on <= born_by)
    found = [one for one in db.session.scalars(query) if reaches(_born(one.youth), DECIDES_ALONE) <= today]
    for one in found:
        fire(one, "turn_sixteen", actor=SYSTEM, effective_on=reaches(_born(one.youth), DECIDES_ALONE))
    return len(found)


def _sixteen_years_before(day: date) -> date:
    try:
        return day.replace(year=day.year - DECIDES_ALONE)
    except ValueError:
        return date(day.year - DECIDES_ALONE, 2, 28)


def _shown(consent: Consent) -> dict[str, Any]:
    return {"version": consent.text_version, "youth": str(consent.youth_id), "guardian": consent.guardian_email}


def _page(consent: Consent, _link: SignedLink) -> dict[str, Any]:
    return {"text": text_of(consent)}


links.register(
    Purpose(
        noun="consent",
        role=Role.GUARDIAN,
        title=N_("Consent for your child"),
        load=lambda id: db.session.get(Consent, id),
        shown=_shown,
        events=("give", "refuse", "withdraw"),
        spent_by=frozenset({"refuse", "withdraw"}),
        context=_page,
        after=N_("Your answer has been recorded. You can close this page."),
        days=90,
    )
)


def _stop(consent: Consent, occasion: Occasion, event: Event) -> None:
    """Processing stops; what was decided stands."""
    for stop in _stops:
        stop(consent.youth)
    _erase(consent, occasion, event)


def _erase(consent: Consent, occasion: Occasion, _event: Event) -> None:
    """What there is already is erased on request of who ends the consent."""
    if occasion.given.get("erase"):
        for ask in _erasures:
            ask(consent, email=str(consent.guardian_email))


handle(
    "consent",
    Handling(
        facts=facts,
        snapshot=snapshot,
        case=lambda consent: consent.youth_id,
        case_kind="youth",
        apply={"ask_again": _asked, "give": _given, "withdraw": _ended, "refuse": _ended, "turn_sixteen": _ended,
               "lapse": _ended},
        follow={"ask": lambda consent, occasion, _event: _asked(consent, occasion),
                "refuse": _erase, "withdraw": _stop},
    ),
)  # fmt: skip
