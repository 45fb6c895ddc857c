"""The index that Pagefind reads in the browser: texts as it indexes them, and our keys joined to them as further words.

Pagefind itself takes a third of a millisecond for a record and keeps a file of each, which is much for fifty thousand
keys that need neither splitting nor weighing. Its index is CBOR, compressed, after a signature of twelve letters:

    .pf_meta    [version, [[record, words in it], …], [[first word, last word, chunk], …], …]
    .pf_index   [[[word, [[record since the last, places in it, places in its metadata], …], spellings], …]]

Records are named by us, so that what is found says at once which rows it stands for; the names that Pagefind gives are
hashes, and would be the larger part of what a first search fetches. A test searches the outcome in a browser.
"""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import IO, NamedTuple

import cbor2
from pagefind_bin import get_executable

from ..files.packing import packed

WORDS = 200
"""Words in a chunk of the index: small, since a search needs few of them."""

PROGRAM = "wasm.unknown.pagefind"
"""What reads the index in the browser."""

_USED = "pagefind.js"
_ENTRY = "pagefind-entry.json"
_SIGNATURE = b"pagefind_dcd"
_SOMEWHERE = [-25, 0]
"""A place of usual weight. Pieces of keys are looked up, not ranked."""


class Text(NamedTuple):
    """A record with a text: its name, the words to index, and the text as readers see it."""

    name: str
    words: str
    shown: str


class Key(NamedTuple):
    """A record with a key: its name and the pieces it is found by, each once."""

    name: str
    pieces: list[str]


class Failure(Exception):
    """Pagefind could not index; what it says."""


def index(texts: list[Text], keys: Iterable[Key]) -> Iterator[tuple[str, bytes]]:
    """The files of an index over texts and keys, by their paths. Raises Failure."""
    with ThreadPoolExecutor(1) as beside:
        made = beside.submit(_run, texts)
        records, of_keys = _pieces(keys)
        files = made.result()
    yield from ((name, content) for name, content in files.items() if name == _USED or name.endswith(".pagefind"))
    version, pages, chunks, *rest = _unpacked(next(files[name] for name in files if name.endswith(".pf_meta")))
    count = len(records)
    for text, (hashed, length) in zip(texts, pages, strict=True):
        name = f"{text.name}.{hashed}"
        records.append([name, length])
        yield f"fragment/{name}.pf_fragment", _with_text(files[f"fragment/{hashed}.pf_fragment"], text.shown)
    of_texts = {word[0]: word for *_, chunk in chunks for word in _unpacked(files[f"index/{chunk}.pf_index"])[0]}
    words = sorted(of_texts.keys() | of_keys.keys(), key=str.encode)
    table = []
    for start in range(0, len(words), WORDS):
        part = words[start : start + WORDS]
        told = (_told(word, of_keys, of_texts, count) for word in part)
        content = _packed(b"".join([_array(1), _array(len(part)), *told]))
        table.append([part[0], part[-1], _hash(content)])
        yield f"index/{_hash(content)}.pf_index", content
    meta = _packed(cbor2.dumps([version, records, table, *rest]))
    yield f"pagefind.{_hash(meta)}.pf_meta", meta
    entry = json.loads(files[_ENTRY])
    entry["languages"]["vi"] |= {"hash": _hash(meta), "page_count": len(records)}
    yield _ENTRY, json.dumps(entry).encode()


def meta_of(folder: Path) -> Path:
    """The file in the folder of an index by which it begins; its name tells the index from all others."""
    (meta,) = folder.glob("*.pf_meta")
    return meta


def tag_of(meta: Path) -> str:
    """What the index is asked for by, so that a browser never takes how another began for it."""
    return meta.name.split(".")[1]


def entry(meta: Path) -> str:
    """Where the index says how it begins, as it is asked for."""
    return f"{_ENTRY}?ts={tag_of(meta)}"


def _pieces(keys: Iterable[Key]) -> tuple[list[list], dict[str, list[int]]]:
    """Of each record its name and how many pieces it has; and the records that each piece leads to, in their order."""
    records: list[list] = []
    found: dict[str, list[int]] = defaultdict(list)
    for record, key in enumerate(keys):
        records.append([key.name, len(key.pieces)])
        for piece in key.pieces:
            found[piece].append(record)
    return records, found


