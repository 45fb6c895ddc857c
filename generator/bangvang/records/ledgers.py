"""The ledgers: which ids ever had a page, what was retired, corrected or withdrawn. They outlive the records."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .facts import Model, to
from .values import Digest, Flag, Id, OneDay, Text, Whole, Year

KindWithPage = Literal["award-kind", "place", "organisation", "person", "bloc", "congress", "decision", "source"]
"""The kinds of record that have a page under their own id; rows of rolls follow from their decision."""

SuccessorPageId = to("award-kind", "place", "organisation", "person", "bloc", "congress", "decision", "source", "row")
CorrectedId = to(
    "award-kind", "movement", "place", "organisation", "person", "bloc", "congress", "decision", "award-list", "source",
    "row",
)  # fmt: skip


class Published(Model):
    """The ids of one kind that ever had a page."""

    kind: KindWithPage
    ids: tuple[Id, ...]


class PublishedIds(Model):
    """Every id that ever had a page. Ids are added, never taken out, save when a record is withdrawn."""

    ids: tuple[Published, ...]


class Retired(Model):
    """An id that was public once and stands for nothing now, so that it is never given to another."""

    id: Id
    kind: KindWithPage
    reason: Text
    into: tuple[SuccessorPageId, ...] = ()
    """What it became: one for what was merged or renamed, several for what was split, none for what is gone."""
    honoured: Flag = False
    """Whether a unit or bloc also had a page of honour."""


class RetiredIds(Model):
    retired: tuple[Retired, ...]


class Correction(Model):
    """A mistake of the archive that was put right: what, when, at whose asking."""

    date: OneDay
    received: OneDay | None = None
    """When it was asked for."""
    of: CorrectedId
    year: Year | None = None
    """With the id of a bloc: its yearly record."""
    what: Text
    why: Text
    asked: Literal["reader", "office", "archive"]


class Corrections(Model):
    corrections: tuple[Correction, ...]


class Trace(Model):
    """A form of a withdrawn name, by which it is recognised without being written down."""

    digest: Digest
    syllables: Annotated[Whole, Field(ge=2)]


class Withdrawal(Model):
    """A record that was taken out, named by a digest alone."""

    digest: Digest
    """SHA-256 of the kind and the id with a space between."""
    date: OneDay
    reason: Literal["request-of-person", "request-of-family", "court", "privacy", "error"]
    note: Text | None = None
    traces: tuple[Trace, ...] = ()


class Withdrawals(Model):
    withdrawals: tuple[Withdrawal, ...]
