"""The same records give the same bytes: every file, over folders, zones, languages, masks, seeds and Pythons.

A program: `python tests/reproduce.py [PYTHON …]`. It builds the miniature archive as a git repository once in each
setting and with each other Python (one in whose environment `requirements/site.txt` is installed), and compares every
file, the search index and the downloads included. It ends with status 1 where a file differs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from conftest import tree
from large import project

SETTINGS = (
    {},
    {"PYTHONHASHSEED": "0", "TZ": "Asia/Ho_Chi_Minh"},
    {"PYTHONHASHSEED": "1", "TZ": "America/St_Johns", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "umask": "077"},
    {"PYTHONHASHSEED": "3", "LC_ALL": "vi_VN.UTF-8", "umask": "000", "COLUMNS": "40"},
)
"""What differs beside the folder. SOURCE_DATE_EPOCH is never set: the day is that of the last commit."""


def repository(folder: Path) -> Path:
    """A project whose records are committed on a day long ago."""
    root = project(folder)
    when = {f"GIT_{role}_DATE": "2024-05-06T23:30:00+0700" for role in ("AUTHOR", "COMMITTER")}
    who = ["-c", "user.name=Mẫu", "-c", "user.email=mau@mau.example"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Hồ sơ"]):
        subprocess.run(["git", *who, *command], cwd=root, env={**os.environ, **when}, check=True)
    return root


def built(root: Path, setting: dict[str, str], python: str = sys.executable) -> dict[str, bytes]:
    """Every file of the site of a project, built in a setting."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", "TZ", "LC_ALL")
    }
    environment |= {"PYTHONUTF8": "1", "SITE_URL": "https://mau.example/kho/", **setting}
    mask = int(environment.pop("umask", "022"), 8)
    run = subprocess.run(
        [python, "-m", "bangvang", "build"],
        cwd=root,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        umask=mask,
    )
    assert run.returncode == 0, run.stderr
    return tree(root / "site")


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def main(*pythons: str) -> int:
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        first = repository(Path(folder, "a").resolve())
        expected = built(first, {})
        deep = Path(folder, "khác", "sâu hơn").resolve()
        deep.mkdir(parents=True)
        other = Path(shutil.copytree(first, deep / "kho"))
        ways = [(setting, sys.executable) for setting in SETTINGS] + [({}, python) for python in pythons]
        for setting, python in ways:
            shutil.rmtree(other / "site", ignore_errors=True)
            lost = differing(expected, built(other, setting, python))
            told = " ".join(f"{name}={value}" for name, value in setting.items()) or "another folder"
            print(f"{python} {told}: {len(expected) - len(lost)} of {len(expected)} files the same", *lost[:5])
            failed |= bool(lost)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
