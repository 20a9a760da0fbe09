"""What an agreement says: the one canonical content that is hashed and signed, and the difference between two.

The content is plain data, as JSON has it, with these keys:

    shape         1
    agreement     its number
    nonce         random, the same for every version: a hash tells nothing once the content is erased
    version       1, 2, 3 …
    signed_by     the parties that must sign: youth, organisation, and where they take part school and guardian
    youth         {name, born_on}
    organisation  {name, kvk_number}
    school        {name, brin, programme} or null
    title         what the service is called
    round         the code of the regulation round
    starts_on, ends_on              ISO days, both included
    minutes_a_week, minutes_goal    whole minutes
    activities    [{id, what, kind: service or school, recognised}]: what is done, beside what the school recognises
    outcomes      [{id, text}]: what the youth will learn
    guidance      how, and how often, the youth is guided
    judged        how it is judged whether the outcomes were reached
    allowance     what the organisation pays or insures; may be empty

Telephone numbers, addresses, and who supervises are in `Agreement.contact`, outside: correcting them voids nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mdt.models import Agreement
from mdt.services.link import digest
from workflows.base import N_

Content = dict[str, Any]

WRITTEN = ("title", "round", "starts_on", "ends_on", "minutes_a_week", "minutes_goal", "activities", "outcomes",
           "guidance", "judged", "allowance")  # fmt: skip
LABELS: dict[str, str] = {
    "title": N_("Name of the service"),
    "round": N_("Regulation"),
    "starts_on": N_("First day"),
    "ends_on": N_("Last day"),
    "minutes_a_week": N_("Hours a week"),
    "minutes_goal": N_("Hours in all"),
    "activities": N_("Activities"),
    "outcomes": N_("Learning outcomes"),
    "guidance": N_("Guidance"),
    "judged": N_("How it is judged"),
    "allowance": N_("Allowance and insurance"),
    "youth": N_("Youth"),
    "organisation": N_("Organisation"),
    "school": N_("School"),
    "signed_by": N_("Who signs"),
}
MUST = tuple(name for name in WRITTEN if name != "allowance")
MINUTES = ("minutes_a_week", "minutes_goal")
KIND = N_("Kind of activity")
KINDS = {"service": N_("work for the organisation"), "school": N_("activity of the school")}
ROWS = {"activities": "what", "outcomes": "text"}


@dataclass(frozen=True)
class Change:
    """One difference: where, and what it was and became. Empty means that it was not there."""

    label: str  # a message id
    before: str
    after: str
    kind: str = "text"  # text, minutes, days, party or choice (a message id): how a page writes the values


def blank() -> Content:
    """The draft of an agreement in which nothing has been written yet."""
    return {
        "nonce": secrets.token_hex(16), "title": "", "round": None, "starts_on": None, "ends_on": None,
        "minutes_a_week": 0, "minutes_goal": 0, "activities": [], "outcomes": [], "guidance": "", "judged": "",
        "allowance": "",
    }  # fmt: skip


def tidy(written: Mapping[str, Any]) -> Content:
    """What somebody wrote, in the one form in which it is kept: rows numbered, empty rows and outer spaces gone."""
    found: Content = {}
    for name in WRITTEN:
        value = written.get(name)
        if name in ROWS:
            rows = [{key: _text(item) for key, item in row.items() if key != "id"} for row in value or ()]
            kept = [row for row in rows if row[ROWS[name]]]
            found[name] = [{"id": f"{name[0]}{at}", **row} for at, row in enumerate(kept, start=1)]
        elif name in MINUTES:
            found[name] = int(value or 0)
        else:
            found[name] = _text(value) or None if name in ("round", "starts_on", "ends_on") else _text(value)
    return found


def _text(value: Any) -> str:
    """Text with the line ends of one kind and no spaces around it: a browser's `\\r\\n` makes no difference."""
    said = value.isoformat() if hasattr(value, "isoformat") else str(value or "")
    return "\n".join(line.rstrip() for line in said.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def compose(agreement: Agreement, *, number: int, signed_by: tuple[str, ...], written: Mapping[str, Any]) -> Content:
    """The whole content of a version."""
    youth, host, school = agreement.youth, agreement.organisation, agreement.school
    return {
        "shape": 1, "agreement": agreement.number, "nonce": agreement.draft["nonce"], "version": number,
        "signed_by": list(signed_by),
        "youth": {"name": youth.name, "born_on": youth.born_on.isoformat() if youth.born_on else None},
        "organisation": {"name": host.name, "kvk_number": host.kvk_number},
        "school": {"name": school.name, "brin": school.brin,
                   "programme": agreement.programme.name if agreement.programme else None} if school else None,
        **tidy(written),
    }  # fmt: skip


def version_id(content: Content) -> str:
    """The id of a version: the hash of its content."""
    return digest(content)


def missing(written: Mapping[str, Any]) -> tuple[str, ...]:
    """The message ids of what has not been filled in."""
    found = [LABELS[name] for name in MUST if not written.get(name)]
    unrecognised = any(not row.get("what") for row in written.get("activities") or ())
    return (*found, LABELS["activities"]) if unrecognised and LABELS["activities"] not in found else tuple(found)


def works(written: Mapping[str, Any]) -> bool:
    """Whether an activity is work, rather than an activity of the school."""
    return any(row.get("kind") != "school" for row in written.get("activities") or ())


def differs(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two contents say something different, whatever their number."""
    return any(before.get(name) != after.get(name) for name in LABELS)


def difference(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    """What changed between two contents, in the order of the agreement; nothing when one of them was erased."""
    if before is None or after is None:
        return []
    return [change for name in LABELS for change in _changes(name, before.get(name), after.get(name))]


def _changes(name: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if name in ROWS:
        yield from _rows(name, before or [], after or [])
    elif isinstance(before, dict) or isinstance(after, dict):
        yield Change(LABELS[name], _joined(before), _joined(after))
    elif name == "signed_by":
        yield Change(LABELS[name], ",".join(before or ()), ",".join(after or ()), "party")
    else:
        kind = "minutes" if name in MINUTES else "days" if name in ("starts_on", "ends_on") else "text"
        yield Change(LABELS[name], _plain(before), _plain(after), kind)


def _rows(name: str, before: list[dict[str, str]], after: list[dict[str, str]]) -> Iterator[Change]:
    """Rows are told apart by what they say, so that one that was taken out does not seem to change all that follow."""
    key = ROWS[name]
    old, new = {row[key]: row for row in before}, {row[key]: row for row in after}
    for said in dict.fromkeys([*old, *new]):
        one, other = old.get(said), new.get(said)
        if _said(one) != _said(other):
            yield Change(LABELS[name], _said(one), _said(other))
        if one and other and one.get("kind") != other.get("kind"):
            yield Change(KIND, KINDS[one["kind"]], KINDS[other["kind"]], "choice")


def _said(row: Mapping[str, str] | None) -> str:
    if row is None:
        return ""
    return " – ".join(value for key, value in row.items() if key not in ("id", "kind") and value)


def _joined(value: Mapping[str, Any] | None) -> str:
    return ", ".join(str(item) for item in (value or {}).values() if item)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
