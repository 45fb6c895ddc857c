"""One form for record files: what it is, and that nothing is lost on the way to it."""

import json
import random
import re
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangvang.files.reading import Document, parse
from bangvang.language.problems import Report
from bangvang.office.comments import Comments
from bangvang.office.formatting import canonical, says_the_same, tidy
from bangvang.records.loading import model_of
from bangvang.records.models import FILES
from bangvang.records.structure import schema_of
from conftest import MINIATURE, ROOT, run

YEAR = PurePosixPath("years/2024/x.yml")
MODELINE = "# yaml-language-server: $schema=../../.schema/bloc-year.json\n"


def document(text: str) -> Document:
    report = Report()
    read = parse(text, "x.yml", report)
    assert read, [(str(problem.location), problem.code) for problem in report]
    return read


def form(text: str, inside: PurePosixPath = YEAR) -> str:
    """The canonical text of a text, without the first line; written twice, it stays as it is."""
    before = document(text)
    once = canonical(before, inside)
    after = document(once)
    assert canonical(after, inside) == once
    assert after.value == before.value
    assert said(after) == said(before)
    return once.partition("\n")[2]


def said(read: Document) -> list[str]:
    return sorted(text for text in Comments(read).found.values() if not text.startswith("# yaml-language-server:"))


def test_schemas_have_names_of_their_own():
    names = [schema_of(model) for model in FILES.values()]
    assert len(set(names)) == len(names)
    assert {"bloc-year.json", "award-kinds.json", "about.json"} <= set(names)


@pytest.mark.parametrize(
    ("inside", "schema"),
    [("archive.yml", ".schema/about.json"), ("blocs/x.yml", "../.schema/bloc.json"), (str(YEAR), MODELINE[32:-1])],
)
def test_the_first_line_names_the_schema(inside, schema):
    text = canonical(document("# lời\n# yaml-language-server: $schema=cũ.json\na: b\n"), PurePosixPath(inside))
    assert text == f"# yaml-language-server: $schema={schema}\n# lời\na: b\n"


def test_the_layout():
    text = "\n\nbloc:   b\n\n\nhead: {title: t,\n   unit: u }\nmembers:\n    units:\n    - a\n    -   b   \n"
    text += "missing: [ x,y ]\nyear:\n\n  2024\n\n"
    assert form(text) == (
        "bloc: b\nyear: 2024\n\nhead: {unit: u, title: t}\nmembers:\n  units:\n    - a\n    - b\nmissing: [x, y]\n"
    )


def test_keys_stand_in_the_order_of_the_model():
    text = "awards:\n  - note: n\n    steps:\n      - source: s\n        step: proposed\n    id: a\n"
    text += "source: s\nyear: 1\nbloc: b\n"
    assert form(text) == (
        "bloc: b\nyear: 1\nsource: s\nawards:\n"
        "  - id: a\n    steps:\n      - step: proposed\n        source: s\n    note: n\n"
    )


def test_keys_that_no_model_knows_stand_last_as_they_stood():
    assert form("z: 1\ny:\n  b: 1\n  a: 2\nbloc: b\n") == "bloc: b\nz: 1\ny:\n  b: 1\n  a: 2\n"


def test_comments_go_with_what_they_stand_by():
    text = """
# về tệp

# cũng về tệp
year: 2024   #bên năm
# trên khối
bloc: b
head: # bên trưởng khối
  # trên tên gọi
  title: t
    # dưới tên gọi
  unit: u # bên đơn vị
awards:
# trên mục một
- kind: k
  # trên mã
  id: a

  # cuối mục một
# trên mục hai
-
  # trong mục hai
  id: b
  steps: [{step: proposed}, # bên bước
    {step: conferred}] # sau ngoặc
  # cuối mục hai
  # - id: c
points:
  # chưa có
missing:
  - x
  # cuối danh sách
# cuối tệp


# hết
"""
    assert (
        form(text)
        == """\
# về tệp

# cũng về tệp
# trên khối
bloc: b
year: 2024 #bên năm
head: # bên trưởng khối
  unit: u # bên đơn vị
  # trên tên gọi
  title: t
    # dưới tên gọi
awards:
  # trên mục một
  # trên mã
  - id: a
    kind: k

    # cuối mục một
  # trên mục hai
  # trong mục hai
  - id: b
    steps: # sau ngoặc
      - {step: proposed} # bên bước
      - {step: conferred}
    # cuối mục hai
    # - id: c
points:
  # chưa có
missing:
  - x
  # cuối danh sách
# cuối tệp

# hết
"""
    )


