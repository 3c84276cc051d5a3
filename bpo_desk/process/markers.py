"""What a case says about the elements of a diagram: markers by element id. How they look is ui/diagram's business."""

from __future__ import annotations

from dataclasses import dataclass

from bpo_desk.models.process import Word
from bpo_desk.models.quick_init import quick_init


class MarkerState(Word):
    """State of an element in a case. One meaning per colour, always with a shape or text beside it."""

    CURRENT = "current"
    WAITING = "waiting"
    DONE = "done"
    NEXT = "next"
    OVERDUE = "overdue"
    EXITED = "exited"
    FAILED = "failed"
    NOT_REACHED = "not reached"


@quick_init
@dataclass(frozen=True, slots=True)
class Marker:
    """What to show on one element.

    `tokens` is how many open work items stand here, `times` how often it was done or taken, `path` the numbers of
    the visits in the case's order (from 1), `inferred` tells a conclusion from a record, `badge` is a short text at
    the lower left corner or on the middle of a flow (a duration, a share), `alert` one at the lower right that must
    not be missed. `heat` (0..1) is how warm the fill of a shape is, and how thick a flow; None: as its state has it.
    `detour` says how the case left the process here, `returned` that it went on in the process after that.
    """

    state: MarkerState
    tokens: int = 0
    times: int = 0
    path: tuple[int, ...] = ()
    inferred: bool = False
    badge: str = ""
    alert: str = ""
    heat: float | None = None
    detour: str = ""
    returned: bool = False
