"""The view of the queue as it is kept: for Back, for a restart. Plain values, no Qt, no numpy."""

from __future__ import annotations

import json
from typing import Final, NamedTuple

_LONGEST_LIST: Final = 20_000
"""Cases of a list that are remembered; a longer one, as of a whole process, is quickly asked for again."""


class CaseList(NamedTuple):
    """Cases (keys) that alone are shown, what they are in words, and which numbers were asked for and are of none."""

    words: str
    cases: frozenset[int]
    missing: tuple[str, ...] = ()


class QueueState(NamedTuple):
    """Filter, chips, sort (column key, descending), columns, selection, scroll (row at the top), and the list of
    the only cases that are shown (None: all)."""

    text: str = ""
    chips: frozenset[str] = frozenset()
    sort: tuple[tuple[str, bool], ...] = (("due", False),)
    header: str = ""
    selected: tuple[int, ...] = ()
    current: int | None = None
    top: int = 0
    listed: CaseList | None = None

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
                **self._list_kept(),
            }
        )

    def _list_kept(self) -> dict[str, object]:
        if self.listed is None or len(self.listed.cases) > _LONGEST_LIST:
            return {}
        words, cases, missing = self.listed
        return {"listed": {"words": words, "cases": sorted(cases), "missing": missing}}

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
                listed=_list_of(found),
            )
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return cls()


def _list_of(found: dict[str, object]) -> CaseList | None:
    kept = found.get("listed")
    if not isinstance(kept, dict):
        return None
    return CaseList(str(kept["words"]), frozenset(map(int, kept["cases"])), tuple(map(str, kept["missing"])))
