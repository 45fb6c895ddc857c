"""Templates: records to HTML, with everything escaped that is not markup of ours.

A page template has a block for each of these slots of its frame: `title`, `summary`, `crumbs` and `content`; slot
templates are whole. What fills `heading` is the title with its markup; what fills `head` and `citing` is made from the
citation of the page. Each page keeps its own list of sources, in the order in which its facts cite them.

Templates serve every language: they hold no word, and ask the tables by `say` and `words`. What records say is
Vietnamese; on the pages of another language it is marked so wherever it stands, without a word in the templates.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from types import CodeType, MappingProxyType
from typing import Any

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from jinja2.utils import internalcode
from markupsafe import Markup, escape

from ..archive.archive import Archive
from ..archive.coverage import FIELDS, covered, lacking, needs, years_covered
from ..archive.fingerprint import fingerprint, sources_of
from ..archive.history import History
from ..archive.honours import WHOM, Honour
from ..archive.past import Past
from ..archive.sequence import Stop, key, neighbours
from ..archive.tallies import by_kind, by_year
from ..language.locale import Locale, capital, slug, spoken, spoken_in
from ..language.words import LANGUAGES
from ..open_data.datasets import TABLES
from ..open_data.open_data import OpenData
from ..pages.citing import Citation, called, citation, fact, filled, forms, pattern, tags
from ..pages.linked import Linked, script
from ..pages.lists import index, letters_of
from ..pages.moved import retired_addresses
from ..pages.page import Page, address
from ..pages.types import NO_YEAR, Listed
from ..records.facts import Fact, Model
from . import charts, qr


class Citations:
    """The sources of one page, numbered as they are first cited."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def number(self, source: str) -> int:
        if source not in self.ids:
            self.ids.append(source)
        return self.ids.index(source) + 1


@dataclass
class _Rendered:
    """The page that is being rendered. Templates find it as `page`.

    It is no part of their context: so their macros, which are shared by all pages, are made once.
    """

    root: str = ""
    """The way to the front page of its language."""
    site_root: str = ""
    """The way to the front page of the site."""
    cited: Citations = field(default_factory=Citations)
    lead: Markup = field(default_factory=Markup)
    """The sentence that sums it up, with its markup."""


_TITLE_ITSELF = "anh hiệu"
"""In the printed name of a title that calls itself one."""

NOT_FOUND = "404.html"
"""The page for addresses where nothing stands, one for all languages."""

_SAYS = "say-"
"""What begins the name of a slot that is a word of the frame."""


