"""Pictures of every screen on real data, without a person: drives the real window from place to place.

Each picture is taken when the background has nothing left to answer and the window has painted since.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from bpo_desk.app import qt_messages
from bpo_desk.app.desktop import case_screen, new_application, new_window, speak
from bpo_desk.errors import DeskError
from bpo_desk.models.case_columns import CaseStatus, HolderKind
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.workspace.desk import Workspace

_TICK_MS: Final = 40
_QUIET_TICKS: Final = 6
"""So many ticks in a row without work under way: then what is on the screen is final."""
_PATIENCE_TICKS: Final = 3_000


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its file name without theme and ending, and how to get there."""

    name: str
    go: Callable[[MainWindow], None]


def take_pictures(
    workspace: Workspace,
    out: Path,
    size: tuple[int, int],
    themes: Sequence[str] = ("light", "dark"),
    language: str = "",
) -> int:
    """Write `<name>-<theme>.png` for every screen into `out`, in the `language` or the settings'; 0 only if every
    screen painted, 1 otherwise.

    Raises DeskError where the folder cannot be made.
    """
    engagements = workspace.engagements()
    if not engagements:
        print("There is nothing to show: the local copy is empty. Sync first.", file=sys.stderr)
        return 1
    _make_folder(out)
    application = new_application(sys.argv[:1])
    qt_messages.install()
    speak(application, language or workspace.settings.language)
    window, background = new_window(application, workspace, None, case_screen)
    window.resize(*size)
    queue = workspace.queue(max(engagements, key=lambda each: len(workspace.queue(each.engagement_id))).engagement_id)
    photographer = Photographer(application, window, out, shots(queue), themes)
    background.busy_changed.connect(photographer.set_busy)
    window.show()
    window.start()
    photographer.begin()
    application.exec()
    window.close()
    background.shutdown()
    return photographer.code


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError(
            f"The folder {out} for the pictures could not be made: {error.strerror or error}.",
            "Name a folder with --out that you may write to.",
        ) from error


def shots(queue: QueueColumns) -> list[Shot]:
    """The places that the pictures show, chosen so that each has something worth looking at."""
    engagement = int(queue.engagement.engagement_id)
    found = [
        Shot("queue", lambda window: window.choose_engagement(engagement)),
        Shot("queue-filtered", lambda window: window.queue.filter_by("side:client -status:closed")),
        Shot("queue-nothing-found", lambda window: window.queue.filter_by("holder:nobody-of-this-name")),
    ]
    for name, case in interesting_cases(queue).items():
        found.append(Shot(name, lambda window, case=case: _open(window, case)))  # type: ignore[misc]
    for tab in ("steps", "compare", "conformance", "mapping"):
        name = "process" if tab == "steps" else f"process-{tab}"
        found.append(Shot(name, lambda window, tab=tab: _show_process(window, tab)))  # type: ignore[misc]
    return [*found, Shot("queue-timeline", _show_team), Shot("queue-peek", _peek)]


def _show_team(window: MainWindow) -> None:
    """A month of all cases on one timeline."""
    window.places.show_queue()
    window.queue.clear_filter()
    window.places.show_team()


def _peek(window: MainWindow) -> None:
    """A case at a glance beside the queue, which is grouped."""
    window.places.show_queue()
    window.queue.filter_by("-status:closed")
    if not window.places.peek.is_open:
        window.queue.toggle_groups()
        window.queue.table.selectRow(1)
        window.places.peek.toggle()


def _open(window: MainWindow, case: int) -> None:
    window.queue.filter_by("")
    window.places.open_case(case)


def _show_process(window: MainWindow, tab: str) -> None:
    """The process with one of its tabs in front; the first time it comes with the first one."""
    window.places.show_process()
    if window.process.screen is not None:
        window.process.screen.show_tab(tab)


def interesting_cases(queue: QueueColumns) -> dict[str, int]:
    """Picture name -> case key: an open case with much to see, one that is over, and one that left its process."""
    cases = {name: column.astype(np.int64) for name, column in queue.cases.columns.items()}
    weight = cases["events"] + 20 * cases["ad_hoc_total"] + 10 * cases["exits"] + 5 * cases["pauses"]
    is_open = (cases["status"] != CaseStatus.CLOSED) & (cases["status"] != CaseStatus.CANCELLED)
    wanted = {
        "case-open": is_open & (cases["holder_kind"] == HolderKind.PERSON),
        "case-closed": ~is_open & (cases["reopenings"] == 0) & (cases["exits"] == 0),
        "case-with-exit": cases["exits"] > 0,
    }
    found = {}
    for name, mask in wanted.items():
        rows = np.flatnonzero(mask)
        if len(rows):
            best = rows[np.argmax(weight[rows])]
            found[name] = int(cases["case"][best])
    return found


class Photographer(QObject):
    """Goes from shot to shot and from theme to theme; ends the application after the last picture."""

    def __init__(
        self, application: QApplication, window: MainWindow, out: Path, plan: list[Shot], themes: Sequence[str]
    ) -> None:
        super().__init__(application)
        self.code = 1
        self._application, self._window, self._out = application, window, out
        self._todo = [(shot, theme) for theme in themes for shot in plan]
        self._busy, self._quiet, self._waited = False, 0, 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def set_busy(self, busy: bool) -> None:
        """Whether the background has a question to answer."""
        self._busy = busy
        self._quiet = 0

    def begin(self) -> None:
        """Take the first picture when all is quiet."""
        self._ready = False
        self._timer.start()

    def _tick(self) -> None:
        self._waited += 1
        self._quiet = 0 if self._busy else self._quiet + 1
        if self._waited > _PATIENCE_TICKS:
            print(f"{self._todo[0][0].name} did not come to rest.", file=sys.stderr)
            self._end(1)
        elif self._quiet >= _QUIET_TICKS:
            self._next()

    def _next(self) -> None:
        self._quiet = self._waited = 0
        shot, theme = self._todo[0]
        if not self._ready:
            self._window.actions_by_name[theme].trigger()
            shot.go(self._window)
            self._ready = True
            return
        file = self._out / f"{shot.name}-{theme}.png"
        picture = self._window.grab()
        if picture.isNull() or not picture.save(str(file)):
            print(f"{file} could not be written.", file=sys.stderr)
            self._end(1)
            return
        print(file)
        self._ready = False
        self._todo.pop(0)
        if not self._todo:
            self._end(0)

    def _end(self, code: int) -> None:
        self.code = code
        self._timer.stop()
        self._application.quit()
