"""Every disease: a file of tests/bad put into the miniature archive gives exactly the problems it says.

The first line names the file it stands for. A guilty line ends with `# ! code:column`.
"""

import re
from pathlib import Path

import pytest

from bangvang.build import read_archive
from bangvang.problems import ERRORS, WARNINGS, Report
from conftest import ROOT, run, silent

BAD = sorted((ROOT / "tests" / "bad").glob("*.yml"))
ELSEWHERE = {"file-unreadable", "file-too-large", "not-utf8", "unknown-file", "no-data"} | {
    "drawing-failed",
    "frame-missing",
    "slot-unknown",
    "indexing-failed",
    "target-not-ours",
    "write-failed",
    "fmt-would-change",
}
"""Codes that no line of a file can carry: test_reading, test_build, test_formatting and test_cli see to them."""


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
    text = bad.read_text("utf-8")
    name = re.match(r"# tệp: (\S+)", text)[1]
    path = miniature / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    found = [p for p in problems(miniature) if (p.location, p.code) not in usual]
    assert {p.location.file for p in found} == {f"data/{name}"}
    assert sorted((p.location.line, p.code, p.location.column) for p in found) == expected(text)


def test_every_code_has_a_disease():
    seen = {code for bad in BAD for _, code, _ in expected(bad.read_text("utf-8"))}
    assert seen | ELSEWHERE == ERRORS | WARNINGS
    assert not seen & ELSEWHERE


def test_all_diseases_at_once_are_all_reported(miniature):
    """Mistakes in different files do not hide each other."""
    some = ["missing-field", "number-form", "wrong-value", "empty-list"]
    for name in some:
        text = (ROOT / "tests" / "bad" / f"{name}.yml").read_text("utf-8")
        path = miniature / re.match(r"# tệp: (\S+)", text)[1]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    outcome = run("bangvang", "check", cwd=miniature.parent)
    assert outcome.returncode == 1
    for name in some:
        assert f"[{name}]" in outcome.stderr
