"""What is told of a run: tables, charts, and the page of the docs that shows them. Programs alone write its numbers."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from markupsafe import Markup

from conftest import ROOT

PAGE = ROOT / "docs" / "do-toc-do.md"


def machine() -> str:
    """The machine in a line."""
    cpu = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{cpu[1].strip() if cpu else platform.machine()}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def command() -> str:
    """The command that was given."""
    module = sys.modules["__main__"].__spec__
    name = module.name.removesuffix(".__main__") if module else sys.argv[0]
    return " ".join(["PYTHONPATH=tests .venv/bin/python -m", name, *sys.argv[1:]])


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def megabytes(value: float) -> str:
    return f"{value / 1e6:,.0f} MB" if value >= 1e6 else f"{value / 1e3:.0f} kB"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


LETTER, ROW, ROOM = 8, 26, 260


def bars(title: str, rows: Sequence[tuple[str, float, str]]) -> str:
    """A bar a row: its name, how long it is, what is written behind it."""
    left = max(len(name) for name, *_ in rows) * LETTER + 12
    most = max(value for _, value, _ in rows)
    parts = []
    for number, (name, value, told) in enumerate(rows):
        y, width = number * ROW, max(value / most * ROOM, 2)
        parts.append(Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(left - 8, y + 17, name))
        bar = Markup('<rect class="bv-bar--conferred" x="{}" y="{}" width="{:.1f}" height="16"/>')
        parts.append(bar.format(left, y + 5, width))
        parts.append(Markup('<text x="{:.0f}" y="{}">{}</text>').format(left + width + 8, y + 17, told))
    return _svg(title, left + ROOM + 110, len(rows) * ROW + 4, parts)


def _svg(title: str, width: int, height: int, parts: Iterable[Markup]) -> str:
    return Markup(
        '<div class="bv-scroll bv-chart" role="region" tabindex="0" aria-label="{0}">'
        '<svg role="img" aria-label="{0}" width="{1}" height="{2}" viewBox="0 0 {1} {2}">{3}</svg></div>'
    ).format(title, width, height, Markup("").join(parts))


def write(name: str, text: str) -> None:
    """Put what a program told in its place on the page of the docs, with the machine and the command."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, _, rest = PAGE.read_text("utf-8").partition(begin)
    _, found, after = rest.partition(end)
    assert found, f"{PAGE.name} has no place for {name}"
    told = f"{text}\n\nMáy: {machine()}.\n\n```sh\n{command()}\n```"
    PAGE.write_text(f"{before}{begin}\n\n{told}\n\n{end}{after}", "utf-8", newline="\n")
