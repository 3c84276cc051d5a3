"""The access log on the screen: who looked at which case, or let it leave the desk, when; Enter opens the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from html import escape
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from bpo_desk.cache.access_log import Access, AccessLog
from bpo_desk.models.sides import Side
from bpo_desk.ui import icons, theme
from bpo_desk.ui.number_words import number
from bpo_desk.ui.time_words import both, local
from bpo_desk.ui.widgets.dense_table import DenseTable
from bpo_desk.ui.widgets.line_icons import LineIcons

_Index = QModelIndex | QPersistentModelIndex
translate = QCoreApplication.translate
_NOTHING: Final = QModelIndex()
WHEN, WHO, SIDE, WHAT, CASE, MORE = range(6)
_ICONS: Final = {"viewed": "eye", "exported": "download", "unmasked": "lock-open", "proof_issued": "scale"}


_SIDES: Final = {side: side.word.replace("_", " ") for side in Side}
_DONE: Final = {each: each.replace("_", " ") for each in _ICONS}


class AccessTableModel(QAbstractTableModel):
    """One row an entry, as they came."""

    def __init__(self, zone: tzinfo, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget, self._zone = parent, zone
        self._headers = (
            self.tr("When"), self.tr("Who"), self.tr("Side"), self.tr("What"), self.tr("Case"),
            self.tr("As what, for whom, why"),
        )  # fmt: skip
        self.entries: list[Access] = []

    def set_entries(self, entries: Sequence[Access]) -> None:
        """Show these."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: _Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._headers[section] if across else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry, column = self.entries[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return cells(entry, self._zone)[column]
        if role == Qt.ItemDataRole.ToolTipRole and column == WHEN:
            return both(entry.at, self._zone)
        if role == Qt.ItemDataRole.ToolTipRole and column == MORE:
            return escape(cells(entry, self._zone)[column])  # it may be cut
        if role == Qt.ItemDataRole.DecorationRole and column == WHAT:
            of = self._widget.palette()
            side = self._widget.fontMetrics().height()
            name = _ICONS.get(entry.what, "question-mark")
            return icons.pixmap(name, of.windowText().color(), side, self._widget.devicePixelRatioF())
        if role == Qt.ItemDataRole.ForegroundRole and column == SIDE and entry.side is Side.UNKNOWN:
            return theme.muted(self._widget.palette())
        return None


def cells(entry: Access, zone: tzinfo) -> tuple[str, ...]:
    """What stands in a row, column by column."""
    what, form = (str(entry.details.get(name, "")) for name in ("what", "format"))
    details = (
        translate("access", "{what} to the clipboard").format(what=what)
        if form == "clipboard"
        else f"{what} {form}".strip()
    )
    recipient = entry.details.get("recipient")
    parts = [details, translate("access", "for {whom}").format(whom=recipient) if recipient else "", entry.reason]
    chosen = entry.details.get("filter")
    parts.append(translate("access", "filter: {words}").format(words=chosen) if chosen else "")
    more = ", ".join(" ".join(part.split()) for part in parts if part)
    who = entry.who or translate("access", "unknown")
    side, done = translate("access", _SIDES[entry.side]), translate("access", _DONE.get(entry.what, entry.what))
    return local(entry.at, zone), who, side, done, _cases_in_words(entry), more


def _cases_in_words(entry: Access) -> str:
    if not entry.number:
        return translate("access", "{n} cases").format(n=number(entry.together))
    if entry.together == 1:
        return entry.number
    return translate("access", "{case} and {n} more").format(case=entry.number, n=number(entry.together - 1))


class AccessLogPanel(QDialog):
    """`case_wanted(case number)`."""

    case_wanted = Signal(str)

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone, self._log = zone, AccessLog((), 0)
        self.setWindowTitle(self.tr("Access log"))
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter: a name, a case, what was done"))
        self.filter.setAccessibleName(self.tr("Filter of the access log"))
        self.filter.setClearButtonEnabled(True)
        LineIcons(self.filter)
        self.filter.textChanged.connect(self._list)
        self.table = DenseTable(self)
        self.table.setAccessibleName(self.tr("Who looked at which case, or let it leave the desk"))
        self.rows = AccessTableModel(zone, self)
        self.table.setModel(self.rows)
        self.table.horizontalHeader().setSectionResizeMode(MORE, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.activated.connect(lambda index: self._go(self.rows.entries[index.row()].number))
        self.count = QLabel(self)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setWordWrap(True)
        leave = QPushButton(self.tr("Close"), self)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.close)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(leave)
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        digit = self.fontMetrics().horizontalAdvance("0")
        self.resize(125 * digit, 26 * self.fontMetrics().lineSpacing())

    def show_log(self, log: AccessLog) -> None:
        """Show these entries, the latest first."""
        first, self._log = not self._log.entries, log
        self._list()
        if first and log.entries:
            for column in (WHEN, WHO, SIDE, WHAT, CASE):
                self.table.resizeColumnToContents(column)
                room = self.fontMetrics().averageCharWidth()
                self.table.setColumnWidth(column, self.table.columnWidth(column) + room)

    def _go(self, number: str) -> None:
        if number:  # a list is no case
            self.case_wanted.emit(number)

    def _list(self) -> None:
        words = self.filter.text().casefold().split()
        shown = [
            each
            for each in self._log.entries
            if all(word in " ".join(cells(each, self._zone)).casefold() for word in words)
        ]
        self.table.refill(lambda: self.rows.set_entries(shown))
        if not self._log.found:
            said = self.tr(
                "Nothing is written down: nobody exported a case, and no role's looks are asked to be noted."
            )
        else:
            held = len(self._log.entries)
            said = self.tr("{shown} of {found} entries").format(shown=number(len(shown)), found=number(self._log.found))
            if held < self._log.found:
                said += self.tr("; only the latest {held} are searched").format(held=number(held))
        self.count.setText(said)
