"""What must hold across the parts of a record and across records. A rule is a generator of what breaks it;
its docstring states the rule. RULES is the table of them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from .archive import Archive, Honour
from .problems import Location, Report
from .records import (
    AwardKind,
    AwardList,
    Bloc,
    BlocYear,
    Congress,
    Dated,
    Figure,
    Model,
    Organisation,
    Participant,
    Person,
    Place,
    Recipient,
    Step,
)
from .structure import texts, walk
from .vietnamese import number

_PRIVATE = re.compile(
    r"(?<!học )(?<!hy )(?<!vệ )\bsinh (?:ngày \d|năm (?:19|200)\d)|\bngày sinh:? ?\d|\bsố nhà \d"
    r"|\b(?:điện thoại|căn cước|CCCD|CMND)(?: số)?:? ?\+?\d|(?<![\d.,])(?:\+84|0)(?:[ .]?\d){9}(?![\d.,])"
    r"|(?<![\w.])[\w.]{1,64}@\w{1,64}\.\w",
    re.IGNORECASE,
)
_PUBLIC = ("address", "licence_address", "contact", "sha256")
_AFTER = {
    **dict.fromkeys(("presented", "corrected", "annulled", "stripped"), ({"conferred"},)),
    "restored": ({"conferred"}, {"annulled", "stripped"}),
}
"""For a step, what must stand before it: of each set, one."""

_PROPOSING = re.compile("đề nghị|suy tôn|bình xét|giới thiệu|bình chọn", re.IGNORECASE)


class Broken(NamedTuple):
    """A rule broken: the code of the problem, its place, the values its words need."""

    code: str
    place: Location
    values: Mapping[str, object] = MappingProxyType({})


def check(archive: Archive, report: Report) -> None:
    """Run every rule over the archive."""
    for rule in RULES:
        for broken in rule(archive):
            report.add(broken.code, broken.place, **broken.values)


def _all(archive: Archive, kind: type) -> Iterator:
    return (part for root in archive.roots for part in walk(root) if isinstance(part, kind))


def records_stand_in_their_files(archive: Archive) -> Iterator[Broken]:
    """A record that has a file of its own stands under its id, a yearly one under its year and bloc."""
    for record in archive.roots:
        found = PurePosixPath(*PurePosixPath(record.locate().file).parts[1:])  # within the data folder
        if isinstance(record, Bloc | Congress | AwardList) and record.id != found.stem:
            values = {"expected": str(found.with_stem(record.id)), "found": str(found)}
            yield Broken("place-of-file", record.locate("id"), values)
        elif isinstance(record, BlocYear) and record.bloc not in archive.dangling:
            expected = PurePosixPath("years", str(record.year), f"{record.bloc}.yml")
            if expected != found:
                place = record.locate("bloc" if record.bloc != found.stem else "year")
                yield Broken("place-of-file", place, {"expected": str(expected), "found": str(found)})


def dates_say_what_is_inferred(archive: Archive) -> Iterator[Broken]:
    """A date whose year the source does not print says how the year was found; without a year it is shown so."""
    for date in _all(archive, Dated):
        year = date.value.year
        if year is None:
            yield Broken("year-unknown", date.locate(), {"printed": date.printed or str(date.value)})
        elif date.printed and str(year) not in date.printed and not date.inferred:
            yield Broken("not-inferred", date.locate(), {"printed": date.printed, "year": year})


def recipients_are_named_or_numbered(archive: Archive) -> Iterator[Broken]:
    """A recipient is a record, or a number of collectives or individuals that the source leaves unnamed."""
    for recipient in _all(archive, Recipient):
        numbered = recipient.count is not None and recipient.of is not None
        if (recipient.who is None) == (not numbered) or (recipient.who and (recipient.count or recipient.of)):
            yield Broken("name-or-number", recipient.locate())
    for participant in _all(archive, Participant):
        if (participant.who is None) == (participant.described is None):
            yield Broken("name-or-number", participant.locate())


def sources_can_be_found(archive: Archive) -> Iterator[Broken]:
    """A source has an address, or says why it has none; the page shows which."""
    for source in archive.of("source"):
        if (source.address is None) == (source.no_address is None):
            yield Broken("address-or-reason", source.locate("id"))
        elif source.no_address:
            yield Broken("source-without-address", source.locate("no_address"), {"title": source.title})


def figures_are_as_printed(archive: Archive) -> Iterator[Broken]:
    """The value of a figure is the number in its printed words, and its parts do not exceed it."""
    for figure in _all(archive, Figure):
        printed = [re.sub(r"\D", "", found).lstrip("0") for found in re.findall(r"\d[\d.]*", figure.printed or "")]
        if printed and str(figure.value).lstrip("0") not in printed:
            values = {"value": number(figure.value), "printed": figure.printed}
            yield Broken("figure-differs", figure.locate("value"), values)
        total = sum(part.value for part in figure.parts)
        if total > figure.value:
            values = {"total": number(total), "value": number(figure.value)}
            yield Broken("parts-exceed-whole", figure.locate("parts"), values)


def the_head_is_a_member(archive: Archive) -> Iterator[Broken]:
    """Where the list of members is complete, the head stands in it."""
    for record in archive.bloc_years.values():
        members, head = record.members, record.head
        known = head and members and not {head.unit, *members.units} & archive.dangling
        if known and members.complete and head.unit not in members.units:
            yield Broken("head-not-member", head.locate("unit"), {"unit": head.unit})


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


def awards_run_their_course(archive: Archive) -> Iterator[Broken]:
    """What is presented, corrected, annulled or stripped has been conferred, what is restored has been lost before,
    nothing is proposed that has been conferred, and no step is dated before the one it follows.
    """
    for honour in archive.honours:
        done: set[str] = set()
        last = None
        for step in honour.award.steps:
            if any(not done & before for before in _AFTER.get(step.step, ())):
                yield Broken("step-without-conferral", step.locate("step"), {"step": step.step})
            if "conferred" in done and step.step in ("proposed", "reviewed", "consulted"):
                yield Broken("proposal-after-conferral", step.locate("step"), {"step": step.step})
            done.add(step.step)
            if step.date and step.date.value.year:
                if last and step.date.value.end.latest < last.value.start.earliest:
                    values = {"date": str(step.date.value), "earlier": str(last.value)}
                    yield Broken("steps-out-of-order", step.date.locate(), values)
                last = step.date


def only_a_proposal_asks(archive: Archive) -> Iterator[Broken]:
    """Only a proposal has an authority that it asks, and a step that confers does not quote a proposal."""
    for step in _all(archive, Step):
        if step.to and step.step != "proposed":
            yield Broken("to-without-proposal", step.locate("to"), {"step": step.step})
        if step.step in ("conferred", "presented") and step.quote and _PROPOSING.search(step.quote):
            yield Broken("quote-says-proposal", step.locate("quote"), {"step": step.step, "quote": step.quote})


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


def nothing_private_is_recorded(archive: Archive) -> Iterator[Broken]:
    """No birth date, phone or identity number and no home address stands in any text."""
    for part in _all(archive, Model):
        for path, text in texts(part):
            if path[0] not in _PUBLIC and (found := _PRIVATE.search(text)):
                yield Broken("private-data", part.locate(*path), {"found": found[0]})


def years_follow_each_other(archive: Archive) -> Iterator[Broken]:
    """The next head leads a later year, a review meets in its year or the next, and no two years share a meeting."""
    seen: dict[tuple, BlocYear] = {}
    for record in archive.bloc_years.values():
        if record.next_head and record.next_head.year <= record.year:
            values = {"year": record.year, "found": record.next_head.year}
            yield Broken("next-head-year", record.next_head.locate("year"), values)
        if not record.meeting:
            continue
        met = record.meeting.date
        key = (record.bloc, record.meeting.name, str(met.value))
        if key in seen:
            first = str(seen[key].meeting.locate("name"))
            yield Broken("meeting-twice", record.meeting.locate("name"), {"first": first})
        elif met.value.year and met.value.year not in (record.year, record.year + 1):
            yield Broken("meeting-year", met.locate("value"), {"date": str(met.value), "year": record.year})
        seen.setdefault(key, record)


def awards_are_stated_once(archive: Archive) -> Iterator[Broken]:
    """The same award for the same year to the same recipient is stated by one record only."""
    seen: dict[tuple, Honour] = {}
    for honour in archive.honours:
        award = honour.award
        key = (award.recipient.who, award.kind, honour.year, award.era)
        if award.recipient.who and key in seen and honour.anchor != seen[key].anchor:  # else it is a duplicate-id
            first = str(seen[key].award.locate("id"))
            yield Broken("award-twice", award.locate("id"), {"first": first})
        seen.setdefault(key, honour)


def awards_fit_their_recipients(archive: Archive) -> Iterator[Broken]:
    """An award for collectives goes to no person, an award for people to no collective."""
    for honour in archive.honours:
        recipient = honour.award.recipient
        kind = archive.records.get(honour.award.kind)
        who = archive.records.get(recipient.who) if recipient.who else None
        is_person = isinstance(who, Person) or recipient.of == "cá nhân"
        is_collective = isinstance(who, Organisation | Bloc) or recipient.of == "tập thể"
        if isinstance(kind, AwardKind) and (is_person or is_collective):
            given = "person" if is_person else "collective"
            if given not in kind.recipients:
                place = recipient.locate("who" if who else "of")
                yield Broken("award-not-for-recipient", place, {"award": kind.name})


def award_ids_are_unique(archive: Archive) -> Iterator[Broken]:
    """An award's id occurs once in its file."""
    seen: dict[str, Honour] = {}
    for honour in archive.honours:
        if honour.anchor in seen:
            first = str(seen[honour.anchor].award.locate("id"))
            values = {"id": honour.award.id, "first": first}
            yield Broken("duplicate-id", honour.award.locate("id"), values)
        seen.setdefault(honour.anchor, honour)


RULES = (
    records_stand_in_their_files,
    dates_say_what_is_inferred,
    recipients_are_named_or_numbered,
    sources_can_be_found,
    figures_are_as_printed,
    the_head_is_a_member,
    the_next_head_leads,
    awards_run_their_course,
    awards_are_stated_once,
    awards_fit_their_recipients,
    award_ids_are_unique,
    only_a_proposal_asks,
    nothing_lies_within_itself,
    nothing_private_is_recorded,
    years_follow_each_other,
)
