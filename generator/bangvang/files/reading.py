"""YAML text to plain values with places. The only module that parses YAML.

Values are built from the parser's events: mappings, sequences, text, and None for a key with nothing after
it. Scalars stay text until the schema reads them, so `2.291`, `No`, `0123/QĐ-TTg` and `12:30` survive. What
YAML offers beyond that (anchors, aliases, tags, merge keys, several documents) is refused, and so is text
that a reader cannot see for what it is. Places are looked up only when a problem needs one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import yaml

from ..language.problems import Location, Report

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Value = dict | list | str | None

LARGEST = 10 * 1024 * 1024
"""Bytes that one file may have."""

DEEPEST = 32
"""Levels that one file may nest; libyaml itself crashes the process at some tens of thousands."""

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
_LOOKALIKE = re.compile("[\u00d0\u0189\u0370-\u03ff\u0400-\u052f\uff01-\uff5e\U0001d400-\U0001d7ff]")

_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_OTHER = (  # without those of _HIDDEN
    "\u0530-\u061b\u061d-\u115e\u1161-\u17b3\u17b6-\u180a\u1810-\u1cff\u2c80-\u2fff\u3001-\u3163\u3165-\ua71f"
    "\ua800-\uabff\uac00-\ud7ff\uf900-\ufdff\ufe70-\ufefe"
)
_MIXED = re.compile(f"(?<=[{_LATIN}])[{_OTHER}]|[{_OTHER}](?=[{_LATIN}])")

_UNSEEN = (("hidden-character", _HIDDEN), ("lookalike-letter", _LOOKALIKE), ("mixed-script", _MIXED))

_JOINED = re.compile(r"[ -]*([a-z0-9_]+):[^\s/]")
"""A line whose key is joined to its value, for want of a space after the colon; an address is none."""

_SYNTAX = (
    ("tab character", "tab-indent"),
    ("mapping values are not allowed", "colon-in-value"),
    ("could not find expected ':'", "colon-missing"),
    ("cannot start any token", "sign-at-start"),
)
"""What the parser says, and the problem that it means to a clerk."""


class Document:
    """One file as read: its name within the data folder, its text, and where each part of it stands.

    Its value is there until a record is made of it: what it says is in the record then.
    """

    def __init__(self, file: str, text: str, value: Value) -> None:
        self.file = file
        self._content = text.encode()  # half of what a text with marks takes
        self.value = value

    @property
    def text(self) -> str:
        """The text of the file."""
        return self._content.decode()

    @cached_property
    def node(self) -> yaml.Node:
        """The tree of the text, each node with the marks where it begins and ends."""
        return yaml.compose(self.text, Loader)

    def locate(self, path: Sequence[str | int], *, key: bool = False) -> Location:
        """Where the part at `path` stands; the nearest part that exists, where the path goes on beyond it.

        With `key`, the place of the last key itself rather than of its value.
        """
        node = self.node
        mark = node.start_mark
        for depth, step in enumerate(path):
            if isinstance(node, yaml.MappingNode):
                pair = next(((k, v) for k, v in node.value if k.value == step), None)
                if pair is None:
                    break
                named, node = pair
                empty = isinstance(node, yaml.ScalarNode) and not node.value
                mark = named.start_mark if empty or (key and depth == len(path) - 1) else node.start_mark
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                mark = node.start_mark
            # a step that the file writes in short form, without the level the schema has: stay
        return Location(self.file, mark.line + 1, mark.column + 1)


def read(path: Path, file: str, report: Report) -> Document | None:
    """Read one YAML file named `file` in problems. None, with the problems reported, where it cannot be used."""
    text = text_of(path, file, report)
    return None if text is None else parse(text, file, report)


def parse(text: str, file: str, report: Report) -> Document | None:
    """Read the text of a file as `read` does."""
    before = report.errors
    see_characters(text, file, report)
    try:
        value = _Builder(file, text, report).build(yaml.parse(text, Loader))
    except yaml.MarkedYAMLError as error:
        if report.errors == before:  # else what cannot be seen may well have caused it
            report.add(*_meant(error, file, text))
        return None
    except yaml.reader.ReaderError as error:
        if report.errors == before:
            report.add("hidden-character", _place(file, text, error.position), sign=f"U+{error.character:04X}")
        return None
    except _Refused:
        return None
    return Document(file, text, value) if report.errors == before else None


def _meant(error: yaml.MarkedYAMLError, file: str, text: str) -> tuple[str, Location]:
    """The problem that a clerk has, given what the parser stumbled over and where."""
    begun = error.context_mark and any(word in error.context for word in ("flow", "quoted", "simple key"))
    mark = error.context_mark if begun else error.problem_mark or error.context_mark
    if mark is None:
        return "yaml-syntax", Location(file)
    code = next((code for said, code in _SYNTAX if said in (error.problem or "")), "yaml-syntax")
    lines = re.split("[\r\n]", text)  # the parser counts a lone CR as the end of a line
    row, column = mark.line, mark.column
    here = lines[row] if row < len(lines) else ""
    if code == "sign-at-start" and here[column : column + 1] == "\t":
        code = "tab-indent"
    elif code in ("colon-in-value", "yaml-syntax") and not begun and ":" not in here[:column]:
        # the first colon of its line is a key's: what is wrong is the line before, or this line's indentation
        if row and (joined := _JOINED.match(lines[row - 1])):
            code, row, column = "colon-missing", row - 1, joined.start(1)
        elif code == "colon-in-value":
            code, column = "yaml-syntax", len(here) - len(here.lstrip(" "))
    return code, Location(file, row + 1, column + 1)


def text_of(path: Path, file: str, report: Report) -> str | None:
    """The text of a file, line ends as \\n. None, with the problem reported, where it has none to give."""
    try:
        if path.stat().st_size > LARGEST:
            report.add("file-too-large", Location(file), megabytes=LARGEST // 1024 // 1024)
            return None
        data = path.read_bytes()
    except OSError as error:
        report.add("file-unreadable", Location(file), reason=error.strerror or "")
        return None
    try:
        return data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        report.add("not-utf8", Location(file, line, column))
        return None


def _place(file: str, text: str, position: int) -> Location:
    start = text.rfind("\n", 0, position) + 1
    return Location(file, text.count("\n", 0, position) + 1, position - start + 1)


def see_characters(text: str, file: str, report: Report) -> set[int]:
    """Report characters that look like others or cannot be seen, one problem a line and kind. Returns those lines."""
    lines: set[int] = set()
    if text.isascii() and text.isprintable():
        return lines
    for code, pattern in _UNSEEN:
        if not pattern.search(text):
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if found := pattern.search(line):
                place = Location(file, number, found.start() + 1)
                report.add(code, place, sign=f"U+{ord(found[0]):04X}", character=found[0])
                lines.add(number)
    if not unicodedata.is_normalized("NFC", text):
        for number, line in enumerate(text.split("\n"), 1):
            if not unicodedata.is_normalized("NFC", line):
                composed = unicodedata.normalize("NFC", line)
                same = next((i for i, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b), 0)
                report.add("not-nfc", Location(file, number, same + 1))
                lines.add(number)
    return lines


def unseen_characters(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """For each kind of character that looks like another or cannot be seen, the first in a text: a code, its values."""
    for code, pattern in _UNSEEN:
        if found := pattern.search(text):
            yield code, {"sign": f"U+{ord(found[0]):04X}", "character": found[0]}


class _Refused(Exception):
    """The rest of the file cannot be read in any useful way."""


class _Builder:
    """Plain values from a stream of YAML events."""

    def __init__(self, file: str, text: str, report: Report) -> None:
        self.file = file
        self.text = text
        self.report = report

    def build(self, events) -> Value:
        value: Value = None
        documents = 0
        top = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse("yaml-feature", event, feature="---")
                    raise _Refused
            elif isinstance(event, yaml.NodeEvent):
                top = event
                value = self.node(event, events, 1)
        if top is None:
            self.report.add("not-a-mapping", Location(self.file, 1, 1))
        elif not isinstance(value, dict):  # said last, since a slip in the first line may be what made it so
            self.refuse("not-a-mapping", top)
        return value

    def refuse(self, code: str, event: yaml.Event, **values: object) -> None:
        mark = event.start_mark
        self.report.add(code, Location(self.file, mark.line + 1, mark.column + 1), **values)

    def node(self, event: yaml.NodeEvent, events, depth: int) -> Value:
        if depth > DEEPEST:
            self.refuse("too-deep", event, depth=DEEPEST)
            raise _Refused
        if event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self.refuse("yaml-feature", event, feature=sign + event.anchor)
        if isinstance(event, yaml.AliasEvent):
            return None
        if event.tag is not None:
            self.refuse("yaml-feature", event, feature=event.tag)
        if isinstance(event, yaml.ScalarEvent):
            self.see_escaped(event)
            return None if event.value == "" and event.implicit[0] else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := next(events), yaml.SequenceEndEvent):
                items.append(self.node(item, events, depth + 1))
            return items
        return self.mapping(events, depth)

    def see_escaped(self, event: yaml.ScalarEvent) -> None:
        """Report what a quoted text brings in by escapes (`"\\u202e"`) and the file itself does not show."""
        if event.style != '"' or "\\" not in self.text[event.start_mark.index : event.end_mark.index]:
            return
        for code, values in unseen_characters(event.value):
            if values["character"] not in self.text:
                self.refuse(code, event, **values)

    def mapping(self, events, depth: int) -> dict:
        values: dict[str, Value] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse("yaml-feature", event, feature="? […]")
                raise _Refused
            key = event.value
            if event.anchor is not None or event.tag is not None:
                self.refuse("yaml-feature", event, feature=event.tag or "&" + event.anchor)
            if key == "<<":
                self.refuse("yaml-feature", event, feature="<<")
            elif key in values:
                self.refuse("duplicate-key", event, key=key)
            value = self.node(next(events), events, depth + 1)
            values.setdefault(key, value)
        return values
