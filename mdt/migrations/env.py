"""Runs migrations on the application's own connection."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from mdt.models import db

target = db.metadata


def switch(connection: Connection, state: str) -> None:
    """Turn SQLite's foreign keys on or off; batch mode copies tables and would cascade into their children."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys = {state}")


def run() -> None:
    """Apply the migrations that are missing."""
    engine = db.engine
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # The pragma does nothing inside a transaction, so it goes before the first one, past SQLAlchemy.
            switch(connection, "OFF")
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
            switch(connection, "ON")


run()
