"""Vietnamese text: folding, alphabetical order, numbers as people write them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The alphabet, with f j w z where Latin has them. Digraphs (ch, ng, nh, tr …) are not letters."""

TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng in dictionary order; ngang, the level tone, has no mark and comes first."""

_FIGURES = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
            (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_NUMBERS, _LETTERS = 0xF0000, 0x10F000
"""Where numbers, by how many digits they have, and letters stand among signs: behind all that are in use."""
_RANK = {letter: rank for rank, letter in enumerate(LETTERS, 1)}
_WITHOUT = dict.fromkeys(range(0x300, 0x370))
_PIECES = re.compile(r"\d+|[^\d\s]+|\s")


def fold(text: str) -> str:
    """The text without marks, in lower case, đ as d: what a reader types who has no Vietnamese keyboard."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d")).translate(_WITHOUT)
    return bare if bare.isascii() else "".join(letter for letter in bare if not unicodedata.combining(letter))


def sort_key(text: str) -> tuple[str, str, str, str]:
    """A key that sorts in Vietnamese alphabetical order: letters first, then tones, then capitals.

    Numbers sort by value, so that "Cụm 2" comes before "Cụm 10"; other signs sort before numbers and letters.
    """
    pieces = [_ranks(piece) for piece in _PIECES.findall(unicodedata.normalize("NFC", text))]
    return "".join([letters for letters, _ in pieces]), "".join([tones for _, tones in pieces]), text.swapcase(), text


@cache
def _ranks(piece: str) -> tuple[str, str]:
    """A syllable, or a number, in signs that sort as its letters do; and the tone of each."""
    if piece.isdecimal():
        digits = piece.lstrip("0")
        return chr(min(_NUMBERS + len(digits), _LETTERS)) + digits, "0"
    told = [_letter(character) for character in piece]
    signs = [chr(_LETTERS + _RANK[letter]) if letter in _RANK else letter[:1] or "\0" for letter, _ in told]
    return "".join(signs), "".join(str(tone) for _, tone in told)


@cache
def _letter(character: str) -> tuple[str, int]:
    """A character in lower case without its tone, and the rank of the tone."""
    tone = 0
    marks = []
    for part in unicodedata.normalize("NFD", character.lower()):
        if part in TONES:
            tone = TONES.index(part) + 1
        else:
            marks.append(part)
    return unicodedata.normalize("NFC", "".join(marks)), tone


def roman(value: int) -> str:
    """A number from 1 on in Roman figures: XII for 12."""
    told = ""
    for worth, figure in _FIGURES:
        told += figure * (value // worth)
        value %= worth
    return told


def initial(text: str) -> str:
    """The first letter of a text, in lower case without its tone: "đ" for "Đặng". Empty where no letter is."""
    letters = (_letter(character)[0] for character in unicodedata.normalize("NFC", text))
    return next((letter for letter in letters if letter in _RANK), "")


def person_key(name: str) -> tuple:
    """A key that sorts people as Vietnamese lists do: by given name, the last word, then by the whole name."""
    return sort_key(name.split()[-1]), sort_key(name)


def number(value: int) -> str:
    """A whole number with dots between thousands: 22.922."""
    return f"{value:,}".replace(",", ".")
