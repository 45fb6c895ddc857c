"""Seeded defects: how surely the check finds a mistake, and how exactly it says where.

    python tests/defects.py [--count 500] [--seed 20251227]

Each defect is put alone into a copy of the miniature archive and checked. It must be reported once, under its
code, at its file, line and column, and nothing else may be reported that the sound archive does not report.

A new kind of defect is a function under `@kind("code")`: it is given a random.Random and the Sound archive, picks
a random suitable spot, and returns the Defect. Most need no more than

    @kind("count-differs")
    def members_miscounted(chance, sound):
        count = sound.at(sound.year(2023), "members", "count")
        return count.put(chance.choice(["2", "4", "30"]))

where `put` writes a value and expects the problem at its start; `Spot.rename`, `drop`, `add` and `append` are the
other ways to change YAML, `Cell.spoil` and `again` to change a table. Choose spots where only one answer is right.
"""

from __future__ import annotations

import argparse
import difflib
import random
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import yaml
from pydantic import BeforeValidator, StringConstraints

from bangvang.build import read_archive
from bangvang.files.reading import DEEPEST, LARGEST
from bangvang.language.problems import Location, Problem, Report
from bangvang.records import values
from bangvang.records.facts import Dated, Model
from bangvang.records.ledgers import Correction, Published, Retired, Withdrawal
from bangvang.records.models import (
    FILES,
    KINDS,
    Award,
    AwardKind,
    Figure,
    Host,
    Identity,
    Organisation,
    Participant,
    Place,
    Recipient,
    Row,
    Step,
)
from bangvang.records.models import Source as SourceRecord
from bangvang.records.structure import models
from conftest import MINIATURE, changed, copy_of_miniature, silent

SEED = 20251227

_SORTS = {
    next(mark.func for mark in get_args(value) if isinstance(mark, BeforeValidator)): sort
    for sort, value in {
        "text": values.Text, "id": values.Id, "number": values.Whole, "year": values.Year, "flag": values.Flag,
        "address": values.Address, "host": values.HostName, "date": values.Moment,
    }.items()
}  # fmt: skip
_CELL = r'(?:^|(?<=,))(?:"[^"]*"|[^,]*)'
_NOT_FREE = ("contact",)
"""Texts that may hold what is private elsewhere."""


# --- the sound archive, and ways to spoil it --------------------------------------------------------------------


@dataclass(frozen=True)
class Defect:
    """What is changed, file by file (None: taken away), and where the check must report what."""

    place: Location
    files: dict[str, bytes | None]

    def at(self, spot: File) -> Defect:
        """The same, to be reported where another spot starts."""
        return replace(self, place=spot.place)


@dataclass(frozen=True)
class File:
    """A file of the sound archive, by its path there."""

    file: str
    whole: str

    def defect(self, text: str, line: int, column: int) -> Defect:
        return Defect(Location(f"data/{self.file}", line, column), {self.file: text.encode()})

    @property
    def start(self) -> tuple[int, int]:
        """Line and column: of the file as a whole, none."""
        return 0, 0

    @property
    def place(self) -> Location:
        return Location(f"data/{self.file}", *self.start)


@dataclass(frozen=True)
class Spot(File):
    """A value of a YAML file, with its key where it has one, and what the schema says of it."""

    path: tuple[str | int, ...]
    parent: Spot | None
    key: yaml.Node | None
    node: yaml.Node
    owner: type[Model] | None
    """The model that the key belongs to."""
    model: type[Model] | None
    """The model of the value itself, where it is a mapping."""
    sort: str = ""
    """Of a scalar: text, id, reference, choice, number, year, flag, date, address, host or digest."""
    known: tuple[str, ...] = ()
    """The values of a choice, or the kinds of record that a reference may name."""
    required: bool = False
    short: bool = False
    """Whether the value is written in short form, without the mapping that might stand there."""

    @property
    def value(self) -> Any:
        return _plain(self.node)

    @property
    def start(self) -> tuple[int, int]:
        """Line and column of the value."""
        return self.node.start_mark.line + 1, self.node.start_mark.column + 1

    @property
    def lines(self) -> tuple[int, int]:
        """The lines of the key and its value, first and last, counted from 0."""
        return (self.key or self.node).start_mark.line, _end(self.node).line

    @property
    def is_only(self) -> bool:
        return self.parent is not None and len(self.parent.node.value) == 1

    def put(self, new: str, shift: int = 0, *, at_key: bool = False) -> Defect:
        """Another value, in one line. The problem is at its start, `shift` signs further, or at the key."""
        end = _end(self.node).index
        if not self.key:
            line, column = self.start
            return self.defect(self.whole[: self.node.start_mark.index] + new + self.whole[end:], line, column + shift)
        mark = self.key.end_mark
        column = self.key.start_mark.column + 1 if at_key else mark.column + 3 + shift
        return self.defect(f"{self.whole[: mark.index]}: {new}".rstrip(" ") + self.whole[end:], mark.line + 1, column)

    def rename(self, new: str) -> Defect:
        """Another key. The problem is at the key."""
        mark = self.key.start_mark
        text = self.whole[: mark.index] + new + self.whole[self.key.end_mark.index :]
        return self.defect(text, mark.line + 1, mark.column + 1)

    def drop(self) -> str:
        """The file without the key and its value; not for the only key of a mapping."""
        lines = self.whole.split("\n")
        first, last = self.lines
        before = lines[first][: self.key.start_mark.column]
        del lines[first : last + 1]
        if before.strip():  # the dash of a list item goes to the next key
            lines[first] = before + lines[first][len(before) :]
        return "\n".join(lines)

    def add(self, chance: random.Random, new: str) -> tuple[str, int, int]:
        """The file with more in this mapping, after a random key of it: the text, and where the new starts."""
        line = _end(chance.choice(self.node.value)[1]).line + 1
        return self._insert(line, self.node.start_mark.column, new)

    def append(self, new: str) -> tuple[str, int, int]:
        """The file with one more item in this block list, given from its dash on."""
        return self._insert(_end(self.node).line + 1, self.node.start_mark.column, new)

    def block(self) -> str:
        """The lines of a mapping, and of its key if it has one, as if they stood at the left edge."""
        margin = (self.key or self.node).start_mark.column
        lines = self.whole.split("\n")[self.lines[0] : self.lines[1] + 1]
        return "\n".join(line[margin:] for line in lines)

    def _insert(self, line: int, margin: int, new: str) -> tuple[str, int, int]:
        lines = self.whole.split("\n")
        lines[line:line] = [" " * margin + part for part in new.split("\n")]
        return "\n".join(lines), line + 1, margin + 1


@dataclass(frozen=True)
class Cell(File):
    """A cell of a table, and what the schema says of it."""

    name: str
    """Its column."""
    line: int
    column: int
    raw: str
    """As it stands there, quotes included."""
    sort: str
    known: tuple[str, ...]
    required: bool

    @property
    def start(self) -> tuple[int, int]:
        return self.line, self.column

    @property
    def value(self) -> str:
        return self.raw.strip('"')

    def put(self, new: str) -> Defect:
        """Another value. The problem is at its start."""
        return self.spoil(f'"{new}"' if "," in new else new).at(self)

    def spoil(self, raw: str) -> Defect:
        """Anything in place of the cell as it stands there. The problem is at the start of the line."""
        lines = self.whole.split("\n")
        lines[self.line - 1] = self._line(raw)
        return self.defect("\n".join(lines), self.line, 1)

    def again(self, new: str, column: int) -> Defect:
        """The line once more, at the end, with another value here. The problem is at a column of it."""
        return self.defect(f"{self.whole}{self._line(new)}\n", self.whole.count("\n") + 1, column)

    def _line(self, raw: str) -> str:
        line = self.whole.split("\n")[self.line - 1]
        return line[: self.column - 1] + raw + line[self.column - 1 + len(self.raw) :]


