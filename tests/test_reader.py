"""What a reader sees, in Debian's Chromium: search, keyboard, no JavaScript, contrast, phone, print, strict CSP."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from conftest import violations
from payloads import of_every_kind

TEMPLATES = [
    "",
    "vinh-danh/",
    "danh-sach/ten/h/",
    "danh-sach/ho/n/",
    "danh-sach/tap-the/n/",
    "vinh-danh/dong-van-cong/",
    "vinh-danh/nhan-dan-va-can-bo-huyen-muong-ang/",
    "khoi/",
    "khoi/khoi-huyen-thanh-pho-lai-chau/",
    "khoi/cum-tinh-dong-bang-song-hong/",
    "khoi/khoi-huyen-thanh-pho-lai-chau/2024/",
    "khoi/khoi-huyen-thi-xa-thanh-pho-lao-cai/2023/",
    "nam/",
    "nam/2023/",
    "nam/khong-ro/",
    "don-vi/",
    "don-vi/ubnd-huyen-than-uyen/",
    "hinh-thuc/",
    "hinh-thuc/anh-hung-llvtnd/",
    "hinh-thuc/huan-chuong-khang-chien/",
    "quyet-dinh/",
    "quyet-dinh/1521-qd-cn-2020/",
    "dai-hoi/",
    "dai-hoi/dai-hoi-toan-quoc-11/",
    "noi/",
    "noi/huyen-than-uyen/",
    "noi/tinh-vinh-long-2025/",
    "vinh-danh/ho-xuan-man/",
    "do-phu/",
    "do-phu/can-tim/",
    "dinh-chinh/",
    "nguon/",
    "nguon/vietnamnet-28-anh-hung/",
    "gioi-thieu/",
    "phuong-phap/",
    "du-lieu/",
    "du-lieu/tu-dien/",
    "so-tay/",
    "su-co/",
    "tim-kiem/?q=than uyen",
    "tim-kiem/?q=xyzzy",
    "404.html",
]

SEARCHES = {
    "than uyen": "noi/huyen-than-uyen/",
    "Than Uyên": "noi/huyen-than-uyen/",
    "muong ang": "noi/huyen-muong-ang/",
    "dien bien": "noi/tinh-dien-bien/",
    "nguyen van thang": "khoi/khoi-huyen-thanh-pho-lai-chau/2024/",
    "Giàng Thị Hoa": "khoi/cum-vung-thap-dien-bien/2022/",
    "đồng văn cống": "vinh-danh/dong-van-cong/",
    "dong van cong": "vinh-danh/dong-van-cong/",
    "phan kien": "vinh-danh/phan-hoan/",
    "le xa hoi": "vinh-danh/le-xa-hoi/",
    "1521/QĐ-CN": "quyet-dinh/1521-qd-cn-2020/",
    "1521 qd cn": "quyet-dinh/1521-qd-cn-2020/",
    "ĐIỆN BIÊN": "noi/tinh-dien-bien/",
    "QĐ 1521": "quyet-dinh/1521-qd-cn-2020/",
    "quyết định số 1521": "quyet-dinh/1521-qd-cn-2020/",
    "2023": "nam/2023/",
    "năm 2022": "nam/2022/",
    "UBND huyện Than Uyên": "don-vi/ubnd-huyen-than-uyen/",
    "ubnd than uyen": "don-vi/ubnd-huyen-than-uyen/",
    "AHLLVTND": "hinh-thuc/anh-hung-llvtnd/",
    "labour order": "hinh-thuc/huan-chuong-lao-dong/",
    "HCLĐ": "hinh-thuc/huan-chuong-lao-dong/",
    "chiến sĩ thi đua cấp bộ, ngành, tỉnh, đoàn thể trung ương": "hinh-thuc/chien-si-thi-dua-bo-ban-nganh-tinh/",
    "hội nông dân than uyên": "don-vi/hoi-nong-dan-huyen-than-uyen/",
    "dong van co": "vinh-danh/dong-van-cong/",
    "cống đồng": "vinh-danh/dong-van-cong/",
    "dong van cogn": "vinh-danh/dong-van-cong/",
    "ddoofng vawn coongs": "vinh-danh/dong-van-cong/",
    "d9o6ng2 va8n co6ng1": "vinh-danh/dong-van-cong/",
    "đồng văn cống bến tre": "vinh-danh/dong-van-cong/",
    "hồ xuân mãn": "vinh-danh/ho-xuan-man/",
    "2721 qd ctn": "quyet-dinh/2721-qd-ctn-2014/",
}
"""What is typed, and the page that must come first. An official is found at the bloc-year that names them."""


@pytest.fixture
def page(browser, address):
    """A page whose complaints are collected: CSP violations, script errors, requests to other origins."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints = page.complaints = []
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda r: None if r.url.startswith(address) else complaints.append(f"request: {r.url}"))
    yield page
    context.close()


