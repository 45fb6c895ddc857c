"""The open data: every form says the same, readers of each form take it, and no proposal passes for an award."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet
import pytest
from python_calamine import CalamineWorkbook
from selectolax.lexbor import LexborHTMLParser

from bangvang.archive.history import Change, History
from bangvang.files.sheets import Column, Written, write_book, writing_tables
from bangvang.files.tables import writing_table_for_excel
from bangvang.language.words import columns
from bangvang.open_data import downloads
from bangvang.open_data.columns import BETWEEN
from bangvang.open_data.datasets import TABLES, Dataset, Lines, pages_with_data, shard_of
from bangvang.open_data.downloads import sql_name, write_tables
from bangvang.open_data.open_data import OpenData
from conftest import MINIATURE, ROOT, load_sound

TABLE = {table.name: table for table in TABLES}
WHOLE = [table for table in TABLES if not table.of]


@pytest.fixture(scope="module")
def folder(made) -> Path:
    return made / "du-lieu"


def rows_of(path: Path, **form: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True, **form))


def as_text(table, known: dict) -> dict[str, str]:
    """A row of JSON as CSV has it."""
    cells = {}
    for column in table.columns:
        cell = known.get(column.name)
        if isinstance(cell, list):
            cell = BETWEEN[column.type].join(cell)
        cells[column.name] = str(cell).lower() if isinstance(cell, bool) else "" if cell is None else str(cell)
    return cells


# --- one truth in every form ---


@pytest.mark.parametrize("name", TABLE)
def test_every_form_of_a_table_says_the_same(folder, name):
    table = TABLE[name]
    expected = rows_of(folder / f"{name}.csv")
    database = sqlite3.connect(folder / "kho.sqlite")
    database.row_factory = sqlite3.Row
    told = [dict(row) for row in database.execute(f"SELECT * FROM {sql_name(table)}")]
    database.close()
    flags = {column.name for column in table.columns if column.type == "flag"}
    told = [{k: bool(v) if k in flags and v is not None else v for k, v in row.items()} for row in told]
    key = lambda row: [row[part] for part in table.key]  # noqa: E731
    assert sorted((as_text(table, row) for row in told), key=key) == sorted(expected, key=key)
    if name == "chuoi-khen-thuong":
        return
    lines = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]
    assert [as_text(table, line) for line in lines] == expected
    assert json.loads((folder / f"{name}.json").read_text("utf-8")) == lines
    titles = [table.title_of(column) for column in table.columns]
    text = (folder / "excel" / f"{name}.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    excel = list(csv.reader(text.decode("utf-8-sig").splitlines(keepends=True), delimiter=";", strict=True))
    assert excel[0] == titles
    assert excel[1:] == [list(row.values()) for row in expected]
    with CalamineWorkbook.from_path(folder / "kho.xlsx") as book:
        sheet = book.get_sheet_by_name(table.title).to_python()
    assert sheet[0] == titles
    shown = [[str(int(cell)) if isinstance(cell, float) else cell for cell in row] for row in sheet[1:]]
    assert shown == [list(row.values()) for row in expected]


def test_csv_follows_rfc_4180(folder):
    data = (folder / "buoc.csv").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == len(rows_of(folder / "buoc.csv")) + 1 == data.count(b"\n")


def test_every_column_has_its_words_and_no_others_have():
    told = {(section, name) for section, names in columns().items() for name in names if section != "_tables"}
    used = set()
    for table in TABLES:
        assert table.title and table.says.endswith((".", "…"))
        for column in table.columns:
            own = table.of or table.name
            used.add((own if column.name in columns().get(own, {}) else "_all", column.name))
            assert table.title_of(column) and table.meaning_of(column).endswith((".", "…"))
    assert told == used
    assert set(columns()["_tables"]) == {"kho", *TABLE}


@pytest.mark.parametrize("table", WHOLE, ids=lambda table: table.name)
def test_keys_are_unique_and_codes_known(real, table):
    rows = list(table.rows(real))
    keys = [tuple(row[table.names.index(part)] for part in table.key) for row in rows]
    assert len(keys) == len(set(keys)) and all(all(part is not None for part in key) for key in keys)
    for place, column in enumerate(table.columns):
        if column.values:
            assert {row[place] for row in rows} - {None} <= set(column.values), column.name


# --- proposals are no awards, and the private is not told ---


def test_a_proposal_is_in_no_table_of_awards(real):
    ids = {name: {row[0] for row in TABLE[name].rows(real)} for name in ("khen-thuong", "khong-con-gia-tri", "de-nghi")}
    assert ids["khen-thuong"] == {honour.anchor for honour in real.honours if honour.conferred}
    assert ids["de-nghi"] == {honour.anchor for honour in real.honours if honour.status == "proposed"}
    assert sum(map(len, ids.values())) == len(real.honours) == len(set().union(*ids.values()))
    names = [column.name for column in TABLE["de-nghi"].columns]
    awarded = [names.index(name) for name in names if re.match("conferred|authority|decision|presented", name)]
    assert len(awarded) > 6
    for row in TABLE["de-nghi"].rows(real):
        assert not [row[place] for place in awarded if row[place]]


def test_who_was_merely_proposed_is_not_named(miniature):
    path = miniature / "years" / "2023" / "khoi-cac-huyen-binh-minh.yml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("who: ubnd-huyen-dao-lua\n    steps", "who: dang-van-mau-hai\n      role: Bí thư thôn\n    steps"),
        "utf-8",
    )
    archive = load_sound(miniature)
    assert not archive.was_honoured("dang-van-mau-hai")
    proposals, recipients = TABLE["de-nghi"], TABLE["nguoi-nhan"]
    (row,) = proposals.rows(archive)
    known = json.loads(proposals.line(row))
    assert known["recipient_kind"] == "person" and known["status"] == "proposed"
    assert not {"recipient_id", "recipient_name", "recipient_role", "recipient_printed"} & set(known)
    assert "dang-van-mau-hai" not in {row[0] for row in recipients.rows(archive)}


def test_no_column_tells_what_the_archive_does_not_keep():
    private = re.compile("birth|died|death|living|alive|phone|ethnic|sex|gender|home_address|portrait")
    assert not [c.name for table in TABLES for c in table.columns if private.search(c.name)]


# --- cells that spreadsheets would run ---

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0"]


def test_no_cell_is_a_formula_to_a_spreadsheet(tmp_path):
    with writing_table_for_excel(tmp_path / "x.csv", ["a", "b"]) as put:
        put([sign, -5] for sign in FORMULAS)
    cells = list(csv.reader((tmp_path / "x.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))[1:]
    assert [cell for cell, _ in cells] == [f"'{sign}" for sign in FORMULAS]
    assert {number for _, number in cells} == {"-5"}, "a number is a number"
    with writing_tables(tmp_path / "x.xlsx") as begin:
        begin("Một & hai", ["a"])([sign] for sign in [*FORMULAS, "<b>&"])
    with CalamineWorkbook.from_path(tmp_path / "x.xlsx") as book:
        assert book.sheet_names == ["Một & hai"]
        assert book.get_sheet_by_name("Một & hai").to_python() == [["a"], *[[sign] for sign in [*FORMULAS, "<b>&"]]]
    assert b"<f>" not in b"".join(_parts(tmp_path / "x.xlsx"))


def test_no_cell_is_markup_to_a_workbook(tmp_path):
    """What the library takes for a text of several styles is text as any other."""
    texts = ["<r>Mẫu</r>", "<r><t>Mẫu</t></r>", "<r>Mẫu & Mẫu<b></r>"]
    with writing_tables(tmp_path / "x.xlsx") as begin:
        begin("A", ["a"])([[text] for text in texts])
    sheet = CalamineWorkbook.from_path(tmp_path / "x.xlsx").get_sheet_by_name("A").to_python()
    assert sheet == [["a"], *([text] for text in texts)]
    written = Written("A", [Column(texts[0], choices=texts)], [[text] for text in texts], above=texts[:1])
    write_book(tmp_path / "x.xlsx", [written], "Mẫu")
    book = CalamineWorkbook.from_path(tmp_path / "x.xlsx")
    assert book.get_sheet_by_name("A").to_python() == [[text] for text in (*texts[:1] * 2, *texts)]
    assert book.get_sheet_by_name("Danh mục").to_python() == [[text] for text in (texts[0], *texts)]


def _parts(path: Path) -> list[bytes]:
    from zipfile import ZipFile

    with ZipFile(path) as book:
        return [book.read(name) for name in book.namelist()]


# --- the same bytes ---


def test_the_same_records_give_the_same_bytes(folder, tmp_path):
    script = (
        "import sys; sys.path.insert(0, 'tests'); from pathlib import Path; from conftest import *; "
        "from bangvang.open_data.datasets import Lines; "
        "from bangvang.open_data.downloads import write_book, write_tables; "
        "archive, to = load_sound(MINIATURE), Path(sys.argv[1]); "
        "write_tables(archive, Lines(), to); write_book(archive, to)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Ho_Chi_Minh"}
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, env=environment, check=True)
    again = {
        path.relative_to(tmp_path / "du-lieu"): path for path in (tmp_path / "du-lieu").rglob("*") if path.is_file()
    }
    assert len(again) > 60
    for name, path in again.items():
        assert path.read_bytes() == (folder / name).read_bytes(), name


def test_the_database_is_sound_and_tells_its_columns(folder):
    database = sqlite3.connect(folder / "kho.sqlite")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not database.execute("PRAGMA foreign_key_check").fetchall()
    told = database.execute("SELECT count(*) FROM tu_dien").fetchone()[0]
    assert told == sum(len(table.columns) for table in TABLES)
    database.close()


def test_another_sqlite_reads_the_database(folder):
    asked = "SELECT count(*) FROM khen_thuong"
    run = subprocess.run(["sqlite3", folder / "kho.sqlite", asked], capture_output=True, encoding="utf-8", check=True)
    assert int(run.stdout) == len(rows_of(folder / "khen-thuong.csv")) > 0


def test_parquet_says_the_same(tmp_path):
    archive = load_sound(MINIATURE)
    for one in write_tables(archive, Lines(), tmp_path):
        if one.form == "parquet":
            told = pyarrow.parquet.read_table(tmp_path / "du-lieu" / one.path).to_pylist()
            known = [{k: v for k, v in row.items() if v not in (None, [])} for row in told]
            assert known == [json.loads(one.table.line(row)) for row in one.table.rows(archive)]


# --- pages and shards ---


def test_each_page_has_its_data_beside_it(made):
    archive = load_sound(MINIATURE)
    beside = {path.parent.relative_to(made).as_posix() for path in made.rglob("index.json")}
    expected = {f"khoi/{bloc.id}" for bloc in archive.of("bloc")}
    expected |= {f"khoi/{bloc}/{year}" for bloc, year in archive.bloc_years}
    expected |= {f"don-vi/{unit.id}" for unit in archive.of("organisation")}
    expected |= {f"quyet-dinh/{decision.id}" for decision in archive.of("decision")}
    assert beside == expected
    for name in beside:
        assert (made / name / "index.html").exists()
        for table, rows in json.loads((made / name / "index.json").read_text("utf-8")).items():
            lines = (made / "du-lieu" / f"{table}.jsonl").read_text("utf-8").splitlines()
            assert all(row in [json.loads(line) for line in lines] for row in rows), (name, table)


def test_a_page_of_data_keeps_awards_and_proposals_apart(made):
    told = json.loads((made / "khoi" / "khoi-cac-huyen-binh-minh" / "2023" / "index.json").read_text("utf-8"))
    assert [row["status"] for row in told["de-nghi"]] == ["proposed"]
    assert {row["status"] for row in told["khen-thuong"]} == {"conferred"}
    assert len(told["buoc"]) == 5 and told["khoi-nam"][0]["members_count"] == 3


def test_the_honoured_stand_in_the_shard_that_their_id_names(made):
    ids = {row["id"] for row in rows_of(made / "du-lieu" / "nguoi-nhan.csv")}
    found = {}
    for path in (made / "du-lieu" / "vinh-danh").glob("*.json"):
        shard = json.loads(path.read_text("utf-8"))
        assert {hashlib.sha256(id.encode()).hexdigest()[:2] for id in shard} == {path.stem}
        found |= shard
    assert set(found) == ids and shard_of("x") == "2d"
    assert all(told["khen-thuong"] or told["khong-con-gia-tri"] for told in found.values())
    assert all("de-nghi" not in told or not told["de-nghi"] for told in found.values())


def test_every_address_of_a_table_leads_somewhere(site, real):
    seen: dict[str, set[str]] = {}
    for table in WHOLE:
        names = [column.name for column in table.columns]
        if "page" in names:
            for row in table.rows(real):
                page, _, anchor = (row[names.index("page")] or "").partition("#")
                if page and page not in seen:
                    html = LexborHTMLParser((site / page / "index.html").read_text("utf-8"))
                    seen[page] = {node.id for node in html.css("[id]")}
                assert not anchor or anchor in seen[page], (page, anchor)
    assert len(seen) > 500


# --- what the page tells to run, runs ---


def example(site: Path, language: str) -> str:
    page = LexborHTMLParser((site / "du-lieu" / "index.html").read_text("utf-8"))
    (code,) = page.css(f"pre code.language-{language}")
    return code.text()


def test_the_shell_example_runs(site, real, tmp_path):
    code = example(site, "sh")
    run = subprocess.run(["sh", "-eu"], input=code, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert run.returncode == 0 and not run.stderr, run.stderr
    *counts, decisions = run.stdout.splitlines()
    years = {}
    for honour in real.honours:
        if honour.conferred and honour.year:
            years[honour.year] = years.get(honour.year, 0) + 1
    assert counts == [f"{year}|{years[year]}" for year in sorted(years, reverse=True)[:5]]
    assert int(decisions) == len(real.of("decision"))


def test_the_python_example_runs(site, tmp_path):
    run = subprocess.run(
        [sys.executable, "-"], input=example(site, "python"), cwd=tmp_path, capture_output=True, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert run.returncode == 0 and not run.stderr, run.stderr
    assert re.fullmatch(r"\[\('.+', \d+\).*\]\n\S.* [1-9]\d*\n", run.stdout)


def test_the_r_example_runs(site, tmp_path):
    (tmp_path / "vi-du.R").write_text(example(site, "r"), "utf-8")
    run = subprocess.run(["Rscript", "vi-du.R"], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr


def test_there_are_at_most_two_files_a_page(site):
    files = [
        path
        for path in site.rglob("*")
        if path.is_file() and "pagefind" not in path.parts and "assets" not in path.parts
    ]
    pages = [path for path in files if path.suffix == ".html"]
    assert len(files) <= 2 * len(pages)


def test_the_pages_that_have_data_are_those_it_is_written_beside(tmp_path):
    archive = load_sound(MINIATURE)
    with closing(Lines()) as lines:
        write_tables(archive, lines, tmp_path)
        assert pages_with_data(archive) == {page for page, _ in Dataset(archive, lines).of_pages()}


def test_a_table_is_written_in_parts_as_it_would_be_whole(tmp_path, folder, monkeypatch):
    monkeypatch.setattr(downloads, "_AT_ONCE", 3)
    data = OpenData(load_sound(MINIATURE), "", tmp_path, {})
    data.write()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 100
    for path in files:
        whole = folder.parent / path.relative_to(tmp_path)
        if path.suffix == ".parquet":
            assert pyarrow.parquet.read_table(path) == pyarrow.parquet.read_table(whole), path
        else:
            assert path.read_bytes() == whole.read_bytes(), path


def test_the_date_of_the_data_and_of_each_page(tmp_path, monkeypatch):
    shutil.copytree(MINIATURE, tmp_path / "data")
    archive = load_sound(tmp_path / "data")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert OpenData(archive, "", tmp_path / "one", {}).at == datetime(2023, 11, 14, tzinfo=UTC)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    archive = load_sound(tmp_path / "data")
    change = Change("a" * 40, date(2024, 5, 6))
    data = OpenData(
        archive, "https://mau.example/", tmp_path / "two", {"decisions/2023.yml": History(change, change, 1)}
    )
    published = (source.published.value.end.exact for source in archive.of("source") if source.published)
    assert data.at.date() == max(published), "no git and no environment: the newest source"
    data.finish({"quyet-dinh/15-qd-ubnd-2023/": {}, "noi/tinh-binh-minh/": {}}, {})
    told = (tmp_path / "two" / "sitemap.xml").read_text("utf-8")
    assert "quyet-dinh/15-qd-ubnd-2023/</loc><lastmod>2024-05-06</lastmod>" in told
    assert "noi/tinh-binh-minh/</loc></url>" in told