@pytest.mark.parametrize(
    "text",
    ["2.291", "No", "~", "0123/QĐ-TTg", "12:30", "2024-01-01", "XXXX-07-26", "", '""', "'12'", '"a: b"', "a#b", "''"],
)
def test_texts_stay_what_they_are(text):
    assert form(f"bloc:  {text}\n") == f"bloc: {text}".rstrip() + "\n"


def test_quotes_are_dropped_around_plain_words_only():
    assert form("bloc: 'hai chữ, thường'\n") == "bloc: hai chữ, thường\n"
    for text in ('"một"', '"[tên tạm]"', '"a b: c"', '"a b #c"', "'2 số'", '"a  b"', '"a\\tb c"', '"a b "', "'- a b'"):
        assert form(f"bloc: {text}\n") == f"bloc: {text}\n"
    assert form('missing: ["a b, c"]\n') == 'missing: ["a b, c"]\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|\n        a\n          b\n\n\n        # c\n", "|\n    a\n      b\n\n\n    # c\n"),
        ("|-2 # lời\n    a\n  b\n", "|2- # lời\n      a\n    b\n"),
        (">+\n   a\n   b\n\n", ">+\n    a\n    b\n\n"),
        ("a\n     b\n\n     c # lời\n", "a\n    b\n\n    c # lời\n"),
        ('"a\n   \\  b\\\n   c"\n', '"a\n    \\  b\\\n    c"\n'),
        (">-\n   " + "chữ " * 40 + "hết\n", None),
    ],
)
def test_texts_of_several_lines_keep_their_style(text, expected):
    whole = form("missing:\n- " + text + "bloc: b\n")
    assert all(len(line) <= 120 for line in whole.split("\n"))
    assert expected is None or whole == f"bloc: b\nmissing:\n  - {expected}"


def test_a_list_that_does_not_fit_on_a_line_leaves_its_brackets():
    long = [f"đơn vị {number}" for number in range(20)]
    assert form(f"missing: [{', '.join(long)}]\n") == "missing:\n" + "".join(f"  - {item}\n" for item in long)


def records() -> list[Path]:
    return sorted([*(ROOT / "data").rglob("*.yml"), *MINIATURE.rglob("*.yml")])


def inside(path: Path) -> PurePosixPath:
    return PurePosixPath(path.relative_to(ROOT / "data" if (ROOT / "data") in path.parents else MINIATURE).as_posix())


