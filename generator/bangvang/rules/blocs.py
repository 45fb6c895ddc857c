"""The rules of blocs and units: who leads, who belongs, when they meet, and that all of them exist at the time."""

from __future__ import annotations

from collections.abc import Iterator

from ..archive.archive import Archive
from ..records.models import AwardKind, AwardList, BlocYear, Congress, Meeting, Organisation, Place
from ..records.values import Day, When, runs_backward
from .rule import Broken, every


def the_members_are_all_there(archive: Archive) -> Iterator[Broken]:
    """Where the list of members is complete, the head stands in it, and it is as long as the number that the source
    gives.
    """
    for record in archive.bloc_years.values():
        members, head = record.members, record.head
        if not members or not members.complete:
            continue
        known = head and not {head.unit, *members.units} & archive.dangling
        if known and head.unit not in members.units:
            yield Broken("head-not-member", head.locate("unit"), {"unit": head.unit})
        elif members.count is not None and members.count != len(members.units):
            values = {"count": members.count, "listed": len(members.units)}
            yield Broken("count-differs", members.locate("count"), values)


def the_next_head_leads(archive: Archive) -> Iterator[Broken]:
    """The head announced for a year is the head of that year's record."""
    for record in archive.bloc_years.values():
        announced = record.next_head
        following = announced and announced.year > record.year and archive.bloc_years.get((record.bloc, announced.year))
        if not following or not following.head or {announced.unit, following.head.unit} & archive.dangling:
            continue
        if following.head.unit != announced.unit:
            values = {"unit": announced.unit, "year": announced.year, "head": following.head.unit}
            yield Broken("next-head-differs", announced.locate("unit"), values)


def years_follow_each_other(archive: Archive) -> Iterator[Broken]:
    """The next head leads a later year, a review meets in its year or the next, and no two years share a meeting."""
    seen: dict[tuple, Meeting] = {}
    for record in archive.bloc_years.values():
        if record.next_head and record.next_head.year <= record.year:
            values = {"year": record.year, "found": record.next_head.year}
            yield Broken("next-head-year", record.next_head.locate("year"), values)
        for meeting in record.meetings:
            met = meeting.date
            key = (record.bloc, meeting.name, met and str(met.value))
            if key in seen:
                yield Broken("meeting-twice", meeting.locate("name"), {"first": str(seen[key].locate("name"))})
            elif not _in_its_year(record, meeting):
                yield Broken("meeting-year", met.locate("value"), {"date": str(met.value), "year": record.year})
            seen.setdefault(key, meeting)


def meetings_are_reported_afterwards(archive: Archive) -> Iterator[Broken]:
    """A meeting is not later than the day on which each of its sources was published: else it was only announced."""
    for record, meeting in archive.meetings:
        sources = [archive.records.get(id) for id in meeting.source]
        published = [getattr(source, "published", None) for source in sources]
        if meeting.status == "announced" or not meeting.date:
            continue
        met = meeting.date.value
        early = all(day and day.value.year and day.value.end.latest < met.start.earliest for day in published)
        if published and early and _in_its_year(record, meeting):
            latest = max(day.value.end for day in published)
            values = {"date": str(met), "published": str(latest)}
            yield Broken("source-before-event", meeting.date.locate("value"), values)


def _in_its_year(record: BlocYear | Congress | AwardList, meeting: Meeting) -> bool:
    """Whether a review meets in its year or the next, as far as the dates tell."""
    year = meeting.date and meeting.date.value.year
    return not isinstance(record, BlocYear) or year in (None, record.year, record.year + 1)


def nothing_lies_within_itself(archive: Archive) -> Iterator[Broken]:
    """Following within from a place, or parent from a unit, never leads back."""
    above = {place.id: place.within for place in archive.of("place")}
    above |= {unit.id: unit.parent for unit in archive.of("organisation")}
    for start in above:
        path = [start]
        while (up := above.get(path[-1])) and up not in path:
            path.append(up)
        if up == start and start == min(path):  # a circle is one problem, whoever of it is looked at first
            record = archive[start]
            place = record.locate("within" if isinstance(record, Place) else "parent")
            yield Broken("circle", place, {"id": start, "path": ", ".join(path)})


def units_live_in_their_time(archive: Archive) -> Iterator[Broken]:
    """A unit that leads a bloc, will lead it or belongs to it exists in that year, or a note says why not."""
    for record in archive.bloc_years.values():
        said = [(record.head, ("unit",), record.head.unit, record.year)] if record.head else []
        if record.next_head:
            said.append((record.next_head, ("unit",), record.next_head.unit, record.next_head.year))
        if record.members:
            said += [(record.members, ("units", i), unit, record.year) for i, unit in enumerate(record.members.units)]
        told = set()  # whoever is head and member in a year is wrong there once
        for fact, path, id, year in said:
            unit = archive.records.get(id)
            if fact.note or (id, year) in told or not isinstance(unit, Organisation):
                continue
            if not When(Day(year), Day(year)).within(unit.since, unit.until):
                values = {"unit": id, "year": year, "since": unit.since or "", "until": unit.until or ""}
                told.add((id, year))
                yield Broken("outside-lifespan", fact.locate(*path), values)


def lifespans_run_forward(archive: Archive) -> Iterator[Broken]:
    """What exists, or is conferred, for a period begins before it ends."""
    for record in every(archive, AwardKind | Place | Organisation):
        if runs_backward(record.since, record.until):
            values = {"since": str(record.since), "until": str(record.until)}
            yield Broken("lifespan-order", record.locate("until"), values)
