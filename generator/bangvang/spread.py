"""The build past one machine: each of several makes a shard, and one joins them into the site that it alone would make.

The executor may be any of `concurrent.futures`, or one of Dask's; its workers and whoever joins share a file system.
Where they do not, `bangvang build --shard K/N` makes each shard, and `bangvang join` takes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from tempfile import TemporaryDirectory

from .archive.history import histories
from .build import build, read_project
from .language.problems import Problem, Report
from .language.words import Say
from .publishing.staging import MARK, beside, staging, tell
from .site.drawn import ready
from .site.engine import draw
from .site.shards import Shard, write


def build_shard(root: Path, folder: Path, shard: Shard, engine: str, report: Report, say: Say) -> int:
    """Make a shard of the site of a project folder. Nothing is written there unless all goes well.

    Returns the number of pages in it, 0 if there were errors.
    """
    try:
        return _build_shard(root, folder.resolve(), shard, engine, report, say)
    except OSError as error:
        tell(error, folder, report)
        return 0


def build_with(executor: Executor, shards: int, root: Path, site: Path, engine: str, report: Report, say: Say) -> int:
    """Build the archive as `build` does, its pages made in shards by an executor, each in one process of its own."""
    root, site = root.resolve(), site.resolve()
    try:
        with beside(site, "shards") as folder:
            return _build_with(executor, shards, folder, root, site, engine, report, say)
    except OSError as error:
        tell(error, site, report)
        return 0


def _build_with(
    executor: Executor, shards: int, folder: Path, root: Path, site: Path, engine: str, report: Report, say: Say
) -> int:
    made = [
        executor.submit(_work, root, folder / str(number), Shard(number, shards), engine)
        for number in range(1, shards + 1)
    ]

    def folders() -> Iterator[Path]:
        for each in made:
            shard, problems = each.result()
            for problem in problems:
                report.add(problem.code, problem.location, **problem.values)
            yield shard

    try:
        return build(root, site, engine, report, say, made=folders())
    finally:
        for each in made:
            each.cancel()


def _work(root: Path, folder: Path, shard: Shard, engine: str) -> tuple[Path, list[Problem]]:
    """What a worker does: the folder of a shard, and the problems that kept it from being one. Raises OSError."""
    report = Report()
    _build_shard(root, folder, shard, engine, report, lambda key, **values: None, processes=1)
    return folder, [problem for problem in report if problem.is_error]


def _build_shard(
    root: Path, folder: Path, shard: Shard, engine: str, report: Report, say: Say, processes: int | None = None
) -> int:
    archive = read_project(root, folder, report, say)
    if report.errors:
        return 0
    with staging(folder, report) as new, TemporaryDirectory(dir=new) as site:
        say("drawing")
        draw(root, engine, Path(site), report)
        drawn = None if report.errors else ready(archive, Path(site), histories(root / "data"), report)
        if drawn is None or report.errors:
            return 0
        (new / MARK).touch()
        return write(shard, drawn, new, say, processes)
