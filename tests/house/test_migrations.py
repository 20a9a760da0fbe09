"""The migrations make exactly what the models and the processes say, on both databases, and can be undone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from tests.house.source import listed
from workflows import WORKFLOWS


def test_the_migrations_make_what_the_models_say(database: Any) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = [str(difference) for difference in compare_metadata(context, database.metadata)]
    assert not found, f"Make a migration with `mdt db revision`:{listed(found)}"


@pytest.mark.parametrize("noun", sorted(WORKFLOWS))
def test_a_status_holds_the_states_of_its_process_and_no_other(database: Any, noun: str) -> None:
    checks = inspect(database.engine).get_check_constraints(noun)
    found = [set(re.findall(r"'(\w+)'", check["sqltext"])) for check in checks if "status" in check["sqltext"]]
    assert set(WORKFLOWS[noun].state_names()) in found, (
        f"The CHECK on {noun}.status differs from workflows/{noun}.py; autogenerate does not see it, "
        f"so write the migration by hand: {found}"
    )


def test_the_log_is_guarded_by_the_database_itself(database: Any, kind: str) -> None:
    question = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'",
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'event'::regclass AND NOT tgisinternal",
    }[kind]
    assert database.session.execute(text(question)).scalar_one() > 0, (
        "A migration lost the triggers that keep the table event append-only; batch mode on SQLite drops them: "
        "make them again in the same migration."
    )


def test_the_migrations_go_down_and_up_again(tmp_path: Path) -> None:
    import flask_migrate

    from mdt import create_app
    from mdt.extensions import db
    from tests.fixtures.application import configuration

    app = create_app(configuration(f"sqlite:///{tmp_path / 'migrated.db'}", tmp_path))
    with app.app_context():
        flask_migrate.upgrade()
        flask_migrate.downgrade(revision="base")
        left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        flask_migrate.upgrade()
        db.engine.dispose()
    assert not left, f"downgrade leaves {sorted(left)} behind"
