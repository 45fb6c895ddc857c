"""The ledgers: ids are never lost, old addresses lead on, corrections and withdrawals are told."""

import gzip
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from bangvang.archive.history import histories, last_change
from bangvang.archive.past import Past, ids_with_page
from bangvang.language.traces import digest_of_record
from bangvang.pages.moved import every_page
from bangvang.pages.page import address
from bangvang.records.models import KINDS
from conftest import MINIATURE, ROOT, load_sound, run


def git(folder: Path, *command: str, day: str = "2025-01-01") -> str:
    who = {"GIT_AUTHOR_NAME": "Mẫu", "GIT_AUTHOR_EMAIL": "mau@mau.example"}
    who |= {"GIT_COMMITTER_NAME": "Mẫu", "GIT_COMMITTER_EMAIL": "mau@mau.example"}
    when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00+0700", "GIT_COMMITTER_DATE": f"{day}T12:00:00+0700"}
    done = subprocess.run(["git", *command], cwd=folder, capture_output=True, encoding="utf-8", env=who | when | PATH)
    assert done.returncode == 0, done.stderr
    return done.stdout


PATH = {"PATH": "/usr/bin:/bin:/usr/local/bin", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}


def commit(folder: Path, day: str) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Đổi", day=day)
    return git(folder, "rev-parse", "HEAD").strip()


@pytest.fixture
def dated(project) -> Path:
    """The project in git: all of it entered on one day, and two files changed later."""
    git(project, "init", "-q")
    commit(project, "2025-01-02")
    people = project / "data" / "people" / "binh-minh.yml"
    people.write_text(people.read_text("utf-8").replace("[Bé Mẫu]", "[Bé Mẫu, Chị Mẫu]"), "utf-8")
    commit(project, "2025-02-03")
    people.write_text(people.read_text("utf-8") + "  - id: nguoi-mau-sau\n    name: Người Mẫu Sau\n", "utf-8")
    commit(project, "2025-03-04")
    return project


# --- ids --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [MINIATURE, ROOT / "data"], ids=["miniature", "real"])
def test_the_ids_with_a_page_are_those_that_have_an_address(data):
    archive = load_sound(data)
    shown = {page.address for page in every_page(archive)}
    kinds = {kind: [record.id for record in archive.of(kind) if address(record, archive) in shown]
             for kind in KINDS.values() if kind not in ("row", "award-list")}  # fmt: skip
    assert {kind: sorted(ids) for kind, ids in kinds.items() if ids} == {
        k: v for k, v in ids_with_page(archive).items() if v
    }


def test_ids_are_added_and_never_taken_out(project):
    ledger = project / "data" / "ids.yml"
    ledger.unlink()
    before = run("bangvang", "check", cwd=project)
    assert before.stderr.count("[ids-unrecorded]") == 1
    count = sum(map(len, ids_with_page(load_sound(project / "data")).values()))
    assert f"data/ids.yml: lưu ý: {count} mã" in before.stderr
    assert run("bangvang", "ids", cwd=project).returncode == 0
    assert "ids-unrecorded" not in run("bangvang", "check", cwd=project).stderr
    text = ledger.read_text("utf-8")
    assert "- ly-thi-mau-mot\n" in text
    assert "16-qd-ubnd-2023-3" not in text, "rows follow from their decision"
    assert "dang-van-mau-hai" not in text, "who was never honoured has no page"
    assert run("bangvang", "fmt", "--check", "data/ids.yml", cwd=project).returncode == 0
    ledger.write_text(
        text.replace("    ids:\n      - bang-khen\n", "    ids:\n      - bang-khen\n      - bang-khong\n")
    )
    lost = run("bangvang", "check", cwd=project)
    assert lost.returncode == 1
    assert "data/ids.yml:6:9: lỗi: mã “bang-khong”" in lost.stderr
    assert run("bangvang", "ids", cwd=project).returncode == 1, "nothing is recorded while there are errors"
    retired = project / "data" / "retired.yml"
    retired.write_text(
        retired.read_text("utf-8") + "  - id: bang-khong\n    kind: award-kind\n    reason: Nhầm.\n", "utf-8"
    )
    assert run("bangvang", "ids", cwd=project).returncode == 0
    assert "- bang-khong\n" in ledger.read_text("utf-8")


def test_what_a_file_with_mistakes_holds_is_not_called_lost(project):
    people = project / "data" / "people" / "binh-minh.yml"
    people.write_text(people.read_text("utf-8").replace("name: Lý Thị Mẫu Một", "nam: Lý Thị Mẫu Một"), "utf-8")
    outcome = run("bangvang", "check", cwd=project)
    assert "[id-lost]" not in outcome.stderr
    assert "[unknown-field]" in outcome.stderr


