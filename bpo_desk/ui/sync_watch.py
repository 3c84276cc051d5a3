"""Watches the sync: how fresh the copy is, what the sync process says, whether cases changed, what waits to be sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from bpo_desk import logs
from bpo_desk.errors import AccessRevoked
from bpo_desk.ui.background import Background
from bpo_desk.ui.failures import words_for
from bpo_desk.ui.time_words import display_zone, local, utc

if TYPE_CHECKING:
    from bpo_desk.cache.outbox import OutboxStatus
    from bpo_desk.ui.desk import Desk, SyncStatus

_LOOK_AGAIN_MS: Final = 15_000
_GATHER_MS: Final = 500  # several changes in a row are read together by what takes long to read
_STATUS_MS: Final = 1_000  # freshness is read that often at most, however close the sessions
_log = logs.channel("sync_watch")


class SyncWatch(QObject):
    """`status_read(data_as_of, partial, now, problem)`, `said(text, tip)`, `failed(message, next_step)`,
    `changed(case keys)` at once (None: any may have changed), `gathered(case keys)` half a second later, together,
    `outbox_read(OutboxStatus, now, zone)`, `refused(words)` when the shared database did not take a note,
    `revoked(message, next_step)` when it has taken the access away, `moved()`
    whenever something that the sync panel shows may be another."""

    status_read = Signal(object, bool, object, str)
    said = Signal(str, str)
    failed = Signal(str, str)
    changed = Signal(object)
    gathered = Signal(object)
    outbox_read = Signal(object, object, object)
    refused = Signal(str)
    revoked = Signal(str, str)
    moved = Signal()
    _line = Signal(str)

    def __init__(
        self, desk: Desk, background: Background, clock: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._background, self._clock = desk, background, clock
        self._engagement: int | None = None
        self.problem: tuple[str, str] | None = None  # what the sync process told last and did not get over since
        self.progress = ""
        self._case_open = False
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self.read_status)
        self._gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._gather.timeout.connect(self._tell_gathered)
        self._changed: set[int] | None = set()  # since `gathered`; None: any
        self._status_soon = QTimer(self, singleShot=True)
        self._status_soon.timeout.connect(self.read_status)
        self._status_age = QElapsedTimer()
        self._line.connect(self._take_line)

    def follow(self, engagement_id: int) -> None:
        """Watch this engagement from now on."""
        self._engagement = engagement_id
        self._timer.start()
        self.read_status()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        self._gather.stop()
        self._status_soon.stop()

    def start(self) -> None:
        """Ask the desk for a sync now."""
        self.said.emit(self.tr("syncing"), "")
        self._background.ask(
            "sync", lambda: self._desk.start_sync(self._line.emit), lambda _none: None, self._sync_failed
        )

    def tell_case_open(self, is_open: bool) -> None:
        """Say whether a case is in front: news then come more often."""
        if is_open != self._case_open:
            self._case_open = is_open
            self._desk.tell_case_open(is_open)

    def read_status(self) -> None:
        """Ask how fresh the copy is, and what waits to be sent."""
        self._status_age.restart()
        self._read_freshness()
        self.read_outbox()

    def _read_freshness(self) -> None:
        engagement = self._engagement
        if engagement is not None:
            self._background.ask(
                "sync status", lambda: self._desk.sync_status(engagement), self._show_status, self._sync_failed
            )

    def read_outbox(self) -> None:
        """Ask what waits to be sent."""
        self._background.ask("outbox status", self._desk.outbox_status, self._show_outbox, self._outbox_failed)

    def _show_outbox(self, status: OutboxStatus) -> None:
        self.outbox_read.emit(status, self._clock(), display_zone(self._desk.settings.time_zone))
        self.moved.emit()

    def _outbox_failed(self, error: Exception) -> None:
        self._fail(*words_for(error))

    def _show_status(self, status: SyncStatus) -> None:
        problem = status.problem or ("" if self.problem is None else "\n".join(self.problem))
        self.status_read.emit(status.data_as_of, status.partial, self._clock(), problem)
        if problem:
            self.said.emit(self.tr("last sync failed"), problem)
        elif status.data_as_of is not None:
            when = local(status.data_as_of, display_zone(self._desk.settings.time_zone))
            self.said.emit(self.tr("last sync {when}").format(when=when), utc(status.data_as_of))

    def _sync_failed(self, error: Exception) -> None:
        self.said.emit(self.tr("sync failed"), "\n".join(words_for(error)))

    def _fail(self, message: str, next_step: str) -> None:
        self.problem = message, next_step
        self.said.emit(self.tr("sync failed"), f"{message}\n{next_step}")
        self.failed.emit(message, next_step)
        self._read_freshness()
        self.moved.emit()

    @Slot(str)
    def _take_line(self, line: str) -> None:
        try:
            found = json.loads(line)
        except ValueError:
            _log.info("a line of the sync process is no JSON")
            return
        if isinstance(found, dict):
            self._take(found)

    def _tell_gathered(self) -> None:
        changed, self._changed = self._changed, set()
        self.gathered.emit(changed)

    def _synced(self) -> None:
        """Sessions may follow each other closely; each of them says how fresh the copy is."""
        left = _STATUS_MS - self._status_age.elapsed() if self._status_age.isValid() else 0
        if not self._status_soon.isActive():
            self._status_soon.start(max(int(left), 0))

    def _take(self, found: dict[str, object]) -> None:
        """One line of progress, as `sync.run` words them."""
        event, mine = found.get("event"), found.get("engagement") in (None, self._engagement)
        if event == "error" and found.get("code") == AccessRevoked.default_code:
            self.revoked.emit(str(found.get("message") or ""), str(found.get("next_step") or ""))
        elif event == "error":
            self._fail(str(found.get("message") or ""), str(found.get("next_step") or ""))
        elif event == "progress":
            self.progress = self.tr("loading {done} of {of} events").format(done=found.get("done"), of=found.get("of"))
            self.said.emit(self.progress, "")
            self.moved.emit()
        elif event == "waiting" and mine:
            minutes = 1 + int(str(found.get("seconds") or 0)) // 60
            self._fail(
                self.tr("The shared database was restored. What you see is the copy of before."),
                self.tr("It is loaded anew within {n} min; nothing is to be done.").format(n=minutes),
            )
        elif event == "pushed":
            self.read_outbox()
            if found.get("outcome") != "ok":
                self.refused.emit(str(found.get("message") or ""))
        elif event in ("changed", "cleared") and (mine or self._engagement is None):
            cases = found.get("cases")
            named = [int(case) for case in cases] if isinstance(cases, list) else None
            self._changed = None if named is None or self._changed is None else self._changed | {*named}
            if not self._gather.isActive():
                self._gather.start()
            self.changed.emit(named)
        elif event == "synced":
            self.problem, self.progress = None, ""
            self._synced() if mine else self.moved.emit()
