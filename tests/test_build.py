"""The way from records to a site: whole or not at all, the same by every road."""

import gzip
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import reproduce
from bangvang.files.packing import packed
from bangvang.language.problems import Report
from bangvang.language.words import table
from bangvang.publishing.staging import may_replace
from bangvang.site.engine import draw
from conftest import ROOT, run, tree


def test_an_error_leaves_the_old_site_as_it_was(project):
    assert run("bangvang", "build", cwd=project).returncode == 0
    before = tree(project / "site")
    (project / "data" / "places.yml").write_text("places: nothing\n")
    outcome = run("bangvang", "build", cwd=project)
    assert outcome.returncode == 1
    assert "data/places.yml:1:9: lỗi:" in outcome.stderr
    assert "Traceback" not in outcome.stderr + outcome.stdout
    assert tree(project / "site") == before
    assert not list(project.glob(".site-*"))


def test_a_page_that_cannot_be_drawn_is_a_problem_not_a_traceback(project):
    (project / "mkdocs.yml").write_text("theme: nowhere\nsite_name: x\n")
    outcome = run("bangvang", "build", cwd=project)
    assert outcome.returncode == 1
    assert "[drawing-failed]" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert not (project / "site").exists()


def test_a_missing_frame_and_an_unknown_slot_are_problems(project):
    (project / "docs").unlink()
    shutil.copytree(ROOT / "docs", project / "docs")
    (project / "docs" / "khung" / "noi.md").unlink()
    (project / "docs" / "gioi-thieu.md").write_text("# Giới thiệu {#gop-tu-lieu}\n\n⟦nothing⟧\n", "utf-8")
    outcome = run("bangvang", "build", cwd=project)
    assert outcome.returncode == 1
    assert "docs/khung/noi.md [frame-missing]" in outcome.stderr
    assert "⟦nothing⟧" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert not (project / "site").exists()


