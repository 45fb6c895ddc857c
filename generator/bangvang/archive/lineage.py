"""Lineage: what places and units were before, what they became, and what of them is there today."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from ..language.locale import VIETNAMESE, Locale
from ..records.models import Organisation, Place, Succession
from ..records.values import Day

OF_A_LEVEL = ("people-committee", "party", "agency", "union", "people-of-place")
"""Kinds of units that exist only as long as their place is a level of government."""

_NEVER = Day(9999)


class Lineage:
    """The places and units of an archive, by what became of them."""

    def __init__(self, records: Iterable[Place | Organisation]) -> None:
        self._records = {record.id: record for record in records}
        self._places = {id: record for id, record in self._records.items() if isinstance(record, Place)}
        self._units = {id: record for id, record in self._records.items() if isinstance(record, Organisation)}

    # --- places within places ---

    @cached_property
    def _within(self) -> dict[str | None, list[Place]]:
        found: dict[str | None, list[Place]] = defaultdict(list)
        for place in self._places.values():
            found[place.within].append(place)
        return found

    @cached_property
    def _units_in(self) -> dict[str | None, list[Organisation]]:
        found: dict[str | None, list[Organisation]] = defaultdict(list)
        for unit in self._units.values():
            found[unit.place].append(unit)
        return found

    def within(self, place: str | None) -> list[Place]:
        """The places directly within a place; provinces and cities within none."""
        return self._within.get(place, [])

    def all_within(self, place: str) -> list[Place]:
        """The places within a place, and within those, and so on."""
        inner = self.within(place)
        return inner + [deeper for step in inner for deeper in self.all_within(step.id)]

    def units_in(self, place: str) -> list[Organisation]:
        return self._units_in.get(place, [])

    def path_to(self, place: str) -> list[Place]:
        """The places that a place lies in, largest first, itself last."""
        record = self._places[place]
        return [*(self.path_to(record.within) if record.within else []), record]

    # --- before and after ---

    def end(self, id: str) -> Succession | None:
        """The step by which a place or unit ceased to be what it was."""
        return next(iter(self._records[id].became), None)

    def end_of_level(self, unit: str) -> Succession | None:
        """The step by which the place of a unit ceased to be a level of government, where the unit belongs to it."""
        record = self._units[unit]
        return self.end(record.place) if record.place and record.kind in OF_A_LEVEL else None

    def now(self, id: str) -> list[Place | Organisation]:
        """What a place or unit is today: itself, what it became, or where the ground lies of what has no successor."""
        found: dict[str, Place | Organisation] = {}
        todo, seen = [id], set()
        while todo:
            record = self._records[todo.pop(0)]
            if record.id in seen:
                continue
            seen.add(record.id)
            into = [step.into for step in record.became if step.into]
            if not into and record.became and isinstance(record, Place) and record.within:
                into = [record.within]
            todo += into
            if not record.became:
                found[record.id] = record
        return list(found.values())

    def province_now(self, place: str) -> list[Place]:
        """The provinces and cities of today on the ground of a place."""
        return self.now(self.path_to(place)[0].id)

    @cached_property
    def _formerly(self) -> dict[str, list[Place | Organisation]]:
        found: dict[str, list[Place | Organisation]] = defaultdict(list)
        for record in self._records.values():
            for step in record.became:
                if step.into:
                    found[step.into].append(record)
        return found

    def formerly(self, id: str) -> list[Place | Organisation]:
        """The places or units that became one."""
        return self._formerly.get(id, [])

    def all_formerly(self, id: str) -> list[Place | Organisation]:
        """Those that became one, and those that became these, and so on; nearest first."""
        found, todo = {}, self.formerly(id)
        while todo:
            found |= {record.id: record for record in todo}
            todo = [before for record in todo for before in self.formerly(record.id) if before.id not in found]
        return list(found.values())

    # --- names ---

    @cached_property
    def _namesakes(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = defaultdict(list)
        for place in self._places.values():
            found[place.name].append(place)
        return found

    def name(self, place: Place, voice: Locale = VIETNAMESE) -> str:
        """What a place is called, with what tells it from others of its name: its province, or its time."""
        if len(self._namesakes[place.name]) == 1:
            return place.name
        if place.within:
            return f"{place.name}, {self._places[place.within].name}"
        end = self.end(place.id)
        if end:
            return voice.say("name-place-before", place=place.name, date=voice.figures(end.date.value.start))
        began = [step.date.value for before in self.formerly(place.id) for step in before.became]
        if not began:
            return place.name
        return voice.say("name-place-since", place=place.name, date=voice.figures(began[0].start))

    @cached_property
    def _provinces(self) -> tuple[re.Pattern[str], dict[str, list[Place]]]:
        found: dict[str, list[Place]] = defaultdict(list)
        for place in self.within(None):
            for name in (place.name, *place.also):
                found[name].append(place)
        names = "|".join(map(re.escape, sorted(found, key=len, reverse=True))) or "(?!)"
        return re.compile(rf"({names})\b(?:\s+(\w))?"), found

    def provinces_in(self, text: str, day: Day | None) -> list[Place]:
        """The provinces that a text of a day names in full: tỉnh Bến Tre, but not in tỉnh Bến Tre Mới."""
        pattern, named = self._provinces
        names = dict.fromkeys(name for name, after in pattern.findall(text) if not after.isupper())
        return [self._on(day or Day(1), named[name]) for name in names]

    def _on(self, day: Day, places: list[Place]) -> Place:
        """Of places of one name, the one that there was on a day."""
        ended = {place.id: end.date.value.start for place in places if (end := self.end(place.id))}
        ordered = sorted(places, key=lambda place: ended.get(place.id, _NEVER).earliest)
        return next((place for place in ordered if ended.get(place.id, _NEVER).earliest > day.latest), ordered[-1])
