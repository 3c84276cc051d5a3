"""From nothing to a painted window with the first page of real rows, against a bare PySide6 window beside it.

Run as `python -m benchmarks.start [--runs N]`. Both are processes of their own, interleaved; medians of
the wall seconds from their start until they have painted (both say when, so that neither's end counts). The desk reads
its rows from an encrypted copy with BPO_DESK_KEY; a run that paints no rows fails. Beside the figure asked for stand,
without a limit, the same by CPU time, and against a bare window that takes the compiled modules of the binding as the
desk keeps them (`app/binding.py`): the bare window itself is what `pip install PySide6` gives.
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
        print(json.dumps({"painted_at": time.time(), "cpu_s": time.process_time()}), flush=True)
        application.quit()
application = QApplication([])
window = Window()
window.setCentralWidget(QTableView())
window.resize(1440, 900)
window.show()
application.exec()
"""
KEPT = "from bpo_desk.app.binding import import_binding\nimport_binding()\n"
"""What a bare window begins with that takes the kept modules of the binding, as the desk does."""
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


def until_painted(command: list[str], home: Path) -> tuple[float, float, int]:
    """Wall seconds and CPU seconds from the start of a process until it had painted, and how many rows it painted."""
    started = time.time()
    said = json.loads(run_process(command, home).splitlines()[-1])
    return said["painted_at"] - started, said["cpu_s"], int(said.get("painted_rows", 0))


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    commands = {
        "bare": [sys.executable, "-c", BARE],
        "kept": [sys.executable, "-c", KEPT + BARE],
        "desk": DESK,
    }
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        run_process([sys.executable, "-c", "from benchmarks.start import fill_copy; fill_copy()"], home)
        found: dict[str, list[tuple[float, float, int]]] = {name: [] for name in commands}
        for run in range(runs + 1):  # the first round warms the page cache and the compiled modules
            for name, command in commands.items():
                took = until_painted(command, home)
                if run:
                    found[name].append(took)
    wall = {name: statistics.median(each[0] for each in runs_of) for name, runs_of in found.items()}
    cpu = {name: statistics.median(each[1] for each in runs_of) for name, runs_of in found.items()}
    painted = min(each[2] for each in found["desk"])
    bare, desk = wall["bare"], wall["desk"]
    results = [
        report("start", desk / bare, "x bare window", at_most=MOST, bare_s=bare, desk_s=desk, runs=runs),
        report("start: rows short of a full page", max(0, 25 - painted), "rows", at_most=0, painted=painted),
        report("start by CPU", cpu["desk"] / cpu["bare"], "x bare window", bare_s=cpu["bare"], desk_s=cpu["desk"]),
        report("start beside the binding as kept", desk / wall["kept"], "x bare window", bare_s=wall["kept"]),
    ]
    exit_with(results)


if __name__ == "__main__":
    main()
