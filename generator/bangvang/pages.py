"""Page types: each yields the pages it makes. The address of every record is decided here, and only here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .archive import Archive, Honour
from .facts import Model
from .records import (
    Award,
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

NO_YEAR = "khong-ro"
"""What stands for the year in the address of what has none."""


ROWS = 1000
"""Rows of a roll on one page: long enough to look through, short enough for a phone."""


@dataclass(frozen=True)
class Page:
    """A page to stamp: where it goes, the frame it is stamped from, its template and what the template sees."""

    address: str
    """From the root of the site, with a slash at the end."""
    frame: str
    template: str
    kind: str
    """What it is about, in a word of the locale tables; search shows it."""
    values: dict[str, object]
    also: tuple[str, ...] = ()
    """Other names that search must find it by."""
    in_full: bool = field(default=False)
    """Whether search indexes its whole text rather than names and summary."""


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
    """Where the page of honour of a person or collective stands, if they have a conferred award."""
    shown = archive.identity(record.id)
    return f"vinh-danh/{shown}/" if archive.is_honoured(shown) else None


def pages(archive: Archive) -> Iterator[Page]:
    """Every page stamped from records."""
    for make in (blocs, bloc_years, years, honoured, units, award_kinds, decisions, congresses, places, sources):
        yield from make(archive)


def blocs(archive: Archive) -> Iterator[Page]:
    for bloc in archive.of("bloc"):
        values = {"bloc": bloc, "years": archive.years_of(bloc.id)}
        yield Page(address(bloc, archive), "khoi", "bloc.html", "bloc", values, bloc.also, in_full=True)


def bloc_years(archive: Archive) -> Iterator[Page]:
    for record in archive.bloc_years.values():
        values = {
            "record": record,
            "bloc": archive[record.bloc],
            "honours": archive.honours_in(record),
            "before": archive.before(record),
            "after": archive.after(record),
        }
        also = archive[record.bloc].also
        yield Page(address(record, archive), "khoi/nam", "bloc-year.html", "bloc-year", values, also, in_full=True)


def years(archive: Archive) -> Iterator[Page]:
    unknown = any(honour.year is None for honour in archive.honours)
    for year in [*archive.years, *([None] if unknown else [])]:
        values = {
            "year": year,
            "bloc_years": [r for r in archive.bloc_years.values() if r.year == year],
            "meetings": [(r, m) for r, m in archive.meetings if year and m.date.value.year == year],
            "honours": [honour for honour in archive.honours if honour.year == year],
            "decisions": [d for d in archive.of("decision") if year and d.date.value.year == year],
            "congresses": [c for c in archive.of("congress")
                           if year and any(o.date.value.year == year for o in c.occasions)],
            "before": max((y for y in archive.years if year and y < year), default=None),
            "after": min((y for y in archive.years if year and y > year), default=None),
        }  # fmt: skip
        yield Page(f"nam/{year or NO_YEAR}/", "nam", "year.html", "year", values)


def honoured(archive: Archive) -> Iterator[Page]:
    for record in (*archive.honoured, *archive.rolled):
        honours = archive.honours_by("recipient", record.id)
        values = {
            "record": record,
            "is_person": archive.is_person(record.id),
            "is_row": isinstance(record, Row),
            "honours": [honour for honour in honours if honour.conferred],
            "others": [honour for honour in honours if not honour.conferred],
        }
        in_full = not isinstance(record, Row)
        names = _names(record, archive)
        yield Page(honour_address(record, archive), "vinh-danh", "hero.html", "hero", values, names, in_full)
    for other, shown in archive.merged.items():
        if archive.is_honoured(shown):
            identity = next(identity for identity in archive.identities if other in identity.same_as)
            values = {"record": archive[other], "shown": archive[shown], "identity": identity}
            yield Page(f"vinh-danh/{other}/", "vinh-danh", "same.html", "hero", values)


def _names(record: Person | Organisation | Bloc | Row, archive: Archive) -> tuple[str, ...]:
    honours = archive.honours_by("recipient", record.id)
    printed = {h.award.recipient.printed for h in honours if h.award.recipient.printed}
    same = {archive.name(other) for other in archive.same_as(record.id)}
    return (*record.also, *sorted((printed | same) - {record.name}))


def units(archive: Archive) -> Iterator[Page]:
    for unit in archive.of("organisation"):
        values = {
            "unit": unit,
            "honours": archive.honours_by("recipient", unit.id),
            "proposed": archive.honours_by("proposed", unit.id),
            "asked": archive.honours_by("to", unit.id),
            "gave": [honour for honour in archive.honours_by("conferred", unit.id) if honour.conferred],
            "led": archive.led(unit.id),
            "will_lead": archive.will_lead(unit.id),
            "member_in": archive.member_in(unit.id),
            "mentions": archive.mentions(unit.id),
            "within": [other for other in archive.of("organisation") if other.parent == unit.id],
            "decisions": [d for d in archive.of("decision") if d.issuer == unit.id],
            "blocs": [bloc for bloc in archive.of("bloc") if bloc.organiser == unit.id],
        }
        yield Page(address(unit, archive), "don-vi", "unit.html", "organisation", values, _names(unit, archive))


def award_kinds(archive: Archive) -> Iterator[Page]:
    for kind in archive.of("award-kind"):
        values = {"kind": kind, "honours": archive.honours_by("kind", kind.id)}
        yield Page(address(kind, archive), "hinh-thuc", "award-kind.html", "award-kind", values, kind.also)


def decisions(archive: Archive) -> Iterator[Page]:
    for decision in archive.of("decision"):
        home = address(decision, archive)
        honours = archive.honours_by("decision", decision.id)
        listed = [honour for honour in honours if honour.listed]
        parts = [listed[start : start + ROWS] for start in range(0, len(listed), ROWS)]
        values = {"decision": decision, "honours": honours, "listed": parts, "home": home}
        yield Page(home, "quyet-dinh", "decision.html", "decision", values, (decision.number,))
        for number in range(2, len(parts) + 1):
            values = {"decision": decision, "listed": parts, "home": home, "number": number}
            yield Page(f"{home}{number}/", "quyet-dinh/danh-sach", "decision-part.html", "roll", values)


def congresses(archive: Archive) -> Iterator[Page]:
    for congress in archive.of("congress"):
        values = {"congress": congress, "honours": archive.honours_by("at", congress.id)}
        yield Page(address(congress, archive), "dai-hoi", "congress.html", "congress", values, in_full=True)


def places(archive: Archive) -> Iterator[Page]:
    for place in archive.of("place"):
        units = archive.units_in(place.id)
        values = {
            "place": place,
            "path": archive.path_to(place.id)[:-1],
            "within": archive.within(place.id),
            "units": units,
            "honours": _honours_of(units, archive),
            "inner_honours": [
                honour
                for inner in archive.all_within(place.id)
                for honour in _honours_of(archive.units_in(inner.id), archive)
            ],
            "blocs": [bloc for bloc in archive.of("bloc") if bloc.place == place.id],
            "congresses": [c for c in archive.of("congress") if c.place == place.id],
            "meetings": [(r, m) for r, m in archive.meetings if m.place == place.id],
        }
        yield Page(address(place, archive), "noi", "place.html", "place", values, place.also)


def _honours_of(units: list[Organisation], archive: Archive) -> list[Honour]:
    return [honour for unit in units for honour in archive.honours_by("recipient", unit.id)]


def sources(archive: Archive) -> Iterator[Page]:
    for source in archive.of("source"):
        taken: dict[int, tuple[Model, Counter[str], list[str]]] = {}
        for record, fact in archive.facts_from(source.id):
            _, counts, quotes = taken.setdefault(id(record), (record, Counter(), []))
            proposed = isinstance(fact, Award) and not Honour(fact, record).conferred
            counts["Proposal" if proposed else type(fact).__name__] += 1
            if fact.quote and fact.quote not in quotes:
                quotes.append(fact.quote)
        values = {
            "source": source,
            "taken": list(taken.values()),
            "lists": [
                (list_, archive.honours_in(list_)) for list_ in archive.of("award-list") if source.id in list_.source
            ],
        }
        yield Page(address(source, archive), "nguon", "source.html", "source", values)
