"""Texts that would run, load or become something else if any output took them for more than text.

    python tests/payloads.py [--rounds N]

A round puts a payload into every text and address of every record of the miniature archive, each another one, builds
the whole site of it in both languages, and looks at every page and file. In the next round each field has the next
payload: after as many rounds as there are payloads, which is what it does unless told otherwise, each has stood alone
in each field. Then every field is given many of them at once, so that in few rounds Chromium, with the content policy
off, reads and searches one page of every kind with each payload in each field.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock
from xml.etree import ElementTree
from zipfile import ZipFile

import bibtexparser
import rispy
from playwright.sync_api import Browser
from pydantic import TypeAdapter, ValidationError
from selectolax.lexbor import LexborHTMLParser

from bangvang.archive.archive import Archive
from bangvang.build import draw, fill
from bangvang.drawing.rendering import Renderer
from bangvang.language.problems import Report
from bangvang.language.words import LANGUAGES
from bangvang.pages.moved import every_page
from bangvang.pages.types import opened
from bangvang.records.facts import Claim, Fact
from bangvang.records.structure import is_list, walk
from bangvang.records.values import Address, Text
from conftest import MINIATURE, ROOT, chromium, load_sound, serve, silent
from defects import sort_of
from payload_texts import PAYLOADS

_TEXT, _ADDRESS = TypeAdapter(Text), TypeAdapter(Address)
BASE = "https://mau.example/kho/"
AT_ONCE = 32
"""Payloads that a field has together."""
EVALUATED = str(7777 * 3)
"""What comes of a template that was run."""


def text_of(payload: str) -> str:
    """A payload as reading gives it to a field of text."""
    return _TEXT.validate_python(payload)


def address_of(payload: str) -> str:
    """The payload, or what is left of it in an address that reading lets through."""
    try:
        return _ADDRESS.validate_python(payload)
    except ValidationError:
        return _ADDRESS.validate_python("https://mau.example/?" + re.sub(r'[\s<>"]', "", payload))


def spoil(archive: Archive, made: Callable[[int], str]) -> set[tuple[str, str]]:
    """Put into the fields of every record, empty ones too, what `made` makes of their number. Returns which."""
    number, fields = 0, set()
    for part in (part for root in archive.roots for part in walk(root)):
        for name, field in type(part).model_fields.items():
            sort = sort_of(field)
            if sort not in ("text", "address"):
                continue
            take = text_of if sort == "text" else address_of
            items = getattr(part, name) if is_list(field.annotation) else None
            new = [take(made(number + at)) for at in range(len(items or [0]))]
            vars(part)[name] = new[0] if items is None else tuple(new)
            number += len(new)
            fields.add((type(part).__name__, name))
    return fields


def spoilt(made: Callable[[int], str]) -> tuple[Archive, set[tuple[str, str]]]:
    """The miniature archive in both languages, spoilt so, with all that it may hold; and which of its fields are."""
    archive = load_sound(MINIATURE)
    vars(archive.about)["languages"] = ("vi", "en")
    for fact in (part for root in archive.roots for part in walk(root) if isinstance(part, Fact)):
        vars(fact)["claims"] = (Claim(says="x", source=("bao-binh-minh-2023",)),)
    return archive, spoil(archive, made)


def alone(turn: int, payloads: Sequence[str] = PAYLOADS) -> Callable[[int], str]:
    """Each field has another payload, and in the next turn the next."""
    return lambda number: payloads[(number + turn) % len(payloads)]


def many(turn: int) -> Callable[[int], str]:
    """Each field has many payloads one after the other, each field another one first."""
    return lambda number: " ".join(PAYLOADS[(number + turn + at) % len(PAYLOADS)] for at in range(AT_ONCE))


def within(turn: int) -> Callable[[int], str]:
    """The same between words that keep the fields in their order and under their letters."""
    return lambda number: f"Mẫu {number:04} {PAYLOADS[(number + turn) % len(PAYLOADS)]} chữ"


def harmless(number: int) -> str:
    return f"Mẫu {number:04} chữ"


@contextmanager
def drawn() -> Iterator[Path]:
    """What MkDocs draws of our hand-written pages and frames, to be published at `BASE`."""
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, SITE_URL=BASE):
        report = Report()
        draw(ROOT, "mkdocs", Path(folder), report)
        assert not report.errors
        yield Path(folder)


def build(frames: Path, made: Callable[[int], str], site: Path) -> Path:
    """The whole site of an archive spoilt so."""
    shutil.copytree(frames, site)
    report = Report()
    fill(spoilt(made)[0], ROOT, site, report, silent)
    assert not report.errors, [(problem.code, problem.values) for problem in report]
    return site


# --- what must hold of every file ---------------------------------------------------------------------------------


Skeleton = list[tuple[str, ...]]


def skeleton(page: LexborHTMLParser) -> Skeleton:
    """The elements of a page in their order, each with the names of its attributes."""
    return [(node.tag, *node.attributes) for node in page.css("*")]


def elements_of(site: Path) -> set[tuple[str, ...]]:
    return {element for path in pages(site) for element in skeleton(_read(path))}


def _read(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text("utf-8"))


def rendered(made: Callable[[int], str]) -> dict[tuple[str, str], LexborHTMLParser]:
    """What is stamped of every page of an archive spoilt so, by language and address, without the rest of a site."""
    archive, _ = spoilt(made)
    found = {}
    for language in LANGUAGES:
        renderer = Renderer(archive, BASE, language=language, languages=LANGUAGES)
        for page in (opened(page, archive) for page in every_page(archive)):
            slots = renderer.page(page)
            whole = f"<head>{slots.pop('head')}</head><body>{''.join(f'<div>{text}</div>' for text in slots.values())}"
            found[language, page.address] = LexborHTMLParser(whole)
    return found


def pages(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*.html")) if "pagefind" not in path.parts]


def faults(site: Path, known: Collection[tuple[str, ...]]) -> Iterator[str]:
    """What does not hold in the files of a spoilt site, on whose pages there should be `known` elements alone."""
    for path in sorted(path for path in site.rglob("*") if path.is_file() and "assets" not in path.parts):
        check = _CHECKS.get(path.suffix)
        name = path.relative_to(site).as_posix()
        try:
            said = list(check(path)) if check else []
        except Exception as error:  # whatever a reader of the form stumbles over
            said = [repr(error)]
        if path.suffix == ".html" and "pagefind" not in path.parts:
            said += {f"made: {element}" for element in skeleton(_read(path)) if element not in known}
        yield from (f"{name}: {one}" for one in said)


def _page(path: Path) -> Iterator[str]:
    page = _read(path)
    if EVALUATED in page.html:
        yield "a template was run"
    for node in page.css("script"):
        if node.attributes.get("type") in ("application/ld+json", "application/json"):
            json.loads(node.text())
        elif node.text() or re.match("[a-z]+:|//", node.attributes["src"]):
            yield f"script: {node.html}"
    for node in page.css("[href], [src]"):
        address = node.attributes.get("href") or node.attributes.get("src") or ""
        ours = r"https?:|mailto:|data:image/png;base64,[\w+/=]+$" if node.tag == "img" else "https?:|mailto:"
        if re.match(rf"\s*(?!{ours})[a-z]+:|\s*//", address, re.IGNORECASE):
            yield f"address: {address}"
    yield from broken_forms(page)


def broken_forms(page: LexborHTMLParser) -> Iterator[str]:
    """The citations of a page that are not one citation in their form."""
    for form in page.css("pre[data-form]"):
        if not _FORM.get(form.attributes["data-form"], re.compile(".+").fullmatch)(form.text()):
            yield f"{form.attributes['data-form']}: {form.text()}"


def _table(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file, delimiter=";" if path.parent.name == "excel" else ",", strict=True)
    for row in rows:
        if len(row) != len(head):
            yield f"cells: {row}"


def _book(path: Path) -> Iterator[str]:
    with ZipFile(path) as book:
        for part in book.namelist():
            if part.endswith((".xml", ".rels")):
                text = book.read(part)
                tags = {node.tag.rpartition("}")[2] for node in ElementTree.fromstring(text).iter()}
                yield from (f"{part}: {tag}" for tag in tags & {"f", "hyperlink", "hyperlinks", "externalLink"})
                if b'TargetMode="External"' in text:
                    yield f"{part}: leads outside"


def _xml(path: Path) -> Iterator[str]:
    for node in ElementTree.parse(path).iter():
        namespace = node.tag.partition("}")[0].removeprefix("{")
        if not namespace.endswith(("/2005/Atom", "/sitemap/0.9")) and not node.tag.endswith("xhtml}link"):
            yield node.tag
        if not re.match(BASE.replace(".", r"\.") + "|(?!.)", node.get("href", "")):
            yield f"leads to {node.get('href')}"


def _json(path: Path) -> Iterator[str]:
    json.loads(path.read_text("utf-8"))
    yield from ()


def _json_lines(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").split("\n")[:-1]:
        json.loads(line)
    yield from ()


def _text(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        if not re.match(r"(User-agent|Allow|Sitemap|Contact|Expires|Preferred-Languages|Canonical): ", line):
            yield line


_CHECKS = {
    ".html": _page, ".csv": _table, ".xlsx": _book, ".xml": _xml, ".json": _json, ".jsonld": _json,
    ".jsonl": _json_lines, ".txt": _text,
}  # fmt: skip
"""What must hold in a file, by the end of its name."""


def _one_bibtex(text: str) -> bool:
    library = bibtexparser.parse_string(text)
    return len(library.entries) == len(library.blocks) == 1


def _one_ris(text: str) -> bool:
    return len(rispy.loads(text)) == 1 and all(re.match("[A-Z][A-Z0-9]  - ", line) for line in text.split("\n"))


_FORM = {
    "bibtex": _one_bibtex,
    "ris": _one_ris,
    "csl": lambda text: len(json.loads(text)) == 1,
    "wiki": re.compile(r"\{\{(chú thích web|cite web) ((?:\|[a-z]+=[^|{}\[\]\n]*)+)\}\}").fullmatch,
}
"""What must hold of a citation, by its form; each other one is a line."""


# --- what happens in the browser ----------------------------------------------------------------------------------

WATCH = """
window.ran = []
for (const name of ["hit", "alert", "confirm", "prompt", "print"]) window[name] = () => ran.push(name)
"""
MADE = r"""() => {
  const runs = ({ name, value }) => name.startsWith("on") || (ADDRESS.test(name) && SCHEME.test(value))
  const ADDRESS = /^(href|src|action|formaction|data)$/
  const SCHEME = /^[\s\0-\x20]*(javascript|vbscript|data:(?!image\/png;))/i
  const elements = [...document.querySelectorAll("*")]
  const odd = elements.flatMap((one) => [...one.attributes].filter(runs).map((it) => `${it.name}=${it.value}`))
  const foreign = elements.filter((one) => /^(iframe|object|embed|frame|base|applet|portal)$/i.test(one.tagName))
  return [...window.ran, ...odd, ...foreign.map((one) => one.outerHTML)]
}"""


def of_every_kind(site: Path) -> list[str]:
    """The address of one page of every kind, the largest, in both languages; and of the newest of everything."""
    largest: dict[tuple[str, ...], Path] = {}
    for path in pages(site):
        *folders, _ = path.relative_to(site).parts
        depth = 2 if folders[:1] == ["en"] else 1
        kind = (*folders[:depth], str(len(folders)))
        if kind not in largest or path.stat().st_size > largest[kind].stat().st_size:
            largest[kind] = path
    written = {"loi", "khoa", "so-tay", "sua-tren-trang", "do-toc-do"}
    addresses = [path.relative_to(site).as_posix() for kind, path in largest.items() if kind[0] not in written]
    return [address.removesuffix("index.html") for address in addresses] + ["du-lieu/tin/kho.xml"]


def run_in(browser: Browser, site: Path, queries: Sequence[str] = ("hit", "script", "mẫu")) -> list[str]:
    """What runs, is loaded from elsewhere or was made by others when a site is read and searched with no policy."""
    found = []
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(WATCH)
    with serve(site) as address:
        page = context.new_page()
        page.on("dialog", lambda dialog: (found.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("popup", lambda popup: found.append(f"popup: {popup.url}"))
        page.on("pageerror", lambda error: found.append(f"error: {error}"))
        page.on(
            "request",
            lambda r: None if r.url.startswith((address, "blob:", "data:image/png;")) else found.append(r.url),
        )
        for part in of_every_kind(site):
            page.goto(address + part)
            found += [f"{part}: {one}" for one in page.evaluate(MADE)]
        for folder in ("", "en/"):
            for query in queries:
                page.goto(f"{address}{folder}tim-kiem/?q={query}")
                page.locator("#bv-search-status[data-done]").wait_for()
                found += [f"{folder}?q={query}: {one}" for one in page.evaluate(MADE)]
    context.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Put every payload into every field, and look at what comes of it.")
    parser.add_argument("--rounds", type=int, default=len(PAYLOADS))
    rounds = parser.parse_args().rounds
    bad = []
    with drawn() as frames, tempfile.TemporaryDirectory() as folder, chromium() as browser:
        known = elements_of(build(frames, harmless, Path(folder, "harmless")))
        for turn in range(rounds):
            site = build(frames, alone(turn), Path(folder, "site"))
            bad += [f"{turn}: {one}" for one in faults(site, known)]
            shutil.rmtree(site)
            print(f"\r{turn + 1} of {rounds}", end="", file=sys.stderr, flush=True)
        for turn in range(0, rounds, AT_ONCE):
            site = build(frames, many(turn), Path(folder, "site"))
            bad += [f"{turn}, many: {one}" for one in (*faults(site, known), *run_in(browser, site))]
            shutil.rmtree(site)
            print(f"\rin Chromium: {turn} of {rounds}", end="", file=sys.stderr, flush=True)
        fields = len(spoilt(harmless)[1])
    print(
        *bad,
        f"\n{len(PAYLOADS)} payloads, {fields} fields, {rounds} rounds: {len(bad)} came out as more than text",
        sep="\n",
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
