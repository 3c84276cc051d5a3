"""From a commit in a PostgreSQL to the changed pixel of a desk: 50 commits a second, with hints and by the poll.

Run as `python -m benchmarks.live [--cases N] [--seconds S]`. The desk is the whole window with its own sync process,
without a screen; a pixel has changed when the table has painted the row with the commit's time in it. What hints cost
those who write is measured by benchmarks/live_writers.py.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import psycopg

from benchmarks.measure import exit_with, report
from benchmarks.sync import fill
from bpo_desk.shared import admin
from bpo_desk.shared.engine import open_engine
from bpo_desk.sync.pace import A_WHILE

KEY: Final = "0123456789abcdef" * 4
RATE: Final = 50
P50, P95 = 50.0, 150.0
"""Milliseconds from commit to pixel with hints."""
POLL: Final = 5
"""Seconds between polls of the desk that hears no hints, give or take half."""
_INSERT: Final = (
    "INSERT INTO event (engagement_id, event_id, case_id, occurred_at, recorded_at, kind, side, source_id)"
    " VALUES (1, gen_random_uuid(), %s, %s, %s, 41, 1, 1)"
)


def fill_with_short_cases(url: str, conninfo: str, cases: int) -> None:
    """Cases of two events each, made by the server: a million in a minute."""
    engine = open_engine(url)
    admin.init(engine)
    admin.create_engagement(engine, "BENCH", "Benchmark")
    engine.dispose()
    event = "INSERT INTO event (engagement_id, event_id, case_id, occurred_at, recorded_at, kind, side, source_id"
    made = f"FROM generate_series(1, {cases}) i"
    with psycopg.connect(conninfo) as connection:
        connection.execute("SET session_replication_role = replica")
        for table in ("person", "queue", "step"):
            connection.execute(
                f"INSERT INTO {table} (engagement_id, {table}_id, name) SELECT 1, i, '{table} ' || i"
                " FROM generate_series(1, 30) i"
            )
        connection.execute("INSERT INTO source (engagement_id, source_id, name) VALUES (1, 1, 'source')")
        connection.execute(f"INSERT INTO case_ (engagement_id, case_id, number) SELECT 1, i, 'C-' || i {made}")
        opened = "gen_random_uuid(), i, 1780000000000000 + i * 1000000::bigint, 1790000000000000"
        connection.execute(f"{event}) SELECT 1, {opened}, 1, 1, 1 {made}")
        connection.execute(
            f"{event}, source_seq, work_item, step_id, holder_id, queue_id)"
            f" SELECT 1, {opened}, 21, 1, 1, 1, 1, 1 + i % 30, 1 + i % 30, 1 + i % 30 {made}"
        )


@dataclass(slots=True)
class Commits:
    """(case, occurred_at in microseconds, when it was committed), made by a thread at a steady rate."""

    conninfo: str
    cases: list[int]
    seconds: float
    made: list[tuple[int, int, float]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Write until the time is over."""
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            _until_somebody_looks(connection)
            begun = time.perf_counter()
            for number in range(int(self.seconds * RATE)):
                time.sleep(max(begun + number / RATE - time.perf_counter(), 0))
                case, now = self.cases[number % len(self.cases)], time.time_ns() // 1000
                connection.execute(_INSERT, (case, now, now))
                self.made.append((case, now, time.perf_counter()))
        self.over.set()


def _until_somebody_looks(connection: psycopg.Connection[Any]) -> None:
    """On a busy machine the sync process of the desk may take longer to begin than anybody waited. At once where the
    database cannot be looked at."""
    looks = (
        "SELECT to_regproc('hint_look') IS NULL OR EXISTS (SELECT FROM pg_stat_activity"
        " WHERE query LIKE '%hint_look%' AND state = 'active' AND pid <> pg_backend_pid())"
    )
    until = time.monotonic() + 60.0
    while connection.execute(looks).fetchone() != (True,) and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(1.0)


