"""That no name of a withdrawn record stands in any file of a site, in whatever form it lies there.

Packed files are unpacked first: our own, those of Pagefind, workbooks, and whatever else gzip has made; of a database
and of Parquet the cells are read. Costs nothing where no withdrawal has traces.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from ..archive.archive import Archive
from ..archive.past import withdrawn
from ..language.traces import Finder
from ..open_data.downloads import texts_in_database, texts_in_parquet
from ..search.index import NAMES, names_in
from ..search.pagefind import words_in

_PACKED = b"\x1f\x8b"
_ARCHIVE = b"PK\x03\x04"
_DATABASE = b"SQLite format 3\0"
_PARQUET = b"PAR1"


def finder(archive: Archive) -> Finder | None:
    """What knows the withdrawn names of an archive; None where nothing is known of any."""
    traces = [(one.digest, one.syllables) for each in withdrawn(archive).values() for one in each.traces]
    return Finder(traces) if traces else None


def is_named(archive: Archive, text: str) -> bool:
    """Whether a text names what was withdrawn."""
    found = finder(archive)
    return bool(found and found.is_in(text))


def texts_of(path: Path, content: bytes) -> Iterator[str]:
    """All that can be read in a file, in whatever form it lies there."""
    if content.startswith(_DATABASE):
        yield "\n".join(texts_in_database(path))
    elif content.startswith(_PARQUET):
        yield "\n".join(texts_in_parquet(path))
    elif content.startswith(_ARCHIVE):
        with ZipFile(BytesIO(content)) as parts:
            yield from (parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    elif not content.startswith(_PACKED):
        yield content.decode("utf-8", "replace")
    elif path.name == NAMES:
        yield "\n".join(names_in(json.loads(gzip.decompress(content))))
    else:
        yield words_in(path.name, content)
