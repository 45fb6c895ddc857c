"""Small files that would become vast ones are refused with words, soon and within a gigabyte of memory."""

import resource
import struct
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

MB = 1024 * 1024
MEMORY = 1024 * MB
SECONDS = 30
"""Far more than any takes, since other tests run beside it."""

READ = """
import sys
from pathlib import Path
from bangvang.files.reading import read
from bangvang.files.sheets import read_sheets
from bangvang.files.tables import read_table
from bangvang.language.problems import Report, sentence
from bangvang.language.words import table
path, report = Path(sys.argv[1]), Report()
match sys.argv[2]:
    case "sheet":
        print(len(read_sheets(path, report)))
    case "table":
        print(read_table(path, path.name, ["row", "name"], ["row"], report) is not None)
    case "yaml":
        print(read(path, path.name, report) is not None)
for problem in list(report)[:3]:
    print(problem.code, sentence(problem, table()), sep=": ")
"""
NAMES = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = b"<worksheet %s><sheetData>%s</sheetData></worksheet>"
STRINGS = b"<sst %s>%s</sst>"
CELLS = b'<row r="1">' + b'<c t="s"><v>0</v></c>' * 1_000_000 + b"</row>"
LONG, RUNS = b"<si><t>" + b"x" * 30_000 + b"</t></si>", b"<si>" + b"<r><t>x</t></r>" * 9_000 + b"</si>"


def workbook(path: Path, sheet: bytes, strings: bytes | None = None) -> Path:
    """A workbook of one sheet with this between the tags of its data, and these texts that cells share."""
    plain = path.with_name("plain.xlsx")
    with xlsxwriter.Workbook(str(plain)) as book:
        book.add_worksheet().write_string(0, 0, "x")
    with ZipFile(plain) as old, ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                content = SHEET % (NAMES, sheet)
            elif part == "xl/sharedStrings.xml" and strings is not None:
                content = STRINGS % (NAMES, strings)
            new.writestr(part, content)
    return path


def lying(path: Path) -> Path:
    """The workbook, which says that its sheet unpacks to two kilobytes."""
    data = path.read_bytes()
    with ZipFile(path) as book:
        size = book.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(data.replace(struct.pack("<I", size), struct.pack("<I", 2000)))
    return path


WORKBOOKS = {
    "one vast part": lambda path: workbook(path, b" " * (300 * MB)),
    "a part larger than it says": lambda path: lying(workbook(path, b" " * (300 * MB))),
    "many cells": lambda path: workbook(path, b"<row>" + b"<c/>" * 3_000_000 + b"</row>"),
    "many rows": lambda path: workbook(path, b"<row><c/><c/></row>" * 1_500_000),
    "a vast area": lambda path: workbook(path, b'<row><c r="A1"/></row><row><c r="XFD1048576"/></row>'),
    "one in small letters": lambda path: workbook(path, b'<row><c r="a1"/></row><row><c r="xfd1048576"/></row>'),
    "one of rows": lambda path: workbook(path, b"<row>" + b"<c/>" * 9000 + b'</row><row r="1048576"><c/></row>'),
    "a place far behind its tag": lambda path: workbook(
        path, b"<row><c " + b" " * (2 * MB) + b'r="XFD1048576"/></row>'
    ),
    "a long text in every cell": lambda path: workbook(path, CELLS, LONG),
    "a long text of many runs": lambda path: workbook(path, CELLS, RUNS),
}
TABLES = {
    "one wide row above many": (b"," * MB + b"\n" + b"a\n" * MB, "sheet", "sheet-too-large"),
    "millions of columns": (b"," * (19 * MB), "sheet", "sheet-too-large"),
    "millions of rows": (b"\n" * (19 * MB), "sheet", "sheet-too-large"),
    "one vast cell": (b'a,b\n"' + b"x" * (19 * MB) + b'"\n', "sheet", "sheet-unreadable"),
    "millions of columns in a roll": (b"row,name" + b",x" * (4 * MB) + b"\n", "table", "csv-header"),
    "millions of rows in a roll": (b"row,name\n" + b"a\n" * (4 * MB), "table", "csv-too-long"),
    "one vast cell in a roll": (b'row,name\n1,"' + b"x" * (9 * MB) + b'"\n', "table", "csv-quotes"),
    "YAML a million levels deep": (b"a: " + b"[" * MB, "yaml", "too-deep"),
    "YAML a million mappings deep": (b"{a: " * MB, "yaml", "too-deep"),
    "YAML that repeats itself": (
        b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (i + 1, i + 1, i, i) for i in range(97, 121)),
        "yaml",
        "yaml-feature",
    ),
}


def read(path: Path, form: str) -> str:
    """What reading a file says, in a process that may not take more memory than it should."""
    run = subprocess.run(
        [sys.executable, "-c", READ, str(path), form],
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbooks(name, tmp_path):
    said = read(WORKBOOKS[name](tmp_path / "x.xlsx"), "sheet")
    code = "sheet-unreadable" if name == "a part larger than it says" else "sheet-too-large"
    assert said.startswith(f"0\n{code}: "), said


@pytest.mark.parametrize("name", TABLES)
def test_tables(name, tmp_path):
    content, form, code = TABLES[name]
    path = tmp_path / ("x.yml" if form == "yaml" else "x.csv")
    path.write_bytes(content)
    said = read(path, form)
    assert said.startswith(("0\n", "False\n")), said
    assert f"\n{code}: " in said


def test_a_deep_tree_of_tags_is_no_trouble(tmp_path):
    assert read(workbook(tmp_path / "x.xlsx", b"<a>" * (20 * MB)), "sheet")


def test_a_long_list_is_none_of_these(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx"), {"constant_memory": False}) as book:
        sheet = book.add_worksheet()
        for row in range(25_000):
            sheet.write_row(row, 0, [str(row), f"Người Mẫu {row}", "Ủy ban nhân dân xã Mẫu, huyện Mẫu", "Bằng khen"])
    assert read(tmp_path / "x.xlsx", "sheet") == "1\n"
