"""The schema: what a clerk may write, one model a kind of record.

Keys are English, values as the source prints them. What each key means to a clerk stands in the words of keys.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .facts import ActorId, By, Date, Fact, Model, to
from .ledgers import Corrections, PublishedIds, RetiredIds, Withdrawals
from .sources import Host, Source
from .values import Address, Flag, Id, Moment, Text, Whole, Year

PlaceId = to("place")
UnitId = to("organisation")
SuccessorId = to("place", "organisation")
MovementId = to("movement")
AwardKindId = to("award-kind")
DecisionId = to("decision")
OccasionId = to("congress", "bloc")
CongressId = to("congress")
BlocId = to("bloc")
HonouredId = to("person", "organisation", "bloc", "row")


# --- words of the field -----------------------------------------------------------------------------------


class FormerName(Fact):
    """A name that something went by in its time, and the act that gave it."""

    name: Text
    since: Moment | None = None
    until: Moment | None = None
    act: Text | None = None
    """The law, resolution or decision."""


class Confusion(Fact):
    """Another kind of award that this one is often taken for, and how they differ."""

    kind: AwardKindId
    why: Text


class AwardKind(Fact):
    """A danh hiệu thi đua or hình thức khen thưởng, as the law or the conferring body names it."""

    id: Id
    name: Text
    group: Literal["title", "order", "medal", "prize", "emulation", "flag", "certificate", "insignia", "unnamed"]
    """title: danh hiệu vinh dự nhà nước; emulation: danh hiệu thi đua; unnamed: the form is not named."""
    level: Literal["state", "government", "province", "organisation", "grassroots", "unknown"]
    recipients: tuple[Literal["person", "collective", "household", "place"], ...]
    grades: tuple[Text, ...] = ()
    """Its classes (hạng), highest first."""
    since: Moment | None = None
    until: Moment | None = None
    """The period in which it is conferred under this name."""
    authority: Text | None = None
    """Who confers it, in words."""
    conferred_by: tuple[UnitId, ...] = ()
    """The only authorities that confer it, where that is known."""
    law: Text | None = None
    """Articles of the law that speak of it."""
    english: Text | None = None
    """The accepted term in English. The Vietnamese name is its identity."""
    explained: Text | None = None
    """What it is, in a sentence or two."""
    names: tuple[FormerName, ...] = ()
    """What other laws called it, each in its time."""
    confused_with: tuple[Confusion, ...] = ()
    also: tuple[Text, ...] = ()
    """Other names it is printed under."""


class Movement(Fact):
    """A phong trào thi đua."""

    id: Id
    name: Text


# --- who and where ----------------------------------------------------------------------------------------


class Succession(Fact):
    """What a place or unit became, wholly or in part, and by which act."""

    into: SuccessorId | None = None
    """Nothing for what was dissolved without a successor."""
    how: Literal["renamed", "merged", "split", "dissolved"]
    date: Date
    act: Text | None = None
    """The number or name of the resolution or decision."""
    confirmed: Flag = True
    """False where the archive has not yet seen it in the act itself."""


class Place(Fact):
    """A province, district or commune, as it was at a time."""

    id: Id
    name: Text
    kind: Literal["tỉnh", "thành phố", "quận", "huyện", "thị xã", "thị trấn", "xã", "phường"]
    within: PlaceId | None = None
    since: Moment | None = None
    until: Moment | None = None
    """From when and till when it existed under this name."""
    names: tuple[FormerName, ...] = ()
    also: tuple[Text, ...] = ()
    became: tuple[Succession, ...] = ()
    """Empty while it is what it was, as far as the archive knows."""


class Organisation(Fact):
    """A unit, organiser or conferring authority; also the people and cadres of a place, who are no office."""

    id: Id
    name: Text
    kind: Literal["authority", "party", "people-committee", "council", "union", "agency", "armed-force",
                  "enterprise", "institution", "people-of-place"]  # fmt: skip
    place: PlaceId | None = None
    parent: UnitId | None = None
    since: Moment | None = None
    until: Moment | None = None
    """From when and till when it existed under this name."""
    names: tuple[FormerName, ...] = ()
    also: tuple[Text, ...] = ()
    became: tuple[Succession, ...] = ()
    """Empty while it is what it was, as far as the archive knows."""


class Person(Fact):
    """A person by name. What they were at a time stands where the source says it: at the event, at the award."""

    id: Id
    name: Text
    also: tuple[Text, ...] = ()
    """Other names the source gives: birth name, alias, pen name."""


# --- what happened ----------------------------------------------------------------------------------------


class Participant(Fact):
    """Someone at a meeting: a person with the roles of that day, a unit, or people whom the source leaves unnamed."""

    who: ActorId | None = None
    described: Text | None = None
    """Who they were, where the source gives no name."""
    honorific: Text | None = None
    roles: tuple[Text, ...] = ()
    part: tuple[Literal["attended", "spoke", "chaired", "presented"], ...]


class Meeting(Fact):
    """A conference, signing, session of a council or preparatory meeting."""

    name: Text
    kind: Literal["review", "midyear", "signing", "council", "preparatory"] | None = None
    """What it was for; left out where it was for several things or none of these."""
    status: Literal["held", "announced"] = "held"
    """announced: only what was said beforehand is known."""
    date: Date | None = None
    place: PlaceId | None = None
    host: UnitId | None = None
    organiser: UnitId | None = None
    participants: tuple[Participant, ...] = ()


class Figure(Fact):
    """A number as a source reports it. It is never added to what the archive itself records."""

    label: Text
    value: Whole
    unit: Text
    printed: Text | None = None
    about: Literal["participation", "commendation", "delegates", "work"]
    status: Literal["reported", "target", "planned", "proposed"] = "reported"
    qualifier: Literal["hơn", "gần", "trên", "khoảng"] | None = None
    counts: Literal["collectives", "people", "both"] | None = None
    """For commendation: whose awards it counts, so that what is recorded can stand beside it."""
    instances: Flag = False
    """True for lượt: instances of commendation, not distinct recipients."""
    parts: tuple[Figure, ...] = ()
    """Smaller figures that the source breaks this one into; they must not exceed it."""
    complete: Flag = False
    """True if the parts are all there is, so that they should add up to it."""


class Step(Fact):
    """One step in the life of an award."""

    step: Literal["proposed", "reviewed", "consulted", "conferred", "presented", "corrected", "annulled",
                  "stripped", "restored", "declined"]  # fmt: skip
    date: Date | None = None
    by: By | None = None
    """Who did it: proposer, council, conferring authority, presenter. They differ."""
    to: UnitId | None = None
    """For a proposal: the authority asked to confer."""
    at: OccasionId | None = None
    """The congress or bloc meeting where it happened."""
    decision: DecisionId | None = None
    one_of: tuple[DecisionId, ...] = ()
    """Where one announcement names several decisions and does not say which of them it was."""


class Recipient(Model):
    """Who was proposed or honoured: a record with the name and role printed then, or a number without names."""

    who: ActorId | None = None
    printed: Text | None = None
    honorific: Text | None = None
    role: Text | None = None
    count: Whole | None = None
    of: Literal["tập thể", "cá nhân", "hộ gia đình"] | None = None
    """Households are numbered, never named."""


class Award(Fact):
    """One award to one recipient, as a chain of steps. What it is worth today follows from the steps."""

    id: Id
    """Unique within its file; with the file it makes the address of the award."""
    kind: AwardKindId
    printed: Text
    """The name of the award in the words of the source."""
    grade: Text | None = None
    """Its class, where the kind has classes."""
    recipient: Recipient
    year: Year | None = None
    """The year whose merit it rewards."""
    era: Text | None = None
    posthumous: Flag | None = None
    reason: Text | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @property
    def called(self) -> str:
        """The name as printed, with its class where the printed name leaves that out."""
        if not self.grade or self.grade.casefold() in self.printed.casefold():
            return self.printed
        return f"{self.printed} {self.grade}"


class Point(Fact):
    """Something said or reported that is neither a number nor an award, in the archive's own words."""

    about: Literal["review", "task", "discussion", "request", "achievement", "preparation", "purpose", "photo"]
    text: Text
    who: tuple[UnitId, ...] = ()


