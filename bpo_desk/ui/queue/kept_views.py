"""The view that each engagement's queue had when another one was looked at: filter, chips, sort, columns, selection.

A filter names people and steps of its own engagement: it does not go along to another. Plain values, no Qt.
"""

from __future__ import annotations

import json
from collections.abc import Container
from typing import TYPE_CHECKING

from bpo_desk.ui.queue.queue_state import QueueState

if TYPE_CHECKING:
    from bpo_desk.models.engagement import Engagement


class KeptViews:
    """Views by engagement id."""

    def __init__(self) -> None:
        self._states: dict[int, QueueState] = {}

    def read(self, text: str) -> None:
        """Know what a text of `to_json` says; one that is none says nothing."""
        try:
            self._states = {int(one): QueueState.of_json(str(state)) for one, state in json.loads(text).items()}
        except (ValueError, AttributeError, RecursionError):
            self._states = {}

    def turn(self, before: Engagement, state: QueueState, after: Engagement) -> QueueState:
        """Keep the view of one engagement and give the one of another; the first time it has the same columns in the
        same order, and shows every case."""
        self._states[int(before.engagement_id)] = state
        fresh = QueueState(sort=state.sort, header=state.header)
        return self._states.get(int(after.engagement_id), fresh)

    def knows(self, engagement: int) -> bool:
        """Whether an engagement was looked at and left."""
        return engagement in self._states

    def to_json(self, engagements: Container[int]) -> str:
        """As text for the window's memory, of those engagements that are (still) there."""
        return json.dumps({one: state.to_json() for one, state in self._states.items() if one in engagements})
