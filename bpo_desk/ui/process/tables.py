"""How the tables and labels of the Process screen look alike. No data."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractItemModel, QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget

from bpo_desk.ui.widgets.dense_table import DenseTable

_BUTTON_EDGES: Final = 10  # pixels above and below the text of a button together


def plain_label(parent: QWidget) -> QLabel:
    """A label of plain text."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


class LineLabel(QLabel):
    """A label of plain text as high as the buttons that it stands in a line with."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def sizeHint(self) -> QSize:
        """As wide as the words, as high as a button."""
        found = super().sizeHint()
        height = self.fontMetrics().height() + _BUTTON_EDGES
        return QSize(found.width(), max(found.height(), height))


def plain_table(model: QAbstractItemModel, name: str, parent: QWidget) -> DenseTable:
    """A dense table on a model, named for screen readers."""
    table = DenseTable(parent)
    table.setModel(model)
    table.setAccessibleName(name)
    return table
