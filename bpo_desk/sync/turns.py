"""When a desk may load anew what a restored server has made worthless: not all desks at once. No I/O.

Until its turn comes the copy of before is shown, which is told, and nothing is put into it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

SECONDS_FOR_AN_EVENT: Final = 1e-3
"""Of the time over which desks spread their loads, for each event that they have to load: a thousand desks take a
million events (150 MB) a second from the server, whatever the size of their copies. How many desks there are no desk
may know: logins count nothing."""
LONGEST_TURN: Final = 1800.0
"""Seconds after which everybody may load, however much it is."""


@dataclass(slots=True)
class Turns:
    """Each desk draws its place in the time that all of them have. `clock`: seconds, monotonic.

    `waiting`: engagement -> seconds that it waits still, as of the last session. Lives as long as the process; after a
    new start another place is drawn.
    """

    chance: random.Random = field(default_factory=random.Random)
    clock: Callable[[], float] = time.monotonic
    waiting: dict[int, float] = field(default_factory=dict)
    _place: tuple[str, float, float] = ("", 0.0, 0.0)  # history of the server, when it was first met, share of the time

    def asked(self, epoch: str, worthless: Mapping[int, int]) -> frozenset[int]:
        """Which of the engagements (with the events of their copies) must wait, in a session with this history of the
        server."""
        now = self.clock()
        if self._place[0] != epoch:
            self._place = (epoch, now, self.chance.random())
        _, begun, share = self._place
        left = begun + share * min(sum(worthless.values()) * SECONDS_FOR_AN_EVENT, LONGEST_TURN) - now
        self.waiting = dict.fromkeys(worthless, left) if left > 0 else {}
        return frozenset(self.waiting)
