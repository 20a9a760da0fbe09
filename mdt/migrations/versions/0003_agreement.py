"""Signed links, agreements with their versions and signatures"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mdt.models.base import UtcDateTime

revision = "0003_agreement"
down_revision = "0002_schools"
branch_labels = None
depends_on = None


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_table("signed_link")
