"""When files of the data folder were entered and changed, as git tells; nothing where it does not know all of that."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

SHORT = 10
"""Digits of a commit id that are shown: the same everywhere, whatever git is set to."""

_EACH = "--format=%x00%H %cs"


@dataclass(frozen=True)
class Change:
    """A commit that touched a file."""

    commit: str
    day: date

    @property
    def short(self) -> str:
        return self.commit[:SHORT]


@dataclass(frozen=True)
class History:
    """Of a file: when it was entered, when last changed, and how many commits did so in all."""

    first: Change
    last: Change
    changes: int


def histories(data: Path) -> dict[str, History]:
    """The history of each file by its path in the data folder. Empty without git, or where its past is cut off."""
    told = _log(data, "--name-only")
    found: dict[str, History] = {}
    for change, names in told:
        for name in names:
            last = found[name].last if name in found else change
            found[name] = History(change, last, found[name].changes + 1 if name in found else 1)
    return found


def last_change(data: Path, until: date) -> Change | None:
    """The last commit of the data folder that is not later than a day."""
    return next((change for change, _ in _log(data) if change.day <= until), None)


def _log(data: Path, *options: str) -> list[tuple[Change, list[str]]]:
    """The commits that touched the data folder, the latest first, each with the files it names."""
    if _git(data, "rev-parse", "--is-shallow-repository") != "false\n":
        return []
    said = _git(data, "log", "-z", "--no-renames", "--relative", _EACH, *options, "--", ".") or ""
    return [_read(entry) for entry in said.split("\0\0") if entry.strip("\0\n")]


def _read(entry: str) -> tuple[Change, list[str]]:
    head, *names = entry.strip("\0\n").split("\0")
    commit, day = head.split()
    return Change(commit, date.fromisoformat(day)), [name.lstrip("\n") for name in names if name.strip("\n")]


def files_with(data: Path, commit: str, text: str) -> list[PurePosixPath]:
    """The files of the data folder that held a text in a commit, by their path in it."""
    said = _git(data, "grep", "-l", "-z", "--fixed-strings", "-e", text, commit, "--", ".") or ""
    return [PurePosixPath(name.partition(":")[2]) for name in said.split("\0") if name]


def file_at(data: Path, commit: str, inside: PurePosixPath) -> str | None:
    """The text of a file of the data folder as a commit has it."""
    return _git(data, "show", f"{commit}:./{inside}")


def _git(data: Path, *command: str) -> str | None:
    """What git says of a data folder; None where it is not there, or does not know the folder."""
    try:
        run = subprocess.run(
            ["git", "-C", str(data), *command], capture_output=True, encoding="utf-8", errors="replace"
        )
    except OSError:
        return None
    return run.stdout if run.returncode == 0 else None