class _Context(Context):
    """What a template knows. Nothing that our templates call asks for it, so what is called is not asked whether."""

    @internalcode
    def call(self, called: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(*args, **named)


class _Templates(Environment):
    """Templates that find what all of them may use in one dictionary: a chain of them is slow to copy.

    What they say that is the same on every page is said once, when they are read.
    """

    context_class = _Context

    def make_globals(self, d: Mapping[str, Any] | None) -> dict[str, Any]:
        return {**self.globals, **(d or {})}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        for output in template.find_all(nodes.Output):
            output.nodes = [self._said(node) for node in output.nodes]
        return template

    def _said(self, node: nodes.Expr) -> nodes.Expr:
        match node:
            case nodes.Call(node=nodes.Name(name="say"), args=[nodes.Const(value=key)], kwargs=[]):
                return nodes.TemplateData(escape(self.globals["say"](key)), lineno=node.lineno)
        return node


class _Compiled(BytecodeCache):
    """Templates that were compiled already in this process: while it serves, each edit has a renderer of its own."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


@cache
def _compiled(language: str) -> _Compiled:
    """Those of a language: the words that they say are compiled with them, and nothing of an archive."""
    return _Compiled()


class Renderer:
    """Renders pages and slots of one archive in one language, to be published at `home`; empty where that is not known.

    `languages` are those of the whole site, and `twins` the addresses that have a page in each of them.
    """

    def __init__(
        self,
        archive: Archive,
        home: str = "",
        histories: Mapping[str, History] = MappingProxyType({}),
        data: OpenData | None = None,
        language: str = LANGUAGES[0],
        languages: Sequence[str] = LANGUAGES[:1],
        twins: Collection[str] = (),
    ) -> None:
        self.archive = archive
        self.home = home
        self.plain, self._voice = spoken(language), Locale(language, is_html=True)
        voice = self._voice
        self._spoken = Markup("" if voice.is_default else f' lang="{LANGUAGES[0]}"')
        self._mark = cache(self._make_mark)
        self._citing = lru_cache(self._make_citing)
        self._page = _Rendered()
        self._templates = _Templates(
            loader=PackageLoader("bangvang"),
            bytecode_cache=_compiled(language),
            auto_reload=False,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            finalize=None if voice.is_default else voice.quote,
        )
        self._templates.globals.update(
            archive=archive,
            page=self._page,
            past=Past(archive, histories),
            words=voice.words,
            say=voice.say,
            language=language,
            languages=spoken_in(languages),
            twins=twins,
            folder=voice.folder,
            in_vietnamese=self._spoken,
            edition=archive.edition,
            link=self._link,
            cite=self._cite,
            fact=lambda honour: fact(honour, archive, self.plain),
            called=lambda honour: called(honour, archive, voice),
            printed=lambda honour: honour.award.printed if voice.is_default else called(honour, archive, voice),
            award=self._award,
            titled=self._titled,
            name=self._name,
            heading=self._heading,
            whom=WHOM,
            no_year=NO_YEAR,
            index=lambda section: index(section, archive)[0],
            covered=lambda bloc: covered(bloc, archive),
            years_covered=lambda bloc: years_covered(bloc, archive),
            fields=len(FIELDS),
            lacking=lacking,
            needs=lambda: needs(archive),
            around=self._around,
            by_year=by_year,
            by_kind=by_kind,
            charts=charts,
            letters_of=lambda order: letters_of(order, archive),
            base=home,
            as_of=archive.edition.day,
            qr=qr.image,
            fingerprint=lambda honour: fingerprint(honour, archive),
            sources_of=lambda honour: sources_of(honour, archive),
            numbered=self._numbered,
            data=data,
            tables=TABLES,
            retired_addresses=retired_addresses,
        )
        self._template = cache(self._templates.get_template)
        self._templates.tests["person"] = archive.is_person
        self._templates.filters.update(
            number=voice.number,
            days=voice.days,
            dated=voice.dated,
            of_date=voice.of_date,
            long_date=voice.long_date,
            figures=voice.figures,
            bytes=voice.bytes,
            together=voice.together,
            known=voice.known,
            capital=capital,
            slug=slug,
            bare=bare,
            name_of=self._name,
            plain_name=lambda record: archive.name(record, self.plain),
        )

    def prepare(self) -> None:
        """Find out now, before processes part, what each would have to: the templates, who stands beside whom, and who
        shares a name.
        """
        for name in self._templates.list_templates(["html"]):
            self._template(name)
        _ = self._neighbours, self.archive.by_name

    @property
    def slots(self) -> frozenset[str]:
        """The slots that a hand-written page may have."""
        names = (name for name in self._templates.list_templates() if name.startswith("slots/"))
        templates = {name.removeprefix("slots/").removesuffix(".html") for name in names}
        return frozenset(templates | {_SAYS + word for word in self._voice.words["frame"]})

    @cached_property
    def said(self) -> dict[str, str]:
        """What fills the slots that are words of the frame."""
        return {_SAYS + word: text for word, text in self._voice.words["frame"].items()}

    def page(self, page: Page) -> dict[str, Markup]:
        """What goes into each slot of the frame of a page. Title and summary are a line of text each."""
        self._begin(page.address)
        template = self._template(page.template)
        context = template.new_context(page.values)
        self._page.lead = summary = Markup("".join(template.blocks["summary"](context)))
        others = {slot: block for slot, block in template.blocks.items() if slot != "summary"}
        texts = {"summary": summary} | {slot: "".join(block(context)) for slot, block in others.items()}
        lines = {slot: Markup(" ".join(text.split())) for slot, text in texts.items() if slot in _LINES}
        slots = {slot: Markup(text) for slot, text in texts.items()} | {
            slot: bare(text) for slot, text in lines.items()
        }
        return slots | {"heading": lines["title"]} | self._cited(page, lines["title"].striptags())

    def _cited(self, page: Page, title: str) -> dict[str, Markup]:
        """What lets readers and programs cite a page that has this title: in its head, and at its end."""
        cited = citation(page, title, self.archive, self.home, self.plain)
        named = [f'<meta name="{escape(name)}" content="{escape(content)}">' for name, content in tags(cited)]
        data = Linked(self.archive, self.home or self._page.site_root, self.plain).page(page, cited)
        citing = filled(self._citing(pattern(cited), self._page.root), cited)
        return {"head": Markup("\n".join([*named, script(data)])), "citing": citing}

    def _make_citing(self, cited: Citation, root: str) -> str:
        """The part of a page that tells how to cite it, its places still open: the same for most pages so deep."""
        return self._template("citing.html").render(forms=forms(cited), root=root)

    def slot(self, name: str, address: str) -> Markup:
        """What goes into a slot that every page may have; the page lies at an address within its language."""
        if name.startswith(_SAYS):
            return escape(self.said[name])
        self._begin(address)
        return Markup(self._template(f"slots/{name}.html").render(address=address).strip())

    def _begin(self, address: str) -> None:
        """Render for the page at an address from now on."""
        page = self._page
        page.cited = Citations()
        if address == NOT_FOUND and self.home:  # shown at any depth
            page.root = page.site_root = self.home
            return
        page.root = "../" * address.count("/")
        page.site_root = page.root if self._voice.is_default else f"{page.root}../"

    def _name(self, record: str | Model) -> str:
        return self.archive.name(record, self._voice)

    @cached_property
    def _neighbours(self) -> dict[object, tuple[Stop | None, Stop | None]]:
        return neighbours(self.archive)

    def _around(self, stop: Stop | None) -> tuple[Stop | None, Stop | None]:
        """What stands before and after a record or a year, where it has a place in an order."""
        return self._neighbours.get(key(stop), (None, None)) if stop else (None, None)

    def _heading(self, of: Listed) -> str:
        """What a list in parts is called by what it is of."""
        match of:
            case None:
                return self._voice.say("year-unknown")
            case int():
                return self._voice.say("year-of", year=of)
            case str():
                return self._voice.words["section"][of]
        return self._name(of)

    def _link(self, target: str | Model, text: str | None = None) -> Markup:
        """A link to the page of a record (by id or itself), or its name alone where it has no page."""
        record = self.archive[target] if isinstance(target, str) else target
        if text is None:
            text = self._name(record)
        place = address(record, self.archive)
        if not place:
            return escape(self._voice.quote(text))
        spoken = "" if hasattr(text, "__html__") else self._spoken
        return Markup(f'<a href="{self._page.root}{place}"{spoken}>{escape(text)}</a>')

    def _award(self, honour: Honour) -> Markup:
        """What an award is called, as a link to the page of its kind."""
        return self._link(honour.award.kind, capital(called(honour, self.archive, self._voice)))

    def _titled(self, honour: Honour) -> bool:
        """Whether an award is a title that its printed name does not call one."""
        return self.archive[honour.award.kind].group == "title" and _TITLE_ITSELF not in honour.award.printed

    def _numbered(self, source: str) -> int:
        """The number of a source in the list at the foot of the page."""
        return self._page.cited.number(source)

    def _cite(self, *facts: Fact) -> Markup:
        """The marks of the sources of facts, which lead to the list at the foot of the page."""
        sources = dict.fromkeys(source for fact in facts for source in fact.source)
        return Markup("").join(self._mark(self._page.cited.number(source)) for source in sources)

    def _make_mark(self, number: int) -> Markup:
        """The mark of the source of that number."""
        label = self._voice.say("source-number", number=number)
        mark = Markup('<sup class="bv-cite"><a href="#nguon-{0}" aria-label="{1}">{0}</a></sup>')
        return mark.format(number, label)


_LINES = ("title", "summary", "refresh")
"""Slots that are a line of text, without markup."""


def bare(text: str) -> Markup:
    """The text of HTML, or a text, as an attribute can hold it."""
    return escape(text.striptags() if hasattr(text, "__html__") else text)
