"""What a command takes: its time, and the memory that it and all that it begins hold at their peak."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

OFTEN = 0.03
"""Seconds between two looks at the peaks of the processes."""

SELDOM = 50
"""How many times longer than adding up their shares took, we wait before the next time: 2 % of a core at most."""


@dataclass(frozen=True)
class Measured:
    """What one run of a command took, in seconds and bytes, and what it printed."""

    seconds: float
    memory: int
    printed: str


class Failed(Exception):
    """A command that ended with an error; what it said."""


def measure(command: list[str], folder: Path, environment: Mapping[str, str]) -> Measured:
    """Run a command to its end. Raises Failed.

    What was written before is on the disk when it begins. The memory of several processes is the sum of their
    proportional shares, so that pages which they share count once; it is looked up as they run. So is the peak of each
    alone, as the kernel counts it. (What wait4 tells begins with the memory of who started a process.)
    """
    os.sync()
    with TemporaryFile() as out, TemporaryFile() as complaints:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=out, stderr=complaints
        )
        watch = _Watch(process.pid)
        process.wait()
        seconds = time.perf_counter() - start
        memory = watch.peak()
        texts = []
        for stream in (out, complaints):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "replace"))
    if process.returncode:
        raise Failed(f"{' '.join(command)}: {process.returncode}\n{(texts[1] or texts[0])[-2000:]}")
    return Measured(seconds, memory, texts[0])


class _Watch:
    """Looks at the memory of a process and its descendants until the peak is asked for."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._most = 0
        self._ended = threading.Event()
        self._looker = threading.Thread(target=self._look)
        self._looker.start()

    def _look(self) -> None:
        again = 0.0
        while True:
            processes = list(_descendants(self._process))
            self._most = max([self._most, *(_told(process, "status", "VmHWM") for process in processes)])
            if len(processes) > 1 and time.perf_counter() >= again:
                start = time.thread_time()
                self._most = max(self._most, sum(_told(process, "smaps_rollup", "Pss") for process in processes))
                again = time.perf_counter() + SELDOM * (time.thread_time() - start)
            if self._ended.wait(OFTEN):
                return

    def peak(self) -> int:
        self._ended.set()
        self._looker.join()
        return self._most


def _descendants(process: int) -> Iterator[int]:
    yield process
    with suppress(OSError):
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in children.read_text().split():
                yield from _descendants(int(child))


def _told(process: int, where: str, what: str) -> int:
    """The bytes that a file of the kernel tells of a process; 0 if that has just ended."""
    with suppress(OSError):
        found = re.search(rf"^{what}:\s+(\d+)", Path(f"/proc/{process}/{where}").read_text(), re.MULTILINE)
        return int(found[1]) * 1024 if found else 0
    return 0
