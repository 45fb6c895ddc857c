"""A module imports only modules that stand above it in this list; only the adapters know their platforms."""

import ast

import pytest

from conftest import ROOT

PACKAGE = ROOT / "generator" / "bangvang"
LAYERS = [
    "problems",
    "vietnamese",
    "keys",
    "words",
    "reading",
    "values",
    "facts",
    "sources",
    "records",
    "lineage",
    "structure",
    "reference",
    "tables",
    "loading",
    "honours",
    "comments",
    "formatting",
    "skeletons",
    "archive",
    "linking",
    "schema",
    "matching",
    "rules",
    "fact_rules",
    "bloc_rules",
    "award_rules",
    "people_rules",
    "lineage_rules",
    "checks",
    "sheets",
    "layout",
    "annex",
    "importing",
    "coverage",
    "lists",
    "relay",
    "pages",
    "columns",
    "award_tables",
    "record_tables",
    "datasets",
    "plain_books",
    "downloads",
    "packages",
    "history",
    "feeds",
    "exports",
    "open_data",
    "rendering",
    "workbooks",
    "frame",
    "entries",
    "pagefind",
    "search",
    "editor",
    "admin",
    "publish",
    "build",
    "plugin",
    "cli",
    "__main__",
]
ONLY = {
    "mkdocs": "plugin",
    "click": "cli",
    "yaml": "reading",
    "csv": "tables",
    "xlsxwriter": "sheets",
    "python_calamine": "sheets",
    "jinja2": "rendering",
    "cbor2": "pagefind",
    "sqlite3": "downloads",
    "pyarrow": "downloads",
    "pagefind_bin": "pagefind",
}
"""Platforms that one module alone may import."""


def imports(module: str) -> tuple[set[str], set[str]]:
    """The modules of ours, and the packages of others, that a module imports."""
    ours, others = set(), set()
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            ours.update([node.module] if node.module else [alias.name for alias in node.names])
        elif isinstance(node, ast.ImportFrom):
            others.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Import):
            others.update(alias.name.partition(".")[0] for alias in node.names)
    return ours, others


def test_every_module_has_its_layer():
    assert {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"} == set(LAYERS)


@pytest.mark.parametrize("module", LAYERS)
def test_no_import_climbs(module):
    ours, others = imports(module)
    assert ours <= set(LAYERS[: LAYERS.index(module)])
    assert not {package for package, owner in ONLY.items() if package in others and owner != module}


@pytest.mark.parametrize("module", LAYERS)
def test_no_file_is_longer_than_it_should_be(module):
    lines = len((PACKAGE / f"{module}.py").read_text("utf-8").splitlines())
    assert lines <= (600 if module == "records" else 400)  # records is the whole schema, one thought
