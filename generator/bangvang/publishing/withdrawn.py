"""The last look at a site before it is published: no name of a withdrawn record stands in any of its files.

Packed files are unpacked first: our own, those of Pagefind, workbooks, and whatever else gzip has made; of a database
the cells are read. (Parquet, an extra, is not: the same cells lie beside it as CSV.) Costs nothing where no
withdrawal has traces.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from zipfile import ZipFile

from ..archive.archive import Archive
from ..archive.past import withdrawn
from ..language.problems import Location, Report
from ..language.traces import Finder
from ..open_data.downloads import texts_in_database
from ..search.index import NAMES, names_in
from ..search.pagefind import words_in

_PACKED = b"\x1f\x8b"
_ARCHIVE = b"PK\x03\x04"
_DATABASE = b"SQLite format 3\0"


def find_withdrawn(archive: Archive, site: Path, report: Report) -> None:
    """Report every file of a site, by its name or its content, that names what was withdrawn."""
    finder = _finder(archive)
    if not finder:
        return
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        inside = path.relative_to(site).as_posix()
        if finder.is_in(inside) or finder.is_in(_text(path)):
            report.add("withdrawn-name-found", Location(inside))


def is_named(archive: Archive, text: str) -> bool:
    """Whether a text names what was withdrawn."""
    finder = _finder(archive)
    return bool(finder and finder.is_in(text))


def _finder(archive: Archive) -> Finder | None:
    traces = [(one.digest, one.syllables) for each in withdrawn(archive).values() for one in each.traces]
    return Finder(traces) if traces else None


def _text(path: Path) -> str:
    """All that can be read in a file, in whatever form it lies there."""
    content = path.read_bytes()
    if content.startswith(_DATABASE):
        return "\n".join(texts_in_database(path))
    if content.startswith(_ARCHIVE):
        with ZipFile(path) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    if not content.startswith(_PACKED):
        return content.decode("utf-8", "replace")
    if path.name == NAMES:
        return "\n".join(names_in(json.loads(gzip.decompress(content))))
    return words_in(path.name, content)
