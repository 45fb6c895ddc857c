"""The real archive is sound, and each trap of its sources is handled. A trap names itself in its test."""

import re

import pytest

from bangvang.build import read_archive
from bangvang.language.problems import Report
from bangvang.pages.page import address
from bangvang.records.facts import Dated, Fact
from bangvang.records.structure import walk
from conftest import ROOT, silent

LAI_CHAU = ("khoi-huyen-thanh-pho-lai-chau", 2024)
LAO_CAI = ("khoi-huyen-thi-xa-thanh-pho-lao-cai", 2023)
FARMERS = ("cum-2-hoi-nong-dan-lai-chau", 2023)
DIEN_BIEN = ("cum-vung-thap-dien-bien", 2022)


def test_the_archive_is_sound():
    report = Report()
    read_archive(ROOT / "data", report, silent)
    assert not report.errors, [(str(problem.location), problem.code) for problem in report]


def test_every_fact_has_a_source(real):
    facts = [part for root in real.roots for part in walk(root) if isinstance(part, Fact) and hasattr(part, "id")]
    assert facts
    assert all(fact.source for fact in facts)


@pytest.mark.parametrize("ledger", ["birth", "phone", "address:.*(phường|đường|số nhà)", "sinh ngày", "điện thoại"])
def test_nothing_private_is_recorded(ledger):
    for path in (ROOT / "data").rglob("people/*.yml"):
        assert not re.search(ledger, path.read_text("utf-8"), re.IGNORECASE)


# --- Lai Châu, districts, 2024 ---


def test_than_uyen_proposes_itself_and_tam_duong_and_neither_is_an_award(real):
    honours = real.honours_in(real.bloc_years[LAI_CHAU])
    assert {h.award.recipient.who for h in honours} == {"ubnd-huyen-than-uyen", "ubnd-huyen-tam-duong"}
    assert {h.status for h in honours} == {"proposed"}
    assert {h.proposal.by.who for h in honours} == {"ubnd-huyen-than-uyen"}
    assert {h.proposal.to for h in honours} == {"ubnd-tinh-lai-chau"}
    assert not real.is_honoured("ubnd-huyen-than-uyen")
    assert not real.is_honoured("ubnd-huyen-tam-duong")


def test_propose_to_tang_is_a_proposal_though_it_says_tang(real):
    for honour in real.honours_in(real.bloc_years[LAI_CHAU]):
        assert "tặng Bằng khen" in honour.proposal.quote
        assert not honour.conferred


def test_headship_of_2025_is_handed_over_in_january_2025_at_the_review_of_2024(real):
    record = real.bloc_years[LAI_CHAU]
    assert (record.year, record.head.unit) == (2024, "ubnd-huyen-than-uyen")
    assert (record.next_head.year, record.next_head.unit) == (2025, "ubnd-huyen-tam-duong")
    assert record.next_head.passed == "handed-over"
    assert str(record.meetings[0].date.value) == "2025-01-18"
    assert record.covenant.year == 2025


def test_committee_and_district_are_two_records(real):
    assert real["ubnd-huyen-than-uyen"].place == "huyen-than-uyen"
    assert real.bloc_years[LAI_CHAU].meetings[0].place == "huyen-than-uyen"


def test_what_the_lai_chau_page_does_not_say_is_not_said(real):
    record = real.bloc_years[LAI_CHAU]
    assert record.members.count is None
    assert not record.members.complete
    assert not record.figures
    assert "suy ra" in real["khoi-huyen-thanh-pho-lai-chau"].inferred


# --- Lào Cai, 2023 ---


def test_luot_is_kept_for_collectives_and_not_given_to_individuals(real):
    figures = {f.value: f for f in real.bloc_years[LAO_CAI].figures}
    assert figures[2291].instances
    assert figures[2291].unit == "lượt tập thể"
    assert not figures[22922].instances
    assert figures[22922].unit == "cá nhân"
    assert figures[700000].qualifier == "hơn"
    assert figures[700000].parts[0].value == 20000
    assert figures[700000].parts[0].qualifier == "hơn"


def test_four_collectives_and_five_individuals_have_no_names_and_no_form(real):
    honours = real.honours_in(real.bloc_years[LAO_CAI])
    assert [(h.award.recipient.count, h.award.recipient.of) for h in honours] == [(4, "tập thể"), (5, "cá nhân")]
    assert {h.award.kind for h in honours} == {"khen-thuong-khong-neu-hinh-thuc"}
    assert {h.award.recipient.who for h in honours} == {None}
    assert all(h.conferred and h.conferral.by.who == "ubnd-huyen-bac-ha" for h in honours)


