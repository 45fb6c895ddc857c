"""Templates: records to HTML, with everything escaped that is not markup of ours.

A page template has a block for each slot of its frame: `title`, `summary`, `crumbs` and `content`; slot templates are
whole. Each page keeps its own list of sources, in the order in which its facts cite them.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from .archive import Archive
from .coverage import covered, needs
from .datasets import TABLES
from .facts import Fact, Model
from .lists import index, letters_of
from .open_data import OpenData
from .pages import NO_YEAR, Page, address
from .values import Day, When
from .vietnamese import long_date, number
from .words import table


class Citations:
    """The sources of one page, numbered as they are first cited."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def number(self, source: str) -> int:
        if source not in self.ids:
            self.ids.append(source)
        return self.ids.index(source) + 1


class Renderer:
    """Renders pages and slots of one archive, which tell of its open data."""

    def __init__(self, archive: Archive, data: OpenData | None = None) -> None:
        self.archive = archive
        self._templates = Environment(
            loader=PackageLoader(__package__),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        self._templates.globals.update(
            archive=archive,
            words=table(),
            link=self._link,
            cite=self._cite,
            name=archive.name,
            no_year=NO_YEAR,
            index=lambda section: index(section, archive)[0],
            covered=lambda bloc: covered(bloc, archive),
            needs=lambda: needs(archive),
            letters_of=lambda order: letters_of(order, archive),
            data=data,
            tables=TABLES,
        )
        self._templates.tests["person"] = archive.is_person
        self._templates.filters.update(
            number=number, day=day, days=days, capital=capital, together=together, called=archive.name, bytes=in_bytes
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
        return {slot: Markup(text if "<" in text else " ".join(text.split())) for slot, text in texts.items()}

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
        return Markup('<a href="{}{}">{}</a>').format(context["root"], place, text) if place else escape(text)

    @pass_context
    def _cite(self, context: Context, *facts: Fact) -> Markup:
        """The marks of the sources of facts, which lead to the list at the foot of the page."""
        sources = dict.fromkeys(source for fact in facts for source in fact.source)
        return Markup("").join(_mark(context["citations"].number(source)) for source in sources)


@cache
def _mark(number: int) -> Markup:
    """The mark of the source of that number."""
    return Markup('<sup class="bv-cite"><a href="#nguon-{0}" aria-label="Nguồn {0}">{0}</a></sup>').format(number)


def day(value: Day) -> str:
    """A day as far as it is known, in words."""
    if value.exact:
        return long_date(value.exact)
    if value.year is None:
        return f"ngày {value.day} tháng {value.month}, không rõ năm"
    return f"tháng {value.month} năm {value.year}" if value.month else f"năm {value.year}"


def days(value: When) -> str:
    """A date or interval in words: ngày 18 tháng 12 năm 2023; từ ngày 18 đến ngày 19 tháng 12 năm 2023."""
    start, end = value.start, value.end
    if start == end:
        return day(start)
    if start.day and (start.year, start.month) == (end.year, end.month):
        return f"từ ngày {start.day} đến {day(end)}"
    return f"từ {day(start)} đến {day(end)}"


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
