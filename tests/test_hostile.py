"""Whatever the bytes, reading and checking say what is wrong and never raise."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangvang.build import read_archive
from bangvang.files.reading import read
from bangvang.language.problems import Report, as_text
from bangvang.language.words import LANGUAGES, table
from conftest import silent
from mutations import SEED, rounds

ROUNDS = 200
"""Mutations in a run of the tests."""


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_reading_any_bytes(tmp_path, data):
    path = tmp_path / "x.yml"
    path.write_bytes(data)
    report = Report()
    document = read(path, "x.yml", report)
    assert (document is None) == bool(report.errors)


def test_mutations_of_the_miniature_archive(tmp_path):
    failed = rounds(str(SEED), ROUNDS, tmp_path)
    assert not failed, [path.read_text("utf-8") for path in tmp_path.rglob("why.txt")]


def test_a_lone_carriage_return_ends_a_line_for_the_parser(tmp_path):
    path = tmp_path / "x.yml"
    path.write_bytes(b"a: 1\rb: 2\r  c: 3\r")
    report = Report()
    assert read(path, "x.yml", report) is None
    assert [(problem.code, problem.location.line) for problem in report] == [("yaml-syntax", 3)]


def test_a_value_of_several_lines_is_still_a_problem_on_one(miniature):
    path = miniature / "blocs" / "khoi-cac-huyen-binh-minh.yml"
    path.write_text(path.read_text("utf-8").replace("kind: khối", 'kind: "khối\\nkhác"'), "utf-8")
    report = Report()
    read_archive(miniature, report, silent)
    for language in LANGUAGES:
        assert as_text(report, table(language)).count("\n") == report.errors + report.warnings


@pytest.mark.parametrize(
    ("before", "long", "code"),
    [("year: 2024", "year: {}", "year-form"), ("printed: 1.234 lượt", "printed: {} lượt", "figure-differs")],
)
def test_a_number_longer_than_python_reads_is_a_problem_of_the_record(miniature, before, long, code):
    path = miniature / "years" / "2023" / "khoi-cac-huyen-binh-minh.yml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, long.format("7" * 5000), 1), "utf-8")
    report = Report()
    read_archive(miniature, report, silent)
    assert code in {problem.code for problem in report}
