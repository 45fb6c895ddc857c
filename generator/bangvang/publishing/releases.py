"""The releases at a web root: each a folder of its own, and a link that says which one visitors see.

    WEB/current              a link to releases/000012; what the web server is told to serve
    WEB/releases/000012/     the site as it was built

The link is replaced in one step, so that every request is answered from one release or from the other. Earlier ones
stay for a while, to go back to.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from tempfile import mkdtemp

from ..archive.archive import Archive
from ..archive.past import KINDS_WITH_PAGE, of_ledger, retired_ids, withdrawn
from ..language.problems import Location, Report
from ..language.traces import digest_of_record
from ..records.ledgers import Corrections
from .atomic import alone, settle, settle_names
from .fixity import compare, files_of

CURRENT, RELEASES = "current", "releases"
_NUMBER = re.compile(r"\d{6}")
_OF_LIST = re.compile(r".*/\d{1,3}/|(.+/)?danh-sach/.+/")
"""Parts of long lists, and the lists by letter: they come and go with what they list."""
_NEW = ".new-"


def publish(site: Path, web: Path, keep: int, archive: Archive, gone: Collection[str], report: Report) -> str:
    """Make a built site the current release of a web root, and keep the last `keep` ones. Returns its number.

    Nothing changes there where a file is not as it was built, or a page that visitors had is lost: unless the ledgers
    tell why, or it is among those that are `gone` on purpose. Raises OSError.
    """
    if not compare(site, report) or report.errors:
        return ""
    folder = web / RELEASES
    folder.mkdir(parents=True, exist_ok=True)
    with alone(web / CURRENT):
        for left in folder.glob(f"{_NEW}*"):
            shutil.rmtree(left, ignore_errors=True)
        for page in _lost(site, web / CURRENT, archive):
            if page not in gone:
                report.add("page-lost", Location(f"{page}index.html"), page=page)
        if report.errors:
            return ""
        number = f"{int(max(_numbers(web), default='0')) + 1:06}"
        new = Path(mkdtemp(prefix=_NEW, dir=folder))
        try:
            shutil.copytree(site, new, symlinks=True, dirs_exist_ok=True)
            _let_be_read(new)
            settle(new)
            new.rename(folder / number)
        finally:
            shutil.rmtree(new, ignore_errors=True)
        _show(web, number)
        for old in [each for each in sorted(_numbers(web))[: -max(keep, 1)] if each != number]:
            shutil.rmtree(folder / old, ignore_errors=True)
    return number


def roll_back(web: Path, to: str, report: Report) -> str:
    """Show an earlier release again: the one before the current, or that of a number. Returns its number."""
    with alone(web / CURRENT):
        numbers = sorted(_numbers(web))
        now = os.path.basename(os.readlink(web / CURRENT)) if (web / CURRENT).is_symlink() else ""
        wanted = to or max((number for number in numbers if number < now), default="")
        if wanted not in numbers:
            report.add("release-missing", Location(str(web)), known=", ".join(numbers))
            return ""
        _show(web, wanted)
    return wanted


def _numbers(web: Path) -> list[str]:
    folder = web / RELEASES
    return [path.name for path in folder.iterdir() if _NUMBER.fullmatch(path.name)] if folder.is_dir() else []


def _show(web: Path, number: str) -> None:
    """Let the link lead to a release, in one step."""
    link = web / f".{CURRENT}-new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(RELEASES, number), target_is_directory=True)
    link.replace(web / CURRENT)
    settle_names(web)


def _let_be_read(folder: Path) -> None:
    """Let the web server read a release, whoever built it."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _lost(site: Path, current: Path, archive: Archive) -> Iterator[str]:
    """Pages that visitors had and are to have no more, though no ledger tells why."""
    if not current.exists():
        return
    of_ledgers = {one.id for one in retired_ids(archive)} | set(archive.merged)
    of_ledgers |= {one.of for file in of_ledger(archive, Corrections) for one in file.corrections}
    gone = withdrawn(archive)
    for name in sorted({*files_of(current)} - {*files_of(site)}):
        page = name.removesuffix("index.html")
        parts = page.split("/")
        explained = any(
            part in of_ledgers
            or part.rpartition("-")[0] in of_ledgers  # a row, by its decision
            or any(digest_of_record(kind, part) in gone for kind in (*KINDS_WITH_PAGE, "row"))
            for part in parts
        )
        is_of_list = _OF_LIST.fullmatch(page) is not None
        if name.endswith("index.html") and not is_of_list and not explained:
            yield page
