"""Where a time to go to is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from bpo_desk.ui.timeline.local_time import LocalTime


class TimeField(QLineEdit):
    """Asks for a local time. Esc leaves it, whatever Esc means to the window; what is no time is said and kept."""

    time_chosen = Signal(object)  # microseconds UTC; object, because a C++ int holds 32 bits
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._time: LocalTime | None = None
        self.setPlaceholderText(self.tr("Go to: 2026-11-21 14:05"))
        self.setAccessibleName(self.tr("Go to time"))
        self.hide()
        self.returnPressed.connect(self._take)

    def ask(self, time: LocalTime, left: int, top: int) -> None:
        """Show the empty field at a place in its parent."""
        self._time = time
        hint = self.sizeHint()
        self.setGeometry(left, top, max(hint.width(), self.fontMetrics().height() * 14), hint.height())
        self.clear()
        self.show()
        self.setFocus()

    def _take(self) -> None:
        micros = None if self._time is None else self._time.micros_of(self.text())
        if micros is None:
            self.selectAll()
            words = self.tr("This is no date and time. Write it as 2026-11-21 14:05.")
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), words, self)
            return
        self.hide()
        self.time_chosen.emit(micros)

    def event(self, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if is_escape and event.type() == QEvent.Type.KeyPress:
            self.hide()
            self.left.emit()
            return True
        return super().event(event)
