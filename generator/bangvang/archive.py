"""The archive: records linked by their ids, and the questions that pages ask of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

from .facts import Fact, Model
from .honours import Home, Honour, awards_of
from .loading import Loaded
from .records import (
    KINDS,
    About,
    AwardKind,
    AwardList,
    Bloc,
    BlocYear,
    Congress,
    Decision,
    Identities,
    Identity,
    Meeting,
    Movement,
    NextHead,
    Organisation,
    Participant,
    Person,
    Place,
    Point,
    Roll,
    Row,
    Source,
)
from .structure import walk
from .vietnamese import fold, initial, person_key, sort_key

Honoured = Person | Organisation | Bloc | Row
Record = AwardKind | Movement | Place | Organisation | Person | Bloc | Congress | Decision | AwardList | Source | Row


class Archive:
    """All sound records of a data folder, by kind and id. Made by `link`."""

    def __init__(self, loaded: Loaded) -> None:
        self.about: About | None = None
        self.records: dict[str, Record] = {}
        self.bloc_years: dict[tuple[str, int], BlocYear] = {}
        self.rolls: dict[str, Roll] = {}
        self.identities: list[Identity] = []
        self.roots: list[Model] = []
        self.dangling: set[str] = set()
        """Ids that name nothing, or nothing of the kind, where they stand: said already, so no rule judges by them."""
        self.flawed = loaded.flawed
        """Models of files with mistakes: no rule says what these lack."""
        for file in loaded.files:
            if isinstance(file, About):
                self.about = file
            elif isinstance(file, Identities):
                self.identities.extend(file.identities)
            self.roots.append(file)

    # --- records by kind ---

    @cached_property
    def _by_kind(self) -> dict[str, list]:
        found: dict[str, list] = {kind: [] for kind in KINDS.values()}
        for record in self.records.values():
            found[KINDS[type(record)]].append(record)
        for kind, records in found.items():
            key = person_key if kind == "person" else sort_key
            records.sort(key=lambda record: key(self.name(record)))
        return found

    def of(self, kind: str) -> list:
        """Every record of a kind, by its word in KINDS, in alphabetical order of names."""
        return self._by_kind[kind]

    def __getitem__(self, id: str) -> Record:
        return self.records[id]

    def name(self, record: Record | BlocYear | str) -> str:
        """What a record is called, given itself or its id: the name, title or number it goes by."""
        record = self.records[record] if isinstance(record, str) else record
        match record:
            case BlocYear():
                return f"{self.name(record.bloc)}, năm {record.year}"
            case Decision():
                return f"{record.form.capitalize()} số {record.number}"
            case Source():
                return record.title
            case Roll():
                return f"Danh sách kèm theo {self.name(record.decision)}"
            case Identity():
                return ", ".join(map(self.name, record.same_as or record.not_same_as))
        return record.name

    # --- awards ---

    @cached_property
    def honours(self) -> list[Honour]:
        """Every award and proposal that the archive records."""
        homes: list[Home] = [*self.bloc_years.values(), *self.of("award-list")]
        stated = [Honour(award, home) for home in homes for award in home.awards]
        return stated + [
            Honour(award, roll)
            for roll in self.rolls.values()
            for award in awards_of(roll, self.records[roll.decision])
        ]

    @cached_property
    def _honours_by(self) -> dict[tuple[str, str], list[Honour]]:
        found: dict[tuple[str, str], list[Honour]] = defaultdict(list)
        for honour in self.honours:
            keys = {("kind", honour.award.kind), ("recipient", self.identity(honour.award.recipient.who))}
            for step in honour.award.steps:
                keys |= {("decision", id) for id in (step.decision, *step.one_of)}
                keys |= {("at", step.at), ("to", step.to)}
                keys |= {(step.step, step.by.who)} if step.by else set()
            for relation, id in keys:
                if id:
                    found[relation, id].append(honour)
        return found

    @cached_property
    def _honours_in(self) -> dict[int, list[Honour]]:
        found: dict[int, list[Honour]] = defaultdict(list)
        for honour in self.honours:
            found[id(honour.home)].append(honour)
        return found

    def honours_in(self, home: Home) -> list[Honour]:
        """Awards and proposals that a record states, in its order."""
        return self._honours_in.get(id(home), [])

    def honours_by(self, relation: str, id: str) -> list[Honour]:
        """Awards and proposals in relation to a record: recipient, kind, decision, at, to, or a step's actor."""
        return self._honours_by.get((relation, id), [])

    @cached_property
    def honours_of_year(self) -> dict[int | None, list[Honour]]:
        """Awards and proposals by the year they count for, None where that is not known."""
        found: dict[int | None, list[Honour]] = defaultdict(list)
        for honour in self.honours:
            found[honour.year].append(honour)
        return found

    def recipients(self, honours: Iterable[Honour]) -> dict[tuple[str, bool], int]:
        """How many recipients honours have: ("person" or "collective", whether named) to their number."""
        named = {self.identity(honour.award.recipient.who) for honour in honours if honour.award.recipient.who}
        people = sum(self.is_person(id) for id in named)
        counts = Counter({("person", True): people, ("collective", True): len(named) - people})
        for honour in honours:
            to = honour.award.recipient
            if not to.who:
                counts["person" if to.of == "cá nhân" else "collective", False] += to.count
        return counts

    def is_honoured(self, id: str) -> bool:
        """Whether a person or collective has at least one conferred award: only then a page of honour."""
        return any(honour.conferred for honour in self.honours_by("recipient", id))

    @cached_property
    def honoured(self) -> list[Person | Organisation | Bloc]:
        """Who has a record and at least one conferred award: people first, then collectives, in alphabetical order."""
        return [record for kind in ("person", "organisation", "bloc") for record in self.of(kind)
                if self.is_honoured(record.id)]  # fmt: skip

    @cached_property
    def alphabet(self) -> dict[str, dict[str, list[Person | Organisation | Bloc | Row]]]:
        """Everyone honoured, once in each order that lists them, in alphabetical order under the first letter of that.

        People by given name ("ten") and by full name ("ho"), collectives by name ("tap-the").
        """
        everyone = [*self.honoured, *self.rolled]
        people = [(person_key(record.name), record) for record in everyone if self.is_person(record.id)]
        collectives = [(sort_key(record.name), record) for record in everyone if not self.is_person(record.id)]
        orders = {
            "ten": sorted(people, key=lambda pair: pair[0]),
            "ho": sorted(people, key=lambda pair: pair[0][1]),
            "tap-the": sorted(collectives, key=lambda pair: pair[0]),
        }
        found: dict[str, dict[str, list]] = {order: defaultdict(list) for order in orders}
        for order, pairs in orders.items():
            for _, record in pairs:
                word = record.name.split()[-1] if order == "ten" else record.name
                found[order][initial(word)].append(record)
        return found

    @cached_property
    def by_name(self) -> dict[tuple[str, bool], list[Honoured]]:
        """Everyone honoured by their folded name, people and collectives apart."""
        found: dict[tuple[str, bool], list[Honoured]] = defaultdict(list)
        for record in (*self.honoured, *self.rolled):
            found[fold(record.name), self.is_person(record.id)].append(record)
        return found

    # --- who is who ---

    @cached_property
    def rolled(self) -> list[Row]:
        """The rows of rolls that are identities of their own, in their order."""
        rows = (row for roll in self.rolls.values() for row in roll.rows)
        return [row for row in rows if not row.who and row.id not in self.merged]

    @cached_property
    def merged(self) -> dict[str, str]:
        """For each id that is known to be the same as another, the id under which both are shown."""
        same = (identity.same_as for identity in self.identities)
        return {other: first for first, *others in filter(None, same) for other in others}

    def identity(self, id: str | None) -> str | None:
        """The id under which someone is shown: their own, unless they are known to be the same as another."""
        return self.merged.get(id, id)

    def same_as(self, id: str) -> list[str]:
        """The other ids of the one who is shown under an id."""
        return [other for other, first in self.merged.items() if first == id]

    def by_roll(self, honours: Iterable[Honour]) -> dict[str, list[Honour]]:
        """Those of some honours that rolls state, by the decision of each."""
        found: dict[str, list[Honour]] = defaultdict(list)
        for honour in honours:
            if honour.listed:
                found[honour.home.decision].append(honour)
        return found

    def is_person(self, id: str) -> bool:
        """Whether an id is a person's rather than a collective's."""
        record = self.records[id]
        return isinstance(record, Person) or (isinstance(record, Row) and record.of == "cá nhân")

    # --- blocs ---

    def years_of(self, bloc: str) -> list[BlocYear]:
        """The yearly records of a bloc, oldest first."""
        return sorted((r for (b, _), r in self.bloc_years.items() if b == bloc), key=lambda r: r.year)

    def before(self, record: BlocYear) -> BlocYear | None:
        return max((r for r in self.years_of(record.bloc) if r.year < record.year),
                   key=lambda r: r.year, default=None)  # fmt: skip

    def after(self, record: BlocYear) -> BlocYear | None:
        return min((r for r in self.years_of(record.bloc) if r.year > record.year),
                   key=lambda r: r.year, default=None)  # fmt: skip

    @cached_property
    def years(self) -> list[int]:
        """Every year in which something is recorded, oldest first."""
        years = {year for _, year in self.bloc_years} | set(filter(None, self.honours_of_year))
        for congress in self.of("congress"):
            years |= {o.date.value.year for o in congress.occasions if o.date.value.year}
        years |= {d.year for d in self.of("decision") if d.year}
        return sorted(years)

    # --- who took part in what ---

    @cached_property
    def meetings(self) -> list[tuple[BlocYear | Congress | AwardList, Meeting]]:
        """Every meeting with the record it belongs to."""
        records = [*self.bloc_years.values(), *self.of("congress"), *self.of("award-list")]
        return [(record, meeting) for record in records for meeting in record.meetings]

    def parts_played(self, id: str) -> list[tuple[BlocYear | Congress | AwardList, Meeting, Participant]]:
        """The meetings a person or unit took part in, with what they did there."""
        return [(record, meeting, participant) for record, meeting in self.meetings
                for participant in meeting.participants if participant.who == id]  # fmt: skip

    def led(self, unit: str) -> list[BlocYear]:
        """The bloc-years in which a unit was head."""
        return [r for r in self.bloc_years.values() if r.head and r.head.unit == unit]

    def will_lead(self, unit: str) -> list[tuple[BlocYear, NextHead]]:
        """The bloc-years that announce a unit as the next head."""
        return [(r, r.next_head) for r in self.bloc_years.values() if r.next_head and r.next_head.unit == unit]

    def mentions(self, unit: str) -> list[BlocYear | Congress | AwardList]:
        """The records that speak of a unit as the host or organiser of a meeting, or in what was said there."""
        records = [*self.bloc_years.values(), *self.of("congress"), *self.of("award-list")]
        return [r for r in records if any(unit in self._spoken_of(part) for part in walk(r))]

    @staticmethod
    def _spoken_of(part: Model) -> tuple[str | None, ...]:
        match part:
            case Meeting():
                return part.host, part.organiser
            case Congress():
                return (part.organiser,)
            case Point():
                return part.who
        return ()

    def member_in(self, unit: str) -> list[BlocYear]:
        return [r for r in self.bloc_years.values() if r.members and unit in r.members.units]

    # --- places ---

    @cached_property
    def _within(self) -> dict[str | None, list[Place]]:
        found: dict[str | None, list[Place]] = defaultdict(list)
        for place in self.of("place"):
            found[place.within].append(place)
        return found

    @cached_property
    def _units_in(self) -> dict[str | None, list[Organisation]]:
        found: dict[str | None, list[Organisation]] = defaultdict(list)
        for unit in self.of("organisation"):
            found[unit.place].append(unit)
        return found

    def within(self, place: str) -> list[Place]:
        """The places directly within a place."""
        return self._within.get(place, [])

    def all_within(self, place: str) -> list[Place]:
        """The places within a place, and within those, and so on."""
        inner = self.within(place)
        return inner + [deeper for step in inner for deeper in self.all_within(step.id)]

    def units_in(self, place: str) -> list[Organisation]:
        return self._units_in.get(place, [])

    def path_to(self, place: str) -> list[Place]:
        """The places that a place lies in, largest first, itself last."""
        record = self.records[place]
        return [*(self.path_to(record.within) if record.within else []), record]

    def now(self, place: str) -> list[Place]:
        """The places that a place has become by today, itself where it is what it was."""
        found, todo, seen = [], [place], set()
        while todo:
            record = self.records[todo.pop()]
            if record.id not in seen:
                seen.add(record.id)
                todo += [step.into for step in record.became if step.into]
                found += [] if record.became else [record]
        return found

    @cached_property
    def _formerly(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = defaultdict(list)
        for record in self.of("place"):
            for step in record.became:
                found[step.into].append(record)
        return found

    def formerly(self, place: str) -> list[Place]:
        """The places that became a place."""
        return self._formerly.get(place, [])

    @cached_property
    def _provinces(self) -> tuple[re.Pattern[str], dict[str, str]]:
        ids = {name: place.id for place in self.of("place") if not place.within for name in (place.name, *place.also)}
        names = "|".join(map(re.escape, sorted(ids, key=len, reverse=True))) or "(?!)"
        return re.compile(rf"({names})\b(?:\s+(\w))?"), ids

    def provinces_in(self, text: str) -> set[str]:
        """The places within no other that a text names in full: tỉnh Bến Tre, but not in tỉnh Bến Tre Mới."""
        pattern, ids = self._provinces
        return {ids[name] for name, after in pattern.findall(text) if not after.isupper()}

    # --- sources ---

    @cached_property
    def _facts_by_source(self) -> dict[str, list[tuple[Model, Fact]]]:
        found: dict[str, list[tuple[Model, Fact]]] = defaultdict(list)
        records = (record for record in self.records.values() if not isinstance(record, Row))
        for record in [*records, *self.bloc_years.values(), *self.rolls.values(), *self.identities]:
            for fact in walk(record):
                if isinstance(fact, Fact):
                    for source in fact.source:
                        found[source].append((record, fact))
        return found

    def facts_from(self, source: str) -> list[tuple[Model, Fact]]:
        """Every fact taken from a source, with the record it stands in."""
        return self._facts_by_source.get(source, [])
