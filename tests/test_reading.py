"""Files that cannot be what they should: each gives a problem at its place, none an exception."""

import pytest

from bangvang.build import read_archive
from bangvang.files import reading
from bangvang.files.reading import read
from bangvang.language.problems import Report
from conftest import run, silent


def codes(report: Report) -> list[tuple[str, str]]:
    return [(str(problem.location), problem.code) for problem in report]


def read_bytes(tmp_path, data: bytes):
    path = tmp_path / "x.yml"
    path.write_bytes(data)
    report = Report()
    return read(path, "x.yml", report), report


def test_scalars_stay_text(tmp_path):
    text = "a: 2.291\nb: No\nc: 0123/QĐ-TTg\nd: 12:30\ne: 2024-01-01\nf: ~\ng: null\nh:\ni: ''\n"
    document, report = read_bytes(tmp_path, text.encode())
    assert not report.errors
    assert list(document.value.values()) == [
        *("2.291", "No", "0123/QĐ-TTg", "12:30", "2024-01-01", "~", "null"),
        None,
        "",
    ]


def test_windows_line_ends_and_byte_order_mark_are_no_mistake(tmp_path):
    document, report = read_bytes(tmp_path, "\ufeffname: Hòa\r\nnote: |\r\n  một\r\n  hai\r\n".encode())
    assert not report.errors
    assert document.value == {"name": "Hòa", "note": "một\nhai\n"}


def test_not_utf8(tmp_path):
    _, report = read_bytes(tmp_path, "a: Hòa\nb: Hò".encode() + "à".encode("cp1258"))
    assert codes(report) == [("x.yml:2:6", "not-utf8")]


@pytest.mark.parametrize("data", [b"", b"# only a comment\n", b"---\n", b"- a\n", b"text\n"])
def test_not_a_mapping(tmp_path, data):
    _, report = read_bytes(tmp_path, data)
    assert [code for _, code in codes(report)] == ["not-a-mapping"]


def test_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 10)
    _, report = read_bytes(tmp_path, b"a: 123456789\n")
    assert codes(report) == [("x.yml", "file-too-large")]


def test_unreadable(tmp_path):
    report = Report()
    assert read(tmp_path / "nothing.yml", "nothing.yml", report) is None
    assert codes(report) == [("nothing.yml", "file-unreadable")]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_nesting_does_not_crash_the_process(miniature, opening):
    (miniature / "places.yml").write_text("a: " + opening * 100_000, "utf-8")
    outcome = run("bangvang", "check", cwd=miniature.parent)
    assert outcome.returncode == 1
    assert "data/places.yml:" in outcome.stderr


@pytest.mark.parametrize("name", [".schema/bloc.json", ".schema/a/b.yml", "years/.x/x.yml", "people/.x.yml"])
def test_what_is_hidden_is_no_record(miniature, name):
    path = miniature / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("not: [sound\n")
    report = Report()
    read_archive(miniature, report, silent)
    assert not report.errors


@pytest.mark.parametrize("name", ["years/2024/x.yaml", "years/x.yml", "notes.txt", "people/a/b.yml"])
def test_unknown_file(miniature, name):
    path = miniature / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a: b\n")
    report = Report()
    read_archive(miniature, report, silent)
    assert [place for place, code in codes(report) if code == "unknown-file"] == [f"data/{name}"]


def test_licence_and_hidden_files_are_let_be(miniature):
    for name in ("LICENSE.md", "README", ".gitkeep"):
        (miniature / name).write_text("…", "utf-8")
    report = Report()
    read_archive(miniature, report, silent)
    assert not report.errors


def test_what_lies_outside_the_folder_is_not_followed_and_not_passed_over(miniature, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (miniature / "awards" / "2024").rename(tmp_path / "elsewhere" / "2024")
    (miniature / "awards" / "2024").symlink_to(tmp_path / "elsewhere" / "2024")
    (miniature / "people" / "gone.yml").symlink_to(tmp_path / "nowhere.yml")
    report = Report()
    read_archive(miniature, report, silent)
    assert [place for place, code in codes(report) if code == "symlink"] == [
        "data/awards/2024",
        "data/people/gone.yml",
    ]


def test_a_name_that_would_break_a_line_does_not(miniature):
    (miniature / "people" / "a\n::error file=x::owned.txt").write_text("…", "utf-8")
    outcome = run("bangvang", "check", "--format", "github", cwd=miniature.parent)
    assert outcome.returncode == 1
    assert not [line for line in outcome.stdout.splitlines() if line.startswith("::error file=x")]


def test_no_data(tmp_path):
    report = Report()
    read_archive(tmp_path / "data", report, silent)
    assert [code for _, code in codes(report)] == ["no-data"]
