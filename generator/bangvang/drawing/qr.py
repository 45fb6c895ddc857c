"""QR codes; the only module that knows segno."""

from __future__ import annotations

import re

import segno
from markupsafe import Markup

_MASK = 0
"""Any mask can be read. Weighing all eight would take four times as long, for every page of an award."""

_DARK = re.compile(rb"\x01+")


def svg(text: str) -> Markup:
    """A text as a QR code: an SVG of one path, a unit a module, without the quiet zone around it.

    Readers by ear pass it over: the text stands beside it.
    """
    rows = segno.make(text, error="l", mask=_MASK, micro=False).matrix
    runs, right, below = [], 0, 0
    for row, modules in enumerate(rows):
        for run in _DARK.finditer(modules):
            runs.append(f"m{run.start() - right} {row - below}h{run.end() - run.start()}")
            right, below = run.end(), row
    return Markup(
        f'<svg class="bv-qr" viewBox="0 0 {len(rows)} {len(rows)}" aria-hidden="true">'
        f'<path stroke="#000" d="M0 .5{"".join(runs)}"/></svg>'
    )
