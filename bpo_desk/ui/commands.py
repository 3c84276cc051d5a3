"""The command palette: type a few letters of any action, see its keys, press Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QKeySequence, QPixmap, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from bpo_desk.ui import theme

_ACTION = Qt.ItemDataRole.UserRole


class CommandPalette(QFrame):
    """Lies over its window; asked for with `open`, closed with Esc, a click elsewhere or a choice."""

    def __init__(self, actions: Sequence[QAction], window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._before: QWidget | None = None
        nothing = QPixmap(64, 64)
        nothing.fill(Qt.GlobalColor.transparent)
        self._blank = QIcon(nothing)  # keeps the words of commands without an icon in line
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(self.tr("Command"))
        self.edit.setAccessibleName(self.tr("Command"))
        self.list = QTreeWidget(self)
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Commands that match"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        layout.addWidget(self.edit)
        layout.addWidget(self.list, 1)
        self.edit.textChanged.connect(self._fill)
        self.edit.installEventFilter(self)
        self.list.itemClicked.connect(self._run)
        self.hide()

    def open(self) -> None:
        """Show all commands that can be done now."""
        window = self._window
        self._before = window.focusWidget()
        width = min(window.width() - 40, 60 * self.fontMetrics().averageCharWidth() + 80)
        height = min(window.height() - 80, 16 * theme.row_height(self.fontMetrics()) + 70)
        self.setGeometry((window.width() - width) // 2, 48, width, height)
        self.edit.clear()
        self._fill("")
        self.show()
        self.raise_()
        self.edit.setFocus()

    def shown_commands(self) -> list[str]:
        """The words of the commands in the list."""
        return [item.text(0) for item in map(self.list.topLevelItem, range(self.list.topLevelItemCount())) if item]

    def showEvent(self, event: QShowEvent) -> None:
        """Give the words the room that the keys leave."""
        super().showEvent(event)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        header.setSectionResizeMode(1, header.ResizeMode.ResizeToContents)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while the line has the focus; Esc and leaving the line close it."""
        if watched is self.edit and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if watched is not self.edit or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._close()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(self.list.currentItem())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            at = self.list.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
            self._make_current(at)
        else:
            return False
        return True

    def _fill(self, text: str) -> None:
        letters = text.lower().split()
        self.list.clear()
        for action in self._actions:
            words = action.text().replace("&", "")
            if action.isEnabled() and all(part in words.lower() for part in letters):
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                item = QTreeWidgetItem([words, keys])
                item.setIcon(0, self._blank if action.icon().isNull() else action.icon())
                item.setData(0, _ACTION, action)
                self.list.addTopLevelItem(item)
        self._make_current(0)

    def _make_current(self, at: int) -> None:
        item = self.list.topLevelItem(at)
        if item is not None:
            self.list.setCurrentItem(item)

    def _run(self, item: QTreeWidgetItem | None) -> None:
        self._close()
        if item is not None:
            item.data(0, _ACTION).trigger()

    def _close(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()
