"""Whatever the bytes, reading and checking say what is wrong and never raise."""

import random
import shutil

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangvang.build import read_archive
from bangvang.problems import Report, as_annotations, as_text
from bangvang.reading import read
from bangvang.words import LANGUAGES, table
from conftest import MINIATURE, silent

ROUNDS = 1500
"""Mutations in a run of the tests."""


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))))
def test_reading_any_bytes(tmp_path, data):
    path = tmp_path / "x.yml"
    path.write_bytes(data)
    report = Report()
    document = read(path, "x.yml", report)
    assert (document is None) == bool(report.errors)


def mutate(data: bytes, chance: random.Random) -> bytes:
    """One change of the kind that slips of hand and broken tools make."""
    at = chance.randrange(len(data))
    lines = data.split(b"\n")
    line = chance.randrange(len(lines))
    match chance.randrange(7):
        case 0:
            return data[:at] + bytes([chance.randrange(256)]) + data[at:]
        case 1:
            return data[:at] + data[at + chance.randrange(1, 6) :]
        case 2:
            return data[:at]
        case 3:
            lines.insert(line, chance.choice(lines))
        case 4:
            lines[line] = b"  " + lines[line]
        case 5:
            lines[line] = lines[line].lstrip()
        case 6:
            key, colon, _ = lines[line].partition(b":")
            lines[line] = key + colon + chance.choice([b"", b" []", b" {}", b" 2.291", b" [a, {b: c}]", b" ~", b" &x"])
    return b"\n".join(lines)


def test_mutations_of_the_miniature_archive(tmp_path):
    chance = random.Random(20251227)
    data = shutil.copytree(MINIATURE, tmp_path / "data")
    files = sorted(path for path in data.rglob("*.yml"))
    for _ in range(ROUNDS):
        path = chance.choice(files)
        sound = path.read_bytes()
        path.write_bytes(mutate(sound, chance))
        report = Report()
        read_archive(data, report, silent)
        for language in LANGUAGES:
            words = table(language)
            assert as_text(report, words).count("\n") >= report.errors
            assert as_annotations(report, words).count("\n") == report.errors + report.warnings
        path.write_bytes(sound)
