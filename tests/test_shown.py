"""While MkDocs serves, a file is made when it is asked for, and is the file that a build makes."""

import pytest

from bangvang.build import finish
from bangvang.language.problems import Report
from bangvang.site.drawn import ready
from bangvang.site.shown import Shown
from conftest import MINIATURE, load_sound, silent, tree
from test_miniature import draw

PAGE = "vinh-danh/nguoi-mau-mot/index.html"


@pytest.fixture
def shown(tmp_path):
    """A site that is shown, and its folder."""
    site = tmp_path / "shown"
    site.mkdir()
    draw(site)
    drawn = ready(load_sound(MINIATURE), site, {}, Report())
    return Shown(drawn, site, lambda: finish(drawn, tmp_path, site, Report(), silent)), site


@pytest.fixture(scope="module")
def built(made):
    return tree(made)


def pages_of(site):
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html") if "viet-tay" not in path.parts}


def test_only_what_is_asked_for_is_made(shown, built):
    shown, site = shown
    for page in sorted(name for name in built if name.startswith("vinh-danh/") and name.endswith(".html"))[:3]:
        before = pages_of(site)
        shown.show(page.removesuffix("/index.html"))  # as a browser asks that forgot the slash
        assert pages_of(site) - before == {page}


def test_each_page_is_the_one_that_is_built(shown, built):
    shown, site = shown
    for name in sorted(name for name in built if name.endswith(".html") and "downloads" not in name):
        shown.show(name)
        assert (site / name).read_bytes() == built[name], name
    assert not (site / "pagefind").exists()


@pytest.mark.parametrize("first", ["viet-tay/downloads/index.html", "pagefind/pagefind-entry.json", "no/such/file"])
def test_what_is_made_of_all_pages_is_made_with_all_of_them(shown, built, first):
    shown, site = shown
    shown.show("viet-tay/blocs/index.html")
    shown.show(first)
    assert tree(site) == built


def test_what_browsers_ask_for_on_their_own_makes_nothing(shown):
    shown, site = shown
    before = tree(site)
    shown.show(".well-known/appspecific/of-a-browser.json")
    assert tree(site) == before


def test_nothing_is_made_of_a_site_that_is_about_to_be_drawn_anew(shown, built):
    shown, site = shown
    before = tree(site)
    shown.close()
    for name in built:
        shown.show(name)
    assert tree(site) == before
