"""The parts of a site, one a language: what was drawn of it, and who renders its pages."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from shutil import rmtree

from ..archive.archive import Archive
from ..drawing.frame import Frame, take_frames
from ..drawing.rendering import NOT_FOUND, Renderer
from ..language.locale import spoken
from ..language.problems import Location, Report
from ..language.words import LANGUAGES
from ..pages.page import Page
from ..search.entries import Entry, entry_of, entry_of_written

Twins = dict[str, dict[str, str]]
"""By address within a language: where the page stands in each."""

SEARCH_PAGE = "tim-kiem/"


class Part:
    """A site in one language: its frames, its hand-written pages by address, and who renders it."""

    def __init__(self, language: str, root: Path, written: dict[str, Path], frames: dict[str, Frame]) -> None:
        self.language, self.root, self.written, self.frames = language, root, written, frames
        self._filled: dict[str, Entry | None] = {}

    def render_with(self, renderer: Renderer) -> None:
        """Have a renderer of the language make its pages. What is the same on all of them is filled in now."""
        self._renderer = renderer
        self.frames = {name: frame.fixed(renderer.said) for name, frame in self.frames.items()}

    def prepare(self) -> None:
        """Get ready what every process would have to, before they part."""
        self._renderer.prepare()

    @property
    def folder(self) -> str:
        """What the addresses of the language begin with."""
        return spoken(self.language).folder

    def report_missing(self, pages: list[Page], report: Report) -> None:
        """Frames that pages need and nobody drew, and slots that nothing fills."""
        for frame in sorted({page.frame for page in pages} - set(self.frames)):
            report.add("frame-missing", Location(f"docs/{self.folder}khung"), frame=f"{self.folder}khung/{frame}")
        for address, path in self.written.items():
            for slot in sorted(Frame(path.read_text("utf-8")).slots - self._renderer.slots):
                report.add("slot-unknown", Location("docs"), page=self.folder + address, slot=slot)

    def stamp(self, page: Page, archive: Archive) -> Entry | None:
        """Write a page of records. Returns what search knows of it."""
        texts = self._renderer.page(page)
        common = {slot: self._renderer.slot(slot, page.address) for slot in ("footer", "alternate", "language")}
        html = self.frames[page.frame].fill({**texts, "address": page.stands_for or page.address, **common})
        self.put(page.address, html.encode())
        return entry_of(page, texts, archive, self._renderer.plain)

    def put(self, address: str, html: bytes) -> None:
        """Write a page of records."""
        path = self.root / address / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(html)

    def file_of(self, address: str) -> str:
        """The file of the site that the page at an address is in."""
        return f"{self.folder}{address}index.html"

    def fill_written(self) -> dict[str, Entry | None]:
        """Fill the slots of the hand-written pages. Returns what search knows of the page at each address."""
        return {address: self.fill(address) for address in self.written}

    def fill(self, address: str) -> Entry | None:
        """Fill the slots of a hand-written page, once. Returns what search knows of it."""
        if address not in self._filled:
            path = self.written[address]
            page = Frame(path.read_text("utf-8"))
            html = page.fill({slot: self._renderer.slot(slot, address) for slot in page.slots})
            path.write_text(html, "utf-8", newline="\n")
            said = page.fill({slot: self._renderer.said.get(slot, "") for slot in page.slots})
            entry = entry_of_written(said, address, self._renderer.plain)
            self._filled[address] = None if address in (NOT_FOUND, SEARCH_PAGE) else entry
        return self._filled[address]


def parts_of(site: Path, languages: Collection[str]) -> list[Part]:
    """The parts of a drawn site, the default language first. What nobody asked for is taken out of the site."""
    parts: list[Part] = []
    for language in reversed(LANGUAGES):  # the default lies around the others
        root = site / spoken(language).folder
        if language not in languages and language != LANGUAGES[0]:
            if root.exists():
                rmtree(root)
            continue
        frames = take_frames(root)
        before = {path for part in parts for path in part.written.values()}
        paths = [path for path in sorted(root.rglob("*.html")) if path not in before]
        written = {path.relative_to(root).as_posix().removesuffix("index.html"): path for path in paths}
        parts.insert(0, Part(language, root, written, frames))
    return parts


def twins_of(parts: list[Part], pages: list[Page]) -> Twins:
    """Where each page of a site in several languages stands in all of them; none for what is not in all."""
    if len(parts) == 1:
        return {}
    everywhere = {page.address for page in pages} | set.intersection(*(set(part.written) for part in parts))
    return {address: {part.language: part.folder + address for part in parts} for address in everywhere}
