"""The open data of an archive: every table, what belongs to a page, what belongs to one of the honoured."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256

from ..archive.archive import Archive
from ..archive.honours import Honour
from ..pages.types import address
from .award_tables import CHAINS, EXTRACT_OF, EXTRACTS, RECIPIENTS, STEPS, year_id
from .columns import Cell, Table
from .record_tables import (
    BLOC_YEARS,
    BLOCS,
    CONGRESSES,
    DECISIONS,
    FIGURES,
    KINDS_OF_AWARDS,
    MEETINGS,
    MEMBERS,
    PLACES,
    SOURCES,
    SUCCESSIONS,
    UNITS,
)

_encode = json.JSONEncoder(ensure_ascii=False).encode

TABLES = (
    *EXTRACTS,
    CHAINS,
    STEPS,
    RECIPIENTS,
    UNITS,
    PLACES,
    SUCCESSIONS,
    BLOCS,
    BLOC_YEARS,
    MEMBERS,
    MEETINGS,
    DECISIONS,
    CONGRESSES,
    FIGURES,
    KINDS_OF_AWARDS,
    SOURCES,
)
"""Every table, in the order in which readers are told of them."""


class Dataset:
    """The rows of every table of an archive, made once."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._rows: dict[str, list[tuple[Cell, ...]]] = {}
        self._lines: dict[str, list[str]] = {}
        self._index: dict[str, dict[str, list[int]]] = {}

    def rows(self, table: Table) -> list[tuple[Cell, ...]]:
        """The rows of a table. An extract has those of the chains."""
        if table.name not in self._rows:
            self._rows[table.name] = self._kept(table, self.rows) if table.of else list(table.rows(self.archive))
        return self._rows[table.name]

    def lines(self, table: Table) -> list[str]:
        """The rows of a table as JSON, a text each; what is not known is left out."""
        if table.name not in self._lines:
            names = [column.name for column in table.columns]
            made = self._kept(table, self.lines) if table.of else [_json(names, row) for row in self.rows(table)]
            self._lines[table.name] = made
        return self._lines[table.name]

    def _kept(self, extract: Table, of: Callable[[Table], list]) -> list:
        chains = zip(self.archive.honours, of(CHAINS), strict=True)
        return [row for honour, row in chains if honour.status in extract.keeps]

    # --- pages ---

    @property
    def pages(self) -> frozenset[str]:
        """The addresses of the pages that tables have something of."""
        archive = self.archive
        kinds = ("bloc", "organisation", "decision")
        records = [*archive.bloc_years.values(), *(record for kind in kinds for record in archive.of(kind))]
        return frozenset(address(record, archive) for record in records)

    def of_pages(self) -> Iterator[tuple[str, str]]:
        """What the tables have of the page of each bloc, bloc-year, unit and decision: its address, and JSON."""
        archive = self.archive
        for bloc in archive.of("bloc"):
            years = {year_id(record) for record in archive.years_of(bloc.id)}
            yield (
                address(bloc, archive),
                self._page(
                    {BLOCS: {bloc.id}, BLOC_YEARS: years, MEMBERS: years},
                    (honour for record in archive.years_of(bloc.id) for honour in archive.honours_in(record)),
                ),
            )
        for record in archive.bloc_years.values():
            id = {year_id(record)}
            parts = {BLOC_YEARS: id, MEMBERS: id, MEETINGS: id, FIGURES: id}
            yield address(record, archive), self._page(parts, archive.honours_in(record), steps=True)
        for unit in archive.of("organisation"):
            honours = archive.honours_by("recipient", unit.id)
            yield address(unit, archive), self._page({UNITS: {unit.id}, SUCCESSIONS: {unit.id}}, honours, steps=True)
        for decision in archive.of("decision"):
            parts = {DECISIONS: {decision.id}, FIGURES: {decision.id}}
            yield address(decision, archive), self._page(parts, archive.honours_by("decision", decision.id))

    def shards(self) -> Iterator[tuple[str, str]]:
        """The honoured, by the first two hexadecimal digits of the SHA-256 of the id: those digits, and JSON."""
        found: dict[str, list[str]] = defaultdict(list)
        for id in self._places(RECIPIENTS):
            honours = [honour for honour in self.archive.honours_by("recipient", id) if honour.conferral]
            text = self._page({RECIPIENTS: {id}}, honours, steps=True)
            found[shard_of(id)].append(f"{json.dumps(id)}: {text.strip()}")
        for shard in sorted(found):
            yield shard, "{\n" + ",\n".join(sorted(found[shard])) + "\n}\n"

    def _page(self, parts: Mapping[Table, Iterable[str]], honours: Iterable[Honour], steps: bool = False) -> str:
        """Some rows of tables as JSON: the tables by their names, each a list of rows with the keys of its columns."""
        found = {
            table.name: [self.lines(table)[place] for id in sorted(ids) for place in self._places(table).get(id, ())]
            for table, ids in parts.items()
        }
        found |= {table.name: [] for table in EXTRACTS} | ({STEPS.name: []} if steps else {})
        for honour in honours:
            (place,) = self._places(CHAINS)[honour.anchor]
            found[EXTRACT_OF[honour.status].name].append(self.lines(CHAINS)[place])
            if steps:
                found[STEPS.name] += [self.lines(STEPS)[place] for place in self._places(STEPS)[honour.anchor]]
        tables = (f'"{name}": {json_list(lines)}' for name, lines in found.items())
        return "{\n" + ",\n".join(tables) + "\n}\n"

    def _places(self, table: Table) -> Mapping[str, list[int]]:
        """Where the rows of each id stand in a table: by the first of its key."""
        if table.name not in self._index:
            found = self._index[table.name] = {}
            for place, row in enumerate(self.rows(table)):
                found.setdefault(row[0], []).append(place)
        return self._index[table.name]


def shard_of(id: str) -> str:
    """Which of the 256 shards one of the honoured stands in."""
    return sha256(id.encode()).hexdigest()[:2]


def json_list(lines: list[str]) -> str:
    """A list of JSON texts, a line each."""
    return "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"


def _json(names: list[str], row: tuple[Cell, ...]) -> str:
    known = {name: cell for name, cell in zip(names, row, strict=True) if cell is not None and cell != ()}
    return _encode(known)
