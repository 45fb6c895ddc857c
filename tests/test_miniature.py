"""The miniature archive comes out as expected, to the byte. `pytest --accept` takes a reviewed change."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bangvang.build import fill
from bangvang.language.problems import Report
from bangvang.pages.moved import every_page
from conftest import MINIATURE, ROOT, load_sound, silent

EXPECTED = ROOT / "tests" / "miniature" / "expected"
SLOTS = Path(ROOT, "generator", "bangvang", "templates", "slots")

TEXTS = (".html", ".xml", ".csv", ".json", ".jsonl", ".txt")
HASHED = tuple(f"du-lieu/{name}.json" for name in ("datapackage", "ro-crate-metadata"))
"""What holds the hashes of files that libraries write, each version of them in its way."""

FRAME = (
    "<title>⟦title⟧</title>\n"
    '<meta name="description" content="⟦summary⟧">\n'
    '<link rel="canonical" href="https://mau.example/khung/{name}/">\n⟦alternate⟧\n'
    "⟦head⟧\n⟦crumbs⟧<h1>⟦heading⟧</h1>\n⟦content⟧\n⟦citing⟧\n<footer>⟦footer⟧</footer>\n"
)


def draw(site: Path) -> None:
    """What MkDocs would draw, in a few lines: a frame for each kind of page, a page for each slot."""
    archive = load_sound(MINIATURE)
    for name in {page.frame for page in every_page(archive)}:
        folder = site / "khung" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(FRAME.format(name=name), "utf-8")
    for slot in SLOTS.glob("*.html"):
        folder = site / "viet-tay" / slot.stem
        folder.mkdir(parents=True)
        page = f"<article><h1>{slot.stem}</h1>⟦{slot.stem}⟧</article>\n"
        (folder / "index.html").write_text(page, "utf-8")
    (site / "sitemap.xml").write_text("<urlset><url><loc>https://mau.example/</loc></url></urlset>", "utf-8")


def stamp(site: Path) -> None:
    draw(site)
    report = Report()
    fill(load_sound(MINIATURE), site.parent, site, report, silent)  # whose files git does not know
    assert not report.errors


def texts(folder: Path) -> dict[str, bytes]:
    """The pages, and of the open data what is not a picture of libraries: books and databases are read elsewhere."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in TEXTS}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(("pagefind/", *HASHED))}


def test_output_is_as_expected(tmp_path, request):
    stamp(tmp_path)
    if request.config.getoption("--accept"):
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for name, content in texts(tmp_path).items():
            path = EXPECTED / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    made, expected = texts(tmp_path), texts(EXPECTED)
    assert sorted(made) == sorted(expected)
    for name in made:
        assert made[name].decode() == expected[name].decode(), f"{name} changed; 'pytest --accept' if that is right"


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_bytes_do_not_depend_on_the_hash_seed(tmp_path, seed):
    script = "import sys; sys.path.insert(0, 'tests'); from pathlib import Path; import test_miniature as t; "
    script += "t.stamp(Path(sys.argv[1]))"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, env=environment, check=True)
    assert texts(tmp_path) == texts(EXPECTED)
    index = sorted((path.name, path.read_bytes()) for path in (tmp_path / "pagefind").rglob("*") if path.is_file())
    other = tmp_path / "again"
    other.mkdir()
    stamp(other)
    again = sorted((path.name, path.read_bytes()) for path in (other / "pagefind").rglob("*") if path.is_file())
    assert index == again
