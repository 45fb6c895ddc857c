"""The rules of awards: what their steps may be, and whom, when and by whom each kind is conferred."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..archive.archive import Archive
from ..archive.honours import WHOM, Honour
from ..records.facts import Dated
from ..records.models import Award, AwardKind, Bloc, Organisation, Person, Recipient, Step
from ..records.values import Day, When
from .rule import Broken, every

_AFTER = {
    **dict.fromkeys(("presented", "corrected", "annulled", "stripped"), ({"conferred"},)),
    "restored": ({"conferred"}, {"annulled", "stripped"}),
}
"""For a step, what must stand before it: of each set, one."""

_PROPOSING = re.compile("đề nghị|suy tôn|bình xét|giới thiệu|bình chọn", re.IGNORECASE)


def awards_run_their_course(archive: Archive) -> Iterator[Broken]:
    """What is presented, corrected, annulled or stripped has been conferred, what is restored has been lost before,
    nothing is proposed that has been conferred, and no step is dated before the one it follows.
    """
    for honour in archive.honours:
        done: set[str] = set()
        for step in honour.award.steps:
            if any(not done & before for before in _AFTER.get(step.step, ())):
                yield Broken("step-without-conferral", step.locate("step"), {"step": step.step})
            if "conferred" in done and step.step in ("proposed", "reviewed", "consulted"):
                yield Broken("proposal-after-conferral", step.locate("step"), {"step": step.step})
            done.add(step.step)
        for date, before in _turned_back(honour.award):
            yield Broken("steps-out-of-order", date.locate(), {"date": str(date.value), "earlier": str(before.value)})


def _turned_back(award: Award) -> Iterator[tuple[Dated, Dated]]:
    """The dates of steps that are before the step they follow, each with the date of that."""
    dates = [step.date for step in award.steps if step.date and step.date.value.year]
    for before, date in pairwise(dates):
        if date.value.end.latest < before.value.start.earliest:
            yield date, before


def only_a_proposal_asks(archive: Archive) -> Iterator[Broken]:
    """Only a proposal has an authority that it asks, and a step that confers does not quote a proposal."""
    for step in every(archive, Step):
        if step.to and step.step != "proposed":
            yield Broken("to-without-proposal", step.locate("to"), {"step": step.step})
        if step.step in ("conferred", "presented") and step.quote and _PROPOSING.search(step.quote):
            yield Broken("quote-says-proposal", step.locate("quote"), {"step": step.step, "quote": step.quote})


def awards_are_stated_once(archive: Archive) -> Iterator[Broken]:
    """The same award, of one class and for one year, to the same recipient is stated by one record only, unless two
    decisions state it.
    """
    seen: dict[tuple, Honour] = {}
    for honour in archive.honours:
        award = honour.award
        first = seen.setdefault((award.recipient.who, award.kind, award.grade, honour.year, award.era), honour)
        decisions = {one.conferral.decision for one in (first, honour) if one.conferral and one.conferral.decision}
        if award.recipient.who and first.anchor != honour.anchor and len(decisions) < 2:
            yield Broken("award-twice", award.locate("id"), {"first": str(first.award.locate("id"))})


def award_ids_are_unique(archive: Archive) -> Iterator[Broken]:
    """An award's id occurs once in its file. (The rows of a roll are records, whose ids are unique anyway.)"""
    seen: dict[str, Honour] = {}
    for honour in archive.honours:
        if honour.anchor in seen and not honour.listed:
            first = str(seen[honour.anchor].award.locate("id"))
            values = {"id": honour.award.id, "first": first}
            yield Broken("duplicate-id", honour.award.locate("id"), values)
        seen.setdefault(honour.anchor, honour)


def awards_fit_their_recipients(archive: Archive) -> Iterator[Broken]:
    """An award for collectives goes to no person or household, one for people to no collective, one for households to
    these alone, and one for a place to the people and cadres of one.
    """
    for honour in archive.honours:
        recipient = honour.award.recipient
        kind = archive.records.get(honour.award.kind)
        given = _what_it_may_be(recipient, archive)
        if isinstance(kind, AwardKind) and given and not given.intersection(kind.recipients):
            place = recipient.locate("of" if recipient.of else "who")
            yield Broken("award-not-for-recipient", place, {"award": kind.name})


