"""The browser's door: each request in one transaction, denied by default, with the headers a public service needs."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from mdt.models.connection import set_reading
from mdt.web import access, errors, kept, language, navigation, security, session
from mdt.web.blueprints import BLUEPRINTS
from mdt.web.received import Received

SAFE = ("GET", "HEAD", "OPTIONS")


def init_app(app: Flask) -> None:
    """Open the door."""
    app.request_class = Received
    if hops := int(app.config["MDT_PROXIES"]):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    language.init_app(app)
    session.init_app(app)
    security.init_app(app)
    navigation.init_app(app)
    errors.init_app(app)
    kept.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)

    @app.before_request
    def _begin() -> None:
        set_reading(request.method in SAFE)

    @app.before_request
    def _guard() -> Any:
        return access.guard(request.endpoint)
