"""The fictional cases of the demonstration: together they stand in every state of every process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from mdt.demo import cast, play, years
from mdt.demo.stage import Stage
from mdt.models import Accreditation, db
from mdt.services import assessment, clock, visit
from mdt.services.transitions import fire


def linde(stage: Stage) -> None:
    """Accredited for more than a year, with every kind of membership."""
    host = cast.hosts()["linde"]
    case = stage.start("linde", ago=420)
    stage.course(case, ago=420, until="advise")
    stage.ago(380)
    play.grant(case)
    stage.ago(60)
    for name, email, outcome in (
        ("Ruben Smit", "ruben@linde.example", "accept"), ("Lotte Prins", "lotte@linde.example", "decline"),
        ("Omar Haddad", "omar@linde.example", "end"),
    ):  # fmt: skip
        joined = stage.person(name, email)
        invited = stage.invite(case.organisation, email, "colleague", by=stage.coordinators[host.key])
        fire(invited, "decline" if outcome == "decline" else "accept", actor=joined)
        if outcome == "end":
            fire(invited, "end", actor=joined)
    stage.ago(3)
    stage.invite(case.organisation, "nieuw@linde.example", "coordinator", by=stage.coordinators[host.key])


def scouting(stage: Stage) -> None:
    """Half-way through the questions."""
    case = stage.start("scouting", ago=1)
    stage.ago(1)
    play.answer(case, sections=3)


def mandje(stage: Stage) -> None:
    """Submitted yesterday; the office has it."""
    case = stage.start("mandje", ago=1)
    stage.course(case, ago=1, until="submit")


def gieterij(stage: Stage) -> None:
    """Something is missing, so the decision term stands still."""
    case = stage.start("gieterij", ago=12)
    stage.course(case, ago=12, until="submit")
    stage.ago(6)
    play.request_supplement(case, due=clock.today() + timedelta(days=21))


def woordenbrug(stage: Stage) -> None:
    """A visit is proposed."""
    case = stage.start("woordenbrug", ago=9)
    stage.course(case, ago=9, until="plan")


def grensrakkers(stage: Stage) -> None:
    """One assessor declined and another is invited; the organisation asked for another date."""
    case = stage.start("grensrakkers", ago=14)
    stage.course(case, ago=14, until="invite")
    stage.ago(9)
    lead, second = case.pair
    fire(lead, "clear_conflict", actor=stage.staff.lead, declared=True)
    fire(second, "decline", actor=stage.staff.second)
    stage.step(case, "plan", ago=14)
    stage.ago(3)
    case.second = assessment.invite(case.application, assessor=stage.staff.third, lead=False, actor=stage.staff.office)
    days = (clock.today() + timedelta(days=10), clock.today() + timedelta(days=12))
    fire(case.planned, "ask_other_date", actor=case.coordinator, dates=days)


def delen(stage: Stage) -> None:
    """One assessor has a tie and was replaced; the visit is today."""
    staff = stage.with_staff(second=stage.staff.third)
    case = stage.start("delen", ago=21, staff=staff)
    stage.course(case, ago=21, until="take_up")
    assessment.invite(case.application, assessor=staff.lead, lead=True, actor=staff.office)
    tied = assessment.invite(case.application, assessor=stage.staff.second, lead=False, actor=staff.office)
    fire(tied, "declare_conflict", actor=stage.staff.second, reasons="Mijn broer is hier ploegleider.")
    case.lead = assessment.of_application(case.application, "invited")[0]
    case.second = assessment.invite(case.application, assessor=staff.second, lead=False, actor=staff.office)
    stage.course(case, ago=21, since="clear", until="agree")


def westerduin(stage: Stage) -> None:
    """The visit was held; the office needed more time than eight weeks and said so."""
    case = stage.start("westerduin", ago=50)
    stage.course(case, ago=50, until="agree")
    stage.ago(29)
    stage.step(case, "hold", ago=50)
    stage.ago(10)
    play.note(case)
    assert case.application.decide_by is not None
    reasons = "Na de storm was het strand weken afgesloten. Wij wilden niet oordelen zonder het werk te zien."
    later = case.application.decide_by + timedelta(days=28)
    case.fire("extend_term", case.staff.office, new_decide_by=later, reasons=reasons)


def kastanjehof(stage: Stage) -> None:
    """Both assessments are in and differ on two indicators; the joint advice is being written."""
    host = cast.hosts()["kastanjehof"]
    words = cast.words(host, second_scores={"own_goal": "developing", "own_voice": "strong"})
    case = stage.start("kastanjehof", ago=30, words=words)
    stage.course(case, ago=30, until="report")
    stage.ago(4)
    comment = cast.sentence(host, "comment")
    fire(case.planned, "comment_on_facts", actor=case.coordinator, comment=comment)
    stage.course(case, ago=30, since="assess_lead", until="assess_second")


def kwelder(stage: Stage) -> None:
    """A renewal: accredited for years, and the board has the advice on the next four."""
    first = stage.start("kwelder", ago=1420)
    stage.course(first, ago=1420, until="advise")
    stage.ago(1380)
    play.grant(first)
    for ago in (1000, 640, 270):
        years.told(stage, first, years.accreditation_of(first), ago=ago)
    host = cast.hosts()["kwelder"]
    words = cast.words(host, weak=("confidential_contact",), conditions=[(cast.sentence(host, "condition"), 180)],
                       second_scores={"confidential_contact": "present"},
                       dissent={"confidential_contact": "Er ís iemand; alleen het bordje ontbreekt nog."})  # fmt: skip
    case = stage.start("kwelder", ago=36, words=words)
    stage.course(case, ago=36, until="advise")


def draaibank(stage: Stage) -> None:
    """The board means to refuse; the organisation may still give its view."""
    case = stage.start("draaibank", ago=45, words=cast.refused_words(cast.hosts()["draaibank"]))
    stage.course(case, ago=45, until="advise")
    stage.ago(5)
    play.intend_refusal(case, due=clock.today() + timedelta(days=21))


def fanfare(stage: Stage) -> None:
    """Refused, after the organisation gave its view and with a visit that was first called off."""
    case = stage.start("fanfare", ago=70, words=cast.refused_words(cast.hosts()["fanfare"]))
    stage.course(case, ago=70, until="plan")
    stage.ago(62)
    fire(case.planned, "cancel", actor=case.staff.lead)
    days = [clock.today() + timedelta(days=12)]
    case.visit = visit.propose(case.application, actor=case.staff.lead, dates=days, place=case.words.place)
    stage.course(case, ago=70, since="agree", until="agree")
    stage.ago(50)
    play.hold(case)
    stage.course(case, ago=70, since="note", until="advise")
    for name in ("intend_refusal", "give_view", "refuse"):
        stage.step(case, name, ago=70)


def harbour(stage: Stage) -> None:
    """In English: granted, and it begins next month."""
    case = stage.start("harbour", ago=44)
    stage.course(case, ago=44, until="advise")
    stage.ago(4)
    play.grant(case, starts_on=stage.today + timedelta(days=28))


def hand(stage: Stage) -> None:
    """Accredited years ago for two years, and not since."""
    case = stage.start("hand", ago=1600)
    stage.course(case, ago=1600, until="advise")
    first = stage.ago(1560)
    play.grant(case, starts_on=first, ends_on=first + timedelta(days=729))


def lente(stage: Stage) -> None:
    """Set aside: what was asked did not come."""
    case = stage.start("lente", ago=40)
    stage.course(case, ago=40, until="submit")
    stage.ago(35)
    play.request_supplement(case)
    stage.ago(15)
    play.set_aside(case)


def eten(stage: Stage) -> None:
    """Withdrawn while a visit was agreed: the visit is cancelled and the assessors are released."""
    case = stage.start("eten", ago=25)
    stage.course(case, ago=25, until="agree")
    stage.ago(12)
    play.withdraw(case)


def maatjes(stage: Stage) -> None:
    """Overdue and in default: the penalty runs."""
    case = stage.start("maatjes", ago=95)
    stage.course(case, ago=95, until="advise")
    stage.ago(20)
    case.fire("put_in_default", case.coordinator)


def wipkip(stage: Stage) -> None:
    """Accredited, and given up since."""
    case = stage.start("wipkip", ago=500)
    stage.course(case, ago=500, until="advise")
    stage.ago(460)
    play.grant(case)
    stage.ago(90)
    begun = db.session.query(Accreditation).filter_by(application_id=case.application.id).one()
    fire(begun, "give_up", actor=case.coordinator, from_day=stage.today - timedelta(days=30))


def brug(stage: Stage) -> None:
    """Overdue: the term has passed and nobody has said anything about it yet."""
    case = stage.start("brug", ago=66)
    stage.course(case, ago=66, until="report")


def boei(stage: Stage) -> None:
    """The organisation agreed in writing to wait, so the term stands still until that day."""
    case = stage.start("boei", ago=33)
    stage.course(case, ago=33, until="agree")
    stage.ago(14)
    fire(case.planned, "ask_other_date", actor=case.coordinator, dates=[stage.today + timedelta(days=20)])
    fire(case.planned, "accept_date", actor=case.staff.lead, chosen=stage.today + timedelta(days=20))
    case.fire("consent_to_delay", case.coordinator, new_decide_by=stage.today + timedelta(days=45))


STORIES: tuple[Callable[[Stage], None], ...] = (
    hand, kwelder, wipkip, linde, maatjes, fanfare, brug, westerduin, draaibank, harbour, lente, boei,
    kastanjehof, eten, delen, grensrakkers, gieterij, woordenbrug, mandje, scouting,
)  # fmt: skip
