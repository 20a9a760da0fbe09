"""An organisation: registering it with its first coordinator, and keeping its contact data."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mdt import rules
from mdt.access import Visitor, roles_of
from mdt.models import Membership, Municipality, Organisation, Person, db
from mdt.services import account, clock, membership
from mdt.services.transitions import Stale, begin
from workflows.base import N_, NotPermitted, Refused, Situation
from workflows.membership import MembershipFacts, MembershipWorkflow
from workflows.roles import Role

CONTACT = ("street", "postcode", "city", "municipality", "email", "telephone", "website", "language")
DATA = ("name", "kvk_number", "rsin", "sector", *CONTACT)
ALSO_CALLED = {"den haag": "s gravenhage", "s gravenhage": "den haag", "den bosch": "s hertogenbosch",
               "s hertogenbosch": "den bosch", "friese meren": "de fryske marren"}  # fmt: skip


def register(data: Mapping[str, Any], *, person: Person) -> Organisation:
    """Register an organisation with `person` as its first coordinator. Raises Refused at the field."""
    organisation = Organisation(
        id=uuid.uuid4(), registered_at=clock.moment(), **{name: data.get(name) for name in DATA} | _checked(data)
    )
    first = Membership(
        id=uuid.uuid4(), function="coordinator", email=person.email, created_at=clock.now(), organisation=None
    )
    try:
        with db.session.no_autoflush:
            begin(first, "register", actor=Visitor(), kvk_number=organisation.kvk_number, organisation=organisation,
                  person=person)  # fmt: skip
    except IntegrityError:  # somebody registered the same number in this very moment
        _require_new(known=True)
    return organisation


def register_with_account(
    data: Mapping[str, Any], *, person_name: str, person_email: str, password: str
) -> Organisation | None:
    """Register an organisation and make the account of its first coordinator, who confirms the address by mail.

    Somebody who has an account already gets a letter that says so, and nothing is registered: the caller says the
    same either way. Raises Refused at the field.
    """
    account.check_password(password, email=person_email)
    _checked(data)
    _require_new(known=membership.is_known(str(data["kvk_number"])))
    if account.tell_if_known(person_email, password=password):
        return None
    person = account.create_person(
        name=person_name, email=person_email, password=password, language=str(data["language"])
    )
    return register(data, person=person)


def change_contact(
    organisation: Organisation, data: Mapping[str, Any], *, actor: Person, expected_version: int | None
) -> None:
    """Change the contact data. Raises NotPermitted, Stale when somebody changed it meanwhile, or Refused."""
    if Role.ORGANISATION not in roles_of(actor, organisation):
        raise NotPermitted(N_("Only a coordinator of the organisation changes its data."))
    db.session.refresh(organisation, with_for_update=True)
    if expected_version is not None and expected_version != organisation.version:
        raise Stale("change_contact", "")
    for name, value in ({key: data.get(key) for key in CONTACT} | _checked(data, contact=True)).items():
        setattr(organisation, name, value)
    db.session.flush()


def municipality_names() -> list[str]:
    """The municipalities that can be chosen, by name: the imported list, or else the one that we ship."""
    names = list(db.session.scalars(select(Municipality.name).order_by(Municipality.name)))
    return names or sorted(one.name for one in rules.municipalities().municipalities)


def municipality(text: str) -> str:
    """The name of a municipality as the list has it, whatever its capitals and signs. Raises Refused."""
    names = {_plain(name): name for name in municipality_names()}
    asked = _plain(text)
    found = names.get(asked) or names.get(ALSO_CALLED.get(asked, ""))
    if found is None:
        raise Refused(
            N_("We do not know a municipality with this name. A village or a part of a town is not one: choose the "
               "municipality to which it belongs."), field="municipality",
        )  # fmt: skip
    return found


def _require_new(*, known: bool) -> None:
    facts = MembershipFacts(organisation_is_known=known)
    MembershipWorkflow(Situation(facts, "confirmed")).organisation_is_new()


def _checked(data: Mapping[str, Any], *, contact: bool = False) -> dict[str, Any]:
    """The values that are stored in another form than they were typed. Raises Refused at the field."""
    if not contact and data.get("sector") not in {sector.code for sector in rules.sectors()}:
        raise Refused(N_("Choose the field in which the organisation works."), field="sector")
    return {
        "municipality": municipality(str(data["municipality"])),
        "email": account.normal(str(data["email"])),
        **{name: data.get(name) or None for name in (("website", "telephone") if contact else
                                                     ("website", "telephone", "rsin"))},
    }  # fmt: skip


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z]+", " ", "".join(c for c in letters if not unicodedata.combining(c))).strip()
