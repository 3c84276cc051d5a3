"""When the next session begins: the base poll, sooner while a case is open, soon for a while after a hint. No I/O."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from typing import Final

EVERY: Final = 30.0
"""Seconds between two sessions, give or take half."""
EVERY_OPEN: Final = 5.0
"""The same while a case is open."""
EVERY_HINTED: Final = 1.0
"""The same for a while after a hint: what changes now should be there soon even where a hint is lost."""
A_WHILE: Final = 30.0
LEAST: Final = 0.01
"""Seconds between two sessions, however many hints come; and at least half of what the last one took."""
LONGEST: Final = 300.0
FIRST_RETRY: Final = 2.0
FIRST_RETRY_OF_HINTS: Final = 30.0
"""Seconds over which the first retry is spread: of a session, and of the line that listens for hints. All lines of all
desks break in the same instant when a server restarts, and each that listens again asks for a session at once; until
then the poll brings the news."""


def retry_pause(failures: int, chance: random.Random, first: float = FIRST_RETRY) -> float:
    """Seconds until the next try after so many failures in a row (>= 1): anywhere up to `first`, twice as long with
    each failure, LONGEST at most. "Full jitter": whatever made many fail at once, they come back one by one."""
    return chance.random() * min(LONGEST, first * 2.0 ** min(failures - 1, 10))


@dataclass(slots=True)
class Pace:
    """Told of each session, hint and failure; says how long to rest. Times are of one monotonic clock, in seconds.

    A server that is slow is asked less often: the rest after a hint grows with what the last session took.
    """

    every: float = EVERY
    chance: random.Random = field(default_factory=random.Random)
    case_open: bool = False
    _failures: int = 0
    _hinted_until: float = 0.0
    _ended: float = 0.0
    _least: float = LEAST
    _factor: float = 1.0
    _retry: float = 0.0
    _turn: float = math.inf

    def hinted(self, now: float) -> None:
        """A hint came."""
        self._hinted_until = now + A_WHILE

    def session_over(self, now: float, took: float) -> None:
        """A session ended well."""
        self._over(now, took)
        self._failures = 0

    def has_turn(self, at: float) -> None:
        """Before the next session: it should not begin later than at this time."""
        self._turn = at

    def session_failed(self, now: float, took: float) -> None:
        """A session failed: the next ones come later and later."""
        self._over(now, took)
        self._failures += 1
        self._retry = retry_pause(self._failures, self.chance)

    def _over(self, now: float, took: float) -> None:
        self._ended, self._least = now, max(LEAST, took / 2)
        self._factor = self.chance.random()
        self._retry = 0.0
        self._turn = math.inf

    @property
    def failing(self) -> bool:
        """Whether the last session failed."""
        return self._failures > 0

    def next_at(self, now: float) -> float:
        """When the next session begins if nobody asks for one."""
        return max(min(self._ended + self.pause(now), self._turn), self._ended + self._least)

    def hinted_at(self) -> float:
        """When the next session begins if a hint is there."""
        return self._ended + self._least

    def pause(self, now: float) -> float:
        """Seconds from session to session: the base +-50 %; after failures `retry_pause`."""
        if self._failures:
            return self._retry
        base = min(self.every, EVERY_OPEN) if self.case_open else self.every
        if now < self._hinted_until:
            base = min(base, EVERY_HINTED)
        return base * (0.5 + self._factor)
