"""`workflows/README.md`, written from the processes themselves, in Dutch and in English, for readers of policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mdt.services.documentation_texts import CLOSED, COLUMNS, HEADINGS, INTRODUCTION, NEXT, NOTES, ROLES
from mdt.services.paper import TITLES
from mdt.services.wording import translator
from workflows import WORKFLOWS
from workflows.base import Row, Workflow
from workflows.roles import LABELS, Role

LANGUAGES = ("nl", "en")
GENERATED = "<!-- Written by `mdt docs` from the files beside it: change those, and run it again. -->"


def generate() -> str:
    """The whole document."""
    parts = [GENERATED, "", "# Processen · Processes", "", "[Nederlands](#nederlands) · [English](#english)", ""]
    for language in LANGUAGES:
        parts += _in(language)
    return "\n".join(parts).rstrip() + "\n"


def _in(language: str) -> Iterator[str]:
    translate = translator(language)
    headings = HEADINGS[language]
    yield from (f"## {headings['language']}", "", INTRODUCTION[language].strip(), "", f"### {headings['contents']}", "")
    for noun, workflow in WORKFLOWS.items():
        yield f"- [{translate(workflow.title)}](#{language}-{noun}): {_first_sentence(workflow, language)}"
    yield ""
    for noun, workflow in WORKFLOWS.items():
        yield from _process(noun, workflow, language, translate)


def _first_sentence(workflow: type[Workflow], language: str) -> str:
    states, rows = len(workflow.state_names()), len(workflow.event_names())
    counted = HEADINGS[language]["counted"]
    return counted % {"states": states, "actions": rows}


def _process(noun: str, workflow: type[Workflow], language: str, translate: Callable[[str], str]) -> Iterator[str]:
    headings = HEADINGS[language]
    yield from (f'<a id="{language}-{noun}"></a>', "", f"### {translate(workflow.title)}", "")
    yield from ("```mermaid", *_diagram(workflow, translate), "```", "")
    yield from _staying(workflow, language, translate)
    yield from (f"**{headings['next']}**", "")
    for state in workflow.state_names():
        yield f"- {_acts_next(workflow, state, language, translate)}"
    yield from ("", f"**{headings['table']}**", "")
    yield "| " + " | ".join(COLUMNS[language]) + " |"
    yield "|" + " --- |" * len(COLUMNS[language])
    for row in workflow.rows():
        yield _line(row, workflow, language, translate)
    yield ""
    if noun in NOTES:
        yield from (NOTES[noun][language].strip(), "")


def _diagram(workflow: type[Workflow], translate: Callable[[str], str]) -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in workflow.state_names():
        yield f'    state "{translate(workflow.label(state))}" as {state}'
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in workflow.rows():
        if row.source != row.target:
            arrows.setdefault((row.source or "[*]", row.target), []).append(translate(row.name))
    for (source, target), names in arrows.items():
        yield f"    {source} --> {target}: {' / '.join(names)}"
    for state in workflow.states:
        if state.final:
            yield f"    {state.id} --> [*]"


def _staying(workflow: type[Workflow], language: str, translate: Callable[[str], str]) -> Iterator[str]:
    """The actions that leave the state as it is: in a diagram they would only be in the way."""
    names = dict.fromkeys(translate(row.name) for row in workflow.rows() if row.source == row.target)
    if names:
        yield from (f"{HEADINGS[language]['staying']} {', '.join(f'“{name}”' for name in names)}.", "")


def _acts_next(workflow: type[Workflow], state: str, language: str, translate: Callable[[str], str]) -> str:
    label = translate(workflow.label(state))
    role = workflow.acts_next.get(state)
    return NEXT[language] % (label, ROLES[language][role]) if role else CLOSED[language] % label


def _line(row: Row, workflow: type[Workflow], language: str, translate: Callable[[str], str]) -> str:
    who = [translate(LABELS[role]) for role in _ordered(row.who)]
    if row.event in workflow.by_post:
        who.append(HEADINGS[language]["by_post"])
    cells = [
        translate(workflow.label(row.source)) if row.source else "–",
        f"**{translate(row.name)}**",
        ", ".join(who),
        " ".join(translate(workflow.sentence(rule)) for rule in row.rules) or "–",
        translate(workflow.label(row.target)),
        ", ".join(translate(TITLES[kind]) for kind in row.evidence) or "–",
        ", ".join(translate(LABELS[role]) for role in _ordered(row.tell)) or "–",
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _ordered(roles: frozenset[Role]) -> list[Role]:
    """Roles in the order in which they are declared, so that the same policy gives the same text."""
    return [role for role in Role if role in roles]