class Sound:
    """The miniature archive, with every spot and cell where a defect may be put."""

    def __init__(self) -> None:
        paths = sorted(path for path in MINIATURE.rglob("*") if path.is_file())
        self.texts = {path.relative_to(MINIATURE).as_posix(): path.read_text("utf-8") for path in paths}
        self.files = [File(*item) for item in self.texts.items()]
        self.tables = [file for file in self.files if file.file.endswith(".csv")]
        self.roots = [self._root(file.file) for file in self.files if file not in self.tables]
        self.spots = [spot for root in self.roots for spot in _spots(root)]
        self._cells = [cell for table in self.tables for cell in _cells(table)]
        self._by_place = {(spot.file, spot.path): spot for spot in self.spots}
        self.ids = {spot.value: KINDS[spot.owner] for spot in self.scalars("id") if spot.owner in KINDS}
        self.ids |= {f"{Path(cell.file).stem}-{cell.value}": KINDS[Row] for cell in self.column("row")}

    def _root(self, file: str) -> Spot:
        model = next(model for pattern, model in FILES.items() if Path(file).match(pattern))
        return Spot(file, self.texts[file], (), None, None, yaml.compose(self.texts[file]), None, model)

    def scalars(self, *sorts: str) -> list[Spot]:
        return [spot for spot in self.spots if spot.sort in sorts]

    def cells(self, *sorts: str) -> list[Cell]:
        """The cells that are not empty and hold one of these."""
        return [cell for cell in self._cells if cell.raw and cell.sort in sorts]

    def values(self, *sorts: str) -> list[Spot | Cell]:
        return [*self.scalars(*sorts), *self.cells(*sorts)]

    def column(self, *names: str) -> list[Cell]:
        """The cells of some columns, or of all, empty ones included."""
        return [cell for cell in self._cells if not names or cell.name in names]

    @property
    def keys(self) -> list[Spot]:
        return [spot for spot in self.spots if spot.key]

    def keyed(self, *keys: str) -> list[Spot]:
        return [spot for spot in self.keys if spot.key.value in keys]

    def parts(self, *kinds: type[Model]) -> list[Spot]:
        """The mappings that hold one of these models."""
        return [
            spot for spot in self.spots if isinstance(spot.node, yaml.MappingNode) and issubclass(spot.model, kinds)
        ]

    def at(self, spot: Spot, *path: str | int) -> Spot:
        """The spot that stands at a path from another."""
        return self._by_place[spot.file, (*spot.path, *path)]

    def year(self, year: int) -> Spot:
        """The yearly record of the only bloc."""
        return self._by_place[f"years/{year}/khoi-cac-huyen-binh-minh.yml", ()]

    def part(self, id: str) -> Spot:
        """The record or award of an id."""
        return next(part for part in self.parts(Model) if part.value.get("id") == id)

    def beside(self, cell: Cell, name: str) -> Cell:
        """The cell of the same row in another column."""
        return next(other for other in self.column(name) if (other.file, other.line) == (cell.file, cell.line))

    def others(self, *kinds: str) -> list[str]:
        """The ids of records of none of these kinds."""
        return [id for id, kind in self.ids.items() if kind not in kinds]

    def of(self, *kinds: str) -> list[str]:
        return [id for id, kind in self.ids.items() if kind in kinds]


def _cells(table: File) -> Iterator[Cell]:
    header, *lines = table.whole.splitlines()
    for number, line in enumerate(lines, 2):
        for name, cell in zip(header.split(","), re.finditer(_CELL, line), strict=True):
            field = Row.model_fields[name]
            place = number, cell.start() + 1
            yield Cell(table.file, table.whole, name, *place, cell[0], *_sort(list(_marks(field))), field.is_required())


def _spots(spot: Spot) -> Iterator[Spot]:
    yield spot
    if isinstance(spot.node, yaml.MappingNode):
        fields = {field.alias or name: field for name, field in spot.model.model_fields.items()}
        for key, node in spot.node.value:
            yield from _spots(_inner(spot, key.value, key, node, spot.model, fields[key.value]))
    elif isinstance(spot.node, yaml.SequenceNode):
        field = next(f for name, f in spot.owner.model_fields.items() if (f.alias or name) == spot.path[-1])
        for index, node in enumerate(spot.node.value):
            yield from _spots(_inner(spot, index, None, node, spot.owner, field))


def _inner(spot: Spot, step: str | int, key, node, owner: type[Model], field) -> Spot:
    model = next(models(field.annotation), None)
    is_scalar = isinstance(node, yaml.ScalarNode)
    marks = list(_marks(field))
    if is_scalar and model:
        marks = list(_marks(next(iter(model.model_fields.values()))))
    sort, known = _sort(marks) if is_scalar else ("", ())
    return Spot(spot.file, spot.whole, (*spot.path, step), spot, key, node, owner, model, sort, known,
                field.is_required(), is_scalar and model is not None)  # fmt: skip


def _marks(field) -> Iterator[Any]:
    """All that marks a field or what it may hold."""
    yield from field.metadata
    todo = [field.annotation]
    while todo:
        annotation = todo.pop()
        if get_origin(annotation) is Literal:
            yield annotation
        else:
            metadata = getattr(annotation, "__metadata__", ())
            yield from metadata
            todo += [part for part in get_args(annotation) if part not in metadata]


def _sort(marks: list[Any]) -> tuple[str, tuple[str, ...]]:
    for mark in marks:
        if hasattr(mark, "kinds"):
            return "reference", mark.kinds
        if get_origin(mark) is Literal:
            return "choice", get_args(mark)
        if isinstance(mark, StringConstraints):
            return "digest", ()
    called = [mark.func for mark in marks if isinstance(mark, BeforeValidator)]
    return next(_SORTS[func] for func in called if func in _SORTS), ()


