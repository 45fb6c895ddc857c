"""New records to fill in: every key with what it means, needed ones open, the others behind a `#`.

A needed key that is left empty is an error that the check names, so a skeleton leads to a sound record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import get_origin

from .facts import Fact, Model
from .records import (
    FILES,
    KINDS,
    Award,
    BlocYear,
    Figure,
    Host,
    Identity,
    Meeting,
    Participant,
    Point,
    Row,
)
from .reference import Key, keys_of
from .structure import models_under, schema_of

NEW: Mapping[str, type[Model]] = {
    "year": BlocYear,
    **{word: model for model, word in KINDS.items() if model is not Row},
    "award": Award,
    "meeting": Meeting,
    "participant": Participant,
    "figure": Figure,
    "point": Point,
    "identity": Identity,
    "host": Host,
}
"""What can be begun anew: records, and parts of records to paste into one."""

DEEPEST = 3
"""Levels of parts within parts that a skeleton shows."""


def home_of(model: type[Model]) -> tuple[str, str] | None:
    """The pattern of the files that hold a record, and the key it is listed under there; None for a part of a record."""
    for pattern, file in FILES.items():
        if file is model:
            return pattern, ""
        for key in keys_of(file):
            if model in KINDS | {Identity: "", Host: ""} and model in models_under(file, key.name):
                return pattern, key.name
    return None


def path_of(model: type[Model], told: Mapping[str, str]) -> PurePosixPath | None:
    """Where in the data folder a new record gets a file of its own; None where it is added to one that is there."""
    home = home_of(model)
    if home is None or "*" not in home[0]:
        return None
    name = told["bloc"] if model is BlocYear else told["id"]
    *folders, _ = PurePosixPath(home[0]).parts
    return PurePosixPath(*(told["year"] if folder == "*" else folder for folder in folders), f"{name}.yml")


def skeleton(model: type[Model], told: Mapping[str, str]) -> str:
    """The text of a new record. `told` gives the values that are known already, by key."""
    pattern, listed = home_of(model) or ("", "")
    lines = list(_lines(model, told, 1))
    if listed:
        lines = [*(["source: # mã của nguồn"] if issubclass(model, Fact) else []), f"{listed}:", *_item(lines)]
    elif not pattern:
        lines = _item(lines)
    if pattern:
        up = "../" * pattern.count("/")
        file = FILES[pattern]
        lines.insert(0, f"# yaml-language-server: $schema={up}.schema/{schema_of(file)}")
    return "\n".join(lines) + "\n"


def _item(lines: list[str]) -> list[str]:
    return ["  - " + lines[0], *("    " + line for line in lines[1:])]


def _lines(model: type[Model], told: Mapping[str, str], depth: int) -> Iterator[str]:
    listed = depth == 1 and (home_of(model) or ("", ""))[1]
    for key in keys_of(model):
        common = issubclass(model, Fact) and key.field in Fact.model_fields
        if common and depth > 1:
            continue
        at_top = key.name == "source" and depth == 1 and not listed and home_of(model) is not None
        lines = list(_key(model, key, told.get(key.name, ""), depth))
        yield from lines if key.needed or at_top or told.get(key.name) else (f"# {line}" for line in lines)


def _key(model: type[Model], key: Key, value: str, depth: int) -> Iterator[str]:
    """A key with its meaning; below it the keys of the part it holds."""
    part = next(models_under(model, key.name), None)
    many = part is not None and _is_list(model, key)
    yield f"{key.name}:{' ' if value else ''}{value} # {'cần: ' if key.needed and depth > 1 else ''}{_said(key)}"
    if part and part is not model and depth < DEEPEST:
        lines = list(_lines(part, {}, depth + 1))
        yield from _item(lines) if many else (f"  {line}" for line in lines)


def _said(key: Key) -> str:
    return key.text.replace("`", "")


def _is_list(model: type[Model], key: Key) -> bool:
    annotation = model.model_fields[key.field].annotation
    return get_origin(annotation) is tuple
