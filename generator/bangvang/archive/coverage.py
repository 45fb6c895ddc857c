"""Coverage: what the archive has of each bloc, year and field, and what it still looks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Any

from ..records.facts import Model
from ..records.models import BlocYear, Decision, Organisation, Place, Source
from .archive import Archive
from .honours import Honour
from .relay import relay

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


OF_AWARDS: dict[str, Callable[[Honour], bool]] = {
    "decision-number": lambda honour: honour.conferred and not honour.numbered,
    "conferral-date": lambda honour: honour.conferred and not honour.conferral.date,
    "authority": lambda honour: honour.conferred and not honour.conferral.by,
    "outcome": lambda honour: honour.status == "proposed",
}
"""What is looked for of awards and proposals, by its word in the locale tables, and when one lacks it."""

OF_RECORDS: dict[str, tuple[type | UnionType, Callable[[Any], bool]]] = {
    "head": (BlocYear, lambda record: not FIELDS["head"](record)),
    "members": (BlocYear, lambda record: not FIELDS["members"](record)),
    "decision-date": (Decision, lambda decision: not decision.date),
    "signer": (Decision, lambda decision: not decision.signer),
    "act": (Place | Organisation, lambda record: not all(step.confirmed for step in record.became)),
    "address": (Source, lambda source: not source.address),
}
"""What is looked for of records, likewise: of which, and when one lacks it."""


def lacking(record: Model | None, honours: Iterable[Honour]) -> dict[str, int]:
    """What is looked for of a record and of the awards on its page, and how many times."""
    found = {need: sum(map(lacks, honours)) for need, lacks in OF_AWARDS.items()}
    found |= {need: 1 for need, (kind, lacks) in OF_RECORDS.items() if isinstance(record, kind) and lacks(record)}
    return {need: count for need, count in found.items() if count}


def needs(archive: Archive) -> dict[str, list[Gap]]:
    """What is looked for in the whole archive, by its word; what nothing is looked for of is left out."""
    kinds = ("decision", "place", "organisation", "source")
    records = [*archive.bloc_years.values(), *(record for kind in kinds for record in archive.of(kind))]
    found = {need: _of(archive.honours, lacks) for need, lacks in OF_AWARDS.items()}
    for need, (kind, lacks) in OF_RECORDS.items():
        found[need] = [Gap(record, 1) for record in records if isinstance(record, kind) and lacks(record)]
    found["said"] = list(_said(archive))
    return {need: gaps for need, gaps in found.items() if gaps}


@dataclass(frozen=True)
class YearOfBloc:
    """How a year of a bloc is covered."""

    year: int
    record: BlocYear | None
    lacking: tuple[str, ...]
    """The fields that its record does not have."""


def years_covered(bloc: str, archive: Archive) -> list[YearOfBloc]:
    """The years of a bloc from the first to the last that a record is of or announces, those without one included."""
    legs = {leg.year: leg.record for leg in relay(bloc, archive)}
    found = []
    for year in range(min(legs), max(legs) + 1) if legs else ():
        record = legs.get(year)
        lacks = tuple(field for field, has in FIELDS.items() if not has(record)) if record else ()
        found.append(YearOfBloc(year, record, lacks))
    return found


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
