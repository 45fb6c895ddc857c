"""Nothing in a record is ever more than text: payloads in every field and output, in Chromium with no policy."""

import csv
import json
from datetime import UTC, datetime
from io import StringIO

import pytest

from bangvang.files.reading import parse
from bangvang.files.tables import FORMULA, read_table, writing_table_for_excel
from bangvang.language.problems import Report
from bangvang.office.editor import config
from bangvang.open_data.exports import security
from bangvang.paper import book
from bangvang.paper.typesetting import typeset
from bangvang.records import facts
from bangvang.records.models import Editor
from defects import sort_of
from payload_texts import GROUPS, PAYLOADS, UNSEEN
from payloads import (
    BASE,
    alone,
    broken_forms,
    build,
    drawn,
    elements_of,
    faults,
    harmless,
    many,
    rendered,
    run_in,
    skeleton,
    spoilt,
    text_of,
    within,
)


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """A harmless site, and one with many payloads in each field."""
    folder = tmp_path_factory.mktemp("payloads")
    with drawn() as frames:
        yield build(frames, harmless, folder / "harmless"), build(frames, many(0), folder / "spoilt")


@pytest.fixture(scope="module")
def plain():
    """The harmless pages, without the rest of a site."""
    return rendered(harmless)


def test_there_are_many_and_all_may_stand_in_a_record():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 300
    for payload in PAYLOADS:
        report = Report()
        document = parse(f"x: {json.dumps(payload, ensure_ascii=False)}\n", "x.yml", report)
        assert document, ([problem.code for problem in report], payload)
        assert document.value == {"x": payload}


@pytest.mark.parametrize("payload", UNSEEN)
def test_what_cannot_be_seen_is_not_read(payload, tmp_path):
    codes = {"hidden-character", "lookalike-letter", "mixed-script", "not-nfc"}
    escaped = "".join(f"\\U{ord(sign):08x}" for sign in payload)
    for text in (f"x: '{payload}'\n", *([] if payload.isascii() or "\u0301" in payload else [f'x: "{escaped}"\n'])):
        report = Report()
        assert parse(text, "x.yml", report) is None
        assert {problem.code for problem in report} <= codes
    (tmp_path / "x.csv").write_text(f"row,name\n1,{payload}\n", "utf-8")
    report = Report()
    read_table(tmp_path / "x.csv", "x.csv", ["row", "name"], ["row"], report)
    assert {problem.code for problem in report} <= codes
    assert report.errors


def test_every_field_that_holds_text_is_spoilt():
    def all_of(model):
        for sub in model.__subclasses__():
            yield sub
            yield from all_of(sub)

    _, fields = spoilt(alone(0))
    texts = {(model.__name__, name) for model in all_of(facts.Model)
             for name, field in model.model_fields.items() if sort_of(field) in ("text", "address")}  # fmt: skip
    of_none = {"Fact", "Listing", "Editor"}  # two have no files of their own, and the editor is no page
    assert {field for field in texts - fields if field[0] not in of_none} == set()
    assert len(fields) > 180


@pytest.mark.parametrize("turn", [0, 190])
def test_pages_have_the_elements_of_harmless_ones(plain, turn):
    expected = {place: skeleton(page) for place, page in plain.items()}
    found = rendered(within(turn))
    assert found.keys() == expected.keys()
    for place, page in found.items():
        assert skeleton(page) == expected[place], place


@pytest.mark.parametrize("turn", [0, 11])
def test_no_end_of_a_line_ends_a_citation(turn):
    for place, page in rendered(alone(turn, GROUPS["lines"])).items():
        assert list(broken_forms(page)) == [], place


def test_every_file_holds_what_it_should(sites):
    known = elements_of(sites[0])
    assert list(faults(sites[0], known)) == []
    assert list(faults(sites[1], known)) == []


def test_nothing_runs_and_nothing_is_loaded(browser, sites):
    assert run_in(browser, sites[1]) == []


RUNNING = [
    "<script>hit()</script>",
    "<img src=x onerror=hit()>",
    "<svg onload=hit()>",
    '<iframe srcdoc="<script>parent.hit()</script>"></iframe>',
    "<p onclick=hit()>",
    '<a href="javascript:hit()">',
    "<base href=//ngoai.example>",
]


@pytest.mark.parametrize("payload", RUNNING)
def test_what_would_run_is_seen(browser, tmp_path, payload):
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "index.html").write_text(f"<!doctype html><title>x</title>{payload}", "utf-8")
    (tmp_path / "du-lieu" / "tin").mkdir(parents=True)
    (tmp_path / "du-lieu" / "tin" / "kho.xml").write_text("<feed/>")
    assert run_in(browser, tmp_path, queries=())


def test_security_txt_has_the_lines_it_should():
    at = datetime(2025, 1, 1, tzinfo=UTC)
    for payload in PAYLOADS:
        for contact in (payload, f"kho@mau.example {payload}", f"https://mau.example/{payload}"):
            lines = (security(text_of(contact), BASE, at) or "").split("\n")
            names = [line.partition(": ")[0] for line in lines if line]
            assert names in ([], ["Contact", "Expires", "Preferred-Languages", "Canonical"]), contact


def test_no_cell_of_the_table_for_excel_is_a_formula(tmp_path):
    with writing_table_for_excel(tmp_path / "x.csv", ["a", "b"]) as put:
        put([text_of(payload), ""] for payload in PAYLOADS)
    cells = list(csv.reader(StringIO((tmp_path / "x.csv").read_text("utf-8-sig")), delimiter=";"))[1:]
    assert len(cells) == len(PAYLOADS)
    assert not [cell for cell, _ in cells if cell.startswith(FORMULA)]


def test_the_yearbook_is_set():
    archive, _ = spoilt(alone(0))
    pdf = typeset("book", book.of_year(2023, archive, BASE))
    assert pdf.startswith(b"%PDF")
    for sign in (b"/JavaScript", b"/Launch", b"/URI (javascript:", b"/EmbeddedFile"):
        assert sign not in pdf


def test_the_editor_is_told_in_json():
    archive, _ = spoilt(alone(0))
    repository = " ".join(PAYLOADS)
    vars(archive.about)["editor"] = Editor(host="github", repository=repository, branch=PAYLOADS[0])
    said = json.loads(json.dumps(config(archive), ensure_ascii=False))
    assert said["backend"]["repo"] == text_of(repository)
