"""What follows from the records: status, years, identity."""

import pytest

from bangvang.archive import Honour
from bangvang.records import Award
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


def test_before_and_after(archive):
    first, second = archive.years_of("khoi-cac-huyen-binh-minh")
    assert (archive.before(first), archive.after(first)) == (None, second)
    assert (archive.before(second), archive.after(second)) == (first, None)


def test_facts_of_a_step_have_the_source_of_the_step_else_of_the_file(archive):
    honour = archive.honours_by("recipient", "nhan-dan-huyen-nui-may")[0]
    assert [step.source for step in honour.award.steps] == [
        ("bao-binh-minh-2023",),
        ("cong-bao-binh-minh",),
        ("bao-binh-minh-2023",),
    ]
