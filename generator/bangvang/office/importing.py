"""From a spreadsheet to a roll and its decision: what would change, and the writing of it.

Nothing is written that is not shown first. Reading the same list again changes nothing: what was told by hand in a roll
(whose row it is, notes) stays, and the rest is as the list says.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from ..archive.archive import Archive
from ..archive.linking import link
from ..files.sheets import read_sheets
from ..files.tables import rows_in, table_text
from ..language.problems import Location, Report
from ..language.vietnamese import fold
from ..language.words import Say
from ..records.facts import Fact
from ..records.loading import load
from ..records.models import AwardKind, Decision, Row
from ..rules.checks import check
from .annex import Annex, read_annex

COLUMNS = [name for name in Row.model_fields if name not in Fact.model_fields] + ["note", "inferred", "quote"]
"""The columns of a roll as written, in their order; those that no row fills are left out."""

_BY_HAND = ("who", "note", "inferred", "quote", "annulled_by")
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
    if wanted.kind and not isinstance(archive.records.get(wanted.kind), AwardKind):
        report.add("broken-reference", Location("--kind"), id=wanted.kind, nearest="")
        return Change()
    annex = read_annex(path.name, read_sheets(path, report), wanted.kind, archive, report, say)
    if report.errors and not annex.rows:
        return Change()
    change = Change()
    year = _decide(path, data, annex, wanted, archive, change, report)
    if report.errors:
        return Change()
    roll = data / "rolls" / year / f"{change.decision}.csv"
    before = _rows_of(archive, change.decision)
    same = _by_name(before)
    after = {row["row"]: _kept(row, same.get(_named(row), {})) for row in annex.rows}
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
    _see_what_it_makes(change, data, report)
    return Change() if report.errors else change


def _see_what_it_makes(change: Change, data: Path, report: Report) -> None:
    """Hold the archive as it would be against every rule. It was sound before: what is wrong then comes from here."""
    with TemporaryDirectory() as folder:
        copy = Path(folder, data.name)
        shutil.copytree(data, copy, ignore=shutil.ignore_patterns(".*"))  # what is hidden is no record
        for path, text in change.files.items():
            new = copy / path.relative_to(data)
            new.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(text, "utf-8", newline="\n")
        found = Report()
        check(link(load(copy, found), found), found)
    for problem in found:
        if problem.is_error:
            report.add(problem.code, problem.location, **problem.values)


def write(change: Change, say: Say) -> None:
    """Write what would change: all of it beside the files it is for, then each in its place. Raises OSError."""
    ready = []
    for path, text in change.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        new.write_text(text, "utf-8", newline="\n")
        ready.append((new, path))
    for new, path in ready:
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
        day = str(found.date.value)
        issuer = _unit(title.issuer, archive) or found.issuer
        if title.number and (title.number, title.date or day, issuer) != (found.number, day, found.issuer):
            printed = f"{title.number} {title.date} {title.issuer}"
            known = f"{found.number} {day} {archive.name(found.issuer)}"
            report.add("sheet-decision-differs", place, found=printed, expected=known)
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
    slug = re.sub(r"[^a-z0-9]+", "-", fold(title.number)).strip("-")
    change.decision = f"{slug}-{year}"
    change.is_new = True
    if change.decision in archive.records:
        first = str(archive.records[change.decision].locate("id"))
        report.add("duplicate-id", place, id=change.decision, first=first)
    record = {"id": change.decision, "number": title.number, "date": title.date, "issuer": issuer, "subject": subject}
    lines = [f"    {key}: {_scalar(value)}" for key, value in {**record, "source": wanted.source}.items()]
    text = "decisions:\n  - " + "\n".join(lines).lstrip() + "\n"
    path = data / "decisions" / f"{change.decision}.yml"
    if len(change.decision) > 80 or path.exists():
        report.add("sheet-file-exists", place, file=path.as_posix()[:200])
    change.files[path] = text
    return year


def _known(annex: Annex, archive: Archive) -> Decision | None:
    """The one decision with the number, the date and, where it is known, the issuer of a list."""
    title = annex.title
    issuer = _unit(title.issuer, archive)
    same = [decision for decision in archive.of("decision")
            if (decision.number, str(decision.date.value)) == (title.number, title.date)
            and issuer in ("", decision.issuer) and (issuer or not title.issuer)]  # fmt: skip
    return same[0] if len(same) == 1 else None


def _unit(printed: str, archive: Archive) -> str:
    """The unit of a name as printed, if there is one of that name alone."""
    same = [unit.id for unit in archive.of("organisation")
            if printed and fold(printed) in {fold(name) for name in (unit.name, *unit.also)}]  # fmt: skip
    return same[0] if len(same) == 1 else ""


def _rows_of(archive: Archive, decision: str) -> dict[str, dict[str, str]]:
    """The rows of a roll as it stands, by their numbers."""
    roll = archive.rolls.get(decision)
    return {row["row"]: row for row in rows_in(roll.standing[0].text)} if roll else {}


def _named(row: Mapping[str, str]) -> tuple[str, ...]:
    """What makes a row the same as one of the roll as it stands: its number may change, who it speaks of may not."""
    return tuple(row.get(name, "") for name in ("name", "of", "role", "unit", "kind"))


def _by_name(rows: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, ...], Mapping[str, str]]:
    """The rows that differ from all others in who they speak of."""
    count = Counter(map(_named, rows.values()))
    return {_named(row): row for row in rows.values() if count[_named(row)] == 1}


def _kept(row: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    by_hand = {name: before[name] for name in _BY_HAND if name in before and not row.get(name)}
    return {name: value for name, value in {**row, **by_hand}.items() if value}


def _scalar(text: str) -> str:
    """A text as a YAML value: in quotes, unless it is letters, digits and signs that need none."""
    return text if re.fullmatch(r"\w[\w/., -]*", text) else json.dumps(text, ensure_ascii=False)
