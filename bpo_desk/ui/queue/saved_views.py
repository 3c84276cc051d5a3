"""Saved views of the queue: filter, chips, sort, columns with widths, and grouping, under a name. Plain values, no Qt.

A view is kept word for word: what a newer or older desk would not understand is said, never dropped.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from bpo_desk.ui.queue.queue_state import QueueState


class SavedView(NamedTuple):
    """A view without selection and scroll; `group_by` is "" where the groups are closed."""

    state: QueueState
    group_by: str = ""


BUILT_IN: Final[dict[str, SavedView]] = {
    "Supervisor: least time left": SavedView(QueueState(text="-status:closed,cancelled")),
    "Client: waiting for the client": SavedView(
        QueueState(text="waiting:client", sort=(("since", True),)), group_by="step"
    ),
    "Quality: closed in the last week": SavedView(QueueState(text="status:closed closed<7d", sort=(("age", True),))),
}
"""The views that every desk has, by the role that they are for."""


def to_json(views: Mapping[str, SavedView]) -> str:
    """Own views as text for the window file."""
    kept = {
        name: {"state": view.state._replace(selected=(), current=None, top=0).to_json(), "group_by": view.group_by}
        for name, view in views.items()
    }
    return json.dumps(kept)


def of_json(text: str) -> dict[str, SavedView]:
    """The views in a text of `to_json`; none for a text that is none."""
    try:
        kept = json.loads(text)
        return {
            str(name): SavedView(QueueState.of_json(str(each["state"])), str(each["group_by"]))
            for name, each in kept.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def not_understood(view: SavedView, chips: Collection[str], columns: Collection[str]) -> list[str]:
    """The chips and sort columns of a view that this desk does not have."""
    return sorted({*view.state.chips} - {*chips}) + [key for key, _down in view.state.sort if key not in columns]
