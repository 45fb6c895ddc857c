"""Whatever stands in a record is text on the page: no field can open a tag, end an attribute or fill a slot."""

import json

from selectolax.lexbor import LexborHTMLParser

from bangvang.build import fill
from bangvang.language.problems import Report
from bangvang.office.reference import given_values
from bangvang.records.structure import texts, walk
from conftest import MINIATURE, ROOT, load_sound, silent
from test_miniature import draw

HOSTILE = "\"'><script>hit()</script><img src=x onerror=hit()>⟦title⟧{{ 7 * 7 }}&lt;"
CODED = {
    "id",
    "kind",
    "group",
    "level",
    "step",
    "how",
    "about",
    "status",
    "passed",
    "counts",
    "of",
    "qualifier",
    "form",
    "row",
}
"""Fields that hold codes or ids, which the schema keeps from holding anything else."""


def test_hostile_text_in_every_field_stays_text(tmp_path):
    archive = load_sound(MINIATURE)
    spoilt = 0
    for root in archive.roots:
        for part in walk(root):
            for (name, *rest), text in list(texts(part)):
                refers = text in archive.records or name.endswith("address")
                coded = name in CODED or given_values(type(part).model_fields[name].annotation)
                if not (rest or refers or coded):
                    vars(part)[name] = text + HOSTILE
                    spoilt += 1
    assert spoilt > 80
    draw(tmp_path)
    report = Report()
    fill(archive, ROOT, tmp_path, report, silent)
    assert not report.errors
    pages = [path for path in tmp_path.rglob("*.html") if "pagefind" not in path.parts]
    seen = seen_as_data = 0
    for path in pages:
        page = LexborHTMLParser(path.read_text("utf-8"))
        assert not page.css("script:not([type='application/ld+json']), img:not(.bv-qr)"), path
        for data in page.css("script"):
            json.loads(data.text())
            seen_as_data += "<script>hit()</script>" in json.loads(data.text())["name"]
        assert not [node for node in page.css("*") if any(name.startswith("on") for name in node.attributes)], path
        seen += page.html.count("{{ 7 * 7 }}")
    assert seen > 150
    assert seen_as_data > 20
