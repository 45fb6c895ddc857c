"""What docs/su-co.md tells to do when something has gone wrong: its very commands, run on the miniature archive."""

import functools
import http.server
import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from bangvang.language.traces import Finder, trace
from bench.values import SLOT
from conftest import ROOT, changed, ended_well, run, tree

NAME, ID = "Hoàng Mẫu Bốn", "16-qd-ubnd-2023-3"
"""Whom the first disaster is about: a row of a roll."""


def blocks(section: str) -> list[str]:
    """The commands of a section, a text for each of its blocks."""
    page = (ROOT / "docs" / "su-co.md").read_text("utf-8")
    told = re.search(rf"^## .*{{#{section}}}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)[1]
    return re.findall(r"^```sh\n(.*?)^```", told, re.MULTILINE | re.DOTALL)


@pytest.fixture
def web(tmp_path_factory) -> Iterator[tuple[Path, str]]:
    """A web root, and the address at which its current release is served."""
    web = tmp_path_factory.mktemp("web")
    handler = functools.partial(_Quiet, directory=str(web / "current"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield web, f"http://127.0.0.1:{host.server_port}/"
        host.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def as_told(project, web, programs) -> Callable[..., str]:
    """Runs a block of the page in a project whose records it may change, with a place and an address of ours."""
    place, address = web

    def as_told(block: str, cwd: Path = project) -> str:
        for said, ours in (("/srv/bang-vang", str(place)), ("https://kho.example/", address), ("ma-ho-so", ID)):
            block = block.replace(said, ours)
        return ended_well("bash", "-e", "-c", block, cwd=cwd, PATH=f"{programs}:{os.environ['PATH']}")

    return as_told


def published(project: Path, web: Path) -> None:
    for command in (["build"], ["publish", str(web)]):
        outcome = run("bangvang", *command, cwd=project)
        assert outcome.returncode == 0, outcome.stderr


def is_named(folder: Path) -> bool:
    finder = Finder([trace(NAME)])
    return any(finder.is_in(content.decode("utf-8", "replace")) for content in tree(folder).values())


def test_a_wrong_name_goes_at_once_and_for_good(project, web, as_told):
    go_back, withdraw, publish = blocks("ten-sai")
    place, _ = web
    roll, asked = project / "data" / "rolls" / "2023" / "16-qd-ubnd-2023.csv", project / "data" / "identities.yml"
    with_name = [line for line in roll.read_text("utf-8").splitlines() if NAME in line]
    without = roll.read_text("utf-8").replace(f"{with_name[0]}\n", "")
    with changed(project / "data", {"rolls/2023/16-qd-ubnd-2023.csv": without.encode(), "identities.yml": None}):
        published(project, place)
    published(project, place)
    assert is_named(place / "current")

    as_told(go_back)
    assert not is_named(place / "current")

    with pytest.raises(AssertionError, match=r"16-qd-ubnd-2023\.csv:4:"):
        as_told(withdraw)
    roll.write_text(without, "utf-8")
    asked.unlink()
    as_told(withdraw)
    as_told(publish)
    assert len(list((place / "releases").iterdir())) == 1
    assert not is_named(place) and not is_named(project / "data")


def test_a_site_moves_to_another_host(project, web, as_told):
    is_whole, is_whole_without_us, move = blocks("mat-noi-dat")
    assert run("bangvang", "build", cwd=project).returncode == 0
    as_told(is_whole)
    as_told(is_whole_without_us, project / "site")
    with changed(project / "site", {"index.html": b"x"}):
        for block, folder in ((is_whole, project), (is_whole_without_us, project / "site")):
            with pytest.raises(AssertionError):
                as_told(block, folder)

    said = as_told(move)
    place, address = web
    assert f"alias {place}/current/;" in said
    assert f'href="{address}"' in (place / "current" / "index.html").read_text("utf-8")
    (place / "current" / "index.html").write_text("x")
    assert "[file-changed]" in run("bangvang", "verify", address, cwd=project).stderr


def test_another_engine_draws_the_same_pages(project, as_told):
    draw, keep = blocks("mat-phan-mem")
    assert run("bangvang", "build", cwd=project).returncode == 0
    assert "Thêm 0 trang, đổi 0 trang, mất 0 trang; 0 tệp khác" in as_told(draw)
    assert tree(project / "site") == tree(project / "site-properdocs")
    assert keep == "make wheelhouse\nmake site WHEELHOUSE=wheelhouse\n", "tests/test_workflows.py runs these"


def test_zensical_draws_the_same_frames(project):
    """A canary: what Material's makers put in its place draws of our pages the same texts, and the same slots."""
    for name in ("docs", "overrides"):  # it follows no link
        (project / name).unlink()
        shutil.copytree(ROOT / name, project / name)
    settings, plugins, _ = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nplugins:")
    classic = settings.replace("  name: material\n", "  name: material\n  variant: classic\n")
    (project / "mkdocs.yml").write_text(f"{classic}{plugins} []\n", "utf-8")
    for engine, options in (("mkdocs", ["--quiet", "--site-dir", "by-mkdocs"]), ("zensical", ["--clean"])):
        outcome = run(engine, "build", *options, cwd=project, SITE_URL="https://kho.example/")
        assert outcome.returncode == 0, outcome.stderr
    pages = [path.relative_to(project / "by-mkdocs") for path in (project / "by-mkdocs").rglob("*.html")]
    other = {str(page) for page in pages if drawn(project / "by-mkdocs" / page) != drawn(project / "site" / page)}
    assert len(pages) > 80
    assert other == {"sua-tren-trang/index.html"}, "it shows the language of a block of code in a list"


def drawn(path: Path) -> tuple[list[str], list[str]]:
    """The words of a drawn page, and all of its slots."""
    html = path.read_text("utf-8")
    return LexborHTMLParser(html).css_first("article").text().split(), sorted(SLOT.findall(html))


def test_a_signature_is_made_and_checked_by_hand(project, as_told):
    keys, sign, check = blocks("chu-ky")
    assert run("bangvang", "build", cwd=project).returncode == 0
    for block in (keys, sign, check):
        as_told(block)
    assert run("bangvang", "verify", "site", cwd=project).returncode == 0
    with changed(project / "site", {"SHA256SUMS": b"x"}), pytest.raises(AssertionError):
        as_told(check)
