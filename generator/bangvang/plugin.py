"""The MkDocs plugin: `mkdocs build` and `mkdocs serve` show the pages that `bangvang build` makes.

An adapter and no more; the only module that imports MkDocs.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin

from .archive.archive import Archive
from .archive.history import histories
from .build import fill, read_archive
from .language.problems import Report, as_text
from .language.words import table

log = logging.getLogger("mkdocs.plugins.bangvang")


class BangVang(BasePlugin):
    """Reads the records before MkDocs draws, and stamps them into what it has drawn."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.serving = command == "serve"
        self.archive: Archive | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        report = Report()
        archive = read_archive(Path(config.config_file_path).parent / "data", report, _say)
        if not report.errors:
            self.archive = archive
        elif self.serving and self.archive:
            log.error("\n" + as_text(report, table()) + table()["commands"]["kept"])
        else:
            _stop(report)
        config.extra["serving"] = self.serving  # live reload needs the inline script that the CSP forbids
        return config

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        report = Report()
        root = Path(config.config_file_path).parent
        fill(self.archive, root, Path(config.site_dir), report, _say, histories(root / "data"))
        if report.errors:
            _stop(report)


def _stop(report: Report) -> None:
    raise PluginError("\n" + as_text(report, table()))


def _say(key: str, **values: object) -> None:
    log.info(table()["commands"][key].format_map(values))
