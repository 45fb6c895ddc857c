"""Bảng Vàng beside other generators over the same pages, the limits of any, and Pagefind: one run, one table.

A program: `PYTHONPATH=tests python -m bench [--pages N] [--rounds K] [--only NAME …] [--write]`. It builds an invented
archive, gives its pages to the others as values, and then has them build in turn, round after round, so that whatever
else the machine does falls on all. What is told is the median. `--write` puts it into the docs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from . import results
from .contenders import ENVIRONMENT, NAMES, SLOW, Contender, contenders, same
from .generators import PEERS
from .invented import REFERENCE, project_of
from .measure import Measured, measure

ROUNDS, SLOW_ROUNDS = 5, 1
TITLES = {
    "bangvang": "Bảng Vàng, without search",
    "search": "Bảng Vàng, with search",
    "again": "Bảng Vàng again, one record edited",
    "write": "limit: the tree written again from memory",
    "copy": "limit: cp -r of the tree",
    "pagefind": "Pagefind alone, over our keys",
    "hugo": "Hugo",
    "eleventy": "Eleventy",
    "mkdocs": "MkDocs + Material",
    "zensical": "Zensical",
}
RATIOS = (
    ("without search / Hugo", ["bangvang"], ["hugo"]),
    ("without search / written again", ["bangvang"], ["write"]),
    ("with search / (written again + Pagefind over our keys)", ["search"], ["write", "pagefind"]),
    ("MkDocs / without search", ["mkdocs"], ["bangvang"]),
    ("one record edited / with search", ["again"], ["search"]),
)
"""What the times of some are to those of others."""


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(there: list[Contender], rounds: int, slow: int, work: Path) -> tuple[dict[str, list[Measured]], dict]:
    """What each took in each of its rounds, in turn, another first each time; and how much each made."""
    took: dict[str, list[Measured]] = {contender.name: [] for contender in there}
    sizes = {}
    for number in range(rounds):
        first = number % len(there)
        for contender in there[first:] + there[:first]:
            if contender.name in SLOW and number >= slow:
                continue
            contender.begin()
            measured = measure(contender.command, contender.folder, ENVIRONMENT)
            if contender.name == "write":
                measured = Measured(json.loads(measured.printed)["seconds"], measured.memory, "")
            took[contender.name].append(measured)
            tell(f"{contender.name} {number + 1}: {measured.seconds:.2f} s, {measured.memory / 1e6:.0f} MB")
            if contender.name not in sizes:
                sizes[contender.name] = contender.size()
                if contender.name in {peer.name for peer in PEERS}:
                    tell(same(contender, work))
            if not contender.first:
                shutil.rmtree(contender.made)
    return took, sizes


def told(took: dict[str, list[Measured]], sizes: dict, pages: int) -> Iterator[results.Table | results.Bars]:
    """The tables and the chart."""
    times = {name: median(one.seconds for one in took[name]) for name in NAMES if name in took}
    base = times.get("bangvang")
    rows = []
    for name, time in times.items():
        each = [one.seconds for one in took[name]]
        files, size = sizes[name]
        rows.append((
            TITLES[name], results.seconds(time), f"{min(each):.2f}–{max(each):.2f}",
            f"{time / base:.2f}" if base else "–",
            results.megabytes(max(one.memory for one in took[name])) if name != "write" else "–",
            f"{files:,}", results.megabytes(size), str(len(each)),
        ))  # fmt: skip
    head = ("built by", "median", "range, s", "ratio", "peak memory", "files", "bytes", "rounds")
    yield results.Table(f"Building {pages:,} pages", head, rows)
    ratios = [
        (title, f"{sum(times[name] for name in of) / sum(times[name] for name in to):.2f}")
        for title, of, to in RATIOS
        if {*of, *to} <= set(times)
    ]
    if ratios:
        yield results.Table("Medians to medians", ("of", "ratio"), ratios)
    bars = [(TITLES[name], time, results.seconds(time)) for name, time in times.items()]
    yield results.Bars(f"Time for {pages:,} pages", bars)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=REFERENCE)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--slow-rounds", type=int, default=SLOW_ROUNDS, help=f"for {', '.join(SLOW)}")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--folder", type=Path, help="a folder on the disk to measure; some GB are needed")
    parser.add_argument("--write", action="store_true", help=f"put what is told into {results.PAGE.name}")
    options = parser.parse_args()
    with TemporaryDirectory(dir=options.folder, prefix="bench-") as name:
        work = Path(name).resolve()
        tell(f"{results.machine()}; making about {options.pages} pages …")
        there = contenders(options.only, project_of(options.pages, work / "kho"), work, tell)
        took, sizes = run(there, options.rounds, options.slow_rounds, work)
        pages = sum(1 for _ in (work / "tree").rglob("*.html"))
    results.show("bench", list(told(took, sizes, pages)), options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
