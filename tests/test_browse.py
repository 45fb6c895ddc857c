"""Lists and the alphabet: everybody honoured once in each order, in parts that a phone can load and that lead on."""

import random

import pytest
from selectolax.lexbor import LexborHTMLParser

from bangvang.drawing.rendering import Renderer
from bangvang.language.vietnamese import initial, person_key, sort_key
from bangvang.open_data.open_data import OpenData
from bangvang.pages.lists import ROOM, Section, cut
from bangvang.pages.types import pages
from conftest import MINIATURE, load_sound
from large import DECISION, FAMILY, GIVEN, MIDDLE, project

HEAVIEST = 60_000 - 15_000
"""Bytes that the content of a page may have, where its frame takes the rest."""

SHORT = ["Ân", "Ăng", "An", "Đạt", "Dũng", "Hà", "Hả", "Hạ", "Đức", "Ý", "Uyên", "Ước"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The miniature with a long roll, many units, their awards and proposals, and many decisions."""
    data = project(tmp_path_factory.mktemp("browse") / "kho") / "data"
    chance = random.Random(4)
    lines = ["row,name,of,kind,printed,role,unit,year"]
    for number in range(1, 4001):
        name = " ".join(map(chance.choice, (FAMILY, MIDDLE, GIVEN + SHORT)))
        lines.append(f"{number},{name},cá nhân,bang-khen,Bằng khen,Giáo viên,Trường số {number},2023")
    lines += [f"{number},Tổ {number},tập thể,bang-khen,Bằng khen,,,2023" for number in range(4001, 4301)]
    lines.append("4301,1-2-3,tập thể,bang-khen,Bằng khen,,,2023")
    (data / "rolls" / "2023" / f"{DECISION}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    units, awards, decisions = [], [], []
    for number in range(1200):
        units.append(
            f"  - {{id: to-{number}, name: Tổ sản xuất {number}, kind: enterprise, place: huyen-nui-may, "
            "parent: ubnd-tinh-binh-minh}\n"
        )
        step = "conferred" if number % 3 else "proposed"
        awards.append(
            f"  - {{id: to-{number}, kind: bang-khen, printed: Bằng khen, year: 2024, recipient: {{who: to-{number}}}, "
            f"steps: [{{step: {step}, by: ubnd-tinh-binh-minh, date: 2024-05-01}}]}}\n"
        )
        decisions.append(
            f"  - {{id: {number}-qd-ubnd-2022, number: {number}/QĐ-UBND, date: 2022-12-20, "
            "issuer: ubnd-tinh-binh-minh, subject: Tặng Bằng khen cho các tổ sản xuất}\n"
        )
    head = "source: cong-bao-binh-minh\n"
    (data / "organisations" / "to.yml").write_text(f"{head}organisations:\n{''.join(units)}", "utf-8")
    (data / "decisions" / "2022.yml").write_text(f"{head}decisions:\n{''.join(decisions)}", "utf-8")
    announced = f"id: to-2024\nname: Các tổ được khen năm 2024\n{head}awards:\n{''.join(awards)}"
    (data / "awards" / "2024" / "to-2024.yml").write_text(announced, "utf-8")
    return load_sound(data)


@pytest.fixture(scope="module")
def made(archive):
    return {page.address: page for page in pages(archive)}


@pytest.fixture(scope="module")
def renderer(archive, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    data = OpenData(archive, "", folder, {})
    data.tell(data.write())
    return Renderer(archive, data=data)


def listed(made, order: str) -> list:
    """The records on the pages of an order, page after page."""
    return [
        record
        for page in made.values()
        if page.address.startswith(f"danh-sach/{order}/") and page.template == "letter.html"
        for record in page.values["list"].sections[0].items
    ]


@pytest.mark.parametrize("order", ["ten", "ho", "tap-the"])
def test_everybody_honoured_stands_once_in_each_order(made, archive, order):
    due = [record.id for record in [*archive.honoured, *archive.rolled]
           if archive.is_person(record.id) == (order != "tap-the")]  # fmt: skip
    assert sorted(record.id for record in listed(made, order)) == sorted(due)
    assert len(due) > 1000


def test_who_was_only_proposed_stands_in_none(made, archive):
    proposed = {f"to-{number}" for number in range(0, 1200, 3)}
    assert not proposed & {record.id for order in archive.alphabet for record in listed(made, order)}
    assert {f"to-{number}" for number in range(1, 1200, 3)} <= {record.id for record in listed(made, "tap-the")}


def test_the_order_is_vietnamese(made):
    given = [record.name.split()[-1] for record in listed(made, "ten")]
    assert list(dict.fromkeys(word for word in given if word in SHORT)) == sorted(SHORT, key=sort_key)
    assert sorted(SHORT, key=sort_key)[:7] == ["An", "Ăng", "Ân", "Dũng", "Đạt", "Đức", "Hà"]
    assert [initial(word) for word in ("Ấn", "Ắng", "Đạt", "Ửng", "H'Hen", "1-2")] == ["â", "ă", "đ", "ư", "h", ""]
    for order, key in (("ten", person_key), ("ho", sort_key), ("tap-the", sort_key)):
        by_letter = {}
        for page in made.values():
            if page.template == "letter.html" and page.values["order"] == order:
                names = [record.name for record in page.values["list"].sections[0].items]
                by_letter.setdefault(page.values["letter"], []).extend(names)
        for letter, names in by_letter.items():
            assert names == sorted(names, key=key)
            assert {initial(name.split()[-1] if order == "ten" else name) for name in names} == {letter}


def test_the_parts_of_every_list_lead_to_each_other(made, renderer):
    long = [page for page in made.values() if "list" in page.values and len(page.values["list"].addresses) > 1]
    kinds = {page.address.split("/")[0] for page in long}
    assert {"danh-sach", "nam", "noi", "hinh-thuc", "quyet-dinh", "don-vi", "nguon"} <= kinds
    for page in long:
        part = page.values["list"]
        assert page.address == part.address
        assert set(part.addresses) <= {*made, "don-vi/", "quyet-dinh/"}
        html = LexborHTMLParser(renderer.page(page)["content"])
        root = "../" * page.address.count("/")
        links = [link.attributes["href"] for link in html.css(".bv-parts a")]
        assert links == [root + address for address in part.addresses]
        assert [link.text() for link in html.css(".bv-parts a[aria-current]")] == [part.span]
        turn = {link.attributes["rel"]: link.attributes["href"] for link in html.css(".bv-turn a[rel]")}
        if part.number > 1:
            assert turn["prev"] == root + part.addresses[part.number - 2]
        if part.number < len(part.addresses):
            assert turn["next"] == root + part.addresses[part.number]


def test_no_page_is_heavier_than_the_limit(made, renderer):
    for page in made.values():
        if "list" in page.values:
            assert len(renderer.page(page)["content"].encode()) <= HEAVIEST, page.address
    for slot in renderer.slots - {"dictionary"}:  # which is as long for every archive
        assert len(renderer.slot(slot, "../").encode()) <= HEAVIEST, slot


def test_the_entry_tells_namesakes_apart_and_marks_the_letter(made, renderer, archive):
    page = made["danh-sach/ten/dd/"]
    texts = renderer.page(page)
    html = LexborHTMLParser(texts["content"])
    assert texts["title"] == "Người được khen, xếp theo tên: chữ Đ"
    assert texts["summary"].startswith(f"{page.values['list'].total} cá nhân được khen, tên bắt đầu bằng chữ Đ")
    assert [link.text() for link in html.css(".bv-letters [aria-current]")] == ["Đ"]
    empty = [letter.text() for letter in html.css(".bv-letters span")]
    assert empty == [letter.upper() for letter, count, _ in page.values["alphabet"] if not count]
    first = html.css_first(".bv-names li")
    assert "Bằng khen, năm 2023 · Giáo viên, Trường số" in first.text()
    assert first.css(".bv-cite")


def test_a_short_list_is_shown_whole_and_a_long_one_by_its_letters(renderer):
    short = LexborHTMLParser(Renderer(load_sound(MINIATURE)).slot("heroes", "../"))
    assert len(short.css(".bv-roll > li")) == 5
    long = LexborHTMLParser(renderer.slot("heroes", "../"))
    assert not long.css(".bv-roll")
    links = {link.attributes["href"] for link in long.css("a[href]")}
    assert {"../danh-sach/ten/aw/", "../danh-sach/ho/n/", "../danh-sach/tap-the/khac/", "../nam/2023/"} <= links
    assert {"../hinh-thuc/bang-khen/", "../khoi/", "../noi/", "../quyet-dinh/"} <= links


def test_a_list_is_cut_where_the_page_is_full():
    sections = [Section("a", None, "entries", range(60)), Section("b", None, "columns", range(100, 103))]
    first, second = cut(sections, "x/", "danh-sach/x/")
    assert [len(section.items) for section in first.sections] == [ROOM // 10]
    assert [(section.id, section.continued) for section in second.sections] == [("a", True), ("b", False)]
    assert (first.addresses, first.spans) == (("x/", "danh-sach/x/2/"), ("1–36", "37–63"))
    [empty] = cut([], "x/")
    assert (empty.address, empty.sections, empty.total) == ("x/", (), 0)
