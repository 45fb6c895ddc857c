"""The pages of a built site as finished values, for generators that have templates but not our records.

A page is cut at the slots of the frame that it was stamped from. What fills them is taken apart as far as other
templates may put it together again: the awards of a page of honour, rows of lists, steps, sources, the forms of its
citation. What has another shape stays a piece of finished HTML; the texts of the pages tell whether all came through.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from bangvang.drawing.frame import unindented

SLOT = re.compile(r"⟦([a-z-]+)⟧")
OWN = {"title", "heading", "summary", "crumbs", "head", "content", "citing", "address"}
"""The slots that are filled with what is the page's own."""

OFTEN = 50
"""How many pages must share the form of a citation for templates to hold it."""

_HONOUR = re.compile(
    r'<article class="bv-honour" id="(?P<id>[^"]*)">\s*<h2><a href="(?P<kind>[^"]*)">(?P<name>[^<]*)</a></h2>\s*'
    r'<dl class="bv-facts">(?P<facts>.*?)</dl>\s*<ol class="bv-timeline">(?P<steps>.*?)</ol>\s*'
    r'<p class="bv-tools"><a class="bv-here" href="#[^"]*" data-fact="(?P<fact>[^"]*)">Dẫn mục này</a></p>\s*'
    r'<details class="bv-slip">\s*<summary>Phiếu trích lục</summary>\s*<div class="bv-slip__sheet">\s*'
    r'(?P<said>(?:<p class="[^"]*">.*?</p>\s*)+)<dl class="bv-facts">(?P<told>.*?)</dl>\s*'
    r'<p class="bv-slip__label">Nguồn</p>\s*<ol class="bv-slip__sources">(?P<sources>.*?)</ol>\s*'
    r'<div class="bv-slip__proof">\s*<dl>(?P<proof>.*?)</dl>\s*</div>\s*'
    r'<p class="bv-slip__limit">[^<]*</p>\s*</div>\s*</details>\s*</article>\s*',
    re.DOTALL,
)
_LEAD = re.compile(r'<p class="bv-lead">(?P<lead>[^<]*)</p>\s*(?=<article class="bv-honour")')
_PAIR = re.compile(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", re.DOTALL)
_STEP = re.compile(r'<li class="bv-step bv-step--([a-z-]+)">\s*<p>(.*?)</p>\s*<p>(.*?)</p>\s*</li>', re.DOTALL)
_SAID = re.compile(r'<p class="bv-slip__([a-z]+)">(.*?)</p>', re.DOTALL)
_NUMBERED = re.compile(r'<li value="(\d+)">(.*?)</li>', re.DOTALL)
_SOURCES = re.compile(
    r'<section class="bv-sources" aria-labelledby="nguon">\s*<h2 id="nguon">Nguồn</h2>\s*'
    r"<ol>(?P<rows>.*?)</ol>\s*</section>",
    re.DOTALL,
)
_ITEM = re.compile(r'<li id="nguon-\d+">(.*?)</li>', re.DOTALL)
_ROWS = re.compile(r"(?:<li(?: [^>]*)?>(?:(?!<li|<ul|<ol).)*?</li>\s*){2,}|(?:<tr>.*?</tr>\s*){2,}", re.DOTALL)
_ROW = re.compile(r"<(li|tr)((?: [^>]*)?)>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r'<meta name="([^"]*)" content="([^"]*)">')
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_CRUMB = re.compile(r'<li><a href="([^"]*)">([^<]*)</a></li>')
_MARKS = re.compile(r'((?:<sup class="bv-cite"><a href="#nguon-\d+" aria-label="Nguồn \d+">\d+</a></sup>)*)$')
_NUMBER = re.compile(r">(\d+)</a>")
_CITED = re.compile(r"<span data-cited=([a-z]+)>([^<]*)</span>")


class Frames:
    """The frames of a drawn site, and which of them a page was stamped from."""

    def __init__(self, drawn: Path) -> None:
        folder = drawn / "khung"
        self.texts = {
            path.parent.relative_to(folder).as_posix(): unindented(path.read_text("utf-8"))
            for path in folder.rglob("index.html")
        }
        self._pieces = {name: SLOT.split(text) for name, text in self.texts.items()}
        self._last = ""

    def cut(self, html: str) -> tuple[str, dict[str, str]] | None:
        """The frame of a page and what fills its slots; None for a page that was not stamped."""
        for name in dict.fromkeys([self._last or next(iter(self._pieces)), *self._pieces]):
            filled = _cut(html, self._pieces[name])
            if filled is not None:
                self._last = name
                return name, filled
        return None


def _cut(html: str, pieces: list[str]) -> dict[str, str] | None:
    if not html.startswith(pieces[0]):
        return None
    filled, at = {}, len(pieces[0])
    for slot, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        end = html.find(piece, at)
        if end < 0:
            return None
        filled.setdefault(slot, html[at:end])
        at = end + len(piece)
    return filled if at == len(html) else None


def pages(site: Path, frames: Frames) -> tuple[list[dict], list[str]]:
    """The stamped pages of a site, by their addresses, as values; and the forms of citations that they share.

    What fills a slot in the same way on all pages of a frame is filled in the frame: most of it is.
    """
    found = []
    for path in sorted(site.rglob("index.html")):
        cut = frames.cut(path.read_text("utf-8"))
        if cut:
            found.append(_page(path.parent.relative_to(site).as_posix() + "/", *cut))
    shared = [form for form, times in Counter(page["citing"] for page in found).items() if times >= OFTEN]
    for page in found:
        form = page.pop("citing")
        page["form"] = shared.index(form) if form in shared else -1
        page["citing"] = "" if form in shared else _fill(form, page)
    for frame in frames.texts:
        those = [page for page in found if page["frame"] == frame]
        for slot in set(SLOT.findall(frames.texts[frame])) - OWN:
            if len(values := {page[slot] for page in those}) == 1:
                frames.texts[frame] = frames.texts[frame].replace(f"⟦{slot}⟧", values.pop())
                for page in those:
                    del page[slot]
    return found, shared


def _page(address: str, frame: str, slots: dict[str, str]) -> dict:
    head = slots.get("head", "")
    data = _DATA.search(head)
    page = {
        "address": address,
        "frame": frame,
        "title": unescape(slots["title"]),
        "heading": slots["heading"],
        "summary": unescape(slots["summary"]),
        "key": address.strip("/").replace("/", "-"),
        "crumbs": [[href, unescape(text)] for href, text in _CRUMB.findall(slots.get("crumbs", ""))],
        "tags": [[name, unescape(content)] for name, content in _TAG.findall(head)],
        "data": data[1] if data else "",
    }
    page["citing"] = _form(slots.get("citing", ""), page)
    page |= {slot: value for slot, value in slots.items() if slot not in OWN}
    return page | _content(slots.get("content", ""))


def _form(citing: str, page: dict) -> str:
    """The citation with slots in place of what is the page's own, where that is all it says of the page."""
    form = _CITED.sub(r"<span data-cited=\1>⟦\1⟧</span>", citing)
    return form if _fill(form, page) == citing else citing


def _fill(form: str, page: dict) -> str:
    return SLOT.sub(lambda slot: page[slot[1]].replace("&", "&amp;"), form)


def _content(html: str) -> dict:
    """A page of honour in its parts; any other page as pieces of HTML and rows between them."""
    lead = _LEAD.match(html)
    honours, at = [], lead.end() if lead else 0
    while lead and (honour := _HONOUR.match(html, at)):
        honours.append(_honour(honour))
        at = honour.end()
    sources = _SOURCES.search(html, at)
    if not honours or not sources or _HONOUR.search(html, at):
        return {"lead": "", "honours": [], "parts": list(_parts(html)), "sources": [], "after": ""}
    return {
        "lead": unescape(lead["lead"]),
        "honours": honours,
        "parts": list(_parts(html[at : sources.start()])),
        "sources": _ITEM.findall(sources["rows"]),
        "after": html[sources.end() :],
    }


def _honour(found: re.Match[str]) -> dict:
    plain = {name: unescape(found[name]) for name in ("id", "kind", "name", "fact")}
    return plain | {
        "facts": _cited(_PAIR, found["facts"]),
        "steps": _cited(_STEP, found["steps"]),
        "said": _SAID.findall(found["said"]),
        "told": _cited(_PAIR, found["told"]),
        "sources": _NUMBERED.findall(found["sources"]),
        "proof": _PAIR.findall(found["proof"]),
    }


def _cited(row: re.Pattern[str], html: str) -> list[list]:
    """Rows whose last cell ends with the marks of sources: these come apart, by their numbers."""
    rows = []
    for *cells, last in row.findall(html):
        marks = _MARKS.search(last)
        rows.append([*cells, last[: marks.start()], _NUMBER.findall(marks[1])])
    return rows


def _parts(html: str) -> Iterator[dict]:
    at = 0
    for rows in _ROWS.finditer(html):
        yield {"html": html[at : rows.start()], "tag": "", "rows": []}
        found = _ROW.findall(rows[0])
        yield {"html": "", "tag": found[0][0], "rows": [[attributes, inner] for _, attributes, inner in found]}
        at = rows.end()
    if html[at:].strip():
        yield {"html": html[at:], "tag": "", "rows": []}


_ARTICLE = re.compile(r'<article class="md-content__inner md-typeset">(.*)</article>', re.DOTALL)
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>|\s+")


def text_of(html: str) -> str:
    """What a reader sees of the article of a page, without spaces; by this pages of several generators are compared."""
    article = _ARTICLE.search(html)
    return unescape(_MARKUP.sub("", _SCRIPT.sub("", article[1]))) if article else ""
