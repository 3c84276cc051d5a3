"""The exits of one case from its defined process, each with what accepted it, as the case shows and its report says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.event_data import data_object
from bpo_desk.models.ids import NONE
from bpo_desk.state.event_notes import event_ids


class CaseExit(NamedTuple):
    """Event rows of one exit: where it was `recorded` and where it was `accepted`; NONE where it was not."""

    recorded: int
    accepted: int

    @property
    def row(self) -> int:
        """The event that stands for it."""
        return self.recorded if self.recorded != NONE else self.accepted


def case_exits(events: EventColumns, data: Sequence[str | None]) -> tuple[CaseExit, ...]:
    """The exits of a case's events in their order, then what was accepted without having been recorded.

    An acceptance says in its `data` which exit it is about (`event_id`); where a source names none, each exit
    takes the first later acceptance at its step that no other one took.
    """
    recorded, accepted = (
        (events.kind == kind).nonzero()[0].tolist() for kind in (EventKind.EXIT_RECORDED, EventKind.EXIT_ACCEPTED)
    )
    if not accepted:
        return tuple(CaseExit(row, NONE) for row in recorded)
    about = {row: str(data_object(data[row] if data else None).get("event_id", "")) for row in accepted}
    ids, used = event_ids(events), set[int]()
    found = []
    for row in recorded:
        fitting = [each for each in accepted if about[each] == ids[row]]
        fitting = (
            fitting
            or [
                each
                for each in accepted
                if not about[each] and each > row and each not in used and events.step[each] == events.step[row]
            ][:1]
        )
        used.update(fitting)
        found.append(CaseExit(row, fitting[0] if fitting else NONE))
    return (*found, *(CaseExit(NONE, row) for row in accepted if row not in used))
