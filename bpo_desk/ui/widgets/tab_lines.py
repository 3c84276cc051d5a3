"""Tabs whose names go on in the next line where the width ends: none hides behind an arrow."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.widgets.flow_layout import FlowLayout

_SIDE: Final = 8
_LINE: Final = 2  # thickness of the line beneath the name in front


class TabName(QAbstractButton):
    """The name of one tab; checked where it is in front."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * _SIDE, metrics.height() + 8)

    def minimumSizeHint(self) -> QSize:
        """A name is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The words, in front with a line beneath; a frame where the keyboard is."""
        painter = QPainter(self)
        palette, role = self.palette(), QPalette.ColorRole
        front = self.isChecked()
        if self.underMouse() and not front:
            painter.fillRect(self.rect(), palette.brush(role.Midlight))
        painter.setPen(palette.color(role.Text) if front else theme.muted(palette))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, self.text())
        if front:
            painter.fillRect(_SIDE // 2, self.height() - _LINE, self.width() - _SIDE, _LINE, palette.brush(role.Accent))
        if self.hasFocus():
            painter.setPen(QPen(palette.color(role.Accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class TabLines(QWidget):
    """Pages with a line, or lines, of names above; the arrow keys go from name to name."""

    current_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads: list[TabName] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._bring)
        self._pages = QStackedWidget(self)
        self._flow = FlowLayout(gap=0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._flow)
        layout.addWidget(self._pages, 1)

    def add(self, page: QWidget, name: str) -> None:
        """One more page, behind those that are there; the first one is in front."""
        button = TabName(self)
        button.setText(name)
        button.setAccessibleName(name)
        self._group.addButton(button, len(self._heads))
        self._heads.append(button)
        self._flow.addWidget(button)
        self._pages.addWidget(page)
        button.setChecked(len(self._heads) == 1)

    def count(self) -> int:
        """How many pages there are."""
        return len(self._heads)

    def place_of(self, page: QWidget) -> int:
        """The place of a page, -1 where it is none of these."""
        return self._pages.indexOf(page)

    def page(self, place: int) -> QWidget:
        """The page at a place, from 0; IndexError where there is none."""
        page = self._pages.widget(place)
        if page is None:
            raise IndexError(place)
        return page

    def name(self, place: int) -> str:
        """The name of the page at a place."""
        return self._heads[place].text()

    def set_name(self, place: int, words: str) -> None:
        """Name a page anew."""
        button = self._heads[place]
        if words == button.text():
            return
        before = button.sizeHint()
        button.setText(words)
        button.setAccessibleName(words)
        if button.sizeHint() == before:
            return
        place_of_names = self._flow.geometry()
        if self._flow.heightForWidth(place_of_names.width()) == place_of_names.height():
            self._flow.setGeometry(place_of_names)  # the same lines: nothing around them is laid out again
        else:
            button.updateGeometry()

    def current(self) -> QWidget:
        """The page in front."""
        return self.page(self._pages.currentIndex())

    def come_to(self, page: QWidget) -> None:
        """Bring a page to the front."""
        place = self.place_of(page)
        self._heads[place].setChecked(True)
        self._bring(place)

    def _bring(self, place: int) -> None:
        if place != self._pages.currentIndex():
            self._pages.setCurrentIndex(place)
            self.current_changed.emit(place)
