"""Triggers that keep the log append-only and decisions unchanged, for SQLite and PostgreSQL.

Of an event only `snapshot` and `salt` can still change, and only to nothing: that is how personal data is erased.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

KEPT = (
    "id", "case_id", "sequence", "noun", "subject_id", "name", "status_before", "status_after", "actor_kind",
    "actor_id", "role", "on_behalf_of", "channel", "effective_on", "recorded_at", "commitment", "previous_hash", "hash",
)  # fmt: skip
REFUSAL = "this row never changes"


def create_triggers(connection: Connection) -> None:
    """Make the triggers; after a batch migration on SQLite of `event` or `decision` they must be made again."""
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        connection.execute(text(statement))


def drop_triggers(connection: Connection) -> None:
    """Remove the triggers."""
    for table in ("event", "decision"):
        for verb in ("update", "delete"):
            on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}"))
    if connection.dialect.name != "sqlite":
        connection.execute(text("DROP FUNCTION IF EXISTS event_keeps()"))
        connection.execute(text("DROP FUNCTION IF EXISTS row_keeps()"))


def _changed(distinct: str) -> str:
    kept = " OR ".join(f"NEW.{name} {distinct} OLD.{name}" for name in KEPT)
    return f"{kept} OR NEW.snapshot IS NOT NULL OR NEW.salt IS NOT NULL"


def _sqlite() -> list[str]:
    abort = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        f"CREATE TRIGGER event_no_update BEFORE UPDATE ON event WHEN {_changed('IS NOT')} {abort}",
        f"CREATE TRIGGER event_no_delete BEFORE DELETE ON event {abort}",
        f"CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision {abort}",
        f"CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision {abort}",
    ]


def _postgresql() -> list[str]:
    refuse = f"RAISE EXCEPTION '{REFUSAL}'"
    return [
        f"CREATE FUNCTION row_keeps() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$",
        "CREATE FUNCTION event_keeps() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_changed('IS DISTINCT FROM')} THEN {refuse}; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION event_keeps()",
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION row_keeps()",
        "CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision FOR EACH ROW EXECUTE FUNCTION row_keeps()",
        "CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision FOR EACH ROW EXECUTE FUNCTION row_keeps()",
    ]


OVERLAP = "suspensions of one accreditation do not overlap"


def create_suspension_guard(connection: Connection) -> None:
    """Let the database refuse two suspensions of one accreditation that share a day; an annulled one counts no more.

    PostgreSQL has a constraint for it, which needs the extension btree_gist (part of its own distribution).
    """
    if connection.dialect.name == "sqlite":
        for verb, moment in (("insert", "INSERT"), ("update", "UPDATE")):
            connection.execute(text(
                f"CREATE TRIGGER suspension_no_overlap_{verb} BEFORE {moment} ON suspension "  # noqa: S608
                "WHEN NEW.annulled_on IS NULL AND EXISTS (SELECT 1 FROM suspension AS other "
                "WHERE other.accreditation_id = NEW.accreditation_id AND other.id <> NEW.id "
                "AND other.annulled_on IS NULL "
                "AND other.starts_on <= NEW.ends_on AND NEW.starts_on <= other.ends_on) "
                f"BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END"
            ))  # fmt: skip
        return
    connection.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
    connection.execute(text(
        "ALTER TABLE suspension ADD CONSTRAINT suspension_no_overlap EXCLUDE USING gist "
        "(accreditation_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&) WHERE (annulled_on IS NULL)"
    ))  # fmt: skip


def drop_suspension_guard(connection: Connection) -> None:
    """Remove it."""
    if connection.dialect.name == "sqlite":
        for verb in ("insert", "update"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS suspension_no_overlap_{verb}"))
    else:
        connection.execute(text("ALTER TABLE suspension DROP CONSTRAINT IF EXISTS suspension_no_overlap"))
