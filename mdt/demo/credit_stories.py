"""The credits of the demonstration: in every state, at each kind of school, one by one and by a list.

`arrange(stage, campus, completed)` puts them on, for the completed agreements of `demo.agreements`.
"""

from __future__ import annotations

from datetime import timedelta

from mdt.demo import credits as play
from mdt.demo.agreement import Deal
from mdt.demo.credits import Claim
from mdt.demo.schools import Campus
from mdt.demo.stage import Stage
from mdt.models import Cohort, Person, Scheme, db
from mdt.services import cohort as cohorts
from mdt.services import scheme as schemes
from mdt.services.transitions import fire

KEYS = ("hogeschool", "universiteit", "roc", "lyceum")
# Where the credit for each completed agreement stands, in the order of `agreements.COMPLETED`; one is left to a list.
STATES = ("under_review", "under_review", "returned", "not_awarded", "revoked", "awarded")
BEGUN = 40  # days before today on which these were asked
JUDGEMENT = "De examencommissie heeft de voordrachten op de lijst besproken en neemt ze over."


def arrange(stage: Stage, campus: Campus, completed: list[Deal]) -> list[Claim]:
    """Schemes, a credit in every state, and lists that were prepared, carried out and thrown away."""
    by_school = _schemes(stage, campus)
    found = [_credit(stage, campus, by_school, deal, at) for deal, at in zip(completed, STATES, strict=True)]
    _prior(stage, campus, by_school["hogeschool"])
    _lists(stage, found)
    return found


def _schemes(stage: Stage, campus: Campus) -> dict[str, Scheme]:
    """One for each school; of the hogeschool a second version that begins later."""
    stage.ago(120)
    found = {key: play.scheme(campus.schools[key], by=campus.people[key, "clerk"]) for key in KEYS}
    stage.ago(5)
    later = stage.today + timedelta(days=60)
    schemes.publish(campus.schools["hogeschool"], actor=campus.people["hogeschool", "clerk"], after=found["hogeschool"],
                    **(play.SCHEMES["hbo"] | {"minimum": 300, "valid_from": later}))  # fmt: skip
    return found


def _credit(stage: Stage, campus: Campus, by_school: dict[str, Scheme], deal: Deal, at: str) -> Claim:
    """A credit, asked weeks ago, with a day between its steps."""
    school = deal.agreement.school
    key = next(key for key in KEYS if campus.schools[key] is school)
    stage.ago(BEGUN)
    claim = play.start(deal.agreement.youth, by_school[key], agreement=deal.agreement,
                       clerk=campus.people[key, "clerk"], board=campus.people[key, "exam_board"])  # fmt: skip
    for number, step in enumerate(play.ROUTES[at], 1):
        stage.ago(BEGUN - 3 * number)
        step(claim)
    return claim


def _prior(stage: Stage, campus: Campus, by: Scheme) -> None:
    """Earlier volunteering: a draft, one that was submitted, and one that was withdrawn."""
    clerk, board = campus.people["hogeschool", "clerk"], campus.people["hogeschool", "exam_board"]
    for name, at, where in (("noor", "submitted", "Speeltuin De Wip"), ("sem", "draft", "Zomerkamp De Vuurplaats"),
                            ("noor", "withdrawn", "Buurtmoestuin De Oogst")):  # fmt: skip
        stage.ago(12)
        claim = play.start(
            campus.youths[name], by, agreement=None, clerk=clerk, board=board, prior_organisation=where,
            prior_activities="Twee zomers een groep kinderen begeleid.", prior_minutes=90 * 60,
            prior_from=stage.today - timedelta(days=700), prior_until=stage.today - timedelta(days=400),
        )  # fmt: skip
        play.run(claim, at)


def _lists(stage: Stage, found: list[Claim]) -> None:
    """The first credit is awarded by a list; the second waits on one, after a list that was thrown away."""
    stage.ago(20)
    award(prepare("Vergadering van november", found[0]), by=found[0].board)
    thrown = prepare("Proeflijst", found[1])
    fire(thrown, "discard", actor=found[1].clerk)
    stage.ago(1)
    prepare("Vergadering van december", found[1])


def prepare(name: str, *of: Claim) -> Cohort:
    """A clerk prepares a list."""
    chosen = [(one.credit.id, one.credit.version) for one in of]
    return cohorts.prepare(of[0].credit.school, actor=of[0].clerk, name=name, chosen=chosen)


def award(listed: Cohort, *, by: Person) -> None:
    """The exam board tries it out and awards it; the worker's batches are done here and now."""
    cohorts.ask_trial(listed, actor=by)
    while cohorts.step(listed.id):
        pass
    fire(listed, "award_all", actor=by, reasons=JUDGEMENT, agreed_count=cohorts.waiting(listed))
    while cohorts.step(listed.id):
        pass
    db.session.flush()
