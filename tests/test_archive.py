"""What follows from the records: status, years, identity."""

from datetime import date

import pytest
from pydantic import ValidationError

from bangvang.archive.archive import Honour
from bangvang.records.models import Award
from conftest import MINIATURE, load_sound

CHAINS = {
    ("proposed",): "proposed",
    ("proposed", "reviewed", "consulted"): "proposed",
    ("conferred",): "conferred",
    ("proposed", "conferred", "presented"): "conferred",
    ("conferred", "corrected"): "conferred",
    ("conferred", "annulled"): "annulled",
    ("conferred", "stripped"): "stripped",
    ("conferred", "stripped", "restored"): "conferred",
    ("proposed", "declined"): "declined",
}


@pytest.fixture(scope="module")
def archive():
    return load_sound(MINIATURE)


@pytest.mark.parametrize(("steps", "status"), CHAINS.items(), ids=lambda value: "-".join(value))
def test_status_follows_from_the_steps(steps, status):
    award = Award.model_validate(
        {
            "id": "a",
            "kind": "k",
            "printed": "K",
            "recipient": {"who": "x"},
            "steps": [{"step": step} for step in steps],
        }
    )
    honour = Honour(award, None)
    assert honour.status == status
    assert honour.conferred == (status == "conferred")


def test_only_the_honoured_are_honoured(archive):
    """A proposal, an annulled award and presenting an award honour nobody."""
    assert [record.id for record in archive.honoured] == ["y-mau-nie-ba", "ly-thi-mau-mot", "nhan-dan-huyen-nui-may"]


def test_the_year_of_an_award(archive):
    years = {honour.award.id: honour.year for honour in archive.honours}
    assert years["mau-mot"] is None  # conferred on XXXX-07-26
    assert years["mau-ba"] == 2024  # presented in 2024
    assert years["co-nui-may"] == 2023  # presented in 2024, for 2023


def test_facts_of_a_step_have_the_source_of_the_step_else_of_the_file(archive):
    honour = archive.honours_by("recipient", "nhan-dan-huyen-nui-may")[0]
    assert [step.source for step in honour.award.steps] == [
        ("bao-binh-minh-2023",),
        ("cong-bao-binh-minh",),
        ("bao-binh-minh-2023",),
    ]


def chain(*steps):
    award = {"id": "a", "kind": "k", "printed": "K", "recipient": {"who": "x"}}
    return Honour(Award.model_validate(award | {"steps": [{"step": s, "date": d} for s, d in steps]}), None)


WHOLE_LIFE = (
    ("proposed", "2008-03"),
    ("reviewed", "2008-06-01"),
    ("conferred", "2008-09-02"),
    ("presented", None),
    ("annulled", "2014-10-24"),
    ("restored", "2016"),
)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2008-02-29", None),
        ("2008-03-31", "proposed"),
        ("2008-09-01", "proposed"),
        ("2008-09-02", "conferred"),
        ("2014-10-23", "conferred"),
        ("2014-10-24", "annulled"),
        ("2015-12-31", "annulled"),
        ("2016-12-31", "conferred"),
    ],
)
def test_what_an_award_was_worth_on_a_day(day, status):
    assert chain(*WHOLE_LIFE).status_on(date.fromisoformat(day)) == status


def test_each_step_tells_what_it_brought():
    assert [brought for _, brought in chain(*WHOLE_LIFE).course] == [
        "proposed", None, "conferred", None, "annulled", "conferred",
    ]  # fmt: skip


def test_what_was_restored_has_not_ended():
    assert chain(*WHOLE_LIFE).ended is None
    assert chain(*WHOLE_LIFE[:-1]).ended.step == "annulled"
    assert chain(("proposed", "2008"), ("declined", "2009")).ended is None, "what was never conferred cannot be lost"


def test_nobody_changes_what_a_record_says(archive):
    with pytest.raises(ValidationError, match="frozen"):
        archive["ly-thi-mau-mot"].name = "Ly Thị Mẫu Khác"
