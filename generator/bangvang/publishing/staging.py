"""A site appears whole or not at all: it is made in a folder beside its place and takes that place at the end.

On Linux the two folders trade names in one step: every request is answered from the old site or from the new one. What
a killed builder left behind is taken away by the next one; it cannot be that of a living one, since a builder holds the
place alone as long as it works.
"""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from ..language.problems import Location, Report
from .atomic import Busy, alone, moved_aside, settle, settle_names, trade

MARK = ".bangvang"
"""An empty file that says: this folder was made by us and may be replaced."""

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def may_replace(site: Path, sources: Iterable[Path], report: Report) -> bool:
    """Whether `site` is free, empty or one of ours, and lies in no folder that it is made from."""
    within = any(source == site or source in site.parents for source in sources)
    if not within and (not site.exists() or (site.is_dir() and ((site / MARK).exists() or not any(site.iterdir())))):
        return True
    report.add("target-not-ours", Location(str(site)), folder=str(site))
    return False


@contextmanager
def staging(site: Path, report: Report) -> Iterator[Path]:
    """A new folder that takes the place of `site` if the block ends without errors, and vanishes if not.

    Raises OSError where something cannot be written, and then the old site stands as it was.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    with alone(site):
        _clean(site)
        new = Path(mkdtemp(prefix=_prefix(site, "new"), dir=site.parent))
        try:
            yield new
            if not report.errors:
                new.chmod(0o755)
                settle(new)
                _take_place(new, site)
        finally:
            shutil.rmtree(new, ignore_errors=True)


@contextmanager
def beside(site: Path, what: str) -> Iterator[Path]:
    """An empty folder beside the place of a site, for one builder at a time; it vanishes. Raises OSError."""
    site.parent.mkdir(parents=True, exist_ok=True)
    with alone(site.with_name(f"{site.name}-{what}")):
        _take_away(site, what)
        with TemporaryDirectory(prefix=_prefix(site, what), dir=site.parent) as folder:
            yield Path(folder)


def tell(error: OSError, site: Path, report: Report) -> None:
    """Report why a site could not be written."""
    place = Location(str(site))
    if isinstance(error, Busy):
        report.add("place-in-use", place, folder=str(site))
    elif error.errno in _FULL:
        report.add("disk-full", place, folder=str(site))
    else:
        report.add("write-failed", place, folder=str(site), reason=error.strerror or str(error))


def _take_place(new: Path, site: Path) -> None:
    """Put the new folder where the old one is, which then lies where the new one was."""
    site.mkdir(exist_ok=True)
    trade(new, site)
    try:
        settle_names(site.parent)
    except OSError:
        trade(new, site)
        raise


def _clean(site: Path) -> None:
    """Take away what builders of this place left that died, having put back an old site that one had moved aside."""
    aside = moved_aside(site)
    if aside.exists() and not site.exists():
        aside.rename(site)
    shutil.rmtree(aside, ignore_errors=True)
    _take_away(site, "new")


def _take_away(site: Path, what: str) -> None:
    of_ours = re.compile(rf"{re.escape(_prefix(site, what))}[a-z0-9_]{{8}}")
    for path in [path for path in site.parent.iterdir() if of_ours.fullmatch(path.name)]:
        shutil.rmtree(path, ignore_errors=True)


def _prefix(site: Path, what: str) -> str:
    """What begins the names of folders that are made beside a site."""
    return f".{site.name}-{what}-"
