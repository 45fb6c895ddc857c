"""The last look at a site: whatever a reader or a browser would stumble over keeps it from being published."""

from shutil import copytree

import pytest
from selectolax.lexbor import LexborHTMLParser

from bangvang.language.problems import Report
from bangvang.publishing import verification
from bangvang.publishing.markup import loaded_by_style, read
from bangvang.publishing.verification import verify
from conftest import MINIATURE, ROOT, changed, load_sound, run
from large import project as project_in

HOME = "https://mau.example/kho/"
PAGE = "noi/huyen-nui-may/index.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The miniature archive as built for an address with a sub-path."""
    root = project_in(tmp_path_factory.mktemp("verified") / "kho")
    outcome = run("bangvang", "build", cwd=root, SITE_URL=HOME)
    assert outcome.returncode == 0, outcome.stderr
    return root / "site"


@pytest.fixture(scope="module")
def archive():
    return load_sound(MINIATURE)


def found(archive, site) -> list[tuple[str, str, str]]:
    report = Report()
    verify(archive, site, HOME, report)
    return [(problem.code, problem.location.file, problem.values.get("target", "")) for problem in report]


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_a_sound_site_is_sound(archive, built, monkeypatch, processes):
    monkeypatch.setattr(verification, "cores", lambda: processes)
    assert found(archive, built) == []


@pytest.mark.parametrize(
    ("put", "code", "target"),
    [
        ('<a href="../khong-co/">', "link-broken", "noi/khong-co/"),
        ('<a href="../../../khong-co/">', "link-broken", "/../../../khong-co/"),
        ('<a href="/kho/khong-co/">', "link-broken", "khong-co/"),
        ('<a href="/elsewhere/">', "link-broken", "/elsewhere/"),
        (f'<a href="{HOME}khong-co/">', "link-broken", "khong-co/"),
        ('<a href="../../noi">', "link-broken", "noi"),
        ("<img src=khong-co.png alt>", "link-broken", "noi/huyen-nui-may/khong-co.png"),
        ('<img srcset="../../assets/images/bang-vang.svg 1x, x.png 2x" alt>', "link-broken", "noi/huyen-nui-may/x.png"),
        ('<a href="#khong-co">', "fragment-missing", "#khong-co"),
        ('<a href="../../do-phu/#khong-co">', "fragment-missing", "do-phu/index.html#khong-co"),
        ('<script src="https://else.example/x.js"></script>', "loaded-from-elsewhere", "https://else.example/x.js"),
        ('<img src="//else.example/x.png" alt>', "loaded-from-elsewhere", "//else.example/x.png"),
        (
            '<link rel="stylesheet" href="http://else.example/x.css">',
            "loaded-from-elsewhere",
            "http://else.example/x.css",
        ),
        ('<form action="https://else.example/"></form>', "loaded-from-elsewhere", "https://else.example/"),
        ("<iframe src='https://else.example/'></iframe>", "loaded-from-elsewhere", "https://else.example/"),
        ("<script>alert(1)</script>", "inline-code", "script"),
        ("<style>p { color: red }</style>", "inline-code", "style"),
        ('<p style="color: red">', "inline-code", "style="),
        ('<p ONCLICK="alert(1)">', "inline-code", "onclick"),
        ('<p title="x"onclick="alert(1)">', "inline-code", "onclick"),
        ("<p/onclick=alert(1)>", "inline-code", "onclick"),
        ('<a href="../../noi/../khong-co/">', "link-broken", "khong-co/"),
        ('<a href="../../../noi/../khong-co/">', "link-broken", "/../../../noi/../khong-co/"),
        ('<a href=" JavaScript:alert(1)">', "inline-code", "JavaScript:alert(1)"),
        ('<a href="java\nscript:alert(1)">', "inline-code", "javascript:alert(1)"),
        ('<a href="\x01java\tscript:alert(1)">', "inline-code", "javascript:alert(1)"),
    ],
)
def test_what_is_wrong_in_a_page_is_found(archive, built, put, code, target):
    html = (built / PAGE).read_text("utf-8")
    with changed(built, {PAGE: html.replace("</h1>", f"</h1>{put}", 1).encode()}):
        assert found(archive, built) == [(code, PAGE, target)]


