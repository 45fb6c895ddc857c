"""The lists that decisions carry: sheets as offices make them, to the rows of a roll.

What cannot be told for certain is a problem that names its cell. A list that only proposes is refused, and columns with
private data are left out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from ..archive.archive import Archive
from ..files.reading import unseen_characters
from ..files.sheets import Sheet
from ..files.tables import FORMULA
from ..language.problems import Location, Report
from ..language.vietnamese import fold
from ..language.words import Say
from ..records.values import FIRST_YEAR, LAST_YEAR
from ..rules.people import private_in
from .layout import COLUMNS, Line, Table, called_by, lines

_DECISION = re.compile(r"quyết định\s+số:?\s*([\w./-]+/[\w./-]+)", re.IGNORECASE)
_DAY = re.compile(r"ngày\s+(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})", re.IGNORECASE)
_ISSUER = re.compile(r"\d{4}\s+của\s+([^()]+?)\s*[).;]*$", re.IGNORECASE)
_PROPOSES = re.compile(r"to trinh|danh sach.*(?:de nghi|de xuat|binh xet)|hinh thuc de nghi|de nghi (?:khen|tang)")
_HONORIFIC = re.compile(r"(Ông|Bà|Đồng chí|Đ/c)\.?\s+(?=\S)", re.IGNORECASE)
_BORN = re.compile(r"\b(?:19|20)\d\d\b")
_DATED = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]19\d\d\b")
"""A day of the last century in a list of people is a birthday."""

_OF = {"ca nhan": "cá nhân", "tap the": "tập thể"}
"""Who may stand in a roll. Households are numbered, never named, so that their rows are refused."""

_DIVIDES = re.compile(
    r"(?:danh sach |doi voi |cac )*(tap the|ca nhan|ho gia dinh)\b(?: (?:duoc|dat|nhan|co|ngoai|trong|thuoc) .*)?"
)
_AWARD = re.compile(
    r"(?:tang |danh hieu )*(?:huan chuong|huy chuong|bang khen|giay khen|co |danh hieu|chien si|anh hung)"
)


@dataclass
class Title:
    """What stands above a table: the decision as printed, as far as it could be read."""

    number: str = ""
    date: str = ""
    """As ISO 8601 writes it."""
    issuer: str = ""
    subject: str = ""


@dataclass
class Annex:
    """A list as read: its title and its rows, each a mapping from the columns of a roll to text."""

    title: Title = field(default_factory=Title)
    rows: list[dict[str, str]] = field(default_factory=list)


def read_annex(file: str, sheets: list[Sheet], kind: str, archive: Archive, report: Report, say: Say) -> Annex:
    """The list in the sheets of a file. `kind` is the award kind of the rows that do not say theirs, or empty."""
    reader = _Reader(kind, archive, report, say)
    for sheet in sheets:
        for line in lines(sheet):
            reader.read(line)
    if not reader.annex.rows and not report.errors:
        report.add("sheet-no-table", sheets[0].place(0, 0) if sheets else Location(file))
    return reader.annex


def _title(table: Table) -> Title:
    """The title of a table. What a decision rests on ("căn cứ …") is not the decision."""
    title = Title()
    told = (" ".join(cell.split()) for row in table.sheet.rows[: table.header] for cell in row if cell.strip())
    for line in dict.fromkeys(told):
        folded = unicodedata.normalize("NFC", line)
        found = _DECISION.search(folded)
        if found and not title.number and not fold(line).startswith("can cu"):
            title.number = found[1]
            if day := _DAY.search(folded):
                title.date = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
            if issuer := _ISSUER.search(folded):
                title.issuer = issuer[1]
        elif "danh sach" in fold(line) and not title.subject:
            title.subject = folded
    return title


def _kinds(archive: Archive) -> dict[str, str]:
    """The award kinds by every name they go by, folded; names that two of them share are left out."""
    found: dict[str, set[str]] = {}
    for kind in archive.of("award-kind"):
        for name in (kind.name, *kind.also):
            found.setdefault(fold(name), set()).add(kind.id)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


class _Reader:
    """Reads the lines of a list one after the other."""

    def __init__(self, kind: str, archive: Archive, report: Report, say: Say) -> None:
        self.kind, self.archive, self.report, self.say = kind, archive, report, say
        self.kinds = _kinds(archive)
        self.annex = Annex()
        self.of = self.unit = self.level = self.printed = ""
        self.section = self.last = self.counted = 0
        self.ended = self.told_rest = False
        self.taken: set[str] = set()

    def read(self, line: Line) -> None:
        match line.kind:
            case "table":
                self.begin(line.table)
            case "row":
                self.ended = False
                self.take(line.table, line.row)
            case "total":
                self.compare(line)
                self.ended = True
            case "alone" if self.divide(line):
                self.next_section()
            case "alone" if "number" not in line.table.columns and line.table.cell(line.row, "name").strip():
                self.take(line.table, line.row)
            case "alone" | "other":
                self.pass_over(line)

    def begin(self, table: Table) -> None:
        sheet, title = table.sheet, _title(table)
        if not self.annex.title.number:
            self.annex.title = title
        elif title.number and (title.number, title.date) != (self.annex.title.number, self.annex.title.date):
            values = {"found": f"{title.number} {title.date}", "expected": self.annex.title.number}
            self.report.add("sheet-decision-differs", sheet.place(table.header, 0), **values)
        told = [(row, cell) for row in range(max(0, table.header - 6), table.header + 1) for cell in sheet.rows[row]]
        for row, cell in told:
            if _PROPOSES.search(fold(" ".join(cell.split()))):
                self.report.add("sheet-proposal", sheet.place(row, 0), text=" ".join(cell.split()))
                break
        for index, name in table.left_out():
            code = "sheet-column-private" if called_by(name) == "private" else "sheet-column-unknown"
            self.report.add(code, sheet.place(table.header, index), title=name or "…")
        above = fold(" ".join(cell for _, cell in told))
        people, collectives = "ca nhan" in above, "tap the" in above
        self.of = table.of or ("" if people == collectives else "cá nhân" if people else "tập thể")
        self.unit = self.level = self.printed = ""
        self.next_section()

    def next_section(self) -> None:
        self.section += self.counted > 0
        self.last = self.counted = 0
        self.ended = self.told_rest = False

    def compare(self, line: Line) -> None:
        """Hold the total that a list states against the rows read: of this part, or of all so far."""
        numbers = [int(number) for number in re.findall(r"\d{1,9}", line.text)]
        if not {numbers[0], sum(numbers)} & {self.counted, len(self.annex.rows)}:
            place = line.table.sheet.place(line.row, 0)
            self.report.add("sheet-total-differs", place, total=line.text, rows=self.counted)

    def divide(self, line: Line) -> bool:
        """Take what a single text says of the rows below it. False if it does not divide the list."""
        text = re.sub(r"^(?:[IVXLC]+|[A-Z])\s*(?:[.)]\s*|\s)", "", line.text) if line.serial else line.text
        text = re.sub(r"\s*\(.*?\)$", "", text).strip(" :.")
        folded = fold(text)
        divides = (_DIVIDES.match if line.serial else _DIVIDES.fullmatch)(folded)
        if not (divides or folded in self.kinds or _AWARD.match(folded)):
            if line.serial:
                self.unit, self.level = text, line.serial
            return bool(line.serial)
        if divides:
            self.of = _OF.get(divides[1], "")
        else:
            self.printed = text
        if line.serial == self.level:  # a part beside that of the unit, not within it
            self.unit = ""
        return True

    def pass_over(self, line: Line) -> None:
        """Say what is not read: after a total the rest, once; before it each line that may be someone."""
        place = line.table.sheet.place(line.row, line.table.names[0])
        if not self.ended:
            code = "sheet-row-unclear" if line.kind == "alone" else "sheet-no-number"
            self.report.add(code, place, text=line.text)
        elif not self.told_rest:
            self.report.add("sheet-rest-unread", place, text=line.text)
            self.told_rest = True

    def take(self, table: Table, row: int) -> None:
        report = self.report
        said = {name: self.text(table, row, name) for name in COLUMNS if name in table.columns}
        place = {name: table.sheet.place(row, table.columns[name]) for name in said}
        before = report.errors
        of = self.of_whom(said, place)
        self.see_name(said, place, of)
        printed = said.get("kind") or self.printed
        kind = self.kinds.get(fold(printed), "") if printed else self.kind
        if not kind:
            report.add("sheet-kind-unknown", place.get("kind", place["name"]), value=printed or "…")
        year = said.get("year", "")
        if year and not (year.isdecimal() and len(year) == 4 and FIRST_YEAR <= int(year) <= LAST_YEAR):
            report.add("year-form", place["year"], value=year, first=FIRST_YEAR, last=LAST_YEAR)
        if report.errors > before or kind not in self.archive.records:
            return
        self.counted += 1
        if len(self.annex.rows) % 5000 == 4999:
            self.say("import-read", done=len(self.annex.rows) + 1)
        after = fold(said.get("posthumous", ""))
        self.annex.rows.append({
            **{name: said.get(name, "") for name in ("name", "honorific", "role", "reason", "who", "note")},
            "row": self.number(said.get("number", ""), place.get("number", place["name"])),
            "of": of,
            "kind": kind,
            "printed": said.get("printed") or printed or self.archive.name(kind),
            "unit": said.get("unit") or self.unit,
            "year": year,
            "posthumous": "true" if after and after not in ("khong", "false", "0") else "",
        })  # fmt: skip

    def of_whom(self, said: dict[str, str], place: dict[str, Location]) -> str:
        told = fold(said.get("of", ""))
        of = _OF.get(told, "") if told else self.of
        if not of:
            self.report.add("sheet-of-unknown", place.get("of", place["name"]))
        return of

    def see_name(self, said: dict[str, str], place: dict[str, Location], of: str) -> None:
        """Part the form of address from a name, where enough of a name is left, and doubt what is no plain name."""
        name = said["name"]
        if not name:
            self.report.add("sheet-no-name", place["name"])
        if of == "tập thể":
            return
        if born := _BORN.search(name):
            self.report.add("private-data", place["name"], found=born[0])
        found = _HONORIFIC.match(name)
        if found and len(name.split()) > 3:
            said["name"] = name[found.end() :]
            said["honorific"] = said.get("honorific") or found[1]
        elif found or re.search(r"[\d;(]| và ", name):
            self.report.add("sheet-name-doubt", place["name"], name=name)

    def text(self, table: Table, row: int, name: str) -> str:
        """A cell in composed letters and single spaces; said so, where it was not."""
        place = table.sheet.place(row, table.columns[name])
        cell = table.cell(row, name)
        text = unicodedata.normalize("NFC", re.sub(r"[\s\u200b\ufeff]+", " ", cell).strip())
        if text != re.sub(r"[ \t\n]+", " ", cell).strip():
            self.report.add("sheet-mended", place, text=text)
        for code, values in unseen_characters(text):
            self.report.add(code, place, **values)
        dated = _DATED.search(text)
        if found := private_in(text) or (dated[0] if dated else ""):
            self.report.add("private-data", place, found=found)
        if text.startswith(FORMULA):
            self.report.add("formula-text", place, sign=text[0])
        return text

    def number(self, printed: str, place: Location) -> str:
        """The number of the next row, made unique by the number of its section where the list counts anew."""
        printed = printed.strip(" .)").replace(".", "-")
        expected = self.last + 1
        if printed.isdecimal():
            if int(printed) != expected:
                self.report.add("sheet-number-doubt", place, found=printed, expected=expected)
            self.last = int(printed)
        else:
            self.last = expected
        number = printed or str(expected)
        if number in self.taken:
            number = f"{self.section}-{number}"
        while number in self.taken:
            number += "-2"
        self.taken.add(number)
        return number
