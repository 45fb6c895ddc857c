"""Work that is split over the cores: each part runs in a process of its own, and what it finds comes as it is found.

As many parts run at once as there are cores: a process that looks at a whole archive comes to hold half of one of its
own, since looking at an object of Python writes into it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import TypeVar

from .memory import give_back

Found = TypeVar("Found")

FORKS = "fork" in multiprocessing.get_all_start_methods() and os.name == "posix" and os.uname().sysname == "Linux"
"""Whether a process can be split with all that it holds. Elsewhere what an archive holds would have to be sent over."""


def cores() -> int:
    """How many parts run at once."""
    return len(os.sched_getaffinity(0)) if FORKS else 1


def in_parallel(parts: list[Callable[[], Iterable[Found]]]) -> Iterator[Found]:
    """What all parts find, in no order between them. What a part changes in memory is lost; its files stay.

    The error of a part is raised here, and the others are stopped.
    """
    if not FORKS or len(parts) == 1:
        for part in parts:
            yield from part()
        return
    give_back()
    fork = multiprocessing.get_context("fork")
    waiting = deque(parts)
    running = {}
    try:
        while waiting or running:
            while waiting and len(running) < cores():
                gc.freeze()  # looking for garbage would touch, and so copy, all that the processes share
                ours, theirs = fork.Pipe(duplex=False)
                process = fork.Process(target=_run, args=(waiting.popleft(), theirs), daemon=True)
                process.start()
                theirs.close()
                running[ours] = process
            for ours in wait(list(running)):
                try:
                    found, error = ours.recv()
                except EOFError:
                    process = running.pop(ours)
                    process.join()
                    if process.exitcode:
                        raise ChildProcessError(f"process ended with {process.exitcode}") from None
                    continue
                if error:
                    raise error
                yield from found
    finally:
        gc.unfreeze()
        for process in running.values():
            process.kill()
            process.join()


_AT_ONCE = 100
"""How many findings are sent together."""


def _run(part: Callable[[], Iterable[Found]], found: Connection) -> None:
    batch: list[Found] = []
    try:
        for one in part():
            batch.append(one)
            if len(batch) == _AT_ONCE:
                found.send((batch, None))
                batch = []
        found.send((batch, None))
    except Exception as error:
        found.send(([], _sendable(error)))
    found.close()
    os._exit(0)  # nothing of the parent's is to be closed, flushed or said twice


def _sendable(error: Exception) -> Exception:
    try:
        return pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
