"""Which pages a change of records or program touches: two built sites, compared page by page.

Every page names the edition of the records, and so no page stays the same to the byte. That name is left out of the
comparison; the day of the edition is not, so both are best built with one SOURCE_DATE_EPOCH.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..language.problems import Location, Report
from .fixity import SUMS, edition_of, files_of

_PAGE = "index.html"


class Changes(NamedTuple):
    """The addresses of pages that one site has and the other has not, or not so; of other files the number."""

    added: list[str]
    altered: list[str]
    lost: list[str]
    files: int


def changes(old: Path, new: Path, report: Report) -> Changes:
    """What became of a site in another; report what is none."""
    editions = {site: edition_of(site).encode() for site in (old, new)}
    for site in (site for site, edition in editions.items() if not edition):
        report.add("manifest-missing", Location(str(site / SUMS)))
    if report.errors:
        return Changes([], [], [], 0)
    before, after = set(files_of(old)), set(files_of(new))

    def content(site: Path, name: str) -> bytes:
        return (site / name).read_bytes().replace(editions[site], b"")

    altered = {name for name in before & after if content(old, name) != content(new, name)}
    files = (before ^ after) | altered
    parts = (_pages(each) for each in (after - before, altered, before - after))
    return Changes(*parts, sum(not name.endswith(_PAGE) for name in files))


def _pages(files: set[str]) -> list[str]:
    return sorted(f"/{name.removesuffix(_PAGE)}" for name in files if name.endswith(_PAGE))