def sort_of(field) -> str:
    """What a field holds, as `Spot.sort` says it; empty for parts."""
    return "" if any(models(field.annotation)) else _sort(list(_marks(field)))[0]


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    return [_plain(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else node.value


def _end(node: yaml.Node) -> yaml.Mark:
    """Where the text of a node ends: a block collection itself claims the blank lines after it too."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style:
        return node.end_mark
    last = node.value[-1]
    return _end(last[1] if isinstance(node, yaml.MappingNode) else last)


# --- the registry -----------------------------------------------------------------------------------------------

Seed = Callable[[random.Random, Sound], Defect]
SEEDS: dict[str, tuple[str, Seed]] = {}
"""By its name, every kind of defect: the code it must be reported under, and the function that makes one."""


def kind(code: str) -> Callable[[Seed], Seed]:
    """Register a kind of defect, reported under a code."""

    def register(seed: Seed) -> Seed:
        SEEDS[seed.__name__.replace("_", " ")] = code, seed
        return seed

    return register


def misspelt(chance: random.Random, word: str, not_one_of: tuple[str, ...] | list[str] | dict) -> str:
    """A word with one slip of the hand: a letter left out, doubled, changed, or swapped with the next."""
    while True:
        at = chance.randrange(len(word))
        new = chance.choice([
            word[:at] + word[at + 1 :],
            word[: at + 1] + word[at:],
            word[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        ])  # fmt: skip
        if new != word and new == new.strip() and new and new not in not_one_of:
            return new


def plain_texts(sound: Sound) -> list[Spot]:
    """Free texts that stand unquoted after their key."""
    return [spot for spot in sound.scalars("text") if spot.key and not spot.node.style]


def place_in(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def exchange(chance: random.Random, sound: Sound, pattern: str, new: Callable[[str], str]) -> Defect:
    """Something that matches a pattern, anywhere in any file, changed."""
    file = chance.choice([file for file in sound.files if re.search(pattern, file.whole)])
    found = chance.choice(list(re.finditer(pattern, file.whole)))
    text = file.whole[: found.start()] + new(found[0]) + file.whole[found.end() :]
    return file.defect(text, *place_in(text, found.start()))


# --- reading a file ---------------------------------------------------------------------------------------------


@kind("not-utf8")
def old_encoding(chance, sound):
    file = chance.choice(sound.files)
    at = chance.choice([i for i, sign in enumerate(file.whole) if not sign.isascii()] or range(1, len(file.whole)))
    place = place_in(file.whole, at)
    before, after = file.whole[:at].encode(), file.whole[at + 1 :].encode()
    data = before + bytes([chance.randrange(0xF8, 0x100)]) + after
    return Defect(file.defect("", *place).place, {file.file: data})


@kind("not-nfc")
def taken_apart_letter(chance, sound):
    letters = "".join(sorted({sign for text in sound.texts.values() for sign in text if _can_be_taken_apart(sign)}))
    return exchange(chance, sound, f"[{letters}]", lambda sign: unicodedata.normalize("NFD", sign))


def _can_be_taken_apart(sign: str) -> bool:
    return unicodedata.normalize("NFD", sign) != sign


@kind("hidden-character")
def no_break_space(chance, sound):
    return exchange(chance, sound, r"(?<=\w) (?=\w)", lambda _: chance.choice("\xa0\u2007\u202f\u3000"))


@kind("hidden-character")
def character_without_width(chance, sound):
    sign = chance.choice("\u200b\u200c\u200d\u2060\ufeff\xad\u202e\x07\x7f")
    return exchange(chance, sound, r"(?<=\w)(?=\w)", lambda _: sign)


@kind("lookalike-letter")
def icelandic_eth(chance, sound):
    return exchange(chance, sound, "Đ", lambda _: chance.choice("ÐƉ"))


@kind("lookalike-letter")
def cyrillic_letter(chance, sound):
    alike = dict(zip("aceopxyiHKMT", "асеорхуіНКМТ", strict=True))
    return exchange(chance, sound, "[aceopxyiHKMT]", alike.__getitem__)


@kind("mixed-script")
def letter_of_another_script(chance, sound):
    return exchange(chance, sound, "(?<=[A-Za-z])(?=[A-Za-z])", lambda _: chance.choice("นאაԱ한"))


@kind("hidden-character")
def hidden_by_escape(chance, sound):
    spot = chance.choice(plain_texts(sound))
    escape = chance.choice([r"\u202e", r"\u200b", r"\xa0"])
    return spot.put(f'"{spot.value}{escape}"')


@kind("yaml-syntax")
def unclosed_bracket(chance, sound):
    spot = chance.choice([spot for spot in sound.spots if spot.key and not spot.short])
    return spot.put(chance.choice(["[hai, ba", "{hai: ba"]))


@kind("yaml-syntax")
def unclosed_quotation(chance, sound):
    spot = chance.choice([spot for spot in plain_texts(sound) if '"' not in spot.whole])
    return spot.put(chance.choice("\"'") + spot.value)


@kind("yaml-syntax")
def indented_too_far(chance, sound):
    spot = chance.choice([spot for spot in sound.keys if _follows_text(spot)])
    first, last = spot.lines
    lines = spot.whole.split("\n")
    deeper = " " * chance.randrange(1, 5)
    lines[first : last + 1] = [deeper + line for line in lines[first : last + 1]]
    return spot.defect("\n".join(lines), first + 1, spot.key.start_mark.column + 1 + len(deeper))


@kind("yaml-syntax")
def indented_too_little(chance, sound):
    """By one, so that it belongs to nothing."""
    spot = chance.choice([s for s in sound.keys if s.key.start_mark.column and _follows_text(s)])
    lines = spot.whole.split("\n")
    first, last = spot.lines
    lines[first : last + 1] = [line[1:] for line in lines[first : last + 1]]
    return spot.defect("\n".join(lines), first + 1, spot.key.start_mark.column)


def _follows_text(spot: Spot) -> bool:
    """Whether the key before in the same mapping has an unquoted text."""
    keys = [key for key, _ in spot.parent.node.value]
    at = keys.index(spot.key)
    before = spot.parent.node.value[at - 1][1]
    return at > 0 and isinstance(before, yaml.ScalarNode) and not before.style


@kind("tab-indent")
def tab_for_spaces(chance, sound):
    return exchange(chance, sound, "(?m)^ +", lambda _: "\t" * chance.randrange(1, 3))


@kind("colon-in-value")
def colon_in_value(chance, sound):
    spot = chance.choice([spot for spot in plain_texts(sound) if " " in spot.value])
    first, _, rest = spot.value.partition(" ")
    return spot.put(f"{first}: {rest}", len(first))


@kind("colon-missing")
def no_space_after_colon(chance, sound):
    spot = chance.choice([s for s in sound.keys if isinstance(s.node, yaml.ScalarNode) and not s.node.style])
    text = spot.whole[: spot.key.end_mark.index] + ":" + spot.whole[spot.node.start_mark.index :]
    mark = spot.key.start_mark
    return spot.defect(text, mark.line + 1, mark.column + 1)


@kind("colon-missing")
def no_colon(chance, sound):
    spot = chance.choice([s for s in sound.keys if _follows_text(s) and isinstance(s.node, yaml.ScalarNode)])
    text = spot.whole[: spot.key.end_mark.index] + spot.whole[spot.node.start_mark.index - 1 :]
    mark = spot.key.start_mark
    return spot.defect(text, mark.line + 1, mark.column + 1)


@kind("sign-at-start")
def sign_at_start(chance, sound):
    spot = chance.choice([spot for spot in sound.scalars("text") if not spot.node.style])
    return spot.put(chance.choice("%@`") + spot.value)


@kind("yaml-feature")
def anchor(chance, sound):
    spot = chance.choice([s for s in sound.spots if s.path])
    text = spot.whole[spot.node.start_mark.index : _end(spot.node).index]
    if isinstance(spot.node, yaml.ScalarNode) or spot.node.flow_style:
        return spot.put("&ten " + text)
    return spot.put("&ten []")


@kind("yaml-feature")
def alias(chance, sound):
    return chance.choice([s for s in sound.spots if s.path]).put("*ten")


@kind("yaml-feature")
def tag(chance, sound):
    spot = chance.choice([s for s in sound.spots if isinstance(s.node, yaml.ScalarNode) and not s.node.style])
    return spot.put(chance.choice(["!!str ", "!ten ", "!!python/name:os.system "]) + spot.value)


@kind("yaml-feature")
def merge_key(chance, sound):
    part = chance.choice(sound.parts(Model))
    return part.defect(*part.add(chance, "<<: {note: chung}"))


@kind("yaml-feature")
def list_as_key(chance, sound):
    part = chance.choice(sound.parts(Model))
    text, line, column = part.add(chance, "? [một, hai]")
    return part.defect(text, line, column + 2)


@kind("yaml-feature")
def second_document(chance, sound):
    root = chance.choice(sound.roots)
    text, line, column = root.add(chance, "---")
    return root.defect(text, line, column)


@kind("duplicate-key")
def key_twice(chance, sound):
    spot = chance.choice(sound.keys)
    text, line, column = spot.parent.add(chance, f"{spot.key.value}: khác")
    if line <= spot.lines[0] + 1:  # then the first of the two is the new one
        line = spot.lines[0] + 2
    return spot.defect(text, line, column)


@kind("too-deep")
def nested_without_end(chance, sound):
    spot = chance.choice(sound.keys)
    depth = chance.randrange(DEEPEST, 200)
    return spot.put("[" * depth + "]" * depth, DEEPEST - len(spot.path))


@kind("not-a-mapping")
def file_without_keys(chance, sound):
    root = chance.choice(sound.roots)
    items = "- " + root.whole.rstrip("\n").replace("\n", "\n  ") + "\n"
    return root.defect(chance.choice(["", "xin chào\n", items]), 1, 1)


@kind("file-too-large")
def file_too_large(chance, sound):
    file = chance.choice(sound.files)
    return file.defect(file.whole + "#" * LARGEST, 0, 0)


@kind("unknown-file")
def stray_file(chance, sound):
    file = chance.choice(sound.files)
    name = str(Path(file.file).parent / chance.choice(["ghi-chu.txt", "them.yaml", "anh/them.yml", "cu/nam/them.yml"]))
    return Defect(Location(f"data/{name}"), {name: file.whole.encode()})


@kind("no-data")
def no_archive_file(chance, sound):
    return Defect(Location("data"), {"archive.yml": None})


# --- a record against the schema --------------------------------------------------------------------------------


@kind("unknown-field")
def misspelt_key(chance, sound):
    spot = chance.choice(sound.keys)
    return spot.rename(misspelt(chance, spot.key.value, [f.alias or n for n, f in spot.owner.model_fields.items()]))


@kind("unknown-field")
def misspelt_needed_key(chance, sound):
    spot = chance.choice([spot for spot in sound.keys if spot.required])
    return spot.rename(misspelt(chance, spot.key.value, [f.alias or n for n, f in spot.owner.model_fields.items()]))


@kind("unknown-field")
def key_of_our_own(chance, sound):
    part = chance.choice(sound.parts(Model))
    return part.defect(*part.add(chance, chance.choice(["xyz: một", "ghi_chu: hai", "zzz: [ba]"])))


@kind("missing-field")
def needed_key_left_out(chance, sound):
    spot = chance.choice([spot for spot in sound.keys if spot.required and not spot.is_only])
    return spot.defect(spot.drop(), *spot.parent.start)


@kind("empty-value")
def needed_value_left_out(chance, sound):
    spot = chance.choice([spot for spot in sound.keys if spot.required])
    return spot.put(chance.choice(["", "  "]), at_key=True)


@kind("empty-value")
def blank_text(chance, sound):
    spot = chance.choice([spot for spot in sound.scalars("text") if spot.key])
    return spot.put('" "')


@kind("empty-list")
def needed_list_emptied(chance, sound):
    blocks = [s for s in sound.keys if isinstance(s.node, yaml.SequenceNode)]
    lists = [s for s in blocks if any(hasattr(m, "min_length") for m in s.owner.model_fields[_name(s)].metadata)]
    return chance.choice(lists).put("[]")


def _name(spot: Spot) -> str:
    return next(n for n, f in spot.owner.model_fields.items() if (f.alias or n) == spot.key.value)


@kind("needs-text")
def list_for_text(chance, sound):
    spot = chance.choice([s for s in sound.spots if s.sort and not s.short and not _may_be_list(s)])
    return spot.put(chance.choice(["[một]", "{một: hai}"]))


def _may_be_list(spot: Spot) -> bool:
    return spot.key is not None and spot.key.value == "source"


@kind("needs-list")
def text_for_list(chance, sound):
    lists = [s for s in sound.keys if isinstance(s.node, yaml.SequenceNode) and not _may_be_list(s)]
    return chance.choice(lists).put(chance.choice(["một", "{một: hai}"]))


@kind("needs-mapping")
def text_for_mapping(chance, sound):
    spot = chance.choice([s for s in sound.parts(Model) if s.path and s.model not in (Dated,) and not _actor(s)])
    return spot.put(chance.choice(["một", "[một, hai]"]))


@kind("needs-mapping")
def list_for_mapping(chance, sound):
    spot = chance.choice([s for s in sound.parts(Model) if s.path])
    return spot.put(chance.choice(["[]", "[một, hai]"]))


def _actor(spot: Spot) -> bool:
    return spot.key is not None and spot.key.value == "by"


@kind("unknown-value")
def misspelt_choice(chance, sound):
    spot = chance.choice(sound.values("choice"))
    return spot.put(misspelt(chance, spot.value, spot.known))


@kind("id-form")
def id_with_other_signs(chance, sound):
    spot = chance.choice([spot for spot in sound.values("id", "reference") if spot.value[1:]])
    at = chance.randrange(1, len(spot.value))
    return spot.put(spot.value[:at] + chance.choice(["_", " ", "ờ", ".", "/", "A", "--_"]) + spot.value[at:])


@kind("id-reserved")
def id_of_a_device(chance, sound):
    spot = chance.choice(sound.values("id", "reference"))
    return spot.put(chance.choice(sorted(values.RESERVED)))


def wrong_value(name: str, code: str, sort: str, new: Callable[[random.Random, str], list[str]]) -> None:
    """Register a kind: one of the new values that are made of the old one, put where the old one was sound."""

    def seed(chance: random.Random, sound: Sound) -> Defect:
        spot = chance.choice(sound.values(sort))
        return spot.put(chance.choice(new(chance, spot.value)))

    SEEDS[name] = code, seed


def _years_out_of_range(chance: random.Random, first: int, last: int) -> list[str]:
    return [str(chance.randrange(first, 1945)), str(chance.randrange(2101, last))]


def _dates_as_spoken(chance: random.Random) -> list[str]:
    day = f"{chance.randrange(1, 29)}{chance.choice('/.-')}{chance.randrange(1, 13)}"
    return [f"{day}/2023", f"{day}.2023", "sáng 18/1", "2023-1-8", "2023/01/18", "20240118", "XXXX-07", "2023-"]


def _interval(chance: random.Random) -> list[str]:
    return sorted(f"20{chance.randrange(10, 24)}-{chance.randrange(1, 13):02}-{day}" for day in (11, 12))


wrong_value("misspelt flag", "unknown-value", "flag", lambda *_: ["yes", "no", "True", "ture", "0", "có"])
wrong_value("digest cut off", "wrong-value", "digest", lambda chance, old: [old[: chance.randrange(1, 64)]])
wrong_value("digest with another letter", "wrong-value", "digest", lambda _, old: [old[1:] + "G"])
wrong_value("text for number", "number-form", "number", lambda *_: ["bốn", "12,5", "-3", "1e3", "0x1F", "hơn 40"])
wrong_value("dotted number", "number-dotted", "number",
            lambda chance, _: [f"{chance.randrange(1000, 10**9):,}".replace(",", sign) for sign in "., "])  # fmt: skip
wrong_value("year out of range", "year-form", "year",
            lambda chance, _: [*_years_out_of_range(chance, 0, 99999), "năm nay", "24", "2o24"])  # fmt: skip
wrong_value("date out of range", "year-form", "date",
            lambda chance, _: [f"{year}-07" for year in _years_out_of_range(chance, 1000, 9999)])  # fmt: skip
wrong_value("date as spoken", "date-form", "date", lambda chance, _: _dates_as_spoken(chance))
wrong_value("impossible date", "date-impossible", "date",
            lambda *_: [f"2023-{day}" for day in ["02-30", "13-01", "00-10", "04-31", "06-00", "02-29"]])  # fmt: skip
wrong_value("interval turned round", "date-order", "date", lambda chance, _: ["/".join(reversed(_interval(chance)))])
wrong_value("no address form", "address-form", "address",
            lambda _, old: ["javascript:alert(1)", "bao.example/tin", "https://bao/", "ftp://bao.example/",
                            "https://a b.example/", "https://ai@bao.example/", old.replace("//", "/")])  # fmt: skip
wrong_value("no name of a host", "host-form", "host",
            lambda _, old: ["bao", f"https://{old}/", f"www.{old}", f"{old}/tin", f"T{old}", f"{old}:80"])  # fmt: skip


# --- a table ----------------------------------------------------------------------------------------------------


@kind("csv-header")
def other_header(chance, sound):
    table = chance.choice(sound.tables)
    rest = table.whole.partition("\n")[2]
    new = chance.choice([f"Số,Họ và tên\n{rest}", rest, "", *(table.whole.replace(",", sign) for sign in ";\t")])
    return table.defect(new, 1, 1)


@kind("unknown-field")
def misspelt_column(chance, sound):
    table = chance.choice(sound.tables)
    header, _, rest = table.whole.partition("\n")
    found = chance.choice(list(re.finditer("[a-z]+", header)))
    new = misspelt(chance, found[0], header.split(","))
    return table.defect(f"{header[: found.start()]}{new}{header[found.end() :]}\n{rest}", 1, found.start() + 1)


@kind("duplicate-key")
def column_twice(chance, sound):
    table = chance.choice(sound.tables)
    lines = table.whole.splitlines()
    again = chance.choice(lines[0].split(","))
    lines = [f"{lines[0]},{again}", *(f"{line}," for line in lines[1:])]
    return table.defect("\n".join(lines) + "\n", 1, len(lines[0]) - len(again) + 1)


@kind("missing-field")
def needed_column_left_out(chance, sound):
    table = chance.choice(sound.tables)
    needed = chance.choice([cell.name for cell in sound.column() if cell.required])
    lines = table.whole.splitlines()
    at = lines[0].split(",").index(needed)
    columns = [name for name in lines[0].split(",") if name != needed]
    rows = [re.findall(_CELL, line) for line in lines[1:]]
    lines = [",".join(cells[:at] + cells[at + 1 :]) for cells in rows]
    return table.defect("\n".join([",".join(columns), *lines, ""]), 1, 1)


@kind("missing-field")
def needed_cell_emptied(chance, sound):
    return chance.choice([cell for cell in sound.column() if cell.required]).spoil("")


@kind("csv-quotes")
def quotation_left_open(chance, sound):
    cell = chance.choice(sound.column())
    return cell.spoil('"' + cell.value)


@kind("csv-quotes")
def quotation_within_quotation(chance, sound):
    cell = chance.choice(sound.cells("text"))
    return cell.spoil(f'"Hội "{cell.value}" A"')


@kind("csv-cells")
def comma_too_many(chance, sound):
    cell = chance.choice(sound.column())
    return cell.spoil(chance.choice(["", cell.value]) + ", Hội Mẫu")


@kind("csv-cells")
def row_cut_off(chance, sound):
    cell = chance.choice(sound.column("name", "kind", "note"))
    lines = cell.whole.split("\n")
    lines[cell.line - 1] = lines[cell.line - 1][: cell.column - 2]
    return cell.defect("\n".join(lines), cell.line, 1)


@kind("formula-text")
def cell_of_a_formula(chance, sound):
    return chance.choice(sound.column()).put(chance.choice(["=HYPERLINK(1)", "+84", "-", "@SUM", "=", "-1 ", "=A1,A2"]))


# --- records against each other ---------------------------------------------------------------------------------


@kind("broken-reference")
def misspelt_reference(chance, sound):
    spot = chance.choice(sound.values("reference"))
    while not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", new := misspelt(chance, spot.value, sound.ids)):
        pass
    return spot.put(new)


@kind("reference-kind")
def reference_to_another_kind(chance, sound):
    spot = chance.choice(sound.values("reference"))
    return spot.put(chance.choice(sound.others(*spot.known)))


@kind("duplicate-id")
def record_copied(chance, sound):
    part = chance.choice([s for s in sound.parts(*KINDS, Award) if s.parent and "XXXX" not in s.block()])
    text, line, column = part.parent.append("- " + part.block().replace("\n", "\n  "))
    return part.defect(text, line, column + 6)


@kind("no-source")
def no_source_at_the_top(chance, sound):
    spot = chance.choice([s for s in sound.keys if s.path == ("source",)])
    return spot.defect(spot.drop(), 1, 1)


@kind("no-source")
def source_left_blank(chance, sound):
    spot = chance.choice([s for s in sound.keys if s.path == ("source",)])
    return spot.put("", at_key=True)


@kind("place-of-file")
def file_renamed(chance, sound):
    top = chance.choice(["years", "blocs", "congresses", "awards"])
    root = chance.choice([root for root in sound.roots if root.file.startswith(top)])
    path = Path(root.file)
    to = [path.with_stem(misspelt(chance, path.stem, ())).as_posix()]
    if top == "years":
        to.append(f"years/20{chance.randrange(30, 60)}/{path.name}")
    new = chance.choice(to)
    key = "id" if top != "years" else "bloc" if new == to[0] else "year"
    return Defect(Location(f"data/{new}", *sound.at(root, key).start), {root.file: None, new: root.whole.encode()})


@kind("place-of-file")
def roll_in_another_year(chance, sound):
    return _moved(chance.choice(sound.tables), folder=f"rolls/{chance.randrange(1945, 2023)}")


@kind("place-of-file")
def decision_dated_in_another_year(chance, sound):
    table = chance.choice(sound.tables)
    date = sound.at(sound.part(Path(table.file).stem), "date")
    return date.put(date.value.replace("2023", "2024")).at(table)


@kind("broken-reference")
def roll_of_no_decision(chance, sound):
    table = chance.choice(sound.tables)
    return _moved(table, stem=f"{chance.randrange(20, 99)}-qd-ubnd-2023")


def _moved(file: File, folder: str = "", stem: str = "") -> Defect:
    path = Path(file.file)
    new = str(Path(folder or path.parent, path.with_stem(stem or path.stem).name))
    return Defect(Location(f"data/{new}"), {file.file: None, new: file.whole.encode()})


@kind("not-inferred")
def year_not_printed(chance, sound):
    spot = chance.choice([s for s in sound.scalars("date") if s.short and re.match(r"\d{4}", s.value)])
    margin = " " * (spot.key.start_mark.column + 2)
    new = spot.put(
        f"\n{margin}value: {spot.value}\n{margin}printed: {chance.choice(['26/7', 'cuối năm', 'ngày 2 - 9'])}"
    )
    text = new.files[spot.file].decode().replace(": \n", ":\n")
    return spot.defect(text, spot.start[0] + 1, len(margin) + 1)


@kind("year-unknown")
def date_without_year(chance, sound):
    known = [s for s in sound.scalars("date") if "XXXX" not in s.value and s.owner not in (Correction, Withdrawal)]
    spot = chance.choice(known)
    defect = spot.put(f"XXXX-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}")
    return defect.at(spot.parent) if spot.path[-1] == "value" else defect


@kind("day-form")
def day_of_the_ledgers_in_part(chance, sound):
    spot = chance.choice([s for s in sound.scalars("date") if s.owner in (Correction, Withdrawal)])
    return spot.put(
        chance.choice([spot.value[:7], spot.value[:4], f"XXXX{spot.value[4:]}", f"{spot.value}/2025-12-31"])
    )


@kind("correction-order")
def corrected_before_asked_for(chance, sound):
    spot = chance.choice(sound.keyed("received"))
    return spot.put(f"{chance.randrange(2026, 2090)}-01-01")


@kind("correction-year")
def correction_of_no_year(chance, sound):
    spot = chance.choice([s for s in sound.scalars("year") if s.owner is Correction])
    return spot.put(str(chance.randrange(1990, 2020)))


@kind("id-lost")
def id_that_nothing_bears(chance, sound):
    ids = chance.choice([s for s in sound.keyed("ids") if s.owner is Published])
    text, line, column = ids.append(f"- khong-con-{chance.randrange(100)}")
    return ids.defect(text, line, column + 2)


@kind("name-or-number")
def named_and_numbered(chance, sound):
    part = chance.choice(sound.parts(Recipient, Participant))
    more = {Recipient: ["who: ly-thi-mau-mot", "count: 5", "of: tập thể"],
            Participant: ["who: ly-thi-mau-mot", "described: các đại biểu"]}  # fmt: skip
    new = chance.choice([key for key in more[part.model] if key.split(":")[0] not in part.value])
    return part.defect(part.add(chance, new)[0], *part.start)


@kind("name-or-number")
def neither_named_nor_numbered(chance, sound):
    keys = [
        s
        for s in sound.keys
        if s.owner in (Recipient, Participant) and s.key.value in ("who", "count", "of", "described")
    ]
    spot = chance.choice([s for s in keys if not s.is_only])
    return spot.defect(spot.drop(), *spot.parent.start)


@kind("address-or-reason")
def no_address_and_no_reason(chance, sound):
    spot = chance.choice(sound.keyed("address", "no_address"))
    source = spot.parent
    return spot.defect(spot.drop(), *sound.at(source, "id").start)


@kind("address-or-reason")
def address_and_reason(chance, sound):
    source = chance.choice(sound.parts(SourceRecord))
    new = "no_address: Bản giấy." if "address" in source.value else "address: https://bao.example/"
    return _added_elsewhere(sound, source, new, chance, "id")


def _added_elsewhere(sound: Sound, part: Spot, new: str, chance: random.Random, *path: str) -> Defect:
    """More in a mapping, for which a value of it that stands already is reported."""
    text, line, _ = part.add(chance, new)
    row, column = sound.at(part, *path).start
    return part.defect(text, row + (line <= row) * (new.count("\n") + 1), column)


@kind("source-without-address")
def reason_for_address(chance, sound):
    spot = chance.choice(sound.keyed("address"))
    text = spot.rename("no_address").files[spot.file].decode()
    return spot.defect(text, spot.start[0], spot.start[1] + 3)


@kind("figure-differs")
def figure_not_as_printed(chance, sound):
    figures = [
        s for s in sound.parts(Figure) if re.search(r"\d", s.value.get("printed", "")) and "parts" not in s.value
    ]
    spot = sound.at(chance.choice(figures), "value")
    return spot.put(str(int(spot.value) + chance.randrange(1, 10)))


@kind("parts-exceed-whole")
def parts_exceed_whole(chance, sound):
    figure = chance.choice([s for s in sound.parts(Figure) if "parts" not in s.value])
    more = int(figure.value["value"]) + chance.randrange(1, 99)
    part = f"  - label: trong đó\n    value: {more}\n    unit: cái\n    about: work"
    text, line, column = figure.add(chance, f"parts:\n{part}")
    return figure.defect(text, line + 1, column + 2)


@kind("parts-differ")
def parts_said_to_be_all(chance, sound):
    figure = chance.choice([s for s in sound.parts(Figure) if "parts" in s.value])
    return _added_elsewhere(sound, figure, "complete: true", chance, "parts")


@kind("roll-figure-differs")
def figure_not_as_the_roll(chance, sound):
    decision = sound.part(Path(chance.choice(sound.tables).file).stem)
    what = chance.choice(["people", "collectives", "both"])
    figure = f"value: {chance.randrange(5, 99)}\n    label: được khen\n    unit: người\n    about: commendation"
    text, line, column = decision.add(chance, f"figures:\n  - {figure}\n    counts: {what}")
    return decision.defect(text, line + 1, column + 11)


@kind("rows-alike")
def row_copied_under_another_number(chance, sound):
    cell = chance.choice([cell for cell in sound.column("row") if not sound.beside(cell, "who").value])
    return cell.again("9", 3)


@kind("duplicate-id")
def row_number_given_twice(chance, sound):
    return chance.choice(sound.column("name")).again("Ngô Mẫu Năm", 1)


@kind("duplicate-id")
def host_copied(chance, sound):
    part = chance.choice(sound.parts(Host))
    text, line, column = part.parent.append("- " + part.block().replace("\n", "\n  "))
    return part.defect(text, line, column + 8)


@kind("host-unknown")
def address_on_another_host(chance, sound):
    spot = chance.choice(sound.keyed("address"))
    return spot.put(f"https://{chance.choice(['la', 'tin.bao', 'bao.www'])}.example/2023")


@kind("source-mirror")
def address_on_a_mirror(chance, sound):
    spot = chance.choice(sound.keyed("address"))
    return spot.put(f"https://{chance.choice(['', 'www.', 'WWW.'])}chep.example/2023")


@kind("source-mirror")
def host_called_a_mirror(chance, sound):
    address = chance.choice(sound.keyed("address"))
    host = chance.choice([s for s in sound.parts(Host) if f"//{s.value['host']}/" in address.value])
    return host.defect(*host.add(chance, "mirror: true")).at(address)


@kind("source-before-event")
def source_before_its_event(chance, sound):
    met = sound.at(sound.year(2023), "meetings", 0, "date", "value")
    published = chance.choice(sound.keyed("published"))
    spot, date = chance.choice([(met, "2024-02"), (met, "2024-12-31"), (published, "2024-01-07"), (published, "2009")])
    return spot.put(date).at(met)


@kind("count-differs")
def members_miscounted(chance, sound):
    count = sound.at(sound.year(2023), "members", "count")
    return count.put(chance.choice(["2", "4", "30"]))


@kind("count-differs")
def plain_member_left_out(chance, sound):
    year = sound.year(2023)
    head, units = sound.at(year, "head", "unit"), sound.at(year, "members", "units")
    kept = [head.value, chance.choice([unit for unit in units.value if unit != head.value])]
    return units.put(f"[{', '.join(kept)}]").at(sound.at(year, "members", "count"))


@kind("outside-lifespan")
def unit_of_another_time(chance, sound):
    year = sound.year(2023)
    place, id = chance.choice([(sound.at(year, "head", "unit"), "ubnd-huyen-song-trang"),
                               (sound.at(year, "members", "units", 2), "ubnd-huyen-dao-lua")])  # fmt: skip
    unit = sound.part(id)
    life = chance.choice([f"since: {chance.randrange(2024, 2030)}", f"until: {chance.randrange(1950, 2023)}-07"])
    return unit.defect(*unit.add(chance, life)).at(place)


@kind("lifespan-order")
def life_turned_round(chance, sound):
    part = chance.choice(
        [s for s in sound.parts(Place, Organisation, AwardKind) if not {"since", "until"} & s.value.keys()]
    )
    since = chance.randrange(1950, 2050)
    text, line, column = part.add(chance, f"since: {since}\nuntil: {since - chance.randrange(1, 5)}")
    return part.defect(text, line + 1, column + 7)


@kind("head-not-member")
def head_is_no_member(chance, sound):
    spot = sound.at(sound.year(2023), "head", "unit")
    members = sound.at(spot.parent.parent, "members", "units").value
    return spot.put(chance.choice([id for id in sound.of("organisation") if id not in members]))


@kind("head-not-member")
def member_left_out(chance, sound):
    year = sound.year(2023)
    head, units = sound.at(year, "head", "unit"), sound.at(year, "members", "units")
    rest = [unit for unit in units.value if unit != head.value]
    return units.put(f"[{', '.join(chance.sample(rest, chance.randrange(3)))}]").at(head)


@kind("next-head-differs")
def next_head_differs(chance, sound):
    announced = sound.at(sound.year(2023), "next_head", "unit")
    following = sound.at(sound.year(2024), "head", "unit")
    other = chance.choice([id for id in sound.of("organisation") if id != announced.value])
    changed = chance.choice([announced, following]).put(other)
    return changed.at(announced)


@kind("next-head-year")
def next_head_in_the_past(chance, sound):
    spot = sound.at(sound.year(2023), "next_head", "year")
    return spot.put(str(chance.randrange(1990, 2024)))


@kind("meeting-twice")
def meeting_copied(chance, sound):
    meeting = sound.at(sound.year(2023), "meetings", 0)
    other = sound.year(2024)
    name, *rest = meeting.block().split("\n")
    lines = ["meetings:", f"  - {name}", *(f"    {line}" for line in rest)]
    kept = lines[: chance.choice([6, 7, 8, 9, len(lines)])]  # the first lines hold name and date
    text, line, _ = other.add(chance, "\n".join(kept))
    return other.defect(text, line + 1, 11)


@kind("meeting-year")
def meeting_in_another_year(chance, sound):
    year = chance.choice([*range(1990, 2023), *range(2025, 2050)])
    spot = sound.at(sound.year(2023), "meetings", 0, "date", "value")
    return spot.put(f"{year}-{chance.randrange(1, 13):02}")


def awards(sound: Sound, *done: str) -> list[Spot]:
    """The awards that have gone through all of these steps."""
    return [s for s in sound.parts(Award) if {*done} <= {step["step"] for step in s.value["steps"]}]


def with_step(sound: Sound, award: Spot, *lines: str) -> tuple[str, int, int]:
    """The file with one more step of an award, and the place of what stands after its first key."""
    text, line, column = sound.at(award, "steps").append("- " + "\n  ".join(lines))
    return text, line, column + 8


@kind("step-without-conferral")
def presented_without_conferral(chance, sound):
    proposed = [award for award in sound.parts(Award) if award not in awards(sound, "conferred")]
    step = chance.choice(["presented", "corrected", "annulled", "stripped"])
    award = chance.choice(proposed)
    return award.defect(*with_step(sound, award, f"step: {step}"))


@kind("step-without-conferral")
def conferral_taken_back(chance, sound):
    award = chance.choice(awards(sound, "conferred", "presented") + awards(sound, "conferred", "annulled"))
    steps = award.value["steps"]
    at = next(index for index, step in enumerate(steps) if step["step"] == "conferred")
    next_step = sound.at(award, "steps", at + 1, "step")
    return sound.at(award, "steps", at, "step").put(chance.choice(["reviewed", "consulted", "proposed"])).at(next_step)


@kind("step-without-conferral")
def restored_without_loss(chance, sound):
    award = chance.choice([a for a in awards(sound, "conferred") if a not in awards(sound, "annulled")])
    return award.defect(*with_step(sound, award, "step: restored"))


@kind("proposal-after-conferral")
def proposal_after_conferral(chance, sound):
    award = chance.choice(awards(sound, "conferred"))
    return award.defect(*with_step(sound, award, f"step: {chance.choice(['proposed', 'reviewed', 'consulted'])}"))


@kind("steps-out-of-order")
def step_dated_too_early(chance, sound):
    dated = [s for s in sound.parts(Step) if s.path[-1] and "date" in s.value and "XXXX" not in str(s.value)]
    spot = sound.at(chance.choice([s for s in dated if "date" in sound.at(s.parent, s.path[-1] - 1).value]), "date")
    return spot.put(f"20{chance.randrange(10, 23)}-{chance.randrange(1, 13):02}")


@kind("steps-out-of-order")
def late_step_dated_too_early(chance, sound):
    award = chance.choice([a for a in awards(sound, "conferred") if re.search(r"date: 20\d\d", a.block())])
    date = f"20{chance.randrange(10, 23)}-0{chance.randrange(1, 10)}"
    text, line, column = with_step(sound, award, "step: conferred", f"date: {date}")
    return award.defect(text, line + 1, column)


@kind("award-twice")
def award_copied_under_another_id(chance, sound):
    award = chance.choice([a for a in sound.parts(Award) if "who" in a.value["recipient"] and "XXXX" not in a.block()])
    copied = award.block().replace(f"id: {award.value['id']}", f"id: them-{chance.randrange(100)}", 1)
    text, line, column = award.parent.append("- " + copied.replace("\n", "\n  "))
    return award.defect(text, line, column + 6)


@kind("award-not-for-recipient")
def collective_award_for_a_person(chance, sound):
    award = chance.choice([a for a in sound.parts(Award) if _is_for_person(a, sound)])
    recipient = sound.at(award, "recipient")
    told = sound.at(recipient, "who" if "who" in recipient.value else "of")
    return sound.at(award, "kind").put("co-thi-dua").at(told)


def _is_for_person(award: Spot, sound: Sound) -> bool:
    recipient = award.value["recipient"]
    return recipient.get("of") == "cá nhân" or recipient.get("who") in sound.of("person")


@kind("award-not-for-recipient")
def person_for_a_collective(chance, sound):
    award = chance.choice([award for award in sound.parts(Award) if award.value["kind"] == "co-thi-dua"])
    return sound.at(award, "recipient", "who").put(chance.choice(sound.of("person")))


@kind("award-not-for-recipient")
def collective_award_in_a_row_of_a_person(chance, sound):
    cell = chance.choice([c for c in sound.column("kind") if sound.beside(c, "of").value == "cá nhân"])
    return cell.put("co-thi-dua").at(sound.beside(cell, "of"))


@kind("grade-unknown")
def class_of_another_kind(chance, sound):
    award = chance.choice([award for award in sound.parts(Award) if "grade" not in award.value])
    text, line, column = award.add(chance, f"grade: {chance.choice(['hạng Ba', 'Nhất', 'hạng nhì', 'loại A'])}")
    return award.defect(text, line, column + len("grade: "))


@kind("kind-not-in-force")
def kind_no_more_in_force(chance, sound):
    id, award = chance.choice([("co-thi-dua", "co-nui-may"), ("khong-ro-hinh-thuc", "hai-ca-nhan"),
                               ("danh-hieu-ngoi-sao", "mau-ba")])  # fmt: skip
    part = sound.part(id)
    life = chance.choice([f"since: {chance.randrange(2025, 2030)}", f"until: {chance.randrange(1950, 2023)}-07"])
    return part.defect(*part.add(chance, life)).at(sound.at(sound.part(award), "kind"))


@kind("wrong-authority")
def conferred_by_another(chance, sound):
    kinds = [s.value["id"] for s in sound.parts(AwardKind) if "conferred_by" in s.value]
    award = chance.choice([a for a in awards(sound, "conferred") if a.value["kind"] in kinds])
    at = next(index for index, step in enumerate(award.value["steps"]) if step["step"] == "conferred")
    decision = sound.part(Path(chance.choice(sound.tables).file).stem)
    spot = chance.choice([sound.at(award, "steps", at, "by"), sound.at(decision, "issuer")])
    return spot.put(chance.choice([id for id in sound.of("organisation") if id != spot.value]))


@kind("year-after-conferral")
def merit_after_its_award(chance, sound):
    dated = [a for a in awards(sound, "conferred") if "year" in a.value and re.search(r"date: 20\d\d", a.block())]
    plain = [cell for cell in sound.cells("year") if not sound.beside(cell, "note").value]  # a note would explain it
    spot = chance.choice([*(sound.at(award, "year") for award in dated), *plain])
    return spot.put(str(int(spot.value) + chance.randrange(1, 9)))


@kind("to-without-proposal")
def conferral_that_asks(chance, sound):
    step = chance.choice([step for step in sound.parts(Step) if step.value["step"] != "proposed"])
    text, line, column = step.add(chance, f"to: {chance.choice(sound.of('organisation'))}")
    return step.defect(text, line, column + 4)


@kind("quote-says-proposal")
def conferral_quotes_a_proposal(chance, sound):
    steps = [s for s in sound.parts(Step) if s.value["step"] in ("conferred", "presented") and "quote" not in s.value]
    step = chance.choice(steps)
    words = chance.choice(["đề nghị tặng", "đã suy tôn", "Bình xét xong", "giới thiệu đơn vị", "được bình chọn"])
    text, line, column = step.add(chance, f"quote: {words}")
    return step.defect(text, line, column + 7)


@kind("id-reused")
def retired_id_in_use(chance, sound):
    used = chance.choice([s for s in sound.scalars("id") if s.owner in KINDS] + sound.cells("id"))
    id = used.value if isinstance(used, Spot) else f"{Path(used.file).stem}-{used.value}"
    retired = chance.choice([s for s in sound.scalars("id") if s.owner is Retired])
    return retired.put(id).at(used)


@kind("identity-sides")
def identity_of_one(chance, sound):
    spot = chance.choice(sound.keyed("same_as", "not_same_as"))
    id = chance.choice(spot.value)
    return spot.put(chance.choice(["[]", f"[{id}]", f"[{id}, {id}]"]))


@kind("identity-sides")
def identity_without_sides(chance, sound):
    spot = chance.choice(sound.keyed("same_as", "not_same_as"))
    return spot.defect(spot.drop(), *spot.parent.start)


@kind("identity-sides")
def identity_with_both_sides(chance, sound):
    identity = chance.choice([s for s in sound.parts(Identity) if "same_as" in s.value])
    ids = ", ".join(chance.sample(sound.of("person", "row"), 2))
    return _added_elsewhere(sound, identity, f"not_same_as: [{ids}]", chance, "same_as")


@kind("identity-mixed")
def person_the_same_as_a_collective(chance, sound):
    spot = chance.choice(sound.keyed("same_as", "not_same_as"))
    ids = [*spot.value, chance.choice(sound.of("organisation", "bloc"))]
    return spot.put(f"[{', '.join(chance.sample(ids, len(ids)))}]")


@kind("same-twice")
def identity_said_twice(chance, sound):
    same = chance.choice(sound.keyed("same_as"))
    text, line, column = _identity(same, f"same_as: [{chance.choice(same.value)}, dang-van-mau-hai]")
    return same.defect(text, line, column + len("same_as: ["))


@kind("same-and-not-same")
def identity_denied(chance, sound):
    same = chance.choice(sound.keyed("same_as"))
    one, other = chance.sample(same.value, 2)
    text, line, column = _identity(same, f"not_same_as: [{one}, {other}]")
    return same.defect(text, line, column + len(f"not_same_as: [{one}, "))


@kind("row-known")
def identity_of_a_row_that_names_a_record(chance, sound):
    same = chance.choice(sound.keyed("not_same_as"))
    text, line, column = _identity(same, "not_same_as: [dang-van-mau-hai, 16-qd-ubnd-2023-2]")
    return same.defect(text, line, column + len("not_same_as: [dang-van-mau-hai, "))


@kind("row-of-who")
def collective_that_is_a_person(chance, sound):
    cell = chance.choice([c for c in sound.column("of") if sound.beside(c, "who").value])
    return cell.put("tập thể").at(sound.beside(cell, "who"))


def _identity(beside: Spot, names: str) -> tuple[str, int, int]:
    """The file with one more identity after the last, and where its first key starts."""
    text, line, column = beside.parent.parent.append(f"- {names}\n  evidence: Cùng tên.")
    return text, line, column + 2


@kind("minor-named")
def child_named(chance, sound):
    spot = chance.choice(_of_people(sound, "role", "roles", "unit", "reason"))
    return spot.put(chance.choice(["học sinh lớp 5", "em bé 9 tuổi", "học sinh trường THCS Mẫu", "15 tuổi"]))


@kind("minor-named")
def child_by_honorific(chance, sound):
    spot = chance.choice(_of_people(sound, "honorific"))
    return spot.put(chance.choice(["em", "cháu", "bé", "Em", "Cháu"]))


def _of_people(sound: Sound, *names: str) -> list[Spot | Cell]:
    """What stands under some keys, or in some columns, where a person is named."""
    cells = [cell for cell in sound.column(*names) if sound.beside(cell, "of").value == "cá nhân"]
    people = [part for part in sound.parts(Recipient, Participant) if part.value.get("who") in sound.of("person")]
    return cells + [
        spot
        for spot in sound.scalars("text")
        if {*names} & {*spot.path[-2:]} and any(part in (spot.parent, spot.parent.parent) for part in people)
    ]


@kind("circle")
def circle_of_places(chance, sound):
    return _circle(chance, sound, Place, "within")


@kind("circle")
def circle_of_units(chance, sound):
    return _circle(chance, sound, Organisation, "parent")


def _circle(chance: random.Random, sound: Sound, model: type[Model], up: str) -> Defect:
    """A record put within itself, or within one that lies in it; the first id of the circle is where it is said."""
    above = {part.value["id"]: part.value.get(up) for part in sound.parts(model)}
    part = chance.choice([part for part in sound.parts(model) if part.value["id"] in {*above.values()}])
    id = part.value["id"]
    inner = chance.choice([id, *(low for low in above if above[low] == id)])
    text, line, column = part.add(chance, f"{up}: {inner}")
    if inner >= id:
        return part.defect(text, line, column + len(up) + 2)
    low = next(low for low in sound.parts(model) if low.value["id"] == inner)
    row, column = sound.at(low, up).start
    return part.defect(text, row + (line <= row), column)


@kind("private-data")
def private_data(chance, sound):
    spots = [s for s in sound.scalars("text") if not s.node.style and s.path[-1] not in _NOT_FREE]
    spot = chance.choice([*spots, *sound.cells("text")])
    private = ["sinh ngày 1/2", "sinh năm 1950", "số nhà 12", "điện thoại 0912 345 678", "gọi 0987.654.321",
               "căn cước số 012345678901", "ai.do@thu.example"]  # fmt: skip
    return spot.put(f"{spot.value} {chance.choice(private)}")


# --- the measurement --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What came of one defect."""

    name: str
    defect: Defect
    code: str
    reported: list[Problem]
    """All that the sound archive does not report."""
    texts: dict[str, str]

    @property
    def found(self) -> bool:
        return any((p.code, p.location.file) == (self.code, self.defect.place.file) for p in self.reported)

    @property
    def on_line(self) -> bool:
        place = self.defect.place
        return any(p.code == self.code and (p.location.file, p.location.line) == (place.file, place.line)
                   for p in self.reported)  # fmt: skip

    @property
    def in_column(self) -> bool:
        return any((p.code, p.location) == (self.code, self.defect.place) for p in self.reported)

    @property
    def excess(self) -> int:
        return len(self.reported) - self.found

    @property
    def perfect(self) -> bool:
        return self.in_column and not self.excess

    def __str__(self) -> str:
        """What was changed, what should be reported and what was."""
        lines = [f"{self.name}: {self.defect.place} [{self.code}] expected"]
        lines += [f"  reported {problem.location} [{problem.code}]" for problem in self.reported]
        for file, content in self.defect.files.items():
            new = (content or b"")[:100_000].decode("utf-8", "backslashreplace").splitlines()
            lines += [f"  {line}" for line in difflib.unified_diff(self.texts.get(file, "").splitlines(), new, n=1)][2:]
        return "\n".join(lines)


def measure(count: int, seed: int = SEED) -> list[Outcome]:
    """Seed so many defects, every kind in its turn, each alone."""
    chance = random.Random(seed)
    sound = Sound()
    names = list(SEEDS)
    with copy_of_miniature() as data:
        usual = Counter(problem.code for problem in problems(data))  # lines move, files are renamed
        return [outcome(names[number % len(names)], chance, sound, data, usual) for number in range(count)]


def outcome(name: str, chance: random.Random, sound: Sound, data: Path, usual: Counter) -> Outcome:
    code, seed = SEEDS[name]
    defect = seed(chance, sound)
    with changed(data, defect.files):
        reported = problems(data)
    left = Counter(usual)
    new = []
    for problem in reported:
        if left[problem.code] and (problem.code, problem.location) != (code, defect.place):
            left[problem.code] -= 1
        else:
            new.append(problem)
    return Outcome(name, defect, code, new, sound.texts)


def problems(data: Path) -> list[Problem]:
    report = Report()
    read_archive(data, report, silent)
    return list(report)


def table(outcomes: list[Outcome]) -> str:
    """A line a kind, then the totals."""
    kinds = defaultdict(list)
    for one in outcomes:
        kinds[one.name].append(one)
    wide = max(map(len, kinds)) + 2
    lines = [f"{'kind':{wide}}{'code':26}{'seeded':>7}{'found':>7}{'line':>7}{'column':>7}{'excess':>7}"]
    for name, of in sorted(kinds.items(), key=lambda item: (SEEDS[item[0]][0], item[0])):
        numbers = len(of), _sum(of, "found"), _sum(of, "on_line"), _sum(of, "in_column"), _sum(of, "excess")
        lines.append(f"{name:{wide}}{SEEDS[name][0]:26}" + "".join(f"{number:7}" for number in numbers))
    return "\n".join([*lines, "", totals(outcomes)])


def totals(outcomes: list[Outcome]) -> str:
    codes, kinds = {one.code for one in outcomes}, {one.name for one in outcomes}
    shares = [f"{100 * _sum(outcomes, what) / len(outcomes):.1f} %" for what in ("found", "on_line", "in_column")]
    return (
        f"{len(outcomes)} defects of {len(kinds)} kinds ({len(codes)} codes): found {shares[0]}, on the right line "
        f"{shares[1]}, in the right column {shares[2]}, in excess {_sum(outcomes, 'excess')}"
    )


def _sum(outcomes: list[Outcome], what: str) -> int:
    return sum(getattr(one, what) for one in outcomes)


def main() -> int:
    parser = argparse.ArgumentParser(description="Seed defects into the miniature archive and measure the check.")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    outcomes = measure(asked.count, asked.seed)
    faults = [one for one in outcomes if not one.perfect]
    for one in faults:
        print(one, end="\n\n")
    print(table(outcomes))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
