"""QR codes; the only module that knows zxing-cpp."""

from __future__ import annotations

import re

import zxingcpp
from markupsafe import Markup

_DARK = re.compile(rb"\x00+")


def svg(text: str) -> Markup:
    """A text as a QR code: an SVG of one path, a unit a module, without the quiet zone around it.

    Readers by ear pass it over: the text stands beside it.
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    image = memoryview(code.to_image(scale=1, add_quiet_zones=False))
    size, pixels = image.shape[0], image.tobytes()
    runs, right, below = [], 0, 0
    for row in range(size):
        for run in _DARK.finditer(pixels, row * size, (row + 1) * size):
            start = run.start() - row * size
            end = run.end() - row * size
            runs.append(f"m{start - right} {row - below}h{end - start}")
            right, below = end, row
    return Markup(
        f'<svg class="bv-qr" viewBox="0 0 {size} {size}" aria-hidden="true">'
        f'<path stroke="#000" d="M0 .5{"".join(runs)}"/></svg>'
    )
