"""The whole way: load, check, draw, stamp, export, index."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import rmtree
from types import MappingProxyType

from .archive.archive import Archive
from .archive.history import History, histories
from .archive.linking import link
from .drawing.frame import Frame, take_frames
from .drawing.rendering import NOT_FOUND, Renderer
from .drawing.scripts import write_words
from .language.locale import spoken
from .language.problems import Location, Report
from .language.words import LANGUAGES, Say
from .office.admin import install
from .open_data.downloads import Download
from .open_data.open_data import OpenData
from .pages.moved import every_page
from .pages.types import Page
from .parallel import cores, in_parallel
from .publishing.fixity import write_manifest
from .publishing.staging import MARK, may_replace, staging, tell
from .publishing.verification import verify
from .records.loading import load, named
from .rules.checks import check
from .search.entries import Entry, entry_of, entry_of_written
from .search.index import index

ENGINES = ("mkdocs", "properdocs")
"""What can draw the frames from the same mkdocs.yml, the default first."""

SEARCH_PAGE = "tim-kiem/"


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
    see_links(root, report)
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


def see_links(root: Path, report: Report) -> None:
    """Report the links in the pages and templates of a project: an engine would follow them to wherever they lead."""
    for folder in (root / "docs", root / "overrides"):
        for parent, folders, names in os.walk(folder):
            for path in (Path(parent, name) for name in sorted((*folders, *names))):
                if path.is_symlink():
                    report.add("symlink", Location(named(folder, path)))


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
    home = _home(site)
    data = OpenData(archive, home, site, past)
    stamped = list(every_page(archive))
    drawn = _drawn(site, [language for language in LANGUAGES if language in ("vi", *archive.about.languages)])
    twins = _twins(stamped, drawn)
    languages = [part.language for part in drawn]
    renderers = [Renderer(archive, home, past, data, language, languages, twins) for language in languages]
    for part, renderer in zip(drawn, renderers, strict=True):
        part.report_missing(stamped, renderer, report)
    if report.errors:
        return 0
    pairs = list(zip(drawn, renderers, strict=True))
    of_records = _stamp(stamped, archive, pairs, data, say)
    entries = {part.language: _fill_written(part, renderer) | of_records[part.language] for part, renderer in pairs}
    hidden = {NOT_FOUND, *(page.address for page in stamped if not page.is_listed)}
    listed = {
        part.folder + address: twins.get(address, {})
        for part in drawn
        for address in entries[part.language]
        if address not in hidden
    }
    vietnamese, *others = entries.values()
    data.finish(listed, {address: entry.summary for address, entry in vietnamese.items() if entry})
    write_words(languages, site)
    install(archive, root, site, report)
    found = [entry for address, entry in vietnamese.items() if entry and address not in (SEARCH_PAGE, NOT_FOUND)]
    say("indexing", all=len(found))
    index(found, site, report, dict(zip(languages[1:], others, strict=True)))
    if not report.errors:
        (site / MARK).touch()
    return sum(map(len, entries.values()))


@dataclass
class Drawn:
    """What an engine has drawn for one language: its frames, and where its hand-written pages lie, by address."""

    language: str
    root: Path
    frames: dict[str, Frame]
    written: dict[str, Path]

    @property
    def folder(self) -> str:
        """What the addresses of the language begin with."""
        return spoken(self.language).folder

    def report_missing(self, stamped: list[Page], renderer: Renderer, report: Report) -> None:
        """Frames that pages need and nobody drew, and slots that nothing fills."""
        for frame in sorted({page.frame for page in stamped} - set(self.frames)):
            report.add("frame-missing", Location(f"docs/{self.folder}khung"), frame=f"{self.folder}khung/{frame}")
        for address, path in self.written.items():
            for slot in sorted(Frame(path.read_text("utf-8")).slots - renderer.slots):
                report.add("slot-unknown", Location("docs"), page=self.folder + address, slot=slot)


def _drawn(site: Path, languages: list[str]) -> list[Drawn]:
    """What was drawn of each language, the default first. What nobody asked for is taken out of the site."""
    found = []
    for language in reversed(LANGUAGES):  # the default lies around the others
        root = site / spoken(language).folder
        if language not in languages:
            rmtree(root, ignore_errors=True)
            continue
        frames = take_frames(root)
        before = {path for part in found for path in part.written.values()}
        paths = [path for path in sorted(root.rglob("*.html")) if path not in before]
        written = {path.relative_to(root).as_posix().removesuffix("index.html"): path for path in paths}
        found.insert(0, Drawn(language, root, frames, written))
    return found


def _twins(stamped: list[Page], drawn: list[Drawn]) -> dict[str, dict[str, str]]:
    """The addresses that have a page in every language of a site in several, and where each of them stands."""
    if len(drawn) == 1:
        return {}
    everywhere = {page.address for page in stamped} | set.intersection(*(set(part.written) for part in drawn))
    return {address: {part.language: part.folder + address for part in drawn} for address in everywhere}


def _fill_written(part: Drawn, renderer: Renderer) -> dict[str, Entry | None]:
    """Fill the slots of the hand-written pages of a language. Returns what search knows of the page at each address."""
    entries = {}
    for address, path in part.written.items():
        page = Frame(path.read_text("utf-8"))
        html = page.fill({slot: renderer.slot(slot, address) for slot in page.slots})
        path.write_text(html, "utf-8", newline="\n")
        said = page.fill({slot: renderer.said.get(slot, "") for slot in page.slots})
        entries[address] = entry_of_written(said, address, renderer.plain)
    return entries


def _stamp(
    stamped: list[Page],
    archive: Archive,
    drawn: list[tuple[Drawn, Renderer]],
    data: OpenData,
    say: Say,
) -> dict[str, dict[str, Entry | None]]:
    """Write the pages of records, and the tables to take away. Returns by language what search knows of each page."""

    def part(number: int) -> Iterator[tuple[str, str, Entry | None]]:
        for page in stamped[number :: cores()]:
            for one, renderer in drawn:
                yield one.language, page.address, _stamp_one(page, archive, renderer, one)

    for one, renderer in drawn:
        one.frames = {name: frame.fixed(renderer.said) for name, frame in one.frames.items()}
    found: dict[str, dict[str, Entry | None]] = {one.language: {} for one, _ in drawn}
    downloads, done, all = [], 0, len(stamped) * len(drawn)
    for it in in_parallel([data.write, *(partial(part, number) for number in range(cores()))]):
        if isinstance(it, Download):
            downloads.append(it)
            continue
        language, address, entry = it
        found[language][address] = entry
        done += 1
        if done % 1000 == 0 or done == all:
            say("stamping", done=done, all=all)
    data.tell(downloads)
    return {language: {page.address: entries[page.address] for page in stamped} for language, entries in found.items()}


def _stamp_one(page: Page, archive: Archive, renderer: Renderer, part: Drawn) -> Entry | None:
    texts = renderer.page(page)
    common = {slot: renderer.slot(slot, page.address) for slot in ("footer", "alternate", "language")}
    html = part.frames[page.frame].fill({**texts, "address": page.stands_for or page.address, **common})
    path = part.root / page.address / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, "utf-8", newline="\n")
    return entry_of(page, texts, archive, renderer.plain)


def _home(site: Path) -> str:
    """The address that the engine was told the site is published at; empty where it was told none."""
    path = site / "sitemap.xml"
    found = re.findall(r"<loc>(.+?)</loc>", path.read_text("utf-8")) if path.exists() else []
    return min(found, key=len, default="")
