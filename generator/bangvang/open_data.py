"""The open data of a site: its files come first, so that pages can tell of them, what tells of the pages comes last."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from markupsafe import Markup

from .archive import Archive
from .datasets import Dataset
from .downloads import FOLDER, write_downloads
from .exports import robots, security, sitemap
from .feeds import Feed, atom, feeds
from .history import changes, date_of_data
from .packages import data_package, dcat, ro_crate, schema_org
from .pages import address

SHARDS = "vinh-danh"
"""The folder of the honoured, in shards, below that of the open data."""


class OpenData:
    """The open data of one archive in one site, as far as it is written."""

    def __init__(self, archive: Archive, root: Path, site: Path) -> None:
        """Write every table, what belongs to each page, and what programs are told of it all."""
        self.archive, self._site = archive, site
        self.base = _base(site)
        """Where the site is published; empty where nobody said."""
        self._changed = changes(root)
        self.at = date_of_data(archive, root)
        self.feeds = feeds(archive) if self.base else {}
        """By the page each belongs to. Without an address there are none: a feed must say where its entries stand."""
        dataset = Dataset(archive)
        self.downloads = write_downloads(dataset, site)
        self.pages = self._write_pages(dataset)
        """The pages beside which their data stands."""
        self._write("datapackage.json", data_package(archive, self.downloads, self.base, self.at))
        self._write("dcat.jsonld", dcat(archive, self.downloads, self.base, self.at))
        self._write("ro-crate-metadata.json", ro_crate(archive, self.downloads, self.at))

    def feeds_for(self, page: str) -> list[Feed]:
        """The feeds to follow from a page: of the whole archive, of its record, of the bloc whose year it shows."""
        above = page.rstrip("/").rpartition("/")[0] + "/"
        return [self.feeds[one] for one in dict.fromkeys(("", above, page)) if one in self.feeds]

    @property
    def told(self) -> Markup:
        """The data as search engines are told of it, safe within a page."""
        text = json.dumps(schema_org(self.archive, self.downloads, self.base, self.at), ensure_ascii=False)
        return Markup(re.sub(r"[<>&\u2028\u2029]", lambda sign: f"\\u{ord(sign[0]):04x}", text))

    def finish(self, addresses: Iterable[str], summaries: Mapping[str, str]) -> None:
        """Write what tells of the pages: feeds, sitemap, robots.txt, security.txt."""
        for feed in self.feeds.values():
            self._put(feed.address, atom(feed, self.archive, self.base, summaries))
        (self._site / "sitemap.xml").unlink(missing_ok=True)
        (self._site / "sitemap.xml.gz").unlink(missing_ok=True)
        if self.base:
            self._put("sitemap.xml", sitemap(addresses, self.base, self._last_changes()))
        self._put("robots.txt", robots(self.base))
        contact = security(self.archive.about.contact, self.base, self.at)
        if contact:
            self._put(".well-known/security.txt", contact)

    def _write_pages(self, dataset: Dataset) -> frozenset[str]:
        for shard, text in dataset.shards():
            self._put(f"{FOLDER}/{SHARDS}/{shard}.json", text)
        written = set()
        for page, text in dataset.of_pages():
            self._put(f"{page}index.json", text)
            written.add(page)
        return frozenset(written)

    def _last_changes(self) -> dict[str, datetime]:
        """When the file of the record of each page changed last, the roll of a decision included."""
        found: dict[str, datetime] = {}
        records = [*self.archive.records.values(), *self.archive.bloc_years.values(), *self.archive.rolls.values()]
        for record in records if self._changed else ():
            page, at = address(record, self.archive), self._changed.get(record.standing[0].file)
            if page and at:
                found[page] = max(at, found.get(page, at))
        return found

    def _write(self, name: str, value: object) -> None:
        self._put(f"{FOLDER}/{name}", json.dumps(value, ensure_ascii=False, indent=1) + "\n")

    def _put(self, name: str, text: str) -> None:
        path = self._site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


def _base(site: Path) -> str:
    """The address that the engine was given, which it writes into its sitemap."""
    path = site / "sitemap.xml"
    home = re.search(r"<loc>(.+?)</loc>", path.read_text("utf-8")) if path.exists() else None
    return home[1] if home else ""
