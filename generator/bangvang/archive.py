"""The archive: records linked by their ids, and the questions that pages ask of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from .loading import Loaded
from .problems import Report, Term
from .records import (
    KINDS,
    About,
    Award,
    AwardKind,
    AwardList,
    Bloc,
    BlocYear,
    Congress,
    Decision,
    Fact,
    Meeting,
    Model,
    Movement,
    NextHead,
    Organisation,
    Participant,
    Person,
    Place,
    Point,
    Source,
    Step,
)
from .structure import references, walk
from .vietnamese import person_key, sort_key

STATUS = {
    "proposed": "proposed", "reviewed": "proposed", "consulted": "proposed",
    "conferred": "conferred", "restored": "conferred",
    "annulled": "annulled", "stripped": "stripped", "declined": "declined",
}  # fmt: skip
"""What an award is worth after a step. Presenting and correcting it change nothing."""

Record = AwardKind | Movement | Place | Organisation | Person | Bloc | Congress | Decision | AwardList | Source
Home = BlocYear | AwardList


@dataclass(frozen=True)
class Honour:
    """An award in the record that states it. Its status follows from its steps, never from a claim."""

    award: Award
    home: Home

    @property
    def status(self) -> str:
        """proposed, conferred, annulled, stripped or declined."""
        steps = reversed(self.award.steps)
        return next((STATUS[step.step] for step in steps if step.step in STATUS), "proposed")

    @property
    def conferred(self) -> bool:
        """Whether it is an award at all: a proposal is not."""
        return self.status == "conferred"

    @property
    def conferral(self) -> Step | None:
        """The step that conferred it."""
        return next((step for step in reversed(self.award.steps) if step.step == "conferred"), None)

    @property
    def proposal(self) -> Step | None:
        return next((step for step in self.award.steps if step.step == "proposed"), None)

    @property
    def presentation(self) -> Step | None:
        return next((step for step in self.award.steps if step.step == "presented"), None)

    @property
    def told(self) -> Step:
        """The step that says most about it in a line: the conferral, unless only the presentation is known."""
        conferral = self.conferral
        if conferral is None or not self.conferred:
            return self.award.steps[-1]
        if not (conferral.by or conferral.date or conferral.decision) and self.presentation:
            return self.presentation
        return conferral

    @property
    def year(self) -> int | None:
        """The year it counts for: the year rewarded, else that of the decision, else of the presentation."""
        dated = (step.date.value.year for step in (self.conferral, self.presentation, self.proposal)
                 if step and step.date)  # fmt: skip
        return self.award.year or next((year for year in dated if year), None)

    @property
    def anchor(self) -> str:
        """The id of the award on the pages that show it, unique in the archive."""
        home = f"{self.home.bloc}-{self.home.year}" if isinstance(self.home, BlocYear) else self.home.id
        return f"{home}--{self.award.id}"


class Archive:
    """All sound records of a data folder, by kind and id. Make one with `link`."""

    def __init__(self, loaded: Loaded) -> None:
        self.about: About | None = None
        self.records: dict[str, Record] = {}
        self.bloc_years: dict[tuple[str, int], BlocYear] = {}
        self.roots: list[Model] = []
        self.dangling: set[str] = set()
        """Ids that name nothing, or nothing of the kind, where they stand: said already, so no rule judges by them."""
        for file in loaded.files:
            if isinstance(file, About):
                self.about = file
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
                return f"Quyết định số {record.number}"
            case Source():
                return record.title
        return record.name

    # --- awards ---

    @cached_property
    def honours(self) -> list[Honour]:
        """Every award and proposal that the archive records."""
        homes: list[Home] = [*self.bloc_years.values(), *self.of("award-list")]
        return [Honour(award, home) for home in homes for award in home.awards]

    @cached_property
    def _honours_by(self) -> dict[tuple[str, str], list[Honour]]:
        found: dict[tuple[str, str], list[Honour]] = defaultdict(list)
        for honour in self.honours:
            keys = {("kind", honour.award.kind), ("recipient", honour.award.recipient.who)}
            for step in honour.award.steps:
                keys |= {("decision", step.decision), ("at", step.at), ("to", step.to)}
                keys |= {(step.step, step.by.who)} if step.by else set()
            for relation, id in keys:
                if id:
                    found[relation, id].append(honour)
        return found

    def honours_in(self, home: Home) -> list[Honour]:
        """Awards and proposals that a record states, in its order."""
        return [honour for honour in self.honours if honour.home is home]

    def honours_by(self, relation: str, id: str) -> list[Honour]:
        """Awards and proposals in relation to a record: recipient, kind, decision, at, to, or a step's actor."""
        return self._honours_by.get((relation, id), [])

    def recipients(self, honours: Iterable[Honour]) -> dict[tuple[str, bool], int]:
        """How many recipients honours have: ("person" or "collective", whether named) to their number."""
        named = {honour.award.recipient.who for honour in honours if honour.award.recipient.who}
        people = sum(isinstance(self.records[id], Person) for id in named)
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
        """People and collectives with at least one conferred award, people first, in alphabetical order."""
        return [record for kind in ("person", "organisation", "bloc") for record in self.of(kind)
                if self.is_honoured(record.id)]  # fmt: skip

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
        years = {year for _, year in self.bloc_years} | {h.year for h in self.honours if h.year}
        for congress in self.of("congress"):
            years |= {o.date.value.year for o in congress.occasions if o.date.value.year}
        years |= {d.date.value.year for d in self.of("decision") if d.date.value.year}
        return sorted(years)

    # --- who took part in what ---

    @cached_property
    def meetings(self) -> list[tuple[BlocYear | Congress, Meeting]]:
        """Every meeting with the record it belongs to."""
        blocs = [(r, r.meeting) for r in self.bloc_years.values() if r.meeting]
        return blocs + [(c, meeting) for c in self.of("congress") for meeting in c.meetings]

    def parts_played(self, id: str) -> list[tuple[BlocYear | Congress, Meeting, Participant]]:
        """The meetings a person or unit took part in, with what they did there."""
        return [(record, meeting, participant) for record, meeting in self.meetings
                for participant in meeting.participants if participant.who == id]  # fmt: skip

    def led(self, unit: str) -> list[BlocYear]:
        """The bloc-years in which a unit was head."""
        return [r for r in self.bloc_years.values() if r.head and r.head.unit == unit]

    def will_lead(self, unit: str) -> list[tuple[BlocYear, NextHead]]:
        """The bloc-years that announce a unit as the next head."""
        return [(r, r.next_head) for r in self.bloc_years.values() if r.next_head and r.next_head.unit == unit]

    def mentions(self, unit: str) -> list[BlocYear | Congress]:
        """The records that speak of a unit as the host or organiser of a meeting, or in what was said there."""
        records = [*self.bloc_years.values(), *self.of("congress")]
        return [r for r in records if any(unit in self._spoken_of(part) for part in walk(r))]

    @staticmethod
    def _spoken_of(part: Model) -> tuple[str | None, ...]:
        match part:
            case Meeting():
                return part.host, part.organiser
            case Point():
                return part.who
        return ()

    def member_in(self, unit: str) -> list[BlocYear]:
        return [r for r in self.bloc_years.values() if r.members and unit in r.members.units]

    # --- places ---

    def within(self, place: str) -> list[Place]:
        """The places directly within a place."""
        return [record for record in self.of("place") if record.within == place]

    def all_within(self, place: str) -> list[Place]:
        """The places within a place, and within those, and so on."""
        inner = self.within(place)
        return inner + [deeper for step in inner for deeper in self.all_within(step.id)]

    def units_in(self, place: str) -> list[Organisation]:
        return [unit for unit in self.of("organisation") if unit.place == place]

    def path_to(self, place: str) -> list[Place]:
        """The places that a place lies in, largest first, itself last."""
        record = self.records[place]
        return [*(self.path_to(record.within) if record.within else []), record]

    # --- sources ---

    @cached_property
    def _facts_by_source(self) -> dict[str, list[tuple[Model, Fact]]]:
        found: dict[str, list[tuple[Model, Fact]]] = defaultdict(list)
        for record in [*self.records.values(), *self.bloc_years.values()]:
            for fact in walk(record):
                if isinstance(fact, Fact):
                    for source in fact.source:
                        found[source].append((record, fact))
        return found

    def facts_from(self, source: str) -> list[tuple[Model, Fact]]:
        """Every fact taken from a source, with the record it stands in."""
        return self._facts_by_source.get(source, [])


