"""Lists as offices make them, into rolls: what is read, what is doubted, and that nothing else is written."""

import random
import shutil

import pytest
import xlsxwriter

from bangvang.files.sheets import read_sheets, write_book
from bangvang.files.tables import FORMULA
from bangvang.language.problems import WARNINGS, Report, as_text
from bangvang.language.words import table
from bangvang.office import importing, workbooks
from bangvang.office.annex import read_annex
from conftest import load_sound, run, silent

TITLE = "(Kèm theo Quyết định số 31/QĐ-UBND ngày 05 tháng 9 năm 2024 của Ủy ban nhân dân tỉnh Bình Minh)"
HEADER = ["STT", "Họ và tên", "Chức vụ, nơi công tác", "Đơn vị", "Hình thức khen thưởng", "Ghi chú"]
KNOWN = importing.Wanted(source="cong-bao-binh-minh")


def book(tmp_path, rows, merged=(), name="ds.xlsx", above=("DANH SÁCH TẶNG BẰNG KHEN NĂM 2024", TITLE)):
    """A workbook as an office makes it; `merged` are (first row, column, last row, text) below the title rows."""
    path = tmp_path / name
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as made:
        sheet = made.add_worksheet("Sheet1")
        for row, cells in enumerate([*([line] for line in above), *rows]):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
        for first, column, last, text in merged:
            sheet.merge_range(first, column, last, column, text)
    return path


def plan(path, data, wanted=KNOWN):
    report = Report()
    return importing.plan(path, data, wanted, load_sound(data), report, silent), report


def told(report):
    return [(str(problem.location), problem.code) for problem in report]


SOUND = [
    HEADER,
    [1, 2, 3, 4, 5, 6],
    ["I", "TẬP THỂ"],
    [1, "Hội Mẫu Sông Trăng", "", "huyện Sông Trăng", "Bằng khen của tỉnh", ""],
    ["II", "CÁ NHÂN (2)"],
    [1, "Bà Trần Mẫu Năm", "Giáo viên", "Trường Mẫu", "Bằng khen của tỉnh", ""],
    [2, "Y Mẫu Niê Sáu", "Nông dân", "xã Mẫu", "", "người dân tộc ghi theo sổ"],
    ["Danh sách này gồm 3 tập thể, cá nhân./."],
    ["", "TM. ỦY BAN NHÂN DÂN"],
]


def test_a_list_as_offices_make_it(tmp_path, miniature):
    path = book(tmp_path, SOUND, merged=[(7, 4, 8, "Bằng khen của tỉnh")])
    change, report = plan(path, miniature)
    assert not report.errors, as_text(report, table())
    assert change.decision == "31-qd-ubnd-2024"
    assert change.is_new
    text = change.files[miniature / "rolls" / "2024" / "31-qd-ubnd-2024.csv"]
    assert text.splitlines() == [
        "row,name,of,kind,printed,honorific,role,unit,note",
        "1,Hội Mẫu Sông Trăng,tập thể,bang-khen,Bằng khen của tỉnh,,,huyện Sông Trăng,",
        "1-1,Trần Mẫu Năm,cá nhân,bang-khen,Bằng khen của tỉnh,Bà,Giáo viên,Trường Mẫu,",
        "2,Y Mẫu Niê Sáu,cá nhân,bang-khen,Bằng khen của tỉnh,,Nông dân,xã Mẫu,người dân tộc ghi theo sổ",
    ]
    record = change.files[miniature / "decisions" / "31-qd-ubnd-2024.yml"]
    assert "issuer: ubnd-tinh-binh-minh" in record
    assert "date: 2024-09-05" in record


def test_importing_twice_changes_nothing_the_second_time(tmp_path, miniature):
    path = book(tmp_path, SOUND, merged=[(7, 4, 8, "Bằng khen của tỉnh")])
    change, _ = plan(path, miniature)
    importing.write(change, silent)
    archive = load_sound(miniature)
    assert [row.name for row in archive.rolls["31-qd-ubnd-2024"].rows][1] == "Trần Mẫu Năm"
    again, report = plan(path, miniature, importing.Wanted())
    assert not report.errors
    assert not again.files
    assert not (again.new or again.changed or again.gone or again.is_new)


