"""The order in which readers turn pages: what stands before a record, and what after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from ..records.facts import Model
from ..records.models import BlocYear, Congress, Decision
from .archive import Archive

Stop = Model | int
"""Where readers turn to: a record, or a year."""


def neighbours(archive: Archive) -> dict[object, tuple[Stop | None, Stop | None]]:
    """Of what has a place in an order, by its `key`: what stands before it and after it."""
    found = {}
    for line in _lines(archive):
        around = zip([None, *line], line, [*line[1:], None], strict=False)
        found |= {key(stop): (before, after) for before, stop, after in around}
    return found


def key(stop: Stop) -> object:
    """What tells a stop from every other."""
    match stop:
        case int():
            return stop
        case BlocYear(bloc=bloc, year=year):
            return bloc, year
    return stop.id


def _lines(archive: Archive) -> Iterator[Sequence[Stop]]:
    """People by given name, collectives by name, the years, the years of each bloc; decisions of an issuer, national
    congresses and those of one organiser or place by date, where one is known.
    """
    for order in ("ten", "tap-the"):
        yield [*chain.from_iterable(archive.alphabet[order].values())]
    yield archive.years
    for bloc in archive.of("bloc"):
        yield archive.years_of(bloc.id)
    dated: dict[tuple[str, str], list[tuple[tuple[int, int, int], Congress | Decision]]] = defaultdict(list)
    for congress in archive.of("congress"):
        days = [occasion.date.value.start.earliest for occasion in congress.occasions if occasion.date]
        if congress.year:
            whose = congress.organiser or congress.place or congress.id
            dated["congress", "" if congress.level == "national" else whose].append((min(days), congress))
    for decision in archive.of("decision"):
        if decision.year:
            dated["decision", decision.issuer].append((decision.date.value.start.earliest, decision))
    for line in dated.values():
        yield [stop for _, stop in sorted(line, key=lambda pair: pair[0])]
