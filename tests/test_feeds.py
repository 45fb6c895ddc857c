"""What tells of changes: the feeds that readers follow, the sitemap; and robots.txt, security.txt beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import feedparser
from selectolax.lexbor import LexborHTMLParser

from bangvang.open_data.exports import robots, security, sitemap
from bangvang.open_data.feeds import LONGEST, atom, feeds
from conftest import MINIATURE, load_sound


def test_feed_readers_take_every_feed(site, address):
    paths = sorted((site / "du-lieu" / "tin").rglob("*.xml"))
    assert len(paths) > 40
    ids: dict[str, set[str]] = {}
    for path in paths:
        read = feedparser.parse(path.read_bytes(), response_headers={"content-type": "application/atom+xml"})
        assert not read.bozo and read.version == "atom10" and read.feed.title, path
        assert len(read.entries) <= LONGEST and (read.entries or path.stem == "dinh-chinh")
        updated = [entry.updated for entry in read.entries]
        assert updated == sorted(updated, reverse=True) and read.feed.updated in (updated or [read.feed.updated])[0]
        assert len({entry.id for entry in read.entries}) == len(read.entries)
        for entry in read.entries:
            ids.setdefault(entry.id, set()).add((entry.title, entry.updated, entry.link))
            assert entry.id.startswith("tag:127.0.0.1,2026:")
            assert (site / entry.link.removeprefix(address) / "index.html").exists()
    assert all(len(same) == 1 for same in ids.values()), "an entry is the same in every feed"


def test_pages_name_their_feeds(site):
    bloc = next(path.stem for path in (site / "du-lieu" / "tin" / "khoi").glob("*.xml"))
    for page in (site / "khoi" / bloc, *(site / "khoi" / bloc).glob("20*")):
        html = LexborHTMLParser((page / "index.html").read_text("utf-8"))
        links = [
            link.attributes["href"] for link in html.css('head link[rel~="alternate"][type="application/atom+xml"]')
        ]
        assert [(page / link).resolve().relative_to(site.resolve()).as_posix() for link in links] == [
            "du-lieu/tin/kho.xml",
            f"du-lieu/tin/khoi/{bloc}.xml",
        ]
        (data,) = html.css('head link[rel~="alternate"][type="application/json"]')
        assert (page / data.attributes["href"]).exists()


def test_entries_bear_the_day_of_what_they_tell(made):
    text = (made / "du-lieu" / "tin" / "khoi" / "khoi-cac-huyen-binh-minh.xml").read_text("utf-8")
    archive = load_sound(MINIATURE)
    record = archive.bloc_years["khoi-cac-huyen-binh-minh", 2023]
    days = [archive[id].published.value.end.exact for id in record.source if archive[id].published]
    latest = max([*days, record.meetings[0].date.value.end.exact])
    entry = next(part for part in text.split("<entry>") if "/2023/</id>" in part)
    assert f"<updated>{latest}T00:00:00+07:00</updated>" in entry


def test_corrections_have_a_feed_of_their_own(made, site):
    text = (made / "du-lieu" / "tin" / "dinh-chinh.xml").read_text("utf-8")
    read = feedparser.parse(text)
    assert [(entry.title, entry.summary, entry.link.partition("#")[2]) for entry in read.entries] == [
        ("Khối thi đua các huyện tỉnh Bình Minh, năm 2024", "Trước thiếu một thành viên; nay ghi đủ.",
         "2025-03-09-khoi-cac-huyen-binh-minh-2024"),
        ("Lý Thị Mẫu Một", "Trước ghi chức vụ là đội phó; nay ghi là nguyên Đội trưởng.",
         "2025-03-01-ly-thi-mau-mot"),
        ("Lý Thị Mẫu Một", "Trước thiếu tên khác; nay ghi thêm.", "2025-03-01-ly-thi-mau-mot--2"),
    ]  # fmt: skip
    assert (site / "du-lieu" / "tin" / "dinh-chinh.xml").exists(), "even where nothing was corrected yet"
    page = LexborHTMLParser((site / "dinh-chinh" / "index.html").read_text("utf-8"))
    assert page.css_first('link[type="application/atom+xml"][href="../du-lieu/tin/dinh-chinh.xml"]')


def test_a_feed_holds_the_newest_alone(real, monkeypatch):
    every = feeds(real)[""].items
    monkeypatch.setattr("bangvang.open_data.feeds.LONGEST", 5)
    assert feeds(real)[""].items == every[:5] and len(every) > 5
    assert [item.day for item in every] == sorted((item.day for item in every), reverse=True)


def test_a_proposal_is_no_news_of_its_kind(real):
    proposed = {honour.award.kind for honour in real.honours} - {h.award.kind for h in real.honours if h.conferral}
    assert proposed and not [kind for kind in proposed if f"hinh-thuc/{kind}/" in feeds(real)]


def test_texts_of_a_feed_stay_texts(real):
    whole = feeds(real)[""]
    hostile = atom(whole, real, "https://mau.example/", {item.page: "<script>&</script>" for item in whole.items})
    assert not feedparser.parse(hostile).bozo and "<script>" not in hostile


# --- sitemap, robots, security ---


def test_the_sitemap_tells_changes_that_are_known():
    text = sitemap({"a/": {}, "b/": {}}, "https://mau.example/", {"b/": date(2025, 1, 2)})
    assert "<loc>https://mau.example/a/</loc></url>" in text
    assert "<loc>https://mau.example/b/</loc><lastmod>2025-01-02</lastmod></url>" in text


def test_robots_and_security(made):
    assert (made / "robots.txt").read_text("utf-8") == robots("https://mau.example/")
    assert robots("https://mau.example/").endswith("Sitemap: https://mau.example/sitemap.xml\n")
    text = (made / ".well-known" / "security.txt").read_text("utf-8")
    assert text.startswith("Contact: mailto:kho@mau.example\nExpires: ")
    at = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    told = security("Xem https://mau.example/bao-loi.", "", at)
    assert told.startswith("Contact: https://mau.example/bao-loi\nExpires: 2025-12-28T03:04:05Z\n")
    assert security("mục Issues", "", at) is None
