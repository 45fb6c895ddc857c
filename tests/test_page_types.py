"""What pages of every type owe their readers: the pages around, what is missing, how to help, counts with charts."""

from collections import Counter

import pytest
from selectolax.lexbor import LexborHTMLParser

from bangvang.archive import sequence, tallies
from bangvang.archive.coverage import FIELDS, OF_RECORDS, lacking, needs, years_covered
from bangvang.drawing.rendering import Renderer
from conftest import changed, copy_of_miniature, load_sound, opened_pages

MORE_DECISIONS = """source: cong-bao-binh-minh
decisions:
  - {id: 1-qd-ubnd-2024, number: 1/QĐ-UBND, date: 2024, issuer: ubnd-tinh-binh-minh, subject: Tặng Cờ}
  - {id: 2-qd-ubnd, number: 2/QĐ-UBND, issuer: ubnd-tinh-binh-minh, subject: Tặng Cờ}
  - {id: 3-qd-ubnd-2023, number: 3/QĐ-UBND, date: 2023-12-21, issuer: ubnd-huyen-nui-may, subject: Khen thưởng}
"""

MORE_YEARS = """bloc: khoi-cac-huyen-binh-minh
year: 2026
source: cong-bao-binh-minh
awards:
  - {id: de-nghi, kind: bang-khen, printed: Bằng khen, year: 2026, recipient: {who: ubnd-huyen-nui-may},
     steps: [{step: proposed}]}
"""

MORE_CONGRESSES = {
    "dai-hoi-binh-minh-2": ("province", "2023-05", "tinh-binh-minh"),
    "dai-hoi-binh-minh-3": ("province", None, "tinh-binh-minh"),
    "dai-hoi-noi-khac-1": ("province", "2023-06", "huyen-nui-may"),
    "dai-hoi-toan-quoc-mau": ("national", "2024-01", "tinh-binh-minh"),
    "dai-hoi-toan-quoc-mau-2": ("national", "2029-01", None),
}


@pytest.fixture(scope="module")
def archive():
    """The miniature with more decisions and congresses, and a bloc-year after a year without a record."""
    files = {"decisions/2024.yml": MORE_DECISIONS.encode()}
    for id, (level, day, place) in MORE_CONGRESSES.items():
        date = f", date: {day}" if day else ""
        text = f"id: {id}\nname: Đại hội {id}\nlevel: {level}\nsource: cong-bao-binh-minh\n"
        text += f"place: {place}\n" if place else ""
        files[f"congresses/{id}.yml"] = f"{text}occasions:\n  - {{status: planned{date}}}\n".encode()
    files["years/2026/khoi-cac-huyen-binh-minh.yml"] = MORE_YEARS.encode()
    with copy_of_miniature() as data, changed(data, files):
        yield load_sound(data)


@pytest.fixture(scope="module")
def shown(archive):
    """The content of every page, by its address."""
    renderer = Renderer(archive)
    return {page.address: LexborHTMLParser(renderer.page(page)["content"]) for page in opened_pages(archive)}


@pytest.fixture(scope="module")
def around(archive):
    """The keys of what stands before and after, by key."""
    return {
        one: tuple(other and sequence.key(other) for other in pair)
        for one, pair in sequence.neighbours(archive).items()
    }


def line_from(first, around):
    """Everything that one comes by who turns page after page, there and back."""
    line = [first]
    while after := around[line[-1]][1]:
        assert around[after][0] == line[-1], "back is the way that one came"
        line.append(after)
    return line


def test_everybody_honoured_is_met_in_the_alphabet_and_nobody_else(archive, around):
    for order in ("ten", "tap-the"):
        ids = [record.id for records in archive.alphabet[order].values() for record in records]
        assert line_from(ids[0], around) == ids
        assert around[ids[0]][0] is None
    assert not {record.id for record in archive.once_honoured} & set(around)
    assert "y-mau-nie" not in around, "who was merged into another"


def test_decisions_are_met_by_date_and_issuer(around):
    assert line_from("15-qd-ubnd-2023", around) == [
        "15-qd-ubnd-2023", "16-qd-ubnd-2023", "17-qd-ubnd-2023", "1-qd-ubnd-2024"]  # fmt: skip
    assert around["3-qd-ubnd-2023"] == (None, None), "of another issuer"
    assert "2-qd-ubnd" not in around, "without a date it has no place"


def test_congresses_are_met_by_date_and_by_whose_they_are(around):
    assert line_from("dai-hoi-binh-minh-2", around) == ["dai-hoi-binh-minh-2", "dai-hoi-binh-minh-1"]
    assert line_from("dai-hoi-toan-quoc-mau", around) == ["dai-hoi-toan-quoc-mau", "dai-hoi-toan-quoc-mau-2"]
    assert around["dai-hoi-noi-khac-1"] == (None, None), "another place's"
    assert "dai-hoi-binh-minh-3" not in around


def test_years_are_met_in_their_order(archive, around):
    assert line_from(archive.years[0], around) == archive.years
    bloc = "khoi-cac-huyen-binh-minh"
    assert line_from((bloc, 2023), around) == [(bloc, 2023), (bloc, 2024), (bloc, 2026)]


def turned_to(page):
    return [node.attributes["href"] for node in page.css(".bv-turn a")]


