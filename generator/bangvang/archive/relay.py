"""A bloc as an institution: who led it year by year, who belonged to it, what it aimed at and what came of that."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ..records.models import BlocYear, Figure, Head, NextHead, Succession
from .archive import Archive
from .honours import Honour


@dataclass(frozen=True)
class Leg:
    """A year of the relay of heads."""

    year: int
    record: BlocYear | None
    """The record of the year, if the archive has one."""
    head: Head | None
    deputies: tuple[Head | NextHead, ...]
    announced: NextHead | None
    """Who was announced as head of this year, in an earlier record."""
    announced_in: BlocYear | None


def relay(bloc: str, archive: Archive) -> list[Leg]:
    """The heads of a bloc: every year that has a record, or whose head an earlier record announces."""
    records = {record.year: record for record in archive.years_of(bloc)}
    announced = {record.next_head.year: record for record in records.values() if record.next_head}
    deputies = {deputy.year: record.next_deputies for record in records.values() for deputy in record.next_deputies}
    legs = []
    for year in sorted({*records, *announced, *deputies}):
        record, before = records.get(year), announced.get(year)
        legs.append(
            Leg(
                year,
                record,
                record.head if record else None,
                (record.deputies if record else ()) or deputies.get(year, ()),
                before.next_head if before else None,
                before,
            )
        )
    return legs


def marks(bloc: str, archive: Archive) -> list[tuple[str, list[str]]]:
    """For each unit that led the bloc or belonged to it, what it was in each year of the relay.

    `head`, `deputy`, `announced` (as head, by an earlier record), `member`, or nothing where the records say nothing.
    """
    legs = relay(bloc, archive)
    found: dict[str, list[str]] = {}
    for at, leg in enumerate(legs):
        told: dict[str, str] = {}
        if leg.record and leg.record.members:
            told |= dict.fromkeys(leg.record.members.units, "member")
        told |= {deputy.unit: "deputy" for deputy in leg.deputies}
        if leg.head:
            told[leg.head.unit] = "head"
        elif leg.announced:
            told[leg.announced.unit] = "announced"
        for unit, mark in told.items():
            found.setdefault(unit, [""] * len(legs))[at] = mark
    led = [unit for unit, marks in found.items() if {"head", "announced", "deputy"} & set(marks)]
    others = [unit.id for unit in archive.of("organisation") if unit.id in found and unit.id not in led]
    return [(archive.name(unit), found[unit]) for unit in (*led, *others)]


def membership(bloc: str, archive: Archive) -> list[str]:
    """Every unit that a record names as a member, in alphabetical order."""
    units = {unit for record in archive.years_of(bloc) if record.members for unit in record.members.units}
    return [unit.id for unit in archive.of("organisation") if unit.id in units]


def targets(bloc: str, archive: Archive) -> list[tuple[BlocYear, Figure, tuple[BlocYear, Figure] | None]]:
    """What the bloc aimed at, each with what a later record reports under the same label."""
    records = archive.years_of(bloc)
    reported: dict[str, list[tuple[BlocYear, Figure]]] = defaultdict(list)
    for record in records:
        for figure in record.figures:
            if figure.status == "reported":
                reported[figure.label].append((record, figure))
    return [
        (record, figure, next((found for found in reported[figure.label] if found[0].year > record.year), None))
        for record in records
        for figure in record.figures
        if figure.status == "target"
    ]


def awards_by_year(bloc: str, archive: Archive) -> list[tuple[BlocYear, str, list[Honour], list[Honour]]]:
    """For each year and kind of award: those conferred, and those merely proposed."""
    found = []
    for record in archive.years_of(bloc):
        honours = archive.honours_in(record)
        for kind in dict.fromkeys(honour.award.kind for honour in honours):
            of_kind = [honour for honour in honours if honour.award.kind == kind]
            conferred = [honour for honour in of_kind if honour.conferred]
            proposed = [honour for honour in of_kind if honour.status == "proposed"]
            found.append((record, kind, conferred, proposed))
    return found


@dataclass(frozen=True)
class Ended:
    """That the places of all members are no levels of government any more."""

    names: list[str]
    step: Succession


def ended(bloc: str, archive: Archive) -> Ended | None:
    """Whether every known member belongs to a place that is no level of government any more."""
    units = membership(bloc, archive)
    steps = {unit: archive.lineage.end_of_level(unit) for unit in units}
    if not units or not all(steps.values()):
        return None
    names = dict.fromkeys(archive.name(archive[unit].place) for unit in units)
    return Ended(list(names), steps[units[0]])
