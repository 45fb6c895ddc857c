"""What readers type, and the pages that they would want first.

The same corpus makes the same queries. A query is drawn from what the archive holds and from the ways people write,
never from what an engine does. Where several pages bear exactly what is typed, each of them is an answer; where the
query tells them apart, only those it tells of are. A class has as many queries as stand in `CLASSES`, and never less
than 20.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from random import Random

from bangvang.language.vietnamese import TONES, fold

from .corpus import SEED, Corpus, Found
from .names import TOPICS, new_tone, old_tone, other_i, same_sound


@dataclass(frozen=True)
class Query:
    """What is typed, of which class it is, and the addresses of which one must come first."""

    text: str
    of: str
    answers: frozenset[str]


class Archive:
    """A corpus as queries ask for it: who bears a name."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.chance = Random()
        self.marked: dict[str, set[str]] = defaultdict(set)
        self.bare: dict[str, set[str]] = defaultdict(set)
        self.pages = (*corpus.people, *corpus.collectives)
        for page in self.pages:
            for name in page.names:
                self.marked[same_sound(name)].add(page.address)
                self.bare[loose(name)].add(page.address)

    def called(self, name: str) -> set[str]:
        """Those who bear a name: with its marks if it has any and somebody bears them, else however it is marked."""
        plain = fold(name) == name.lower()
        return (not plain and self.marked.get(same_sound(name))) or self.bare.get(loose(name)) or set()

    def some(self, pages: Iterable[Found]) -> Iterator[Found]:
        """Pages by chance, each once."""
        pages = list(pages)
        self.chance.shuffle(pages)
        return iter(pages)

    def kinh(self) -> Iterator[Found]:
        """People by chance whose names have three syllables or more, all of them letters."""
        return self.some(one for one in self.corpus.people if re.fullmatch(r"\w+( \w+){2,}", one.name))


def loose(name: str) -> str:
    """A name without marks, capitals and apostrophes, i for y: what two who type the same name have in common."""
    return re.sub(r"['’]\s?", "", fold(same_sound(name)))


def queries(corpus: Corpus, seed: int = SEED) -> list[Query]:
    """The queries of all classes, in their order."""
    made = []
    archive = Archive(corpus)
    for of, (number, make) in CLASSES.items():
        archive.chance.seed(f"{seed} {of}")
        seen: dict[str, frozenset[str]] = {}
        for text, answers in make(archive):
            if answers and text not in seen:
                seen[text] = frozenset(answers)
            if len(seen) == number:
                break
        made += [Query(text, of, answers) for text, answers in seen.items()]
    return made


Asked = Iterator[tuple[str, set[str]]]


# --- names ------------------------------------------------------------------------------------------------


def marked(it: Archive) -> Asked:
    for one in it.kinh():
        yield one.name, it.called(one.name)


def bare(it: Archive) -> Asked:
    for one in it.kinh():
        yield fold(one.name), it.called(fold(one.name))


def with_d(it: Archive) -> Asked:
    """Names with đ: as they are, without marks, with the mark of đ alone, or with all but that."""
    for number, one in enumerate(one for one in it.kinh() if "đ" in one.name.lower()):
        marked = one.name.lower()
        text = (marked, fold(marked), _but_d(marked), marked.replace("đ", "d"))[number % 4]
        yield text, it.called(one.name if number % 4 == 0 else fold(one.name))


def _but_d(name: str) -> str:
    return "".join("đ" if letter == "đ" else fold(letter) for letter in name)


def begun(it: Archive) -> Asked:
    """All but the end of the last syllable."""
    for number, one in enumerate(one for one in it.kinh() if len(one.name.split()[-1]) > 3):
        last = len(one.name.split()[-1])
        text = one.name[: len(one.name) - last + it.chance.randint(3, last - 1)].lower()
        form = fold if number % 2 else same_sound
        text = fold(text) if number % 2 else text
        yield text, {page.address for page in it.pages for name in page.names if form(name).startswith(form(text))}


def last_two(it: Archive) -> Asked:
    """The end of a name; where a place is called so too, it is an answer."""
    for number, one in enumerate(it.kinh()):
        text = " ".join(one.name.split()[-2:])
        form = fold if number % 2 else same_sound
        text = fold(text) if number % 2 else text
        people = {page.address for page in it.pages for name in page.names if form(name).endswith(" " + form(text))}
        yield text, people | {place.address for place in it.corpus.places if form(_short(place.name)) == form(text)}


