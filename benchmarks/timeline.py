"""Zoom and pan of a month of a team in the timeline, beside pyqtgraph's ScatterPlotItem with the same points.

    python -m benchmarks.timeline [--events 1000000] [--large 10000000] [--no-peer]

Both paint the same frames in turns, 1400x800, 280 lanes: from the whole month down to 1/2000 of it, panning at each
zoom. Figures are CPU milliseconds a frame (the whole widget: axis, names, image). "first_draw" goes from event columns
to the painted widget, "case_open" the same for one case of 10,000 events. The floor is an image of that size painted
into a bare widget. JSON lines with "ok".
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.measure import exit_with, report
from bpo_desk.models.dictionaries import Dictionaries, Person
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.sides import Side

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SIZE = (1400, 800)
LANES = 280
MONTH = 30 * 86_400_000_000
BEGIN = 1_770_000_000_000_000


def a_month(events: int, lanes: int = LANES, seed: int = 3) -> tuple[EventColumns, Dictionaries]:
    """A month of a team: work items assigned, started and completed by one person each, mostly by day."""
    random = np.random.default_rng(seed)
    items = events // 3
    day = random.integers(0, 30, items) * 86_400_000_000
    begin = np.repeat(BEGIN + day + (random.normal(12, 2.5, items) * 3.6e9).astype(np.int64), 3)
    place = np.tile(np.arange(3), items)
    minutes = np.repeat(random.integers(1, 90, items), 3) * 60_000_000
    who = np.repeat(random.integers(1, lanes + 1, items), 3)
    names = Dictionaries()
    names.persons += [Person(f"Agent {i:03}", Side.PROVIDER if i % 5 else Side.CLIENT) for i in range(1, lanes + 1)]
    kinds = np.array([EventKind.ASSIGNED, EventKind.STARTED, EventKind.COMPLETED])
    columns = EventColumns.of(
        {
            "case": np.repeat(np.arange(items) // 4, 3),
            "occurred_at": begin + place * minutes,
            "kind": kinds[place],
            "side": np.ones(items * 3, np.int8),
            "actor": who,
            "holder": np.where(place == 0, who, -1),
            "work_item": np.repeat(np.arange(items) % 4 + 1, 3),
        }
    )
    return columns, names


def frames(first: float, last: float) -> Iterator[tuple[float, float]]:
    """Views from all of it down to 1/2000, ten zooms with six positions each."""
    for zoom in np.geomspace(1.0, 1 / 2000, 10).tolist():
        length = (last - first) * zoom
        for place in np.linspace(0.2, 0.8, 6).tolist():
            begin = min(max(first + (last - first) * place - length / 2, first), last - length)
            yield begin, begin + length


def cpu(thing: Callable[[], object]) -> float:
    """CPU milliseconds of this process."""
    begun = time.process_time()
    thing()
    return (time.process_time() - begun) * 1000


def main() -> None:
    """Print the figures; exit 1 when one misses its limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--large", type=int, default=10_000_000)
    parser.add_argument("--no-peer", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    application.setStyle("Fusion")
    results = measured(options.events, peer=not options.no_peer)
    results += opened()
    if options.large:
        results += large(options.large)
    exit_with(results)


def exposed(widget: QWidget) -> None:
    """Show a widget in the benchmarks' size, until it paints at once when told to."""
    from PySide6.QtWidgets import QApplication

    widget.resize(*SIZE)
    widget.show()
    for _ in range(5):
        QApplication.processEvents()


def shown(columns: EventColumns, names: Dictionaries) -> tuple[object, float]:
    """A painted timeline of the events, all lanes in the window, and the CPU milliseconds it took."""
    from bpo_desk.ui.timeline.lane_layout import lane_layout
    from bpo_desk.ui.timeline.local_time import LocalTime
    from bpo_desk.ui.timeline.timeline_view import TimelineView

    view = TimelineView()
    exposed(view)

    def first_draw() -> None:
        view.show_case(lane_layout(columns, names, int(columns.occurred_at.max())), LocalTime(UTC), str)
        view.fit_lanes(True)
        view.viewport().repaint()

    return view, cpu(first_draw)


def measured(events: int, *, peer: bool) -> list[bool]:
    """The frames of the timeline, of the peer and of the floor, in turns."""
    from PySide6.QtGui import QImage, QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from bpo_desk.ui.timeline.timeline_view import TimelineView

    class Floor(QWidget):
        """Paints a ready image."""

        image = QImage(*SIZE, QImage.Format.Format_RGB32)

        def paintEvent(self, _event: QPaintEvent) -> None:
            painter = QPainter(self)
            painter.drawImage(0, 0, self.image)

    columns, names = a_month(events)
    shown(*a_month(3_000))  # fonts and modules are loaded
    view, first = shown(columns, names)
    assert isinstance(view, TimelineView)
    floor = Floor()
    exposed(floor)
    scatter = a_scatter(columns) if peer else None
    spent: dict[str, list[float]] = {"ours": [], "peer": [], "floor": []}
    low, high = float(columns.occurred_at.min()), float(columns.occurred_at.max())
    for at, (begin, end) in enumerate(frames(low, high)):
        view.show_between(begin, end)
        spent["ours"].append(cpu(view.viewport().repaint))
        spent["floor"].append(cpu(floor.repaint))
        if scatter is not None and at % 6 in (1, 4):
            spent["peer"].append(cpu(partial(scatter, begin, end)))
    ours, base = np.array(spent["ours"]), float(np.median(spent["floor"]))
    median = float(np.median(ours))
    about = {"events": events, "lanes": LANES, "frames": len(ours), "floor_ms": base}
    results = [
        report("timeline.frame.median", median, "ms cpu", **about),
        report("timeline.frame.p95", float(np.percentile(ours, 95)), "ms cpu", at_most=8),
        report("timeline.frame.worst", float(ours.max()), "ms cpu", at_most=16),
        report("timeline.first_draw", first, "ms cpu", at_most=300, events=events),
    ]
    if spent["peer"]:
        theirs = float(np.median(spent["peer"]))
        share = report(
            "timeline.over_scatter", median / theirs, "of its median", at_most=1 / 30, times=theirs / median,
            peer_median_ms=theirs, peer_worst_ms=float(max(spent["peer"])), peer_frames=len(spent["peer"]),
        )  # fmt: skip
        results.append(share)
    return results


def a_scatter(columns: EventColumns) -> Callable[[float, float], None]:
    """pyqtgraph's scatter plot of the same points; a call paints one frame."""
    import pyqtgraph

    plot = pyqtgraph.PlotWidget()
    points = pyqtgraph.ScatterPlotItem(
        x=columns.occurred_at.astype(np.float64), y=columns.actor.astype(np.float64), size=3, pen=None, symbol="s"
    )
    plot.addItem(points)
    exposed(plot)

    def frame(begin: float, end: float) -> None:
        plot.setXRange(begin, end, padding=0)
        plot.viewport().repaint()

    return frame


def large(events: int) -> list[bool]:
    """The same frames with more events; no peer."""
    from bpo_desk.ui.timeline.timeline_view import TimelineView

    columns, names = a_month(events)
    view, first = shown(columns, names)
    assert isinstance(view, TimelineView)
    ours = []
    for begin, end in frames(float(columns.occurred_at.min()), float(columns.occurred_at.max())):
        view.show_between(begin, end)
        ours.append(cpu(view.viewport().repaint))
    about = {"events": events, "median_ms": float(np.median(ours)), "first_draw_ms": first}
    return [report("timeline.large.worst", max(ours), "ms cpu", at_most=16, **about)]


def opened() -> list[bool]:
    """From the events of one case of 10,000 to the painted timeline."""
    columns, names = a_month(10_000, 40)
    columns = EventColumns.of({**columns.columns(), "case": np.ones(len(columns), np.int32)})
    columns.work_item[:] = np.repeat(np.arange(len(columns) // 3) + 1, 3)
    spent = [shown(columns.ordered(), names)[1] for _ in range(5)]
    return [report("timeline.case_open", float(np.median(spent)), "ms cpu", at_most=300, events=len(columns))]


if __name__ == "__main__":
    main()
