"""The pages of records, stamped into the frames of every language on all cores; beside them the tables to take away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..archive.archive import Archive
from ..language.words import Say
from ..open_data.downloads import Download
from ..open_data.open_data import OpenData
from ..pages.types import Page
from ..search.entries import Entry
from .parallel import cores, in_parallel
from .parts import Part


def stamp(
    pages: list[Page], archive: Archive, parts: list[Part], data: OpenData, say: Say
) -> list[dict[str, Entry | None]]:
    """Write the pages of records and the tables. Returns of each part what search knows of the page at each address."""

    def share(number: int) -> Iterator[tuple[int, str, Entry | None]]:
        for page in pages[number :: cores()]:
            for place, part in enumerate(parts):
                yield place, page.address, part.stamp(page, archive)

    found: list[dict[str, Entry | None]] = [{} for _ in parts]
    downloads, done, all = [], 0, len(pages) * len(parts)
    say("stamping", done=done, all=all)
    for it in in_parallel([data.write, *(partial(share, number) for number in range(cores()))]):
        if isinstance(it, Download):
            downloads.append(it)
            continue
        place, address, entry = it
        found[place][address] = entry
        done += 1
        if done % 1000 == 0 or done == all:
            say("stamping", done=done, all=all)
    data.tell(downloads)
    return [{page.address: entries[page.address] for page in pages} for entries in found]
