"""New records to fill in: every key is there, and what is left to fill is what the check asks for."""

import re

import pytest

from bangvang.build import read_archive
from bangvang.files.reading import parse
from bangvang.language.problems import Report
from bangvang.office.reference import keys_of
from bangvang.office.skeletons import NEW, path_of, skeleton
from conftest import run, silent

TOLD = {"id": "moi", "bloc": "khoi-cac-huyen-binh-minh", "year": "2025"}
WITH_FILES = [kind for kind, model in NEW.items() if path_of(model, TOLD)]


@pytest.mark.parametrize("kind", NEW)
def test_every_key_is_there_with_its_meaning(kind):
    text = skeleton(NEW[kind], TOLD)
    document = parse(text, "x.yml", report := Report())
    assert document or "not-a-mapping" in {problem.code for problem in report}  # a part alone is a list item
    assert not {problem.code for problem in report} - {"not-a-mapping"}
    for key in keys_of(NEW[kind]):
        if key.name not in ("source", "quote", "note", "inferred", "claims"):
            assert re.search(rf"^[ #-]*{key.name}:.* # \S", text, re.MULTILINE), key.name


@pytest.mark.parametrize("kind", WITH_FILES)
def test_what_is_left_to_fill_is_what_the_check_asks_for(kind, miniature):
    path = miniature / path_of(NEW[kind], TOLD)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(skeleton(NEW[kind], TOLD), "utf-8")
    report = Report()
    read_archive(miniature, report, silent)
    errors = [problem for problem in report if problem.is_error]
    assert {problem.location.file for problem in errors} <= {f"data/{path_of(NEW[kind], TOLD)}"}
    assert {problem.code for problem in errors} <= {"empty-value", "no-source"}
    assert errors


@pytest.mark.parametrize("kind", WITH_FILES)
def test_no_key_behind_a_sign_is_unknown(kind, miniature):
    path = miniature / path_of(NEW[kind], TOLD)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = skeleton(NEW[kind], TOLD).split("\n")
    path.write_text(
        "\n".join(lines[:2] + [re.sub(r"^([ -]*)((?:# )+)(?=\w|-)", r"\1", line) for line in lines[2:]]), "utf-8"
    )
    report = Report()
    read_archive(miniature, report, silent)
    assert not {problem.code for problem in report} & {"unknown-field", "yaml-syntax", "colon-missing"}


def test_the_command_writes_once_and_stays_inside(miniature):
    root = miniature.parent
    made = run("bangvang", "new", "year", "khoi-cac-huyen-binh-minh", "2025", "--write", cwd=root)
    assert made.returncode == 0, made.stderr
    path = miniature / "years" / "2025" / "khoi-cac-huyen-binh-minh.yml"
    assert path.exists()
    path.write_text("x")
    assert run("bangvang", "new", "year", "khoi-cac-huyen-binh-minh", "2025", "--write", cwd=root).returncode == 1
    assert path.read_text() == "x"
    assert run("bangvang", "new", "person", "../../ngoai", "--write", cwd=root).returncode == 1
    assert run("bangvang", "new", "year", "--write", cwd=root).returncode == 1
    place = run("bangvang", "new", "place", "noi-moi", "--write", cwd=root)
    assert place.returncode == 1
    assert "data/places.yml" in place.stderr
    assert not (root.parent / "ngoai.yml").exists()
