"""The data folder to sound records: read every file, hold it against its model, give each part its place.

Never raises for bad data. A part with a mistake is set aside with the ids in it, so that what points at them
is not reported a second time; the rest of its file goes on to be checked.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from ..files.reading import Document, Value, read, text_of
from ..files.tables import read_table
from ..language.problems import Location, Report
from .facts import Fact, Model
from .models import FILES, Decisions, Listing, Roll, Row
from .structure import fields_at, kinds_at, kinds_in, parts

Steps = tuple[str | int, ...]
"""The way to a part of a file."""

_APART = ("LICENSE*", "README*", "*~")
"""Files in the data folder that are not records. Neither is what is hidden: a name that begins with a dot."""

_JOINED = re.compile(r"[a-z0-9_]+:[^\s/]")
"""A key joined to its value, where both are all that stands in their part."""

_NEEDS = {
    "string_type": "needs-text", "int_type": "needs-text", "bool_type": "needs-text",
    "is_instance_of": "needs-text", "literal_error": "needs-text",
    "tuple_type": "needs-list", "list_type": "needs-list",
    "model_type": "needs-mapping", "model_attributes_type": "needs-mapping", "dict_type": "needs-mapping",
}  # fmt: skip


@dataclass
class Loaded:
    """What is sound in a data folder, and what is known to stand in the rest of it."""

    folder: Path = Path()
    files: list[Model] = field(default_factory=list)
    set_aside: set[str] = field(default_factory=set)
    """Ids in parts with mistakes."""
    unread: set[str] = field(default_factory=set)
    """Kinds of record of which some could not be read at all, or not their ids."""
    flawed: set[type[Model]] = field(default_factory=set)
    """Models of files with mistakes: what seems to lack there may only have been set aside."""
    sound: dict[str, Model] = field(default_factory=dict)
    """By the name of each file without a mistake: its record."""
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By the id of each decision: its sources. Of two with one id, the first counts."""

    def add(self, record: Model) -> None:
        """Add what a file says."""
        self.files.append(record)
        if isinstance(record, Decisions):
            for decision in record.decisions:
                self.sources.setdefault(decision.id, decision.source)


def load(folder: Path, report: Report, before: Mapping[str, Model] = MappingProxyType({})) -> Loaded:
    """Read all of a data folder. Problems name files as `<folder's name>/<path in it>`.

    `before` is what was sound in it at another time: the record of a file that still says the same is taken. Decisions
    come before rolls, which have their sources.
    """
    loaded = Loaded(folder)
    for inside in files(folder, report):
        path = folder / inside
        name = named(folder, path)
        model = model_of(inside)
        if model is None:
            report.add("unknown-file", Location(name), known=", ".join(FILES))
            continue
        if name in before and _is_as_before(before[name], path, name, loaded):
            loaded.sound[name] = before[name]
            loaded.add(before[name])
            continue
        errors = report.errors
        document = _read(path, name, model, report)
        record = document and validate(document, model, loaded, report)
        if document is None or (model is Roll and report.errors > errors):
            loaded.unread |= kinds_in(model)
        if report.errors > errors:
            loaded.flawed.add(model)
        if record is not None:
            loaded.add(record)
            document.value = None
            if report.errors == errors:
                loaded.sound[name] = record
    return loaded


def _is_as_before(record: Model, path: Path, name: str, loaded: Loaded) -> bool:
    """Whether the record of a file would come out the same if that were read."""
    if isinstance(record, Roll) and any(row.source != loaded.sources.get(record.decision) for row in record.rows[:1]):
        return False
    return text_of(path, name, Report()) == record.standing[0].text


def _read(path: Path, name: str, model: type[Model], report: Report) -> Document | None:
    if model is not Roll:
        return read(path, name, report)
    keys = [key for key in Row.model_fields if key != "source"]
    return read_table(path, name, keys, [key for key in keys if Row.model_fields[key].is_required()], report)


def files(folder: Path, report: Report) -> list[PurePosixPath]:
    """The files of a data folder that ought to be records, by their path in it.

    What cannot be looked into, and what is no file of its own, is a problem, and so is a folder without an archive.
    """
    if not (folder / "archive.yml").is_file():
        report.add("no-data", Location(folder.name), folder=str(folder))
        return []

    def unreadable(error: OSError) -> None:
        report.add("file-unreadable", Location(named(folder, Path(error.filename))), reason=error.strerror or "")

    found = []
    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(parent, name) for name in (*folders, *names)):
            inside = PurePosixPath(path.relative_to(folder).as_posix())
            if path.name.startswith("."):
                continue
            if path.is_symlink():
                report.add("symlink", Location(named(folder, path)))
            elif not (path.is_file() or path.is_dir()):
                report.add("file-unreadable", Location(named(folder, path)), reason="FIFO, …")
            elif path.is_file() and not any(inside.match(pattern) for pattern in _APART):
                found.append(inside)
    return sorted(found)


def named(folder: Path, path: Path) -> str:
    """What problems call a file: from the data folder on, without signs that would break a line."""
    name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
    return "".join(sign if sign.isprintable() else "?" for sign in name)


def model_of(inside: PurePosixPath) -> type[Model] | None:
    """The model that a file holds, by its path in the data folder; None where no record has its place."""
    # unlike in PurePath.match, a pattern of FILES speaks of the whole path
    alike = (p for p in FILES if len(inside.parts) == p.count("/") + 1 and inside.match(p))
    return FILES.get(next(alike, ""))


