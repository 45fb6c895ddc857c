"""What a name is found by: the same in Python, which makes the index, and in the browser, which reads the query."""

import json

import pytest

from bangvang.language.keys import LONGEST_RUN, key, marks, pieces_of_name, pieces_of_number, syllables
from conftest import ROOT

EXAMPLES = json.loads((ROOT / "tests" / "keys.json").read_text("utf-8"))
MODULE = "assets/javascripts/tra-cuu/chu.js"


@pytest.fixture(scope="module")
def twin(browser, address):
    """Calls a function of the twin in the browser on many texts."""
    page = browser.new_page()
    page.goto(address + "404.html")

    def call(name: str, texts: list) -> list:
        script = (
            "async ([url, name, texts]) => { const twin = await import(url); return texts.map((t) => twin[name](t)) }"
        )
        return page.evaluate(script, [address + MODULE, name, texts])

    yield call
    page.close()


def test_the_examples_hold_in_python():
    for text, parts, signs in EXAMPLES["names"]:
        assert (syllables(text), marks(text)) == (parts, signs), text


def test_the_examples_hold_in_the_browser(twin):
    texts = [text for text, _, _ in EXAMPLES["names"]]
    assert twin("syllables", texts) == [parts for _, parts, _ in EXAMPLES["names"]]
    assert twin("marks", texts) == [signs for _, _, signs in EXAMPLES["names"]]


def test_both_agree_on_every_name_of_the_real_archive(twin, real):
    names = [real.name(id) for id in real.records]
    assert len(names) > 100
    assert twin("syllables", names) == [syllables(name) for name in names]
    assert twin("marks", names) == [marks(name) for name in names]


@pytest.mark.parametrize("group", EXAMPLES["one"], ids=lambda group: group[0])
def test_spellings_of_one_name_have_one_form(group):
    assert len({"".join(syllables(name)) for name in group}) == 1


@pytest.mark.parametrize("one, other", EXAMPLES["two"])
def test_different_marks_are_kept_apart(one, other):
    assert syllables(one) == syllables(other)
    assert marks(one) != marks(other)


def test_keys_of_a_typing_method_are_read(twin):
    assert twin("typed", [text for text, _ in EXAMPLES["typed"]]) == [meant for _, meant in EXAMPLES["typed"]]


def test_a_name_is_found_by_every_run_of_its_syllables():
    assert list(pieces_of_name("Nguyễn Văn Thắng")) == [
        "nguyenvanthangzw",
        "nguyenvanthang",
        "nguyen",
        "nguyenvan",
        "nguyenvanthang",
        "van",
        "vanthang",
        "thang",
        "nguyenvanthangzm6x0808s",
        "vanthangzm808s",
        "thangzm8s",
    ]


def test_a_long_name_is_found_whole_and_by_short_runs():
    found = key(["Ủy ban nhân dân huyện Than Uyên tỉnh Lai Châu"])
    assert "uybannhandanhuyenthanuyentinhlaichauzw" in found
    assert {"uybannhan", "huyenthanuyen", "laichau", "laichauzm06"} <= set(found)
    assert "uybannhandan" not in found
    assert len(found) < (LONGEST_RUN + 1) * 10


@pytest.mark.parametrize("number, pieces", EXAMPLES["numbers"])
def test_a_decision_is_found_by_the_parts_of_its_number(number, pieces):
    assert list(pieces_of_number(number)) == pieces


def test_a_key_says_nothing_twice():
    found = key(["An Mẫu", "An Mẫu", "Ân Mẫu"])
    assert len(found) == len(set(found))


def test_one_typing_error_is_one_step_away(browser, address):
    page = browser.new_page()
    page.goto(address + "404.html")
    script = """async ([url, others]) => {
        const { distance } = await import(url)
        return others.map((other) => (distance(other, "thang", 2) <= 2 ? distance(other, "thang", 2) : "far"))
    }"""
    others = ["thang", "thnag", "thag", "thangg", "tham", "xa"]
    assert page.evaluate(script, [address + MODULE, others]) == [0, 1, 1, 1, 2, "far"]
    page.close()
