"""Engines, each as a reader meets it: in Debian's Chromium, over the same pages.

An engine prepares what it needs in the folder that is served, opens its page once, and is then asked one thing after
another: like a reader who goes on searching. The first question therefore pays for what is loaded once.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import ClassVar
from urllib.parse import urlsplit

from conftest import CHROMIUM_ARGUMENTS, ROOT, SUB_PATH

from .corpus import Corpus
from .web import Web, web

HERE = Path(__file__).parent
PATIENCE = 120_000
"""Milliseconds after which an engine is taken to have no answer."""

_ARTICLE = re.compile(r"<article\b[^>]*>(.*)</article>", re.DOTALL)
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_LEFT_OUT = ("404.html", "tim-kiem/index.html")


@dataclass
class Answer:
    """What an engine brought: addresses in their order, how long it took, what it fetched."""

    addresses: list[str]
    seconds: float
    size: int


class Engine:
    """An engine over the pages of a site that is served."""

    name: ClassVar[str]
    home: ClassVar[str]
    """The address of its page, from the root of what is served."""

    def prepare(self, site: Path, folder: Path) -> None:
        """Make what the engine needs, from the built site, in the folder that is served."""

    def open(self, browser, served: Web) -> None:
        self.web = served
        self.page = browser.new_context().new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.goto(served.address + self.home)
        self.ready()

    def close(self) -> None:
        self.page.context.close()

    def ask(self, query: str) -> Answer:
        """Ask, and wait until the first results are there."""
        before = len(self.web.sent) if hasattr(self, "asked") else 0
        self.asked = True
        self.clear()
        start = time.perf_counter()
        addresses = self.answer(query)
        return Answer(addresses, time.perf_counter() - start, self.web.cost(before))

    def ready(self) -> None:
        """Wait until a query can be asked."""

    def clear(self) -> None:
        """Take away what was asked before."""

    def answer(self, query: str) -> list[str]:
        """The addresses of the first results, from the root of the site."""
        return [address.lstrip("/") for address in self.page.evaluate("query => window.ask(query)", query)]


class BangVang(Engine):
    """The search page of the site itself."""

    name = "bangvang"
    home = f"{SUB_PATH}tim-kiem/"

    def answer(self, query: str) -> list[str]:
        self.page.fill("#bv-q-page", query)
        self.page.press("#bv-q-page", "Enter")
        self.page.wait_for_function(_SETTLED, arg=query, polling="raf")
        links = self.page.eval_on_selector_all(
            "#bv-search-results > li", "items => items.map((item) => item.querySelector('a')?.href ?? '')"
        )
        return [urlsplit(link).path.removeprefix(f"/{SUB_PATH}") for link in links]


_SETTLED = """query => {
  const status = document.querySelector("#bv-search-status")
  if (status.dataset.done !== undefined) return status.dataset.done === query
  const said = status.textContent
  return said.includes(`“${query}”`) && (said.includes("Không thấy") || document.querySelector("#bv-search-results a"))
}"""
"""The page says which query it has done, in data-done; one that does not is done when it speaks of the query."""


class Pagefind(Engine):
    """Pagefind as it comes: the whole pages, its own settings, its own order."""

    name = "pagefind"
    home = "pagefind/"

    def prepare(self, site: Path, folder: Path) -> None:
        self.page_at(folder / self.home)
        subprocess.run(self.command(site, folder / self.home / "index"), check=True, capture_output=True)

    @staticmethod
    def page_at(home: Path) -> None:
        """Put its page into a folder; the index belongs beside it."""
        home.mkdir()
        shutil.copy(HERE / "pagefind.html", home / "index.html")

    @staticmethod
    def command(site: Path, index: Path) -> list[str]:
        """What indexes the whole pages of a site."""
        command = [sys.executable, "-m", "pagefind_bin", "--site", str(site), "--output-path", str(index)]
        return [*command, "--force-language", "vi", "--quiet"]

    def ready(self) -> None:
        self.page.wait_for_function("() => 'ask' in window")


class Material(Engine):
    """The search that Material for MkDocs brings, through its box."""

    name = "material"
    home = "material/"

    def prepare(self, site: Path, folder: Path) -> None:
        from material.plugins.search.plugin import SearchIndex

        with TemporaryDirectory() as project:
            Path(project, "docs").mkdir()
            Path(project, "docs", "index.md").write_text("# Trang chủ\n", "utf-8")
            config = {"site_name": "Material", "theme": {"name": "material", "language": "vi", "font": False},
                      "plugins": [{"search": {"lang": "vi"}}]}  # fmt: skip
            Path(project, "mkdocs.yml").write_text(json.dumps(config), "utf-8")
            command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder / "material")]
            subprocess.run(command, check=True, cwd=project, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
        path = folder / "material" / "search" / "search_index.json"
        index = SearchIndex(**json.loads(path.read_text("utf-8"))["config"])
        for address, title, article in articles(site):
            index.add_entry_from_context(SimpleNamespace(meta={}, content=article, toc=[], url=address, title=title))
        path.write_text(index.generate_search_index(None), "utf-8")

    def ready(self) -> None:
        self.page.evaluate("document.querySelector('#__search').click()")
        self.page.wait_for_selector(".md-search__input", state="visible")

    def clear(self) -> None:
        self._type("")
        self.page.wait_for_function(f"{_SAID} === {json.dumps(_IDLE)}")

    def _type(self, text: str) -> None:
        self.page.fill(".md-search__input", text)
        self.page.press(".md-search__input", "End")  # it listens to keys, not to what stands there

    def answer(self, query: str) -> list[str]:
        self._type(query)
        self.page.wait_for_function(f"{_SAID} !== {json.dumps(_IDLE)}", polling="raf")
        links = self.page.eval_on_selector_all(
            ".md-search-result__item", "items => items.map((item) => item.querySelector('a').href)"
        )
        return [urlsplit(link).path.removeprefix("/material/") for link in links]


_SAID = "document.querySelector('.md-search-result__meta').textContent.trim()"
_IDLE = "Nhập để bắt đầu tìm kiếm"


class MiniSearch(Engine):
    """MiniSearch from npm, with the options that its documentation recommends."""

    name = "minisearch"
    home = "minisearch/"

    def prepare(self, site: Path, folder: Path) -> None:
        home = folder / "minisearch"
        home.mkdir()
        shutil.copy(HERE / "minisearch.html", home / "index.html")
        shutil.copy(HERE / "node_modules" / "minisearch" / "dist" / "umd" / "index.js", home / "minisearch.js")
        documents = [
            {"id": address, "title": title, "text": plain(article)} for address, title, article in articles(site)
        ]
        (home / "documents.json").write_text(json.dumps(documents, ensure_ascii=False), "utf-8")

    def ready(self) -> None:
        self.page.wait_for_function("() => 'ask' in window")


ENGINES: dict[str, type[Engine]] = {engine.name: engine for engine in (BangVang, Pagefind, Material, MiniSearch)}


def articles(site: Path) -> Iterator[tuple[str, str, str]]:
    """Every page of a site: its address, its heading, the HTML of its article."""
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        found = _ARTICLE.search(path.read_text("utf-8")) if name not in _LEFT_OUT else None
        if found:
            heading = _HEADING.search(found[1])
            yield name.removesuffix("index.html"), plain(heading[1]) if heading else "", found[1]


def plain(html: str) -> str:
    """The text of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


# --- the site of a corpus -----------------------------------------------------------------------------------


def project(corpus: Corpus, folder: Path) -> Path:
    """A project folder that holds a corpus in place of the records."""
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    corpus.write(folder / "data")
    return folder


@contextmanager
def served(corpus: Corpus) -> Iterator[tuple[Path, Web]]:
    """The site of a corpus, built and served under a sub-path: its folder and what is served."""
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        root = project(corpus, folder / "kho")
        (folder / "web").mkdir()
        with web(folder / "web") as it:
            site = it.folder / SUB_PATH
            command = [sys.executable, "-m", "bangvang", "build", "--site", str(site)]
            environment = {**os.environ, "SITE_URL": it.address + SUB_PATH, "PYTHONUTF8": "1"}
            subprocess.run(
                command, check=True, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
            yield site, it


@contextmanager
def chromium() -> Iterator[object]:
    """Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
