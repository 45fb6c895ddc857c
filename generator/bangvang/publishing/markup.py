"""What a page holds that can be wrong without showing: where it leads, what it loads, what in it would run.

Read by a parser of HTML as browsers have it, so that what is found is what a browser finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

_DATA = ("application/json", "application/ld+json")
"""Types of scripts that no browser runs."""

_ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "poster"})
_LEADING = frozenset({"canonical", "alternate", "license", "author", "help", "me", "next", "prev"})
"""Relations of a `link` that tell and load nothing."""

_SEEN = ",".join(f"[{name}]" for name in (*sorted(_ADDRESSES), "srcset", "id", "style")) + ",script,style,title,meta"
_HANDLER = re.compile(rb"""on(?<=[\s"'/]on)[a-z]+\s*=""")
"""What may be one, in a page in small letters. The letters come first: they are found five times as fast as a class."""
_UNREAD = re.compile(r"[\t\n\r]|^[\0- ]+|[\0- ]+$")
_IN_STYLE = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^)"']+)""")


@dataclass
class Markup:
    """What was found in a page."""

    links: list[str] = field(default_factory=list)
    """Every address, as written."""
    loaded: list[str] = field(default_factory=list)
    """Those of them that a browser follows by itself, or sends to."""
    ids: set[str] = field(default_factory=set)
    inline: list[str] = field(default_factory=list)
    """Scripts and styles within the page, by their element or attribute."""
    title: str = ""
    description: str = ""


def read(html: bytes) -> Markup:
    """Read a page."""
    found, page = Markup(), LexborHTMLParser(html)
    for node in page.css(_SEEN):
        _note(node, node.attributes, found)
    if _HANDLER.search(html.lower()):  # seldom, and else every element would have to be looked at
        found.inline += [name for node in page.css("*") for name in node.attributes if name.startswith("on")]
    return found


def loaded_by_style(css: str) -> list[str]:
    """What a style sheet loads, as written."""
    return _IN_STYLE.findall(css)


def _note(node: LexborNode, given: dict[str, str | None], found: Markup) -> None:
    tag = node.tag
    if tag == "meta":
        if given.get("name") == "description":
            found.description = (given.get("content") or "").strip()
        return
    if tag == "title":
        found.title = found.title or node.text().strip()  # drawings have titles too
    elif tag == "style" or (tag == "script" and "src" not in given and given.get("type") not in _DATA):
        found.inline.append(tag)
    if "style" in given:
        found.inline.append("style=")
    if given.get("id"):
        found.ids.add(given["id"])
    for address in _addresses(given):
        if address.lower().startswith("javascript:"):
            found.inline.append(address)
            continue
        found.links.append(address)
        leads = tag in ("a", "area") or (tag == "link" and _LEADING.intersection((given.get("rel") or "").split()))
        if not leads:
            found.loaded.append(address)


def _addresses(given: dict[str, str | None]) -> Iterator[str]:
    for name, value in given.items():
        if name in _ADDRESSES:
            yield _as_read(value or "")
        elif name == "srcset":
            yield from (part.split()[0] for part in (value or "").split(",") if part.strip())


def _as_read(address: str) -> str:
    """An address as browsers read it: without line breaks and tabs, and without signs of control around it."""
    return address.strip() if address.isprintable() else _UNREAD.sub("", address)