def test_what_is_right_in_a_page_is_let_be(archive, built):
    html = (built / PAGE).read_text("utf-8")
    right = (
        '<a href="https://else.example/">', '<a href="mailto:ai@mau.example">', '<a href="?q=x">', '<a href="#">',
        '<a href="../../tim-kiem/?q=x">', '<a href="/kho/">', '<a href="/kho/./noi/../">', f'<a href="{HOME}noi/#">',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt>', "<p>on x = 1, href=khong-co</p>",
        '<script type="application/ld+json">{"style": "<a href=khong-co>"}</script>',
        '<!-- <a href="khong-co/"> <script>alert(1)</script> -->', "<p title='<a href=\"khong-co/\">'>",
    )  # fmt: skip
    with changed(built, {PAGE: html.replace("</h1>", f"</h1>{''.join(right)}", 1).encode()}):
        assert found(archive, built) == []


def test_a_page_that_others_lead_to_is_missed_once(archive, built):
    """One problem for one mistake, however many pages share it."""
    report = Report()
    with changed(built, {"assets/images/bang-vang.svg": None}):
        verify(archive, built, HOME, report)
    (problem,) = report
    assert problem.values["target"] == "assets/images/bang-vang.svg"
    assert problem.values["others"] == len(list(built.rglob("*.html")))  # and a style sheet


@pytest.mark.parametrize("cut", ["<title>", 'name="description"'])
def test_a_page_without_title_or_summary_is_found(archive, built, cut):
    html = (built / PAGE).read_text("utf-8")
    assert cut in html
    wrong = html.replace(cut, cut.replace("title", "p").replace("description", "nothing"), 1)
    with changed(built, {PAGE: wrong.encode()}):
        assert found(archive, built) == [("page-untold", PAGE, PAGE)]


def test_a_style_sheet_loads_nothing_from_elsewhere(archive, built):
    assert loaded_by_style("a{b:url(x.svg)} c{d:url( 'y.svg' )} @import \"z.css\";") == ["x.svg", "y.svg", "z.css"]
    name = "assets/stylesheets/in.css"
    for css, code in (("@import '//else.example/x.css';", "loaded-from-elsewhere"), ("a{b:url(x.png)}", "link-broken")):
        with changed(built, {name: css.encode()}):
            assert [problem[:2] for problem in found(archive, built)] == [(code, name)]


def test_an_id_that_had_a_page_keeps_one(built, miniature):
    ledger = miniature / "ids.yml"
    ledger.write_text("ids:\n  - kind: place\n    ids:\n      - huyen-nui-may\n", "utf-8")
    archive = load_sound(miniature)
    assert found(archive, built) == []
    with changed(built, {PAGE: None}):
        assert ("id-without-page", "data/ids.yml", "") in found(archive, built)
    why = "  - date: 2025-05-06\n    of: huyen-nui-may\n    what: x\n    why: y\n    asked: archive\n"
    (miniature / "corrections.yml").write_text(f"corrections:\n{why}", "utf-8")
    with changed(built, {PAGE: None}):
        assert {code for code, *_ in found(load_sound(miniature), built)} == {"link-broken"}


def test_a_spoilt_template_keeps_the_old_site(project):
    assert run("bangvang", "build", cwd=project).returncode == 0
    before = (project / "site" / "index.html").read_bytes()
    override = project / "overrides" / "main.html"
    text = override.read_text("utf-8")
    (project / "overrides").unlink()
    copytree(ROOT / "overrides", project / "overrides")
    override.write_text(text + '{% block analytics %}<script src="https://else.example/x.js"></script>{% endblock %}')
    for command in (("bangvang", "build", "--lang", "en"), ("mkdocs", "build", "--quiet")):
        outcome = run(*command, cwd=project)
        assert outcome.returncode != 0
        assert "https://else.example/x.js" in outcome.stderr
        assert "[loaded-from-elsewhere]" in outcome.stderr
        assert (project / "site" / "index.html").read_bytes() == before


def test_pages_are_read_as_by_a_second_reader(built):
    """Ids and addresses of every page, against another way to ask for them."""
    for path in built.rglob("*.html"):
        page, tree = read(path.read_bytes()), LexborHTMLParser(path.read_text("utf-8"))
        assert page.ids == {node.attributes["id"] for node in tree.css("[id]")}
        hrefs = [node.attributes["href"] for node in tree.css("[href]")]
        assert sorted(set(hrefs)) == sorted({link for link in page.links} & set(hrefs))