# --- old addresses ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The miniature archive, built for an address."""
    root = tmp_path_factory.mktemp("moved")
    for name in ("docs", "overrides"):
        (root / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copytree(MINIATURE, root / "data")
    built = run("bangvang", "build", cwd=root, SITE_URL="https://mau.example/kho/")
    assert built.returncode == 0, built.stderr
    return root / "site"


def page(site: Path, place: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / place / "index.html").read_text("utf-8"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("don-vi/ubnd-huyen-song-trang-cu/", "don-vi/ubnd-huyen-song-trang/"),
        ("vinh-danh/y-mau-nie/", "vinh-danh/y-mau-nie-ba/"),
        ("khoi/khoi-huyen-binh-minh/", "khoi/khoi-cac-huyen-binh-minh/"),
        ("khoi/khoi-huyen-binh-minh/2024/", "khoi/khoi-cac-huyen-binh-minh/2024/"),
    ],
)
def test_what_was_merged_leads_to_what_it_became(site, old, new):
    html = page(site, old)
    root = "../" * old.count("/")
    assert html.css_first("meta[http-equiv=refresh]").attributes["content"] == f"0; url={root}{new}"
    assert html.css_first("link[rel=canonical]").attributes["href"] == f"https://mau.example/kho/{new}"
    assert html.css_first("meta[name=robots]").attributes["content"] == "noindex"
    lead = html.css_first(".bv-lead")
    assert lead.text().startswith("Trang này nay ở")
    assert lead.css_first("a").attributes["href"] == root + new
    assert (site / new / "index.html").is_file()


def test_what_was_split_lists_what_it_became(site):
    html = page(site, "noi/huyen-song-nui/")
    assert not html.css("meta[http-equiv=refresh]")
    links = html.css(".bv-record .bv-names a[href*='noi/']")
    assert [link.text() for link in links] == ["Huyện Sông Trăng", "Huyện Núi Mây"]
    assert "tỉnh Bình Minh" in html.css_first(".bv-names li").text()
    assert html.css(".bv-names .bv-cite")


def test_what_is_gone_says_why(site):
    html = page(site, "don-vi/hop-tac-xa-cu/")
    assert "không còn trong kho" in html.css_first(".bv-lead").text()
    assert "Nhập nhầm hai lần." in html.css_first(".bv-record").text()
    assert not html.css("meta[http-equiv=refresh]")
    assert html.css("meta[name=robots][content=noindex]")


def test_old_addresses_are_neither_in_the_sitemap_nor_found(site):
    listed = (site / "sitemap.xml").read_text("utf-8")
    cards = [gzip.decompress(path.read_bytes()).decode() for path in (site / "tra-cuu").rglob("[0-9]*.bv")]
    assert "kho/don-vi/ubnd-huyen-song-trang/<" in listed
    assert any('"don-vi/ubnd-huyen-song-trang/"' in card for card in cards)
    for old in ("don-vi/hop-tac-xa-cu/", "noi/huyen-song-nui/", "vinh-danh/y-mau-nie/", "vinh-danh/16-qd-ubnd-2023-4/"):
        assert (site / old).is_dir()
        assert f"{old}<" not in listed
        assert not any(f'"{old}"' in card for card in cards)


def test_a_unit_that_was_honoured_leaves_its_page_of_honour_too(miniature):
    retired = miniature / "retired.yml"
    more = "  - id: nhan-dan-nui-may\n    kind: organisation\n    reason: Đổi mã.\n"
    more += "    into: [nhan-dan-huyen-nui-may]\n    honoured: true\n"
    retired.write_text(retired.read_text("utf-8") + more, "utf-8")
    pages = {page.address: page for page in every_page(load_sound(miniature))}
    assert pages["don-vi/nhan-dan-nui-may/"].stands_for == "don-vi/nhan-dan-huyen-nui-may/"
    assert pages["vinh-danh/nhan-dan-nui-may/"].stands_for == "vinh-danh/nhan-dan-huyen-nui-may/"


def test_nobody_without_a_page_of_honour_is_named_at_an_old_address(miniature):
    retired = miniature / "retired.yml"
    more = "  - id: mau-hai\n    kind: person\n    reason: Đổi mã.\n    into: [dang-van-mau-hai]\n"
    retired.write_text(retired.read_text("utf-8") + more, "utf-8")
    moved = next(page for page in every_page(load_sound(miniature)) if page.address == "vinh-danh/mau-hai/")
    assert (moved.values["to"], moved.stands_for, moved.frame) == ([], "", "khong-con")


