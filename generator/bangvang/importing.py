"""From a spreadsheet to a roll and its decision: what would change, and the writing of it.

Nothing is written that is not shown first. Reading the same list again changes nothing: what was told by hand in a roll
(whose row it is, notes) stays, and the rest is as the list says.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .annex import Annex, read_annex
from .archive import Archive
from .facts import Fact
from .problems import Location, Report
from .records import Decision, Row
from .sheets import read_sheets
from .tables import table_text
from .vietnamese import fold
from .words import Say

COLUMNS = [name for name in Row.model_fields if name not in Fact.model_fields] + ["note", "inferred", "quote"]
"""The columns of a roll as written, in their order; those that no row fills are left out."""

_BY_HAND = ("who", "note", "inferred", "quote")
"""What a list does not know of, or leaves empty, is kept from the roll as it stands."""


@dataclass
class Wanted:
    """What the clerk says of a list beyond what stands in it; all may be empty."""

    decision: str = ""
    source: str = ""
    issuer: str = ""
    subject: str = ""
    kind: str = ""


@dataclass
class Change:
    """What an import would write: files with their text, and the rows that are new, different or gone."""

    decision: str = ""
    is_new: bool = False
    files: dict[Path, str] = field(default_factory=dict)
    rows: int = 0
    new: list[dict[str, str]] = field(default_factory=list)
    changed: list[tuple[dict[str, str], dict[str, str]]] = field(default_factory=list)
    gone: list[dict[str, str]] = field(default_factory=list)


def plan(path: Path, data: Path, wanted: Wanted, archive: Archive, report: Report, say: Say) -> Change:
    """Read a list and say what would change. It may be written only if the report has no errors."""
    annex = read_annex(read_sheets(path, report), wanted.kind, archive, report, say)
    change = Change()
    year = _decide(path, data, annex, wanted, archive, change, report)
    if report.errors:
        return Change()
    roll = data / "rolls" / year / f"{change.decision}.csv"
    before = _rows_of(archive, change.decision)
    after = {row["row"]: _kept(row, before.get(row["row"], {})) for row in annex.rows}
    change.rows = len(after)
    change.new = [row for id, row in after.items() if id not in before]
    change.changed = [(before[id], row) for id, row in after.items() if id in before and before[id] != row]
    change.gone = [row for id, row in before.items() if id not in after]
    columns = [
        name for name in COLUMNS if Row.model_fields[name].is_required() or any(row.get(name) for row in after.values())
    ]
    text = table_text(columns, [[row.get(name, "") for name in columns] for row in after.values()])
    if not roll.exists() or roll.read_text("utf-8") != text:
        change.files[roll] = text
    return change


def write(change: Change, say: Say) -> None:
    """Write what would change, each file whole or not at all."""
    for path, text in change.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        new.write_text(text, "utf-8", newline="\n")
        os.replace(new, path)
        say("file-written", file=path.as_posix())


def _decide(
    path: Path, data: Path, annex: Annex, wanted: Wanted, archive: Archive, change: Change, report: Report
) -> str:
    """Find the decision of a list, or make its record. Returns the year of the decision."""
    title, place = annex.title, Location(path.name)
    found = archive.records.get(wanted.decision) or _known(annex, archive)
    if wanted.decision and not isinstance(found, Decision):
        report.add("broken-reference", place, id=wanted.decision, nearest="")
        return ""
    if found:
        if title.number and (title.number, title.date or str(found.date.value)) != (
            found.number,
            str(found.date.value),
        ):
            values = {"found": f"{title.number} {title.date}", "expected": f"{found.number} {found.date.value}"}
            report.add("sheet-decision-differs", place, **values)
        change.decision = found.id
        return str(found.date.value.year)
    if not title.number or not title.date:
        report.add("sheet-decision-unknown", place)
        return ""
    issuer = wanted.issuer or _unit(title.issuer, archive)
    if issuer not in archive.records:
        report.add("sheet-issuer-unknown", place, printed=title.issuer)
    if wanted.source not in archive.records:
        report.add("sheet-source-unknown", place, source=wanted.source)
    subject = wanted.subject or title.subject
    if not subject:
        report.add("sheet-subject-unknown", place)
    year = title.date[:4]
    slug = "-".join(part for part in fold(title.number).replace("/", "-").replace(".", "-").split("-") if part)
    change.decision = f"{slug}-{year}"
    change.is_new = True
    if change.decision in archive.records:
        first = str(archive.records[change.decision].locate("id"))
        report.add("duplicate-id", place, id=change.decision, first=first)
    record = {"id": change.decision, "number": title.number, "date": title.date, "issuer": issuer, "subject": subject}
    lines = [f"    {key}: {_scalar(value)}" for key, value in {**record, "source": wanted.source}.items()]
    text = "decisions:\n  - " + "\n".join(lines).lstrip() + "\n"
    change.files[data / "decisions" / f"{change.decision}.yml"] = text
    return year


def _known(annex: Annex, archive: Archive) -> Decision | None:
    """The one decision with the number and the date of a list."""
    title = annex.title
    same = [decision for decision in archive.of("decision")
            if (decision.number, str(decision.date.value)) == (title.number, title.date)]  # fmt: skip
    return same[0] if len(same) == 1 else None


def _unit(printed: str, archive: Archive) -> str:
    """The unit of a name as printed, if there is one of that name alone."""
    same = [unit.id for unit in archive.of("organisation")
            if printed and fold(printed) in {fold(name) for name in (unit.name, *unit.also)}]  # fmt: skip
    return same[0] if len(same) == 1 else ""


def _rows_of(archive: Archive, decision: str) -> dict[str, dict[str, str]]:
    """The rows of a roll as it stands, by their numbers."""
    roll = archive.rolls.get(decision)
    rows = roll.standing[0].value["rows"] if roll else []
    return {row["row"]: row for row in rows}


def _kept(row: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    by_hand = {name: before[name] for name in _BY_HAND if name in before and not row.get(name)}
    return {name: value for name, value in {**row, **by_hand}.items() if value}


def _scalar(text: str) -> str:
    """A text as a YAML value: in quotes, unless it is letters and digits that need none."""
    plain = text[:1].isalnum() and ": " not in text and " #" not in text and not text.endswith((":", " "))
    return text if plain else json.dumps(text, ensure_ascii=False)
