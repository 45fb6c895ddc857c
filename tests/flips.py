"""Every change of a built site is found: single bits turned over, files taken away, files put in.

A program: `python tests/flips.py [--flips N] [--files N] [--site DIR]`. Without a folder it builds the miniature.
Each change is made alone, looked for by `bangvang verify`'s own comparison, and undone. It ends with status 1 where one
is not found, or something else is.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bangvang.language.problems import Report
from bangvang.publishing.fixity import MANIFEST, SUMS, compare, files_of
from conftest import changed, run
from large import project


def changes(site: Path, flips: int, files: int) -> Iterator[tuple[str, str, bytes | None]]:
    """What is to be found, in which file, and what that file is to hold."""
    chance = random.Random(flips)
    names = list(files_of(site))
    full = [name for name in names if (site / name).stat().st_size]
    for number in range(flips):
        name = full[number] if number < len(full) else chance.choice(full)  # each file once before any twice
        content = bytearray((site / name).read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        yield "file-changed", name, bytes(content)
    for name in chance.choices([name for name in names if name not in (SUMS, MANIFEST)], k=files // 2):
        yield "file-missing", name, None
    for number in range(files - files // 2):
        yield "file-added", f"{Path(chance.choice(names)).parent.as_posix()}/x{number}.html", chance.choice([b"", b"x"])


def missed(site: Path, flips: int, files: int) -> list[tuple[str, str]]:
    """The changes that are not found as what they are, at the file they are in."""
    found = []
    for code, name, content in changes(site, flips, files):
        report = Report()
        with changed(site, {name: content}):
            compare(site, report)
        told = {(problem.code, problem.location.file) for problem in report}
        of_manifest = name in (SUMS, MANIFEST) and told  # what it says of the others then differs too
        if not of_manifest and told != {(code, Path(name).as_posix())}:
            found.append((code, name))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=1000)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--site", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = options.site
        if site is None:
            root = project(Path(folder, "kho").resolve())
            if run("bangvang", "build", cwd=root).returncode:
                return 1
            site = root / "site"
        lost = missed(site, options.flips, options.files)
    for code, name in lost:
        print(f"not found: {code} {name}")
    count = options.flips + options.files
    print(f"{options.flips} bits turned over, {options.files} files added or taken away: {count - len(lost)} found")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
