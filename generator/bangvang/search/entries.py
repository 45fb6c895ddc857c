"""What search knows of a page: its names, what it can be narrowed by, and what a result says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple, get_args

from markupsafe import Markup

from ..archive.archive import Archive
from ..archive.honours import Honour
from ..language.locale import VIETNAMESE, Locale, capital
from ..language.vietnamese import fold
from ..pages.citing import called
from ..pages.page import Page
from ..records.models import AwardKind, Bloc, BlocYear, Decision, Organisation, Person, Place, Row, Source

RANKS = (
    "honoured-person",
    "honoured-collective",
    "once-honoured",
    "organisation",
    "place",
    "award-kind",
    "decision",
    "bloc",
    "bloc-year",
    "congress",
    "year",
    "text",
    "source",
)
"""The kinds of pages that search finds, those first that come first where pages fit as well."""

WITH_TEXT = ("text", "bloc", "bloc-year", "congress")
"""Kinds that are also found by the words of their text."""

_KIND = "|".join(get_args(Place.model_fields["kind"].annotation))
_KIND_OF_PLACE = re.compile(rf"^(?:{_KIND})\s+", re.IGNORECASE)
_KIND_WITHIN = re.compile(rf"\b(?:{_KIND})\s+(\w)")
_SHOWN = 2
"""Awards that a result tells of before it counts the rest."""

_ARTICLE = re.compile(r"<article\b[^>]*>(.*?)</article>", re.DOTALL)
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_NOT_TEXT = re.compile(r'<sup class="bv-cite">.*?</sup>|<a class="bv-here".*?</a>', re.DOTALL)
_END_OF_BLOCK = re.compile(r"</(?:p|li|d[dt]|h\d|t[dh]|caption|div|blockquote)>|<br>")
_SUMMARY = re.compile(r'<meta name="description" content="([^"]*)"')


class Facet(NamedTuple):
    """What a page can be narrowed by: its values, which stand in addresses, to their labels."""

    name: str
    values: Mapping[str, str]


_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """What search knows of a page. All text is as readers see it."""

    address: str
    kind: str
    """One of RANKS."""
    title: str
    summary: str
    names: tuple[str, ...] = ()
    """Other names it is found by."""
    numbers: tuple[str, ...] = ()
    """Numbers of decisions it is found by."""
    text: str = ""
    """Its whole text, for the kinds that are found by it."""
    facets: tuple[Facet, ...] = ()
    """Those that it has values of."""
    distinguishing: str = ""
    """What tells it from a page of the same name."""
    status: str = ""
    """Of units, and of who lost every award: `conferred` where one stands, else what became of the last one."""
    sources: tuple[tuple[str, str], ...] = ()
    """Label and address of its sources; an empty address where there is none."""

    def values(self, facet: str) -> Mapping[str, str]:
        """Its values of a facet, with their labels."""
        return next((values for name, values in self.facets if name == facet), _NONE)


class Sharing:
    """Has entries hold once what many of them say alike."""

    def __init__(self) -> None:
        self._facets: dict[tuple[str, tuple[tuple[str, str], ...]], Facet] = {}
        self._sources: dict[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]] = {}

    def shared(self, entry: Entry) -> Entry:
        """An entry equal to one that was given, which may then be forgotten."""
        facets = (self._facets.setdefault((facet.name, tuple(facet.values.items())), facet) for facet in entry.facets)
        sources = self._sources.setdefault(entry.sources, entry.sources)
        return replace(entry, facets=tuple(facets), sources=sources)


def entry_of_written(html: str, address: str, voice: Locale = VIETNAMESE) -> Entry:
    """The entry of a hand-written page, read from its HTML: heading, description, text of the article."""
    article = _PERMALINK.sub("", (_ARTICLE.search(html) or [html, html])[1])
    heading = _HEADING.search(article)
    summary = _SUMMARY.search(html)
    return Entry(
        voice.folder + address,
        "text",
        plain(heading[1]) if heading else "",
        plain(summary[1]) if summary else "",
        text=plain(article),
        facets=(Facet("loai", _words("record", ["text"], voice)),),
    )


def plain(html: str) -> str:
    """The text of HTML, its blocks apart and without the marks of sources and the links to cite by."""
    return Markup(_END_OF_BLOCK.sub(" ", _NOT_TEXT.sub("", html))).striptags()


def entry_of(page: Page, texts: Mapping[str, str], archive: Archive, voice: Locale = VIETNAMESE) -> Entry | None:
    """The entry of a page of records, given the texts of its slots. None for a page that is part of another."""
    if page.subject is None and page.kind != "year":
        return None
    subject = page.subject
    kind = page.kind
    if kind == "hero":
        kind = "honoured-person" if page.values["is_person"] else "honoured-collective"
        kind = kind if page.values["honours"] else "once-honoured"
    honours = page.honours
    sources = _sources(subject, honours, archive)
    return Entry(
        voice.folder + page.address,
        kind,
        plain(texts["title"]),
        told(honours, archive, voice) if page.kind == "hero" else plain(texts["summary"]),
        (*page.also, *_other_names(subject, archive)),
        (subject.number,) if kind == "decision" else (),
        plain(texts["content"]) if kind in WITH_TEXT else "",
        tuple(facet for facet in _facets(kind, subject, honours, sources, archive, voice) if facet.values),
        _distinguishing(subject, honours, archive, voice),
        _status(honours) if kind in ("organisation", "once-honoured") else "",
        tuple((f"{source.publisher}: {source.title}", source.address or "") for source in sources[:3]),
    )


def _other_names(subject: object, archive: Archive) -> list[str]:
    """What else a page is called: without the kind of place it is, by the places that it once was, with its year."""
    match subject:
        case Place():
            names = [name for place in archive.lineage.all_formerly(subject.id) for name in (place.name, *place.also)]
            names += [former.name for former in subject.names]
            return [_bare(name) for name in (subject.name, *names)] + names
        case Organisation():
            before = [name for unit in archive.lineage.all_formerly(subject.id) for name in (unit.name, *unit.also)]
            bare = _KIND_WITHIN.sub(lambda found: found[1] if found[1].isupper() else found[0], subject.name)
            return [bare, *(former.name for former in subject.names), *before]
        case BlocYear():
            bloc = archive[subject.bloc]
            said = (subject.year, VIETNAMESE.say("in-year", year=subject.year))
            return [f"{name} {year}" for name in (bloc.name, *bloc.also) for year in said]
        case AwardKind():
            return [*([subject.english] if subject.english else []), *(one.name for one in subject.names)]
        case int():
            return [str(subject)]
    return []


def _bare(name: str) -> str:
    """The name of a place without its kind: Than Uyên for huyện Than Uyên."""
    return _KIND_OF_PLACE.sub("", name)


def _status(honours: list[Honour]) -> str:
    if any(honour.conferred for honour in honours):
        return "conferred"
    return honours[-1].status if honours else ""


def _sources(subject: object, honours: list[Honour], archive: Archive) -> list[Source]:
    if isinstance(subject, Source):
        return [subject]
    if isinstance(subject, (Person, Row)) or (honours and isinstance(subject, (Organisation, Bloc))):
        facts = [fact for honour in honours for fact in (honour.award, honour.told)]
    else:
        facts = [subject]
    ids = dict.fromkeys(id for fact in facts for id in getattr(fact, "source", ()))
    return [archive[id] for id in ids]


def told(honours: list[Honour], archive: Archive, voice: Locale = VIETNAMESE) -> str:
    """What, when, by whom and by which decision, of the awards that stand; proposals are called so."""
    told = [_line(honour, archive, voice) for honour in honours[:_SHOWN]]
    more = len(honours) - len(told)
    return "; ".join([*told, *([voice.say("and-more-awards", count=more)] if more else [])]) + "."


def _line(honour: Honour, archive: Archive, voice: Locale) -> str:
    step = honour.told
    parts = [called(honour, archive, voice)]
    if honour.status != "conferred":
        parts[0] = f"{voice.words['status'][honour.status]}: {parts[0]}"
    if honour.award.posthumous:
        parts.append(voice.say("posthumous"))
    if honour.year:
        parts.append(voice.say("in-year", year=honour.year))
    if step.by:
        parts.append(step.by.printed or archive.name(step.by.who))
    if step.decision:
        parts.append(archive.name(step.decision, voice))
    return ", ".join(parts)


def _distinguishing(subject: object, honours: list[Honour], archive: Archive, voice: Locale) -> str:
    """Role and unit at the time of the awards, or the place that a unit or place lies in."""
    if isinstance(subject, Organisation) and subject.place:
        return ", ".join(place.name for place in reversed(archive.lineage.path_to(subject.place)))
    if isinstance(subject, Place):
        within = [place.name for place in reversed(archive.lineage.path_to(subject.id)[:-1])]
        now = [
            voice.say("now-is", place=place.name) for place in archive.lineage.now(subject.id) if place is not subject
        ]
        return ", ".join(within + now)
    if isinstance(subject, (Person, Row, Bloc)):
        roles = dict.fromkeys(h.award.recipient.role for h in honours if h.award.recipient.role)
        return "; ".join(roles)
    return ""


# --- facets -----------------------------------------------------------------------------------------------


def _facets(
    kind: str, subject: object, honours: list[Honour], sources: list[Source], archive: Archive, voice: Locale
) -> Iterator[Facet]:
    """Each facet of a page with its values and their labels; some have none."""
    kinds = {honour.award.kind for honour in honours} | ({subject.id} if kind == "award-kind" else set())
    provinces = {archive.lineage.path_to(place)[0].id for place in _places(subject, honours, archive)}
    yield Facet("loai", _words("record", [kind], voice))
    yield Facet("hinh-thuc", _names(kinds, archive, voice))
    yield Facet("cap", _words("level", {archive[kind].level for kind in kinds}, voice))
    yield Facet("nam", {str(year): str(year) for year in sorted(_years(subject, honours))})
    yield Facet("tinh-cu", _names(provinces, archive, voice))
    today = {now.id for province in provinces for now in archive.lineage.now(province)}
    yield Facet("tinh-nay", _names(today, archive, voice))
    yield Facet("khoi", _names(_blocs(subject, honours), archive, voice))
    yield Facet("trang-thai", _words("status", {honour.status for honour in honours}, voice))
    yield Facet("chung-cu", _words("source", {source.kind for source in sources}, voice))


def _names(ids: Iterable[str], archive: Archive, voice: Locale) -> dict[str, str]:
    return {id: archive.name(id, voice) for id in sorted(ids)}


def _words(section: str, codes: Iterable[str], voice: Locale) -> dict[str, str]:
    """The labels of codes, by values that are the same in every language."""
    return {_value(VIETNAMESE.words[section][code]): capital(voice.words[section][code]) for code in sorted(codes)}


def _value(label: str) -> str:
    return fold(label).replace(",", "").replace(" ", "-")


def _years(subject: object, honours: list[Honour]) -> set[int]:
    """The years rewarded and those of the decisions: readers know one or the other."""
    years = {honour.year for honour in honours if honour.year}
    years |= {h.conferral.date.value.year for h in honours if h.conferral and h.conferral.date} - {None}
    match subject:
        case int():
            years.add(subject)
        case BlocYear():
            years.add(subject.year)
        case Decision():
            years |= {subject.year} - {None}
    return years


def _blocs(subject: object, honours: list[Honour]) -> set[str]:
    blocs = {honour.home.bloc for honour in honours if isinstance(honour.home, BlocYear)}
    match subject:
        case Bloc():
            blocs.add(subject.id)
        case BlocYear():
            blocs.add(subject.bloc)
    return blocs


def _places(subject: object, honours: list[Honour], archive: Archive) -> set[str]:
    """Where a page belongs: its own place, else provinces printed in roles, else where blocs and authorities sit."""
    match subject:
        case Place():
            return {subject.id}
        case BlocYear():
            return {archive[subject.bloc].place} - {None}
    own = getattr(subject, "place", None)
    if own:
        return {own}
    if hasattr(subject, "issuer"):
        return {archive[subject.issuer].place} - {None}
    printed = {place.id for honour in honours if honour.award.recipient.role
               for place in archive.lineage.provinces_in(honour.award.recipient.role, honour.day)}  # fmt: skip
    if printed:
        return printed
    found = {archive[bloc].place for bloc in _blocs(subject, honours)}
    for honour in honours:
        found |= {archive[step.by.who].place for step in honour.award.steps
                  if step.by and isinstance(archive[step.by.who], Organisation)}  # fmt: skip
    return found - {None}
