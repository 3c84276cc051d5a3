"""The help: every key, and the words that the filter line understands. Stays open beside the work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

FILTER_WORDS: Final = (
    ("card abroad", "both words, in number, title, client, reference, step or holder"),
    ("holder:ann", "the name contains it"),
    ('step="Verify identity"', "is exactly this"),
    ("holder:ann,bilal", "one of several"),
    ("-status:closed", "not"),
    ("(side:client OR sla:breached)", "one or the other"),
    ("due<2d", "less than two days left; units w d h m s"),
    ("last>36h", "the last event is longer ago"),
    ("age>2w", "older"),
    ("due:none", "no due date; any: some due date"),
    ("is:overdue", "as the chip does"),
    ("exits>=1", "counts"),
    ("age:1d..3d", "from and to; also numbers and days: opened:2026-05-01..2026-05-07"),
    ('text:"wrong addr"', "words that somebody said; the last one may go on"),
    ("followed:me", "the cases that I follow"),
    ("asked:pending", "asked of the source system, and nothing shows that it acted"),
)


class HelpWindow(QDialog):
    """Not modal; Esc closes it."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and filter words"))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self._tree = QTreeWidget(self)
        self._tree.setHeaderHidden(True)
        self._tree.setColumnCount(2)
        self._tree.setAccessibleName(self.windowTitle())
        self._tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.addWidget(self._tree)
        self._fill(actions)

    def _fill(self, actions: Sequence[QAction]) -> None:
        words = QTreeWidgetItem([self.tr("Filter words"), ""])
        for word, meaning in FILTER_WORDS:
            line = QTreeWidgetItem([word, self.tr(meaning)])
            line.setToolTip(1, line.text(1))  # some are longer than there is room for
            words.addChild(line)
        keys = QTreeWidgetItem([self.tr("Keys"), ""])
        for action in actions:
            shortcuts = [each.toString(QKeySequence.SequenceFormat.NativeText) for each in action.shortcuts()]
            if shortcuts:
                keys.addChild(QTreeWidgetItem([action.text().replace("&", ""), "  ".join(shortcuts)]))
        self._tree.addTopLevelItems([words, keys])
        self._tree.expandAll()

    def sizeHint(self) -> QSize:
        """Room for most of it."""
        least, most = (letters * self.fontMetrics().averageCharWidth() for letters in (90, 140))
        texts = sum(self._tree.sizeHintForColumn(column) for column in range(2))
        width = min(max(texts + 2 * self.fontMetrics().height() + 40, least), most)
        return QSize(width, 34 * self.fontMetrics().height())
