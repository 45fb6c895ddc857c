"""The locale tables: what the codes of the program are called in the reader's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

LANGUAGES = ("vi", "en")
"""Languages that problems and commands speak, the default first."""


@cache
def table(language: str = LANGUAGES[0]) -> Mapping[str, Mapping[str, str]]:
    """The table of a language: sections of words by code."""
    return tomllib.loads(resources.files(__package__).joinpath("words", f"{language}.toml").read_text("utf-8"))
