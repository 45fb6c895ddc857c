"""The values that records are made of: ids, numbers, dates, addresses. Each reads text, or says what is wrong.

YAML scalars arrive as text. A value that does not fit raises a PydanticCustomError whose type is a problem
code and whose context holds the values its words need.
"""

from __future__ import annotations

import re
import sys
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, InstanceOf, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..language.vietnamese import fold

FIRST_YEAR, LAST_YEAR = 1945, 2100
"""The years a record may speak of: from the first commendations of the state on."""

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""The form of an id."""

RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})
"""Names that Windows gives to no folder. Every id is the name of one."""

_WHOLE = re.compile(r"[0-9]{1,15}")
_DOTTED = re.compile(r"[0-9]{1,3}([., ][0-9]{3})+")
_AS_SPOKEN = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_DAY = re.compile(r"(?P<year>[0-9]{4}|XXXX)(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z0-9-]+")
_ADDRESS = re.compile(r"https?://(?:[^\s/?#@<>\".]+\.)+[^\s/?#@<>\".]+([/?#][^\s<>\"]*)?", re.IGNORECASE)


def _fault(code: str, **values: object) -> PydanticCustomError:
    return PydanticCustomError(code, "{code}", {"code": code, **values})


def _text(value: Any) -> Any:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise _fault("empty-value")
    return value


def _line(value: Any) -> Any:
    value = _text(value)
    return sys.intern(" ".join(value.split())) if isinstance(value, str) else value


def _id(value: Any) -> Any:
    value = _text(value)
    if isinstance(value, str) and (len(value) > 80 or not ID.fullmatch(value)):
        slug = re.sub(r"[^a-z0-9]+", "-", fold(value)).strip("-")[:80]
        raise _fault("id-form", value=value, nearest=slug)
    if isinstance(value, str) and value in RESERVED:
        raise _fault("id-reserved", value=value, nearest=f"{value}-1")
    return sys.intern(value) if type(value) is str else value


def _whole(value: Any) -> Any:
    value = _text(value)
    if not isinstance(value, str):
        return value
    if not _WHOLE.fullmatch(value):
        if _DOTTED.fullmatch(value):
            raise _fault("number-dotted", value=value, plain=re.sub(r"\D", "", value))
        raise _fault("number-form", value=value)
    return int(value)


def _year(value: Any) -> Any:
    value = _text(value)
    if not isinstance(value, str):
        return value
    if not (_WHOLE.fullmatch(value) and FIRST_YEAR <= int(value) <= LAST_YEAR):
        raise _fault("year-form", value=value, first=FIRST_YEAR, last=LAST_YEAR)
    return int(value)


def _flag(value: Any) -> Any:
    value = _text(value)
    if not isinstance(value, str):
        return value
    if value not in ("true", "false"):
        raise _fault("unknown-value", value=value, known="true, false", nearest="true")
    return value == "true"


def _host(value: Any) -> Any:
    value = _text(value)
    if isinstance(value, str) and (value.startswith("www.") or not _HOST.fullmatch(value)):
        name = re.sub(r"^(?:[a-z]+://)?(?:www\.)?([^/:?#]*).*", r"\1", value.lower())
        raise _fault("host-form", value=value, nearest=name if _HOST.fullmatch(name) else "")
    return value


def _address(value: Any) -> Any:
    value = _text(value)
    if isinstance(value, str) and not _ADDRESS.fullmatch(value):
        raise _fault("address-form", value=value)
    return value


_SCALAR = {"type": ["string", "number", "boolean"]}
"""What an editor may take a text for that has no quotes: all of it is text to us."""

Text = Annotated[str, BeforeValidator(_line), WithJsonSchema(_SCALAR)]
"""Any text that is not empty, as one line with single spaces, however the file breaks it: in RIS or security.txt a line
is a statement of its own."""

Id = Annotated[str, BeforeValidator(_id), WithJsonSchema({**_SCALAR, "pattern": f"^{ID.pattern}$", "maxLength": 80})]
"""Our own name for a thing: lower-case ASCII letters and digits joined by single hyphens, at most 80."""

Whole = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": "integer", "minimum": 0})]
"""A whole number in digits alone; dots and commas are refused, since 2.291 may mean two things."""

Year = Annotated[
    int, BeforeValidator(_year), WithJsonSchema({"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR})
]
Flag = Annotated[bool, BeforeValidator(_flag)]
Address = Annotated[str, BeforeValidator(_address)]
"""A public http(s) address, kept byte for byte, with a host and without a user name."""

HostName = Annotated[str, BeforeValidator(_host)]
"""The name of a host in lower case, without www."""

Digest = Annotated[str, BeforeValidator(_text), StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal."""


