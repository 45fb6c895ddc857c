"""Kinds of awards: what their pages and the overview of them say, and where the class of an award shows."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from bangvang.drawing.rendering import Renderer
from bangvang.search.entries import entry_of
from conftest import load_sound, opened_pages

ORDER = "hinh-thuc/huan-chuong-tuong-tuong/"

AWARDS = """\
id: huan-chuong-2025
name: Huân chương công bố năm 2025
source: cong-bao-binh-minh
awards:
  - id: hang-rieng
    kind: huan-chuong-tuong-tuong
    printed: Huân chương Tưởng Tượng
    grade: hạng Nhất
    recipient: {who: ly-thi-mau-mot}
    steps: [{step: conferred}]
  - id: hang-in-san
    kind: huan-chuong-tuong-tuong
    printed: Huân chương Tưởng Tượng Hạng nhì
    grade: hạng Nhì
    recipient: {who: ly-thi-mau-mot}
    steps: [{step: conferred}]
"""

HOUSEHOLDS = """\
id: gia-dinh-2025
name: Gia đình mẫu công bố năm 2025
source: cong-bao-binh-minh
awards:
  - id: cac-ho
    kind: gia-dinh-mau
    printed: Gia đình mẫu
    recipient: {count: 12, of: hộ gia đình}
    steps: [{step: conferred}]
