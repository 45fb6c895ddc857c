"""The search index of a site: keys for Pagefind, and beside them what the search page shows and narrows by.

Pages stand in rows: by kind, then in alphabetical order. The index holds a key for each run of rows that share one, and
full texts for the few kinds that have them. It finds rows; what they are is read from small files of ours:

    tra-cuu/kho.json            the release, which index belongs to it, how many rows, abbreviations
    tra-cuu/<release>/N.bv      what results say, CARDS rows a file
    tra-cuu/<release>/ten.bv    every name, folded, for partly typed and misspelt ones
    tra-cuu/<release>/cot.bv    what rows can be narrowed by, for counts and filters
    tra-cuu/<release>/en/…      for each further language of the site: its N.bv, and nhan.bv, the labels of its facets

A file in `.bv` is JSON, compressed; no server takes the name for a reason to touch it. The release is in the path, so
that a reader's browser never mixes two of them.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from ..files.packing import packed
from ..language.keys import key, syllables, words_of_text
from ..language.locale import VIETNAMESE, Locale, spoken
from ..language.problems import Location, Report
from ..language.vietnamese import sort_key
from ..language.words import table
from . import pagefind
from .entries import RANKS, Entry

FOLDER = "pagefind"
"""Where the index of Pagefind lies in the site."""

DATA = "tra-cuu"
"""Where our own files lie."""

NAMES = "ten.bv"
"""The file of names, which each tell only what differs from the one before."""

CARDS = 32
"""Rows in a file of cards: namesakes are neighbours, so a page of results needs few of them."""

SETS_FROM = ord("]")
"""The letter that stands for the most frequent set of values in a column: from here on JSON escapes none."""

_FETCHED = '<link rel="preload" as="fetch" crossorigin href="{}">'
_FOLLOWS = {"cap": "hinh-thuc", "tinh-nay": "tinh-cu"}
"""Facets whose values follow from those of another, so that only that one need be told for each row."""
_NAMED = RANKS[: RANKS.index("decision")]
"""Kinds whose names are worth completing and mending."""


Translations = Mapping[str, Mapping[str, Entry]]
"""For each further language of the site: the entry there of what stands at an address."""


def index(
    entries: Iterable[Entry], site: Path, report: Report, translations: Translations = MappingProxyType({})
) -> None:
    """Make the search index of a site. A problem is reported where Pagefind fails."""
    order = {kind: rank for rank, kind in enumerate(RANKS)}
    of_title = cache(sort_key)
    rows = sorted(entries, key=lambda entry: (order[entry.kind], of_title(entry.title), entry.address))
    texts = [pagefind.Text(str(row), words_of_text(entry.text), entry.text)
             for row, entry in enumerate(rows) if entry.text]  # fmt: skip
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    try:
        for name, content in pagefind.index(texts, _keys(rows)):
            path = site / FOLDER / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except pagefind.Failure as failure:
        report.add("indexing-failed", Location(str(site)), detail=str(failure))
        return
    _write_data(rows, translations, site)


def fetch_ahead(page: Path, site: Path) -> None:
    """Have a search page fetch from the start how the index begins, as it does the program that reads it.

    Else that would be asked for only when the programs of the page run, and waited for once more.
    """
    meta = pagefind.meta_of(site / FOLDER)
    to = f"{'../' * len(page.relative_to(site).parent.parts)}{FOLDER}/"
    program, *others = (_FETCHED.format(to + name) for name in (pagefind.PROGRAM, pagefind.entry(meta), meta.name))
    text = page.read_text("utf-8").replace(program, "".join([*others, program]), 1)
    page.write_text(text, "utf-8", newline="\n")


def _keys(rows: list[Entry]) -> Iterator[pagefind.Key]:
    """The keys of rows, each once for all neighbours that share it, named by `row` or `row.count`.

    Other names of a page, which count less than its title, have a key of their own: `row+`.
    """
    for (title, numbers), group in groupby(range(len(rows)), key=lambda row: (rows[row].title, rows[row].numbers)):
        first, *others = group
        yield pagefind.Key(f"{first}.{len(others) + 1}" if others else str(first), key([title], numbers))
    yield from (pagefind.Key(f"{row}+", key(entry.names)) for row, entry in enumerate(rows) if entry.names)


# --- our own files ----------------------------------------------------------------------------------------


def _write_data(rows: list[Entry], translations: Translations, site: Path) -> None:
    folder, files = site / DATA, dict(_cards(rows, VIETNAMESE))
    files[NAMES] = _names(rows)
    files["cot.bv"] = columns = _columns(rows)
    for language, entries in translations.items():
        voice = spoken(language)
        translated = [entries.get(entry.address, entry) for entry in rows]
        files |= {voice.folder + name: cards for name, cards in _cards(translated, voice)}
        files[f"{voice.folder}nhan.bv"] = _labels(translated, columns, voice)
    written = {name: packed(_json(content)) for name, content in files.items()}
    release = sha256(b"".join(written.values())).hexdigest()[:10]
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in written.items():
        path = folder / release / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    about = {
        "release": release,
        "index": pagefind.tag_of(pagefind.meta_of(site / FOLDER)),
        "rows": len(rows),
        "records": sum(RANKS.index(entry.kind) < RANKS.index("text") for entry in rows),
        "cards": CARDS,
        "abbreviations": table()["abbreviations"],
    }
    (folder / "kho.json").write_bytes(_json(about))


def _cards(rows: list[Entry], voice: Locale) -> Iterator[tuple[str, list[list]]]:
    """The files of cards, each by its name."""
    for number, first in enumerate(range(0, len(rows), CARDS)):
        yield f"{number}.bv", [_card(entry, voice) for entry in rows[first : first + CARDS]]


def _card(entry: Entry, voice: Locale) -> list:
    """What a result says: address, kind, title, summary, what distinguishes it, status, sources."""
    kind = voice.words["record"][entry.kind]
    return [entry.address, kind, entry.title, entry.summary, entry.distinguishing, entry.status, entry.sources]


def _names(rows: list[Entry]) -> list[str]:
    """Every name, folded and in order; each begins with how many syllables it shares with the one before."""
    named = {name for entry in rows if entry.kind in _NAMED for name in (entry.title, *entry.names)}
    told, before = [], []
    for name in sorted({" ".join(syllables(name)) for name in named}):
        parts = name.split()
        shared = next((at for at, (a, b) in enumerate(zip(before, parts, strict=False)) if a != b), len(before))
        told.append(f"{shared} {' '.join(parts[shared:])}")
        before = parts
    return told


def names_in(told: list[str]) -> Iterator[str]:
    """The names that such a file tells, whole."""
    before: list[str] = []
    for line in told:
        shared, _, rest = line.partition(" ")
        before = [*before[: int(shared)], *rest.split()]
        yield " ".join(before)


def _columns(rows: list[Entry]) -> dict[str, dict]:
    """For each facet: its label, its values with their labels, the sets of values that occur, and the set of each row.

    The sets of rows are a text, a letter a row, counted from SETS_FROM; or the name of the facet that they follow.
    """
    columns, taken, sets = {}, {}, {}
    for facet, label in table()["facet"].items():
        given = [entry.values(facet) for entry in rows]
        names = list(map(tuple, given))
        values = {value: told for each in dict(zip(names, given, strict=True)).values() for value, told in each.items()}
        order = {value: at for at, value in enumerate(sorted(values, key=lambda value: sort_key(values[value])))}
        of_names = {each: tuple(sorted(map(order.__getitem__, each))) for each in set(names)}
        taken[facet] = [of_names[each] for each in names]
        sets[facet] = [each for each, _ in Counter(taken[facet]).most_common()]
        lead = _FOLLOWS.get(facet)
        follows = dict(zip(taken[lead], taken[facet], strict=True)) if lead else {}
        if lead and [follows[each] for each in taken[lead]] == taken[facet]:
            sets[facet], letters = [follows[each] for each in sets[lead]], lead
        else:
            letter = {each: chr(SETS_FROM + at) for at, each in enumerate(sets[facet])}
            letters = "".join(letter[each] for each in taken[facet])
        columns[facet] = {
            "label": label,
            "values": [[value, values[value]] for value in order],
            "sets": sets[facet],
            "rows": letters,
        }
    return columns


def _labels(rows: list[Entry], columns: Mapping[str, Mapping], voice: Locale) -> dict[str, list]:
    """For each facet what it and its values, in their order, are called in another language."""
    told: dict[str, dict[str, str]] = {facet: {} for facet in columns}
    for entry in rows:
        for facet, values in entry.facets:
            told[facet].update(values)
    return {
        facet: [voice.words["facet"][facet], [told[facet][value] for value, _ in column["values"]]]
        for facet, column in columns.items()
    }


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
