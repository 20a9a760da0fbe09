"""Runs migrations on the application's own connection, on SQLite with foreign keys off (batch mode rebuilds tables)."""

from __future__ import annotations

from alembic import context
from flask import current_app

from mdt.models import db

target = db.metadata


def run() -> None:
    """Apply the migrations that are missing."""
    engine = db.engine
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # The pragma does nothing inside a transaction, so it goes before the first one, past SQLAlchemy.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection,
            target_metadata=target,
            transaction_per_migration=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")


run()
