"""The locale tables: what the codes of the program, and the keys of records, are called in the reader's language."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources

LANGUAGES = ("vi", "en")
"""Languages that problems and commands speak, the default first."""

Say = Callable[..., None]
"""Tells the person at the keyboard how far it is: a key of the [commands] table, and its values."""


@cache
def table(language: str = LANGUAGES[0]) -> Mapping[str, Mapping[str, str]]:
    """The table of a language: sections of words by code."""
    return _read(language)


@cache
def keys() -> Mapping[str, Mapping[str, str | Mapping[str, str]]]:
    """What clerks are told of each key: by model, then by key; a key with given values has a word for each of them."""
    return _read(f"{LANGUAGES[0]}.keys")


@cache
def columns() -> Mapping[str, Mapping[str, list[str]]]:
    """What readers are told of the open tables: title and meaning by table and column, `_all` for shared columns."""
    return _read(f"{LANGUAGES[0]}.columns")


def _read(name: str) -> Mapping:
    return tomllib.loads(resources.files("bangvang").joinpath("words", f"{name}.toml").read_text("utf-8"))
