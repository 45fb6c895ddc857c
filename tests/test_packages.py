"""What programs are told of the open data: packages and catalogues that their own readers take, and a dictionary."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from selectolax.lexbor import LexborHTMLParser

from bangvang.open_data.datasets import TABLES


@pytest.fixture(scope="module")
def folder(made) -> Path:
    return made / "du-lieu"


def frictionless(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", "datapackage.json"]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")


def test_frictionless_takes_the_data_package_of_the_archive(site):
    run = frictionless(site / "du-lieu")
    assert run.returncode == 0, run.stdout
    package = json.loads((site / "du-lieu" / "datapackage.json").read_text("utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert {resource["name"] for resource in package["resources"]} == {table.name for table in TABLES}
    for resource in package["resources"]:
        data = (site / "du-lieu" / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}" and resource["bytes"] == len(data)
        assert all(field["title"] and field["description"] for field in resource["schema"]["fields"])


@pytest.mark.parametrize(
    "change",
    [
        ("khoi.csv", "ubnd-tinh-binh-minh", "khong-co-ai"),
        ("khoi-nam.csv", "2023", "hai nghìn"),
        ("nguon.csv", "press", "xyz"),
    ],
    ids=["reference", "type", "code"],
)
def test_frictionless_sees_what_is_wrong(folder, tmp_path, change):
    name, old, new = change
    copy = shutil.copytree(folder, tmp_path / "du-lieu")
    text = (copy / name).read_text("utf-8")
    assert old in text
    package = json.loads((copy / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        del resource["hash"], resource["bytes"]  # so that it is not the hash alone that tells
    (copy / "datapackage.json").write_text(json.dumps(package), "utf-8")
    assert frictionless(copy).returncode == 0
    (copy / name).write_text(text.replace(old, new), "utf-8")
    assert frictionless(copy).returncode == 1


def test_catalogues_take_the_descriptions(site, address):
    folder = site / "du-lieu"
    graph = rdflib.Graph().parse(folder / "dcat.jsonld", format="json-ld")
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    (dataset,) = graph.subjects(rdflib.RDF.type, dcat.Dataset)
    assert str(dataset) == f"{address}du-lieu/"
    urls = {str(url) for url in graph.objects(None, dcat.downloadURL)}
    assert {f"{address}du-lieu/kho.sqlite", f"{address}du-lieu/khen-thuong.csv"} <= urls
    assert all((folder / url.removeprefix(f"{address}du-lieu/")).exists() for url in urls)
    crate = json.loads((folder / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
    by_id = {entity["@id"]: entity for entity in crate}
    assert by_id["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert {"name", "description", "datePublished", "license"} <= set(by_id["./"])
    for part in by_id["./"]["hasPart"]:
        assert hashlib.sha256((folder / part["@id"]).read_bytes()).hexdigest() == by_id[part["@id"]]["sha256"]


def test_search_engines_are_told_of_the_data_on_its_page(site):
    page = LexborHTMLParser((site / "du-lieu" / "index.html").read_text("utf-8"))
    (block,) = page.css('script[type="application/ld+json"]')
    told = json.loads(block.text())
    assert told["@type"] == "Dataset" and told["license"].startswith("https://creativecommons.org/")
    told["@context"] = {"@vocab": "https://schema.org/"}
    graph = rdflib.Graph().parse(data=json.dumps(told), format="json-ld")
    assert (
        len(list(graph.subjects(rdflib.RDF.type, rdflib.URIRef("https://schema.org/DataDownload")))) == len(TABLES) + 2
    )


def test_every_table_and_column_is_in_the_dictionary(site):
    page = LexborHTMLParser((site / "du-lieu" / "tu-dien" / "index.html").read_text("utf-8"))
    assert {node.id for node in page.css("h2[id], p[id]")} >= {table.name for table in TABLES}
    told = {code.text() for code in page.css("th code")}
    assert told == {column.name for table in TABLES for column in table.columns}
