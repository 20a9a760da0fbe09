"""Configuration from `MDT_…` environment variables: safe for the demo, a refusal to start without in production."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

DEFAULTS: dict[str, str] = {
    "MDT_MODE": "production",
    "MDT_DATABASE_URL": "",
    "MDT_SECRET_KEY": "",
    "MDT_PASSWORD_SALT": "",
    "MDT_DATA_DIR": str(ROOT / ".data"),
    "MDT_BASE_URL": "http://127.0.0.1:8000",
    "MDT_HUEY_URL": "",
    "MDT_STORAGE_URL": "",
    "MDT_RENDERERS": "1",
    "MDT_SEAL_PKCS12": "",
    "MDT_SEAL_PASSWORD": "",
    "MDT_SEAL_TRUST": "",
    "MDT_TIMESTAMP_URL": "",
    "MDT_SMTP_HOST": "",
    "MDT_SMTP_PORT": "25",
    "MDT_SMTP_USER": "",
    "MDT_SMTP_PASSWORD": "",
    "MDT_SMTP_TLS": "0",
    "MDT_MAIL_FROM": "Diensttijd <post@diensttijd.example>",
    "MDT_ISSUER_NAME": "Accreditatieautoriteit Diensttijd (fictief)",
    "MDT_ISSUER_STREET": "Voorbeeldplein 1",
    "MDT_ISSUER_POSTCODE": "2500 AA",
    "MDT_ISSUER_CITY": "Den Haag",
    "MDT_ISSUER_EMAIL": "bureau@diensttijd.example",
    "MDT_ISSUER_PHONE": "070 000 00 00",
    "MDT_ISSUER_WEBSITE": "diensttijd.example",
    "MDT_COURT": "Den Haag",
    "MDT_RATELIMIT_STORAGE": "memory://",
    "MDT_PROXIES": "0",
    "MDT_SOURCE_URL": "",
}


class ConfigurationError(Exception):
    """A setting is missing or unsafe; the message says which, and what to do."""


def read(environ: Mapping[str, str], overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the Flask configuration from the environment and explicit overrides.

    Raises ConfigurationError in production without a secret key, password salt, database address or key of the seal.
    """
    given: dict[str, Any] = {key: environ.get(key, default) for key, default in DEFAULTS.items()}
    given.update(overrides or {})
    demo = given["MDT_MODE"] in ("demo", "test")
    if not demo:
        for key in ("MDT_SECRET_KEY", "MDT_PASSWORD_SALT", "MDT_DATABASE_URL", "MDT_SEAL_PKCS12"):
            if not given[key]:
                raise ConfigurationError(f"Set {key}: without it Diensttijd does not start outside the demo.")
    if str(given["MDT_TIMESTAMP_URL"] or "http:").split(":")[0] not in ("http", "https"):
        raise ConfigurationError("MDT_TIMESTAMP_URL begins with http:// or https://, or is empty.")
    data = Path(given["MDT_DATA_DIR"])
    data.mkdir(parents=True, exist_ok=True)
    secret = given["MDT_SECRET_KEY"] or _kept_secret(data / "secret.key")
    https = str(given["MDT_BASE_URL"]).startswith("https://")
    return given | {
        "MDT_DEMO": given["MDT_MODE"] == "demo",
        "TESTING": given["MDT_MODE"] == "test",
        "MDT_DATA_DIR": data,
        "SECRET_KEY": secret,
        "SECURITY_PASSWORD_SALT": given["MDT_PASSWORD_SALT"] or secret,
        "SQLALCHEMY_DATABASE_URI": given["MDT_DATABASE_URL"] or f"sqlite:///{data / 'diensttijd.sqlite'}",
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "BABEL_DEFAULT_LOCALE": "nl",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Amsterdam",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=8),
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": given["MDT_RATELIMIT_STORAGE"],
        "RATELIMIT_HEADERS_ENABLED": True,
    } | dict(overrides or {}) | {"MDT_DATA_DIR": data}  # fmt: skip


def _kept_secret(path: Path) -> str:
    """A secret of the demo's own, made once, so that a restart keeps everybody signed in."""
    if not path.exists():
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text()
