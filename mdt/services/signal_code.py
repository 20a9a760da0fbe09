"""The code with which a reporter comes back, and the ticket in the form from which it is made.

The code is reckoned from the ticket and from what was sent. So a form that is sent twice, by a double click or by
loading the page again, makes one signal and shows one code, and the house keeps neither: of a code it has the hash.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any

from flask import current_app

from mdt.services.evidence import GROUP, LETTERS, SIGNS, tidy_code

RANDOM = 32  # hexadecimal signs of chance in a ticket


def ticket() -> str:
    """A new ticket for one form."""
    chance = secrets.token_hex(RANDOM // 2)
    return chance + _seal("ticket", chance).hex()


def is_ours(sent: str) -> bool:
    """Whether we made this ticket; another one could be guessed, and with it the code."""
    chance, seal = sent[:RANDOM], sent[RANDOM:]
    return len(chance) == RANDOM and hmac.compare_digest(seal.encode(), _seal("ticket", chance).hex().encode())


def code_of(sent: str, content: Mapping[str, Any]) -> str:
    """The code of what was sent with a ticket: a hundred bits in groups."""
    text = json.dumps(dict(content), sort_keys=True, ensure_ascii=False, default=str)
    signs = "".join(LETTERS[byte % len(LETTERS)] for byte in _seal("code", f"{sent}\n{text}")[:SIGNS])
    return "-".join(signs[i : i + GROUP] for i in range(0, SIGNS, GROUP))


def hash_of(typed: str) -> str:
    """What is kept of a code, and what a typed one is looked up by."""
    return hashlib.sha256(f"signal\n{tidy_code(typed)}".encode()).hexdigest()


def _seal(what: str, text: str) -> bytes:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"signal {what}|{text}".encode(), hashlib.sha256).digest()
