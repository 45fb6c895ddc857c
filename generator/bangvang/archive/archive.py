"""The archive: records linked by their ids, and the questions that pages ask of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import combinations

from ..language.locale import VIETNAMESE, Locale, capital
from ..language.vietnamese import fold, initial, person_key, roman, sort_key
from ..records.facts import Fact, Model
from ..records.loading import Loaded
from ..records.models import (
    KINDS,
    About,
    AwardKind,
    AwardKinds,
    AwardList,
    Bloc,
    BlocYear,
    Confusion,
    Congress,
    Decision,
    Explanation,
    Identities,
    Identity,
    Meeting,
    Movement,
    NextHead,
    Organisation,
    Person,
    Place,
    Point,
    Roll,
    Row,
    Source,
)
from ..records.structure import walk
from .edition import Edition, edition
from .grouping import grouped
from .honours import WHOM, Home, Honour, honours_of
from .lineage import Lineage
from .taken import Taken

Honoured = Person | Organisation | Bloc | Row
Record = AwardKind | Movement | Place | Organisation | Person | Bloc | Congress | Decision | AwardList | Source | Row


class Archive:
    """All sound records of a data folder, by kind and id, some of them taken from `before`. Made by `link`."""

    def __init__(self, loaded: Loaded, before: Archive | None = None) -> None:
        self.folder = loaded.folder
        self.about: About | None = None
        self.records: dict[str, Record] = {}
        self.bloc_years: dict[tuple[str, int], BlocYear] = {}
        self.rolls: dict[str, Roll] = {}
        self.identities: list[Identity] = []
        self.roots = loaded.files
        self._in_order: dict[str, list] = {}
        self.dangling: set[str] = set()
        """Ids that name nothing, or nothing of the kind, where they stand: said already, so no rule judges by them."""
        self.flawed = loaded.flawed
        """Models of files with mistakes: no rule says what these lack."""
        self.sound = loaded.sound
        """By the name of each file without a mistake: its record."""
        self._taken = Taken(loaded.files, before.roots, before._honours_in) if before else Taken(loaded.files)
        for file in loaded.files:
            if isinstance(file, About):
                self.about = file
            elif isinstance(file, Identities):
                self.identities.extend(file.identities)

    @cached_property
    def parts(self) -> list[Model]:
        """Every record and every part of one, in the order of the files."""
        return [part for root in self.roots for part in walk(root)]

    @property
    def new_parts(self) -> Iterator[Model]:
        """Those of records that were not taken from before."""
        return (part for root in self._taken.new for part in walk(root))

    @cached_property
    def edition(self) -> Edition:
        """The state of the data folder, as it is when first asked for."""
        return edition(self.folder)

    # --- records by kind ---

    @cached_property
    def _by_kind(self) -> dict[str, list]:
        return grouped((KINDS[type(record)], record) for record in self.records.values())

    def _sorted_as(self, record: Record) -> str:
        """The name that a record is sorted by: of a bloc with a Roman number, that number in figures."""
        name = self.name(record)
        if isinstance(record, Bloc) and record.number:
            return re.sub(rf"\b{roman(record.number)}\b", str(record.number), name)
        return name

    def of(self, kind: str) -> list:
        """Every record of a kind, by its word in KINDS, in alphabetical order of names."""
        if kind not in self._in_order:
            key = person_key if kind == "person" else sort_key
            self._in_order[kind] = sorted(self._by_kind.get(kind, ()), key=lambda record: key(self._sorted_as(record)))
        return self._in_order[kind]

    def __getitem__(self, id: str) -> Record:
        return self.records[id]

    def name(self, record: Record | BlocYear | str, voice: Locale = VIETNAMESE) -> str:
        """What a record is called, given itself or its id: the name, title or number it goes by.

        Names are Vietnamese in every language. What is said around them is not, and kinds of awards may have a name in
        English.
        """
        record = self.records[record] if isinstance(record, str) else record
        match record:
            case BlocYear():
                return voice.say("name-bloc-year", bloc=self.name(record.bloc), year=record.year)
            case Decision():
                document = capital(voice.known(record.form, "document"))
                return voice.say("name-decision", document=document, number=record.number)
            case Source():
                return record.title
            case Roll():
                return voice.say("name-annex", decision=self.name(record.decision, voice))
            case Place():
                return self.lineage.name(record, voice)
            case AwardKind(english=str(english)) if voice.language == "en":
                return voice.say("award-called", name=english, printed=record.name)
            case Identity():
                return ", ".join(map(self.name, record.same_as or record.not_same_as))
        return record.name

    # --- kinds of awards ---

    @cached_property
    def explanations(self) -> list[Explanation]:
        """What readers should know before the kinds of awards, in the order in which it is written."""
        return [one for root in self.roots if isinstance(root, AwardKinds) for one in root.explanations]

    @cached_property
    def award_kinds(self) -> list[AwardKind]:
        """Every kind of award, in the order in which they are written, which is that of rank."""
        return [record for record in self.records.values() if isinstance(record, AwardKind)]

    @cached_property
    def _confusions(self) -> dict[str, dict[str, Confusion]]:
        stated = [(kind.id, one.kind, one) for kind in self.award_kinds for one in kind.confused_with]
        found: dict[str, dict[str, Confusion]] = defaultdict(dict)
        for kind, other, confusion in stated + [(other, kind, confusion) for kind, other, confusion in stated]:
            found[kind].setdefault(other, confusion)
        return found

    def confusions(self, kind: str) -> Mapping[str, Confusion]:
        """The kinds that a kind is taken for, then those taken for it, each with what tells the two apart."""
        return self._confusions.get(kind, {})

    # --- awards ---

    @cached_property
    def honours(self) -> list[Honour]:
        """Every award and proposal that the archive records."""
        homes: list[Home] = [*self.bloc_years.values(), *self.of("award-list"), *self.rolls.values()]
        decisions = {decision.id: decision for decision in self.of("decision")}
        return [honour for home in homes for honour in self._taken.honours(home) or honours_of(home, decisions)]

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
        return grouped((id(honour.home), honour) for honour in self.honours)

    def honours_in(self, home: Home) -> list[Honour]:
        """Awards and proposals that a record states, in its order."""
        return self._honours_in.get(id(home), [])

    def honours_by(self, relation: str, id: str) -> list[Honour]:
        """Awards and proposals in relation to a record: recipient, kind, decision, at, to, or a step's actor."""
        return self._honours_by.get((relation, id), [])

    @cached_property
    def honours_of_year(self) -> dict[int | None, list[Honour]]:
        """Awards and proposals by the year they count for, None where that is not known."""
        return grouped((honour.year, honour) for honour in self.honours)

    def recipients(self, honours: Iterable[Honour]) -> dict[tuple[str, bool], int]:
        """How many recipients honours have: ("person", "collective" or "household", whether named) to their number."""
        named = {self.identity(honour.award.recipient.who) for honour in honours if honour.award.recipient.who}
        people = sum(self.is_person(id) for id in named)
        counts = Counter({("person", True): people, ("collective", True): len(named) - people})
        for honour in honours:
            to = honour.award.recipient
            if not to.who:
                counts[WHOM[to.of], False] += to.count
        return counts

    def is_honoured(self, id: str) -> bool:
        """Whether a person or collective has at least one award that stands."""
        return any(honour.conferred for honour in self.honours_by("recipient", id))

    def was_honoured(self, id: str) -> bool:
        """Whether a person or collective was ever conferred an award, lost since or not: only then a page of honour."""
        return any(honour.conferral for honour in self.honours_by("recipient", id))

    @cached_property
    def honoured(self) -> list[Person | Organisation | Bloc]:
        """Who has a record and at least one conferred award: people first, then collectives, in alphabetical order."""
        return [record for kind in ("person", "organisation", "bloc") for record in self.of(kind)
                if self.is_honoured(record.id)]  # fmt: skip

    @cached_property
    def once_honoured(self) -> list[Person | Organisation | Bloc | Row]:
        """Who lost every award that was conferred on them; they stand in no list of the honoured."""
        records = [record for kind in ("person", "organisation", "bloc") for record in self.of(kind)]
        records += [row for row in self._identities if row.annulled_by]
        return [record for record in records if self.was_honoured(record.id) and not self.is_honoured(record.id)]

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
        """The rows of rolls whose awards stand and that are identities of their own, in their order."""
        return [row for row in self._identities if not row.annulled_by]

    @cached_property
    def _identities(self) -> list[Row]:
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
        return self._merged_into.get(id, [])

    @cached_property
    def _merged_into(self) -> dict[str, list[str]]:
        return grouped((first, other) for other, first in self.merged.items())

    @cached_property
    def told_apart(self) -> dict[frozenset[str], Identity]:
        """For each two ids that are known not to be the same: the first statement that says so."""
        stated = [(frozenset(two), one) for one in self.identities for two in combinations(one.not_same_as, 2)]
        return dict(reversed(stated))

    def by_roll(self, honours: Iterable[Honour]) -> dict[str, list[Honour]]:
        """Those of some honours that rolls state, by the decision of each."""
        return grouped((honour.home.decision, honour) for honour in honours if honour.listed)

    def is_person(self, id: str) -> bool:
        """Whether an id is a person's rather than a collective's."""
        record = self.records[id]
        return isinstance(record, Person) or (isinstance(record, Row) and record.of == "cá nhân")

    # --- blocs ---

    def years_of(self, bloc: str) -> list[BlocYear]:
        """The yearly records of a bloc, oldest first."""
        return self._years_of.get(bloc, [])

    @cached_property
    def _years_of(self) -> dict[str, list[BlocYear]]:
        return grouped((r.bloc, r) for r in sorted(self.bloc_years.values(), key=lambda r: r.year))

    @cached_property
    def years(self) -> list[int]:
        """Every year in which something is recorded, oldest first."""
        years = {year for _, year in self.bloc_years} | set(filter(None, self.honours_of_year))
        for congress in self.of("congress"):
            years |= congress.years
        years |= {d.year for d in self.of("decision") if d.year}
        return sorted(years)

    # --- who took part in what ---

    @cached_property
    def meetings(self) -> list[tuple[BlocYear | Congress | AwardList, Meeting]]:
        """Every meeting with the record it belongs to."""
        records = [*self.bloc_years.values(), *self.of("congress"), *self.of("award-list")]
        return [(record, meeting) for record in records for meeting in record.meetings]

    def led(self, unit: str) -> list[BlocYear]:
        """The bloc-years in which a unit was head."""
        return self._led.get(unit, [])

    @cached_property
    def _led(self) -> dict[str, list[BlocYear]]:
        return grouped((r.head.unit, r) for r in self.bloc_years.values() if r.head)

    def will_lead(self, unit: str) -> list[tuple[BlocYear, NextHead]]:
        """The bloc-years that announce a unit as the next head."""
        return self._will_lead.get(unit, [])

    @cached_property
    def _will_lead(self) -> dict[str, list[tuple[BlocYear, NextHead]]]:
        return grouped((r.next_head.unit, (r, r.next_head)) for r in self.bloc_years.values() if r.next_head)

    def mentions(self, unit: str) -> list[BlocYear | Congress | AwardList]:
        """The records that speak of a unit as the host or organiser of a meeting, or in what was said there."""
        return self._mentions.get(unit, [])

    @cached_property
    def _mentions(self) -> dict[str, list[BlocYear | Congress | AwardList]]:
        records = [*self.bloc_years.values(), *self.of("congress"), *self.of("award-list")]
        spoken_of = ((r, {unit for part in walk(r) for unit in self._spoken_of(part)}) for r in records)
        return grouped((unit, record) for record, units in spoken_of for unit in units)

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
        return self._member_in.get(unit, [])

    @cached_property
    def _member_in(self) -> dict[str, list[BlocYear]]:
        years = (r for r in self.bloc_years.values() if r.members)
        return grouped((unit, r) for r in years for unit in dict.fromkeys(r.members.units))

    # --- places and what became of them ---

    @cached_property
    def lineage(self) -> Lineage:
        """What places and units were before, and what they became."""
        return Lineage(record for record in self.records.values() if isinstance(record, Place | Organisation))

    # --- sources ---

    @cached_property
    def _facts_by_source(self) -> dict[str, list[tuple[Model, Fact]]]:
        records = [record for record in self.records.values() if not isinstance(record, Row)]
        records += [*self.bloc_years.values(), *self.rolls.values(), *self.identities]
        facts = ((record, part) for record in records for part in walk(record) if isinstance(part, Fact))
        return grouped((source, (record, fact)) for record, fact in facts for source in fact.source)

    def facts_from(self, source: str) -> list[tuple[Model, Fact]]:
        """Every fact taken from a source, with the record it stands in."""
        return self._facts_by_source.get(source, [])
