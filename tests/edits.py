"""Edits: a page that a new site takes from the old one says what it would say if it were made anew.

    python tests/edits.py [--count 3000] [--seed 20251227] [--processes 2]

Each round edits one value of an archive, takes it away, or turns a list around, and makes all pages of honour anew. A
page is wrong that says something else though it is made of the same.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import yaml

from bangvang.build import read_archive
from bangvang.drawing.rendering import Renderer
from bangvang.language.problems import Report
from bangvang.language.words import LANGUAGES
from bangvang.open_data.open_data import OpenData
from bangvang.pages.types import honoured, opened
from bangvang.search.entries import entry_of
from bangvang.site.drawn import Drawn
from bangvang.site.made_of import MadeOf
from conftest import changed, copy_of_miniature, silent

SEED = 20251227
OTHERS = 3
"""Other values of the same key that a value is exchanged for."""

FURTHER_ROLL = """\
row,name,of,kind,printed,honorific,role,unit,year,who,annulled_by
1,LÝ THỊ MẪU MỘT,cá nhân,bang-khen,Bằng khen,,Thợ,"Xưởng 9, tỉnh Bình Minh",2022,,
2,Ly Thị Mẫu Một,cá nhân,bang-khen,Bằng khen,bà,Y tá,,2021,,
3,Hợp tác xã Núi Mây,tập thể,bang-khen,Bằng khen,,,xã Mây,2022,,
4,Y Mẫu Niê Ba,cá nhân,bang-khen,Bằng khen,,,xã Mây,2022,y-mau-nie-ba,
5,Hoàng Mẫu Bốn,cá nhân,bang-khen,Bằng khen,,Thợ,,2022,,17-qd-ubnd-2023
"""
"""Namesakes, somebody known by a record of their own, and an award that was lost."""

TOLD_APART = """\
  - not_same_as: [ly-thi-mau-mot, 15-qd-ubnd-2023-1]
    evidence: Một người đã mất trước đó.
"""


class Edit(NamedTuple):
    """What a file becomes."""

    file: str
    where: str
    content: bytes


class Made(NamedTuple):
    """A page of honour."""

    of: str
    says: str


@contextmanager
def archive() -> Iterator[Path]:
    """The data folder that is edited."""
    with copy_of_miniature() as data:
        (data / "rolls" / "2023" / "15-qd-ubnd-2023.csv").write_text(FURTHER_ROLL, "utf-8")
        with (data / "identities.yml").open("a", encoding="utf-8") as known:
            known.write(TOLD_APART)
        yield data


def made(data: Path) -> dict[str, Made]:
    """Every page of honour by its address, in all languages, without the edition; none if records are not sound."""
    report = Report()
    archive = read_archive(data, report, silent)
    if report.errors:
        return {}
    open_data = OpenData(archive, "https://mau.example/", data.parent, {})
    made_of = MadeOf(Drawn(archive, [], [], {}, open_data, {}))
    renderers = [Renderer(archive, open_data.base, {}, open_data, language, LANGUAGES) for language in LANGUAGES]
    found = {}
    for page in (opened(page, archive) for page in honoured(archive)):
        said = []
        for renderer in renderers if (sum := made_of.page(page)) else ():
            texts = renderer.page(page)
            said += [*texts.items(), repr(entry_of(page, texts, archive, renderer.plain))]
            said += [renderer.slot(slot, page.address) for slot in ("footer", "alternate", "language")]
        if said:
            found[page.address] = Made(sum, str(said).replace(archive.edition.name, ""))
    return found


def edits(data: Path) -> Iterator[Edit]:
    """Every edit of a data folder."""
    files = {path: _read(path) for path in sorted(data.rglob("*.*")) if path.suffix in (".yml", ".csv")}
    known: dict[str, set] = defaultdict(set)
    for content in files.values():
        _note(content, known)
    for path, content in files.items():
        for where, other in _edited(content, known):
            yield Edit(path.relative_to(data).as_posix(), where, _written(other, path))


def _edited(content: object, known: dict[str, set], key: str = "") -> Iterator[tuple[str, object]]:
    """Every content that differs in one place, and where: a value is another, a part is left out, a list is turned."""
    match content:
        case dict():
            for name, value in content.items():
                yield f"{name} left out", {other: it for other, it in content.items() if other != name}
                for where, other in _edited(value, known, name):
                    yield f"{name} {where}", {**content, name: other}
        case list():
            yield "turned", content[::-1]
            for at, value in enumerate(content):
                yield f"{at} left out", [*content[:at], *content[at + 1 :]]
                for where, other in _edited(value, known, key):
                    yield f"{at} {where}", [*content[:at], other, *content[at + 1 :]]
        case _:
            others = sorted(known[key] - {content}, key=str)
            chosen = random.Random(f"{key} {content}").sample(others, min(OTHERS, len(others)))
            yield from ((f"is {other}", other) for other in (*_like(content), *chosen))


def _like(value: object) -> Iterator[object]:
    """Values of the same sort."""
    match value:
        case bool():
            yield not value
        case int():
            yield value + 1
        case str():
            yield f"{value} khác"
            yield re.sub(r"\d\d\d\d", lambda year: str(int(year[0]) - 1), value, count=1)


def _note(content: object, known: dict[str, set], key: str = "") -> None:
    """Note the values of each key."""
    match content:
        case dict():
            for name, value in content.items():
                _note(value, known, name)
        case list():
            for value in content:
                _note(value, known, key)
        case _:
            known[key].add(content)


def _read(path: Path) -> object:
    text = path.read_text("utf-8")
    if path.suffix == ".csv":
        return [dict(row) for row in csv.DictReader(io.StringIO(text))]
    return yaml.load(text, yaml.BaseLoader)  # dates and numbers as they are written


def _written(content: object, path: Path) -> bytes:
    if path.suffix == ".yml":
        return yaml.dump(content, allow_unicode=True, sort_keys=False).encode()
    columns = list(dict.fromkeys(name for row in content for name in row))
    text = io.StringIO()
    rows = csv.DictWriter(text, columns, lineterminator="\n")
    rows.writeheader()
    rows.writerows(content)
    return text.getvalue().encode()


class Outcome(NamedTuple):
    """What came of some edits."""

    sound: int
    """Edits after which the archive could be published."""
    kept: int
    """Pages that were made of the same afterwards."""
    wrong: list[str]
    """Those of them that said something else."""


def see(data: Path, some: list[Edit]) -> Outcome:
    """Make the edits, one at a time."""
    before, sound, kept, wrong = made(data), 0, 0, []
    for edit in some:
        with changed(data, {edit.file: edit.content}):
            after = made(data)
        sound += bool(after)
        for address in before.keys() & after.keys():
            if before[address].of == after[address].of:
                kept += 1
                if before[address].says != after[address].says:
                    wrong.append(f"{edit.file}: {edit.where}: {address}")
    return Outcome(sound, kept, wrong)


def _share(options: argparse.Namespace, number: int) -> Outcome:
    with archive() as data:
        all = random.Random(options.seed).sample(found := list(edits(data)), min(options.count, len(found)))
        return see(data, all[number :: options.processes])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    with ProcessPoolExecutor(options.processes) as pool:
        outcomes = list(pool.map(partial(_share, options), range(options.processes)))
    wrong = [line for outcome in outcomes for line in outcome.wrong]
    print(*wrong, sep="\n")
    sound, kept = (sum(getattr(outcome, name) for outcome in outcomes) for name in ("sound", "kept"))
    print(f"{sound} sound edits, {kept} pages kept, {len(wrong)} of them wrong")
    sys.exit(bool(wrong) or not kept)


if __name__ == "__main__":
    main()
