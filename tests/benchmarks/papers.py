"""The decision letter against WeasyPrint alone on the same HTML, and the worker's memory over 200 papers."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mdt.services import rendering
from mdt.services.rendering_html import html_of
from tests.benchmarks import measure
from tests.documents.samples import SAMPLES

PAPERS = 200
KIND, LANGUAGE = "grant_decision", "nl"


def report() -> None:
    """Print both."""
    record = SAMPLES[KIND, LANGUAGE]
    alone = _weasyprint_alone(record)
    ours, floor = measure.by_turns(lambda: rendering.render(KIND, record, language=LANGUAGE), alone, times=25)
    print(measure.line("decision letter", ours, floor))
    _memory()


def _weasyprint_alone(record: dict[str, Any]) -> Callable[[], bytes]:
    """The same HTML, style sheets and fonts, configured once, in this process."""
    os.environ["FONTCONFIG_FILE"] = str(rendering.FONTS)
    from mdt.services.rendering_pdf import Press

    press = Press()
    html = html_of(KIND, record, language=LANGUAGE, concept=False)
    sheets = ["print.css", f"{KIND}/document.css"]
    return lambda: press.pdf(html, sheets=sheets, qr=str(record["verify_url"]))


def _memory() -> None:
    record = SAMPLES["certificate", LANGUAGE]
    found: dict[int, float] = {}
    for number in range(1, PAPERS + 1):
        rendering.render("certificate", record, language=LANGUAGE)
        if number in (1, 50, 100, PAPERS):
            found[number] = _resident(rendering._renderer.process.pid)
    print("memory of the rendering process    " + ", ".join(f"{n} papers: {mb:.0f} MB" for n, mb in found.items()))
    print(f"growth from the 50th to the {PAPERS}th paper: {found[PAPERS] / found[50]:.3f} times")


def _resident(pid: int) -> float:
    """The resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(row for row in status.splitlines() if row.startswith("VmRSS")).split()[1]) / 1024
