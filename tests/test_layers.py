"""A module imports only modules that stand above it in this list; only the adapters know their platforms."""

import ast

import pytest

from conftest import ROOT

PACKAGE = ROOT / "generator" / "bangvang"
LAYERS = [
    "problems",
    "vietnamese",
    "keys",
    "traces",
    "history",
    "words",
    "reading",
    "values",
    "facts",
    "sources",
    "ledgers",
    "records",
    "lineage",
    "structure",
    "reference",
    "tables",
    "loading",
    "edition",
    "honours",
    "comments",
    "formatting",
    "skeletons",
    "excerpts",
    "archive",
    "fingerprint",
    "edition",
    "qr",
    "linking",
    "schema",
    "matching",
    "past",
    "keeping",
    "rules",
    "fact_rules",
    "bloc_rules",
    "award_rules",
    "people_rules",
    "lineage_rules",
    "ledger_rules",
    "checks",
    "sheets",
    "layout",
    "annex",
    "importing",
    "coverage",
    "lists",
    "relay",
    "pages",
    "moved",
    "charts",
    "citing",
    "linked",
    "columns",
    "award_tables",
    "record_tables",
    "datasets",
    "downloads",
    "packages",
    "feeds",
    "exports",
    "open_data",
    "rendering",
    "workbooks",
    "book",
    "typesetting",
    "frame",
    "entries",
    "pagefind",
    "search",
    "withdrawn",
    "editor",
    "admin",
    "publish",
    "build",
    "plugin",
    "terminal",
    "cli_ledgers",
    "cli_prints",
    "cli",
    "__main__",
]
ONLY = {
    "mkdocs": {"plugin"},
    "click": {"terminal", "cli_ledgers", "cli_prints", "cli"},
    "yaml": {"reading"},
    "csv": {"tables"},
    "xlsxwriter": {"sheets"},
    "python_calamine": {"sheets"},
    "jinja2": {"rendering"},
    "segno": {"qr"},
    "typst": {"typesetting"},
    "cbor2": {"pagefind"},
    "pagefind_bin": {"pagefind"},
    "sqlite3": {"downloads"},
    "pyarrow": {"downloads"},
}
"""Platforms, and the few modules that alone may import them."""


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
    assert not {package for package, owners in ONLY.items() if package in others and module not in owners}


@pytest.mark.parametrize("module", LAYERS)
def test_no_file_is_longer_than_it_should_be(module):
    lines = len((PACKAGE / f"{module}.py").read_text("utf-8").splitlines())
    assert lines <= (600 if module == "records" else 400)  # records is the whole schema, one thought
