"""Who may open which page. A route that is in neither list is denied, and a house test says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, current_app
from flask_login import current_user

from mdt.access import functions

View = TypeVar("View", bound=Callable[..., Any])
EVERYBODY = "everybody"
SIGNED_IN = "signed_in"
FUNCTIONS = (
    "coordinator", "colleague", "supervisor", "office", "assessor", "board", "hearer", "confidential_adviser", "clerk",
    "examiner", "exam_board", "youth",
)  # fmt: skip


def public(view: View) -> View:
    """Open a view to everybody, without an account."""
    view.audience = frozenset({EVERYBODY})  # type: ignore[attr-defined]
    return view


def audience(*names: str) -> Callable[[View], View]:
    """Open a view to those who hold one of these functions, or to everybody with an account (`SIGNED_IN`).

    It decides who may knock at the door; which case somebody sees is decided by `mdt.access.visible`.
    """
    unknown = set(names) - {SIGNED_IN, *FUNCTIONS}
    if not names or unknown:
        raise ValueError(f"unknown audience: {sorted(unknown)}")

    def mark(view: View) -> View:
        view.audience = frozenset(names)  # type: ignore[attr-defined]
        return view

    return mark


def audience_of(endpoint: str) -> frozenset[str] | None:
    """The audience of an endpoint, or None when its view names none."""
    if endpoint == "static" or endpoint.startswith("security."):
        return frozenset({EVERYBODY})
    view = current_app.view_functions.get(endpoint)
    return getattr(view, "audience", None)


def guard(endpoint: str | None) -> Any:
    """Deny by default. Returns a response to send instead of the view, or None to go on. Aborts 404 or 403."""
    if endpoint is None:
        return None  # no such address: Flask answers 404 (or 405) by itself
    names = audience_of(endpoint)
    if names is None:
        abort(403)
    if EVERYBODY in names:
        return None
    if not current_user.is_authenticated:
        from mdt.web import kept

        return kept.sign_in_first()
    if SIGNED_IN in names or functions(current_user._get_current_object()) & names:
        return None
    return abort(404)


__all__ = ["EVERYBODY", "SIGNED_IN", "audience", "audience_of", "guard", "public"]
