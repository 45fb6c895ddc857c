"""How well each engine finds what readers look for: one table, classes of queries as rows, engines as columns.

A program: `PYTHONPATH=tests python -m search.quality [--pages N] [--engine NAME] [--class NAME] [--misses]`. It ends
with status 1 where our own search misses what we hold it to.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import mean, median

from .corpus import corpus
from .engines import ENGINES, Answer, BangVang, Engine, chromium, served
from .queries import CLASSES, Query, queries

PAGES = 3000
LEAST_FIRST, LEAST_OF_FIVE = 0.96, 0.985
"""What part of all queries must have a right page first, and among the first five."""

LEAST_OF_CLASS = {"full name, with marks": 1.0, "full name, without marks": 1.0, "one typing error": 0.8}
"""What part of some classes must have a right page first."""

SLOWEST = 2.0
"""Seconds that no query of ours may take longer than."""


@dataclass
class Asked:
    """A query and what an engine brought for it."""

    query: Query
    answer: Answer

    @property
    def rank(self) -> int | None:
        """The place of the first right address, from 1 on."""
        places = (place for place, found in enumerate(self.answer.addresses, 1) if found in self.query.answers)
        return next(places, None)


def success(asked: Iterable[Asked], at: int) -> float:
    """How many of the queries have a right address among the first."""
    return mean(bool(one.rank and one.rank <= at) for one in asked)


def mrr(asked: Iterable[Asked]) -> float:
    """The mean of one through the rank, of the first ten."""
    return mean(1 / one.rank if one.rank and one.rank <= 10 else 0 for one in asked)


def ask(engine: Engine, wanted: list[Query]) -> list[Asked]:
    """Ask an engine every query; what is typed twice is asked once."""
    known: dict[str, Answer] = {}
    for number, query in enumerate(wanted, 1):
        if query.text not in known:
            known[query.text] = engine.ask(query.text)
        if number % 20 == 0 or number == len(wanted):
            tell(f"{engine.name}: {number} of {len(wanted)} queries")
    return [Asked(query, known[query.text]) for query in wanted]


def shortcomings(asked: list[Asked]) -> Iterator[str]:
    """What our own search misses of what we hold it to; a class that was not asked is not missed."""
    whole = set(CLASSES) <= {one.query.of for one in asked}
    for at, least in ((1, LEAST_FIRST), (5, LEAST_OF_FIVE)) if whole else ():
        if success(asked, at) < least:
            yield f"success@{at} is {success(asked, at):.3f}, not {least}"
    for of, least in LEAST_OF_CLASS.items():
        those = [one for one in asked if one.query.of == of]
        if those and success(those, 1) < least:
            yield f"{of}: success@1 is {success(those, 1):.2f}, not {least:.2f}"
    for one in asked:
        if one.answer.seconds > SLOWEST:
            yield f"“{one.query.text}” took {one.answer.seconds:.1f} s"


def table(results: dict[str, list[Asked]]) -> Iterator[str]:
    """The lines of the table: success@1 / success@5 / MRR, then time and bytes."""
    yield f"| class | queries | {' | '.join(results)} |"
    yield f"|---|---|{'---|' * len(results)}"
    first = next(iter(results.values()))
    classes = list(dict.fromkeys(one.query.of for one in first))
    for of in (*classes, "all"):
        cells = []
        for asked in results.values():
            those = [one for one in asked if of in (one.query.of, "all")]
            cells.append(f"{success(those, 1):.2f} / {success(those, 5):.2f} / {mrr(those):.2f}")
        yield f"| {of} | {len(those)} | {' | '.join(cells)} |"
    times = [[one.answer.seconds for one in asked] for asked in results.values()]
    sizes = [[one.answer.size for one in asked] for asked in results.values()]
    for name, cells in (
        ("first query", [f"{of[0] * 1000:.0f} ms" for of in times]),
        (
            "time, median and worst of the rest",
            [f"{_of(median, of) * 1000:.0f}, {_of(max, of) * 1000:.0f} ms" for of in times],
        ),
        ("fetched, first query", [f"{of[0] / 1000:.0f} kB" for of in sizes]),
        ("fetched, mean of the rest", [f"{_of(mean, of) / 1000:.0f} kB" for of in sizes]),
    ):
        yield f"| {name} | | {' | '.join(cells)} |"


def _of(measure, values: list[float]) -> float:
    return measure(values[1:] or values)


def misses(results: dict[str, list[Asked]]) -> Iterator[str]:
    """Each query whose first result is not right, with what came first and what should have."""
    for name, asked in results.items():
        for one in asked:
            if one.rank != 1:
                came = one.answer.addresses[0] if one.answer.addresses else "nothing"
                yield f"{name}: {one.query.of}: “{one.query.text}”: rank {one.rank or '-'}; {came} came first, " + (
                    f"not {' or '.join(sorted(one.query.answers)[:3])}"
                )


def tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--engine", action="append", choices=ENGINES, help="only this one; may be given again")
    parser.add_argument("--class", dest="of", action="append", choices=CLASSES, help="only these queries; likewise")
    parser.add_argument("--misses", action="store_true", help="list what was not found first")
    options = parser.parse_args()
    invented = corpus(options.pages)
    wanted = [query for query in queries(invented) if not options.of or query.of in options.of]
    results = {}
    tell(f"building about {options.pages} pages …")
    with served(invented) as (site, web), chromium() as browser:
        for name in options.engine or ENGINES:
            engine = ENGINES[name]()
            engine.prepare(site, web.folder)
            web.sent.clear()
            engine.open(browser, web)
            results[name] = ask(engine, wanted)
            engine.close()
    print("\n".join(table(results)))
    if options.misses:
        print("\n".join(["", *misses(results)]))
    failed = list(shortcomings(results.get(BangVang.name, [])))
    if failed:
        tell("Our search falls short: " + "; ".join(failed[:12]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
