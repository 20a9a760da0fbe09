"""Signed links, agreements with their versions and signatures"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mdt.migrations.triggers import guard, unguard
from mdt.models.base import UtcDateTime

revision = "0003_agreement"
down_revision = "0002_schools"
branch_labels = None
depends_on = None


# Of these only what names a person can still change, and only to nothing.
KEPT = {
    "agreement_version": (("id", "agreement_id", "number", "created_at"), ("content", "created_by")),
    "signature": (
        ("id", "agreement_id", "version_id", "party", "how", "link_id", "upload_id", "signed_on", "signed_at"),
        ("name", "email", "person_id"),
    ),
}


def upgrade() -> None:
    _links()
    _agreements()
    _uploads()
    _signatures()
    _words()
    for table, (kept, erased) in KEPT.items():
        guard(op.get_bind(), table, kept=kept, erased=erased)


def downgrade() -> None:
    for table in KEPT:
        unguard(op.get_bind(), table)
    for table in ("supervisor_assessment", "agreement_comment", "signature"):
        op.drop_table(table)
    op.execute("DELETE FROM upload WHERE application_id IS NULL")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_upload_belongs"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_upload_agreement_id_agreement"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_upload_agreement_id"))
        batch_op.drop_column("agreement_id")
        batch_op.alter_column("application_id", existing_type=sa.Uuid(), nullable=False)
    for table in ("agreement_version", "agreement", "signed_link"):
        op.drop_table(table)


def _links() -> None:
    op.create_table(
        "signed_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("family", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("noun", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("bound", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("valid_until", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("used_for", sa.String(length=40), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("renewed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_link_token_hash")),
    )
    with op.batch_alter_table("signed_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signed_link_family"), ["family"], unique=False)
        batch_op.create_index("ix_signed_link_subject", ["subject_id", "noun", "role"], unique=False)


def _agreements() -> None:
    op.create_table(
        "agreement",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("youth_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("accreditation_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("drafted_by", sa.String(length=20), nullable=False),
        sa.Column("round", sa.String(length=20), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("contact", sa.JSON(), nullable=False),
        sa.Column("current_version_id", sa.String(length=64), nullable=True),
        sa.Column("pending_version_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("drafted_by IN ('youth', 'organisation', 'school')", name=op.f("ck_agreement_drafted_by")),
        sa.CheckConstraint(
            "status IN ('draft', 'proposed', 'in_force', 'completed', 'not_completed', 'ended_early', 'withdrawn')",
            name=op.f("ck_agreement_status"),
        ),
        sa.ForeignKeyConstraint(
            ["accreditation_id"], ["accreditation.id"], name=op.f("fk_agreement_accreditation_id_accreditation")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_agreement_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_agreement_programme_id_programme")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_agreement_school_id_school")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_agreement_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("number", name=op.f("uq_agreement_number")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_accreditation_id"), ["accreditation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_ends_on"), ["ends_on"], unique=False)
        batch_op.create_index("ix_agreement_organisation", ["organisation_id", "status"], unique=False)
        batch_op.create_index("ix_agreement_school", ["school_id", "status"], unique=False)
        batch_op.create_index("ix_agreement_youth", ["youth_id", "status"], unique=False)
    op.create_table(
        "agreement_version",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_version_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_agreement_version_created_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_version")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_agreement_version_agreement_id")),
    )


def _uploads() -> None:
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agreement_id", sa.Uuid(), nullable=True))
        batch_op.alter_column("application_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.create_index(batch_op.f("ix_upload_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_upload_agreement_id_agreement"), "agreement", ["agreement_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_upload_belongs"), "(application_id IS NULL) <> (agreement_id IS NULL)"
        )


def _signatures() -> None:
    op.create_table(
        "signature",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("party", sa.String(length=20), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("upload_id", sa.Uuid(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(how = 'paper') = (upload_id IS NOT NULL)", name=op.f("ck_signature_on_paper")),
        sa.CheckConstraint("how <> 'link' OR link_id IS NOT NULL", name=op.f("ck_signature_by_link")),
        sa.CheckConstraint("how IN ('account', 'link', 'paper')", name=op.f("ck_signature_how")),
        sa.CheckConstraint("party IN ('youth', 'organisation', 'school', 'guardian')", name=op.f("ck_signature_party")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_signature_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id_person")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_signature_upload_id_upload")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["agreement_version.id"], name=op.f("fk_signature_version_id_agreement_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("version_id", "party", name=op.f("uq_signature_version_id")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signature_agreement_id"), ["agreement_id"], unique=False)


def _words() -> None:
    op.create_table(
        "agreement_comment",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("party", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_comment_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["agreement_version.id"], name=op.f("fk_agreement_comment_version_id_agreement_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_comment")),
    )
    with op.batch_alter_table("agreement_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_comment_agreement_id"), ["agreement_id"], unique=False)
    op.create_table(
        "supervisor_assessment",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("minutes_known", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_supervisor_assessment_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["agreement_version.id"], name=op.f("fk_supervisor_assessment_version_id_agreement_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisor_assessment")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_supervisor_assessment_agreement_id")),
    )