def test_what_was_told_by_hand_stays(tmp_path, miniature):
    path = book(tmp_path, SOUND, merged=[(7, 4, 8, "Bằng khen của tỉnh")])
    importing.write(plan(path, miniature)[0], silent)
    roll = miniature / "rolls" / "2024" / "31-qd-ubnd-2024.csv"
    lines = roll.read_text("utf-8").splitlines()
    lines = [lines[0] + ",who", *(line + "," for line in lines[1:])]
    lines[2] += "dang-van-mau-hai"
    roll.write_text("\n".join(lines) + "\n", "utf-8")
    change, report = plan(path, miniature)
    assert not report.errors
    assert not (change.new or change.changed or change.gone)
    shorter = book(tmp_path, [*SOUND[:4], *SOUND[4:6]])
    change, _ = plan(shorter, miniature)
    assert [row["row"] for row in change.gone] == ["2"]
    assert "dang-van-mau-hai" in change.files[roll]


def test_every_doubt_is_named_by_its_cell(tmp_path, miniature):
    rows = [
        [*HEADER, "Ngày sinh", "Số áo"],
        [1, "Trần Mẫu Năm và Lê Mẫu Sáu", "", "", "Bằng khen của tỉnh"],
        [4, "Ngô\u00a0Mẫu", "", "", "Bằng khen của tỉnh"],
        ["Tổng cộng: 5 người"],
    ]
    _, report = plan(book(tmp_path, rows), miniature)
    assert told(report) == [
        ("ds.xlsx, Sheet1!A5", "sheet-number-doubt"),
        ("ds.xlsx, Sheet1!A6", "sheet-total-differs"),
        ("ds.xlsx, Sheet1!B4", "sheet-name-doubt"),
        ("ds.xlsx, Sheet1!B5", "sheet-mended"),
        ("ds.xlsx, Sheet1!G3", "sheet-column-private"),
        ("ds.xlsx, Sheet1!H3", "sheet-column-unknown"),
    ]
    assert {code for _, code in told(report)} <= WARNINGS


def test_private_data_never_leaves_the_sheet(tmp_path, miniature):
    titles = ["Năm sinh", "Địa chỉ", "Số CCCD", "Điện thoại", "SĐT", "N.sinh", "Hộ khẩu"]
    secrets = [1960, "Ngõ 5", "001", "0912", "0913", "1961", "xã X"]
    rows = [[*HEADER, *titles], [1, "Trần Mẫu Năm", "", "", "Bằng khen của tỉnh", "", *secrets]]
    change, report = plan(book(tmp_path, rows), miniature)
    assert [code for _, code in told(report)] == ["sheet-column-private"] * 7
    text = "".join(change.files.values())
    assert not [secret for secret in ("1960", "Ngõ 5", "001", "0912", "0913", "1961", "xã X") if secret in text]


