"""How pages of each type look beside pictures kept of them: the miniature archive, on a phone in the dark and in print.

Letters are drawn with the fonts of the site alone, so that no machine looks different; a picture may differ in a few of
its points, as versions of a browser do. `pytest tests/test_looks.py --accept` keeps what is drawn now: look at it.
"""

from __future__ import annotations

import io
import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageChops

from conftest import ROOT, run
from large import project

LOOKS = ROOT / "tests" / "looks"
BASE = "https://mau.example/kho/"
PAGES = {
    "trang-chu": "",
    "vinh-danh": "vinh-danh/",
    "chu-cai": "danh-sach/ten/m/",
    "nguoi": "vinh-danh/ly-thi-mau-mot/",
    "tap-the": "vinh-danh/nhan-dan-huyen-nui-may/",
    "mat-khen-thuong": "vinh-danh/hop-tac-xa-dao-lua/",
    "khoi": "khoi/khoi-cac-huyen-binh-minh/",
    "khoi-nam": "khoi/khoi-cac-huyen-binh-minh/2024/",
    "nam": "nam/2024/",
    "don-vi": "don-vi/ubnd-tinh-binh-minh/",
    "hinh-thuc": "hinh-thuc/bang-khen/",
    "quyet-dinh": "quyet-dinh/15-qd-ubnd-2023/",
    "noi": "noi/tinh-binh-minh/",
    "nguon": "nguon/cong-bao-binh-minh/",
    "dai-hoi": "dai-hoi/dai-hoi-binh-minh-1/",
    "do-phu": "do-phu/",
    "can-tim": "do-phu/can-tim/",
    "dinh-chinh": "dinh-chinh/",
    "du-lieu": "du-lieu/",
    "tim-kiem": "tim-kiem/?q=mau",
    "khoi-nam-en": "en/khoi/khoi-cac-huyen-binh-minh/2024/",
    "nguoi-en": "en/vinh-danh/ly-thi-mau-mot/",
}
FORMS = {
    "dien-thoai-toi": {"viewport": {"width": 360, "height": 640}, "color_scheme": "dark"},
}
PRINTED = ("nguoi", "khoi-nam")
OWN_FONT = "* { font-family: Lora !important; } html { scrollbar-width: none; }"
DIFFERS, BLOCK, MOST = 64, 32, 0.08
"""How far a point must be off to count, and which part of the points of any block of so many each way may be."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> Path:
    """The site of the miniature archive, in both languages."""
    root = project(tmp_path_factory.mktemp("looks") / "kho")
    about = root / "data" / "archive.yml"
    text = about.read_text("utf-8")
    if "languages:" not in text:
        about.write_text(text + "languages: [vi, en]\n", "utf-8")
    built = run("bangvang", "build", cwd=root, SITE_URL=BASE)
    assert built.returncode == 0, built.stderr
    return root / "site"


def show(browser, drawn: Path, **form):
    """A page on which the site stands at its address, without a server."""

    def answer(route):
        path = drawn / urlsplit(route.request.url).path.removeprefix("/kho/")
        path = path / "index.html" if path.is_dir() else path
        type_ = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        route.fulfill(body=path.read_bytes(), content_type=type_) if path.exists() else route.fulfill(status=404)

    page = browser.new_context(reduced_motion="reduce", **form).new_page()
    page.route("**/*", answer)
    return page


def picture(page, address: str) -> Image.Image:
    page.goto(BASE + address)
    if "?q=" in address:
        page.locator("#bv-search-results a").first.wait_for()
    page.add_style_tag(content=OWN_FONT)
    page.evaluate("document.fonts.ready")
    return Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled"))).convert("RGB")


def compare(name: str, seen: Image.Image, accept: bool, beside: Path) -> None:
    kept = LOOKS / f"{name}.png"
    if accept:
        kept.parent.mkdir(exist_ok=True)
        seen.quantize(64).save(kept, optimize=True)
    assert kept.exists(), "no picture is kept; 'pytest --accept' keeps one"
    expected = Image.open(kept).convert("RGB")
    seen.save(beside / kept.name)
    assert seen.size == expected.size, f"see {beside / kept.name}"
    off = ImageChops.difference(seen, expected).convert("L").point(lambda value: 255 * (value > DIFFERS))
    worst = off.reduce(BLOCK).getextrema()[1] / 255
    assert worst <= MOST, f"{name} looks different: see {beside / kept.name}"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("form", ["dien-thoai-toi"])
def test_pages_look_as_they_did(browser, drawn, form, name, request, tmp_path):
    page = show(browser, drawn, bypass_csp=True, **FORMS[form])
    compare(f"{name}.{form}", picture(page, PAGES[name]), request.config.getoption("--accept"), tmp_path)
    page.context.close()


@pytest.mark.parametrize("name", PRINTED)
def test_pages_look_in_print_as_they_did(browser, drawn, name, request, tmp_path):
    page = show(browser, drawn, bypass_csp=True, viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    compare(f"{name}.in", picture(page, PAGES[name]), request.config.getoption("--accept"), tmp_path)
    page.context.close()


def test_a_page_that_looks_different_is_noticed(browser, drawn, tmp_path):
    page = show(browser, drawn, bypass_csp=True, **FORMS["dien-thoai-toi"])
    seen = picture(page, PAGES["nguoi"])
    page.add_style_tag(content="h1 { color: lime !important }")
    changed = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    compare("nguoi.dien-thoai-toi", seen, False, tmp_path)
    with pytest.raises(AssertionError, match="looks different"):
        compare("nguoi.dien-thoai-toi", changed, False, tmp_path)
    page.context.close()
