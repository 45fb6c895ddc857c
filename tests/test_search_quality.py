"""What is searched for is found: an invented archive that is sound, queries that can be answered, the page in use."""

from collections import Counter

import pytest

from bangvang.pages.types import pages
from conftest import load_sound
from search.corpus import corpus
from search.engines import BangVang, served
from search.quality import LEAST_FIRST, LEAST_OF_CLASS, LEAST_OF_FIVE, SLOWEST, ask, success
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


@pytest.fixture(scope="module")
def asked(invented, browser):
    """Every eighth query or so, and what the search page of the built site brought for it."""
    with served(invented) as (site, web):
        engine = BangVang()
        engine.prepare(site, web.folder)
        engine.open(browser, web)
        yield ask(engine, queries(invented)[::8])
        engine.close()


def test_what_is_searched_for_comes_first(asked):
    assert len(asked) >= 60
    short = [(one.query.of, one.query.text, one.answer.addresses[:1]) for one in asked if one.rank != 1]
    assert success(asked, 1) >= LEAST_FIRST, short
    assert success(asked, 5) >= LEAST_OF_FIVE, short


def test_a_name_typed_in_full_comes_first_and_one_mistyped_mostly(asked):
    for of, least in LEAST_OF_CLASS.items():
        those = [one for one in asked if one.query.of == of]
        assert success(those, 1) >= least, [(one.query.text, one.answer.addresses[:1]) for one in those]


def test_no_search_keeps_a_reader_waiting(asked):
    assert {one.query.text: one.answer.seconds for one in asked if one.answer.seconds > SLOWEST} == {}
