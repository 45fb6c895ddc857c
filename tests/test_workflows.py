"""The workflows of GitHub and GitLab: well-formed, safe, and doing what they say where they can be run here."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

import reproduce
from conftest import ROOT, ended_well, run

GITHUB = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCRIPTS = Path(sysconfig.get_path("scripts"))
PUBLISH = yaml.safe_load((ROOT / ".github" / "workflows" / "publish.yml").read_text("utf-8"))["jobs"]


@pytest.fixture
def venv(tmp_path, programs) -> list[str]:
    """Has make find Python and the program where these tests run them, and install nothing."""
    (tmp_path / "venv").mkdir()
    (tmp_path / "venv" / "bin").symlink_to(programs)
    stamps = [option for name in ("python", "site", "test") for option in ("-o", f"{tmp_path}/venv/{name}.stamp")]
    return ["make", "--silent", f"VENV={tmp_path}/venv", *stamps]


# --- their form ---


@pytest.mark.parametrize("schema, files", [
    (["vendor.github-workflows"], GITHUB),
    (["vendor.gitlab-ci", "--data-transform", "gitlab-ci"], [ROOT / ".gitlab-ci.yml"]),
])  # fmt: skip
def test_they_have_the_form_that_their_schema_asks_for(schema, files):
    ended_well(sys.executable, "-m", "check_jsonschema", "--builtin-schema", *schema, *files)


def test_nothing_in_them_is_known_to_be_unsafe():
    ended_well(SCRIPTS / "zizmor", "--offline", "--persona", "pedantic", "--no-progress", *GITHUB)


def test_every_action_is_pinned_by_its_commit_and_says_its_version():
    uses = [line for path in GITHUB for line in path.read_text("utf-8").splitlines() if "uses:" in line]
    assert uses
    for line in uses:
        assert re.fullmatch(r"\s*(- )?uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_only_main_is_published_and_only_who_publishes_may():
    assert {job for job, told in PUBLISH.items() if "write" in told["permissions"].values()} == {"publish"}
    assert PUBLISH["publish"]["needs"] == "sign" and PUBLISH["sign"]["needs"] == "build"
    assert PUBLISH["sign"]["if"] == "github.ref == 'refs/heads/main' && github.event_name != 'pull_request'"
    pages = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))["pages"]
    assert pages["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]


# --- what they do ---


def test_a_change_is_shown_by_the_pages_it_touches(tmp_path, venv):
    root = reproduce.repository(tmp_path / "kho")
    shutil.copy(ROOT / "Makefile", root)
    places = root / "data" / "places.yml"
    places.write_text(places.read_text("utf-8").replace("huyện Núi Mây", "huyện Núi Tuyết"), "utf-8")
    assert run("bangvang", "build", cwd=root).returncode == 0
    told = ended_well(*venv, "preview", "BASE=HEAD", cwd=root).splitlines()
    assert "~ /noi/huyen-nui-may/" in told
    assert "~ /so-tay/" not in told


def test_the_checksums_are_signed_with_the_key_of_the_office(tmp_path):
    """By the very lines of the workflow; sudo, which would install, is out of the way."""
    step = next(step for step in PUBLISH["sign"]["steps"] if "Sign" in step.get("name", ""))
    assert step["env"] == {"MINISIGN_KEY": "${{ secrets.MINISIGN_KEY }}"}
    (tmp_path / "sudo").write_text("#!/bin/sh\n")
    (tmp_path / "sudo").chmod(0o755)
    (tmp_path / "site").mkdir()
    sums = tmp_path / "site" / "SHA256SUMS"
    sums.write_text("0" * 64 + "  bagit.txt\n")
    ended_well("minisign", "-G", "-W", "-p", tmp_path / "public", "-s", tmp_path / "secret")
    told = {"RUNNER_TEMP": str(tmp_path), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    ended_well("bash", "-e", "-c", step["run"], cwd=tmp_path, MINISIGN_KEY="", **told)
    assert not (tmp_path / "site" / "SHA256SUMS.minisig").exists()
    key = (tmp_path / "secret").read_text().rstrip("\n")
    ended_well("bash", "-e", "-c", step["run"], cwd=tmp_path, MINISIGN_KEY=key, **told)
    assert not (tmp_path / "key").exists()
    check = ["minisign", "-V", "-p", str(tmp_path / "public"), "-m", str(sums)]
    ended_well(*check)
    sums.write_text("1" * 64 + "  bagit.txt\n")
    assert subprocess.run(check, capture_output=True).returncode != 0


def test_what_the_site_is_built_with_is_listed_with_its_hashes(tmp_path, venv):
    for name in ("Makefile", "pyproject.toml", "requirements"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    ended_well(*venv, "sbom", cwd=tmp_path)
    listed = json.loads((tmp_path / "sbom.json").read_text("utf-8"))["components"]
    pinned = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements" / "site.txt").read_text("utf-8"), re.MULTILINE)
    assert {(part["name"], part["version"]) for part in listed} == set(pinned)
    assert all(part["externalReferences"][0]["hashes"] for part in listed)


def test_what_was_kept_in_a_wheelhouse_is_installed_without_a_network(tmp_path, venv):
    """With two packages for all: what builds ours, and one that has machine code."""
    for name in ("Makefile", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "generator", tmp_path / "generator", ignore=shutil.ignore_patterns("*.egg-info"))
    pinned = (ROOT / "requirements" / "site.txt").read_text("utf-8")
    kept = [
        re.search(rf"^{name}==.*?(?=^\S|\Z)", pinned, re.MULTILINE | re.DOTALL)[0]
        for name in ("markupsafe", "setuptools")
    ]
    (tmp_path / "two.txt").write_text("".join(kept))
    ended_well(*venv, "wheelhouse", "REQUIREMENTS=two.txt", cwd=tmp_path)
    assert len(list((tmp_path / "wheelhouse").glob("*.whl"))) == 2
    offline = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/", "PYTHONPATH": ""}
    ended_well(
        "make", "new/site.stamp", "VENV=new", "REQUIREMENTS=two.txt", "WHEELHOUSE=wheelhouse", cwd=tmp_path, **offline
    )
    found = ended_well(
        "new/bin/python", "-c", "import bangvang, markupsafe; print(bangvang.__file__)", cwd=tmp_path, **offline
    )
    assert found.startswith(str(tmp_path))
