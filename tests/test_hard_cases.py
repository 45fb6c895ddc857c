"""What is awkward in the real pages, and the record that shows it right: a line for each."""

import pytest

from bangvang.records.facts import Fact
from bangvang.records.structure import walk


def year(real, bloc, when):
    return real.bloc_years[bloc, when]


def proposed_only(record):
    return record.awards and all(step.step == "proposed" for award in record.awards for step in award.steps)


CASES = {
    # blocs and their names
    "a Roman number is a number": lambda real: (
        real["khoi-5-bo-cong-thuong"].number == 5 and "V" in real["khoi-5-bo-cong-thuong"].name
    ),
    "số 1 and số 01 are one": lambda real: (
        real["cum-1-mttq-gia-lai"].number == 1 and any("01" in name for name in real["cum-1-mttq-gia-lai"].also)
    ),
    "one name in three spellings": lambda real: len(real["cum-tay-nam-song-hau-lien-minh-hop-tac-xa"].also) == 3,
    "the same name in three systems is three blocs": lambda real: (
        [real[f"cum-5-thanh-pho-truc-thuoc-trung-uong{end}"].system for end in ("", "-mat-tran", "-phu-nu")]
        == [None, "Mặt trận Tổ quốc", "Hội Liên hiệp Phụ nữ"]
    ),
    "cụm số 2 of several branches": lambda real: (
        len({bloc.name for bloc in real.of("bloc") if bloc.number == 2 and bloc.kind == "cụm"}) >= 3
    ),
    "a bloc made by a numbered decision": lambda real: (
        real["khoi-tong-cuc-bo-tai-chinh"].formed_by == "104-qd-btc-2023"
        and str(real["104-qd-btc-2023"].date.value) == "2023-02-03"
    ),
    # heads and deputies
    "a head assigned by the ministry, not elected": lambda real: (
        year(real, "cum-7-bo-cong-an", 2024).head.passed == "assigned"
    ),
    "two deputies for one year": lambda real: (
        [next.unit for next in year(real, "cum-tinh-dong-bang-song-hong", 2018).next_deputies]
        == ["ubnd-tinh-hung-yen", "ubnd-tinh-quang-ninh"]
    ),
    "a second deputy is called so": lambda real: (
        year(real, "cum-tinh-tay-nam-bo", 2020).deputies[0].title == "Cụm Phó thứ hai"
    ),
    "a councillor in charge of a bloc does not lead it": lambda real: (
        "phụ trách khối"
        in year(real, "khoi-doanh-nghiep-von-nha-nuoc-nam-dinh", 2015).meetings[0].participants[1].roles[-1]
        and real.name(year(real, "khoi-doanh-nghiep-von-nha-nuoc-nam-dinh", 2015).head.unit).startswith("Công ty")
    ),
    # members
    "members of places that are no district any more": lambda real: (
        {"ubnd-quan-7-tphcm", "ubnd-quan-12-tphcm"} <= set(year(real, "cum-3-ubnd-tphcm", 2024).members.units)
        and real.lineage.end_of_level("ubnd-quan-7-tphcm")
    ),
    "provinces outside the statistical region": lambda real: (
        {"ubnd-tinh-binh-thuan", "ubnd-tinh-long-an"}
        <= set(year(real, "cum-tinh-mien-dong-nam-bo", 2018).members.units)
    ),
    "a hyphen that joins two provinces in one member": lambda real: (
        year(real, "khoi-ngan-hang-1-thua-thien-hue", 2019).members.count
        == len(year(real, "khoi-ngan-hang-1-thua-thien-hue", 2019).members.units)
        == 10
    ),
    "abbreviations stay as printed": lambda real: (
        "CN NH NNoPTNT" in year(real, "khoi-ngan-hang-1-thua-thien-hue", 2019).members.printed
    ),
    "7 delegations and 6 provinces": lambda real: (
        year(real, "cum-9-toa-an-nhan-dan", 2024).figures[0].value == 7
        and not year(real, "cum-9-toa-an-nhan-dan", 2024).members.complete
    ),
    "a guest is no member": lambda real: (
        "toa-an-nhan-dan-tinh-soc-trang" not in year(real, "cum-9-toa-an-nhan-dan", 2024).members.units
        and any(
            "khách mời" in " ".join(one.roles)
            for meeting in year(real, "cum-9-toa-an-nhan-dan", 2024).meetings
            for one in meeting.participants
        )
    ),
    "membership follows a restructuring and is told for its year only": lambda real: (
        not year(real, "khoi-20-bo-xay-dung", 2025).members.complete
        and year(real, "khoi-20-bo-xay-dung", 2025).members.note
    ),
    "two spellings inside one article": lambda real: (
        "Hoà Bình" in year(real, "cum-7-tinh-van-hoa-the-thao-du-lich", 2022).members.printed
    ),
    "misspelt places in the source": lambda real: all(
        word in year(real, "cum-1-mttq-gia-lai", 2013).members.note for word in ("Plieku", "IaGrai", "ChưPrông")
    ),
    # meetings and dates
    "announced is not held": lambda real: (
        year(real, "cum-tinh-mien-dong-nam-bo", 2018).meetings[0].status == "announced"
        and not year(real, "cum-tinh-mien-dong-nam-bo", 2018).covenant
    ),
    "a meeting in October of the reviewed year": lambda real: (
        str(year(real, "cum-2-toa-an-nhan-dan", 2021).meetings[0].date.value) == "2021-10-15"
    ),
    "a meeting of two days": lambda real: (
        str(year(real, "cum-9-toa-an-nhan-dan", 2024).meetings[0].date.value) == "2024-04-04/2024-04-05"
    ),
    "a meeting online at several places": lambda real: (
        "trực tuyến" in year(real, "cum-2-toa-an-nhan-dan", 2021).meetings[0].note
    ),
    "a photo of an earlier event": lambda real: (
        year(real, "cum-tinh-tay-nam-bo", 2020).points[0].about == "photo"
        and year(real, "cum-tinh-tay-nam-bo", 2019).meetings[0].date is None
    ),
    "a congress without a date": lambda real: real["dai-hoi-nganh-tai-chinh-5"].occasions[0].date is None,
    # proposals and awards
    "đề nghị … tặng is a proposal": lambda real: proposed_only(year(real, "khoi-20-bo-xay-dung", 2025)),
    "a flag of an alliance, merely proposed": lambda real: proposed_only(
        year(real, "cum-tay-nam-song-hau-lien-minh-hop-tac-xa", 2018)
    ),
    "the remaining units are counted by subtraction": lambda real: any(
        award.recipient.printed == "các đơn vị còn lại" and award.recipient.count == 4
        for award in year(real, "cum-7-tinh-van-hoa-the-thao-du-lich", 2022).awards
    ),
    # numbers
    "7 vạn is 70.000": lambda real: any(
        figure.value == 70_000 and "7 vạn" in figure.printed for figure in real["dai-hoi-nganh-tai-chinh-5"].figures
    ),
    "82 + 80 + 63 = 225": lambda real: (
        [part.value for part in real["dai-hoi-nganh-thi-dua-khen-thuong-2020"].figures[0].parts[0].parts]
        == [82, 80, 63]
        and real["dai-hoi-nganh-thi-dua-khen-thuong-2020"].figures[0].parts[0].value == 225
    ),
    "11 + 4 + 2 = 17": lambda real: (
        [part.value for part in real["348-qd-ubnd-cao-bang-2018"].figures[0].parts] == [11, 4, 2]
        and real["348-qd-ubnd-cao-bang-2018"].figures[0].complete
    ),
    "6 + 23 = 29": lambda real: (
        [part.value for part in real["lay-y-kien-29-tap-the-ca-nhan"].figures[0].parts] == [6, 23]
        and real["lay-y-kien-29-tap-the-ca-nhan"].figures[0].complete
    ),
    "407 + 298 + 195 = 900, and the text says more than 900": lambda real: (
        [part.value for part in real["dai-hoi-toan-quoc-6"].figures[0].parts] == [407, 298, 195]
        and real["dai-hoi-toan-quoc-6"].figures[0].qualifier == "hơn"
        and not real["dai-hoi-toan-quoc-6"].figures[0].complete
    ),
    "1001 without a point": lambda real: any(
        figure.value == 1001 and "1001" in figure.printed
        for whole in real["dai-hoi-toan-quoc-8"].figures
        for figure in (whole, *whole.parts)
    ),
    # decisions
    "a decision without a date": lambda real: real["163-qd-ubnd-lang-son"].date is None,
    "three decisions for one announcement": lambda real: all(
        len(honour.conferral.one_of) == 3 and honour.numbered and not honour.conferral.decision
        for honour in real.honours_in(real["anh-hung-quang-ngai"])
    ),
    "a misprinted day": lambda real: "gày 19/4/2016" in real["463-qd-ubnd-cao-bang-2016"].date.printed,
    "a document that is no commendation is counted as none": lambda real: (
        not real.honours_by("decision", "1338-qd-ttg-2021")
        and {figure.about for figure in real["1338-qd-ttg-2021"].figures} == {"work"}
    ),
    # congresses
    "names of congresses differ by period": lambda real: (
        "thi đua yêu nước" not in real["dai-hoi-toan-quoc-1"].name.lower()
        and "thi đua yêu nước" in real["dai-hoi-toan-quoc-9"].name.lower()
    ),
    "ordinals restart in merged provinces": lambda real: (
        [real[id].ordinal for id in ("dai-hoi-vinh-long-1-2025", "dai-hoi-hung-yen-1-2025")] == ["I", "I"]
        and real.lineage.formerly(real["dai-hoi-vinh-long-1-2025"].place)
    ),
    "ordinals are local": lambda real: (
        [real[id].ordinal for id in ("dai-hoi-bac-giang-5", "dai-hoi-ha-giang-6")] == ["V", "VI"]
        and real["dai-hoi-bac-giang-5"].period == real["dai-hoi-ha-giang-6"].period
    ),
    "one page said November, the congress met in December": lambda real: (
        "tháng 11" in real["dai-hoi-toan-quoc-9"].occasions[0].claims[0].says
        and real["dai-hoi-toan-quoc-9"].occasions[0].date.value.start.month == 12
    ),
    # a council reviews, and confers nothing
    "what a council reviewed is not conferred": lambda real: (
        not any(
            honour.conferred
            for id in ("hoi-dong-bac-ninh-2022", "hoi-dong-ben-tre-2020", "hoi-dong-nam-dinh-2022")
            for honour in real.honours_in(real[id])
        )
    ),
    "an inscription differs from the name in the law": lambda real: any(
        "“Đơn vị xuất sắc" in award.printed and award.note for award in real["hoi-dong-nam-dinh-2022"].awards
    ),
    "an award for five years on end": lambda real: (
        [award.era for award in real["co-thi-dua-5-nam-thaco"].awards] == ["5 năm liền"]
        and real["co-thi-dua-5-nam-thaco"].awards[0].year is None
    ),
    "7 collectives and 4 individuals: only the individuals posthumously": lambda real: (
        {award.posthumous for award in real["de-nghi-7-tap-the-4-ca-nhan"].awards if award.recipient.of == "cá nhân"}
        == {True}
        and not any(a.posthumous for a in real["de-nghi-7-tap-the-4-ca-nhan"].awards if a.recipient.of != "cá nhân")
    ),
    # people
    "an honorific in a text is no conferral": lambda real: (
        "nguyen-thi-binh" not in real.records
        and {honour.award.kind for honour in real.honours_by("recipient", "ho-thi-bi")} == {"huy-hieu-75-nam-tuoi-dang"}
    ),
    "a person known by an epithet is found by it": lambda real: "Mẹ Suốt" in real["nguyen-thi-suot"].also,
    "a name in lower case in the source": lambda real: real["nguyen-huong-giang"].note,
    "a Tày surname is a surname like any other": lambda real: (
        real["ma-xuan-thu"].name == "Ma Xuân Thu" and not real["ma-xuan-thu"].note
    ),
    "a namesake of a historic person is somebody else": lambda real: real["ngo-gia-tu-nam-dinh"].note,
    "a byline is no identity": lambda real: not any(person.name == "Anh Khoa" for person in real.of("person")),
    # addresses
    "an address stays byte for byte": lambda real: any(
        not source.address.isascii() or "%" in source.address for source in real.of("source") if source.address
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_hard_case(case, real):
    assert CASES[case](real)


def test_nobody_merely_nominated_is_named(real):
    """Who was only proposed is a unit or a number; a person's name is not published on the strength of a proposal."""
    for honour in real.honours:
        if honour.status == "proposed" and honour.award.recipient.who:
            assert not real.is_person(honour.award.recipient.who), honour.anchor


def test_every_claim_against_a_fact_has_a_source_of_its_own(real):
    claims = [
        (fact, claim) for root in real.roots for fact in walk(root) if isinstance(fact, Fact) for claim in fact.claims
    ]
    assert len(claims) >= 3
    for fact, claim in claims:
        assert set(claim.source) != set(fact.source), claim.says
