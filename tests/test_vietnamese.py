import random

import pytest

from bangvang.language.vietnamese import LETTERS, fold, number, person_key, sort_key

ORDERED = [
    list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
    ["ma", "mà", "mả", "mã", "má", "mạ"],
    ["da", "đa", "đá", "e"],
    ["an", "ăn", "ân", "bao"],
    ["Hoa", "Hòa", "Hoan", "Hô", "Hồ", "Hơ"],
    ["Cụm 2", "Cụm 10", "Cụm số"],
    ["Núi Mây", "Núi Xanh", "Nước"],
    ["Lê A", "Lễ A", "Lê Anh"],
]


@pytest.mark.parametrize("words", ORDERED)
def test_alphabetical_order(words):
    shuffled = random.Random(1).sample(words, len(words))
    assert sorted(shuffled, key=sort_key) == words


def test_any_number_of_digits_can_be_sorted():
    assert sorted(["9" * 6000, "A", "10", "9"], key=sort_key) == ["9", "10", "9" * 6000, "A"]


def test_every_letter_has_its_place():
    assert len(LETTERS) == 33
    assert sorted(LETTERS, key=sort_key) == list(LETTERS)


def test_precomposed_and_decomposed_sort_alike():
    import unicodedata

    word = "Đặng Thị Mỹ"
    assert sort_key(word)[:2] == sort_key(unicodedata.normalize("NFD", word))[:2]


def test_people_sort_by_given_name():
    names = ["Lý Thị An", "Bùi Văn Bé", "Âu Cơ Bé", "Y Mẫu Niê"]
    assert sorted(names, key=person_key) == ["Lý Thị An", "Âu Cơ Bé", "Bùi Văn Bé", "Y Mẫu Niê"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Điện Biên", "dien bien"), ("ĐẶNG", "dang"), ("Hòa", "hoa"), ("Hoà", "hoa"), ("Thuỷ", "thuy"), ("Ý", "y")],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (999, "999"), (2291, "2.291"), (700000, "700.000")])
def test_number(value, text):
    assert number(value) == text
