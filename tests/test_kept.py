"""What a new site takes from the one that stands: the site is the one that would be made anew, whatever was edited."""

import shutil
from dataclasses import replace
from datetime import date
from importlib.metadata import version

import pytest

import edits
from bangvang import build as building
from bangvang.archive.edition import Edition
from bangvang.build import build
from bangvang.language.problems import Report
from bangvang.open_data.open_data import OpenData
from bangvang.pages.types import honoured, opened
from bangvang.publishing.fixity import manifest_of
from bangvang.publishing.verification import Before, verify
from bangvang.site import made_of
from bangvang.site.drawn import Drawn
from bangvang.site.kept import Standing
from conftest import changed, load_sound, silent, tree
from large import project as project_in

MEMORY = ".site.made-of.jsonl"
ROLL, AWARDS = "rolls/2023/16-qd-ubnd-2023.csv", "awards/2024/ngoi-sao-2024.yml"


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A project in two languages with its site, and what was drawn of that."""
    root = project_in(tmp_path_factory.mktemp("first") / "kho")
    about = root / "data" / "archive.yml"
    about.write_text(about.read_text("utf-8") + "languages: [vi, en]\n", "utf-8")
    drawn = root.parent / "drawn"
    building.draw(root, "mkdocs", drawn, Report())
    return root


@pytest.fixture
def made(first, monkeypatch):
    """How to make a site of a project: returns the files of pages taken, and whether the index was made."""
    drawn = first.parent / "drawn"
    monkeypatch.setattr(
        building, "draw", lambda root, engine, to, report: shutil.copytree(drawn, to, dirs_exist_ok=True)
    )
    index, remember = building.index, building.remember

    def make(root, site="site"):
        indexed, taken = [], []
        monkeypatch.setattr(building, "index", lambda *given: indexed.append(index(*given)))
        monkeypatch.setattr(building, "remember", lambda *given: taken.append(given[3].taken) or remember(*given))
        report = Report()
        build(root, root / site, "mkdocs", report, silent)
        assert not report.errors, [(problem.code, str(problem.location)) for problem in report]
        return set(taken[0]), bool(indexed)

    return make


@pytest.fixture
def root(first, made, tmp_path):
    """A copy of the project with its site, free to be edited."""
    if not (first / "site").exists():
        assert made(first) == (set(), True)
    return shutil.copytree(first, tmp_path / "kho", symlinks=True)


def edit(root, file, old, new):
    path = root / "data" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def names(files):
    """Whose pages files are."""
    return {file.split("/")[-2] for file in files}


EVERYONE = {
    "16-qd-ubnd-2023-1", "16-qd-ubnd-2023-3", "hop-tac-xa-dao-lua", "ly-thi-mau-mot", "nhan-dan-huyen-nui-may",
    "y-mau-nie-ba",
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "made_anew", "indexes"),
    [
        ("archive.yml", "", "", set(), False),
        (AWARDS, "era: những năm đầu", "era: những năm đầu\n    reason: Cứu dân", {"ly-thi-mau-mot"}, False),
        (ROLL, "Hoàng Mẫu Bốn", "Hoàng Mẫu Năm", {"16-qd-ubnd-2023-3", "ly-thi-mau-mot", "y-mau-nie-ba"}, True),
        (
            ROLL,
            "1,Hợp tác xã",
            "9,Hợp tác xã",
            {"16-qd-ubnd-2023-1", "16-qd-ubnd-2023-9", "nhan-dan-huyen-nui-may"},
            True,
        ),
        ("places.yml", "name: huyện Núi Mây", "name: huyện Núi Mây Mới", EVERYONE, True),
    ],
    ids=["nothing", "reason", "name", "number", "place"],
)
def test_the_site_is_the_one_made_anew(root, made, file, old, new, made_anew, indexes):
    edit(root, file, old, new)
    taken, indexed = made(root)
    assert names(taken) == EVERYONE - made_anew
    assert len(taken) == 2 * len(names(taken)), "in both languages"
    assert indexed == indexes
    made(root, "anew")
    assert tree(root / "site") == tree(root / "anew")


def is_remembered(root, day=date(2025, 1, 1)):
    site = root / "site"
    return bool(Standing(site, manifest_of(site), Edition(day, "0" * 64)).fragments)


def test_a_site_is_remembered(root):
    assert is_remembered(root)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda memory: memory.unlink(),
        lambda memory: memory.write_bytes(memory.read_bytes()[:-9]),
        lambda memory: memory.write_bytes(memory.read_bytes().replace("Mẫu".encode(), "Mậu".encode(), 1)),
        lambda memory: memory.write_bytes(b"\xff\n" + memory.read_bytes()),
    ],
    ids=["gone", "cut off", "changed", "no text"],
)
def test_what_is_remembered_must_be_whole(root, spoil):
    spoil(root / MEMORY)
    assert not is_remembered(root)


def test_what_is_remembered_of_another_site_is_of_no_use(root):
    manifest = root / "site" / "manifest-sha256.txt"
    manifest.write_bytes(manifest.read_bytes().replace(b"  index.html", b"  index.htm"))
    assert not is_remembered(root)


def test_an_edition_without_a_day_takes_nothing(root):
    """Its name is so short that something else on a page might be called the same."""
    assert not is_remembered(root, day=None)


def test_a_file_that_is_no_longer_what_was_built_is_not_taken(first, root, made):
    page, name = root / "site" / HERO, next((root / "site" / "pagefind").glob("*.pf_meta"))
    page.write_text(page.read_text("utf-8").replace("Mẫu", "Mậu"), "utf-8")
    name.unlink()
    taken, indexed = made(root)
    assert indexed
    assert HERO not in taken
    assert len(taken) == 2 * len(EVERYONE) - 1
    assert tree(root / "site") == tree(first / "site")


def test_another_program_takes_nothing(root, made, monkeypatch):
    monkeypatch.setattr(made_of, "version", lambda name: "0.1" if name == "pagefind-bin" else version(name))
    assert made(root) == (set(), True)


HERO, METHOD = "vinh-danh/y-mau-nie-ba/index.html", "phuong-phap/index.html"


def told(archive, site, before=None):
    report = Report()
    looked = verify(archive, site, "", report, before)
    return looked, [(problem.code, str(problem.location), problem.values) for problem in report]


@pytest.mark.parametrize("alone", [True, False])
def test_where_taken_pages_lead_is_still_looked_at(root, alone):
    (root / "data" / "withdrawals.yml").unlink()
    archive, site = load_sound(root / "data"), root / "site"
    looked, nothing = told(archive, site)
    assert nothing == []
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    before = Before(set(looked.sums), {HERO} if alone else pages - {METHOD}, looked.fragments)
    assert 'phuong-phap/#trich-dan"' in (site / HERO).read_text("utf-8")
    for change in ((site / METHOD).read_bytes().replace(b'id="trich-dan"', b""), None):
        with changed(site, {METHOD: change}):
            assert told(archive, site, before)[1] == told(archive, site)[1] != []
    assert told(archive, site, before) == (looked, [])


def test_taken_pages_are_read_again_only_where_names_were_withdrawn(root):
    archive, site = load_sound(root / "data"), root / "site"
    before = Before(set(told(archive, site)[0].sums), {HERO}, {})
    with changed(site, {HERO: b"<script>alert(1)</script>"}):
        assert "inline-code" in {code for code, *_ in told(archive, site, before)[1]}
        (root / "data" / "withdrawals.yml").unlink()
        assert told(load_sound(root / "data"), site, before)[1] == []


# --- what a page is made of ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data():
    with edits.archive() as data:
        yield data


@pytest.fixture(scope="module")
def pages(data):
    return edits.made(data)


def test_what_no_small_archive_shows_is_part_of_it_too(data, monkeypatch):
    """Whether somebody stands before or after; how many of a name there are beside those who are shown."""
    archive = load_sound(data)
    open_data = OpenData(archive, "", data.parent, {})
    of_honour = {page.address: opened(page, archive) for page in honoured(archive)}
    one, other = of_honour[MOT], of_honour[BA]
    sums = set()
    for around in ((other.subject, None), (None, other.subject)):
        monkeypatch.setattr(made_of, "neighbours", lambda archive, around=around: {one.subject.id: around})
        known = made_of.MadeOf(Drawn(archive, [], [], {}, open_data, {}))
        sums |= {known.page(replace(one, values={**one.values, "namesakes_in_all": count})) for count in (9, 10)}
    assert len(sums) == 4


MOT, BA, BON, NUI = (
    f"vinh-danh/{id}/" for id in ("ly-thi-mau-mot", "y-mau-nie-ba", "16-qd-ubnd-2023-3", "nhan-dan-huyen-nui-may")
)


@pytest.mark.parametrize(
    ("file", "old", "new", "differs", "same"),
    [
        (AWARDS, "nguyên Đội trưởng", "Đội trưởng", MOT, BA),
        ("people/binh-minh.yml", "also: [Bé Mẫu]", "also: [Bé Mận]", MOT, BA),
        ("people/binh-minh.yml", "Đặng Văn Mẫu Hai", "Đặng Văn Mẫu Chín", BA, MOT),
        ("sources/2024.yml", "no_address: Bản giấy", "no_address: Bản in", BA, ""),
        ("decisions/2023.yml", "date: 2023-12-21", "date: 2023-12-20", BON, NUI),
        ("organisations/binh-minh.yml", "name: Ủy ban nhân dân tỉnh Bình Minh", "name: UBND tỉnh Bình Minh", BON, ""),
        ("vocabulary/awards.yml", "name: Danh hiệu Ngôi Sao", "name: Danh hiệu Sao", BA, BON),
        ("places.yml", "tỉnh Bình Minh", "tỉnh Bình Minh Mới", MOT, ""),
        ("congresses/dai-hoi-binh-minh-1.yml", "name: ", "name: Thử ", BA, BON),
        ("corrections.yml", "date: 2025-03-01", "date: 2025-03-02", MOT, ""),
        ("identities.yml", "Một người đã mất", "Một bà đã mất", MOT, ""),
        (ROLL, "Hoàng Mẫu Bốn", "Hoàng Mẫu Bảy", BA, ""),
        ("rolls/2023/15-qd-ubnd-2023.csv", "bà,Y tá", "bà,Y sĩ", MOT, BA),
        ("rolls/2023/15-qd-ubnd-2023.csv", "Ly Thị Mẫu Một", "Ly Thị Mẫu Mười", MOT, ""),
    ],
)
def test_a_page_that_says_something_else_is_made_of_something_else(data, pages, file, old, new, differs, same):
    text = (data / file).read_text("utf-8")
    assert old in text
    with changed(data, {file: text.replace(old, new, 1).encode()}):
        after = edits.made(data)
    assert after[differs].says != pages[differs].says
    assert after[differs].of != pages[differs].of
    assert not same or after[same].of == pages[same].of
    wrong = [address for address in after.keys() & pages.keys()
             if after[address].of == pages[address].of and after[address].says != pages[address].says]  # fmt: skip
    assert not wrong