@pytest.mark.parametrize("query", SEARCHES)
def test_search_brings_the_right_page_first(page, address, query):
    page.goto(address + "tim-kiem/")
    page.fill("#bv-q-page", query)
    page.keyboard.press("Enter")
    first = page.locator("#bv-search-results a").first
    first.wait_for()
    assert first.evaluate("link => link.href") == address + SEARCHES[query]
    assert not page.complaints


@pytest.mark.parametrize("folder", ["", "en/"])
def test_what_every_search_begins_with_is_asked_for_from_the_start_and_once(page, address, folder):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}{folder}tim-kiem/?q=than+uyen")
    page.locator("#bv-search-results a").first.wait_for()
    links = "link[rel=preload], link[rel=modulepreload]"
    ahead = page.eval_on_selector_all(links, "links => links.map((link) => link.href)")
    assert {url: asked.count(url) for url in ahead} == dict.fromkeys(ahead, 1)
    assert not [url for url in ahead if url.endswith("kho.json")], "the browser would take it from what it keeps"
    of_search = [url for url in asked if url.startswith((f"{address}pagefind/", f"{address}tra-cuu/"))]
    of_this_one = (".pf_index", ".pf_fragment", ".bv", "tra-cuu/kho.json")
    assert [url for url in of_search if url not in ahead and not url.endswith(of_this_one)] == []


def test_a_page_kept_by_the_browser_searches_the_index_that_stands(page, address):
    """What the browser keeps of the page, and of how the index began then, is no longer so."""
    gone = "vi_0000000000"

    def older(route):
        answer = route.fetch()
        tag = re.search(r"pagefind\.(\w+)\.pf_meta|\"hash\": \"(\w+)\"", answer.text())
        route.fulfill(response=answer, body=answer.text().replace(tag[1] or tag[2], gone))

    page.route("**/tim-kiem/?q=*", older)
    page.route(f"**/pagefind-entry.json?ts={gone}", older)
    page.goto(f"{address}tim-kiem/?q=than+uyen")
    page.locator("#bv-search-results a").first.wait_for()


def test_a_search_whose_index_cannot_be_fetched_does_not_say_that_there_is_nothing(page, address):
    page.route("**/*.pf_index", lambda route: route.abort())
    page.goto(f"{address}tim-kiem/?q=than+uyen")
    again = page.get_by_role("button", name="Thử lại")
    again.wait_for()
    assert page.locator("#bv-search-status").inner_text().startswith("Chưa tìm được")
    page.unroute("**/*.pf_index")
    again.click()
    page.locator("#bv-search-results a").first.wait_for()


def test_an_engine_that_has_lost_a_part_of_its_index_searches_no_more(page, address):
    """Whoever types on no longer waits for the search that lost it."""
    search = "engine => q => engine.search({ q }).then(({ rows }) => rows.length, () => 'failed')"
    page.goto(f"{address}tim-kiem/")
    engine = page.evaluate_handle(
        "async home => (await import(`${home}assets/javascripts/tra-cuu/may-tim.js`)).open(new URL(home))", address
    )
    ask = page.evaluate_handle(search, engine)
    page.route("**/*.pf_index", lambda route: route.abort())
    assert ask.evaluate("ask => ask('than uyen')") == "failed"
    page.unroute("**/*.pf_index")
    assert ask.evaluate("ask => ask('than')") == "failed"


def test_no_search_result_calls_a_proposal_an_award(page, address):
    page.goto(address + "tim-kiem/?q=bang khen")
    page.locator("#bv-search-results a").first.wait_for()
    for card in page.locator("#bv-search-results li").all():
        text = card.inner_text()
        if "Ủy ban nhân dân huyện Than Uyên" in text.split("\n")[0]:
            assert "được đề nghị khen" in text
            assert "được khen" not in text.replace("được đề nghị khen", "")


