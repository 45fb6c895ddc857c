"""The withdrawn leave no trace: no file of a site that names them takes the place of the old one."""

import gzip
import json
import sqlite3
import unicodedata
from hashlib import sha256
from pathlib import Path

import pytest

from bangvang.files.sheets import writing_tables
from bangvang.language.problems import Report
from bangvang.language.traces import Finder, digest_of_record, trace
from bangvang.publishing.verification import verify
from bangvang.search import pagefind
from conftest import MINIATURE, load_sound, run
from test_miniature import stamp

NAME = "Đặng Văn Mẫu Hai"


FORMS = [
    NAME,
    NAME.upper(),
    unicodedata.normalize("NFD", NAME),
    "dang van mau hai",
    "vinh-danh/dang-van-mau-hai/",
    "<li>Đặng Văn Mẫu <b>Hai</b></li>",
    '<a title="Đặng Văn Mẫu Hai" href="../x/">xem</a>',
    "<p>Đ&#7863;ng Văn&nbsp;Mẫu Hai</p>",
    json.dumps({"name": NAME}),
    "https://mau.example/?q=%C4%90%E1%BA%B7ng+V%C4%83n+M%E1%BA%ABu+Hai",
    "dangvanmauhai dangvanmauhaizw",
    "ho,ten\nĐặng,Văn Mẫu Hai\n",
]


@pytest.mark.parametrize("form", FORMS)
def test_a_name_is_found_in_every_form(form):
    assert Finder([trace(NAME)]).is_in(f"Trước {form} sau")


@pytest.mark.parametrize("form", ["Đặng Văn Mẫu", "Hai Đặng Văn Mẫu", "Đặng Văn và Mẫu Hai", "dangvan mauhai"])
def test_another_name_is_not_taken_for_it(form):
    assert not Finder([trace(NAME)]).is_in(form)


def test_a_finder_remembers_nothing_wrong():
    finder = Finder([trace(NAME), trace("Bé Mẫu")])
    assert not finder.is_in("Đặng Văn Mẫu Ba")
    assert finder.is_in(NAME)
    assert finder.is_in(NAME)
    assert list(finder.places(f"a: {NAME}\nb: Bé Mẫu")) == [3, 23]


def withdraw(data: Path, kind: str, id: str, *names: str) -> None:
    """Enter a record by hand, as the command does."""
    digest = digest_of_record(kind, id)
    lines = [f"withdrawals:\n  - digest: {digest}\n    date: 2025-05-06\n    reason: error\n    traces:\n"]
    for name in names:
        digest, syllables = trace(name)
        lines.append(f"      - digest: {digest}\n        syllables: {syllables}\n")
    (data / "withdrawals.yml").write_text("".join(lines), "utf-8")


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    """The miniature archive stamped and indexed, once for the tests that plant something in it."""
    folder = tmp_path_factory.mktemp("clean")
    stamp(folder)
    return folder


def found(site: Path, data: Path) -> list[str]:
    report = Report()
    verify(load_sound(data), site, "", report)
    return [problem.location.file for problem in report if problem.code == "withdrawn-name-found"]


def plant(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def packed(text: str) -> bytes:
    return gzip.compress(b"pagefind_dcd" + text.encode(), mtime=0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<p>Nguy\xe1\xbb\x85n M\xe1\xba\xabu <b>R\xc3\xbat</b></p>"),
        ("a.xml", "<t>nguyễn mẫu rút</t>".encode()),
        ("a.csv", b"nguyen-mau-rut,1\n"),
        ("a.json", json.dumps(["Nguyễn Mẫu Rút"]).encode()),
        ("tra-cuu/ab/0.bv", gzip.compress(json.dumps(["Nguyễn Mẫu Rút"], ensure_ascii=False).encode(), mtime=0)),
        ("tra-cuu/ab/ten.bv", gzip.compress(json.dumps(["0 nguyen mau ba", "2 rut"]).encode(), mtime=0)),
        ("pagefind/fragment/vi_1.pf_fragment", packed(json.dumps({"content": "x Nguyễn Mẫu Rút y"}))),
        ("sitemap.xml.gz", gzip.compress(b"<loc>https://mau.example/vinh-danh/nguyen-mau-rut/</loc>", mtime=0)),
        ("vinh-danh/nguyen-mau-rut/index.html", b"<p></p>"),
    ],
)
def test_a_name_left_in_any_file_is_found(clean, name, content):
    assert found(clean, MINIATURE) == []
    path = plant(clean / name, content)
    try:
        assert found(clean, MINIATURE) == [name]
    finally:
        path.unlink()


def test_a_name_left_in_a_workbook_or_a_database_is_found(tmp_path):
    """Cells lie packed in the one, and cut where a page ends in the other."""
    with writing_tables(tmp_path / "x.xlsx") as begin:
        begin("A", ["a"])([["x"], ["bà Nguyễn Mẫu Rút"]])
    database = sqlite3.connect(tmp_path / "x.sqlite")
    database.execute("CREATE TABLE a (b TEXT)")
    for length in range(3900, 4200):
        database.execute("INSERT INTO a VALUES (?)", ["x" * length + " Nguyễn Mẫu Rút"])
    database.commit()
    database.close()
    assert found(tmp_path, MINIATURE) == ["x.sqlite", "x.xlsx"]
    with writing_tables(tmp_path / "x.xlsx") as begin:
        begin("A", ["a"])([["x"]])
    (tmp_path / "x.sqlite").unlink()
    assert found(tmp_path, MINIATURE) == []


