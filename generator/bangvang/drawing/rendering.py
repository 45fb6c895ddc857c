"""Templates: records to HTML, with everything escaped that is not markup of ours.

A page template has a block for each of these slots of its frame: `title`, `summary`, `crumbs` and `content`; slot
templates are whole. What fills `head` and `citing` is made from the citation of the page. Each page keeps its own list
of sources, in the order in which its facts cite them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, pass_context
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ..archive.archive import Archive
from ..archive.coverage import covered, needs
from ..archive.edition import edition
from ..archive.fingerprint import fingerprint, sources_of
from ..archive.history import History
from ..archive.past import Past
from ..language.vietnamese import long_date, number
from ..language.words import table
from ..open_data.datasets import TABLES
from ..open_data.open_data import OpenData
from ..pages.citing import citation, fact, forms, tags
from ..pages.linked import Linked, script
from ..pages.lists import index, letters_of
from ..pages.moved import retired_addresses
from ..pages.types import NO_YEAR, Page, address
from ..records.facts import Fact, Model
from ..records.values import day, days
from . import charts, qr


class Citations:
    """The sources of one page, numbered as they are first cited; and the macros that its blocks share."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.modules: dict[str, TemplateModule] = {}

    def number(self, source: str) -> int:
        if source not in self.ids:
            self.ids.append(source)
        return self.ids.index(source) + 1


class _Shared(Template):
    """A template whose macros are made once for each page: a page has many blocks and macros that import them."""

    def make_module(
        self, vars: dict[str, Any] | None = None, shared: bool = False, locals: Mapping[str, Any] | None = None
    ) -> TemplateModule:
        modules = vars["citations"].modules
        if self.name not in modules:
            modules[self.name] = super().make_module(vars, shared)
        return modules[self.name]


class _Templates(Environment):
    """Templates that find what all of them may use in one dictionary: a chain of them is slow to copy."""

    template_class = _Shared

    def make_globals(self, d: Mapping[str, Any] | None) -> dict[str, Any]:
        return {**self.globals, **(d or {})}


class Renderer:
    """Renders pages and slots of one archive, to be published at `home`; empty where that is not known yet."""

    def __init__(
        self,
        archive: Archive,
        home: str = "",
        histories: Mapping[str, History] = MappingProxyType({}),
        data: OpenData | None = None,
    ) -> None:
        self.archive = archive
        self.home = home
        self.edition = edition(archive.folder)
        self._templates = _Templates(
            loader=PackageLoader("bangvang"),
            auto_reload=False,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        self._templates.globals.update(
            archive=archive,
            past=Past(archive, histories),
            words=table(),
            edition=self.edition,
            link=self._link,
            cite=self._cite,
            fact=lambda honour: fact(honour, archive),
            name=archive.name,
            no_year=NO_YEAR,
            index=lambda section: index(section, archive)[0],
            covered=lambda bloc: covered(bloc, archive),
            needs=lambda: needs(archive),
            charts=charts,
            letters_of=lambda order: letters_of(order, archive),
            base=home,
            as_of=self.edition.day,
            qr=qr.image,
            fingerprint=lambda honour: fingerprint(honour, archive),
            sources_of=lambda honour: sources_of(honour, archive),
            numbered=self._numbered,
            data=data,
            tables=TABLES,
            retired_addresses=retired_addresses,
        )
        self._templates.tests["person"] = archive.is_person
        self._templates.filters.update(
            number=number,
            day=day,
            days=days,
            long_date=long_date,
            capital=capital,
            together=together,
            called=archive.name,
            bytes=in_bytes,
        )

    @property
    def slots(self) -> frozenset[str]:
        """The slots that a hand-written page may have."""
        names = (name for name in self._templates.list_templates() if name.startswith("slots/"))
        return frozenset(name.removeprefix("slots/").removesuffix(".html") for name in names)

    def page(self, page: Page) -> dict[str, Markup]:
        """What goes into each slot of the frame of a page. Title and summary are a line of text each."""
        template = self._templates.get_template(page.template)
        root = "../" * page.address.count("/")
        context = template.new_context({**page.values, "root": root, "citations": Citations()})
        texts = {slot: "".join(block(context)) for slot, block in template.blocks.items()}
        slots = {slot: Markup(text if "<" in text else " ".join(text.split())) for slot, text in texts.items()}
        return slots | self._cited(page, slots["title"].unescape())

    def _cited(self, page: Page, title: str) -> dict[str, Markup]:
        """What lets readers and programs cite a page that has this title: in its head, and at its end."""
        cited = citation(page, title, self.archive, self.edition, self.home)
        root = "../" * page.address.count("/")
        named = [f'<meta name="{escape(name)}" content="{escape(content)}">' for name, content in tags(cited)]
        data = Linked(self.archive, self.home or root).page(page, cited)
        citing = self._templates.get_template("citing.html").render(forms=forms(cited), root=root)
        return {"head": Markup("\n".join([*named, script(data)])), "citing": Markup(citing)}

    def slot(self, name: str, root: str, address: str = "") -> Markup:
        """What goes into a slot that every page may have; the page lies at an address, at the depth of `root`."""
        template = self._templates.get_template(f"slots/{name}.html")
        return Markup(template.render(root=root, address=address, citations=Citations()).strip())

    @pass_context
    def _link(self, context: Context, target: str | Model, text: str | None = None) -> Markup:
        """A link to the page of a record (by id or itself), or its name alone where it has no page."""
        record = self.archive[target] if isinstance(target, str) else target
        if text is None:
            text = self.archive.name(record)
        place = address(record, self.archive)
        return Markup(f'<a href="{context["root"]}{place}">{escape(text)}</a>') if place else escape(text)

    @pass_context
    def _numbered(self, context: Context, source: str) -> int:
        """The number of a source in the list at the foot of the page."""
        return context["citations"].number(source)

    @pass_context
    def _cite(self, context: Context, *facts: Fact) -> Markup:
        """The marks of the sources of facts, which lead to the list at the foot of the page."""
        sources = dict.fromkeys(source for fact in facts for source in fact.source)
        return Markup("").join(_mark(context["citations"].number(source)) for source in sources)


@cache
def _mark(number: int) -> Markup:
    """The mark of the source of that number."""
    return Markup('<sup class="bv-cite"><a href="#nguon-{0}" aria-label="Nguồn {0}">{0}</a></sup>').format(number)


def in_bytes(count: int) -> str:
    """The size of a file in words: kB below a million bytes, MB above."""
    if count < 1_000_000:
        return f"{number(max(1, round(count / 1000)))} kB"
    return f"{number(round(count / 1_000_000))} MB"


def together(parts: list[str]) -> str:
    """Parts as a phrase: "a, b và c"."""
    return " và ".join([", ".join(parts[:-1])] * (len(parts) > 1) + parts[-1:])


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
