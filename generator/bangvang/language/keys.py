"""Search keys: the forms under which a page is found.

What a reader types is put into the same forms by `chu.js`; the two are held together by shared examples. A Vietnamese
name is a few very common syllables and what is rare is their sequence, so a key holds each run of syllables in one
piece: `nguyen van thang nguyenvan vanthang nguyenvanthang`. No syllable has a z before w, m or t, so a piece can end in
what else it says:

    thang              a run of syllables somewhere in a name, without marks, i for y where both are written
    vanthangzm808s     the end of a name with its marks: those of each syllable, a 0 between syllables
    nguyenvanthangzw   the whole name
    2721qdctn          the number of a decision, whole or in part
    thangzt            a word of a text, kept apart from names: these are many, texts are few
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from .vietnamese import TONES, fold

LONGEST_RUN = 3
"""Syllables of the longest run that is a piece of its own, beside the whole name; longer ones are sought in parts."""

MARKED_ENDS = 2
"""Syllables of the longest end of a name that is kept with its marks, beside the whole name."""

_WORD = re.compile(r"[^\W_]+")
_Y_ALONE = re.compile(r"([^aeiouy]+|qu)y")
_MARKS = dict(zip(TONES, "frxsj", strict=True)) | {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
_NUMBER = re.compile(r"\d+|[^\W\d_]+")


def syllables(text: str) -> list[str]:
    """The syllables of a text, folded. The vowel y after consonants becomes i: Sỹ and Sĩ, Lý and Lí are one."""
    return [_one_i(word) for word in _WORD.findall(fold(text))]


@cache
def _one_i(word: str) -> str:
    return _Y_ALONE.sub(r"\1i", word) if _Y_ALONE.fullmatch(word) else word


def marks(text: str) -> str:
    """The marks of each syllable, a 0 between syllables: shapes of letters first, then the tone, wherever it stands."""
    return "0".join(map(_marks_of, _WORD.findall(unicodedata.normalize("NFC", text).lower())))


@cache
def _marks_of(word: str) -> str:
    found = [_MARKS[part] for part in unicodedata.normalize("NFD", word) if part in _MARKS]
    shapes = [mark for mark in found if mark.isdigit()]
    return "9" * word.count("đ") + "".join(shapes) + "".join(mark for mark in found if not mark.isdigit())


def pieces_of_name(name: str) -> Iterator[str]:
    """The pieces of a key that come from one name."""
    parts, signs = syllables(name), marks(name).split("0")
    whole = "".join(parts)
    yield f"{whole}zw"
    yield whole
    for start in range(len(parts)):
        for end in range(start + 1, min(start + LONGEST_RUN, len(parts)) + 1):
            yield "".join(parts[start:end])
    for start in {0, *range(max(0, len(parts) - MARKED_ENDS), len(parts))}:
        yield f"{''.join(parts[start:])}zm{'0'.join(signs[start:])}"


def pieces_of_number(number: str) -> Iterator[str]:
    """The pieces of a key that come from the number of a decision: 2721/QĐ-CTN gives 2721qdctn, 2721qd and 2721."""
    parts = _NUMBER.findall(fold(number))
    for end in range(1, len(parts) + 1):
        yield "".join(parts[:end])
    if len(parts) > 2 and parts[1].isdigit():  # 16/2016/QĐ-UBND is also looked up as 16/QĐ-UBND
        yield from ("".join([parts[0], *parts[2:end]]) for end in range(3, len(parts) + 1))


def key(names: Iterable[str], numbers: Iterable[str] = ()) -> list[str]:
    """The search key of a page: the pieces of all its names and numbers, each once."""
    found = [piece for name in names for piece in pieces_of_name(name)]
    found += [piece for number in numbers for piece in pieces_of_number(number)]
    return list(dict.fromkeys(found))


def words_of_text(text: str) -> str:
    """The words of a text in their order."""
    return " ".join(f"{syllable}zt" for syllable in syllables(text))
