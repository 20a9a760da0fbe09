"""The seals of the log, and the credentials of schools"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mdt.migrations.triggers import create_seal_triggers, drop_seal_triggers
from mdt.models.base import UtcDateTime

revision = "0007_log_seals"
down_revision = "0006_seal"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "log_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("timestamp_token", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_log_seal")),
        sa.UniqueConstraint("hash", name=op.f("uq_log_seal_hash")),
    )
    op.create_table(
        "sealed_head",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("seal_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seal_number"], ["log_seal.number"],
                                name=op.f("fk_sealed_head_seal_number_log_seal")),
        sa.PrimaryKeyConstraint("case_id", "sequence", name=op.f("pk_sealed_head")),
    )  # fmt: skip
    op.create_index("ix_sealed_head_seal", "sealed_head", ["seal_number", "case_id"])
    create_seal_triggers(op.get_bind())
    _credentials()


def _credentials() -> None:
    op.create_table(
        "issuer_key",
        sa.Column("brin", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.String(length=80), nullable=False),
        sa.Column("private_key", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("retired_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuer_key")),
        sa.UniqueConstraint("brin", "number", name=op.f("uq_issuer_key_brin")),
        sa.UniqueConstraint("public_key", name=op.f("uq_issuer_key_public_key")),
    )
    op.create_table(
        "credential",
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", KEY, nullable=True),
        sa.Column("brin", sa.String(length=8), nullable=False),
        sa.Column("status_list", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("issued_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_credential_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("brin", "status_list", "position", name=op.f("uq_credential_brin")),
        sa.UniqueConstraint("event_id", name=op.f("uq_credential_event_id")),
    )
    op.create_index("ix_credential_award", "credential", ["award_id"])


def downgrade() -> None:
    op.drop_table("credential")
    op.drop_table("issuer_key")
    drop_seal_triggers(op.get_bind())
    op.drop_table("sealed_head")
    op.drop_table("log_seal")
