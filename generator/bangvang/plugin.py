"""The MkDocs plugin: `mkdocs build` and `mkdocs serve` show the pages that `bangvang build` makes.

An adapter and no more; the only module that imports MkDocs. MkDocs empties the site before it draws: so it is sent to
draw beside it, and the site is replaced when all has gone well. While it serves, pages are made as they are asked for.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.utils import CountHandler

from .archive.archive import Archive
from .archive.history import histories
from .build import complete, finish, read_archive
from .language.problems import Report, as_text
from .language.words import table
from .publishing.staging import may_replace, staging, tell
from .site.drawn import Drawn, ready
from .site.engine import see_links, sources_of
from .site.memory import uncollected
from .site.shown import Shown

log = logging.getLogger("mkdocs.plugins.bangvang")


class BangVang(BasePlugin):
    """Reads the records before MkDocs draws, and stamps them into what it has drawn."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        if dirty:
            raise PluginError(table()["commands"]["dirty"])
        self.serving = command == "serve"
        self.archive: Archive | None = None
        self.shown: Shown | None = None
        self.redrawing = ExitStack()  # garbage is looked for when an edit has been shown, not before

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if self.serving:
            self.redrawing.enter_context(uncollected())
        if self.shown:
            self.shown.close()
        report = Report()
        root = Path(config.config_file_path).parent
        archive = read_archive(root / "data", report, _say, self.archive)
        of_records = report.errors
        see_links(root, report)
        if not report.errors:
            self.archive = archive
        elif self.serving and self.archive and report.errors == of_records:
            _complain(report, table()["commands"]["kept"])
        else:
            _stop(report)
        config.extra["serving"] = self.serving  # live reload needs the inline script that the CSP forbids
        if not self.serving:  # it serves from a folder of its own, which nobody else sees
            self._stage(config, root)
        return config

    def _stage(self, config: MkDocsConfig, root: Path) -> None:
        """Have MkDocs draw beside the site."""
        self.site, self.report, self.staged = Path(config.site_dir).resolve(), Report(), ExitStack()
        if may_replace(self.site, sources_of(root), self.report):
            try:
                config.site_dir = str(self.staged.enter_context(staging(self.site, self.report)))
            except OSError as error:
                tell(error, self.site, self.report)
        if self.report.errors:
            _stop(self.report)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        root = Path(config.config_file_path).parent
        site = Path(config.site_dir)
        report = Report() if self.serving else self.report
        try:
            if self.serving:
                drawn = ready(self.archive, site, histories(root / "data"), report)
                if not report.errors:
                    self.shown = Shown(drawn, site, lambda: _finish(drawn, root, site))
            else:
                complete(self.archive, root, site, self.site, report, _say)
                if not (config.strict and _has_warned()):
                    self.staged.close()  # the drawn site takes its place, unless there are errors
                    config.site_dir = str(self.site)  # for who publishes it now
        except OSError as error:
            tell(error, site, report)
        if report.errors:
            _stop(report)
        self.redrawing.close()

    def on_build_error(self, *, error: Exception) -> None:
        """Look for garbage again, whatever went wrong."""
        self.redrawing.close()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable) -> LiveReloadServer:
        """Have what is asked for made before it is looked for."""
        serve = server.get_app()

        def answer(environ: dict, start_response: Callable) -> Iterable[bytes]:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
            if not path.startswith(server.mount_path) or path.startswith("/livereload/"):
                return serve(environ, start_response)
            file = path.removeprefix(server.mount_path)
            while True:
                shown, said = self.shown, []
                shown.show(f"{file}index.html" if not file or file.endswith("/") else file)
                answered = serve(environ, lambda *given, said=said: said.append(given))
                if self.shown is shown:  # no new site was drawn in between
                    start_response(*said[0])
                    return answered

        server.set_app(answer)
        return server

    def on_shutdown(self) -> None:
        """Let nothing be left of what came to no good end."""
        if hasattr(self, "staged"):
            self.staged.__exit__(PluginError, PluginError(""), None)


def _finish(drawn: Drawn, root: Path, site: Path) -> None:
    report = Report()
    try:
        finish(drawn, root, site, report, _say)
    except OSError as error:
        tell(error, site, report)
    if report.errors:
        _complain(report)


def _complain(report: Report, *more: str) -> None:
    """Say what is wrong where MkDocs does not count it: then it would show no page at all."""
    print(as_text(report, table()), *more, sep="", file=sys.stderr, flush=True)


def _has_warned() -> bool:
    """Whether MkDocs is about to stop for a warning, which it does only after the last event."""
    engine = logging.getLogger(CountHandler.__module__.partition(".")[0])
    return any(handler.get_counts() for handler in engine.handlers if isinstance(handler, CountHandler))


def _stop(report: Report) -> None:
    raise PluginError("\n" + as_text(report, table()))


def _say(key: str, **values: object) -> None:
    log.info(table()["commands"][key].format_map(values))
