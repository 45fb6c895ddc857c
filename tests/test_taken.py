"""What is taken of an archive as it was before an edit: it is as if it were read anew, and what was before stays."""

import random

import pytest
from pydantic_core import to_json

import edits
from bangvang.archive.archive import Archive
from bangvang.archive.grouping import grouped
from bangvang.build import read_archive
from bangvang.language.problems import Report
from bangvang.records.models import Roll
from conftest import changed, silent


@pytest.fixture(scope="module")
def data():
    with edits.archive() as data:
        yield data


def read(data, before=None) -> tuple[Archive, Report]:
    report = Report()
    return read_archive(data, report, silent, before), report


def told(archive: Archive) -> list[tuple[str, bytes]]:
    """What each file says, and the awards and rows that follow."""
    files = [(root.standing[0].file, to_json(root, fallback=str)) for root in archive.roots]
    honours = [(honour.anchor, to_json(honour.award, fallback=str)) for honour in archive.honours]
    return [*files, *honours, *((row.id, to_json(row)) for row in archive.rolled)]


def test_a_file_that_says_the_same_is_not_read_anew(data):
    before, _ = read(data)
    again, _ = read(data, before)
    assert len(again.roots) == len(before.roots)
    assert all(one is other for one, other in zip(again.roots, before.roots, strict=True))


def test_awards_of_records_that_were_taken_are_taken_and_no_others(data):
    before, _ = read(data)
    file = before.honours[0].home.standing[0].file.removeprefix("data/")
    with changed(data, {file: (data / file).read_bytes() + b"# edited\n"}):
        again, _ = read(data, before)
    taken = set(map(id, before.honours))
    assert {honour.home.standing[0].file for honour in again.honours if id(honour) not in taken} == {f"data/{file}"}
    assert len(again.honours) == len(before.honours)


def test_private_data_is_found_in_what_an_edit_brought(data):
    before, _ = read(data)
    path = next((data / "years").rglob("*.yml"))
    private = path.read_text("utf-8") + "note: Điện thoại 0912 345 678\n"
    with changed(data, {path.relative_to(data).as_posix(): private.encode()}):
        _, report = read(data, before)
    assert "private-data" in [problem.code for problem in report]


def test_after_any_edit_records_and_problems_are_as_if_all_were_read(data):
    before, _ = read(data)
    said = told(before)
    sound = 0
    for edit in random.Random(20261122).sample(sorted(edits.edits(data)), 120):
        with changed(data, {edit.file: edit.content}):
            anew, report = read(data)
            taken, same = read(data, before)
        assert list(same) == list(report), edit
        if not report.errors:
            assert told(taken) == told(anew), edit
            sound += 1
        assert told(before) == said, edit
    assert sound > 30


def test_edit_upon_edit_records_and_problems_are_as_if_all_were_read(data):
    chance = random.Random(20261123)
    choices = grouped((edit.file, edit.content) for edit in edits.edits(data))
    last, _ = read(data)
    sound = 0
    for _ in range(100):
        files = chance.sample(sorted(choices), chance.choice([1, 1, 2]))
        with changed(data, {file: chance.choice([None, *choices[file]]) for file in files}):
            anew, report = read(data)
            taken, same = read(data, last)
        assert list(same) == list(report), files
        if not report.errors:
            assert told(taken) == told(anew), files
            last = taken
            sound += 1
    assert sound > 30


def test_rolls_are_taken_where_their_decision_has_the_sources_it_had_and_its_awards_follow_it(data):
    before, _ = read(data)
    file = data / "decisions" / "2023.yml"
    text = file.read_text("utf-8")
    later = text.replace("date: 2023-12-20", "date: 2023-12-19", 1)
    assert later != text
    with changed(data, {"decisions/2023.yml": later.encode()}):
        taken, report = read(data, before)
        anew, _ = read(data)
    assert not report.errors
    rolls = [root for root in taken.roots if isinstance(root, Roll)]
    assert rolls and all(any(roll is root for root in before.roots) for roll in rolls)
    assert told(taken) == told(anew)
    moved = [honour for honour in taken.honours if honour.listed and honour.conferral.date.value.start.day == 19]
    assert moved


def test_rows_have_the_sources_that_their_decision_has_now(data):
    before, _ = read(data)
    sources = {row.id: row.source for row in before.rolled}
    of_decisions = [edit for edit in edits.edits(data) if edit.file == "decisions/2023.yml" and "source" in edit.where]
    moved = set()
    for edit in of_decisions:
        with changed(data, {edit.file: edit.content}):
            taken, report = read(data, before)
        moved |= set() if report.errors else {row.id for row in taken.rolled if row.source != sources[row.id]}
        assert {row.id: row.source for row in before.rolled} == sources
    assert moved


def test_what_was_before_stays_as_it_was_while_two_decisions_have_one_id(data):
    before, _ = read(data)
    said = {row.id: row.source for row in before.rolled}
    decision = (data / "decisions" / "2023.yml").read_text("utf-8")
    other = decision.replace("source: cong-bao-binh-minh", "source: bao-binh-minh", 1)
    assert other != decision
    for file in ("decisions/2022.yml", "decisions/2024.yml"):
        with changed(data, {file: other.encode()}):
            _, report = read(data, before)
        assert "duplicate-id" in {problem.code for problem in report}
        assert {row.id: row.source for row in before.rolled} == said, file
