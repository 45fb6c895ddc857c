"""What an archive takes from the one before it, where files still say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..records.facts import Model
from ..records.models import Decisions, Roll
from .honours import Home, Honour


class Taken:
    """What of an archive stood in the one before it."""

    def __init__(
        self, roots: Sequence[Model], before: Sequence[Model] = (), honours: Mapping[int, list[Honour]] | None = None
    ) -> None:
        """`roots` are the records of files, `before` those of the other; `honours` its awards by the id() of the
        record that states them.
        """
        known = set(map(id, before))
        self.new = [root for root in roots if id(root) not in known]
        """The records that were not taken."""
        self._honours = honours or {}
        self._decided_alike = not any(isinstance(root, Decisions) for root in self.new)

    def honours(self, home: Home) -> list[Honour] | None:
        """The awards and proposals that a record stated there, if it states the same now; those of a roll follow from
        decisions too.
        """
        return self._honours.get(id(home)) if self._decided_alike or not isinstance(home, Roll) else None
