"""Schools, youths, enrolment, consent and erasure"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mdt.models.base import UtcDateTime

revision = "0002_schools"
down_revision = "0001"
branch_labels = None
depends_on = None

FUNCTIONS_BEFORE = (
    "(organisation_id IS NULL AND function IN ('office', 'assessor', 'board'))"
    " OR (organisation_id IS NOT NULL AND function IN ('coordinator', 'colleague'))"
)
FUNCTIONS = (
    "(organisation_id IS NULL AND school_id IS NULL AND function IN ('office', 'assessor', 'board'))"
    " OR (organisation_id IS NOT NULL AND school_id IS NULL AND function IN ('coordinator', 'colleague', 'supervisor'))"
    " OR (organisation_id IS NULL AND school_id IS NOT NULL AND function IN ('clerk', 'examiner', 'exam_board'))"
)


def upgrade() -> None:
    _schools()
    _youths()
    _enrolments()
    _requests()
    op.add_column("document", sa.Column("erased_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("school_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_membership_school_id_school"), "school", ["school_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_membership_school_id"), ["school_id"], unique=False)
        batch_op.drop_constraint(batch_op.f("ck_membership_function"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_membership_function"), FUNCTIONS)


def downgrade() -> None:
    op.execute("DELETE FROM membership WHERE school_id IS NOT NULL OR function = 'supervisor'")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_membership_function"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_membership_function"), FUNCTIONS_BEFORE)
        batch_op.drop_index(batch_op.f("ix_membership_school_id"))
        batch_op.drop_constraint(batch_op.f("fk_membership_school_id_school"), type_="foreignkey")
        batch_op.drop_column("school_id")
    op.drop_column("document", "erased_at")
    for table in ("erasure", "consent", "enrolment", "youth", "programme", "school"):
        op.drop_table(table)


def _schools() -> None:
    op.create_table(
        "school",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("brin", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sector", sa.String(length=3), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.CheckConstraint("sector IN ('vo', 'mbo', 'hbo', 'wo')", name=op.f("ck_school_sector")),
        sa.CheckConstraint("length(brin) IN (4, 6)", name=op.f("ck_school_brin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("brin", name=op.f("uq_school_brin")),
    )
    op.create_index("ix_school_name", "school", ["name"])
    op.create_table(
        "programme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("sector", sa.String(length=3), nullable=False),
        sa.Column("study_load", sa.Integer(), nullable=True),
        sa.Column("study_load_unit", sa.String(length=3), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.CheckConstraint("sector IN ('vo', 'mbo', 'hbo', 'wo')", name=op.f("ck_programme_sector")),
        sa.CheckConstraint(
            "study_load_unit IS NULL OR study_load_unit IN ('EC', 'SBU')", name=op.f("ck_programme_study_load_unit")
        ),
        sa.CheckConstraint("(study_load IS NULL) = (study_load_unit IS NULL)", name=op.f("ck_programme_study_load")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_programme_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("school_id", "sector", "code", name=op.f("uq_programme_school_id")),
    )
    op.create_index(op.f("ix_programme_school_id"), "programme", ["school_id"])
    op.create_index("ix_programme_name", "programme", ["name"])


def _youths() -> None:
    op.create_table(
        "youth",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("guardian_name", sa.String(length=200), nullable=True),
        sa.Column("guardian_email", sa.String(length=254), nullable=True),
        sa.Column("evidence_salt", sa.String(length=64), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "erased_at IS NOT NULL OR (born_on IS NOT NULL AND evidence_salt IS NOT NULL)",
            name=op.f("ck_youth_erased"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_youth_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth")),
        sa.UniqueConstraint("person_id", name=op.f("uq_youth_person_id")),
    )


def _enrolments() -> None:
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("youth_id", sa.Uuid(), nullable=True),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("student_number", sa.String(length=30), nullable=True),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status IN ('invited', 'claimed', 'confirmed', 'denied', 'declined', 'ended')",
            name=op.f("ck_enrolment_status"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('claimed', 'confirmed') OR (youth_id IS NOT NULL AND school_id IS NOT NULL)",
            name=op.f("ck_enrolment_parties"),
        ),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_enrolment_youth_id_youth")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_enrolment_school_id_school")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_enrolment_programme_id_programme")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_enrolment_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_enrolment_token_hash")),
    )
    op.create_index("ix_enrolment_school", "enrolment", ["school_id", "status"])
    op.create_index("ix_enrolment_youth", "enrolment", ["youth_id", "status"])
    op.create_index(op.f("ix_enrolment_organisation_id"), "enrolment", ["organisation_id"])


def _requests() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("youth_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_name", sa.String(length=200), nullable=True),
        sa.Column("guardian_email", sa.String(length=254), nullable=True),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status IN ('asked', 'given', 'refused', 'withdrawn', 'ended')", name=op.f("ck_consent_status")
        ),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_consent_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_youth", "consent", ["youth_id", "status"])
    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("youth_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status IN ('requested', 'carried_out', 'refused', 'taken_back')", name=op.f("ck_erasure_status")
        ),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_erasure_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index("ix_erasure_open", "erasure", ["status", "requested_at"])
    op.create_index(op.f("ix_erasure_youth_id"), "erasure", ["youth_id"])
