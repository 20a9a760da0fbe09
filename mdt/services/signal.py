"""Signals about social safety: reporting one, reading it, sharing a part of it, and erasing it in the end."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, select, update

from mdt.access import SYSTEM, Link, Person, Visitor
from mdt.access import signal as access
from mdt.access.signal import RECEIVERS, has_ties, key_of, shares
from mdt.models import (
    Accreditation,
    Effect,
    Event,
    Mail,
    Membership,
    Organisation,
    Signal,
    SignalMessage,
    SignalShare,
    db,
)
from mdt.services import calendar, clock, housekeeping, log
from mdt.services.membership import LABELS
from mdt.services.signal_code import code_of, hash_of
from mdt.services.transitions import Handling, Occasion, begin, fire, handle
from mdt.services.wording import plain
from workflows.roles import Role
from workflows.signal import SignalFacts

VISIT = timedelta(minutes=30)  # after opening, the page shows what is in it for so long; then it is opened anew
WRITTEN = ("about", "moment", "place", "text", "name", "contact")


# -- the reporter ---------------------------------------------------------------------------------------------------
def report(*, ticket: str, language: str, organisation_id: uuid.UUID | None = None, **written: str) -> str:
    """Report what somebody wrote (`about`, `moment`, `place`, `text`, `name`, `contact`); returns the code to come
    back with. Sent twice with one ticket it is one signal. `organisation_id` is the one from whose page they
    came.

    Raises Refused. Who reports is a visitor, also when they are signed in: nothing of an account is kept.
    """
    code = code_of(ticket, written)
    if by_code(code) is not None:
        return code
    organisation = _organisation(written.get("about", ""), organisation_id)
    made = Signal(
        id=uuid.uuid4(), language=language, received_on=clock.today(), code_hash=hash_of(code),
        organisation_id=organisation, about_key=key_of(written.get("about", "")),
        **{name: written.get(name, "") for name in WRITTEN},
    )  # fmt: skip
    with db.session.no_autoflush:  # the new row has no status before the rules have spoken
        begin(made, "report", actor=Visitor(), text=made.text)
    return code


def by_code(typed: str) -> Signal | None:
    """The signal of a code, or None: for whatever was typed one look at one index."""
    return db.session.scalar(select(Signal).where(Signal.code_hash == hash_of(typed)))


def add(signal: Signal, text: str) -> None:
    """Add what the reporter wrote, who came with the code; the same text sent again is not added twice.

    Raises Refused.
    """
    last = _last_message(signal)
    if last is None or (last.author, last.text) != ("reporter", text.strip()):
        fire(signal, "add", actor=Link(Role.REPORTER, "signal", signal.id), text=text)


def _last_message(signal: Signal) -> SignalMessage | None:
    query = select(SignalMessage).where(SignalMessage.signal_id == signal.id)
    return db.session.scalar(query.order_by(SignalMessage.written_at.desc()).limit(1))


def messages(signal: Signal) -> list[SignalMessage]:
    """What reporter and adviser wrote to each other since, the oldest first."""
    query = select(SignalMessage).where(SignalMessage.signal_id == signal.id)
    return list(db.session.scalars(query.order_by(SignalMessage.written_at, SignalMessage.id)))


def somebody_reads() -> bool:
    """Whether there is a confidential adviser at all."""
    return bool(access.advisers())


def organisation_names() -> list[str]:
    """The names to choose from: those in the public register, and no other."""
    query = select(Organisation.name).join(Accreditation, Accreditation.organisation_id == Organisation.id)
    return list(db.session.scalars(query.order_by(Organisation.name).distinct()))


def _organisation(about: str, chosen: uuid.UUID | None) -> uuid.UUID | None:
    """The organisation that was chosen, or the only one of that name."""
    key = key_of(about)
    found = [id for id, name in db.session.execute(select(Organisation.id, Organisation.name)) if key_of(name) == key]
    if not key or not found:
        return None
    return chosen if chosen in found else found[0] if len(found) == 1 else None


# -- the adviser, and whom the adviser informed ---------------------------------------------------------------------
def open_(signal: Signal, *, actor: Person) -> int:
    """Open a signal to read it; returns the number of the event that says so. Raises NotPermitted or NotNow."""
    return fire(signal, "open", actor=actor).id


def open_share(share: SignalShare, *, actor: Person) -> int:
    """The same for what was shared with somebody."""
    return fire(share.signal, "open_share", actor=actor, share=str(share.id)).id


def is_open(number: int | None, subject: Signal | SignalShare, person: Person) -> bool:
    """Whether an event is this person's own opening of a signal, or of what was shared of it, not long ago."""
    event = db.session.get(Event, number) if number is not None else None
    if event is None or event.actor_id != person.id or clock.now() - event.recorded_at > VISIT:
        return False
    if isinstance(subject, SignalShare):
        return event.name == "open_share" and (event.snapshot or {}).get("share") == str(subject.id)
    return event.name == "open" and event.subject_id == subject.id


