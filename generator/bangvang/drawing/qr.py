"""QR codes; the only module that knows zxing-cpp."""

from __future__ import annotations

import zlib
from base64 import b64encode

import zxingcpp
from markupsafe import Markup

_MASK = 1
"""Any mask can be read. Weighing all eight would take eight times as long, for every page of an award."""

_BITS = bytes.maketrans(b"\x00\xff", b"01")
"""Dark modules come as 0, light ones as 255; a bit of the image is set where it is light."""


def image(text: str) -> Markup:
    """A text as a QR code: a PNG within the page, a pixel a module, without the quiet zone around it.

    It is an eighth of the same code drawn as an SVG. Readers by ear pass it over: the text stands beside it.
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L", dataMask=_MASK)
    drawn = memoryview(code.to_image(scale=1, add_quiet_zones=False))
    side, bits = drawn.shape[0], drawn.tobytes().translate(_BITS)
    width = (side + 7) // 8
    rows = (int(bits[start : start + side], 2) << (8 * width - side) for start in range(0, side * side, side))
    lines = b"".join(b"\0" + row.to_bytes(width) for row in rows)
    header = side.to_bytes(4) * 2 + bytes((1, 0, 0, 0, 0))  # one bit a pixel, in grey
    png = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines, 9)) + _chunk(b"IEND")
    return Markup(f'<img class="bv-qr" alt="" src="data:image/png;base64,{b64encode(png).decode()}">')


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
