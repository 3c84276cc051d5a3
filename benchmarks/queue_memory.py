"""Memory of a desk with 1M cases read from an encrypted copy with 10M events, as a supervisor uses it for a morning.

Run as `python -m benchmarks.queue_memory [--cases N] [--copy FOLDER] [--alone]`. By default the **whole window** of the
real desk in a process of its own (`app.desktop.new_window` made whole, read in its background threads): the queue comes
in, is sorted, filtered, counted in groups, searched, scrolled, cases are opened with diagram, timeline and tables, and
the queue comes back. `--alone`: the queue's screen without a window around it, and no case. Each with three kinds of
titles: each case its own from one template, 2,000 different ones, and natural ones (benchmarks/desk_titles.py).

What is counted, each the most that stands after any step, when nothing is under way in the background any more:
`anon`, what is no file's page (heap, arrays, stacks, the libraries' own variables): what no other process has or could
share. The limit holds for it, since it is what task managers name as a program's memory (Windows: private working set,
GNOME: resident less shared, macOS: footprint) and what ending the desk gives back. `rss`, resident memory with the code
of libraries that programs share: what `ps` and `top` show, some 63 MB more, of which a bare Qt window has 42. `pss`:
`anon`, and of each shared page the part of one of those who share it. `peak` is the most of `rss` at any time, while
the queue is read and prepared. Floor: a process with PySide6, SQLCipher and numpy and an empty window. The copies are
those of benchmarks/asof.py.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.desk_titles import natural
from benchmarks.measure import exit_with, report

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

MEMORY_MB: Final = 300.0
SIZE: Final = (1440, 900)
COPIES: Final[dict[str, tuple[int | None, Any]]] = {
    "each its own": (None, None),
    "2,000 different": (2_000, None),
    "natural": (None, natural),
}
SORTS: Final = ("client", "holder", "number", "step", "due", "title", "age", "activity")
FILTERS: Final = ("INC00", "wrong address", "holder:person", "title:wrong", "due<2d -status:closed", "")
JUMPS: Final = ("INC0001234", "0421", "person 17", "wrong")
CASES: Final = 12
PATIENCE_S: Final = 120


def bare() -> None:
    """Print what a process with an empty window and the libraries of a desk takes."""
    import numpy as np
    import sqlcipher3
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication(sys.argv[:1])
    window = QWidget()
    window.resize(*SIZE)
    window.show()
    application.processEvents()
    print(json.dumps({**_taken(), "with": [sqlcipher3.__name__, np.__name__]}))


class Stages:
    """The most that stands after the steps of each stage, as rss, anon and pss (MB); steps are let settle first."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self.found: dict[str, dict[str, float]] = {}

    def step(self, name: str, done: Callable[[], bool] = lambda: True) -> None:
        """Let the desk work until it is done, and count."""
        until = time.monotonic() + PATIENCE_S
        self._application.processEvents()
        while not done():
            if time.monotonic() > until:
                raise TimeoutError(name)
            time.sleep(0.01)
            self._application.processEvents()
        self._application.processEvents()
        now = _taken()
        for stage in (name, "used"):
            before = self.found.get(stage, now)
            self.found[stage] = {kind: max(mb, before[kind]) for kind, mb in now.items()}

    def tell(self, cases: int) -> None:
        """Print it as JSON, of each stage what is anonymous."""
        used = self.found.pop("used")
        stages = {stage: mb["anon"] for stage, mb in self.found.items()}
        print(json.dumps({**used, **stages, "peak": _peak_mb(), "modules": len(sys.modules), "cases": cases}))


