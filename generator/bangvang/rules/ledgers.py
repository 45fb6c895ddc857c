"""The rules of the ledgers: no id is lost or given to another, what was withdrawn stays out, dates run forward."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ..archive.archive import Archive, Record
from ..archive.past import (
    KINDS_WITH_PAGE,
    ids_with_page,
    of_ledger,
    recorded_ids,
    retired_ids,
    withdrawn,
    withdrawn_records,
)
from ..language.problems import Location, Term
from ..language.traces import digest_of_record
from ..records.ledgers import Corrections, PublishedIds, RetiredIds, Withdrawals
from ..records.models import KINDS, Bloc, BlocYear, Row
from ..records.structure import kinds_in
from ..records.values import runs_backward
from .rule import Broken


def ids_that_had_a_page_are_kept(archive: Archive) -> Iterator[Broken]:
    """An id of the ledger is a record of its kind, or is retired; a withdrawn one does not stand there."""
    retired = {one.id for one in retired_ids(archive)}
    gone = withdrawn(archive)
    unsure = {kind for model in archive.flawed for kind in kinds_in(model)}
    if archive.flawed & {RetiredIds, Withdrawals}:
        unsure.update(KINDS_WITH_PAGE)
    for part in (part for ledger in of_ledger(archive, PublishedIds) for part in ledger.ids):
        for index, id in enumerate(part.ids):
            record = archive.records.get(id)
            if record and KINDS[type(record)] != part.kind:
                now = {"now": Term(KINDS[type(record)]), "place": str(_place(record))}
                yield Broken(
                    "id-of-other-kind", part.locate("ids", index), {"id": id, "before": Term(part.kind), **now}
                )
            elif gone and digest_of_record(part.kind, id) in gone:
                yield Broken("id-withdrawn", part.locate("ids", index), {"id": id, **_why(gone, part.kind, id)})
            elif not record and id not in retired and part.kind not in unsure:
                yield Broken("id-lost", part.locate("ids", index), {"id": id, "kind": Term(part.kind)})


def ids_with_a_page_are_in_the_ledger(archive: Archive) -> Iterator[Broken]:
    """Every id that has a page stands in the ledger of ids; told once for all that do not."""
    if archive.about is None or PublishedIds in archive.flawed:
        return
    known = recorded_ids(archive)
    new = [id for kind, ids in ids_with_page(archive).items() for id in set(ids).difference(known[kind])]
    if new:
        place = next((ledger.locate() for ledger in of_ledger(archive, PublishedIds)), None)
        home = PurePosixPath(archive.about.locate().file).parent
        yield Broken("ids-unrecorded", place or Location(f"{home}/ids.yml"), {"count": len(new), "first": min(new)})


def the_withdrawn_stay_out(archive: Archive) -> Iterator[Broken]:
    """What was withdrawn is no record, and its id is not among the retired."""
    gone = withdrawn(archive)
    for record in withdrawn_records(archive):
        values = {"id": record.id, **_why(gone, KINDS[type(record)], record.id)}
        yield Broken("id-withdrawn", _place(record), values)
    for one in retired_ids(archive) if gone else ():
        if digest_of_record(one.kind, one.id) in gone:
            yield Broken("id-withdrawn", one.locate("id"), {"id": one.id, **_why(gone, one.kind, one.id)})


def _place(record: Record) -> Location:
    return record.locate("row" if isinstance(record, Row) else "id")


def _why(gone: dict, kind: str, id: str) -> dict[str, object]:
    return {"date": str(gone[digest_of_record(kind, id)].date)}


def corrections_come_after_they_are_asked_for(archive: Archive) -> Iterator[Broken]:
    """A correction is not done before it was asked for, and names the year of a bloc only where that is recorded."""
    for one in (one for file in of_ledger(archive, Corrections) for one in file.corrections):
        if runs_backward(one.received, one.date):
            values = {"received": str(one.received), "date": str(one.date)}
            yield Broken("correction-order", one.locate("received"), values)
        known = one.of in archive.records and one.of not in archive.dangling
        if one.year and known and (one.of, one.year) not in archive.bloc_years:
            is_bloc = isinstance(archive.records[one.of], Bloc)
            if not is_bloc or BlocYear not in archive.flawed:
                values = {"of": one.of, "year": one.year if is_bloc else ""}
                yield Broken("correction-year", one.locate("year"), values)
