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


def one_to_json(view: SavedView) -> str:
    """One view as the text that the team shares: without selection and scroll."""
    return json.dumps(_kept(view), sort_keys=True)


def one_of_json(text: str) -> SavedView | None:
    """The view in a text of `one_to_json`; None for a text that is none."""
    try:
        return _view(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _kept(view: SavedView) -> dict[str, str]:
    bare = view.state._replace(selected=(), current=None, top=0, listed=None)
    return {"state": bare.to_json(), "group_by": view.group_by}


def _view(kept: Mapping[str, object]) -> SavedView:
    return SavedView(QueueState.of_json(str(kept["state"])), str(kept["group_by"]))


def statuses_left_out(view: SavedView) -> list[str]:
    """The words of the statuses of which a view can show no case: said whenever it is shown."""
    from bpo_desk.models.filter_statuses import left_out  # not before the first paint
    from bpo_desk.models.filter_text import parse
    from bpo_desk.models.filters import FieldIs, FilterError, all_of

    try:
        asked = parse(view.state.text)
    except FilterError:
        return []
    chips = [FieldIs("is", chip) for chip in sorted(view.state.chips)]
    return [status.word for status in left_out(all_of(asked, *chips))]


def to_json(views: Mapping[str, SavedView]) -> str:
    """Own views as text for the window file."""
    return json.dumps({name: _kept(view) for name, view in views.items()})


def of_json(text: str) -> dict[str, SavedView]:
    """The views in a text of `to_json`; none for a text that is none."""
    try:
        kept = json.loads(text)
        return {str(name): _view(each) for name, each in kept.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def not_understood(view: SavedView, chips: Collection[str], columns: Collection[str]) -> list[str]:
    """The chips and sort columns of a view that this desk does not have."""
    return sorted({*view.state.chips} - {*chips}) + [key for key, _down in view.state.sort if key not in columns]
