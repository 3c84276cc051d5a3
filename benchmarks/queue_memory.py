"""Memory of a desk whose queue shows 1M cases, each with a title of its own, read from an encrypted copy with 10M
events: after the first picture, and after sorting and filtering.

Run as `python -m benchmarks.queue_memory [--cases N] [--copy FOLDER]`. Floor: the same process with an empty queue.
Each desk is a process of its own; the copy is that of benchmarks/asof.py.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.asof import BEGIN as FIRST
from benchmarks.asof import KEY, SPREAD, kept_copy
from benchmarks.measure import exit_with, report

MEMORY_MB: Final = 300.0
SIZE: Final = (1440, 820)


def child(copy: Path) -> None:
    """Show the queue of a copy, use it, and print the resident memory (MB) of each stage as JSON."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from bpo_desk.cache import read
    from bpo_desk.cache.store import Cache
    from bpo_desk.settings import Settings
    from bpo_desk.ui.appearance import Appearance
    from bpo_desk.ui.queue.queue_screen import QueueScreen

    application = QApplication(sys.argv[:1])
    Appearance(application, dark=False)
    screen = QueueScreen(Settings(), lambda: FIRST + SPREAD)
    screen.resize(*SIZE)
    screen.show()
    application.processEvents()
    found = {"empty": _resident_mb()}
    queue = read.queue(Cache.open(copy, KEY), 1)
    found["read"] = _resident_mb()
    screen.show_view(screen.prepared_view(queue))
    application.processEvents()
    found["shown"] = _resident_mb()
    for column in ("client", "holder", "number", "step", "due"):
        screen.sort_by(column)
        application.processEvents()
    for text in ("INC00", "wrong address", "holder:ann", ""):
        screen.filter_by(text)
        application.processEvents()
    found["used"] = _resident_mb()
    peak = Path("/proc/self/status").read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]
    print(json.dumps({**found, "peak": int(peak) / 1024, "cases": len(queue)}))


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Print the figures; exit 1 when one misses its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--copy", type=Path, default=Path(tempfile.gettempdir()) / "bpo-asof")
    parser.add_argument("--child", action="store_true")
    given = parser.parse_args()
    copy = kept_copy(given.copy, given.cases)
    if given.child:
        child(copy)
        return
    command = [sys.executable, "-m", "benchmarks.queue_memory", "--child", "--cases", str(given.cases), "--copy",
               str(given.copy)]  # fmt: skip
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    mb = json.loads(done.stdout)
    also = {name: mb[name] for name in ("empty", "read", "used", "peak", "cases")}
    exit_with([report("queue: memory of the desk", mb["shown"], "MB", at_most=MEMORY_MB, **also)])


if __name__ == "__main__":
    main()
