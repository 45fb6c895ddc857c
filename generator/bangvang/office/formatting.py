"""One canonical form for record files, so that a change shows what it changes and nothing else.

- The first line tells editors which schema describes the file.
- Two spaces a level, list items indented below their key, one blank line at most.
- Keys stand in the order of their model. Those that every fact has (source, quote, …) stand last, but at the top
  of a file before the first key that holds parts.
- A list in brackets stays in brackets where it fits on a line. Folded text is broken to fit; any other text keeps
  its style and its lines. Quotes are dropped only around plain words, which mean themselves in every YAML.

A file is rewritten only if the new text has the very values and comments of the old one. On demand the short forms of
values are written out, as editors need it that know one form alone; then the new text means the same to the models.
"""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from ..files.reading import Document, parse, read
from ..language.problems import Location, Report
from ..records.facts import Fact, Model
from ..records.loading import files, model_of, named
from ..records.models import FILES
from ..records.structure import fields_at, holds_list, models_under, schema_of
from .comments import Comments, is_block_text

WIDTH = 120
"""Columns that a line may have, where its style lets it be broken."""

_MODELINE = "# yaml-language-server:"

_PLAIN = re.compile(r"[^\W\d_]+,?( [\w(“][\w.,()“”/-]*)+")
"""Two words or more, with no sign that YAML could take for its own."""


_ODD = re.compile(
    r"(?!(0|[1-9][0-9]{0,14})$)(~|null|true|false|[-+]?\.inf|\.nan|0o?[0-7]+|0x[0-9a-f]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?)",
    re.IGNORECASE,
)
"""A text that other readers of YAML take for a value which they would write in another way."""


def tidy(
    folder: Path, chosen: Sequence[str], report: Report, *, write: bool, long: bool = False
) -> Iterator[tuple[str, bool]]:
    """Bring record files of a data folder into the canonical form: the chosen ones, else all.

    Gives the name of each file that can be read, and whether its form was another one. With `write` the file is
    replaced by its canonical form, whole or not at all; with `long` that has no short forms of values.
    """
    for inside in _within(folder, chosen, report) if chosen else filter(_is_ours, files(folder, report)):
        path = folder / inside
        name = named(folder, path)
        document = read(path, name, report)
        if document is None:
            continue
        whole = lengthened(document, inside) if long else document
        text = canonical(whole, inside) if whole else ""
        if not whole or not says_the_same(whole, text):
            report.add("fmt-would-change", Location(name))
            continue
        try:
            differs = path.read_bytes() != text.encode()
            if differs and write:
                _replace(path, text)
        except OSError as error:
            report.add("write-failed", Location(name), folder=name, reason=error.strerror or "")
            continue
        yield name, differs


def _within(folder: Path, chosen: Sequence[str], report: Report) -> Iterator[PurePosixPath]:
    """The chosen files that have a place among the records, by their path in the data folder."""
    home = folder.resolve()
    for name in chosen:
        path = Path(name.replace("\\", "/")).resolve()
        inside = PurePosixPath(path.relative_to(home).as_posix()) if path.is_relative_to(home) else None
        if inside and _is_ours(inside):
            yield inside
        else:
            report.add("unknown-file", Location(name), known=", ".join(f"{folder.name}/{known}" for known in FILES))


def _is_ours(inside: PurePosixPath) -> bool:
    return model_of(inside) is not None and inside.suffix == ".yml"


