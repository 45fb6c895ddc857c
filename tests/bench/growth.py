"""How time and memory grow with the number of pages: the exponent, and the steps that bend it.

A program: `PYTHONPATH=tests python -m bench.growth [--sizes N …] [--rounds K] [--write]`. Each size is an archive of
its own, built whole, search and all. The exponent is the slope of the straight line through the logarithms, by least
squares; 1 is growth in proportion. `--write` puts what is told into the docs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import linear_regression, median
from tempfile import TemporaryDirectory

from . import results
from .__main__ import tell
from .contenders import ENVIRONMENT
from .invented import REFERENCE, project_of
from .measure import measure

SIZES = (1_000, 10_000, REFERENCE, 100_000, 10 * REFERENCE)
ROUNDS = 1
BRIEF = 0.5
"""Seconds that a step must take on the largest archive for its exponent to mean anything."""


@dataclass(frozen=True)
class Grown:
    """What an archive of a size took: pages that there are, seconds, bytes of memory, seconds of each step."""

    pages: int
    seconds: float
    memory: float
    steps: dict[str, float]


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The power of the first numbers that the second grow with."""
    return linear_regression([log(x) for x, _ in points], [log(y) for _, y in points]).slope


def grow(pages: int, rounds: int, folder: Path | None) -> Grown:
    """Build an archive of this many pages, as often as told; the medians."""
    with TemporaryDirectory(dir=folder, prefix="bench-") as name:
        work = Path(name).resolve()
        tell(f"making about {pages:,} pages …")
        root, site = project_of(pages, work / "kho"), work / "site"
        took = []
        for number in range(rounds):
            shutil.rmtree(site, ignore_errors=True)
            took.append(measure([sys.executable, "-m", "bench.ours", "told", str(site)], root, ENVIRONMENT))
            tell(f"{pages:,} pages, {number + 1}: {took[-1].seconds:.2f} s, {took[-1].memory / 1e6:.0f} MB")
        steps = [json.loads(one.printed) for one in took]
        return Grown(
            sum(1 for _ in site.rglob("*.html")),
            median(one.seconds for one in took),
            max(one.memory for one in took),
            {step: median(one[step] for one in steps) for step in steps[0]},
        )


def told(grown: Sequence[Grown]) -> Iterator[results.Table | results.Bars]:
    """The table and the chart."""
    steps = list(grown[-1].steps)
    head = ["pages", "time", "a page", "peak memory", *steps]
    rows = [
        [f"{one.pages:,}", results.seconds(one.seconds), f"{one.seconds / one.pages * 1000:.2f} ms",
         results.megabytes(one.memory), *(results.seconds(one.steps.get(step, 0)) for step in steps)]
        for one in grown
    ]  # fmt: skip
    if len(grown) > 1:
        of_steps = (
            f"{exponent([(one.pages, one.steps[step]) for one in grown]):.2f}"
            if grown[-1].steps[step] >= BRIEF and all(one.steps.get(step, 0) > 0 for one in grown)
            else "–"
            for step in steps
        )
        time = exponent([(one.pages, one.seconds) for one in grown])
        memory = exponent([(one.pages, one.memory) for one in grown])
        rows.append(["exponent", f"{time:.2f}", "", f"{memory:.2f}", *of_steps])
    yield results.Table("Growth", head, rows)
    yield results.Bars(
        "Milliseconds a page, by number of pages",
        [(f"{one.pages:,}", one.seconds / one.pages, f"{one.seconds / one.pages * 1000:.2f} ms") for one in grown],
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--folder", type=Path, help="a folder on the disk to measure; the largest takes some 20 GB")
    parser.add_argument("--write", action="store_true", help=f"put what is told into {results.PAGE.name}")
    options = parser.parse_args()
    tell(results.machine())
    grown = [grow(size, options.rounds, options.folder) for size in sorted(options.sizes)]
    results.show("growth", list(told(grown)), options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
