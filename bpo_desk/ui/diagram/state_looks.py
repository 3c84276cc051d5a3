"""How each state of an element looks, as parts that recur: borders, washes and veils. Badges are next door."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from bpo_desk.models.process import Family, NodeKind
from bpo_desk.process.display_list import ShapeItem
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.ui.diagram.brush import NORMAL, ROUNDED, THICK, THIN, Brush, colour_of, polygon
from bpo_desk.ui.diagram.colours import DiagramColours, mixed
from bpo_desk.ui.diagram.stamps import Placer

_HEAT_STEPS = 24
_VEIL = 140  # of 255
_NOT_SQUARE = frozenset({Family.EVENT, Family.GATEWAY})
_ROUND = ROUNDED / 3  # how far a rounded corner reaches inside


@dataclass(frozen=True, slots=True)
class StateLook:
    """How one state looks: border colour, strength of its wash over the shape (0..1), border width and dashes."""

    border: str
    wash: float
    width: float
    dashed: bool = False


@lru_cache(maxsize=8)
def state_looks(colours: DiagramColours) -> dict[MarkerState, StateLook]:
    """The one look of each state; to be asked for once a frame."""
    wash = colours.wash
    return {
        MarkerState.CURRENT: StateLook(colours.current, wash, 3.2),
        MarkerState.WAITING: StateLook(colours.waiting, wash, 2.6),
        MarkerState.DONE: StateLook(colours.done, wash, 2.0),
        MarkerState.NEXT: StateLook(colours.next, 0.0, 2.4, dashed=True),
        MarkerState.OVERDUE: StateLook(colours.overdue, wash, 3.2),
        MarkerState.EXITED: StateLook(colours.exited, wash, 2.4),
        MarkerState.FAILED: StateLook(colours.failed, wash, 2.8),
        MarkerState.NOT_REACHED: StateLook(colours.faint, 0.0, 0.0),
    }


def warmth(colours: DiagramColours, heat: float) -> float:
    """The wash of a step by its warmth (0..1): from a trace of the state's colour to as much as its name allows."""
    strongest = 0.5 if colours.keep_file_strokes else 0.3
    step = round(min(max(heat, 0.0), 1.0) * _HEAT_STEPS) / _HEAT_STEPS
    return 0.06 + strongest * step


@lru_cache(maxsize=8)
def veil_of(colours: DiagramColours) -> QColor:
    """What is laid over elements that were not reached; not to be changed by who gets it."""
    veil = QColor(colours.paper)
    veil.setAlpha(_VEIL)
    return veil


@lru_cache(maxsize=8)
def faded_line(colours: DiagramColours) -> QColor:
    """What a line looks like beneath that; not to be changed by who gets it."""
    return mixed(colours.line, colours.paper, _VEIL / 255)


def put_state(
    placer: Placer, shape: ShapeItem, marker: Marker, look: StateLook, colours: DiagramColours, *, bold: bool
) -> None:
    """Lay a state over a shape that the base layer has painted: a wash inside and a border in the state's colour, or a
    veil. `bold`: for scales at which a border is thinner than a pixel."""
    x, y, width, height = shape.bounds
    family, state = shape.kind.family, marker.state
    if state is MarkerState.NOT_REACHED:
        if not shape.is_container:
            placer.put(
                ("veil", family, width, height),
                x,
                y,
                (-2, -2, width + 2, height + 2),
                lambda brush: _veil(brush, family, width, height),
            )
        return
    wash = look.wash if marker.heat is None else warmth(colours, marker.heat)
    if shape.is_container:
        wash = 0.0
    inset, least = _border(shape.kind, family)
    line = max(look.width, least) * (2 if bold else 1)
    placer.put(
        ("state", family, width, height, state, inset, line, wash),
        x,
        y,
        (-line, -line, width + line, height + line),
        lambda brush: _state(brush, family, QRectF(0, 0, width, height), inset, look, line, wash),
        rim=0.0 if wash or family in _NOT_SQUARE else _ROUND + inset + 2 * line,
    )


def _border(kind: NodeKind, family: Family) -> tuple[float, float]:
    """How far inside its bounds a shape's own border runs, and the width that hides it beneath the state's."""
    if kind is NodeKind.CALL_ACTIVITY:
        return (THICK - NORMAL) / 2, THICK + 0.6
    if family is Family.EVENT:
        own = THICK if kind is NodeKind.END_EVENT else THIN
        return own / 2, own + 0.6
    return 0.0, 0.0


def _state(brush: Brush, family: Family, box: QRectF, inset: float, look: StateLook, line: float, wash: float) -> None:
    inside: QColor | None = None
    if wash:
        inside = QColor(colour_of(look.border))
        inside.setAlphaF(wash)
    if inside is not None:
        brush.use(None, inside)
        _outline(brush, family, box)
    box = box.adjusted(inset, inset, -inset, -inset)
    if look.dashed:
        # The border beneath would show between the dashes.
        brush.use(brush.pen(brush.colours.paper, line), None)
        _outline(brush, family, box)
    brush.use(brush.pen(look.border, line, Qt.PenStyle.DashLine if look.dashed else Qt.PenStyle.SolidLine), None)
    _outline(brush, family, box)


def _veil(brush: Brush, family: Family, width: float, height: float) -> None:
    """A veil covers a little more than the line beneath."""
    brush.use(None, veil_of(brush.colours))
    _outline(brush, family, QRectF(-2, -2, width + 4, height + 4))


def _outline(brush: Brush, family: Family, box: QRectF) -> None:
    if family is Family.EVENT:
        brush.painter.drawEllipse(QPointF(box.center()), box.width() / 2, box.height() / 2)
    elif family is Family.GATEWAY:
        x, y = box.center().x(), box.center().y()
        brush.painter.drawPolygon(polygon([(x, box.top()), (box.right(), y), (x, box.bottom()), (box.left(), y)]))
    elif family is Family.ACTIVITY:
        brush.painter.drawRoundedRect(box, ROUNDED, ROUNDED)
    else:
        brush.painter.drawRect(box)
