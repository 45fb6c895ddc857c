"""The site in English: a page for each page, linked both ways, complete, and without a Vietnamese word of ours."""

import ast
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from bangvang.build import fill
from bangvang.drawing.rendering import Renderer
from bangvang.language.locale import Locale, spoken
from bangvang.language.problems import Report
from bangvang.language.words import columns, table
from bangvang.pages.citing import fact
from bangvang.records.values import When
from conftest import MINIATURE, ROOT, load_sound, opened_pages, silent, violations
from test_miniature import FRAME, draw

PACKAGE = ROOT / "generator" / "bangvang"
MARKED = re.compile("[À-ÖØ-öø-ỹ]")
EXPECTED = ROOT / "tests" / "miniature" / "english"
KEPT = (
    "en/khoi/khoi-cac-huyen-binh-minh/2024/index.html",
    "en/vinh-danh/ly-thi-mau-mot/index.html",
    "en/hinh-thuc/danh-hieu-ngoi-sao/index.html",
    "khoi/khoi-cac-huyen-binh-minh/2024/index.html",
    "sitemap.xml",
)
"""Pages of the miniature archive in two languages that are kept as expected, a few for all."""

TYPES = (
    "",
    "khoi/khoi-huyen-thanh-pho-lai-chau/2024/",
    "khoi/khoi-huyen-thanh-pho-lai-chau/",
    "hinh-thuc/huan-chuong-lao-dong/",
    "dai-hoi/dai-hoi-toan-quoc-11/",
    "do-phu/",
    "tim-kiem/",
    "du-lieu/tu-dien/",
)
"""A page of each sort, to be looked at in the browser."""

ALONE = ("so-tay/", "do-toc-do/", "khoa/", "loi/", "sua-tren-trang/", "su-co/", "404.html", "admin/")
"""Pages in Vietnamese alone: those for clerks and programmers, and the one for addresses that lead nowhere."""


# --- the tables ---


def test_columns_are_told_in_every_language():
    vietnamese, english = columns("vi"), columns("en")
    assert {name: set(section) for name, section in english.items()} == {n: set(s) for n, s in vietnamese.items()}
    for section in english.values():
        for title, meaning in section.values():
            assert title and meaning.endswith((".", "…"))


def test_every_entry_is_used_and_every_entry_used_is_there():
    """A key stands in quotes where it is said, or its beginning does, to which a code is joined."""
    said = "".join(p.read_text("utf-8") for p in [*PACKAGE.rglob("*.py"), *(PACKAGE / "templates").rglob("*.html")])
    asked = set(re.findall(r'say\(\s*"([a-z-]+)"', said))
    begun = {key for key in re.findall(r'"([a-z-]+-)"', said)} | set(re.findall(r'f["\']([a-z-]+-)\{', said))
    keys = set(table()["page"])
    assert {key for key in asked if not key.endswith("-")} - set(table()["commands"]) <= keys
    joined = {key for key in keys for start in begun if key.startswith(start)}
    assert not {key for key in keys - joined if f'"{key}"' not in said}

    frame = "".join(p.read_text("utf-8") for p in [ROOT / "mkdocs.yml", *(ROOT / "overrides").rglob("*.html")])
    assert set(re.findall("⟦say-([a-z-]+)⟧", frame)) == set(table()["frame"])

    scripts = "".join(p.read_text("utf-8") for p in (ROOT / "docs" / "assets" / "javascripts").rglob("*.js"))
    built = {*table()["status"], *(key for key in table()["script"] if key.startswith(("found", "nothing")))}
    assert not {key for key in set(table()["script"]) - built if f'"{key}"' not in scripts}


RECOGNISED = {
    "tra-cuu/chu.js", "tra-cuu/may-tim.js",  # what readers type
}  # fmt: skip
WRITTEN_IN_VIETNAMESE = (
    "commands/", "office/", "paper/", "rules/", "records/", "files/", "language/",
    "archive/archive.py", "archive/honours.py", "open_data/award_tables.py", "open_data/downloads.py",
    "pages/lists.py", "drawing/rendering.py",
)  # fmt: skip
"""Help of commands, files of clerks, the yearbook; words of records that are recognised; letters of addresses."""


def test_no_word_of_the_pages_stands_outside_the_tables():
    templates = [p for p in (PACKAGE / "templates").rglob("*.html")] + [*(ROOT / "overrides").rglob("*.html")]
    assert len(templates) > 50
    assert not [p for p in templates if MARKED.search(p.read_text("utf-8"))]
    scripts = ROOT / "docs" / "assets" / "javascripts"
    for path in scripts.rglob("*.js"):
        if path.relative_to(scripts).as_posix() not in RECOGNISED:
            assert not MARKED.search(re.sub("//.*", "", path.read_text("utf-8"))), path
    for path in PACKAGE.rglob("*.py"):
        if not path.relative_to(PACKAGE).as_posix().startswith(WRITTEN_IN_VIETNAMESE):
            assert not [text for text in strings(path) if MARKED.search(text)], path


