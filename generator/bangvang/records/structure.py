"""The shape of records: the parts within a part, the ids it refers to, the keys it knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic.fields import FieldInfo

from .facts import Model, Refers
from .models import KINDS


@cache
def _holding(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """The fields of a model that hold parts, each with its key in the file."""
    fields = model.model_fields.items()
    return tuple((name, field.alias or name) for name, field in fields if any(models(field.annotation)))


@cache
def _naming(model: type[Model]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The fields of a model that hold references: (field, its key in the file, kinds referred to)."""
    fields = model.model_fields.items()
    return tuple((name, field.alias or name, kinds) for name, field in fields if (kinds := kinds_named(field)))


def kinds_named(field: FieldInfo) -> tuple[str, ...] | None:
    """The kinds of record that the ids in a field may name; None where it holds no ids of others."""
    refers = next((m for m in field.metadata if isinstance(m, Refers)), None) or _refers(field.annotation)
    return refers.kinds if refers else None


def _refers(annotation: Any) -> Refers | None:
    if get_origin(annotation) is Annotated:
        return next((m for m in get_args(annotation) if isinstance(m, Refers)), None)
    return next((found for part in get_args(annotation) if (found := _refers(part))), None)


def parts(model: Model) -> Iterator[tuple[tuple[str | int, ...], Model]]:
    """The parts directly within a model, with their path from it."""
    for name, key in _holding(type(model)):
        value = getattr(model, name)
        if isinstance(value, Model):
            yield (key,), value
        elif value:
            yield from (((key, index), part) for index, part in enumerate(value))


def texts(model: Model) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The texts that a model itself holds, with their path from it."""
    keys = _keys(type(model))
    for name, value in vars(model).items():
        if isinstance(value, str):
            yield keys[name], value
        elif value and isinstance(value, tuple):
            yield from (((*keys[name], i), item) for i, item in enumerate(value) if isinstance(item, str))


@cache
def _keys(model: type[Model]) -> dict[str, tuple[str]]:
    """The fields of a model, each with the path of its key in the file."""
    return {name: (field.alias or name,) for name, field in model.model_fields.items()}


def kinds_in(model: type[Model]) -> set[str]:
    """The kinds of record that a file of this model states."""
    kinds = {KINDS[model]} if model in KINDS else set()
    for field in model.model_fields.values():
        for part in models(field.annotation):
            kinds |= {KINDS[part]} if part in KINDS else set()
    return kinds


def models(annotation: Any) -> Iterator[type[Model]]:
    """The models that a field may hold."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for part in get_args(annotation):
        yield from models(part)


def is_list(annotation: Any) -> bool:
    """Whether a field holds a list."""
    return get_origin(annotation) is tuple or any(is_list(part) for part in get_args(annotation))


def holds_list(model: type[Model], key: str) -> bool:
    """Whether the value of a key is a list."""
    return any(is_list(field.annotation) for name, field in model.model_fields.items() if (field.alias or name) == key)


def models_under(model: type[Model], key: str) -> Iterator[type[Model]]:
    """The models that the value of a key may hold; none for a key that the model does not know."""
    if key in (named := _named(model)):
        yield from models(named[key].annotation)


def schema_of(model: type[Model]) -> str:
    """The name of the file in `data/.schema/` that describes a model to editors: `bloc-year.json`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", model.__name__).lower() + ".json"


def fields_at(model: type[Model], path: tuple[str | int, ...]) -> list[str]:
    """The keys that the part at a path of a model knows."""
    for step in path:
        if isinstance(step, str):
            model = next(models_under(model, step))
    return list(_named(model))


def kinds_at(model: type[Model], path: tuple[str | int, ...]) -> set[str]:
    """The kinds of record of which some can be known by their ids no more when what stands at a path is unsound."""
    *above, last = [step for step in path if isinstance(step, str)]
    for step in above:
        model = next(models_under(model, step))
    if last == "id":
        return {KINDS[model]} if model in KINDS else set()
    return {KINDS[part] for part in models_under(model, last) if part in KINDS}


def _named(model: type[Model]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def walk(model: Model) -> Iterator[Model]:
    """The model and everything within it, outermost first."""
    yield model
    for _, part in parts(model):
        yield from walk(part)


def references(model: Model) -> Iterator[tuple[tuple[str | int, ...], str, tuple[str, ...]]]:
    """The ids that a model itself refers to: path from it, id, kinds of record it may name."""
    for name, key, kinds in _naming(type(model)):
        if name == "source" and model.inherits:
            continue
        value = getattr(model, name)
        if isinstance(value, str):
            yield (key,), value, kinds
        elif value is not None:
            yield from (((key, index), item, kinds) for index, item in enumerate(value))
