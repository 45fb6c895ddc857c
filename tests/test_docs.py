"""Words, codes and docs agree, and what the README tells to run exists."""

import re
import string

import pytest

from bangvang.commands.cli import main
from bangvang.language.problems import ERRORS, WARNINGS
from bangvang.language.words import LANGUAGES, keys, table
from bangvang.office.reference import key_table, keys_of, models_in
from bangvang.records.facts import Fact
from bangvang.records.models import FILES, KINDS, About, AwardList, Bloc, BlocYear, Congress
from conftest import ROOT
from test_bad import BAD, disease

TEMPLATES = ROOT / "generator" / "bangvang" / "templates"


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language):
    assert set(table(language)["problems"]) == ERRORS | WARNINGS
    assert set(table(language)["terms"]) == {"error", "warning"} | set(KINDS.values())


def test_languages_say_the_same():
    """Every section but those of what is Vietnamese alone, every key of it, every slot of each form."""
    vietnamese, english = table("vi"), table("en")
    assert set(vietnamese) - set(english) == {"abbreviations", "book", "editor"}
    for section in english:
        assert set(vietnamese[section]) == set(english[section])
        for code, text in english[section].items():
            slots = [fields(form) for entry in (text, vietnamese[section][code]) for form in forms(entry).values()]
            assert all(one == slots[0] for one in slots), (section, code)


def forms(entry: str | dict[str, str]) -> dict[str, str]:
    return entry if isinstance(entry, dict) else {"": entry}


def test_every_code_has_its_section_in_the_docs():
    docs = (ROOT / "docs" / "loi.md").read_text("utf-8")
    assert set(re.findall(r"^### `([a-z0-9-]+)` \{#\1\}$", docs, re.MULTILINE)) == ERRORS | WARNINGS


def test_every_disease_has_its_wrong_and_its_right_form_in_the_docs():
    docs = (ROOT / "docs" / "loi.md").read_text("utf-8")
    sections = dict(re.findall(r"^### `([a-z0-9-]+)`.*?\n(.*?)(?=^##|\Z)", docs, re.MULTILINE | re.DOTALL))
    ill = {code for bad in BAD for _, code, _ in disease(bad)[2]}
    assert len(ill) >= 50
    assert not [code for code in sorted(ill) if sections[code].count("```") != 4]


def test_every_kind_of_file_is_in_the_handbook():
    docs = (ROOT / "docs" / "so-tay.md").read_text("utf-8")
    named = re.findall(r"^\| `([^`]+)` \|", docs, re.MULTILINE)
    assert {re.sub(r"<[^>]+>", "*", name) for name in named} == set(FILES)


MODELS = sorted({*models_in(*FILES.values(), Fact)} - {*FILES.values()} | {Bloc, BlocYear, Congress, AwardList, About},
                key=lambda model: model.__name__)  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_of_a_record_is_in_the_reference(model, request):
    """The tables of docs/khoa.md are those that models and words make; `--accept` writes them."""
    path = ROOT / "docs" / "khoa.md"
    docs = path.read_text("utf-8")
    section = re.search(rf"\{{#{model.__name__.lower()}\}}\n(?:(?!#|\|).*\n)*((?:\|.*\n)*)", docs)
    if request.config.getoption("--accept"):
        path.write_text(docs[: section.start(1)] + key_table(model) + docs[section.end(1) :], "utf-8", newline="\n")
    assert section[1] == key_table(model)


def test_every_key_has_its_words_and_no_other_has():
    told = {(model, name) for model, section in keys().items() for name in section}
    every = models_in(*FILES.values(), Fact)
    assert told == {(model.__name__, key.name) for model in every for key in keys_of(model)
                    if model is Fact or not issubclass(model, Fact) or key.field not in Fact.model_fields}  # fmt: skip
    for model in every:
        for key in keys_of(model):
            assert key.text, (model, key)


def test_templates_use_only_known_words():
    """`words.section` exists, and sections that templates name are used."""
    named = set()
    for path in TEMPLATES.rglob("*.html"):
        named |= set(re.findall(r"words\.(\w+)", path.read_text("utf-8")))
    assert named <= set(table())


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md", "docs/so-tay.md", "docs/su-co.md", "CONTRIBUTING.md"])
def test_what_is_told_to_run_exists(readme):
    text = (ROOT / readme).read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"(?:`|^|/|\\)bangvang ([a-z]+)", text, re.MULTILINE)) <= set(main.commands)


def test_every_command_is_in_the_readme():
    text = (ROOT / "README.md").read_text("utf-8")
    assert {command for command in main.commands if f"bangvang {command}" in text} == set(main.commands)
