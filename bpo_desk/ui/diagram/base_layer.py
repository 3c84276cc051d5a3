"""Paints a display list without any state: the layer that is painted once per zoom and then only copied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter

from bpo_desk.models.process import Family
from bpo_desk.process.display_list import DisplayList, EdgeItem, Item, LabelItem, ShapeItem
from bpo_desk.ui.diagram.activities import paint_activity
from bpo_desk.ui.diagram.artifacts import paint_artifact, paint_other
from bpo_desk.ui.diagram.brush import Brush
from bpo_desk.ui.diagram.colours import DiagramColours
from bpo_desk.ui.diagram.data import paint_data
from bpo_desk.ui.diagram.events import paint_event
from bpo_desk.ui.diagram.flows import paint_flow
from bpo_desk.ui.diagram.gateways import paint_gateway
from bpo_desk.ui.diagram.labels import paint_label, paint_veil
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


def paint_base(
    painter: QPainter, shown: DisplayList, colours: DiagramColours, font: QFont, region: QRectF | None = None
) -> None:
    """Paint every item that touches `region` (diagram units; None is everything), back to front."""
    brush = Brush(painter, colours, font)
    readable = painter.worldTransform().m11() * painter.device().devicePixelRatioF() >= LEGIBLE
    lines_done = False
    lines_begun = False
    for item in shown.items:
        if isinstance(item, EdgeItem):
            lines_begun = True
        elif lines_begun and not lines_done:
            lines_done = True
            _paint_veils(brush, shown, region)
        if not readable and isinstance(item, LabelItem):
            continue
        if region is None or touches(item, region):
            paint_item(brush, item)


def _paint_veils(brush: Brush, shown: DisplayList, region: QRectF | None) -> None:
    """Once the lines are painted and before the shapes are, so that texts fade lines and never shapes."""
    for item in shown.items:
        if isinstance(item, LabelItem) and (region is None or touches(item, region)):
            paint_veil(brush, item)


def paint_item(brush: Brush, item: Item) -> None:
    """Paint one item in its base look."""
    if isinstance(item, ShapeItem):
        _FAMILIES[item.kind.family](brush, item)
    elif isinstance(item, EdgeItem):
        paint_flow(brush, item)
    else:
        paint_label(brush, item, brush.colours.ink)


def touches(item: Item, region: QRectF) -> bool:
    """Whether an item, with what its text or ends may reach, touches a region in diagram units."""
    if isinstance(item, EdgeItem):
        xs = [x for x, _ in item.waypoints]
        ys = [y for _, y in item.waypoints]
        left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
        reach = 16.0
    else:
        left, top, right, bottom = item.bounds.x, item.bounds.y, item.bounds.right, item.bounds.bottom
        reach = 16.0 if isinstance(item, ShapeItem) else _LABEL_REACH
    return (
        left - reach <= region.right()
        and right + reach >= region.left()
        and top - reach <= region.bottom()
        and bottom + reach >= region.top()
    )
