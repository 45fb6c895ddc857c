"""What a page of honour is made of, as a digest: while that stays the same, the page says the same.

It is made of its record and its awards, of those who share its name or stand beside it, of every record that these lead
to, and of what all pages are made of. The edition is left out: every page names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import requires, version
from pathlib import Path

from pydantic_core import to_json

import bangvang

from ..archive.honours import Honour
from ..archive.sequence import key, neighbours
from ..pages.page import Page, address
from ..records.facts import Model
from ..records.ledgers import Corrections, Withdrawals
from ..records.models import About, BlocYear, Identities, Organisation, Places, Roll
from ..records.structure import references, walk
from .drawn import Drawn

_NAME = re.compile(r"[\w.-]+")
"""Of a package that is needed."""

_BEHIND_ALL = (About, Places, Identities, Corrections, Withdrawals)
"""Files that any page may be made of: names of places are looked for in texts, and these are of all records."""


def program(drawn: Drawn) -> str:
    """The digest of all that pages are made of beside the records: frames, languages, the address, the program.

    What the program needs is part of it; what only extras of it need is not.
    """
    needed = [need for need in requires("bangvang") or () if "extra ==" not in need]
    said = [drawn.data.base, *(f"{need} {version(_NAME.match(need)[0])}" for need in needed)]
    for part in drawn.parts:
        said += [part.language, *(text for name, frame in sorted(part.frames.items()) for text in (name, frame.text))]
    folder = Path(bangvang.__file__).parent
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".html", ".toml")):
        said.append(path.read_text("utf-8"))
    return sum_of(said)


class MadeOf:
    """What the pages of honour of an archive are made of."""

    def __init__(self, drawn: Drawn) -> None:
        """What every process would have to find out is found out now, before they part."""
        self._drawn, self._archive = drawn, drawn.archive
        behind = [root for root in drawn.archive.roots if isinstance(root, _BEHIND_ALL)]
        self._of_all = sum_of([program(drawn), drawn.archive.edition.day, behind])
        self._around = neighbours(drawn.archive)
        self._sum_of = cache(self._make_sum_of)
        self._leads_to = cache(self._make_leads_to)
        self._reached = cache(self._make_reached)
        self._of_honours = cache(self._make_of_honours)

    def page(self, page: Page) -> str:
        """What a page is made of; empty where it is none of honour, and may be made of anything."""
        if page.kind != "hero":
            return ""
        archive, drawn, record = self._archive, self._drawn, page.subject
        before = archive.lineage.all_formerly(record.id) if isinstance(record, Organisation) else []
        said = [self._of_all, page.address, page.also, record, self._reached(self._leads_to(record.id)), before]
        said += [page.values["is_person"], self._of_honours(record.id), page.values["namesakes_in_all"]]
        said += [(other.id, other.name, apart, self._of_honours(other.id)) for other, apart in page.values["namesakes"]]
        said += [stop and (stop.id, stop.name) for stop in self._around.get(key(record), ())]
        said += [drawn.past.get(record.standing[0].file.partition("/")[2])]
        said += [page.address in places for places in (drawn.twins, drawn.data.pages)]
        return sum_of([*said, [feed.address for feed in drawn.data.feeds_for(page.address)]])

    def _make_of_honours(self, id: str) -> list[str]:
        """The digests of the awards and proposals of someone, and of what they lead to."""
        honours = self._archive.honours_by("recipient", id)
        led_to = (frozenset(_named(honour.award)) - {honour.award.recipient.who} for honour in honours)
        return [*map(self._honour, honours), *map(self._reached, led_to)]

    def _honour(self, honour: Honour) -> str:
        return sum_of([honour.award, honour.anchor, self._reached(frozenset(_home(honour)))])

    def _make_sum_of(self, id: str) -> str:
        return sum_of([type(self._archive[id]).__name__, self._archive[id]])

    def _make_leads_to(self, id: str) -> frozenset[str]:
        return frozenset(_named(self._archive[id]))

    def _make_reached(self, ids: frozenset[str]) -> str:
        """The digest of records, of those that they lead to, and so on, with where each has its page."""
        found: set[str] = set()
        todo = set(ids)
        while todo:
            found |= todo
            todo = {other for id in todo for other in self._leads_to(id)} - found
        return sum_of([(id, self._sum_of(id), address(self._archive[id], self._archive)) for id in sorted(found)])


def _named(record: Model) -> Iterator[str]:
    """Every id that a record or a part of it names, its sources included."""
    for part in walk(record):
        yield from (id for _, id, _ in references(part))
        yield from getattr(part, "source", ())


def _home(honour: Honour) -> tuple[str, ...]:
    """The record whose page an award stands on."""
    match honour.home:
        case BlocYear(bloc=id) | Roll(decision=id):
            return (id,)
    return ()


def sum_of(said: object) -> str:
    """The digest of records and of what is said of them."""
    return sha256(to_json(said, fallback=str)).hexdigest()
