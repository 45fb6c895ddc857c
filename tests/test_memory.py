"""What a large archive would take too much of: what records hold alike is held once, and looking for garbage."""

import gc
import sys
from collections import defaultdict
from contextlib import ExitStack

import pytest

from bangvang.records.models import Award, Recipient, Row
from bangvang.site import stamping
from bangvang.site.memory import uncollected
from conftest import copy_of_miniature, load_sound


@pytest.fixture(scope="module")
def archive():
    """One with a roll long enough for what is shared to count."""
    with copy_of_miniature() as data:
        rows = "".join(f"{number},Lý Mẫu {number},cá nhân,bang-khen,Bằng khen\n" for number in range(1, 101))
        (data / "rolls/2023/15-qd-ubnd-2023.csv").write_text(f"row,name,of,kind,printed\n{rows}", "utf-8")
        return load_sound(data)


def test_parts_share_the_names_of_their_fields_and_which_were_given(archive):
    given, of_model = defaultdict(set), {}
    awards = [honour.award for honour in archive.honours]
    for part in (*archive.parts, *awards, *(award.recipient for award in awards)):
        assert list(vars(part)) == list(type(part).model_fields)
        given[part.model_fields_set].add(id(part.model_fields_set))
        of_model.setdefault(type(part), []).append(part)
    assert all(len(sets) == 1 for sets in given.values())
    for model in (Row, Award, Recipient):
        fields = vars(of_model[model][-1])  # the first of a model leave room for more
        assert sys.getsizeof(fields) < sys.getsizeof(dict(fields)) / 1.5, model


def test_a_number_of_pages_has_jobs_of_that_many_at_most(monkeypatch):
    class Drawn:
        parts = ()

    monkeypatch.setattr(stamping, "_PAGES", 10)
    monkeypatch.setattr(stamping, "cores", lambda: 2)
    for count, longest in ((0, 0), (1, 1), (15, 1), (17, 2), (1600, 10), (1601, 10)):
        pages = range(count)
        made = [job.args[1] for job in stamping.jobs(Drawn, pages)]
        assert [page for some in made for page in some] == [*pages]
        assert max(map(len, made), default=0) == longest


def test_garbage_is_looked_for_again_whatever_happens():
    assert gc.isenabled()
    with pytest.raises(OSError), uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise OSError
    assert gc.isenabled()


def test_garbage_is_held_off_until_nobody_needs_that_whoever_ends_first():
    with ExitStack() as one, ExitStack() as other:
        one.enter_context(uncollected())
        other.enter_context(uncollected())
        one.close()
        assert not gc.isenabled()
        other.close()
        assert gc.isenabled()
