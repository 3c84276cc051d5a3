"""The list of notices in the window: when, which case, what; Enter opens the case. Also where no desktop shows any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bpo_desk.models.times import to_datetime
from bpo_desk.state.followed_changes import ChangeKind
from bpo_desk.ui import icons, theme
from bpo_desk.ui.notices.notice_book import Listed
from bpo_desk.ui.time_words import both
from bpo_desk.ui.widgets.check_box import CheckBox

translate = QCoreApplication.translate
_LOOKS = {
    ChangeKind.HAND_OFF: ("arrows-exchange", theme.Status.CURRENT),
    ChangeKind.BREACH_RISK: ("alert-triangle", theme.Status.AT_RISK),
    ChangeKind.EXIT: ("door-exit", theme.Status.EXITED),
    ChangeKind.CLIENT_COMMENT: ("message", theme.Status.WAITING),
}


class NoticeList(QDialog):
    """`case_wanted(case key)`, `cleared()`, `desktop_wanted(bool)` when notices on the desktop are switched."""

    case_wanted = Signal(int)
    cleared = Signal()
    desktop_wanted = Signal(bool)

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self.setWindowTitle(self.tr("Notices of followed cases"))
        self.rows = QListWidget(self)
        self.rows.setAccessibleName(self.tr("Notices"))
        self.rows.setAlternatingRowColors(True)
        self.rows.setWordWrap(True)  # in a narrow window or large letters a notice goes on in the next line
        self.rows.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = QLabel(self)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setWordWrap(True)
        self.desktop = CheckBox(self.tr("Also on the desktop"), self)
        clear, leave = QPushButton(self.tr("Clear"), self), QPushButton(self.tr("Close"), self)
        below = QHBoxLayout()
        below.addWidget(self.desktop, 1)
        below.addWidget(clear)
        below.addWidget(leave)
        layout = QVBoxLayout(self)
        layout.addWidget(self.empty)
        layout.addWidget(self.rows, 1)
        layout.addLayout(below)
        self.rows.itemActivated.connect(lambda item: self.case_wanted.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.desktop.toggled.connect(self.desktop_wanted)
        clear.clicked.connect(self.cleared)
        leave.clicked.connect(self.close)
        digit = self.fontMetrics().horizontalAdvance("0")
        self.resize(70 * digit, 18 * self.fontMetrics().lineSpacing())

    def show_notices(self, listed: Sequence[Listed]) -> None:
        """Show these, the latest first."""
        self.rows.clear()
        for each in listed:
            icon, status = _LOOKS[each.change.kind]
            what = translate("notices", each.change.kind)
            words = f"{self._when(each.at)}   {each.change.number}   {what}"
            item = QListWidgetItem(words)
            colour = theme.look(status, self.palette()).colour
            item.setIcon(icons.pixmap(icon, colour, self.fontMetrics().height(), self.devicePixelRatioF()))
            item.setToolTip(both(each.at, self._zone))
            item.setData(Qt.ItemDataRole.UserRole, each.change.case)
            self.rows.addItem(item)
        self.empty.setVisible(not listed)
        self.rows.setVisible(bool(listed))
        self.empty.setText(
            self.tr(
                "Nothing has happened to the cases that you follow since the desk was opened. Told are hand-offs,"
                " the risk of a breach, exits from the process and comments of the client."
            )
        )

    def _when(self, at: int) -> str:
        """Day and time, short: the list is of this run of the desk; the tool tip says the rest."""
        there = to_datetime(at)
        return "" if there is None else f"{there.astimezone(self._zone):%d %b %H:%M}"

    def show_desktop(self, on: bool, locked: bool) -> None:
        """Whether notices appear on the desktop; `locked`: that is not to be changed here."""
        self.desktop.blockSignals(True)
        self.desktop.setChecked(on)
        self.desktop.blockSignals(False)
        self.desktop.setEnabled(not locked)
