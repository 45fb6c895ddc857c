"""The search index of a site: keys for Pagefind, and beside them what the search page shows and narrows by.

Pages stand in rows: by kind, then in alphabetical order. Pagefind is not given the site but a key for each run of rows
that share one, in the order of rows, and full texts for the few kinds that have them. Its index then finds rows; what
they are is read from small files of ours:

    tra-cuu/kho.json            the release, how many rows, abbreviations
    tra-cuu/<release>/N.bv      what results say, CARDS rows a file
    tra-cuu/<release>/ten.bv    every name, folded, for partly typed and misspelt ones
    tra-cuu/<release>/cot.bv    what rows can be narrowed by, for counts and filters

A file in `.bv` is JSON, compressed; no server takes the name for a reason to touch it. The release is in the path, so
that a reader's browser never mixes two of them.
"""

from __future__ import annotations

import base64
import gzip
import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from threading import Thread
from typing import IO, NamedTuple

import cbor2
from pagefind_bin import get_executable

from .entries import RANKS, Entry
from .keys import key, syllables, words_of_text
from .problems import Location, Report
from .vietnamese import sort_key
from .words import table

FOLDER = "pagefind"
"""Where the index of Pagefind lies in the site."""

DATA = "tra-cuu"
"""Where our own files lie."""

CARDS = 32
"""Rows in a file of cards: namesakes are neighbours, so a page of results needs few of them."""

WORDS = 200
"""Words in a file of the index."""

SETS_FROM = ord("]")
"""The letter that stands for the most frequent set of values in a column: from here on JSON escapes none."""

_USED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
_SIGNATURE = b"pagefind_dcd"
_FOLLOWS = {"cap": "hinh-thuc", "tinh-nay": "tinh-cu"}
"""Facets whose values follow from those of another, so that only that one need be told for each row."""
_NAMED = RANKS[: RANKS.index("decision")]
"""Kinds whose names are worth completing and mending."""


def index(entries: Iterable[Entry], site: Path, report: Report) -> None:
    """Make the search index of a site. A problem is reported where Pagefind fails."""
    rows = sorted(entries, key=lambda entry: (RANKS.index(entry.kind), sort_key(entry.title), entry.address))
    records = list(_records(rows))
    answer = _run_pagefind(records)
    if answer.get("type") != "GetFiles":
        report.add("indexing-failed", Location(str(site)), detail=answer.get("message", ""))
        return
    files = {file["path"]: base64.b64decode(file["content"]) for file in answer["files"]}
    for name, content in _kept(records, files):
        path = site / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    _write_data(rows, site / DATA)


# --- Pagefind ---------------------------------------------------------------------------------------------


class _Record(NamedTuple):
    """What Pagefind is given: a run of rows with their words."""

    rows: str
    """`row`, or `row.count`; `row+` for the other names of a page, which count less than its title."""
    words: str
    text: str = ""
    """As readers see it; empty for the many that have only a key."""


def _records(rows: list[Entry]) -> Iterator[_Record]:
    keyed = ((row, key([entry.title], entry.numbers), entry.text) for row, entry in enumerate(rows))
    for (words, text), group in groupby(keyed, key=lambda it: it[1:]):
        first, *others = (row for row, _, _ in group)
        name = f"{first}.{len(others) + 1}" if others else str(first)
        yield _Record(name, f"{words} {words_of_text(text)}".strip(), text)
    yield from (_Record(f"{row}+", key(entry.names)) for row, entry in enumerate(rows) if entry.names)


