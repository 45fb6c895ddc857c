"""The search page, with a stand-in for the engine (tests/search_page/may-tim.js): what readers see, do and get.

Whether the real engine finds the right page is asked in test_reader.py.
"""

import csv
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from conftest import violations

ENGINE = Path(__file__).parent / "search_page" / "may-tim.js"
STATES = {
    "start": "",
    "results": "?q=mẫu&trang=2",
    "chips": "?q=mẫu&loai=nguoi&nam=2003&nam=2005&sap=ten",
    "read otherwise": "?q=ubnd",
    "nothing": "?q=xyzzy",
    "nothing with filters": "?q=giàng&loai=don-vi&nam=1990",
    "error": "?q=mẫu",
}


@pytest.fixture
def opened(browser, address):
    """Opens the search page, with the stand-in behind it; what goes wrong there is collected and must be nothing."""
    contexts, complaints = [], []

    def open_page(query="", *, index=True, engine=True, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="vi", **options)
        contexts.append(context)
        page = context.new_page()
        page.index, page.engine = index, engine
        page.route(
            "**/may-tim.js*",
            lambda route: route.fulfill(path=ENGINE, content_type="text/javascript") if page.engine else route.abort(),
        )
        page.route("**/fake-index", lambda route: route.fulfill(body="") if page.index else route.abort())
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("request", lambda r: None if r.url.startswith((address, "blob:")) else complaints.append(r.url))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and "ERR_FAILED" not in message.text
                else None
            ),
        )
        page.goto(f"{address}tim-kiem/{query}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def done(page, query):
    expect(page.locator("#bv-search-status")).to_have_attribute("data-done", query)


def counted(page):
    page.locator("#bv-search-choices label").first.wait_for(state="attached")


def told(page):
    return page.locator("#bv-search-status").inner_text()


def titles(page):
    return page.locator("#bv-search-results h2").all_inner_texts()


def asked(page):
    return parse_qs(urlsplit(page.url).query)


def box_of(page, facet, value):
    return page.get_by_role("group", name=facet, exact=True).get_by_role("checkbox", name=value)


# --- asking ---


def test_what_is_typed_is_looked_up_from_the_third_letter(opened):
    page = opened()
    expect(page.locator("#bv-search-start")).to_be_visible()
    expect(page.get_by_role("heading", name="Xem theo danh sách")).to_be_visible()
    page.locator("#bv-q-page").press_sequentially("lò")
    page.wait_for_timeout(400)
    assert told(page) == ""
    page.locator("#bv-q-page").press_sequentially(" thị")
    done(page, "lò thị")
    assert told(page) == "Tìm thấy 1 trang cho “lò thị”."
    assert titles(page) == ["Lò Thị Mẫu"]
    assert asked(page) == {"q": ["lò thị"]}
    expect(page.locator("#bv-search-doors")).to_be_hidden()
    page.fill("#bv-q-page", "")
    expect(page.locator("#bv-search-start")).to_be_visible()
    assert told(page) == ""


def test_a_short_query_is_looked_up_when_submitted(opened):
    page = opened()
    page.fill("#bv-q-page", "lò")
    page.keyboard.press("Enter")
    done(page, "lò")
    assert titles(page) == ["Lò Thị Mẫu"]


def test_only_submitted_queries_are_entries_of_the_history(opened):
    page = opened("?q=giàng")
    done(page, "giàng")
    before = page.evaluate("history.length")
    page.fill("#bv-q-page", "trần v")
    done(page, "trần v")
    assert page.evaluate("history.length") == before
    page.fill("#bv-q-page", "trần văn")
    page.keyboard.press("Enter")
    done(page, "trần văn")
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    done(page, "giàng")
    assert page.input_value("#bv-q-page") == "giàng"
    page.go_forward()
    done(page, "trần văn")
    assert page.title().startswith("trần văn - Tra cứu")


def test_the_newest_question_wins(opened):
    page = opened("?q=chậm")
    expect(page.locator("#bv-search-status")).to_have_text("Đang tìm …")
    assert page.get_attribute("#bv-search-list", "aria-busy") == "true"
    page.fill("#bv-q-page", "giàng a")
    done(page, "giàng a")
    page.wait_for_timeout(900)
    assert titles(page) == ["Giàng A Mẫu"]
    assert page.get_attribute("#bv-search-list", "aria-busy") is None


def test_while_somebody_types_nothing_is_read_out(opened):
    page = opened("?q=giàng")
    done(page, "giàng")
    status = page.locator("#bv-search-status")
    assert status.get_attribute("aria-busy") is None
    page.fill("#bv-q-page", "trần")
    done(page, "trần")
    assert status.get_attribute("aria-busy") == "true"
    expect(status).not_to_have_attribute("aria-busy", "true")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("mẫu số 2", "Tìm thấy 10 trang cho “mẫu số 2”."),
        ("thsn mau", "Không thấy đúng “thsn mau”; đang xem chữ gần giống: “than mẫu”."),
        ("nguowif maaux", "Không thấy đúng “nguowif maaux”; đọc theo kiểu gõ, đang xem “người mẫu”."),
        ("ubnd", "Tìm thấy 1 trang. Đã hiểu “ubnd” là “ủy ban nhân dân”."),
        ("mẫu rời", "Không thấy nguyên “mẫu rời”; đang xem trang có những chữ ấy."),
        ("nhiều", "Tìm thấy 5.200 trang cho “nhiều”."),
    ],
)
def test_how_a_query_was_read_is_said(opened, query, said):
    page = opened(f"?q={query}")
    done(page, query)
    assert said in told(page)


