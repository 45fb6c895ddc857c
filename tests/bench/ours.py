"""Bảng Vàng in a process of its own, in the forms that are measured.

`python -m bench.ours` in a project folder, with one of

- `unsearched SITE`: build it without its search index
- `told SITE`: build it whole, and print the seconds of each step
- `reference SITE KEYS`: build it without its search index, and what this would hold as a tree of pages for Pagefind
- `rewrite SITE TO`: write the files of a built site again, from memory, and print the seconds
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable
from html import escape
from pathlib import Path

from bangvang import build
from bangvang.language.problems import Report
from bangvang.language.words import Say
from bangvang.publishing.verification import Looked
from bangvang.search import index, pagefind
from conftest import silent


def unsearched(site: Path) -> None:
    """Neither looked at nor summed before it takes its place: links to what search needs would lead nowhere."""
    build.index = lambda *given: None
    _unseen()
    _build(site)


def told(site: Path) -> None:
    """The steps are those that the program says it is at."""
    steps: dict[str, float] = {}
    last, since = "beginning", time.perf_counter()

    def say(key: str, **values: object) -> None:
        nonlocal last, since
        now = time.perf_counter()
        steps[last] = steps.get(last, 0) + now - since
        last, since = key, now

    _build(site, say)
    say("end")
    print(json.dumps(steps))


def reference(site: Path, keys: Path) -> None:
    """Each record of the index as a page of its own: the pieces of its key, or the words of its text."""

    def write(texts: list[pagefind.Text], records: Iterable[pagefind.Key]) -> list[tuple[str, bytes]]:
        pages = [(text.name, text.words) for text in texts] + [(key.name, " ".join(key.pieces)) for key in records]
        for name, words in pages:
            page = f'<!doctype html><html lang="vi"><title>{name}</title><body>{escape(words)}</body></html>'
            (keys / f"{name}.html").write_text(page, "utf-8")
        return []

    keys.mkdir()
    pagefind.index = write
    index._write_data = lambda *given: None
    _unseen()
    _build(site)


def _unseen() -> None:
    """Have a site neither looked at nor summed, and no page ask for an index that is not there."""
    build.fetch_ahead = lambda *given: None
    build.verify = lambda *given: Looked({}, {})
    build.write_manifest = lambda *given: None


def _build(site: Path, say: Say = silent) -> None:
    report = Report()
    if not build.build(Path.cwd(), site, "mkdocs", report, say):
        raise SystemExit("; ".join(f"{problem.location}: {problem.code}" for problem in report))


def rewrite(site: Path, to: Path) -> None:
    """The limit of any generator: every folder made, every file written, nothing else done."""
    files = [(path.relative_to(site).as_posix(), path.read_bytes()) for path in site.rglob("*") if path.is_file()]
    start = time.perf_counter()
    to.mkdir()
    made = {""}
    for name, content in files:
        folder = os.path.dirname(name)
        if folder not in made:
            os.makedirs(to / folder, exist_ok=True)
            made.add(folder)
        descriptor = os.open(f"{to}/{name}", os.O_WRONLY | os.O_CREAT)
        os.write(descriptor, content)
        os.close(descriptor)
    print(json.dumps({"seconds": time.perf_counter() - start}))


if __name__ == "__main__":
    {"unsearched": unsearched, "told": told, "reference": reference, "rewrite": rewrite}[sys.argv[1]](
        *map(Path, sys.argv[2:])
    )
