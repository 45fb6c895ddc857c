"""A drawn site whose files are made as they are asked for: an edit is seen soon, however large the archive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock

from ..drawing.frame import Frame
from ..drawing.rendering import NOT_FOUND
from ..pages.types import opened
from .drawn import Drawn

_NEEDS_ALL = "downloads"
"""The slot that tells of files which are only there once everything is."""


class Shown:
    """A site whose frames are ready; `finish` makes every file of it."""

    def __init__(self, drawn: Drawn, site: Path, finish: Callable[[], object]) -> None:
        self._archive, self._site, self._finish = drawn.archive, site, finish
        self._pages = {f"{part.folder}{page.address}index.html": (part, page)
                       for part in drawn.parts for page in drawn.pages}  # fmt: skip
        self._written = {path.relative_to(site).as_posix(): (part, address)
                         for part in drawn.parts for address, path in part.written.items()}  # fmt: skip
        self._made: set[str] = set()
        self._is_over = False
        self._turn = Lock()
        if NOT_FOUND in self._written:  # nobody asks for it by its name
            self.show(NOT_FOUND)

    def show(self, file: str) -> None:
        """Make a file of the site, where it is to have one of this name; a folder's name is taken for its page.

        A page is made by itself. For what is made of all pages, such as the data that search reads, everything is made.
        """
        if file not in self._made:
            with self._turn:
                if not self._is_over:
                    self._make(file)
                    self._made.add(file)

    def _make(self, file: str) -> None:
        if file.startswith("."):  # what browsers ask for on their own
            return
        for name in (file, f"{file}/index.html"):
            if name in self._pages:
                part, page = self._pages[name]
                part.stamp(opened(page, self._archive), self._archive)
                return
            if name in self._written:
                part, address = self._written[name]
                if _NEEDS_ALL in Frame((self._site / name).read_text("utf-8")).slots:
                    break
                part.fill(address)
                return
            if (self._site / name).is_file():
                return
        self._is_over = True
        self._finish()

    def close(self) -> None:
        """Make nothing more; what is being made is made first."""
        with self._turn:
            self._is_over = True
