"""The pages of records, stamped into the frames of every language on all cores; beside them the tables to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from ..language.words import Say
from ..open_data.downloads import Download
from ..pages.types import Page
from ..search.entries import Entry, Sharing
from .drawn import Drawn
from .parallel import cores, in_parallel

Stamped = tuple[int, str, Entry | None]
"""A page in its place: the part of the site it is of, its address there, and what search knows of it."""

Job = Callable[[], Iterator[Stamped]]
"""Puts pages into their places."""

_JOBS = 4
"""Jobs for each core: what else there is to do takes longer than some of them, and none is left to do it alone."""


def jobs(drawn: Drawn, pages: Sequence[Page], count: int | None = None) -> list[Job]:
    """The stamping of pages, in all languages, as some jobs for each core, unless told how many."""
    for part in drawn.parts:
        part.prepare()
    count = count or _JOBS * cores()
    return [partial(_share, drawn, pages[start::count]) for start in range(count)]


def _share(drawn: Drawn, pages: Sequence[Page]) -> Iterator[Stamped]:
    for page in pages:
        for place, part in enumerate(drawn.parts):
            yield place, page.address, part.stamp(page, drawn.archive)


def stamp(work: list[Job], drawn: Drawn, say: Say) -> list[dict[str, Entry | None]]:
    """Do the jobs that make all pages, and write the tables. Returns of each part what search knows of each page."""
    found: list[dict[str, Entry | None]] = [{} for _ in drawn.parts]
    downloads: list[Download] = []
    sharing = Sharing()

    def pages() -> Iterator[Stamped]:
        for it in in_parallel([drawn.data.write, *work]):
            if isinstance(it, Download):
                downloads.append(it)
            else:
                yield it

    for place, address, entry in counted(pages(), len(drawn.pages) * len(drawn.parts), say):
        found[place][address] = entry and sharing.shared(entry)
    drawn.data.tell(downloads)
    return [{page.address: entries[page.address] for page in drawn.pages} for entries in found]


def counted(pages: Iterable[Stamped], all: int, say: Say) -> Iterator[Stamped]:
    """Pages as they come, and how many of all have come."""
    say("stamping", done=0, all=all)
    for done, page in enumerate(pages, 1):
        yield page
        if done % 1000 == 0 or done == all:
            say("stamping", done=done, all=all)
