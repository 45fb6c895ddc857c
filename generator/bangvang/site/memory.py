"""What Python and the C library do with memory while a site is made."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

_M_TRIM_THRESHOLD = -1

_held, _turn = 0, Lock()
"""How many hold off the looking for garbage, and who counts them."""


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage is looked for where many objects are made and all are kept: looking takes a quarter of the time.

    It is looked for again when nothing more holds it off, in whichever thread.
    """
    global _held
    with _turn:
        _held += 1
        gc.disable()
    try:
        yield
    finally:
        with _turn:
            _held -= 1
            if not _held:
                gc.enable()


def give_back() -> None:
    """Have the C library give back what large blocks leave at once; it keeps tens of MB of it in every process."""
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_TRIM_THRESHOLD, 128 * 1024)
