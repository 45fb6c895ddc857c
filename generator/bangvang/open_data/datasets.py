"""The open data of an archive: every table, what belongs to a page, what belongs to one of the honoured."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from ..archive.archive import Archive
from ..archive.honours import Honour
from ..pages.page import address
from .award_tables import CHAINS, EXTRACT_OF, EXTRACTS, RECIPIENTS, STEPS, year_id
from .columns import Table
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


class Lines:
    """The rows of tables as lines of JSON in files: found again by the first of their key, and never all held."""

    def __init__(self) -> None:
        self._paths: dict[str, Path] = {}
        self._begins: dict[str, dict[str, tuple[int, ...]]] = {}
        self._files: dict[str, BinaryIO] = {}

    @contextmanager
    def writing(self, path: Path, table: Table) -> Iterator[Callable[[Iterable[tuple[str, str]]], None]]:
        """Write a table. What is yielded puts rows into it, given the first of the key of each, and its JSON."""
        self._paths[table.name], begins = path, self._begins.setdefault(table.name, {})
        with path.open("wb") as file:

            def put(rows: Iterable[tuple[str, str]]) -> None:
                for id, line in rows:
                    begins[id] = (*begins.get(id, ()), file.tell())
                    file.write(f"{line}\n".encode())

            yield put

    def ids(self, table: Table) -> Iterable[str]:
        """The first of the key of every row."""
        return self._begins[table.name]

    def of(self, table: Table, id: str) -> Iterator[str]:
        """The rows of an id, in their order."""
        if table.name not in self._files:
            self._files[table.name] = self._paths[table.name].open("rb")
        file = self._files[table.name]
        for begin in self._begins[table.name].get(id, ()):
            file.seek(begin)
            yield file.readline().decode().rstrip("\n")

    def close(self) -> None:
        """Close the files that were read."""
        for file in self._files.values():
            file.close()


def pages_with_data(archive: Archive) -> frozenset[str]:
    """The addresses of the pages that tables have something of."""
    kinds = ("bloc", "organisation", "decision")
    records = [*archive.bloc_years.values(), *(record for kind in kinds for record in archive.of(kind))]
    return frozenset(address(record, archive) for record in records)


class Dataset:
    """What the tables of an archive, as they are written, have of each page and of each of the honoured."""

    def __init__(self, archive: Archive, lines: Lines) -> None:
        self.archive, self._lines = archive, lines

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
        for id in self._lines.ids(RECIPIENTS):
            found[shard_of(id)].append(id)
        for shard in sorted(found):
            yield shard, "{\n" + ",\n".join(map(self._of_honoured, sorted(found[shard]))) + "\n}\n"

    def _of_honoured(self, id: str) -> str:
        honours = [honour for honour in self.archive.honours_by("recipient", id) if honour.conferral]
        return f"{json.dumps(id)}: {self._page({RECIPIENTS: {id}}, honours, steps=True).strip()}"

    def _page(self, parts: Mapping[Table, Iterable[str]], honours: Iterable[Honour], steps: bool = False) -> str:
        """Some rows of tables as JSON: the tables by their names, each a list of rows with the keys of its columns."""
        found = {
            table.name: [line for id in sorted(ids) for line in self._lines.of(table, id)]
            for table, ids in parts.items()
        }
        found |= {table.name: [] for table in EXTRACTS} | ({STEPS.name: []} if steps else {})
        for honour in honours:
            extract = EXTRACT_OF[honour.status]
            found[extract.name] += self._lines.of(extract, honour.anchor)
            if steps:
                found[STEPS.name] += self._lines.of(STEPS, honour.anchor)
        tables = (f'"{name}": {json_list(lines)}' for name, lines in found.items())
        return "{\n" + ",\n".join(tables) + "\n}\n"


def shard_of(id: str) -> str:
    """Which of the 256 shards one of the honoured stands in."""
    return sha256(id.encode()).hexdigest()[:2]


def json_list(lines: list[str]) -> str:
    """A list of JSON texts, a line each."""
    return "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"
