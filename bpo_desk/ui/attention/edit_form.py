"""The form in which what was refused is typed anew: one field for each text that a person wrote. Writes nothing."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from bpo_desk.models.mutation import Payload
from bpo_desk.models.refused import typed
from bpo_desk.ui import theme
from bpo_desk.ui.attention.attention_words import field_words

_LONG = ("text", "findings")
"""Fields that several lines are written into."""


class EditForm(QWidget):
    """`done(texts by field)` when it is to be sent, `left()` when not."""

    done = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, QPlainTextEdit] = {}
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.send = QPushButton(self.tr("Send as edited (Ctrl+Enter)"), self)
        self.back = QPushButton(self.tr("Back"), self)
        for button in (self.send, self.back):
            button.setAutoDefault(False)
        self.send.clicked.connect(self.finish)
        self.back.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.addWidget(self.send)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._form)
        layout.addLayout(buttons)
        layout.addStretch(1)

    @staticmethod
    def has_fields(payload: Payload) -> bool:
        """Whether anything of it can be typed anew."""
        return bool(typed(payload))

    def begin(self, payload: Payload, after: QWidget) -> None:
        """Offer the fields of a payload as they were written; Tab comes to them from `after`."""
        while self._form.rowCount():
            self._form.removeRow(0)
        self.fields.clear()
        line = self.fontMetrics().lineSpacing()
        for name in typed(payload):
            box = QPlainTextEdit(str(getattr(payload, name)), self)
            box.setTabChangesFocus(True)
            box.setAccessibleName(field_words(name))
            box.setFixedHeight(line * (4 if name in _LONG else 1) + 2 * theme.GAP)
            self._form.addRow(field_words(name), box)
            self.fields[name] = box
        order = [after, *self.fields.values(), self.send, self.back]  # what is made late comes last otherwise
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)
        self.show()
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus()

    def finish(self) -> None:
        """Ask to send what is typed."""
        if self.isVisible():
            self.done.emit({name: box.toPlainText() for name, box in self.fields.items()})
