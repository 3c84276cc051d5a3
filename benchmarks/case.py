"""From the click on a row to the painted case: read from the encrypted cache, prepared in the background, shown.

    python -m benchmarks.case [--events 1000000] [--rounds 3]

The cache holds so many events of short cases and forty cases of about 200 events, which are opened in turn; none has
a process definition, so that each is a map of its own. Floor: a bare window of the same size that repaints. JSON lines
with "ok". Medians of CPU milliseconds: "read" and "prepare" in their thread; "show", what handing the case to the
screen takes; "diagram", "timeline", "tables", their paint events; "rest", layouts, all other widgets, the window
itself; "explain", the explained time that a later answer brings. The wall time is that of this machine as it is loaded.

A click lasts until nothing is left to paint: the second line counts, by an event filter that the timed clicks do
without, the paint events that came after its end (none may) and the widgets that a click painted more than once.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.measure import exit_with, report
from benchmarks.states import a_world
from benchmarks.sync import fill
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event_columns import EventColumns

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from bpo_desk.ui.case.case_screen import CaseScreen
    from bpo_desk.ui.case.case_view import CaseView

KEY = bytes(range(32))
CASES, EVENTS_EACH = 40, 200
SIZE = (1440, 900)
TURNS = 3  # of the event loop: layouts and the first paint, what they put off, nothing


def a_cache(folder: Path, events: int) -> tuple[object, int, list[int]]:
    """An encrypted cache with so many events; its engagement and the keys of the large cases."""
    from bpo_desk.cache.read import find_case
    from bpo_desk.cache.store import Cache
    from bpo_desk.models.event_columns import EventBatch
    from bpo_desk.shared.admin import engagements
    from bpo_desk.shared.append import append
    from bpo_desk.shared.engine import open_engine, writing
    from bpo_desk.shared.feed import Feed
    from bpo_desk.sync.run import sync_once

    url = f"sqlite:///{(folder / 'shared.db').as_posix()}"
    fill(url, events)
    columns, names = large_cases()
    numbers = [f"LARGE{k}" for k in range(CASES)]
    engine = open_engine(url)
    with writing(engine) as connection:
        engagement = engagements(connection)[0]
        append(connection, engagement, EventBatch(columns, names, numbers), time.time_ns() // 1000)
    cache = Cache.create(folder / "cache.db", KEY)
    sync_once(cache, Feed(engine))
    engine.dispose()
    engagement_id = int(engagement.engagement_id)
    return cache, engagement_id, [find_case(cache, engagement_id, number) for number in numbers]


def large_cases() -> tuple[EventColumns, Dictionaries]:
    """Cases of about 200 events, each with a dozen people, a handful of queues and ten steps."""
    columns, names = a_world(CASES * EVENTS_EACH, CASES)
    columns.case[:] -= 1
    for column, most in ((columns.actor, 12), (columns.holder, 12), (columns.queue, 4), (columns.step, 10)):
        known = column > 0
        column[known] = column[known] % most + 1
    return columns, names


def p95(seconds: list[float]) -> float:
    """The 95th percentile in milliseconds."""
    return float(np.percentile(seconds, 95)) * 1000


def main() -> None:
    """Print the figures; exit 1 when one misses its limit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        cache, engagement_id, cases = a_cache(Path(folder), options.events)
        results = measured(cache, engagement_id, cases, options.rounds, options.events)
        cache.close()  # type: ignore[attr-defined]
    exit_with(results)


class Spent(defaultdict[str, list[float]]):
    """Seconds by what they were spent on, one a click."""

    def __init__(self) -> None:
        super().__init__(list)
        self.now: Counter[str] = Counter()

    def timed(self, kind: type[QWidget], name: str) -> None:
        """Add up what the paint events of a kind of widget take; for widgets that are made afterwards."""
        paint: Callable[..., None] = kind.paintEvent

        def paint_timed(widget: QWidget, event: object) -> None:
            begun = time.thread_time()
            paint(widget, event)
            self.now[name] += time.thread_time() - begun

        kind.paintEvent = paint_timed  # type: ignore[method-assign, assignment]

    def click_over(self) -> None:
        """Put down what the click took."""
        self.now["rest"] = self.now["shown"] - sum(self.now[name] for name in ("show", "diagram", "timeline", "tables"))
        for name, seconds in self.now.items():
            self[name].append(seconds)
        self.now.clear()


