"""Who may be whom: pairs of the honoured that have the same name, with what speaks for and against their being one.

A pair is a question. Nothing is merged: a person writes the answer into identities.yml, with its evidence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from ..language.vietnamese import fold
from ..records.models import Identity
from .archive import Archive, Honoured
from .honours import Honour

MANY = 50
"""Of a name that more bear than this, only pairs with something more in common are looked at."""

_OPPOSITE = {"ong": "ba", "ba": "ong"}


@dataclass(frozen=True)
class Candidate:
    """Two who may be one: their ids, and the evidence. Evidence is a code of the table of words, with its value."""

    one: str
    other: str
    in_favour: tuple[tuple[str, str], ...]
    against: tuple[tuple[str, str], ...]

    @property
    def weight(self) -> int:
        return len(self.in_favour) - 2 * len(self.against)


@dataclass(frozen=True)
class _Known:
    """What the archive knows of one honoured."""

    id: str
    name: str
    said: frozenset[str]
    """The pieces of roles and units that sources print of them."""
    honorifics: frozenset[str]
    lists: frozenset[str]
    died: int | None
    """The first year of a posthumous award."""
    last: int | None
    """The last year of any other."""


def candidates(archive: Archive) -> list[Candidate]:
    """The open questions, the likeliest first: those of one name whom nobody has told together or apart."""
    groups = ([_known(record.id, record.name, archive) for record in same] for same in archive.by_name.values())
    found = [candidate for same in groups for candidate in _pairs(same, archive.told_apart)]
    return sorted(found, key=lambda candidate: (-candidate.weight, candidate.one, candidate.other))


def namesakes(one: Honoured, archive: Archive) -> list[tuple[Honoured, Identity | None]]:
    """The other honoured of the same name, each with the statement that tells the two apart, where there is one."""
    same = archive.by_name[fold(one.name), archive.is_person(one.id)]
    return [(other, archive.told_apart.get(frozenset((one.id, other.id)))) for other in same if other is not one]


def _pairs(same: list[_Known], apart: Collection[frozenset[str]]) -> Iterator[Candidate]:
    for one, other in combinations(same, 2):
        if frozenset((one.id, other.id)) in apart:
            continue
        in_favour, against = tuple(_for(one, other)), tuple(_against(one, other))
        if len(same) <= MANY or len(in_favour) > 1:
            yield Candidate(one.id, other.id, in_favour, against)


def _known(id: str, name: str, archive: Archive) -> _Known:
    honours = archive.honours_by("recipient", id)
    to = [honour.award.recipient for honour in honours]
    return _Known(
        id,
        name,
        frozenset(piece.strip().casefold() for one in to for piece in (one.role or "").split(",") if piece.strip()),
        frozenset(fold(one.honorific) for one in to if one.honorific),
        frozenset(honour.home.decision for honour in honours if honour.listed),
        min(_years(honour for honour in honours if honour.award.posthumous), default=None),
        max(_years(honour for honour in honours if not honour.award.posthumous), default=None),
    )


def _years(honours: Iterator[Honour]) -> Iterator[int]:
    return (honour.year for honour in honours if honour.year)


def _for(one: _Known, other: _Known) -> Iterator[tuple[str, str]]:
    if one.name.casefold() == other.name.casefold():
        yield "same-name", one.name
    for piece in sorted(one.said & other.said):
        yield "in-common", piece


def _against(one: _Known, other: _Known) -> Iterator[tuple[str, str]]:
    if one.name.casefold() != other.name.casefold():
        yield "other-marks", f"{one.name}, {other.name}"
    for decision in sorted(one.lists & other.lists):
        yield "same-list", decision
    if any(_OPPOSITE.get(honorific) in other.honorifics for honorific in one.honorifics):
        yield "other-sex", ", ".join(sorted(one.honorifics | other.honorifics))
    for dead, living in ((one, other), (other, one)):
        if dead.died and living.last and living.last > dead.died:
            yield "after-death", f"{dead.died}, {living.last}"
