"""The rules of people: what must not be recorded of them, and who is known to be whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from ..archive.archive import Archive
from ..records.ledgers import Retired
from ..records.models import Participant, Person, Recipient, Row
from ..records.structure import texts
from .rule import Broken, every

_PRIVATE = re.compile(
    r"(?<!học )(?<!hy )(?<!vệ )\bsinh (?:ngày \d|(?:năm )?(?:19|20)\d\d\b)|\bngày sinh:? ?\d|\bsố nhà \d"
    r"|\bSN:? ?(?:19|20)\d\d\b|\bhộ khẩu\b"
    r"|\b(?:điện thoại|căn cước|CCCD|CMND)(?: số)?:? ?\+?\d|(?<![\d.,])(?:\+84|0)(?:[ .]?\d){9}(?![\d.,])"
    r"|(?<![\w.])[\w.]{1,64}@\w{1,64}\.\w",
    re.IGNORECASE,
)
_MAY_BE_PRIVATE = re.compile(r"[\d@ẩẨ]")
"""What stands in all of that, and in few other texts."""

_PUBLIC = ("address", "licence_address", "contact", "sha256")

_MINOR = re.compile(
    r"\b(?:[0-9]|1[0-5]) tuổi(?! (?:Đảng|quân|nghề|đời))"
    r"|\bhọc sinh (?:lớp \d|trường (?:tiểu học|trung học cơ sở|THCS|mầm non))",
    re.IGNORECASE,
)
_YOUNG = re.compile("em|cháu|bé", re.IGNORECASE)


def nothing_private_is_recorded(archive: Archive) -> Iterator[Broken]:
    """No birth date, phone or identity number and no home address stands in any text."""
    for part in archive.new_parts:  # a text says so by itself: those from before have been looked at
        for path, text in texts(part):
            if path[0] not in _PUBLIC and (found := private_in(text)):
                yield Broken("private-data", part.locate(*path), {"found": found})


@lru_cache(2**10)  # most texts of a roll stand in many of its rows
def private_in(text: str) -> str:
    """What in a text looks like a birth date, a phone or identity number or a home address; empty if nothing does."""
    found = _MAY_BE_PRIVATE.search(text) and _PRIVATE.search(text)
    return found[0] if found else ""


def minors_are_not_named(archive: Archive) -> Iterator[Broken]:
    """Nobody is named who was a child or a pupil at the time, as far as the words show: record them by number."""
    for one in every(archive, Recipient | Participant | Row):
        named = isinstance(archive.records.get(one.who or ""), Person) or (isinstance(one, Row) and one.of == "cá nhân")
        if not named:
            continue
        if one.honorific and _YOUNG.fullmatch(one.honorific):
            yield Broken("minor-named", one.locate("honorific"), {"found": one.honorific})
            continue
        for path, text in texts(one):
            if found := _MINOR.search(text):
                yield Broken("minor-named", one.locate(*path), {"found": found[0]})
                break


def ids_are_not_given_twice_over_time(archive: Archive) -> Iterator[Broken]:
    """An id that once had a page and was retired stands for nothing else."""
    for retired in every(archive, Retired):
        if record := archive.records.get(retired.id):
            values = {"id": retired.id, "reason": retired.reason, "first": str(retired.locate("id"))}
            yield Broken("id-reused", record.locate("row" if isinstance(record, Row) else "id"), values)


def rows_are_of_whom_they_name(archive: Archive) -> Iterator[Broken]:
    """A row that names a record is of a person if that is one, of a collective if not."""
    for row in every(archive, Row):
        known = row.who in archive.records and row.who not in archive.dangling
        if known and archive.is_person(row.who) != (row.of == "cá nhân"):
            yield Broken("row-of-who", row.locate("who"), {"of": row.of, "who": row.who})


def identities_agree(archive: Archive) -> Iterator[Broken]:
    """Identities name at least two, people or collectives but not both; who is the same is said once and not denied."""
    group: dict[str, int] = {}
    for number, identity in enumerate(archive.identities):
        same, different = identity.same_as, identity.not_same_as
        if bool(same) == bool(different) or len(set(same or different)) < 2:
            said = "same_as" if "same_as" in identity.model_fields_set else "not_same_as"
            yield Broken("identity-sides", identity.locate(said))
            continue
        known = [id for id in same or different if id in archive.records and id not in archive.dangling]
        if len({archive.is_person(id) for id in known}) > 1:
            yield Broken("identity-mixed", identity.locate("same_as" if same else "not_same_as"))
        for index, id in enumerate(same or different):
            record = archive.records.get(id)
            if isinstance(record, Row) and record.who:
                place = identity.locate("same_as" if same else "not_same_as", index)
                yield Broken("row-known", place, {"who": record.who})
        for index, id in enumerate(same):
            if id in group:
                yield Broken("same-twice", identity.locate("same_as", index), {"id": id})
            group.setdefault(id, number)
    for identity in archive.identities:
        for (_, one), (index, other) in combinations(enumerate(identity.not_same_as), 2):
            if one in group and group[one] == group.get(other):
                values = {"one": one, "other": other}
                yield Broken("same-and-not-same", identity.locate("not_same_as", index), values)
