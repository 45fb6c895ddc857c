"""A site appears whole or not at all: it is made in a folder beside its place and moved there at the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from ..language.problems import Location, Report

MARK = ".bangvang"
"""An empty file that says: this folder was made by us and may be replaced."""


def may_replace(site: Path, sources: Iterable[Path], report: Report) -> bool:
    """Whether `site` is free, empty or one of ours, and lies in no folder that it is made from."""
    within = any(source == site or source in site.parents for source in sources)
    if not within and (not site.exists() or (site.is_dir() and ((site / MARK).exists() or not any(site.iterdir())))):
        return True
    report.add("target-not-ours", Location(str(site)), folder=str(site))
    return False


@contextmanager
def staging(site: Path, report: Report) -> Iterator[Path]:
    """A new folder that takes the place of `site` if the block ends without errors, and vanishes if not."""
    site.parent.mkdir(parents=True, exist_ok=True)
    new = Path(mkdtemp(prefix=f".{site.name}-new-", dir=site.parent))
    try:
        yield new
        if not report.errors:
            new.chmod(0o755)
            old = new.with_name(new.name.replace("-new-", "-old-"))
            if site.exists():
                site.rename(old)
            try:
                new.rename(site)
            except OSError:
                if old.exists():
                    old.rename(site)
                raise
            shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(new, ignore_errors=True)
