"""All benchmarks: `make bench`. Figures are for comparing within one run; machines are shared and noisy."""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import awards, imports, lists, log, measure, nightly, papers, requests, stage


def main() -> int:
    """Print the report; 1 when a list costs more statements with more rows, or `verify` misses something."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    print(measure.HEADER)
    with tempfile.TemporaryDirectory() as folder, stage.stage(Path(folder)) as (app, staff):
        requests.report(app, staff, Path(folder))
        papers.report(full="--full" in sys.argv)
        print()
        equal = lists.report(app, staff)
        print()
        equal = awards.report(app, Path(folder)) and equal
        print()
        imports.report()
    with tempfile.TemporaryDirectory() as folder, stage.stage(Path(folder)):
        print()
        nightly.report(tenfold="--tenfold" in sys.argv)
    print()
    found = log.report()
    return 0 if equal and found else 1


if __name__ == "__main__":
    sys.exit(main())
