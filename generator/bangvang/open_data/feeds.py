"""Atom feeds, newest first: what happened or was published in the archive, of a bloc, a kind of award, a place; and
what was corrected.

An entry bears the date of what it tells of, never that of the build, and an id that stays. What has no full date is in
no feed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from markupsafe import escape

from ..archive.archive import Archive
from ..archive.honours import Honour
from ..archive.past import Past
from ..language.words import columns, table
from ..pages.page import address
from ..records.facts import Dated
from ..records.models import AwardList, BlocYear, Congress, Decision, Roll
from .downloads import FOLDER

LONGEST = 100
"""Entries that a feed has at most, the newest."""

WHOLE = f"{FOLDER}/tin/kho.xml"
"""Where the feed of the whole archive stands."""

CORRECTIONS = "dinh-chinh/"
"""The page of corrections."""

Told = BlocYear | Congress | AwardList | Decision


@dataclass(frozen=True)
class Item:
    """A record or a correction that feeds tell of."""

    title: str
    page: str
    day: date
    """Of a record, the later of the days when it happened and when its sources told of it."""
    own: str
    """An address that nothing else has: several lists may be announced on the page of one source."""
    says: str = ""
    """What it tells; the summary of its page where that says all."""


@dataclass(frozen=True)
class Feed:
    """A feed: where it stands, what it is called, the page that it belongs to, its newest items."""

    address: str
    title: str
    page: str
    items: tuple[Item, ...]
    updated: date


def feeds(archive: Archive) -> dict[str, Feed]:
    """Every feed that has something to tell, by the page it belongs to: that of the whole archive by the front page."""
    records: list[Told] = [*archive.bloc_years.values(), *archive.of("congress"), *archive.of("award-list")]
    items = {id(record): item for record in [*records, *archive.of("decision")] if (item := _item(record, archive))}
    made = [_feed(WHOLE, archive.about.title, "", items.values())]
    corrections = _feed(f"{FOLDER}/tin/dinh-chinh.xml", _of_corrections(archive), CORRECTIONS, _corrections(archive))
    for kind, folder, told in (
        ("bloc", "khoi", _of_bloc),
        ("award-kind", "hinh-thuc", _of_kind),
        ("place", "noi", _of_place),
    ):
        for record in archive.of(kind):
            known = {id(one): items[id(one)] for one in told(record.id, archive) if id(one) in items}
            title = f"{archive.about.title}: {archive.name(record)}"
            made.append(
                _feed(f"{FOLDER}/tin/{folder}/{record.id}.xml", title, address(record, archive), known.values())
            )
    told = {feed.page: feed for feed in made if feed.items}
    if told and not corrections.items:  # who follows it should not have to wait for the first mistake
        corrections = replace(corrections, updated=told[""].updated)
    return told | ({CORRECTIONS: corrections} if told else {})


def _feed(address: str, title: str, page: str, items: Iterable[Item]) -> Feed:
    newest = sorted(items, key=lambda item: (-item.day.toordinal(), item.page, item.title))
    return Feed(address, title, page, tuple(newest[:LONGEST]), newest[0].day if newest else date.min)


def _item(record: Told, archive: Archive) -> Item | None:
    days = [day for date in (*_dates(record), *_published(record, archive)) if (day := date.value.end.exact)]
    title = f"{archive.name(record)}: {record.subject}" if isinstance(record, Decision) else archive.name(record)
    page = address(record, archive)
    own = f"{page}#{record.id}" if isinstance(record, AwardList) else page
    return Item(title, page, max(days), own) if days else None


def _of_corrections(archive: Archive) -> str:
    return f"{archive.about.title}: {table()['section']['dinh-chinh']}"


def _corrections(archive: Archive) -> Iterator[Item]:
    past = Past(archive, {})
    for entry in past.corrections:
        place, day = f"{CORRECTIONS}#{entry.anchor}", entry.correction.date.start.exact
        yield Item(archive.name(past.corrected(entry)), place, day, place, entry.correction.what)


def _dates(record: Told) -> Iterator[Dated]:
    """When it happened, as far as sources show that it did."""
    if isinstance(record, Decision):
        dates = [record.date]
    else:
        dates = [meeting.date for meeting in record.meetings if meeting.status == "held"]
    if isinstance(record, Congress):
        dates += [occasion.date for occasion in record.occasions if occasion.status == "held"]
    yield from filter(None, dates)


def _published(record: Told, archive: Archive) -> Iterator[Dated]:
    yield from filter(None, (archive[source].published for source in record.source))


# --- which records a feed tells of ---


def _of_bloc(bloc: str, archive: Archive) -> list[Told]:
    return [*archive.years_of(bloc)]


def _of_kind(kind: str, archive: Archive) -> list[Told]:
    return _homes(archive.honours_by("kind", kind), archive)


def _of_place(place: str, archive: Archive) -> list[Told]:
    ground = {place, *(inner.id for inner in archive.lineage.all_within(place))}
    units = [unit for one in sorted(ground) for unit in archive.lineage.units_in(one)]
    told = _homes((honour for unit in units for honour in archive.honours_by("recipient", unit.id)), archive)
    told += [year for bloc in archive.of("bloc") if bloc.place in ground for year in archive.years_of(bloc.id)]
    return told + [congress for congress in archive.of("congress") if congress.place in ground]


def _homes(honours: Iterable[Honour], archive: Archive) -> list[Told]:
    """The records that state conferred awards: a proposal is no news of a kind of award or of a place."""
    homes = (honour.home for honour in honours if honour.conferral)
    return [archive[home.decision] if isinstance(home, Roll) else home for home in homes]


# --- Atom ---


def atom(feed: Feed, archive: Archive, base: str, summaries: Mapping[str, str]) -> str:
    """A feed as Atom, on a site published at `base`, with the summaries of pages by their addresses."""
    says = columns()["_tables"]["kho"][1]
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">',
        f"<id>{_tag(base, feed.address)}</id>",
        f"<title>{escape(feed.title)}</title>",
        f"<subtitle>{escape(says)}</subtitle>" if feed.address == WHOLE else "",
        f"<updated>{_at(feed.updated)}</updated>",
        f"<author><name>{escape(archive.about.publisher)}</name></author>",
        f"<rights>{escape(archive.about.licence)}</rights>",
        f'<link rel="self" type="application/atom+xml" href="{escape(base + feed.address)}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(base + feed.page)}"/>',
    ]
    entries = [
        "<entry>\n"
        f"<id>{_tag(base, item.own)}</id>\n"
        f"<title>{escape(item.title)}</title>\n"
        f"<updated>{_at(item.day)}</updated>\n"
        f'<link rel="alternate" type="text/html" href="{escape(base + item.page)}"/>\n'
        f"<summary>{escape(item.says or summaries.get(item.page, ''))}</summary>\n"
        "</entry>"
        for item in feed.items
    ]
    return "\n".join([*filter(None, head), *entries, "</feed>\n"])


def _tag(base: str, address: str) -> str:
    """An id for ever, after RFC 4151: whoever had this host in that year gave it."""
    site = urlsplit(base)
    return escape(f"tag:{site.hostname},2026:{site.path}{address}")


def _at(day: date) -> str:
    """The beginning of a day in Vietnam."""
    return f"{day.isoformat()}T00:00:00+07:00"