@pytest.mark.parametrize(
    "rows, expected",
    [
        ([HEADER, [1, "", "x", "", "Bằng khen của tỉnh"]], ("B4", "sheet-no-name")),
        ([HEADER, [1, "Lê Mẫu (1970)", "", "", "Bằng khen của tỉnh"]], ("B4", "private-data")),
        ([HEADER, [1, "Lê Mẫu", "", "", "Bằng khen của tỉnh", "sinh 1970"]], ("F4", "private-data")),
        ([HEADER, [1, "Lê Mẫu", "", "", "Huy hiệu lạ"]], ("E4", "sheet-kind-unknown")),
        ([HEADER, [1, "Lê Mẫu Ð", "", "", "Bằng khen của tỉnh"]], ("B4", "lookalike-letter")),
        ([["STT", "Họ và tên", "Đơn vị"], [1, "x", "y"]], ("B4", "sheet-kind-unknown")),
        ([[*HEADER, "Năm khen thưởng"], [1, "Lê Mẫu", "", "", "Bằng khen của tỉnh", "", "20x4"]], ("G4", "year-form")),
        ([["STT", "Tập thể, cá nhân", "Hình thức"], [1, "Lê Mẫu", "Bằng khen của tỉnh"]], ("B4", "sheet-of-unknown")),
        (
            [
                ["STT", "Họ và tên", "Hình thức"],
                ["II", "CÁ NHÂN"],
                [1, "Lê Mẫu", "Bằng khen của tỉnh"],
                ["III", "HỘ GIA ĐÌNH"],
                [1, "Hộ Lê Mẫu Hai", "Bằng khen của tỉnh"],
            ],
            ("B7", "sheet-of-unknown"),
        ),
        (
            [
                ["STT", "Họ và tên", "Cá nhân, tập thể", "Hình thức"],
                [1, "Hộ Lê Mẫu", "hộ gia đình", "Bằng khen của tỉnh"],
            ],
            ("C4", "sheet-of-unknown"),
        ),
    ],
)
def test_what_cannot_be_read_is_an_error_at_its_cell(tmp_path, miniature, rows, expected):
    above = ("DANH SÁCH", TITLE)
    change, report = plan(book(tmp_path, rows, above=above), miniature)
    assert [problem for problem in told(report) if problem[1] not in WARNINGS] == [
        (f"ds.xlsx, Sheet1!{expected[0]}", expected[1])
    ]
    assert not [path for path in change.files if path.suffix == ".csv"]


@pytest.mark.parametrize(
    "above, wanted, code",
    [
        (["DANH SÁCH"], KNOWN, "sheet-decision-unknown"),
        (["DANH SÁCH", TITLE.replace("Bình Minh", "Lạ")], KNOWN, "sheet-issuer-unknown"),
        (["DANH SÁCH", TITLE], importing.Wanted(), "sheet-source-unknown"),
        ([TITLE], KNOWN, "sheet-subject-unknown"),
        (["DANH SÁCH", TITLE], importing.Wanted(decision="15-qd-ubnd-2023"), "sheet-decision-differs"),
        (["DANH SÁCH", TITLE], importing.Wanted(decision="khong-co"), "broken-reference"),
    ],
)
def test_the_decision_must_be_certain(tmp_path, miniature, above, wanted, code):
    rows = [HEADER, [1, "Lê Mẫu", "", "", "Bằng khen của tỉnh"]]
    _, report = plan(book(tmp_path, rows, above=above), miniature, wanted)
    assert [problem.code for problem in report if problem.is_error] == [code]


@pytest.mark.parametrize("sign", FORMULA[:4])
def test_no_formula_comes_in(tmp_path, miniature, sign):
    rows = [HEADER, [1, f"{sign}cmd|'/c calc'!A1", "", "", "Bằng khen của tỉnh"]]
    change, report = plan(book(tmp_path, rows), miniature)
    assert ("ds.xlsx, Sheet1!B4", "formula-text") in told(report)
    assert not change.files


def test_no_formula_goes_out(tmp_path, miniature):
    """Text that looks like a formula or a link is written as text."""
    people = miniature / "people" / "binh-minh.yml"
    people.write_text(people.read_text("utf-8").replace("Lý Thị Mẫu Một", "'=HYPERLINK(\"http://x\")'"), "utf-8")
    path = tmp_path / "out.xlsx"
    write_book(path, workbooks.whole_archive(load_sound(miniature)), "Kho Mẫu")
    shutil.unpack_archive(path, tmp_path / "out", "zip")
    sheets = [part.read_text("utf-8") for part in (tmp_path / "out" / "xl" / "worksheets").glob("*.xml")]
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet]
    report = Report()
    assert '=HYPERLINK("http://x")' in [cell for row in read_sheets(path, report)[0].rows for cell in row]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old", b"<html></html>"])
