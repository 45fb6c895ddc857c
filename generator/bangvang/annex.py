"""The lists that decisions carry: a sheet as offices make it, to the rows of a roll.

Above the table stand title rows with number and date of the decision; the columns are called one way or another; rows
like "II. CÁ NHÂN" divide the list; a line with the total ends it. What cannot be told for certain is a problem that
names its cell. Columns with private data are left out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from .archive import Archive
from .people_rules import private_in
from .problems import Location, Report
from .reading import unseen_characters
from .sheets import Sheet
from .tables import FORMULA
from .values import FIRST_YEAR, LAST_YEAR
from .vietnamese import fold
from .words import Say

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

_DECISION = re.compile(r"quyết định\s+số:?\s*([\w./-]+/[\w./-]+)", re.IGNORECASE)
_DAY = re.compile(r"ngày\s+(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})", re.IGNORECASE)
_ISSUER = re.compile(r"\d{4}\s+của\s+([^()]+?)\s*[).;]*$", re.IGNORECASE)
_TOTAL = re.compile(r"\W*(?:danh sach (?:nay )?(?:gom|co)|tong (?:so|cong)|cong)\W*(?:co |gom )?\d")
_HONORIFIC = re.compile(r"(Ông|Bà|Đồng chí|Đ/c)\.?\s+(?=\S)", re.IGNORECASE)
_BORN = re.compile(r"\b(?:19|20)\d\d\b")
_SERIAL = re.compile(r"[ivxlc]+|[a-z]|\d+")


@dataclass
class Title:
    """What stands above the table: the decision as printed, as far as it could be read."""

    number: str = ""
    date: str = ""
    """As ISO 8601 writes it."""
    issuer: str = ""
    subject: str = ""


@dataclass
class Annex:
    """A list as read: its title and its rows, each a mapping from the columns of a roll to text."""

    title: Title
    rows: list[dict[str, str]] = field(default_factory=list)


@dataclass
class _Table:
    """A table found in a sheet: where its header is, and which column holds what."""

    sheet: Sheet
    header: int
    columns: dict[str, int]
    title_of: str


def read_annex(sheets: list[Sheet], kind: str, archive: Archive, report: Report, say: Say) -> Annex:
    """The list in some sheets. `kind` is the award kind of the rows that do not say theirs, or empty."""
    tables = [table for sheet in sheets if (table := _table(sheet))]
    if sheets and not tables:
        report.add("sheet-no-table", sheets[0].place(0, 0))
    annex = Annex(_title(tables[0]) if tables else Title())
    reader = _Reader(kind, _kinds(archive), annex, report, say)
    for table in tables:
        reader.read(table)
    return annex


def _table(sheet: Sheet, start: int = 0) -> _Table | None:
    """The next table of a sheet, from a row on."""
    return next((table for row in range(start, len(sheet.rows)) if (table := _table_at(sheet, row))), None)


def _table_at(sheet: Sheet, header: int) -> _Table | None:
    """The table whose columns a row names, if it does."""
    cells = sheet.rows[header]
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        called = _called(cell)
        if called and called != "private" and called not in columns:
            columns[called] = index
    if "unit" in columns and "name" not in columns and "number" in columns and len(columns) > 2:
        columns["name"] = columns.pop("unit")  # a list of collectives: the unit is the one honoured
    if "name" not in columns or len(columns) < 2:
        return None
    title = fold(cells[columns["name"]])
    people = title.startswith("ho") and "tap the" not in title
    collectives = re.match("ten (tap the|don vi)|don vi", title)
    return _Table(sheet, header, columns, "cá nhân" if people else "tập thể" if collectives else "")


def _called(cell: str) -> str | None:
    folded = " ".join(fold(cell).replace("\n", " ").split()).strip(" .:")
    return next((name for name, pattern in _CALLED if re.fullmatch(pattern, folded)), None)


def _title(table: _Table) -> Title:
    title = Title()
    lines = [" ".join(cell.split()) for row in table.sheet.rows[: table.header] for cell in row if cell.strip()]
    for line in dict.fromkeys(lines):
        if found := _DECISION.search(line):
            title.number = found[1]
            if day := _DAY.search(line):
                title.date = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
            if issuer := _ISSUER.search(line):
                title.issuer = issuer[1]
        elif "danh sach" in fold(line) and not title.subject:
            title.subject = line
    return title


def _kinds(archive: Archive) -> dict[str, str]:
    """The award kinds by every name they go by, folded; names that two of them share are left out."""
    found: dict[str, set[str]] = {}
    for kind in archive.of("award-kind"):
        for name in (kind.name, *kind.also):
            found.setdefault(fold(name), set()).add(kind.id)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


class _Reader:
    """Reads the tables of an annex one after the other."""

    def __init__(self, kind: str, kinds: dict[str, str], annex: Annex, report: Report, say: Say) -> None:
        self.kind, self.kinds, self.annex, self.report, self.say = kind, kinds, annex, report, say
        self.section = 0
        self.taken: set[str] = set()

    def read(self, table: _Table) -> None:
        sheet = table.sheet
        self.left_out(table)
        above = fold(" ".join(cell for row in sheet.rows[max(0, table.header - 6) : table.header] for cell in row))
        people, collectives = "ca nhan" in above, "tap the" in above
        self.of = table.title_of or ("" if people == collectives else "cá nhân" if people else "tập thể")
        self.unit, self.printed = "", ""
        self.last = 0
        self.section += bool(self.annex.rows)
        first = len(self.annex.rows)
        for row in range(table.header + 1, len(sheet.rows)):
            cells = sheet.rows[row]
            text = " ".join(cell for cell in dict.fromkeys(cells) if cell.strip())
            if again := _table_at(sheet, row):
                if again.columns != table.columns:
                    self.read(again)
                    return
            elif _TOTAL.match(fold(text)):
                self.compare(text, len(self.annex.rows) - first, sheet.place(row, 0))
                if following := _table(sheet, row + 1):
                    self.read(following)
                return
            elif self.is_heading(table, cells):
                self.divide(text)
            elif text and not self.is_numbering(cells):
                self.take(table, row)

    def compare(self, text: str, rows: int, place: Location) -> None:
        """Hold the total that a list states against the rows read: of this table, or of all so far."""
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        if not {numbers[0], sum(numbers)} & {rows, len(self.annex.rows)}:
            self.report.add("sheet-total-differs", place, total=text, rows=rows)

    def left_out(self, table: _Table) -> None:
        for index, cell in enumerate(table.sheet.rows[table.header]):
            if cell.strip() and index not in table.columns.values():
                code = "sheet-column-private" if _called(cell) == "private" else "sheet-column-unknown"
                self.report.add(code, table.sheet.place(table.header, index), title=" ".join(cell.split()))

    @staticmethod
    def is_numbering(cells: list[str]) -> bool:
        """Whether a row only numbers the columns: 1, 2, 3 …"""
        told = [cell for cell in cells if cell.strip()]
        return len(told) > 1 and told == [str(number) for number in range(1, len(told) + 1)]

    @staticmethod
    def is_heading(table: _Table, cells: list[str]) -> bool:
        """Whether a row divides the list: one text alone, with no number or with a letter or Roman number."""
        number = cells[table.columns["number"]].strip(" .)") if "number" in table.columns else ""
        told = {cell.strip() for cell in cells if cell.strip()}
        texts = {text for text in told if not _SERIAL.fullmatch(fold(text).strip(" .)"))}
        return len(texts) == 1 and len(told) <= 2 and not number.isdecimal()

    def divide(self, text: str) -> None:
        text = re.sub(r"^(?:[IVXLC]+|[A-Z]|\d+)\s*[.)]?\s+", "", " ".join(text.split())).strip(" :.")
        folded = fold(re.sub(r"\s*\(.*?\)$", "", text))
        self.section += 1
        self.last = 0
        people, collectives = "ca nhan" in folded, "tap the" in folded
        if people != collectives:
            self.of = "cá nhân" if people else "tập thể"
        elif folded in self.kinds:
            self.printed = text
        else:
            self.unit = text

    def take(self, table: _Table, row: int) -> None:
        sheet, report = table.sheet, self.report
        said = {name: self.text(table, row, name) for name in COLUMNS if name in table.columns}
        place = {name: sheet.place(row, table.columns[name]) for name in said}
        before = report.errors
        if not said["name"]:
            report.add("sheet-no-name", place["name"])
        elif self.of != "tập thể" and (born := _BORN.search(said["name"])):
            report.add("private-data", place["name"], found=born[0])
        elif self.of != "tập thể" and re.search(r"[\d;(]| và ", said["name"]):
            report.add("sheet-name-doubt", place["name"], name=said["name"])
        if found := _HONORIFIC.match(said["name"]):
            said["name"] = said["name"][found.end() :]
            said["honorific"] = said.get("honorific") or found[1]
        told = fold(said.get("of", ""))
        of = {"ca nhan": "cá nhân", "tap the": "tập thể"}.get(told, self.of)
        if not of or (told and told not in ("ca nhan", "tap the")):
            report.add("sheet-of-unknown", place.get("of", place["name"]))
        printed = said.get("kind") or self.printed
        kind = self.kinds.get(fold(printed)) or self.kind
        if not kind:
            report.add("sheet-kind-unknown", place.get("kind", place["name"]), value=printed or "…")
        year = said.get("year", "")
        if year and not (year.isdecimal() and FIRST_YEAR <= int(year) <= LAST_YEAR):
            report.add("year-form", place["year"], value=year, first=FIRST_YEAR, last=LAST_YEAR)
        if report.errors > before:
            return
        if len(self.annex.rows) % 5000 == 4999:
            self.say("import-read", done=len(self.annex.rows) + 1)
        after = fold(said.get("posthumous", ""))
        self.annex.rows.append({
            "row": self.number(said.get("number", ""), place.get("number", place["name"])),
            "name": said["name"],
            "of": of,
            "kind": kind,
            "printed": said.get("printed") or printed or kind,
            "honorific": said.get("honorific", ""),
            "role": said.get("role", ""),
            "unit": said.get("unit", "") if "unit" in table.columns else self.unit,
            "year": year,
            "posthumous": "true" if after and after not in ("khong", "false", "0") else "",
            "reason": said.get("reason", ""),
            "who": said.get("who", ""),
            "note": said.get("note", ""),
        })  # fmt: skip

    def text(self, table: _Table, row: int, name: str) -> str:
        """A cell in composed letters and single spaces; said so, where it was not."""
        place = table.sheet.place(row, table.columns[name])
        cell = table.sheet.rows[row][table.columns[name]]
        text = unicodedata.normalize("NFC", re.sub(r"[\s\u200b\ufeff]+", " ", cell).strip())
        if text != re.sub(r"[ \t\n]+", " ", cell).strip():
            self.report.add("sheet-mended", place, text=text)
        for code, values in unseen_characters(text):
            self.report.add(code, place, **values)
        if found := private_in(text):
            self.report.add("private-data", place, found=found)
        if text.startswith(FORMULA):
            self.report.add("formula-text", place, sign=text[0])
        return text

    def number(self, printed: str, place) -> str:
        """The number of the next row, made unique by the number of its section where the list counts anew."""
        counted = self.last + 1
        if printed.isdecimal() and int(printed) != counted:
            self.report.add("sheet-number-doubt", place, found=printed, expected=counted)
        self.last = int(printed) if printed.isdecimal() else counted
        number = str(self.last)
        if number in self.taken:
            number = f"{self.section}-{number}"
        while number in self.taken:
            number += "-2"
        self.taken.add(number)
        return number
