"""The Process screen's place in the window: made when it is first asked for, prepared in the background."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpo_desk.ui.background import Background
from bpo_desk.ui.process_memory import ProcessMemory
from bpo_desk.ui.time_words import display_zone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bpo_desk.models.engagement import Engagement
    from bpo_desk.models.mutation import StepMapped
    from bpo_desk.models.queue_columns import QueueColumns
    from bpo_desk.models.step_mapping import StepMapping
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.process.all_versions import Drawings
    from bpo_desk.ui.process.case_log import CaseLog
    from bpo_desk.ui.process.compare_view import CompareView, Period
    from bpo_desk.ui.process.conformance_view import ConformanceView
    from bpo_desk.ui.process.process_screen import ProcessScreen
    from bpo_desk.ui.process.process_view import ProcessView
    from bpo_desk.ui.process.scope import ProcessScope


_FIRST_PART: Final = 2.0  # seconds
_LONGEST_PART: Final = 16.0
_FRESH: Final = 60_000_000  # microseconds that times and what is overdue may be old where nothing else is new
_MOST_CASES: Final = 500  # more changed cases than these are not looked at one by one


class _Question(NamedTuple):
    """What is asked about: the cases of a scope, the drawing of its version, and what people said about its steps."""

    queue: QueueColumns
    scope: ProcessScope
    drawing: bytes | None
    said: StepMapping | None
    drawings: Drawings | None = None  # of every version, where all are asked about


class ProcessPlace(QObject):
    """`ready(widget)` when the screen can be shown, `step_chosen(filter)` and `cases_chosen(words, case keys)` for the
    queue, `failed(exception)`."""

    ready = Signal(QWidget)
    step_chosen = Signal(str)
    cases_chosen = Signal(str, object)
    failed = Signal(object)

    def __init__(self, desk: Desk, background: Background, clock: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._background, self._clock = desk, background, clock
        self._engagement: int | None = None
        self._shown: int | None = None  # the engagement whose process is shown
        self._process: str | None = None  # None: the one with most cases
        self._version: str | None = None  # None: the one with most open cases
        self._unwritten: list[tuple[str, StepMapped]] = []
        self._before = ProcessMemory()
        self._mark: tuple[int, ...] = ()  # of what is shown
        self._read_at = 0
        self._changed: set[int] | None = set()  # cases since; None: any
        self._asked: set[int] | None = set()  # those of them that the question under way knows
        self.screen: ProcessScreen | None = None

    def hear(self, changed: Collection[int] | None) -> None:
        """Cases (keys; None: any) have changed."""
        self._changed = None if changed is None or self._changed is None else self._changed | {*changed}

    def remember(self, before: str) -> None:
        """What `memory` said when the desk was closed."""
        self._before = ProcessMemory.of_json(before)

    def memory(self) -> str:
        """What the screen looks like, to come back to it."""
        if self.screen is None:
            return self._before.to_json()
        return self.screen.memory()._replace(process=self._process, version=self._version).to_json()

    def ask(self, engagement_id: int) -> None:
        """Prepare the screen for an engagement; `ready` follows."""
        if engagement_id != self._engagement:
            first = self._engagement is None
            self._engagement = engagement_id
            self._process, self._version = self._before[:2] if first else (None, None)
        desk, process, version, now = self._desk, self._process, self._version, self._clock()
        unchanged = self._unchanged(engagement_id, now)
        self._background.drop("process paths")
        self._background.ask(
            "process",
            lambda: None if unchanged() else _prepared(desk, engagement_id, process, version, now),
            lambda shown: self._show_again() if shown is None else self._show(shown, now),
            self.failed.emit,
        )

    def _unchanged(self, engagement_id: int, now: int) -> Callable[[], bool]:
        """What tells, off the UI thread, whether what is shown is still so, as the last changes are known."""
        view = self.screen.view if self.screen is not None else None
        self._asked = None if self._changed is None or self._asked is None else self._asked | self._changed
        self._changed = set()
        desk, mark, cases = self._desk, self._mark, self._asked
        if (
            view is None
            or (engagement_id, self._process, self._version) != (self._shown, view.scope.process, view.chosen_version)
            or cases is None
            or len(cases) > _MOST_CASES
            or (cases and not view.scope.process)
            or now - self._read_at > _FRESH
        ):
            return lambda: False
        process = view.scope.process
        return lambda: (
            desk.process_mark(engagement_id) == mark
            and not (cases and desk.any_of_process(engagement_id, process, cases))
        )

    def _show_again(self) -> None:
        """Nothing that is shown has changed."""
        self._asked = set()
        if self.screen is not None and self.screen.view is not None:
            self.ready.emit(self.screen)
            self._follow_on(self.screen.view, 2 * _FIRST_PART, None)

    def _choose(self, process: str) -> None:
        if self._engagement is not None and process != self._process:
            self._process, self._version = process, None
            self.ask(self._engagement)

    def _choose_version(self, version: str) -> None:
        if self._engagement is not None and version != self._version:
            self._version = version
            self.ask(self._engagement)

    def _show(self, shown: tuple[Engagement, ProcessView, tuple[int, ...]], now: int) -> None:
        if self.screen is None:
            self.screen = self._made()
        self._who, view, self._mark = shown
        self._shown, self._read_at, self._asked = self._engagement, now, set()
        self._process, self._version = view.scope.process, view.chosen_version
        self.screen.show_view(view)
        self.ready.emit(self.screen)
        self._follow_on(view, 2 * _FIRST_PART, None)

    def _follow_on(self, view: ProcessView, seconds: float, before: int | None) -> None:
        """Follow more paths, in parts as `_judge`, while somebody looks at them; `before`: how many were left."""
        more = view.unfollowed > 0 and (before is None or view.unfollowed < before)
        if self.screen is None or (before is None and not more) or not self.screen.show_followed(view, going=more):
            return
        if more:
            dropped: list[bool] = []
            self._background.ask(
                "process paths",
                lambda: view.followed(seconds, lambda: bool(dropped)),
                lambda found: self._show_followed(view, found, seconds),
                self.failed.emit,
                lambda: dropped.append(True),
            )

    def _show_followed(self, asked: ProcessView, found: ProcessView, seconds: float) -> None:
        if self.screen is not None and self.screen.view is asked:
            self._follow_on(found, min(2 * seconds, _LONGEST_PART), asked.unfollowed)

    def _stop_following(self) -> None:
        self._background.drop("process paths")
        if self.screen is not None and self.screen.view is not None:
            self.screen.show_followed(self.screen.view, going=False)

    def _made(self) -> ProcessScreen:
        from bpo_desk.ui.process.process_screen import ProcessScreen  # with the first process, not before

        screen = ProcessScreen()
        screen.restore(self._before)
        screen.step_chosen.connect(self.step_chosen)
        screen.cases_chosen.connect(self.cases_chosen)
        screen.process_chosen.connect(self._choose)
        screen.version_chosen.connect(self._choose_version)
        screen.step_said.connect(self._write)
        screen.step_cases_asked.connect(self._find_step_cases)
        screen.conformance_asked.connect(self._judge)
        screen.conformance.stop_asked.connect(self._stop_judging)
        screen.bar.stop_asked.connect(self._stop_following)
        screen.comparison_asked.connect(self._compare)
        return screen

    def _find_step_cases(self, step: str) -> None:
        view, engagement = self.screen.view if self.screen is not None else None, self._engagement
        if view is not None and engagement is not None:
            desk, scope = self._desk, view.scope
            words = f"{scope.process}: {step}" if scope.process else step
            self._background.ask(
                "step cases",
                lambda: _step_cases(desk, engagement, scope, step),
                lambda keys: self.cases_chosen.emit(words, keys),
                self.failed.emit,
            )

    def _judge(self, seconds: float = _FIRST_PART, unread: int | None = None) -> None:
        """Judge the cases in parts, each longer than the one before, as long as they read ever more of them (`unread`:
        how many the part before left)."""
        view, engagement = self.screen.view if self.screen is not None else None, self._engagement
        if view is not None and engagement is not None:
            desk, asked, now = self._desk, (view.scope.process, view.chosen_version), self._clock()
            dropped: list[bool] = []
            self._background.ask(
                "conformance",
                lambda: _judged(desk, engagement, asked, now, seconds, lambda: bool(dropped)),
                lambda found: self._show_judged(found, seconds, unread),
                self.failed.emit,
                lambda: dropped.append(True),
            )

    def _show_judged(self, found: ConformanceView, seconds: float, before: int | None) -> None:
        more = found.unread > 0 and (before is None or found.unread < before)
        if self.screen is not None and self.screen.show_conformance(found, more=more):
            self._judge(min(max(2 * seconds, _FIRST_PART), _LONGEST_PART), found.unread)

    def _stop_judging(self) -> None:
        self._background.drop("conformance")
        if self.screen is not None:
            self.screen.conformance.show_going(False)

    def _compare(self, periods: tuple[Period, Period] | None) -> None:
        view, engagement = self.screen.view if self.screen is not None else None, self._engagement
        if view is not None and engagement is not None:
            desk, asked = self._desk, (view.scope.process, view.chosen_version)
            self._background.ask(
                "comparison", lambda: _compared(desk, engagement, asked, periods), self._show_compared, self.failed.emit
            )

    def _show_compared(self, found: CompareView) -> None:
        if self.screen is not None:
            self.screen.show_comparison(found)

    def _write(self, step: str, element: str, before: str) -> None:
        """Keep what a person said about a step, then show it."""
        from bpo_desk.models.mutation import StepMapped

        view = self.screen.view if self.screen is not None else None
        if view is None or view.mapping.said is None:
            return
        said = view.mapping.said
        payload = StepMapped(said.process, said.version, step, element, before)
        self._unwritten.append((self._who.code, payload))
        if len(self._unwritten) == 1:
            self._write_next()

    def _write_next(self) -> None:
        """One after the other: what is said later about a step counts on what was said before."""
        desk, (code, payload) = self._desk, self._unwritten[0]
        self._background.ask(
            "say step", lambda: desk.write(desk.new_mutation(code, "", payload)), self._written, self._write_failed
        )

    def _written(self, _none: None) -> None:
        del self._unwritten[0]
        if self._unwritten:
            self._write_next()
        else:
            self._again()

    def _write_failed(self, error: Exception) -> None:
        """What was not kept is not shown either; nor what was said after it."""
        self._unwritten.clear()
        self.failed.emit(error)
        self._again()

    def _again(self) -> None:
        self.hear(None)
        if self._engagement is not None:
            self.ask(self._engagement)


def _question(desk: Desk, engagement: int, process: str | None, version: str | None) -> _Question:
    """What every answer about a process begins with; slow."""
    from bpo_desk.ui.process.all_versions import VersionDrawing
    from bpo_desk.ui.process.scope import first_scope, versions_of

    queue = desk.queue(engagement)
    if process is not None and process not in ("", *queue.process_keys):
        process = version = None
    scope = first_scope(queue, process, version)
    drawing = said = drawings = None
    if scope.process:
        known = versions_of(queue, scope.process)
        drawn_on = scope.version if scope.version is not None else known[-1].version if known else None
        drawing = desk.process_drawing(engagement, scope.process, drawn_on)
        said = desk.step_mapping(queue.engagement, scope.process, drawn_on or "")
        if scope.version is None and len(known) > 1:
            drawings = {
                each.version: VersionDrawing(
                    desk.process_drawing(engagement, scope.process, each.version),
                    desk.step_mapping(queue.engagement, scope.process, each.version),
                )
                for each in known
            }
    return _Question(queue, scope, drawing, said, drawings)


def _prepared(
    desk: Desk, engagement: int, process: str | None, version: str | None, now: int
) -> tuple[Engagement, ProcessView, tuple[int, ...]]:
    from bpo_desk.ui.process.process_view import prepare_process

    mark = desk.process_mark(engagement)  # before the rest: what is written meanwhile is read again
    asked = _question(desk, engagement, process, version)
    view = prepare_process(
        asked.queue,
        lambda: desk.events(engagement),
        asked.scope,
        definition_xml=asked.drawing,
        said=asked.said,
        drawings=asked.drawings,
        now=now,
    )
    return asked.queue.engagement, view, mark


def _case_logs(desk: Desk, engagement: int, asked: _Question) -> tuple[CaseLog, list[CaseLog]]:
    """The log of what is asked about, and where that is every version one for each."""
    from bpo_desk.ui.process.case_log import case_log
    from bpo_desk.ui.process.scope import ProcessScope

    zone, events = display_zone(desk.settings.time_zone), desk.events(engagement)
    whole = case_log(asked.queue, lambda: events, asked.scope, asked.drawing, asked.said, zone)
    parts = [
        case_log(asked.queue, lambda: events, ProcessScope(asked.scope.process, version), stored.xml, stored.said, zone)
        for version, stored in (asked.drawings or {}).items()
    ]
    return whole, parts


def _step_cases(desk: Desk, engagement: int, scope: ProcessScope, step: str) -> NDArray[np.int32]:
    import numpy as np

    from bpo_desk.process.visits import cases_with_step
    from bpo_desk.ui.process.process_view import scoped_log

    queue = desk.queue(engagement)
    code = next((code for code, each in enumerate(queue.dictionaries.steps) if code and each.name == step), None)
    if code is None:
        return np.empty(0, np.int32)
    return cases_with_step(scoped_log(queue, lambda: desk.events(engagement), scope), code)


def _judged(
    desk: Desk,
    engagement: int,
    what: tuple[str, str | None],
    now: int,
    seconds: float,
    stopped: Callable[[], bool],
) -> ConformanceView:
    from bpo_desk.ui.process.conformance_view import conformance_view

    asked = _question(desk, engagement, *what)
    log, parts = _case_logs(desk, engagement, asked)
    return conformance_view(log, parts, queue=asked.queue, now=now, seconds=seconds, stopped=stopped)


def _compared(
    desk: Desk, engagement: int, what: tuple[str, str | None], periods: tuple[Period, Period] | None
) -> CompareView:
    from bpo_desk.ui.process.compare_view import compare_view

    asked = _question(desk, engagement, *what)
    log, parts = _case_logs(desk, engagement, asked)
    return compare_view(log, parts, periods=periods)