def test_a_place_that_cannot_be_written_is_a_problem(project):
    (project / "file").write_text("…", "utf-8")
    outcome = run("bangvang", "build", "--site", "file/site", cwd=project)
    assert outcome.returncode == 1
    assert "[write-failed]" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_folder_of_others_is_never_replaced(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("…")
    report = Report()
    assert not may_replace(tmp_path / "letters", [], report)
    assert [problem.code for problem in report] == ["target-not-ours"]


def test_a_site_within_its_own_sources_is_refused(project):
    outcome = run("bangvang", "build", "--site", "data/site", cwd=project)
    assert outcome.returncode == 1
    assert "[target-not-ours]" in outcome.stderr
    assert not (project / "data" / "site").exists()


def test_a_warning_of_the_engine_stops_the_build(project):
    (project / "docs").unlink()
    shutil.copytree(ROOT / "docs", project / "docs")
    page = project / "docs" / "phuong-phap.md"
    page.write_text(page.read_text("utf-8") + "\n[lạc](so-tay.md#khong-co)\n", "utf-8")
    outcome = run("bangvang", "build", cwd=project)
    assert outcome.returncode == 1
    assert "khong-co" in outcome.stderr


def test_two_builds_are_the_same_to_the_byte(tmp_path):
    """The short form of tests/reproduce.py: the settings farthest apart, and a commit for the day."""
    root = reproduce.repository(tmp_path / "kho")
    one, *_, other = (reproduce.built(root, setting) for setting in reproduce.SETTINGS[1::3])
    assert reproduce.differing(one, other) == []
    assert b"Bagging-Date: 2024-05-06\n" in one["bag-info.txt"]


@pytest.mark.parametrize("engine", ["mkdocs", "properdocs"])
def test_engines_date_what_they_draw_by_the_last_commit(tmp_path, monkeypatch, engine):
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setenv("SITE_URL", "https://mau.example/")
    report = Report()
    draw(reproduce.repository(tmp_path / "kho"), engine, tmp_path / "site", report)
    assert not list(report)
    dates = re.findall("<lastmod>(.+?)</lastmod>", (tmp_path / "site" / "sitemap.xml").read_text("utf-8"))
    assert set(dates) == {"2024-05-06"}


@pytest.mark.parametrize("engine", ["mkdocs", "properdocs"])
def test_the_engines_own_build_gives_the_same_site(project, engine):
    assert run("bangvang", "build", "--site", "ours", cwd=project).returncode == 0
    outcome = run(engine, "build", "--quiet", "--site-dir", "theirs", cwd=project)
    assert outcome.returncode == 0, outcome.stderr
    assert tree(project / "ours") == tree(project / "theirs")


def test_mkdocs_stops_at_an_error_and_says_where(project):
    (project / "data" / "places.yml").write_text("places: nothing\n")
    outcome = run("mkdocs", "build", "--quiet", cwd=project)
    assert outcome.returncode != 0
    assert "data/places.yml:1:9: lỗi:" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert not (project / "site").exists()


def test_mkdocs_leaves_the_old_site_alone_until_all_is_well(project):
    """Be it a warning that only MkDocs knows of, or a name that must not be published."""
    assert run("mkdocs", "build", "--quiet", cwd=project).returncode == 0
    before = tree(project / "site")
    (project / "docs").unlink()
    shutil.copytree(ROOT / "docs", project / "docs")
    page = project / "docs" / "phuong-phap.md"
    text = page.read_text("utf-8")
    for wrong in ("[lạc](so-tay.md#khong-co)", "⟦nothing⟧"):
        page.write_text(f"{text}\n{wrong}\n", "utf-8")
        outcome = run("mkdocs", "build", cwd=project)
        assert outcome.returncode != 0
        assert tree(project / "site") == before, wrong
        assert not list(project.glob(".site-*"))


def test_mkdocs_is_not_asked_for_half_a_site(project):
    outcome = run("mkdocs", "build", "--dirty", cwd=project)
    assert outcome.returncode != 0
    assert "--dirty" in outcome.stderr
    assert not (project / "site").exists()


@pytest.fixture
def served(project):
    """The address at which MkDocs serves a project, and what it logs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (project / "log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=project, stdout=log, stderr=log, env={**os.environ, "PYTHONUTF8": "1", "SITE_URL": ""}
        )
        try:
            yield f"http://127.0.0.1:{port}/", project / "log"
        finally:
            server.terminate()
            server.wait()


def test_editing_a_record_while_mkdocs_serves_shows_the_change(project, served):
    address, log = served
    page = f"{address}noi/huyen-nui-may/"
    assert "Huyện Núi Mây" in wait_for(page, "Huyện Núi Mây", log)
    path = project / "data" / "places.yml"
    path.write_text(path.read_text("utf-8").replace("huyện Núi Mây", "huyện Núi Tuyết"), "utf-8")
    assert "Huyện Núi Tuyết" in wait_for(page, "Huyện Núi Tuyết", log)


def test_while_records_are_wrong_the_pages_of_the_last_sound_ones_are_served(project, served):
    address, log = served
    page = f"{address}noi/huyen-nui-may/"
    wait_for(page, "Huyện Núi Mây", log)
    path = project / "data" / "places.yml"
    sound = path.read_text("utf-8")
    path.write_text(f"{sound}x: [\n", "utf-8")
    said = wait_until_said(table()["commands"]["kept"], log)
    assert f"data/places.yml:{sound.count(chr(10)) + 2}:1: lỗi:" in said
    assert "documentation files" not in said, "what MkDocs takes for a broken link hides what is wrong"
    wait_for(page, "Huyện Núi Mây", log)
    path.write_text(sound.replace("huyện Núi Mây", "huyện Núi Tuyết"), "utf-8")
    wait_for(page, "Huyện Núi Tuyết", log)


def test_what_a_link_in_docs_leads_to_is_not_served(project, served):
    address, log = served
    wait_for(address, "</html>", log)
    (project / "secret.md").write_text("Điều không ai được thấy.", "utf-8")
    (project / "docs").unlink()
    shutil.copytree(ROOT / "docs", project / "docs")
    (project / "docs" / "lien.md").symlink_to(project / "secret.md")
    wait_until_said("docs/lien.md", log)
    with pytest.raises(OSError):
        urllib.request.urlopen(f"{address}lien/", timeout=3)
    (project / "docs" / "lien.md").unlink()
    wait_for(address, "</html>", log)


def test_all_that_is_built_is_served(project, served):
    """Each file at its address, a folder's page without the slash too; and what is not there is not found."""
    address, log = served
    wait_for(address, "</html>", log)
    for path in ("vinh-danh", "noi/", "du-lieu/", "du-lieu/khen-thuong.csv", "pagefind/pagefind-entry.json"):
        with urllib.request.urlopen(address + path, timeout=60) as answer:
            assert "⟦" not in answer.read().decode(), path
        assert answer.url == address + path + ("/" if path == "vinh-danh" else "")
    with pytest.raises(urllib.error.HTTPError, match="404") as missing:
        urllib.request.urlopen(f"{address}no/such/page/", timeout=60)
    assert "⟦" not in missing.value.read().decode()
    assert "Traceback" not in log.read_text("utf-8")


def wait_until_said(text: str, log: Path) -> str:
    end = time.monotonic() + 60
    while text not in (said := log.read_text("utf-8")):
        assert time.monotonic() < end, f"{text!r} was not said: {said[-2000:]}"
        time.sleep(0.1)
    return said


def wait_for(page: str, text: str, log: Path) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(page, timeout=5) as answer:
                html = answer.read().decode()
            if text in html:
                return html
        except OSError:
            pass
        time.sleep(0.2)
    pytest.fail(f"{text!r} did not come: {log.read_text('utf-8')[-2000:]}")


def test_a_newcomer_adds_a_bloc_year_by_copying_one_file(project):
    """As the handbook says: copy last year's file, change the year, build, see the page."""
    bloc = "khoi-cac-huyen-binh-minh"
    copied = project / "data" / "years" / "2025" / f"{bloc}.yml"
    copied.parent.mkdir()
    text = (project / "data" / "years" / "2024" / f"{bloc}.yml").read_text("utf-8")
    copied.write_text(re.sub(r"^year: 2024$", "year: 2025", text.partition("awards:")[0], flags=re.MULTILINE), "utf-8")
    outcome = run("bangvang", "build", cwd=project)
    assert outcome.returncode == 0, outcome.stderr
    page = (project / "site" / "khoi" / bloc / "2025" / "index.html").read_text("utf-8")
    assert "Khối thi đua các huyện tỉnh Bình Minh: năm 2025" in page
    assert "khoi/khoi-cac-huyen-binh-minh/2024/" in page


def test_packed_bytes_tell_neither_time_nor_system():
    content = packed(b"x" * 1000)
    assert gzip.decompress(content) == b"x" * 1000
    assert content[4:8] == bytes(4)
    assert content[9] == 255, "Python 3.11 says Unix here, 3.13 does not"