def validate(document: Document, model: type[Model], loaded: Loaded, report: Report) -> Model | None:
    """Hold a document against its model and report every mistake.

    The parts with mistakes are set aside and the rest is returned, so that it is checked further. None where
    nothing of it can be used.
    """
    value = dict(document.value)
    try:
        record, kept, source = model.model_validate(value), {}, ()
    except ValidationError as error:
        mistakes = error.errors(include_url=False)
        meant = _meant(mistakes, model, document.value)
        for mistake in mistakes:
            if mistake["type"] != "missing" or mistake["loc"] not in meant.values():
                _explain(mistake, document, meant, report)
        paths = [mistake["loc"] for mistake in mistakes]
        kept = _without(paths, value, loaded)
        for path in (meant.get(path, path) for path in paths):
            loaded.unread |= kinds_at(model, path) if path else set()
        source = None if any(meant.get(path, path)[:1] == ("source",) for path in paths) else ()
        try:
            record = model.model_validate(value)
        except ValidationError:
            loaded.set_aside.update(_ids(document.value))
            return None
    _place(record, document, (), kept, None if model is Roll else source, report)
    return record


def _without(paths: list[tuple[str | int, ...]], value: dict[str, Value], loaded: Loaded) -> dict[str, list[int]]:
    """Take the parts with mistakes out of a value. For each list cut down, the places its items had."""
    kept: dict[str, list[int]] = {}
    for key in {path[0] for path in paths}:
        whole = value.get(key)
        bad = {path[1] for path in paths if path[0] == key and len(path) > 1 and isinstance(path[1], int)}
        if isinstance(whole, list) and bad and all(len(path) > 1 for path in paths if path[0] == key):
            kept[key] = [index for index in range(len(whole)) if index not in bad]
            value[key] = [whole[index] for index in kept[key]]
            loaded.set_aside.update(_ids([whole[index] for index in bad]))
        else:
            loaded.set_aside.update(_ids(whole))
            value.pop(key, None)
    return kept


def _meant(mistakes: list[dict[str, Any]], model: type[Model], value: Value) -> dict[Steps, Steps]:
    """For the path of each unknown key, the path of the key that was probably meant; the path of the whole, if none.

    A key that is needed and missing is looked for first, and with less likeness, than one that may be left out; one
    that stands there already is not meant.
    """
    missing = {mistake["loc"] for mistake in mistakes if mistake["type"] == "missing"}
    meant: dict[Steps, Steps] = {}
    for mistake in mistakes:
        if mistake["type"] == "extra_forbidden":
            *above, word = mistake["loc"]
            part = value
            for step in above:
                part = part[step]
            free = [key for key in fields_at(model, tuple(above)) if key not in part]
            needed = [key for key in free if (*above, key) in missing]
            nearest = _nearest(str(word), needed, 0.5) or _nearest(str(word), free)
            meant[mistake["loc"]] = (*above, nearest) if nearest else tuple(above)
    return meant


def _explain(mistake: dict[str, Any], document: Document, meant: dict[Steps, Steps], report: Report) -> None:
    kind, path, values = mistake["type"], mistake["loc"], mistake.get("ctx", {})
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if "code" in values:
        report.add(values["code"], document.locate(path), **{k: v for k, v in values.items() if k != "code"}, field=key)
    elif kind == "missing":
        report.add("missing-field", document.locate(path[:-1]), field=path[-1])
    elif kind == "extra_forbidden":
        nearest = meant[path][-1] if len(meant[path]) == len(path) else ""
        report.add("unknown-field", document.locate(path, key=True), field=path[-1], nearest=nearest)
    elif kind == "literal_error" and isinstance(mistake["input"], str):
        known = re.findall(r"'([^']*)'", values["expected"])
        values = {"value": mistake["input"], "known": ", ".join(known), "nearest": _nearest(mistake["input"], known)}
        report.add("unknown-value", document.locate(path), **values)
    elif kind == "too_short":
        if not mistake["input"]:  # else it is short only of the items that are reported themselves
            report.add("empty-list", document.locate(path), field=path[-1])
    elif mistake["input"] is None:
        report.add("empty-value", document.locate(path), field=key)
    elif kind == "model_type" and _JOINED.match(str(mistake["input"])):
        report.add("colon-missing", document.locate(path))
    elif kind in _NEEDS:
        report.add(_NEEDS[kind], document.locate(path))
    else:
        report.add("wrong-value", document.locate(path), value=str(mistake["input"]))


def _nearest(word: str, known: Sequence[str], likeness: float = 0.6) -> str:
    """The known word that was probably meant; empty where none is alike."""
    return next(iter(get_close_matches(word[:80], known, 1, likeness)), "")


def _place(
    part: Model,
    document: Document,
    path: tuple[str | int, ...],
    kept: dict[str, list[int]],
    source: tuple[str, ...] | None,
    report: Report,
) -> None:
    """Give a part its place, and the sources of what it stands in where it names none of its own.

    `kept` tells where the items of the lists directly within it stood before mistakes were taken out of them. A
    `source` of None: that it is missing has been said already, or the archive gives it.
    """
    part.place_in(document, path)
    if isinstance(part, Fact):
        source = part.source or source
        part.inherit(source or ())
        if source == () and not (isinstance(part, Listing) and _names_sources(document)):
            report.add("no-source", part.locate("source"))
            source = None
    for (key, *index), inner in parts(part):
        place = [kept[key][i] if key in kept else i for i in index]
        _place(inner, document, (*path, key, *place), {}, source, report)


def _names_sources(document: Document) -> bool:
    """Whether a listing leaves its sources to its items, those with mistakes included."""
    lists = (value for value in document.value.values() if isinstance(value, list))
    return any(isinstance(item, dict) and "source" in item for items in lists for item in items)


def _ids(value: Value) -> Iterator[str]:
    """Every id that raw text states, sound or not."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _ids(item)