def link(loaded: Loaded, report: Report) -> Archive:
    """Give every record its id in the archive and see that every reference finds what it names."""
    archive = Archive(loaded)
    for record in _records(loaded):
        if isinstance(record, BlocYear):
            archive.bloc_years[record.bloc, record.year] = record
        elif record.id in archive.records:
            first = archive.records[record.id].locate("id")
            report.add("duplicate-id", record.locate("id"), id=record.id, first=str(first))
        else:
            archive.records[record.id] = record
    for file in loaded.files:
        for part in walk(file):
            for path, id, kinds in references(part):
                _find(part, path, id, kinds, archive, loaded, report)
    return archive


def _records(loaded: Loaded) -> Iterator[Record | BlocYear]:
    for file in loaded.files:
        yield from (part for part in walk(file) if type(part) in KINDS or isinstance(part, BlocYear))


def _find(part: Model, path, id: str, kinds, archive: Archive, loaded: Loaded, report: Report) -> None:
    found = archive.records.get(id)
    if found is None:
        archive.dangling.add(id)
        if id not in loaded.set_aside and not loaded.unread.intersection(kinds):
            known = [other for other, record in archive.records.items() if KINDS[type(record)] in kinds]
            nearest = next(iter(get_close_matches(id, known, 1, 0.85)), "")
            report.add("broken-reference", part.locate(*path), id=id, nearest=nearest)
    elif KINDS[type(found)] not in kinds:
        archive.dangling.add(id)
        values = {"found": Term(KINDS[type(found)]), "known": Term(kinds[0])}
        report.add("reference-kind", part.locate(*path), id=id, **values)