def of_peoples(it: Archive) -> Asked:
    """Names of other peoples: as they are, without marks, with a curled apostrophe, with a space or nothing for it."""
    for number, one in enumerate(it.some(one for one in it.corpus.people if one.of_peoples)):
        text = (one.name, fold(one.name), one.name.replace("'", "’"), fold(one.name).replace("'", " " * (number % 2)))
        yield " ".join(text[number % 4].split()), it.called(one.name if number % 4 in (0, 2) else fold(one.name))


def spelling(it: Archive) -> Asked:
    """The mark of tone on the other vowel, i for y, Đăk for Đắk: another spelling of the same name."""

    def named() -> Iterator[tuple[str, str, set[str]]]:
        for place in it.some(it.corpus.places):
            name = _short(place.name)
            yield "place", name, {page.address for page in it.corpus.places if _short(page.name) == name}
        for one in it.kinh():
            yield "person", one.name, it.called(one.name)

    ways = defaultdict(list)
    for kind, name, answers in named():
        for way in (_other_tone, other_i, _other_dak):
            if way(name) != name:
                ways[kind, way].append((way(name), answers))
    for asked in zip_longest(*ways.values()):
        yield from filter(None, asked)


def _other_tone(name: str) -> str:
    return new_tone(name) if new_tone(name) != name else old_tone(name)


def _other_dak(name: str) -> str:
    return re.sub("Đ[ăắ]k", lambda found: {"Đăk": "Đắk", "Đắk": "Đăk"}[found[0]], name)


def _short(place: str) -> str:
    """The name of a place without its kind."""
    return re.sub("^(tỉnh|huyện) ", "", place)


# --- mistakes ---------------------------------------------------------------------------------------------

_BESIDE = {
    **dict(zip("qwertyuiop", "wqwertyuio", strict=True)),
    **dict(zip("asdfghjkl", "sasdfghjk", strict=True)),
    **dict(zip("zxcvbnm", "xzxcvbn", strict=True)),
}
"""A key beside each on the keyboard."""


def mistyped(it: Archive) -> Asked:
    """One letter too many, too few, of the key beside, or two in the wrong order. Who is as near is as right."""
    by_frame: dict[tuple, list[tuple[str, str]]] = defaultdict(list)
    for page in it.pages:
        for name in page.names:
            syllables = loose(name).split()
            for place, syllable in enumerate(syllables):
                by_frame[_frame(syllables, place)].append((syllable, page.address))
    for number, one in enumerate(it.kinh()):
        syllables = one.name.lower().split() if number % 3 == 0 else fold(one.name).split()
        place = it.chance.choice([place for place, syllable in enumerate(syllables) if len(syllable) > 2] or [0])
        syllables[place] = _slip(syllables[place], number % 4, it.chance)
        text = " ".join(syllables)
        wrong = loose(text).split()
        if loose(text) in it.bare:
            continue
        yield text, {address for syllable, address in by_frame[_frame(wrong, place)] if _near(wrong[place], syllable)}


def _frame(syllables: list[str], place: int) -> tuple:
    return place, *syllables[:place], "", *syllables[place + 1 :]


