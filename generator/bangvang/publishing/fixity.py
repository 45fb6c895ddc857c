"""That the files of a site are still those that were built: a manifest made with it, and the comparison with it.

The form is that of a BagIt bag whose payload is the site itself: `manifest-sha256.txt` has the SHA-256 of every file,
`bag-info.txt` says what it is; `SHA256SUMS` has the sums of these, and so is all that need be signed or kept elsewhere.
`sha256sum -c SHA256SUMS manifest-sha256.txt` checks both. Its signature, where the office made one, lies beside it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

from ..archive.archive import Archive
from ..language.problems import Location, Report
from .staging import MARK

SUMS, MANIFEST, SIGNATURE = "SHA256SUMS", "manifest-sha256.txt", "SHA256SUMS.minisig"
_ABOUT, _BAG = "bag-info.txt", "bagit.txt"
_OF_MANIFEST = (SUMS, MANIFEST, _ABOUT, _BAG)

HEADERS_FILE, NO_JEKYLL = "_headers", ".nojekyll"
_FOR_HOSTS = (MARK, HEADERS_FILE, NO_JEKYLL)
"""What a host may read and not serve."""

_EDITION = "External-Identifier: "

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_AT_ONCE = 8
"""Files that are asked of a host at the same time."""

Reader = Callable[[str], bytes | None]
"""What gives the bytes of a file of a site, None where it has none."""


def files_of(folder: Path) -> list[str]:
    """Every file of a folder by its path there, sorted; what leads out of it is a file too, and never followed."""
    found, start = [], len(os.path.join(folder, ""))
    for parent, folders, names in os.walk(folder):
        paths = [os.path.join(parent, name) for name in names]
        paths += filter(os.path.islink, (os.path.join(parent, name) for name in folders))
        found += [path[start:].replace(os.sep, "/") for path in paths]
    return sorted(found)


def write_manifest(site: Path, archive: Archive, sums: Mapping[str, str]) -> None:
    """Write the manifest of a site that is complete, given the SHA-256 of each of its files."""
    files = [name for name in sorted(sums) if name not in _OF_MANIFEST]
    size = sum((site / name).stat().st_size for name in files)
    about, state = archive.about, archive.edition
    told = {
        "Source-Organization": about.publisher,
        "External-Description": about.title,
        _EDITION.rstrip(": "): state.name,
        "Bagging-Date": state.day and state.day.isoformat(),
        "Payload-Oxum": f"{size}.{len(files)}",
    }
    _write(site / _BAG, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    _write(site / _ABOUT, "".join(f"{label}: {value}\n" for label, value in told.items() if value))
    _write(site / MANIFEST, "".join(f"{sums[name]}  {name}\n" for name in files))
    of_manifest = {name: hashlib.sha256((site / name).read_bytes()).hexdigest() for name in (_ABOUT, _BAG, MANIFEST)}
    _write(site / SUMS, "".join(f"{sum}  {name}\n" for name, sum in of_manifest.items()))


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")


def manifest_of(site: Path) -> dict[str, str]:
    """The sums that the manifest of a site names, by file; none of a folder that has no manifest."""
    path = site / MANIFEST
    return _sums(path.read_bytes() if path.is_file() else None)


def edition_of(site: Path) -> str:
    """What the edition of the records is called that a built site shows; empty of a folder that is none."""
    about = site / _ABOUT
    told = about.read_text("utf-8", "replace").splitlines() if about.is_file() else []
    return next((line.removeprefix(_EDITION) for line in told if line.startswith(_EDITION)), "")


def compare(site: Path, report: Report) -> int:
    """Report every file of a folder that is not as its manifest says. Returns how many it names."""

    def read(name: str) -> bytes | None:
        path = site / name
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None

    named = _compare(read, report)
    for name in files_of(site) if named else ():
        if name not in named and name not in (SUMS, SIGNATURE):
            report.add("file-added", Location(name))
    return len(named)


def compare_at(home: str, report: Report) -> int:
    """The same of a site at an address. What was added there cannot be seen: no host tells what it has."""
    base = home.rstrip("/") + "/"

    def read(name: str) -> bytes | None:
        try:
            with urlopen(base + quote(name), timeout=30) as answer:
                return answer.read()
        except HTTPError as error:
            if error.code in (403, 404, 410):
                return None
            raise

    return len(_compare(read, report, leave=_FOR_HOSTS))


def _compare(read: Reader, report: Report, leave: Iterable[str] = ()) -> set[str]:
    """Report what differs from the sums, and from the manifest if that is sound. Returns the files that these name."""
    sums = _sums(read(SUMS))
    if not sums or MANIFEST not in sums:
        report.add("manifest-missing", Location(SUMS))
        return set()
    _report_differing(sums, read, report)
    manifest = _sums(read(MANIFEST))
    _report_differing({name: sum for name, sum in manifest.items() if name not in leave}, read, report)
    return {*sums, *manifest}


def _report_differing(sums: dict[str, str], read: Reader, report: Report) -> None:
    def differs(name: str) -> str | None:
        try:
            content = read(name)
        except OSError as error:
            return f"{error}"
        if content is None:
            return "file-missing"
        return "file-changed" if hashlib.sha256(content).hexdigest() != sums[name] else None

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for name, code in zip(sums, pool.map(differs, sums), strict=True):
            if code in ("file-missing", "file-changed"):
                report.add(code, Location(name))
            elif code:
                report.add("file-unreadable", Location(name), reason=code)


def _sums(content: bytes | None) -> dict[str, str]:
    """The sums in a file by their names; of a spoilt file those that can still be read."""
    found = map(_LINE.fullmatch, (content or b"").decode("utf-8", "replace").splitlines())
    return {line[2]: line[1] for line in found if line}