def strings(path: Path) -> list[str]:
    """The texts in a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
            and id(n) not in told]  # fmt: skip


def test_english_frames_are_the_vietnamese_ones():
    for path in sorted((ROOT / "docs" / "khung").rglob("*.md")):
        english = ROOT / "docs" / "en" / path.relative_to(ROOT / "docs")
        assert english.read_text("utf-8").replace('"../../../assets', '"../../assets') == path.read_text("utf-8")
    assert len(list((ROOT / "docs" / "en" / "khung").rglob("*.md"))) == len(
        list((ROOT / "docs" / "khung").rglob("*.md"))
    )


# --- how English says things ---


@pytest.mark.parametrize(
    ("date", "days", "dated"),
    [
        ("2021-05-12", "12 May 2021", "on 12 May 2021"),
        ("2021-05", "May 2021", "in May 2021"),
        ("2021", "2021", "in 2021"),
        ("XXXX-07-26", "26 July, year not known", "on 26 July, year not known"),
        ("2023-12-18/2023-12-19", "18–19 December 2023", "on 18–19 December 2023"),
        ("2023-12-30/2024-01-02", "30 December 2023 to 2 January 2024", "on 30 December 2023 to 2 January 2024"),
        ("2021/2023", "2021 to 2023", "in 2021 to 2023"),
    ],
)
def test_dates(date, days, dated):
    voice = spoken("en")
    assert (voice.days(When.parse(date)), voice.dated(When.parse(date))) == (days, dated)


def test_counts():
    voice = spoken("en")
    assert voice.number(22922) == "22,922"
    assert [voice.say("awards", count=count) for count in (0, 1, 2)] == ["0 awards", "1 award", "2 awards"]
    assert voice.together(["a", "b", "c"]) == "a, b and c"


def test_what_records_say_is_marked_on_english_pages_alone():
    assert Locale("en", is_html=True).say("part-of", whole="tỉnh <Mẫu>") == (
        'part of <span lang="vi">tỉnh &lt;Mẫu&gt;</span>'
    )
    assert Locale("en", is_html=True).say("part-of", whole="Gia Lai") == "part of Gia Lai"
    assert Locale("vi", is_html=True).say("part-of", whole="tỉnh <Mẫu>") == "thuộc tỉnh &lt;Mẫu&gt;"
    assert spoken("en").known("Trưởng Khối", "office") == "head of the bloc"
    assert spoken("vi").known("Trưởng Khối", "office") == "Trưởng Khối"
    assert spoken("en").known("Trưởng ban Vận động", "office") == "Trưởng ban Vận động"


def test_a_proposal_never_reads_as_an_award():
    archive = load_sound(MINIATURE)
    renderer = Renderer(archive, "https://mau.example/", language="en")
    proposals = [honour for honour in archive.honours if honour.status == "proposed"]
    assert proposals
    for honour in proposals:
        assert "only proposed, not an award" in fact(honour, archive, spoken("en"))
    for page in opened_pages(archive):
        slots = renderer.page(page)
        body = LexborHTMLParser(str(slots["content"]))
        for entry in body.css(".bv-entry--proposed"):
            assert "proposed" in entry.text().lower(), page.address
            assert not re.search(r"\b(was awarded|conferred by|was presented)\b", entry.text(), re.IGNORECASE)


# --- the miniature archive in two languages ---


def test_pages_of_the_miniature_archive_are_as_expected(tmp_path, miniature, request):
    about = miniature / "archive.yml"
    about.write_text(about.read_text("utf-8") + "languages: [vi, en]\n", "utf-8")
    draw(tmp_path / "site")
    for path in sorted((tmp_path / "site" / "khung").rglob("index.html")):
        name = path.parent.relative_to(tmp_path / "site" / "khung").as_posix()
        english = tmp_path / "site" / "en" / "khung" / name / "index.html"
        english.parent.mkdir(parents=True, exist_ok=True)
        english.write_text(FRAME.format(name=name).replace("/khung/", "/en/khung/"), "utf-8")
    report = Report()
    fill(load_sound(miniature), tmp_path, tmp_path / "site", report, silent)
    assert not report.errors
    edition = load_sound(miniature).edition.name.rpartition("-")[2]
    made = {name: (tmp_path / "site" / name).read_text("utf-8").replace(edition, "00000000") for name in KEPT}
    if request.config.getoption("--accept"):
        for name, text in made.items():
            (EXPECTED / name).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / name).write_text(text, "utf-8", newline="\n")
    for name, text in made.items():
        assert text == (EXPECTED / name).read_text("utf-8"), f"{name} changed; 'pytest --accept' if that is right"


def test_without_english_nothing_of_it_is_published(tmp_path):
    draw(tmp_path)
    (tmp_path / "en" / "gioi-thieu").mkdir(parents=True)
    (tmp_path / "en" / "gioi-thieu" / "index.html").write_text("<h1>About</h1>⟦language⟧", "utf-8")
    report = Report()
    fill(load_sound(MINIATURE), tmp_path, tmp_path, report, silent)
    assert not report.errors
    assert not (tmp_path / "en").exists()
    assert not [p for p in tmp_path.rglob("*.html") if "hreflang" in p.read_text("utf-8")]
    assert [p.name for p in (tmp_path / "assets" / "javascripts" / "loi").iterdir()] == ["vi.js"]
    assert "/en/" not in (tmp_path / "sitemap.xml").read_text("utf-8")


# --- every page of the real site ---


@pytest.fixture(scope="session")
def both(site) -> dict[str, LexborHTMLParser]:
    return {
        path.relative_to(site).as_posix().removesuffix("index.html"): LexborHTMLParser(path.read_text("utf-8"))
        for path in site.rglob("*.html")
    }


def test_every_page_has_its_twin_and_both_say_so(both, address):
    vietnamese = {name for name in both if not name.startswith(("en/", *ALONE))}
    english = {name for name in both if name.startswith("en/")}
    assert {f"en/{name}" for name in vietnamese} == english
    assert len(english) > 800
    for name in vietnamese:
        twins = {"vi": address + name, "en": f"{address}en/{name}", "x-default": address + name}
        for language, page in (("vi", both[name]), ("en", both[f"en/{name}"])):
            links = page.css("link[rel~=alternate][hreflang]")
            assert {link.attributes["hreflang"]: link.attributes["href"] for link in links} == twins, name
            assert page.css_first("html").attributes["lang"] == language
            if not page.css("meta[name=robots]"):
                assert page.css_first("link[rel=canonical]").attributes["href"] == twins[language]


def test_every_page_leads_to_its_twin(both, address):
    for name, page in both.items():
        (link,) = page.css("header a.bv-language")
        here = name.removeprefix("en/")
        there = "vi" if name.startswith("en/") else "en"
        assert (link.attributes["hreflang"], link.attributes["lang"]) == (there, there)
        twin = link.attributes["href"].removeprefix("../" * name.count("/")).removeprefix(address)
        known = here if f"en/{here}" in both else ""
        assert twin == ("en/" if there == "en" else "") + known, name


def test_no_vietnamese_word_of_ours_is_left_in_english_pages(both):
    seen = 0
    for name, page in both.items():
        if not name.startswith("en/"):
            continue
        assert not [node.html for node in page.css("[data-fact*='<'], [aria-label*='<'], [title*='<']")], name
        body = LexborHTMLParser(page.body.html)
        for node in body.css("[lang=vi], script"):
            node.decompose()
        left = [" ".join(text.split()) for text in body.body.text(separator="\n").split("\n") if MARKED.search(text)]
        assert not left, (name, left[:3])
        seen += 1
    assert seen > 800


def test_the_sitemap_names_both(site, address):
    found = re.findall(r"<url><loc>(.*?)</loc>(.*?)</url>", (site / "sitemap.xml").read_text("utf-8"))
    assert len(found) > 1600
    for place, told in found:
        links = dict(re.findall(r'<xhtml:link rel="alternate" hreflang="(\w+)" href="(.*?)"/>', told))
        if place.removeprefix(address).startswith(ALONE):
            assert not links
        else:
            assert place in links.values() and set(links) == {"vi", "en"}


def test_english_pages_in_the_browser(browser, address):
    """Nothing that axe finds, nothing wider than the screen, no complaint of the browser, and the way to the twin."""
    width = 360
    page = browser.new_page(viewport={"width": width, "height": 900})
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for name in TYPES:
        page.goto(f"{address}en/{name}")
        assert not violations(page), name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        page.locator("header a.bv-language").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(address + name)
        page.locator("header a.bv-language").click()
        page.wait_for_url(f"{address}en/{name}")
    assert not complaints
    page.close()


def test_search_in_english(browser, address):
    page = browser.new_page()
    page.goto(f"{address}en/tim-kiem/?q=than+uyen")
    page.wait_for_selector("#bv-search-results li")
    assert page.inner_text("#bv-search-status").startswith("Found ")
    links = page.eval_on_selector_all("#bv-search-results h2 a", "all => all.map((a) => a.href)")
    assert [link for link in links if link.startswith(f"{address}en/")]
    assert all(link.removeprefix(address).startswith(("en/", *ALONE)) for link in links)
    page.wait_for_selector("#bv-search-choices legend")
    legends = page.eval_on_selector_all("#bv-search-choices legend", "all => all.map((one) => one.textContent)")
    assert set(legends) <= set(table("en")["facet"].values())
    page.goto(f"{address}en/tim-kiem/?q=Labour+Order")
    page.wait_for_selector("#bv-search-results li")
    assert "Labour Order" in page.inner_text("#bv-search-results li h2")
    page.close()
