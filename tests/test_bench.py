"""The benchmark runs, and is fair: other generators make of the values the same pages, as far as they are installed."""

from statistics import median

import pytest

from bangvang.build import read_archive
from bangvang.language.problems import Report
from bench import __main__ as bench
from bench import contenders, generators, measure, results, serving, values
from bench.growth import exponent
from conftest import silent

FRAME = "<title>⟦title⟧</title><p>⟦summary⟧</p><nav>⟦crumbs⟧</nav>⟦content⟧⟦citing⟧⟦footer⟧"


def test_memory_is_that_of_the_command_and_of_what_it_begins_and_not_of_who_asks(tmp_path):
    mine = bytearray(300_000_000)
    mine[::4096] = b"x" * len(mine[::4096])
    hold = "a = bytearray(60_000_000); a[::4096] = b'x' * len(a[::4096]); "
    child = f"{hold}print(); input()"
    begin = f"p = subprocess.Popen([sys.executable, '-c', {child!r}], stdin=-1, stdout=-1); p.stdout.readline(); "
    rest = "time.sleep(1); p and p.communicate(b'x')"
    one, two = (
        measure.measure(["python3", "-c", f"import subprocess, sys, time; {first}{hold}{rest}"], tmp_path, {})
        for first in ("p = None; ", begin)
    )
    assert 60e6 < one.memory < 100e6 < two.memory < 200e6
    assert 1 < one.seconds < 30


def test_a_command_that_fails_is_not_measured(tmp_path):
    with pytest.raises(measure.Failed, match="no such thing"):
        measure.measure(["python3", "-c", "raise SystemExit('no such thing')"], tmp_path, {})


def test_a_template_says_what_its_text_says():
    slots = {"title": "{{ it.title }}"}
    assert generators._template("{{a}} ⟦title⟧ {%", slots) == '{{ "{{" }}a}} {{ it.title }} {{ "{%" }}'


def test_a_page_of_another_shape_stays_whole():
    html = '<p class="bv-lead">Một</p><article class="bv-other"></article><ul><li>a</li><li class="b">c</li></ul>'
    parts = values._content(html)["parts"]
    told = (part["html"] + "".join(f"<li{one}>{inner}</li>" for one, inner in part["rows"]) for part in parts)
    assert "".join(told) == html
    assert [row for part in parts for row in part["rows"]] == [["", "a"], [' class="b"', "c"]]


def test_the_exponent_is_that_of_the_growth():
    assert exponent([(size, 0.3 * size**1.25) for size in (1000, 10_000, 25_213)]) == pytest.approx(1.25)


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """One round over a small archive of all that take little time; MkDocs is only given what it would read."""
    names = [name for name in bench.NAMES if name not in ("again", "search", "zensical")]
    work = tmp_path_factory.mktemp("bench")
    said = []
    there = contenders.contenders(names, bench.project_of(300, work / "kho"), work, said.append)
    there = [one for one in there if one.name != "mkdocs"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench, "tell", said.append)
        return work, there, *bench.run(there, 1, 1, work), said


def test_a_run_measures_each_and_tells_it(ran):
    _, there, took, sizes, _ = ran
    assert {"bangvang", "write", "copy", "pagefind"} <= {one.name for one in there} == set(took)
    assert all(median(one.seconds for one in each) > 0 for each in took.values())
    assert all(took[name][0].memory > 1e6 for name in ("bangvang", "pagefind")), "what a small cp holds is not seen"
    assert sizes["write"] == sizes["copy"] == sizes["bangvang"], "the limits write the same tree"
    table, ratios, chart = bench.told(took, sizes, 300)
    assert [row[0] for row in table.rows] == [bench.TITLES[name] for name in bench.NAMES if name in took]
    assert "without search / written again" in dict(ratios.rows)
    assert all(bench.TITLES[name] in chart.html for name in took)


def test_nothing_is_indexed_where_search_is_left_out(ran):
    work, *_ = ran
    assert not (work / "tree" / "pagefind").exists()
    assert len(list((work / "keys").glob("*.html"))) > 200


def test_other_generators_make_the_same_pages(ran):
    said = [line for line in ran[-1] if "pages say the same" in line]
    for line in said:
        _, equal, _, all_, *_ = line.split()
        assert int(equal) == int(all_) > 100, line


def test_what_templates_make_of_the_values_says_what_our_pages_say(ran):
    work, *_ = ran
    paths = [path.relative_to(work / "tree").parent for path in (work / "tree").glob("vinh-danh/*/index.html")]
    assert len(paths) > 100
    for path in paths:
        body = (work / "mkdocs" / "docs" / path / "index.md").read_text("utf-8").split("---\n", 2)[2]
        made = values.text_of(f'<article class="md-content__inner md-typeset">{body}</article>')
        assert made == values.text_of((work / "tree" / path / "index.html").read_text("utf-8")) != "", path


def test_most_pages_are_given_as_values(ran):
    work, *_ = ran
    found, forms = values.pages(work / "tree", values.Frames(work / "drawn"))
    heroes = [page for page in found if page["address"].startswith("vinh-danh/")]
    assert len([page for page in heroes if page["honours"] and page["form"] >= 0]) > 0.9 * len(heroes) > 100
    assert any(len(page["honours"]) > 1 for page in heroes), "some have several awards"
    assert forms


def test_what_is_edited_while_serving_stays_sound_and_is_seen(tmp_path):
    root = bench.project_of(300, tmp_path / "kho")
    edits = list(serving.edited(root / "data"))
    assert len({edit.page for edit in edits}) == len(edits) == 4
    with serving.serving(root) as home:
        assert all(0 < serving.shown(edit, f"Phép thử {number}", home) < 60 for number, edit in enumerate(edits))
    report = Report()
    read_archive(root / "data", report, silent)
    assert not report.errors


def test_the_page_of_the_docs_has_a_place_for_each_program(tmp_path, monkeypatch):
    page = tmp_path / "do-toc-do.md"
    page.write_text(results.PAGE.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(results, "PAGE", page)
    for name in ("bench", "growth", "reader", "serving"):
        for times in ("first", "then"):
            results.write(name, [results.Table(f"{name} {times}", ("of", "time"), [("<a>", "1 s")])])
        text = page.read_text("utf-8")
        assert f"<caption>{name} then</caption>" in text
        assert f"{name} first" not in text
        assert "<a>" not in text
