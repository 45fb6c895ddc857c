"""CSV text to plain values with places. The only module that knows CSV.

The first line names the columns; cells are text, and an empty cell says nothing. A cell that a spreadsheet would take
for a formula is refused, so that no roll can carry one to whoever opens it.
"""

from __future__ import annotations

import csv
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

from ..language.problems import Location, Report
from .reading import Document, see_characters, text_of

LINES = 200_000
"""Lines that one table may have: several times the longest roll that we know of."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell must not begin with."""


class Table(Document):
    """A table as read: `decision`, the name of the file, and `rows`, each a mapping from column to text."""

    def __init__(self, file: str, decision: str, columns: list[str], text: str) -> None:
        super().__init__(file, text, {"decision": decision, "rows": []})
        self.columns = columns
        self._starts = array("L")

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def add(self, row: dict[str, str], line: int) -> None:
        self.value["rows"].append(row)
        self._starts.append(line)

    def locate(self, path: Sequence[str | int], *, key: bool = False) -> Location:
        """Where a cell stands; the row, where the path names none; the whole file, where it names no row."""
        if len(path) < 2 or path[0] != "rows":
            return Location(self.file)
        line = self._starts[path[1]]
        column = self.columns.index(path[2]) if len(path) > 2 and path[2] in self.columns else 0
        return self.cell(line, column)

    def cell(self, line: int, column: int) -> Location:
        """Where the cell of a column begins, in the row that begins at a line."""
        quoted, passed = False, 0
        for place, sign in enumerate(self._lines[line - 1]):
            if passed == column:
                return Location(self.file, line, place + 1)
            quoted ^= sign == '"'
            passed += sign == "," and not quoted
        return Location(self.file, line, len(self._lines[line - 1]) + (passed == column))


def read_table(path: Path, file: str, known: Collection[str], needed: Collection[str], report: Report) -> Table | None:
    """Read one CSV file named `file` in problems, whose columns are among `known`, with all that are `needed`.

    A row with a mistake in it is reported and left out; None where the columns cannot be told.
    """
    text = text_of(path, file, report)
    if text is None:
        return None
    if text.count("\n") > LINES:
        report.add("csv-too-long", Location(file), lines=LINES)
        return None
    before = report.errors
    unseen = see_characters(text, file, report)
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        columns = next(reader, [])
    except csv.Error:
        report.add("csv-quotes", Location(file, 1, 1))
        return None
    table = Table(file, path.stem, columns, text)
    if 1 in unseen or not _sound(table, known, needed, report):
        return None
    start = reader.line_num + 1
    try:
        for cells in reader:
            if cells and unseen.isdisjoint(range(start, reader.line_num + 1)):
                _take(cells, start, table, report)
            start = reader.line_num + 1
    except csv.Error:
        report.add("csv-quotes", Location(file, start, 1))
    return table if report.errors == before or table.value["rows"] else None


def rows_in(text: str) -> Iterator[dict[str, str]]:
    """The rows of a sound table, each a mapping from column to the text of its cell, if there is one."""
    for row in csv.DictReader(StringIO(text, newline="")):
        yield {name: cell for name, cell in row.items() if cell}


def _sound(table: Table, known: Collection[str], needed: Collection[str], report: Report) -> bool:
    """Whether the columns are known, needed ones included. What is wrong with them is reported once, in their line."""
    columns = table.columns
    if not set(columns) & set(known) or len(columns) > 4 * len(known):
        report.add("csv-header", Location(table.file, 1, 1), known=", ".join(known))
        return False
    missing = [name for name in needed if name not in columns]
    free = [name for name in known if name not in columns]
    before = report.errors
    for index, name in enumerate(columns):
        if name in columns[:index]:
            report.add("duplicate-key", table.cell(1, index), key=name)
        elif name not in known:
            alike = get_close_matches(name[:80], missing, 1, 0.5) or get_close_matches(name[:80], free, 1)
            missing = [name for name in missing if name not in alike]
            report.add("unknown-field", table.cell(1, index), field=name, nearest="".join(alike))
    for name in missing:
        report.add("missing-field", Location(table.file, 1, 1), field=name)
    return report.errors == before


def _take(cells: list[str], line: int, table: Table, report: Report) -> None:
    if len(cells) != len(table.columns):
        place = Location(table.file, line, 1)
        report.add("csv-cells", place, found=len(cells), expected=len(table.columns))
        return
    formulas = [index for index, cell in enumerate(cells) if cell.lstrip(" \n\"'").startswith(FORMULA)]
    for index in formulas:
        report.add("formula-text", table.cell(line, index), sign=cells[index].lstrip()[:1])
    if not formulas:
        table.add({name: cell for name, cell in zip(table.columns, cells, strict=True) if cell}, line)


def table_text(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as CSV, in the one form that reading it back and writing it again leaves as it is."""
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([columns, *rows])
    return text.getvalue()


Put = Callable[[Iterable[Sequence[Any]]], object]
"""Puts rows into a table that is being written."""


@contextmanager
def writing_table(path: Path, columns: Sequence[str]) -> Iterator[Put]:
    """Write a table as CSV after RFC 4180, in UTF-8, as its rows come."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        yield writer.writerows


@contextmanager
def writing_table_for_excel(path: Path, columns: Sequence[str]) -> Iterator[Put]:
    """Write a table as Excel opens it with Vietnamese settings: a mark of UTF-8, semicolons, no cell a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(columns)
        yield lambda rows: writer.writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: object) -> object:
    """A cell that is no formula to a spreadsheet: an apostrophe before it makes it text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in FORMULA else cell


class TooManyCells(Exception):
    """A table of more cells than anyone fills."""


def grid(data: bytes, most: int) -> list[list[str]]:
    """The cells of any CSV, whichever of comma, semicolon and tab parts them; rows are filled up to the widest.

    Raises ValueError or csv.Error where it is no CSV in UTF-8, TooManyCells where it has more than the most.
    """
    text = data.decode("utf-8-sig")
    delimiter = max(",;\t", key=text.count)
    if text.count(delimiter) + text.count("\n") + text.count("\r") > 2 * most:
        raise TooManyCells
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    width = max(map(len, rows), default=0)
    if width * len(rows) > most:
        raise TooManyCells
    return [row + [""] * (width - len(row)) for row in rows]
