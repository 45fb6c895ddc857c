"""What clerks and their tools are told of each key of a record: is it needed, what does it say, which values it takes.

Models give the keys, the words of keys their meaning. The reference in the docs, the schemas for editors, new records
and the browser editor all speak from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from ..language.words import keys
from ..records.facts import Fact, Model
from ..records.structure import models


@dataclass(frozen=True)
class Key:
    """A key of a record. `field` is its name in the model, `name` what the file has."""

    field: str
    name: str
    needed: bool
    says: str
    values: Mapping[str, str]
    """The values it takes with their meaning, where they are given; empty where anything of its type will do."""

    @property
    def text(self) -> str:
        """All that is said of it, in one line of Markdown."""
        values = ", ".join(f"`{value}` {meaning}".strip() for value, meaning in self.values.items())
        return ": ".join(part for part in (self.says, values) if part)


def keys_of(model: type[Model]) -> list[Key]:
    """The keys of a model, its own first, then those that every fact has."""
    return [*_keys(model), *(_keys(Fact) if issubclass(model, Fact) and model is not Fact else [])]


def _keys(model: type[Model]) -> Iterator[Key]:
    for field, info in model.model_fields.items():
        if issubclass(model, Fact) and model is not Fact and field in Fact.model_fields:
            continue
        name = info.alias or field
        said = keys()[model.__name__][name]
        says, values = (said, {}) if isinstance(said, str) else (said.get("", ""), said)
        given = given_values(info.annotation)
        yield Key(field, name, info.is_required(), says, {value: values[value] for value in given})


def given_values(annotation: Any) -> list[str]:
    """The values that a field takes, where they are given."""
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [value for part in get_args(annotation) for value in given_values(part)]


def models_in(*roots: type[Model]) -> list[type[Model]]:
    """These models and every model within them."""
    found: dict[type[Model], None] = {}
    todo = [*roots]
    while todo:
        model = todo.pop()
        if model not in found:
            found[model] = None
            todo += [part for info in model.model_fields.values() for part in models(info.annotation)]
    return list(found)


def key_table(model: type[Model]) -> str:
    """The keys of a model itself as a table of Markdown."""
    rows = [f"| `{key.name}` | {'cần' if key.needed else ''} | {key.text} |" for key in _keys(model)]
    return "\n".join(["| Khóa | | Ghi gì |", "| --- | --- | --- |", *rows]).replace("|  |", "| |") + "\n"
