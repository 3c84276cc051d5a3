"""Where a person was: back and forward, as in a browser. Plain values, no Qt."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """One place: a case of an engagement, the process, the timeline of what the queue shows (`team`), or else the
    queue, with the filter that it had where one queue follows another."""

    case: int | None = None
    process: bool = False
    filter: str = ""
    team: bool = False

    @property
    def is_queue(self) -> bool:
        """Whether it is the queue."""
        return self.case is None and not self.process and not self.team


class History:
    """A line of places with a current one."""

    def __init__(self, start: Place) -> None:
        self._places = [start]
        self._at = 0

    @property
    def current(self) -> Place:
        """Where we are."""
        return self._places[self._at]

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place after this one."""
        return self._at + 1 < len(self._places)

    def go(self, place: Place) -> None:
        """Go to a new place; what was ahead is forgotten. Going where we are changes nothing."""
        if place != self.current:
            self._places[self._at + 1 :] = [place]
            self._at += 1

    def remember(self, place: Place) -> None:
        """Put a fuller description of where we are in its place."""
        self._places[self._at] = place

    def back(self) -> Place:
        """One place back, if there is one."""
        self._at -= self.can_go_back
        return self.current

    def forward(self) -> Place:
        """One place forward, if there is one."""
        self._at += self.can_go_forward
        return self.current