# --- blocs ------------------------------------------------------------------------------------------------


class Bloc(Fact):
    """The identity of a khối or cụm thi đua: organiser, level, name and number, period."""

    id: Id
    name: Text
    kind: Literal["khối", "cụm"]
    level: Literal["provinces", "province-body", "central-body", "district", "district-union", "commune", "agency",
                   "enterprise", "mixed", "unknown"]  # fmt: skip
    """What its members are."""
    number: Whole | None = None
    """Its number, however it is printed: V is 5."""
    system: Text | None = None
    """The branch it belongs to, where blocs of several branches bear the same name: Công an nhân dân."""
    organiser: UnitId | None = None
    place: PlaceId | None = None
    """Nothing for a bloc across provinces."""
    since: Moment | None = None
    until: Moment | None = None
    formed_by: DecisionId | None = None
    predecessor: BlocId | None = None
    also: tuple[Text, ...] = ()


class Head(Fact):
    """A unit that led the bloc in the year of the record, or stood in for its head."""

    unit: UnitId
    title: Text
    """As printed: Trưởng khối, Cụm Phó thứ hai."""
    passed: Literal["elected", "handed-over", "assigned", "agreed"] | None = None
    """How it came to lead, where a source says so."""
    printed: Text | None = None


class NextHead(Fact):
    """A unit that leads the bloc in the year after, or is its deputy, and how that passed."""

    unit: UnitId
    year: Year
    title: Text
    passed: Literal["elected", "handed-over", "assigned", "agreed"] | None = None
    printed: Text


