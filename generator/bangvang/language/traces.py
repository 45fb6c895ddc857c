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
from functools import lru_cache
from hashlib import sha256
from urllib.parse import unquote

from .keys import syllables

_WORD = re.compile(r"[\w\u0300-\u036f]+")
_TAG = re.compile(r"<[^>]*>")
_QUOTED = re.compile(r'="([^"]*)"')
_BROKEN = re.compile(r"<[^<>\n]*\n[^>]*>")
_CODED = re.compile(r"\\u([0-9a-fA-F]{4})")

_BLOCK = re.compile(r"[\s\S]{1,65536}(?:[^\s,]*)")
"""A part of a text that ends with a word."""

_KEPT = 2**14
"""How many lines are kept in mind: more than the frames of all sections have."""
_LONG = 1000
"""Longer ones are not: they do not come twice."""


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
        self._behind = max(self._wanted, default=1) - 1
        """How many words behind a line a name that begins in it can reach to."""
        self._begins = lru_cache(_KEPT)(self._begins_among)
        self._seen: set[str] = set()
        """Runs of words that were none of them lately."""

    def is_in(self, text: str) -> bool:
        """Whether one of the names stands in a text: HTML, JSON, an address, words of an index.

        It is read from the end, each line or block with the words behind it. Pages share most of their lines, and what
        was looked at lately is not looked at again.
        """
        behind = [(), ()]
        pieces = [text]
        if text.lstrip().startswith("<"):
            text = _BROKEN.sub(lambda tag: tag[0].replace("\n", " "), text)
            pieces = [line for line in text.split("\n") if line and not line.isspace()]
        for piece in _from_the_end(pieces):
            words_of, begins = _words, self._begins
            if len(piece) > _LONG:
                words_of, begins = _words.__wrapped__, self._begins_among
            for reading, words in words_of(piece):
                if begins(words, behind[reading]):
                    return True
                behind[reading] = (words + behind[reading])[: self._behind]
        return False

    def _begins_among(self, words: tuple[str, ...], behind: tuple[str, ...]) -> bool:
        """Whether a name begins among words. It may be one word: the search index joins syllables."""
        parts = words + behind
        runs = set(words)
        for length in self._wanted:
            runs.update(map("".join, zip(*(parts[start:] for start in range(length)), strict=False)))
        new = runs - self._seen
        if not self._all.isdisjoint(map(_digest, new)):
            return True
        if len(self._seen) > 8 * _KEPT:
            self._seen.clear()
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


def _from_the_end(pieces: list[str]) -> Iterator[str]:
    """Pieces of a text from the last to the first, long ones cut between words."""
    for piece in reversed(pieces):
        if len(piece) > _LONG:
            yield from reversed(_BLOCK.findall(piece))
        else:
            yield piece


@lru_cache(_KEPT)
def _words(line: str) -> list[tuple[int, tuple[str, ...]]]:
    """The folded words of a line in each of its readings that has any, with the number of the reading."""
    found = (tuple(map(_folded, _WORD.findall(_evened(plain)))) for plain in _readings(line))
    return [(reading, words) for reading, words in enumerate(found) if words]


@lru_cache(4 * _KEPT)
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
