"""The open data of a site: tables to take away, the data of each page, and what programs are told of both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

from markupsafe import Markup

from ..archive.archive import Archive
from ..archive.history import History
from ..pages.linked import script
from ..pages.page import address
from .datasets import Dataset, Lines, pages_with_data
from .downloads import FOLDER, Download, in_order, write_book, write_tables
from .exports import Twins, robots, security, sitemap
from .feeds import Feed, atom, feeds
from .packages import data_package, dcat, ro_crate, schema_org

_NEVER = date(2000, 1, 1)

SHARDS = "vinh-danh"
"""The folder of the honoured, in shards, below that of the open data."""


class OpenData:
    """The open data of one archive in one site, as far as it is written."""

    def __init__(self, archive: Archive, base: str, site: Path, past: Mapping[str, History]) -> None:
        """Nothing is written yet.

        `base` is where the site is published, empty where nobody said; `past` the history of each file of the data
        folder, where it is known.
        """
        self.archive, self._site = archive, site
        self.base = base
        self._past = past
        self.at = _date(archive)
        self.feeds = feeds(archive) if self.base else {}
        """By the page each belongs to. Without an address there are none: a feed must say where its entries stand."""
        self.pages = pages_with_data(archive)
        """The pages beside which their data stands."""
        self.downloads: list[Download] = []
        """Every file to take away, as soon as it is told of."""

    def write(self) -> list[Download]:
        """Write every table in every form, and what belongs to each page."""
        with closing(Lines()) as lines:
            downloads = write_tables(self.archive, lines, self._site)
            dataset = Dataset(self.archive, lines)
            for shard, text in dataset.shards():
                self._put(f"{FOLDER}/{SHARDS}/{shard}.json", text)
            for page, text in dataset.of_pages():
                self._put(f"{page}index.json", text)
        return [*downloads, write_book(self.archive, self._site)]

    def tell(self, downloads: Iterable[Download]) -> None:
        """Write what programs are told of the files to take away, so that pages can tell of them too."""
        self.downloads = in_order(downloads)
        self._write("datapackage.json", data_package(self.archive, self.downloads, self.base, self.at))
        self._write("dcat.jsonld", dcat(self.archive, self.downloads, self.base, self.at))
        self._write("ro-crate-metadata.json", ro_crate(self.archive, self.downloads, self.at))

    def feeds_for(self, page: str) -> list[Feed]:
        """The feeds to follow from a page: of the whole archive, of its record, of the bloc whose year it shows."""
        above = page.rstrip("/").rpartition("/")[0] + "/"
        return [self.feeds[one] for one in dict.fromkeys(("", above, page)) if one in self.feeds]

    @property
    def linked(self) -> Markup:
        """The data as search engines are told of it."""
        return script(schema_org(self.archive, self.downloads, self.base, self.at))

    def finish(self, pages: Mapping[str, Twins], summaries: Mapping[str, str]) -> None:
        """Write what tells of the pages: feeds, sitemap, robots.txt, security.txt."""
        for feed in self.feeds.values():
            self._put(feed.address, atom(feed, self.archive, self.base, summaries))
        (self._site / "sitemap.xml").unlink(missing_ok=True)
        (self._site / "sitemap.xml.gz").unlink(missing_ok=True)
        if self.base:
            self._put("sitemap.xml", sitemap(pages, self.base, self._last_changes()))
        self._put("robots.txt", robots(self.base))
        contact = security(self.archive.about.contact, self.base, self.at)
        if contact:
            self._put(".well-known/security.txt", contact)

    def _last_changes(self) -> dict[str, date]:
        """When the file of the record of each page changed last, the roll of a decision included."""
        found: dict[str, date] = {}
        records = [*self.archive.records.values(), *self.archive.bloc_years.values(), *self.archive.rolls.values()]
        for record in records if self._past else ():
            file = PurePosixPath(*PurePosixPath(record.standing[0].file).parts[1:])  # within the data folder
            page, past = address(record, self.archive), self._past.get(str(file))
            if page and past:
                found[page] = max(past.last.day, found.get(page, past.last.day))
        return found

    def _write(self, name: str, value: object) -> None:
        self._put(f"{FOLDER}/{name}", json.dumps(value, ensure_ascii=False, indent=1) + "\n")

    def _put(self, name: str, text: str) -> None:
        path = self._site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


def _date(archive: Archive) -> datetime:
    """The date of the data: that of its edition, else the last day that a source is of."""
    known = archive.edition.day
    days = (source.published.value.end.exact for source in archive.of("source") if source.published)
    day = known or max(filter(None, days), default=_NEVER)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