class Members(Fact):
    """The units of the bloc in that year, as far as the source goes."""

    units: tuple[UnitId, ...] = ()
    count: Whole | None = None
    complete: Flag = False
    """True only if the source gives the whole list."""
    printed: Text | None = None


class Covenant(Fact):
    """The giao ước or cam kết thi đua signed for a year."""

    year: Year
    printed: Text | None = None
    signatories: Text | None = None


class BlocYear(Fact):
    """The yearly record of a bloc: of the year reviewed, not that of the conference.

    Of a signing or a review at midyear alone, it is the year that these are for.
    """

    bloc: BlocId
    year: Year
    head: Head | None = None
    deputies: tuple[Head, ...] = ()
    members: Members | None = None
    meetings: tuple[Meeting, ...] = ()
    covenant: Covenant | None = None
    next_head: NextHead | None = None
    next_deputies: tuple[NextHead, ...] = ()
    movements: tuple[MovementId, ...] = ()
    figures: tuple[Figure, ...] = ()
    awards: tuple[Award, ...] = ()
    points: tuple[Point, ...] = ()
    missing: tuple[Text, ...] = ()
    """What the sources leave open and would complete the record."""


# --- outside blocs ----------------------------------------------------------------------------------------


class Occasion(Fact):
    """The day of a congress: planned, or held."""

    status: Literal["planned", "held"]
    date: Date | None = None
    place: Text | None = None


class Congress(Fact):
    """A Đại hội Thi đua yêu nước."""

    id: Id
    name: Text
    ordinal: Text | None = None
    level: Literal["national", "province", "sector", "unit"]
    """sector: of a ministry or branch; unit: of one office or enterprise."""
    organiser: UnitId | None = None
    place: PlaceId | None = None
    period: Text | None = None
    occasions: Annotated[tuple[Occasion, ...], Field(min_length=1)]
    meetings: tuple[Meeting, ...] = ()
    figures: tuple[Figure, ...] = ()
    points: tuple[Point, ...] = ()
    missing: tuple[Text, ...] = ()

    @property
    def years(self) -> set[int]:
        """The years for which it was planned, or in which it met, as far as they are known."""
        return {occasion.date.value.year for occasion in self.occasions if occasion.date} - {None}

    @property
    def year(self) -> int:
        """The first of its years; 0 where none is known."""
        return min(self.years, default=0)

    @property
    def held(self) -> bool:
        """Whether a source shows that it met; planning it is not meeting."""
        return any(occasion.status == "held" for occasion in self.occasions)


class Decision(Fact):
    """A quyết định, or another numbered document that orders blocs and awards.

    Numbers restart each year, so number, issuer and date together make it one.
    """

    id: Id
    form: Literal["quyết định", "công văn", "kế hoạch", "chỉ thị", "hướng dẫn", "nghị quyết"] = "quyết định"
    number: Text
    """As printed, misprints included."""
    date: Date | None = None
    """Without it the number alone does not tell which it is, and the page says so."""
    issuer: UnitId
    signer: Text | None = None
    subject: Text
    figures: tuple[Figure, ...] = ()

    @property
    def year(self) -> int | None:
        """The year of its date, where that is known."""
        return self.date.value.year if self.date else None


class AwardList(Fact):
    """Awards that a source announces outside a bloc: one file an announcement."""

    id: Id
    name: Text
    meetings: tuple[Meeting, ...] = ()
    """Sessions of councils and ceremonies of which the source tells."""
    awards: Annotated[tuple[Award, ...], Field(min_length=1)]
    figures: tuple[Figure, ...] = ()
    points: tuple[Point, ...] = ()
    missing: tuple[Text, ...] = ()


