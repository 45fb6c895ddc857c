"""The pages of records, stamped into the frames of every language on all cores; beside them the tables to take away."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from ..language.words import Say
from ..open_data.downloads import Download
from ..pages.page import Page
from ..pages.types import opened
from ..search.entries import Entry, Sharing
from .drawn import Drawn
from .kept import Kept, Standing
from .made_of import MadeOf
from .parallel import cores, in_parallel


class Stamped(NamedTuple):
    """A page in its place."""

    place: int
    """The part of the site it is of."""
    address: str
    entry: Entry | None
    """What search knows of it; None too of a page that was taken, where that is remembered."""
    made_of: str = ""
    """Of a page that may be taken from here: what it was made of."""
    is_taken: bool = False


Job = Callable[[], Iterator[Stamped]]
"""Puts pages into their places."""

_JOBS = 8
"""Jobs for each core: what else there is to do takes longer than some of them, and none is left to do it alone."""

_PAGES = 500
"""Pages of a job at most: what a process has copied of an archive goes with it."""


def jobs(drawn: Drawn, pages: Sequence[Page], count: int | None = None, standing: Standing | None = None) -> list[Job]:
    """The stamping of pages, in all languages, as some jobs for each core, unless told how many.

    Pages that would come out as they are in the site that stands are taken from it. The pages of a job are neighbours,
    as their records are: a process copies of an archive what it looks at.
    """
    for part in drawn.parts:
        part.prepare()
    size = max(1, math.ceil(len(pages) / count) if count else min(_PAGES, math.ceil(len(pages) / (_JOBS * cores()))))
    made_of = MadeOf(drawn) if standing else None
    starts = range(0, len(pages), size)
    return [partial(_share, drawn, pages[start : start + size], standing, made_of) for start in starts]


def _share(drawn: Drawn, pages: Sequence[Page], standing: Standing | None, made_of: MadeOf | None) -> Iterator[Stamped]:
    for closed in pages:
        page = opened(closed, drawn.archive)
        sum = made_of.page(page) if made_of else ""
        for place, part in enumerate(drawn.parts):
            if standing and standing.has_given(place, part, page.address, sum):
                yield Stamped(place, page.address, None, sum, is_taken=True)
            else:
                yield Stamped(place, page.address, part.stamp(page, drawn.archive), sum)


class Result(NamedTuple):
    """What came of stamping."""

    entries: list[dict[str, Entry | None]]
    """Of each part, what search knows of the page at each address."""
    pages: list[Kept]
    """The pages that may be taken from here."""
    taken: frozenset[str]
    """The files of pages that were taken from the site that stands."""


def stamp(work: list[Job], drawn: Drawn, say: Say, standing: Standing | None = None) -> Result:
    """Do the jobs that make all pages, and write the tables."""
    found: list[dict[str, Entry | None]] = [{} for _ in drawn.parts]
    downloads: list[Download] = []
    pages, taken, sharing = [], set(), Sharing()

    def stamped() -> Iterator[Stamped]:  # what takes longest and needs most memory comes first
        for it in in_parallel([drawn.data.write, *work]):
            if isinstance(it, Download):
                downloads.append(it)
            else:
                yield it

    for page in counted(stamped(), len(drawn.pages) * len(drawn.parts), say):
        if page.is_taken:
            entry = standing.entry(page.place, page.address)
            taken.add(drawn.parts[page.place].file_of(page.address))
        else:
            entry = page.entry and sharing.shared(page.entry)
        found[page.place][page.address] = entry
        if page.made_of:
            pages.append(Kept(page.place, page.address, page.made_of, entry))
    drawn.data.tell(downloads)
    ordered = [{page.address: entries[page.address] for page in drawn.pages} for entries in found]
    return Result(ordered, pages, frozenset(taken))


def counted(pages: Iterable[Stamped], all: int, say: Say) -> Iterator[Stamped]:
    """Pages as they come, and how many of all have come."""
    say("stamping", done=0, all=all)
    for done, page in enumerate(pages, 1):
        yield page
        if done % 1000 == 0 or done == all:
            say("stamping", done=done, all=all)
