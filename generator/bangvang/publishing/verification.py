"""The last look at a site before it is published, at every file of it, each read once.

Every link and fragment within the site leads somewhere; nothing is loaded from elsewhere; no script and no style stands
in a page; every page has a title and a summary; every id that ever had a page has one; no withdrawn name is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from hashlib import file_digest, sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from ..archive.archive import Archive
from ..archive.past import of_ledger
from ..language.problems import Location, Report
from ..language.traces import Finder
from ..office.admin import FOLDER as EDITOR
from ..pages.page import address
from ..records.ledgers import Corrections, PublishedIds
from ..site.parallel import cores, in_parallel
from .fixity import files_of
from .markup import loaded_by_style, read
from .withdrawn import finder, texts_of


class Before(NamedTuple):
    """A site that was sound, some of whose pages another has."""

    files: Collection[str]
    taken: Collection[str]
    """The files of the pages that the other took from it."""
    fragments: dict[str, dict[str, str]]
    """As in Looked."""


class Looked(NamedTuple):
    """What was seen of a site that is sound."""

    sums: dict[str, str]
    """The SHA-256 of each of its files, by its path there."""
    fragments: dict[str, dict[str, str]]
    """By page, the fragments of it that other pages lead to, each with one of those."""


class _Site(NamedTuple):
    """What whoever looks at a file must know of the others."""

    folder: Path
    base: str
    """The address it is published at; empty where nobody said."""
    files: frozenset[str]
    names: Finder | None
    taken: Collection[str] = ()
    """Pages that need not be looked at: only what they lead to may have changed."""


@dataclass
class _Found:
    """What is wrong in some files, and what can only be told by others."""

    faults: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """By code and what it is about: the files it was found in."""
    fragments: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """For each page: the fragments that others lead to, each with one of them."""
    sums: dict[str, str] = field(default_factory=dict)
    """The SHA-256 of each file."""

    def add(self, other: _Found) -> None:
        for key, files in other.faults.items():
            self.faults[key] |= files
        self.sums |= other.sums
        for page, wanted in other.fragments.items():
            for fragment, origin in wanted.items():
                self.fragments[page][fragment] = min(origin, self.fragments[page].get(fragment, origin))


def verify(archive: Archive, folder: Path, base: str, report: Report, before: Before | None = None) -> Looked:
    """Report whatever keeps a built site from being published at the address `base`.

    Pages that were taken from the site `before` are looked at only where something is wrong, or where something is gone
    that there was then.
    """
    sizes = {name: (folder / name).stat().st_size for name in files_of(folder)}
    site = _Site(folder, base, frozenset(sizes), finder(archive))
    found = None
    if before and before.taken and not site.names and site.files.issuperset(before.files):
        found = _look_at_all(site._replace(taken=before.taken), sizes, before.fragments)
    if found is None or found.faults:
        found = _look_at_all(site, sizes, {})
    for (code, target), files in found.faults.items():
        report.add(code, Location(min(files)), target=target, others=len(files) - 1)
    _find_lost_ids(archive, site.files, report)
    return Looked(found.sums, found.fragments)


def _look_at_all(site: _Site, sizes: dict[str, int], known: dict[str, dict[str, str]]) -> _Found:
    """What is found in all files of a site; `known` are the fragments that pages taken lead to."""
    found = _Found()
    found.add(_Found(fragments=known))
    for part in _in_parts(partial(_look, site), sizes):
        found.add(part)
    missing = _in_parts(partial(_without, site, dict(found.fragments)), {page: sizes[page] for page in found.fragments})
    for part in missing:
        found.add(part)
    return found


def _in_parts(look: Callable[[Iterable[str]], Iterator[_Found]], sizes: dict[str, int]) -> Iterator[_Found]:
    """What is found in files, which the cores share."""
    files = sorted(sizes, key=sizes.__getitem__, reverse=True)
    return in_parallel([partial(look, files[start :: cores()]) for start in range(cores())])


def _look(site: _Site, files: Iterable[str]) -> Iterator[_Found]:
    found = _Found()
    for name in files:
        path = site.folder / name
        if name in site.taken or not (site.names or name.endswith((".html", ".css"))):
            with path.open("rb") as file:  # it may be larger than all that is held here
                found.sums[name] = file_digest(file, "sha256").hexdigest()
            continue
        content = path.read_bytes()
        found.sums[name] = sha256(content).hexdigest()
        if name.endswith(".html"):
            _look_at_page(site, name, content, found)
        elif name.endswith(".css"):
            for target in loaded_by_style(content.decode("utf-8", "replace")):
                _follow(site, name, target, found, loaded=True)
        if site.names and (site.names.is_in(name) or any(map(site.names.is_in, texts_of(path, content)))):
            found.faults["withdrawn-name-found", name].add(name)
    yield found


def _look_at_page(site: _Site, name: str, content: bytes, found: _Found) -> None:
    page = read(content)
    for what in page.inline:
        found.faults["inline-code", what].add(name)
    if not name.startswith(f"{EDITOR}/") and not (page.title.strip(" -") and page.description):
        found.faults["page-untold", name].add(name)
    loaded = set(page.loaded)
    for target in set(page.links):
        inside, fragment = _follow(site, name, target, found, target in loaded)
        if inside == name and fragment and fragment not in page.ids:
            found.faults["fragment-missing", target].add(name)
        elif inside and inside != name and fragment:
            found.fragments[inside].setdefault(fragment, name)


def _follow(site: _Site, name: str, target: str, found: _Found, loaded: bool) -> tuple[str | None, str]:
    """Note where an address leads to nothing, or loads what is not ours. Returns the file and place it leads to."""
    inside, fragment = _file_at(target, name, site.base)
    if inside is None:
        if loaded and not target.startswith("data:"):
            found.faults["loaded-from-elsewhere", target].add(name)
        return None, ""
    if inside not in site.files:
        found.faults["link-broken", inside.removesuffix("index.html")].add(name)
        return None, ""
    return inside, fragment


def _file_at(target: str, name: str, base: str) -> tuple[str | None, str]:
    """The file and fragment that an address in one of the files names. None for what is not of the site."""
    above, rest = name.split("/")[:-1], target
    while above and rest.startswith("../"):
        above.pop()
        rest = rest[3:]
    if rest == target or ".." in rest:
        return _resolved(target, name, base)
    return _resolved(f"./{rest}", "/".join([*above, ""]), base)  # which is the same for every page of a section


@lru_cache(2**12)
def _resolved(target: str, name: str, base: str) -> tuple[str | None, str]:
    if base and target.startswith(base):
        target = urlsplit(base).path + target.removeprefix(base)
    if target.startswith("#"):
        return name, unquote(target[1:])
    url = urlsplit(target)
    if url.scheme or url.netloc:
        return None, ""
    root = urlsplit(base).path or "/"
    if url.path.startswith(root):
        inside = _joined("", url.path.removeprefix(root))
    else:
        inside = _joined(name, url.path) if url.path else name  # a mere question is to the page itself
    if not inside or inside.endswith("/"):
        inside += "index.html"
    return unquote(inside), unquote(url.fragment)


def _joined(name: str, path: str) -> str:
    """A path from a file on, within the site; one that leads out of it is nothing that a site has."""
    parts = name.split("/")[:-1]
    *steps, last = path.split("/")
    if last in (".", ".."):
        steps, last = [*steps, last], ""
    for step in steps:
        if path.startswith("/") or (step == ".." and not parts):
            return f"/{path.lstrip('/')}"
        if step == "..":
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    return "/".join([*parts, last])


def _without(site: _Site, wanted: dict[str, dict[str, str]], pages: Iterable[str]) -> Iterator[_Found]:
    """The fragments that pages do not have though others lead to them."""
    found = _Found()
    for name in pages:
        ids = read((site.folder / name).read_bytes()).ids if name.endswith(".html") else set()
        for fragment in wanted[name].keys() - ids:
            found.faults["fragment-missing", f"{name}#{fragment}"].add(wanted[name][fragment])
    yield found


def _find_lost_ids(archive: Archive, files: frozenset[str], report: Report) -> None:
    """Report ids of the ledger whose record has no page any more, and no correction that tells why."""
    corrected = {one.of for file in of_ledger(archive, Corrections) for one in file.corrections}
    for part in (part for ledger in of_ledger(archive, PublishedIds) for part in ledger.ids):
        for index, id in enumerate(part.ids):
            record = archive.records.get(id)
            page = address(record, archive) if record else None
            if record and id not in corrected and f"{page}index.html" not in files:
                report.add("id-without-page", part.locate("ids", index), id=id)
