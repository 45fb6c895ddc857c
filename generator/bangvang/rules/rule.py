"""What a rule is: a generator of what breaks it, over the whole archive. Its docstring states the rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..archive.archive import Archive
from ..language.problems import Location


class Broken(NamedTuple):
    """A rule broken: the code of the problem, its place, the values its words need."""

    code: str
    place: Location
    values: Mapping[str, object] = MappingProxyType({})


def every(archive: Archive, kind: type) -> Iterator:
    """Every part of a kind, in whatever record it stands."""
    return (part for part in archive.parts if isinstance(part, kind))
