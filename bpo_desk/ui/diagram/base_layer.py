"""Paints a display list without any state: the layer that is painted once per zoom and then only copied."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import attrgetter

from PySide6.QtCore import QRectF

from bpo_desk.models.process import Bounds, Family
from bpo_desk.process.display_list import ENVELOPE_REACH, EdgeItem, Item, LabelItem, ShapeItem
from bpo_desk.ui.diagram.activities import paint_activity
from bpo_desk.ui.diagram.artifacts import paint_artifact, paint_other
from bpo_desk.ui.diagram.brush import Brush
from bpo_desk.ui.diagram.data import paint_data
from bpo_desk.ui.diagram.events import paint_event
from bpo_desk.ui.diagram.flows import paint_flows
from bpo_desk.ui.diagram.gateways import paint_gateway
from bpo_desk.ui.diagram.labels import paint_labels, paint_veils
from bpo_desk.ui.diagram.stamps import Direct, Placer, Stamped, Stamps
from bpo_desk.ui.diagram.swimlanes import paint_swimlane

_FAMILIES: dict[Family, Callable[[Brush, ShapeItem], None]] = {
    Family.EVENT: paint_event,
    Family.ACTIVITY: paint_activity,
    Family.GATEWAY: paint_gateway,
    Family.DATA: paint_data,
    Family.ARTIFACT: paint_artifact,
    Family.SWIMLANE: paint_swimlane,
    Family.OTHER: paint_other,
}

_LABEL_REACH = 120.0
# Device pixels per diagram unit below which a name is less than two pixels high.
LEGIBLE = 0.16


def paint_items(
    brush: Brush, items: Sequence[Item], region: QRectF | None = None, stamps: Stamps | None = None
) -> None:
    """Paint every item that touches `region` (diagram units; None is everything), in the given order, texts last. With
    `stamps`, made for the painter's scale, shapes that look alike are painted once; that is for pixels only."""
    painter = brush.painter
    scale = painter.worldTransform().m11() * painter.device().devicePixelRatioF()
    items = items if region is None else [item for item in items if touches(item, region)]
    labels = [item for item in items if isinstance(item, LabelItem)] if scale >= LEGIBLE else []
    placer: Placer = Stamped(brush, stamps) if stamps is not None else Direct(brush)
    looks = _recurring(items, stamps) if stamps is not None else {}
    lines_done = lines_begun = False
    lines: list[EdgeItem] = []
    alike: list[tuple[int, Bounds, ShapeItem]] = []
    for item in items:
        look = looks.get(id(item))
        if alike and look is None:
            placer.each(alike, put_item)
            alike = []
        if isinstance(item, EdgeItem):
            lines_begun = True
            lines.append(item)
            continue
        if lines:
            placer.units()
            paint_flows(brush, lines, thin=scale < LEGIBLE)
            lines = []
        if isinstance(item, ShapeItem):
            if lines_begun and not lines_done:
                lines_done = True
                # Before the shapes are painted, so that texts fade lines and never shapes.
                placer.units()
                paint_veils(brush, labels)
            if look is not None:
                alike.append((look, item.bounds, item))
            else:
                placer.units()
                _FAMILIES[item.kind.family](brush, item)
    placer.each(alike, put_item)
    placer.units()
    paint_flows(brush, lines, thin=scale < LEGIBLE)
    paint_labels(brush, labels, brush.colours.ink)


_FEW = 6
_KIND_AND_FORM = attrgetter(
    "kind",
    "trigger",
    "interrupting",
    "repetition",
    "compensation",
    "event_sub_process",
    "instantiate",
    "parallel_events",
    "called_task",
    "collection",
    "expanded",
    "ad_hoc",
    "band",
    "marker_visible",
    "fill",
    "stroke",
    "bounds.width",
    "bounds.height",
)


def _look_of(item: ShapeItem) -> Hashable:
    """All that tells how a shape looks, wherever it stands and whatever it is called."""
    look: tuple[object, ...] = _KIND_AND_FORM(item)
    return look


def _recurring(items: Iterable[Item], stamps: Stamps) -> dict[int, int]:
    """By the `id` of each shape the number of its look, where so many have it that a picture is worth its making."""
    alike: dict[Hashable, list[int]] = {}
    for item in items:
        if isinstance(item, ShapeItem) and not item.is_container and not item.envelope:
            alike.setdefault(_look_of(item), []).append(id(item))
    numbers: dict[int, int] = {}
    for look, some in alike.items():
        if len(some) >= _FEW:
            numbers.update(dict.fromkeys(some, stamps.number_of(look)))
    return numbers


def put_item(placer: Placer, item: ShapeItem, *, plain: bool = False) -> None:
    """Put a shape that is no frame around others in its place, in its base look; `plain`: without its own fill."""
    x, y, width, height = item.bounds

    def paint(brush: Brush) -> None:
        if plain:
            brush = Brush(brush.painter, brush.colours, brush.font, state_fill=brush.colours.shape)
        brush.painter.translate(-x, -y)
        _FAMILIES[item.kind.family](brush, item)
        brush.painter.translate(x, y)

    placer.put((_look_of(item), plain), x, y, (-4, -4, width + 4, height + 4), paint)


def touches(item: Item, region: QRectF) -> bool:
    """Whether an item, with what its text or ends may reach, touches a region in diagram units."""
    if isinstance(item, EdgeItem):
        xs = [x for x, _ in item.waypoints]
        ys = [y for _, y in item.waypoints]
        left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
        reach = 16.0
    else:
        left, top, right, bottom = item.bounds.x, item.bounds.y, item.bounds.right, item.bounds.bottom
        reach = _LABEL_REACH if isinstance(item, LabelItem) else ENVELOPE_REACH if item.envelope else 16.0
    return (
        left - reach <= region.right()
        and right + reach >= region.left()
        and top - reach <= region.bottom()
        and bottom + reach >= region.top()
    )
