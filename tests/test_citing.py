"""Pages can be cited: readers of references take every form whole, and no form calls an award what is none."""

import gzip
import json
import os
import re
import subprocess
from pathlib import Path

import bibtexparser
import pytest
import rdflib
import rispy
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bangvang.archive.edition import Edition, edition
from bangvang.drawing.rendering import Renderer
from bangvang.pages.citing import FORMS, citation, fact, filled, forms, pattern, tags
from bangvang.pages.linked import Linked, script
from conftest import MINIATURE, load_sound, opened_pages, violations
from test_escaping import HOSTILE

HOME = "https://mau.example/kho/"
SCHEMA = rdflib.Namespace("https://schema.org/")
BV = rdflib.Namespace("urn:bangvang:")
SAID = {
    "proposed": "mới là đề nghị, chưa phải khen thưởng",
    "annulled": "đã bị hủy bỏ",
    "stripped": "đã bị tước",
    "declined": "đã từ chối",
}
SAMPLE = 200


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(load_sound(MINIATURE), HOME)


@pytest.fixture(scope="module")
def stamped(renderer) -> dict[str, LexborHTMLParser]:
    """What head and citing say of each page of the miniature archive."""
    found = {}
    for page in opened_pages(renderer.archive):
        slots = renderer.page(page)
        found[page.address] = LexborHTMLParser(
            f"<title>{slots['title']}</title>{slots['head']}<body>{slots['content']}{slots['citing']}"
        )
    return found


