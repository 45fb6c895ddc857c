"""The index of an invented site: what lies where, the same each time, and small."""

import gzip
import json
import shutil
from dataclasses import replace

import pytest

from bangvang.language.problems import Report
from bangvang.search import index as search
from bangvang.search import pagefind
from bangvang.search.entries import Entry, Facet

TITLES = ["Giàng Mẫu Một", "Giàng Mẫu Một", "Lò Mẫu Hai", "Đỗ Mẫu Ba"]


def entries() -> list[Entry]:
    people = [
        Entry(
            f"vinh-danh/{number}/",
            "honoured-person",
            title,
            f"Bằng khen mẫu {number}.",
            facets=(Facet("loai", {"nguoi": "Người"}), Facet("nam", {str(2020 + number): str(2020 + number)})),
            sources=(("Báo Mẫu", "https://mau.example/"),),
        )
        for number, title in enumerate(TITLES)
    ]
    place = Entry(
        "noi/nui-may/", "place", "Huyện Núi Mây", "Một huyện.", ("Núi Mây",), facets=(Facet("loai", {"noi": "Nơi"}),)
    )
    text = Entry("bai/", "text", "Bài mẫu", "Một bài.", text="Hội nghị họp ở đâu, có ai phát biểu.")
    return [text, place, *people]


@pytest.fixture
def site(tmp_path):
    report = Report()
    search.index(entries(), tmp_path, report)
    assert not report.errors
    return tmp_path


def unpacked(path):
    return json.loads(gzip.decompress(path.read_bytes()))


def release_of(site):
    return site / search.DATA / json.loads((site / search.DATA / "kho.json").read_text("utf-8"))["release"]


def test_rows_are_in_the_order_of_kinds_then_of_the_alphabet(site):
    cards = unpacked(release_of(site) / "0.bv")
    titles = [title for _, _, title, *_ in cards]
    assert titles == ["Đỗ Mẫu Ba", "Giàng Mẫu Một", "Giàng Mẫu Một", "Lò Mẫu Hai", "Huyện Núi Mây", "Bài mẫu"]


def test_namesakes_are_indexed_once_and_only_texts_keep_a_file(site):
    _, pages, *_ = pagefind._unpacked(next((site / "pagefind").glob("*.pf_meta")).read_bytes())
    *names, text = [name for name, _ in pages]
    assert names == ["0", "1.2", "3", "4", "5", "4+"]
    assert text.startswith("5.vi_")
    (fragment,) = (site / "pagefind" / "fragment").iterdir()
    assert fragment.name == f"{text}.pf_fragment"
    kept = json.loads(gzip.decompress(fragment.read_bytes())[12:])
    assert kept["content"] == "Hội nghị họp ở đâu, có ai phát biểu."


def test_every_name_is_told_once_with_what_it_shares(site):
    assert unpacked(release_of(site) / "ten.bv") == [
        "0 do mau ba",
        "0 giang mau mot",
        "0 huyen nui may",
        "0 lo mau hai",
        "0 nui may",
    ]


def test_a_column_tells_the_values_of_each_row(site):
    columns = unpacked(release_of(site) / "cot.bv")
    nam = columns["nam"]
    told = [[nam["values"][at][0] for at in nam["sets"][ord(letter) - search.SETS_FROM]] for letter in nam["rows"]]
    assert told == [["2023"], ["2020"], ["2021"], ["2022"], [], []]
    assert columns["cap"]["rows"] == "hinh-thuc"
    assert columns["tinh-nay"]["rows"] == "tinh-cu"


def test_the_same_pages_make_the_same_bytes(site, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    search.index(reversed(entries()), other, Report())
    files = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert files == {path.relative_to(other): path.read_bytes() for path in other.rglob("*") if path.is_file()}


def test_another_release_lies_elsewhere(site):
    before = release_of(site)
    search.index(entries()[:-1], site, Report())
    assert release_of(site) != before
    assert not before.exists()


def test_another_text_alone_makes_another_index(site):
    """What results say is the same, so the release is; by what tag would a browser that keeps the old index know?"""
    before, about = release_of(site), json.loads((site / search.DATA / "kho.json").read_text("utf-8"))
    text, *others = entries()
    search.index([replace(text, text="Hội nghị họp ở đó."), *others], site, Report())
    assert release_of(site) == before
    assert json.loads((site / search.DATA / "kho.json").read_text("utf-8"))["index"] != about["index"]
    assert pagefind.meta_of(site / search.FOLDER).name != f"pagefind.{about['index']}.pf_meta"


def test_a_failing_pagefind_is_a_problem(tmp_path, monkeypatch):
    failing = shutil.which("false")
    monkeypatch.setattr(pagefind, "get_executable", lambda: failing)
    report = Report()
    search.index(entries(), tmp_path, report)
    assert [problem.code for problem in report] == ["indexing-failed"]
    assert not list(tmp_path.iterdir())
