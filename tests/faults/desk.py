"""A desk of the simulator: the product's own copy and outbox in a process that may die at any commit."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from bpo_desk.models.mutation import Mutation
from bpo_desk.sync.first_pages import FirstPages
from bpo_desk.sync.keep import Keeper
from bpo_desk.sync.run import silently
from bpo_desk.sync.turns import Turns
from tests.faults.disk import Disk
from tests.faults.rows import Said

_APART = 0.01
"""Seconds between sessions where turns are concerned: with these small copies each waits for a few at most."""
START = 1_800_000_000_000_000


class Killed(BaseException):
    """The process ends here; what was committed before is there when it starts again."""


@dataclass
class Desk:
    """One desk with what it ever wrote. `fuse`: transactions until its process dies, None while it lives on; `seen`: by
    change of a row what its writer saw there; `decided`: the refusals that somebody decided about."""

    disk: Disk
    name: str
    fuse: int | None = None
    clock: int = START
    written: list[Mutation] = field(default_factory=list)
    seen: dict[str, Said | None] = field(default_factory=dict)
    decided: set[str] = field(default_factory=set)
    sessions: int = 0

    def open(self) -> None:
        """Start the process."""
        self.cache, self.outbox = self.disk.opened()
        self.cache.at_commit = self.outbox.at_commit = self._burn  # type: ignore[method-assign]
        self.pages = FirstPages(self.cache)
        self.turns = Turns(random.Random(self.sessions), lambda: self.sessions * _APART)
        self.keeper = Keeper(self.cache, silently)  # as the process that follows: what it remembers dies with it

    def close(self) -> None:
        """End it."""
        self.disk.closed(self.cache, self.outbox)

    def _burn(self) -> None:
        if self.fuse is not None:
            self.fuse -= 1
            if self.fuse < 0:
                self.fuse = None
                raise Killed

    def lose_power(self) -> None:
        """The write-ahead log of the copy was not flushed; the outbox was."""
        self.close()
        self.disk.lose_power()
        self.open()
