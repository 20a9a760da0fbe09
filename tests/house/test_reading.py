"""A GET never writes. (The client of the tests also fails any GET that sends a writing statement.)"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.source import listed, short, tree, under

WRITES = {"fire", "begin", "commit", "add", "add_all", "delete", "flush", "move_to"}


def reading_views() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield every view that answers GET alone: decorated with `.get(…)`, or `.route(…)` without methods."""
    for path in under("mdt/web/", "mdt/api/"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and any(_reads(one) for one in node.decorator_list):
                yield short(path), node


def _reads(decorator: ast.expr) -> bool:
    if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute):
        return False
    methods = any(keyword.arg == "methods" for keyword in decorator.keywords)
    return decorator.func.attr == "get" or (decorator.func.attr == "route" and not methods)


def called(view: ast.FunctionDef) -> Iterator[tuple[str, int]]:
    """Yield the names of what a view calls, with the line."""
    for node in ast.walk(view):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                owner = node.func.value
                session = isinstance(owner, ast.Attribute) and owner.attr == "session"
                module = isinstance(owner, ast.Name) and owner.id in {"transitions", "clock", "session"}
                if session or module:
                    yield node.func.attr, node.lineno
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node.lineno


def test_a_view_that_reads_changes_nothing() -> None:
    found = [
        f"{path}:{line}: {view.name} calls {name}"
        for path, view in reading_views()
        for name, line in called(view)
        if name in WRITES
    ]
    assert not found, f"Mail scanners and browsers open links unasked: show a page, and change on POST:{listed(found)}"
