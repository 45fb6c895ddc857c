"""The fingerprint of an award: the SHA-256 of what the archive says of it, so that a printed slip can be checked.

It covers the award with all its steps, the names of those it speaks of, its decisions and its sources. It changes when
any of these does, and with nothing else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from ..records.facts import Claim, Fact, Model
from ..records.models import Decision, Source
from ..records.structure import references, walk
from .archive import Archive
from .honours import Honour

_DECISION = ("form", "number", "date", "issuer", "signer", "subject")
_SOURCE = ("kind", "publisher", "title", "address", "no_address", "published", "copy_")
"""What makes a decision or a source the one it is; what the archive remarks about it is left out."""


def fingerprint(honour: Honour, archive: Archive) -> str:
    """The SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(honour, archive).encode("utf-8")).hexdigest()


def canonical(honour: Honour, archive: Archive) -> str:
    """What the archive says of an award, as JSON: keys sorted, no space between, letters as they are, no line end."""
    decisions = dict.fromkeys(id for step in honour.award.steps for id in (step.decision, *step.one_of) if id)
    text = {
        "id": honour.anchor,
        "award": _plain(honour.award, without="id"),
        "names": {id: archive.name(id) for id in sorted(set(_named(honour, archive)))},
        "decisions": {id: _some(archive[id], _DECISION) for id in decisions},
        "sources": {id: _some(archive[id], _SOURCE) for id in sources_of(honour, archive)},
    }
    return json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sources_of(honour: Honour, archive: Archive) -> list[str]:
    """The sources of an award: its own, those of its steps and claims, those of its decisions. Each once."""
    facts = [part for part in walk(honour.award) if isinstance(part, Fact | Claim)]
    facts += [archive[id] for step in honour.award.steps for id in (step.decision, *step.one_of) if id]
    return list(dict.fromkeys(source for fact in facts for source in fact.source))


def _named(honour: Honour, archive: Archive) -> Iterator[str]:
    """The ids of the records that an award speaks of, and of those who issued its decisions."""
    for part in walk(honour.award):
        for _, id, _ in references(part):
            if not isinstance(archive[id], Source):
                yield id
            if isinstance(archive[id], Decision):
                yield archive[id].issuer


def _some(record: Model, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name.rstrip("_"): _plain(getattr(record, name)) for name in names}
    return {name: value for name, value in values.items() if value}


def _plain(value: Any, without: str = "") -> Any:
    """A value as JSON knows it, without what is empty: so a new key of the schema changes nothing by itself."""
    if isinstance(value, Model):
        fields = {
            name.rstrip("_"): _plain(getattr(value, name)) for name in type(value).model_fields if name != without
        }
        return {name: plain for name, plain in fields.items() if plain not in (None, [], {})}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)
