"""Objections, and hearing officers among the staff"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mdt.models.event import BigKey

revision = "0009_objection"
down_revision = "0008_years"
branch_labels = None
depends_on = None

STATES = ("received", "completion_asked", "in_handling", "hearing_planned", "heard", "advised", "decided", "withdrawn")
OUTCOMES = ("declare_well_founded", "declare_partly_founded", "declare_unfounded", "declare_inadmissible")
DAYS = ("posted_on", "asked_on", "complete_by", "completed_on", "hearing_on", "adjourned_on", "decide_by", "decided_on")
TEXTS = ("grounds", "late_because", "missing", "late_reasons", "report", "proposal")
WORDS = (("late_way", 20), ("hearing_at", 60), ("hearing_place", 200), ("no_hearing", 20), ("advice", 30),
         ("consequence", 20))  # fmt: skip
STAFF, STAFF_BEFORE = ("office", "assessor", "board", "hearer"), ("office", "assessor", "board")


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


def upgrade() -> None:
    _allow(STAFF)
    op.create_table(
        "objection",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("accreditation_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", BigKey, nullable=False),
        sa.Column("also_event_id", BigKey, nullable=True),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in DAYS),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in WORDS),
        sa.Column("by_committee", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(_one_of("status", STATES), name=op.f("ck_objection_status")),
        sa.CheckConstraint(f"outcome IS NULL OR {_one_of('outcome', OUTCOMES)}", name=op.f("ck_objection_outcome")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"],
                                name=op.f("fk_objection_organisation_id_organisation")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"],
                                name=op.f("fk_objection_application_id_application")),
        sa.ForeignKeyConstraint(["accreditation_id"], ["accreditation.id"],
                                name=op.f("fk_objection_accreditation_id_accreditation")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_objection_event_id_event")),
        sa.ForeignKeyConstraint(["also_event_id"], ["event.id"], name=op.f("fk_objection_also_event_id_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("number", name=op.f("uq_objection_number")),
    )  # fmt: skip
    for name in ("organisation_id", "application_id", "accreditation_id", "event_id"):
        op.create_index(op.f(f"ix_objection_{name}"), "objection", [name])
    op.create_index("ix_objection_due", "objection", ["status", "decide_by"])


def downgrade() -> None:
    op.drop_table("objection")
    op.execute("DELETE FROM membership WHERE function = 'hearer'")
    _allow(STAFF_BEFORE)
