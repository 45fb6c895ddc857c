"""The proof slip: what stands on it, that its code leads to its award, and that its fingerprint can be checked."""

import gzip
import hashlib
import zlib
from base64 import b64decode
from itertools import product

import pytest
import zxingcpp
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser

from bangvang.archive.fingerprint import canonical, fingerprint
from bangvang.drawing import qr
from bangvang.drawing.rendering import Renderer
from conftest import MINIATURE, load_sound, opened_pages, run

BASE = "https://kho.example/bang-vang/"


@pytest.fixture(scope="module")
def heroes():
    """The pages of honour of the miniature archive, by id."""
    archive = load_sound(MINIATURE)
    renderer = Renderer(archive, home=BASE)
    return {
        page.values["record"].id: LexborHTMLParser(renderer.page(page)["content"])
        for page in opened_pages(archive)
        if page.template == "hero.html"
    }


def words_of(node):
    return " ".join(node.text(separator=" ").split())


def read_code(image):
    """What a phone reads from a code drawn a pixel a module, with a quiet zone around it."""
    png, lines, at = b64decode(image.attributes["src"].removeprefix("data:image/png;base64,")), b"", 8
    side = int.from_bytes(png[16:20])
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        lines += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    lines = zlib.decompress(lines)
    stride, quiet, scale = (side + 7) // 8 + 1, 4, 4
    wide = (side + 2 * quiet) * scale
    pixels = bytearray(b"\xff" * wide * wide)
    for y, x in product(range(side), repeat=2):
        if not lines[y * stride + 1 + x // 8] >> (7 - x % 8) & 1:
            for row in range((y + quiet) * scale, (y + quiet + 1) * scale):
                start = row * wide + (x + quiet) * scale
                pixels[start : start + scale] = bytes(scale)
    return zxingcpp.read_barcode(memoryview(pixels).cast("B", (wide, wide))).text


def test_every_award_that_stands_has_one_slip_and_nothing_else_has(heroes):
    archive = load_sound(MINIATURE)
    shown = [honour for honour in archive.honours if honour.award.recipient.who and honour.conferred]
    slips = [slip for page in heroes.values() for slip in page.css("details.bv-slip")]
    assert len(slips) == len(shown) > 5
    assert not heroes["hop-tac-xa-dao-lua"].css("details.bv-slip, .bv-qr")  # its only award was annulled
    for page in heroes.values():
        assert not page.css(".bv-entry .bv-slip, .bv-ended .bv-slip")


def test_the_code_and_the_address_lead_to_the_award(heroes):
    read = 0
    for id, page in heroes.items():
        for slip in page.css("details.bv-slip"):
            address = f"{BASE}vinh-danh/{id}/#{slip.parent.attributes['id']}"
            assert read_code(slip.css_first(".bv-qr")) == address
            assert address in words_of(slip)
            read += 1
    assert read > 5


@pytest.mark.parametrize("length", [20, 60, 120, 200])
def test_codes_of_any_length_can_be_read(length):
    text = (BASE + "vinh-danh/ngươi-mẫu/#" + "ngoi-sao-2024--" * 20)[:length]
    assert read_code(LexborHTMLParser(qr.image(text)).css_first("img")) == text


def test_a_slip_says_who_what_by_whom_and_from_where(heroes):
    slip = words_of(heroes["nhan-dan-huyen-nui-may"].css_first("details.bv-slip"))
    for told in (
        "Nhân dân và cán bộ huyện Núi Mây",
        "Tên khi được khen, như in: Nhân dân và cán bộ Núi Mây",
        "Cờ thi đua xuất sắc",
        "Cờ thi đua của tỉnh",
        "Quyết định số 15/QĐ-UBND, ngày 20 tháng 12 năm 2023 , Lý Văn Mẫu Không ký",
        "Cơ quan tặng Ủy ban nhân dân tỉnh Bình Minh",
        "Cơ quan đề nghị Hội nghị",
        "Dẫn đầu khối",
        "Báo Bình Minh, Khối các huyện tổng kết năm 2023",
        "https://bao.example/2023?a=1&b=2",
        "ngày 9 tháng 1 năm 2024",
    ):
        assert told.replace(" ,", ",") in slip.replace(" ,", ","), told
    posthumous = words_of(heroes["ly-thi-mau-mot"].css_first("details.bv-slip"))
    assert "Đại úy Lý Thị Mẫu Một" in posthumous
    assert "được truy tặng" in posthumous
    assert "kho chưa ghi được số quyết định" in posthumous


def test_a_slip_numbers_its_sources_as_the_page_does(heroes):
    for page in heroes.values():
        of_page = {i: words_of(item) for i, item in enumerate(page.css(".bv-sources li"), 1)}
        for item in page.css(".bv-slip__sources li"):
            publisher = words_of(item).split(",")[0]
            assert of_page[int(item.attributes["value"])].startswith(publisher)


def test_without_an_address_there_is_no_code():
    archive = load_sound(MINIATURE)
    page = next(page for page in opened_pages(archive) if page.address == "vinh-danh/ly-thi-mau-mot/")
    content = LexborHTMLParser(Renderer(archive).page(page)["content"])
    assert content.css("details.bv-slip")
    assert not content.css(".bv-qr")
    assert "vinh-danh/ly-thi-mau-mot/#ngoi-sao-2024--mau-mot" in content.text()


def find(archive, anchor):
    return next(honour for honour in archive.honours if honour.anchor == anchor)


ANCHOR = "khoi-cac-huyen-binh-minh-2023--co-nui-may"


def test_the_fingerprint_stands_on_the_slip_and_is_printed_by_the_command(heroes, tmp_path):
    told = fingerprint(find(load_sound(MINIATURE), ANCHOR), load_sound(MINIATURE))
    assert told in words_of(heroes["nhan-dan-huyen-nui-may"].css_first("details.bv-slip"))
    (tmp_path / "data").symlink_to(MINIATURE)
    printed = run("bangvang", "fingerprint", ANCHOR, cwd=tmp_path)
    assert printed.stdout.split() == [told, ANCHOR]
    assert run("bangvang", "fingerprint", "nhan-dan-huyen-nui-may", cwd=tmp_path).stdout == printed.stdout
    text = run("bangvang", "fingerprint", ANCHOR, "--text", cwd=tmp_path).stdout
    assert hashlib.sha256(text.encode("utf-8")).hexdigest() == told


@pytest.mark.parametrize("id", ["khong-co", "hop-tac-xa-dao-lua", "khoi-cac-huyen-binh-minh-2023--bang-khen-dao-lua"])
def test_what_is_no_award_has_no_fingerprint(id, tmp_path):
    (tmp_path / "data").symlink_to(MINIATURE)
    outcome = run("bangvang", "fingerprint", id, cwd=tmp_path)
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert id in outcome.stderr


COVERED = [
    ("years/2023/khoi-cac-huyen-binh-minh.yml", "reason: Dẫn đầu khối", "reason: Đứng đầu khối"),
    ("years/2023/khoi-cac-huyen-binh-minh.yml", "date: 2023-12-20\n", "date: 2023-12-21\n"),
    ("years/2023/khoi-cac-huyen-binh-minh.yml", "trao Cờ cho Nhân dân", "trao cờ cho Nhân dân"),
    ("decisions/2023.yml", "signer: Lý Văn Mẫu Không", "signer: Lý Văn Mẫu Chín"),
    ("decisions/2023.yml", "number: 15/QĐ-UBND", "number: 15a/QĐ-UBND"),
    ("organisations/binh-minh.yml", "name: Nhân dân và cán bộ huyện Núi Mây", "name: Nhân dân, cán bộ huyện Núi Mây"),
    ("sources/2024.yml", "title: Khối các huyện tổng kết năm 2023", "title: Các huyện tổng kết năm 2023"),
    ("sources/2024.yml", "published: 2024-01-09", "published: 2024-01-10"),
    ("sources/2024.yml", "sha256: 0123", "sha256: 1123"),
]


@pytest.mark.parametrize(("file", "old", "new"), COVERED)
def test_the_fingerprint_changes_with_what_it_covers(miniature, file, old, new):
    before = load_sound(miniature)
    path = miniature / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    after = load_sound(miniature)
    assert fingerprint(find(after, ANCHOR), after) != fingerprint(find(before, ANCHOR), before)


def test_the_fingerprint_stays_with_all_else(miniature):
    """Comments, other awards, remarks on a source, the order of keys: none of them is in it."""
    before = load_sound(miniature)
    for file, old, new in (
        ("years/2023/khoi-cac-huyen-binh-minh.yml", "note: Chưa có quyết định.", "note: Còn chờ."),
        ("years/2023/khoi-cac-huyen-binh-minh.yml", "    kind: co-thi-dua\n", "    # ghi lại\n    kind: co-thi-dua\n"),
        ("sources/2024.yml", "Tin thời tiết ở cuối trang", "Tin khác"),
    ):
        path = miniature / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
    after = load_sound(miniature)
    assert canonical(find(after, ANCHOR), after) == canonical(find(before, ANCHOR), before)


def test_fingerprints_tell_all_awards_apart(real):
    found = {fingerprint(honour, real) for honour in real.honours}
    assert len(found) == len(real.honours)


def test_pages_of_honour_stay_small(site):
    """12 KB compressed, so that a page comes in one go over a slow line."""
    for path in sorted((site / "vinh-danh").rglob("index.html")):
        assert len(gzip.compress(path.read_bytes(), 9)) <= 12 * 1024, path


def test_on_paper_each_award_has_a_sheet_and_the_page_nothing_else(address, site, browser, tmp_path):
    """Chromium's own print, read back."""
    count, id = max(
        (path.read_text("utf-8").count('<details class="bv-slip"'), path.parent.name)
        for path in (site / "vinh-danh").glob("*/index.html")
    )
    assert count > 1
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(f"{address}vinh-danh/{id}/")
        page.pdf(path=str(tmp_path / "in.pdf"), prefer_css_page_size=True)
        sheets = [sheet.extract_text() for sheet in PdfReader(tmp_path / "in.pdf").pages]
        assert len(sheets) == count
        for sheet in sheets:
            assert "tríchlụckhenthưởng" in "".join(sheet.split()).lower()  # subsets of a font part the letters
            assert "SHA-256" in sheet
        context.close()


def test_the_button_prints_one_slip(address, site, browser):
    id = next(
        p.parent.name
        for p in sorted((site / "vinh-danh").glob("*/index.html"))
        if p.read_text("utf-8").count('<details class="bv-slip"') > 1
    )
    page = browser.new_page()
    page.goto(f"{address}vinh-danh/{id}/")
    page.evaluate(
        "window.print = () => { dispatchEvent(new Event('beforeprint')); window.printed = "
        "[[...document.querySelectorAll('.bv-printed')].length, "
        "[...document.querySelectorAll('.bv-slip')].filter((slip) => slip.open).length]; "
        "dispatchEvent(new Event('afterprint')) }"
    )
    page.get_by_role("button", name="In phiếu").last.click()
    one, opened = page.evaluate("window.printed")
    assert one == 1
    assert opened > 1
    assert page.locator(".bv-printed, .bv-slip[open]").count() == 0
    page.close()


def test_every_sheet_of_another_page_carries_the_archive_the_day_and_the_address(address, site, browser, tmp_path):
    """The foot comes again on each, and nothing of it is lost."""
    long = max((site / "khoi").glob("*/*/index.html"), key=lambda path: path.stat().st_size)
    name = long.parent.relative_to(site).as_posix()
    page = browser.new_page()
    page.goto(f"{address}{name}/")
    page.pdf(path=str(tmp_path / "in.pdf"), prefer_css_page_size=True)
    page.close()
    sheets = ["".join(sheet.extract_text().split()) for sheet in PdfReader(tmp_path / "in.pdf").pages]
    assert len(sheets) > 2
    for number, sheet in enumerate(sheets, 1):
        assert f"{address}{name}/" in sheet
        assert "Bảndữliệu" in sheet
        assert f"{number}/{len(sheets)}" in sheet