def test_the_slash_goes_to_the_box_of_the_page(opened):
    page = opened()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "bv-q-page"


# --- facets, chips, order ---


def test_facets_chips_order_and_pages_stand_in_the_address(opened):
    page = opened("?q=mẫu&loai=nguoi&nam=2003&nam=2005&sap=ten")
    done(page, "mẫu")
    counted(page)
    assert page.input_value("#bv-search-sort") == "ten"
    assert box_of(page, "Năm", "2003").is_checked()
    chips = page.locator(".bv-chip")
    assert [text.split("\n")[1] for text in chips.all_inner_texts()] == [
        "Loại: Người, tập thể ×", "Năm: 2003 ×", "Năm: 2005 ×",
    ]  # fmt: skip
    page.get_by_role("button", name="Bỏ lọc Năm: 2003").click()
    expect(chips).to_have_count(2)
    assert asked(page) == {"q": ["mẫu"], "loai": ["nguoi"], "nam": ["2005"], "sap": ["ten"]}
    expect(page.get_by_role("button", name="Bỏ lọc Năm: 2005")).to_be_focused()
    page.get_by_role("button", name="Bỏ mọi bộ lọc").click()
    expect(page.locator("#bv-search-status")).to_have_text("Tìm thấy 66 trang cho “mẫu”.")
    assert asked(page) == {"q": ["mẫu"], "sap": ["ten"]}
    expect(page.locator("#bv-search-list")).to_be_focused()


def test_a_choice_keeps_the_focus_and_the_place_and_can_be_taken_back(opened):
    page = opened("?q=mẫu")
    done(page, "mẫu")
    counted(page)
    box = box_of(page, "Loại", "Đơn vị")
    box.focus()
    where = box.bounding_box()
    page.keyboard.press("Space")
    expect(page.locator("#bv-search-status")).to_have_text("Tìm thấy 14 trang cho “mẫu” với bộ lọc đã chọn.")
    expect(page.locator(".bv-chip")).to_have_count(1)
    page.wait_for_timeout(300)
    expect(box).to_be_focused()
    assert box.bounding_box() == where
    assert asked(page)["loai"] == ["don-vi"]
    assert not box_of(page, "Loại", "Người, tập thể").is_checked()  # alternatives keep their counts
    assert "52" in page.get_by_role("group", name="Loại").inner_text()
    page.go_back()
    expect(page.locator("#bv-search-status")).to_have_text("Tìm thấy 66 trang cho “mẫu”.")
    expect(box).not_to_be_checked()
    expect(page.locator(".bv-chip")).to_have_count(0)
    page.go_forward()
    expect(box).to_be_checked()


