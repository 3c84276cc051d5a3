"""Memory of a desk whose queue shows 1M cases read from an encrypted copy with 10M events: after the first picture, and
after a supervisor sorted, filtered, counted groups, searched in the jump box and scrolled.

Run as `python -m benchmarks.queue_memory [--cases N] [--copy FOLDER]`. Twice: each case with a title of its own, and
titles as they come (2,000 different ones). Resident memory, with the pages of libraries that other processes share: it
is what a task manager shows, and more than the desk alone takes. Floors: a process with PySide6, SQLCipher and numpy
and an empty window; the queue's screen without a queue. The copies are those of benchmarks/asof.py.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from benchmarks.measure import exit_with, report

MEMORY_MB: Final = 300.0
SIZE: Final = (1440, 820)
TITLES: Final = {"each its own": None, "as they come": 2_000}
SORTS: Final = ("client", "holder", "number", "step", "due", "title", "age", "activity")
FILTERS: Final = ("INC00", "wrong address", "holder:person", "title:wrong", "due<2d -status:closed", "")
JUMPS: Final = ("INC0001234", "0421", "person 17", "wrong")


def bare() -> None:
    """Print the resident memory (MB) of a process with an empty window and the libraries of a desk."""
    import numpy as np
    import sqlcipher3
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(*SIZE)
    window.show()
    application.processEvents()
    print(json.dumps({"bare": _resident_mb(), "with": [sqlcipher3.__name__, np.__name__]}))


def child(copy: Path) -> None:
    """Show the queue of a copy, use it, and print the resident memory (MB) of each stage as JSON."""
    from PySide6.QtWidgets import QApplication

    from benchmarks.asof import BEGIN, KEY, SPREAD
    from bpo_desk.cache import read
    from bpo_desk.cache.store import Cache
    from bpo_desk.settings import Settings
    from bpo_desk.ui.appearance import Appearance
    from bpo_desk.ui.queue.queue_screen import QueueScreen

    application = QApplication(sys.argv[:1])
    Appearance(application, dark=False)
    screen = QueueScreen(Settings(), lambda: BEGIN + SPREAD)
    screen.resize(*SIZE)
    screen.show()
    application.processEvents()
    found = {"empty": _resident_mb()}
    queue = read.queue(Cache.open(copy, KEY), 1)
    found["read"] = _resident_mb()
    screen.show_view(screen.prepared_view(queue))
    application.processEvents()
    found["shown"] = _resident_mb()
    _use(application, screen, found)
    peak = Path("/proc/self/status").read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]
    print(json.dumps({**found, "peak": int(peak) / 1024, "cases": len(queue)}))


def _use(application: Any, screen: Any, found: dict[str, float]) -> None:
    """As a supervisor does; the most that stands after one of the steps is `used`."""
    from bpo_desk.state.grouping import GroupBy
    from bpo_desk.ui.queue.jump_offers import offers
    from bpo_desk.ui.queue.queue_view import Question

    def step(name: str) -> None:
        application.processEvents()
        found[name] = max(found.get(name, 0.0), _resident_mb())
        found["used"] = max(found.get("used", 0.0), found[name])

    for column in SORTS:
        screen.sort_by(column)
        step("sorted")
    for text in FILTERS:
        screen.filter_by(text)
        step("filtered")
    for by in GroupBy:
        screen.view.grouping(Question(), by.value)()
        step("grouped")
    for text in JUMPS:
        offers(screen.lookup, text)
        step("searched")
    bar = screen.table.verticalScrollBar()
    for page in range(20):
        bar.setValue(len(screen.view.queue) // 20 * page)
        step("scrolled")


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _of_process(*arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.queue_memory", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print the figures; exit 1 when one misses its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--copy", type=Path, default=Path(tempfile.gettempdir()) / "bpo-asof")
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--child", type=Path)
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if given.bare:
        bare()
    elif given.child is not None:
        child(given.child)
    else:
        from benchmarks.asof import kept_copy

        floor, results = _of_process("--bare")["bare"], []
        for name, titles in TITLES.items():
            mb = _of_process("--child", str(kept_copy(given.copy, given.cases, titles)))
            what, used = f"queue: memory of the desk, titles {name}", mb.pop("used")
            results.append(report(what, used, "MB", at_most=MEMORY_MB, bare=floor, **mb))
        exit_with(results)


if __name__ == "__main__":
    main()
