"""A visitor never sees half a site: builders are killed at any moment, and calls of the file system fail one by one.

A program: `python tests/kills.py [--kills N] [--failures N] [--seed N]`. It replaces the site of the miniature archive
again and again, and after each kill or failure asks that the old site or the new one stands there, whole, by its own
manifest; and that the next build clears away what was left. It ends with status 1 where that is not so.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bangvang.language.problems import Report
from bangvang.publishing.fixity import compare
from conftest import run
from large import project

FAILING = """
import errno, os, sys
from multiprocessing import Value
from pathlib import Path

wanted, seen = int(sys.argv.pop(1)), Value("i", 0)  # counted over all processes of a builder
CALLS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.truncate", "os.link", "os.symlink"}
REASONS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS)

def writes(event, arguments):
    if event != "open":
        return event in CALLS and ".site-" in str(arguments)
    path, _, flags = arguments
    return ".site-" in str(path) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))

def fail(event, arguments):
    if seen.value < wanted and writes(event, arguments):  # later, who is killed may have the lock for ever
        with seen.get_lock():
            seen.value += 1
            now = seen.value
        if now == wanted:
            raise OSError(REASONS[wanted % 4], os.strerror(REASONS[wanted % 4]))

from bangvang.commands.cli import main
import bangvang.publishing.atomic as atomic
for name in ("settle", "settle_names", "_exchange"):
    def failing(*arguments, called=getattr(atomic, name)):
        fail("os.rename", (".site-",))
        return called(*arguments)
    setattr(atomic, name, failing)
import bangvang.publishing.staging as staging
staging.settle, staging.settle_names = atomic.settle, atomic.settle_names
sys.addaudithook(fail)
sys.argv[0] = "bangvang"
main()
"""
"""A build of which one call that writes beside the site fails, the n-th; what has no audit event is wrapped."""


def whole(root: Path, editions: set[bytes]) -> bool:
    """Whether a site stands there, all of it, and it is one of those that were built."""
    site, report = root / "site", Report()
    named = compare(site, report)
    return named > 0 and not list(report) and (site / "SHA256SUMS").read_bytes() in editions


def _turn(root: Path, number: int) -> None:
    """Change a record, so that the old site and the new one differ."""
    path = root / "data" / "archive.yml"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("# lần")]
    path.write_text("\n".join([*lines, f"# lần {number % 2}"]) + "\n", "utf-8")


def _build(root: Path) -> bool:
    return run("bangvang", "build", cwd=root).returncode == 0


def begin(root: Path) -> set[bytes]:
    """Build both sites that are to alternate. Returns the sums of each."""
    sums = set()
    for number in (0, 1):
        _turn(root, number)
        assert _build(root)
        sums.add((root / "site" / "SHA256SUMS").read_bytes())
    assert len(sums) == 2
    return sums


def kill(root: Path, number: int, within: float) -> None:
    """Build, and kill the builder with all its children at some moment."""
    _turn(root, number)
    command = [sys.executable, "-m", "bangvang", "build"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    builder = subprocess.Popen(command, cwd=root, start_new_session=True, **quiet)
    time.sleep(within)
    os.killpg(builder.pid, signal.SIGKILL)
    builder.wait()


def fail(root: Path, number: int) -> subprocess.CompletedProcess[str]:
    """Build with the n-th call failing."""
    _turn(root, number)
    environment = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", FAILING, str(number), "build"]
    return subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", env=environment)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--failures", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    halves = tracebacks = 0
    with tempfile.TemporaryDirectory() as folder:
        root = project(Path(folder, "kho").resolve())
        start = time.monotonic()
        sums = begin(root)
        took = (time.monotonic() - start) / 2
        for number in range(options.kills):
            kill(root, number, chance.uniform(0, took))
            halves += not whole(root, sums)
        for number in range(1, options.failures + 1):
            tracebacks += "Traceback" in fail(root, number).stderr
            halves += not whole(root, sums)
        clean = _build(root) and not list(root.glob(".site-*"))
    print(
        f"{options.kills} kills, {options.failures} failures: {halves} half sites, {tracebacks} tracebacks, "
        f"leftovers {'cleaned' if clean else 'not cleaned'}"
    )
    return 1 if halves or tracebacks or not clean else 0


if __name__ == "__main__":
    sys.exit(main())
