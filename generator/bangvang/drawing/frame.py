"""A page that MkDocs has drawn, cut at its slots so that it can be filled again and again.

A slot is plain text, `⟦name⟧`, so it passes through any theme: `⟦title⟧`, `⟦summary⟧`, `⟦content⟧` … The
address of the frame itself is a slot too, which makes the canonical address come out right. Relative links
hold because a frame lies as deep as the pages stamped from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from shutil import rmtree

from markupsafe import Markup, escape

FOLDER = "khung"
"""Where the frames lie in the drawn site; they are taken out before it is published."""

_SLOT = re.compile(r"⟦([a-z-]+)⟧")
_INDENT = re.compile(r"\n\s+")


class Frame:
    """A drawn page in pieces: text, slot, text, slot … text."""

    def __init__(self, html: str, address: str = "") -> None:
        if address:
            html = html.replace(f"{FOLDER}/{address}", "⟦address⟧")
        self.text = html
        """The page with its slots."""
        self._pieces = _SLOT.split(html)

    @cached_property
    def slots(self) -> frozenset[str]:
        """The names of the slots."""
        return frozenset(self._pieces[1::2])

    def fixed(self, values: Mapping[str, str]) -> Frame:
        """The page with some of its slots filled for good."""
        return Frame(_SLOT.sub(lambda slot: str(escape(values.get(slot[1], slot[0]))), self.text))

    def fill(self, values: Mapping[str, Markup | str]) -> str:
        """The page with its slots filled. Plain text is escaped, Markup goes in as it is. Every slot needs a value."""
        pieces = list(self._pieces)
        pieces[1::2] = [str(escape(values[slot])) for slot in pieces[1::2]]
        return "".join(pieces)


def unindented(frame: str) -> str:
    """A frame without its indentation, a tenth of each page stamped from it; no frame has text in which it matters."""
    return _INDENT.sub("\n", frame)


def take_frames(site: Path) -> dict[str, Frame]:
    """Cut every frame of a drawn site, or of one language of it, by its path below the frame folder; take that out."""
    folder = site / FOLDER
    frames = {}
    for path in folder.rglob("index.html"):
        name = path.parent.relative_to(folder).as_posix()
        frames[name] = Frame(unindented(path.read_text("utf-8")), f"{name}/")
    if frames:
        rmtree(folder)
    return frames
