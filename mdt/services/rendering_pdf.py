"""From HTML to a tagged PDF, with nothing to read but our own templates.

WeasyPrint is imported here and nowhere else; importing this module takes a second, so only the process
that renders does it. A paper is PDF/A-3a and PDF/UA-1 in one file, with its record embedded as JSON; the same record
gives the same bytes. `finish` is the one place where the two standards are joined.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pydyf
import segno
import weasyprint
from fontTools.ttLib import TTFont
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from mdt.services.rendering_html import TEMPLATES, clean, drawable, html_of

VARIANT = "pdf/a-3a"
ATTACHMENT, CREDENTIAL = "record.json", "credential.json"
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


def signs_in_fonts() -> frozenset[int]:
    """Every character that one of our fonts can draw."""
    found: set[int] = set()
    for path in (TEMPLATES / "fonts").glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            found |= set(font.getBestCmap())
    return frozenset(found)


class Press:
    """What is made once and shared by all papers of a process: files, fonts, style sheets."""

    def __init__(self) -> None:
        self.files = own_files()
        # A new FontConfiguration for each paper leaks memory and costs a sixth of the time.
        self.fonts = FontConfiguration()
        self.drawn = signs_in_fonts()
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

    def pdf(
        self, html: str, *, sheets: list[str], qr: str | None = None, attached: Sequence[weasyprint.Attachment] = ()
    ) -> bytes:
        """The PDF of our own HTML; `qr` is the address that `app:qr.svg` leads to."""
        files = dict(self.files)
        if qr:
            files["app:qr.svg"] = (qr_code(qr), "image/svg+xml")
        page = weasyprint.HTML(string=html, base_url="app:", url_fetcher=OwnFilesOnly(files))
        made: bytes = page.write_pdf(
            stylesheets=[self.sheet(f"app:{name}") for name in sheets if f"app:{name}" in self.files],
            font_config=self.fonts,
            pdf_variant=VARIANT,
            attachments=list(attached) or None,
            finisher=finish,
        )
        return made

    def paper(self, kind: str, record: Mapping[str, Any], *, language: str, concept: bool) -> bytes:
        """A paper, complete."""
        said = clean(record)
        html = html_of(kind, drawable(said, self.drawn), language=language, concept=concept)
        sheets = ["print.css", f"{kind}/document.css", *(["concept.css"] if concept else [])]
        if concept:  # nothing was decided yet, so there is no record that a machine may read
            return self.pdf(html, sheets=sheets)
        return self.pdf(
            html,
            sheets=sheets,
            qr=said["verify_url"],
            attached=attachments({**said, "credential": record.get("credential")}),
        )


def attachments(record: Mapping[str, Any]) -> list[weasyprint.Attachment]:
    """The record as a file inside the paper, for machines; `$schema` names the address of its JSON Schema.

    Where the paper is about an award, its credential is a file of its own, as a wallet takes it: untouched, for it is
    signed over every character.
    """
    said = {key: value for key, value in record.items() if key not in ("schema_url", "credential")}
    if "schema_url" in record:
        said["$schema"] = record["schema_url"]
    found = [_attachment(ATTACHMENT, said, "Record", record["issued_on"])]
    if credential := record.get("credential"):
        found.append(_attachment(CREDENTIAL, credential, "Credential", record["issued_on"]))
    return found


def _attachment(name: str, content: Mapping[str, Any], about: str, issued_on: str) -> weasyprint.Attachment:
    # The default dates are those of the clock, and the bytes would differ each time.
    day = datetime.fromisoformat(issued_on).replace(tzinfo=UTC)
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return weasyprint.Attachment(string=text, name=name, created=day, modified=day, relationship="Data",
                                 description=about, url_fetcher=OwnFilesOnly({}))  # fmt: skip


PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 the file claims to meet</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
END_OF_RDF = b"</rdf:RDF>"
RIGHT_TO_LEFT = b"<200f>"


def finish(_document: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """Say in the metadata of a PDF/A-3a file that it is PDF/UA-1 too; the library writes one standard at a time.

    PDF/A knows no `pdfuaid`, so the file describes that schema to it. The stream is left readable, as PDF/A wishes.
    """
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    (xml,) = metadata.stream
    metadata.stream = [xml.replace(END_OF_RDF, PDF_UA + END_OF_RDF, 1)]
    metadata.compress = False
    if "AF" in pdf.catalog:  # the library names each attachment twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())["DisplayDocTitle"] = "true"
    for part in pdf.objects:
        _give_every_glyph_a_sign(part)
        _compress(part)
    add = pdf.add_object

    def checked(part: pydyf.Object) -> None:  # the two streams that are made while the file is written
        _compress(part)
        add(part)

    pdf.add_object = checked


def _give_every_glyph_a_sign(part: pydyf.Object) -> None:
    """Let a glyph that is drawn beside another one stand for a sign without width.

    The Arabic of Noto, for rare letters, draws their dots apart. The library says that these stand for nothing, which
    PDF/A does not allow; they become right-to-left marks, which are neither seen nor spoken.
    """
    if isinstance(part, pydyf.Stream) and b"endcodespacerange" in part.stream:
        part.stream = [line[:-2] + RIGHT_TO_LEFT if line.endswith(b" <>") else line for line in part.stream]


def _compress(part: pydyf.Object) -> None:
    """Compress a stream once, for the library does it again each time its bytes are asked for; or leave it as it is
    when its last byte would be a carriage return.

    Before `endstream` stands a line feed. After a return the two look like one line end, so that the stream seems a
    byte shorter than it says, and the file is no PDF/A: one paper in fifteen. The last byte of a compressed stream is
    the last one of an Adler-32 sum.
    """
    if isinstance(part, pydyf.Stream) and part.compress:
        plain = pydyf.Stream(part.stream).data.removesuffix(b"\nendstream").partition(b"stream\n")[2]
        packed = zlib.compress(plain, 9)
        part.compress = False
        if packed.endswith(b"\r"):
            part.stream = [plain]
        else:
            part.stream, part.extra["Filter"] = [packed], "/FlateDecode"


def qr_code(address: str) -> bytes:
    """An SVG of the QR code of an address."""
    drawing = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawing, kind="svg", border=0, dark="#0c3b44", xmldecl=True, omitsize=True)
    return drawing.getvalue()
