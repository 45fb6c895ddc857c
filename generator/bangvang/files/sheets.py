"""Spreadsheets, both ways: cells as text out of a workbook or CSV, and text into a workbook. The only module that knows
their formats.

Whatever is read is text as shown: a formula is never seen, only the value saved with it. Whatever is written is text or
a number, never a formula or a link, and the same cells give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from itertools import count
from pathlib import Path

import xlsxwriter
import xlsxwriter.exceptions
from python_calamine import CalamineWorkbook, SheetMetadata, SheetVisibleEnum
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..language.problems import Location, Report
from .tables import Put, TooManyCells, grid
from .unpacking import CELLS, UNPACKED, is_too_much

LARGEST = 20 * 1024 * 1024
"""Bytes that a file may have."""

_AS_WRITTEN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NO_TIME = datetime(2000, 1, 1)

WriteError = xlsxwriter.exceptions.XlsxWriterException
"""What writing raises beside OSError."""


@dataclass
class Sheet:
    """A sheet as read: its rows of cells, every cell a text, empty where it has none."""

    file: str
    name: str
    rows: list[list[str]]

    def place(self, row: int, column: int) -> Location:
        """A cell by its name as the program that made the sheet shows it: `list.xlsx, Sheet1!C15`."""
        return Location(f"{self.file}, {self.name}!{column_name(column)}{row + 1}")


@dataclass
class Column:
    """A column of a sheet to be written."""

    title: str
    width: int = 20
    hint: str = ""
    choices: Sequence[str] = ()


@dataclass
class Written:
    """A sheet to be written: lines above the table, its columns, its rows."""

    name: str
    columns: list[Column]
    rows: list[Sequence[str | int]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    spare: int = 0
    """Empty rows below that take the choices too."""


class _Sheet(Worksheet):
    """A sheet that takes every text for text: the library takes one that begins with `<r>` for its own markup."""

    def write_string(self, row: int, column: int, text: str, form: Format | None = None) -> int:
        if text.startswith("<r>"):
            cell = [form] if form else []
            return self.write_rich_string(row, column, Format(), text[:1], text[1:], *cell)
        return super().write_string(row, column, text, form)


def column_name(column: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters = chr(65 + letter) + letters
        column -= 1
    return letters


def read_sheets(path: Path, report: Report) -> list[Sheet]:
    """Every sheet of an XLSX workbook that is not empty, or the one of a CSV file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        report.add("file-unreadable", Location(path.name), reason=error.strerror or "")
        return []
    if len(data) > LARGEST:
        report.add("file-too-large", Location(path.name), megabytes=LARGEST // 1024 // 1024)
        return []
    try:
        if path.suffix.lower() == ".csv":
            return [Sheet(path.name, path.stem, grid(data, CELLS))]
        if is_too_much(data):
            raise TooManyCells
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return [_sheet(path.name, one.name, book) for one in book.sheets_metadata if _is_shown(one, path, report)]
    except TooManyCells:
        values = {"megabytes": UNPACKED // 1024 // 1024, "cells": CELLS}
        report.add("sheet-too-large", Location(path.name), **values)
    except Exception as error:  # foreign bytes in a foreign parser: whatever it is, the file cannot be read
        report.add("sheet-unreadable", Location(path.name), reason=str(error))
    return []


def _is_shown(sheet: SheetMetadata, path: Path, report: Report) -> bool:
    """Whether people see a sheet; what they do not see is not read, and that is said."""
    shown = sheet.visible == SheetVisibleEnum.Visible
    if not shown:
        report.add("sheet-hidden", Location(path.name), sheet=sheet.name)
    return shown


def _sheet(file: str, name: str, book: CalamineWorkbook) -> Sheet:
    read = book.get_sheet_by_name(name)
    rows = [[_shown(value) for value in row] for row in read.to_python(skip_empty_area=False)]
    filled = 0
    for (top, left), (bottom, _) in read.merged_cell_ranges or ():
        last = min(bottom + 1, len(rows))
        filled += last - top
        if filled > CELLS:
            break
        for row in range(top + 1, last):
            if left < len(rows[row]):
                rows[row][left] = rows[top][left]
    return Sheet(file, name, rows)


def _shown(value: object) -> str:
    """A cell as people see it: whole numbers without a point, days as they are written here."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    return str(value)


def write_book(path: Path, sheets: Sequence[Written], title: str) -> None:
    """Write a workbook."""
    with xlsxwriter.Workbook(str(path), {**_AS_WRITTEN, "in_memory": True}) as book:
        book.set_properties({"title": title, "created": _NO_TIME})
        heading = book.add_format(
            {"bold": True, "bg_color": "#F3E7C4", "border": 1, "text_wrap": True, "valign": "top"}
        )
        plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        bold = book.add_format({"bold": True})
        made = [(written, book.add_worksheet(written.name, _Sheet)) for written in sheets]
        lists = _write_lists(book, [column for written in sheets for column in written.columns if column.choices])
        for written, sheet in made:
            for row, line in enumerate(written.above):
                sheet.write_string(row, 0, line, bold)
            first = len(written.above)
            sheet.freeze_panes(first + 1, 0)
            last = first + max(len(written.rows) + written.spare, 1)
            for index, column in enumerate(written.columns):
                sheet.set_column(index, index, column.width, plain)
                sheet.write_string(first, index, column.title, heading)
                rule = {"validate": "list", "source": lists[id(column)]} if column.choices else {"validate": "any"}
                hint = {"input_title": column.title[:32], "input_message": column.hint[:255]} if column.hint else {}
                if column.hint:
                    sheet.write_comment(first, index, column.hint)
                if column.choices or column.hint:
                    sheet.data_validation(first + 1, index, last, index, {**rule, **hint, "error_type": "warning"})
            for row, cells in enumerate(written.rows, first + 1):
                for index, cell in enumerate(cells):
                    if isinstance(cell, int):
                        sheet.write_number(row, index, cell, plain)
                    elif cell:
                        sheet.write_string(row, index, cell, plain)


@contextmanager
def writing_tables(path: Path) -> Iterator[Callable[[str, Sequence[str]], Put]]:
    """Write whole tables as a workbook, as their rows come, however long they are: the same rows give the same bytes.

    What is yielded begins a sheet, given its name and titles. Sheets may be filled at the same time.
    """
    with xlsxwriter.Workbook(str(path), {**_AS_WRITTEN, "constant_memory": True}) as book:
        book.set_properties({"created": _NO_TIME})
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})

        def begin(name: str, titles: Sequence[str]) -> Put:
            sheet, numbers = book.add_worksheet(name, _Sheet), count(1)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(titles) - 1, 22)
            for column, title in enumerate(titles):
                sheet.write_string(0, column, title, bold)

            def put(rows: Iterable[Sequence[str | int | None]]) -> None:
                for row, number in zip(rows, numbers, strict=False):
                    for column, cell in enumerate(row):
                        if isinstance(cell, int):
                            sheet.write_number(number, column, cell)
                        elif cell:
                            sheet.write_string(number, column, cell, text)

            return put

        yield begin


def _write_lists(book: xlsxwriter.Workbook, columns: Sequence[Column]) -> dict[int, str]:
    """A sheet of the choices of columns, since a list within a cell's rule may have 255 characters only."""
    if not columns:
        return {}
    sheet = book.add_worksheet("Danh mục", _Sheet)
    places = {}
    for index, column in enumerate(columns):
        sheet.set_column(index, index, 40)
        for row, text in enumerate([column.title, *column.choices]):
            sheet.write_string(row, index, text)
        letter = column_name(index)
        places[id(column)] = f"='Danh mục'!${letter}$2:${letter}${len(column.choices) + 1}"
    return places
