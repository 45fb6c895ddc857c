"""Words, codes and docs agree, and what the README tells to run exists."""

import re
import string
from typing import Literal, get_args, get_origin

import pytest

from bangvang.cli import main
from bangvang.problems import ERRORS, WARNINGS
from bangvang.records import FILES, KINDS, Fact, Listing, Model, Sources
from bangvang.structure import models as parts_of
from bangvang.words import LANGUAGES, table
from conftest import ROOT

TEMPLATES = ROOT / "generator" / "bangvang" / "templates"


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language):
    assert set(table(language)["problems"]) == ERRORS | WARNINGS
    assert set(table(language)["terms"]) == {"error", "warning"} | set(KINDS.values())


def test_languages_say_the_same():
    vietnamese, english = table("vi"), table("en")
    for section in english:
        assert set(vietnamese[section]) == set(english[section])
        for code, text in english[section].items():
            assert fields(text) == fields(vietnamese[section][code]), code


def test_every_code_has_its_section_in_the_docs():
    docs = (ROOT / "docs" / "loi.md").read_text("utf-8")
    assert set(re.findall(r"^### `([a-z0-9-]+)` \{#\1\}$", docs, re.MULTILINE)) == ERRORS | WARNINGS


def test_every_kind_of_file_is_in_the_handbook():
    docs = (ROOT / "docs" / "so-tay.md").read_text("utf-8")
    named = re.findall(r"^\| `([^`]+)` \|", docs, re.MULTILINE)
    assert {re.sub(r"<[^>]+>", "*", name) for name in named} == set(FILES)


def models() -> set[type[Model]]:
    """Every model that a file of the data folder may hold, the parts within it included."""
    found, todo = set(), list(FILES.values())
    while todo:
        model = todo.pop()
        if model not in found:
            found.add(model)
            todo += [part for field in model.model_fields.values() for part in parts_of(field.annotation)]
    return {model for model in found if not issubclass(model, Listing | Sources)} | {Fact}


@pytest.mark.parametrize("model", sorted(models(), key=lambda model: model.__name__), ids=lambda model: model.__name__)
def test_every_key_of_a_record_is_in_the_reference(model):
    docs = (ROOT / "docs" / "khoa.md").read_text("utf-8")
    section = docs.partition(f"{{#{model.__name__.lower()}}}")[2]
    section = re.split(r"^##", section, maxsplit=1, flags=re.MULTILINE)[0]
    rows = {name: (need, says) for name, need, says in re.findall(r"^\| `(\w+)` \| (\w*) ?\| (.*) \|$", section, re.M)}
    common = set(Fact.model_fields) if issubclass(model, Fact) and model is not Fact else set()
    fields = {field.alias or name: field for name, field in model.model_fields.items() if name not in common}
    assert set(rows) == set(fields)
    for name, field in fields.items():
        need, says = rows[name]
        assert (need == "cần") == field.is_required(), name
        assert set(literals(field.annotation)) <= set(re.findall(r"`([^`]+)`", says)), name


def literals(annotation) -> list[str]:
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [value for part in get_args(annotation) for value in literals(part)]


def test_templates_use_only_known_words():
    """`words.section` exists, and sections that templates name are used."""
    named = set()
    for path in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r"words\.(\w+)", path.read_text("utf-8")))
    assert named <= set(table())


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md", "docs/so-tay.md", "CONTRIBUTING.md"])
def test_what_is_told_to_run_exists(readme):
    text = (ROOT / readme).read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"(?:`|^|/|\\)bangvang ([a-z]+)", text, re.MULTILINE)) <= set(main.commands)


def test_every_command_is_in_the_readme():
    text = (ROOT / "README.md").read_text("utf-8")
    assert {command for command in main.commands if f"bangvang {command}" in text} == set(main.commands)
