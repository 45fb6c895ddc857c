"""Page types: each yields the pages it makes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from ..archive import coverage, relay
from ..archive.archive import Archive, Honour
from ..archive.grouping import grouped
from ..archive.matching import namesakes
from ..records.facts import Model
from ..records.models import Award, Bloc, Decision, Organisation, Person, Row
from .lists import INDEXED, Part, Section, cut, index, letters_of, of_honours, of_names, of_rows, section, told
from .page import Page, address, honour_address

Listed = Model | int | str | None
"""What a list in parts is of: a record, a year, None for awards of no known year, or a section of the site."""

NAMESAKES = 8
"""Of those who share a name, how many the page of one shows."""

NO_YEAR = "khong-ro"
"""What stands for the year in the address of what has none."""

_CLOSED: Mapping[str, object] = MappingProxyType({})
"""What the template of a page of honour sees until it is opened."""


def pages(archive: Archive) -> Iterator[Page]:
    """Every page stamped from records."""
    for make in (
        blocs,
        bloc_years,
        years,
        honoured,
        letters,
        units,
        award_kinds,
        decisions,
        congresses,
        places,
        sources,
        worklist,
        indexes,
    ):
        yield from make(archive)


def _in_parts(page: Page, of: Listed, within: list[Model], sections: list[Section]) -> Iterator[Page]:
    """A page that shows the first part of its list, and a page for each further part."""
    first, *others = cut(sections, page.address)
    yield replace(page, values={**page.values, "list": first})
    yield from _further(others, page.frame, of, within)


def _further(parts: list[Part], frame: str, of: Listed, within: list[Model]) -> Iterator[Page]:
    for part in parts:
        values = {"of": of, "section": frame.split("/")[0], "within": within, "list": part}
        yield Page(part.address, f"{frame}/phan", "part.html", "list", None, values)


def blocs(archive: Archive) -> Iterator[Page]:
    for bloc in archive.of("bloc"):
        values = {
            "bloc": bloc,
            "years": archive.years_of(bloc.id),
            "relay": relay.relay(bloc.id, archive),
            "marks": relay.marks(bloc.id, archive),
            "membership": relay.membership(bloc.id, archive),
            "targets": relay.targets(bloc.id, archive),
            "flags": relay.awards_by_year(bloc.id, archive),
            "ended": relay.ended(bloc.id, archive),
        }
        yield Page(address(bloc, archive), "khoi", "bloc.html", "bloc", bloc, values, bloc.also)


def bloc_years(archive: Archive) -> Iterator[Page]:
    for record in archive.bloc_years.values():
        values = {
            "record": record,
            "bloc": archive[record.bloc],
            "honours": archive.honours_in(record),
        }
        bloc = archive[record.bloc]
        page = Page(address(record, archive), "khoi/nam", "bloc-year.html", "bloc-year", record, values, bloc.also)
        sections = of_honours(values["honours"], archive, "details")
        yield from _in_parts(page, record, [bloc], sections)


def years(archive: Archive) -> Iterator[Page]:
    for year in [*archive.years, *([None] if None in archive.honours_of_year else [])]:
        honours = archive.honours_of_year.get(year, [])
        bloc_years = [r for r in archive.bloc_years.values() if r.year == year]
        congresses = [c for c in archive.of("congress") if year and year in c.years]
        values = {
            "year": year,
            "bloc_years": bloc_years,
            "honours": honours,
            "congresses": congresses,
        }
        decisions = [d for d in archive.of("decision") if year and d.year == year]
        meetings = [(r, m) for r, m in archive.meetings if year and m.date and m.date.value.year == year]
        sections = [
            section("tong-ket", "years", bloc_years),
            *of_honours(honours, archive),
            section("quyet-dinh", "decisions", decisions),
            section("dai-hoi", "congresses", congresses),
            section("hoi-nghi", "meetings", meetings),
        ]
        page = Page(f"nam/{year or NO_YEAR}/", "nam", "year.html", "year", year, values)
        yield from _in_parts(page, year, [], sections)


def honoured(archive: Archive) -> Iterator[Page]:
    """The pages of honour, still to be opened."""
    for record in (*archive.honoured, *archive.once_honoured, *archive.rolled):
        yield Page(honour_address(record, archive), "vinh-danh", "hero.html", "hero", record, _CLOSED)
    for other, shown in archive.merged.items():
        if archive.was_honoured(shown):
            identity = next(identity for identity in archive.identities if other in identity.same_as)
            values = {"record": archive[other], "shown": archive[shown], "identity": identity}
            place = honour_address(archive[shown], archive)
            yield Page(f"vinh-danh/{other}/", "vinh-danh", "same.html", "moved", None, values, stands_for=place)


def opened(page: Page, archive: Archive) -> Page:
    """A page with all that its template sees."""
    if page.kind != "hero":
        return page
    record = page.subject
    honours, same = archive.honours_by("recipient", record.id), namesakes(record, archive)
    others = [honour for honour in honours if not honour.conferred and not honour.ended]
    values = {
        "record": record,
        "is_person": archive.is_person(record.id),
        "is_row": isinstance(record, Row),
        "namesakes": same[:NAMESAKES],
        "namesakes_in_all": len(same),
        "honours": [honour for honour in honours if honour.conferred],
        "ended": [honour for honour in honours if honour.ended],
        "others": others,
        "sections": of_honours(others, archive, "own"),
    }
    return replace(page, values=values, also=_names(record, archive))


def _names(record: Person | Organisation | Bloc | Row, archive: Archive) -> tuple[str, ...]:
    honours = archive.honours_by("recipient", record.id)
    printed = {h.award.recipient.printed for h in honours if h.award.recipient.printed}
    same = {archive.name(other) for other in archive.same_as(record.id)}
    return (*record.also, *sorted((printed | same) - {record.name}))


def letters(archive: Archive) -> Iterator[Page]:
    """The honoured from A to Z: people by given name and by full name, collectives by name."""
    for order, found in archive.alphabet.items():
        alphabet = letters_of(order, archive)
        parts = [
            (letter, part)
            for letter, _, home in alphabet
            if home
            for part in cut([of_names(order, found[letter])], home)
        ]
        for place, (letter, part) in enumerate(parts):
            values = {
                "order": order,
                "letter": letter,
                "list": part,
                "alphabet": alphabet,
                "before": parts[place - 1] if place else None,
                "after": parts[place + 1] if place + 1 < len(parts) else None,
            }
            frame = "vinh-danh/chu" if part.number == 1 else "vinh-danh/chu/phan"
            yield Page(part.address, frame, "letter.html", "list", None, values)


def units(archive: Archive) -> Iterator[Page]:
    within = grouped((unit.parent, unit) for unit in archive.of("organisation"))
    signed = grouped((decision.issuer, decision) for decision in archive.of("decision"))
    organised = grouped((bloc.organiser, bloc) for bloc in archive.of("bloc"))
    for unit in archive.of("organisation"):
        gave = [honour for honour in archive.honours_by("conferred", unit.id) if honour.conferred]
        values = {
            "unit": unit,
            "honours": archive.honours_by("recipient", unit.id),
            "gave": gave,
            "led": archive.led(unit.id),
            "will_lead": archive.will_lead(unit.id),
            "member_in": archive.member_in(unit.id),
            "mentions": archive.mentions(unit.id),
            "blocs": organised.get(unit.id, []),
        }
        sections = [
            *of_honours(values["honours"], archive, "own"),
            section("tang", "told", told(gave, archive, "told")),
            section("ky", "decisions", signed.get(unit.id, [])),
            section("da-de-nghi", "told", told(archive.honours_by("proposed", unit.id), archive, "told")),
            section("de-nghi-gui-den", "told", told(archive.honours_by("to", unit.id), archive, "told")),
            section("nhac-den", "mentions", values["mentions"]),
            section("truc-thuoc", "columns", within.get(unit.id, [])),
            *of_honours(
                _honours_of(archive.lineage.all_formerly(unit.id), archive),
                archive,
                "own",
                "ke-thua-don-vi",
                "-ke-thua",
            ),
        ]
        page = Page(address(unit, archive), "don-vi", "unit.html", "organisation", unit, values, _names(unit, archive))
        yield from _in_parts(page, unit, [], sections)


def award_kinds(archive: Archive) -> Iterator[Page]:
    for kind in archive.of("award-kind"):
        honours = archive.honours_by("kind", kind.id)
        page = Page(
            address(kind, archive),
            "hinh-thuc",
            "award-kind.html",
            "award-kind",
            kind,
            {"kind": kind, "honours": honours},
            kind.also,
        )
        yield from _in_parts(page, kind, [], of_honours(honours, archive))


def decisions(archive: Archive) -> Iterator[Page]:
    by_number: dict[str, list[Decision]] = defaultdict(list)
    for decision in archive.of("decision"):
        by_number[decision.number].append(decision)
    for decision in archive.of("decision"):
        honours = archive.honours_by("decision", decision.id)
        listed = [honour for honour in honours if honour.listed]
        same_number = [other for other in by_number[decision.number] if other is not decision]
        values = {"decision": decision, "honours": honours, "listed": listed, "same_number": same_number}
        sections = [*of_honours([honour for honour in honours if not honour.listed], archive), of_rows(listed)]
        page = Page(
            address(decision, archive), "quyet-dinh", "decision.html", "decision", decision, values, (decision.number,)
        )
        yield from _in_parts(page, decision, [], sections)


def congresses(archive: Archive) -> Iterator[Page]:
    for congress in archive.of("congress"):
        honours = archive.honours_by("at", congress.id)
        values = {"congress": congress, "honours": honours}
        page = Page(address(congress, archive), "dai-hoi", "congress.html", "congress", congress, values)
        yield from _in_parts(page, congress, [], of_honours(honours, archive, title="trao-tai-dai-hoi"))


def places(archive: Archive) -> Iterator[Page]:
    blocs_of = grouped((bloc.place, bloc) for bloc in archive.of("bloc"))
    congresses_of = grouped((congress.place, congress) for congress in archive.of("congress"))
    meetings_of = grouped((meeting.place, (record, meeting)) for record, meeting in archive.meetings)
    for place in archive.of("place"):
        units = archive.lineage.units_in(place.id)
        inner = [unit for inner in archive.lineage.all_within(place.id) for unit in archive.lineage.units_in(inner.id)]
        before = archive.lineage.all_formerly(place.id)
        grounds = [ground for one in before for ground in (one, *archive.lineage.all_within(one.id))]
        inherited = _honours_of([unit for ground in grounds for unit in archive.lineage.units_in(ground.id)], archive)
        blocs, meetings = blocs_of.get(place.id, []), meetings_of.get(place.id, [])
        path = archive.lineage.path_to(place.id)[:-1]
        values = {"place": place, "path": path, "units": units, "blocs": blocs, "meetings": meetings}
        sections = [
            *of_honours(_honours_of(units, archive), archive),
            *of_honours(_honours_of(inner, archive), archive, title="da-tang-truc-thuoc", mark="-truc-thuoc"),
            section("khoi-cum", "blocs", blocs),
            section("dai-hoi", "congresses", congresses_of.get(place.id, [])),
            section("hop-tai-day", "meetings", meetings),
            section("don-vi", "columns", units),
            section("gom", "columns", archive.lineage.within(place.id)),
            *of_honours(inherited, archive, title="ke-thua", mark="-ke-thua"),
            section("truoc-day", "columns", grounds),
        ]
        page = Page(address(place, archive), "noi", "place.html", "place", place, values, place.also)
        yield from _in_parts(page, place, path, sections)


def _honours_of(units: list[Organisation], archive: Archive) -> list[Honour]:
    return [honour for unit in units for honour in archive.honours_by("recipient", unit.id)]


def sources(archive: Archive) -> Iterator[Page]:
    lists = grouped((id, list_) for list_ in archive.of("award-list") for id in dict.fromkeys(list_.source))
    for source in archive.of("source"):
        taken: dict[int, tuple[Model, Counter[str], list[str]]] = {}
        for record, fact in archive.facts_from(source.id):
            _, counts, quotes = taken.setdefault(id(record), (record, Counter(), []))
            proposed = isinstance(fact, Award) and not Honour(fact, record).conferred
            counts["Proposal" if proposed else type(fact).__name__] += 1
            if fact.quote and fact.quote not in quotes:
                quotes.append(fact.quote)
        announced = [(list_, archive.honours_in(list_)) for list_ in lists.get(source.id, [])]
        values = {"source": source, "announced": announced, "taken": len(taken)}
        sections = [
            found
            for list_, honours in announced
            for found in of_honours(honours, archive, mark=f"-{list_.id}", over=list_.name)
        ]
        page = Page(address(source, archive), "nguon", "source.html", "source", source, values)
        yield from _in_parts(page, source, [], [*sections, section("du-kien", "taken", list(taken.values()))])


def worklist(archive: Archive) -> Iterator[Page]:
    """What the archive still looks for, record by record."""
    sections = [Section(need, ("need", need), "gaps", gaps) for need, gaps in coverage.needs(archive).items()]
    page = Page("do-phu/can-tim/", "do-phu", "worklist.html", "list", None, {})
    yield from _in_parts(page, "do-phu", [], sections)


def indexes(archive: Archive) -> Iterator[Page]:
    """The further parts of what the pages of sections list."""
    for name in INDEXED:
        _, *others = index(name, archive)
        yield from _further(others, name, name, [])
