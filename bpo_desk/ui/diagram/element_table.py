"""The diagram as a table: every element with its state, its counts and its neighbours, in the order of the flow.

The equivalent of the drawing for who cannot see it, or wants to read it; made from the same display list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from bpo_desk.models.process import Bounds
from bpo_desk.process.display_list import DisplayList
from bpo_desk.process.markers import Marker
from bpo_desk.process.outline import Outline, outline
from bpo_desk.ui.diagram.names import end_name, flow_names, full_state, kind_name
from bpo_desk.ui.number_words import number
from bpo_desk.ui.widgets.dense_table import DenseTable

Index = QModelIndex | QPersistentModelIndex
ELEMENT, KIND, STATE, OPEN, TIMES, VISITS, INCOMING, OUTGOING, INSIDE = range(9)
_EMPTY = DisplayList((), Bounds(0, 0, 0, 0))
_NUMBERS = (OPEN, TIMES)


class ElementTableModel(QAbstractTableModel):
    """One row an element: what the drawing says of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = _EMPTY
        self._markers: Mapping[str, Marker] = {}
        self._way: Outline = outline(_EMPTY)
        self._ids: list[str] = []

    def show_drawing(self, shown: DisplayList, markers: Mapping[str, Marker]) -> None:
        """Show another drawing with its state."""
        self.beginResetModel()
        self._shown, self._markers = shown, markers
        self._way = outline(shown)
        self._ids = self._way.in_order()
        self.endResetModel()

    def show_markers(self, markers: Mapping[str, Marker]) -> None:
        """Show another state of the same drawing."""
        self._markers = markers
        if self._ids:
            self.dataChanged.emit(self.index(0, STATE), self.index(len(self._ids) - 1, VISITS))

    def element(self, row: int) -> str:
        """The element of a row."""
        return self._ids[row]

    def row_of(self, element_id: str) -> int:
        """The row of an element, -1 where it has none."""
        return self._ids.index(element_id) if element_id in self._shown.shapes else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 9

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Element"),
            self.tr("Kind"),
            self.tr("State"),
            self.tr("Open"),
            self.tr("Times"),
            self.tr("Visits"),
            self.tr("Comes from"),
            self.tr("Goes to"),
            self.tr("Stands in"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(self._ids[index.row()], index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            header = self.headerData(index.column(), Qt.Orientation.Horizontal)
            return f"{header}: {self._text(self._ids[index.row()], index.column())}"
        return None

    def _text(self, element_id: str, column: int) -> str:
        shape, marker = self._shown.shapes[element_id], self._markers.get(element_id)
        flows = self._way.incoming if column == INCOMING else self._way.outgoing
        if column == ELEMENT:
            return " ".join(end_name(self._shown, element_id).split())
        if column == KIND:
            return kind_name(shape)
        if column in (INCOMING, OUTGOING):
            return ", ".join(flow_names(self._shown, flows.get(element_id, ()), incoming=column == INCOMING))
        if column == INSIDE:
            return end_name(self._shown, self._way.parent.get(element_id, ""))
        if marker is None:
            return ""
        if column == STATE:
            return full_state(marker)
        if column == OPEN:
            return number(marker.tokens) if marker.tokens else ""
        if column == TIMES:
            return number(marker.times) if marker.times else ""
        return ", ".join(map(str, marker.path))


class ElementTable(DenseTable):
    """Selecting a row selects the element, Return or a double click chooses it."""

    element_selected = Signal(str)
    element_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._elements = ElementTableModel(self)
        self._quiet = False
        self.setModel(self._elements)
        self.setAccessibleName(self.tr("Process diagram as a table"))
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        letter = self.fontMetrics().averageCharWidth()
        for column, letters in ((ELEMENT, 28), (KIND, 20), (STATE, 18), (OPEN, 7), (TIMES, 7), (VISITS, 12)):
            header.resizeSection(column, letters * letter)
        for column in (INCOMING, OUTGOING):
            header.resizeSection(column, 28 * letter)
        self.selectionModel().currentRowChanged.connect(self._row_changed)
        self.doubleClicked.connect(lambda index: self.element_chosen.emit(self._elements.element(index.row())))

    @property
    def elements(self) -> ElementTableModel:
        """The rows."""
        return self._elements

    def show_drawing(self, shown: DisplayList, markers: Mapping[str, Marker], selected: str) -> None:
        """Show a drawing with its state and selection. Does not signal."""
        self._quiet = True
        self._elements.show_drawing(shown, markers)
        self._quiet = False
        self.select(selected)

    def select(self, element_id: str) -> None:
        """Select the row of an element; none for one that has no row. Does not signal."""
        row = self._elements.row_of(element_id)
        self._quiet = True
        if row < 0:
            self.clearSelection()
        elif row != self.currentIndex().row() or not self.selectionModel().hasSelection():
            self.selectRow(row)
        self._quiet = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.element_chosen.emit(self._elements.element(self.currentIndex().row()))
        else:
            super().keyPressEvent(event)

    def _row_changed(self, index: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self.element_selected.emit(self._elements.element(index.row()))