def receivers(signal: Signal) -> list[tuple[Person, tuple[str, ...]]]:
    """With whom a part can be shared, each with the message ids of their functions: of the office, the board and the
    hearing officers whoever has no ties with the organisation concerned.
    """
    query = select(Person, Membership.function).join(Membership, Membership.person_id == Person.id)
    query = query.where(Membership.status == "confirmed", Membership.function.in_(RECEIVERS), Person.active.is_(True))
    found: dict[Person, tuple[str, ...]] = {}
    for one, function in db.session.execute(query.order_by(Person.name, Membership.function)):
        found[one] = (*found.get(one, ()), LABELS[function])
    return [(one, held) for one, held in found.items() if not _tied(signal, one)]


def shared_with(person: Person) -> Sequence[SignalShare]:
    """What was shared with somebody, the newest first."""
    query = select(SignalShare).where(shares(person)).order_by(SignalShare.shared_at.desc())
    return list(db.session.scalars(query))


def shared_in(signal: Signal) -> Sequence[SignalShare]:
    """With whom what was shared."""
    query = select(SignalShare).where(SignalShare.signal_id == signal.id).order_by(SignalShare.shared_at)
    return list(db.session.scalars(query))


def informed(event: Event) -> list[Person]:
    """Who was informed by an event; nobody when it was an outsider."""
    share = db.session.get(SignalShare, uuid.UUID((event.snapshot or {})["share"]))
    return [share.person] if share is not None and share.person is not None else []


def link(event: Event) -> str:
    """The page that a letter leads to: a list, so that not even the address says which one it is about."""
    base = str(current_app.config["MDT_BASE_URL"]).rstrip("/")
    return f"{base}/{'shared-signals' if event.name == 'share' else 'signals'}"


def kept_until(signal: Signal) -> date | None:
    """The last day on which a closed signal is kept."""
    closed = signal.closed_on
    return calendar.length("retention_signal", closed).after(closed) if closed else None


def history(signal: Signal) -> list[Event]:
    """Everything that happened to a signal, the newest first, each opening included."""
    return log.of_case(signal.id)[::-1]


def _tied(signal: Signal, person: Person) -> bool:
    return has_ties(person, organisation_id=signal.organisation_id, about_key=signal.about_key)


# -- what the rules look at, and what an event writes ---------------------------------------------------------------
def _facts(signal: Signal, occasion: Occasion) -> SignalFacts:
    given = occasion.given
    receiver, outsider = _receiver(given), str(given.get("outsider") or "").strip()
    if occasion.event == "report":
        free = [one for one in access.advisers() if not _tied(signal, one)]
        return SignalFacts(today=occasion.today, readers=len(free), text=str(given.get("text") or ""))
    return SignalFacts(
        today=occasion.today, text=str(given.get("text") or ""), kept_until=kept_until(signal),
        shared_with=str(given.get("receiver") or "") or outsider,
        receiver_is_known=(receiver is not None) != bool(outsider),
        receiver_is_tied=receiver is not None and _tied(signal, receiver),
    )  # fmt: skip


