"""An award in the record that states it, and what it is worth: that follows from its steps, never from a claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import takewhile

from ..records.facts import Actor
from ..records.models import Award, AwardList, BlocYear, Decision, Recipient, Roll, Step
from ..records.values import Day

_SHARED = ("kind", "printed", "year", "posthumous", "reason", "source", "quote", "note", "inferred")
"""What a row says of an award in the words of an award."""

_SAID: set[str] = set()
"""Which fields were given to what is made from a row: nobody asks, and a set for each would be most of its memory."""

WHOM = {"cá nhân": "person", "tập thể": "collective", "hộ gia đình": "household"}
"""The word that kinds of awards have for recipients without a name."""

STATUS = {
    "proposed": "proposed", "reviewed": "proposed", "consulted": "proposed",
    "conferred": "conferred", "restored": "conferred",
    "annulled": "annulled", "stripped": "stripped", "declined": "declined",
}  # fmt: skip
"""What an award is worth after a step. Presenting and correcting it change nothing."""

Home = BlocYear | AwardList | Roll


@dataclass(frozen=True, slots=True)
class Honour:
    """An award in the record that states it. Its status follows from its steps, never from a claim."""

    award: Award
    home: Home
    status: str = field(init=False)
    """proposed, conferred, annulled, stripped or declined: after the last step that is known."""
    conferral: Step | None = field(init=False)
    """The step that conferred it."""
    year: int | None = field(init=False)
    """The year it counts for: the year rewarded, else that of the decision, else of the presentation."""

    def __post_init__(self) -> None:
        steps, put = self.award.steps, partial(object.__setattr__, self)
        put("status", _status(steps))
        put("conferral", next((step for step in reversed(steps) if step.step == "conferred"), None))
        put("year", self.award.year or self._year())

    def _year(self) -> int | None:
        dated = (step.date.value.year for step in (self.conferral, self.presentation, self.proposal)
                 if step and step.date)  # fmt: skip
        return next((year for year in dated if year), None)

    def status_on(self, day: date) -> str | None:
        """What it was worth at the end of a day; None before its first step. A step without a date is taken to be
        as old as the one before it.
        """
        end = Day(day.year, day.month, day.day).latest
        done = list(takewhile(lambda step: not step.date or step.date.value.start.earliest <= end, self.award.steps))
        return _status(done) if done else None

    @property
    def course(self) -> list[tuple[Step, str | None]]:
        """Its steps in their order, each with the status that it brought; None where that stayed as it was."""
        worth = [_status(self.award.steps[: number + 1]) for number in range(len(self.award.steps))]
        return [(step, now if now != before else None)
                for step, before, now in zip(self.award.steps, [None, *worth], worth, strict=False)]  # fmt: skip

    @property
    def conferred(self) -> bool:
        """Whether it is an award at all: a proposal is not."""
        return self.status == "conferred"

    @property
    def ended(self) -> Step | None:
        """The step by which an award that had been conferred was lost."""
        lost = (step for step in reversed(self.award.steps) if step.step in ("annulled", "stripped"))
        return next(lost, None) if self.conferral and not self.conferred else None

    @property
    def day(self) -> Day | None:
        """When the step was that says most about it, if its year is known."""
        return self.told.date.value.start if self.told.date and self.told.date.value.year else None

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
    def numbered(self) -> bool:
        """Whether the decision that conferred it is known, if only as one of several."""
        return bool(self.conferral and (self.conferral.decision or self.conferral.one_of))

    @property
    def listed(self) -> bool:
        """Whether a roll states it: one of perhaps thousands."""
        return isinstance(self.home, Roll)

    @property
    def anchor(self) -> str:
        """The id of the award on the pages that show it, unique in the archive."""
        match self.home:
            case BlocYear(bloc=bloc, year=year):
                home = f"{bloc}-{year}"
            case Roll(decision=home):
                pass
            case AwardList(id=home):
                pass
        return f"{home}--{self.award.id}"


def _status(steps: Iterable[Step]) -> str:
    return next((STATUS[step.step] for step in reversed([*steps]) if step.step in STATUS), "proposed")


def honours_of(home: Home, decisions: Mapping[str, Decision]) -> Iterator[Honour]:
    """The awards and proposals that a record states; those of a roll follow from decisions."""
    awards = _awards_of(home, decisions) if isinstance(home, Roll) else home.awards
    return (Honour(award, home) for award in awards)


def _awards_of(roll: Roll, decisions: Mapping[str, Decision]) -> Iterator[Award]:
    """The awards that the rows of a roll state: conferred by its decision, and at most annulled by another."""
    conferred = (_by(decisions[roll.decision], "conferred"),)
    for row in roll.rows:
        annulling = decisions.get(row.annulled_by)
        steps = (*conferred, _by(annulling, "annulled")) if annulling else conferred
        role = ", ".join(part for part in (row.role, row.unit) if part) or None
        recipient = Recipient.model_construct(
            _SAID, who=row.who or row.id, printed=row.name, honorific=row.honorific, role=role, of=row.of
        )
        award = Award.model_construct(
            _SAID, id=row.row, recipient=recipient, steps=steps, **{name: getattr(row, name) for name in _SHARED}
        )
        for part in (award, recipient):
            part.place_in(*row.standing)
        yield award


def _by(decision: Decision, step: str) -> Step:
    """What a decision did to an award."""
    made = Step.model_construct(
        step=step,
        date=decision.date,
        by=Actor.model_construct(who=decision.issuer),
        decision=decision.id,
        source=decision.source,
    )
    made.place_in(*decision.standing)
    return made
