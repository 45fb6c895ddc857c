"""What a new site takes from the one that stands in its place: pages and an index that would come out the same again.

What they were made of is remembered in a file beside the site. It names the manifest of the site it speaks of, and no
file is taken that is not as that manifest says: what is remembered can be missing or of no use, but never out of date.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import to_json

from ..archive.edition import Edition
from ..search.entries import Entry, Sharing
from ..search.index import DATA, FOLDER
from .made_of import sum_of
from .parts import Part


class Kept(NamedTuple):
    """A page of a site: the part it is of, its address there, what it was made of, what search knows of it."""

    place: int
    address: str
    made_of: str
    entry: Entry


class _About(BaseModel):
    """What is remembered of a site as a whole. It ends the file, a line of JSON a page stands before it."""

    holds: str
    """The digest of those lines."""
    manifest: str
    edition: str
    indexed: str
    fragments: dict[str, dict[str, str]]


_PAGE: TypeAdapter[Kept] = TypeAdapter(Kept)


class Standing:
    """A site that stands, so far as it is remembered and its manifest vouches for it."""

    def __init__(self, site: Path, sums: Mapping[str, str], edition: Edition) -> None:
        """`sums` are those of the manifest of the site; `edition` is that of the new one."""
        self._site, self._sums = site, sums
        self._about, self._pages = _read(site, sums) if edition.day else (None, {})
        self._new = edition.name.encode()

    @property
    def files(self) -> Collection[str]:
        """Every file that its manifest names."""
        return self._sums.keys()

    @property
    def fragments(self) -> dict[str, dict[str, str]]:
        """By page, the fragments of it that other pages lead to, each with one of those."""
        return self._about.fragments if self._about else {}

    def entry(self, place: int, address: str) -> Entry:
        """What search knows of a page that was taken."""
        return self._pages[place, address].entry

    def has_given(self, place: int, part: Part, address: str, made_of: str) -> bool:
        """Whether a page made of this could be taken; then it stands in the new site, under the new edition."""
        page = self._pages.get((place, address))
        if not made_of or page is None or page.made_of != made_of:
            return False
        content = self._content(part.file_of(address))
        if content is None:
            return False
        part.put(address, content.replace(self._about.edition.encode(), self._new))
        return True

    def has_given_index(self, indexed: str, site: Path) -> bool:
        """Whether the index of these entries could be taken; then it stands in the new site."""
        files = [name for name in self._sums if name.startswith((f"{FOLDER}/", f"{DATA}/"))]
        if not self._about or self._about.indexed != indexed or not files:
            return False
        found = {name: content for name in files if (content := self._content(name)) is not None}
        for name, content in found.items() if len(found) == len(files) else ():
            path = site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return len(found) == len(files)

    def _content(self, name: str) -> bytes | None:
        """The bytes of a file that is still as the manifest says."""
        try:
            content = (self._site / name).read_bytes()
        except OSError:
            return None
        return content if sha256(content).hexdigest() == self._sums.get(name) else None


class Whole(NamedTuple):
    """What is to be remembered of a site, once it is known to be sound."""

    count: int
    """How many pages it has in all."""
    pages: list[Kept]
    """Those that may be taken from it."""
    indexed: str
    taken: frozenset[str]
    """The files of the pages that it has from the site that stood before."""


def remember(
    site: Path, sums: Mapping[str, str], edition: Edition, whole: Whole, fragments: dict[str, dict[str, str]]
) -> None:
    """Remember what a site that takes this place is made of; `sums` are those of its manifest."""
    new, digest = _memory(site).with_suffix(".new"), sha256()
    with new.open("wb") as file:
        for line in (to_json(page) + b"\n" for page in whole.pages):
            digest.update(line)
            file.write(line)
        about = _About(
            holds=digest.hexdigest(),
            manifest=_of_manifest(sums),
            edition=edition.name,
            indexed=whole.indexed,
            fragments=fragments,
        )
        file.write(about.model_dump_json().encode())
    new.replace(_memory(site))


def _read(site: Path, sums: Mapping[str, str]) -> tuple[_About | None, dict[tuple[int, str], Kept]]:
    """What is remembered of a site; nothing where it is of another one."""
    pages, digest, sharing = {}, sha256(), Sharing()
    if not sums:
        return None, {}
    try:
        with _memory(site).open("rb") as lines:
            for line in lines:
                if line.startswith(b"{"):
                    about = _About.model_validate_json(line)
                    if (about.holds, about.manifest) == (digest.hexdigest(), _of_manifest(sums)):
                        return about, pages
                digest.update(line)
                page = _PAGE.validate_json(line)
                pages[page.place, page.address] = page._replace(entry=sharing.shared(page.entry))
    except (OSError, ValidationError):
        pass
    return None, {}


def _memory(site: Path) -> Path:
    return site.with_name(f".{site.name}.made-of.jsonl")


def _of_manifest(sums: Mapping[str, str]) -> str:
    return sum_of(sorted(sums.items()))
