"""The yearbook: who stands where in it, that it comes out the same, and that text of records is only ever text."""

import io
import re
import shutil
import unicodedata
from itertools import pairwise

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from bangvang.commands.cli import main
from bangvang.language.vietnamese import LETTERS, person_key, sort_key
from bangvang.paper import book, typesetting
from bangvang.records.structure import texts, walk
from conftest import MINIATURE, load_sound, run
from test_escaping import CODED
from test_withdrawals import withdraw

BASE = "https://kho.example/"
BLOC = "khoi-cac-huyen-binh-minh"
HEADINGS = ("Đã được khen thưởng", "Không còn giá trị", "Mới được đề nghị", "Số liệu theo nguồn")
INDEX = re.compile(r"^(?P<name>.+), (?P<pages>\d+(?:, \d+)*)$", re.MULTILINE)


def read(manuscript):
    """The text of each page, in one line a line of print, footers and all."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(typesetting.typeset("book", manuscript))).pages]


@pytest.fixture(scope="module")
def archive():
    return load_sound(MINIATURE)


@pytest.fixture(scope="module", params=[2023, 2024, BLOC])
def made(request, archive):
    """A book of the miniature archive: its manuscript and its pages."""
    make = book.of_bloc if request.param == BLOC else book.of_year
    manuscript = make(request.param, archive, BASE)
    return manuscript, read(manuscript)


def in_line(text):
    return " ".join(text.split())


def index_of(pages):
    """The pages that the index gives for each name."""
    start = next(place for place, text in enumerate(pages) if re.search(r"^Bảng tra tên$", text, re.MULTILINE))
    found = [(one["name"], one["pages"].split(", ")) for text in pages[start:] for one in INDEX.finditer(text)]
    assert len(found) == len(dict(found)), "a name stands there twice"
    return {name: [int(page) for page in numbers] for name, numbers in found}


def test_the_index_names_everyone_honoured_once_with_the_pages_they_stand_on(made, archive):
    manuscript, pages = made
    honoured = {
        entry["who"] for chapter in manuscript["chapters"] for entry in chapter["conferred"] if entry["named"]
    } | {row[1] for chapter in manuscript["chapters"] for roll in chapter["rolls"] for row in roll["rows"]}
    found = index_of(pages)
    assert set(found) == honoured
    for name, numbers in found.items():
        assert len(numbers) == len(set(numbers))
        for number in numbers:
            assert name in in_line(pages[number - 1]), (name, number)


def test_the_book_of_a_year_has_all_its_awards(archive):
    manuscript = book.of_year(2023, archive, BASE)
    shown = [e["anchor"] for c in manuscript["chapters"] for e in c["conferred"]]
    shown += [row[4] for c in manuscript["chapters"] for roll in c["rolls"] for row in roll["rows"]]
    assert sorted(shown) == sorted(h.anchor for h in archive.honours_of_year[2023] if h.conferred)
    assert len(shown) == 6


def test_the_index_stands_in_vietnamese_order(archive):
    manuscript = book.of_year(2023, archive, BASE)
    people = [one["name"] for one in manuscript["index"]["ten"]]
    collectives = [one["name"] for one in manuscript["index"]["tap-the"]]
    assert people == sorted(people, key=person_key) == ["Y Mẫu Niê Ba", "Hoàng Mẫu Bốn", "Lý Thị Mẫu Một"]
    assert collectives == sorted(collectives, key=sort_key)


def parts_of(pages):
    """What stands under each heading of a book, all chapters together."""
    lines = [line.strip() for text in pages[2:] for line in text.splitlines()]
    marks = [place for place, line in enumerate(lines) if line in (*HEADINGS, "Nội dung", "Còn thiếu", "Nguồn")]
    found = {}
    for start, end in pairwise([*marks, len(lines)]):
        found[lines[start]] = found.get(lines[start], "") + " ".join(lines[start:end])
    return found


def test_proposals_and_lost_awards_stand_apart_and_in_no_index(archive):
    manuscript = book.of_bloc(BLOC, archive, BASE)
    pages = read(manuscript)
    parts = parts_of(pages)
    proposed, lost = "Ủy ban nhân dân huyện Đảo Lúa", "Hợp tác xã Đảo Lúa"
    assert proposed in parts["Mới được đề nghị"]
    assert "Đề nghị chưa phải là khen thưởng" in parts["Mới được đề nghị"]
    assert lost in parts["Không còn giá trị"]
    assert "Hủy bỏ quyết định" in parts["Không còn giá trị"]
    for name in (proposed, lost):
        assert name not in parts["Đã được khen thưởng"]
        assert name not in index_of(pages)


def test_every_page_carries_the_address_and_the_day_of_the_data(made):
    _, pages = made
    for number, text in enumerate(pages, 1):
        assert BASE in text, number
        assert "Dữ liệu đến ngày 1 tháng 1 năm 2025" in in_line(text), number
    assert all(re.search(rf"\b{number}$", text.strip(), re.MULTILINE) for number, text in enumerate(pages[1:], 2))


def test_the_contents_tell_where_chapters_begin(made):
    manuscript, pages = made
    contents = in_line(pages[1]).replace(" .", "").replace(".", " ")
    for chapter in manuscript["chapters"]:
        title = in_line(chapter["title"])
        page = int(re.search(re.escape(title) + r"\s+(\d+)", contents)[1])
        assert title in in_line(pages[page - 1])


def numbers_in(part):
    if isinstance(part, dict):
        for key, value in part.items():
            yield from value if key == "sources" else numbers_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from numbers_in(value)


def test_endnotes_are_numbered_as_they_are_cited(made):
    manuscript, pages = made
    cited = list(dict.fromkeys(numbers_in(manuscript["chapters"])))
    assert sorted(cited) == list(range(1, len(manuscript["sources"]) + 1))
    for source in manuscript["sources"]:
        assert in_line(source["text"]) in in_line(" ".join(pages))


def test_what_is_empty_makes_no_book(archive):
    assert book.of_year(1999, archive) is None


def test_the_same_data_give_the_same_bytes(tmp_path):
    (tmp_path / "data").symlink_to(MINIATURE)
    made = []
    for seed, zone in (("0", "UTC"), ("77", "Asia/Ho_Chi_Minh")):
        outcome = run("bangvang", "book", "--year", "2023", "--out", f"{seed}.pdf", cwd=tmp_path,
                      PYTHONHASHSEED=seed, TZ=zone)  # fmt: skip
        assert outcome.returncode == 0, outcome.stderr
        assert outcome.stdout == f"Đã ghi {seed}.pdf\n"
        made.append((tmp_path / f"{seed}.pdf").read_bytes())
    assert made[0] == made[1]
    outcome = run("bangvang", "book", "--year", "2023", cwd=tmp_path, SOURCE_DATE_EPOCH="1700000000")
    assert outcome.returncode == 0
    other = PdfReader(tmp_path / "ky-yeu-2023.pdf")
    assert "ngày 14 tháng 11 năm 2023" in in_line(other.pages[0].extract_text())
    assert other.metadata.creation_date.year == 2023


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--year", "1999"], "Kho chưa ghi gì của 1999"),
        (["--bloc", "khong-co"], "khong-co"),
        ([], "bangvang book --year"),
        (["--year", "2023", "--bloc", BLOC], "bangvang book --year"),
        (["--year", "2023", "--out", "sach.doc"], "sach.doc"),
    ],
)
def test_what_cannot_be_made_is_said_and_leaves_no_file(arguments, said, tmp_path):
    (tmp_path / "data").symlink_to(MINIATURE)
    outcome = run("bangvang", "book", *arguments, cwd=tmp_path)
    assert outcome.returncode == 1
    assert said in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_book_that_names_a_withdrawn_record_is_not_written(tmp_path):
    data = shutil.copytree(MINIATURE, tmp_path / "data")
    assert run("bangvang", "book", "--year", "2023", "--out", "truoc.pdf", cwd=tmp_path).returncode == 0
    withdraw(data, "person", "khong-con-ai", "Hoàng Mẫu Bốn")  # the record is gone, yet a roll still prints its name
    outcome = run("bangvang", "book", "--year", "2023", cwd=tmp_path)
    assert outcome.returncode == 1
    assert "[withdrawn-name-found]" in outcome.stderr
    assert not (tmp_path / "ky-yeu-2023.pdf").exists()


def test_without_the_extra_the_command_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(typesetting, "ENGINE", "khong_co_goi_nay")
    outcome = CliRunner().invoke(main, ["book", "--year", "2023"])
    assert outcome.exit_code == 1
    assert "pip install 'bangvang[book]'" in outcome.output


HOSTILE = '#panic(1) *a* _b_ $x$ @nguon-1 <khen> `r` \\ // /* ] } ) ~ -- = - + #import "@preview/x:1.0.0" " \''


def test_hostile_text_in_every_field_stays_text():
    archive = load_sound(MINIATURE)
    spoilt = 0
    for root in archive.roots:
        for part in walk(root):
            for (name, *rest), text in list(texts(part)):
                if not (rest or text in archive.records or name.endswith("address") or name in CODED):
                    vars(part)[name] = text + HOSTILE
                    spoilt += 1
    assert spoilt > 80
    seen = 0
    for manuscript in (book.of_year(2023, archive, BASE), book.of_bloc(BLOC, archive, BASE)):
        seen += in_line(" ".join(read(manuscript))).count("#panic(1) *a* _b_ $x$ @nguon-1 <khen> `r`")
    assert seen > 60


def test_the_font_has_every_vietnamese_letter(archive):
    """All letters with all tones come from one family, none from a stand-in or as an empty box."""
    tones = "\u0300\u0309\u0303\u0301\u0323"
    letters = "".join(unicodedata.normalize("NFC", letter + tone) for letter in LETTERS for tone in ("", *tones)
                      if tone == "" or letter in "aăâeêioôơuưy")  # fmt: skip
    letters += letters.upper() + "“”‘’…–—·"
    manuscript = book.of_year(2023, archive, BASE)
    manuscript["chapters"][0]["missing"] = [letters]
    reader = PdfReader(io.BytesIO(typesetting.typeset("book", manuscript)))
    assert letters in "".join("".join(page.extract_text().split()) for page in reader.pages)
    fonts = {str(font.get_object()["/BaseFont"]) for page in reader.pages
             for font in page["/Resources"].get("/Font", {}).values()}  # fmt: skip
    assert fonts
    assert all("LibertinusSerif" in name for name in fonts), fonts


def test_every_year_and_every_bloc_of_the_real_archive_makes_a_book(real):
    made = [book.of_year(year, real, BASE) for year in real.years]
    made += [book.of_bloc(bloc.id, real, BASE) for bloc in real.of("bloc")]
    made = [manuscript for manuscript in made if manuscript]
    assert len(made) > 40
    assert all(typesetting.typeset("book", manuscript).startswith(b"%PDF") for manuscript in made)
