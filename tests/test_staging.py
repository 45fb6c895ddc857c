"""Whole or not at all: what becomes of a site when the way to the new one is cut off anywhere."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import kills
from bangvang.language.problems import Report
from bangvang.publishing import atomic
from bangvang.publishing.atomic import Busy, alone, trade
from bangvang.publishing.staging import staging, tell
from conftest import run

HOLDER = """
import sys, time
from pathlib import Path
from bangvang.language.problems import Report
from bangvang.publishing.staging import staging

with staging(Path(sys.argv[1]), Report()) as new:
    (new / "index.html").write_text("half")
    print(flush=True)
    time.sleep(60)
"""
"""A builder that never comes to its end."""


@pytest.fixture
def site(tmp_path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("old")
    return folder


@pytest.fixture
def holder(site):
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(site)], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        yield process
        process.kill()


def publish(site: Path) -> None:
    with staging(site, Report()) as new:
        (new / "index.html").write_text("new")


def code_of(error: OSError) -> list[str]:
    report = Report()
    tell(error, Path("site"), report)
    return [problem.code for problem in report]


@pytest.mark.parametrize("in_one_step", [True, False])
def test_the_new_site_takes_the_place_of_the_old(site, monkeypatch, in_one_step):
    if not in_one_step:
        monkeypatch.setattr(atomic, "_exchange", lambda one, other: False)
    publish(site)
    assert (site / "index.html").read_text() == "new"
    assert list(site.parent.iterdir()) == [site]


def test_a_first_site_appears(tmp_path):
    publish(tmp_path / "web" / "site")
    assert (tmp_path / "web" / "site" / "index.html").read_text() == "new"


def test_staging_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(RuntimeError), staging(tmp_path / "site", Report()) as new:
        (new / "index.html").write_text("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_two_folders_trade_names_in_one_step(site):
    """No observer ever finds the place empty, which two renames would let it."""
    other = site.with_name("other")
    other.mkdir()
    script = "import sys, os\nwhile True:\n  os.stat(sys.argv[1] + '/index.html')"
    (other / "index.html").write_text("new")
    with subprocess.Popen([sys.executable, "-c", script, str(site)], stderr=subprocess.PIPE) as visitor:
        for _ in range(20_000):
            trade(site, other)
        assert visitor.poll() is None
        visitor.kill()


@pytest.mark.parametrize("step", ["syncfs", "renameat2", "rename", "fsync"])
def test_a_step_that_fails_leaves_the_old_site(site, monkeypatch, step):
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    if step == "syncfs":
        monkeypatch.setattr("bangvang.publishing.staging.settle", fail)
    elif step == "renameat2":
        monkeypatch.setattr(atomic, "_exchange", fail)
    elif step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        rename = Path.rename
        monkeypatch.setattr(atomic, "_exchange", lambda one, other: False)
        monkeypatch.setattr(Path, "rename", lambda self, to: fail() if "-new-" in self.name else rename(self, to))
    with pytest.raises(OSError, match="Input/output") as raised:
        publish(site)
    assert (site / "index.html").read_text() == "old"
    assert list(site.parent.iterdir()) == [site]
    assert code_of(raised.value) == ["write-failed"]


def test_files_are_settled_one_by_one_where_the_system_has_no_better(site, monkeypatch):
    seen = []
    fsync = os.fsync
    monkeypatch.setattr(atomic, "_libc", lambda: None)
    monkeypatch.setattr(
        os, "fsync", lambda opened: seen.append(os.readlink(f"/proc/self/fd/{opened}")) or fsync(opened)
    )
    with staging(site, Report()) as new:
        (new / "a").mkdir()
        (new / "a" / "index.html").write_text("new")
    names = [Path(path).name for path in seen]
    assert "index.html" in names and "a" in names and str(site.parent) in seen


def test_what_a_killed_builder_left_is_cleaned_next_time(site, holder):
    assert len(list(site.parent.glob(".site-new-*"))) == 1
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (site / "index.html").read_text() == "old"
    (site.parent / ".site-newcomer").mkdir()
    publish(site)
    assert (site / "index.html").read_text() == "new"
    assert sorted(path.name for path in site.parent.iterdir()) == [".site-newcomer", "site"]


def test_an_old_site_that_was_moved_aside_comes_back(site):
    """Where names cannot be traded, a builder may die between the two renames."""
    site.rename(site.with_name(".site-old"))
    with pytest.raises(RuntimeError), staging(site, Report()):
        assert (site / "index.html").read_text() == "old"
        raise RuntimeError
    assert list(site.parent.iterdir()) == [site]


def test_one_builder_at_a_time(site, holder):
    with pytest.raises(Busy) as raised:
        publish(site)
    assert code_of(raised.value) == ["place-in-use"]
    assert len(list(site.parent.glob(".site-new-*"))) == 1, "nothing of the living one is touched"
    publish(site.with_name("other"))
    with alone(site.with_name("third")):
        pass
    assert not site.with_name(".third-lock").exists()


def test_a_second_build_is_told_so(project):
    with alone(project / "site"):
        for command in (("bangvang", "build"), ("mkdocs", "build", "--quiet")):
            outcome = run(*command, cwd=project)
            assert outcome.returncode != 0
            assert "[place-in-use]" in outcome.stderr
            assert "Traceback" not in outcome.stderr


needs_mount = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("unshare"), reason="a disk of its own needs root"
)


@needs_mount
@pytest.mark.parametrize("engine", ["bangvang", "mkdocs"])
@pytest.mark.parametrize("size", ["1M", "3M", "5M"])
def test_a_full_disk_leaves_the_old_site_and_says_so(project, tmp_path, size, engine):
    """A real one: a few megabytes of memory, mounted for one command. It fills in frames, tables or pages."""
    disk = tmp_path / "disk"
    (disk / "site").mkdir(parents=True)
    options = "--site-dir" if engine == "mkdocs" else "--site"
    script = f"""
mount -t tmpfs -o size={size} tmpfs {disk} && mkdir {disk}/site && echo old > {disk}/site/index.html
touch {disk}/site/.bangvang
{sys.executable} -m {engine} build {options} {disk}/site; echo "status $?"; ls -A {disk}; cat {disk}/site/index.html
"""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    outcome = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script], cwd=project, capture_output=True, encoding="utf-8", env=environment
    )
    assert outcome.stdout.splitlines()[-3:] == ["status 1", "site", "old"], outcome
    assert "[disk-full]" in outcome.stderr or engine == "mkdocs"
    assert "Traceback" not in outcome.stderr or engine == "mkdocs"


def test_builders_that_are_killed_or_fail_leave_a_whole_site(tmp_path):
    """The short form of tests/kills.py."""
    root = kills.project(tmp_path / "kho")
    sums = kills.begin(root)
    for number, moment in enumerate((0.7, 2)):
        kills.kill(root, number, moment)
        assert kills.whole(root, sums)
    assert kills.fail(root, 10_000).returncode == 0, "a call that no build comes to"
    for number in (1, 40, 150):  # a folder that cannot be made because it is there already is no failure
        outcome = kills.fail(root, number)
        assert outcome.returncode == 1 or number == 150
        assert "Traceback" not in outcome.stderr
        assert kills.whole(root, sums), number
    assert not list(root.glob(".site-*"))
