"""Where the comments of a YAML text belong.

A comment before the first key belongs to the file. One at the end of a line belongs to what the line says. One
on a line of its own belongs to what follows, or, where it is indented deeper than that, to what it closes. The
blank lines before a comment go with it, any number of them as one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from ..files.reading import Document


class _Leaf(NamedTuple):
    """A text or an empty list of the tree, and what the comments around it may belong to."""

    node: Any
    thing: Any
    """The key or list item that begins before the leaf or with it; the outermost where several do."""
    column: int
    """Where the thing begins."""
    chain: tuple[tuple[Any, int | None], ...]
    """What the leaf lies in, outermost first, each with the least indentation of a comment in it; None in brackets."""


class Comments:
    """The comments of a document, each at the node it belongs to."""

    def __init__(self, document: Document) -> None:
        self.found: dict[int, str] = {}
        """Every comment by its position, in order."""
        self.header: list[str] = []
        """The lines before the first key."""
        self.above: defaultdict[Any, list[str]] = defaultdict(list)
        """The lines above a key or list item."""
        self.beside: defaultdict[Any, list[str]] = defaultdict(list)
        """The comments that follow a node on its last line, or the sign that opens a block text."""
        self.below: defaultdict[Any, list[str]] = defaultdict(list)
        """The lines that close a mapping or list, or stand below a single value."""
        self._text = document.text
        self._root = document.node
        for last, leaf in pairwise([None, *_leaves(self._root, (), (self._root, 0)), None]):
            self._attach(last, leaf)
            if leaf and is_block_text(leaf.node):
                start = leaf.node.start_mark.index
                before, sign, said = self._text[start:].partition("\n")[0].partition("#")
                if sign:
                    self._keep(start + len(before), sign + said, self.beside[leaf.node])

    def source(self, node: Any) -> str:
        """The text of a node, without the blank lines that follow a block text and are no part of its value."""
        text = self._text[node.start_mark.index : node.end_mark.index]
        if not is_block_text(node):
            return text
        kept = "+" in text.partition("\n")[0].partition("#")[0]
        return text.removesuffix("\n") if kept else re.sub(r"(\n *)+\Z", "", text)

    def _end(self, node: Any) -> int:
        return node.start_mark.index + len(self.source(node))

    def _keep(self, position: int, comment: str, lines: list[str]) -> None:
        self.found[position] = comment.rstrip()
        lines.append(comment.rstrip())

    def _attach(self, last: _Leaf | None, leaf: _Leaf | None) -> None:
        """Give each comment between two leaves, where else there are only signs, to what it belongs to."""
        position = self._end(last.node) if last else 0
        between = self._text[position : leaf.node.start_mark.index if leaf else None].split("\n")
        following = self.above[leaf.thing] if leaf and last else self.header
        chain = list(last.chain) if last else []
        blank = dash = False
        for number, line in enumerate(between):
            before, sign, said = line.partition("#")
            dash |= number > 0 and "-" in before
            if sign:
                place = position + len(before)
                lines = following
                if last and leaf and dash:
                    lines = self.above[leaf.node if leaf.chain[-1][1] is not None else leaf.thing]
                elif last:
                    lines = self._lines(last, leaf, place, len(before), chain)
                lines += [""] * (blank and lines[-1:] != [""])
                self._keep(place, sign + said, lines)
            blank = not sign and (blank or (not before.strip() and 0 < number < len(between) - 1))
            position += len(line) + 1
        if leaf and blank and following[-1:] != [""] and not (last and last.node is leaf.thing):
            following.append("")

    def _lines(self, last: _Leaf, leaf: _Leaf | None, place: int, indentation: int, chain: list) -> list[str]:
        """The lines that a comment joins. What it lies outside of is taken from the chain for good."""
        closed = [node for node, column in last.chain if column is None and node.end_mark.index <= place]
        beside = (closed or [last.node])[0]
        if "\n" not in self._text[self._end(beside) : place]:
            return self.beside[beside]
        while chain and not _inside(*chain[-1], place, indentation, leaf.column if leaf else -1):
            chain.pop()
        if leaf and (not chain or chain[-1] in leaf.chain):
            return self.above[leaf.thing]
        return self.below[chain[-1][0] if chain else self._root]


def is_block_text(node: Any) -> bool:
    """Whether a node is a text whose lines stand below `|` or `>`."""
    return node.id == "scalar" and node.style in ("|", ">")


def is_leaf(node: Any) -> bool:
    """Whether nothing lies in a node."""
    return node.id == "scalar" or not node.value


def _leaves(node: Any, chain: tuple, outer: tuple[Any, int] | None) -> Iterator[_Leaf]:
    """The leaves of a tree in the order of the text. `outer` is the thing that begins before the node or with it."""
    if is_leaf(node):
        alone = node.id == "scalar" and not is_block_text(node) and chain[-1][1] is not None
        yield _Leaf(node, *outer, (*chain, (node, chain[-1][1] + 1)) if alone else chain)
        return
    column = node.start_mark.column
    chain = (*chain, (node, None if node.flow_style else column))
    for part in node.value:
        if node.id == "mapping":
            key, part = part
            yield _Leaf(key, *(outer or (key, column)), chain)
            outer = (key, column) if is_leaf(part) else None
        else:
            outer = outer or (part, column)
        yield from _leaves(part, chain, outer)
        outer = None


def _inside(node: Any, least: int | None, place: int, indentation: int, following: int) -> bool:
    """Whether a comment line lies in a node, where what follows is indented by `following`."""
    return place < node.end_mark.index if least is None else indentation >= max(least, following + 1)
