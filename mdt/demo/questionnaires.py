"""What youths answer in the demonstration: enough to be shown of one host, too few of another, and links to use.

`arrange(stage)` goes by the links that the ends of agreements brought about; those of the year before are forgotten,
so of their answers only the answers are put down.
"""

from __future__ import annotations

from sqlalchemy import select

from mdt.demo.stage import Stage
from mdt.models import QuestionnaireInvitation, db
from mdt.services import questionnaire, questionnaire_release

ANSWER = {"sem", "yara", "milan", "tess", "luuk", "mats"}  # the others still have their link
SAID: tuple[tuple[int, ...], ...] = (  # a row for each answer, in the order of the questions; 0 is skipped
    (5, 5, 5, 4, 5, 4, 4, 5), (4, 5, 4, 4, 5, 5, 3, 5), (5, 5, 2, 3, 4, 4, 4, 4), (3, 4, 4, 4, 5, 4, 2, 4),
    (5, 5, 5, 5, 4, 5, 5, 5), (2, 4, 3, 2, 4, 3, 3, 0), (4, 5, 4, 4, 5, 4, 4, 5),
)  # fmt: skip


def arrange(stage: Stage) -> None:
    """Answers of this year and of the one before, and the night in which they are added up."""
    stage.ago(1)
    for said in SAID:
        _keep(stage, "linde", stage.today.year - 1, said)
    for said in SAID[:2]:
        _keep(stage, "toren", stage.today.year, said)
    asked = [one.id for one in questionnaire.asked().questions]
    open_links = db.session.scalars(select(QuestionnaireInvitation).where(QuestionnaireInvitation.used.is_(False)))
    mine = sorted(open_links, key=lambda one: one.youth.name)
    for found, said in zip([one for one in mine if _first_name(one) in ANSWER], SAID[::-1], strict=False):
        questionnaire.answer(questionnaire.token(found), dict(zip(asked, said, strict=True)))
    questionnaire_release.run()


def _keep(stage: Stage, host: str, year: int, said: tuple[int, ...]) -> None:
    version = questionnaire.asked()
    given = {one.id: step for one, step in zip(version.questions, said, strict=True) if step}
    questionnaire.keep(stage.organisations[host].id, year, version, given)


def _first_name(invitation: QuestionnaireInvitation) -> str:
    return invitation.youth.name.split()[0].lower()
