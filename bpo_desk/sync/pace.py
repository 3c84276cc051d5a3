"""When the next session begins: the base poll, sooner while a case is open, soon for a while after a hint. No I/O."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Final

EVERY: Final = 30.0
"""Seconds between two sessions, give or take half."""
EVERY_OPEN: Final = 5.0
"""The same while a case is open."""
EVERY_HINTED: Final = 1.0
"""The same for a while after a hint."""
A_WHILE: Final = 30.0
SOON: Final = 0.05
"""Seconds until the session that looks for what a hint did not tell: a hint is sent when a writer begins to change
something, and one hint stands for all changes of 20 ms."""
LEAST: Final = 0.01
"""Seconds between two sessions, however many hints come; and at least half of what the last one took."""
LONGEST: Final = 300.0


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
    _soon: float = EVERY_HINTED
    _ended: float = 0.0
    _least: float = LEAST
    _factor: float = 1.0

    def hinted(self, now: float) -> None:
        """A hint came."""
        self._hinted_until = now + A_WHILE
        self._soon = SOON

    def session_over(self, now: float, took: float, *, news: bool) -> None:
        """A session ended well; `news`: it changed something here."""
        self._over(now, took)
        self._failures = 0
        self._soon = SOON if news and now < self._hinted_until else min(2 * self._soon, EVERY_HINTED)

    def session_failed(self, now: float, took: float) -> None:
        """A session failed: the next ones come later and later."""
        self._over(now, took)
        self._failures += 1

    def _over(self, now: float, took: float) -> None:
        self._ended, self._least = now, max(LEAST, took / 2)
        self._factor = self.chance.random()

    @property
    def failing(self) -> bool:
        """Whether the last session failed."""
        return self._failures > 0

    def next_at(self, now: float) -> float:
        """When the next session begins if nobody asks for one."""
        return self._ended + max(self.pause(now), self._least)

    def hinted_at(self) -> float:
        """When the next session begins if a hint is there."""
        return self._ended + self._least

    def pause(self, now: float) -> float:
        """Seconds from session to session: the base +-50 %; after n failures full jitter up to 2^n s (at most 300)."""
        if self._failures:
            return self._factor * min(LONGEST, 2.0 ** min(self._failures, 10))
        base = min(self.every, EVERY_OPEN) if self.case_open else self.every
        if now < self._hinted_until:
            base = min(base, self._soon)
        return base * (0.5 + self._factor)
