"""The whole way: load, check, draw, stamp, export, index."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from .archive.archive import Archive
from .archive.history import History, histories
from .archive.linking import link
from .drawing.frame import Frame, take_frames
from .drawing.rendering import Renderer
from .language.problems import Location, Report
from .language.words import Say
from .office.admin import install
from .open_data.open_data import OpenData
from .pages.moved import every_page
from .pages.types import Page
from .publishing.fixity import write_manifest
from .publishing.staging import MARK, may_replace, staging, tell
from .publishing.verification import verify
from .records.loading import load
from .rules.checks import check
from .search.entries import Entry, entry_of, entry_of_written
from .search.index import index

ENGINES = ("mkdocs", "properdocs")
"""What can draw the frames from the same mkdocs.yml, the default first."""

SEARCH_PAGE, NOT_FOUND = "tim-kiem/", "404.html"


def read_archive(data: Path, report: Report, say: Say) -> Archive:
    """Load, link and check a data folder. The archive may be published only if the report has no errors."""
    say("reading")
    archive = link(load(data, report), report)
    check(archive, report)
    return archive


def build(root: Path, site: Path, engine: str, report: Report, say: Say) -> int:
    """Build the archive of a project folder into `site`. Nothing is written there unless all goes well.

    Returns the number of pages written, 0 if there were errors.
    """
    archive = read_archive(root / "data", report, say)
    site = site.resolve()
    if report.errors or not may_replace(site, sources_of(root), report):
        return 0
    try:
        with staging(site, report) as new:
            say("drawing")
            draw(root, engine, new, report)
            return 0 if report.errors else complete(archive, root, new, report, say)
    except OSError as error:
        tell(error, site, report)
        return 0


def sources_of(root: Path) -> list[Path]:
    """The folders of a project that a site is made from."""
    return [(root / name).resolve() for name in ("data", "docs", "overrides")]


def draw(root: Path, engine: str, site: Path, report: Report) -> None:
    """Have MkDocs, or another engine that reads mkdocs.yml, draw the hand-written pages and the frames."""
    command = [sys.executable, "-m", engine, "build", "--config-file", "-", "--site-dir", str(site)]
    run = subprocess.run(
        command,
        cwd=root,
        input="INHERIT: mkdocs.yml\nplugins: []\n",
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if run.returncode and os.strerror(errno.ENOSPC) in run.stderr:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if run.returncode:
        report.add("drawing-failed", Location("mkdocs.yml"), detail=_complaint(run.stderr or run.stdout))


def _complaint(text: str) -> str:
    """What an engine says is wrong: its warnings and errors, else its last words."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "; ".join([line for line in lines if line.startswith(("WARNING", "ERROR"))] or lines[-1:])


def complete(archive: Archive, root: Path, site: Path, report: Report, say: Say) -> int:
    """Make a drawn site one that may be published, or report why it may not. Returns the number of its pages."""
    pages = fill(archive, root, site, report, say, histories(root / "data"))
    if not report.errors:
        say("verifying")
        verify(archive, site, _home(site), report)
    if not report.errors:
        write_manifest(site, archive)
    return pages


def fill(
    archive: Archive,
    root: Path,
    site: Path,
    report: Report,
    say: Say,
    past: Mapping[str, History] = MappingProxyType({}),
) -> int:
    """Stamp every page of the archive into a drawn site, fill the slots of its hand-written pages, and index it.

    `past` is the history of each file of the data folder, where it is known. The editor comes last, since it is no page
    of the archive.
    """
    frames = take_frames(site)
    home = _home(site)
    data = OpenData(archive, home, site, past)
    renderer = Renderer(archive, home, past, data)
    stamped = list(every_page(archive))
    for frame in sorted({page.frame for page in stamped} - set(frames)):
        report.add("frame-missing", Location("docs/khung"), frame=frame)
    for page, slot in _unknown_slots(renderer, site):
        report.add("slot-unknown", Location("docs"), page=page, slot=slot)
    if report.errors:
        return 0
    written = _fill_written(renderer, site) | _stamp(stamped, archive, renderer, frames, site, say)
    entries = [entry for address, entry in written.items() if entry and address not in (SEARCH_PAGE, NOT_FOUND)]
    unlisted = {NOT_FOUND, *(page.address for page in stamped if not page.is_listed)}
    summaries = {address: entry.summary for address, entry in written.items() if entry}
    data.finish((address for address in written if address not in unlisted), summaries)
    install(archive, root, site, report)
    say("indexing", all=len(entries))
    index(entries, site, report)
    if not report.errors:
        (site / MARK).touch()
    return len(written)


def _unknown_slots(renderer: Renderer, site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*.html")):
        slots = Frame(path.read_text("utf-8")).slots
        yield from ((path.relative_to(site).as_posix(), slot) for slot in sorted(slots - renderer.slots))


def _fill_written(renderer: Renderer, site: Path) -> dict[str, Entry | None]:
    """Fill the slots of the hand-written pages. Returns what search knows of the page at each address."""
    entries = {}
    for path in sorted(site.rglob("*.html")):
        address = path.relative_to(site).as_posix().removesuffix("index.html")
        page = Frame(path.read_text("utf-8"))
        root = "../" * address.count("/")
        html = page.fill({slot: renderer.slot(slot, root, address) for slot in page.slots})
        path.write_text(html, "utf-8", newline="\n")
        entries[address] = entry_of_written(page.fill(dict.fromkeys(page.slots, "")), address)
    return entries


def _stamp(
    stamped: list[Page], archive: Archive, renderer: Renderer, frames: dict[str, Frame], site: Path, say: Say
) -> dict[str, Entry | None]:
    """Write the pages of records. Returns what search knows of the page at each address."""
    entries: dict[str, Entry | None] = {}
    for done, page in enumerate(stamped, 1):
        texts = renderer.page(page)
        root = "../" * page.address.count("/")
        common = {slot: renderer.slot(slot, root, page.address) for slot in ("footer", "alternate")}
        html = frames[page.frame].fill({**texts, "address": page.stands_for or page.address, **common})
        path = site / page.address / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, "utf-8", newline="\n")
        entries[page.address] = entry_of(page, texts, archive)
        if done % 1000 == 0 or done == len(stamped):
            say("stamping", done=done, all=len(stamped))
    return entries


def _home(site: Path) -> str:
    """The address that the engine was told the site is published at; empty where it was told none."""
    path = site / "sitemap.xml"
    found = re.findall(r"<loc>(.+?)</loc>", path.read_text("utf-8")) if path.exists() else []
    return min(found, key=len, default="")
