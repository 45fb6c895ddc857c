"""Every page of the real site, walked: links, fragments, origins, sources, and that no proposal is called an award."""

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from bangvang.language.vietnamese import number

RECORD_SECTIONS = ("khoi", "vinh-danh", "don-vi", "hinh-thuc", "quyet-dinh", "dai-hoi", "noi")
"""Sections whose record pages all state facts, so all must show sources; a source page is itself one."""


@pytest.fixture(scope="session")
def pages(site) -> dict[str, LexborHTMLParser]:
    return {
        path.relative_to(site).as_posix().removesuffix("index.html"): LexborHTMLParser(path.read_text("utf-8"))
        for path in site.rglob("*.html")
    }


def within(name: str) -> str:
    """The address of a page in its language."""
    return name.removeprefix("en/")


def attributes(page: LexborHTMLParser, selector: str, name: str) -> list[str]:
    return [node.attributes[name] or "" for node in page.css(f"{selector}[{name}]")]


def test_no_link_and_no_fragment_is_broken(pages, address, site):
    @cache
    def ids(name: str) -> set[str]:
        return set(attributes(pages[name], "*", "id"))

    broken = []
    for name, page in pages.items():
        here = urljoin(address, name)
        targets = attributes(page, "a", "href") + attributes(page, "link", "href")
        targets += attributes(page, "script", "src") + attributes(page, "img", "src")
        targets += attributes(page, "form", "action")
        for target in targets:
            url, fragment = urldefrag(urljoin(here, target))
            if not url.startswith(address):
                continue
            inside = unquote(url.removeprefix(address).partition("?")[0])
            path = site / inside / ("index.html" if not inside or inside.endswith("/") else "")
            if not path.is_file() or (fragment and unquote(fragment) not in ids(inside)):
                broken.append((name, target))
    assert not broken


def test_links_that_leave_are_sources_and_the_licence_only(pages, address):
    """Nothing but a link that a reader follows may name another origin."""
    for name, page in pages.items():
        here = urljoin(address, name)
        for selector, attribute in (("script", "src"), ("img", "src"), ("form", "action"), ("link", "href")):
            for target in attributes(page, selector, attribute):
                assert urljoin(here, target).startswith((address, "data:image/")), (name, target)
        for link in page.css("a[href]"):
            if not urljoin(here, link.attributes["href"]).startswith(address):
                assert "external" in (link.attributes.get("rel") or ""), (name, link.attributes["href"])


def test_every_page_is_reached_by_links(pages, address):
    seen, todo = set(), [""]
    while todo:
        name = todo.pop()
        if name in seen or name not in pages:
            continue
        seen.add(name)
        here = urljoin(address, name)
        for target in attributes(pages[name], "a", "href"):
            url = urldefrag(urljoin(here, target))[0]
            if url.startswith(address):
                todo.append(unquote(url.removeprefix(address)))
    assert set(pages) - seen <= {"404.html", "tim-kiem/", "en/tim-kiem/"}
    assert attributes(pages[""], "form", "action"), "the search page is reached by its form"


def test_every_record_page_shows_its_sources(pages):
    due = [name for name in pages if within(name).split("/")[0] in RECORD_SECTIONS and within(name).count("/") >= 2]
    due = [name for name in due if not pages[name].css("meta[name=robots]")]  # what became of an id is no fact
    assert len(due) > 90
    for name in due:
        assert pages[name].css(".bv-sources li"), name
        assert pages[name].css(".bv-cite a"), name


STATED = "dl.bv-facts dd, .bv-entry, .bv-record li, .bv-record tbody tr, .bv-note:has(> strong)"
"""Where record pages state facts. What only leads elsewhere, or says what is missing, states none."""

ASIDE = "nav, .bv-sources, .bv-slip__sources, .bv-missing, .bv-history, .bv-tally"
"""A tally counts what the page lists, and each of that has its marks."""


def test_no_fact_on_any_page_lacks_a_source(pages):
    """Whatever a page states bears the mark of a source, or says that the archive does not know."""
    bare, seen = [], 0
    for name, page in pages.items():
        if within(name).split("/")[0] not in (*RECORD_SECTIONS, "nam") or within(name).count("/") < 2:
            continue
        aside = {node.mem_id for outer in page.css(ASIDE) for node in outer.css("*")}
        for node in page.css(STATED):
            seen += 1
            rows = node.parent.parent.css("thead .bv-cite, caption .bv-cite") if node.tag == "tr" else []
            if not (node.css(".bv-cite, .bv-gap") or rows or node.mem_id in aside):
                bare.append((name, " ".join(node.text().split())[:120]))
    assert seen > 5000
    assert not bare


def test_every_page_has_one_heading_a_title_and_a_summary(pages, address):
    for name, page in pages.items():
        assert len(page.css("h1")) == 1, name
        assert page.css_first("html").attributes["lang"] == ("en" if name.startswith("en/") else "vi")
        assert page.css_first("title").text().strip(" -"), name
        assert attributes(page, "meta[name=description]", "content")[0].strip(), name
        ids = attributes(page, "*", "id")
        assert len(ids) == len(set(ids)), (name, sorted(id for id in ids if ids.count(id) > 1))
        if page.css("meta[name=robots]"):
            assert attributes(page, "link[rel=canonical]", "href")[0].startswith(address)
        elif name != "404.html":
            assert attributes(page, "link[rel=canonical]", "href") == [address + name]
        assert "⟦" not in page.html, name


DATA = ("application/json", "application/ld+json")
"""Types of blocks that no browser runs."""


