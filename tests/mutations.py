"""Mutations: whatever is done to the files of an archive, the check says what is wrong and never fails itself.

    python tests/mutations.py [--count 200000] [--seed 20251227] [--processes 2]

Each round changes one or several files of a copy of the miniature archive, reads and checks it, and writes the
report in every form and language. An exception is a crash, ten seconds are a hang; their inputs are kept.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import yaml

from bangvang.build import read_archive
from bangvang.language.problems import Report, as_annotations, as_code_quality, as_json, as_text
from bangvang.language.words import LANGUAGES, table
from conftest import MINIATURE, changed, copy_of_miniature, silent

SEED = 20251227
LONGEST = 10
"""Seconds that one check may take."""
BATCH = 250
"""Mutations that a process makes before it tells how it went."""

Files = dict[str, bytes]
Mutation = Callable[[random.Random, bytes], bytes]
MUTATIONS: list[Mutation] = []

_TEXTS = [
    "\u202e", "\u2066", "\ufeff", "\ufffe", "\uffff", "\U0010ffff", "\x00", "\x85", "\u2028", "\u0301" * 50, "Ð", "😀",
    "\ud800", "\udfff", "%", "{{", "|", ">", "!!binary", "&a", "*a", "<<", "? ", "---\n", "...\n", "\t", '"', "'", "#",
]  # fmt: skip
_SCALARS = [
    b"", b" ~", b" []", b" {}", b" 2.291", b" [a, {b: c}]", b" {a: [b]}", b" &x", b" *x", b" yes", b" 0", b" -1",
    b" " + b"9" * 5000, b" 1e999", b" .nan", b" 2024-02-30", b" 9999-99-99/0000-00-00", b" XXXX-13",
    b" " + b"a" * 100_000,
    b" " + b"[" * 40 + b"]" * 40, b" " + b"{a: " * 5000, b" " + b"[" * 20_000, b" |\n    x", b" !!python/none x",
    b' "\\ud800"',
    b' "\\u0000"', b' "\\UFFFFFFFF"', b" https://[::1", b" http://\xc3\xa1.example/",
]  # fmt: skip


def mutation(function: Mutation) -> Mutation:
    """Register a way to change the bytes of a file."""
    MUTATIONS.append(function)
    return function


# --- bytes and lines --------------------------------------------------------------------------------------------


def _lines(chance: random.Random, data: bytes, change: Callable[[list[bytes], int], None]) -> bytes:
    lines = data.split(b"\n")
    change(lines, chance.randrange(len(lines)))
    return b"\n".join(lines)


@mutation
def byte_put_in(chance, data):
    at = chance.randrange(len(data) + 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at:]


@mutation
def bytes_left_out(chance, data):
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[at + chance.randrange(1, 6) :]


@mutation
def bit_turned(chance, data):
    at = chance.randrange(len(data)) if data else 0
    return data[:at] + bytes(byte ^ 1 << chance.randrange(8) for byte in data[at : at + 1]) + data[at + 1 :]


@mutation
def cut_off(chance, data):
    return data[: chance.randrange(len(data) + 1)]


@mutation
def cut_within_a_letter(chance, data):
    starts = [index for index, byte in enumerate(data) if byte >= 0xC0] or [0]
    at = chance.choice(starts) + 1
    return data[:at] + (data[at + 1 :] if chance.random() < 0.5 else b"")


@mutation
def text_put_in(chance, data):
    at = chance.randrange(len(data) + 1)
    text = chance.choice(_TEXTS) if chance.random() < 0.7 else chr(chance.randrange(0x110000))
    return data[:at] + text.encode("utf-8", "surrogatepass") + data[at:]


@mutation
def other_line_ends(chance, data):
    return data.replace(b"\n", chance.choice([b"\r", b"\r\n", b"\n\n", b"\n\r", b"\xc2\x85", b"\xe2\x80\xa8", b""]))


@mutation
def other_encoding(chance, data):
    return data.decode("utf-8", "replace").encode(
        chance.choice(["utf-16", "utf-16-le", "utf-32", "cp1258", "utf-7"]), "replace"
    )


@mutation
def line_repeated(chance, data):
    return _lines(chance, data, lambda lines, at: lines.insert(at, chance.choice(lines)))


@mutation
def line_indented(chance, data):
    margin = chance.choice([b"  ", b" ", b"\t", b" " * 3000])
    return _lines(chance, data, lambda lines, at: lines.__setitem__(at, margin + lines[at]))


@mutation
def line_at_the_margin(chance, data):
    return _lines(chance, data, lambda lines, at: lines.__setitem__(at, lines[at].lstrip()))


@mutation
def line_very_long(chance, data):
    return _lines(chance, data, lambda lines, at: lines.__setitem__(at, lines[at] + b" ab" * 50_000))


@mutation
def other_value(chance, data):
    def change(lines, at):
        key, colon, _ = lines[at].partition(b":")
        lines[at] = key + colon + chance.choice(_SCALARS)

    return _lines(chance, data, change)


@mutation
def lines_shuffled(chance, data):
    def change(lines, at):
        some = lines[at : at + 6]
        chance.shuffle(some)
        lines[at : at + 6] = some

    return _lines(chance, data, change)


# --- cells ------------------------------------------------------------------------------------------------------

_CELLS = [
    b"", b'"', b'""', b'"a', b'a"b', b'"a"b', b'"a\nb"', b'"' + b"a\n" * 5000 + b'"', b",", b"," * 5000, b";", b"\t",
    b"=1", b"+84", b"0", b"9" * 5000, b"a" * 200_000, b"person", b"\x00", b" ", b"\xef\xbb\xbf", b"row", b"who",
]  # fmt: skip


def _cells(chance: random.Random, data: bytes, change: Callable[[list[bytes], int], None]) -> bytes:
    def change_line(lines: list[bytes], at: int) -> None:
        cells = lines[at].split(b",")
        change(cells, chance.randrange(len(cells)))
        lines[at] = b",".join(cells)

    return _lines(chance, data, change_line)


@mutation
def other_cell(chance, data):
    return _cells(chance, data, lambda cells, at: cells.__setitem__(at, chance.choice(_CELLS)))


@mutation
def cell_repeated(chance, data):
    return _cells(chance, data, lambda cells, at: cells.insert(at, chance.choice(cells)))


@mutation
def cell_left_out(chance, data):
    return _cells(chance, data, lambda cells, at: cells.__delitem__(at))


@mutation
def cells_shuffled(chance, data):
    return _cells(chance, data, lambda cells, at: chance.shuffle(cells))


@mutation
def cell_from_another_line(chance, data):
    others = chance.choice(data.split(b"\n")).split(b",")
    return _cells(chance, data, lambda cells, at: cells.__setitem__(at, others[min(at, len(others) - 1)]))


# --- structure --------------------------------------------------------------------------------------------------


def structural(change: Callable[[random.Random, list[Any]], None]) -> Callable[[random.Random, list[Any]], None]:
    """Register a change of the mappings and lists of a file: given all of them, outermost first, it changes some."""

    def mutate(chance: random.Random, data: bytes) -> bytes:
        try:
            top = yaml.load(data, getattr(yaml, "CBaseLoader", yaml.BaseLoader))
            inner = list(_collections(top))
            if not inner:  # a table, say
                return data
            change(chance, inner)
            return yaml.dump(top, Dumper=_Plain, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")
        except (yaml.YAMLError, ValueError, TypeError, RecursionError):  # what was mutated before may be no sound YAML
            return data

    mutation(mutate)
    return change


class _Plain(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """Writes what stands at two places twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _collections(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list) and value:
        yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from _collections(part)


