"""The youths' questionnaire: invitations, answers that wait, and tallies; and the youths who were not noted before"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mdt.models.base import UtcDateTime

revision = "0010_questionnaire"
down_revision = "0009_objection"
branch_labels = None
depends_on = None

ORGANISATION = (["organisation_id"], ["organisation.id"])
# An agreement in force and confirmed hours say that a youth was there; until now only the check-in was asked.
NOTE = """
UPDATE accreditation SET youth_last_on = (
    SELECT max(in_force_on) FROM agreement WHERE agreement.organisation_id = accreditation.organisation_id
) WHERE status IN ('active', 'suspended') AND EXISTS (
    SELECT 1 FROM agreement WHERE agreement.organisation_id = accreditation.organisation_id
    AND agreement.in_force_on > coalesce(accreditation.youth_last_on, accreditation.starts_on)
)
"""


def upgrade() -> None:
    op.create_table(
        "questionnaire_invitation",
        sa.Column("youth_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("valid_until", UtcDateTime(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_questionnaire_invitation_youth_id_youth")),
        sa.ForeignKeyConstraint(*ORGANISATION, name=op.f("fk_questionnaire_invitation_organisation_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_questionnaire_invitation_token_hash")),
        sa.UniqueConstraint("youth_id", "organisation_id", "year", name=op.f("uq_questionnaire_invitation_youth_id")),
    )
    op.create_table(
        "questionnaire_answer",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(*ORGANISATION, name=op.f("fk_questionnaire_answer_organisation_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_answer")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "questionnaire_tally",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.Column("last_year", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("answers >= 5", name=op.f("ck_questionnaire_tally_enough")),
        sa.CheckConstraint("first_year <= last_year", name=op.f("ck_questionnaire_tally_years")),
        sa.ForeignKeyConstraint(*ORGANISATION, name=op.f("fk_questionnaire_tally_organisation_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_tally")),
    )
    op.create_index(op.f("ix_questionnaire_tally_organisation_id"), "questionnaire_tally", ["organisation_id"])
    op.execute(NOTE)


def downgrade() -> None:
    for name in ("tally", "answer", "invitation"):
        op.drop_table(f"questionnaire_{name}")
