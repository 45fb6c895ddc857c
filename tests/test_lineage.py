"""What places and units were and became, over invented ones."""

import pytest

from bangvang.archive.archive import Archive
from bangvang.archive.lineage import Lineage
from bangvang.records.loading import Loaded
from bangvang.records.models import Bloc, Organisation, Place
from bangvang.records.values import Day


def place(id, name, kind="tỉnh", within=None, into=(), dissolved=False, also=()):
    became = [{"into": one, "how": "merged", "date": "2025-07-01"} for one in into]
    became += [{"how": "dissolved", "date": "2025-07-01"}] * dissolved
    return Place.model_validate(
        {"id": id, "name": name, "kind": kind, "within": within, "became": became, "also": list(also)}
    )


def unit(id, kind="people-committee", place=None, into=()):
    became = [{"into": one, "how": "renamed", "date": "2025-03-01"} for one in into]
    return Organisation.model_validate({"id": id, "name": id, "kind": kind, "place": place, "became": became})


@pytest.fixture
def lineage():
    return Lineage(
        [
            place("tinh-a", "tỉnh A", into=["tinh-b-2025"]),
            place("tinh-b", "tỉnh B", into=["tinh-b-2025"], also=["B"]),
            place("tinh-b-2025", "tỉnh B"),
            place("huyen-c", "huyện C", "huyện", "tinh-a", dissolved=True),
            place("xa-d", "xã D", "xã", "huyen-c"),
            place("huyen-e", "huyện E", "huyện", "tinh-f", dissolved=True),
            place("tinh-f", "tỉnh F"),
            place("huyen-chau", "huyện Châu", "huyện", "tinh-a"),
            place("huyen-chau-f", "huyện Châu", "huyện", "tinh-f"),
            unit("ubnd-huyen-c", place="huyen-c"),
            unit("xi-nghiep-c", "enterprise", place="huyen-c"),
            unit("bo-cu", "agency", into=["bo-moi"]),
            unit("bo-moi", "agency", into=["bo-nay"]),
            unit("bo-nay", "agency"),
        ]
    )


def ids(records):
    return [record.id for record in records]


def test_what_a_place_is_today(lineage):
    assert ids(lineage.now("tinh-a")) == ["tinh-b-2025"]
    assert ids(lineage.now("tinh-f")) == ["tinh-f"]
    assert ids(lineage.now("huyen-c")) == ["tinh-b-2025"], "a district without successor lies in the province of today"
    assert ids(lineage.now("huyen-e")) == ["tinh-f"]
    assert ids(lineage.province_now("xa-d")) == ["tinh-b-2025"]


def test_a_unit_renamed_twice(lineage):
    assert ids(lineage.now("bo-cu")) == ["bo-nay"]
    assert ids(lineage.formerly("bo-nay")) == ["bo-moi"]
    assert ids(lineage.all_formerly("bo-nay")) == ["bo-moi", "bo-cu"]


def test_the_same_name_before_and_after_is_told_apart(lineage):
    names = {id: lineage.name(record) for id in ("tinh-b", "tinh-b-2025", "tinh-a", "huyen-chau", "huyen-chau-f")
             for record in lineage.path_to(id)[-1:]}  # fmt: skip
    assert names == {
        "tinh-b": "tỉnh B (trước ngày 1/7/2025)",
        "tinh-b-2025": "tỉnh B (từ ngày 1/7/2025)",
        "tinh-a": "tỉnh A",
        "huyen-chau": "huyện Châu, tỉnh A",
        "huyen-chau-f": "huyện Châu, tỉnh F",
    }


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("xã D, tỉnh B", Day(2013), ["tinh-b"]),
        ("xã D, tỉnh B", Day(2025, 12, 27), ["tinh-b-2025"]),
        ("xã D, tỉnh B", Day(2025), ["tinh-b-2025"]),
        ("xã D, tỉnh B", None, ["tinh-b"]),
        ("tỉnh B Mới", Day(2013), []),
        ("tỉnh A và tỉnh F", Day(2013), ["tinh-a", "tinh-f"]),
    ],
)
def test_a_province_is_the_one_of_its_time(lineage, text, day, found):
    assert ids(lineage.provinces_in(text, day)) == found


def test_who_ends_with_the_level_of_their_place(lineage):
    assert lineage.end_of_level("ubnd-huyen-c").how == "dissolved"
    assert lineage.end_of_level("xi-nghiep-c") is None


def test_blocs_with_roman_numbers_stand_in_their_order():
    archive = Archive(Loaded())
    for name, number in (
        ("Khối thi đua XII", 12),
        ("Khối thi đua V", 5),
        ("Khối thi đua số 9", 9),
        ("Khối thi đua VII", 7),
    ):
        bloc = {"id": f"khoi-{number}", "name": name, "kind": "khối", "level": "agency", "number": str(number)}
        archive.records[f"khoi-{number}"] = Bloc.model_validate(bloc)
    assert ids(archive.of("bloc")) == ["khoi-5", "khoi-7", "khoi-12", "khoi-9"]
