"""Open tables of awards: a row a chain of steps, a row a step, a row a recipient.

What is merely proposed is told by `status` from what was conferred, and the extracts keep the two apart.
A person who was never conferred anything is not named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ..archive.archive import Archive
from ..archive.honours import WHOM, Honour
from ..pages.page import address, honour_address
from ..records.models import Award, AwardList, Bloc, BlocYear, Organisation, Person, Recipient, Row, Step
from .columns import Cell, Column, Table, doubts, named, plain, when


def year_id(record: BlocYear) -> str:
    """The id of a yearly record in the tables."""
    return f"{record.bloc}-{record.year}"


def page_of(honour: Honour, archive: Archive) -> str:
    """Where the award is shown: on the page of honour of the recipient, else of the record that states it."""
    who = archive.identity(honour.award.recipient.who)
    shown = honour.conferral and who and honour_address(archive[who], archive)
    return f"{shown or address(honour.home, archive)}#{honour.anchor}"


@dataclass(frozen=True, slots=True)
class _Chain:
    """An award with what its columns ask for again and again."""

    honour: Honour
    award: Award
    to: Recipient
    who: str | None
    """Under which id the recipient is shown."""
    may_be_named: bool
    proposal: Step | None
    conferral: Step | None
    presentation: Step | None
    ended: Step | None
    bloc_year: BlocYear | None
    sources: tuple[str, ...]
    """Of the award and of all its steps."""


def _chains(archive: Archive) -> Iterator[_Chain]:
    for honour in archive.honours:
        award, conferral = honour.award, honour.conferral
        who = archive.identity(award.recipient.who)
        person = archive.is_person(who) if who else award.recipient.of == "cá nhân"
        yield _Chain(
            honour,
            award,
            award.recipient,
            who,
            not person or bool(archive.was_honoured(who) if who else conferral),
            honour.proposal,
            conferral,
            honour.presentation,
            honour.ended,
            honour.home if isinstance(honour.home, BlocYear) else None,
            tuple(dict.fromkeys(id for fact in (award, *award.steps) for id in fact.source)),
        )


def _recipient(get: Callable[[_Chain, Archive], Cell]) -> Callable[[_Chain, Archive], Cell]:
    """A value of the recipient, which a person never conferred anything does not have."""
    return lambda chain, archive: get(chain, archive) if chain.may_be_named else None


def _kind_of_recipient(chain: _Chain, archive: Archive) -> str:
    if chain.who:
        return "person" if archive.is_person(chain.who) else "collective"
    return WHOM[chain.to.of]


def _of(step: str, get: Callable[[Step, Archive], Cell]) -> Callable[[_Chain, Archive], Cell]:
    """A value of one of the steps, where there is such a step."""
    return lambda chain, archive: get(found, archive) if (found := getattr(chain, step)) else None


def _by(step: Step, archive: Archive) -> str | None:
    return step.by.who if step.by else None


def _by_name(step: Step, archive: Archive) -> str | None:
    return named(_by(step, archive), archive)


def _on(step: Step, archive: Archive) -> str | None:
    return when(step.date)


def _number(step: Step, archive: Archive) -> str | None:
    return archive[step.decision].number if step.decision else None


def _decision_date(step: Step, archive: Archive) -> str | None:
    return when(archive[step.decision].date) if step.decision else None


CHAINS = Table(
    "chuoi-khen-thuong",
    (
        Column("id", "id", lambda c, _: c.honour.anchor),
        Column("status", "code", lambda c, _: c.honour.status, "status"),
        Column("recipient_id", "id", _recipient(lambda c, a: c.who)),
        Column("recipient_name", "text", _recipient(lambda c, a: named(c.who, a))),
        Column("recipient_kind", "code", _kind_of_recipient, "recipients"),
        Column("recipient_printed", "text", _recipient(lambda c, _: c.to.printed)),
        Column("recipient_honorific", "text", _recipient(lambda c, _: c.to.honorific)),
        Column("recipient_role", "text", _recipient(lambda c, _: c.to.role)),
        Column("recipient_count", "number", lambda c, _: c.to.count),
        Column("kind_id", "id", lambda c, _: c.award.kind, refers="hinh-thuc"),
        Column("kind_name", "text", lambda c, a: a.name(c.award.kind)),
        Column("kind_level", "code", lambda c, a: a[c.award.kind].level, "level"),
        Column("printed", "text", lambda c, _: c.award.printed),
        Column("grade", "text", lambda c, _: c.award.grade),
        Column("year", "year", lambda c, _: c.award.year),
        Column("year_counted", "year", lambda c, _: c.honour.year),
        Column("era", "text", lambda c, _: c.award.era),
        Column("posthumous", "flag", lambda c, _: c.award.posthumous),
        Column("reason", "text", lambda c, _: c.award.reason),
        Column("proposed_on", "date", _of("proposal", _on)),
        Column("proposer_id", "id", _of("proposal", _by)),
        Column("proposer_name", "text", _of("proposal", _by_name)),
        Column("asked_id", "id", _of("proposal", lambda step, _: step.to), refers="don-vi"),
        Column("asked_name", "text", _of("proposal", lambda step, a: named(step.to, a))),
        Column("conferred_on", "date", _of("conferral", _on)),
        Column("authority_id", "id", _of("conferral", _by)),
        Column("authority_name", "text", _of("conferral", _by_name)),
        Column("decision_id", "id", _of("conferral", lambda step, _: step.decision), refers="quyet-dinh"),
        Column("decision_number", "text", _of("conferral", _number)),
        Column("decision_date", "date", _of("conferral", _decision_date)),
        Column("decision_one_of", "ids", _of("conferral", lambda step, _: step.one_of)),
        Column("presented_on", "date", _of("presentation", _on)),
        Column("presented_at", "id", _of("presentation", lambda step, _: step.at)),
        Column("ended_by", "code", _of("ended", lambda step, _: step.step), "step"),
        Column("ended_on", "date", _of("ended", _on)),
        Column("ended_decision_id", "id", _of("ended", lambda step, _: step.decision), refers="quyet-dinh"),
        Column("bloc_id", "id", lambda c, _: c.bloc_year and c.bloc_year.bloc, refers="khoi"),
        Column("bloc_year_id", "id", lambda c, _: c.bloc_year and year_id(c.bloc_year), refers="khoi-nam"),
        Column("page", "address", lambda c, a: page_of(c.honour, a)),
        Column("sources", "ids", lambda c, _: c.sources),
        Column("source_addresses", "addresses", lambda c, a: tuple(x for id in c.sources if (x := a[id].address))),
        Column("inferred", "text", lambda c, _: c.award.inferred),
        Column("note", "text", lambda c, _: c.award.note),
    ),
    _chains,
)  # fmt: skip

EXTRACTS = tuple(
    replace(CHAINS, name=name, of=CHAINS.name, keeps=statuses)
    for name, statuses in (
        ("khen-thuong", ("conferred",)),
        ("khong-con-gia-tri", ("annulled", "stripped", "declined")),
        ("de-nghi", ("proposed",)),
    )
)
"""The chains by what they are worth: conferred, conferred no more, merely proposed. Together they are all of them."""

EXTRACT_OF = {status: table for table in EXTRACTS for status in table.keeps}
"""Which extract an award stands in, by its status."""


@dataclass(frozen=True)
class _Taken:
    """A step with its award, its number there and what the award was worth after it."""

    honour: Honour
    number: int
    step: Step
    brought: str | None


def _steps(archive: Archive) -> Iterator[_Taken]:
    for honour in archive.honours:
        for number, (step, brought) in enumerate(honour.course, 1):
            yield _Taken(honour, number, step, brought)


STEPS = Table(
    "buoc",
    (
        Column("award_id", "id", lambda t, _: t.honour.anchor, refers="chuoi-khen-thuong"),
        plain("number", "number"),
        Column("step", "code", lambda t, _: t.step.step, "step"),
        Column("date", "date", lambda t, _: when(t.step.date)),
        Column("date_printed", "text", lambda t, _: t.step.date and t.step.date.printed),
        Column("date_inferred", "text", lambda t, _: t.step.date and t.step.date.inferred),
        Column("by_id", "id", lambda t, a: _by(t.step, a)),
        Column("by_name", "text", lambda t, a: _by_name(t.step, a)),
        Column("by_printed", "text", lambda t, _: t.step.by and t.step.by.printed),
        Column("by_role", "text", lambda t, _: t.step.by and t.step.by.role),
        Column("to_id", "id", lambda t, _: t.step.to, refers="don-vi"),
        Column("at_id", "id", lambda t, _: t.step.at),
        Column("decision_id", "id", lambda t, _: t.step.decision, refers="quyet-dinh"),
        Column("one_of", "ids", lambda t, _: t.step.one_of),
        Column("brought", "code", lambda t, _: t.brought, "status"),
        *doubts(lambda t: t.step),
    ),
    _steps,
    ("award_id", "number"),
)


def _worth(record: Person | Organisation | Bloc | Row, archive: Archive, kept: str) -> list[Honour]:
    return [honour for honour in archive.honours_by("recipient", record.id) if getattr(honour, kept)]


def _years(record: Person | Organisation | Bloc | Row, archive: Archive) -> list[int]:
    return [honour.year for honour in _worth(record, archive, "conferred") if honour.year]


def _lists_of(record: Person | Organisation | Bloc | Row, archive: Archive) -> tuple[str, ...]:
    homes = (honour.home for honour in archive.honours_by("recipient", record.id) if honour.conferral)
    return tuple(dict.fromkeys(home.id for home in homes if isinstance(home, AwardList)))


RECIPIENTS = Table(
    "nguoi-nhan",
    (
        plain("id", "id"),
        plain("name"),
        Column("kind", "code", lambda r, a: "person" if a.is_person(r.id) else "collective", "recipients"),
        Column("also", "texts", lambda r, _: r.also),
        Column("same_as", "ids", lambda r, a: tuple(a.same_as(r.id))),
        Column("conferred", "number", lambda r, a: len(_worth(r, a, "conferred"))),
        Column("lost", "number", lambda r, a: len(_worth(r, a, "ended"))),
        Column("first_year", "year", lambda r, a: min(_years(r, a), default=None)),
        Column("last_year", "year", lambda r, a: max(_years(r, a), default=None)),
        Column("lists", "ids", _lists_of),
        Column("page", "address", honour_address),
        *doubts(),
    ),
    lambda archive: (*archive.honoured, *archive.once_honoured, *archive.rolled),
)  # fmt: skip