class Disturbed:
    """A value written with its keys in any order, any indentation, and comments that say what they stand by."""

    def __init__(self, value: dict, seed: int) -> None:
        self.chance = random.Random(seed)
        self.comments: list[str] = []
        self.text = self.block(value, 0)

    def comment(self, place: str) -> str:
        self.comments.append(f"# {place} {len(self.comments)}: [x], 'y' - z")
        return self.comments[-1]

    def above(self, margin: int, place: str) -> str:
        """A comment line, or none, and blank lines."""
        line = f"{' ' * margin}{self.comment(place)}\n" if self.chance.random() < 0.4 else ""
        return "\n" * self.chance.randrange(3) + line

    def block(self, node: dict | list, margin: int) -> str:
        keyed = isinstance(node, dict)
        parts = list(node.items()) if keyed else [("mục", value) for value in node]
        text = ""
        for key, value in self.chance.sample(parts, len(parts)) if keyed else parts:
            text += self.above(margin, f"trên {key}" if text or margin else "về tệp")
            text += f"{' ' * margin}{f'{key}:' if keyed else '-'}{self.value(key, value, margin + 1)}"
        return text + self.above(margin, "cuối")

    def value(self, key: str, value, least: int) -> str:
        end = f"  {self.comment(f'bên {key}')}\n" if self.chance.random() < 0.2 else "\n"
        if isinstance(value, dict | list) and value and self.chance.random() < 0.8:
            return end + self.block(value, least + self.chance.randrange(4))
        return f" {self.flow(value)}{end}"

    def flow(self, value) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self.flow(inner)}" for key, inner in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self.flow(item) for item in value) + "]"
        return "" if value is None else json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("path", records(), ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", range(4))
def test_a_disturbed_file_says_the_same_and_every_comment_goes_with_its_key(path, seed):
    value = document(path.read_text("utf-8")).value
    other = Disturbed(value, seed)
    assert document(other.text).value == value
    assert said(document(other.text)) == sorted(other.comments)
    lines = form(other.text, inside(path)).split("\n")
    for number, line in enumerate(lines):
        if found := re.match(r" *# trên (\w+)", line):
            below = next(line for line in lines[number:] if line and not line.lstrip().startswith("#"))
            assert re.match(r" *- " if found[1] == "mục" else rf" *(- )*{found[1]}:", below)
        if (found := re.search(r"# bên (\w+)", line)) and not line.lstrip().startswith("#") and found[1] != "mục":
            assert re.match(rf" *(- )*{found[1]}:", line)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab:#-[]{},|>'\" \n"), max_size=60))
def test_nothing_is_lost_of_text_that_nobody_thought_of(text):
    """What cannot be kept is told, and the file left as it was."""
    before = parse(f"bloc: x\n{text}\n", "x.yml", Report())
    if before:
        once = canonical(before, YEAR)
        if says_the_same(before, once):
            assert canonical(document(once), YEAR) == once


def test_the_real_archive_has_the_form():
    outcome = run("bangvang", "fmt", "--check", cwd=ROOT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


# --- files and the command


def project(miniature: Path) -> Path:
    for name, _ in tidy(miniature, (), Report(), write=True):
        assert name
    return miniature.parent


def test_only_what_differs_is_written(miniature):
    folder = project(miniature)
    sound, other = miniature / "archive.yml", miniature / "places.yml"
    before = sound.stat().st_mtime_ns
    other.write_bytes(b"\xef\xbb\xbf" + other.read_bytes().replace(b"\n", b"\r\n"))
    other.chmod(0o640)
    checked = run("bangvang", "fmt", "--check", cwd=folder)
    assert (checked.returncode, checked.stdout) == (1, "data/places.yml\n")
    assert b"\r" in other.read_bytes()
    outcome = run("bangvang", "fmt", cwd=folder)
    assert outcome.returncode == 0
    assert outcome.stdout.startswith("data/places.yml\nĐã viết lại 1 tệp")
    assert b"\r" not in other.read_bytes() and other.read_bytes().startswith(b"#")
    assert other.stat().st_mode & 0o777 == 0o640
    assert sound.stat().st_mtime_ns == before
    assert not [path for path in miniature.rglob(".*")]
    assert run("bangvang", "check", cwd=folder).returncode == 0


def test_files_by_name(miniature):
    name = "years/2023/khoi-cac-huyen-binh-minh.yml"
    outcome = run("bangvang", "fmt", "--lang", "en", "data\\" + name.replace("/", "\\"), cwd=miniature.parent)
    assert outcome.stdout.split("\n")[:2] == [f"data/{name}", "1 files were written anew; 0 had the form already."]
    assert canonical(document((miniature / name).read_text("utf-8")), PurePosixPath(name)) == (
        miniature / name
    ).read_text("utf-8")


@pytest.mark.parametrize("name", ["README.md", "../x.yml", "data/LICENSE.md", "data/years/x.yml", "/x.yml"])
def test_a_file_that_is_no_record(miniature, name):
    outcome = run("bangvang", "fmt", name, "data/archive.yml", cwd=miniature.parent)
    assert outcome.returncode == 1
    assert f"{name}: lỗi: không biết tệp này là gì" in outcome.stderr
    assert outcome.stdout == "data/archive.yml\n"


def test_outside_the_archive(tmp_path):
    outcome = run("bangvang", "fmt", cwd=tmp_path)
    assert outcome.returncode == 1
    assert "[no-data]" in outcome.stderr


def test_a_file_that_cannot_be_kept_or_read_is_left_alone(miniature):
    """An odd key, a broken file, a missing one: each is told, and the others are written."""
    odd, broken, other = miniature / "people" / "a.yml", miniature / "people" / "b.yml", miniature / "archive.yml"
    odd.write_text("? |\n  people\n: []\n", "utf-8")
    broken.write_text("people: [\n", "utf-8")
    files = {path: path.read_bytes() for path in (odd, broken)}
    report = Report()
    names = ["people/a.yml", "people/b.yml", "people/c.yml", "archive.yml"]
    written = list(tidy(miniature, [str(miniature / name) for name in names], report, write=True))
    assert [(problem.location.file, problem.code) for problem in report] == [
        ("data/people/a.yml", "fmt-would-change"),
        ("data/people/b.yml", "yaml-syntax"),
        ("data/people/c.yml", "file-unreadable"),
    ]
    assert written == [("data/archive.yml", True)]
    assert files == {path: path.read_bytes() for path in files}
    assert other.read_text("utf-8").startswith("# yaml-language-server:")


def test_a_file_that_cannot_be_written_stays_whole(miniature, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bangvang.office.formatting.os.replace", full)
    before = (miniature / "archive.yml").read_bytes()
    report = Report()
    assert list(tidy(miniature, [str(miniature / "archive.yml")], report, write=True)) == []
    assert [problem.code for problem in report] == ["write-failed"]
    assert (miniature / "archive.yml").read_bytes() == before
    assert not list(miniature.glob(".*"))


def test_every_record_file_has_a_model():
    assert all(model_of(inside(path)) for path in records())
