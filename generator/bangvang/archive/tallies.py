"""Awards counted by year and by kind, what was merely proposed apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from .honours import Honour

Counts = tuple[int, int]
"""How many were conferred, and how many are merely proposed. What was lost is in neither."""


def by_year(honours: Iterable[Honour]) -> dict[int | None, Counts]:
    """By the year they count for, newest first, those of no known year last."""
    found = _tally(honours, lambda honour: honour.year)
    return {year: found[year] for year in sorted(found, key=lambda year: year or 0, reverse=True)}


def by_kind(honours: Iterable[Honour]) -> dict[str, Counts]:
    """By the id of their kind, the most first."""
    found = _tally(honours, lambda honour: honour.award.kind)
    return {kind: found[kind] for kind in sorted(found, key=lambda kind: (-sum(found[kind]), kind))}


def _tally(honours: Iterable[Honour], key: Callable[[Honour], Any]) -> dict[Any, Counts]:
    counted = Counter((key(honour), honour.status) for honour in honours if honour.status in ("conferred", "proposed"))
    return {one: (counted[one, "conferred"], counted[one, "proposed"]) for one, _ in counted}
