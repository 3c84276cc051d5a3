"""Values that an engagement masks for its clients and covers on the desks of some roles of its own side: they show
when somebody says why, one by one, and that is written down first.

It is no wall: the copy holds the values, and whoever searches for one that he knows finds the case. What nobody may
have never reaches a copy (`shared/client_functions.py`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpo_desk.cache.view_rules import is_covered
from bpo_desk.errors import DeskError
from bpo_desk.state.masking import masked

if TYPE_CHECKING:
    from bpo_desk.cache.store import Cache
    from bpo_desk.models.case_file import CaseFile


class Covering:
    """What one running desk has been shown; forgotten when it is locked or ends."""

    def __init__(self) -> None:
        self._shown: dict[tuple[int, int], frozenset[tuple[str, str]]] = {}

    def seen(self, cache: Cache, file: CaseFile, login: str) -> CaseFile:
        """The case as this login's desk shows it."""
        one = int(file.engagement.engagement_id)
        if not file.masked or not is_covered(cache, one, login):
            return file
        return replace(masked(file, self._shown.get((one, file.case), frozenset())), covers=True)

    def uncover(self, file: CaseFile, event_id: str, what: str) -> None:
        """Show a value (old, new or reason) of an event from now on."""
        key = int(file.engagement.engagement_id), file.case
        self._shown[key] = self._shown.get(key, frozenset()) | {(event_id, what)}

    def forget(self) -> None:
        """Cover everything again."""
        self._shown.clear()


def not_covered(file: CaseFile) -> DeskError:
    """The refusal to unmask where this desk covers nothing."""
    return DeskError(
        f"Nothing of {file.number} is covered on this desk: what is withheld here was never given to it.",
        "Ask the other side where you need to know it.",
        code="not_covered",
    )
