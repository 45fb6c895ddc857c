"""A built site on its way out: its manifest, the releases at a web root, and back again."""

import functools
import http.server
import subprocess
import threading
from pathlib import Path

import pytest

from bangvang.language.problems import Report
from bangvang.publishing.fixity import compare
from conftest import changed, run, tree
from flips import missed
from large import project as project_in


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A project with the miniature archive, built."""
    root = project_in(tmp_path_factory.mktemp("published") / "kho")
    outcome = run("bangvang", "build", cwd=root)
    assert outcome.returncode == 0, outcome.stderr
    return root


@pytest.fixture(scope="module")
def site(root) -> Path:
    return root / "site"


# --- fixity ---


def test_what_was_built_is_as_it_was_built(root, site):
    report = Report()
    assert compare(site, report) == len(tree(site)) - 1
    assert not list(report)
    outcome = run("bangvang", "verify", "site", cwd=root)
    assert outcome.returncode == 0
    assert str(len(tree(site)) - 1) in outcome.stdout


def test_a_stranger_can_check_it_without_us(site):
    command = ["sha256sum", "--check", "--quiet", "SHA256SUMS", "manifest-sha256.txt"]
    assert subprocess.run(command, cwd=site, capture_output=True).stdout == b""
    about = (site / "bag-info.txt").read_text("utf-8")
    files = [content for name, content in tree(site).items()
             if name not in ("SHA256SUMS", "manifest-sha256.txt", "bagit.txt", "bag-info.txt")]  # fmt: skip
    assert f"Payload-Oxum: {sum(map(len, files))}.{len(files)}\n" in about
    assert "Bagging-Date: 2025-01-01\n" in about


def test_every_change_is_found(site):
    """The short form of tests/flips.py."""
    assert missed(site, 30, 20) == []


def test_a_signature_is_no_stranger(site):
    """`minisign -Sm SHA256SUMS` puts it beside what it signs."""
    report = Report()
    with changed(site, {"SHA256SUMS.minisig": b"x"}):
        compare(site, report)
    assert not list(report)


def test_links_are_not_followed_out_of_a_site(site, tmp_path):
    (tmp_path / "secret").write_text("x")
    link = site / "x"
    link.symlink_to(tmp_path)
    report = Report()
    compare(site, report)
    link.unlink()
    assert [(problem.code, problem.location.file) for problem in report] == [("file-added", "x")]


def test_a_site_at_an_address_is_compared_too(root, site):
    handler = functools.partial(_Host, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{host.server_port}/"
        assert run("bangvang", "verify", address, cwd=root).returncode == 0
        with changed(site, {"index.html": b"x", "robots.txt": None, "added.html": b"x"}):
            outcome = run("bangvang", "verify", address, "--lang", "en", cwd=root)
        host.shutdown()
    assert outcome.returncode == 1
    assert "index.html: error: the file is not as it was built [file-changed]" in outcome.stderr
    assert "robots.txt: error: the file is in the manifest and no longer here [file-missing]" in outcome.stderr
    assert outcome.stderr.count("error:") == 2


def test_what_has_no_manifest_cannot_be_compared(tmp_path):
    outcome = run("bangvang", "verify", str(tmp_path))
    assert outcome.returncode == 1
    assert "[manifest-missing]" in outcome.stderr
    outcome = run("bangvang", "verify", "http://127.0.0.1:9/")
    assert outcome.returncode == 1
    assert "Traceback" not in outcome.stderr


class _Host(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


# --- what a change touches ---


def test_a_change_is_told_by_the_pages_it_touches(root, site, tmp_path):
    """Though each page names the edition of the records, and so no byte of any page list tells which were meant."""
    other = project_in(tmp_path / "kho")
    places = other / "data" / "places.yml"
    places.write_text(places.read_text("utf-8").replace("huyện Núi Mây", "huyện Núi Tuyết"), "utf-8")
    (other / "docs" / "them.md").write_text("---\ndescription: Thêm\n---\n# Thêm\n", "utf-8")
    (other / "docs" / "do-toc-do.md").unlink()
    method = other / "docs" / "phuong-phap.md"
    method.write_text(method.read_text("utf-8").replace("[Đo tốc độ](do-toc-do.md)", "Đo tốc độ"), "utf-8")
    assert run("bangvang", "build", cwd=other).returncode == 0
    outcome = run("bangvang", "diff", str(site), cwd=other)
    assert outcome.returncode == 0, outcome.stderr
    told = outcome.stdout.splitlines()
    assert {"+ /them/", "- /do-toc-do/", "~ /noi/huyen-nui-may/"} <= set(told)
    assert "~ /so-tay/" not in told and len(told) < len(tree(site)) / 2
    assert told[-1].startswith("Thêm 1 trang, đổi ") and " mất 1 trang;" in told[-1]
    assert "+ " not in run("bangvang", "diff", "site", cwd=other).stdout
    assert "[manifest-missing]" in run("bangvang", "diff", "docs", cwd=other).stderr


# --- releases ---


def published(root, web, *options: str, code: int = 0) -> str:
    outcome = run("bangvang", "publish", str(web), *options, cwd=root)
    assert outcome.returncode == code, outcome.stderr
    assert "Traceback" not in outcome.stderr
    return outcome.stderr


def test_releases_stand_beside_each_other_and_can_be_gone_back_to(root, site, tmp_path):
    for _ in range(4):
        published(root, tmp_path, "--keep", "3")
    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == ["000002", "000003", "000004"]
    assert tree(tmp_path / "current") == tree(site)
    assert (tmp_path / "current").readlink() == Path("releases/000004")
    assert run("bangvang", "rollback", str(tmp_path)).returncode == 0
    assert (tmp_path / "current").readlink() == Path("releases/000003")
    assert run("bangvang", "rollback", str(tmp_path), "--to", "000004").returncode == 0
    assert (tmp_path / "current").readlink() == Path("releases/000004")
    outcome = run("bangvang", "rollback", str(tmp_path), "--to", "000001")
    assert outcome.returncode == 1
    assert "000002, 000003, 000004" in outcome.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "releases"]


def test_what_was_changed_since_it_was_built_is_not_published(root, site, tmp_path):
    with changed(site, {"index.html": b"x"}):
        assert "[file-changed]" in published(root, tmp_path, code=1)
    assert not (tmp_path / "current").exists()


def test_a_page_is_not_lost_unless_a_ledger_says_why(root, site, tmp_path):
    published(root, tmp_path)
    release = tmp_path / "current"
    for name in ("so-tay-cu", "noi/xa-khong-con", "danh-sach/ho-ten/n/9", "danh-sach/ho/y", "don-vi/hop-tac-xa-cu/cu"):
        (release / name).mkdir(parents=True, exist_ok=True)
        (release / name / "index.html").write_text("x")
    said = published(root, tmp_path, code=1)
    assert said.count("[page-lost]") == 2
    assert "so-tay-cu/" in said and "noi/xa-khong-con/" in said
    assert "so-tay-cu/" not in published(root, tmp_path, "--gone", "so-tay-cu/", code=1)
    published(root, tmp_path, "--gone", "so-tay-cu/", "--gone", "noi/xa-khong-con/")


def test_one_that_died_while_publishing_is_cleaned_up_after(root, tmp_path):
    left = tmp_path / "releases" / ".new-abc"
    left.mkdir(parents=True)
    (tmp_path / ".current-new").symlink_to("releases/000000")
    published(root, tmp_path)
    assert not left.exists()
    assert not (tmp_path / ".current-new").is_symlink()


def test_whoever_built_it_the_web_server_can_read_it(root, site, tmp_path):
    page = site / "index.html"
    page.chmod(0o600)
    published(root, tmp_path)
    page.chmod(0o644)
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "current").resolve().rglob("*")}
    assert modes == {0o644, 0o755}