class Clicks:
    """Clicks on cases in one window: read and prepared in the background, shown, painted."""

    def __init__(self, application: QApplication, cache: object, engagement_id: int) -> None:
        from bpo_desk.ui.background import Background
        from bpo_desk.ui.case.case_screen import CaseScreen
        from bpo_desk.ui.case.cell_table import CellTable
        from bpo_desk.ui.diagram.canvas import DiagramCanvas
        from bpo_desk.ui.timeline.timeline_canvas import TimelineCanvas

        self.spent = Spent()
        for kind, name in ((DiagramCanvas, "diagram"), (TimelineCanvas, "timeline"), (CellTable, "tables")):
            self.spent.timed(kind, name)
        self.application, self.cache, self.engagement_id = application, cache, engagement_id
        self.background, self.screen = Background(), CaseScreen()

    def click(self, case: int) -> None:
        """One click, until all that it changes is painted."""
        from PySide6.QtCore import QEventLoop

        wall, cpu = time.perf_counter(), time.process_time()
        answers: list[CaseView | Exception] = []
        self.background.ask("case", lambda: self._prepared(case), answers.append, answers.append)
        while not answers:
            self.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if isinstance(answers[0], Exception):
            raise answers[0]
        begun = time.thread_time()
        self.screen.show_view(answers[0])
        self.spent.now["show"] = time.thread_time() - begun
        self.settle()
        self.spent.now["shown"] = time.thread_time() - begun
        self.spent.now["wall"] = time.perf_counter() - wall
        self.spent.now["cpu"] = time.process_time() - cpu
        self.spent.click_over()

    def _prepared(self, case: int) -> CaseView:
        from bpo_desk.cache.read import open_case
        from bpo_desk.ui.case.case_view import prepare_case

        begun = time.thread_time()
        file = open_case(self.cache, self.engagement_id, case)  # type: ignore[arg-type]
        read = time.thread_time()
        view = prepare_case(file)
        self.spent.now["read"], self.spent.now["prepare"] = read - begun, time.thread_time() - read
        return view

    def settle(self) -> None:
        """Let the window paint until nothing is left to paint."""
        for _ in range(TURNS):
            self.application.processEvents()

    def explain(self) -> float:
        """CPU seconds of the explained time of the case in front, from the answer to its paint."""
        view, moment = self.screen.view, self.screen.moment
        assert view is not None
        assert moment is not None
        begun = time.process_time()
        self.screen.show_time(moment, view.explained(moment))
        self.settle()
        return time.process_time() - begun

    def paints(self, cases: list[int]) -> tuple[int, dict[str, float]]:
        """How many paint events came after a click had ended, and how often a click painted a widget that it painted
        more than once, by its kind."""
        from PySide6.QtCore import QEvent, QObject
        from PySide6.QtWidgets import QWidget

        count: Counter[QWidget] = Counter()

        class Painted(QObject):
            """Counts the paint events of each widget."""

            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
                    count[watched] += 1
                return False

        painted, late, again = Painted(), 0, Counter[str]()
        self.application.installEventFilter(painted)
        for case in cases:
            self.click(case)
            for widget, times in count.items():
                if times > 1:
                    again[f"{type(widget).__name__} in {type(widget.parent()).__name__}"] += times
            count.clear()
            time.sleep(0.02)
            self.settle()
            late += count.total()
            count.clear()
        self.application.removeEventFilter(painted)
        return late, {name: times / len(cases) for name, times in again.items()}


def step_times(screen: CaseScreen, settle: Callable[[], None]) -> list[float]:
    """CPU seconds of steps of the as-of slider through the case in front."""
    times = []
    for step in range(1, EVENTS_EACH, 5):
        begun = time.process_time()
        screen.choose_step(step)
        settle()
        times.append(time.process_time() - begun)
    return times


def measured(cache: object, engagement_id: int, cases: list[int], rounds: int, events: int) -> list[bool]:
    """Open every case `rounds` times in one window and report."""
    from PySide6.QtWidgets import QApplication, QWidget

    from bpo_desk.app import garbage
    from bpo_desk.ui import theme

    application = QApplication([])
    application.setStyle("Fusion")
    application.setPalette(theme.palette(dark=False))
    clicks, bare = Clicks(application, cache, engagement_id), QWidget()
    for window in (clicks.screen, bare):
        window.resize(*SIZE)
        window.show()
    clicks.click(cases[0])
    spent = clicks.spent
    first = spent["wall"][0]
    spent.clear()
    gc.collect()
    garbage.settle()  # as the desk does after its first paint
    for _ in range(rounds):
        for case in cases:
            clicks.click(case)
            spent["explain"].append(clicks.explain())
            begun = time.thread_time()
            bare.repaint()
            spent["floor"].append(time.thread_time() - begun)
    steps = step_times(clicks.screen, clicks.settle)
    wall, cpu = p95(spent["wall"]), p95(spent["cpu"])
    medians = {f"{name}_ms": statistics.median(times) * 1000 for name, times in spent.items()}
    late, again = clicks.paints(cases)
    clicks.background.shutdown()
    about = {"events_in_cache": events, "opened": rounds * len(cases), "first_ms": first * 1000, **medians}
    return [
        report("case.click_to_painted.p95", wall, "ms", at_most=100, **about),
        report("case.painted_after_the_click", late, "paint events", at_most=0, more_than_once_a_click=again),
        report("case.click_to_painted.cpu.p95", cpu, "ms cpu", at_most=100),
        report("case.step.p95", p95(steps), "ms cpu", at_most=100),
    ]


if __name__ == "__main__":
    main()
