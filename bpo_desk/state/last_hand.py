"""Who had a case last, for cases whose work items are all done. Holders of open cases are in holders.py."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpo_desk.models.case_columns import HolderKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.sides import Side
from bpo_desk.state.context import StateContext
from bpo_desk.state.work_items import work_items


@dataclass(frozen=True, slots=True)
class LastHand:
    """A hand of one case: person and queue are dictionary keys (NONE = not said), `since` microseconds UTC."""

    kind: HolderKind
    person: int
    queue: int
    side: Side
    since: int
    work_item: int


def last_hand(events: EventColumns, context: StateContext) -> LastHand | None:
    """The hand of the work item of one case that moved last, ad-hoc ones apart; None where no event names a hand."""
    items = work_items(events, context)
    told = np.flatnonzero((items["hand_kind"] != HolderKind.NOBODY) & (items["ad_hoc"] == 0))
    if not len(told):
        return None
    ends = np.where(items["ended_at"] == TIME_UNKNOWN, items["last_at"], items["ended_at"])
    last = int(told[np.lexsort((items["work_item"][told], ends[told]))[-1]])
    one = {name: int(column[last]) for name, column in items.columns.items()}
    return LastHand(
        HolderKind(one["hand_kind"]),
        one["person"] if one["person"] > 0 else NONE,
        one["queue"] if one["queue"] > 0 else NONE,
        Side(one["side"]),
        one["hand_since"],
        one["work_item"],
    )
