"""Every disease: a file of tests/bad put into the miniature archive gives exactly the problems it says.

The first line names the file it stands for. A guilty line ends with `# ! code:column`; CSV has no comments, so
there the first line and the marks are taken out before.
"""

import re
from pathlib import Path

import pytest

from bangvang.build import read_archive
from bangvang.language.problems import ERRORS, WARNINGS, Report
from conftest import ROOT, run, silent

BAD = sorted(path for path in (ROOT / "tests" / "bad").iterdir() if path.suffix in (".yml", ".csv"))
ELSEWHERE = {"file-unreadable", "file-too-large", "not-utf8", "unknown-file", "no-data", "csv-too-long", "symlink"} | {
    "drawing-failed",
    "frame-missing",
    "slot-unknown",
    "indexing-failed",
    "target-not-ours",
    "write-failed",
    "fmt-would-change",
    "editor-missing",
    "withdrawn-name-found",
    "place-in-use",
    "disk-full",
    "link-broken",
    "fragment-missing",
    "loaded-from-elsewhere",
    "inline-code",
    "page-untold",
    "id-without-page",
    "page-lost",
    "release-missing",
    "manifest-missing",
    "file-changed",
    "file-missing",
    "file-added",
    "host-size",
    "host-files",
    "host-file-size",
    "shard-foreign",
    "shards-incomplete",
}
"""Codes that no line of a file can carry: tests of reading, build, formatting, editor, ledgers, shards and cli do."""


OF_SHEETS = {code for code in ERRORS | WARNINGS if code.startswith("sheet-")}
"""Codes of spreadsheets: test_importing sees to them."""


def disease(bad: Path) -> tuple[str, str, list[tuple[int, str, int]]]:
    """The file it stands for, its text there, and what must be found in it."""
    text = bad.read_text("utf-8")
    name = re.match(r"# tệp: (\S+)", text)[1]
    if bad.suffix == ".csv":
        text = text.partition("\n")[2]
        return name, re.sub(r" # !.*", "", text), expected(text)
    return name, text, expected(text)


def expected(text: str) -> list[tuple[int, str, int]]:
    marks = []
    for number, line in enumerate(text.split("\n"), 1):
        said = line.partition("# !")[2]
        marks += [(number, code, int(column)) for code, column in re.findall(r"([a-z-]+):(\d+)", said)]
    return sorted(marks)


def problems(data: Path) -> list:
    report = Report()
    read_archive(data, report, silent)
    return list(report)


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.stem)
def test_disease(bad, miniature):
    usual = {(problem.location, problem.code) for problem in problems(miniature)}
    name, text, marks = disease(bad)
    path = miniature / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    found = [p for p in problems(miniature) if (p.location, p.code) not in usual]
    assert {p.location.file for p in found} == {f"data/{name}"}
    assert sorted((p.location.line, p.code, p.location.column) for p in found) == marks


def test_every_code_has_a_disease():
    seen = {code for bad in BAD for _, code, _ in disease(bad)[2]}
    assert seen | ELSEWHERE | OF_SHEETS == ERRORS | WARNINGS
    assert not seen & ELSEWHERE


def test_all_diseases_at_once_are_all_reported(miniature):
    """Mistakes in different files do not hide each other."""
    some = ["missing-field", "number-form", "wrong-value", "empty-list"]
    for name in some:
        file, text, _ = disease(ROOT / "tests" / "bad" / f"{name}.yml")
        path = miniature / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    outcome = run("bangvang", "check", cwd=miniature.parent)
    assert outcome.returncode == 1
    for name in some:
        assert f"[{name}]" in outcome.stderr