def test_what_is_no_workbook_is_said_to_be_none(tmp_path, data):
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    report = Report()
    assert read_sheets(path, report) == []
    assert [problem.code for problem in report] == ["sheet-unreadable"]


def test_a_sheet_without_a_table_says_so(tmp_path, miniature):
    report = Report()
    path = book(tmp_path, [["Kính gửi", "các đơn vị"]])
    read_annex(path.name, read_sheets(path, report), "", load_sound(miniature), report, silent)
    assert [problem.code for problem in report] == ["sheet-no-table"]


def test_a_unit_holds_for_its_part_and_the_parts_within(tmp_path, miniature):
    rows = [
        ["STT", "Họ và tên", "Hình thức khen thưởng"],
        ["A", "Sở Mẫu"],
        ["I", "CÁ NHÂN"],
        [1, "Lê Mẫu", "Bằng khen của tỉnh"],
        ["B", "CÁ NHÂN KHÁC"],
        [1, "Ngô Mẫu", "Bằng khen của tỉnh"],
    ]
    change, report = plan(book(tmp_path, rows), miniature)
    assert not report.errors, as_text(report, table())
    assert [(row["name"], row.get("unit")) for row in change.new] == [("Lê Mẫu", "Sở Mẫu"), ("Ngô Mẫu", None)]


def test_two_tables_and_a_header_of_two_rows(tmp_path, miniature):
    """People and collectives in tables of their own, one with a header over two rows, repeated on the next page."""
    rows = [
        ["I. TẬP THỂ"],
        ["TT", "Tên đơn vị", "Hình thức khen thưởng"],
        [1, "Công ty Mẫu 2", "Bằng khen của tỉnh"],
        [2, "Cộng đồng Mẫu", "Bằng khen của tỉnh"],
        ["Danh sách gồm 02 tập thể"],
        ["II. CÁ NHÂN"],
        ["TT", "Họ và tên", "Năm sinh", "", "Chức vụ", "Hình thức khen thưởng"],
        ["", "", "Nam", "Nữ", "", ""],
        [1, "Lê Mẫu", 1970, "", "Thợ", "Bằng khen của tỉnh"],
        ["TT", "Họ và tên", "Năm sinh", "", "Chức vụ", "Hình thức khen thưởng"],
        [2, "Ngô Mẫu", "", 1980, "Thợ", "Bằng khen của tỉnh"],
        ["(Danh sách có 02 cá nhân)"],
        ["", "CHỦ TỊCH"],
    ]
    merged = [(8, column, 9, rows[6][column]) for column in (0, 1, 4, 5)]
    change, report = plan(book(tmp_path, rows, merged), miniature)
    assert not report.errors, as_text(report, table())
    assert [(row["row"], row["name"], row["of"]) for row in change.new] == [
        ("1", "Công ty Mẫu 2", "tập thể"),
        ("2", "Cộng đồng Mẫu", "tập thể"),
        ("1-1", "Lê Mẫu", "cá nhân"),
        ("1-2", "Ngô Mẫu", "cá nhân"),
    ]
    assert {code for _, code in told(report)} <= {"sheet-column-private", "sheet-column-unknown", "sheet-rest-unread"}
    assert "1970" not in "".join(change.files.values())


def test_semicolons_and_a_byte_order_mark_are_no_mistake(tmp_path, miniature):
    path = tmp_path / "ds.csv"
    lines = [TITLE, "DANH SÁCH KHEN", ";".join(HEADER), "1;Lê Mẫu;Giáo viên;;Bằng khen của tỉnh;"]
    path.write_text("\n".join(lines), "utf-8-sig")
    change, report = plan(path, miniature)
    assert not report.errors, as_text(report, table())
    assert [row["name"] for row in change.new] == ["Lê Mẫu"]


