"""Rooms hold modules; a module imports only what stands above it here; only the adapters know their platforms."""

import ast

import pytest

from conftest import ROOT

PACKAGE = ROOT / "generator" / "bangvang"
ROOMS = {
    "language": "problems words vietnamese locale keys traces",
    "files": "reading tables unpacking sheets packing",
    "records": "values facts sources ledgers models structure loading",
    "archive": "history edition lineage honours taken grouping archive linking matching past fingerprint relay coverage"
    " sequence tallies",
    "rules": "rule facts blocs awards people lineage ledgers checks",
    "office": "reference schema comments formatting skeletons excerpts keeping layout annex importing workbooks editor"
    " admin",
    "pages": "page lists types moved citing linked",
    "open_data": "columns award_tables record_tables datasets downloads packages feeds exports open_data",
    "drawing": "charts qr rendering frame scripts",
    "search": "entries pagefind index",
    "site": "engine memory parallel parts drawn made_of kept stamping shards shown",
    "paper": "book typesetting",
    "publishing": "atomic staging withdrawn markup fixity verification changes releases hosts",
    "": "build plugin spread",
    "commands": "terminal ledgers prints publishing cli",
}
"""The modules of each room, in the order in which they may import each other; without a name, those in none."""

LAYERS = [f"{room}.{module}".lstrip(".") for room, modules in ROOMS.items() for module in modules.split()]
LAYERS.append("__main__")
ONLY = {
    "mkdocs": {"plugin"},
    "click": {"commands.terminal", "commands.ledgers", "commands.prints", "commands.publishing", "commands.cli"},
    "yaml": {"files.reading"},
    "csv": {"files.tables"},
    "xlsxwriter": {"files.sheets"},
    "python_calamine": {"files.sheets"},
    "jinja2": {"drawing.rendering"},
    "zxingcpp": {"drawing.qr"},
    "typst": {"paper.typesetting"},
    "cbor2": {"search.pagefind"},
    "pagefind_bin": {"search.pagefind"},
    "selectolax": {"publishing.markup"},
    "sqlite3": {"open_data.downloads"},
    "pyarrow": {"open_data.downloads"},
}
"""Platforms, and the few modules that alone may import them."""


def path_of(module: str):
    return PACKAGE.joinpath(*module.split(".")).with_suffix(".py")


def imports(module: str) -> tuple[set[str], set[str]]:
    """The modules of ours, and the packages of others, that a module imports."""
    ours, others = set(), set()
    room = module.split(".")[:-1]
    for node in ast.walk(ast.parse(path_of(module).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            from_ = ".".join([*room[: len(room) + 1 - node.level], *filter(None, [node.module])])
            in_room = [".".join(filter(None, [from_, alias.name])) for alias in node.names]
            ours.update([from_] if from_ in LAYERS else in_room)
        elif isinstance(node, ast.ImportFrom):
            others.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Import):
            others.update(alias.name.partition(".")[0] for alias in node.names)
    return ours, others


def test_every_module_has_its_layer():
    found = {".".join(path.relative_to(PACKAGE).with_suffix("").parts) for path in PACKAGE.rglob("*.py")}
    assert {module for module in found if not module.endswith("__init__")} == set(LAYERS)


@pytest.mark.parametrize("module", LAYERS)
def test_no_import_climbs(module):
    ours, others = imports(module)
    assert ours <= set(LAYERS[: LAYERS.index(module)])
    assert not {package for package, owners in ONLY.items() if package in others and module not in owners}


@pytest.mark.parametrize("module", LAYERS)
def test_no_file_is_longer_than_it_should_be(module):
    lines = len(path_of(module).read_text("utf-8").splitlines())
    assert lines <= (600 if module == "records.models" else 400)  # the whole schema is one thought
