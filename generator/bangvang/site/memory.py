"""What Python and the C library do with memory while a site is made."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_M_TRIM_THRESHOLD = -1


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage is looked for where many objects are made and all are kept: looking takes a quarter of the time."""
    looks = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looks:
            gc.enable()


def give_back() -> None:
    """Have the C library give back what large blocks leave at once; it keeps tens of MB of it in every process."""
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_TRIM_THRESHOLD, 128 * 1024)