def test_what_was_split_leads_nowhere_by_itself_though_only_one_has_a_page(miniature):
    retired = miniature / "retired.yml"
    more = (
        "  - id: mau-hai\n    kind: person\n    reason: Là hai người.\n    into: [dang-van-mau-hai, ly-thi-mau-mot]\n"
    )
    retired.write_text(retired.read_text("utf-8") + more, "utf-8")
    moved = next(page for page in every_page(load_sound(miniature)) if page.address == "vinh-danh/mau-hai/")
    assert (len(moved.values["to"]), moved.stands_for, moved.frame) == (1, "", "khong-con")


# --- corrections ------------------------------------------------------------------------------------------


def test_corrections_are_told_the_latest_first_with_the_days_they_took(site):
    html = page(site, "dinh-chinh/")
    entries = html.css(".bv-entry")
    assert [entry.attributes["id"] for entry in entries] == [
        "2025-03-09-khoi-cac-huyen-binh-minh-2024",
        "2025-03-01-ly-thi-mau-mot",
        "2025-03-01-ly-thi-mau-mot--2",
    ]
    assert "sửa sau 5 ngày" in entries[1].text()
    assert "sửa ngay trong ngày" in entries[2].text()
    assert "sửa" not in entries[0].text(), "nobody asked for it"


@pytest.mark.parametrize(
    "place", ["vinh-danh/ly-thi-mau-mot/", "khoi/khoi-cac-huyen-binh-minh/2024/"]
)  # the year, not its bloc
def test_a_corrected_page_says_so_and_leads_to_the_entry(site, place):
    anchors = [link.attributes["href"].partition("dinh-chinh/#")[2] for link in page(site, place).css(".bv-past a")]
    assert anchors
    told = page(site, "dinh-chinh/")
    assert all(told.css(f'[id="{anchor}"]') for anchor in anchors)
    assert not page(site, "khoi/khoi-cac-huyen-binh-minh/").css(".bv-past")


def test_the_corrections_of_one_known_under_two_ids_stand_on_their_page(miniature):
    more = "  - date: 2025-04-01\n    of: 16-qd-ubnd-2023-4\n    what: Sai.\n    why: Danh sách.\n    asked: office\n"
    path = miniature / "corrections.yml"
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    archive = load_sound(miniature)
    past = Past(archive, {})
    assert [entry.correction.of for entry in past.corrections_of(archive["y-mau-nie-ba"])] == ["16-qd-ubnd-2023-4"]


# --- withdrawals ------------------------------------------------------------------------------------------


def test_the_page_of_corrections_tells_of_withdrawals_and_the_404_page_leads_there(site):
    told = page(site, "dinh-chinh/").text()
    assert "Ngày 2 tháng 4 năm 2025: một hồ sơ đã rút theo yêu cầu của gia đình." in " ".join(told.split())
    assert digest_of_record("person", "nguyen-mau-rut")[:8] in told
    assert digest_of_record("person", "nguyen-mau-rut") not in told
    lost = LexborHTMLParser((site / "404.html").read_text("utf-8"))
    assert "rút" in lost.css_first("article").text()
    assert lost.css("article a[href$='dinh-chinh/']")


# --- history ----------------------------------------------------------------------------------------------


def test_files_tell_when_they_were_entered_and_changed(dated):
    found = histories(dated / "data")
    people, places = found["people/binh-minh.yml"], found["places.yml"]
    assert (people.first.day, people.last.day, people.changes) == (date(2025, 1, 2), date(2025, 3, 4), 3)
    assert (places.first, places.changes) == (places.last, 1)
    assert people.last.commit == git(dated, "rev-parse", "HEAD").strip()
    assert last_change(dated / "data", date(2025, 2, 28)).day == date(2025, 2, 3)
    assert last_change(dated / "data", date(2024, 12, 31)) is None


def test_pages_tell_it_and_name_no_author_and_no_subject(dated):
    built = run("bangvang", "build", cwd=dated)
    assert built.returncode == 0, built.stderr
    said = " ".join(page(dated / "site", "vinh-danh/ly-thi-mau-mot/").css_first(".bv-past").text().split())
    assert "Tệp chứa hồ sơ này được lập ngày 2 tháng 1 năm 2025" in said
    assert "sửa lần cuối ngày 4 tháng 3 năm 2025" in said
    assert "3 lần ghi" in said
    assert git(dated, "rev-parse", "HEAD")[:10] in said
    bloc = " ".join(page(dated / "site", "khoi/khoi-cac-huyen-binh-minh/").css_first(".bv-past").text().split())
    assert bloc.startswith("Hồ sơ này được lập ngày 2 tháng 1 năm 2025")
    assert "sửa lần cuối" not in bloc
    assert not any("mau@mau.example" in path.read_text("utf-8") for path in (dated / "site").rglob("*.html"))


