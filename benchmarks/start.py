"""From nothing to a painted window with the first page of real rows, against a bare PySide6 window beside it.

Run as `python -m benchmarks.start [--runs N]`. Both are processes of their own, interleaved; medians of
the wall seconds from their start until they have painted (both say when, so that neither's end counts). The desk reads
its rows from an encrypted copy with BPO_DESK_KEY; a run that paints no rows fails.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import exit_with, report

KEY = "0123456789abcdef" * 4
MOST = 1.6
"""Times the bare window."""
BARE = """
import json, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QTableView, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.painted)
    def painted(self):
        print(json.dumps({"painted_at": time.time()}), flush=True)
        application.quit()
application = QApplication([])
window = Window()
window.setCentralWidget(QTableView())
window.resize(1440, 900)
window.show()
application.exec()
"""
DESK = [sys.executable, "-m", "bpo_desk", "open"]


def environment(home: Path) -> dict[str, str]:
    """The environment of both processes."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept,
        "PYTHONPYCACHEPREFIX": str(home / "compiled"),  # compiled once, as in an installation
        "QT_QPA_PLATFORM": "offscreen",
        "BPO_DESK_HOME": str(home),
        "BPO_DESK_KEY": KEY,
        "BPO_DESK_EXIT_AFTER_FIRST_PAINT": "1",
    }


def fill_copy() -> None:
    """An encrypted copy whose first page holds 64 rows of a synthetic queue (in a process of its own, with its key)."""
    from bpo_desk.settings import Settings
    from bpo_desk.ui.queue.queue_cells import Moment
    from bpo_desk.ui.queue.queue_rows import QueueRows
    from bpo_desk.ui.queue.queue_view import QueueView
    from bpo_desk.workspace.desk import Workspace
    from tests.ui_queue.synthetic import NOW, synthetic

    workspace = Workspace.open(create_key=True)
    workspace.writable_copy().close()
    view = QueueView(synthetic(5_000), NOW, Settings())
    rows = QueueRows(view.queue, view.order((("due", False),)), Moment(NOW, 0))
    workspace.save_first_page(1, "{}", [(rows.case(row), rows.facts(row)) for row in range(64)])
    workspace.close()


def run_process(command: list[str], home: Path) -> str:
    """Standard output of one process."""
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, check=True).stdout


def until_painted(command: list[str], home: Path) -> tuple[float, int]:
    """Wall seconds from the start of a process until it had painted, and how many rows it said it painted."""
    started = time.time()
    said = json.loads(run_process(command, home).splitlines()[-1])
    return said["painted_at"] - started, int(said.get("painted_rows", 0))


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        run_process([sys.executable, "-c", "from benchmarks.start import fill_copy; fill_copy()"], home)
        bare: list[float] = []
        desk: list[float] = []
        painted = 0
        for run in range(runs + 1):  # the first round warms the page cache and the compiled modules
            for command, found in (([sys.executable, "-c", BARE], bare), (DESK, desk)):
                took, rows = until_painted(command, home)
                painted = rows if command is DESK else painted
                if run:
                    found.append(took)
    floor, ours = statistics.median(bare), statistics.median(desk)
    results = [
        report("start", ours / floor, "x bare window", at_most=MOST, bare_s=floor, desk_s=ours, runs=runs),
        report("start: rows short of a full page", max(0, 25 - painted), "rows", at_most=0, painted=painted),
    ]
    exit_with(results)


if __name__ == "__main__":
    main()
