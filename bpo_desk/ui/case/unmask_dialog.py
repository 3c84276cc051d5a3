"""Asks which covered value of an event is to be shown, and why. What is behind it is not here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget


class UnmaskDialog(QDialog):
    """`wanted(what, reason)`: show this value, for this reason."""

    wanted = Signal(str, str)

    def __init__(self, about: str, values: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`about` names the event; `values`: (old, new or reason; in words) of those that are covered."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Unmask a value"))
        told = QLabel(
            self.tr("{what}\n\nWho unmasks what, when and why is in the case, for both sides.").format(what=about)
        )
        told.setTextFormat(Qt.TextFormat.PlainText)
        told.setWordWrap(True)
        self.which = QComboBox(self)
        for what, words in values:
            self.which.addItem(words, what)
        self.which.setAccessibleName(self.tr("Which value"))
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(self.tr("Why it is needed"))
        self.reason.setPlaceholderText(self.tr("Why it is needed, as the other side may read it"))
        self.buttons = QDialogButtonBox(self)
        self.show_it = self.buttons.addButton(self.tr("Unmask"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._want)
        self.buttons.rejected.connect(self.reject)
        self.reason.textChanged.connect(self._may)
        self._may()
        form = QFormLayout()
        form.addRow(self.tr("&Value"), self.which)
        form.addRow(self.tr("&Reason"), self.reason)
        layout = QVBoxLayout(self)
        layout.addWidget(told)
        layout.addLayout(form)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(52 * self.fontMetrics().horizontalAdvance("0"))
        self.reason.setFocus()

    def _may(self) -> None:
        reason = self.reason.text().strip()
        self.show_it.setEnabled(bool(reason))
        self.show_it.setToolTip("" if reason else self.tr("Say why first."))

    def _want(self) -> None:
        if self.reason.text().strip():
            self.wanted.emit(str(self.which.currentData()), self.reason.text().strip())
            self.accept()
