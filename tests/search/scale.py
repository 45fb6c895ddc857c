"""What search costs on an archive as large as the longest lists would make it: one table.

A program: `PYTHONPATH=tests python -m search.scale [--pages N]`. It builds an invented archive in a process of its own,
which tells what the step of indexing took, has Pagefind index the same full pages as it comes, and then searches both
in Chromium with nothing kept: the first query from the moment the page is asked for, the next in the open page.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bangvang.search.index import DATA, FOLDER
from conftest import SUB_PATH, silent

from .corpus import corpus
from .engines import PATIENCE, Pagefind, chromium, project
from .names import fold
from .quality import tell
from .web import Web, web

PAGES = 50_000
READERS = 5
"""How many come with nothing kept; what is told is the median of them."""

FACET = "#bv-search-choices input[type=checkbox]:visible"
"""What narrows the results of a search: the first of them is chosen."""

PAUSE = 500
"""Milliseconds for which a reader looks before they go on."""

BROAD = "nguyen"
"""What so many bear that its results want narrowing."""


# --- indexing -----------------------------------------------------------------------------------------------


def build_and_tell(root: Path, site: Path) -> int:
    """In a process of its own: build the site, and print what its step of indexing took."""
    from bangvang import build
    from bangvang.language.problems import Report

    took = {}
    index = build.index

    def timed(entries: object, *arguments: object) -> None:
        entries = list(entries)
        before = _resident("self", "VmRSS")
        watch = _Watch()
        start = time.perf_counter()
        index(entries, *arguments)
        took["seconds"] = time.perf_counter() - start
        took["pages"] = len(entries)
        took["memory"] = watch.peak() + max(0, _resident("self", "VmHWM") - before)

    build.index = timed
    report = Report()
    build.build(root, site, "mkdocs", report, silent)
    print(json.dumps(took))
    return 1 if report.errors else 0


class _Watch:
    """The memory that the processes begun by this one have taken at their peak, looked up until it is asked for."""

    def __init__(self) -> None:
        self._most: dict[str, int] = {}
        self._ended = threading.Event()
        self._looker = threading.Thread(target=self._look)
        self._looker.start()

    def _look(self) -> None:
        while not self._ended.wait(0.01):
            for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
                with suppress(OSError):
                    self._most[child] = _resident(child, "VmHWM")

    def peak(self) -> int:
        self._ended.set()
        self._looker.join()
        return sum(self._most.values())


def _resident(process: str, which: str) -> int:
    """The bytes of memory that a process holds (VmRSS), or has held at most (VmHWM)."""
    found = re.search(rf"{which}:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) * 1024 if found else 0


def ours(root: Path, site: Path, address: str) -> dict[str, float]:
    """What indexing takes when the site is built."""
    command = [sys.executable, "-m", "search.scale", "--build", str(root), str(site)]
    environment = {**os.environ, "SITE_URL": address, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, encoding="utf-8")
    return json.loads(run.stdout)


def theirs(site: Path, index: Path) -> dict[str, float]:
    """What Pagefind takes for the full pages."""
    start = time.perf_counter()
    process = subprocess.Popen(Pagefind.command(site, index), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("Pagefind failed on the full pages")
    return {"seconds": time.perf_counter() - start, "memory": usage.ru_maxrss * 1024}


def on_disk(*folders: Path) -> tuple[int, int]:
    """How large an index is, and how many files."""
    sizes = [path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sum(sizes), len(sizes)


# --- searching ----------------------------------------------------------------------------------------------


def our_search(browser, served: Web, names: list[str]) -> dict[str, list[float]]:
    """What readers wait for who come with nothing kept: from another page, on the search page, for a next query."""
    took: dict[str, list[float]] = {
        "arriving": [], "first": [], "first bytes": [], "next": [], "next bytes": [], "facet": []
    }  # fmt: skip
    for name, other in zip(names, reversed(names), strict=True):
        with _newcomer(browser) as page:
            page.goto(f"{served.address}{SUB_PATH}tim-kiem/?q={name}", wait_until="commit")
            took["arriving"].append(_shown(page))
        with _newcomer(browser) as page:
            before = len(served.sent)
            page.goto(f"{served.address}{SUB_PATH}tim-kiem/")
            for which, query in (("first", name), ("next", other)):
                page.wait_for_timeout(PAUSE)
                page.evaluate(_ASK, query)
                took[which].append(_shown(page))
                page.wait_for_timeout(PAUSE)
                took[f"{which} bytes"].append(served.cost(before))
                before = len(served.sent)
            page.evaluate(_ASK, BROAD)
            page.locator(FACET).first.wait_for()
            page.evaluate("window.shown = undefined, window.since = performance.now()")
            page.locator(FACET).first.click()
            took["facet"].append(_shown(page))
    return took


@contextmanager
def _newcomer(browser) -> Iterator[object]:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(_WATCH)
    yield page
    context.close()


_ASK = """query => {
  window.shown = undefined
  window.since = performance.now()
  const box = document.querySelector("#bv-q-page")
  box.value = query
  box.form.requestSubmit()
}"""


def _shown(page) -> float:
    """Seconds until the first result was shown, as the page itself saw it."""
    page.wait_for_function("() => window.shown !== undefined")
    return page.evaluate("(window.shown - window.since) / 1000")


_WATCH = """
window.since = 0
new MutationObserver(() => {
  const list = document.querySelector("#bv-search-results")
  if (!list) return
  if (list.querySelector("a") && list.firstElementChild !== window.before) {
    window.before = list.firstElementChild
    window.shown ??= performance.now()
  }
}).observe(document, { childList: true, subtree: true })
"""


def their_search(browser, served: Web, names: list[str]) -> dict[str, list[float]]:
    """The same with Pagefind as it comes, less often: it may take a minute."""
    took: dict[str, list[float]] = {"first": [], "first bytes": [], "next": [], "next bytes": []}
    for name, other in list(zip(names, reversed(names), strict=True))[:2]:
        engine = Pagefind()
        served.sent.clear()
        start = time.perf_counter()
        engine.open(browser, served)
        loading = time.perf_counter() - start
        for which, query, extra in (("first", name, loading), ("next", other, 0)):
            answer = engine.ask(query)
            took[which].append(answer.seconds + extra)
            took[f"{which} bytes"].append(answer.size)
        engine.close()
    return took


# --- what is told -------------------------------------------------------------------------------------------


def table(pages: int, columns: dict[str, dict]) -> Iterator[str]:
    """The lines of the table."""
    yield f"| {pages} pages | {' | '.join(columns)} |"
    yield f"|---|{'---|' * len(columns)}"
    for title, key, form in (
        ("indexing", "seconds", _seconds),
        ("memory that it takes, at its peak", "memory", _megabytes),
        ("index on disk", "disk", _megabytes),
        ("files of the index", "files", str),
        ("first result of a full name, index cold", "first", _times),
        ("fetched for it", "first bytes", _sizes),
        ("the same for who arrives from another page, theme and all", "arriving", _times),
        ("next query", "next", _times),
        ("fetched for that", "next bytes", _sizes),
        ("a facet chosen", "facet", _times),
    ):
        yield f"| {title} | {' | '.join(form(of[key]) if of.get(key) else '–' for of in columns.values())} |"


def _seconds(value: float) -> str:
    return f"{value:.1f} s"


def _megabytes(value: float) -> str:
    return f"{value / 1e6:.1f} MB"


def _times(values: list[float]) -> str:
    return f"{median(values) * 1000:.0f} ms, at worst {max(values) * 1000:.0f} ms"


def _sizes(values: list[float]) -> str:
    return f"{median(values) / 1000:.0f} kB"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--ours", action="store_true", help="leave out Pagefind over the full pages")
    parser.add_argument("--build", nargs=2, type=Path, metavar=("ROOT", "SITE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        return build_and_tell(*options.build)
    tell(f"making about {options.pages} pages …")
    invented = corpus(options.pages)
    people = invented.people[:: max(1, len(invented.people) // READERS)][:READERS]
    names = [name if number % 2 else fold(name) for number, name in enumerate(one.name for one in people)]
    columns = {}
    with TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name).resolve()
        root = project(invented, folder / "kho")
        (folder / "web").mkdir()
        with web(folder / "web") as served:
            site = served.folder / SUB_PATH
            tell("building, indexing …")
            columns["Bảng Vàng"] = it = ours(root, site, served.address + SUB_PATH)
            it["disk"], it["files"] = on_disk(site / FOLDER, site / DATA)
            tell("searching …")
            it.update(our_search(browser, served, names))
            if not options.ours:
                tell("indexing the full pages …")
                home = served.folder / Pagefind.home
                Pagefind.page_at(home)
                columns["Pagefind over the full pages"] = it = theirs(site, home / "index")
                it["disk"], it["files"] = on_disk(home / "index")
                tell("searching …")
                it.update(their_search(browser, served, names))
    print("\n".join(table(columns["Bảng Vàng"]["pages"], columns)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