@dataclass(frozen=True)
class Day:
    """A calendar date as far as it is known: `2020`, `2020-07`, `2020-07-01`, or `XXXX-07-26` without its year."""

    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def exact(self) -> date | None:
        """The day itself, where all of it is known."""
        return date(self.year, self.month, self.day) if self.year and self.month and self.day else None

    @property
    def earliest(self) -> tuple[int, int, int]:
        return self.year or 0, self.month or 1, self.day or 1

    @property
    def latest(self) -> tuple[int, int, int]:
        return self.year or LAST_YEAR + 1, self.month or 12, self.day or 31

    def __str__(self) -> str:
        year = f"{self.year:04}" if self.year else "XXXX"
        return year + "".join(f"-{part:02}" for part in (self.month, self.day) if part)


@dataclass(frozen=True)
class When:
    """A date or an interval of dates (`2023-12-18/2023-12-19`), with the precision of its source."""

    start: Day
    end: Day

    @property
    def year(self) -> int | None:
        return self.start.year

    def within(self, since: When | None, until: When | None) -> bool:
        """Whether some of it may lie in a period whose ends may be unknown; one that runs backward excludes nothing."""
        if runs_backward(since, until):
            return True
        return not (since and self.end.latest < since.start.earliest) and not (
            until and self.start.earliest > until.end.latest
        )

    def __str__(self) -> str:
        return str(self.start) if self.start == self.end else f"{self.start}/{self.end}"

    @classmethod
    def parse(cls, text: str) -> When:
        """Read an ISO 8601 date, partial date or interval. Raises with the code of what is wrong."""
        first, slash, last = text.partition("/")
        start = _day(first, text)
        end = _day(last, text) if slash else start
        if start.earliest > end.latest:
            raise _fault("date-order", value=text)
        return cls(start, end)


def runs_backward(since: When | None, until: When | None) -> bool:
    """Whether a period ends before it begins."""
    return bool(since and until and since.start.earliest > until.end.latest)


def _day(text: str, whole: str) -> Day:
    found = _DAY.fullmatch(text)
    if not found or (found["year"] == "XXXX" and (not found["day"] or whole != text)):
        spoken = _AS_SPOKEN.fullmatch(text)
        nearest = f"{spoken[3]}-{int(spoken[2]):02}-{int(spoken[1]):02}" if spoken else ""
        raise _fault("date-form", value=whole, nearest=nearest)
    year = None if found["year"] == "XXXX" else int(found["year"])
    month, day = (int(found[part]) if found[part] else None for part in ("month", "day"))
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise _fault("year-form", value=found["year"], first=FIRST_YEAR, last=LAST_YEAR)
    if month is not None and not 1 <= month <= 12:
        raise _fault("date-impossible", value=whole)
    if day is not None and not 1 <= day <= monthrange(year or 2000, month)[1]:
        raise _fault("date-impossible", value=whole)
    return Day(year, month, day)


def _when(value: Any) -> Any:
    value = _text(value)
    return When.parse(value) if isinstance(value, str) else value


Moment = Annotated[InstanceOf[When], BeforeValidator(_when), WithJsonSchema({"type": ["string", "integer"]})]


def _one_day(value: When) -> When:
    if value.start != value.end or not value.start.exact:
        raise _fault("day-form", value=str(value))
    return value


OneDay = Annotated[Moment, AfterValidator(_one_day)]
"""A day of which all is known."""