def _spot(chance: random.Random, inner: list[Any]) -> tuple[Any, Any]:
    """A collection and a key or index in it."""
    within = chance.choice([part for part in inner if part] or [{"": ""}])
    return within, chance.choice(list(within) if isinstance(within, dict) else range(len(within)))


@structural
def values_swapped(chance, inner):
    (one, a), (other, b) = _spot(chance, inner), _spot(chance, inner)
    if not {id(one[a]), id(other[b])} & {id(part) for part in inner}:  # else one could come to stand in itself
        one[a], other[b] = other[b], one[a]


@structural
def part_moved(chance, inner):
    (one, a), (other, b) = _spot(chance, inner), _spot(chance, inner)
    moved = one.pop(a)
    if not any(part is other for part in _collections(moved)) and other:
        if isinstance(other, list):
            other.insert(chance.randrange(len(other) + 1), moved)
        else:
            other[b if chance.random() < 0.5 else a if isinstance(a, str) else "id"] = moved


@structural
def item_repeated(chance, inner):
    lists = [part for part in inner if isinstance(part, list)]
    if lists:
        into = chance.choice(lists)
        into.extend([chance.choice(into)] * chance.choice([1, 1, 1, 200]))


@structural
def other_shape(chance, inner):
    within, key = _spot(chance, inner)
    old = within[key]
    within[key] = chance.choice(
        [[old], {"id": old}, [], {}, "", None, [None], {"": ""}, {"value": old}, 0, True, "a" * 9999]
    )


