"""The data folder to sound records: read every file, hold it against its model, give each part its place.

Never raises for bad data. A file with a mistake is set aside with the ids in it, so that what points at them
is not reported a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from pydantic import ValidationError

from .problems import Location, Report
from .reading import Document, Value, read
from .records import FILES, AwardList, Bloc, BlocYear, Congress, Fact, Listing, Model, parts

_APART = ("LICENSE*", "README*", ".*")
"""Files in the data folder that are not records."""

_NEEDS = {
    "string_type": "needs-text", "int_type": "needs-text", "bool_type": "needs-text",
    "is_instance_of": "needs-text",
    "tuple_type": "needs-list", "list_type": "needs-list",
    "model_type": "needs-mapping", "model_attributes_type": "needs-mapping", "dict_type": "needs-mapping",
}  # fmt: skip


@dataclass
class Loaded:
    """The sound files of a data folder, and the ids that stand in unsound ones."""

    files: list[Model] = field(default_factory=list)
    set_aside: set[str] = field(default_factory=set)


def load(folder: Path, report: Report) -> Loaded:
    """Read all of a data folder. Problems name files as `<folder's name>/<path in it>`."""
    loaded = Loaded()
    if not (folder / "archive.yml").is_file():
        report.add("no-data", Location(folder.name), folder=str(folder))
        return loaded
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        inside = PurePosixPath(path.relative_to(folder).as_posix())
        if any(inside.match(pattern) for pattern in _APART):
            continue
        name = f"{folder.name}/{inside}"
        pattern = next((pattern for pattern in FILES if _is(inside, pattern)), None)
        if pattern is None:
            report.add("unknown-file", Location(name), known=", ".join(FILES))
            continue
        document = read(path, name, report)
        if document is None:
            continue
        record = validate(document, FILES[pattern], report)
        if record is None:
            loaded.set_aside.update(_ids(document.value))
        else:
            _in_its_file(record, inside, report)
            loaded.files.append(record)
    return loaded


def _is(inside: PurePosixPath, pattern: str) -> bool:
    """Unlike PurePath.match, a pattern speaks of the whole path."""
    return len(inside.parts) == pattern.count("/") + 1 and inside.match(pattern)


def validate(document: Document, model: type[Model], report: Report) -> Model | None:
    """Hold a document against its model. None, with every mistake reported, where it does not fit."""
    try:
        record = model.model_validate(document.value)
    except ValidationError as error:
        for mistake in error.errors(include_url=False):
            _explain(mistake, document, model, report)
        return None
    _place(record, document, (), (), report)
    return record


def _explain(mistake: dict[str, Any], document: Document, model: type[Model], report: Report) -> None:
    kind, path, values = mistake["type"], mistake["loc"], mistake.get("ctx", {})
    if "code" in values:
        report.add(values["code"], document.locate(path), **{k: v for k, v in values.items() if k != "code"})
    elif kind == "missing":
        report.add("missing-field", document.locate(path[:-1]), field=path[-1])
    elif kind == "extra_forbidden":
        known = _fields(model, path[:-1])
        place = document.locate(path, key=True)
        report.add("unknown-field", place, field=path[-1], nearest=_nearest(str(path[-1]), known))
    elif kind == "literal_error":
        known = re.findall(r"'([^']*)'", values["expected"])
        value = str(mistake["input"])
        nearest = _nearest(value, known)
        report.add("unknown-value", document.locate(path), value=value, known=", ".join(known), nearest=nearest)
    elif kind == "too_short":
        if not mistake["input"]:  # else it is short only of the items that are reported themselves
            report.add("empty-list", document.locate(path), field=path[-1])
    elif mistake["input"] is None:
        report.add("empty-value", document.locate(path))
    elif kind in _NEEDS:
        report.add(_NEEDS[kind], document.locate(path))
    else:
        report.add("wrong-value", document.locate(path), value=str(mistake["input"]))


def _nearest(word: str, known: Sequence[str]) -> str:
    return next(iter(get_close_matches(word, known, 1, 0.0)), "")


def _fields(model: type[Model], path: Sequence[str | int]) -> list[str]:
    """The keys that the model at a path knows."""
    for step in path:
        if isinstance(step, str):
            named = {field.alias or name: field for name, field in model.model_fields.items()}
            model = next(_models(named[step].annotation))
    return [field.alias or name for name, field in model.model_fields.items()]


def _models(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _place(
    part: Model, document: Document, path: tuple[str | int, ...], source: tuple[str, ...] | None, report: Report
) -> None:
    """Give a part its place, and the sources of what it stands in where it names none of its own.

    A `source` of None: that it is missing has been said already.
    """
    part.place_in(document, path)
    if isinstance(part, Fact):
        source = part.source or source
        part.source = source or ()
        if source == () and not isinstance(part, Listing):
            report.add("no-source", part.locate())
            source = None
    for step, inner in parts(part):
        _place(inner, document, (*path, *step), source, report)


def _in_its_file(record: Model, inside: PurePosixPath, report: Report) -> None:
    """A record that has a file of its own stands under its id, a yearly one under its year and bloc."""
    if isinstance(record, Bloc | Congress | AwardList) and record.id != inside.stem:
        report.add("place-of-file", record.locate("id"), expected=f"{record.id}.yml", found=inside.name)
    elif isinstance(record, BlocYear) and (str(record.year), record.bloc) != (*inside.parts[1:2], inside.stem):
        place = record.locate("bloc" if record.bloc != inside.stem else "year")
        report.add("place-of-file", place, expected=f"years/{record.year}/{record.bloc}.yml", found=str(inside))


def _ids(value: Value) -> Iterator[str]:
    """Every id that raw text states, sound or not."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _ids(item)
