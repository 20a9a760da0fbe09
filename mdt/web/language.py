"""The language of a page: what was chosen, else the person's, else Dutch. Never guessed from the browser.

Who is not signed in chooses by `?language=en`, which the links of the page carry on: so a visitor gets no cookie.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, has_request_context, request, session
from flask_babel import get_locale
from flask_login import current_user, user_logged_in

from mdt.extensions import babel

LANGUAGES = {"nl": "Nederlands", "en": "English"}


def chosen() -> str:
    """`nl` or `en`."""
    if _in_address() and not (current_user and current_user.is_authenticated):
        return _in_address()
    language = session.get("language")
    if language not in LANGUAGES and current_user and current_user.is_authenticated:
        language = current_user.language
    return language if language in LANGUAGES else "nl"


def _in_address() -> str:
    """The language that the address asks for, or an empty string."""
    language = request.args.get("language", "")
    return language if language in LANGUAGES else ""


def in_language(language: str) -> str:
    """The address of the present page in a language."""
    asked = request.args.to_dict(flat=False) | {"language": [language]}
    return f"/{quote(request.path.lstrip('/'))}?{urlencode(asked, doseq=True)}"


def say(value: Any) -> Any:
    """A bilingual value {nl: …, en: …} in the language of the page; anything else unchanged."""
    if isinstance(value, dict) and "nl" in value:
        return value.get(str(get_locale()), value["nl"])
    if hasattr(value, "nl"):
        return getattr(value, str(get_locale()), value.nl)
    return value


def day(value: Any) -> str:
    """A date in full, such as 24 november 2026; an empty string for nothing."""
    return format_date(value, format="d MMMM y", locale=str(get_locale() or "nl")) if value else ""


def weekday(value: Any) -> str:
    """A date of this season, such as woensdag 25 november; an empty string for nothing."""
    return format_date(value, format="EEEE d MMMM", locale=str(get_locale() or "nl")) if value else ""


def moment(value: Any) -> str:
    """A timestamp as Amsterdam's clock shows it."""
    from mdt.services.clock import AMSTERDAM

    if not value:
        return ""
    return format_datetime(value, format="d MMMM y, HH:mm", tzinfo=AMSTERDAM, locale=str(get_locale() or "nl"))


def file_size(size: int) -> str:
    """A number of bytes as people say it, with the comma or point of the page's language."""
    locale = str(get_locale() or "nl")
    if size < 1_000_000:
        return f"{format_decimal(max(round(size / 1000), 1), locale=locale)} kB"
    return f"{format_decimal(round(size / 1_000_000, 1), locale=locale)} MB"


def one_decimal(value: float) -> str:
    """A number with one decimal, with the comma or point of the page's language."""
    return str(format_decimal(value, format="0.0", locale=str(get_locale() or "nl")))


def init_app(app: Flask) -> None:
    """Choose the language of each request and give templates their filters."""
    babel.init_app(app, locale_selector=chosen, default_translation_directories=str(app.root_path) + "/translations")
    app.jinja_env.filters.update(say=say, day=day, weekday=weekday, moment=moment, file_size=file_size,
                                 one_decimal=one_decimal)  # fmt: skip
    app.jinja_env.globals.update(LANGUAGES=LANGUAGES, get_locale=get_locale, in_language=in_language)

    @app.url_defaults
    def _carry(endpoint: str, values: dict[str, Any]) -> None:
        """Links of a page in a language that its address asks for lead to pages in that language."""
        if endpoint != "static" and has_request_context() and _in_address():
            values.setdefault("language", _in_address())

    @user_logged_in.connect_via(app)
    def _keep(_app: Flask, **_more: Any) -> None:
        """The language in which somebody signs in stays theirs for the session."""
        if _in_address():
            session["language"] = _in_address()

    @app.context_processor
    def _language() -> dict[str, Any]:
        return {"language": str(get_locale()), "request_path": request.full_path if request else "/"}
