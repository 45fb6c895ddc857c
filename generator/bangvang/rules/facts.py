"""The rules of facts: that dates and figures say what their source prints, and that the source can be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ..archive.archive import Archive
from ..language.vietnamese import number
from ..records.facts import Dated
from ..records.models import (
    AwardKind,
    AwardList,
    Bloc,
    BlocYear,
    Congress,
    Figure,
    Host,
    Hosts,
    Organisation,
    Participant,
    Place,
    Recipient,
    Roll,
    Row,
)
from .rule import Broken, every


def records_stand_in_their_files(archive: Archive) -> Iterator[Broken]:
    """A record that has a file of its own stands under its id, a yearly one under its year and bloc, a roll under the
    year of its decision.
    """
    for record in archive.roots:
        found = PurePosixPath(*PurePosixPath(record.standing[0].file).parts[1:])  # within the data folder
        expected, key = found, ()
        match record:
            case Bloc() | Congress() | AwardList():
                expected, key = found.with_stem(record.id), ("id",)
            case BlocYear() if record.bloc not in archive.dangling:
                expected = PurePosixPath("years", str(record.year), f"{record.bloc}.yml")
                key = ("bloc" if record.bloc != found.stem else "year",)
            case Roll() if record.decision in archive.rolls:
                year = archive[record.decision].year or found.parent.name
                expected = PurePosixPath("rolls", str(year), found.name)
        if expected != found:
            yield Broken("place-of-file", record.locate(*key), {"expected": str(expected), "found": str(found)})


def dates_say_what_is_inferred(archive: Archive) -> Iterator[Broken]:
    """A date whose year the source does not print says how the year was found; without a year it is shown so."""
    for date in every(archive, Dated):
        year = date.value.year
        if year is None:
            yield Broken("year-unknown", date.locate(), {"printed": date.printed or str(date.value)})
        elif date.printed and str(year) not in date.printed and not date.inferred:
            yield Broken("not-inferred", date.locate(), {"printed": date.printed, "year": year})
    for record in every(archive, AwardKind | Place | Organisation):
        for key, end in (("since", record.since), ("until", record.until)):
            if end and end.year is None:
                yield Broken("year-unknown", record.locate(key), {"printed": str(end)})


def recipients_are_named_or_numbered(archive: Archive) -> Iterator[Broken]:
    """A recipient is a record, or a number of collectives or individuals that the source leaves unnamed."""
    for recipient in every(archive, Recipient):
        numbered = recipient.count is not None and recipient.of is not None
        if (recipient.who is None) == (not numbered) or (recipient.who and (recipient.count or recipient.of)):
            yield Broken("name-or-number", recipient.locate())
    for participant in every(archive, Participant):
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
    for figure in every(archive, Figure):
        numbers = _NUMBER.findall(figure.printed or "")
        if numbers and figure.value not in set().union(*map(_values, numbers)):
            values = {"value": number(figure.value), "printed": figure.printed}
            yield Broken("figure-differs", figure.locate("value"), values)
        total = sum(part.value for part in figure.parts)
        if total > figure.value:
            values = {"total": number(total), "value": number(figure.value)}
            yield Broken("parts-exceed-whole", figure.locate("parts"), values)
        elif figure.complete and total < figure.value:
            values = {"total": number(total), "value": number(figure.value)}
            yield Broken("parts-differ", figure.locate("parts"), values)


_NUMBER = re.compile(r"(\d[\d.]{0,99})(,\d{1,99})?(?:\s*(nghìn|ngàn|vạn|triệu|tỷ|tỉ)\b)?")
_TIMES = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}


def _values(found: tuple[str, str, str]) -> set[int]:
    """The whole numbers that a printed one may stand for: 7 vạn is 70.000, and 7 where vạn belongs to its unit."""
    whole, fraction, times = found
    number = Fraction(f"{whole.replace('.', '')}{fraction.replace(',', '.')}")
    return {int(value) for value in (number, number * _TIMES.get(times, 1)) if value.denominator == 1}


def sources_are_not_mirrors(archive: Archive) -> Iterator[Broken]:
    """The address of a source lies on a host that is known, and not known to copy from others."""
    hosts: dict[str, Host] = {}
    for host in every(archive, Host):
        if host.host in hosts:
            values = {"id": host.host, "first": str(hosts[host.host].locate("host"))}
            yield Broken("duplicate-id", host.locate("host"), values)
        hosts.setdefault(host.host, host)
    for source in archive.of("source"):
        if source.address:
            name = (urlsplit(source.address).hostname or "").removeprefix("www.")
            if name in hosts and hosts[name].mirror:
                yield Broken("source-mirror", source.locate("address"), {"host": name})
            elif name not in hosts and Hosts not in archive.flawed:
                yield Broken("host-unknown", source.locate("address"), {"host": name})


def rolls_are_as_long_as_their_decision_says(archive: Archive) -> Iterator[Broken]:
    """Where a decision says how many it honours, its roll has as many; and no two rows of a roll say the same."""
    for roll in every(archive, Roll):
        seen: dict[tuple, Row] = {}
        for row in roll.rows:
            key = (row.name, row.role, row.unit, row.kind, row.year, row.honorific)
            first = seen.setdefault(key, row)
            if first is not row and not (row.who and first.who):  # else it is known whether they are the same
                yield Broken("rows-alike", row.locate("name"), {"name": row.name, "first": first.row})
        if Roll in archive.flawed:
            continue
        decision = archive.records.get(roll.decision)
        people = sum(row.of == "cá nhân" for row in roll.rows)
        counts = {"people": people, "collectives": len(roll.rows) - people, "both": len(roll.rows)}
        for figure in getattr(decision, "figures", ()):
            if figure.counts and not figure.instances and figure.value != counts[figure.counts]:
                values = {"value": number(figure.value), "rows": number(counts[figure.counts])}
                yield Broken("roll-figure-differs", figure.locate("value"), values)
