"""Triggers that keep the log and its seals append-only and decisions unchanged, for SQLite and PostgreSQL.

Of an event only `snapshot` and `salt` can still change, and only to nothing: that is how personal data is erased.
"""

from __future__ import annotations

from collections.abc import Iterable

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
    """Remove the triggers, and on PostgreSQL those of every other table that stands on the same function."""
    for table in ("event", "decision"):
        for verb in ("update", "delete"):
            on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}"))
    if connection.dialect.name != "sqlite":
        connection.execute(text("DROP FUNCTION IF EXISTS event_keeps()"))
        connection.execute(text("DROP FUNCTION IF EXISTS row_keeps() CASCADE"))


def guard(connection: Connection, table: str, *, kept: Iterable[str], erased: Iterable[str]) -> None:
    """Let the rows of a table stay as they are: nothing is deleted, and only what is `erased` changes, to nothing."""
    sqlite = connection.dialect.name == "sqlite"
    distinct = "IS NOT" if sqlite else "IS DISTINCT FROM"
    changed = " OR ".join(
        [*(f"NEW.{name} {distinct} OLD.{name}" for name in kept),
         *(f"(NEW.{name} IS NOT NULL AND CAST(NEW.{name} AS TEXT) {distinct} CAST(OLD.{name} AS TEXT))" for name in erased)]
    )  # fmt: skip
    if sqlite:
        abort = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        connection.execute(text(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN {changed} {abort}"))
        connection.execute(text(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {abort}"))
        return
    for verb, condition in (("UPDATE", f"WHEN ({changed}) "), ("DELETE", "")):
        connection.execute(text(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} FOR EACH ROW {condition}"
            "EXECUTE FUNCTION row_keeps()"
        ))  # fmt: skip


def unguard(connection: Connection, table: str) -> None:
    """Remove what `guard` made."""
    on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
    for verb in ("update", "delete"):
        connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}"))


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


# -- the seals of the log -------------------------------------------------------------------------------------------
SEAL_KEPT = ("number", "sealed_at", "cases", "root", "previous_hash", "hash")


def create_seal_triggers(connection: Connection) -> None:
    """The same for seals: of a seal only its timestamp can be added, once."""
    lite = connection.dialect.name == "sqlite"
    distinct = "IS NOT" if lite else "IS DISTINCT FROM"
    changed = " OR ".join(f"NEW.{name} {distinct} OLD.{name}" for name in SEAL_KEPT) + (
        " OR OLD.timestamp_token IS NOT NULL"
    )
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END" if lite else "FOR EACH ROW EXECUTE FUNCTION seal_keeps()"
    when = f"WHEN {changed} {refuse}" if lite else f"FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION seal_keeps()"
    if not lite:
        raising = f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END"
        connection.execute(text(f"CREATE FUNCTION seal_keeps() RETURNS trigger LANGUAGE plpgsql AS $$ {raising} $$"))
    connection.execute(text(f"CREATE TRIGGER log_seal_no_update BEFORE UPDATE ON log_seal {when}"))
    for name, verb in (("log_seal", "delete"), ("sealed_head", "update"), ("sealed_head", "delete")):
        connection.execute(text(f"CREATE TRIGGER {name}_no_{verb} BEFORE {verb.upper()} ON {name} {refuse}"))


def drop_seal_triggers(connection: Connection) -> None:
    """Remove the triggers of the seals."""
    for table in ("log_seal", "sealed_head"):
        for verb in ("update", "delete"):
            on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}"))
    if connection.dialect.name != "sqlite":
        connection.execute(text("DROP FUNCTION IF EXISTS seal_keeps()"))


# -- suspensions -------------------------------------------------------------------------------------------------------
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
