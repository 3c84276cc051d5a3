"""From the click on a row to the painted case: read from the encrypted cache, prepared in the background, shown.

    python -m benchmarks.case [--events 1000000] [--rounds 3]

The cache holds so many events of short cases and forty cases of about 200 events, which are opened in turn. Floor: a
bare window of the same size that repaints. JSON lines with "ok". "read", "prepare", "show" and "floor" are CPU times
of their thread; the wall time is that of this machine as it is loaded.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.measure import exit_with, report
from benchmarks.states import a_world
from benchmarks.sync import fill
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event_columns import EventColumns

KEY = bytes(range(32))
CASES, EVENTS_EACH = 40, 200
SIZE = (1440, 900)


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


def measured(cache: object, engagement_id: int, cases: list[int], rounds: int, events: int) -> list[bool]:
    """Open every case `rounds` times in one window and report."""
    from PySide6.QtCore import QEvent, QEventLoop, QObject
    from PySide6.QtWidgets import QApplication, QWidget

    from bpo_desk.cache.read import open_case
    from bpo_desk.cache.store import Cache
    from bpo_desk.ui import theme
    from bpo_desk.ui.background import Background
    from bpo_desk.ui.case.case_screen import CaseScreen
    from bpo_desk.ui.case.case_view import CaseView, prepare_case
    from bpo_desk.ui.timeline.timeline_view import TimelineView

    assert isinstance(cache, Cache)
    application = QApplication([])
    application.setStyle("Fusion")
    application.setPalette(theme.palette(dark=False))

    class Painted(QObject):
        """Notes that the watched widget was painted."""

        seen = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            self.seen = self.seen or event.type() == QEvent.Type.Paint
            return False

    screen, background, bare, painted = CaseScreen(), Background(), QWidget(), Painted()
    for window in (screen, bare):
        window.resize(*SIZE)
        window.show()
    timeline = screen.findChild(TimelineView)
    assert timeline is not None
    timeline.viewport().installEventFilter(painted)
    failures: list[Exception] = []
    spent: dict[str, list[float]] = {name: [] for name in ("wall", "cpu", "read", "prepare", "show", "floor")}

    def click(case: int) -> None:
        """One click, until its case is painted."""
        shown: list[float] = []

        def work() -> CaseView:
            begun = time.thread_time()
            file = open_case(cache, engagement_id, case)
            read = time.thread_time()
            view = prepare_case(file)
            spent["read"].append(read - begun)
            spent["prepare"].append(time.thread_time() - read)
            return view

        def done(view: CaseView) -> None:
            shown.append(time.thread_time())
            painted.seen = False
            screen.show_view(view)

        wall, cpu = time.perf_counter(), time.process_time()
        background.ask("case", work, done, failures.append)
        while not (shown and painted.seen) and not failures:
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        application.processEvents()
        spent["wall"].append(time.perf_counter() - wall)
        spent["cpu"].append(time.process_time() - cpu)
        spent["show"].append(time.thread_time() - shown[0])

    click(cases[0])
    first = spent["wall"][0]
    for times in spent.values():
        times.clear()
    for _ in range(rounds):
        for case in cases:
            click(case)
            begun = time.thread_time()
            bare.repaint()
            spent["floor"].append(time.thread_time() - begun)
    steps = []
    for step in range(1, EVENTS_EACH, 5):
        begun = time.process_time()
        screen.choose_step(step)
        application.processEvents()
        steps.append(time.process_time() - begun)
    background.shutdown()
    if failures:
        raise failures[0]
    medians = {f"{name}_ms": statistics.median(times) * 1000 for name, times in spent.items()}
    about = {"events_in_cache": events, "opened": len(spent["wall"]), "first_ms": first * 1000, **medians}
    return [
        report("case.click_to_painted.p95", p95(spent["wall"]), "ms", at_most=100, **about),
        report("case.click_to_painted.cpu.p95", p95(spent["cpu"]), "ms cpu", at_most=100),
        report("case.step.p95", p95(steps), "ms cpu", at_most=100),
    ]


if __name__ == "__main__":
    main()