def _what_it_may_be(recipient: Recipient, archive: Archive) -> set[str]:
    """The words of kinds that a recipient answers to; none where it is not known who it is.

    A place is honoured as its people and cadres; whether unnamed collectives are such, nobody can tell.
    """
    match archive.records.get(recipient.who or ""):
        case Person():
            return {"person"}
        case Organisation(kind="people-of-place"):
            return {"collective", "place"}
        case Organisation() | Bloc():
            return {"collective"}
    return {WHOM[recipient.of], *(["place"] if recipient.of == "tập thể" else [])} if recipient.of else set()


def grades_are_of_their_kind(archive: Archive) -> Iterator[Broken]:
    """The class of an award is one of those of its kind."""
    for award in every(archive, Award):
        kind = archive.records.get(award.kind)
        if award.grade and isinstance(kind, AwardKind) and award.grade not in kind.grades:
            values = {"award": kind.name, "grade": award.grade, "known": ", ".join(kind.grades)}
            yield Broken("grade-unknown", award.locate("grade"), values)


def kinds_are_in_force(archive: Archive) -> Iterator[Broken]:
    """An award is of a kind that was conferred under that name at the time, or has a note that says why it is."""
    for honour in _in_order(archive):
        kind = archive.records.get(honour.award.kind)
        conferral = honour.conferral
        if not isinstance(kind, AwardKind) or not conferral or honour.award.note:
            continue
        date = conferral.date.value if conferral.date else _year(honour.year)
        if date and date.year and not date.within(kind.since, kind.until):
            values = {"award": kind.name, "date": str(date), "since": kind.since or "", "until": kind.until or ""}
            yield Broken("kind-not-in-force", honour.award.locate("kind"), values)


def _year(year: int | None) -> When | None:
    return When(Day(year), Day(year)) if year else None


def kinds_are_conferred_by_their_authorities(archive: Archive) -> Iterator[Broken]:
    """Who confers an award is one of the authorities of its kind, or the step has a note that says why not."""
    told = set()  # a decision has one issuer, however many awards it confers
    for honour in _one_of_each(archive):
        kind = archive.records.get(honour.award.kind)
        step = honour.conferral
        if not isinstance(kind, AwardKind) or not kind.conferred_by or not step or not step.by or step.note:
            continue
        known = not {step.by.who, *kind.conferred_by} & archive.dangling
        if known and step.by.who not in kind.conferred_by:
            place = archive[step.decision].locate("issuer") if honour.listed else step.by.locate("who")
            values = {"award": kind.name, "found": step.by.who, "known": ", ".join(kind.conferred_by)}
            if place not in told:
                yield Broken("wrong-authority", place, values)
            told.add(place)


def merit_comes_before_its_award(archive: Archive) -> Iterator[Broken]:
    """The year whose merit an award rewards is not later than its conferral, or the award has a note that says why."""
    for honour in _in_order(archive):
        date = honour.conferral and honour.conferral.date
        if date and date.value.year and (honour.award.year or 0) > date.value.end.year and not honour.award.note:
            values = {"year": honour.award.year, "date": str(date.value)}
            yield Broken("year-after-conferral", honour.award.locate("year"), values)


def _one_of_each(archive: Archive) -> Iterator[Honour]:
    """Every award that stands by itself; of a roll, the first of each kind and year: the others say the same."""
    seen = set()
    for honour in archive.honours:
        key = (id(honour.home), honour.award.kind, honour.award.year)
        if not honour.listed or key not in seen:
            seen.add(key)
            yield honour


def _in_order(archive: Archive) -> Iterator[Honour]:
    """Those of them whose steps are dated in order: of the others, the order has been reported."""
    return (honour for honour in _one_of_each(archive) if not any(_turned_back(honour.award)))
