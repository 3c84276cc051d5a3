"""The lane of ad-hoc tasks beneath a diagram: work outside the defined process, near the step during which it ran."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bpo_desk.models.process import Bounds, NodeKind
from bpo_desk.process.display_list import DisplayList, Item, LabelItem, ShapeItem, extent
from bpo_desk.process.labels import BAND, LabelPlace

_WIDTH, _HEIGHT = 168.0, 62.0
_GAP = 12.0
_BELOW = 36.0
_LEAST = 420.0
LANE_ID = "ad-hoc"


@dataclass(frozen=True, slots=True)
class AdHocTask:
    """One ad-hoc task of a case. `state`, `owner` and `due` are ready texts, empty when there is nothing to say.

    `during` is the element id of the step during which it ran, None when the log cannot tell.
    """

    id: str
    name: str
    state: str = ""
    owner: str = ""
    due: str = ""
    during: str | None = None


def task_element_id(task_id: str) -> str:
    """The element id under which a task is drawn and can be marked."""
    return f"{LANE_ID}:{task_id}"


def with_ad_hoc_tasks(shown: DisplayList, tasks: Sequence[AdHocTask], title: str = "Ad-hoc tasks") -> DisplayList:
    """The same diagram with a lane beneath that holds `tasks`, each as near under its step as its neighbours allow.

    Without tasks the list comes back as it is.
    """
    if not tasks:
        return shown
    left, width = shown.bounds.x, max(shown.bounds.width, _LEAST)
    top = shown.bounds.bottom + _BELOW
    places, bottom = _places(shown, tasks, left + BAND + _GAP, left + width - _GAP, top + _GAP)
    lane_box = Bounds(left, top, width, bottom + _GAP - top)
    lane = ShapeItem(LANE_ID, NodeKind.LANE, lane_box, name=title, ad_hoc=True, computed=True)
    items: list[Item] = [lane]
    labels: list[Item] = [
        LabelItem(LANE_ID, title, Bounds(left, top, BAND, lane_box.height), LabelPlace.BAND_LEFT),
    ]
    shapes = {LANE_ID: lane}
    for task, box in zip(tasks, places, strict=True):
        element_id = task_element_id(task.id)
        shape = ShapeItem(element_id, NodeKind.TASK, box, name=task.name, ad_hoc=True, computed=True)
        shapes[element_id] = shape
        items.append(shape)
        labels.append(LabelItem(element_id, _text(shown, task), _inset(box), LabelPlace.CENTRE))
    everything = (*shown.items, *items, *labels)
    return replace(
        shown,
        items=everything,
        bounds=extent(list(everything)),
        order=shown.order.then([task_element_id(task.id) for task in tasks]),
        key="",
        shapes=shown.shapes | shapes,
    )


def _places(
    shown: DisplayList, tasks: Sequence[AdHocTask], left: float, right: float, top: float
) -> tuple[list[Bounds], float]:
    """A box for each task in the given order, and the lower edge of the lowest."""
    wanted = []
    for number, task in enumerate(tasks):
        step = shown.shapes.get(task.during or "")
        wanted.append((step.bounds.centre[0] - _WIDTH / 2 if step is not None else left, number))
    boxes: dict[int, Bounds] = {}
    x, y = left, top
    for want, number in sorted(wanted):
        x = max(x, min(want, right - _WIDTH))
        if x + _WIDTH > right + 0.5:
            x, y = max(left, min(want, right - _WIDTH)) if y == top else left, y + _HEIGHT + _GAP
        boxes[number] = Bounds(x, y, _WIDTH, _HEIGHT)
        x += _WIDTH + _GAP
    return [boxes[number] for number in range(len(tasks))], y + _HEIGHT


def _text(shown: DisplayList, task: AdHocTask) -> str:
    step = shown.shapes.get(task.during or "")
    facts = " · ".join(part for part in (task.state, task.owner, task.due) if part)
    return "\n".join(part for part in (task.name, facts, f"↑ {step.name.strip()}" if step is not None else "") if part)


def _inset(box: Bounds) -> Bounds:
    return Bounds(box.x + 6, box.y + 4, box.width - 12, box.height - 8)
