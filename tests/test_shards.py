"""A site made in shards, by commands or by an executor, is the site made at once; and no others are joined."""

import json
import shutil
from concurrent.futures import ProcessPoolExecutor

import pytest
from distributed import Client, LocalCluster

from bangvang.language.problems import Report
from bangvang.publishing.atomic import alone
from bangvang.spread import build_with
from conftest import run, silent, tree
from large import project as project_in


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The miniature project in both languages, with a site built at once and its three shards."""
    root = project_in(tmp_path_factory.mktemp("sharded") / "kho")
    about = root / "data" / "archive.yml"
    about.write_text(about.read_text("utf-8") + "languages: [vi, en]\n", "utf-8")
    for command in (["build"], *(["build", "--shard", f"{n}/3", "--site", f"shard-{n}"] for n in (1, 2, 3))):
        outcome = run("bangvang", *command, cwd=root)
        assert outcome.returncode == 0, outcome.stderr
    return root


def shards(*numbers: int) -> list[str]:
    return [f"shard-{number}" for number in numbers]


def test_shards_hold_all_pages_between_them_and_no_more(root):
    held = [path.relative_to(root / name / "pages") for name in shards(1, 2, 3)
            for path in (root / name / "pages").rglob("*.html")]  # fmt: skip
    assert len(set(held)) == len(held) > 100
    assert {path.name for path in (root / "shard-1").iterdir()} == {"pages", "entries.jsonl", "shard.json", ".bangvang"}


def test_joined_they_are_the_site_to_the_byte(root):
    outcome = run("bangvang", "join", *shards(3, 1, 2), "--site", "joined", cwd=root)
    assert outcome.returncode == 0, outcome.stderr
    assert tree(root / "joined") == tree(root / "site")


def test_dask_makes_the_same_site_on_two_workers(root):
    with (
        LocalCluster(2, threads_per_worker=1, dashboard_address=None, silence_logs=False) as cluster,
        Client(cluster) as client,
    ):
        report = Report()
        assert build_with(client.get_executor(), 4, root, root / "by-dask", "mkdocs", report, silent)
    assert not report.errors
    assert tree(root / "by-dask") == tree(root / "site")
    assert not list(root.glob(".by-dask-*"))


def test_what_a_killed_builder_left_is_taken_away_and_a_living_one_is_left_alone(root, tmp_path):
    site = tmp_path / "new"
    for left in (".new-shards-abcd_123/1", ".new-shards-mine/1"):
        (tmp_path / left).mkdir(parents=True)
    report = Report()
    with ProcessPoolExecutor(1) as executor:
        with alone(tmp_path / "new-shards"):
            assert not build_with(executor, 2, root, site, "mkdocs", report, silent)
        assert [problem.code for problem in report] == ["place-in-use"]
        assert (tmp_path / ".new-shards-abcd_123").exists()
        assert build_with(executor, 2, root, site, "mkdocs", Report(), silent)
    assert {path.name for path in tmp_path.iterdir()} == {"new", ".new.made-of.jsonl", ".new-shards-mine"}


def test_what_is_wrong_with_the_records_is_said_by_who_joins(root, tmp_path):
    spoilt = shutil.copytree(root, tmp_path / "kho", symlinks=True)
    (spoilt / "data" / "khoi-la.yml").write_text("x: 1\n", "utf-8")
    report = Report()
    with ProcessPoolExecutor(2) as executor:
        assert not build_with(executor, 2, spoilt, spoilt / "new", "mkdocs", report, silent)
    assert {problem.code for problem in report if problem.is_error} == {"unknown-file"}
    assert not (spoilt / "new").exists()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (shards(1, 2), "shards-incomplete"),
        (shards(1, 2, 2), "shards-incomplete"),
        ([*shards(1, 2), "docs"], "shard-foreign"),
        ([*shards(1, 2), "other"], "shard-foreign"),
    ],
)
def test_what_does_not_belong_together_is_not_joined(root, given, code):
    if "other" in given and not (root / "other").exists():
        built = run("bangvang", "build", "--shard", "3/3", "--site", "other", cwd=root, SITE_URL="https://kho.example/")
        assert built.returncode == 0, built.stderr
    outcome = run("bangvang", "join", *given, "--site", "none", cwd=root)
    assert outcome.returncode == 1
    assert f"[{code}]" in outcome.stderr
    assert not (root / "none").exists()


def lose_a_page(shard):
    next((shard / "pages").rglob("*.html")).unlink()


def change_a_page(shard):
    page = next((shard / "pages").rglob("*.html"))
    page.write_text(page.read_text("utf-8").replace("Mẫu", "Khác"), "utf-8")


def cut_the_entries(shard):
    lines = (shard / "entries.jsonl").read_bytes().splitlines(keepends=True)
    (shard / "entries.jsonl").write_bytes(b"".join(lines[:-1]))


def say_something_else(shard):
    (shard / "shard.json").write_text("[1]")


def say_less(shard):
    about = json.loads((shard / "shard.json").read_text())
    (shard / "shard.json").write_text(json.dumps({"made_of": about["made_of"]}))


@pytest.mark.parametrize("spoil", [lose_a_page, change_a_page, cut_the_entries, say_something_else, say_less])
def test_what_was_not_carried_over_whole_is_not_joined(root, spoil):
    shutil.rmtree(root / "carried", ignore_errors=True)
    spoil(shutil.copytree(root / "shard-3", root / "carried"))
    outcome = run("bangvang", "join", *shards(1, 2), "carried", "--site", "none", cwd=root)
    assert outcome.returncode == 1
    assert "[shard-foreign]" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert not (root / "none").exists()


def test_a_shard_is_for_no_host_before_it_is_joined(root):
    outcome = run("bangvang", "build", "--shard", "1/3", "--host", "netlify", "--site", "none", cwd=root)
    assert outcome.returncode == 2
    assert "join" in outcome.stderr


@pytest.mark.parametrize("shard", ["0/3", "4/3", "x", "1/", "1/3/4"])
def test_a_shard_is_one_of_some(root, shard):
    outcome = run("bangvang", "build", "--shard", shard, "--site", "none", cwd=root)
    assert outcome.returncode == 2
    assert "Traceback" not in outcome.stderr
