"""Who may be whom: a question with evidence for and against, never an answer."""

import pytest

from bangvang.archive.matching import candidates
from conftest import load_sound, run

HEAD = "row,name,of,kind,printed,honorific,role,unit,year,posthumous"


@pytest.fixture
def with_rows(miniature):
    def write(*rows: str):
        path = miniature / "rolls" / "2023" / "17-qd-ubnd-2023.csv"
        path.write_text("\n".join([HEAD, *rows]) + "\n", "utf-8")
        return load_sound(miniature)

    return write


def told(archive) -> list[tuple]:
    return [(pair.one, pair.other, [code for code, _ in pair.in_favour], [code for code, _ in pair.against])
            for pair in candidates(archive)]  # fmt: skip


def test_one_name_in_two_lists_is_a_question(with_rows):
    archive = with_rows("1,Hoàng Mẫu Bốn,cá nhân,bang-khen,Bằng khen,ông,Nông dân,huyện Sông Trăng,2022,")
    assert told(archive) == [
        ("16-qd-ubnd-2023-3", "17-qd-ubnd-2023-1", ["same-name", "in-common", "in-common"], []),
    ]
    assert len(archive.honours_by("recipient", "17-qd-ubnd-2023-1")) == 1  # nobody is merged


def test_what_speaks_against_is_told(with_rows):
    archive = with_rows(
        "1,HOÀNG MẪU BỐN,cá nhân,bang-khen,Bằng khen,bà,Thợ,,2023,",
        "2,Hoàng Mẫu Bơn,cá nhân,bang-khen,Bằng khen,,,,2022,",
    )
    assert told(archive) == [
        ("16-qd-ubnd-2023-3", "17-qd-ubnd-2023-1", ["same-name"], ["other-sex"]),
        ("16-qd-ubnd-2023-3", "17-qd-ubnd-2023-2", [], ["other-marks"]),
        ("17-qd-ubnd-2023-1", "17-qd-ubnd-2023-2", [], ["other-marks", "same-list"]),
    ]


def test_a_collective_is_never_a_person(with_rows):
    archive = with_rows("1,Hoàng Mẫu Bốn,tập thể,bang-khen,Bằng khen,,,,2022,")
    assert not told(archive)


@pytest.mark.parametrize("said", ["same_as", "not_same_as"])
def test_what_was_answered_by_hand_is_no_question(miniature, with_rows, said):
    archive = with_rows("1,Hoàng Mẫu Bốn,cá nhân,bang-khen,Bằng khen,ông,Nông dân,huyện Sông Trăng,2022,")
    assert told(archive)
    path = miniature / "identities.yml"
    answer = f"  - {said}: [16-qd-ubnd-2023-3, 17-qd-ubnd-2023-1]\n    evidence: Hỏi cơ quan.\n"
    path.write_text(path.read_text("utf-8") + answer, "utf-8")
    archive = load_sound(miniature)
    assert not told(archive)
    merged = len(archive.honours_by("recipient", "16-qd-ubnd-2023-3"))
    assert merged == (2 if said == "same_as" else 1)


def test_the_command_tells_and_changes_nothing(miniature, with_rows):
    with_rows("1,Hoàng Mẫu Bốn,cá nhân,bang-khen,Bằng khen,ông,Nông dân,huyện Sông Trăng,2022,")
    before = {path: path.read_bytes() for path in miniature.rglob("*.*")}
    outcome = run("bangvang", "match", cwd=miniature.parent)
    assert "16-qd-ubnd-2023-3 | 17-qd-ubnd-2023-1" in outcome.stdout
    assert "  + cùng tên" in outcome.stdout
    assert {path: path.read_bytes() for path in miniature.rglob("*.*")} == before
