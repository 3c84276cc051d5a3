"""The panel beside the queue that counts its cases by holder, step, client and so on. Computes nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bpo_desk.ui import icons, theme
from bpo_desk.ui.number_words import counted
from bpo_desk.ui.queue.group_table_model import GroupTableModel
from bpo_desk.ui.widgets.icon_button import icon_button

if TYPE_CHECKING:
    from bpo_desk.state.grouping import Group

BY: Final[tuple[tuple[str, str], ...]] = (
    ("holder", "In whose hands"),
    ("side", "Side"),
    ("step", "Current step"),
    ("client", "Client"),
    ("process", "Process"),
    ("due day", "Due day"),
)
"""What cases can be grouped by (`state.grouping.GroupBy`), and how it is said."""
_WIDTH: Final = 65  # digits; with room for a scroll bar
_LEAST_NAME: Final = 20  # digits


class _GroupTable(QTableView):
    """The name has what the figures leave, but enough to be read."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        header = self.horizontalHeader()
        rest = self.viewport().width() - (header.length() - header.sectionSize(0))
        header.resizeSection(0, max(rest, _LEAST_NAME * self.fontMetrics().horizontalAdvance("0")))


class GroupPanel(QWidget):
    """`by_chosen()` when another grouping is wanted, `group_chosen(group)` when one is clicked,
    `timeline_wanted(group)` for its cases on a timeline, `closed()`."""

    by_chosen = Signal()
    group_chosen = Signal(object)
    timeline_wanted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by = QComboBox(self)
        self._by.setAccessibleName(self.tr("Group by"))
        for key, words in BY:
            self._by.addItem(self.tr(words), key)
        self._by.activated.connect(lambda _index: self.by_chosen.emit())
        close = icon_button("x", self.tr("Close the groups (Ctrl+G)"), self)
        close.setAccessibleName(self.tr("Close the groups"))
        close.clicked.connect(self.closed)
        self.groups = GroupTableModel(self)
        self.table = self._made_table()
        self._sum = QLabel(self)
        self._sum.setTextFormat(Qt.TextFormat.PlainText)
        self._sum.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(QLabel(self.tr("Group by"), self))
        top.addWidget(self._by, 1)
        top.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, theme.GAP, 0)
        layout.setSpacing(theme.SMALL_GAP)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._sum)
        self.setFocusProxy(self.table)
        self._follow_font()

    def changeEvent(self, event: QEvent) -> None:
        """Rows follow the size of the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._follow_font()

    def _follow_font(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(theme.row_height(self.fontMetrics()))

    def _made_table(self) -> QTableView:
        table = _GroupTable(self)
        table.setModel(self.groups)
        table.setAccessibleName(self.tr("Groups of the queue"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setSelectionModel(QItemSelectionModel(self.groups, header))
        header.setHighlightSections(False)
        digit = self.fontMetrics().horizontalAdvance("0")
        for column, digits in enumerate((0, 7, 11, 10, 8)):
            title = self.fontMetrics().horizontalAdvance(str(self.groups.headerData(column, Qt.Orientation.Horizontal)))
            header.resizeSection(column, max(digits * digit, title) + theme.GAP)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._menu)
        table.clicked.connect(self._chosen)
        table.activated.connect(self._chosen)
        self.setMinimumWidth(_WIDTH // 2 * digit)
        return table

    @property
    def by(self) -> str:
        """What is grouped by: a value of `GroupBy`."""
        return str(self._by.currentData())

    def choose(self, by: str) -> None:
        """Show another grouping as chosen; does not say `by_chosen`."""
        self._by.setCurrentIndex(max(self._by.findData(by), 0))

    def usual_width(self) -> int:
        """Pixels that the panel asks for when it is first shown."""
        return _WIDTH * self.fontMetrics().horizontalAdvance("0")

    def show_groups(self, groups: Sequence[Group], cases: int, *, tells_due: bool) -> None:
        """Show the groups of so many listed cases."""
        self.groups.show_groups(groups, self.by, tells_due=tells_due)
        words = counted(len(groups), self.tr("group"), self.tr("groups"))
        listed = counted(cases, self.tr("listed case"), self.tr("listed cases"))
        said = self.tr("{groups} of {cases}.").format(groups=words, cases=listed)
        if sum(each.count for each in groups) > cases:
            said += " " + self.tr("A case in several groups counts in each.")
        self._sum.setText(said)

    def _menu(self, at: QPoint) -> None:
        """What else can be done with the group under the pointer, or the current one where a key asked."""
        index = self.table.indexAt(at)
        index = index if index.isValid() else self.table.currentIndex()
        if index.isValid():
            menu, group = QMenu(self), self.groups.group(index.row())
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addAction(icons.icon("filter"), self.tr("Only these cases"), lambda: self.group_chosen.emit(group))
            menu.addAction(
                icons.icon("timeline-event"),
                self.tr("Show them on a timeline"),
                lambda: self.timeline_wanted.emit(group),
            )
            menu.popup(self.table.viewport().mapToGlobal(at))

    def _chosen(self, index: QModelIndex) -> None:
        self.group_chosen.emit(self.groups.group(index.row()))