def _slip(word: str, kind: int, chance: Random) -> str:
    at = chance.randrange(1, len(word))
    if kind == 0:
        return word[:at] + _BESIDE.get(fold(word[at - 1]), "s") + word[at:]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + _BESIDE[fold(word[at])] + word[at + 1 :]
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def _near(one: str, other: str) -> bool:
    """Whether one slip makes one of the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) < len(other):
        return any(other[:at] + other[at + 1 :] == one for at in range(len(other)))
    wrong = [at for at in range(len(one)) if one[at] != other[at]]
    if len(wrong) != 2:
        return len(wrong) < 2
    first, second = wrong
    return second == first + 1 and (one[first], one[second]) == (other[second], other[first])


def telex(it: Archive) -> Asked:
    """Telex typed where no input method takes it."""
    for number, one in enumerate(it.kinh()):
        keys = _telex(one.name)
        if keys != fold(one.name):
            yield keys.title() if number % 5 == 0 else keys, it.called(one.name)


_SHAPES = {"\u0302": None, "\u0306": "w", "\u031b": "w"}


def _telex(name: str) -> str:
    """The keys that make a name: aa for â, dd for đ, the tone at the end of its syllable."""
    words = []
    for word in name.lower().split():
        keys = tone = ""
        for letter in unicodedata.normalize("NFD", word):
            if letter in TONES:
                tone = "frxsj"[TONES.index(letter)]
            elif letter in _SHAPES:
                keys += _SHAPES[letter] or keys[-1]
            else:
                keys += "dd" if letter == "đ" else letter
        words.append(keys.replace("uwow", "uow") + tone)
    return " ".join(words)


# --- who is meant -----------------------------------------------------------------------------------------


def namesakes(it: Archive) -> Asked:
    """A name that several have, and the province, district, unit or year that tells one from the others."""
    ways: tuple[Callable[[Found], object], ...] = (
        lambda one: one.province,
        lambda one: one.district,
        lambda one: one.unit,
        lambda one: max(one.years),
    )
    by_address = {page.address: page for page in it.pages}
    number = 0
    for one in it.kinh():
        others = [by_address[address] for address in it.bare[loose(one.name)]]
        told = ways[number % 4](one)
        text = f"{one.name} {told}"
        text = fold(text) if number % 8 > 3 else text
        among = it.called(one.name if number % 8 <= 3 else fold(one.name))
        meant = {
            page.address
            for page in others
            if page.address in among and told in (*page.years, page.province, page.district, page.unit)
        }
        if told and len(meant) < len(among):
            number += 1
            yield text, meant


def officials(it: Archive) -> Asked:
    """Those who only spoke at a meeting are found where that is told."""
    names = sorted(it.corpus.officials)
    it.chance.shuffle(names)
    for number, name in enumerate(names):
        if loose(name) not in it.bare:
            yield fold(name) if number % 2 else name, it.corpus.officials[name]


def old_names(it: Archive) -> Asked:
    """Other names of people, as they were born or printed, and the names that places and units once had."""
    people = (one for one in it.some(it.corpus.people) if one.also)
    places = it.some(place for place in it.corpus.places if place.also)
    units = it.some(unit for unit in it.corpus.units if unit.also and not unit.also[0].startswith("UBND"))
    for number, (one, place, unit) in enumerate(zip(people, places, units, strict=False)):
        form = fold if number % 2 else str
        name = it.chance.choice(one.also)
        yield form(name), it.called(form(name))
        once = _short(place.also[0]) if number % 3 else place.also[0]
        also = {other.address for other in it.corpus.places for old in other.also if once in (old, _short(old))}
        yield form(once), also
        yield form(unit.also[0]), {unit.address}


# --- all the rest -----------------------------------------------------------------------------------------


def told_by_years(it: Archive) -> Asked:
    """Where a bloc met, and what it spoke of: words that stand together in the text."""
    text = {page.address: fold(page.text) for page in it.corpus.bloc_years}

    def telling(phrase: str) -> set[str]:
        return {address for address, told in text.items() if fold(phrase) in told}

    topics = it.some(TOPICS)
    for number, page in enumerate(it.some(it.corpus.bloc_years)):
        form = fold if number % 2 else str
        hall = re.search(r"tại (.*?)\.", page.text)[1]
        yield form(hall), telling(hall)
        topic = next(topics, None)
        if topic:
            phrase = " ".join(topic.split()[: it.chance.randint(4, 6)])
            yield form(phrase), telling(phrase)


def decisions(it: Archive) -> Asked:
    """The number of a decision, as it is printed and as it is typed."""
    for number, page in enumerate(it.some(it.corpus.decisions * 2)):
        digits, letters = page.name.split("/")
        short = digits if number % 4 > 1 else page.name
        text = (page.name, f"{digits} {fold(letters).replace('-', ' ')}", f"QĐ {digits}", f"quyết định {digits}")[
            number % 4
        ]
        text = fold(text) if number % 8 == 7 else text
        yield text, {one.address for one in it.corpus.decisions if short in (one.name, one.name.split("/")[0])}


_ABBREVIATED = {
    "Ủy ban nhân dân": "UBND",
    "Hội đồng nhân dân": "HĐND",
    "Lực lượng vũ trang nhân dân": "LLVTND",
    "Đội Thanh niên xung phong": "TNXP",
}
_OF_PEOPLE = {"chien-si-thi-dua-toan-quoc": "CSTĐTQ", "ba-me-viet-nam-anh-hung": "BMVNAH"}


def abbreviations(it: Archive) -> Asked:
    """Abbreviations that every clerk uses: alone, and with the place."""
    units = (*it.corpus.units, *it.corpus.collectives)
    for short, whole in (("TNXP", "Thanh niên xung phong"), ("HĐND", "Hội đồng nhân dân"), ("UBND", "Ủy ban nhân dân")):
        yield short, {unit.address for unit in units if whole in unit.name}
    whole = "Lực lượng vũ trang nhân dân"
    yield "LLVTND", {page.address for page in (*units, *it.corpus.kinds) if whole in page.name}
    for id, short in _OF_PEOPLE.items():
        yield short, {f"hinh-thuc/{id}/"}
        yield fold(short), {f"hinh-thuc/{id}/"}
        provinces = sorted({one.province for one in it.corpus.people if one.kind == id})
        for province in it.chance.sample(provinces, min(3, len(provinces))):
            those = {one.address for one in it.corpus.people if one.kind == id and one.province == province}
            yield f"{short} {province}", those
    for number, unit in enumerate(it.some(it.corpus.units)):
        for whole, short in _ABBREVIATED.items():
            if unit.name.startswith(whole):
                place = unit.name.removeprefix(whole).strip()
                place = _short(place) if number % 2 else place
                text = f"{short} {place}"
                also = {one.address for one in units if one.name.startswith(whole) and one.name.endswith(f" {place}")}
                yield fold(text) if number % 3 == 0 else text, also


def years_and_kinds(it: Archive) -> Asked:
    """Years and honours have pages of their own."""
    kinds = it.some(it.corpus.kinds)
    for number, page in enumerate(it.some(it.corpus.years)):
        year = min(page.years)
        yield (f"{year}", f"năm {year}", f"nam {year}")[number % 3], {page.address}
        kind = next(kinds, None)
        if kind:
            yield (fold if number % 2 else str)(kind.name), {kind.address}
    for kind in it.some(it.corpus.kinds):
        yield kind.name.lower(), {kind.address}


def places_and_units(it: Archive) -> Asked:
    """Places with and without their kind, units and blocs by their names, a bloc in a year."""
    places, units = it.some(it.corpus.places), it.some(it.corpus.units)
    blocs, years = it.some(it.corpus.blocs), it.some(it.corpus.bloc_years)
    honoured = {one.name: one.address for one in it.corpus.collectives}
    for number in range(200):
        form = fold if number % 2 else str
        if place := next(places, None):
            text = _short(place.name) if number % 3 else place.name
            named = {other.address for other in it.corpus.places if text in (other.name, _short(other.name))}
            yield form(text), named
        if unit := next(units, None):
            yield form(unit.name), {unit.address} | ({honoured[unit.name]} if unit.name in honoured else set())
        if number % 2 and (bloc := next(blocs, None)):
            yield form(bloc.name), {bloc.address}
        if number % 2 == 0 and (year := next(years, None)):
            yield form(year.name.replace(": năm", "")), {year.address}


CLASSES: dict[str, tuple[int, Callable[[Archive], Asked]]] = {
    "full name, with marks": (30, marked),
    "full name, without marks": (30, bare),
    "name with đ": (24, with_d),
    "last syllable begun": (24, begun),
    "last two syllables": (20, last_two),
    "name of another people": (24, of_peoples),
    "other spelling": (24, spelling),
    "one typing error": (40, mistyped),
    "Telex as typed": (20, telex),
    "namesakes told apart": (40, namesakes),
    "old and other names": (30, old_names),
    "official in a bloc-year": (20, officials),
    "words of a bloc-year": (30, told_by_years),
    "number of a decision": (40, decisions),
    "abbreviation": (30, abbreviations),
    "year, kind of honour": (30, years_and_kinds),
    "place, unit, bloc": (30, places_and_units),
}
"""The classes: how many queries, and what makes them."""
