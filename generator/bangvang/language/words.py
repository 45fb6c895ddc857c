"""The locale tables: what the codes of the program, and the keys of records, are called in the reader's language."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources

LANGUAGES = ("vi", "en")
"""Languages that problems, commands and pages speak, the default first."""

Say = Callable[..., None]
"""Tells the person at the keyboard how far it is: a key of the [commands] table, and its values."""

Entry = str | Mapping[str, str]
"""What stands under a key of a table: a text, or a text for each of several forms."""


@cache
def table(language: str = LANGUAGES[0]) -> Mapping[str, Mapping[str, str]]:
    """The table of a language: sections of words by code, those of the pages included."""
    return _read(language) | pages(language)


@cache
def pages(language: str) -> Mapping[str, Mapping[str, Entry]]:
    """What pages, their frame and their scripts say in a language: sections of entries by key."""
    return _read(f"{language}.pages")


@cache
def keys() -> Mapping[str, Mapping[str, str | Mapping[str, str]]]:
    """What clerks are told of each key: by model, then by key; a key with given values has a word for each of them."""
    return _read(f"{LANGUAGES[0]}.keys")


@cache
def columns(language: str = LANGUAGES[0]) -> Mapping[str, Mapping[str, list[str]]]:
    """What readers are told of the open tables: title and meaning by table and column, `_all` for shared columns."""
    return _read(f"{language}.columns")


def _read(name: str) -> Mapping:
    return tomllib.loads(resources.files("bangvang").joinpath("words", f"{name}.toml").read_text("utf-8"))
