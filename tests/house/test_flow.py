"""One place changes a status, and nothing below the doors knows of a request. (Imports: `make imports`.)"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT, imported, listed, short, tree, under

FIRE = "mdt/services/transitions.py"
BASE = "workflows/base.py"
OF_A_REQUEST = {
    "flask.request",
    "flask.session",
    "flask.g",
    "flask_login.current_user",
    "flask_security.current_user",
}


def sends(path: Path) -> list[str]:
    """Return the places where a file moves a machine: `.send(…)`, `.move(…)` or `.open_with(…)`."""
    return [
        f"{short(path)}:{node.lineno}: .{node.func.attr}(…)"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"send", "move", "open_with"}
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id in {"signal", "mail", "smtp"})
    ]


def assignments_to_status(path: Path) -> list[str]:
    """Return the places where a file assigns `.status` of anything, or sets it through `update(status=…)`."""
    found = []
    for node in ast.walk(tree(path)):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "status":
                found.append(f"{short(path)}:{target.lineno}: .status = …")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "values":
            found += [f"{short(path)}:{node.lineno}: values(status=…)" for k in node.keywords if k.arg == "status"]
    return found


def test_only_fire_moves_a_machine() -> None:
    found = [one for path in under("mdt/") if short(path) != FIRE for one in sends(path)]
    assert not found, f"Call services.transitions.fire or begin instead:{listed(found)}"


def test_only_fire_writes_a_status() -> None:
    found = [one for path in under("mdt/") if short(path) != FIRE for one in assignments_to_status(path)]
    assert not found, f"A status is written by services.transitions.fire alone, with its event:{listed(found)}"


def test_services_know_no_request() -> None:
    layers = ("mdt/services/", "mdt/models/", "mdt/access", "mdt/jobs", "mdt/extensions")
    found = [f"{short(p)}:{line}: {name}" for p in under(*layers) for name, line in imported(p) if name in OF_A_REQUEST]
    assert not found, f"Take what the request knows as an argument (the actor, the language, the data):{listed(found)}"


def test_services_never_commit() -> None:
    found = [
        f"{short(path)}:{node.lineno}"
        for path in under("mdt/services/", "mdt/models/", "mdt/access")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert not found, f"The request or the job commits, once, on success; flush here if you need an id:{listed(found)}"


def test_the_policy_is_loaded_without_any_framework() -> None:
    program = "import sys, workflows; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    unwanted = {"flask", "sqlalchemy", "wtforms", "flask_babel", "weasyprint", "mdt"} & set(loaded.stdout.split())
    assert not unwanted, f"workflows loads {sorted(unwanted)}: policy is plain Python"


def test_weasyprint_is_imported_late() -> None:
    found = [
        f"{short(path)}:{node.lineno}"
        for path in under("mdt/")
        for node in tree(path).body
        if (isinstance(node, ast.Import) and any(a.name.startswith("weasyprint") for a in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("weasyprint"))
    ]
    program = "import sys, mdt; mdt.create_app; print('weasyprint' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "False", (
        f"Only the worker pays for WeasyPrint: import it where it renders:{listed(found)}"
    )
