"""What is searched for is found: an invented archive that is sound, queries that can be answered, the page in use."""

from collections import Counter

import pytest

from bangvang.pages import pages
from conftest import load_sound
from search.corpus import corpus
from search.queries import CLASSES, queries

PAGES = 600


@pytest.fixture(scope="module")
def invented():
    return corpus(PAGES)


def test_the_invented_archive_is_sound_and_as_large_as_asked(invented, tmp_path):
    invented.write(tmp_path / "data")
    addresses = {page.address for page in pages(load_sound(tmp_path / "data"))}
    assert abs(len(addresses) - PAGES) < PAGES / 10
    answers = {address for query in queries(invented) for address in query.answers}
    assert answers <= addresses


def test_the_same_seed_makes_the_same_archive_and_queries(invented):
    assert corpus(PAGES) == invented
    assert queries(corpus(PAGES)) == queries(invented)
    assert corpus(PAGES, 1).files != invented.files


def test_every_class_has_its_queries(invented):
    made = Counter(query.of for query in queries(invented))
    assert len(made) >= 12
    assert sum(made.values()) >= 240
    assert {of: made[of] for of in CLASSES if made[of] < 20} == {}


def test_a_query_does_not_ask_for_everything(invented):
    assert all(query.text.strip() and query.answers for query in queries(invented))