@pytest.fixture(scope="module")
def sampled(site) -> dict[str, LexborHTMLParser]:
    """Pages of records of the real site, evenly spread."""
    paths = [path for path in sorted(site.rglob("*.html")) if 'class="bv-citing"' in path.read_text("utf-8")]
    assert len(paths) >= SAMPLE
    chosen = paths[:: len(paths) // SAMPLE]
    return {p.relative_to(site).as_posix(): LexborHTMLParser(p.read_text("utf-8")) for p in chosen}


def said(page: LexborHTMLParser) -> dict[str, str]:
    return {pre.attributes["data-form"]: pre.text() for pre in page.css(".bv-citing pre")}


def in_head(page: LexborHTMLParser) -> dict[str, str]:
    return {meta.attributes["name"]: meta.attributes["content"] or "" for meta in page.css("meta[name]")}


def linked(page: LexborHTMLParser) -> dict:
    return json.loads(page.css_first("script[type='application/ld+json']").text())


def graph(data: dict) -> rdflib.Graph:
    return rdflib.Graph().parse(data=json.dumps(data), format="json-ld")


def hold_together(text: dict[str, str], head: dict[str, str]) -> None:
    """Every form parses, and all of them say the same."""
    assert set(text) == set(FORMS)
    (item,) = json.loads(text["csl"])
    title, body, number, url = item["title"], item["author"][0]["literal"], item.get("number", ""), item["URL"]

    library = bibtexparser.parse_string(text["bibtex"])
    assert not library.failed_blocks, text["bibtex"]
    (entry,) = library.entries
    plain = {field.key: re.sub(r"\\([%&#$_])", r"\1", field.value).strip("{}") for field in entry.fields}
    assert entry.key == item["id"]
    assert re.fullmatch("[a-z0-9-]+", entry.key)
    assert (plain["author"], plain["url"], plain.get("number", "")) == (body, url, number)
    assert len(plain["title"]) >= len(title)

    (record,) = rispy.loads(text["ris"])
    assert record["publisher"] == body
    assert record.get("authors", [body]) == [body]
    assert (record["title"], record["urls"][0]) == (title, url)
    assert record.get("issn", "") == number

    wiki = re.fullmatch(r"\{\{(?:chú thích web|cite web) ((?:\|[a-z]+=[^|{}\[\]]*)+)\}\}", text["wiki"])
    assert wiki, text["wiki"]
    for name in ("text", "apa", "chicago"):
        assert "\n" not in text[name]
        assert all(part in text[name] for part in (title, body, url)), text[name]
    for name, form in text.items():
        assert item["version"] in form, (name, form)

    if item["type"] == "report":
        assert entry.entry_type == "techreport"
        assert plain["institution"] == body
        assert record["type_of_reference"] == "RPRT"
        assert head["citation_title"] == title
        assert head["citation_technical_report_institution"] == body
        assert head["citation_technical_report_number"] == number
        assert re.fullmatch(r"\d{4}(/\d\d){0,2}", head.get("citation_publication_date", "2000"))
        assert head["citation_public_url"] == url
        assert not {"citation_author", "DC.creator"} & set(head)
    else:
        assert entry.entry_type == "misc"
        assert record["type_of_reference"] == "ELEC"
        assert (head["z:itemType"], head["DC.title"]) == ("webpage", title)


def test_every_form_of_every_page_parses(stamped):
    assert len(stamped) > 30
    for page in stamped.values():
        hold_together(said(page), in_head(page))


def test_every_form_of_the_real_pages_parses(sampled):
    for page in sampled.values():
        hold_together(said(page), in_head(page))


def test_reports_keep_body_number_and_date_whole(renderer, stamped):
    for decision in renderer.archive.of("decision"):
        head = in_head(stamped[f"quyet-dinh/{decision.id}/"])
        assert head["citation_technical_report_institution"] == renderer.archive.name(decision.issuer)
        assert head["citation_technical_report_number"] == decision.number
        date = str(decision.date.value.start).replace("-", "/") if decision.date else None
        assert head.get("citation_publication_date") == date
    for (bloc, year), _ in renderer.archive.bloc_years.items():
        head = in_head(stamped[f"khoi/{bloc}/{year}/"])
        assert head["citation_technical_report_institution"] == "Hội Những Người Không Có Thật"
        assert head["citation_technical_report_number"] == f"{bloc}/{year}"
    for congress in renderer.archive.of("congress"):
        assert in_head(stamped[f"dai-hoi/{congress.id}/"])["citation_technical_report_number"] == congress.id


def test_hostile_text_breaks_no_form(renderer):
    archive = load_sound(MINIATURE)
    hostile = HOSTILE + " \\end{x}} % # $ _ ^ ~ {{a|b}} [[c]] </script>\u2028, d"
    vars(archive.about)["publisher"] += hostile
    for decision in archive.of("decision"):
        vars(decision)["subject"] += hostile
    spoilt = Renderer(archive, HOME)
    seen = 0
    for page in opened_pages(archive):
        slots = spoilt.page(page)
        stood = LexborHTMLParser(f"{slots['head']}<body>{slots['citing']}")
        text = said(stood)
        hold_together_loosely(text)
        assert not stood.css("script:not([type='application/ld+json']), img")
        seen += "</script>" in linked(stood)["name"]
    assert seen


def hold_together_loosely(text: dict[str, str]) -> None:
    """As above, where signs of BibTeX and of wikis had to be written in other ways."""
    assert json.loads(text["csl"])
    assert len(bibtexparser.parse_string(text["bibtex"]).entries) == 1
    assert len(rispy.loads(text["ris"])) == 1
    assert re.fullmatch(r"\{\{(?:chú thích web|cite web) [^{}\[\]]*\}\}", text["wiki"])


# --- what is no award ---


def test_whatever_is_no_award_says_so_when_it_is_cited(renderer, stamped):
    archive = renderer.archive
    for honour in archive.honours:
        notices = [words for words in SAID.values() if words in fact(honour, archive)]
        assert notices == ([] if honour.conferred else [SAID[honour.status]])
    status = {honour.anchor: honour.status for honour in archive.honours}
    assert set(status.values()) >= {"proposed", "conferred", "annulled"}
    seen = 0
    for name, page in stamped.items():
        for node in page.css(".bv-entry[id], article[id], tr[id]"):
            (link,) = links_to(page, node.attributes["id"])
            worth = status[node.attributes["id"]]
            assert worth == "conferred" or SAID[worth] in link.attributes["data-fact"], name
            seen += worth != "conferred"
    assert seen > 5


def links_to(page: LexborHTMLParser, anchor: str) -> list[LexborNode]:
    return [link for link in page.css("a.bv-here") if link.attributes["href"] == f"#{anchor}"]


def test_who_lost_every_award_is_cited_so_in_every_form(renderer, stamped):
    lost = renderer.archive.once_honoured
    assert lost
    for record in lost:
        page = stamped[f"vinh-danh/{record.id}/"]
        for name, form in said(page).items():
            assert "khen thưởng đã bị" in form, (name, form)
        assert "khen thưởng đã bị" in in_head(page)["DC.title"]


def test_linked_data_calls_only_what_stands_an_award(renderer, stamped, sampled):
    standing = {fact(honour, renderer.archive) for honour in renderer.archive.honours if honour.conferred}
    for page in stamped.values():
        found = graph(linked(page))
        assert {str(text) for text in found.objects(None, SCHEMA.award)} <= standing
    events = 0
    for name, page in {**stamped, **sampled}.items():
        found = graph(linked(page))
        assert len(found) > 5, name
        for text in found.objects(None, SCHEMA.award):
            assert not [words for words in SAID.values() if words in text], name
        for event, status in found.subject_objects(BV.status):
            kinds = set(found.objects(event, rdflib.RDF.type))
            if kinds & {BV.Award, BV.Proposal, BV.LostAward}:
                events += 1
                assert (BV.Award in kinds) == (str(status) == "conferred"), name
                assert (SCHEMA.Event in kinds) == (BV.Award in kinds), name
    assert events > 50


def test_linked_data_says_what_schema_org_can(stamped):
    of = {
        "quyet-dinh/": "Legislation",
        "dai-hoi/": "Event",
        "noi/": "AdministrativeArea",
        "hinh-thuc/": "DefinedTerm",
    }
    for start, type in of.items():
        found = [page for name, page in stamped.items() if name.startswith(start) and not re.search(r"/\d+/$", name)]
        assert found
        assert {linked(page)["mainEntity"]["@type"] for page in found} == {type}
    heroes = [
        linked(page)["mainEntity"]["@type"]
        for name, page in stamped.items()
        if name.startswith("vinh-danh/") and page.css(".bv-honour, .bv-ended")
    ]
    assert {"Person", "Organization"} == set(heroes)
    for page in stamped.values():
        data = linked(page)
        assert data["isPartOf"]["@type"] == "Dataset"
        assert data["isPartOf"]["version"] == in_footer()


def in_footer() -> str:
    return (
        Renderer(load_sound(MINIATURE)).slot("footer", "").striptags().rpartition("Bản dữ liệu ")[2].partition(".")[0]
    )


def test_before_the_address_of_the_site_is_known_links_hold_relative_to_the_page(renderer):
    unpublished = Renderer(renderer.archive)
    for page in opened_pages(renderer.archive):
        stood = LexborHTMLParser(str(unpublished.page(page)["head"]))
        assert not [value for value in in_head(stood).values() if "://" in value]
        found = rdflib.Graph().parse(data=json.dumps(linked(stood)), format="json-ld", publicID=HOME + page.address)
        assert (rdflib.URIRef(HOME + page.address), SCHEMA.isPartOf, rdflib.URIRef(HOME + "#du-lieu")) in found


def test_linked_data_cannot_leave_its_element():
    data = {"a": "</script><!-- & \u2028"}
    element = str(script(data))
    assert element.count("<") == 2
    assert json.loads(LexborHTMLParser(element).css_first("script").text()) == data


# --- editions ---


def test_the_same_records_are_the_same_edition_and_others_are_another(miniature):
    first = edition(miniature)
    assert first == edition(MINIATURE)
    assert first.name == f"2025-01-01-{first.digest[:8]}"
    file = miniature / "archive.yml"
    file.write_bytes(file.read_bytes() + b"# x\n")
    changed = edition(miniature)
    assert changed.digest != first.digest
    file.rename(miniature / "hosts.yml")
    assert edition(miniature).digest not in (first.digest, changed.digest)


def test_the_day_of_an_edition_is_that_of_the_last_commit_of_records(miniature, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert edition(miniature).day is None
    assert re.fullmatch("[0-9a-f]{8}", edition(miniature).name)

    def git(*arguments: str, day: str = "2024-05-06") -> None:
        dated = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T23:30:00+00:00")
        who = ("-c", "user.name=Mẫu", "-c", "user.email=mau@mau.example")
        subprocess.run(["git", *who, *arguments], cwd=miniature.parent, env={**os.environ, **dated}, check=True)

    git("init", "--quiet")
    git("add", "data")
    git("commit", "--quiet", "--message", "Hồ sơ")
    git("commit", "--quiet", "--message", "Việc khác", "--allow-empty", day="2024-09-09")
    assert str(edition(miniature).day) == "2024-05-06"


def test_without_a_day_nothing_is_dated():
    archive = load_sound(MINIATURE)
    archive.edition = Edition(None, "0" * 64)
    page = next(page for page in opened_pages(archive) if page.kind == "hero")
    cited = citation(page, "Ai đó", archive, "")
    told = [(name, filled(form, cited)) for name, form in forms(pattern(cited))]
    text = {name: LexborHTMLParser(f"<pre>{form}").css_first("pre").text() for name, form in told}
    hold_together(text, dict(tags(cited)))
    assert "(n.d.)" in text["apa"]
    assert "DC.date" not in dict(tags(cited))
    assert linked_without_gaps(Linked(archive, "").page(page, cited))


def linked_without_gaps(data: object) -> bool:
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else []
    return data not in (None, "", [], {}) and all(map(linked_without_gaps, inner))


# --- what a reader has ---


def test_a_page_of_honour_is_light(site: Path):
    for path in (site / "vinh-danh").rglob("*.html"):
        assert len(gzip.compress(path.read_bytes())) <= 12 * 1024, path


def test_every_award_and_figure_can_be_cited_alone(sampled):
    seen = 0
    for name, page in sampled.items():
        for node in page.css(".bv-entry[id], article[id], tr[id], .bv-figures li"):
            assert len(links_to(page, node.attributes["id"])) == 1, name
            seen += 1
    assert seen > 100


def test_a_fact_is_cited_with_one_key_and_copied_with_another(browser, address, real):
    proposal = next(h for h in real.honours if h.status == "proposed" and hasattr(h.home, "bloc"))
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}khoi/{proposal.home.bloc}/{proposal.home.year}/")
    page.locator(".bv-citing dd button").first.wait_for(state="attached")
    whole = page.locator("pre[data-form=text]").text_content()
    link = page.locator(f"a.bv-here[href='#{proposal.anchor}']")
    link.focus()
    page.keyboard.press("Enter")
    cited = {pre.get_attribute("data-form"): pre.inner_text() for pre in page.locator(".bv-citing pre").all()}
    assert page.url.endswith(f"#{proposal.anchor}")
    assert "chưa phải khen thưởng" in page.locator(".bv-cited").inner_text()
    for name, form in cited.items():
        assert "chưa phải khen thưởng" in form, name
        assert f"#{proposal.anchor}" in form, name
    (item,) = json.loads(cited["csl"])
    assert item["accessed"]["date-parts"][0][0] >= 2026
    (entry,) = bibtexparser.parse_string(cited["bibtex"]).entries
    assert entry["urldate"]
    assert entry.key == item["id"]
    assert entry.key.endswith(proposal.anchor)
    assert rispy.loads(cited["ris"])[0]["access_date"]
    page.keyboard.press("Enter")  # the focus is on the first button that copies
    page.get_by_text("Đã chép").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == cited["text"]
    page.locator(f"a.bv-here[href='#{proposal.anchor}']").click()
    page.get_by_role("button", name="Dẫn cả trang").click()
    assert page.locator("pre[data-form=text]").text_content() == whole
    assert not complaints
    context.close()


def test_citations_are_read_without_javascript(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}vinh-danh/dong-van-cong/")
    page.locator(".bv-citing summary").click()
    assert "Đồng Văn Cống" in page.locator("pre[data-form=text]").inner_text()
    page.locator("a.bv-here").first.click()
    assert "#" in page.url
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_open_block_is_accessible_and_fits(browser, address, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}vinh-danh/dong-van-cong/")
    page.locator(".bv-citing dd button").first.wait_for(state="attached")
    page.locator("a.bv-here").first.click()
    assert page.locator(".bv-citing").get_attribute("open") is not None
    assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
