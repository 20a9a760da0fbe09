"""Schemes of schools, credits with the proposals on them, and the lists by which they are awarded"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mdt.models.base import UtcDateTime

revision = "0005_credit"
down_revision = "0004_hours"
branch_labels = None
depends_on = None

TABLES = ("scheme", "credit", "review", "cohort", "cohort_entry")
REFUSAL = "this row never changes"


def upgrade() -> None:
    for make in (_scheme, _credit, _review, _cohort, _cohort_entry, _guard):
        make()


def _scheme() -> None:
    op.create_table(
        "scheme",
        sa.Column("line", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("basis_text", sa.String(length=200), nullable=False),
        sa.Column("minutes_per_unit", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=False),
        sa.Column("minimum_minutes", sa.Integer(), nullable=False),
        sa.Column("service_share", sa.Integer(), nullable=False),
        sa.Column("reflection_share", sa.Integer(), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("allows_prior", sa.Boolean(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "basis IN ('assessed_unit', 'exemption', 'extracurricular', 'citizenship', 'elective', 'statement')",
            name=op.f("ck_scheme_basis"),
        ),
        sa.CheckConstraint("unit IN ('ec', 'sbu', 'hours')", name=op.f("ck_scheme_unit")),
        sa.CheckConstraint(
            "minimum >= 0 AND maximum >= 0 AND (maximum = 0 OR minimum <= maximum)", name=op.f("ck_scheme_bounds")
        ),
        sa.CheckConstraint(
            "service_share BETWEEN 0 AND 100 AND reflection_share BETWEEN 0 AND 100 AND minutes_per_unit > 0",
            name=op.f("ck_scheme_shares"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_scheme_made_by_person")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_scheme_programme_id_programme")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_scheme_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme")),
        sa.UniqueConstraint("line", "number", name=op.f("uq_scheme_line")),
    )
    with op.batch_alter_table("scheme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scheme_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index("ix_scheme_school", ["school_id", "valid_from"], unique=False)


def _credit() -> None:
    op.create_table(
        "credit",
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("youth_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("student_number", sa.String(length=30), nullable=True),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.Column("reflection_minutes", sa.Integer(), nullable=False),
        sa.Column("portfolio", sa.Text(), nullable=False),
        sa.Column("prior_organisation", sa.String(length=200), nullable=True),
        sa.Column("prior_activities", sa.Text(), nullable=True),
        sa.Column("prior_from", sa.Date(), nullable=True),
        sa.Column("prior_until", sa.Date(), nullable=True),
        sa.Column("prior_minutes", sa.Integer(), nullable=True),
        sa.Column("counted", sa.JSON(), nullable=True),
        sa.Column("service_minutes", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'under_review', 'returned', 'awarded', 'not_awarded', 'revoked', 'withdrawn')",
            name=op.f("ck_credit_status"),
        ),
        sa.CheckConstraint("(agreement_id IS NULL) = (prior_minutes IS NOT NULL)", name=op.f("ck_credit_prior")),
        sa.CheckConstraint(
            "amount >= 0 AND service_minutes >= 0 AND reflection_minutes >= 0", name=op.f("ck_credit_amounts")
        ),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_credit_agreement_id_agreement")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_credit_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_credit_programme_id_programme")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_credit_scheme_id_scheme")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_credit_school_id_school")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_credit_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit")),
        sa.UniqueConstraint("number", name=op.f("uq_credit_number")),
    )
    with op.batch_alter_table("credit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credit_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_credit_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_credit_scheme_id"), ["scheme_id"], unique=False)
        batch_op.create_index("ix_credit_school", ["school_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_credit_youth_id"), ["youth_id"], unique=False)


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("credit_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("basis_text", sa.String(length=200), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=True),
        sa.Column("assessed_by", sa.String(length=200), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["credit_id"], ["credit.id"], name=op.f("fk_review_credit_id_credit")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_review_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_credit_id"), ["credit_id"], unique=False)


def _cohort() -> None:
    op.create_table(
        "cohort",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("awarded_by", sa.Uuid(), nullable=True),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("trial_asked_by", sa.Uuid(), nullable=True),
        sa.Column("trial_done_at", UtcDateTime(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status IN ('prepared', 'awarding', 'carried_out', 'discarded')", name=op.f("ck_cohort_status")
        ),
        sa.ForeignKeyConstraint(["awarded_by"], ["person.id"], name=op.f("fk_cohort_awarded_by_person")),
        sa.ForeignKeyConstraint(["prepared_by"], ["person.id"], name=op.f("fk_cohort_prepared_by_person")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_cohort_school_id_school")),
        sa.ForeignKeyConstraint(["trial_asked_by"], ["person.id"], name=op.f("fk_cohort_trial_asked_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.create_index("ix_cohort_school", ["school_id", "status"], unique=False)


def _cohort_entry() -> None:
    op.create_table(
        "cohort_entry",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("credit_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("credit_version", sa.Integer(), nullable=False),
        sa.Column("tried", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("finding", sa.JSON(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("outcome IN ('waiting', 'awarded', 'failed')", name=op.f("ck_cohort_entry_outcome")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_entry_cohort_id_cohort")),
        sa.ForeignKeyConstraint(["credit_id"], ["credit.id"], name=op.f("fk_cohort_entry_credit_id_credit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_entry")),
        sa.UniqueConstraint("cohort_id", "credit_id", name=op.f("uq_cohort_entry_cohort_id")),
    )
    with op.batch_alter_table("cohort_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cohort_entry_credit_id"), ["credit_id"], unique=False)
        batch_op.create_index("ix_cohort_entry_waiting", ["cohort_id", "outcome"], unique=False)


def _guard() -> None:
    """A version of a scheme never changes: not by a mistake of ours, and not by hand."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for verb in ("update", "delete"):
        head = f"CREATE TRIGGER scheme_no_{verb} BEFORE {verb.upper()} ON scheme"
        body = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END" if sqlite else "FOR EACH ROW EXECUTE FUNCTION row_keeps()"
        op.execute(f"{head} {body}")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
