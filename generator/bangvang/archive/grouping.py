"""Values by what they are asked for: to look through all records for each of many askers would be slow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Key, Value = TypeVar("Key"), TypeVar("Value")


def grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """The values of each key, in their order."""
    found: dict[Key, list[Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
