"""Lists that may be too long for one page: sections of items, cut into parts, each of which fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from ..archive.archive import Archive
from ..archive.honours import Honour
from ..language.vietnamese import LETTERS
from ..language.words import table
from ..records.facts import Model

ROOM = 360
"""What a page holds, in units of some hundred bytes: a page of 60 kB at most, where nothing in it is very long."""

WEIGHTS = {
    "entries": 10,
    "told": 8,
    "details": 22,
    "own": 22,
    "rows": 3,
    "names": 3,
    "columns": 3,
    "years": 2,
    "blocs": 2,
    "congresses": 3,
    "decisions": 4,
    "meetings": 4,
    "mentions": 3,
    "sources": 3,
    "taken": 4,
    "gaps": 3,
}
"""How much of the room an item takes, by the shape of its section: the macro that shows it."""


INDEXED = {
    "don-vi": ("organisation", "columns", "unit"),
    "quyet-dinh": ("decision", "decisions", None),
    "nguon": ("source", "sources", "source"),
}
"""Sections whose own page may need parts: the kind of record, the shape, the words for the kinds within."""

LETTER_ADDRESSES = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "": "khac"}
"""What stands in addresses for letters that they cannot hold, as Telex types them; and for names without letters."""

FOREIGN = "fjwz"
"""Letters of no Vietnamese word: the alphabet shows them only where a name begins with one."""


@dataclass(frozen=True)
class Section:
    """Items under a heading of their own, all shown in one shape."""

    id: str
    title: tuple[str, str] | None
    """Its heading: a section of the locale tables and a key there; None for a list that needs no heading."""
    shape: str
    items: Sequence
    over: str = ""
    """A heading above, where several sections belong together."""
    proposals: bool = False
    """Whether these are proposals, which is then said above them."""
    span: Callable[[object, object], str] | None = None
    """What to call the items from one to another; without it they are counted."""
    continued: bool = False
    """Whether it began on an earlier page."""


@dataclass(frozen=True)
class Part:
    """What one page shows of a list, and where the other parts stand."""

    number: int
    sections: tuple[Section, ...]
    addresses: tuple[str, ...]
    """Where all parts of the list stand, in order."""
    spans: tuple[str, ...]
    """What each of them holds, in short: "251–500", "Hà – Hạnh"."""
    total: int
    """How many items the whole list has."""

    @property
    def address(self) -> str:
        return self.addresses[self.number - 1]

    @property
    def span(self) -> str:
        return self.spans[self.number - 1]


def cut(sections: Iterable[Section], home: str, further: str = "") -> list[Part]:
    """The parts of a list, one at least: the first at `home`, the others numbered below it, or below `further`."""
    pages = _fill(sections)
    counts = [sum(len(section.items) for section in page) for page in pages]
    ends = list(accumulate(counts))
    spans = tuple(_span(page, end - count + 1, end) for page, count, end in zip(pages, counts, ends, strict=True))
    addresses = (home, *(f"{further or home}{number}/" for number in range(2, len(pages) + 1)))
    return [Part(number, tuple(page), addresses, spans, ends[-1]) for number, page in enumerate(pages, 1)]


def _fill(sections: Iterable[Section]) -> list[list[Section]]:
    pages: list[list[Section]] = [[]]
    left = ROOM
    for section in sections:
        weight = WEIGHTS[section.shape]
        start = 0
        while start < len(section.items):
            if left < weight and pages[-1]:
                pages.append([])
                left = ROOM
            fitting = max(left // weight, 1)
            items = section.items[start : start + fitting]
            pages[-1].append(replace(section, items=items, continued=start > 0))
            start += fitting
            left -= weight * len(items)
    return pages


def _span(page: list[Section], first: int, last: int) -> str:
    if len(page) == 1 and page[0].span:
        return page[0].span(page[0].items[0], page[0].items[-1])
    return f"{first}–{last}"


def section(id: str, shape: str, items: list) -> Section:
    """Records under a heading, which its id names in the locale tables."""
    return Section(id, ("list", id), shape, items)


def of_honours(
    honours: list[Honour],
    archive: Archive,
    shape: str = "entries",
    title: str = "da-tang",
    mark: str = "",
    over: str = "",
) -> list[Section]:
    """The sections of awards and proposals: conferred, no longer valid, merely proposed."""
    proposed = [honour for honour in honours if honour.status == "proposed"]
    ended = [honour for honour in honours if not honour.conferred and honour.status != "proposed"]
    conferred = [honour for honour in honours if honour.conferred]
    return [
        Section(id + mark, ("list", words), shape, told(these, archive, shape), over, id == "de-nghi")
        for id, words, these in (
            ("da-tang", title, conferred),
            ("khong-con", "khong-con", ended),
            ("de-nghi", "de-nghi", proposed),
        )
        if these
    ]


def told(honours: list[Honour], archive: Archive, shape: str) -> list[Honour | tuple[str, list[Honour]]]:
    """Awards as lists tell them: where recipients differ, the rows of a roll in a line, as its own pages list them."""
    if shape == "own":
        return honours
    return [*(honour for honour in honours if not honour.listed), *archive.by_roll(honours).items()]


def of_rows(honours: list[Honour]) -> Section:
    """The annex of a decision."""
    return replace(section("danh-sach", "rows", honours), span=_between_rows)


def _between_rows(first: Honour, last: Honour) -> str:
    return f"{first.award.id}–{last.award.id}"


def index(section: str, archive: Archive) -> list[Part]:
    """The list of everything in a section of the site, in parts: the first stands on the page of the section."""
    kind, shape, words = INDEXED[section]
    found = archive.of(kind)
    if words:
        sections = [Section(id, (words, id), shape, [r for r in found if r.kind == id]) for id in table()[words]]
    else:
        sections = [Section(section, None, shape, found)]
    return cut(sections, f"{section}/", f"danh-sach/{section}/")


def of_names(order: str, records: list[Model]) -> Section:
    """Some of the honoured, in one of the orders of `Archive.alphabet`."""
    return Section(order, None, "names", records, span=_SPANS[order])


def letters_of(order: str, archive: Archive) -> list[tuple[str, int, str | None]]:
    """The letters of an order of the honoured: how many stand under each, and where, if anybody does."""
    found = archive.alphabet[order]
    shown = [letter for letter in LETTERS if letter in found or letter not in FOREIGN] + [""] * ("" in found)
    return [
        (letter, len(found[letter]), f"danh-sach/{order}/{LETTER_ADDRESSES.get(letter, letter)}/")
        if letter in found
        else (letter, 0, None)
        for letter in shown
    ]


def _between_given_names(first: Model, last: Model) -> str:
    (*before, one), (*after, other) = first.name.split(), last.name.split()
    if one != other:
        return f"{one} – {other}"
    return f"{one}: {_between(' '.join(before), ' '.join(after))}"


def _between_names(first: Model, last: Model) -> str:
    return _between(first.name, last.name)


def _between(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"


_SPANS = {"ten": _between_given_names, "ho": _between_names, "tap-the": _between_names}
