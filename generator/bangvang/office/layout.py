"""How lists stand in the sheets of offices: where a table is, what its columns hold, and what each line below it is.

A list may have several tables, headers over two rows, merged cells, lines that divide it, totals and signatures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ..files.sheets import Sheet
from ..language.vietnamese import fold

COLUMNS = {
    "number": "STT",
    "name": "Họ và tên, tên tập thể",
    "of": "Cá nhân, tập thể",
    "honorific": "Ông, bà, cấp bậc",
    "role": "Chức vụ",
    "unit": "Đơn vị",
    "kind": "Hình thức khen thưởng",
    "printed": "Tên in trong danh sách",
    "year": "Năm được khen",
    "posthumous": "Truy tặng",
    "reason": "Thành tích, lý do",
    "who": "Mã trong kho",
    "note": "Ghi chú",
}
"""What a list may tell, and the title of its column in the lists that we make ourselves."""

_CALLED = (
    ("private", r".*(?:(?<!hoc )\bsinh\b(?! vien| hoat)|dia chi|ho khau|noi o|thuong tru|que quan|cccd|cmnd|can cuoc|"
                r"chung minh|dien thoai|so dt|sdt|e-?mail|dan toc|ton giao|gioi tinh|tai khoan|ma so thue).*"),
    ("number", r"stt|tt|so tt|so thu tu|so"),
    ("of", r"ca nhan, tap the|ca nhan/ ?tap the|tap the/ ?ca nhan|doi tuong"),
    ("honorific", r"ong, ba.*|ong/ ?ba|danh xung|cap bac.*|quan ham"),
    ("printed", r"ten in.*"),
    ("name", r"ten|ho va ten.*|ho ten.*|ho, ten.*|ten ca nhan.*|ten tap the.*|ten don vi.*|tap the, ca nhan|"
             r"tap the|ca nhan|ten, don vi|don vi duoc khen.*"),
    ("role", r"chuc vu.*|chuc danh.*|nghe nghiep"),
    ("unit", r"don vi.*|co quan.*|noi cong tac|dia phuong|cong tac tai"),
    ("kind", r"hinh thuc.*|danh hieu.*"),
    ("year", r"nam duoc khen|nam khen.*|nam thanh tich.*"),
    ("posthumous", r"truy tang"),
    ("reason", r"thanh tich.*|ly do.*|noi dung.*"),
    ("who", r"ma trong kho"),
    ("note", r"ghi chu"),
)  # fmt: skip
"""How offices call the columns, folded."""

_STRONG = re.compile(r"(?:ho|ho va|ho,) ten\b.*")
"""Columns that alone show that a row names the columns of people; others need a column of numbers beside them."""

_NUMBER = re.compile(r"\d{1,9}(?:[.-]\d{1,9})*")
_SERIAL = re.compile(r"(?:[ivxlc]+|[a-z])")
_TOTAL = re.compile(r"\W*(?:danh sach (?:nay )?(?:gom|co)|tong (?:so|cong)|cong)\W*(?:co |gom )?\d")


@dataclass
class Table:
    """A table found in a sheet: the row of its header, and which column holds what."""

    sheet: Sheet
    header: int
    columns: dict[str, int]
    names: list[int] = field(default_factory=list)
    """The columns that the name stands in: more than one where it is parted under one title."""

    @property
    def of(self) -> str:
        """Whether its title says that it lists people or collectives; empty if not."""
        title = fold(self.sheet.rows[self.header][self.names[0]])
        if _STRONG.match(title):
            return "" if "tap the" in title else "cá nhân"
        return "tập thể" if re.match("ten (tap the|don vi)|don vi|co quan", title) else ""

    def cell(self, row: int, column: str) -> str:
        """What a row has in a column, as it stands."""
        cells = self.sheet.rows[row]
        if column == "name":
            return " ".join(cells[index] for index in self.names if cells[index].strip())
        return cells[self.columns[column]]

    def tells(self, row: int) -> bool:
        """Whether a row has something in a column that is known."""
        cells = self.sheet.rows[row]
        return any(cells[index].strip() for index in (*self.columns.values(), *self.names))

    def left_out(self) -> Iterator[tuple[int, str]]:
        """The columns that hold something and are none of those known: each with its title."""
        below = self.sheet.rows[self.header + 1 :]
        for index, title in enumerate(self.sheet.rows[self.header]):
            known = index in (*self.columns.values(), *self.names)
            if not known and (title.strip() or any(cells[index].strip() for cells in below)):
                yield index, " ".join(title.split())


@dataclass
class Line:
    """A line of a sheet. `row` is one honoured; `alone` a single text; `other` several texts without a number."""

    kind: Literal["table", "row", "alone", "other", "total"]
    row: int
    text: str
    table: Table
    serial: str = ""
    """What stands before a single text and numbers it as a part: "I" for a Roman number, "A" for a letter."""


def lines(sheet: Sheet) -> Iterator[Line]:
    """The lines of a sheet from its first table on."""
    table = None
    for row, cells in enumerate(sheet.rows):
        told = [cell for cell in dict.fromkeys(cell.strip() for cell in cells) if cell]
        text = " ".join(" ".join(told).split())
        if again := _table_at(sheet, row):
            if table is None or again.columns != table.columns:
                table = again
                yield Line("table", row, text, table)
        elif table and table.tells(row) and told != [str(number) for number in range(1, len(told) + 1)]:
            yield _line(table, row, told, text)


def _line(table: Table, row: int, told: list[str], text: str) -> Line:
    number = table.cell(row, "number").strip(" .)") if "number" in table.columns else ""
    if _NUMBER.fullmatch(number):
        return Line("row", row, text, table)
    if _TOTAL.match(fold(text)):
        return Line("total", row, text, table)
    texts = [part for part in told if not _SERIAL.fullmatch(fold(part).strip(" .)"))]
    if len(texts) == 1 and len(told) <= 2:
        serial = re.match(r"([IVXLC]+|[A-Za-z])\s*[.)]", text) or (len(told) == 2 and re.match(r"(\w+)", text))
        return Line("alone", row, text, table, "" if not serial else "I" if serial[1].strip("IVXLC") == "" else "A")
    return Line("other" if "number" in table.columns else "row", row, text, table)


def _table_at(sheet: Sheet, row: int) -> Table | None:
    """The table whose columns a row names, if it does."""
    cells = sheet.rows[row]
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        called = called_by(cell)
        if called and called != "private" and called not in columns:
            columns[called] = index
    if "unit" in columns and "name" not in columns and "number" in columns and len(columns) > 2:
        columns["name"] = columns.pop("unit")  # a list of collectives: the unit is the one honoured
    if "name" not in columns or len(columns) < 2:
        return None
    first = columns["name"]
    if "number" not in columns and not _STRONG.match(fold(cells[first].strip())):
        return None
    parted = [first]
    while parted[-1] + 1 < len(cells) and not cells[parted[-1] + 1].strip():
        parted.append(parted[-1] + 1)
    return Table(sheet, row, columns, parted)


def called_by(title: str) -> str | None:
    """What a column of this title holds: a key of COLUMNS, or "private"; None where that is not known."""
    folded = " ".join(fold(title).replace("\n", " ").split()).strip(" .:")
    return next((name for name, pattern in _CALLED if re.fullmatch(pattern, folded)), None)
