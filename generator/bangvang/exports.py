"""The archive in forms that machines read, one function a form."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import escape


def sitemap(addresses: Iterable[str], base: str) -> str:
    """The XML sitemap of pages given by address, on a site published at `base`."""
    urls = "".join(f"<url><loc>{escape(base + address)}</loc></url>\n" for address in sorted(addresses))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    )
