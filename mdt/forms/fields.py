"""Fields of our own: forgiving in what they take, strict in what they give."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from stdnum.exceptions import ValidationError as NumberError
from stdnum.nl import bsn, postcode
from wtforms import StringField, ValidationError

MONTHS = {
    name: number
    for number, names in enumerate(
        ("januari jan january", "februari feb february", "maart mrt march mar", "april apr", "mei may",
         "juni jun june", "juli jul july", "augustus aug august", "september sep sept", "oktober okt october oct",
         "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip


def read_day(text: str) -> date:
    """Read a day as people write it: 24-11-2026, 24/11/26, 24 november 2026, 2026-11-24. Raises ValueError."""
    text = text.strip().lower().replace(".", "-").replace("/", "-")
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})[ -]+(\d{1,2}|[a-z]+)[ -]+(\d{4}|\d{2})", text):
        month = int(match[2]) if match[2].isdigit() else MONTHS[match[2]]
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
        return date(year, month, int(match[1]))
    raise ValueError(text)


def read_clock(text: str) -> time:
    """Read a time as people write it: 13:30, 13.30, 1330, 13u30, 9. Raises ValueError."""
    text = re.sub(r"\s*(uur|u|h)\s*", ":", text.strip().lower()).replace(".", ":").rstrip(":")
    if match := re.fullmatch(r"(\d{1,2})(?::?(\d{2}))?", text):
        return time(int(match[1]), int(match[2] or 0))
    raise ValueError(text)


def read_length(text: str) -> int:
    """Read a length of time as people write it, as minutes: 2, 2:30, 2u30, 2,5, 2.5 uur, 90 min. Raises ValueError."""
    text = re.sub(r"\s+", "", text.lower())
    if match := re.fullmatch(r"(\d{1,4})(?:m|min|minuten|minutes)", text):
        return int(match[1])
    if match := re.fullmatch(r"(\d{1,3})(?::|u|uur|h)(\d{2})(?:m|min)?", text):
        if int(match[2]) > 59:
            raise ValueError(text)
        return int(match[1]) * 60 + int(match[2])
    if match := re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,2}))?(?:u|uur|uren|h|hours?)?", text):
        hundredths = int((match[2] or "0").ljust(2, "0"))
        return int(match[1]) * 60 + (hundredths * 60 + 50) // 100
    raise ValueError(text)


class ClockField(StringField):
    """A time of day typed as text; its data is a `time`."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw = valuelist[0] if valuelist else ""
        self.data: Any = None
        if not self.raw.strip():
            return
        try:
            self.data = read_clock(self.raw)
        except ValueError as error:
            raise ValueError(_("Write the time as 13:30.")) from error

    def _value(self) -> str:
        return f"{self.data:%H:%M}" if isinstance(self.data, time) else getattr(self, "raw", "")


class LengthField(StringField):
    """A length of time typed as text; its data is a number of minutes."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw = valuelist[0] if valuelist else ""
        self.data: Any = None
        if not self.raw.strip():
            return
        try:
            self.data = read_length(self.raw)
        except ValueError as error:
            raise ValueError(_("Write hours and minutes as 2:30.")) from error

    def _value(self) -> str:
        if isinstance(self.data, int):
            return f"{self.data // 60}:{self.data % 60:02d}"
        return getattr(self, "raw", "")


class DayField(StringField):
    """A day typed as text; its data is a `date`."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw = valuelist[0] if valuelist else ""
        self.data: Any = None
        if not self.raw.strip():
            return
        try:
            self.data = read_day(self.raw)
        except (ValueError, KeyError) as error:
            raise ValueError(_("Write the day as 24-11-2026.")) from error

    def _value(self) -> str:
        if self.data is None:
            return getattr(self, "raw", "")
        return self.data.strftime("%d-%m-%Y") if isinstance(self.data, date) else str(self.data)


class DaysField(DayField):
    """Several days, one on each line; its data is a tuple of `date`."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw = "\n".join(valuelist)
        self.data = ()
        try:
            self.data = tuple(read_day(line) for line in re.split(r"[\n,;]+", self.raw) if line.strip())
        except (ValueError, KeyError) as error:
            raise ValueError(_("Write each day as 24-11-2026, each on a line of its own.")) from error

    def _value(self) -> str:
        if getattr(self, "raw", ""):
            return self.raw
        return "\n".join(day.strftime("%d-%m-%Y") for day in self.data or ())


class KvkField(StringField):
    """A KVK number: 8 digits, kept as text. Spaces and points are forgiven."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = re.sub(r"[\s.-]", "", valuelist[0]) if valuelist else None

    def pre_validate(self, form: Any) -> None:
        if self.data and not re.fullmatch(r"\d{8}", self.data):
            raise ValidationError(_("A KVK number has 8 digits, such as 69599068."))


class RsinField(StringField):
    """An RSIN: 9 digits that pass the eleven-check (the check of the burgerservicenummer)."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = re.sub(r"[\s.-]", "", valuelist[0]) if valuelist else None

    def pre_validate(self, form: Any) -> None:
        if self.data and not (re.fullmatch(r"\d{9}", self.data) and bsn.is_valid(self.data)):
            raise ValidationError(
                _("This is not an RSIN: it has 9 digits, and these do not add up. Check for a typing error.")
            )


class PostcodeField(StringField):
    """A Dutch postcode, stored as `1234 AB`."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0].strip().upper() if valuelist else None
        try:
            self.data = postcode.validate(self.data) if self.data else self.data
        except NumberError as error:
            raise ValueError(_("A postcode has four digits and two letters, such as 1234 AB.")) from error