def test_pages_lead_to_those_around_them(shown):
    assert turned_to(shown["vinh-danh/16-qd-ubnd-2023-3/"]) == [
        "../../vinh-danh/y-mau-nie-ba/", "../../vinh-danh/ly-thi-mau-mot/"]  # fmt: skip
    assert turned_to(shown["quyet-dinh/16-qd-ubnd-2023/"]) == [
        "../../quyet-dinh/15-qd-ubnd-2023/", "../../quyet-dinh/17-qd-ubnd-2023/"]  # fmt: skip
    assert turned_to(shown["dai-hoi/dai-hoi-binh-minh-1/"]) == ["../../dai-hoi/dai-hoi-binh-minh-2/"]
    assert turned_to(shown["khoi/khoi-cac-huyen-binh-minh/2024/"]) == [
        "../../../khoi/khoi-cac-huyen-binh-minh/2023/", "../../../khoi/khoi-cac-huyen-binh-minh/2026/"]  # fmt: skip
    assert turned_to(shown["nam/2023/"]) == ["../2024/"]
    assert turned_to(shown["vinh-danh/hop-tac-xa-dao-lua/"]) == [], "who lost every award stands in no order"


def missing_on(page):
    section = page.css_first(".bv-missing")
    return [" ".join(node.text().split()) for node in section.css("li")] if section else []


def test_a_page_says_what_it_lacks_and_how_to_help(shown):
    page = shown["vinh-danh/ly-thi-mau-mot/"]
    assert missing_on(page) == ["Cần số quyết định", "Cần cơ quan tặng"]
    assert page.css_first(".bv-missing a").attributes["href"] == "../../gioi-thieu/#gop-tu-lieu"
    assert missing_on(shown["quyet-dinh/16-qd-ubnd-2023/"]) == ["Cần người ký quyết định"]
    assert missing_on(shown["don-vi/ubnd-huyen-dao-lua/"]) == ["Cần biết đề nghị có được tặng không"]
    assert "Tên hai cá nhân được khen" in missing_on(shown["khoi/khoi-cac-huyen-binh-minh/2023/"])


def test_a_page_that_lacks_nothing_asks_for_nothing(shown):
    for address in (
        "quyet-dinh/15-qd-ubnd-2023/",
        "vinh-danh/nhan-dan-huyen-nui-may/",
        "vinh-danh/hop-tac-xa-dao-lua/",
    ):
        assert not shown[address].css(".bv-missing"), address


def test_pages_lack_what_the_worklist_looks_for(archive):
    """Award by award and record by record: nothing is looked for on one and not on the other."""
    records = [*archive.records.values(), *archive.bloc_years.values()]
    found = Counter(lacking(None, archive.honours))
    for record in records:
        found.update(lacking(record, []))
    said = needs(archive)
    assert found == {need: sum(gap.count for gap in gaps) for need, gaps in said.items() if need != "said"}
    assert {"signer", "decision-date", "head"} <= set(found) & set(OF_RECORDS)


def test_a_bloc_tells_the_years_without_a_record(archive, shown):
    years = years_covered("khoi-cac-huyen-binh-minh", archive)
    assert [(one.year, one.record is not None) for one in years] == [
        (2023, True), (2024, True), (2025, False), (2026, True)]  # fmt: skip
    assert years[-1].lacking == tuple(field for field in FIELDS if field != "awards")
    said = missing_on(shown["khoi/khoi-cac-huyen-binh-minh/"])
    assert said[0] == "Năm 2023 chưa ghi được: khối phó"
    assert said[2] == "Năm 2025 chưa có hồ sơ"


def test_the_grid_tells_how_full_each_year_is(archive):
    grid = LexborHTMLParser(Renderer(archive).slot("coverage-grid", "do-phu/"))
    assert [node.text() for node in grid.css("thead th")][1:] == ["2023", "2024", "2026"]
    cells = [(node.text(), node.attributes.get("class")) for node in grid.css("tbody td")]
    assert cells == [("7/8", "bv-grid--4"), ("2/8", "bv-grid--1"), ("1/8", "bv-grid--1")]


def test_counts_keep_proposals_apart_and_leave_out_what_was_lost(archive):
    honours = archive.honours
    standing = sum(honour.conferred for honour in honours)
    proposed = sum(honour.status == "proposed" for honour in honours)
    assert proposed
    assert standing + proposed < len(honours), "some were lost"
    for counts in (tallies.by_year(honours), tallies.by_kind(honours)):
        assert [sum(side) for side in zip(*counts.values(), strict=True)] == [standing, proposed]
    years = [*tallies.by_year(honours)]
    assert years == [2026, 2024, 2023, None], "newest first, those of no known year last"


@pytest.mark.parametrize(
    ("address", "heading"), [("nam/2023/", "theo-hinh-thuc"), ("hinh-thuc/bang-khen/", "theo-nam")]
)
def test_a_chart_says_what_its_table_says(address, heading, shown):
    page = shown[address]
    node = page.css_first(f"#{heading}").next
    while "bv-chart" not in (node.attributes or {}).get("class", ""):
        node = node.next
    drawn = [word.text() for word in node.css("text")]
    table = next(table for table in page.css("table") if table.css_first("caption").text().startswith("Số khen thưởng"))
    rows = [[cell.text() for cell in row.css("th, td")] for row in table.css("tbody tr")]
    told = [[name, f"{given} + {asked} đề nghị" if asked != "–" else given] for name, given, asked in rows]
    assert drawn == [word.replace("–", "0") for row in told for word in row]
