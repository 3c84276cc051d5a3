"""While a real sync process loads a million events: gaps of a 5 ms heartbeat in the UI thread of the desk, beside those
of a bare Qt loop that has the same sync process beside it; and the most CPU that the UI thread spent between two beats.

    python -m benchmarks.heartbeat [--events 1000000] [--rounds 3]

Each run is a process of its own on a copy of the same local files; desk and bare loop take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure import exit_with, report
from benchmarks.sync import markov_log

KEY = "0123456789abcdef" * 4
BULK = "bulk"
BEAT_MS = 5
RATIO = 2.0
SLOT_MS = 50.0
_PART = 200_000


def prepare(folder: Path, events: int) -> str:
    """A shared database with the demo, a local copy of it in folder/home, and `events` more not synced yet."""
    from bpo_desk.demo.make import make_demo
    from bpo_desk.shared.admin import create_engagement
    from bpo_desk.shared.append import append
    from bpo_desk.shared.engine import open_engine, writing

    url = f"sqlite:///{(folder / 'shared.db').as_posix()}"
    engine = open_engine(url)
    make_demo(engine, anchor=date(2026, 11, 20))
    done = subprocess.run(_sync(url), env=_environment(folder / "home"), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    bulk = create_engagement(engine, BULK, "A million events")
    stored = 0
    while stored < events:
        batch: Any = markov_log(min(_PART, events - stored), stored, stored)
        with writing(engine) as connection:
            stored += append(connection, bulk, batch, time.time_ns() // 1000).events
    engine.dispose()
    return url


def _sync(url: str) -> list[str]:
    return [sys.executable, "-m", "bpo_desk", "sync", "--json", "--from", url]


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "BPO_DESK_HOME": str(home), "BPO_DESK_KEY": KEY, "QT_QPA_PLATFORM": "offscreen"}


class Beats:
    """Counts the milliseconds between the beats of a timer, and the CPU that the thread spent between them."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: list[float] = []
        self.spent: list[float] = []
        self._wall = self._cpu = 0.0
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to count."""
        self._wall, self._cpu = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        """Count no longer."""
        self._timer.stop()

    def _beat(self) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        self.gaps.append((wall - self._wall) * 1000)
        self.spent.append((cpu - self._cpu) * 1000)
        self._wall, self._cpu = wall, cpu


def child(what: str, url: str) -> None:
    """One run: "bare" or "desk". Prints its gaps as JSON.

    The desk starts its own sync process and follows what that says, as it does for a person; beside the bare loop the
    same process runs unheard.
    """
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from bpo_desk.workspace.desk import Workspace
    from bpo_desk.workspace.profiles import remember_url

    remember_url("default", url)
    loaded = threading.Event()
    workspace = Workspace.open()
    start_sync = workspace.start_sync

    def listening(on_line: Callable[[str], None]) -> None:
        def heard(line: str) -> None:
            on_line(line)
            told = json.loads(line)
            if told["event"] == "synced" and told.get("code") == BULK:
                loaded.set()

        start_sync(heard)

    workspace.start_sync = listening  # type: ignore[method-assign]
    if what == "bare":
        application = QApplication([])
        QTimer.singleShot(1_000, lambda: workspace.start_sync(lambda _line: None))
        close = application.quit
    else:
        from bpo_desk.app.desktop import case_screen, new_application, new_window

        application = new_application(["desk"])
        window, background = new_window(application, workspace, None, case_screen)
        window.resize(1400, 900)
        window.show()
        QTimer.singleShot(1_000, lambda: window.start(follow=True))

        def close() -> None:
            window.close()
            application.quit()

    counted = Beats()
    QTimer.singleShot(2_500, counted.start)  # the queue is read and painted; what is measured is the load

    def look() -> None:
        if loaded.is_set():
            looking.stop()
            QTimer.singleShot(1_000, counted.stop)  # what the desk does about the news belongs to it
            QTimer.singleShot(1_200, close)

    looking = QTimer(interval=100)
    looking.timeout.connect(look)
    looking.start()
    application.exec()
    if what == "desk":
        background.shutdown()
    workspace.close()
    print(json.dumps({"gaps": counted.gaps, "spent": counted.spent}))


def run(what: str, folder: Path, url: str) -> dict[str, Any]:
    """One child on a fresh copy of the local files."""
    home = folder / f"home-{what}"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(folder / "home", home)
    command = [sys.executable, "-m", "benchmarks.heartbeat", "--child", what, "--url", url]
    done = subprocess.run(command, env=_environment(home), capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    """Measure and print; exit code 1 where a goal was missed."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--events", type=int, default=1_000_000)
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument("--child", choices=("bare", "desk"))
    given.add_argument("--url", default="")
    options = given.parse_args()
    if options.child:
        child(options.child, options.url)
        return
    worst: dict[str, list[float]] = {"bare": [], "desk": []}
    spent: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = prepare(folder, options.events)
        for _ in range(options.rounds):
            for what, runs in worst.items():
                found = run(what, folder, url)
                runs.append(float(np.percentile(found["gaps"], 99.9)))
                if what == "desk":
                    spent.append(max(found["spent"]))
    bare, desk = (statistics.median(worst[what]) for what in ("bare", "desk"))
    exit_with(
        [
            report("heartbeat gap p99.9, desk to bare loop", desk / bare, "x", at_most=RATIO,
                   desk_ms=desk, bare_ms=bare, rounds=options.rounds, events=options.events),
            report("most CPU of the UI thread between two beats", max(spent), "ms", at_most=SLOT_MS,
                   median_ms=statistics.median(spent)),
        ]
    )  # fmt: skip


if __name__ == "__main__":
    main()
