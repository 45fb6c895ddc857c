"""Bytes packed by gzip, the same by every Python and on every system that has the same zlib."""

from __future__ import annotations

import gzip

_SYSTEM, _UNKNOWN = 9, 255
"""Where the header says on which system it was written, which Pythons fill in differently; and that nobody knows."""


def packed(content: bytes, level: int = 6) -> bytes:
    """What gzip makes of bytes. The header tells neither time nor system."""
    written = bytearray(gzip.compress(content, level, mtime=0))
    written[_SYSTEM] = _UNKNOWN
    return bytes(written)
