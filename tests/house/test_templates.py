"""Templates: escaped always, and nothing that the content security policy would refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.source import listed, short, under

PAGES = under("templates/html/", suffix=".html")
ALL = [*under("templates/", suffix=".html"), *under("templates/", suffix=".txt")]
NEVER = {
    r"\|\s*safe\b": "markup comes from templates alone; return Markup from a macro instead",
    r"{%-?\s*autoescape\s+false": "escape always",
}
NOT_ON_PAGES = {
    r"<script(?![^>]*\bsrc=)[^>]*>": "put the script in mdt/static and refer to it with src",
    r"<style\b": "put the style in a sheet in mdt/static",
    r"\sstyle\s*=": "give it a class; the content security policy refuses inline styles",
    r"\son[a-z]+\s*=\s*[\"']": "listen from a script in mdt/static instead",
    r"(?:src|href)\s*=\s*[\"']\s*(?:https?:)?//(?!www\.w3\.org)": "pages load nothing from elsewhere",
    r"javascript:": "pages work without JavaScript",
}
LINKS_ELSEWHERE_ALLOWED = re.compile(r"<a\b[^>]*$")


def occurrences(path: Path, patterns: dict[str, str]) -> list[str]:
    """Return each line of a template that matches a pattern, with the way out; links to follow are fine."""
    text = re.sub(r"{#.*?#}", lambda m: re.sub(r"[^\n]", " ", m.group()), path.read_text(), flags=re.DOTALL)
    found = []
    for pattern, remedy in patterns.items():
        for match in re.finditer(pattern, text, flags=re.IGNORECASE):
            if "href" in match.group() and LINKS_ELSEWHERE_ALLOWED.search(text[: match.start()]):
                continue
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{short(path)}:{line}: {match.group().strip()} – {remedy}")
    return found


@pytest.mark.parametrize("path", ALL, ids=short)
def test_everything_is_escaped(path: Path) -> None:
    found = occurrences(path, NEVER)
    assert not found, listed(found)


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_nothing_inline_and_nothing_from_elsewhere(path: Path) -> None:
    found = occurrences(path, NOT_ON_PAGES)
    assert not found, listed(found)
