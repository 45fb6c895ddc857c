"""The yearbook: what the archive records of one year, or of one bloc, as a manuscript for print.

A manuscript is plain data in the order of the pages: who sets it in type need know nothing of records. Sources are
numbered as they are first cited, as endnotes; the index names those who were honoured, and nobody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ..archive.archive import Archive
from ..archive.honours import Honour
from ..drawing.rendering import Citations, capital
from ..language.locale import VIETNAMESE
from ..language.vietnamese import number, person_key, sort_key
from ..language.words import table
from ..records.facts import Actor, Fact, Model
from ..records.models import BlocYear, Figure, Meeting, Point, Source, Step

Told = dict[str, Any]
"""A part of the manuscript. What is not known is left out or None."""


def of_year(year: int, archive: Archive, base: str = "") -> Told | None:
    """The book of a year: a chapter for each bloc, and one for what was announced elsewhere; None where nothing is."""
    records = [record for record in archive.bloc_years.values() if record.year == year]
    records.sort(key=lambda record: sort_key(archive.name(record.bloc)))
    others = [h for h in archive.honours_of_year.get(year, []) if not isinstance(h.home, BlocYear)]
    if not records and not others:
        return None
    book = _Book(archive)
    chapters = [book.chapter(archive.name(record.bloc), archive.honours_in(record), record) for record in records]
    if others:
        chapters.append(book.chapter(table()["book"]["elsewhere"], others))
    return book.bound({"year": year}, chapters, base)


def of_bloc(bloc: str, archive: Archive, base: str = "") -> Told | None:
    """The book of a bloc: a chapter for each of its years. None for a bloc without any."""
    records = archive.years_of(bloc)
    if not records:
        return None
    book = _Book(archive)
    chapters = [book.chapter(f"Năm {record.year}", archive.honours_in(record), record) for record in records]
    years = [record.year for record in records]
    return book.bound({"bloc": archive.name(bloc), "from": years[0], "to": years[-1]}, chapters, base)


class _Book:
    """A book in the making: it numbers the sources as they are cited, and keeps who was honoured where."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._citations = Citations()
        self._honoured: dict[str, list[Honour]] = defaultdict(list)

    def bound(self, about: Told, chapters: list[Told], base: str) -> Told:
        """The whole manuscript."""
        archive, day = self.archive, self.archive.edition.day
        return {
            "about": about,
            "title": archive.about.title,
            "publisher": archive.about.publisher,
            "contact": archive.about.contact,
            "licence": archive.about.licence,
            "address": base,
            "day": day and {"year": day.year, "month": day.month, "day": day.day, "told": VIETNAMESE.day(day)},
            "words": {name: dict(table()[name]) for name in ("list", "step", "status", "about", "order", "figure")},
            "chapters": chapters,
            "sources": [self._source(archive[id]) for id in self._citations.ids],
            "index": {
                "ten": self._index(person_key, people=True),
                "tap-the": self._index(sort_key, people=False),
            },
        }

    # --- chapters ---

    def chapter(self, title: str, honours: list[Honour], record: BlocYear | None = None) -> Told:
        """What a record tells, then its awards: conferred, merely proposed, no longer valid."""
        conferred = [honour for honour in honours if honour.conferred]
        proposed = [honour for honour in honours if honour.status == "proposed"]
        for honour in conferred:
            if who := self.archive.identity(honour.award.recipient.who):
                self._honoured[who].append(honour)
        return {
            "title": title,
            "facts": self._facts(record) if record else [],
            "conferred": [self._entry(honour) for honour in conferred if not honour.listed],
            "rolls": [self._roll(decision, rows) for decision, rows in self.archive.by_roll(conferred).items()],
            "proposed": [self._entry(honour) for honour in proposed],
            "ended": [self._entry(h) for h in honours if not h.conferred and h.status != "proposed"],
            "figures": [self._figure(figure) for figure in record.figures] if record else [],
            "points": self._points(record.points) if record else [],
            "missing": [capital(item) for item in record.missing] if record else [],
        }

    def _facts(self, record: BlocYear) -> list[Told]:
        """Who led, who belonged, when they met, who leads next: each a label, a text and its sources."""
        words, name = table()["book"], self.archive.name
        found = [(capital(one.title), name(one.unit), one) for one in (record.head, *record.deputies) if one]
        if record.members:
            units = ", ".join(map(name, record.members.units)) or f"{number(record.members.count or 0)} đơn vị"
            found.append((words["members"], units, record.members))
        found += [(words["meeting"], self._meeting(meeting), meeting) for meeting in record.meetings]
        if record.covenant:
            told = (f"ký cho năm {record.covenant.year}", record.covenant.signatories)
            found.append((words["covenant"], capital(", ".join(filter(None, told))), record.covenant))
        found += [
            (f"{capital(one.title)} năm {one.year}", name(one.unit), one)
            for one in (record.next_head, *record.next_deputies)
            if one
        ]
        return [{"label": label, "text": text, **self._remarks(fact)} for label, text, fact in found]

    def _meeting(self, meeting: Meeting) -> str:
        where = meeting.place and self.archive.name(meeting.place)
        announced = table()["book"]["announced"] if meeting.status == "announced" else None
        when = meeting.date and VIETNAMESE.days(meeting.date.value)
        return capital(", ".join(filter(None, (meeting.name, when, where, announced))))

    def _figure(self, figure: Figure) -> Told:
        value = f"{figure.qualifier or ''} {number(figure.value)}{'' if figure.unit == '%' else ' '}{figure.unit}"
        return {
            "value": value.strip(),
            "label": figure.label,
            "status": None if figure.status == "reported" else figure.status,
            **self._remarks(figure),
            "parts": [self._figure(part) for part in figure.parts],
        }

    def _points(self, points: Iterable[Point]) -> list[Told]:
        by_about: dict[str, list[Point]] = defaultdict(list)
        for point in points:
            by_about[point.about].append(point)
        return [
            {"about": about, "items": [{"text": point.text, **self._remarks(point)} for point in by_about[about]]}
            for about in table()["about"]
            if about in by_about
        ]

    # --- awards ---

    def _entry(self, honour: Honour) -> Told:
        award, to = honour.award, honour.award.recipient
        who = self.archive.name(self.archive.identity(to.who)) if to.who else None
        return {
            "anchor": honour.anchor,
            "who": who or to.printed or f"{number(to.count)} {to.of}",
            "named": who is not None,
            "printed": to.printed if who and to.printed and to.printed != who else None,
            "role": ", ".join(filter(None, (to.honorific, to.role))),
            "award": capital(award.called),
            "year": award.year if award.year and str(award.year) not in award.called else None,
            "posthumous": bool(award.posthumous),
            "status": honour.status,
            "reason": award.reason,
            "steps": [self._step(step) for step in award.steps],
            **self._remarks(award),
        }

    def _step(self, step: Step) -> Told:
        name = self.archive.name
        return {
            "step": step.step,
            "by": self._actor(step.by),
            "to": step.to and name(step.to),
            "at": step.at and name(step.at),
            "date": step.date and VIETNAMESE.days(step.date.value),
            "inferred": bool(step.date and step.date.inferred),
            "decision": step.decision and name(step.decision),
            "one_of": [self.archive[id].number for id in step.one_of],
            **self._remarks(step),
        }

    def _actor(self, by: Actor | None) -> str | None:
        return by and ", ".join(filter(None, (by.printed or self.archive.name(by.who), by.role)))

    def _roll(self, decision: str, honours: list[Honour]) -> Told:
        """The annex of a decision as a table. The award stands in the rows where there are several."""
        record, name = self.archive[decision], self.archive.name
        kinds = list(dict.fromkeys(honour.award.printed for honour in honours))
        rows = []
        for honour in honours:
            to = honour.award.recipient
            marks = [honour.award.printed] if len(kinds) > 1 else []
            marks += ["truy tặng"] if honour.award.posthumous else []
            rows.append(
                [honour.award.id, name(self.archive.identity(to.who)), to.role or "", ", ".join(marks), honour.anchor]
            )
        return {
            "decision": name(record),
            "date": record.date and VIETNAMESE.days(record.date.value),
            "issuer": name(record.issuer),
            "subject": record.subject,
            "award": capital(kinds[0]) if len(kinds) == 1 else None,
            "rows": rows,
            **self._remarks(record),
        }

    # --- sources, remarks, names ---

    def _remarks(self, fact: Model) -> Told:
        """The numbers of the sources of a fact, and what must be said beside it."""
        said = [("Ghi chú", fact.note), ("Suy ra", fact.inferred)] if isinstance(fact, Fact) else []
        notes = [{"label": label, "text": text, "sources": []} for label, text in said if text]
        sources = [self._citations.number(source) for source in fact.source]
        for claim in fact.claims:
            text = f"“{claim.says}”. {claim.why or ''}".strip()
            cited = [self._citations.number(source) for source in claim.source]
            notes.append({"label": "Nguồn khác nêu khác", "text": text, "sources": cited})
        return {"sources": sources, "notes": notes}

    def _source(self, source: Source) -> Told:
        return {
            "text": ", ".join(
                filter(
                    None, (source.publisher, source.title, source.published and VIETNAMESE.days(source.published.value))
                )
            ),
            "kind": table()["source"][source.kind],
            "address": source.address,
            "no_address": source.no_address,
        }

    def _index(self, key, people: bool) -> list[Told]:
        """Who was honoured, in alphabetical order, each with where the book shows it; namesakes with their role."""
        archive = self.archive
        found = [id for id in self._honoured if archive.is_person(id) == people]
        found.sort(key=lambda id: (key(archive.name(id)), id))
        by_name: dict[str, int] = defaultdict(int)
        for id in found:
            by_name[archive.name(id)] += 1
        return [
            {
                "name": archive.name(id),
                "role": self._honoured[id][0].award.recipient.role if by_name[archive.name(id)] > 1 else None,
                "anchors": [honour.anchor for honour in self._honoured[id]],
            }
            for id in found
        ]
