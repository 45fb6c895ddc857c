"""Of hundreds of seeded defects the check finds every one, at its place, and says nothing else."""

from defects import SEEDS, measure, totals


def test_every_seeded_defect_is_found_where_it_is():
    outcomes = measure(500)
    assert {one.name for one in outcomes} == set(SEEDS)
    assert not [str(one) for one in outcomes if not one.perfect], totals(outcomes)


def test_kinds_cover_most_of_what_a_record_can_have_wrong():
    assert len(SEEDS) >= 120
    assert len({code for code, _ in SEEDS.values()}) >= 80
