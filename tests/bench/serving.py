"""How soon who enters records sees an edit, while `mkdocs serve` shows the archive.

A program: `PYTHONPATH=tests python -m bench.serving [--sizes N …] [--edits K] [--write]`. A value of a record is
edited, and the page that shows it is asked for again and again until it says so: the time includes that in which MkDocs
looks at the files. `--write` puts what is told into the docs.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from . import results
from .__main__ import tell
from .contenders import ENVIRONMENT
from .invented import ADDED, REFERENCE, project_of
from .measure import Failed

EDITS = 10
OFTEN = 0.05
"""Seconds between two requests."""

PAUSE = 2
"""Seconds between two edits: nobody enters records without one."""


@dataclass(frozen=True)
class Edited:
    """A value that is edited: what it is of, its file and what that says around it, the page that shows it."""

    of: str
    file: Path
    before: str
    after: str
    page: str

    def make(self, value: str) -> None:
        """Write the file with another value."""
        self.file.write_text(f"{self.before}{value}{self.after}", "utf-8", newline="\n")


def edited(data: Path) -> Iterator[Edited]:
    """A value of each sort of file that clerks edit."""
    year = min(data.glob("years/*/*.yml"))
    yield _edited("a yearly record", year, r"text: (.+)", f"khoi/{year.stem}/{year.parent.name}/")
    yield _edited("an award", data / ADDED, r"printed: (.+)\n +recipient:\n +who: (.+)", "vinh-danh/{}/")
    roll = max(data.glob("rolls/*/*.csv"), key=lambda path: (path.stat().st_size, path))
    rows = roll.read_text("utf-8").count("\n") - 1
    yield _edited(f"a row of a roll of {rows:,}", roll, r"\n1,(?:[^,]*,){4}([^,]*),", f"vinh-danh/{roll.stem}-1/")
    decisions = min(data.glob("decisions/*.yml"))
    yield _edited("a decision", decisions, r"subject: (.+)", f"quyet-dinh/{_first_id(decisions)}/")


def _edited(of: str, file: Path, pattern: str, page: str) -> Edited:
    text = file.read_text("utf-8")
    found = re.search(pattern, text)
    return Edited(of, file, text[: found.start(1)], text[found.end(1) :], page.format(*found.groups()[1:]))


def _first_id(file: Path) -> str:
    return re.search(r"- id: (.+)", file.read_text("utf-8"))[1]


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """MkDocs while it serves a project, and the address where. Raises Failed where it ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", place]
    process = subprocess.Popen(command, cwd=root, env={**os.environ, **ENVIRONMENT})
    try:
        while not _page(f"http://{place}/"):
            if process.poll() is not None:
                raise Failed(f"{' '.join(command)}: {process.returncode}")
            time.sleep(OFTEN)
        yield f"http://{place}/"
    finally:
        process.terminate()
        process.wait()


def _page(address: str) -> str:
    try:
        with urlopen(address) as answer:
            return answer.read().decode()
    except URLError:
        return ""


def shown(edit: Edited, value: str, home: str) -> float:
    """Seconds until the page of an edit says the new value."""
    start = time.perf_counter()
    edit.make(value)
    while value not in _page(home + edit.page):
        time.sleep(OFTEN)
    return time.perf_counter() - start


def serve(pages: int, edits: int, folder: Path | None) -> results.Table:
    """What is told of an archive of this many pages."""
    with TemporaryDirectory(dir=folder, prefix="bench-") as name:
        tell(f"making about {pages:,} pages …")
        root = project_of(pages, Path(name).resolve() / "kho")
        rows = []
        start = time.perf_counter()
        with serving(root) as home:
            rows.append(("the first page, after the start", results.seconds(time.perf_counter() - start), "", "1"))
            for edit in edited(root / "data"):
                took = []
                for number in range(edits):
                    time.sleep(PAUSE)
                    took.append(shown(edit, f"Lần sửa {number}", home))
                    tell(f"{edit.of}, {number + 1}: {took[-1]:.2f} s")
                rows.append((edit.of, results.seconds(median(took)), f"{min(took):.2f}–{max(took):.2f}", str(edits)))
        return results.Table(f"Serving about {pages:,} pages", ("edited", "median", "range, s", "edits"), rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=(REFERENCE,))
    parser.add_argument("--edits", type=int, default=EDITS)
    parser.add_argument("--folder", type=Path, help="a folder for the archive")
    parser.add_argument("--write", action="store_true", help=f"put what is told into {results.PAGE.name}")
    options = parser.parse_args()
    tell(results.machine())
    results.show("serving", [serve(size, options.edits, options.folder) for size in options.sizes], options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
