"""Seals on papers: their certificates, and every file in which a paper was issued"""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

from mdt.models.base import UtcDateTime

revision = "0006_seal"
down_revision = "0005_credit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seal_certificate",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("self_made", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("first_used_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_seal_certificate")),
    )
    op.create_table(
        "revision",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=5), nullable=False),
        sa.Column("certificate_id", sa.String(length=64), nullable=True),
        sa.Column("ages_on", sa.Date(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("lost_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("level IN ('none', 'B-B', 'B-T', 'B-LT', 'B-LTA')", name=op.f("ck_revision_level")),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["seal_certificate.fingerprint"],
            name=op.f("fk_revision_certificate_id_seal_certificate"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_revision_document_id_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_revision_document_id")),
    )
    op.create_index(op.f("ix_revision_sha256"), "revision", ["sha256"])
    op.create_index(op.f("ix_revision_ages_on"), "revision", ["ages_on"])
    # A plain column: batch mode would make the table again, and cascade into what points to it.
    op.add_column("document", sa.Column("rendered_sha256", sa.String(length=64), nullable=True))
    _keep_what_was_issued()


def _keep_what_was_issued() -> None:
    """A paper of before has one file, without a seal."""
    document = sa.table(
        "document", sa.column("id", sa.Uuid()), sa.column("sha256"), sa.column("size"),
        sa.column("created_at", UtcDateTime()),
    )  # fmt: skip
    made = sa.table(
        "revision", sa.column("id", sa.Uuid()), sa.column("document_id", sa.Uuid()), sa.column("number"),
        sa.column("sha256"), sa.column("size"), sa.column("level"), sa.column("made_at", UtcDateTime()),
    )  # fmt: skip
    connection = op.get_bind()
    rows = [
        {"id": uuid.uuid4(), "document_id": row.id, "number": 1, "sha256": row.sha256, "size": row.size,
         "level": "none", "made_at": row.created_at}
        for row in connection.execute(sa.select(document))
    ]  # fmt: skip
    if rows:
        connection.execute(sa.insert(made), rows)


def downgrade() -> None:
    op.drop_column("document", "rendered_sha256")
    op.drop_table("revision")
    op.drop_table("seal_certificate")
