"""Which state of the records a build shows, so that whoever cites it can say which one they saw."""

from __future__ import annotations

import hashlib
import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from ..language.problems import Report
from ..records.loading import files


@dataclass(frozen=True)
class Edition:
    """A state of the data folder: the same files give the same one."""

    day: date | None
    """When the records last changed, in universal time; None where neither the environment nor git knows."""
    digest: str
    """The SHA-256 of the names and bytes of its files."""

    @property
    def name(self) -> str:
        """What it is cited by: `2026-11-20-3f2a9c1b`, or the digest alone."""
        return "-".join(filter(None, (self.day and self.day.isoformat(), self.digest[:8])))

    @property
    def seconds(self) -> str:
        """The beginning of its day, as SOURCE_DATE_EPOCH has it; 1970 where no day is known."""
        day = self.day or date(1970, 1, 1)
        return f"{datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp():.0f}"


def edition(folder: Path) -> Edition:
    """The state of a data folder."""
    digest = hashlib.sha256()
    for inside in files(folder, Report()):
        content = (folder / inside).read_bytes()
        digest.update(f"{inside}\0{len(content)}\0".encode())
        digest.update(content)
    return Edition(_last_change(folder), digest.hexdigest())


def _last_change(folder: Path) -> date | None:
    """The day that SOURCE_DATE_EPOCH names, else that of the last commit that changed the folder."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH") or _last_commit(folder)
    return datetime.fromtimestamp(int(seconds), UTC).date() if seconds.isdecimal() else None


def _last_commit(folder: Path) -> str:
    command = ["git", "log", "-1", "--format=%ct", "--", "."]
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8").stdout.strip()
    except OSError:  # no git here: the digest still tells the editions apart
        return ""