def test_without_git_or_with_its_past_cut_off_nothing_is_told(dated, project, tmp_path, monkeypatch):
    shutil.copytree(MINIATURE, tmp_path / "bare" / "data")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{dated}", "shallow")
    assert histories(tmp_path / "shallow" / "data") == {}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert histories(dated / "data") == {}


def test_a_record_as_it_was(dated):
    now = run("bangvang", "show", "ly-thi-mau-mot", cwd=dated)
    assert now.stdout == "  - id: ly-thi-mau-mot\n    name: Lý Thị Mẫu Một\n    also: [Bé Mẫu, Chị Mẫu]\n"
    then = run("bangvang", "show", "ly-thi-mau-mot", "--as-of", "2025-02-02", cwd=dated)
    assert then.stdout == "  - id: ly-thi-mau-mot\n    name: Lý Thị Mẫu Một\n    also: [Bé Mẫu]\n"
    assert "data/people/binh-minh.yml" in then.stderr
    assert "2025-01-02" in then.stderr
    for id in ("khoi-cac-huyen-binh-minh/2024", "16-qd-ubnd-2023-3", "bang-khen", "ngoi-sao-2024"):
        shown = [run("bangvang", "show", id, *day, cwd=dated).stdout for day in ((), ("--as-of", "2025-01-02"))]
        assert shown[0] == shown[1] != ""


@pytest.mark.parametrize(
    ("id", "day", "said"),
    [
        ("nguoi-mau-sau", "2025-02-28", "Không có “nguoi-mau-sau”"),
        ("ly-thi-mau-mot", "2024-12-31", "chưa có lần ghi nào"),
        ("ly-thi-mau-mot", "28/2/2025", "không phải một ngày"),
        ("khong-co-ai", "", "Không có hồ sơ nào"),
    ],
)
def test_a_record_that_was_not_there_is_said_not_to_be(dated, id, day, said):
    outcome = run("bangvang", "show", id, *(("--as-of", day) if day else ()), cwd=dated)
    assert outcome.returncode == 1
    assert said in outcome.stderr
    assert (outcome.stdout, "Traceback" in outcome.stderr) == ("", False)


# --- namesakes --------------------------------------------------------------------------------------------

HEAD = "row,name,of,kind,printed,honorific,role,unit,year"


def test_namesakes_are_told_apart_where_that_is_known(project):
    data = project / "data"
    rows = [
        HEAD,
        "1,LÝ THỊ MẪU MỘT,cá nhân,bang-khen,Bằng khen,,Thợ,Xưởng 9,2022",
        "2,Ly Thị Mẫu Một,cá nhân,bang-khen,Bằng khen,,Y tá,,2021",
        "3,Hợp tác xã Núi Mây,tập thể,bang-khen,Bằng khen,,,xã Mây,2022",
    ]
    (data / "rolls" / "2023" / "17-qd-ubnd-2023.csv").write_text("\n".join(rows) + "\n", "utf-8")
    known = data / "identities.yml"
    more = "  - not_same_as: [ly-thi-mau-mot, 17-qd-ubnd-2023-1]\n    evidence: Một người đã mất trước đó.\n"
    known.write_text(known.read_text("utf-8") + more, "utf-8")
    built = run("bangvang", "build", cwd=project)
    assert built.returncode == 0, built.stderr
    box = page(project / "site", "vinh-danh/ly-thi-mau-mot/").css_first(".bv-namesakes")
    one, other = (" ".join(item.text().split()) for item in box.css("li"))
    assert "Thợ, Xưởng 9" in one
    assert "năm 2022" in one
    assert "Không phải một người: Một người đã mất trước đó." in one
    assert "Chưa rõ" not in one
    assert "Y tá" in other
    assert "Chưa rõ có phải một người." in other
    assert all(item.css(".bv-cite") for item in box.css("li"))
    collective = page(project / "site", "vinh-danh/17-qd-ubnd-2023-3/").css_first(".bv-namesakes").text()
    assert "Chưa rõ có phải một tập thể." in collective
    assert not page(project / "site", "vinh-danh/y-mau-nie-ba/").css(".bv-namesakes")


def test_what_the_awards_of_somebody_were_worth_on_a_day(miniature):
    told = {day: run("bangvang", "status", "hop-tac-xa-dao-lua", *(["--on", day] if day else []), cwd=miniature.parent)
            for day in ("", "1990-01-01")}  # fmt: skip
    assert "Đã hủy bỏ" in told[""].stdout
    assert told["1990-01-01"].stdout.rstrip().endswith("–")
    assert "nobody" in run("bangvang", "status", "nobody", cwd=miniature.parent).stderr