def test_a_roll_goes_out_and_comes_back_as_it_is(tmp_path, miniature):
    archive = load_sound(miniature)
    path = tmp_path / "16.xlsx"
    write_book(path, workbooks.list_of("16-qd-ubnd-2023", archive), "Kho Mẫu")
    first = path.read_bytes()
    change, report = plan(path, miniature, importing.Wanted(decision="16-qd-ubnd-2023"))
    assert not report.errors, as_text(report, table())
    assert not (change.new or change.changed or change.gone), change
    write_book(path, workbooks.list_of("16-qd-ubnd-2023", archive), "Kho Mẫu")
    assert path.read_bytes() == first


def test_the_commands_preview_write_and_come_to_rest(tmp_path, miniature):
    root = miniature.parent
    path = book(tmp_path, SOUND, merged=[(7, 4, 8, "Bằng khen của tỉnh")])
    command = ("bangvang", "import", str(path), "--source", "cong-bao-binh-minh")
    preview = run(*command, cwd=root)
    assert preview.returncode == 0, preview.stderr
    assert "3 dòng: 3 mới, 0 đổi, 0 bỏ" in preview.stdout
    assert not (miniature / "rolls" / "2024").exists()
    assert run(*command, "--write", cwd=root).returncode == 0
    assert (miniature / "rolls" / "2024" / "31-qd-ubnd-2024.csv").exists()
    again = run(*command, "--write", cwd=root)
    assert "không có gì để ghi" in again.stderr
    for what in (["template", "xlsx"], ["export", "xlsx"], ["export", "xlsx", "--decision", "31-qd-ubnd-2024"]):
        made = run("bangvang", *what, cwd=root)
        assert made.returncode == 0, made.stderr
    assert {"danh-sach-mau.xlsx", "bang-vang.xlsx", "31-qd-ubnd-2024.xlsx"} <= {path.name for path in root.iterdir()}


def test_the_template_can_be_filled_and_imported(tmp_path, miniature):
    sheets = workbooks.list_to_fill(load_sound(miniature))
    sheets[0].above = ["DANH SÁCH ĐƯỢC TẶNG BẰNG KHEN", TITLE]
    sheets[0].rows = [[1, "Lê Mẫu", "cá nhân", "", "Thợ", "Xưởng", "Bằng khen của tỉnh", "", "2024", "x", "", "", ""]]
    path = tmp_path / "mau.xlsx"
    write_book(path, sheets, "Kho Mẫu")
    change, report = plan(path, miniature)
    assert not list(report), as_text(report, table())
    assert change.new[0]["posthumous"] == "true"


ONE = [1, "Lê Mẫu", "Thợ", "", "Bằng khen của tỉnh"]


def names(change) -> list[str]:
    return [row["name"] for row in change.new]


@pytest.mark.parametrize(
    "rows, read, codes",
    [
        # a subtotal ends no list, signatures are nobody
        ([HEADER, ["I", "TẬP THỂ"], [1, "Tổ Mẫu", "", "", "Bằng khen của tỉnh"], ["Cộng: 1 tập thể"], ["II", "CÁ NHÂN"],
          ONE, ["Cộng: 1 cá nhân"], ["", "NGƯỜI LẬP", "", "CHỦ TỊCH"], ["", "Trần Mẫu Ký", "", "Ngô Mẫu Ký"]],
         ["Tổ Mẫu", "Lê Mẫu"], {"sheet-rest-unread"}),
        # before the total, a line that may be someone is not passed over in silence
        ([HEADER, ONE, ["", "Hoàng Mẫu"]], ["Lê Mẫu"], {"sheet-row-unclear"}),
        # a cell that is called like a column is no header
        ([[*HEADER, "Đối tượng"], [*ONE, "", "cá nhân"], [2, "Ngô Mẫu", "", "", "Bằng khen của tỉnh", "", "cá nhân"]],
         ["Lê Mẫu", "Ngô Mẫu"], set()),
        # a name over two columns
        ([["STT", "Họ và tên", "", "Hình thức"], [1, "Nguyễn Văn", "Mẫu", "Bằng khen của tỉnh"]],
         ["Nguyễn Văn Mẫu"], set()),
        # a header over two rows that is not merged
        ([["STT", "Họ và tên", "Hình thức", "Năm sinh", ""], ["", "", "", "Nam", "Nữ"],
          [1, "Lê Mẫu", "Bằng khen của tỉnh", "1970", ""]],
         ["Lê Mẫu"], {"sheet-column-private", "sheet-column-unknown"}),
        # a family name that is also a form of address
        ([HEADER, [1, "Ông Ích Mẫu", "", "", "Bằng khen của tỉnh"]], ["Ông Ích Mẫu"], {"sheet-name-doubt"}),
    ],
)  # fmt: skip
def test_nobody_is_lost_and_nobody_is_made(tmp_path, miniature, rows, read, codes):
    change, report = plan(book(tmp_path, rows), miniature)
    assert not report.errors, as_text(report, table())
    assert names(change) == read
    assert {code for _, code in told(report)} == codes


