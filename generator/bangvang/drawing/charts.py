"""Charts, drawn at build: what a table beside them says in full, at a glance.

Each is an SVG of its own size, so that its words stay as large as the text around it; where it is wider than the page,
its frame scrolls. Colours come from the style sheet, by class. Each has a title that says what it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

LETTER = 7.4
"""About how wide a letter is, in pixels, at the size that the style sheet gives to the words of charts."""

ROW = 26
"""How high a row is, in pixels."""


def _svg(title: str, width: float, height: float, parts: Iterable[Markup]) -> Markup:
    frame = Markup(
        '<div class="bv-scroll bv-chart" role="region" tabindex="0" aria-label="{0}">'
        '<svg role="img" aria-label="{0}" width="{1:.0f}" height="{2:.0f}" viewBox="0 0 {1:.0f} {2:.0f}">{3}</svg>'
        "</div>"
    )
    return frame.format(title, width, height, Markup("").join(parts))


def _word(x: float, y: float, text: str, anchor: str = "start", spoken: str = "") -> Markup:
    return Markup('<text x="{:.0f}" y="{:.0f}" text-anchor="{}"{}>{}</text>').format(x, y, anchor, spoken, text)


def _width(words: Iterable[str]) -> float:
    return max((len(word) for word in words), default=0) * LETTER


def bars(title: str, rows: Sequence[tuple[str, int, int]], called: str, spoken: str = "") -> Markup:
    """A bar a row: its name, how many awards were conferred, and apart how many merely were what is `called` so.

    Long names stand above their bars, so that a phone shows both. `spoken` is the attribute of the language of names,
    where it is not that of the page.
    """
    names, room = _width(name for name, *_ in rows), 180
    above = names > room / 3
    left, line = (2, ROW - 6) if above else (names + 12, 0)
    most = max((conferred + proposed for _, conferred, proposed in rows), default=0) or 1
    parts, width = [], names
    for number, (name, conferred, proposed) in enumerate(rows):
        y = number * (ROW + line) + line
        first, second = conferred / most * room, proposed / most * room
        parts.append(_word(left, y - 2, name, spoken=spoken) if above else _word(left - 8, y + 17, name, "end", spoken))
        for kind, x, long in (("conferred", left, first), ("proposed", left + first + 2, second)):
            if long:
                bar = Markup('<rect class="bv-bar--{}" x="{:.1f}" y="{}" width="{:.1f}" height="16"/>')
                parts.append(bar.format(kind, x, y + 5, max(long, 2)))
        told = f"{conferred} + {proposed} {called}" if proposed else str(conferred)
        parts.append(_word(left + first + second + 10, y + 17, told))
        width = max(width, left + first + second + 10 + _width([told]))
    return _svg(title, width, len(rows) * (ROW + line) + 4, parts)


def matrix(title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]], spoken: str = "") -> Markup:
    """A mark for each row and column: `head`, `deputy`, `announced`, `member`, or nothing.

    `spoken` is the attribute of the language of names, where it is not that of the page.
    """
    left, step = _width(name for name, _ in rows) + 16, max(46.0, _width(columns) + 14)
    parts = [_word(left + (at + 0.5) * step, 16, column, "middle") for at, column in enumerate(columns)]
    before: dict[int, tuple[float, float]] = {}
    for number, (name, marks) in enumerate(rows):
        y = 24 + number * ROW + 13
        parts.append(_word(left - 10, y + 4, name, "end", spoken))
        parts.append(Markup('<line x1="{0:.0f}" x2="{1:.0f}" y1="{2:.0f}" y2="{2:.0f}"/>').format(
            left, left + len(columns) * step, y))  # fmt: skip
        for at, mark in enumerate(marks):
            if not mark:
                continue
            x = left + (at + 0.5) * step
            parts.append(Markup('<circle class="bv-dot--{}" cx="{:.1f}" cy="{:.1f}" r="{}"/>').format(
                mark, x, y, 4 if mark == "member" else 7))  # fmt: skip
            if mark in ("head", "announced"):
                before[at] = (x, y)
    heads = [before[at] for at in sorted(before)]
    path = " ".join(f"{'M' if not at else 'L'}{x:.1f} {y:.1f}" for at, (x, y) in enumerate(heads))
    if len(heads) > 1:
        parts.insert(0, Markup('<path class="bv-handed-on" d="{}"/>').format(path))
    return _svg(title, left + len(columns) * step + 8, 24 + len(rows) * ROW + 4, parts)


def descent(title: str, before: Sequence[str], after: Sequence[str], spoken: str = "") -> Markup:
    """What became what: names on the left, each joined to those on the right."""
    left, right, gap = _width(before) + 12, _width(after) + 12, 90
    height = max(len(before), len(after)) * ROW
    ys = [[(at + 0.5) * height / len(side) for at in range(len(side))] for side in (before, after)]
    parts = []
    for y in ys[0]:
        for other in ys[1]:
            curve = Markup(
                '<path class="bv-became" d="M{0:.0f} {1:.0f} C{2:.0f} {1:.0f} {2:.0f} {3:.0f} {4:.0f} {3:.0f}"/>'
            )
            parts.append(curve.format(left, y, left + gap / 2, other, left + gap))
    parts += [_word(left - 6, y + 5, name, "end", spoken) for name, y in zip(before, ys[0], strict=True)]
    parts += [_word(left + gap + 6, y + 5, name, "start", spoken) for name, y in zip(after, ys[1], strict=True)]
    return _svg(title, left + gap + right, height + 4, parts)