def _receiver(given: Any) -> Person | None:
    """The account that was chosen, if it is of somebody who can be informed."""
    try:
        id = uuid.UUID(str(given.get("receiver") or ""))
    except ValueError:
        return None
    held = select(Membership.id).where(
        Membership.person_id == id, Membership.status == "confirmed", Membership.function.in_(RECEIVERS)
    )
    return db.session.get(Person, id) if db.session.scalar(held.limit(1)) else None


def _snapshot(signal: Signal, occasion: Occasion) -> dict[str, Any]:
    """What was said, so that the log can prove it until it is erased."""
    said = {"given": plain(dict(occasion.given)), **occasion.made}
    if occasion.event == "report":
        said |= {name: getattr(signal, name) for name in WRITTEN}
    if occasion.event == "open_share":
        said["share"] = str(occasion.given["share"])
    return said


def _take_up(signal: Signal, occasion: Occasion) -> None:
    assert isinstance(occasion.actor, Person)  # the process knows no other adviser
    signal.adviser_id = occasion.actor.id


def _hand_over(signal: Signal, _occasion: Occasion) -> None:
    signal.adviser_id = None


def _message(signal: Signal, occasion: Occasion) -> None:
    author = "reporter" if occasion.role is Role.REPORTER else "adviser"
    made = SignalMessage(id=uuid.uuid4(), signal_id=signal.id, author=author, written_at=clock.moment(),
                         text=str(occasion.given["text"]).strip())  # fmt: skip
    db.session.add(made)
    signal.closed_on = occasion.effective_on if occasion.event == "conclude" else None


def _share(signal: Signal, occasion: Occasion) -> None:
    receiver = _receiver(occasion.given)
    made = SignalShare(
        id=uuid.uuid4(), signal_id=signal.id, person_id=receiver.id if receiver else None,
        name=receiver.name if receiver else str(occasion.given["outsider"]).strip(),
        text=str(occasion.given["text"]).strip(), shared_at=clock.moment(),
    )  # fmt: skip
    db.session.add(made)
    occasion.made["share"] = str(made.id)


def _erase(signal: Signal, occasion: Occasion) -> None:
    """Shred what was said: the texts, the letters, and the salts and snapshots of every event. The chain still holds,
    for it covers commitments; who opened what and when stays in the log.
    """
    for name in (*WRITTEN, "about_key"):
        setattr(signal, name, "")
    signal.organisation_id = signal.code_hash = None
    signal.erased_on = occasion.effective_on
    events = select(Event.id).where(Event.subject_id == signal.id)
    db.session.execute(delete(SignalMessage).where(SignalMessage.signal_id == signal.id))
    db.session.execute(delete(SignalShare).where(SignalShare.signal_id == signal.id))
    db.session.execute(delete(Mail).where(Mail.case_id == signal.id))
    db.session.execute(delete(Effect).where(Effect.event_id.in_(events), Effect.done_at.is_(None)))
    db.session.execute(
        update(Event).where(Event.subject_id == signal.id, Event.salt.is_not(None)).values(snapshot=None, salt=None)
    )


@housekeeping.each_night
def erase_what_is_over() -> int:
    """Erase the signals of which the term of keeping has passed; returns how many."""
    today = clock.today()
    closed = db.session.scalars(select(Signal).where(Signal.status == "closed").order_by(Signal.closed_on))
    over = [one for one in closed if (until := kept_until(one)) is not None and until < today]
    for one in over:
        fire(one, "erase", actor=SYSTEM)
    return len(over)


handle(
    "signal",
    Handling(
        facts=_facts,
        snapshot=_snapshot,
        case=lambda signal: signal.id,
        case_kind="signal",
        apply={"add": _message, "write": _message, "conclude": _message, "take_up": _take_up, "share": _share,
               "hand_over": _hand_over, "erase": _erase},
    ),
)  # fmt: skip
