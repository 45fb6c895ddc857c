"""The command line: status, languages, forms of output, and no traceback for a clerk."""

import json
import shutil

import pytest

from conftest import MINIATURE, ROOT, run


def project(tmp_path):
    shutil.copytree(MINIATURE, tmp_path / "data")
    return tmp_path


@pytest.fixture
def spoilt(tmp_path):
    """A project with a mistake in line 8."""
    path = project(tmp_path) / "data" / "places.yml"
    path.write_text(path.read_text("utf-8").replace("kind: huyện", "kind: huyen", 1), "utf-8")
    return tmp_path


def told(folder, form):
    """What check prints of a mistake in a form."""
    outcome = run("bangvang", "check", "--format", form, cwd=folder)
    assert outcome.returncode == 1
    return outcome.stdout


def test_check_of_sound_records(tmp_path):
    outcome = run("bangvang", "check", cwd=project(tmp_path))
    assert outcome.returncode == 0
    assert "Hồ sơ đúng" in outcome.stdout


def test_check_speaks_vietnamese_and_english(spoilt):
    vietnamese = run("bangvang", "check", cwd=spoilt)
    english = run("bangvang", "check", "--lang", "en", cwd=spoilt)
    assert vietnamese.returncode == english.returncode == 1
    assert "data/places.yml:8:11: lỗi: “huyen” không phải giá trị được dùng" in vietnamese.stderr
    assert "data/places.yml:8:11: error: “huyen” is not one of the values in use" in english.stderr
    assert "có phải “huyện”?" in vietnamese.stderr


def test_check_annotates_a_change(spoilt):
    assert "::error file=data/places.yml,line=8,col=11::" in told(spoilt, "github")


def test_check_speaks_to_gitlab(spoilt):
    """As its code quality report wants it: no issue without these keys, no two of one fingerprint."""
    issues = json.loads(told(spoilt, "gitlab"))
    assert {"path": "data/places.yml", "lines": {"begin": 8}} in [issue["location"] for issue in issues]
    assert all({"description", "check_name", "fingerprint", "severity"} <= issue.keys() for issue in issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_check_speaks_to_programs(spoilt):
    problems = json.loads(told(spoilt, "json"))
    found = next(problem for problem in problems if problem["severity"] == "error")
    assert (found["file"], found["line"], found["column"]) == ("data/places.yml", 8, 11)
    assert found["code"] == "unknown-value"
    sound = run("bangvang", "check", "--format", "json", cwd=ROOT)
    assert all(problem["severity"] == "warning" for problem in json.loads(sound.stdout))


def test_check_outside_the_archive(tmp_path):
    outcome = run("bangvang", "check", cwd=tmp_path)
    assert outcome.returncode == 1
    assert "[no-data]" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_view_without_pages(tmp_path):
    outcome = run("bangvang", "view", cwd=tmp_path)
    assert outcome.returncode == 1
    assert "bangvang build" in outcome.stderr


def test_version():
    assert run("bangvang", "--version", cwd=ROOT).stdout.strip().endswith("0.1.0")
