"""The rules of lineage: what places and units became is said in full and leads on; a decision is one record."""

from __future__ import annotations

from collections.abc import Iterator

from ..archive.archive import Archive
from ..language.vietnamese import fold
from ..records.models import Decision, Step, Succession
from .rule import Broken, every


def successions_lead_on(archive: Archive) -> Iterator[Broken]:
    """What was dissolved has no successor and the rest has one, of its own kind; following them never leads back."""
    after: dict[str, list[tuple[Succession, str]]] = {}
    for record in (*archive.of("place"), *archive.of("organisation")):
        for step in record.became:
            if (step.into is None) != (step.how == "dissolved"):
                yield Broken("succession-into", step.locate("how"), {"how": step.how})
            elif step.into and step.into in archive.records and step.into not in archive.dangling:
                if type(archive[step.into]) is not type(record):
                    yield Broken("succession-kind", step.locate("into"), {"id": step.into})
                after.setdefault(record.id, []).append((step, step.into))
    for start in sorted(after):
        path = _way_back(start, after)
        if path and start == min(path):  # a circle is one problem, whoever of it is looked at first
            yield Broken("circle", after[start][0][0].locate("into"), {"id": start, "path": ", ".join(path)})


def _way_back(start: str, after: dict[str, list[tuple[Succession, str]]]) -> list[str]:
    """The ids from one back to itself; empty where no way leads back."""
    todo, seen = [[start]], set()
    while todo:
        path = todo.pop()
        for _, into in after.get(path[-1], ()):
            if into == start:
                return path
            if into not in seen:
                seen.add(into)
                todo.append([*path, into])
    return []


def decisions_are_entered_once(archive: Archive) -> Iterator[Broken]:
    """Number, issuer and date together make a decision: two records that agree in all three are one decision."""
    seen: dict[tuple, Decision] = {}
    for decision in every(archive, Decision):
        key = (fold(decision.number).replace(" ", ""), decision.issuer, decision.date and str(decision.date.value))
        if key in seen and decision.date:
            first = str(seen[key].locate("number"))
            yield Broken("decision-twice", decision.locate("number"), {"number": decision.number, "first": first})
        seen.setdefault(key, decision)


def one_of_several_is_several(archive: Archive) -> Iterator[Broken]:
    """A step names its decision, or two or more of which it is one; never both."""
    for step in every(archive, Step):
        if step.one_of and (step.decision or len(set(step.one_of)) < 2):
            yield Broken("one-of", step.locate("one_of"))