"""


def texts_of(archive, address: str) -> dict[str, str]:
    page = next(page for page in opened_pages(archive) if page.address == address)
    return Renderer(archive).page(page)


def read(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(f"<article>{html}</article>")


def words_of(node) -> str:
    return " ".join(node.text().split())


@pytest.fixture
def archive(miniature):
    return load_sound(miniature)


@pytest.fixture
def graded(miniature):
    path = miniature / "awards" / "2025" / "huan-chuong-2025.yml"
    path.parent.mkdir()
    path.write_text(AWARDS, "utf-8")
    return load_sound(miniature)


def test_the_first_sentence_says_what_it_is_who_confers_it_and_to_whom(archive):
    assert texts_of(archive, ORDER)["summary"] == (
        "Huân chương Tưởng Tượng là huân chương cấp nhà nước, do Chủ tịch Liên bang Tưởng Tượng tặng cho cá nhân và "
        "tập thể. Kho chưa ghi khen thưởng nào thuộc hình thức này."
    )
    assert "dành cho hộ gia đình" in texts_of(archive, "hinh-thuc/gia-dinh-mau/")["summary"]
    assert "không đoán" in texts_of(archive, "hinh-thuc/khong-ro-hinh-thuc/")["summary"]


def test_the_facts_of_a_kind_are_told_and_carry_their_source(archive):
    page = read(texts_of(archive, ORDER)["content"])
    facts = {words_of(row.css_first("dt")): row.css_first("dd") for row in page.css(".bv-facts > div")}
    assert words_of(facts["Hạng"]).startswith("Hạng Nhất, hạng Nhì")
    assert words_of(facts["Tên trong thời kỳ khác"]).startswith(
        "Huân chương Mơ Mộng, đến ngày 31 tháng 12 năm 1999, theo Luật Tưởng Tượng cũ"
    )
    assert facts["Tên tiếng Anh"].css_first("[lang=en]").text() == "Order of Imagination"
    for name, fact in facts.items():
        assert bool(fact.css(".bv-cite")) == (name != "Tên tiếng Anh"), name  # no source of the kind states that


def test_a_kind_without_awards_says_so_and_does_not_list(archive):
    page = read(texts_of(archive, ORDER)["content"])
    assert "Kho chưa ghi khen thưởng nào thuộc hình thức này" in words_of(page.css_first("p.bv-gap"))
    assert not page.css(".bv-entry")
    assert not read(texts_of(archive, "hinh-thuc/danh-hieu-ngoi-sao/")["content"]).css("p.bv-gap")


def test_both_sides_of_a_confusion_show_it(archive):
    for address, other in (
        (ORDER, "hinh-thuc/danh-hieu-ngoi-sao/"),
        ("hinh-thuc/danh-hieu-ngoi-sao/", ORDER),
    ):
        (item,) = read(texts_of(archive, address)["content"]).css("#hay-nham + ul > li")
        assert item.css_first("a").attributes["href"] == f"../../{other}"
        assert "Huân chương <có hạng>, Danh hiệu Ngôi Sao thì không." in item.text()
        assert item.css(".bv-cite")
    assert "hay-nham" not in texts_of(archive, "hinh-thuc/bang-khen/")["content"]


def test_a_confusion_that_both_state_is_shown_in_the_words_of_each(miniature):
    path = miniature / "vocabulary" / "awards.yml"
    own = "    confused_with: [{kind: huan-chuong-tuong-tuong, why: Danh hiệu thì không có hạng.}]\n"
    text = path.read_text("utf-8").replace("    law: Điều 7\n", f"    law: Điều 7\n{own}")
    path.write_text(text, "utf-8")
    archive = load_sound(miniature)
    assert [(other, one.why) for other, one in archive.confusions("danh-hieu-ngoi-sao").items()] == [
        ("huan-chuong-tuong-tuong", "Danh hiệu thì không có hạng.")
    ]
    assert list(archive.confusions("huan-chuong-tuong-tuong")) == ["danh-hieu-ngoi-sao"]
    assert "có hạng" in archive.confusions("huan-chuong-tuong-tuong")["danh-hieu-ngoi-sao"].why


def test_the_overview_goes_by_rank_and_counts_proposals_apart(archive):
    page = read(Renderer(archive).slot("award-kinds", "../"))
    assert [heading.attributes["id"] for heading in page.css("h2")] == [
        "title", "order", "emulation", "flag", "certificate", "unnamed", "nguon",
    ]  # fmt: skip
    shown = {item.css_first("a").text(): item for item in page.css("h2 + ul > li")}
    assert list(shown)[:2] == ["Danh hiệu Ngôi Sao", "Huyện Ngôi Sao"]  # as written, not by the alphabet
    for kind in archive.award_kinds:
        honours, item = archive.honours_by("kind", kind.id), shown[kind.name]
        assert ("bv-bare" in (item.attributes.get("class") or "")) == (not honours)
        if honours:
            assert f"{sum(h.conferred for h in honours)} đã tặng" in words_of(item)
            proposed = sum(h.status == "proposed" for h in honours)
            assert (f"{proposed} mới đề nghị" in words_of(item)) == bool(proposed)
        assert item.css(".bv-cite")
    assert any(h.status == "proposed" for kind in archive.award_kinds for h in archive.honours_by("kind", kind.id))


def test_the_overview_explains_first_with_sources(archive):
    page = read(Renderer(archive).slot("award-kinds", "../"))
    (row,) = page.css(".bv-facts > div")
    assert row.css_first("dt").text() == "Ai <trao>"
    assert "Người trao & người tặng" in row.css_first("dd").text()
    assert row.css(".bv-cite")


def test_a_kind_is_found_by_its_english_and_its_earlier_names(archive):
    page = next(page for page in opened_pages(archive) if page.address == ORDER)
    entry = entry_of(page, Renderer(archive).page(page), archive)
    assert {"Order of Imagination", "Huân chương Mơ Mộng"} <= set(entry.names)


def test_households_are_counted_apart(miniature):
    path = miniature / "awards" / "2025" / "gia-dinh-2025.yml"
    path.parent.mkdir()
    path.write_text(HOUSEHOLDS, "utf-8")
    archive = load_sound(miniature)
    honours = archive.honours_by("kind", "gia-dinh-mau")
    assert +archive.recipients(honours) == {("household", False): 12}
    content = words_of(read(texts_of(archive, "hinh-thuc/gia-dinh-mau/")["content"]).css_first(".bv-entry__who"))
    assert content == "12 hộ gia đình (nguồn không nêu tên)"
    assert "12 hộ gia đình không nêu tên" in words_of(read(Renderer(archive).slot("numbers", "")).body)


# --- the class of an award ---


def test_the_class_is_shown_once(graded):
    shown = texts_of(graded, "vinh-danh/ly-thi-mau-mot/")["content"]
    headings = [words_of(heading) for heading in read(shown).css(".bv-honour h2")]
    assert "Huân chương Tưởng Tượng hạng Nhất" in headings
    assert "Huân chương Tưởng Tượng Hạng nhì" in headings
    assert not any("Hạng nhì hạng Nhì" in heading for heading in headings)
    assert "Huân chương Tưởng Tượng hạng Nhất" in texts_of(graded, ORDER)["content"]


def test_two_classes_of_one_kind_are_two_awards(graded):
    """They may be of one year, or of none that is known: the archive does not take them for one."""
    assert len(graded.honours_by("kind", "huan-chuong-tuong-tuong")) == 2