def _told(word: str, of_keys: dict[str, list[int]], of_texts: dict[str, list], keys: int) -> bytes:
    """A word as the index tells it. Records of keys come first; those of texts stand behind them."""
    if word in of_texts:
        spelling, [[first, *places], *others], *rest = of_texts[word]
        return cbor2.dumps([spelling, [[first + keys, *places], *others], *rest])
    records = of_keys[word]
    steps = (_step(record - before) for before, record in zip([0, *records], records, strict=False))
    return b"".join([_array(3), cbor2.dumps(word), _array(len(records)), *steps, _array(0)])


@cache
def _step(records: int) -> bytes:
    """One record more for a word, by how many it lies behind the last. Told once each: they are a million."""
    return cbor2.dumps([records, _SOMEWHERE, []])


@cache
def _array(length: int) -> bytes:
    """What stands in CBOR before the elements of an array."""
    return cbor2.dumps([None] * length)[: -length or None]


def _with_text(fragment: bytes, text: str) -> bytes:
    """What Pagefind keeps of a record, with the text as readers see it in the place of the words that it indexed."""
    kept = json.loads(gzip.decompress(fragment)[len(_SIGNATURE) :])
    return packed(_SIGNATURE + json.dumps({**kept, "content": text}, ensure_ascii=False).encode(), 9)


def _unpacked(content: bytes) -> list:
    return cbor2.loads(gzip.decompress(content)[len(_SIGNATURE) :])


def _packed(content: bytes) -> bytes:
    return packed(_SIGNATURE + content)


def _hash(content: bytes) -> str:
    return f"vi_{sha256(content).hexdigest()[:10]}"


def words_in(name: str, content: bytes) -> str:
    """Every text in a packed file of an index, each on a line."""
    if name.endswith((".pf_meta", ".pf_index")):
        return "\n".join(_texts(_unpacked(content)))
    return gzip.decompress(content).removeprefix(_SIGNATURE).decode("utf-8", "replace")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


# --- Pagefind as a service ----------------------------------------------------------------------------------


def _run(texts: list[Text]) -> dict[str, bytes]:
    """The files that Pagefind makes for texts, in their order.

    It takes and gives messages as its wrappers for other languages do, and leaves when nobody writes to it any more:
    so a thread writes, and the pipe is closed only when the last answer has come.
    """
    with subprocess.Popen(
        [str(get_executable()), "--service"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as service:
        writer = Thread(target=_write, args=(service.stdin, _messages(texts)), daemon=True)
        writer.start()
        answer = next((answer for answer in _answers(service.stdout) if answer["type"] in ("Error", "GetFiles")), {})
        service.kill()
        writer.join()
        with suppress(OSError):  # what it was not told before it left
            service.stdin.close()
    if answer.get("type") != "GetFiles":
        raise Failure(answer.get("message", ""))
    return {file["path"]: base64.b64decode(file["content"]) for file in answer["files"]}


def _messages(texts: list[Text]) -> Iterator[dict]:
    yield {"type": "NewIndex", "config": {"force_language": "vi"}}
    for text in texts:
        record = {"url": f"/{text.name}", "content": text.words, "language": "vi"}
        yield {"type": "AddRecord", "index_id": 0, **record, "meta": None, "filters": None, "sort": None}
    yield {"type": "GetFiles", "index_id": 0}


def _write(pipe: IO[bytes], messages: Iterable[dict]) -> None:
    with suppress(OSError):  # it left before its time: what it said tells why
        for number, payload in enumerate(messages):
            pipe.write(base64.b64encode(json.dumps({"message_id": number, "payload": payload}).encode()) + b",")
        pipe.flush()


def _answers(pipe: IO[bytes]) -> Iterator[dict]:
    pieces: list[bytes] = []
    while piece := pipe.read1(1 << 20):
        *ends, rest = piece.split(b",")
        for end in ends:
            yield json.loads(base64.b64decode(b"".join([*pieces, end])))["payload"]
            pieces = []
        pieces.append(rest)
