"""Keeping the ledgers: ids are added to theirs, and a withdrawn record is entered in its own without being named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from ..archive.archive import Archive, Record
from ..archive.past import KINDS_WITH_PAGE, ids_with_page, recorded_ids, retired_ids, withdrawn
from ..files.reading import parse
from ..language.problems import Location, Report
from ..language.traces import Finder, digest_of_record, trace
from ..records.facts import Actor
from ..records.loading import named
from ..records.models import KINDS, Recipient, Row
from ..records.structure import walk
from .formatting import canonical

IDS, WITHDRAWALS = "ids.yml", "withdrawals.yml"


def record_ids(data: Path, archive: Archive) -> tuple[int, int]:
    """Add the ids that have a page to their ledger, and take none out. Returns how many are new, how many there are."""
    known, now = recorded_ids(archive), ids_with_page(archive)
    every = {kind: sorted({*known[kind], *now[kind]}) for kind in KINDS_WITH_PAGE}
    new = sum(len(ids) for ids in every.values()) - sum(len(set(ids)) for ids in known.values())
    if new:
        _write_ids(data, every)
    return new, sum(len(ids) for ids in every.values())


def _write_ids(data: Path, ids: dict[str, list[str]]) -> None:
    lines = ["ids:"]
    for kind, of_kind in ids.items():
        if of_kind:
            lines += [f"  - kind: {kind}", "    ids:", *(f"      - {id}" for id in of_kind)]
    if len(lines) == 1:
        lines = ["ids: []"]
    _write(data, IDS, "\n".join(lines) + "\n")


def _write(data: Path, name: str, text: str) -> None:
    document = parse(text, name, Report())
    (data / name).write_text(canonical(document, PurePosixPath(name)), "utf-8", newline="\n")


@dataclass
class Withdrawing:
    """What came of withdrawing a record."""

    code: str
    """The first letters of its digest."""
    entered: bool = False
    """Whether it was entered just now rather than before."""
    spared: list[tuple[str, str]] = field(default_factory=list)
    """Forms of its name that can be no trace, and the id of the other who bears it; empty for a single syllable."""
    left: list[Location] = field(default_factory=list)
    """Where the data folder still mentions it."""


def kind_of(archive: Archive, id: str) -> str | None:
    """The kind of a record, or of an id that only the ledgers know; None where they do not either."""
    if id in archive.records:
        return KINDS[type(archive.records[id])]
    gone = withdrawn(archive)
    told = {one.id: one.kind for one in retired_ids(archive)}
    told |= {id: kind for kind, ids in recorded_ids(archive).items() for id in ids}
    return told.get(id) or next((kind for kind in KINDS.values() if digest_of_record(kind, id) in gone), None)


def is_entered(archive: Archive, id: str) -> bool:
    """Whether the ledger of withdrawals knows a record."""
    return digest_of_record(kind_of(archive, id) or "", id) in withdrawn(archive)


def withdraw(data: Path, archive: Archive, id: str, reason: str, day: date) -> Withdrawing:
    """Enter a record in the ledger of withdrawals, once, and take its id out of that of ids.

    The records themselves are left as they are; what comes back tells where the data folder still mentions it.
    """
    kind = kind_of(archive, id)
    digest = digest_of_record(kind, id)
    done = Withdrawing(digest[:8])
    known = withdrawn(archive).get(digest)
    if known:
        traces = {(one.digest, one.syllables) for one in known.traces}
    else:
        traces = set(_traces(archive, archive[id], done)) if id in archive.records else set()
        done.entered = True
        _enter(data, digest, reason, day, sorted(traces))
    ids = recorded_ids(archive)
    if any(id in of_kind for of_kind in ids.values()):
        _write_ids(data, {kind: sorted(set(of_kind) - {id}) for kind, of_kind in ids.items()})
    own = [archive[id].locate("row" if isinstance(archive[id], Row) else "id")] if id in archive.records else []
    done.left = sorted({*own, *_mentions(data, id, Finder(traces))})
    return done


def _enter(data: Path, digest: str, reason: str, day: date, traces: list[tuple[str, int]]) -> None:
    path = data / WITHDRAWALS
    before = path.read_text("utf-8") if path.exists() else ""
    lines = [f"  - digest: {digest}", f"    date: {day}", f"    reason: {reason}"]
    lines += ["    traces:"] if traces else []
    for one, syllables in traces:
        lines += [f"      - digest: {one}", f"        syllables: {syllables}"]
    head = re.sub(r"^withdrawals: *\[ *\] *$", "withdrawals:", before, flags=re.MULTILINE) or "withdrawals:\n"
    _write(data, WITHDRAWALS, head.rstrip("\n") + "\n" + "\n".join(lines) + "\n")


def _traces(archive: Archive, record: Record, done: Withdrawing) -> Iterator[tuple[str, int]]:
    """The traces of the forms of a name, but for those by which others would be taken for it."""
    for form in sorted(_forms(archive, record)):
        digest, syllables = trace(form)
        finder = Finder([(digest, syllables)])
        others = (one for one in archive.records.values() if one is not record)
        bearer = next((one.id for one in others if any(finder.is_in(name) for name in _names(archive, one))), None)
        if syllables < 2 or bearer:
            done.spared.append((form, bearer or ""))
        else:
            yield digest, syllables


def _names(archive: Archive, record: Record) -> tuple[str, ...]:
    return (archive.name(record), *getattr(record, "also", ()))


def _forms(archive: Archive, record: Record) -> set[str]:
    """The names of a record, and those that are printed of it."""
    forms = set(_names(archive, record))
    for root in archive.roots:
        for part in walk(root):
            if isinstance(part, Row) and record.id in (part.who, part.id):
                forms.add(part.name)
            elif isinstance(part, (Recipient, Actor)) and part.who == record.id and part.printed:
                forms.add(part.printed)
    return forms


def _mentions(data: Path, id: str, finder: Finder) -> Iterator[Location]:
    """Where any file of the data folder has the id or a name that is looked for: in its text, or in its own name."""
    alone = re.compile(rf"(?<![a-z0-9-]){re.escape(id)}(?![a-z0-9-])")
    for path in sorted(path for path in data.rglob("*") if path.is_file()):
        name, text = named(data, path), path.read_text("utf-8", "replace")
        if alone.search(name):
            yield Location(name, 1, 1)
        for place in {*(found.start() for found in alone.finditer(text)), *finder.places(text)}:
            yield Location(name, text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place))
