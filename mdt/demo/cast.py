"""Who takes part in the demonstration: fictional people and organisations, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mdt.demo.play import Words

FOLDER = Path(__file__).parent
PASSWORD = "welkom-bij-diensttijd"  # noqa: S105 - printed by the demo, for everybody to use

OFFICE = ("Hanneke van der Wal", "hanneke@diensttijd.example")
LEAD = ("Joris de Bruin", "joris@diensttijd.example")
SECOND = ("Samira El Amrani", "samira@diensttijd.example")
THIRD = ("Teun Hoogland", "teun@diensttijd.example")
BOARD = ("Wim Terpstra", "wim@diensttijd.example")
DEPUTY = ("Yvonne Maas", "yvonne@diensttijd.example")
HEARER = ("Nadia Horst", "nadia@diensttijd.example")
ADVISER = ("Marit Vonk", "marit@diensttijd.example")
SECOND_ADVISER = ("Rein Schouten", "rein@diensttijd.example")


@dataclass(frozen=True, kw_only=True)
class Host:
    """A fictional organisation, with what it has to tell. `guide`, `task`, `people` and `moment` fit in sentences."""

    key: str
    name: str
    kvk: str
    sector: str
    street: str
    postcode: str
    city: str
    municipality: str
    coordinator: str
    volunteers: int
    guide: str
    task: str
    people: str
    moment: str
    who_for: str
    tasks: str
    learning: str
    language: str = "nl"
    paid: str = "none"

    @property
    def email(self) -> str:
        """The address of the coordinator."""
        return f"{self.coordinator.split()[0].lower()}@{self.key}.example"

    @property
    def data(self) -> dict[str, Any]:
        """What it was registered with."""
        return {
            "name": self.name, "kvk_number": self.kvk, "sector": self.sector, "street": self.street,
            "postcode": self.postcode, "city": self.city, "municipality": self.municipality,
            "email": f"info@{self.key}.example", "language": self.language, "website": f"https://{self.key}.example",
        }  # fmt: skip

    def fill(self, sentence: str) -> str:
        """A sentence with this organisation's own words in it."""
        return sentence.format(
            guide=self.guide, task=self.task, people=self.people, moment=self.moment,
            guide_capital=_capital(self.guide), people_capital=_capital(self.people),
        )  # fmt: skip


def _capital(phrase: str) -> str:
    return phrase[0].upper() + phrase[1:]


@cache
def hosts() -> dict[str, Host]:
    """The organisations by key."""
    found = [Host(**item) for item in yaml.safe_load((FOLDER / "hosts.yaml").read_text())]
    return {host.key: host for host in found}


@cache
def _sentences() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / "words.yaml").read_text())
    return found


def words(host: Host, *, weak: tuple[str, ...] = (), **changes: Any) -> Words:
    """What is said in the case of this organisation; the indicators in `weak` were hardly seen."""
    said = _sentences()[host.language]
    fill = host.fill
    return Words(**{
        "answers": _answers(host, said["answers"]),
        "observations": {i: fill(said["weak"].get(i, s) if i in weak else s) for i, s in said["observations"].items()},
        "reasons": {i: fill(said["weak"].get(i, s) if i in weak else s) for i, s in said["reasons"].items()},
        "scores": _scores(weak),
        "heard": [(kind, fill(text)) for kind, text in said["heard_weak" if len(weak) > 2 else "heard"]],
        "place": f"{host.street}, {host.city}",
        "summary": fill(said["summary"]),
        **{name: fill(said[name]) for name in ("missing", "decision", "refusal", "view", "weighing")},
        **changes,
    })  # fmt: skip


def sentence(host: Host, name: str) -> str:
    """One of the sentences by name, in the organisation's language."""
    return host.fill(_sentences()[host.language][name])


def refused_words(host: Host) -> Words:
    """What is said where too little was seen."""
    weak = ("own_guide", "time_to_guide", "confidential_contact", "own_goal", "talks_on_growth", "useful_work")
    return words(host, weak=weak, outcome="refuse", summary=sentence(host, "summary_weak"))


def _scores(weak: tuple[str, ...]) -> dict[str, str]:
    best = dict.fromkeys(("welcome", "visible_difference"), "strong")
    return best | dict.fromkeys(weak, "absent" if len(weak) > 2 else "developing")


def _answers(host: Host, shared: dict[str, str]) -> dict[str, Any]:
    """Answers to the questions of the framework; the hours are those of a week."""
    return {
        "number_of_volunteers": host.volunteers, "paid_staff": host.paid, "who_for": host.who_for,
        "youths_now": max(2, host.volunteers // 9), "tasks": host.tasks, "meets": ["other_ages", "neighbours"],
        "guidance_hours_volunteers": host.volunteers // 3,
        "guidance_hours_paid_staff": 12 if host.paid != "none" else 0,
        "guidance_hours_employers": host.volunteers // 20, "own_guide": "every_youth", "confidential_contact": "inside",
        "safety_arrangements": ["code_of_conduct", "introductory_talk", "insurance"], "under_18": True,
        "learning": host.learning, "talks": "monthly", "recognition": ["personal_thanks", "certificate"],
        "whom_to_speak": ["youth_in_service", "young_volunteer", "guide"],
        **{question: host.fill(text) for question, text in shared.items()},
    }  # fmt: skip


ACCOUNTS: tuple[tuple[str, str, str], ...] = (
    ("Organisation that applies (Scouting De Zilvermeeuwen)", "daan@scouting.example", PASSWORD),
    ("Organisation that is accredited (Buurthuis De Linde)", "fatima@linde.example", PASSWORD),
    ("Organisation, in English (Harbour Welcome Foundation)", "grace@harbour.example", PASSWORD),
    ("Office", OFFICE[1], PASSWORD),
    ("Assessor, leads most cases", LEAD[1], PASSWORD),
    ("Assessor, second", SECOND[1], PASSWORD),
    ("Assessor, third", THIRD[1], PASSWORD),
    ("Board", BOARD[1], PASSWORD),
    ("Hearing officer (objections)", HEARER[1], PASSWORD),
    ("Board, deputy", DEPUTY[1], PASSWORD),
    ("Confidential adviser (social safety)", ADVISER[1], PASSWORD),
    ("Confidential adviser, second", SECOND_ADVISER[1], PASSWORD),
)
