"""Diensttijd: accreditation of volunteer organisations on practice."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from flask import Flask

from mdt import config, extensions


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Make the application: configuration, extensions, doors. A table of contents."""
    from mdt import api, jobs, services, web
    from mdt.models import connection

    app = Flask(
        __name__,
        static_folder=str(config.ROOT / "mdt" / "static"),
        template_folder=str(config.ROOT / "templates"),
    )
    app.config.update(config.read(os.environ, overrides))

    extensions.db.init_app(app)
    extensions.migrate.init_app(
        app, extensions.db, directory=str(config.ROOT / "mdt" / "migrations"), render_as_batch=True
    )
    with app.app_context():
        connection.prepare(extensions.db.engine)
    extensions.csrf.init_app(app)
    extensions.limiter.init_app(app)
    services.init_app(app)
    jobs.init_app(app)
    web.init_app(app)
    api.init_app(app)
    return app
