"""Catalogues of the interface, and how the sentences of the policy get into them.

A rule of a process is a method whose docstring is its sentence: shown beside a button not yet available
and in the generated tables. `extract_rules` gives those to Babel, beside everything marked with `N_`.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

from babel.messages.extract import extract_python


def sentence(docstring: str) -> str:
    """Return a docstring's first paragraph on one line, which is the msgid of the rule."""
    return " ".join(docstring.strip().split("\n\n", 1)[0].split())


def rule_sentences(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the sentence of each rule: a method that a transition names as its validator."""
    module = ast.parse(source)
    names = {n.value for n in ast.walk(module) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    for process in (node for node in module.body if isinstance(node, ast.ClassDef)):
        if not any(isinstance(base, ast.Name) and base.id == "Workflow" for base in process.bases):
            continue
        for method in process.body:
            if isinstance(method, ast.FunctionDef) and (method.name in names or process.name.endswith("Rules")):
                docstring = ast.get_docstring(method)
                if docstring:
                    yield method.lineno, sentence(docstring)


def extract_rules(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any
) -> Iterator[tuple[Any, ...]]:
    """Extract a process file's marked texts and its rules' sentences (a Babel extraction method)."""
    yield from extract_python(fileobj, keywords, comment_tags, options)
    fileobj.seek(0)
    for line, text in rule_sentences(fileobj.read().decode()):
        yield line, None, text, ["A rule"]
