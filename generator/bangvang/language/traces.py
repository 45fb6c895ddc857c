"""Traces of withdrawn names: how a name is recognised by its digest, in any text, without being written down.

A name is folded to its syllables and these are joined, so that marks, capitals, NFC and NFD, hyphens of an id and the
joined words of the search index make no difference. What is hashed is short and can be guessed by trying names: a
digest keeps a name from being read, not from being confirmed.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from urllib.parse import unquote

from .keys import syllables

_WORD = re.compile(r"[\w\u0300-\u036f]+")
_TAG = re.compile(r"<[^>]*>")
_QUOTED = re.compile(r'="([^"]*)"')
_CODED = re.compile(r"\\u([0-9a-fA-F]{4})")


def digest_of_record(kind: str, id: str) -> str:
    """What stands in the ledger for a record: the SHA-256 of its kind and id."""
    return sha256(f"{kind} {id}".encode()).hexdigest()


def trace(name: str) -> tuple[str, int]:
    """What stands in the ledger for a form of a name: its digest, and how many syllables it has."""
    parts = syllables(name)
    return _digest("".join(parts)), len(parts)


def _digest(joined: str) -> str:
    return sha256(joined.encode()).hexdigest()


class Finder:
    """Looks for names of which only traces are known: each a digest with its number of syllables."""

    def __init__(self, traces: Iterable[tuple[str, int]]) -> None:
        self._wanted: dict[int, set[str]] = {}
        for digest, length in traces:
            self._wanted.setdefault(length, set()).add(digest)
        self._all = set().union(*self._wanted.values())
        self._seen: set[str] = set()
        """Runs that are none of them: pages share most of theirs."""

    def is_in(self, text: str) -> bool:
        """Whether one of the names stands in a text: HTML, JSON, an address, words of an index."""
        return any(self._among(list(map(_folded, _WORD.findall(_evened(plain))))) for plain in _readings(text))

    def _among(self, parts: list[str]) -> bool:
        runs = set(parts)  # a name may be one word: the search index joins syllables
        for length in self._wanted:
            runs.update(map("".join, zip(*(parts[start:] for start in range(length)), strict=False)))
        new = runs - self._seen
        if any(_digest(run) in self._all for run in new):
            return True
        self._seen |= new
        return False

    def places(self, text: str) -> Iterator[int]:
        """Where in a plain text one of the names begins."""
        words = [(_folded(found[0]), found.start()) for found in _WORD.finditer(_evened(text))]
        for at, (_, place) in enumerate(words):
            runs = {length: "".join(part for part, _ in words[at : at + length]) for length in self._wanted}
            if any(_digest(run) in self._wanted[length] for length, run in runs.items()):
                yield place


def _evened(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("_", " ")


@cache
def _folded(word: str) -> str:
    return "".join(syllables(word))


def _readings(text: str) -> Iterator[str]:
    """A text as it may be meant: with codes resolved; where it has tags, without them, and the values within them."""
    if "\\u" in text:
        text = _CODED.sub(lambda code: chr(int(code[1], 16)), text)
    if "&" in text:
        text = html.unescape(text) if "<" not in text else text
    if "<" in text:
        yield html.unescape(_TAG.sub(" ", text))
        text = html.unescape(" \n".join(_QUOTED.findall(text)))
    yield unquote(text) if "%" in text else text
