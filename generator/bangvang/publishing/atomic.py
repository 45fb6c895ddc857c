"""What the operating system does in one step or not at all: hold a place alone, trade folders, keep what was written.

Where a system cannot trade folders in one step they are renamed one after the other. A visitor may then find nothing
for the moment between, and whoever comes after a builder that died in it puts the old folder back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_HERE = -100
"""AT_FDCWD: paths are meant as they are everywhere else."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux."""
_NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}
"""What a kernel or file system answers that cannot trade names."""


class Busy(OSError):
    """Another process holds a place."""


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Hold a place against every other process that asks so. Raises Busy at once if one holds it.

    The system lets go of it when a process dies, however it dies; the file of the lock tells nothing by being there.
    """
    path = place.with_name(f".{place.name}-lock")
    file = _locked(path)
    try:
        yield
    finally:
        with suppress(OSError):  # Windows removes no open file; there it stays, and does no harm
            path.unlink()
        file.close()


def _locked(path: Path) -> BinaryIO:
    while True:
        file = path.open("ab")
        try:
            _lock(file)
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except BaseException:
            file.close()
            raise
        file.close()  # the holder let go and took the file away while we opened it


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise Busy(error.errno, error.strerror, file.name) from error

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(error.errno, error.strerror, file.name) from error


def trade(one: Path, other: Path) -> None:
    """Let two folders trade names: in one step, or where the system cannot, by renaming."""
    if _exchange(one, other):
        return
    aside = moved_aside(other)
    other.rename(aside)
    try:
        one.rename(other)
    except OSError:
        aside.rename(other)
        raise
    aside.rename(one)


def moved_aside(place: Path) -> Path:
    """Where a folder is for the moment in which another takes its place."""
    return place.with_name(f".{place.name}-old")


def _exchange(one: Path, other: Path) -> bool:
    """Whether two paths have traded what they name; where the system cannot do that, nothing is done."""
    rename = getattr(_libc(), "renameat2", None)
    if rename is None:
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    failed = ctypes.get_errno()
    if failed in _NOT_HERE:
        return False
    raise OSError(failed, os.strerror(failed), str(one), None, str(other))


def settle(folder: Path) -> None:
    """Have all of a folder written to its disk, so that it outlives a loss of power. Raises what the disk says."""
    of_disk = getattr(_libc(), "syncfs", None)  # once for all files: 0.3 s where one by one takes 5
    if of_disk is None:
        for path in (folder, *folder.rglob("*")):
            _settle_one(path)
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        if of_disk(opened):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(opened)


def settle_names(folder: Path) -> None:
    """Have the names in a folder written to its disk."""
    _settle_one(folder)


def _settle_one(path: Path) -> None:
    if path.is_dir() and os.name == "nt":  # Windows opens no folders, and writes names in order
        return
    opened = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _libc() -> ctypes.CDLL | None:
    """The C library where it is that of Linux; others know these calls not at all, or by other names."""
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
