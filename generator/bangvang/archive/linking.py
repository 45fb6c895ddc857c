"""Linking: every record gets its id in the archive, and every reference must find what it names."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import chain

from ..language.problems import Report, Term
from ..records.facts import Model
from ..records.loading import Loaded
from ..records.models import KINDS, BlocYear, Decision, Roll, Row
from ..records.structure import references
from .archive import Archive, Record
from .grouping import grouped


def link(loaded: Loaded, report: Report, before: Archive | None = None) -> Archive:
    """Give every record its id in the archive and see that every reference finds what it names.

    `before` is the archive that records were taken from, if any were.
    """
    archive = Archive(loaded, before)
    for file in loaded.files:
        if isinstance(file, Roll):
            for row in file.rows:
                row.stand_in(file.decision)
    for record in (part for part in archive.parts if type(part) in KINDS or isinstance(part, BlocYear)):
        if isinstance(record, BlocYear):
            archive.bloc_years[record.bloc, record.year] = record
        elif record.id in archive.records:
            first = archive.records[record.id].locate(_key(archive.records[record.id]))
            report.add("duplicate-id", record.locate(_key(record)), id=record.id, first=str(first))
        else:
            archive.records[record.id] = record
    for file in loaded.files:
        if isinstance(file, Roll):
            decision = archive.records.get(file.decision)
            if isinstance(decision, Decision):
                archive.rolls[decision.id] = file
                for row in file.rows:
                    row.inherit(decision.source)
            else:
                loaded.unread.add("row")  # its rows may have ids that others name
    known = grouped((KINDS[type(record)], id) for id, record in archive.records.items())
    for part in archive.parts:
        for path, id, kinds in references(part):
            _find(part, path, id, kinds, archive, known, loaded, report)
    return archive


def _key(record: Record) -> str:
    return "row" if isinstance(record, Row) else "id"


def _find(
    part: Model, path, id: str, kinds, archive: Archive, known: dict[str, list[str]], loaded: Loaded, report: Report
) -> None:
    found = archive.records.get(id)
    if found is None:
        archive.dangling.add(id)
        if id not in loaded.set_aside and not loaded.unread.intersection(kinds):
            alike = get_close_matches(id, chain.from_iterable(known.get(kind, ()) for kind in kinds), 1, 0.85)
            report.add("broken-reference", part.locate(*path), id=id, nearest="".join(alike))
    elif KINDS[type(found)] not in kinds:
        archive.dangling.add(id)
        values = {"found": Term(KINDS[type(found)]), "known": Term(kinds[0])}
        report.add("reference-kind", part.locate(*path), id=id, **values)
