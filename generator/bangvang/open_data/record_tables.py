"""Open tables of the records beside awards: units, places, blocs and their years, decisions, congresses, figures …"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..archive.archive import Archive
from ..pages.page import address
from ..records.facts import Model
from ..records.models import KINDS, BlocYear, Figure, Meeting, Organisation, Place
from .award_tables import year_id
from .columns import Column, Table, dated, doubts, moment, named, plain, when


def _page(record: Model, archive: Archive) -> str | None:
    return address(record, archive)


_PAGE = Column("page", "address", _page)
_ALSO = plain("also", "texts")


def _id(record: BlocYear | Any) -> str:
    return year_id(record) if isinstance(record, BlocYear) else record.id


def _home_kind(record: Model) -> str:
    return "bloc-year" if isinstance(record, BlocYear) else KINDS[type(record)]


UNITS = Table(
    "don-vi",
    (
        plain("id", "id"),
        plain("name"),
        plain("kind", "code", section="unit"),
        plain("place", "id", refers="dia-phuong"),
        Column("place_name", "text", lambda unit, archive: named(unit.place, archive)),
        plain("parent", "id", refers="don-vi"),
        moment("since"),
        moment("until"),
        _ALSO,
        Column("now", "ids", lambda unit, a: tuple(one.id for one in a.lineage.now(unit.id)) if unit.became else ()),
        _PAGE,
        *doubts(),
    ),
    lambda archive: archive.of("organisation"),
)

PLACES = Table(
    "dia-phuong",
    (
        plain("id", "id"),
        Column("name", "text", lambda place, archive: archive.name(place)),
        plain("kind"),
        plain("within", "id", refers="dia-phuong"),
        moment("since"),
        moment("until"),
        _ALSO,
        Column("now", "ids", lambda place, a: tuple(one.id for one in a.lineage.now(place.id)) if place.became else ()),
        _PAGE,
        *doubts(),
    ),
    lambda archive: archive.of("place"),
)


@dataclass(frozen=True)
class _Within:
    """A part of a record, with the record and its number there."""

    home: Any
    number: int
    part: Any


def _successions(archive: Archive) -> Iterator[_Within]:
    records: list[Place | Organisation] = [*archive.of("place"), *archive.of("organisation")]
    for record in records:
        for number, step in enumerate(record.became, 1):
            yield _Within(record, number, step)


def _of(name: str, type: str = "text", **more: str) -> Column:
    """A column that is an attribute of a part."""
    return Column(name, type, lambda item, archive: getattr(item.part, name), **more)


SUCCESSIONS = Table(
    "ke-tuc",
    (
        Column("from_id", "id", lambda item, _: item.home.id),
        plain("number", "number"),
        Column("from_name", "text", lambda item, archive: archive.name(item.home)),
        Column("from_kind", "code", lambda item, _: KINDS[type(item.home)], "record"),
        _of("how", "code", section="succession"),
        _of("into", "id"),
        Column("into_name", "text", lambda item, archive: named(item.part.into, archive)),
        dated("date", lambda item: item.part.date),
        _of("act"),
        _of("confirmed", "flag"),
        *doubts(lambda item: item.part),
    ),
    _successions,
    ("from_id", "number"),
)  # fmt: skip

BLOCS = Table(
    "khoi",
    (
        plain("id", "id"),
        plain("name"),
        plain("kind"),
        plain("level", "code", section="level"),
        plain("number", "number"),
        plain("system"),
        plain("organiser", "id", refers="don-vi"),
        Column("organiser_name", "text", lambda bloc, archive: named(bloc.organiser, archive)),
        plain("place", "id", refers="dia-phuong"),
        Column("place_name", "text", lambda bloc, archive: named(bloc.place, archive)),
        moment("since"),
        moment("until"),
        plain("formed_by", "id", refers="quyet-dinh"),
        plain("predecessor", "id", refers="khoi"),
        _ALSO,
        _PAGE,
        *doubts(),
    ),
    lambda archive: archive.of("bloc"),
)


def _bloc_years(archive: Archive) -> list[BlocYear]:
    return sorted(archive.bloc_years.values(), key=lambda record: (record.bloc, record.year))


def _head(name: str) -> Any:
    return lambda record, archive: getattr(record.head, name) if record.head else None


def _next(name: str) -> Any:
    return lambda record, archive: getattr(record.next_head, name) if record.next_head else None


def _members(name: str) -> Any:
    return lambda record, archive: getattr(record.members, name) if record.members else None


def _meeting_dates(record: BlocYear, archive: Archive) -> tuple[str, ...]:
    return tuple(str(meeting.date.value) for meeting in record.meetings if meeting.date and meeting.status == "held")


BLOC_YEARS = Table(
    "khoi-nam",
    (
        Column("id", "id", lambda record, _: year_id(record)),
        plain("bloc", "id", refers="khoi"),
        Column("bloc_name", "text", lambda record, archive: archive.name(record.bloc)),
        plain("year", "year"),
        Column("head_id", "id", _head("unit"), refers="don-vi"),
        Column("head_name", "text", lambda record, a: named(record.head.unit, a) if record.head else None),
        Column("head_title", "text", _head("title")),
        Column("head_passed", "code", _head("passed"), "passed"),
        Column("deputy_ids", "ids", lambda record, _: tuple(deputy.unit for deputy in record.deputies)),
        Column("members_count", "number", _members("count")),
        Column("members_listed", "number", lambda record, _: len(record.members.units) if record.members else None),
        Column("members_complete", "flag", _members("complete")),
        Column("meeting_dates", "dates", _meeting_dates),
        Column("covenant_year", "year", lambda record, _: record.covenant.year if record.covenant else None),
        Column("next_head_id", "id", _next("unit"), refers="don-vi"),
        Column("next_head_name", "text", lambda r, a: named(r.next_head.unit, a) if r.next_head else None),
        Column("next_head_year", "year", _next("year")),
        Column("missing", "texts", lambda record, _: record.missing),
        _PAGE,
        *doubts(),
    ),
    _bloc_years,
)


@dataclass(frozen=True)
class _Membership:
    """A unit in a bloc in a year, and the part it had there: its head, its deputy, or a member like others."""

    record: BlocYear
    unit: str
    role: str


def _memberships(archive: Archive) -> Iterator[_Membership]:
    for record in _bloc_years(archive):
        roles = {unit: "member" for unit in (record.members.units if record.members else ())}
        roles |= {deputy.unit: "deputy" for deputy in record.deputies}
        roles |= {record.head.unit: "head"} if record.head else {}
        for unit, role in roles.items():
            yield _Membership(record, unit, role)


MEMBERS = Table(
    "thanh-vien",
    (
        Column("bloc_year_id", "id", lambda item, _: year_id(item.record), refers="khoi-nam"),
        Column("unit_id", "id", lambda item, _: item.unit, refers="don-vi"),
        Column("bloc_id", "id", lambda item, _: item.record.bloc, refers="khoi"),
        Column("year", "year", lambda item, _: item.record.year),
        Column("unit_name", "text", lambda item, archive: archive.name(item.unit)),
        plain("role", "code", section="membership"),
        Column("sources", "ids", lambda item, _: item.record.source),
    ),
    _memberships,
    ("bloc_year_id", "unit_id"),
)


def _meetings(archive: Archive) -> Iterator[_Within]:
    numbers: dict[str, int] = {}
    for record, meeting in archive.meetings:
        numbers[_id(record)] = numbers.get(_id(record), 0) + 1
        yield _Within(record, numbers[_id(record)], meeting)


def _meeting_place(item: _Within, archive: Archive) -> str | None:
    meeting: Meeting = item.part
    return named(meeting.place, archive)


MEETINGS = Table(
    "hoi-nghi",
    (
        Column("record_id", "id", lambda item, _: _id(item.home)),
        plain("number", "number"),
        Column("record_kind", "code", lambda item, _: _home_kind(item.home), "record"),
        _of("name"),
        _of("kind", "code", section="meeting"),
        _of("status", "code", section="meeting_status"),
        dated("date", lambda item: item.part.date),
        Column("date_printed", "text", lambda item, _: item.part.date and item.part.date.printed),
        Column("date_inferred", "text", lambda item, _: item.part.date and item.part.date.inferred),
        _of("place", "id", refers="dia-phuong"),
        Column("place_name", "text", _meeting_place),
        _of("host", "id", refers="don-vi"),
        _of("organiser", "id", refers="don-vi"),
        *doubts(lambda item: item.part),
    ),
    _meetings,
    ("record_id", "number"),
)

DECISIONS = Table(
    "quyet-dinh",
    (
        plain("id", "id"),
        plain("form"),
        plain("number"),
        dated("date"),
        plain("issuer", "id", refers="don-vi"),
        Column("issuer_name", "text", lambda decision, archive: archive.name(decision.issuer)),
        plain("signer"),
        plain("subject"),
        Column("rows", "number", lambda d, archive: len(archive.rolls[d.id].rows) if d.id in archive.rolls else None),
        _PAGE,
        *doubts(),
    ),
    lambda archive: archive.of("decision"),
)

CONGRESSES = Table(
    "dai-hoi",
    (
        plain("id", "id"),
        plain("name"),
        plain("ordinal"),
        plain("level", "code", section="congress"),
        plain("organiser", "id", refers="don-vi"),
        plain("place", "id", refers="dia-phuong"),
        plain("period"),
        plain("held", "flag"),
        Column("dates", "dates", lambda congress, _: tuple(str(o.date.value) for o in congress.occasions if o.date)),
        Column("venue", "texts", lambda congress, _: tuple(o.place for o in congress.occasions if o.place)),
        Column("missing", "texts", lambda congress, _: congress.missing),
        _PAGE,
        *doubts(),
    ),
    lambda archive: archive.of("congress"),
)


@dataclass(frozen=True)
class _Reported:
    """A figure of a record, with the number of the one that it is a part of."""

    home: Any
    number: str
    within: str | None
    part: Figure


def _figures(archive: Archive) -> Iterator[_Reported]:
    records: list[Any] = [*_bloc_years(archive), *archive.of("congress"), *archive.of("award-list")]
    for record in [*records, *archive.of("decision")]:
        yield from _numbered(record, record.figures, None)


def _numbered(record: Any, figures: tuple[Figure, ...], within: str | None) -> Iterator[_Reported]:
    for place, figure in enumerate(figures, 1):
        number = f"{within}.{place}" if within else str(place)
        yield _Reported(record, number, within, figure)
        yield from _numbered(record, figure.parts, number)


FIGURES = Table(
    "so-lieu",
    (
        Column("record_id", "id", lambda item, _: _id(item.home)),
        plain("number"),
        plain("within"),
        Column("record_kind", "code", lambda item, _: _home_kind(item.home), "record"),
        _of("label"),
        _of("value", "number"),
        _of("unit"),
        _of("printed"),
        _of("about", "code", section="figure_about"),
        _of("status", "code", section="figure"),
        _of("qualifier"),
        _of("counts", "code", section="figure_counts"),
        _of("instances", "flag"),
        *doubts(lambda item: item.part),
    ),
    _figures,
    ("record_id", "number"),
)

KINDS_OF_AWARDS = Table(
    "hinh-thuc",
    (
        plain("id", "id"),
        plain("name"),
        plain("group", "code", section="group"),
        plain("level", "code", section="level"),
        plain("recipients", "texts"),
        plain("grades", "texts"),
        moment("since"),
        moment("until"),
        plain("authority"),
        plain("conferred_by", "ids"),
        plain("law"),
        plain("english"),
        plain("explained"),
        _ALSO,
        _PAGE,
        *doubts(),
    ),
    lambda archive: archive.award_kinds,
)

SOURCES = Table(
    "nguon",
    (
        plain("id", "id"),
        plain("kind", "code", section="source"),
        plain("publisher"),
        plain("title"),
        plain("address", "address"),
        plain("no_address"),
        plain("author"),
        Column("published", "date", lambda source, _: when(source.published)),
        plain("captured"),
        Column("sha256", "text", lambda source, _: source.copy_.sha256 if source.copy_ else None),
        _PAGE,
        plain("inferred"),
        plain("note"),
    ),
    lambda archive: archive.of("source"),
)
