"""Whether a workbook is more than it seems, found out piece by piece before any of it is unpacked whole.

A small file can unpack to gigabytes, spread two cells over billions of empty ones, or repeat one long text in every
cell.
"""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

UNPACKED = 200 * 1024 * 1024
"""Bytes that a workbook may unpack to."""

CELLS = 2_000_000
"""Cells that the used area of a sheet may have, empty ones included."""

REPEATED = 512 * 1024 * 1024
"""Bytes that the cells of a workbook might have if each held the longest text that cells share."""

_PIECE = 1024 * 1024
_PLACE_ENDS = 64
"""Bytes that the address of a cell may have, so that none is lost between two pieces."""

_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c|si)(?=[\s/>])")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,8})([0-9]{1,9})["']""")


def is_too_much(data: bytes) -> bool:
    """Whether a workbook is more than it should be. Raises where it is none, or says of itself what is not so."""
    with ZipFile(BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > UNPACKED:
            return True
        cells = longest = 0
        for part in packed.infolist():
            seen = _Part()
            with packed.open(part) as content:
                while piece := content.read(_PIECE):
                    seen.take(piece)
                    if seen.area > CELLS:
                        return True
            seen.end()
            if seen.area > CELLS:
                return True
            cells, longest = cells + seen.cells, max(longest, seen.longest)
        return cells * longest > REPEATED


class _Part:
    """What has been seen of a part of a workbook so far."""

    def __init__(self) -> None:
        self.cells = self.longest = 0
        self._width = self._height = self._rows = self._in_row = 0
        self._begun = 0
        """Where what is left begins in the part."""
        self._left = b""
        """The last tag, which may go on, or a few signs where there is none."""
        self._text: int | None = None
        """Where the last text that cells share begins."""

    @property
    def area(self) -> int:
        """The cells of the rectangle that holds all cells, with an address of their own or in their order."""
        return self._width * max(self._height, self._rows)

    def take(self, piece: bytes) -> None:
        whole = self._left + piece
        last = whole.rfind(b"<")
        if len(whole) - last <= _PIECE and last >= 0:
            self._look(whole[:last], len(whole) - last, whole)
        else:
            self._look(whole, min(_PLACE_ENDS, len(whole)), whole)

    def end(self) -> None:
        self._look(self._left, 0, self._left)
        if self._text is not None:
            self.longest = max(self.longest, self._begun - self._text)

    def _look(self, seen: bytes, left: int, whole: bytes) -> None:
        """Count what is seen, and leave so many signs of the whole for later."""
        for found in _TAG.finditer(seen):
            match found[1]:
                case b"row":
                    self._rows, self._in_row = self._rows + 1, 0
                case b"c":
                    self.cells, self._in_row = self.cells + 1, self._in_row + 1
                    self._width = max(self._width, self._in_row)
                case _:
                    place = self._begun + found.start()
                    self.longest = max(self.longest, place - (place if self._text is None else self._text))
                    self._text = place
        for letters, digits in _PLACE.findall(seen):
            self._width, self._height = max(self._width, _column(letters)), max(self._height, int(digits))
        self._begun += len(whole) - left
        self._left = whole[len(whole) - left :]


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column
