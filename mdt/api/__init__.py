"""The door for programs: the public register as data, after the API Design Rules of the Dutch government."""

from __future__ import annotations

from flask import Flask, Response, request

from mdt.api.accreditations import VERSION, api


def init_app(app: Flask) -> None:
    """Open the door. Everybody may read, from any site, and every answer names its version."""
    app.register_blueprint(api)

    @app.after_request
    def _version(response: Response) -> Response:
        if request.path.startswith("/api/"):
            response.headers["API-Version"] = VERSION
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = "API-Version, Link"
        return response