def test_sidebar_news_belongs_to_nothing(real):
    record = real.bloc_years[LAO_CAI]
    assert all(
        fact.source == ("lao-cai-khoi-huyen-thi-xa-thanh-pho-2023",) for fact in walk(record) if isinstance(fact, Fact)
    )
    everything = "".join(path.read_text("utf-8") for path in (ROOT / "data").rglob("*.yml"))
    for aside in ("Trịnh Tường", "Vân Nam", "Trần Quang Vinh", "Dương Đức Huy", "Nghiêm Việt Chung"):
        assert aside not in everything
    said = (ROOT / "data" / "years" / "2023" / "khoi-huyen-thi-xa-thanh-pho-lao-cai.yml").read_text("utf-8")
    assert "1.072" not in said and "5.000" not in said


def test_lao_cai_has_no_next_head_and_its_two_days_are_an_interval(real):
    record = real.bloc_years[LAO_CAI]
    assert record.next_head is None
    assert str(record.meetings[0].date.value) == "2023-12-18/2023-12-19"
    assert record.meetings[0].date.printed == "Trong 2 ngày 18 - 19/12"
    assert record.members.count == 9


# --- farmers' unions, 2023 ---


def test_units_that_met_targets_are_not_the_pair_that_was_proposed(real):
    record = real.bloc_years[FARMERS]
    praised = next(point for point in record.points if point.about == "achievement")
    proposed = {h.award.recipient.who for h in real.honours_in(record)}
    assert set(praised.who) == {"hoi-nong-dan-thanh-pho-lai-chau", "hoi-nong-dan-huyen-than-uyen"}
    assert proposed == {"hoi-nong-dan-thanh-pho-lai-chau", "hoi-nong-dan-huyen-tan-uyen"}
    assert not any(h.conferred for h in real.honours_in(record))


def test_the_unions_certificate_is_not_that_of_the_peoples_committee(real):
    for honour in real.honours_in(real.bloc_years[FARMERS]):
        assert honour.award.kind == "bang-khen-hoi-nong-dan-tinh"
        assert honour.proposal.to == "ban-chap-hanh-hoi-nong-dan-tinh-lai-chau"


def test_headship_passes_by_election(real):
    announced = real.bloc_years[FARMERS].next_head
    assert (announced.unit, announced.year, announced.passed) == ("hoi-nong-dan-huyen-tam-duong", 2024, "elected")


def test_tan_uyen_is_the_district_of_lai_chau(real):
    assert real["huyen-tan-uyen"].within == "tinh-lai-chau"


def test_farmers_figures(real):
    figures = real.bloc_years[FARMERS].figures
    assert [(f.value, f.unit, f.instances, f.status) for f in figures] == [
        (3563, "hộ", False, "reported"),
        (143, "lượt tập thể", True, "reported"),
        (290, "lượt cá nhân", True, "reported"),
        (100, "%", False, "target"),
    ]
    assert figures[0].parts[0].value == 3425


# --- Điện Biên, 2022 ---


def test_muong_ang_and_muong_lay_are_honoured_as_people_and_cadres_not_as_committees(real):
    honours = {h.award.id: h for h in real.honours_in(real.bloc_years[DIEN_BIEN])}
    flag, certificate = honours["co-thi-dua-muong-ang"], honours["bang-khen-muong-lay"]
    assert flag.conferred
    assert certificate.conferred
    for honour in (flag, certificate):
        assert real[honour.award.recipient.who].kind == "people-of-place"
        assert honour.conferral.by.who == "ubnd-tinh-dien-bien"
        assert honour.conferral.decision is None
        assert honour.award.year == 2022


def test_the_presenter_is_not_the_conferring_authority(real):
    flag = next(h for h in real.honours_in(real.bloc_years[DIEN_BIEN]) if h.presentation)
    assert flag.award.id == "co-thi-dua-muong-ang"
    assert flag.presentation.by.who == "giang-thi-hoa"
    assert flag.conferral.by.who == "ubnd-tinh-dien-bien"


def test_three_names_are_one_bloc_whose_head_is_unknown(real):
    assert len(real["cum-vung-thap-dien-bien"].also) == 3
    record = real.bloc_years[DIEN_BIEN]
    assert record.head is None
    assert record.next_head is None
    assert record.covenant is None


def test_the_review_of_2022_met_in_april_2023(real):
    record = real.bloc_years[DIEN_BIEN]
    assert record.year == 2022
    assert str(record.meetings[0].date.value) == "2023-04-02"


# --- congresses ---


def test_the_congress_of_2020_is_planned_and_not_said_to_have_met(real):
    congress = real["dai-hoi-lai-chau-5"]
    assert [(o.status, str(o.date.value)) for o in congress.occasions] == [("planned", "2020-07-28")]
    assert (congress.figures[0].value, congress.figures[0].qualifier, congress.figures[0].status) == (
        500,
        "gần",
        "planned",
    )
    assert str(congress.meetings[0].date.value) == "2020-07-01"
    assert congress.meetings[0].participants[0].who == "tong-thanh-hai"


def test_hit_counters_are_no_figures(real):
    values = {f.value for c in real.of("congress") for f in c.figures}
    assert not values & {145, 6608, 224049, 654884, 82120977}


