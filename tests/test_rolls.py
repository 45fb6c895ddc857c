"""Rolls: every row an award of its decision, an identity of its own or a record's, and pages that stay short."""

from bangvang.build import read_archive
from bangvang.language.problems import Report
from bangvang.pages import lists
from conftest import load_sound, opened_pages, silent

DECISION = "16-qd-ubnd-2023"


def told(data) -> list[tuple[str, str]]:
    report = Report()
    read_archive(data, report, silent)
    return [(str(problem.location), problem.code) for problem in report if problem.is_error]


def test_a_row_is_an_award_of_its_decision(miniature):
    archive = load_sound(miniature)
    [honour] = archive.honours_by("recipient", f"{DECISION}-3")
    assert honour.conferred
    assert honour.conferral.decision == DECISION
    assert honour.conferral.by.who == "ubnd-tinh-binh-minh"
    assert str(honour.conferral.date.value) == "2023-12-21"
    assert honour.award.source == archive[DECISION].source == ("cong-bao-binh-minh",)
    assert honour.award.posthumous
    assert str(honour.award.locate("kind")) == f"data/rolls/2023/{DECISION}.csv:4:25"


def test_a_row_that_names_a_record_has_no_page_of_its_own(miniature):
    archive = load_sound(miniature)
    made = {page.address: page for page in opened_pages(archive)}
    assert f"vinh-danh/{DECISION}-2/" not in made
    assert len(made["vinh-danh/ly-thi-mau-mot/"].values["honours"]) == 2


def test_who_is_the_same_has_one_page_and_the_other_leads_there(miniature):
    archive = load_sound(miniature)
    made = {page.address: page for page in opened_pages(archive)}
    assert len(made["vinh-danh/y-mau-nie-ba/"].values["honours"]) == 2
    assert "Niê Y Mẫu Ba" in made["vinh-danh/y-mau-nie-ba/"].also
    assert made[f"vinh-danh/{DECISION}-4/"].template == "same.html"
    assert sum(archive.recipients(archive.honours_by("recipient", "y-mau-nie-ba")).values()) == 1


def test_a_long_roll_comes_in_parts(miniature, monkeypatch):
    monkeypatch.setattr(lists, "ROOM", 3 * lists.WEIGHTS["rows"])
    made = {page.address: page for page in opened_pages(load_sound(miniature))}
    assert made[f"quyet-dinh/{DECISION}/"].values["list"].spans == ("1–3", "4–4")
    assert made[f"quyet-dinh/{DECISION}/2/"].frame == "quyet-dinh/phan"
    assert f"quyet-dinh/{DECISION}/3/" not in made


def test_a_roll_without_its_decision_is_one_problem(miniature):
    roll = miniature / "rolls" / "2023" / f"{DECISION}.csv"
    roll.rename(roll.with_name("99-qd-ubnd-2023.csv"))
    (miniature / "identities.yml").unlink()
    assert told(miniature) == [("data/rolls/2023/99-qd-ubnd-2023.csv", "broken-reference")]


def test_a_roll_stands_in_the_year_of_its_decision(miniature):
    (miniature / "rolls" / "2023").rename(miniature / "rolls" / "2024")
    assert told(miniature) == [(f"data/rolls/2024/{DECISION}.csv", "place-of-file")]


def test_a_mistake_in_a_row_does_not_break_what_points_at_it(miniature):
    roll = miniature / "rolls" / "2023" / f"{DECISION}.csv"
    roll.write_text(roll.read_text("utf-8").replace("4,Niê Y Mẫu Ba,cá nhân", "4,Niê Y Mẫu Ba,ca nhan"), "utf-8")
    assert told(miniature) == [(f"data/rolls/2023/{DECISION}.csv:5:16", "unknown-value")]


def annul(miniature, decision):
    roll = miniature / "rolls" / "2023" / f"{DECISION}.csv"
    head, *rows = roll.read_text("utf-8").splitlines()
    rows = [f"{row},{decision if row.startswith('3,') else ''}" for row in rows]
    roll.write_text("\n".join([f"{head},annulled_by", *rows]) + "\n", "utf-8")


def test_one_award_of_a_roll_can_be_annulled(miniature):
    before = load_sound(miniature)
    annul(miniature, "17-qd-ubnd-2023")
    archive = load_sound(miniature)
    [honour] = archive.honours_by("recipient", f"{DECISION}-3")
    assert honour.status == "annulled"
    assert honour.ended.decision == "17-qd-ubnd-2023"
    assert honour in archive.honours_by("decision", "17-qd-ubnd-2023")
    assert len(archive.rolled) == len(before.rolled) - 1
    assert not any(record.name == "Hoàng Mẫu Bốn" for order in archive.alphabet.values() for found in order.values()
                   for record in found)  # fmt: skip
    made = {page.address: page for page in opened_pages(archive)}
    page = made[f"vinh-danh/{DECISION}-3/"]
    assert not page.values["honours"]
    assert page.values["ended"] == [honour]


def test_an_annulling_decision_that_is_nowhere_is_one_problem(miniature):
    annul(miniature, "99-qd-ubnd-2023")
    assert [code for _, code in told(miniature)] == ["broken-reference"]
