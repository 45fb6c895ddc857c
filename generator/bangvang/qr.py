"""QR codes; the only module that knows segno."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup

_MASK = 0
"""Any mask can be read. Weighing all eight would take four times as long, for every page of an award."""


def svg(text: str) -> Markup:
    """A text as a QR code: an SVG of one path, a unit a module, without the quiet zone around it.

    Readers by ear pass it over: the text stands beside it.
    """
    out = io.BytesIO()
    segno.make(text, error="l", mask=_MASK, micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=False, nl=False, omitsize=True, svgclass="bv-qr", lineclass=None
    )
    return Markup(out.getvalue().decode("ascii").replace("<svg ", '<svg aria-hidden="true" ', 1))
