"""The calendar and the lengths of terms, read from dated data; and terms put into words.

Everything here works without a request: a worker and a command use it as a page does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.units import format_unit

from mdt.rules import FOLDER
from mdt.rules.reading import Field, Text, read
from workflows.calendar import Calendar, HolidayRule, Length, Unit
from workflows.marker import N_
from workflows.penalty import Tariff, Tier
from workflows.terms import HolidayName, Param, Step, Term

YEARS = range(2000, 2101)
WORKING_DAYS = N_("%(count)s working days")
_DATED = ("valid_from", "valid_to", "source", "source_url", "verified")
_DAY = {"nl": "EEE d-M", "en": "EEE d MMMM"}
_DAY_AND_YEAR = {"nl": "EEE d-M-y", "en": "EEE d MMMM y"}


@dataclass(frozen=True, kw_only=True)
class TermRule:
    """A length in force from `valid_from` through `valid_to`; `verified` is false while its source is unread."""

    id: str
    length: Length
    valid_from: date
    valid_to: date | None
    source: str
    source_url: str
    verified: bool


@dataclass(frozen=True)
class Days:
    """The calendar with the names of its days."""

    calendar: Calendar
    titles: dict[str, Text]


def read_days(holidays: Path, decreed: Path) -> Days:
    """The calendar out of both files. Raises RulesError."""
    root, decrees = read(holidays), read(decreed)
    root.only("source", "source_url", "verified", "holidays")
    decrees.only("decided_through", "days")
    rules = [_holiday(item) for item in root["holidays"].each()]
    titles = {item["code"].slug(): item["title"].text() for item in root["holidays"].each()}
    found: dict[date, str] = {}
    for item in decrees["days"].each():
        item.only("day", "title", "source", "source_url", "verified")
        day = item["day"].day()
        if day in found:
            item["day"].fail("this day stands here twice.")
        found[day] = f"decreed_{day:%Y_%m_%d}"
        titles[found[day]] = item["title"].text()
    through = decrees["decided_through"].day()
    return Days(Calendar.of(rules, found, decided_through=through, years=YEARS), titles)


def read_tariffs(path: Path) -> tuple[Tariff, ...]:
    """The penalty tariffs in order. Raises RulesError when rows overlap or a maximum is not the sum of its tiers."""
    root = read(path)
    root.only("tariffs")
    items = root["tariffs"].each()
    no_overlap(items)
    return tuple(_tariff(item) for item in items)


def read_terms(path: Path) -> tuple[TermRule, ...]:
    """The lengths of terms. Raises RulesError when two rows of one id overlap."""
    root = read(path)
    root.only("terms")
    items = root["terms"].each()
    for name in {item["id"].slug() for item in items}:
        no_overlap([item for item in items if item["id"].value == name])
    return tuple(_term(item) for item in items)


@cache
def days() -> Days:
    """The calendar that we ship, with the names of its days."""
    return read_days(FOLDER / "holidays.yaml", FOLDER / "decreed_days.yaml")


def calendar() -> Calendar:
    """The calendar that we ship."""
    return days().calendar


@cache
def tariffs() -> tuple[Tariff, ...]:
    """The penalty tariffs that we ship."""
    return read_tariffs(FOLDER / "penalties.yaml")


@cache
def term_rules() -> tuple[TermRule, ...]:
    """The lengths of terms that we ship."""
    return read_terms(FOLDER / "terms.yaml")


def term_rule(name: str, on: date) -> TermRule:
    """The row of terms.yaml in force on `on`. Raises LookupError if there is none."""
    for rule in term_rules():
        if rule.id == name and rule.valid_from <= on <= (rule.valid_to or date.max):
            return rule
    raise LookupError(f"terms.yaml has no “{name}” for {on}")


def length(name: str, on: date) -> Length:
    """The length called `name` in force on `on`. Raises LookupError if there is none."""
    return term_rule(name, on).length


def explain(term: Term, language: str, translate: Callable[[str], str]) -> list[str]:
    """The steps of `term` as sentences; `translate` gives a message id in `language` ("nl" or "en")."""
    return explain_steps(term.steps, language, translate, year=term.starts_on.year)


def explain_steps(steps: Iterable[Step], language: str, translate: Callable[[str], str], *, year: int) -> list[str]:
    """Steps as sentences, each with its article. Days outside `year` get their year."""
    return [_sentence(step, language, translate, year) for step in steps]


def in_words(length: Length, language: str, translate: Callable[[str], str]) -> str:
    """A length of time in words: six weeks as “6 weken”."""
    if length.unit is Unit.WORKING_DAYS:
        return translate(WORKING_DAYS) % {"count": length.value}
    return str(format_unit(length.value, f"duration-{length.unit.value[:-1]}", length="long", locale=language))


def _sentence(step: Step, language: str, translate: Callable[[str], str], year: int) -> str:
    shown = {key: _shown(value, language, translate, year) for key, value in step.params.items()}
    text = translate(step.message) % shown
    return f"{text} ({step.law})" if step.law else text


def _shown(value: Param, language: str, translate: Callable[[str], str], year: int) -> str:
    if isinstance(value, date):
        pattern = _DAY if value.year == year else _DAY_AND_YEAR
        return str(format_date(value, pattern[language], locale=language))
    if isinstance(value, Length):
        return in_words(value, language, translate)
    if isinstance(value, HolidayName):
        return days().titles[value][language]
    return str(value)


def _holiday(item: Field) -> HolidayRule:
    item.only("code", "title", "month", "day", "easter_offset", "sunday_shift", "valid_from", "valid_to")
    month, day, offset, shift = (item.get(key) for key in ("month", "day", "easter_offset", "sunday_shift"))
    if (offset is None) == (month is None) or (month is None) != (day is None):
        item.fail("a holiday has either a month and a day, or an easter_offset.")
    valid_from = item.get("valid_from")
    return HolidayRule(
        code=item["code"].slug(),
        month=month.integer(low=1, high=12) if month else None,
        day=day.integer(low=1, high=31) if day else None,
        easter_offset=offset.integer(low=-100, high=200) if offset else None,
        sunday_shift=shift.integer(low=-6, high=6) if shift else 0,
        valid_from=valid_from.day() if valid_from else date.min,
        valid_to=_until(item),
    )


def _tariff(item: Field) -> Tariff:
    item.only(*_DATED, "tiers", "maximum_cents")
    tiers = [Tier(tier["first"].integer(low=1, high=366), tier["last"].integer(low=1, high=366),
                  tier["cents"].integer(low=1, high=1_000_000)) for tier in item["tiers"].each()]  # fmt: skip
    expected = 1
    for tier in tiers:
        if tier.first != expected or tier.last < tier.first:
            item["tiers"].fail("each tier begins the day after the one before it; the first begins on day 1.")
        expected = tier.last + 1
    found = Tariff(valid_from=item["valid_from"].day(), valid_to=_until(item), tiers=tuple(tiers),
                   verified=item["verified"].flag(), source=item["source"].string())  # fmt: skip
    if found.maximum != item["maximum_cents"].value:
        item["maximum_cents"].fail(f"the tiers come to {found.maximum} cents.")
    return found


def _term(item: Field) -> TermRule:
    item.only("id", "value", "unit", *_DATED)
    unit = item["unit"].string()
    if unit not in list(Unit):
        item["unit"].fail(f"here belongs one of: {', '.join(Unit)}.")
    url = item.get("source_url")
    return TermRule(id=item["id"].slug(), length=Length(item["value"].integer(low=1, high=1000), Unit(unit)),
                    valid_from=item["valid_from"].day(), valid_to=_until(item), source=item["source"].string(),
                    source_url=url.string() if url else "", verified=item["verified"].flag())  # fmt: skip


def _until(item: Field) -> date | None:
    found = item.get("valid_to")
    return found.day() if found else None


def no_overlap(items: list[Field]) -> None:
    """Refuse dated rows that hold on the same day, or that end before they begin."""
    before: date | None = None
    for item in sorted(items, key=lambda each: each["valid_from"].day()):
        start, end = item["valid_from"].day(), _until(item) or date.max
        if end < start:
            item["valid_to"].fail("this row ends before it begins.")
        if before is not None and start <= before:
            item["valid_from"].fail("this row overlaps the one before it.")
        before = end
