"""What search knows of each page, and the run of Pagefind over it.

Pagefind does not read the site: it reads one small document a page, with the page's names first and its
summary after them, so that navigation and repeated text neither slow it nor mislead it. It folds marks by
itself, all but đ, which does not decompose: documents and queries both carry ď in its place.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from markupsafe import Markup, escape

from .problems import Location, Report

FOLDER = "pagefind"
"""Where the index lies in the site."""

_USED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
_ARTICLE = re.compile(r"<article\b[^>]*>(.*?)</article>", re.DOTALL)
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_MARK_OF_SOURCE = re.compile(r'<sup class="bv-cite">.*?</sup>', re.DOTALL)
_END_OF_BLOCK = re.compile(r"</(?:p|li|d[dt]|h\d|t[dh]|caption|div|blockquote)>|<br>")
_SUMMARY = re.compile(r'<meta name="description" content="([^"]*)"')
_STAND_IN = str.maketrans("đĐ", "ďĎ")


@dataclass(frozen=True)
class Entry:
    """What search knows of a page. All text is as readers see it."""

    address: str
    kind: str
    title: str
    summary: str
    also: tuple[str, ...] = ()
    text: str = ""


def entry_of_written(html: str, address: str, kind: str) -> Entry:
    """The entry of a hand-written page, read from its HTML: heading, description, text of the article."""
    article = _PERMALINK.sub("", (_ARTICLE.search(html) or [html, html])[1])
    heading = _HEADING.search(article)
    summary = _SUMMARY.search(html)
    return Entry(
        address,
        kind,
        plain(heading[1]) if heading else "",
        plain(summary[1]) if summary else "",
        text=plain(article),
    )


def plain(html: str) -> str:
    """The text of HTML, its blocks apart and without the marks of sources."""
    return Markup(_END_OF_BLOCK.sub(" ", _MARK_OF_SOURCE.sub("", html))).striptags()


def index(entries: Iterable[Entry], site: Path, report: Report) -> None:
    """Make the search index of a site. A problem is reported where Pagefind fails."""
    with TemporaryDirectory() as folder:
        for entry in entries:
            path = Path(folder, entry.address, "index.html")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_document(entry), "utf-8")
        command = [sys.executable, "-m", "pagefind_bin", "--site", folder]
        command += ["--output-path", str(site / FOLDER), "--force-language", "vi", "--quiet"]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
    if run.returncode:
        report.add("indexing-failed", Location(str(site)), detail=(run.stderr or run.stdout).strip())
        return
    for path in (site / FOLDER).iterdir():
        if path.is_file() and path.name not in _USED and not path.name.endswith(".pagefind") \
                and not path.suffix.startswith(".pf"):  # fmt: skip
            path.unlink()


def _document(entry: Entry) -> str:
    """The small HTML document that stands for a page: names weigh most, then the summary, then the text."""
    parts = [(10, entry.title), *((7, name) for name in entry.also), (3, entry.summary), (1, entry.text)]
    body = "".join(
        f'<p data-pagefind-weight="{weight}">{escape(text.translate(_STAND_IN))}</p>' for weight, text in parts if text
    )
    meta = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{escape(value)}">'
        for name, value in (("title", entry.title), ("summary", entry.summary), ("kind", entry.kind))
    )
    head = f'<!doctype html><html lang="vi"><head><title>-</title>{meta}</head>'
    return f"{head}<body data-pagefind-body>{body}</body></html>"
