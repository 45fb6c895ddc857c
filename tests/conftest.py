"""What the tests share: the miniature archive, the real site under a sub-path, and a browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from bangvang.archive.archive import Archive
from bangvang.build import read_archive
from bangvang.language.problems import Report
from bangvang.pages.page import Page
from bangvang.pages.types import opened, pages

os.environ["SOURCE_DATE_EPOCH"] = "1735689600"  # else every commit of records would make every expected page another
ROOT = Path(__file__).parent.parent
MINIATURE = ROOT / "tests" / "miniature" / "data"
SUB_PATH = "kho/bang-vang/"

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="take what comes out as what is expected from now on")
    parser.addoption("--all-forms", action="store_true", help="see pages light and dark, each on a screen and a phone")


def silent(key: str, **values: object) -> None:
    """A Say for those who do not listen."""


def load_sound(data: Path) -> Archive:
    """The archive of a data folder that must have no errors."""
    report = Report()
    archive = read_archive(data, report, silent)
    assert not report.errors, [(str(problem.location), problem.code) for problem in report]
    return archive


def opened_pages(archive: Archive) -> Iterator[Page]:
    """The pages of records, each with all that its template sees."""
    return (opened(page, archive) for page in pages(archive))


@contextmanager
def copy_of_miniature() -> Iterator[Path]:
    """A copy of the miniature data folder in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        yield shutil.copytree(MINIATURE, Path(folder) / "data")


@contextmanager
def changed(data: Path, files: Mapping[str, bytes | None]) -> Iterator[None]:
    """A data folder with some files written anew, or taken away where None; afterwards it is as it was."""
    before = {path: path.read_bytes() if path.exists() else None for path in (data / name for name in files)}
    try:
        _write(dict(zip(before, files.values(), strict=True)))
        yield
    finally:
        _write(before)


def _write(files: Mapping[Path, bytes | None]) -> None:
    for path, content in files.items():
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@pytest.fixture
def miniature(tmp_path: Path) -> Path:
    """A copy of the miniature data folder, free to be spoilt."""
    return shutil.copytree(MINIATURE, tmp_path / "data")


@pytest.fixture
def project(tmp_path) -> Path:
    """A project folder like ours, with the miniature records."""
    for name in ("docs", "overrides"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    shutil.copytree(MINIATURE, tmp_path / "data")
    return tmp_path


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature site, stamped into simple frames; nobody changes it."""
    from test_miniature import stamp  # which itself asks this module for much

    site = tmp_path_factory.mktemp("mau") / "site"
    site.mkdir()
    stamp(site)
    return site


@pytest.fixture(scope="session")
def real() -> Archive:
    """The archive that is published."""
    return load_sound(ROOT / "data")


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python module as a command: run("bangvang.commands.cli", "check")."""
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture
def programs(tmp_path_factory) -> Path:
    """A folder with the programs that docs and make call, as these tests run them."""
    folder = tmp_path_factory.mktemp("programs")
    for name, module in (("python", ""), ("bangvang", "-m bangvang"), ("cyclonedx-py", "-m cyclonedx_py")):
        script = folder / name
        script.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT / "generator"} exec {sys.executable} {module} "$@"\n')
        script.chmod(0o755)
    return folder


def ended_well(*command: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    """What a command that must succeed prints."""
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, encoding="utf-8", errors="replace"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The real site, built for and served under a sub-path: its address and its folder."""
    with served(ROOT, tmp_path_factory.mktemp("web")) as it:
        yield it


@pytest.fixture(scope="session")
def rolled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The same of the miniature archive with a roll too long for one page."""
    from large import DECISION, project

    root = project(tmp_path_factory.mktemp("rolled") / "kho")
    lines = ["row,name,of,kind,printed,role,unit"]
    lines += [f"{n},Người Mẫu Số {n},cá nhân,bang-khen,Bằng khen,Thợ,Xưởng {n % 9}" for n in range(1, 1002)]
    (root / "data" / "rolls" / "2023" / f"{DECISION}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    with served(root, tmp_path_factory.mktemp("web")) as it:
        yield it


@contextmanager
def served(root: Path, web: Path) -> Iterator[tuple[str, Path]]:
    """The site of a project, built for and served under a sub-path: its address and its folder."""
    site = web / SUB_PATH
    with serve(web) as host:
        address = host + SUB_PATH
        built = run("bangvang", "build", "--site", str(site), cwd=root, SITE_URL=address)
        assert built.returncode == 0, built.stderr
        yield address, site


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """A folder served on this machine: its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}/"
        httpd.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="session")
def site(server: tuple[str, Path]) -> Path:
    return server[1]


@pytest.fixture(scope="session")
def address(server: tuple[str, Path]) -> str:
    return server[0]


@pytest.fixture(scope="session")
def browser():
    with chromium() as browser:
        yield browser


@contextmanager
def chromium():
    """Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "no Chromium: run 'make browser', or set CHROMIUM to the path of one"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


_SETTLED = """async () => {
  for (let frames = 2; frames; frames--) await new Promise(requestAnimationFrame)
  const fading = document.getAnimations().filter((it) => it instanceof CSSTransition)
  await Promise.allSettled(fading.map((it) => it.finished))
}"""
"""What fades has faded: its colours on the way are nobody's to read."""


def violations(page) -> str:
    """What axe finds amiss in a page that has come to rest; empty where nothing is."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(_SETTLED)
    found = Axe().run(page, options={"resultTypes": ["violations"]})  # it tells no more of the rest than its number
    return found.generate_report() if found.violations_count else ""
