"""One transaction for each request: committed once, at the end, when all went well; and the security headers."""

from __future__ import annotations

from flask import Flask, Response, request

from mdt.access import forget_standing
from mdt.models import db

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def may_show_our_papers(response: Response) -> Response:
    """Let a page show a paper of ours inside itself, and a paper be shown so; by our own pages only."""
    policy = HEADERS["Content-Security-Policy"].replace("object-src 'none'", "object-src 'self'; frame-src 'self'")
    response.headers["Content-Security-Policy"] = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def commit() -> None:
    """Commit what the request did. The only place below the command line and the jobs that does."""
    db.session.commit()


def init_app(app: Flask) -> None:
    """Commit after success, roll back otherwise, and set the headers."""

    @app.after_request
    def _finish(response: Response) -> Response:
        if request.method not in ("GET", "HEAD", "OPTIONS") and response.status_code < 400 and not _rolled_back():
            commit()
        else:
            db.session.rollback()
        forget_standing()
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response


def _rolled_back() -> bool:
    return not db.session.is_active
