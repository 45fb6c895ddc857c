"""A workbook of whole tables, written as it goes: every cell a text or a number, the same rows the same bytes.

For tables of tens of thousands of rows; what clerks fill in, with its choices and hints, is made by `sheets`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from markupsafe import escape

from .sheets import column_name

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
_BOLD, _TEXT = 1, 2
_LONGEST = 32_767
"""Characters that a cell may have."""


@dataclass(frozen=True)
class PlainSheet:
    """A table under its titles."""

    name: str
    titles: Sequence[str]
    rows: Iterable[Sequence[str | int | None]]


def write_plain_book(path: Path, sheets: Sequence[PlainSheet]) -> None:
    """Write the sheets as an XLSX workbook, row by row."""
    numbers = range(1, len(sheets) + 1)
    with ZipFile(path, "w") as book:
        overrides = "".join(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_SHEET}.worksheet+xml"/>'
            for number in numbers
        )
        _put(book, "[Content_Types].xml", (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET}.styles+xml"/>{overrides}</Types>'
        ))  # fmt: skip
        _put(book, "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        parts = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
        _put(book, "xl/_rels/workbook.xml.rels", _relations([*parts, ("styles", "styles.xml")]))
        listed = "".join(
            f'<sheet name="{escape(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
            for number, sheet in enumerate(sheets, 1)
        )
        _put(book, "xl/workbook.xml",
             f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>')  # fmt: skip
        _put(book, "xl/styles.xml", _STYLES)
        for number, sheet in enumerate(sheets, 1):
            _write_sheet(book, f"xl/worksheets/sheet{number}.xml", sheet)


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _part(name: str) -> ZipInfo:
    """A part of the package, of no particular time."""
    part = ZipInfo(name)
    part.compress_type = ZIP_DEFLATED
    return part


def _put(book: ZipFile, name: str, text: str) -> None:
    book.writestr(_part(name), text)


def _write_sheet(book: ZipFile, name: str, sheet: PlainSheet) -> None:
    letters = [column_name(column) for column in range(len(sheet.titles))]
    with book.open(_part(name), "w") as file:
        file.write(
            f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f'<cols><col min="1" max="{len(letters)}" width="22" customWidth="1"/></cols><sheetData>'.encode()
        )
        file.write(_row(1, letters, sheet.titles, _BOLD).encode())
        for number, row in enumerate(sheet.rows, 2):
            file.write(_row(number, letters, row, _TEXT).encode())
        file.write(b"</sheetData></worksheet>")


def _row(number: int, letters: Sequence[str], cells: Sequence[str | int | None], style: int) -> str:
    made = [
        f'<c r="{letter}{number}"><v>{cell}</v></c>'
        if isinstance(cell, int)
        else f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_xml(cell)}</t></is></c>'
        for letter, cell in zip(letters, cells, strict=True)
        if cell is not None and cell != ""
    ]
    return f'<row r="{number}">{"".join(made)}</row>'


def _xml(text: str) -> str:
    return text[:_LONGEST].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