class Row(Fact):
    """One honoured in the annex of a decision. Without `who` it is an identity of its own, under the id of the row."""

    __slots__ = ("_id",)

    row: Id
    """Its number in the annex, unique there."""
    name: Text
    """As printed."""
    of: Literal["tập thể", "cá nhân"]
    kind: AwardKindId
    printed: Text
    """The name of the award in the words of the annex."""
    honorific: Text | None = None
    role: Text | None = None
    unit: Text | None = None
    """The unit or place of the recipient, as printed."""
    year: Year | None = None
    posthumous: Flag | None = None
    reason: Text | None = None
    who: ActorId | None = None
    """The record of the recipient, where it is certain who it is."""
    annulled_by: DecisionId | None = None
    """The decision that annulled this one award of the annex."""

    @property
    def id(self) -> str:
        return self._id

    @property
    def also(self) -> tuple[str, ...]:
        return ()

    def stand_in(self, decision: str) -> None:
        """Take the id of the decision whose annex it stands in."""
        self._id = f"{decision}-{self.row}"


class Roll(Model):
    """The annex of a decision: those it honours, a row each. Its sources are those of the decision."""

    decision: DecisionId
    """The name of the file."""
    rows: tuple[Row, ...]


class Identity(Fact):
    """What is known, by evidence, of who is who: records that are one and the same, or that are not."""

    same_as: tuple[HonouredId, ...] = ()
    """The first is the one whose page shows them all."""
    not_same_as: tuple[HonouredId, ...] = ()
    """Any two of these are different, however alike their names."""
    evidence: Text


# --- files ------------------------------------------------------------------------------------------------


class Editor(Model):
    """Where the records lie for those who edit them in the browser."""

    host: Literal["github", "gitlab"]
    repository: Text
    """Its owner and its name: `owner/name`."""
    branch: Text = "main"


class About(Model):
    """The archive itself."""

    title: Text
    publisher: Text
    contact: Text
    licence: Text
    licence_address: Address
    languages: tuple[Literal["vi", "en"], ...] = ("vi",)
    """The languages of the pages. Vietnamese is always one."""
    editor: Editor | None = None
    """Without it nobody edits in the browser, and no page for that is made."""


class Listing(Fact):
    """A file that lists records; a source at its top is theirs."""


class Explanation(Fact):
    """What a reader should know before the kinds of awards: who does what, what is not the same."""

    title: Text
    text: Text


class AwardKinds(Listing):
    explanations: tuple[Explanation, ...] = ()
    award_kinds: tuple[AwardKind, ...]


class Movements(Listing):
    movements: tuple[Movement, ...]


class Places(Listing):
    places: tuple[Place, ...]


class Organisations(Listing):
    organisations: tuple[Organisation, ...]


class People(Listing):
    people: tuple[Person, ...]


class Decisions(Listing):
    decisions: tuple[Decision, ...]


class Sources(Model):
    sources: tuple[Source, ...]


class Identities(Listing):
    identities: tuple[Identity, ...]


class Hosts(Model):
    hosts: tuple[Host, ...]


KINDS: dict[type[Model], str] = {
    AwardKind: "award-kind",
    Movement: "movement",
    Place: "place",
    Organisation: "organisation",
    Person: "person",
    Bloc: "bloc",
    Congress: "congress",
    Decision: "decision",
    AwardList: "award-list",
    Source: "source",
    Row: "row",
}
"""The records that have an id of their own, unique in the whole archive, and the word for each."""

FILES: dict[str, type[Model]] = {
    "archive.yml": About,
    "vocabulary/awards.yml": AwardKinds,
    "vocabulary/movements.yml": Movements,
    "places.yml": Places,
    "organisations/*.yml": Organisations,
    "people/*.yml": People,
    "blocs/*.yml": Bloc,
    "years/*/*.yml": BlocYear,
    "decisions/*.yml": Decisions,
    "awards/*/*.yml": AwardList,
    "congresses/*.yml": Congress,
    "sources/*.yml": Sources,
    "rolls/*/*.csv": Roll,
    "identities.yml": Identities,
    "hosts.yml": Hosts,
    "retired.yml": RetiredIds,
    "ids.yml": PublishedIds,
    "corrections.yml": Corrections,
    "withdrawals.yml": Withdrawals,
}
"""Which model a file of the data folder holds, by its path there."""