@structural
def key_left_out(chance, inner):
    within, key = _spot(chance, inner)
    del within[key]


@structural
def key_renamed(chance, inner):
    within, key = _spot(chance, inner)
    if isinstance(within, dict):
        keys = [key for part in inner if isinstance(part, dict) for key in part]
        within[chance.choice([*keys, "", "1", "<<", "x" * 500, key[1:], key + "s"])] = within.pop(key)


@structural
def nested_deep(chance, inner):
    within, key = _spot(chance, inner)
    for _ in range(chance.choice([3, 30, 300])):
        within[key] = [within[key]] if chance.random() < 0.5 else {"parts": within[key]}


# --- a round ----------------------------------------------------------------------------------------------------


def mutated(chance: random.Random, sound: Files) -> Files:
    """What some files of an archive become: mostly one change, sometimes several, in one file or more."""
    if chance.random() < 0.03:
        one, other = chance.sample(sorted(sound), 2)
        return {one: sound[other], other: sound[one]}
    files = {}
    tables = [file for file in sorted(sound) if file.endswith(".csv")]
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        file = chance.choice(tables if chance.random() < 0.2 else sorted(sound))
        files[file] = files.get(file, sound[file])
        for _ in range(chance.choice([1, 1, 1, 2, 5])):
            files[file] = chance.choice(MUTATIONS)(chance, files[file])
    return files


def miniature_files() -> Files:
    """Every file of the miniature archive, by its path in it."""
    paths = sorted(path for path in MINIATURE.rglob("*") if path.is_file())
    return {path.relative_to(MINIATURE).as_posix(): path.read_bytes() for path in paths}


def check_whole(data: Path) -> None:
    """Read and check a data folder, and write the report in every form and language. Raises where that fails."""
    report = Report()
    read_archive(data, report, silent)
    for words in map(table, LANGUAGES):
        texts = [write(report, words) for write in (as_text, as_annotations, as_code_quality, as_json)]
        "".join(texts).encode("utf-8")
        assert [text.count("\n") for text in texts[:2]] == [report.errors + report.warnings] * 2


class Hang(BaseException):
    """A check has taken too long."""


def _too_long(*_: object) -> None:
    raise Hang


def rounds(seed: str, count: int, keep: Path) -> Counter[str]:
    """Mutate and check so often; what fails is kept in a folder, with why. Counts crashes and hangs."""
    chance = random.Random(seed)
    sound = miniature_files()
    failed: Counter[str] = Counter()
    signal.signal(signal.SIGALRM, _too_long)
    with copy_of_miniature() as data:
        for number in range(count):
            files = mutated(chance, sound)
            try:
                signal.alarm(LONGEST)
                with changed(data, files):
                    check_whole(data)
            except (Exception, Hang) as error:
                signal.alarm(0)
                failed["hangs" if isinstance(error, Hang) else "crashes"] += 1
                _keep(keep / f"{seed}-{number}", files, traceback.format_exc())
            finally:
                signal.alarm(0)
    return failed


def _keep(folder: Path, files: Files, why: str) -> None:
    for file, content in {**files, "why.txt": why.encode("utf-8", "replace")}.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutate the miniature archive and see that the check never fails.")
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    keep = Path(tempfile.mkdtemp(prefix="mutations-"))
    failed: Counter[str] = Counter()
    begun = said = time.monotonic()
    done = 0
    with ProcessPoolExecutor(asked.processes) as pool:
        sizes = [min(BATCH, asked.count - at) for at in range(0, asked.count, BATCH)]
        runs = {pool.submit(rounds, f"{asked.seed}-{n}", size, keep): size for n, size in enumerate(sizes)}
        for run in as_completed(runs):
            done += runs[run]
            failed += run.result()
            now = time.monotonic()
            if now - said > 5 or done == asked.count:
                rate, said = done / (now - begun), now
                left = (asked.count - done) / rate / 60
                print(f"{done} of {asked.count}, {rate:.0f} a second, {left:.0f} min left, {dict(failed)}", flush=True)
    print(f"{asked.count} mutations: {failed['crashes']} crashes, {failed['hangs']} hangs")
    if failed:
        print(f"What failed is kept in {keep}")
    else:
        keep.rmdir()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
