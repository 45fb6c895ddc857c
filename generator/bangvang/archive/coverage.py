"""Coverage: what the archive has of each bloc, year and field, and what it still looks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..records.facts import Model
from ..records.models import BlocYear
from .archive import Archive
from .honours import Honour

FIELDS: dict[str, Callable[[BlocYear], bool]] = {
    "head": lambda record: record.head is not None,
    "deputies": lambda record: bool(record.deputies),
    "members": lambda record: bool(record.members and record.members.complete),
    "meetings": lambda record: bool(record.meetings),
    "covenant": lambda record: record.covenant is not None,
    "next_head": lambda record: record.next_head is not None,
    "figures": lambda record: bool(record.figures),
    "awards": lambda record: bool(record.awards),
}
"""The fields of a yearly record that coverage is told of, and when one is covered."""


def covered(bloc: str, archive: Archive) -> dict[str, int]:
    """Of each field, in how many yearly records of a bloc it is covered."""
    records = archive.years_of(bloc)
    return {field: sum(map(has, records)) for field, has in FIELDS.items()}


@dataclass(frozen=True)
class Gap:
    """Something that is looked for: in which record, and how many times."""

    record: Model
    count: int


def needs(archive: Archive) -> dict[str, list[Gap]]:
    """What is looked for, by its word in the locale tables; what nothing is looked for of is left out."""
    standing = [honour for honour in archive.honours if honour.conferred]
    records = list(archive.bloc_years.values())
    found = {
        "decision-number": _of(standing, lambda honour: not honour.numbered),
        "conferral-date": _of(standing, lambda honour: not honour.conferral.date),
        "authority": _of(standing, lambda honour: not honour.conferral.by),
        "outcome": _of(archive.honours, lambda honour: honour.status == "proposed"),
        "head": [Gap(record, 1) for record in records if not FIELDS["head"](record)],
        "members": [Gap(record, 1) for record in records if not FIELDS["members"](record)],
        "decision-date": [Gap(one, 1) for one in archive.of("decision") if not one.date],
        "signer": [Gap(one, 1) for one in archive.of("decision") if not one.signer],
        "act": [Gap(one, 1) for kind in ("place", "organisation") for one in archive.of(kind)
                if not all(step.confirmed for step in one.became)],
        "address": [Gap(one, 1) for one in archive.of("source") if not one.address],
        "said": list(_said(archive)),
    }  # fmt: skip
    return {need: gaps for need, gaps in found.items() if gaps}


def _of(honours: list[Honour], lacks: Callable[[Honour], bool]) -> list[Gap]:
    """Awards that lack something, counted for the record that states them."""
    counts: dict[int, list[Honour]] = {}
    for honour in honours:
        if lacks(honour):
            counts.setdefault(id(honour.home), []).append(honour)
    return [Gap(those[0].home, len(those)) for those in counts.values()]


def _said(archive: Archive) -> Iterator[Gap]:
    """Records that say themselves what they lack."""
    for record in (*archive.bloc_years.values(), *archive.of("congress"), *archive.of("award-list")):
        if record.missing:
            yield Gap(record, len(record.missing))
