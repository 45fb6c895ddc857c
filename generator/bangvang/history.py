"""When records changed, as git tells, and which date the data has. The only module that asks git."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from .archive import Archive

_COMMIT = re.compile(r"@(\d+)")
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def changes(root: Path) -> dict[str, datetime]:
    """When each record file of a project was last committed, by its path there.

    Nothing of a file that was changed since, and nothing at all where git does not know the whole history.
    """
    if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    found: dict[str, datetime] = {}
    at = _NEVER
    for line in _git(
        root, "log", "--format=@%ct", "--name-only", "--no-renames", "--relative", "--", "data"
    ).splitlines():
        commit = _COMMIT.fullmatch(line)
        if commit:
            at = datetime.fromtimestamp(int(commit[1]), UTC)
        elif line:
            found[line] = max(at, found.get(line, at))
    for line in _git(root, "ls-files", "--modified", "--", "data").splitlines():
        found.pop(line, None)
    return found


def _git(root: Path, *command: str) -> str:
    try:
        run = subprocess.run(
            ["git", "-c", "core.quotePath=false", *command], cwd=root, capture_output=True, encoding="utf-8"
        )
    except OSError:
        return ""
    return run.stdout if not run.returncode else ""


def date_of_data(archive: Archive, root: Path) -> datetime:
    """The date of the data: SOURCE_DATE_EPOCH, else the last commit of a record, else the last day a source is of."""
    known = os.environ.get("SOURCE_DATE_EPOCH", "") or _git(root, "log", "-1", "--format=%ct", "--", "data").strip()
    if known.isdecimal():
        return datetime.fromtimestamp(int(known), UTC)
    days = (source.published.value.end.exact for source in archive.of("source") if source.published)
    return max((datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days if day), default=_NEVER)
