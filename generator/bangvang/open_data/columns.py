"""What an open table is made of: columns with a type, a meaning and where each value comes from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..archive.archive import Archive
from ..language.words import LANGUAGES
from ..language.words import columns as words_of_columns
from ..language.words import table as words
from ..records.facts import Dated, Fact

Cell = str | int | bool | tuple[str, ...] | None
"""A value as it stands in a table: None, or an empty tuple, where nothing is known."""

Cells = tuple[Cell, ...]
"""A row."""

_encode = json.JSONEncoder(ensure_ascii=False).encode

BETWEEN = {"ids": " ", "addresses": " ", "dates": " ", "texts": " | "}
"""The types whose cells hold several values, and what stands between these where a cell is one text."""


@dataclass(frozen=True)
class Column:
    """A column: its name, its type, and how its value is had from an item of its table."""

    name: str
    type: str
    """id, text, code, date, year, number, flag, address, or one of BETWEEN."""
    value: Callable[[Any, Archive], Cell]
    section: str = ""
    """Of a code: the section of the locale tables that says what each of its values means."""
    refers: str = ""
    """The table that its ids stand in, where they all stand in one."""

    @property
    def values(self) -> Mapping[str, str]:
        """The values that a code takes, with their meaning."""
        return words()[self.section] if self.section else {}


@dataclass(frozen=True)
class Table:
    """A whole table of the archive, or an extract of one."""

    name: str
    columns: tuple[Column, ...]
    items: Callable[[Archive], Iterable[Any]]
    key: tuple[str, ...] = ("id",)
    of: str = ""
    """Of an extract: the table whose columns it has."""
    keeps: tuple[str, ...] = ()
    """Of an extract: the values of `status` whose rows it has."""

    def rows(self, archive: Archive) -> Iterator[Cells]:
        """Every row, in an order that the records decide, each made as it is asked for."""
        getters = [column.value for column in self.columns]
        for item in self.items(archive):
            row = tuple([value(item, archive) for value in getters])
            if self.has(row):
                yield row

    def has(self, row: Cells) -> bool:
        """Whether it has a row: an extract has some of those of its table."""
        return not self.of or row[self.names.index("status")] in self.keeps

    @cached_property
    def names(self) -> list[str]:
        """What its columns are called by programs."""
        return [column.name for column in self.columns]

    def line(self, row: Cells) -> str:
        """A row as JSON; what is not known is left out."""
        known = {name: cell for name, cell in zip(self.names, row, strict=True) if cell is not None and cell != ()}
        return _encode(known)

    @property
    def title(self) -> str:
        return self.title_in(LANGUAGES[0])

    @property
    def says(self) -> str:
        return self.says_in(LANGUAGES[0])

    def title_in(self, language: str) -> str:
        """What it is called in a language."""
        return words_of_columns(language)["_tables"][self.name][0]

    def says_in(self, language: str) -> str:
        """What it holds, in a sentence of a language."""
        return words_of_columns(language)["_tables"][self.name][1]

    def title_of(self, column: Column, language: str = LANGUAGES[0]) -> str:
        """What a column is called in the reader's language."""
        return self._words(column, language)[0]

    def meaning_of(self, column: Column, language: str = LANGUAGES[0]) -> str:
        """What a column says, in a sentence."""
        return self._words(column, language)[1]

    def _words(self, column: Column, language: str) -> list[str]:
        own = words_of_columns(language).get(self.of or self.name, {})
        return own.get(column.name) or words_of_columns(language)["_all"][column.name]


def plain(name: str, type: str = "text", **more: str) -> Column:
    """A column that is an attribute of the item."""
    return Column(name, type, lambda item, archive: getattr(item, name), **more)


def dated(name: str, date: Callable[[Any], Dated | None] = lambda item: item.date) -> Column:
    """A date as far as it is known."""
    return Column(name, "date", lambda item, archive: when(date(item)))


def when(date: Dated | None) -> str | None:
    """A date in ISO 8601 as the record has it: partial, or an interval."""
    return str(date.value) if date else None


def moment(name: str) -> Column:
    """An attribute that is a moment without words of its own."""
    return Column(name, "date", lambda item, archive: str(value) if (value := getattr(item, name)) else None)


def named(id: str | None, archive: Archive) -> str | None:
    """The name of a record, given its id or nothing."""
    return archive.name(id) if id else None


def doubts(fact: Callable[[Any], Fact] = lambda item: item) -> tuple[Column, ...]:
    """What every fact has: its sources, what was inferred, what a reader should know."""
    return (
        Column("sources", "ids", lambda item, archive: fact(item).source),
        Column("inferred", "text", lambda item, archive: fact(item).inferred),
        Column("note", "text", lambda item, archive: fact(item).note),
    )
