"""What a site tells robots and those who find a hole in it: sitemap, robots.txt, security.txt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from markupsafe import escape

_CONTACT = re.compile(r"(?P<address>https://\S*[^\s.,;)])|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
_HOLDS = timedelta(days=360)
"""How long security.txt holds; RFC 9116 asks for less than a year."""


Twins = Mapping[str, str]
"""The same page in each language, the default first; nothing for a page in one language alone."""


def sitemap(pages: Mapping[str, Twins], base: str, changed: Mapping[str, date]) -> str:
    """The XML sitemap of pages given by address, on a site published at `base`; with when they changed, where known."""
    urls = "".join(f"<url><loc>{escape(base + address)}</loc>{_last(changed.get(next(iter(twins.values()), address)))}"
                   f"{_alternates(twins, base)}</url>\n" for address, twins in sorted(pages.items()))  # fmt: skip
    others = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"' if any(pages.values()) else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{others}>\n{urls}</urlset>\n'
    )


def _alternates(twins: Twins, base: str) -> str:
    links = '<xhtml:link rel="alternate" hreflang="{}" href="{}"/>'
    return "".join(links.format(language, escape(base + address)) for language, address in twins.items())


def _last(changed: date | None) -> str:
    return f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}Z"


def robots(base: str) -> str:
    """Every robot may read every page."""
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {base}sitemap.xml\n" if base else "")


def security(contact: str, base: str, at: datetime) -> str | None:
    """Where to report a hole, after RFC 9116, for a year from the date of the data. None where no address is known."""
    found = _CONTACT.search(contact)
    if not found:
        return None
    canonical = f"Canonical: {base}.well-known/security.txt\n" if base.startswith("https://") else ""
    where = found["address"] or f"mailto:{found['mail']}"
    return f"Contact: {where}\nExpires: {_time(at + _HOLDS)}\nPreferred-Languages: vi, en\n{canonical}"
