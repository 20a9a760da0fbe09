"""Who somebody can draft an agreement with."""

from __future__ import annotations

from sqlalchemy import func, select

from mdt.access import Person, organisations_of, schools_of, visible
from mdt.models import Accreditation, Enrolment, Organisation, School, Youth, db
from mdt.models import Person as Somebody
from mdt.services import clock, youth

MOST = 20
MOST_YOUTHS = 200


def may_draft(person: Person) -> bool:
    """Whether somebody has a side for which to draft."""
    return youth.of(person) is not None or bool(organisations_of(person, "coordinator") or schools_of(person, "clerk"))


def youths(person: Person) -> list[Youth]:
    """The youths with whom somebody can draft: oneself, one's students, and whom one's organisation invited."""
    own = youth.of(person)
    if own is not None:
        return [own]
    query = visible(select(Youth), person).join(Somebody, Youth.person_id == Somebody.id).where(
        Youth.erased_at.is_(None)
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(Somebody.name).limit(MOST_YOUTHS)))


def hosts(person: Person, words: str = "") -> list[Organisation]:
    """One's own organisations; for who has none, those that are accredited and whose name or place has the words."""
    query = select(Organisation).order_by(Organisation.name)
    if mine := organisations_of(person, "coordinator"):
        return list(db.session.scalars(query.where(Organisation.id.in_(mine))))
    accredited = select(Accreditation.organisation_id).where(
        Accreditation.status == "active", Accreditation.ends_on >= clock.today()
    )
    query = query.where(Organisation.id.in_(accredited))
    for word in words.lower().split():
        query = query.where(func.lower(Organisation.name + " " + Organisation.city).like(f"%{word}%"))
    return list(db.session.scalars(query.limit(MOST)))


def school_of(person: Person, of: Youth) -> School | None:
    """The school that would recognise the service: the clerk's own, else the one where the youth is enrolled."""
    query = (
        select(School)
        .join(Enrolment, Enrolment.school_id == School.id)
        .where(Enrolment.youth_id == of.id, Enrolment.status == "confirmed")
        .order_by(Enrolment.confirmed_on.desc())
    )
    if mine := schools_of(person, "clerk"):
        query = query.where(School.id.in_(mine))
    return db.session.scalar(query.limit(1))