def test_searching_from_the_header_with_the_keyboard_alone(page, address):
    page.goto(address + "vinh-danh/dong-van-cong/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "bv-q"
    page.keyboard.type("muong lay")
    page.keyboard.press("Enter")
    page.locator("#bv-search-results a").first.wait_for()
    assert page.url.startswith(address + "tim-kiem/?q=muong")
    assert "Tìm thấy" in page.locator("#bv-search-status").inner_text()
    page.locator("#bv-search-results a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(address + "noi/thi-xa-muong-lay/")
    page.go_back()
    page.locator("#bv-search-results a").first.wait_for()
    assert page.input_value("#bv-q-page") == "muong lay"
    assert not page.complaints


STRANGE = [
    '"',
    '""" \'',
    "🎖",
    "a",
    "đ",
    "đ " * 300,
    "../../",
    "%00",
    "zw",
    "constructor",
    "__proto__ toString",
    "١٢٣",
    "\u202e",
]
"""What no name is; none of it may find everything, or end in an error."""


@pytest.mark.parametrize("query", STRANGE, ids=range(len(STRANGE)))
def test_strange_queries_are_answered(page, address, query):
    page.goto(f"{address}tim-kiem/?{urlencode({'q': query})}")
    page.locator("#bv-search-status[data-done]").wait_for()
    assert page.locator("#bv-search-results > li").count() <= 20
    assert page.locator("#bv-search-retry").is_hidden()
    assert not page.complaints


def test_a_slash_in_a_text_box_is_a_slash(page, address):
    page.goto(address)
    page.focus("#bv-q-home")
    page.keyboard.type("803/QĐ")
    assert page.input_value("#bv-q-home") == "803/QĐ"


def pytest_generate_tests(metafunc):
    """One page of each kind in opposed forms, or all of them in all forms where these are asked for."""
    all_of_them = metafunc.config.getoption("all_forms")
    if metafunc.function is test_large_letters_and_contrast_are_kept_and_fit:
        metafunc.parametrize(("scheme", "width"), FORMS + OTHER_FORMS if all_of_them else FORMS)
    if metafunc.function is test_pages_are_quiet_accessible_and_fit:
        kinds = {(one.partition("/")[0], one.count("/")): one for one in reversed(TEMPLATES)}
        metafunc.parametrize("template", TEMPLATES if all_of_them else kinds.values())


def test_pages_are_quiet_accessible_and_fit(browser, address, template, pytestconfig):
    forms = FORMS + OTHER_FORMS if pytestconfig.getoption("all_forms") else FORMS
    see_that_it_is_quiet_accessible_and_fits(browser, address, template, forms)


@pytest.mark.parametrize("template", ["quyet-dinh/16-qd-ubnd-2023/", "quyet-dinh/17-qd-ubnd-2023/2/", "vinh-danh/",
                                      "vinh-danh/16-qd-ubnd-2023-3/", "vinh-danh/16-qd-ubnd-2023-4/",
                                      "danh-sach/ten/khac/", "danh-sach/ho/n/2/"])  # fmt: skip
def test_pages_of_rolls_are_too(browser, rolled, template):
    see_that_it_is_quiet_accessible_and_fits(browser, rolled[0], template, FORMS[1:])


def test_the_parts_of_a_roll_lead_to_each_other(browser, rolled):
    page = browser.new_page()
    page.goto(rolled[0] + "quyet-dinh/17-qd-ubnd-2023/")
    page.get_by_role("link", name="961–1001").first.click()
    page.get_by_role("link", name="Người Mẫu Số 1001").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Người Mẫu Số 1001"
    page.get_by_role("link", name="Quyết định số 17/QĐ-UBND").first.click()
    assert page.url.endswith("/quyet-dinh/17-qd-ubnd-2023/")
    page.close()


def test_one_page_of_every_kind_keeps_to_the_policy_in_both_languages(page, address, site):
    page.expose_function("tell", lambda it: page.complaints.append(it))
    page.add_init_script("addEventListener('securitypolicyviolation', ({ blockedURI: it }) => tell(`policy: ${it}`))")
    addresses = of_every_kind(site)
    assert sum(part.startswith("en/") for part in addresses) > 15
    assert sum(not part.startswith("en/") for part in addresses) > 15
    for part in addresses:
        page.goto(address + part)
    assert not page.complaints


FORMS = (("light", 1280), ("dark", 360))
"""How a page is seen."""
OTHER_FORMS = (("light", 360), ("dark", 1280))
"""How it is seen too where all forms are asked for."""


def see_that_it_is_quiet_accessible_and_fits(browser, address, template, forms):
    """No CSP violation, no other origin, no axe violation, no sideways scrolling, in each of some forms."""
    for scheme, width in forms:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        complaints = []
        page.on("pageerror", lambda error, to=complaints: to.append(str(error)))
        page.on("console", lambda message, to=complaints: to.append(message.text) if message.type == "error" else None)
        page.on("request", lambda r, to=complaints: None if r.url.startswith(address) else to.append(r.url))
        page.goto(address + template)
        if "?q=" in template:
            expect(page.locator("#bv-search-status")).to_contain_text("thấy")
        assert page.evaluate("document.body.dataset.mdColorScheme") == {"light": "default", "dark": "slate"}[scheme]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not violations(page), (scheme, width)
        assert not complaints
        context.close()


def test_readable_without_javascript(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "khoi/cum-vung-thap-dien-bien/2022/")
    assert page.get_by_role("heading", level=1).inner_text().endswith("năm 2022")
    assert page.get_by_text("Nhân dân và cán bộ huyện Mường Ảng").first.is_visible()
    page.goto(address + "tim-kiem/?q=than+uyen")
    page.locator("noscript a[href='../vinh-danh/']").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Vinh danh"
    for group, button, target in (("Theo năm", "2022", "nam/2022/"), ("Cá nhân, theo tên", "C", "danh-sach/ten/c/")):
        page.goto(address + "tim-kiem/?q=than+uyen")
        page.get_by_role("group", name=group).get_by_role("button", name=button, exact=True).click()
        page.wait_for_url(f"{address}{target}?")
        assert page.get_by_role("heading", level=1).is_visible()
    context.close()


def test_the_readers_choice_of_dark_is_kept(page, address):
    page.emulate_media(color_scheme="light")
    page.goto(address)
    page.locator('label[for="__palette_1"]').click()
    page.locator('label[for="__palette_2"]').click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.goto(address + "vinh-danh/")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    assert not page.complaints


def test_large_letters_and_contrast_are_kept_and_fit(browser, address, scheme, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address + "vinh-danh/dong-van-cong/")
    plain = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.locator(".bv-aids summary").press("Enter")
    for _ in range(6):
        page.get_by_role("button", name="Chữ to hơn").press("Enter")
    expect(page.locator(".bv-aids [role=status]")).to_have_text("Cỡ chữ 200 %")
    page.get_by_role("button", name="Tương phản cao").press("Enter")
    page.get_by_role("button", name="Tương phản cao").press("Escape")
    expect(page.get_by_role("button", name="Tương phản cao")).to_be_hidden()
    page.goto(address + "khoi/khoi-huyen-thanh-pho-lai-chau/2024/")
    expect(page.locator("html[data-bv-contrast]")).to_have_count(1)
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 2 * plain
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not violations(page)
    context.close()


def test_the_drawer_opens_on_a_phone(browser, address):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(address + "vinh-danh/dong-van-cong/")
    page.locator('.md-header label[for="__drawer"]').click()
    link = page.locator(".md-nav--primary").get_by_role("link", name="Quyết định")
    link.click()
    page.wait_for_url(address + "quyet-dinh/")
    context.close()


def test_print_leaves_the_furniture_out(page, address):
    page.goto(address + "khoi/khoi-huyen-thanh-pho-lai-chau/2024/")
    page.emulate_media(media="print")
    assert not page.locator(".md-header").is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator(".bv-sources").is_visible()


def test_a_page_that_is_not_there_says_so(page, address):
    page.goto(address + "404.html")
    assert page.get_by_role("heading", level=1).inner_text() == "Không tìm thấy trang"
    assert page.locator("#bv-q-404").is_visible()
