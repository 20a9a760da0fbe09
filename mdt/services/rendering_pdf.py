"""From HTML to a tagged PDF, with nothing to read but our own templates.

WeasyPrint is imported here and nowhere else; importing this module takes a second, so only the process
that renders does it. `finish` is the one place where a rendered paper is completed.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import segno
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from mdt.services.rendering_html import TEMPLATES, clean, html_of

VARIANT = "pdf/ua-1"
TYPES = {".css": "text/css", ".svg": "image/svg+xml"}


class OwnFilesOnly(URLFetcher):
    """Gives the addresses in one fixed dictionary, and refuses every other.

    The library's own fetcher opens any address, and puts /etc/passwd into a PDF when a page asks for it. This
    one opens nothing at all: what it gives was read before.
    """

    def __init__(self, files: Mapping[str, tuple[bytes, str]]) -> None:
        super().__init__(allowed_protocols=("app",), allow_redirects=False, fail_on_errors=True)
        self.files = dict(files)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The file behind an `app:` address. Raises PermissionError for every other address."""
        if url not in self.files:
            raise PermissionError(f"a paper may not read {url!r}")
        content, mime_type = self.files[url]
        return URLFetcherResponse(url, BytesIO(content), {"Content-Type": mime_type})


def own_files() -> dict[str, tuple[bytes, str]]:
    """Every style sheet and drawing of the papers, by its `app:` address."""
    paths = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in TYPES)
    return {f"app:{p.relative_to(TEMPLATES).as_posix()}": (p.read_bytes(), TYPES[p.suffix]) for p in paths}


class Press:
    """What is made once and shared by all papers of a process: files, fonts, style sheets."""

    def __init__(self) -> None:
        self.files = own_files()
        # A new FontConfiguration for each paper leaks memory and costs a sixth of the time.
        self.fonts = FontConfiguration()
        self.sheets: dict[str, weasyprint.CSS] = {}

    def sheet(self, address: str) -> weasyprint.CSS:
        """A style sheet of ours, parsed once."""
        if address not in self.sheets:
            text = self.files[address][0].decode()
            # CSS() fetches by itself: without a fetcher of ours an @import would open any address.
            self.sheets[address] = weasyprint.CSS(
                string=text,
                base_url="app:",
                url_fetcher=OwnFilesOnly(self.files),
                font_config=self.fonts,
            )
        return self.sheets[address]

    def pdf(self, html: str, *, sheets: list[str], qr: str | None = None) -> bytes:
        """The PDF of our own HTML; `qr` is the address that `app:qr.svg` leads to."""
        files = dict(self.files)
        if qr:
            files["app:qr.svg"] = (qr_code(qr), "image/svg+xml")
        page = weasyprint.HTML(string=html, base_url="app:", url_fetcher=OwnFilesOnly(files))
        made: bytes = page.write_pdf(
            stylesheets=[self.sheet(f"app:{name}") for name in sheets if f"app:{name}" in self.files],
            font_config=self.fonts,
            pdf_variant=VARIANT,
        )
        return made

    def paper(self, kind: str, record: Mapping[str, Any], *, language: str, concept: bool) -> bytes:
        """A paper, complete."""
        said = clean(record)
        html = html_of(kind, said, language=language, concept=concept)
        sheets = ["print.css", f"{kind}/document.css", *(["concept.css"] if concept else [])]
        pdf = self.pdf(html, sheets=sheets, qr=None if concept else said["verify_url"])
        return finish(pdf, said)


def finish(pdf: bytes, record: Mapping[str, Any]) -> bytes:
    """The one place where a rendered paper is completed: the archive format and the seal belong here.

    The dates in the file are pinned before, by the template, to the record's own date.
    """
    return pdf


def qr_code(address: str) -> bytes:
    """An SVG of the QR code of an address."""
    drawing = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawing, kind="svg", border=0, dark="#0c3b44", xmldecl=True, omitsize=True)
    return drawing.getvalue()
