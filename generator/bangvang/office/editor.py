"""The forms of the browser editor: the configuration of Sveltia CMS, made from models and words.

The forms know the long form of a record alone, the one that `bangvang fmt --long` writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from ..archive.archive import Archive
from ..language.words import table
from ..records.facts import Model
from ..records.models import FILES, KINDS
from ..records.structure import is_list, kinds_named, models
from .reference import Key, keys_of

DEEPEST = 3
"""How often a model may stand within itself: forms end somewhere. The editor keeps what lies deeper, unshown."""

_LONG_TEXTS = {"quote", "note", "inferred", "text", "evidence", "reason", "subject"}


def config(archive: Archive) -> dict[str, Any]:
    """The configuration: how to reach the records, and a form for each kind of file."""
    editor = archive.about.editor
    patterns = {pattern: model for pattern, model in FILES.items() if pattern.endswith(".yml")}
    single = [_file(pattern, model) for pattern, model in patterns.items() if "*" not in pattern]
    return {
        "backend": {
            "name": editor.host,
            "repo": editor.repository,
            "branch": editor.branch,
            "auth_methods": ["token"],
        },
        "app_title": archive.about.title,
        "media_folder": "data/.media",  # must be named; what is hidden is no record
        "media_libraries": {"stock_assets": {"providers": []}},
        "show_preview_links": False,
        "editor": {"preview": False},
        "output": {"omit_empty_optional_fields": True},
        "collections": [
            *(_folder(pattern, model) for pattern, model in patterns.items() if "*" in pattern),
            {"name": "files", "label": table()["editor"]["files"], "files": single},
        ],
    }


def _name(pattern: str) -> str:
    return pattern.removesuffix(".yml").replace("/", "-")


def _file(pattern: str, model: type[Model]) -> dict[str, Any]:
    words = table()["editor"]
    return {
        "name": _name(pattern),
        "label": words[_name(pattern)],
        "file": f"data/{pattern}",
        "format": "yaml",
        "fields": fields(model),
    }


def _folder(pattern: str, model: type[Model]) -> dict[str, Any]:
    name = pattern.partition("/")[0]
    return {
        "name": name,
        "label": table()["editor"][name],
        "folder": f"data/{name}",
        "extension": "yml",
        "format": "yaml",
        "fields": fields(model),
        **_PLACES.get(name, _LISTS),
    }


_OWN = {"identifier_field": "name", "slug": "{{id}}", "summary": "{{name}}"}
_LISTS = {"slug": "{{year}}", "summary": "{{slug}}"}
_PLACES = {
    "blocs": _OWN,
    "congresses": _OWN,
    "awards": {**_OWN, "path": "{{year}}/{{slug}}"},
    "years": {
        "identifier_field": "bloc",
        "slug": "{{bloc}}-{{fields.year}}",  # without the year the next one would be taken for a double
        "path": "{{fields.year}}/{{fields.bloc}}",
        "summary": "{{slug}} – {{bloc}}",
    },
}
"""How a file is named and listed, by its folder. The year alone is the one in which it is written."""


def fields(model: type[Model], within: tuple[type[Model], ...] = ()) -> list[dict[str, Any]]:
    """The fields of the form for a model."""
    within = (*within, model)
    inner = {key.name: next(models(model.model_fields[key.field].annotation), None) for key in keys_of(model)}
    return [
        _field(model, key, inner[key.name], within) for key in keys_of(model) if within.count(inner[key.name]) < DEEPEST
    ]


def _field(model: type[Model], key: Key, inner: type[Model] | None, within: tuple[type[Model], ...]) -> dict[str, Any]:
    info = model.model_fields[key.field]
    many = is_list(info.annotation)
    kinds = kinds_named(info) or ()
    more = key.says.replace("`", "")
    said = re.split("[:;] ", more)[0]
    common = {
        "name": key.name,
        "label": f"{said[:1].upper()}{said[1:]} ({key.name})" if said else key.name,
        "hint": more if more != said else "",
        "required": key.needed,
    }
    if inner:
        folded = {"collapsed": "auto", "summary": _first("{{fields.%s}}", inner)}
        return {**common, "widget": "list" if many else "object", **folded, "fields": fields(inner, within)}
    if len(kinds) == 1 or key.values:
        return {**common, **(_choice(key.values) if key.values else _relation(kinds[0])), "multiple": many}
    if many:
        return {**common, "widget": "list", "field": {"name": "item", "label": common["label"], "widget": "string"}}
    return {**common, **_scalar(key, info.annotation)}


def _choice(values: Mapping[Any, str]) -> dict[str, Any]:
    options = [{"label": meaning or value, "value": value} for value, meaning in values.items()]
    return {"widget": "select", "options": options}


def _relation(kind: str) -> dict[str, Any]:
    """A choice among the records of a kind, wherever their file is."""
    for pattern, model in FILES.items():
        for key, record in [("", model), *((f"{name}.*.", part) for name, part in _lists(model))]:
            if KINDS.get(record) == kind:
                place = {"collection": pattern.partition("/")[0]}
                if "*" not in pattern:
                    place = {"collection": "files", "file": _name(pattern)}
                shown = [_first(f"{key}%s", record), f"{key}id"]
                value = {"value_field": f"{key}id", "display_fields": shown, "search_fields": shown}
                return {"widget": "relation", **place, **value}
    raise KeyError(kind)


def _lists(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    for name, info in model.model_fields.items():
        yield from ((info.alias or name, part) for part in models(info.annotation))


def _first(form: str, model: type[Model]) -> str:
    """What a record is best known by in a list."""
    known = ("name", "title", "label", "printed", "text", "described", "number")
    return form % next((name for name in known if name in model.model_fields), keys_of(model)[0].field)


def _scalar(key: Key, annotation: Any) -> dict[str, Any]:
    if _holds(annotation, bool):
        return _choice({True: "true", False: "false"})
    if _holds(annotation, int):
        return {"widget": "number", "value_type": "int"}
    return {"widget": "text" if key.name in _LONG_TEXTS else "string"}


def _holds(annotation: Any, kind: type) -> bool:
    return annotation is kind or any(_holds(part, kind) for part in get_args(annotation))
