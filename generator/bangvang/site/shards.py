"""A shard of a site: some of its pages, stamped by another process or machine, as a folder to be carried over.

    pages/           the pages, each at its address in the site
    entries.jsonl    for each page a line: its part, its address there, what search knows of it
    shard.json       which shard of how many, what it was made of, and the digest of what it holds

Shards are joined only whole, and with others that were made of the same: records, frames, address and program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, TypeAdapter, ValidationError

from ..language.problems import Location, Report
from ..language.words import Say
from .drawn import Drawn
from .made_of import program
from .parallel import in_parallel
from .stamping import Job, Stamped, counted, jobs

_PAGES, _ENTRIES, _ABOUT = "pages", "entries.jsonl", "shard.json"
_LINE: TypeAdapter[Stamped] = TypeAdapter(Stamped)


class Shard(NamedTuple):
    """Which shard of how many, counted from one."""

    number: int
    of: int


class _About(BaseModel):
    """What a shard says of itself."""

    number: int
    of: int
    made_of: str
    holds: str


def write(shard: Shard, drawn: Drawn, folder: Path, say: Say, processes: int | None = None) -> int:
    """Stamp the pages of a shard and put them into its folder. Returns how many they are."""
    told = []
    pages = drawn.pages[shard.number - 1 :: shard.of]
    stamped = in_parallel(jobs(drawn, pages, processes))
    for page in counted(stamped, len(pages) * len(drawn.parts), say):
        part = drawn.parts[page.place]
        target = folder / _PAGES / part.file_of(page.address)
        target.parent.mkdir(parents=True, exist_ok=True)
        (part.root / page.address / "index.html").rename(target)
        told.append(_LINE.dump_json(page))
    (folder / _ENTRIES).write_bytes(b"".join(line + b"\n" for line in sorted(told)))
    about = _About(**shard._asdict(), made_of=_made_of(drawn), holds=_held(folder))
    (folder / _ABOUT).write_text(about.model_dump_json(), "utf-8")
    return len(told)


def taken(folders: Iterable[Path], drawn: Drawn, report: Report) -> list[Job]:
    """The taking of all pages from shards, as a job for each. What keeps them from being joined is reported."""
    folders, made_of = list(folders), _made_of(drawn)
    abouts = {folder: about for folder in folders if (about := _about(folder)) and about.made_of == made_of}
    for folder in folders:
        if folder not in abouts:
            report.add("shard-foreign", Location(str(folder)))
    found = sorted((abouts[folder].number, abouts[folder].of) for folder in folders if folder in abouts)
    if not report.errors and found != [(number, len(folders)) for number in range(1, len(folders) + 1)]:
        told = ", ".join(f"{number}/{of}" for number, of in found)
        report.add("shards-incomplete", Location(str(folders[0])), found=told)
    return [] if report.errors else [partial(_take, folder, drawn) for folder in folders]


def _take(folder: Path, drawn: Drawn) -> Iterator[Stamped]:
    with (folder / _ENTRIES).open("rb") as lines:
        for line in lines:
            page = _LINE.validate_json(line)
            part = drawn.parts[page.place]
            part.put(page.address, (folder / _PAGES / part.file_of(page.address)).read_bytes())
            yield page


def _about(folder: Path) -> _About | None:
    """What a shard says of itself; None for a folder that is none, or that does not hold what it says."""
    try:
        about = _About.model_validate_json((folder / _ABOUT).read_bytes())
        return about if about.holds == _held(folder) else None
    except (OSError, ValidationError):
        return None


def _held(folder: Path) -> str:
    """The digest of the pages of a shard and of what search knows of them."""
    digest = sha256((folder / _ENTRIES).read_bytes())
    for path in sorted((folder / _PAGES).rglob("*.html")):
        digest.update(f"\0{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _made_of(drawn: Drawn) -> str:
    """The digest of all that decides what the pages of a site say."""
    state = drawn.archive.edition
    return sha256(f"{state.name} {state.digest} {program(drawn)}".encode()).hexdigest()
