"""How lists of the panels look alike: rows that are chosen whole, one at a time. No data."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeWidget, QWidget


class ScaledTree(QTreeWidget):
    """A list whose icons are as high as its text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale()

    def changeEvent(self, event: QEvent) -> None:
        """Icons follow the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._scale()

    def fit_columns(self, columns: Sequence[int]) -> None:
        """Make columns as wide as what stands in them, and a little, so that texts do not touch."""
        for column in columns:
            self.resizeColumnToContents(column)
            self.setColumnWidth(column, self.columnWidth(column) + self.fontMetrics().averageCharWidth())

    def _scale(self) -> None:
        side = self.fontMetrics().height()
        self.setIconSize(QSize(side, side))


def dense_tree(parent: QWidget, name: str, headers: Sequence[str]) -> ScaledTree:
    """A list with these columns; `name` is how it is read out."""
    tree = ScaledTree(parent)
    tree.setAccessibleName(name)
    tree.setHeaderLabels(list(headers))
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setAlternatingRowColors(True)
    tree.setFrameShape(QFrame.Shape.NoFrame)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    return tree
