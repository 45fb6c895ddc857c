"""JSON Schemas of the files of the data folder, so that an editor can complete keys and ids and say what they mean.

They lie in the data folder itself, one for each kind of file and one with the ids that records have today. The list of
ids only completes: an id that is not in it is never marked as wrong, so an old list does no harm.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from ..archive.archive import Archive
from ..records.facts import Model
from ..records.models import FILES, KINDS
from ..records.structure import schema_of
from .reference import keys_of, models_in

FOLDER = ".schema"
"""Where the schemas lie in the data folder."""

IDS = "ids.json"


def schemas(archive: Archive) -> Iterator[tuple[str, str]]:
    """Every schema of the data folder: the name of its file, and its text."""
    for pattern, model in FILES.items():
        if PurePosixPath(pattern).suffix == ".yml":
            yield schema_of(model), _text(schema(model))
    yield IDS, _text(_ids(archive))


def write_schemas(archive: Archive, data: Path) -> list[Path]:
    """Write the schemas of a data folder. Returns the files that changed."""
    changed = []
    for name, text in schemas(archive):
        path = data / FOLDER / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            changed.append(path)
    return changed


def schema(model: type[Model]) -> dict[str, Any]:
    """The schema of a file that holds a model."""
    whole = model.model_json_schema(mode="validation", by_alias=True)
    within = {part.__name__: part for part in models_in(model)}
    for name, part in {model.__name__: whole, **whole.get("$defs", {})}.items():
        for key in keys_of(within[name]):
            said = part["properties"][key.name]
            for leaf in _leaves(said):
                if "enum" in leaf or "const" in leaf:
                    leaf["enumDescriptions"] = list(key.values.values())
            part["properties"][key.name] = {**said, "description": key.text.replace("`", "")}
        part.pop("description", None)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **_plain(whole)}


def _leaves(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part)


def _plain(value: Any) -> Any:
    """Without the titles and defaults that say nothing to a clerk, and with ids pointed at their list."""
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if not isinstance(value, dict):
        return value
    if "refers" in value:
        known = [{"$ref": f"{IDS}#/definitions/{kind}"} for kind in value["refers"]]
        others = {"anyOf": [*known, {"type": ["string", "number"]}]}
        return {**others, **{k: v for k, v in value.items() if k == "description"}}
    return {k: _plain(v) for k, v in value.items() if k != "default" and not (k == "title" and isinstance(v, str))}


def _ids(archive: Archive) -> dict[str, Any]:
    definitions = {}
    for kind in KINDS.values():
        known = sorted(archive.of(kind), key=lambda record: record.id)
        names = {record.id: archive.name(record) for record in known}
        definitions[kind] = {"enum": list(names), "enumDescriptions": list(names.values())} if names else False
    return {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": definitions}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
