"""What can be wrong, where it stands, and the list that collects it.

Reading and checking never raise for bad data: they add a Problem to a Report and go on, so that one run
shows every mistake. A problem is a code with values; its words live in the locale tables.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

ERRORS = frozenset({
    # reading a file
    "file-unreadable", "file-too-large", "not-utf8", "not-nfc", "hidden-character", "lookalike-letter", "mixed-script",
    "yaml-syntax", "symlink",
    "tab-indent", "colon-in-value", "colon-missing", "sign-at-start",
    "yaml-feature", "too-deep", "duplicate-key", "not-a-mapping", "unknown-file",
    "csv-header", "csv-quotes", "csv-cells", "csv-too-long", "formula-text",
    # a record against the schema
    "missing-field", "unknown-field", "needs-text", "needs-list", "needs-mapping", "empty-value", "empty-list",
    "unknown-value", "wrong-value", "id-form", "id-reserved", "number-form", "number-dotted", "year-form", "date-form",
    "date-impossible",
    "date-order", "day-form", "address-form", "host-form",
    # records against each other
    "duplicate-id", "broken-reference", "reference-kind", "no-source", "place-of-file", "not-inferred",
    "name-or-number", "address-or-reason", "figure-differs", "parts-exceed-whole", "head-not-member",
    "next-head-differs", "step-without-conferral", "proposal-after-conferral", "steps-out-of-order", "award-twice",
    "award-not-for-recipient", "grade-unknown", "to-without-proposal", "circle", "private-data", "next-head-year",
    "meeting-twice",
    "succession-into", "succession-kind", "decision-twice", "one-of",
    "kind-not-in-force", "wrong-authority", "year-after-conferral", "count-differs", "outside-lifespan",
    "lifespan-order",
    "source-mirror", "minor-named", "id-reused", "identity-sides", "identity-mixed", "same-twice", "same-and-not-same",
    "row-known", "row-of-who",
    "id-lost", "id-of-other-kind", "id-withdrawn", "correction-order", "correction-year",
    # a spreadsheet to import
    "sheet-unreadable", "sheet-too-large", "sheet-no-table", "sheet-no-name", "sheet-of-unknown", "sheet-kind-unknown",
    "sheet-decision-unknown", "sheet-decision-differs", "sheet-issuer-unknown",
    "sheet-source-unknown", "sheet-subject-unknown",
    "sheet-proposal", "sheet-no-number", "sheet-file-exists",
    # around the data
    "no-data", "drawing-failed", "frame-missing", "slot-unknown", "indexing-failed", "target-not-ours", "write-failed",
    "fmt-would-change", "editor-missing", "withdrawn-name-found",
    "place-in-use", "disk-full",
    "link-broken", "fragment-missing", "loaded-from-elsewhere", "inline-code", "page-untold", "id-without-page",
    "page-lost", "release-missing", "manifest-missing", "file-changed", "file-missing", "file-added",
    "host-size", "host-files", "host-file-size", "shard-foreign", "shards-incomplete",
})  # fmt: skip
"""Codes that stop the build: no page is written while one stands."""

WARNINGS = frozenset({
    "source-without-address", "year-unknown", "quote-says-proposal", "meeting-year", "host-unknown",
    "source-before-event",
    "parts-differ", "roll-figure-differs", "rows-alike", "ids-unrecorded",
    "sheet-row-unclear", "sheet-rest-unread", "sheet-hidden",
    "sheet-name-doubt", "sheet-number-doubt", "sheet-mended", "sheet-column-private",
    "sheet-column-unknown", "sheet-total-differs",
})  # fmt: skip
"""Codes that are facts of the source, however odd: the page shows them, nothing is repaired."""


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file. Lines and columns count from 1, columns in characters; 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True)
class Problem:
    """One thing wrong: a code from ERRORS or WARNINGS, its place, and the values its words need."""

    code: str
    location: Location
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        return self.code in ERRORS


class Report:
    """The problems of one run: notes first, errors last and so nearest to the eye, in the order of their places."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def add(self, code: str, location: Location, **values: object) -> None:
        """Collect a problem. The code must be a known one: a misspelt code is a fault of ours."""
        if code not in ERRORS and code not in WARNINGS:
            raise KeyError(code)
        self._problems.append(Problem(code, location, values))

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._problems, key=lambda problem: (problem.is_error, problem.location, problem.code)))

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self._problems)

    @property
    def warnings(self) -> int:
        return len(self._problems) - self.errors


Words = Mapping[str, Mapping[str, str]]
"""A locale table: sections of words by code."""


class Term(str):
    """A value that is itself a code, to be said in the reader's words: a key of the [terms] section."""


def sentence(problem: Problem, words: Words) -> str:
    """What is wrong, in the words of a locale table.

    A part of the words in double brackets is left out where a value in it is empty: `[[; did you mean {nearest}?]]`.
    """
    values = {k: words["terms"][v] if isinstance(v, Term) else v for k, v in problem.values.items()}

    def optional(found: re.Match[str]) -> str:
        names = re.findall(r"{(\w+)}", found[1])
        return found[1] if all(values.get(name) for name in names) else ""

    return re.sub(r"\[\[(.*?)\]\]", optional, words["problems"][problem.code]).format_map(values)


def as_text(report: Report, words: Words) -> str:
    """Every problem on a line: `file:line:column: severity: sentence [code]`, as editors and people read it."""
    lines = []
    for problem in report:
        severity = words["terms"]["error" if problem.is_error else "warning"]
        said = re.sub(r"\s*[\r\n]\s*", " ", sentence(problem, words))  # a value may have lines of its own
        lines.append(f"{problem.location}: {severity}: {said} [{problem.code}]\n")
    return "".join(lines)


def as_annotations(report: Report, words: Words) -> str:
    """Every problem as a GitHub Actions workflow command, so that it shows beside the line of the change."""
    lines = []
    for problem in report:
        place = problem.location
        where = f"file={place.file}" + (f",line={place.line},col={place.column}" if place.line else "")
        text = f"{sentence(problem, words)} [{problem.code}]"
        escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        lines.append(f"::{'error' if problem.is_error else 'warning'} {where}::{escaped}\n")
    return "".join(lines)


def as_code_quality(report: Report, words: Words) -> str:
    """Every problem as an issue of GitLab's code quality report, so that it shows beside the line of the change."""
    issues = []
    for problem in report:
        place, said = problem.location, sentence(problem, words)
        known_by = f"{problem.code}\0{place}\0{said}"
        issues.append(
            {
                "description": said,
                "check_name": problem.code,
                "fingerprint": hashlib.sha256(known_by.encode()).hexdigest(),
                "severity": "major" if problem.is_error else "minor",
                "location": {"path": place.file, "lines": {"begin": place.line or 1}},
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"


def as_json(report: Report, words: Words) -> str:
    """Every problem as an object of a JSON array: file, line, column, severity, code, sentence."""
    rows = [
        {
            "file": problem.location.file,
            "line": problem.location.line,
            "column": problem.location.column,
            "severity": "error" if problem.is_error else "warning",
            "code": problem.code,
            "sentence": sentence(problem, words),
        }
        for problem in report
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