@pytest.mark.parametrize(
    "rows, above, code",
    [
        ([HEADER, ["", "Trần Mẫu", "Thợ"]], ["DANH SÁCH", TITLE], "sheet-no-number"),
        ([HEADER, ["I", "Bằng khen của tỉnh"], ["II", "Huân chương Mẫu"], [1, "Lê Mẫu"]], ["DANH SÁCH", TITLE],
         "sheet-kind-unknown"),
        ([HEADER, ONE], ["DANH SÁCH ĐỀ NGHỊ TẶNG BẰNG KHEN", TITLE], "sheet-proposal"),
        ([[*HEADER[:4], "Hình thức đề nghị khen thưởng"], ONE], ["DANH SÁCH", TITLE], "sheet-proposal"),
        ([HEADER, [1, "Lê Mẫu", "học sinh lớp 3", "", "Bằng khen của tỉnh"]], ["DANH SÁCH", TITLE], "minor-named"),
        ([HEADER, ONE], ["DANH SÁCH", TITLE.replace("05 tháng 9", "31 tháng 2")], "date-impossible"),
        ([HEADER], ["DANH SÁCH", TITLE], "sheet-no-table"),
        ([HEADER, [*ONE, "19/5/1970"]], ["DANH SÁCH", TITLE], "private-data"),
    ],
)  # fmt: skip
def test_what_would_be_false_or_unsound_is_refused(tmp_path, miniature, rows, above, code):
    change, report = plan(book(tmp_path, rows, above=above), miniature)
    assert code in {code for _, code in told(report)}
    assert not change.files


def test_an_empty_list_empties_no_roll(tmp_path, miniature):
    path = tmp_path / "ds.csv"
    path.write_text("", "utf-8")
    change, report = plan(path, miniature, importing.Wanted(decision="16-qd-ubnd-2023"))
    assert report.errors
    assert not change.files


def test_what_was_told_of_one_never_goes_to_another(tmp_path, miniature):
    """Someone is put on top of a list, so all numbers change: a record named by hand stays with who was meant."""
    rows = [HEADER, ONE, [2, "Ngô Mẫu", "", "", "Bằng khen của tỉnh"]]
    importing.write(plan(book(tmp_path, rows), miniature)[0], silent)
    roll = miniature / "rolls" / "2024" / "31-qd-ubnd-2024.csv"
    lines = roll.read_text("utf-8").splitlines()
    roll.write_text("\n".join([lines[0] + ",who", lines[1] + ",dang-van-mau-hai", lines[2] + ","]) + "\n", "utf-8")
    more = [HEADER, [1, "Hồ Mẫu", "", "", "Bằng khen của tỉnh"], [2, *ONE[1:]], [3, *rows[2][1:]]]
    change, report = plan(book(tmp_path, more), miniature)
    assert not report.errors, as_text(report, table())
    importing.write(change, silent)
    assert {row.name: row.who for row in load_sound(miniature).rolls["31-qd-ubnd-2024"].rows} == {
        "Hồ Mẫu": None,
        "Lê Mẫu": "dang-van-mau-hai",
        "Ngô Mẫu": None,
    }