def test_a_facet_without_a_choice_is_not_shown_and_a_long_one_is_searched(opened):
    page = opened("?q=mẫu")
    done(page, "mẫu")
    counted(page)
    assert page.get_by_role("group", name="Cấp", exact=True).count() == 0
    years = page.get_by_role("group", name="Năm", exact=True)
    assert years.get_by_role("checkbox").count() == 8
    years.get_by_role("button", name="Xem thêm 16: Năm").click()
    assert years.get_by_role("checkbox").count() == 24
    assert page.evaluate("document.activeElement.type") == "checkbox"
    years.get_by_role("searchbox", name="Tìm trong Năm").fill("201")
    assert years.get_by_role("checkbox").count() == 10
    blocs = page.get_by_role("group", name="Khối, cụm")
    assert blocs.get_by_role("searchbox").count() == 0
    assert blocs.get_by_role("checkbox").count() == 8


def test_filters_alone_are_a_question_too(opened):
    page = opened("?trang-thai=de-nghi")
    done(page, "")
    assert told(page) == "Tìm thấy 9 trang theo bộ lọc đã chọn."


def test_the_order_is_in_the_address_without_an_entry(opened):
    page = opened("?q=mẫu&trang=2")
    done(page, "mẫu")
    assert len(titles(page)) == 40
    before = page.evaluate("history.length")
    page.select_option("#bv-search-sort", "ten")
    expect(page.locator("#bv-search-results h2").first).to_contain_text("<img")
    assert asked(page) == {"q": ["mẫu"], "sap": ["ten"]}
    assert page.evaluate("history.length") == before


def test_on_a_phone_facets_open_on_demand(opened):
    page = opened("?q=mẫu", width=360)
    done(page, "mẫu")
    button = page.get_by_role("button", name="Lọc kết quả")
    expect(page.locator("#bv-search-choices")).to_be_hidden()
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    box_of(page, "Loại", "Đơn vị").check()
    page.get_by_role("button", name="Xem 14 trang").click()
    expect(page.locator("#bv-search-choices")).to_be_hidden()
    assert button.get_attribute("aria-expanded") == "false"


# --- results ---


def test_a_card_tells_what_a_reader_needs(opened):
    page = opened("?q=nguyễn văn mẫu")
    done(page, "nguyễn văn mẫu")
    cards = page.locator("#bv-search-results > li")
    assert cards.count() == 4
    first = cards.first.inner_text()
    for words in (
        "Nguyễn Văn Mẫu", "Đơn vị", "Trùng tên: 4 trang", "Thợ máy số 0, Xưởng 0, Tỉnh Mẫu Bắc",
        "được tặng Bằng khen năm 2000", "Nguồn: Quyết định số 0/QĐ-MAU; Báo Mẫu",
    ):  # fmt: skip
        assert words in first
    assert "và 1 nguồn khác" in cards.nth(1).inner_text()
    assert cards.nth(1).get_by_role("link", name="Trang ngoài").get_attribute("rel") == "external"
    assert cards.nth(2).locator("mark").inner_text() == "nguyễn văn mẫu"
    assert cards.nth(3).locator(".bv-status--proposed").inner_text() == "Mới đề nghị"
    assert "bv-entry--proposed" in cards.nth(3).get_attribute("class")
    assert cards.first.locator(".bv-status").count() == 0
    link = cards.first.get_by_role("link").first.get_attribute("href")
    assert urlsplit(link).path == urlsplit(page.url).path.replace("tim-kiem/", "vinh-danh/mau-0/")


def test_markup_is_text_in_titles_and_in_queries(opened):
    page = opened("?q=<img src=x")
    done(page, "<img src=x")
    assert titles(page) == ["<img src=x onerror=alert(1)> Mẫu"]
    assert "“<img src=x”" in told(page)
    assert page.locator("article img").count() == 0


def test_more_results_come_with_the_focus_on_the_first_of_them(opened):
    page = opened("?q=mẫu")
    done(page, "mẫu")
    page.get_by_role("button", name="Xem thêm", exact=True).click()
    expect(page.locator("#bv-search-results > li").nth(20).locator("h2 a")).to_be_focused()
    assert len(titles(page)) == 40
    assert asked(page) == {"q": ["mẫu"], "trang": ["2"]}
    page.reload()
    done(page, "mẫu")
    assert len(titles(page)) == 40
    assert "Đang xem 40 trong 66 trang" in page.locator("#bv-search-list").inner_text()


