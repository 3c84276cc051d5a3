"""The view of the queue as it is kept: for Back, for a restart. Plain values, no Qt, no numpy."""

from __future__ import annotations

import json
from typing import NamedTuple


class QueueState(NamedTuple):
    """Filter, chips, sort (column key, descending), columns, selection and scroll (row at the top)."""

    text: str = ""
    chips: frozenset[str] = frozenset()
    sort: tuple[tuple[str, bool], ...] = (("due", False),)
    header: str = ""
    selected: tuple[int, ...] = ()
    current: int | None = None
    top: int = 0

    def to_json(self) -> str:
        """The state as text for the window file."""
        return json.dumps(
            {
                "text": self.text,
                "chips": sorted(self.chips),
                "sort": self.sort,
                "header": self.header,
                "selected": self.selected[:100],
                "current": self.current,
                "top": self.top,
            }
        )

    @classmethod
    def of_json(cls, text: str) -> QueueState:
        """The state in a text of `to_json`; the usual view for a text that is none."""
        try:
            found = json.loads(text)
            return cls(
                text=str(found["text"]),
                chips=frozenset(map(str, found["chips"])),
                sort=tuple((str(key), bool(descending)) for key, descending in found["sort"]),
                header=str(found["header"]),
                selected=tuple(map(int, found["selected"])),
                current=None if found["current"] is None else int(found["current"]),
                top=int(found["top"]),
            )
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return cls()
