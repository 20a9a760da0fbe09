"""Papers against the libraries alone: a certificate, its seal, the decision letter, many at once, and memory.

`python -m tests.benchmarks.papers` runs these alone; with `--full`, a thousand certificates as the goals have it.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from mdt.services import rendering, seal_key
from mdt.services.pressroom import Order, Pressroom
from mdt.services.rendering_html import html_of
from mdt.services.seal import Settings
from tests.benchmarks import measure
from tests.documents.samples import SAMPLES

SHORT, FULL = 60, 1000
LANGUAGE = "nl"
LONG = 18  # how often the reasons are repeated, for a letter of five pages


def report(*, full: bool = False) -> None:
    """Print all of it."""
    os.environ["FONTCONFIG_FILE"] = str(rendering.FONTS)
    _rendering("certificate", SAMPLES["certificate", LANGUAGE], goal="goal at most 1.15")
    _rendering("grant_decision", SAMPLES["grant_decision", LANGUAGE], goal="")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(pkcs12="", password="", timestamp_url="", trust="", issuer="Bench",
                            made_here=str(Path(folder) / "seal.p12"))  # fmt: skip
        _seal(settings)
        _letter()
        _many(settings, FULL if full else SHORT)


def _rendering(kind: str, record: dict[str, Any], *, goal: str) -> None:
    ours, floor = measure.by_turns(
        lambda: rendering.render(kind, record, language=LANGUAGE), _weasyprint_alone(kind, record), times=25
    )
    print(measure.line(f"{kind} / WeasyPrint alone", ours, floor), goal)


def _weasyprint_alone(kind: str, record: dict[str, Any]) -> Callable[[], bytes]:
    """The same HTML, style sheets, fonts and attachment, with a shared font configuration, in this process."""
    import weasyprint

    from mdt.services.rendering_pdf import OwnFilesOnly, Press, qr_code

    press = Press()
    html = html_of(kind, record, language=LANGUAGE, concept=False)
    files = press.files | {"app:qr.svg": (qr_code(str(record["verify_url"])), "image/svg+xml")}
    sheets = [press.sheet(f"app:{name}") for name in ("print.css", f"{kind}/document.css") if f"app:{name}" in files]

    def alone() -> bytes:
        page = weasyprint.HTML(string=html, base_url="app:", url_fetcher=OwnFilesOnly(files))
        attached = weasyprint.Attachment(string=json.dumps(record), name="record.json", relationship="Data")
        made: bytes = page.write_pdf(
            stylesheets=sheets, font_config=press.fonts, pdf_variant="pdf/a-3a", attachments=[attached]
        )
        return made

    return alone


def _seal(settings: Settings) -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    from mdt.services.seal_pades import Sealer

    content = rendering.render("certificate", SAMPLES["certificate", LANGUAGE], language=LANGUAGE)
    ours, signer = Sealer(settings), seal_key.of(settings)
    metadata = signers.PdfSignatureMetadata(field_name="Seal", subfilter=fields.SigSeedSubFilter.PADES)

    def alone() -> None:
        signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(content)), metadata, signer=signer, output=BytesIO())

    times = measure.by_turns(lambda: ours.seal(content), alone, times=40)
    print(measure.line("seal / pyHanko alone", *times), "goal at most 1.15")


def _letter() -> None:
    """The five-page letter as we make it, and as a naive template would: CPU, for the machine has other work too."""
    import weasyprint

    from mdt.services.rendering_pdf import OwnFilesOnly, Press, qr_code

    record = dict(SAMPLES["grant_decision", LANGUAGE])
    record["reasons"] = "\n".join([record["reasons"]] * LONG)
    record["conditions"] = list(record["conditions"]) * LONG
    press = Press()
    html = html_of("grant_decision", record, language=LANGUAGE, concept=False)
    names = [name for name in ("print.css", "grant_decision/document.css") if f"app:{name}" in press.files]
    loose = NAIVE + "".join(press.files[f"app:{name}"][0].decode() for name in names).replace("table-layout: fixed", "")
    naive_html = html.replace("</head>", f"<style>{loose}{NAIVE}</style></head>")
    files = press.files | {"app:qr.svg": (qr_code(record["verify_url"]), "image/svg+xml")}

    def ours() -> None:
        press.pdf(html, sheets=names, qr=record["verify_url"])

    def naive() -> None:
        weasyprint.HTML(string=naive_html, base_url="app:", url_fetcher=OwnFilesOnly(files)).write_pdf()

    made = press.pdf(html, sheets=names, qr=record["verify_url"])
    spent = [_cpu(work, times=5) for work in (ours, naive)]
    print(f"decision letter, {_pages(made)} pages: CPU ours {spent[0]:.0f} ms, naive template {spent[1]:.0f} ms, "
          f"ratio {spent[0] / spent[1]:.2f} goal less than 0.5")  # fmt: skip


NAIVE = "* { hyphens: auto } table { table-layout: auto !important } col { width: auto !important }"


def _pages(pdf: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as found:
        return len(found.pages)


def _cpu(work: Callable[[], object], *, times: int) -> float:
    """The median CPU of some work in milliseconds, after a run that does not count."""
    work()
    found = []
    for _ in range(times):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return sorted(found)[times // 2] * 1000


def _many(settings: Settings, count: int) -> None:
    """So many sealed certificates by one process and by two, and the memory of those that make them."""
    record = SAMPLES["certificate", LANGUAGE]
    took: dict[int, float] = {}
    for processes in (1, 2):
        room = Pressroom(settings, processes)
        list(room.make([Order("certificate", record, LANGUAGE)] * processes * 4))  # started and warm
        memory: dict[int, float] = {}
        begun, before = time.perf_counter(), _worked(room)
        for number, _ in enumerate(room.make([Order("certificate", record, LANGUAGE)] * count), start=1):
            if number in (count // 10, count):
                memory[number] = sum(_resident(pid) for pid in _family(room))
        took[processes], worked = time.perf_counter() - begun, _worked(room) - before
        room.close()
        told = ", ".join(f"{n}th {mb:.0f} MB" for n, mb in memory.items())
        each = took[processes] / count * 1000
        print(f"{count} sealed certificates, {processes} process(es): {took[processes]:.1f} s, "
              f"{each:.0f} ms each, of which CPU {worked / count * 1000:.0f} ms; memory {told} "
              f"({memory[count] / memory[count // 10]:.3f} times)")  # fmt: skip
    print(f"two processes / one: {took[1] / took[2]:.2f} times as fast, goal at least 1.8 "
          f"(this machine has {os.cpu_count()} cores and other work)")  # fmt: skip


def _family(room: Pressroom) -> list[int]:
    """The processes of a pressroom, each with its rendering process."""
    assert room._pool is not None
    own = list(room._pool._processes)
    return own + [int(child) for pid in own for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _worked(room: Pressroom) -> float:
    """The CPU seconds that the processes of a pressroom have used: other work on the machine does not count."""
    found = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in _family(room)]
    return sum(int(ticks) for pair in found for ticks in pair) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    """The resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(row for row in status.splitlines() if row.startswith("VmRSS")).split()[1]) / 1024


if __name__ == "__main__":
    print(measure.HEADER)
    report(full="--full" in sys.argv)
