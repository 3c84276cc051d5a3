"""Writes down that a case was opened, where its engagement asks it of the roles of this login (access log)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from bpo_desk.cache.view_rules import is_logged

if TYPE_CHECKING:
    from bpo_desk.cache.store import Cache
    from bpo_desk.models.case_file import CaseFile

_ONE_LOOK: Final = 15 * 60.0
"""Seconds in which a case that is read again (a sync, a peek, then the case) counts as looked at once."""


class ViewLog:
    """What one running desk has written down already."""

    def __init__(self) -> None:
        self._noted: dict[tuple[int, int], float] = {}

    def is_due(self, cache: Cache, file: CaseFile, login: str) -> bool:
        """Whether this look must be written down."""
        one, now = int(file.engagement.engagement_id), time.monotonic()
        before = self._noted.get((one, file.case))
        if before is not None and now - before < _ONE_LOOK:
            return False
        return is_logged(cache, one, login)

    def noted(self, file: CaseFile) -> None:
        """It is safe in the outbox."""
        self._noted[int(file.engagement.engagement_id), file.case] = time.monotonic()
