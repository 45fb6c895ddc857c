"""What editors get: schemas that every sound record fits, that say in words what a key means, and know the ids."""

import json

import jsonschema
import pytest
import yaml
from referencing import Registry, Resource

from bangvang.office.schema import FOLDER, IDS, schema, schemas
from bangvang.records.loading import model_of
from bangvang.records.models import FILES
from bangvang.records.structure import schema_of
from conftest import MINIATURE, ROOT, load_sound


class Editor(yaml.CSafeLoader):
    """Reads as editors do: numbers and truth values are such, days are text."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def validator(archive, model) -> jsonschema.Draft7Validator:
    texts = dict(schemas(archive))
    registry = Registry().with_resource(IDS, Resource.from_contents(json.loads(texts[IDS])))
    return jsonschema.Draft7Validator(json.loads(texts[schema_of(model)]), registry=registry)


@pytest.mark.parametrize("data", [MINIATURE, ROOT / "data"], ids=["miniature", "real"])
def test_every_record_fits_its_schema(data):
    archive = load_sound(data)
    seen, checks = 0, {}
    for path in sorted(data.rglob("*.yml")):
        model = model_of(path.relative_to(data))
        checks[model] = checks.get(model) or validator(archive, model)
        assert not [error.message for error in checks[model].iter_errors(yaml.load(path.read_text("utf-8"), Editor))], (
            path
        )
        seen += 1
    assert seen > 10


@pytest.mark.parametrize(
    "bad", ["unknown-field", "missing-field", "unknown-value", "needs-mapping", "number-form-words", "id-form"]
)
def test_an_editor_marks_what_the_check_refuses(bad):
    text = (ROOT / "tests" / "bad" / f"{bad}.yml").read_text("utf-8")
    inside = text.partition("# tệp: ")[2].split()[0]
    pattern = next(pattern for pattern in FILES if pattern.split("/")[0] == inside.split("/")[0])
    check = validator(load_sound(MINIATURE), FILES[pattern])
    assert list(check.iter_errors(yaml.load(text, Editor)))


def test_every_schema_is_one_and_is_in_the_data_folder():
    """Those on disk are those that the models make. The list of ids may lag behind: it only completes."""
    for name, text in schemas(load_sound(ROOT / "data")):
        jsonschema.Draft7Validator.check_schema(json.loads(text))
        path = ROOT / "data" / FOLDER / name
        assert path.exists(), "run: bangvang schema"
        assert name == IDS or path.read_text("utf-8") == text, "run: bangvang schema"


def test_every_key_says_what_it_means():
    for model in FILES.values():
        whole = schema(model)
        for part in [whole, *whole.get("$defs", {}).values()]:
            for key, said in part["properties"].items():
                assert said["description"], (model, key)


def test_ids_are_completed_with_their_names():
    ids = json.loads(dict(schemas(load_sound(MINIATURE)))[IDS])["definitions"]
    assert (
        dict(zip(ids["place"]["enum"], ids["place"]["enumDescriptions"], strict=True))["huyen-nui-may"]
        == "huyện Núi Mây"
    )
    recipient = json.loads(dict(schemas(load_sound(MINIATURE)))["bloc-year.json"])["$defs"]["Recipient"]
    assert {"$ref": f"{IDS}#/definitions/person"} in recipient["properties"]["who"]["anyOf"][0]["anyOf"]
