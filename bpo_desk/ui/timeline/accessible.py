"""The timeline for screen readers: a tree of the lanes and of what stands on them in view, whose names say their state.

Made when an assistive program asks; without one nothing of this runs. The rules that keep it safe are those of the
diagram's tree (docs/decisions/0016); the event table is its equivalent.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Protocol, cast

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from bpo_desk.ui.number_words import counted
from bpo_desk.ui.timeline.geometry import Geometry, hit
from bpo_desk.ui.timeline.mark_paint import mark_size
from bpo_desk.ui.timeline.outline import LaneInView, lanes_in_view, span_of
from bpo_desk.ui.timeline.timeline_paint import lane_words, side_words
from bpo_desk.ui.timeline.work_spans import SpanKind

if TYPE_CHECKING:
    from bpo_desk.ui.timeline.lane_layout import TimelineLayout
    from bpo_desk.ui.timeline.lanes import Lane

translate = QCoreApplication.translate
_NAME, _DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description
Key = tuple[str, int, int, int]
"""("lane", kind, side, code) or ("event", row, 0, 0)."""


class ReadTimeline(Protocol):
    """What is asked of the widget, which is a QAbstractScrollArea."""

    @property
    def drawn(self) -> TimelineLayout | None:
        """What is painted."""
        ...

    @property
    def selected(self) -> int:
        """The selected event row, -1 for none."""
        ...

    def geometry_now(self) -> Geometry:
        """Where things stand in the viewport."""
        ...

    def event_words(self, row: int) -> str:
        """An event in one line."""
        ...

    def step_words(self, row: int) -> str:
        """The step of an event, "" for none."""
        ...

    def time_words(self, place: float) -> str:
        """The time at a place of the axis."""
        ...


@cache
def offer_to_screen_readers() -> None:
    """Have Qt ask here for the accessible form of timelines; once for the application."""
    QAccessible.installFactory(_made)


def _made(_name: str, thing: QObject) -> QAccessibleInterface | None:
    is_timeline = isinstance(thing, QAbstractScrollArea) and hasattr(thing, "event_words")
    return AccessibleTimeline(cast(QAbstractScrollArea, thing)) if is_timeline else None


def _forget(parts: dict[Key, AccessiblePart], _widget: QObject | None = None) -> None:
    """Take parts back from Qt, which would go on asking them; held here while Qt deletes them."""
    for part in parts.values():
        if shiboken6.isValid(part):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(part))
    parts.clear()


def say_selected(widget: QWidget) -> None:
    """Tell that the focus went to the selected event."""
    if QAccessible.isActive():
        found = QAccessible.queryAccessibleInterface(widget)
        part = found.selected_part() if isinstance(found, AccessibleTimeline) else None
        if part is not None:
            QAccessible.updateAccessibility(QAccessibleEvent(part, QAccessible.Event.Focus))


class AccessibleTimeline(QAccessibleInterface):
    """The root of the tree: the widget."""

    def __init__(self, widget: QAbstractScrollArea) -> None:
        super().__init__()
        self.widget = widget
        self._of: tuple[object, float, float] = (None, 0.0, 0.0)
        self._lanes: tuple[LaneInView, ...] = ()
        self._lane_of: dict[int, LaneInView] = {}
        self._parts: dict[Key, AccessiblePart] = {}
        widget.destroyed.connect(partial(_forget, self._parts))

    @property
    def timeline(self) -> ReadTimeline:
        """The widget as what it shows."""
        return cast(ReadTimeline, self.widget)

    def lanes(self) -> tuple[LaneInView, ...]:
        """The outline of what is in view now."""
        layout, geometry = self.timeline.drawn, self.timeline.geometry_now()
        now = (layout, geometry.first, geometry.last)
        if now[0] is not self._of[0] or now[1:] != self._of[1:]:
            self._of = now
            self._lanes = () if layout is None else lanes_in_view(layout, geometry)
            self._lane_of = {row: lane for lane in self._lanes for row in lane.rows}
            known = {lane_key(each.lane) for each in self._lanes} | {event_key(row) for row in self._lane_of}
            _forget({key: self._parts.pop(key) for key in [*self._parts] if key not in known})
        return self._lanes

    def lane_of(self, row: int) -> LaneInView | None:
        """The lane that an event row is read in; None where it is not."""
        self.lanes()
        return self._lane_of.get(row)

    def lane_at(self, key: Key) -> LaneInView | None:
        """A lane in view by its key."""
        return next((each for each in self.lanes() if lane_key(each.lane) == key), None)

    def part(self, key: Key) -> AccessiblePart:
        """The accessible form of a lane or event in view, the same one each time."""
        found = self._parts.get(key)
        if found is None:
            found = self._parts[key] = AccessiblePart(self, key)
            QAccessible.registerAccessibleInterface(found)
        return found

    def selected_part(self) -> AccessiblePart | None:
        """The selected event, where it is in view."""
        row = self.timeline.selected
        return self.part(event_key(row)) if self.lane_of(row) is not None else None

    # What Qt asks

    def isValid(self) -> bool:
        return shiboken6.isValid(self.widget)

    def object(self) -> QObject:
        return self.widget

    def window(self) -> QWindow:
        return self.widget.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        above: QObject | None = self.widget.parentWidget() or QApplication.instance()
        assert above is not None  # a widget needs an application
        return QAccessible.queryAccessibleInterface(above)

    def childCount(self) -> int:
        return len(self.lanes())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        lanes = self.lanes()
        return self.part(lane_key(lanes[index].lane)) if 0 <= index < len(lanes) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        keys = [lane_key(each.lane) for each in self.lanes()]
        return keys.index(child.key) if isinstance(child, AccessiblePart) and child.key in keys else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        layout = self.timeline.drawn
        at = self.widget.viewport().mapFromGlobal(QPoint(x, y))
        row = None if layout is None else hit(layout, self.timeline.geometry_now(), at.x(), at.y())
        return self.part(event_key(row)) if row is not None and self.lane_of(row) is not None else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.selected_part() if self.widget.hasFocus() else None

    def rect(self) -> QRect:
        return QRect(self.widget.mapToGlobal(QPoint(0, 0)), self.widget.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Tree

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = 1
        state.focused = int(self.widget.hasFocus() and self.selected_part() is None)
        state.invisible = int(not self.widget.isVisible())
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if kind == _NAME:
            return self.widget.accessibleName()
        return self.widget.accessibleDescription() if kind == _DESCRIPTION else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """A reader changes nothing."""


class AccessiblePart(QAccessibleInterface):
    """A lane, or an event on it."""

    def __init__(self, root: AccessibleTimeline, key: Key) -> None:
        super().__init__()
        self._root = root
        self.key = key

    @property
    def row(self) -> int:
        """The event row, -1 for a lane."""
        return self.key[1] if self.key[0] == "event" else -1

    def _lane(self) -> LaneInView | None:
        return self._root.lane_of(self.row) if self.row >= 0 else self._root.lane_at(self.key)

    def _rows(self) -> tuple[int, ...]:
        lane = self._lane() if self.row < 0 else None
        return () if lane is None else lane.rows

    def isValid(self) -> bool:
        root = self._root
        return shiboken6.isValid(root) and root.isValid() and self._lane() is not None

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow:
        return self._root.window()

    def parent(self) -> QAccessibleInterface:
        lane = self._lane() if self.row >= 0 else None
        return self._root if lane is None else self._root.part(lane_key(lane.lane))

    def childCount(self) -> int:
        return len(self._rows())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        rows = self._rows()
        return self._root.part(event_key(rows[index])) if 0 <= index < len(rows) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        rows = self._rows()
        return rows.index(child.row) if isinstance(child, AccessiblePart) and child.row in rows else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._root.childAt(x, y)

    def rect(self) -> QRect:
        timeline, lane = self._root.timeline, self._lane()
        layout = timeline.drawn
        if lane is None or layout is None:
            return QRect()
        box = place_of(layout, timeline.geometry_now(), lane.lane, self.row)
        return QRect(self._root.widget.viewport().mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.TreeItem

    def state(self) -> QAccessible.State:
        widget, rows = self._root.widget, self._rows()
        here = self.row >= 0 and self._root.timeline.selected == self.row
        state = QAccessible.State()
        state.focusable = state.selectable = int(self.row >= 0)
        state.selected = int(here)
        state.focused = int(here and widget.hasFocus())
        state.expandable = state.expanded = int(bool(rows))
        state.offscreen = int(not widget.rect().translated(widget.mapToGlobal(QPoint(0, 0))).intersects(self.rect()))
        return state

    def text(self, kind: QAccessible.Text) -> str:
        lane = self._lane()
        if lane is None:
            return ""
        if kind == _NAME:
            return lane_name(lane) if self.row < 0 else event_name(self._root.timeline, lane.lane, self.row)
        return self._root.timeline.event_words(self.row) if kind == _DESCRIPTION and self.row >= 0 else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """A reader changes nothing."""


def lane_key(lane: Lane) -> Key:
    """What names a lane as long as it is drawn."""
    return ("lane", int(lane.kind), int(lane.side), lane.code)


def event_key(row: int) -> Key:
    """What names an event of a case."""
    return ("event", row, 0, 0)


def lane_name(lane: LaneInView) -> str:
    """ "Ann Berger, Provider: 12 events in view"; that there are too many to be read, where there are."""
    who = f"{lane_words(lane.lane)}, {side_words(lane.lane.side)}"
    events = counted(lane.events, translate("timeline", "event"), translate("timeline", "events"))
    form = (
        translate("timeline", "{who}: {events} in view, zoom in to have them read")
        if lane.events and not lane.rows
        else translate("timeline", "{who}: {events} in view")
    )
    return form.format(who=who, events=events)


def event_name(timeline: ReadTimeline, lane: Lane, row: int) -> str:
    """ "Ann Berger, Provider: work on Verify identity, 19 Oct 2026 10:00 to 19 Oct 2026 10:40" for what begins a bar;
    else the event in one line."""
    layout = timeline.drawn
    span = -1 if layout is None else span_of(layout, row)
    if layout is None or span < 0:
        return timeline.event_words(row)
    spans, step = layout.spans, timeline.step_words(row)
    form = {
        SpanKind.WORK: translate("timeline", "work on {step}"),
        SpanKind.WAITING: translate("timeline", "{step} waits"),
        SpanKind.SUSPENDED: translate("timeline", "{step} is suspended"),
    }[SpanKind(int(spans.kind[span]))]
    end = (
        translate("timeline", "still so")
        if spans.running[span]
        else translate("timeline", "to {time}").format(time=timeline.time_words(float(spans.end[span])))
    )
    return translate("timeline", "{who}, {side}: {what}, {start} {end}").format(
        who=lane_words(lane),
        side=side_words(lane.side),
        what=form.format(step=step or translate("timeline", "a task without a name")),
        start=timeline.time_words(float(spans.start[span])),
        end=end,
    )


def place_of(layout: TimelineLayout, geometry: Geometry, lane: Lane, row: int) -> QRect:
    """Where a lane, or an event on it, stands in the viewport; a bar reaches no further than the lanes do."""
    left, right = geometry.left, geometry.left + geometry.width
    if row < 0:
        return QRect(0, round(geometry.y(lane.top)), round(right), round(lane.rows * geometry.line))
    span, mark = span_of(layout, row), int(layout.mark_of_row[row])
    if span >= 0:
        begin, end = geometry.x(int(layout.spans.start[span])), geometry.x(int(layout.spans.end[span]))
        line = int(layout.span_line[span])
    else:
        reach = mark_size(geometry) / 2
        at = geometry.x(int(layout.marks.time[mark]))
        begin, end, line = at - reach, at + reach, int(layout.marks.line[mark])
    begin, end = min(max(begin, left), right), max(min(end, right), left)
    return QRect(round(begin), round(geometry.y(line)), max(round(end - begin), 1), round(geometry.line))