def _replace(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_bytes(text.encode())
        shutil.copymode(path, new)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def canonical(document: Document, inside: PurePosixPath) -> str:
    """The canonical text of a document that stands at this path of the data folder."""
    model = model_of(inside)
    comments = Comments(document)
    modeline = f"{_MODELINE} $schema={'../' * (len(inside.parts) - 1)}.schema/{schema_of(model)}"
    header: list[str] = []
    for line in comments.header:
        if not line.startswith(_MODELINE) and (line or (header and header[-1])):
            header.append(line)
    return "\n".join([modeline, *header, *_Writer(comments).collection(document.node, model, 0)]) + "\n"


def lengthened(document: Document, inside: PurePosixPath) -> Document | None:
    """A document with every short form of a value written out; None where that would mean something else."""
    model = model_of(inside)
    text = document.text
    for start, end, before, after in sorted(_short(document.node, model), reverse=True):
        text = f"{text[:start]}{before}{text[start:end]}{after}{text[end:]}"
    new = parse(text, document.file, Report())
    try:
        same = new is not None and model.model_validate(new.value) == model.model_validate(document.value)
    except ValidationError:
        return None
    return new if same and _said(new) == _said(document) else None


def _short(node: Any, model: type[Model] | None) -> Iterator[tuple[int, int, str, str]]:
    """The values to write out: where each begins and ends, and what to put before and after it."""
    if node.id == "scalar":
        if not node.style and node.value not in ("true", "false") and _ODD.fullmatch(node.value):
            yield node.start_mark.index, node.end_mark.index, "'", "'"
        return
    if node.id == "sequence":
        for item in node.value:
            yield from _short(item, model)
        return
    for key, value in node.value:
        part = next(models_under(model, key.value), None) if model else None
        around = _around(model, key.value, part)
        if value.id == "scalar" and value.value and around:
            yield value.start_mark.index, value.end_mark.index, *around
        else:
            yield from _short(value, part)


def _around(model: type[Model] | None, key: str, part: type[Model] | None) -> tuple[str, str] | None:
    """What stands around a value that is written as a text where the model has more: `{value: …}`, `[…]`."""
    if part:
        return f"{{{fields_at(part, ())[0]}: ", "}"
    return ("[", "]") if model and holds_list(model, key) else None


def says_the_same(document: Document, text: str) -> bool:
    """Whether a new text has the values and the comments of a document."""
    new = parse(text, document.file, Report())
    return new is not None and new.value == document.value and _said(new) == _said(document)


def _said(document: Document) -> list[str]:
    return sorted(said for said in Comments(document).found.values() if not said.startswith(_MODELINE))


@cache
def key_order(model: type[Model], depth: int) -> list[str]:
    """The keys of a model as they stand in a file, at the top of it or deeper."""
    keys = fields_at(model, ())
    common = [key for key in keys if issubclass(model, Fact) and key in Fact.model_fields]
    own = [key for key in keys if key not in common]
    first_part = next((i for i, key in enumerate(own) if any(models_under(model, key))), len(own))
    place = first_part if depth == 0 else len(own)
    return [*own[:place], *common, *own[place:]]


class _Writer:
    """Writes the parts of a document, each as lines that are not indented yet."""

    def __init__(self, comments: Comments) -> None:
        self.comments = comments
        self.places = list(comments.found)

    def collection(self, node: Any, model: type[Model] | None, depth: int) -> list[str]:
        """The lines of a mapping or list, not indented; `depth` is how deep they will be."""
        lines: list[str] = []
        if node.id == "mapping":
            for key, value, inner in _pairs(node, model, depth):
                lines += self._part(f"{self.comments.source(key)}:", key, value, inner, depth)
        else:
            for item in node.value:
                lines += self._part("-", item, item, model, depth)
        return lines[lines[:1] == [""] :] + self.comments.below[node]

    def _part(self, mark: str, thing: Any, value: Any, model: type[Model] | None, depth: int) -> list[str]:
        """The lines of a key or list item with its value."""
        above, below = [*self.comments.above[thing]], []
        beside = self.comments.beside[thing] + self.comments.beside[value] * (value is not thing)
        brief = self._brief(value, model, depth, 2 * depth + len(mark) + 1)
        if brief is not None:
            lines = [f"{mark} {brief[0]}".rstrip(), *_indented(brief[1:])]
            below = self.comments.below[value]
            if is_block_text(value) and beside:
                lines[0] += f" {beside.pop()}"
            elif beside:
                lines[-1] += f" {beside.pop()}"
        elif mark == "-":
            first, *lines = self.collection(value, model, depth + 1)
            while first.startswith("#") or not first:
                above.append(first)
                first, *lines = lines
            lines = [f"- {first}", *_indented(lines)]
        else:
            lines = [mark, *_indented(self.collection(value, model, depth + 1))]
            if beside:
                lines[0] += f" {beside.pop()}"
        return [*above, *beside, *lines, *_indented(below)]

    def _brief(self, node: Any, model: type[Model] | None, depth: int, taken: int) -> list[str] | None:
        """A value that stands on the line of its key, with the lines it goes on in; None where it stands below."""
        if node.id == "scalar":
            return self._text_lines(node, WIDTH - 2 * depth - 2)
        if not node.value:
            return ["[]" if node.id == "sequence" else "{}"]
        commented = bisect(self.places, node.start_mark.index) < bisect(self.places, node.end_mark.index)
        if not node.flow_style or commented:
            return None
        line = self._in_brackets(node, model)
        return [line] if "\n" not in line and taken + len(line) <= WIDTH else None

    def _in_brackets(self, node: Any, model: type[Model] | None) -> str:
        if node.id == "scalar":
            return self.comments.source(node)
        if node.id == "sequence":
            return f"[{', '.join(self._in_brackets(item, model) for item in node.value)}]"
        pairs = (f"{self.comments.source(k)}: {self._in_brackets(v, inner)}" for k, v, inner in _pairs(node, model, 1))
        return f"{{{', '.join(pairs)}}}"

    def _text_lines(self, node: Any, width: int) -> list[str]:
        """The lines of a text in the style it has, the lines after the first not indented."""
        first, *lines = self.comments.source(node).split("\n")
        if not is_block_text(node):
            unquoted = not lines and node.style and first[1:-1] == node.value and _PLAIN.fullmatch(node.value)
            return [node.value] if unquoted else [first.rstrip() if lines else first, *(line.strip() for line in lines)]
        begin = next((line for line in node.value.split("\n") if line.strip()), "")
        margin = _indent(next((line for line in lines if line.strip()), "")) - _indent(begin)
        lines = [line[margin:] for line in lines]
        if node.style == ">":
            lines = [piece for line in lines for piece in _folded(line, width)]
        chomping = re.sub("[^+-]", "", first.partition("#")[0])
        return [node.style + "2" * begin.startswith(" ") + chomping, *lines]


def _pairs(node: Any, model: type[Model] | None, depth: int) -> list[tuple[Any, Any, type[Model] | None]]:
    """The keys of a mapping in their order, each with its value and the model of that. Unknown keys stand last."""
    order = {key: place for place, key in enumerate(key_order(model, depth))} if model else {}
    pairs = sorted(node.value, key=lambda pair: order.get(pair[0].value, len(order)))
    return [(k, v, next(models_under(model, k.value), None) if model else None) for k, v in pairs]


def _folded(line: str, width: int) -> list[str]:
    """Lines that fold back into this one."""
    whole = len(line) <= width or not re.fullmatch(r"\S+( \S+)*", line)
    return [line] if whole else textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _indented(lines: list[str]) -> list[str]:
    return [line and f"  {line}" for line in lines]
