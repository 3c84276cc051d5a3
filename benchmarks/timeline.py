"""Zoom and pan of a month of a team in the timeline, beside pyqtgraph's ScatterPlotItem with the same points.

    python -m benchmarks.timeline [--events 1000000] [--large 10000000] [--no-peer]

Both paint the same frames in turns, 1400x800, 280 lanes: from the whole month down to 1/2000 of it, panning at each
zoom. Figures are CPU milliseconds a frame (the whole widget: axis, names, image). "first_draw" goes from event columns
to the painted widget, the middle of three, as the place of many cases shows them: "prepare_ms" of it is done off the UI
thread, "ui_ms" on it, "complete" what is done off it until bars and handovers are there too. "case_open" is the same
for one case of 10,000 events, "month" for 120 people and 100,000 events in lanes of a line of text.
"heartbeat" is the longest time (wall) that the UI thread did not come back to its loop while a million events were
prepared. The floor is an image of that size painted into a bare widget. JSON lines with "ok".
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
    from numpy.typing import NDArray
    from PySide6.QtWidgets import QWidget

    from bpo_desk.ui.timeline.lane_layout import TimelineLayout
    from bpo_desk.ui.timeline.timeline_view import TimelineView

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
    return columns.ordered(), names


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
    results += a_teams_month()
    results += heartbeat(options.events)
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


@dataclass(frozen=True, slots=True)
class Shown:
    """A painted timeline, and the CPU milliseconds that its preparation and its first frame took, and then the rest."""

    view: TimelineView
    prepare_ms: float
    ui_ms: float
    complete_ms: float

    @property
    def first_draw(self) -> float:
        """From event columns to the painted widget."""
        return self.prepare_ms + self.ui_ms


def layout_of(
    columns: EventColumns, names: Dictionaries, *, period: bool = False
) -> tuple[TimelineLayout, Callable[[], TimelineLayout] | None]:
    """What the desk prepares off the UI thread, with `period` as the place of a team's month does; and what completes
    it."""
    from bpo_desk.ui.team.team_view import SKETCHED_FROM
    from bpo_desk.ui.timeline.density import prepared
    from bpo_desk.ui.timeline.lane_layout import completed, lane_layout
    from bpo_desk.ui.timeline.period_layout import in_period

    def framed(layout: TimelineLayout) -> TimelineLayout:
        return prepared(in_period(layout, int(columns.occurred_at.min()), last + 1) if period else layout)

    last = int(columns.occurred_at.max())
    layout = lane_layout(columns, names, last, sketch=len(columns) > SKETCHED_FROM)
    return framed(layout), (lambda: framed(completed(layout, columns, names))) if layout.is_sketch else None


def shown(columns: EventColumns, names: Dictionaries, *, squeezed: bool = True, period: bool = False) -> Shown:
    """A timeline of the events, `squeezed` until all lanes stand in the window."""
    from bpo_desk.ui.timeline.content import content_of
    from bpo_desk.ui.timeline.local_time import LocalTime
    from bpo_desk.ui.timeline.timeline_view import TimelineView

    view = TimelineView()
    exposed(view)
    made: list[tuple[TimelineLayout, Callable[[], TimelineLayout] | None]] = []
    prepare_ms = cpu(lambda: made.append(layout_of(columns, names, period=period)))

    def first_frame() -> None:
        view.show_case(made[0][0], LocalTime(UTC), str)
        view.fit_lanes(squeezed)
        view.viewport().repaint()

    ui_ms, rest, whole = cpu(first_frame), made[0][1], []
    complete_ms = 0.0 if rest is None else cpu(lambda: whole.append(rest()))
    if whole:
        view.show_content(content_of(whole[0]))
    return Shown(view, prepare_ms, ui_ms, complete_ms)


def painted(view: TimelineView, columns: EventColumns) -> NDArray[np.float64]:
    """CPU milliseconds of each of the frames."""
    spent = []
    for begin, end in frames(float(columns.occurred_at.min()), float(columns.occurred_at.max())):
        view.show_between(begin, end)
        spent.append(cpu(view.viewport().repaint))
    return np.array(spent)


def measured(events: int, *, peer: bool) -> list[bool]:
    """The frames of the timeline, of the peer and of the floor, in turns."""
    from PySide6.QtGui import QImage, QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget

    class Floor(QWidget):
        """Paints a ready image."""

        image = QImage(*SIZE, QImage.Format.Format_RGB32)

        def paintEvent(self, _event: QPaintEvent) -> None:
            painter = QPainter(self)
            painter.drawImage(0, 0, self.image)

    columns, names = a_month(events)
    shown(*a_month(3_000))  # fonts and modules are loaded
    every = [shown(columns, names) for _ in range(3)]
    first = sorted(every, key=lambda each: each.first_draw)[1]
    view, floor = first.view, Floor()
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
        report(
            "timeline.first_draw", first.first_draw, "ms cpu", at_most=300, complete_ms=first.complete_ms,
            prepare_ms=first.prepare_ms, ui_ms=first.ui_ms, events=events, very_first_ms=every[0].first_draw,
        ),
    ]  # fmt: skip
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
    columns, names = a_month(events)
    first = shown(columns, names)
    ours = painted(first.view, columns)
    return [
        report("timeline.large.worst", float(ours.max()), "ms cpu", at_most=16, events=events,
               median_ms=float(np.median(ours))),
        report("timeline.large.first_draw", first.first_draw, "ms cpu", at_most=2_000, complete_ms=first.complete_ms,
               prepare_ms=first.prepare_ms, ui_ms=first.ui_ms),
    ]  # fmt: skip


def opened() -> list[bool]:
    """From the events of one case of 10,000 to the painted timeline."""
    columns, names = a_month(10_000, 40)
    columns = EventColumns.of({**columns.columns(), "case": np.ones(len(columns), np.int32)})
    columns.work_item[:] = np.repeat(np.arange(len(columns) // 3) + 1, 3)
    spent = [shown(columns.ordered(), names, squeezed=False).first_draw for _ in range(5)]
    return [report("timeline.case_open", float(np.median(spent)), "ms cpu", at_most=300, events=len(columns))]


def a_teams_month() -> list[bool]:
    """The first draw and the frames of a real team's month, in lanes as high as a line of text."""
    columns, names = a_month(100_000, 120)
    every = [shown(columns, names, squeezed=False, period=True) for _ in range(5)]
    middle = sorted(every, key=lambda each: each.first_draw)[2]
    ours = painted(middle.view, columns)
    about = {"events": len(columns), "median_ms": float(np.median(ours)), "worst_ms": float(ours.max())}
    return [
        report("timeline.month.first_draw", middle.first_draw, "ms cpu", at_most=100,
               prepare_ms=middle.prepare_ms, ui_ms=middle.ui_ms),
        report("timeline.month.p95", float(np.percentile(ours, 95)), "ms cpu", at_most=8, **about),
    ]  # fmt: skip


def heartbeat(events: int) -> list[bool]:
    """The UI thread's longest pause while the events are prepared in the background."""
    from PySide6.QtCore import QEventLoop, QTimer

    from bpo_desk.ui.background import Background

    columns, names = a_month(events)
    background, loop, beats = Background(), QEventLoop(), [time.perf_counter()]
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    timer.start(1)
    failures: list[Exception] = []

    def failed(error: Exception) -> None:
        failures.append(error)
        loop.quit()

    def work() -> None:
        _, rest = layout_of(columns, names)
        if rest is not None:
            rest()

    background.ask("timeline", work, lambda _: loop.quit(), failed)
    loop.exec()
    beats.append(time.perf_counter())
    timer.stop()
    background.shutdown()
    if failures:
        raise failures[0]
    gaps = np.diff(beats) * 1000
    about = {"events": events, "beats": len(beats), "took_ms": float(gaps.sum())}
    return [report("timeline.heartbeat", float(gaps.max()), "ms wall", at_most=50, **about)]


if __name__ == "__main__":
    main()
