"""The years of an accreditation: its full course, suspensions, measures, check-ins and reminders"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

from mdt.migrations.triggers import create_suspension_guard, drop_suspension_guard
from mdt.models.base import UtcDateTime
from workflows.calendar import add_years

revision = "0008_years"
down_revision = "0007_log_seals"
branch_labels = None
depends_on = None

BEFORE = ("active", "given_up")
STATES = ("active", "suspended", "withdrawn", "given_up", "expired", "lapsed", "renewed")
MEASURE = ("imposed", "answered", "overdue", "met", "lifted", "carried_out")
CHECK_IN = ("due", "submitted", "missed", "more_asked", "reviewed", "cancelled")
KINDS = ("condition", "warning", "intention_to_suspend", "intention_to_withdraw")
NEW_DAYS = ("stopped_from", "stop_known_on", "granted_on", "invited_on", "check_in_on", "youth_last_on")


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def upgrade() -> None:
    with op.batch_alter_table("accreditation") as batch_op:
        for name in NEW_DAYS:
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch_op.drop_constraint(op.f("ck_accreditation_status"), type_="check")
        batch_op.create_check_constraint(op.f("ck_accreditation_status"), _one_of("status", STATES))
        batch_op.create_index("ix_accreditation_end", ["status", "ends_on"])
        batch_op.create_index("ix_accreditation_check_in", ["status", "check_in_on"])
        batch_op.create_index("ix_accreditation_youth", ["status", "youth_last_on"])
    _fill_days()
    op.create_index(op.f("ix_application_renews_id"), "application", ["renews_id"])
    _create_suspension()
    _create_measure()
    _create_check_in()
    op.create_table(
        "reminder",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("cycle", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("subject_id", "kind", "cycle", name=op.f("uq_reminder_subject_id")),
    )
    op.create_index(op.f("ix_reminder_case_id"), "reminder", ["case_id"])
    with op.batch_alter_table("mail") as batch_op:
        batch_op.add_column(sa.Column("reminder_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_mail_reminder_id_reminder"), "reminder", ["reminder_id"], ["id"])
        batch_op.create_index(op.f("ix_mail_reminder_id"), ["reminder_id"])


def _fill_days() -> None:
    """What there was gets the days that the clock looks for: its first check-in, and since when no youth is known."""
    connection = op.get_bind()
    table = sa.table(
        "accreditation", sa.column("id", sa.Uuid()), sa.column("starts_on", sa.Date()), sa.column("ends_on", sa.Date()),
        sa.column("check_in_on", sa.Date()), sa.column("youth_last_on", sa.Date()), sa.column("granted_on", sa.Date()),
    )  # fmt: skip
    event = sa.table("event", sa.column("subject_id", sa.Uuid()), sa.column("name"), sa.column("effective_on"))
    granted = sa.select(event.c.effective_on).where(event.c.subject_id == table.c.id, event.c.name == "begin")
    connection.execute(sa.update(table).values(youth_last_on=table.c.starts_on, granted_on=granted.scalar_subquery()))
    today = date.today()  # noqa: DTZ011 - a check-in of a year ago is not asked any more
    for id, starts_on, ends_on in connection.execute(sa.select(table.c.id, table.c.starts_on, table.c.ends_on)).all():
        years = (add_years(starts_on, number) for number in range(1, 20))
        first = next((day for day in years if today <= day <= ends_on), None)
        connection.execute(sa.update(table).where(table.c.id == id).values(check_in_on=first))


def _create_suspension() -> None:
    op.create_table(
        "suspension",
        sa.Column("accreditation_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("annulled_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_suspension_range")),
        sa.ForeignKeyConstraint(
            ["accreditation_id"], ["accreditation.id"], name=op.f("fk_suspension_accreditation_id_accreditation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
    )
    op.create_index(op.f("ix_suspension_accreditation_id"), "suspension", ["accreditation_id"])
    op.create_index("ix_suspension_end", "suspension", ["ends_on"])
    create_suspension_guard(op.get_bind())


def _create_measure() -> None:
    op.create_table(
        "measure",
        sa.Column("accreditation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("imposed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("view_by", sa.Date(), nullable=True),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("view_on", sa.Date(), nullable=True),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("remedy_on", sa.Date(), nullable=True),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("danger_stated", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(_one_of("status", MEASURE), name=op.f("ck_measure_status")),
        sa.CheckConstraint(_one_of("kind", KINDS), name=op.f("ck_measure_kind")),
        sa.ForeignKeyConstraint(
            ["accreditation_id"], ["accreditation.id"], name=op.f("fk_measure_accreditation_id_accreditation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index(op.f("ix_measure_accreditation_id"), "measure", ["accreditation_id"])
    op.create_index("ix_measure_due", "measure", ["status", "due_on"])


def _create_check_in() -> None:
    op.create_table(
        "check_in",
        sa.Column("accreditation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("questions", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("submit_by", sa.Date(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer_text", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(_one_of("status", CHECK_IN), name=op.f("ck_check_in_status")),
        sa.ForeignKeyConstraint(
            ["accreditation_id"], ["accreditation.id"], name=op.f("fk_check_in_accreditation_id_accreditation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("accreditation_id", "year", name=op.f("uq_check_in_accreditation_id")),
    )
    op.create_index("ix_check_in_due", "check_in", ["status", "submit_by"])


def downgrade() -> None:
    with op.batch_alter_table("mail") as batch_op:
        batch_op.drop_index(op.f("ix_mail_reminder_id"))
        batch_op.drop_constraint(op.f("fk_mail_reminder_id_reminder"), type_="foreignkey")
        batch_op.drop_column("reminder_id")
    op.drop_table("reminder")
    op.drop_table("check_in")
    op.drop_table("measure")
    drop_suspension_guard(op.get_bind())
    op.drop_table("suspension")
    op.drop_index(op.f("ix_application_renews_id"), table_name="application")
    with op.batch_alter_table("accreditation") as batch_op:
        for name in ("ix_accreditation_youth", "ix_accreditation_check_in", "ix_accreditation_end"):
            batch_op.drop_index(name)
        batch_op.drop_constraint(op.f("ck_accreditation_status"), type_="check")
        batch_op.create_check_constraint(op.f("ck_accreditation_status"), _one_of("status", BEFORE))
        for name in reversed(NEW_DAYS):
            batch_op.drop_column(name)
