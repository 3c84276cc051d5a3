"""When notices are raised: the first soon, then at most one in a while that tells of all since. No Qt, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from bpo_desk.state.followed_changes import Change

QUIET: Final = 60_000_000
"""Microseconds between two notices at least; what happens meanwhile is told together."""
_MOST_LISTED: Final = 500


class Listed(NamedTuple):
    """One change in the list: when it was noticed (microseconds UTC), and what."""

    at: int
    change: Change


class NoticeBook:
    """Collects changes. `listed` has all of them, the latest first."""

    def __init__(self, quiet: int = QUIET) -> None:
        self._quiet = quiet
        self._waiting: list[Change] = []
        self._last: int | None = None
        self.listed: list[Listed] = []

    def add(self, found: Sequence[Change], now: int) -> None:
        """Something happened; the same of the same case is told once in a notice."""
        self.listed = [*(Listed(now, each) for each in found), *self.listed][:_MOST_LISTED]
        self._waiting += [each for each in found if each not in self._waiting]

    def due(self, now: int) -> list[Change]:
        """What is to be told now: nothing while the last notice is young, else all that waits, which then is told."""
        if not self._waiting or (self._last is not None and now - self._last < self._quiet):
            return []
        told, self._waiting, self._last = self._waiting, [], now
        return told

    def clear(self) -> None:
        """Empty the list, and tell nothing that waits."""
        self.listed, self._waiting = [], []
