"""A page, and where it stands: the address of every record is decided here, and only here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..archive.archive import Archive
from ..archive.honours import Honour
from ..records.facts import Model
from ..records.models import (
    AwardKind,
    AwardList,
    Bloc,
    BlocYear,
    Congress,
    Decision,
    Organisation,
    Person,
    Place,
    Roll,
    Row,
    Source,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page to stamp: where it goes, the frame it is stamped from, its template and what the template sees.

    Pages of honour are too many for all that their templates see to be held: `types.opened` tells it when one is made.
    """

    address: str
    """From the root of the site, with a slash at the end."""
    frame: str
    template: str
    kind: str
    """What it is about, in a word of the locale tables; search shows it."""
    subject: Model | int | None
    """The record or the year that it is about; None for a page that only lists."""
    values: Mapping[str, object]
    also: tuple[str, ...] = ()
    """Other names that search must find it by."""
    stands_for: str = ""
    """The address of the page that has taken its place, where it is one alone."""

    @property
    def is_listed(self) -> bool:
        """Whether search and the sitemap know it: a page that only says what became of an address is in neither."""
        return self.kind != "moved"

    @property
    def honours(self) -> list[Honour]:
        """The awards and proposals that it is about; a page that merely lists those of others has none."""
        if self.kind == "hero":
            return [*self.values["honours"], *self.values["ended"], *self.values["others"]]
        return self.values["honours"] if self.kind in ("organisation", "decision", "bloc-year") else []


def address(record: Model, archive: Archive) -> str | None:
    """Where the page of a record stands. None for a record without one: nobody has a page for having spoken."""
    match record:
        case Bloc():
            return f"khoi/{record.id}/"
        case BlocYear():
            return f"khoi/{record.bloc}/{record.year}/"
        case Person() | Row():
            return honour_address(record, archive)
        case Organisation():
            return f"don-vi/{record.id}/"
        case AwardKind():
            return f"hinh-thuc/{record.id}/"
        case Decision():
            return f"quyet-dinh/{record.id}/"
        case Roll():
            return f"quyet-dinh/{record.decision}/"
        case Congress():
            return f"dai-hoi/{record.id}/"
        case Place():
            return f"noi/{record.id}/"
        case Source():
            return f"nguon/{record.id}/"
        case AwardList():
            return f"nguon/{record.source[0]}/"
    return None


def honour_address(record: Person | Organisation | Bloc | Row, archive: Archive) -> str | None:
    """Where the page of honour of a person or collective stands, if they were ever conferred an award."""
    shown = archive.identity(record.id)
    return f"vinh-danh/{shown}/" if archive.was_honoured(shown) else None
