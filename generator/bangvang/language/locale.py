"""How a language of the site says things: sentences with slots, numbers, dates, lists.

A voice is plain text, or the HTML of a page; the same call serves both. In the HTML of a page in another language,
what records say stays Vietnamese and is marked so, for those who hear the page rather than see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Protocol

from markupsafe import Markup, escape

from .vietnamese import fold
from .words import LANGUAGES, table

_SLOT = re.compile(r"\{([a-z]+)\}")
_WITH_MARKS = re.compile("[À-ÖØ-öø-ỹ]")
_FIRST_LETTER = re.compile(r"^((?:<[^>]*>)*)(\w)")

Pieces = tuple[str, ...]
"""A sentence cut at its slots: text, slot, text, slot … text."""


class Day(Protocol):
    """A calendar date as far as it is known."""

    year: int | None
    month: int | None
    day: int | None


class When(Protocol):
    """A date or an interval of dates."""

    start: Day
    end: Day


class Locale:
    """A voice of a language: its words, and how it says what is no word of a table."""

    def __init__(self, language: str, is_html: bool = False) -> None:
        self.language, self.is_html = language, is_html
        self.is_default = language == LANGUAGES[0]
        self.folder = "" if self.is_default else f"{language}/"
        """Where the pages of the language stand in the site."""
        self.words = table(language)
        self._entries = {key: _cut(entry) for key, entry in self.words["page"].items()}
        self._dates = {key: _cut(entry) for key, entry in self.words["date"].items()}
        self._whole = Markup if is_html else str

    # --- sentences ---

    def say(self, key: str, *, form: str = "", count: int | None = None, **values: object) -> str:
        """A sentence of the table with its slots filled: in the form named, or in that for a count."""
        entry = self._entries[key]
        if isinstance(entry, dict):
            entry = entry[form or ("one" if count == 1 else "other")]
        if count is not None:
            values["count"] = self.number(count)
        return self._filled(entry, values)

    def _filled(self, pieces: Pieces, values: Mapping[str, object]) -> str:
        if len(pieces) == 1:
            return self._whole(pieces[0])
        told = [self.quote(values[piece]) if at % 2 else piece for at, piece in enumerate(pieces)]
        return self._whole("".join(map(str, told)))

    def quote(self, value: object) -> object:
        """A value as it stands in this voice: text of a record escaped, and marked where it is of another language."""
        if not self.is_html:
            return value
        if self.is_default or not isinstance(value, str) or hasattr(value, "__html__") or not _WITH_MARKS.search(value):
            return escape(value)
        return Markup(f'<span lang="{LANGUAGES[0]}">{escape(value)}</span>')

    def known(self, text: str, section: str) -> str:
        """A word of a record in the reader's language, where a section of the tables knows it; else as it stands."""
        key = None if self.is_default else _known(section).get(fold(text))
        return self.words[section][key] if key else text

    def together(self, parts: Sequence[str]) -> str:
        """Parts as a phrase: "a, b and c"."""
        parts = [self.quote(part) for part in parts]
        *before, last = parts or [""]
        return self.say("and-last", before=self._whole(", ").join(before), last=last) if before else last

    # --- numbers and dates ---

    def number(self, value: int) -> str:
        """A whole number with signs between thousands: 22.922 or 22,922."""
        return f"{value:,}".replace(",", self.words["format"]["thousands"])

    def bytes(self, count: int) -> str:
        """The size of a file in words: kB below a million bytes, MB above."""
        if count < 1_000_000:
            return f"{self.number(max(1, round(count / 1000)))} kB"
        return f"{self.number(round(count / 1_000_000))} MB"

    def day(self, value: Day) -> str:
        """A day as far as it is known, in words."""
        parts = {name: part for name in ("day", "month", "year") if (part := getattr(value, name))}
        if "month" in parts:
            parts["month"] = self.words["month"][str(value.month)]
        how = "no-year" if "year" not in parts else next(name for name in ("day", "month", "year") if name in parts)
        return self._filled(self._dates[how], parts)

    def days(self, value: When) -> str:
        """A date or interval in words: 18 December 2023; 18–19 December 2023."""
        start, end = value.start, value.end
        if start == end:
            return self.day(start)
        if start.day and (start.year, start.month) == (end.year, end.month):
            return self._filled(self._dates["days"], {"day": start.day, "last": self.day(end)})
        return self._filled(self._dates["period"], {"first": self.day(start), "last": self.day(end)})

    def dated(self, value: When) -> str:
        """A date or interval as a sentence says when something was: on 18 December 2023; in 2023."""
        how = "on-day" if value.start.day else "in-period"
        return self._filled(self._dates[how], {"date": self.days(value)})

    def of_date(self, value: When) -> str:
        """A date as it stands after the name of a document."""
        return self._filled(self._dates["of-date"], {"date": self.days(value)})

    def long_date(self, day: date) -> str:
        """A calendar day as formal text writes it."""
        return self.day(day)

    def figures(self, day: Day) -> str:
        """A day as short as it can be written: 1/7/2025 or 1 July 2025."""
        if not day.day:
            return "/".join(str(part) for part in (day.month, day.year) if part)
        parts = {"day": day.day, "month": self.words["month"][str(day.month)], "year": day.year}
        return self._filled(self._dates["figures"], parts)


def capital(text: str) -> str:
    """The text with its first letter in upper case, whatever markup stands before it."""
    if hasattr(text, "__html__"):
        return Markup(_FIRST_LETTER.sub(lambda found: found[1] + found[2].upper(), text, count=1))
    return text[:1].upper() + text[1:]


def slug(text: str) -> str:
    """A word of a record as the tables write it among their keys."""
    return fold(text).replace(" ", "-")


@cache
def _known(section: str) -> Mapping[str, str]:
    """The keys of a section by what stands under them in the default language, folded."""
    return {fold(text): key for key, text in table()[section].items()}


def _cut(entry: str | Mapping[str, str]) -> Pieces | dict[str, Pieces]:
    if isinstance(entry, str):
        return tuple(_SLOT.split(entry))
    return {form: tuple(_SLOT.split(text)) for form, text in entry.items()}


@cache
def spoken(language: str) -> Locale:
    """The voice of a language in plain text."""
    return Locale(language)


def spoken_in(languages: Iterable[str]) -> list[Locale]:
    """The voices of languages in plain text, in their order."""
    return [spoken(language) for language in languages]


VIETNAMESE = spoken(LANGUAGES[0])
"""Plain Vietnamese: what names are, and files are written in."""
