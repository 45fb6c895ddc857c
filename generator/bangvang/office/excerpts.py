"""The text of one record out of its file: as it stands now, or as git had it on a day.

A record is named by its id; a yearly record by its bloc and year (`bloc/2024`), a row by the id that its page has.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath

from ..archive.history import Change, file_at, files_with, last_change
from ..files.reading import parse
from ..language.problems import Report
from ..records.loading import files, model_of
from ..records.models import BlocYear, Roll


def excerpt(data: Path, id: str) -> tuple[PurePosixPath, str] | None:
    """The file of a record in its data folder, and its text there."""
    return _find(id, ((inside, (data / inside).read_text("utf-8", "replace")) for inside in files(data, Report())))


def excerpt_of(data: Path, id: str, day: date) -> tuple[Change | None, tuple[PurePosixPath, str] | None]:
    """The last commit up to a day, where git knows one, and the file and text that a record had in it."""
    change = last_change(data, day)
    if change is None:
        return None, None
    names = {name for needle in ("id:", "bloc:", "row") for name in files_with(data, change.commit, needle)}
    texts = ((name, file_at(data, change.commit, name) or "") for name in sorted(names))
    return change, _find(id, texts)


def _find(id: str, texts: Iterator[tuple[PurePosixPath, str]]) -> tuple[PurePosixPath, str] | None:
    for inside, text in texts:
        model = model_of(inside)
        part = None
        if model is Roll:
            part = _row(id, inside.stem, text)
        elif model is not None and id.partition("/")[0] in text:
            part = _part(id, model is BlocYear, text)
        if part is not None:
            return inside, part
    return None


def _row(id: str, decision: str, text: str) -> str | None:
    """The line of a row below the names of the columns."""
    header, *lines = text.splitlines()
    if not id.startswith(f"{decision}-") or "row" not in header.split(","):
        return None
    column, row = header.split(",").index("row"), id.removeprefix(f"{decision}-")
    return next((f"{header}\n{line}\n" for line in lines if line.split(",")[column : column + 1] == [row]), None)


def _part(id: str, of_year: bool, text: str) -> str | None:
    """The whole text of a file that is the record, or the lines of the record in a file that lists it."""
    document = parse(text, "", Report())
    if document is None:
        return None
    value = document.value
    if of_year:
        return text if f"{value.get('bloc')}/{value.get('year')}" == id else None
    if value.get("id") == id:
        return text
    lines = text.splitlines(keepends=True)
    for key, listed in value.items():
        for index, item in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(item, dict) and item.get("id") == id:
                start = document.locate((key, index)).line - 1
                margin = _depth(lines[start])
                after = (n for n, line in enumerate(lines) if n > start and line.strip() and _depth(line) <= margin)
                return "".join(lines[start : next(after, len(lines))]).rstrip() + "\n"
    return None


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