def child(url: str, conninfo: str, seconds: float, wait: float) -> None:
    """One desk: prints the milliseconds of each commit as JSON."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    from bpo_desk.app.desktop import case_screen, new_application, new_window
    from bpo_desk.workspace.desk import Workspace
    from bpo_desk.workspace.profiles import remember_url

    remember_url("default", url)
    workspace = Workspace.open()
    application = new_application(["desk"])
    remembered = Path(os.environ["BPO_DESK_HOME"]) / "window.json"  # as a desk that people use
    window, background = new_window(application, workspace, remembered, case_screen)
    window.resize(1400, 900)
    window.show()
    table = window.queue.table
    took: list[float] = []
    seen = 0
    commits: Commits | None = None

    class Paints(QObject):
        """Looks, after the table has painted, which commits are in the rows that it painted."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, look)
            return False

    def look() -> None:
        nonlocal seen
        view, now = window.queue._view, time.perf_counter()
        if commits is None or view is None:
            return
        shown = view.queue.cases
        while seen < len(commits.made):
            case, occurred, at = commits.made[seen]
            row = shown.row_of(case)
            if row is None or int(shown["last_activity_at"][row]) < occurred:
                return
            took.append((now - at) * 1000)
            seen += 1

    def begin() -> None:
        nonlocal commits
        rows = table.queue_model.rows
        commits = Commits(conninfo, [rows.case(row) for row in list(table.visible_rows())[:20]], seconds)
        threading.Thread(target=commits.run, daemon=True).start()

    def finish() -> None:
        if commits is not None and commits.over.is_set() and seen == len(commits.made):
            finishing.stop()
            window.close()
            application.quit()

    paints = Paints()
    table.viewport().installEventFilter(paints)
    finishing = QTimer(interval=100)
    finishing.timeout.connect(finish)
    finishing.start()
    QTimer.singleShot(200, lambda: window.start(follow=True))
    QTimer.singleShot(int(wait * 1000), begin)
    application.exec()
    background.shutdown()
    workspace.close()
    print(json.dumps(took))


def latencies(home: Path, url: str, conninfo: str, seconds: float, wait: float) -> list[float]:
    """Of one desk in a process of its own."""
    environment = {**os.environ, "BPO_DESK_HOME": str(home), "BPO_DESK_KEY": KEY, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "benchmarks.live", "--child", url, conninfo, "--seconds", str(seconds),
               "--wait", str(wait)]  # fmt: skip
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: list[float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    """Measure and print; exit code 1 where a goal was missed."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--cases", type=int, default=10_000)
    given.add_argument("--seconds", type=float, default=20.0)
    given.add_argument("--short-cases", action="store_true", help="of two events each: for a million cases, with"
                       " --wait 30")  # fmt: skip
    given.add_argument("--child", nargs=2)
    given.add_argument(
        "--wait", type=float, default=8.0, help="seconds between the start of the desk and the first commit"
    )
    options = given.parse_args()
    if options.child:
        child(*options.child, options.seconds, options.wait)
        return
    from tests.postgres_server import running_postgres

    results = []
    with running_postgres() as server, tempfile.TemporaryDirectory() as folder:
        database, home = server.create_database(), Path(folder)
        url, conninfo = server.url(database), server.conninfo(database)
        if options.short_cases:
            fill_with_short_cases(url, conninfo, options.cases)
        else:
            fill(url, options.cases * 11)
        first: dict[str, Any] = {**os.environ, "BPO_DESK_HOME": str(home), "BPO_DESK_KEY": KEY}
        subprocess.run([sys.executable, "-m", "bpo_desk", "sync", "--json", "--from", url], env=first,
                       stdout=subprocess.DEVNULL, check=True)  # fmt: skip
        for name, poll in (("with hints", 0), ("by the poll", POLL)):
            if poll:
                with psycopg.connect(conninfo) as connection:
                    connection.execute("DROP FUNCTION desk_hint_look, hint_look")
                settings = home / "config" / "settings.toml"
                found_settings = [settings] if settings.exists() else list(home.rglob("settings.*"))
                text = found_settings[0].read_text()
                found_settings[0].write_text(f"sync_every_seconds = {poll}\n" + text)
            took = latencies(home, url, conninfo, options.seconds, options.wait + (A_WHILE if poll else 0.0))
            p50, p95 = (float(np.percentile(took, each)) for each in (50, 95))
            also = {"cases": options.cases, "commits": len(took), "load": os.getloadavg()[0], "max_ms": max(took),
                    "mean_ms": statistics.mean(took)}  # fmt: skip
            bound = 1_500.0 * poll + 1_000.0
            results.append(
                report(f"live: commit to pixel p50, {name}", p50, "ms", at_most=bound if poll else P50, **also)
            )
            results.append(report(f"live: commit to pixel p95, {name}", p95, "ms", at_most=bound if poll else P95))
    exit_with(results)


if __name__ == "__main__":
    main()