def _run_pagefind(records: list[_Record]) -> dict:
    """Have Pagefind index records in their order. Returns its last answer: all files, or what it complains of.

    It takes and gives messages as its wrappers for other languages do, and leaves when nobody writes to it any more:
    so a thread writes, and the pipe is closed only when the last answer has come.
    """
    with subprocess.Popen(
        [str(get_executable()), "--service"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as service:
        writer = Thread(target=_write, args=(service.stdin, _messages(records)), daemon=True)
        writer.start()
        answer = next((answer for answer in _answers(service.stdout) if answer["type"] in ("Error", "GetFiles")), {})
        service.kill()
        writer.join()
        with suppress(OSError):  # what it was not told before it left
            service.stdin.close()
    return answer


def _messages(records: list[_Record]) -> Iterator[dict]:
    yield {"type": "NewIndex", "config": {"force_language": "vi"}}
    for record in records:
        yield {
            "type": "AddRecord",
            "index_id": 0,
            "url": f"/{record.rows}",
            "content": record.words,
            "language": "vi",
            "meta": None,
            "filters": None,
            "sort": None,
        }
    yield {"type": "GetFiles", "index_id": 0}


def _write(pipe: IO[bytes], messages: Iterable[dict]) -> None:
    with suppress(OSError):  # it left before its time: what it said tells why
        for number, payload in enumerate(messages):
            pipe.write(base64.b64encode(_json({"message_id": number, "payload": payload})) + b",")
        pipe.flush()


def _answers(pipe: IO[bytes]) -> Iterator[dict]:
    pieces: list[bytes] = []
    while piece := pipe.read1(1 << 20):
        *ends, rest = piece.split(b",")
        for end in ends:
            yield json.loads(base64.b64decode(b"".join([*pieces, end])))["payload"]
            pieces = []
        pieces.append(rest)


def _kept(records: list[_Record], files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The files of the index that the search page reads.

    Rows take the place of the names that Pagefind gave its records: those are hashes, the larger part of what a first
    search fetches. Its words lie in smaller files, of which a search needs few. What it keeps of each record is left
    out, but for those with a text, for the words around a find.
    """
    yield from ((name, content) for name, content in files.items() if name in _USED or name.endswith(".pagefind"))
    meta = next(name for name in files if name.endswith(".pf_meta"))
    version, pages, chunks, *rest = _unpacked(files[meta])
    named, parts = [], []
    for record, (hashed, length) in zip(records, pages, strict=True):
        name = f"{record.rows}.{hashed}" if record.text else record.rows
        if record.text:
            yield f"fragment/{name}.pf_fragment", _with_text(files[f"fragment/{hashed}.pf_fragment"], record.text)
        named.append([name, length])
    for _, _, chunk in chunks:
        words, *others = _unpacked(files[f"index/{chunk}.pf_index"])
        for number, start in enumerate(range(0, len(words), WORDS)):
            part = words[start : start + WORDS]
            parts.append([part[0][0], part[-1][0], f"{chunk}.{number}"])
            yield f"index/{chunk}.{number}.pf_index", _packed(_SIGNATURE + cbor2.dumps([part, *others]))
    yield meta, _packed(_SIGNATURE + cbor2.dumps([version, named, parts, *rest]))


def _unpacked(content: bytes) -> list:
    return cbor2.loads(gzip.decompress(content)[len(_SIGNATURE) :])


def _with_text(fragment: bytes, text: str) -> bytes:
    """What Pagefind keeps of a record, with the text as readers see it in the place of the words that it indexed."""
    kept = json.loads(gzip.decompress(fragment)[len(_SIGNATURE) :])
    return _packed(_SIGNATURE + _json({**kept, "content": text}))


# --- our own files ----------------------------------------------------------------------------------------


def _write_data(rows: list[Entry], folder: Path) -> None:
    files = {f"{number}.bv": [_card(entry) for entry in rows[number * CARDS : (number + 1) * CARDS]]
             for number in range((len(rows) + CARDS - 1) // CARDS)}  # fmt: skip
    files["ten.bv"] = _names(rows)
    files["cot.bv"] = _columns(rows)
    packed = {name: _packed(_json(content)) for name, content in files.items()}
    release = sha256(b"".join(packed.values())).hexdigest()[:10]
    shutil.rmtree(folder, ignore_errors=True)
    (folder / release).mkdir(parents=True)
    for name, content in packed.items():
        (folder / release / name).write_bytes(content)
    about = {
        "release": release,
        "rows": len(rows),
        "records": sum(RANKS.index(entry.kind) < RANKS.index("text") for entry in rows),
        "cards": CARDS,
        "abbreviations": table()["abbreviations"],
    }
    (folder / "kho.json").write_bytes(_json(about))


def _card(entry: Entry) -> list:
    """What a result says: address, kind, title, summary, what distinguishes it, status, sources."""
    kind = table()["record"][entry.kind]
    return [entry.address, kind, entry.title, entry.summary, entry.distinguishing, entry.status, entry.sources]


def _names(rows: list[Entry]) -> list[str]:
    """Every name, folded and in order; each begins with how many syllables it shares with the one before."""
    named = (name for entry in rows if entry.kind in _NAMED for name in (entry.title, *entry.names))
    told, before = [], []
    for name in sorted({" ".join(syllables(name)) for name in named}):
        parts = name.split()
        shared = next((at for at, (a, b) in enumerate(zip(before, parts, strict=False)) if a != b), len(before))
        told.append(f"{shared} {' '.join(parts[shared:])}")
        before = parts
    return told


def _columns(rows: list[Entry]) -> dict[str, dict]:
    """For each facet: its label, its values with their labels, the sets of values that occur, and the set of each row.

    The sets of rows are a text, a letter a row, counted from SETS_FROM; or the name of the facet that they follow.
    """
    columns, taken, sets = {}, {}, {}
    for facet, label in table()["facet"].items():
        values = {value: label for entry in rows for value, label in entry.facets.get(facet, {}).items()}
        order = {value: at for at, value in enumerate(sorted(values, key=lambda value: sort_key(values[value])))}
        taken[facet] = [tuple(sorted(order[value] for value in entry.facets.get(facet, ()))) for entry in rows]
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


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)
