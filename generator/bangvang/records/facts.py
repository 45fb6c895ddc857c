"""What every part of a record is: a model that knows where it stands, and a fact that names its source.

References to other records are ids, marked with the kinds of record they may name.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from ..files.reading import Document
from ..language.problems import Location
from .values import Id, Moment, Text


@dataclass(frozen=True)
class Refers:
    """Marks a field as the id of another record, of one of these kinds."""

    kinds: tuple[str, ...]

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        return {"refers": self.kinds}


def to(*kinds: str) -> Any:
    """The type of a field that names a record of one of these kinds."""
    return Annotated[Id, Refers(kinds)]


SourceId = to("source")


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_GIVEN: dict[frozenset[str], frozenset[str]] = {}
"""Every set of fields that was given to some part: there are few, and each part would have one of its own."""

_LIKE: dict[type[Model], type] = defaultdict(lambda: type("_Like", (), {}))
"""For each model a class whose objects keep what they hold in dictionaries that share their keys: half the memory."""

_put = object.__setattr__  # Pydantic's own looks up each time what kind of attribute it is


class Model(BaseModel):
    """A part of a record. It knows the document it was read from and its path there; nobody changes what it says."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, frozen=True)
    __slots__ = ("_document", "_path")  # Pydantic would keep a dictionary of private attributes for each

    @model_validator(mode="before")
    @classmethod
    def _blank_says_nothing(cls, data: Any) -> Any:
        """A key with nothing after it is as good as left out, unless it is needed."""
        if not isinstance(data, dict):
            return data
        fields = cls.model_fields
        return {k: v for k, v in data.items() if v is not None or k not in fields or fields[k].is_required()}

    def place_in(self, document: Document, path: tuple[str | int, ...]) -> None:
        """Remember where the part stands."""
        _put(self, "_document", document)
        _put(self, "_path", path)
        self._share()

    def _share(self) -> None:
        """Hold once what many parts have alike: which fields were given, and the names of all fields."""
        given = frozenset(self.__pydantic_fields_set__)
        _put(self, "__pydantic_fields_set__", _GIVEN.setdefault(given, given))
        like = _LIKE[type(self)]()
        for name, value in self.__dict__.items():
            setattr(like, name, value)
        _put(self, "__dict__", like.__dict__)

    @property
    def standing(self) -> tuple[Document, tuple[str | int, ...]]:
        """The document it was read from, and its path there."""
        return self._document, self._path

    def locate(self, *path: str | int) -> Location:
        """The place of this part, or of a field within it."""
        return self._document.locate((*self._path, *path))


class Claim(Model):
    """What another source says instead. It is kept beside the fact that is shown, never in its place."""

    says: Text
    """What that source says, in its words or close to them."""
    source: Annotated[
        tuple[SourceId, ...], BeforeValidator(_listed, json_schema_input_type=SourceId | tuple[SourceId, ...])
    ]
    why: Text | None = None
    """Why the archive shows the other one."""

    @property
    def inherits(self) -> bool:
        """A claim has sources of its own."""
        return False


class Fact(Model):
    """Something that a source states."""

    __slots__ = ("_inherits",)

    source: Annotated[
        tuple[SourceId, ...], BeforeValidator(_listed, json_schema_input_type=SourceId | tuple[SourceId, ...])
    ] = ()
    """Where it stands: one id, or a list. Left out: the sources of what it is part of."""
    quote: Text | None = None
    """A few words of the source, where they matter."""
    note: Text | None = None
    """What a reader should know about the fact: doubts, misprints, what the source leaves open."""
    inferred: Text | None = None
    """How the archive came to what the source does not print in full."""
    claims: tuple[Claim, ...] = ()
    """What other sources say instead."""

    @property
    def inherits(self) -> bool:
        """Whether the sources are those of what the fact is part of."""
        return getattr(self, "_inherits", False)

    def inherit(self, source: tuple[str, ...]) -> None:
        """Take the sources of what the fact is part of, if it names none itself."""
        _put(self, "_inherits", self.inherits or not self.source)
        _put(self, "source", source if self.inherits else self.source)


class Dated(Model):
    """When, with the words of the source and what was inferred from where."""

    value: Moment
    printed: Text | None = None
    inferred: Text | None = None


def _dated(value: Any) -> Any:
    return {"value": value} if isinstance(value, str) or value is None else value


Date = Annotated[Dated, BeforeValidator(_dated, json_schema_input_type=Moment | Dated)]
"""A date alone, or with what belongs to it."""

ActorId = to("organisation", "person", "bloc")


class Actor(Model):
    """Who did something, under the name and in the role that the source prints."""

    who: ActorId
    printed: Text | None = None
    role: Text | None = None


def _actor(value: Any) -> Any:
    return {"who": value} if isinstance(value, str) or value is None else value


By = Annotated[Actor, BeforeValidator(_actor, json_schema_input_type=ActorId | Actor)]
"""An id alone, or with what belongs to it."""
