"""The band over a window that shows what the client sees, in the colour of the client's side, or a case that is read
from the shared database; always in front."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from bpo_desk.models.sides import Side
from bpo_desk.ui import icons, theme

_LEAST: Final = 30  # letters of the second text


class ClientBand(QWidget):
    """Says whose view it is, or which case is only read here, and leads back. `back_wanted()`: by its button."""

    back_wanted = Signal()

    def __init__(self, client: str, parent: QWidget | None = None, one_case: str = "") -> None:
        super().__init__(parent)
        self._side = Side.PROVIDER if one_case else Side.CLIENT
        title = self.tr("You see what {client} sees \u00b7 Esc back").format(client=client)
        self._said = self.tr(
            "Without internal events; masked values and staff as the client gets them. Nothing is written."
        )
        if one_case:
            title = self.tr("{number}, read from the shared database \u00b7 Esc back").format(number=one_case)
            self._said = self.tr("It left this copy and is not kept when you go back. Nothing is written.")
        self._title, self._rest = QLabel(title, self), QLabel(self)
        for label in (self._title, self._rest):
            label.setTextFormat(Qt.TextFormat.PlainText)
        bold = self._title.font()
        bold.setBold(True)
        self._title.setFont(bold)
        self._rest.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred
        )  # it may be cut, the title not
        self.back = QPushButton(self.tr("&Back to your own desk"), self)
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.back_wanted)
        self.setAccessibleName(title)
        across = self._across = QHBoxLayout(self)
        across.setContentsMargins(theme.GAP * 2, theme.SMALL_GAP, theme.GAP, theme.SMALL_GAP)
        across.setSpacing(2 * theme.GAP)
        across.addSpacing(self.fontMetrics().height())
        across.addWidget(self._title)
        across.addWidget(self._rest, 1)
        across.addWidget(self.back)

    def words(self) -> str:
        """What the band says first."""
        return self._title.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The second text is cut where it does not fit; the first never is."""
        super().resizeEvent(event)
        self._across.activate()
        room = self._rest.width() >= _LEAST * self.fontMetrics().averageCharWidth()
        cut = self.fontMetrics().elidedText(self._said, Qt.TextElideMode.ElideRight, self._rest.width())
        self._rest.setText(cut if room else "")  # a word and a half says nothing
        self._rest.setToolTip(self._said)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Filled with the colour of the client's side; its texts in the colour of the paper."""
        of, side = self.palette(), self.fontMetrics().height()
        paper = of.color(QPalette.ColorRole.Base)
        for label in (self._title, self._rest):
            if label.palette().color(QPalette.ColorRole.WindowText) != paper:
                inverted = QPalette(of)
                inverted.setColor(QPalette.ColorRole.WindowText, paper)
                label.setPalette(inverted)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.side_colour(self._side, of))
        icons.draw(painter, "eye", paper, theme.GAP, (self.height() - side) // 2, side)
        painter.end()