def test_the_way_back_from_a_result_leads_to_the_same_spot(opened):
    page = opened("?q=mẫu&trang=3")
    done(page, "mẫu")
    page.route("**/vinh-danh/mau-30/", lambda route: route.fulfill(body="<h1>Mẫu</h1>", content_type="text/html"))
    link = page.locator("#bv-search-results h2 a").nth(30)
    link.scroll_into_view_if_needed()
    top = page.evaluate("scrollY")
    assert top > 1000
    link.click()
    page.wait_for_url("**/mau-30/")
    page.go_back()
    done(page, "mẫu")
    page.wait_for_function("top => Math.abs(scrollY - top) < 3", arg=top)


def test_arrow_keys_walk_from_the_box_through_the_results_and_escape_goes_back(opened):
    page = opened("?q=mẫu")
    done(page, "mẫu")
    links = page.locator("#bv-search-results h2 a")
    page.focus("#bv-q-page")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#bv-q-page")).to_be_focused()
    links.nth(19).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#bv-search-more")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#bv-q-page")).to_be_focused()
    assert page.input_value("#bv-q-page") == "mẫu"


def test_every_control_is_reached_by_tab_and_shows_it(opened):
    page = opened("?q=mẫu&loai=nguoi")
    done(page, "mẫu")
    counted(page)
    page.focus("#bv-q-page")
    seen = []
    for _ in range(110):
        page.keyboard.press("Tab")
        id, outline = page.evaluate(
            "[document.activeElement.id || document.activeElement.classList[0],"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert outline != "none", id
        seen.append(id)
        if id == "bv-search-more":
            break
    for id in ("bv-search-sort", "bv-search-save", "bv-search-skip", "bv-chip", "bv-chips__all", "bv-search-more"):
        assert id in seen
    page.focus("#bv-search-skip")
    page.keyboard.press("Enter")
    expect(page.locator("#bv-search-list")).to_be_focused()


# --- nothing, failure, no JavaScript ---


def test_nothing_found_is_said_and_helps(opened):
    page = opened("?q=xyzzy")
    done(page, "xyzzy")
    assert told(page) == "Không thấy trang nào cho “xyzzy”."
    expect(page.get_by_text("Bớt chữ")).to_be_visible()
    expect(page.locator("#bv-search-doors a[href='../quyet-dinh/']")).to_be_visible()
    expect(page.locator(".bv-found__tools")).to_be_hidden()
    page.get_by_role("link", name="Lò Thị Mẫu").click()
    done(page, "Lò Thị Mẫu")
    assert page.input_value("#bv-q-page") == "Lò Thị Mẫu"
    expect(page.locator("#bv-search-nothing")).to_be_hidden()
    page.go_back()
    done(page, "xyzzy")


def test_nothing_left_by_the_filters_offers_all(opened):
    page = opened("?q=giàng&loai=don-vi&nam=1990")
    done(page, "giàng")
    assert told(page) == "Không thấy trang nào cho “giàng” với bộ lọc đã chọn."
    expect(page.get_by_role("button", name="Bỏ lọc Năm: 1990")).to_be_visible()
    page.get_by_role("button", name="Xem 1 trang khi bỏ mọi bộ lọc").click()
    expect(page.locator("#bv-search-status")).to_have_text("Tìm thấy 1 trang cho “giàng”.")
    assert asked(page) == {"q": ["giàng"]}


def test_an_index_that_does_not_load_is_tried_again(opened):
    page = opened("?q=giàng", index=False)
    expect(page.locator("#bv-search-status")).to_contain_text("không tải được chỉ mục")
    expect(page.locator("#bv-search-doors")).to_be_visible()
    retry = page.get_by_role("button", name="Thử lại")
    retry.click()
    page.wait_for_timeout(500)
    expect(page.locator("#bv-search-status")).to_contain_text("không tải được chỉ mục")
    page.index = True
    retry.click()
    done(page, "giàng")
    assert titles(page) == ["Giàng A Mẫu"]
    expect(retry).to_be_hidden()
    expect(page.locator("#bv-search-list")).to_be_focused()


def test_an_engine_that_does_not_load_is_tried_again(opened):
    page = opened(engine=False)
    page.fill("#bv-q-page", "giàng")
    page.keyboard.press("Enter")
    retry = page.get_by_role("button", name="Thử lại")
    retry.wait_for()
    page.engine = True
    retry.click()
    done(page, "giàng")


def test_without_javascript_the_page_tells_the_way(opened):
    page = opened("?q=mẫu", java_script_enabled=False)
    assert not page.locator("#bv-search-page").is_visible()
    assert "Tìm trong trang" in page.locator("noscript p").inner_text()
    for section in ("vinh-danh", "khoi", "nam", "don-vi", "noi", "hinh-thuc", "quyet-dinh"):
        assert page.locator(f"noscript a[href='../{section}/']").is_visible()


# --- taking it along ---


def test_results_are_downloaded_as_a_table(opened, address):
    page = opened("?q=mẫu")
    done(page, "mẫu")
    with page.expect_download() as event:
        page.get_by_role("button", name="Tải về (CSV)").click()
    expect(page.locator("#bv-search-saved")).to_have_text("Tệp có 66 trang.")
    assert event.value.suggested_filename == "tra-cuu-mau.csv"
    text = Path(event.value.path()).read_bytes().decode("utf-8")
    assert text.startswith("\ufeffTên,Loại,Nội dung,Phân biệt,Trạng thái,Địa chỉ trang,Nguồn,Trích dẫn\r\n")
    assert text.count("\r\n") == text.count("\n") == 67
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 66
    assert rows[9]["Tên"] == '\'=HYPERLINK("https://mau.example","Mẫu")'
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert rows[3]["Trạng thái"] == "Mới đề nghị"
    assert rows[0]["Trạng thái"] == "Đã tặng"
    assert rows[0]["Địa chỉ trang"] == f"{address}vinh-danh/mau-0/"
    assert rows[0]["Nguồn"] == f"Quyết định số 0/QĐ-MAU ({address}nguon/mau-0/); Báo Mẫu"
    cited, day = rows[0]["Trích dẫn"].rsplit(" ", 1)
    assert cited == f"“Nguyễn Văn Mẫu”, Bảng Vàng, {address}vinh-danh/mau-0/, truy cập ngày"
    assert re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", day)


def test_a_download_of_many_ends_at_five_thousand_and_says_so(opened):
    page = opened("?q=nhiều")
    done(page, "nhiều")
    with page.expect_download() as event:
        page.get_by_role("button", name="Tải về (CSV)").click()
    expect(page.locator("#bv-search-saved")).to_have_text("Tệp có 5.000 trang đầu trong 5.200 trang.")
    assert Path(event.value.path()).read_text("utf-8").count("\n") == 5001


def test_print_shows_results_without_furniture(opened):
    page = opened("?q=mẫu&loai=nguoi")
    done(page, "mẫu")
    counted(page)
    page.emulate_media(media="print")
    for hidden in ("#bv-search-facets", ".bv-found__tools", "#bv-search-more", ".bv-chips__all", "#bv-search-page"):
        expect(page.locator(hidden)).to_be_hidden()
    for shown in ("#bv-search-status", ".bv-chip", "#bv-search-results"):
        expect(page.locator(shown)).to_be_visible()


# --- for everybody ---


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_and_fits(opened, state, width, scheme):
    page = opened(STATES[state], index=state != "error", width=width, color_scheme=scheme)
    if state == "error":
        page.get_by_role("button", name="Thử lại").wait_for()
    elif state != "start":
        done(page, parse_qs(STATES[state][1:])["q"][0])
    if state in ("results", "chips"):
        counted(page)
        if width == 360:
            page.get_by_role("button", name="Lọc kết quả").click()
        page.get_by_role("button", name=re.compile("Xem thêm .*: Năm")).click()
    assert not violations(page)
    for size in ("", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, size
