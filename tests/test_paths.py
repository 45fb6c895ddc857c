"""Nothing in a record leads out of its folder: no id, no name, no file; and no link is followed out of a project."""

import re

import pytest
from pydantic import TypeAdapter, ValidationError

from bangvang.build import build, read_archive
from bangvang.language.problems import Report
from bangvang.open_data.datasets import pages_with_data
from bangvang.open_data.open_data import OpenData
from bangvang.pages.moved import every_page
from bangvang.records.values import RESERVED, Id
from conftest import copy_of_miniature, run, silent
from payload_texts import GROUPS
from payloads import alone, spoilt

ASTRAY = [
    "..", ".", "../x", "x/../y", "x/y", "/x", "//x", "x/", "\\x", "x\\y", "..\\x", "c:", "c:x", "c:\\x", "x\0", "\0",
    "x.yml", "x.", "x ", " x", "x\n", "x\r", "x\ty", "~", "~root", "$home", "%2e%2e", "x%00", "x:y", "x*", "x?", "x|y",
    "x<y", 'x"y', "-", "-x", "x-", "x--y", ".x", "..x", "X", "ma\u0301", "mã", "ｘ", "x" * 81, "con.txt", "nul.",
    "con:", "CON", "x;y", "x&y", "x#y", "index.html", ".well-known", "__proto__",
]  # fmt: skip
"""What is the name of no page."""


@pytest.mark.parametrize("id", ASTRAY)
def test_no_id_is_a_way(id):
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Id).validate_python(id)
    assert [error["type"] for error in caught.value.errors()] == ["id-form"]


@pytest.mark.parametrize("id", sorted(RESERVED))
def test_no_id_is_a_device_of_windows(id):
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(Id).validate_python(id)
    assert [error["type"] for error in caught.value.errors()] == ["id-reserved"]
    assert TypeAdapter(Id).validate_python(f"{id}-1") == f"{id}-1"


@pytest.mark.parametrize("id", ["../x", "/x", "..", "con", "x/../../y", "c:x"])
def test_no_row_and_no_decision_is_either(id):
    with copy_of_miniature() as data:
        roll = next(data.glob("rolls/*/*.csv"))
        roll.write_text(re.sub("^1,", f"{id},", roll.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
        report = Report()
        read_archive(data, report, silent)
        found = [
            (problem.location.line, problem.code) for problem in report if problem.location.file.endswith(roll.name)
        ]
        assert found == [(2, "id-reserved" if id == "con" else "id-form")]


@pytest.mark.parametrize("name", ["con.csv", "..csv", "....csv", "x y.csv", "%2e%2e.csv", "c:x.csv", "nul..csv"])
def test_no_roll_has_another_name_than_a_decision(name):
    with copy_of_miniature() as data:
        roll = next(data.glob("rolls/*/*.csv"))
        roll.rename(roll.with_name(name))
        report = Report()
        read_archive(data, report, silent)
        hidden = name.startswith(".")
        assert [problem for problem in report if problem.location.file.endswith(name)] or hidden
        assert report.errors


@pytest.mark.parametrize("turn", [0, 31])
def test_no_name_leads_a_page_or_a_file_astray(turn, tmp_path):
    archive, _ = spoilt(alone(turn, [*GROUPS["addresses"], *GROUPS["lines"]]))
    addresses = [page.address for page in every_page(archive)]
    assert len(addresses) > 40
    OpenData(archive, "", tmp_path, {}).write()
    beside = [f"{path.parent.relative_to(tmp_path).as_posix()}/" for path in tmp_path.rglob("index.json")]
    shards = [f"{path.stem}/" for path in (tmp_path / "du-lieu" / "vinh-danh").iterdir()]
    assert set(beside) == pages_with_data(archive), "none lies elsewhere"
    assert shards
    for address in [*addresses, *beside, *shards]:
        assert re.fullmatch("(?:[a-z0-9]+(?:-[a-z0-9]+)*/)+", address), address
        assert RESERVED.isdisjoint(address.split("/")), address


@pytest.mark.parametrize("name", ["data/people/x.yml", "data/sources", "docs/x.txt", "docs/en/x", "overrides/x.html"])
def test_no_link_is_followed_out_of_the_project(project, tmp_path_factory, name):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "mat.md").write_text("# Mật khẩu\n", "utf-8")
    for folder in ("docs", "overrides"):
        whole = (project / folder).resolve()
        (project / folder).unlink()
        (project / folder).mkdir()
        for path in whole.iterdir() if folder == "docs" else ():
            if path.suffix == ".md":
                (project / folder / path.name).write_bytes(path.read_bytes())
    link = project / name
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.exists():
        link.rename(elsewhere / "data")
    link.symlink_to(elsewhere)
    report = Report()
    assert build(project, project / "site", "mkdocs", report, silent) == 0
    assert [str(problem.location) for problem in report if problem.code == "symlink"] == [name]
    assert not (project / "site").exists()


def test_neither_does_the_plugin(project):
    (project / "docs").unlink()
    (project / "docs").mkdir()
    (project / "docs" / "index.md").symlink_to("/etc/hostname")
    outcome = run("mkdocs", "build", cwd=project)
    assert outcome.returncode == 1
    assert "docs/index.md" in outcome.stderr
    assert "[symlink]" in outcome.stderr
    assert not (project / "site").exists()
