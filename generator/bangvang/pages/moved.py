"""The pages of retired ids: an address that was public leads on to what the record became, or says why it is gone."""

from __future__ import annotations

from collections.abc import Iterator

from ..archive.archive import Archive
from ..archive.past import retired_ids
from ..records.facts import Model
from ..records.ledgers import Retired
from ..records.models import KINDS, Bloc
from .page import Page, address, honour_address
from .types import pages

_FOLDERS = {
    "award-kind": "hinh-thuc",
    "place": "noi",
    "organisation": "don-vi",
    "person": "vinh-danh",
    "bloc": "khoi",
    "congress": "dai-hoi",
    "decision": "quyet-dinh",
    "source": "nguon",
}
"""Where pages of each kind stand: the address of an id that has no record any more."""


def retired_addresses(retired: Retired) -> list[str]:
    """Where the pages of a retired id stood."""
    honoured = [f"vinh-danh/{retired.id}/"] if retired.honoured and retired.kind != "person" else []
    return [f"{_FOLDERS[retired.kind]}/{retired.id}/", *honoured]


def every_page(archive: Archive) -> Iterator[Page]:
    """Every page that is stamped: those of records, and those of retired ids."""
    yield from pages(archive)
    yield from moved(archive)


def moved(archive: Archive) -> Iterator[Page]:
    """What stands at the addresses of retired ids: the way to what each became, or why nothing is there."""
    for retired in retired_ids(archive):
        for place in retired_addresses(retired):
            yield _moved(place, retired, _became(retired, place.startswith("vinh-danh/"), archive))
        if retired.kind == "bloc" and len(retired.into) == 1:
            for record in archive.years_of(retired.into[0]):
                to = [(KINDS[Bloc], record, address(record, archive))]
                yield _moved(f"khoi/{retired.id}/{record.year}/", retired, to)


def _became(retired: Retired, honour: bool, archive: Archive) -> list[tuple[str, Model, str]]:
    """The records that an id became, each with its kind and its page; those without a page are not named."""
    found = []
    for record in map(archive.records.__getitem__, retired.into):
        kind = KINDS[type(record)]
        of_honour = honour and kind in ("person", "organisation", "bloc", "row")
        place = (of_honour and honour_address(record, archive)) or address(record, archive)
        found += [(kind, record, place)] if place else []
    return found


def _moved(place: str, retired: Retired, to: list[tuple[str, Model, str]]) -> Page:
    alone = len(to) == len(retired.into) == 1
    values = {"retired": retired, "to": to, "alone": alone}
    if alone:
        frame = "nay-o/nam" if place.count("/") == 3 else "nay-o"
        return Page(place, frame, "moved.html", "moved", None, values, stands_for=to[0][2])
    return Page(place, "khong-con", "moved.html", "moved", None, values)
