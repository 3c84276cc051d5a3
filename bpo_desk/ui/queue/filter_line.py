"""The line that filters the queue by words and fields, with what is wrong in it said under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from bpo_desk.ui import icons, theme

if TYPE_CHECKING:
    from bpo_desk.models.filter_completion import Completion
    from bpo_desk.ui.widgets.offers_popup import OffersPopup

ValuesLike = Callable[[str, str], Sequence[str]]
"""(field, typed text) -> values of the field that have it."""
_LEAST_ICON: Final = 16  # pixels
_TYPING_MS: Final = 30  # several keys that come at once are one question


class _Edit(QLineEdit):
    """A line with a wave under what cannot be read in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._fault: int | None = None

    def mark_fault(self, position: int | None) -> None:
        """Underline from this character to the end of its word; None: nothing."""
        if position != self._fault:
            self._fault = position
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, then the wave."""
        super().paintEvent(event)
        if self._fault is None or not self.text():
            return
        text, cursor = self.text(), self.cursorPosition()
        first = min(self._fault, len(text) - 1)
        end = first + max(len(text[first:].split(" ", 1)[0]), 1)
        metrics, box = self.fontMetrics(), self.cursorRect()
        zero = box.center().x() - metrics.horizontalAdvance(text[:cursor])
        left, right = (zero + metrics.horizontalAdvance(text[:place]) for place in (first, end))
        painter = QPainter(self)
        painter.setPen(theme.look(theme.Status.FAILED, self.palette()).colour)
        base = min(box.bottom(), self.height() - 4)
        for x in range(max(left, 0), min(right, self.width()), 2):
            painter.drawLine(x, base + (x // 2 & 1), x + 1, base + (x // 2 & 1))
        painter.end()


class FilterLine(QWidget):
    """`changed` shortly after each key; `left_down` when the arrow key asks to go to the rows."""

    changed = Signal()
    left_down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = _Edit(self)
        self._error_said = self._note_said = ""
        self.edit.setClearButtonEnabled(True)
        self.edit.setPlaceholderText(
            self.tr('Filter: words, or holder:ann step:"Verify identity" due<2d -status:closed')
        )
        self.edit.setAccessibleName(self.tr("Filter the queue"))
        self.edit.addAction(QAction(icons.icon("filter"), "", self.edit), QLineEdit.ActionPosition.LeadingPosition)
        self._error = QLabel(self)
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.setWordWrap(True)
        self._error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL_GAP)
        self._across = QHBoxLayout()
        self._across.setSpacing(theme.GAP)
        self._across.addWidget(self.edit, 1)
        self._buttons: list[QToolButton] = []
        layout.addLayout(self._across)
        layout.addWidget(self._error)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.edit.textEdited.connect(self._typing.start)
        self._typing.timeout.connect(self._complete)
        self.values_like: ValuesLike | None = None  # who knows the values of a field
        self._offers: OffersPopup | None = None
        self.edit.returnPressed.connect(self.left_down)

    def begin(self, words: str) -> None:
        """Put the beginning of a part behind what is there, the cursor behind it, and offer how it may go on."""
        before = self.text()
        self.edit.setText(f"{before} {words}" if before else words)
        self.edit.setFocus()
        self._complete()

    def add_button(self, icon: str, words: str, act: Callable[[], object]) -> None:
        """Put a button at the end of the line; its icon is as large as the text. No IconButton: one module less at the
        start."""
        button = QToolButton(self)
        button.setIcon(icons.icon(icon))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setAutoRaise(True)
        button.clicked.connect(lambda _checked=False: act())
        self._across.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons.append(button)
        self._size_icons()

    def changeEvent(self, event: QEvent) -> None:
        """Icons follow the size of the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_icons()

    def _size_icons(self) -> None:
        side = max(self.fontMetrics().height(), _LEAST_ICON)
        for button in self._buttons:
            button.setIconSize(QSize(side, side))

    def text(self) -> str:
        """The filter as written."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Write a filter; does not say `changed`."""
        self._typing.stop()
        self.edit.setText(text)

    def _complete(self) -> None:
        """Offer what may stand where the cursor is; Down and Enter take it, whoever goes on typing is not bothered."""
        if self.values_like is None or not self.edit.hasFocus():
            return
        from bpo_desk.models.filter_completion import completions
        from bpo_desk.ui.widgets.offers_popup import Offered, OffersPopup

        found = completions(self.edit.text(), self.edit.cursorPosition(), self.values_like)
        if self._offers is None:
            if not found:
                return
            self._offers = OffersPopup(self.edit, self.tr("What may come next in the filter"))
            self._offers.chosen.connect(self._insert)
        rows = [
            Offered(f"{each.text}   \N{EN DASH} {self.tr(each.meaning)}" if each.meaning else each.text, "", each)
            for each in found
        ]
        self._offers.offer(rows, first=False)

    def completions(self) -> list[str]:
        """What is offered to come next."""
        return [] if self._offers is None else self._offers.words()

    def take(self, row: int) -> None:
        """Take an offer."""
        if self._offers is not None:
            self._offers.take(row)

    def _insert(self, chosen: Completion) -> None:
        text = self.edit.text()
        self.edit.setText(text[: chosen.start] + chosen.text + text[chosen.end :])
        self.edit.setCursorPosition(chosen.start + len(chosen.text))
        self._typing.start()

    def say(self, error: str = "", position: int | None = None, note: str = "") -> None:
        """Say under the line what is wrong in it (underlined from a position on), else what should be known of it."""
        self.edit.mark_fault(position if error else None)
        if (error, note) == (self._error_said, self._note_said):
            return  # to say it again would lay out and paint the whole screen again
        self._error_said, self._note_said = error, note
        palette = self.palette()
        status = theme.Status.FAILED if error else theme.Status.AT_RISK
        palette.setColor(QPalette.ColorRole.WindowText, theme.look(status, palette).colour)
        self._error.setPalette(palette)
        self._error.setText(error or note)
        self._error.setVisible(bool(error or note))

    @property
    def note(self) -> str:
        """What should be known of the filter, as it is said now."""
        return self._note_said

    @property
    def error(self) -> str:
        """What is said to be wrong now."""
        return self._error_said