def test_186_heroes_are_proposed_and_17_conferred(real):
    figures = {f.value: f for f in real["dai-hoi-toan-quoc-11"].figures}
    assert figures[186].status == "proposed"
    assert sum(part.value for part in figures[186].parts) == 186
    assert figures[100].status == "planned"
    assert figures[17].status == "reported"
    assert len(real.honours_by("at", "dai-hoi-toan-quoc-11")) >= 12


# --- dates, people ---


def test_dates_whose_year_is_inferred_say_so(real):
    dates = [part for root in real.roots for part in walk(root) if isinstance(part, Dated)]
    unprinted = [d for d in dates if d.value.year and d.printed and str(d.value.year) not in d.printed]
    assert len(unprinted) >= 5
    assert all(date.inferred for date in unprinted)


def test_officials_who_spoke_or_presented_have_no_page(real):
    for person in ("nguyen-van-thang-than-uyen", "giang-thi-hoa", "tong-thanh-hai", "to-lam", "luong-cuong"):
        assert address(real[person], real) is None


def test_the_conferrals_are_entered_as_their_sources_state_them(real):
    by_source = {a.id: a.awards for a in real.of("award-list")}
    assert len(by_source["anh-hung-dai-hoi-11"]) == 12
    assert len(by_source["anh-hung-10-ca-nhan-2011"]) == 10
    assert len(by_source["anh-hung-28-nguoi"]) == 4
    assert len(by_source["2-tap-the-nghe-an"]) == 2
    ten = by_source["anh-hung-10-ca-nhan-2011"]
    assert [a.id for a in ten if a.posthumous] == ["le-quoc-luong", "dong-van-cong", "tran-van-thoi", "chau-van-dang"]
    assert all(a.steps[0].by is None and a.steps[0].date is None for a in ten)


def test_a_date_without_its_year_has_no_year(real):
    honour = real.honours_by("recipient", "le-xa-hoi")[0]
    assert str(honour.conferral.date.value) == "XXXX-07-26"
    assert honour.year is None


def test_the_misprinted_decision_number_is_kept_and_said_to_be_odd(real):
    decision = real["1521-qd-cn-2020"]
    assert decision.number == "1521/QĐ-CN"
    assert "in nhầm" in decision.note


def test_the_general_secretary_presented_and_did_not_confer(real):
    honour = real.honours_by("recipient", "binh-doan-15")[0]
    assert honour.presentation.by.who == "to-lam"
    assert honour.conferral.by is None


def test_alias_and_names_like_words_or_places_are_kept(real):
    assert real["phan-hoan"].also == ("Phan Kiên",)
    assert "không phải" in real["le-xa-hoi"].note
    assert "không phải" in real["tran-van-thoi"].note


# --- kinds of awards ---


def test_every_kind_of_award_says_what_its_page_needs(real):
    """Every kind has a source and recipients, one without an English name says why; one that the law names is
    explained, and one of the state says who confers it.
    """
    assert sum(bool(kind.law) for kind in real.award_kinds) >= 40
    for kind in real.award_kinds:
        assert kind.source, kind.id
        assert kind.recipients, kind.id
        assert len(set(kind.recipients)) == len(kind.recipients), kind.id
        assert kind.english or "tiếng Anh" in (kind.note or ""), kind.id
        if kind.law:
            assert kind.explained, kind.id
            assert kind.authority or kind.level != "state", kind.id
            assert "luat-thi-dua-khen-thuong-2022" in kind.source, kind.id


def test_the_law_of_2022_bounds_no_kind(real):
    """It came into force on 1/1/2024, but what it names was conferred before under the same names."""
    assert not [kind.id for kind in real.award_kinds if kind.law and (kind.since or kind.until)]


def test_five_orders_and_one_medal_of_the_law_have_classes(real):
    graded = [kind for kind in real.award_kinds if kind.grades and kind.law]
    assert {kind.grades for kind in graded} == {("hạng Nhất", "hạng Nhì", "hạng Ba")}
    orders = {f"huan-chuong-{of}" for of in ("doc-lap", "quan-cong", "lao-dong", "bao-ve-to-quoc", "chien-cong")}
    assert {kind.id for kind in graded} == orders | {"huy-chuong-chien-si-ve-vang"}


def test_the_president_confers_what_is_of_the_state(real):
    for kind in real.award_kinds:
        if kind.law and kind.group in ("title", "order", "medal", "prize"):
            assert (kind.level, kind.authority) == ("state", "Chủ tịch nước"), kind.id


def test_a_flag_is_for_collectives_and_is_no_certificate(real):
    for id in ("co-thi-dua-chinh-phu", "co-thi-dua-cap-tinh"):
        assert real[id].recipients == ("collective",)
        assert any(real[other].group == "certificate" for other in real.confusions(id))
    assert real["gia-dinh-van-hoa"].recipients == ("household",)