def test_a_name_left_in_the_search_index_is_found(clean, tmp_path):
    """Its pieces are joined words in a packed index."""
    key = pagefind.Key("0", ["nguyen", "nguyenmaurut", "nguyenmaurutzw"])
    for name, content in pagefind.index([pagefind.Text("1", "xinzt", "Xin")], [key]):
        plant(tmp_path / "pagefind" / name, content)
    names = found(tmp_path, MINIATURE)
    assert any(name.endswith(".pf_index") for name in names), names
    assert not any(name.endswith((".js", ".pagefind")) for name in names)


def test_a_site_that_names_a_withdrawn_record_does_not_take_the_place_of_the_old_one(project):
    data = project / "data"
    assert run("bangvang", "build", cwd=project).returncode == 0
    before = (project / "site" / "index.html").read_bytes()
    withdraw(data, "person", "khong-con-ai", NAME)  # the record is gone, yet another still prints its name
    outcome = run("bangvang", "build", cwd=project)
    assert outcome.returncode == 1
    assert "[withdrawn-name-found]" in outcome.stderr
    assert "pagefind/fragment/" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert (project / "site" / "index.html").read_bytes() == before
    assert not list(project.glob(".site-*"))


def test_withdrawing_a_record_until_nothing_mentions_it(project):
    """What a clerk does: the command names every place, the record goes, the command is content, the site is clean."""
    data = project / "data"
    command = ("bangvang", "withdraw", "16-qd-ubnd-2023-3")
    assert run(*command, cwd=project).returncode == 1
    before = (data / "withdrawals.yml").read_text("utf-8")
    first = run(*command, "--reason", "request-of-family", cwd=project)
    assert first.returncode == 1
    places = [line for line in first.stdout.splitlines() if line.startswith("data/")]
    assert "data/rolls/2023/16-qd-ubnd-2023.csv:4:1" in places
    assert "data/rolls/2023/16-qd-ubnd-2023.csv:4:3" in places
    assert "data/identities.yml:5:35" in places
    assert len(places) == 3
    ledger = (data / "withdrawals.yml").read_text("utf-8")
    assert ledger.startswith(before.removesuffix("\n")) or before in ledger
    assert ledger.count("digest:") == before.count("digest:") + 2
    assert "[id-withdrawn]" in run("bangvang", "check", cwd=project).stderr
    roll = data / "rolls" / "2023" / "16-qd-ubnd-2023.csv"
    lines = roll.read_text("utf-8").splitlines()
    roll.write_text("\n".join(line for line in lines if "Hoàng Mẫu Bốn" not in line) + "\n", "utf-8")
    second = run(*command, cwd=project)
    assert [line for line in second.stdout.splitlines() if line.startswith("data/")] == ["data/identities.yml:5:35"]
    (data / "identities.yml").unlink()
    last = run(*command, cwd=project)
    assert last.returncode == 0, last.stdout + last.stderr
    assert (data / "withdrawals.yml").read_text("utf-8") == ledger, "it is entered once"
    built = run("bangvang", "build", cwd=project)
    assert built.returncode == 0, built.stderr
    finder = Finder([trace("Hoàng Mẫu Bốn")])
    assert not any(finder.is_in(path.read_text("utf-8", "replace")) for path in data.rglob("*") if path.is_file())
    assert sha256(b"row 16-qd-ubnd-2023-3").hexdigest()[:8] in (project / "site/dinh-chinh/index.html").read_text(
        "utf-8"
    )


def test_withdrawing_takes_the_id_out_of_the_ledger_of_ids(project):
    assert run("bangvang", "ids", cwd=project).returncode == 0
    run("bangvang", "withdraw", "ly-thi-mau-mot", "--reason", "court", cwd=project)
    text = (project / "data" / "ids.yml").read_text("utf-8")
    assert "ly-thi-mau-mot" not in text
    assert "y-mau-nie-ba" in text
    assert "ly-thi" not in (project / "data" / "withdrawals.yml").read_text("utf-8")


def test_the_name_of_a_namesake_is_no_trace(project):
    people = project / "data" / "people" / "binh-minh.yml"
    people.write_text(people.read_text("utf-8") + "  - id: mau-hai-khac\n    name: Đặng Văn Mẫu Hai\n", "utf-8")
    before = (project / "data" / "withdrawals.yml").read_text("utf-8").count("syllables")
    outcome = run("bangvang", "withdraw", "dang-van-mau-hai", "--reason", "error", cwd=project)
    assert "cũng là tên của mau-hai-khac" in outcome.stderr
    assert (project / "data" / "withdrawals.yml").read_text("utf-8").count("syllables") == before


@pytest.mark.parametrize("arguments", [("khong-co-ai", "--reason", "error"), ("dang-van-mau-hai",)])
def test_withdrawing_what_is_not_there_or_without_a_reason_writes_nothing(project, arguments):
    before = (project / "data" / "withdrawals.yml").read_bytes()
    outcome = run("bangvang", "withdraw", *arguments, cwd=project)
    assert outcome.returncode == 1
    assert "Traceback" not in outcome.stderr
    assert (project / "data" / "withdrawals.yml").read_bytes() == before
