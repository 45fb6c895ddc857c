"""How a page is cited: one model of a citation, and a form of it for each kind of reader and program.

A form has places that a browser fills anew when a single fact is cited: the title, the address, and the key that a
reference manager tells it by.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from ..archive.archive import Archive
from ..archive.edition import Edition
from ..archive.honours import WHOM, Honour
from ..language.locale import VIETNAMESE, Locale, capital
from ..records.models import BlocYear, Congress, Decision
from ..records.values import Day
from .page import Page

_TITLE, _ADDRESS, _KEY = "\0", "\1", "\2"
"""Where title, address and key go. No record can hold these signs: reading refuses them."""


@dataclass(frozen=True)
class Citation:
    """What is cited, whose it is, and where and in which edition it was seen."""

    kind: str
    """report: a numbered paper of a body; webpage: any other page of the archive."""
    title: str
    notice: str
    """What must not be forgotten wherever the title stands: that it is a mere proposal, or was annulled."""
    body: str
    """Whose report it is: who issued the decision, or the publisher of the archive."""
    genre: str
    number: str
    date: Day | None
    archive: str
    publisher: str
    edition: Edition
    address: str
    key: str
    voice: Locale
    """The language of the page, in plain text."""

    @property
    def full_title(self) -> str:
        return f"{self.title} ({self.notice})" if self.notice else self.title

    @property
    def version(self) -> str:
        return self.voice.say("data-edition", edition=self.edition.name)


def citation(page: Page, title: str, archive: Archive, home: str, voice: Locale = VIETNAMESE) -> Citation:
    """The citation of a page, called by its heading, on a site published at `home`; empty where that is not known.

    A decision is its issuer's. What the archive compiled is its own, and is of the day of its edition.
    """
    about, edition = archive.about, archive.edition
    kind, body, genre, number = "webpage", about.publisher, "", ""
    when = Day(edition.day.year, edition.day.month, edition.day.day) if edition.day else None
    match page.subject:
        case Decision() as decision:
            kind, body, number = "report", archive.name(decision.issuer), decision.number
            title = f"{archive.name(decision, voice)}: {decision.subject}"
            genre = capital(voice.known(decision.form, "document"))
            when = decision.date.value.start if decision.date else None
        case BlocYear() as year:
            kind, genre, number = "report", voice.words["genre"]["bloc-year"], f"{year.bloc}/{year.year}"
        case Congress() as congress:
            kind, genre, number = "report", voice.words["genre"]["congress"], congress.id
    return Citation(
        kind=kind,
        title=title,
        notice=_notice(page, voice),
        body=body,
        genre=genre,
        number=number,
        date=when if when and when.year else None,
        archive=about.title,
        publisher=about.publisher,
        edition=edition,
        address=home + voice.folder + page.address,
        key=re.sub("[^a-z0-9]+", "-", page.address).strip("-"),
        voice=voice,
    )


def _notice(page: Page, voice: Locale) -> str:
    """What became of the awards that a page of honour or a decision is about, where one was lost or none was given."""
    match page.subject:
        case Decision(id=id):
            honours = [honour for honour in page.honours if _conferred_by(honour, id)]
        case Congress(held=False):
            return voice.words["notice"]["planned"]
        case _:
            honours = page.honours if page.kind == "hero" else []
    states = [honour.status for honour in honours]
    if len({*states}) == 1:
        return voice.words["notice"].get(states[0], "")
    lost = [state for state in dict.fromkeys(states) if state in ("annulled", "stripped")]
    return "; ".join(voice.say(f"lost-{state}", count=states.count(state)) for state in lost)


def _conferred_by(honour: Honour, decision: str) -> bool:
    """Whether a decision conferred it, or only proposed it: not if it is what annulled it."""
    given = honour.conferral
    return not given or decision in (given.decision, *given.one_of)


def called(honour: Honour, archive: Archive, voice: Locale = VIETNAMESE) -> str:
    """What an award is called: as printed; in English by its English name first, where it has one."""
    award = honour.award
    known = archive[award.kind].english
    if voice.language != "en" or not known:
        return award.called
    if award.grade and (grade := voice.known(award.grade, "grade")) != award.grade:
        known = voice.say("award-graded", name=known, grade=grade)
    return voice.say("award-called", name=known, printed=award.called)


def fact(honour: Honour, archive: Archive, voice: Locale = VIETNAMESE) -> str:
    """What an award or proposal is called when it is cited alone: always with what it is worth."""
    to = honour.award.recipient
    whom = archive.name(archive.identity(to.who), voice) if to.who else to.printed
    what = called(honour, archive, voice)
    if honour.award.posthumous:
        what += f" ({voice.say('posthumous')})"
    year = f", {voice.say('in-year', year=honour.year)}" if honour.year and str(honour.year) not in what else ""
    notice = voice.words["notice"].get(honour.status)
    told = f"{capital(what)}: {whom or voice.say(f'count-{WHOM[to.of]}', count=to.count)}{year}"
    return told + (f" ({notice})" if notice else "")


# --- forms ------------------------------------------------------------------------------------------------


def _text(cited: Citation) -> str:
    """As papers of the language cite: whose, when, what, where."""
    if cited.kind == "report" and cited.body != cited.publisher:
        key, date = "cite-of-body", cited.voice.day(cited.date) if cited.date else cited.voice.say("undated")
    else:
        key, date = "cite-numbered" if cited.number else "cite-page", ""
    return cited.voice.say(
        key,
        body=cited.body,
        publisher=cited.publisher,
        title=_TITLE,
        genre=cited.genre.lower(),
        number=cited.number,
        date=date,
        archive=cited.archive,
        version=cited.version,
        address=_ADDRESS,
    )


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


def _number(cited: Citation) -> str:
    """The number, where the title does not hold it."""
    return "" if cited.number in cited.title else cited.number


def _apa(cited: Citation) -> str:
    date = "n.d."
    if cited.date:
        month = f", {MONTHS[cited.date.month - 1]}" if cited.date.month else ""
        date = f"{cited.date.year}{month}{f' {cited.date.day}' if cited.date.day else ''}"
    number = f" (No. {_number(cited)})" if _number(cited) else ""
    genre = f" [{cited.genre}]" if cited.genre else ""
    return (
        f"{_ended(cited.body)} ({date}). {_TITLE}{number}{genre}. "
        f"{cited.archive} (Version {cited.edition.name}). {_ADDRESS}"
    )


def _chicago(cited: Citation) -> str:
    date = "n.d."
    if cited.date:
        of_month = f" {cited.date.day}," if cited.date.day else ""
        date = f"{MONTHS[cited.date.month - 1] if cited.date.month else ''}{of_month} {cited.date.year}".strip()
    number = f"No. {_number(cited)}. " if _number(cited) else ""
    by = "" if cited.body == cited.publisher else f"{_ended(cited.publisher)} "
    archive = f"{cited.archive}, version {cited.edition.name}. "
    return f"{_ended(cited.body)} “{_TITLE}.” {number}{date}. {archive}{by}{_ADDRESS}."


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _wiki(cited: Citation) -> str:
    values = {
        "url": _ADDRESS,
        "title": _TITLE,
        "author": _wiki_text(cited.body),
        "date": _wiki_text(_wiki_date(cited)),
        "id": _wiki_text(
            cited.voice.say("number-and-version", number=cited.number, version=cited.version)
            if cited.number
            else cited.version
        ),
        "website": _wiki_text(cited.archive),
        "publisher": _wiki_text(cited.publisher),
        "language": cited.voice.language,
    }
    return (
        "{{"
        + cited.voice.say("wiki-template")
        + " "
        + " ".join(f"|{name}={value}" for name, value in values.items() if value)
        + "}}"
    )


def _wiki_date(cited: Citation) -> str:
    """As the template reads it: a whole date in figures, a part of one in words."""
    value = cited.date
    return str(value) if value and (value.exact or not value.month) else cited.voice.day(value) if value else ""


def _wiki_text(text: str) -> str:
    return re.sub(r"[|{}\[\]<>]", lambda sign: f"&#{ord(sign[0])};", text)


def _bibtex(cited: Citation) -> str:
    report = cited.kind == "report"
    fields = {
        "author": f"{{{_bibtex_text(cited.body)}}}",
        "title": f"{{{_TITLE}}}",
        "institution": f"{{{_bibtex_text(cited.body)}}}" if report else "",
        "number": _bibtex_text(cited.number),
        "type": _bibtex_text(cited.genre),
        "howpublished": "" if report else f"{{{_bibtex_text(cited.archive)}}}",
        "year": str(cited.date.year) if cited.date else "",
        "month": str(cited.date.month or "") if cited.date else "",
        "url": _ADDRESS,
        "note": _bibtex_text(f"{cited.archive}, {cited.version}"),
        "language": cited.voice.say("tex-language"),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{'techreport' if report else 'misc'}{{{_KEY},\n" + ",\n".join(lines) + "\n}"


_BIBTEX = {"\\": r"\textbackslash{}", "{": "(", "}": ")", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
"""Signs that mean something to BibTeX; braces must balance even where they are text."""


def _bibtex_text(text: str) -> str:
    return re.sub(r"[\\{}~^%&#$_]", lambda sign: _BIBTEX.get(sign[0], "\\" + sign[0]), text)


def _ris(cited: Citation) -> str:
    report = cited.kind == "report"
    lines = [
        ("TY", "RPRT" if report else "ELEC"),
        ("AU", "" if "," in cited.body else cited.body),  # a comma would split it into a surname and given names
        ("TI", _TITLE),
        ("T2", "" if report else cited.archive),
        ("PB", cited.body),
        ("SN", cited.number),  # what Zotero and EndNote take for the number of a report
        ("M3", cited.genre),
        ("PY", str(cited.date.year) if cited.date else ""),
        ("DA", str(cited.date).replace("-", "/") if cited.date else ""),
        ("DP", cited.archive),
        ("N1", cited.version),
        ("LA", cited.voice.language),
        ("UR", _ADDRESS),
    ]
    return "\n".join([f"{tag}  - {value}" for tag, value in lines if value] + ["ER  - "])


def _csl(cited: Citation) -> str:
    report = cited.kind == "report"
    issued = cited.date and [part for part in (cited.date.year, cited.date.month, cited.date.day) if part]
    item = {
        "id": _KEY,
        "type": cited.kind,
        "title": _TITLE,
        "author": [{"literal": cited.body}],
        "issued": {"date-parts": [issued]} if issued else None,
        "number": cited.number,
        "genre": cited.genre,
        "publisher": cited.body,
        "container-title": None if report else cited.archive,
        "source": cited.archive,
        "version": cited.edition.name,
        "language": cited.voice.language,
        "URL": _ADDRESS,
    }
    lines = [f' "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in item.items() if value]
    text = "[{\n" + ",\n".join(lines) + "\n}]"
    return text.replace(r"\u0000", _TITLE).replace(r"\u0001", _ADDRESS).replace(r"\u0002", _KEY)


def _plain(text: str) -> str:
    return text


FORMS: dict[str, tuple[Callable[[Citation], str], Callable[[str], str]]] = {
    "text": (_text, _plain),
    "apa": (_apa, _plain),
    "chicago": (_chicago, _plain),
    "wiki": (_wiki, _wiki_text),
    "bibtex": (_bibtex, _bibtex_text),
    "ris": (_ris, _plain),
    "csl": (_csl, lambda text: json.dumps(text, ensure_ascii=False)[1:-1]),
}
"""Every form: how it is written, and how a title is written in it. The script of pages knows the second too."""


def pattern(cited: Citation) -> Citation:
    """What a citation has in common with those of most pages; all of it, where it is that of a report."""
    return cited if cited.number else replace(cited, title="", notice="", address="", key="")


def forms(cited: Citation) -> Iterator[tuple[str, Markup]]:
    """A citation in every form, its places still open."""
    for name, (write, _) in FORMS.items():
        yield name, escape(write(cited)).replace(_TITLE, f"{_TITLE}{name}{_TITLE}")


def filled(html: str, cited: Citation) -> Markup:
    """HTML that holds forms, their places filled, and marked where a fact of the page takes the place of the page."""
    html = str(html)  # Markup would escape what fills it
    for name, (_, title) in FORMS.items():
        html = html.replace(f"{_TITLE}{name}{_TITLE}", _marked("title", title(cited.full_title)))
    return Markup(html.replace(_ADDRESS, _marked("address", cited.address)).replace(_KEY, _marked("key", cited.key)))


def _marked(place: str, text: str) -> str:
    return f"<span data-cited={place}>{escape(text)}</span>"


def tags(cited: Citation) -> Iterator[tuple[str, str]]:
    """What reference managers read in the head of a page. A body never stands as an author: it would be split."""
    if cited.kind == "report":
        yield "citation_title", cited.full_title
        yield "citation_technical_report_institution", cited.body
        yield "citation_technical_report_number", cited.number
        if cited.date:
            yield "citation_publication_date", str(cited.date).replace("-", "/")
        yield "citation_language", cited.voice.language
        if "://" in cited.address:
            yield "citation_public_url", cited.address
    else:
        yield "z:itemType", "webpage"
        yield "DC.title", cited.full_title
        if cited.date:
            yield "DC.date", str(cited.date)
        yield "DC.language", cited.voice.language
        yield "DC.publisher", cited.publisher