def whole(copy: Path) -> None:
    """Start the real window on a copy, use queue and cases, and print the memory of each stage as JSON."""
    from bpo_desk.app.binding import import_binding

    gc.disable()  # as `app.main` begins
    import_binding()
    from benchmarks.asof import BEGIN, KEY, SPREAD
    from bpo_desk.app import desktop, garbage
    from bpo_desk.cache.key import KEY_VARIABLE
    from bpo_desk.settings import HOME_VARIABLE, local_places
    from bpo_desk.workspace.desk import Workspace

    with tempfile.TemporaryDirectory() as home:
        os.environ.update({HOME_VARIABLE: home, KEY_VARIABLE: KEY.hex()})
        places = local_places()
        places.prepare()
        places.cache_file("default").symlink_to(copy.resolve())
        desk = Workspace.begun()
        application = desktop.new_application(sys.argv[:1])
        window, background = desktop.new_window(application, desk, None, desktop.case_screen)
        window._clock = window.queue._clock = lambda: BEGIN + SPREAD  # the copy's cases would all be long overdue
        window.resize(*SIZE)
        window.show()
        stages = Stages(application)
        stages.step("painted")
        garbage.settle()
        window.start()
        stages.step("read", lambda: window.queue.is_read and window.places._case_screen is not None)
        stages.step("read", lambda: not background._latest)

        def finished(view: Any) -> bool:
            return view.is_finished and not background._latest

        _use(stages, window.queue, finished)
        _open_cases(stages, window)
        _use(stages, window.queue, finished)
        stages.tell(len(window.queue.view.queue))
        background.shutdown()
        desk.close()


def _open_cases(stages: Stages, window: Any) -> None:
    """From the queue into cases and back, walking."""
    shown = window.queue.table.queue_model
    for row in range(CASES):
        case = shown.rows.case(row * 7)
        window.places.open_case(case)
        stages.step("case", lambda case=case: window.places.at_case and window.places.case_shown == case)
        stages.step("case")
    window.places.show_queue()
    stages.step("back", lambda: not window.places.at_case)


def alone(copy: Path) -> None:
    """The same of the queue's screen alone, without cases."""
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
    stages = Stages(application)
    stages.step("painted")
    queue = read.queue(Cache.open(copy, KEY), 1)
    stages.step("read")
    screen.show_view(screen.prepared_view(queue))
    stages.step("shown")
    _use(stages, screen, lambda view: view.finish() or view.is_finished)  # as a window lets it be done
    stages.tell(len(queue))


def _use(stages: Stages, screen: Any, finished: Callable[[Any], bool]) -> None:
    """As a supervisor does with a queue; who sorts by a second column has seen the first order."""
    from bpo_desk.state.grouping import GroupBy
    from bpo_desk.ui.queue.jump_offers import offers
    from bpo_desk.ui.queue.queue_view import Question

    for column in SORTS:
        screen.sort_by(column)
        stages.step("sorted", lambda: finished(screen.view))
    for text in FILTERS:
        screen.filter_by(text)
        stages.step("filtered")
    for by in GroupBy:
        screen.view.grouping(Question(), by.value)()
        stages.step("grouped")
    for text in JUMPS:
        offers(screen.lookup, text)
        stages.step("searched")
    bar = screen.table.verticalScrollBar()
    for page in range(20):
        bar.setValue(len(screen.view.queue) // 20 * page)
        stages.step("scrolled")


def _taken() -> dict[str, float]:
    """Resident, anonymous and proportional memory of this process (MB), as the kernel says it."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    kb = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    return {"rss": kb["Rss"] / 1024, "anon": kb["Anonymous"] / 1024, "pss": kb["Pss"] / 1024}


def _peak_mb() -> float:
    peak = Path("/proc/self/status").read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]
    return int(peak) / 1024


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
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--child", type=Path)
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if given.bare:
        bare()
    elif given.child is not None:
        (alone if given.alone else whole)(given.child)
    else:
        from benchmarks.asof import kept_copy

        floor, results = _of_process("--bare"), []
        for name, (titles, named) in COPIES.items():
            copy = kept_copy(given.copy, given.cases, titles, named)
            mb = _of_process("--child", str(copy), *(["--alone"] if given.alone else []))
            what = f"memory of the {'queue alone' if given.alone else 'whole desk'}, titles {name}"
            anon = mb.pop("anon")
            results.append(report(what, anon, "MB", at_most=MEMORY_MB, bare=floor["anon"], bare_rss=floor["rss"], **mb))
        exit_with(results)


if __name__ == "__main__":
    main()
