"""The engine that draws the hand-written pages and the frames, as a program of its own."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

from ..archive.edition import edition
from ..language.problems import Location, Report
from ..records.loading import named

ENGINES = ("mkdocs", "properdocs")
"""What can draw the frames from the same mkdocs.yml, the default first."""


def see_links(root: Path, report: Report) -> None:
    """Report the links in the pages and templates of a project: an engine would follow them to wherever they lead."""
    for folder in (root / "docs", root / "overrides"):
        for parent, folders, names in os.walk(folder):
            for path in (Path(parent, name) for name in sorted((*folders, *names))):
                if path.is_symlink():
                    report.add("symlink", Location(named(folder, path)))


def sources_of(root: Path) -> list[Path]:
    """The folders of a project that a site is made from."""
    return [(root / name).resolve() for name in ("data", "docs", "overrides")]


def draw(root: Path, engine: str, site: Path, report: Report) -> None:
    """Have MkDocs, or another engine that reads mkdocs.yml, draw the hand-written pages and the frames."""
    command = [sys.executable, "-m", engine, "build", "--config-file", "-", "--site-dir", str(site)]
    run = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": edition(root / "data").seconds},  # engines date what they draw
        input="INHERIT: mkdocs.yml\nplugins: []\n",
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if run.returncode and os.strerror(errno.ENOSPC) in run.stderr:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if run.returncode:
        report.add("drawing-failed", Location("mkdocs.yml"), detail=_complaint(run.stderr or run.stdout))


def _complaint(text: str) -> str:
    """What an engine says is wrong: its warnings and errors, else its last words."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "; ".join([line for line in lines if line.startswith(("WARNING", "ERROR"))] or lines[-1:])


def home_of(site: Path) -> str:
    """The address that the engine was told the site is published at; empty where it was told none."""
    path = site / "sitemap.xml"
    found = re.findall(r"<loc>(.+?)</loc>", path.read_text("utf-8")) if path.exists() else []
    return min(found, key=len, default="")
