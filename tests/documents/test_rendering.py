"""What the renderer refuses to read, and that nothing in a record can hurt it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from babel.messages.extract import extract
from babel.support import Translations
from weasyprint.urls import FatalURLFetchingError

from mdt.services.rendering import Renderer, RenderingFailed, render
from mdt.services.rendering_html import TEMPLATES, TRANSLATIONS, clean, direction
from mdt.services.rendering_pdf import OwnFilesOnly, Press
from tests.documents.samples import SAMPLES

ADDRESSES = ("http://127.0.0.1:9/secret", "file:///etc/passwd", "/etc/passwd", "secret.css", "app:../secret.css")
VECTORS = {
    "style sheet": '<link rel="stylesheet" href="{}">',
    "import": '<style>@import url("{}");</style>',
    "font": '<style>@font-face {{ font-family: x; src: url("{}") }} p {{ font-family: x }}</style><p>x</p>',
    "image": '<img alt="x" src="{}">',
    "object": '<object data="{}"></object>',
    "embed": '<embed src="{}">',
    "background": '<p style="background: url({})">x</p>',
    "marker": '<ul><li style="list-style-image: url({})">x</li></ul>',
    "attachment": '<link rel="attachment" href="{}">',
    "anchor attachment": '<a rel="attachment" href="{}">x</a>',
    "image in a drawing": '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    "use in a drawing": '<svg width="9" height="9"><use href="{}#a"/></svg>',
}


@pytest.fixture(scope="module")
def press() -> Press:
    """One press for all vectors: warming up takes a second."""
    return Press()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("vector", VECTORS)
def test_no_reference_reads_anything_outside(
    press: Press, vector: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    real = OwnFilesOnly.fetch

    def watched(self: OwnFilesOnly, url: str, headers: Any = None) -> Any:
        answer = real(self, url, headers)
        given.append(url)
        return answer

    monkeypatch.setattr(OwnFilesOnly, "fetch", watched)
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection was opened"))
    html = f'<html lang="en"><title>x</title><body>{VECTORS[vector].format(address)}'
    try:
        pdf = press.pdf(html, sheets=[])
    except FatalURLFetchingError:
        pdf = b""
    assert given == []
    assert b"EmbeddedFile" not in pdf
    assert b"root:x" not in pdf


def test_a_style_sheet_of_ours_cannot_import_from_outside(press: Press) -> None:
    press.files["app:bad.css"] = (b'@import url("http://127.0.0.1:9/x.css");', "text/css")
    with pytest.raises(FatalURLFetchingError):
        press.sheet("app:bad.css")


@pytest.mark.parametrize("address", ["data:text/css,p{}", "app:", "app:qr.svg", "APP:print.css", "ftp://x/"])
def test_the_fetcher_knows_its_dictionary_and_nothing_else(address: str) -> None:
    with pytest.raises(PermissionError):
        OwnFilesOnly({"app:print.css": (b"", "text/css")}).fetch(address)


def test_a_paper_that_takes_too_long_is_given_up_and_the_next_one_comes() -> None:
    renderer = Renderer(seconds=2)
    slow = {**SAMPLES["grant_decision", "en"], "reasons": "word " * 400 + "\n"}
    slow["reasons"] *= 400
    with pytest.raises(RenderingFailed, match="more than 2 seconds"):
        renderer.order({"kind": "grant_decision", "record": slow, "language": "en", "concept": False})
    assert _small(renderer).startswith(b"%PDF")
    renderer.close()


def test_a_paper_that_takes_too_much_memory_is_given_up_and_the_next_one_comes() -> None:
    renderer = Renderer(megabytes=64)
    big = {**SAMPLES["grant_decision", "en"], "reasons": "word " * 20_000_000}
    with pytest.raises(RenderingFailed, match=r"memory|renderer ended"):
        renderer.order({"kind": "grant_decision", "record": big, "language": "en", "concept": False})
    assert _small(renderer).startswith(b"%PDF")
    renderer.close()


def test_the_process_is_renewed_after_so_many_papers_and_after_its_death() -> None:
    renderer = Renderer(papers=2)
    _small(renderer)
    assert renderer.process
    first = renderer.process.pid
    _small(renderer)
    assert renderer.process is None
    _small(renderer)
    assert renderer.process.pid != first
    renderer.process.kill()
    renderer.process.wait()
    assert _small(renderer).startswith(b"%PDF")
    renderer.close()


def _small(renderer: Renderer) -> bytes:
    record = SAMPLES["certificate", "en"]
    return renderer.order({"kind": "certificate", "record": record, "language": "en", "concept": False})


def test_a_record_that_lacks_something_is_no_paper() -> None:
    record = {key: value for key, value in SAMPLES["grant_decision", "en"].items() if key != "reasons"}
    with pytest.raises(RenderingFailed, match="reasons"):
        render("grant_decision", record, language="en")


def test_an_unknown_kind_or_language_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no such paper"):
        render("../base", {}, language="nl")
    with pytest.raises(ValueError, match="no papers in"):
        render("advice", {}, language="fr")


def test_every_sentence_of_the_papers_has_its_dutch() -> None:
    words = Translations.load(str(TRANSLATIONS), ["nl"])
    missing, wrong = [], []
    for file in sorted(TEMPLATES.rglob("*.html")):
        with file.open("rb") as template:
            for _, message, _, _ in extract("jinja2", template, options={"trimmed": "true"}):
                # Of a sentence in two numbers the catalogue keeps the plural under the singular.
                message, key = (message[1], (message[0], 1)) if isinstance(message, tuple) else (message, message)
                dutch = words._catalog.get(key)  # type: ignore[attr-defined]
                if not dutch:
                    missing.append((file.name, message))
                elif sorted(re.findall(r"%\(\w+\)s", dutch)) != sorted(re.findall(r"%\(\w+\)s", message)):
                    wrong.append(message)
    assert (missing, wrong) == ([], []), "add these to the Dutch catalogue and compile it"


def test_characters_that_no_paper_can_hold_are_left_out() -> None:
    assert clean({"a": ["x\x00y\u202ez\r\nw\ud800"]}) == {"a": ["xyz\nw"]}
    assert direction("عبد") == "rtl"
    assert direction("2. Abc") == "ltr"
