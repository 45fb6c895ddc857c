"""Who is measured: Bảng Vàng in its forms, the limits of any generator, Pagefind alone, other generators."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bangvang.language.problems import Report
from bangvang.site.engine import draw
from search.engines import Pagefind

from .generators import PEERS, Given
from .invented import ADDED
from .measure import measure
from .values import Frames, pages, text_of

OURS = ("bangvang", "search", "again")
LIMITS = ("write", "copy", "pagefind")
NAMES = (*OURS, *LIMITS, *(peer.name for peer in PEERS))
SLOW = ("mkdocs", "zensical")
"""Who takes so long that few rounds must do."""

ENVIRONMENT = {
    "SITE_URL": "",
    "SOURCE_DATE_EPOCH": "1735689600",
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONUTF8": "1",
    "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
}
LOOKED_AT = 200
"""How many pages of another generator are compared with ours."""


@dataclass(frozen=True)
class Contender:
    """Who runs a command in a folder and leaves what it made in another."""

    name: str
    folder: Path
    command: list[str]
    made: Path
    first: Callable[[], None] | None = None
    """What is done before each run."""

    def begin(self) -> None:
        """Make the place as it must be before a run."""
        if self.first:
            self.first()
        else:
            shutil.rmtree(self.made, ignore_errors=True)

    def size(self) -> tuple[int, int]:
        """How many files there are of what was made, and how many bytes."""
        sizes = [path.stat().st_size for path in self.made.rglob("*") if path.is_file()]
        return len(sizes), sum(sizes)


def contenders(names: Iterable[str], root: Path, work: Path, tell: Callable[[str], None]) -> list[Contender]:
    """Those of these names who can run here, with all that they read, made in a folder for the project at `root`."""
    names = [name for name in names if name in OURS or name in LIMITS or _installed(name, tell)]
    tree, keys = work / "tree", work / "keys"
    tell("building the tree that is written again, and what is indexed …")
    measure(_ours("reference", tree, keys), root, ENVIRONMENT)
    made = {
        "bangvang": lambda to: Contender("bangvang", root, _ours("unsearched", to), to),
        "search": lambda to: Contender("search", root, _build(to), to),
        "again": lambda to: _again(root, to),
        "write": lambda to: Contender("write", root, _ours("rewrite", tree, to), to),
        "copy": lambda to: Contender("copy", root, ["cp", "-r", str(tree), str(to)], to),
        "pagefind": lambda to: Contender("pagefind", root, Pagefind.command(keys, to), to),
    }
    found = [made[name](work / "made" / name) for name in names if name in made]
    (work / "made").mkdir()
    return found + _peers([peer for peer in PEERS if peer.name in names], root, tree, work, tell)


def _ours(*words: object) -> list[str]:
    return [sys.executable, "-m", "bench.ours", *map(str, words)]


def _build(site: Path) -> list[str]:
    return [sys.executable, "-m", "bangvang", "build", "--site", str(site)]


def _again(root: Path, site: Path) -> Contender:
    """A build of a site that stands, search and all, after the reason of one award has changed: no key tells it."""
    record = root / "data" / ADDED
    first, *others = record.read_text("utf-8").split("- id: them-0\n")
    times = 0

    def edit() -> None:
        nonlocal times
        if not site.exists():
            measure(_build(site), root, ENVIRONMENT)
        times += 1
        record.write_text("".join([first, "- id: them-0\n", f"  reason: Lần {times}\n", *others]), "utf-8")

    return Contender("again", root, _build(site), site, edit)


def _installed(name: str, tell: Callable[[str], None]) -> bool:
    peer = next(peer for peer in PEERS if peer.name == name)
    if not peer.installed():
        tell(f"{name} is not installed: left out")
    return peer.installed()


def _peers(peers: list[type], root: Path, tree: Path, work: Path, tell: Callable[[str], None]) -> list[Contender]:
    if not peers:
        return []
    tell("taking the pages apart …")
    drawn, report = work / "drawn", Report()
    draw(root, "mkdocs", drawn, report)
    frames = Frames(drawn)
    found, forms = pages(tree, frames)
    used = {page["frame"]: frames.texts[page["frame"]] for page in found}
    given = Given(found, forms, used, drawn, root)
    made = []
    for kind in peers:
        tell(f"writing what {kind.name} reads …")
        peer = kind(work / kind.name)
        peer.prepare(given)
        made.append(Contender(kind.name, peer.folder, peer.command(), peer.folder / "site"))
    return made


def same(contender: Contender, work: Path) -> str:
    """How many of some pages of another generator say the same as ours."""
    tree = work / "tree"
    addresses = [path.relative_to(tree) for path in sorted(tree.glob("*/*/**/index.html"))]
    addresses = [path for path in addresses if path.parts[0] not in ("assets", "du-lieu")]
    some = addresses[:: max(1, len(addresses) // LOOKED_AT)]
    equal = sum(
        (contender.made / path).exists()
        and text_of((contender.made / path).read_text("utf-8")) == text_of((tree / path).read_text("utf-8"))
        for path in some
    )
    return f"{contender.name}: {equal} of {len(some)} pages say the same"
