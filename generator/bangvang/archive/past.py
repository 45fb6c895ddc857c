"""What the ledgers tell of the records: ids that had a page, what old ids became, corrections, withdrawals, files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, get_args

from ..language.traces import digest_of_record
from ..records.facts import Model
from ..records.ledgers import (
    Correction,
    Corrections,
    KindWithPage,
    PublishedIds,
    Retired,
    RetiredIds,
    Withdrawal,
    Withdrawals,
)
from ..records.models import KINDS, AwardList, Bloc, BlocYear, Congress, Person
from .archive import Archive, Record
from .history import History

KINDS_WITH_PAGE: tuple[str, ...] = get_args(KindWithPage)
_File = TypeVar("_File", bound=Model)


@dataclass(frozen=True)
class Entry:
    """A correction as the page of corrections lists it."""

    correction: Correction
    anchor: str
    """Its id on that page: of the day and the record, so that it stays when others are added."""

    @property
    def days(self) -> int | None:
        """How many days it took, where it is known when it was asked for."""
        asked, done = self.correction.received, self.correction.date
        return (done.start.exact - asked.start.exact).days if asked else None


class Past:
    """The ledgers of an archive, and the history of its files where that is known."""

    def __init__(self, archive: Archive, histories: Mapping[str, History]) -> None:
        self._archive = archive
        self._histories = histories
        self.withdrawals: list[Withdrawal] = sorted(
            (one for file in of_ledger(archive, Withdrawals) for one in file.withdrawals),
            key=lambda one: one.date.start.earliest,
            reverse=True,
        )
        self.retired: list[Retired] = retired_ids(archive)

    @cached_property
    def corrections(self) -> list[Entry]:
        """Every correction, the latest first; those of a day in the order of their file."""
        stated = [one for file in of_ledger(self._archive, Corrections) for one in file.corrections]
        taken: Counter[str] = Counter()
        found = []
        for one in stated:
            anchor = "-".join(str(part) for part in (one.date.start, one.of, one.year) if part)
            taken[anchor] += 1
            found.append(Entry(one, anchor if taken[anchor] == 1 else f"{anchor}--{taken[anchor]}"))
        return sorted(found, key=lambda entry: entry.correction.date.start.earliest, reverse=True)

    @cached_property
    def _corrections_of(self) -> dict[tuple[str, int | None], list[Entry]]:
        found: dict[tuple[str, int | None], list[Entry]] = defaultdict(list)
        for entry in self.corrections:
            found[entry.correction.of, entry.correction.year].append(entry)
        return found

    def corrections_of(self, record: Record | BlocYear) -> list[Entry]:
        """The corrections of a record, the latest first; of one known under several ids, those of all of them."""
        if isinstance(record, BlocYear):
            return self._corrections_of.get((record.bloc, record.year), [])
        ids = (record.id, *self._archive.same_as(record.id))
        return [entry for id in ids for entry in self._corrections_of.get((id, None), [])]

    def corrected(self, entry: Entry) -> Record | BlocYear:
        """What a correction is of."""
        one = entry.correction
        return self._archive.bloc_years[one.of, one.year] if one.year else self._archive[one.of]

    def history_of(self, record: Record | BlocYear) -> History | None:
        """When the file that a record stands in was entered and changed."""
        return self._histories.get(record.standing[0].file.partition("/")[2]) if self._histories else None

    @staticmethod
    def has_own_file(record: Record | BlocYear) -> bool:
        """Whether a record is all that its file holds."""
        return isinstance(record, (Bloc, BlocYear, Congress, AwardList))


def of_ledger(archive: Archive, model: type[_File]) -> list[_File]:
    """The file of a ledger: none or one."""
    return [root for root in archive.roots if isinstance(root, model)]


def retired_ids(archive: Archive) -> list[Retired]:
    return [one for file in of_ledger(archive, RetiredIds) for one in file.retired]


def recorded_ids(archive: Archive) -> dict[str, list[str]]:
    """The ids in the ledger, by kind."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS_WITH_PAGE}
    for file in of_ledger(archive, PublishedIds):
        for part in file.ids:
            found[part.kind] += part.ids
    return found


def ids_with_page(archive: Archive) -> dict[str, list[str]]:
    """The ids that have a page today, by kind and sorted; those of rows follow from their decision."""
    return {
        kind: sorted(
            record.id
            for record in archive.of(kind)
            if not isinstance(record, Person) or archive.was_honoured(archive.identity(record.id))
        )
        for kind in KINDS_WITH_PAGE
    }


def withdrawn(archive: Archive) -> dict[str, Withdrawal]:
    """The withdrawals by their digests."""
    return {one.digest: one for file in of_ledger(archive, Withdrawals) for one in file.withdrawals}


def withdrawn_records(archive: Archive) -> Iterator[Record]:
    """Records that were withdrawn and stand in the archive nonetheless."""
    digests = withdrawn(archive)
    if digests:
        yield from (
            record for record in archive.records.values() if digest_of_record(KINDS[type(record)], record.id) in digests
        )