def test_nothing_is_inline(pages):
    for name, page in pages.items():
        scripts = [s for s in page.css("script:not([src])") if s.attributes.get("type") not in DATA]
        assert not scripts, name
        assert not page.css("style"), name
        assert not page.css("[style]"), name
        assert page.css("meta[http-equiv=Content-Security-Policy]"), name


def test_the_sitemap_lists_every_page(pages, address, site):
    import re

    listed = re.findall(r"<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    assert sorted(listed) == sorted(address + name for name in pages if name != "404.html")


def test_no_frame_is_published(site):
    assert not (site / "khung").exists()


# --- a proposal is never an award ---


SAID = {
    "vi": {"proposed": ("Mới đề nghị", "đề nghị"), "annulled": ("Đã hủy bỏ", "Hủy bỏ quyết định")},
    "en": {"proposed": ("Only proposed", "proposed"), "annulled": ("Annulled", "Decision annulled")},
}
"""What must stand at whatever is no award, in the language of the page."""


def test_no_page_calls_a_proposal_or_an_annulled_award_an_award(pages, real):
    others = {h.anchor: h for h in real.honours if not h.conferred}
    assert {honour.status for honour in others.values()} == set(SAID["vi"])
    shown = 0
    for name, page in pages.items():
        said = SAID["en" if name.startswith("en/") else "vi"]
        for entry in page.css(".bv-entry[id]"):
            honour = others.get(entry.attributes["id"])
            shown += honour is not None
            status = honour.status if honour else "conferred"
            assert f"bv-entry--{status}" in entry.attributes["class"], name
            assert all(words in entry.text() for words in said.get(status, ())), name
        assert not (set(attributes(page, ".bv-honour", "id")) & set(others)), name
    assert shown >= 3 * len(others)  # the bloc-year, the year, the unit, the kind of award


def test_who_was_only_proposed_is_in_no_list_of_the_honoured(pages, real):
    only_proposed = {
        h.award.recipient.who
        for h in real.honours
        if h.award.recipient.who and h.status == "proposed" and not real.is_honoured(h.award.recipient.who)
    }
    assert only_proposed
    for id in only_proposed:
        assert f"vinh-danh/{id}/" not in pages
        assert not pages[f"don-vi/{id}/"].css(".bv-status--conferred")
        assert "được đề nghị khen" in attributes(pages[f"don-vi/{id}/"], "meta[name=description]", "content")[0]
        for name, page in pages.items():
            for entry in page.css(".bv-entry--conferred .bv-entry__who"):
                assert real.name(id) != entry.text().strip(), name
    assert not {name for name in only_proposed if real.name(name) in pages["vinh-danh/"].text()}


def test_no_decision_is_said_to_have_given_what_another_may_have_given(pages, real):
    """Awards of one of several decisions are counted for none of them."""
    shared = {id: honour for honour in real.honours if honour.conferral for id in honour.conferral.one_of}
    assert len(shared) >= 3
    for id in shared:
        summary = attributes(pages[f"quyet-dinh/{id}/"], "meta[name=description]", "content")[0]
        assert "khen thưởng theo quyết định này" not in summary
        assert "không nói khen thưởng nào theo quyết định nào" in summary


def test_counts_leave_proposals_out(pages, real):
    conferred = sum(h.conferred for h in real.honours)
    numbers = [node.text() for node in pages[""].css(".bv-numbers strong")]
    proposed = sum(h.status == "proposed" for h in real.honours)
    counts = [conferred, len(real.honoured), proposed, len(real.bloc_years)]
    assert numbers == [number(count) for count in counts]
    for kind in real.of("award-kind"):
        honours = real.honours_by("kind", kind.id)
        summary = attributes(pages[f"hinh-thuc/{kind.id}/"], "meta[name=description]", "content")[0]
        counted = f"Kho ghi {number(sum(h.conferred for h in honours))} khen thưởng đã tặng"
        assert (counted if honours else "Kho chưa ghi khen thưởng nào") in summary


def test_the_same_build_is_at_hand_for_the_reader_without_javascript(pages):
    for link in ("vinh-danh", "khoi", "nam", "don-vi", "noi", "quyet-dinh"):
        assert f"../{link}/" in pages["tim-kiem/"].css_first("noscript").text(deep=True) + (
            pages["tim-kiem/"].css_first("noscript").html or ""
        )


def test_no_file_is_heavier_than_a_phone_should_load(site: Path):
    for path in site.rglob("*.html"):
        reference = path.parent.name in ("loi", "khoa", "tu-dien")  # for those at a desk
        marks = 7_000 if path.is_relative_to(site / "en") else 0  # which words are Vietnamese
        assert path.stat().st_size <= 64_000 + marks or reference, path


# --- lineage ---


def test_every_old_place_leads_to_todays_and_back(pages, real, address):
    """Whatever is no longer what it was: its page links to what is there today, and that page back."""
    old = [place for place in real.of("place") if place.became]
    assert len(old) > 50
    for place in old:
        name = f"noi/{place.id}/"
        here = urljoin(address, name)
        for now in real.lineage.now(place.id):
            there = urljoin(address, f"noi/{now.id}/")
            assert there in {urljoin(here, link) for link in attributes(pages[name], "a", "href")}, (name, now.id)
            back = {urljoin(there, link) for link in attributes(pages[f"noi/{now.id}/"], "a", "href")}
            assert here in back, (now.id, name)
        assert not real.lineage.now(place.id) or place not in real.lineage.now(place.id)
