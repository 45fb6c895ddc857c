"""What a page says, as linked data for machines: JSON-LD.

In schema.org `award` is a text and can hold neither decision nor day, so each award also stands beside it as an event
in terms of our own, with all of its steps. What is no award, a proposal or what was annulled, is never in `award`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from ..archive.archive import Archive
from ..archive.honours import Honour
from ..language.locale import VIETNAMESE, Locale
from ..records.facts import Model
from ..records.models import (
    AwardKind,
    Bloc,
    BlocYear,
    Congress,
    Decision,
    Meeting,
    Organisation,
    Person,
    Place,
    Row,
    Step,
)
from ..records.sources import Source
from ..records.values import When
from .citing import Citation, fact
from .page import Page, address

TERMS = "urn:bangvang:"
"""Our own terms: Award, Proposal, LostAward, status, kind, recipient, year, steps, Step, step, by, to, decision."""

_MEANT = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Signs that could end the element which holds the data, or a line of it."""

_STATES = {"conferred": "Award", "proposed": "Proposal", "declined": "Proposal"}
"""The type of what stands in `subjectOf`, by its status; all else was an award once."""


def script(data: Mapping[str, Any]) -> Markup:
    """Linked data as an element of a page. Browsers do not run it, so the content policy lets it be."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, written in _MEANT.items():
        text = text.replace(sign, written)
    return Markup(f'<script type="application/ld+json">{text}</script>')


class Linked:
    """Pages of one archive as linked data, under the address where they are published, or relative to one of them.

    What a page is about has one id, whatever the language of the page.
    """

    def __init__(self, archive: Archive, home: str, voice: Locale = VIETNAMESE) -> None:
        self.archive = archive
        self.home = home
        self.voice = voice

    def page(self, page: Page, cited: Citation) -> dict[str, Any]:
        """A page, the edition of the archive it belongs to, and what it is about."""
        about = self.archive.about
        return _without_gaps(
            {
                "@context": {"@vocab": "https://schema.org/", "bv": TERMS},
                "@type": "WebPage" if page.subject and page.kind != "year" else "CollectionPage",
                "@id": f"{self.home}{self.voice.folder}{page.address}",
                "name": cited.full_title,
                "inLanguage": self.voice.language,
                "isPartOf": {
                    "@type": "Dataset",
                    "@id": f"{self.home}#du-lieu",
                    "name": cited.archive,
                    "version": cited.edition.name,
                    "dateModified": cited.edition.day and cited.edition.day.isoformat(),
                    "license": about.licence_address,
                    "publisher": {"@type": "Organization", "name": cited.publisher},
                },
                "mainEntity": self._about(page),
            }
        )

    def _about(self, page: Page) -> dict[str, Any] | None:
        """What a page is about, in the terms of schema.org."""
        match page.subject:
            case Person() | Row() | Organisation() | Bloc() as record if page.kind == "hero":
                person = self.archive.is_person(record.id)
                return self._named(record, "Person" if person else "Organization") | self._honoured(page.honours)
            case Organisation() as unit:
                shown = {honour.anchor for honour in _shown(page)}
                return self._named(unit, _UNITS.get(unit.kind, "Organization")) | {
                    "parentOrganization": unit.parent and self._reference(unit.parent, "Organization"),
                    **self._honoured([honour for honour in page.honours if honour.anchor in shown]),
                }
            case Bloc() as bloc:
                return self._bloc(bloc)
            case BlocYear() as year:
                return {
                    "@type": "Report",
                    "name": self.archive.name(year, self.voice),
                    "reportNumber": f"{year.bloc}/{year.year}",
                    "temporalCoverage": str(year.year),
                    "about": [
                        self._bloc(self.archive[year.bloc]),
                        *map(self._meeting, year.meetings),
                        *map(self._event, _shown(page)),
                    ],
                }
            case Congress() as congress:
                return self._congress(congress)
            case Decision() as decision:
                return self._decision(decision, whole=True)
            case Place() as place:
                return self._named(place, "AdministrativeArea") | {
                    "containedInPlace": place.within and self._reference(place.within, "AdministrativeArea")
                }
            case AwardKind() as kind:
                return self._named(kind, "DefinedTerm") | {"description": kind.explained}
            case Source() as source:
                return {
                    "@type": "Legislation" if source.kind in ("decision", "law") else "CreativeWork",
                    "name": source.title,
                    "publisher": {"@type": "Organization", "name": source.publisher},
                    "datePublished": source.published and _iso(source.published.value),
                    "url": source.address,
                }
        return None

    # --- records ---

    def _reference(self, id: str, type: str) -> dict[str, Any]:
        record = self.archive[id]
        return {"@type": type, "@id": self._address(record), "name": self.archive.name(record)}

    def _address(self, record: Model) -> str | None:
        """Where the page of a record stands, as the id of what it is about."""
        place = address(record, self.archive)
        return place and f"{self.home}{place}#it"

    def _named(self, record: Model, type: str) -> dict[str, Any]:
        return {
            "@type": type,
            "@id": self._address(record),
            "name": self.archive.name(record),
            "alternateName": list(record.also),
        }

    def _bloc(self, bloc: Bloc) -> dict[str, Any]:
        organiser = bloc.organiser and self._reference(bloc.organiser, "Organization")
        return self._named(bloc, "Organization") | {"parentOrganization": organiser}

    def _decision(self, decision: Decision, whole: bool = False) -> dict[str, Any]:
        told = {
            "@type": "Legislation",
            "@id": self._address(decision),
            "legislationIdentifier": decision.number,
            "legislationDate": decision.date and _iso(decision.date.value),
        }
        return told if not whole else told | {
            "name": f"{self.archive.name(decision)}: {decision.subject}",
            "legislationType": decision.form,
            "legislationPassedBy": self._reference(decision.issuer, "Organization"),
        }  # fmt: skip

    def _congress(self, congress: Congress) -> dict[str, Any]:
        status = "held" if congress.held else "planned"
        occasion = next(one for one in congress.occasions if one.status == status)
        return {
            "@type": "Event",
            "@id": self._address(congress),
            "name": congress.name,
            "bv:status": status,
            "startDate": occasion.date and _iso(occasion.date.value),
            "location": occasion.place and {"@type": "Place", "name": occasion.place},
            "organizer": congress.organiser and self._reference(congress.organiser, "Organization"),
        }

    def _meeting(self, meeting: Meeting) -> dict[str, Any]:
        return {
            "@type": "Event",
            "name": meeting.name,
            "bv:status": meeting.status,
            "startDate": meeting.date and _iso(meeting.date.value),
            "location": meeting.place and self._reference(meeting.place, "Place"),
            "organizer": meeting.organiser and self._reference(meeting.organiser, "Organization"),
        }

    # --- awards ---

    def _honoured(self, honours: list[Honour]) -> dict[str, Any]:
        """`award` for what stands, the events for all."""
        return {
            "award": [fact(honour, self.archive, self.voice) for honour in honours if honour.conferred],
            "subjectOf": [self._event(honour) for honour in honours],
        }

    def _event(self, honour: Honour) -> dict[str, Any]:
        """An award, a proposal or what was an award, with all of its steps."""
        type = _STATES.get(honour.status, "LostAward")
        to = honour.award.recipient
        return {
            "@type": ["Event", f"bv:{type}"] if type == "Award" else f"bv:{type}",
            "name": fact(honour, self.archive, self.voice),
            "bv:status": honour.status,
            "bv:kind": {"@id": self._address(self.archive[honour.award.kind])},
            "bv:recipient": self.archive.name(self.archive.identity(to.who)) if to.who else to.printed,
            "bv:year": honour.year,
            "bv:steps": [self._step(step) for step in honour.award.steps],
        }

    def _step(self, step: Step) -> dict[str, Any]:
        return {
            "@type": "bv:Step",
            "bv:step": step.step,
            "bv:date": step.date and _iso(step.date.value),
            "bv:by": step.by and self.archive.name(step.by.who),
            "bv:to": step.to and self.archive.name(step.to),
            "bv:decision": step.decision and self._decision(self.archive[step.decision]),
        }


def _shown(page: Page) -> list[Honour]:
    """The awards and proposals that stand on the page itself; its further parts have the others."""
    items = (item for section in page.values["list"].sections for item in section.items)
    return [item for item in items if isinstance(item, Honour)]


_UNITS = {
    "authority": "GovernmentOrganization",
    "people-committee": "GovernmentOrganization",
    "agency": "GovernmentOrganization",
    "armed-force": "GovernmentOrganization",
    "enterprise": "Corporation",
}
"""The types of schema.org for kinds of units that are more than an organisation."""


def _iso(when: When) -> str | None:
    """The first day of a date or interval, as far as it is known; None where its year is not."""
    return str(when.start) if when.start.year else None


def _without_gaps(value: Any) -> Any:
    """The same without what is not known."""
    match value:
        case dict():
            kept = {key: _without_gaps(one) for key, one in value.items()}
            return {key: one for key, one in kept.items() if one not in (None, "", [], {})}
        case list():
            return [_without_gaps(one) for one in value]
    return value
