"""Hours of a week, and their entries"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mdt.models.base import UtcDateTime

revision = "0004_hours"
down_revision = "0003_agreement"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("dispute", sa.Text(), nullable=False),
        sa.Column("settled", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'submitted', 'confirmed', 'disputed', 'locked')", name=op.f("ck_hours_status")
        ),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_hours_agreement_id_agreement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours")),
        sa.UniqueConstraint("agreement_id", "monday", name=op.f("uq_hours_agreement_id")),
    )
    with op.batch_alter_table("hours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hours_agreement_id"), ["agreement_id"], unique=False)
        batch_op.create_index("ix_hours_status", ["status", "submitted_on"], unique=False)
    op.create_table(
        "hours_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("activity", sa.String(length=300), nullable=False),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.Column("reflection", sa.String(length=1000), nullable=False),
        sa.Column("late_reason", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.Column("noted_by", sa.String(length=20), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1500", name=op.f("ck_hours_entry_minutes")),
        sa.CheckConstraint("minutes > 0 OR corrects_id IS NOT NULL", name=op.f("ck_hours_entry_nothing")),
        sa.CheckConstraint("kind IN ('school', 'free', 'holiday')", name=op.f("ck_hours_entry_kind")),
        sa.ForeignKeyConstraint(["week_id"], ["hours.id"], name=op.f("fk_hours_entry_week_id_hours")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["hours_entry.id"], name=op.f("fk_hours_entry_corrects_id_hours_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_entry")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_hours_entry_corrects_id")),
        sa.UniqueConstraint("token", name=op.f("uq_hours_entry_token")),
    )
    with op.batch_alter_table("hours_entry", schema=None) as batch_op:
        batch_op.create_index("ix_hours_entry_week", ["week_id", "day"], unique=False)


def downgrade() -> None:
    op.drop_table("hours_entry")
    op.drop_table("hours")
