"""What a reader waits for: the weight of each type of page, its requests, first paint and search on a slow phone.

A program: `PYTHONPATH=tests python -m bench.reader [--sizes N …] [--write]`. Chromium is held to the network and the
processor that Lighthouse takes for a mid-range phone on slow 4G; nothing is kept from one page to the next.
`--write` puts what is told into the docs.
"""

from __future__ import annotations

import argparse
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from conftest import SUB_PATH
from search.engines import PATIENCE, chromium, project
from search.names import fold
from search.web import Web, web

from . import results
from .__main__ import tell
from .contenders import ENVIRONMENT
from .invented import REFERENCE, archive
from .measure import measure

ROUNDS = 3
PHONE = {"viewport": {"width": 360, "height": 800}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
NETWORK = {"offline": False, "latency": 562.5, "downloadThroughput": 1_474_560 / 8, "uploadThroughput": 675_000 / 8}
SLOWER = 4
"""How many times slower than here the processor is made."""

PACKED_AT_MOST = 2_000
"""How many pages of a type are compressed to tell their median; the largest is always among them."""

TYPES = {
    "vinh-danh": "honoured",
    "khoi": "bloc",
    "nam": "year",
    "don-vi": "unit",
    "hinh-thuc": "award kind",
    "quyet-dinh": "decision",
    "dai-hoi": "congress",
    "noi": "place",
    "nguon": "source",
}
"""What pages of records are about, by their folder."""


@dataclass(frozen=True)
class Weight:
    """The pages of a type: how many there are, bytes of the middle and of the largest, the address of one such."""

    pages: int
    raw: float
    packed: float
    largest: int
    largest_packed: int
    address: str


def type_of(address: str) -> str:
    """The type of the page at an address; nothing for those that are no record's."""
    if address in ("", "tim-kiem/"):
        return {"": "home", "tim-kiem/": "search"}[address]
    folder, *rest = address.strip("/").split("/")
    if folder == "danh-sach":
        return "list"
    if folder not in TYPES or not rest:
        return ""
    if len(rest) == 1:
        return TYPES[folder]
    return "bloc-year" if folder == "khoi" and len(rest) == 2 and rest[1].isdigit() else "list"


def weights(site: Path) -> dict[str, Weight]:
    """The weight of each type of page of a site."""
    found: dict[str, list[tuple[int, Path]]] = defaultdict(list)
    for path in site.rglob("index.html"):
        kind = type_of(path.relative_to(site).as_posix().removesuffix("index.html"))
        if kind:
            found[kind].append((path.stat().st_size, path))
    told = {}
    for kind, pages in sorted(found.items(), key=lambda item: -len(item[1])):
        pages.sort()
        some = {*pages[:: max(1, len(pages) // PACKED_AT_MOST)], pages[-1]}
        packed = {path: len(gzip.compress(path.read_bytes(), 6)) for _, path in some}
        address = pages[len(pages) // 2][1].parent.relative_to(site).as_posix()
        told[kind] = Weight(
            len(pages),
            median(size for size, _ in pages),
            median(packed.values()),
            pages[-1][0],
            max(packed.values()),
            "" if address == "." else f"{address}/",
        )
    return told


@contextmanager
def phone(browser) -> Iterator[object]:
    """A page in a browser that has nothing kept, as slow as a phone."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(_WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield page
    context.close()


_WATCH = """
new MutationObserver(() => {
  if (document.querySelector("#bv-search-results a")) window.found ??= performance.now()
}).observe(document, { childList: true, subtree: true })
"""
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime)[0]"
_ASK = """query => {
  document.querySelector("#bv-search-results").replaceChildren()
  window.asked = performance.now()
  window.found = undefined
  const box = document.querySelector("#bv-q-page")
  box.value = query
  box.form.requestSubmit()
}"""


def opened(browser, served: Web, address: str) -> tuple[float, int, int]:
    """Milliseconds until a page first shows something, requests until it is still, and bytes of them."""
    with phone(browser) as page:
        before = len(served.sent)
        page.goto(f"{served.address}{SUB_PATH}{address}", wait_until="networkidle")
        page.wait_for_function(_PAINTED)
        sent = served.sent[before:]
        return page.evaluate(_PAINTED), len(sent), sum(size for _, size in sent)


def searched(browser, served: Web, first: str, second: str) -> tuple[float, float]:
    """Milliseconds until who arrives with a query sees a result, and until another query in the open page shows one."""
    with phone(browser) as page:
        page.goto(f"{served.address}{SUB_PATH}tim-kiem/?q={first}", wait_until="commit")
        page.wait_for_function("() => window.found !== undefined")
        arriving = page.evaluate("window.found")
        page.wait_for_load_state("networkidle")
        page.evaluate(_ASK, second)
        page.wait_for_function("() => window.found !== undefined")
        return arriving, page.evaluate("window.found - window.asked")


def read(pages: int, browser, folder: Path | None) -> Iterator[results.Table]:
    """What is told of an archive of a size."""
    with TemporaryDirectory(dir=folder, prefix="bench-") as name:
        work = Path(name).resolve()
        tell(f"making about {pages:,} pages …")
        invented = archive(pages)
        root = project(invented, work / "kho")
        (work / "web").mkdir()
        with web(work / "web") as served:
            site = served.folder / SUB_PATH
            tell("building …")
            environment = ENVIRONMENT | {"SITE_URL": served.address + SUB_PATH}
            measure([sys.executable, "-m", "bangvang", "build", "--site", str(site)], root, environment)
            tell("weighing, opening …")
            yield _types(site, browser, served)
            tell("searching …")
            some = invented.people[:: max(1, len(invented.people) // (2 * ROUNDS))]
            names = [fold(one.name) for one in some[: 2 * ROUNDS]]
            took = [searched(browser, served, *pair) for pair in zip(names[::2], names[1::2], strict=True)]
            rows = [
                (title, f"{median(times):,.0f} ms", f"{max(times):,.0f} ms")
                for title, times in zip(("arriving with a name", "the next name"), zip(*took, strict=True), strict=True)
            ]
            yield results.Table(f"Search among {pages:,} pages", ("first result", "median", "at worst"), rows)


def _types(site: Path, browser, served: Web) -> results.Table:
    found = weights(site)
    rows = []
    for kind, weight in found.items():
        each = [opened(browser, served, weight.address) for _ in range(ROUNDS)]
        paint, (_, requests, size) = median(one[0] for one in each), each[-1]
        rows.append((
            kind, f"{weight.pages:,}", *(f"{one / 1000:.1f} kB" for one in (weight.raw, weight.packed)),
            *(f"{one / 1000:.0f} kB" for one in (weight.largest, weight.largest_packed)),
            str(requests), f"{size / 1000:.0f} kB", f"{paint:,.0f} ms",
        ))  # fmt: skip
    total = sum(weight.pages for weight in found.values())
    head = ("type", "pages", "median", "gzip", "largest", "gzip", "requests", "fetched", "first paint")
    return results.Table(f"Opening one of {total:,} pages", head, rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=(REFERENCE,))
    parser.add_argument("--folder", type=Path, help="a folder for what is built")
    parser.add_argument("--write", action="store_true", help=f"put what is told into {results.PAGE.name}")
    options = parser.parse_args()
    tell(results.machine())
    with chromium() as browser:
        told = [table for size in options.sizes for table in read(size, browser, options.folder)]
    results.show("reader", told, options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
