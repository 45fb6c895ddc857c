"""New records to fill in: every key with what it means, needed ones open, the others behind a `#`.

A needed key that is left empty is an error that the check names, so a skeleton leads to a sound record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import get_origin

from ..language.words import keys, table
from ..records.facts import Actor, Dated, Fact, Model
from ..records.ledgers import Correction, Retired
from ..records.models import (
    FILES,
    KINDS,
    Award,
    AwardList,
    BlocYear,
    Figure,
    Host,
    Identity,
    Meeting,
    Participant,
    Point,
    Row,
)
from ..records.structure import models_under, schema_of
from .formatting import key_order
from .reference import Key, keys_of

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
    "correction": Correction,
    "retired": Retired,
}
"""What can be begun anew: records, and parts of records to paste into one."""

DEEPEST = 3
"""Levels of parts within parts that a skeleton shows."""


def home_of(model: type[Model]) -> tuple[str, str] | None:
    """The pattern of the files that hold a record, and the key it is listed under; None for a part of a record."""
    for pattern, file in FILES.items():
        if file is model:
            return pattern, ""
        for key in keys_of(file):
            if model in (*KINDS, Identity, Host, Correction, Retired) and model in models_under(file, key.name):
                return pattern, key.name
    return None


def told_of(model: type[Model]) -> list[str]:
    """The keys that a new record is begun with, since its file is named after them."""
    if model is BlocYear:
        return ["bloc", "year"]
    if model is AwardList:
        return ["id", "year"]
    return [key for key in ("id", "host") if key in model.model_fields]


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
    if listed and "*" not in pattern:
        pattern = listed = ""  # added to the one file that there is
    lines = list(_lines(model, told, 0 if pattern and not listed else 1))
    if listed:
        lines = [*(["source: # mã của nguồn"] if issubclass(model, Fact) else []), f"{listed}:", *_item(lines)]
    elif not pattern:
        lines = _item(lines)
    if pattern:
        schema = f"{'../' * pattern.count('/')}.schema/{schema_of(FILES[pattern])}"
        lines = [f"# yaml-language-server: $schema={schema}", f"# {table()['commands']['new-how']}", *lines]
    return "\n".join(lines) + "\n"


def _item(lines: list[str]) -> list[str]:
    return ["  - " + lines[0], *("    " + line for line in lines[1:])]


def _lines(model: type[Model], told: Mapping[str, str], depth: int) -> Iterator[str]:
    """The keys of a part, in their order. At the top of a file (depth 0) the source is as good as needed."""
    order = key_order(model, depth)
    for key in sorted(keys_of(model), key=lambda key: (depth > 0 and not key.needed, order.index(key.name))):
        if depth and issubclass(model, Fact) and key.field in Fact.model_fields:
            continue
        open_ = key.needed or key.name in told or (depth == 0 and key.name == "source")
        lines = _key(model, key, told.get(key.name, ""), depth)
        yield from lines if open_ else (f"# {line}" for line in lines)


def _key(model: type[Model], key: Key, value: str, depth: int) -> Iterator[str]:
    """A key with its meaning; below it the keys of the part it holds."""
    part = next(models_under(model, key.name), None)
    said = key.text if part is not Dated else f"{key.text}: {keys()['Dated']['value']}"
    said = said.replace("`", "")
    yield f"{key.name}:{value and ' '}{value} # {'cần: ' if key.needed and depth else ''}{said}"
    if part and part not in (model, Dated, Actor) and depth < DEEPEST:
        lines = list(_lines(part, {}, depth + 1))
        many = get_origin(model.model_fields[key.field].annotation) is tuple
        yield from _item(lines) if many else (f"  {line}" for line in lines)
