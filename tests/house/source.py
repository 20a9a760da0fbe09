"""The project's own files, for tests that read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@lru_cache(maxsize=1)
def files() -> tuple[Path, ...]:
    """Return every file of the project: those in version control, and new ones that are not ignored."""
    asked = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return tuple(path for name in sorted(names) if name and (path := ROOT / name).is_file())


def under(*folders: str, suffix: str = ".py") -> list[Path]:
    """Return the project's files with a suffix under some folders."""
    return [p for p in files() if p.suffix == suffix and str(p.relative_to(ROOT)).startswith(tuple(folders))]


def short(path: Path) -> str:
    """Return a path as people write it: from the project's root."""
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text())


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every name that a file imports, dotted, with its line: `flask.request`, `mdt.models.event`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def listed(found: list[str]) -> str:
    """Return findings one a line, for a failure message."""
    return "".join(f"\n  {one}" for one in sorted(found))