def test_a_decision_of_another_issuer_is_another(tmp_path, miniature):
    title = "(Kèm theo Quyết định số 16/QĐ-UBND ngày 21/12/2023 của Ủy ban nhân dân huyện Sông Trăng)"
    path = book(tmp_path, [HEADER, ONE], above=["DANH SÁCH", title])
    for wanted in (KNOWN, importing.Wanted(decision="16-qd-ubnd-2023")):
        change, report = plan(path, miniature, wanted)
        assert report.errors
        assert not change.files


def test_no_file_is_overwritten(tmp_path, miniature):
    there = miniature / "decisions" / "31-qd-ubnd-2024.yml"
    there.write_text((miniature / "decisions" / "2023.yml").read_text("utf-8"), "utf-8")
    (miniature / "decisions" / "2023.yml").unlink()
    _, report = plan(book(tmp_path, [HEADER, ONE]), miniature)
    assert "sheet-file-exists" in {code for _, code in told(report)}


def test_a_subject_is_text_whatever_it_holds(tmp_path, miniature):
    wanted = importing.Wanted(source="cong-bao-binh-minh", subject='Tặng: "a"\n    signer: X # b')
    change, report = plan(book(tmp_path, [HEADER, ONE]), miniature, wanted)
    assert not report.errors, as_text(report, table())
    importing.write(change, silent)
    decision = load_sound(miniature)["31-qd-ubnd-2024"]
    assert decision.signer is None
    assert decision.subject == " ".join(wanted.subject.split())


@pytest.mark.parametrize("text", ["\n\nSTT;Họ tên\n1;a\n\n;;;;\n2", 'STT,Họ tên\n1,"a', "a\rb\rc"])
def test_ragged_csv_is_no_trouble(tmp_path, miniature, text):
    path = tmp_path / "ds.csv"
    path.write_text(text, "utf-8")
    _, report = plan(path, miniature)
    assert report.errors


def test_broken_workbooks_break_nothing(tmp_path):
    sound = book(tmp_path, SOUND).read_bytes()
    chance = random.Random(5)
    for _ in range(300):
        data = bytearray(sound)
        for _ in range(chance.randrange(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path = tmp_path / "x.xlsx"
        path.write_bytes(bytes(data[: chance.randrange(len(data))] if chance.random() < 0.2 else data))
        report = Report()
        assert isinstance(read_sheets(path, report), list)


def test_cells_spread_over_a_vast_area_are_refused(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1048575, 16383, "b")
    report = Report()
    assert read_sheets(path, report) == []
    assert [problem.code for problem in report] == ["sheet-too-large"]


def test_hidden_sheets_are_not_read_and_it_is_said(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet("A").write(0, 0, "a")
        hidden = made.add_worksheet("B")
        hidden.hide()
    report = Report()
    assert [sheet.name for sheet in read_sheets(path, report)] == ["A"]
    assert [problem.code for problem in report] == ["sheet-hidden"]


@pytest.mark.parametrize("command", [
    ["export", "xlsx", "--to", "data/archive.yml"],
    ["export", "xlsx", "--to", "khong/co/x.xlsx"],
    ["template", "xlsx", "--to", "thu-muc.xlsx"],
    ["new", "person", "a" * 300, "--write"],
    ["new", "year", "khoi", "abc", "--write"],
])  # fmt: skip
def test_what_cannot_be_written_is_said(miniature, command):
    (miniature.parent / "thu-muc.xlsx").mkdir()
    before = (miniature / "archive.yml").read_bytes()
    outcome = run("bangvang", *command, cwd=miniature.parent)
    assert outcome.returncode in (1, 2)
    assert "Traceback" not in outcome.stderr
    assert (miniature / "archive.yml").read_bytes() == before


def test_nothing_is_made_outside_a_project(tmp_path):
    assert run("bangvang", "new", "person", "moi", "--write", cwd=tmp_path).returncode == 1
    assert not list(tmp_path.iterdir())
