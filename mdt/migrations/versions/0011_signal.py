"""Signals about social safety, and confidential advisers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mdt.models.base import UtcDateTime

revision = "0011_signal"
down_revision = "0010_questionnaire"
branch_labels = None
depends_on = None

STATES = ("received", "under_investigation", "closed", "erased")
STAFF_BEFORE = ("office", "assessor", "board", "hearer")
STAFF = (*STAFF_BEFORE, "confidential_adviser")
LINES = (("about", 300), ("about_key", 300), ("moment", 200), ("place", 200), ("name", 200), ("contact", 254))


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _functions(staff: tuple[str, ...]) -> str:
    return (f"(organisation_id IS NULL AND school_id IS NULL AND {_one_of('function', staff)})"
            " OR (organisation_id IS NOT NULL AND school_id IS NULL"
            " AND function IN ('coordinator', 'colleague', 'supervisor'))"
            " OR (organisation_id IS NULL AND school_id IS NOT NULL"
            " AND function IN ('clerk', 'examiner', 'exam_board'))")  # fmt: skip


def _allow(staff: tuple[str, ...]) -> None:
    with op.batch_alter_table("membership") as batch_op:
        batch_op.drop_constraint(op.f("ck_membership_function"), type_="check")
        batch_op.create_check_constraint(op.f("ck_membership_function"), _functions(staff))


def _of_a_signal(table: str, *columns: sa.Column[object], **checks: str) -> None:
    op.create_table(
        table,
        sa.Column("signal_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *columns,
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.CheckConstraint(said, name=op.f(f"ck_{table}_{name}")) for name, said in checks.items()),
        sa.ForeignKeyConstraint(["signal_id"], ["signal.id"], name=op.f(f"fk_{table}_signal_id_signal")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_signal_id"), table, ["signal_id"])


def upgrade() -> None:
    _allow(STAFF)
    op.create_table(
        "signal",
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in LINES),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("adviser_id", sa.Uuid(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(_one_of("status", STATES), name=op.f("ck_signal_status")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"],
                                name=op.f("fk_signal_organisation_id_organisation")),
        sa.ForeignKeyConstraint(["adviser_id"], ["person.id"], name=op.f("fk_signal_adviser_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_signal_code_hash")),
    )  # fmt: skip
    op.create_index(op.f("ix_signal_organisation_id"), "signal", ["organisation_id"])
    op.create_index(op.f("ix_signal_adviser_id"), "signal", ["adviser_id"])
    op.create_index("ix_signal_worklist", "signal", ["status", "received_on"])
    _of_a_signal(
        "signal_message",
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        author="author IN ('reporter', 'adviser')",
    )
    _of_a_signal(
        "signal_share",
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id", name=op.f("fk_signal_share_person_id_person"))),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("shared_at", UtcDateTime(), nullable=False),
    )
    op.create_index(op.f("ix_signal_share_person_id"), "signal_share", ["person_id"])


def downgrade() -> None:
    for table in ("signal_share", "signal_message", "signal"):
        op.drop_table(table)
    op.execute("DELETE FROM membership WHERE function = 'confidential_adviser'")
    _allow(STAFF_BEFORE)
