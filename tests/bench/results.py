"""What is told of a run: tables, charts, and the page of the docs that shows them. Programs alone write its numbers."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from conftest import ROOT

PAGE = ROOT / "docs" / "do-toc-do.md"
LETTER, ROW, ROOM = 8, 26, 260
"""How wide a letter of a chart is, how high a row, how long the longest bar."""


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


@dataclass(frozen=True)
class Table:
    """A table: what it tells, a title for each column, and rows that begin with a title of their own."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def markdown(self) -> str:
        lines = [self.head, ["---"] * len(self.head), *self.rows]
        return "\n".join([f"{self.caption}\n", *(f"| {' | '.join(cells)} |" for cells in lines)])

    @property
    def html(self) -> Markup:
        head = _cells('<th scope="col">{}</th>', self.head)
        rows = (
            Markup('<tr><th scope="row">{}</th>{}</tr>\n').format(title, _cells("<td>{}</td>", map(_whole, cells)))
            for title, *cells in self.rows
        )
        return Markup(
            '<div class="bv-scroll" role="region" tabindex="0" aria-label="{0}">\n'
            '<table class="bv-measured">\n<caption>{0}</caption>\n'
            "<thead><tr>{1}</tr></thead>\n<tbody>\n{2}</tbody>\n</table>\n</div>"
        ).format(self.caption, head, Markup("").join(rows))


def _cells(form: str, texts: Iterable[str]) -> Markup:
    return Markup("").join(Markup(form).format(text) for text in texts)


def _whole(text: str) -> str:
    """A number that stays on one line with its unit."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


@dataclass(frozen=True)
class Bars:
    """A chart with a bar a row: its name, how long it is, what is written behind it."""

    title: str
    rows: Sequence[tuple[str, float, str]]

    @property
    def html(self) -> Markup:
        left = max(len(name) for name, *_ in self.rows) * LETTER + 12
        most = max(value for _, value, _ in self.rows)
        parts = []
        for number, (name, value, told) in enumerate(self.rows):
            y, width = number * ROW, max(value / most * ROOM, 2)
            parts.append(Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(left - 8, y + 17, name))
            bar = Markup('<rect class="bv-bar--conferred" x="{}" y="{}" width="{:.1f}" height="16"/>')
            parts.append(bar.format(left, y + 5, width))
            parts.append(Markup('<text x="{:.0f}" y="{}">{}</text>').format(left + width + 8, y + 17, told))
        return Markup(
            '<div class="bv-scroll bv-chart" role="region" tabindex="0" aria-label="{0}">'
            '<svg role="img" aria-label="{0}" width="{1}" height="{2}" viewBox="0 0 {1} {2}">{3}</svg></div>'
        ).format(self.title, left + ROOM + 110, len(self.rows) * ROW + 4, Markup("").join(parts))


def show(name: str, parts: Sequence[Table | Bars], keep: bool) -> None:
    """Print the tables that a program tells, and put all it tells into its place in the docs where that is asked."""
    print("\n\n".join(part.markdown for part in parts if isinstance(part, Table)))
    if keep:
        write(name, parts)


def write(name: str, parts: Iterable[Table | Bars]) -> None:
    """Put what a program told in its place on the page of the docs, with the machine and the command."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, _, rest = PAGE.read_text("utf-8").partition(begin)
    _, found, after = rest.partition(end)
    assert found, f"{PAGE.name} has no place for {name}"
    told = "\n\n".join([*(part.html for part in parts), f"Máy: {machine()}.", f"```sh\n{command()}\n```"])
    PAGE.write_text(f"{before}{begin}\n\n{told}\n\n{end}{after}", "utf-8", newline="\n")
