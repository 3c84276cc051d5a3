"""What can be done when the passphrase is forgotten, and what cannot; on the lock screen, folded away at first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from bpo_desk.ui import icons, theme
from bpo_desk.ui.widgets.check_box import CheckBox


class ForgottenPanel(QWidget):
    """`anew_wanted(new passphrase)` when somebody has typed one twice and knows what is lost; `said(message,
    next_step)` where the two differ."""

    anew_wanted = Signal(str)
    said = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unfold = QPushButton(self.tr("&Forgotten the passphrase?"), self)
        self.unfold.setFlat(True)
        self.unfold.setAutoDefault(False)
        self.unfold.clicked.connect(self._unfold)
        self._folded = QWidget(self)
        self._folded.hide()
        words = QLabel(
            self.tr(
                "Nobody can open the local copy without it, and nobody can tell it to you. The cases are not lost: the"
                " shared database has them, and the next sync brings them again. What was written here and not sent yet"
                " is lost with it.\n\nThe files are put aside, not deleted: if the passphrase comes back to you, they"
                " can be put back."
            ),
            self._folded,
        )
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        self.first, self.second = QLineEdit(self._folded), QLineEdit(self._folded)
        for field, name in (
            (self.first, self.tr("New passphrase, at least 10 characters")), (self.second, self.tr("Once more")),
        ):  # fmt: skip
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
        self.known = CheckBox(self.tr("What is not sent is lost: I &know"), self._folded)
        self.anew = QPushButton(icons.icon("refresh"), self.tr("Put the files aside and &begin anew"), self._folded)
        self.anew.setAutoDefault(True)
        self.anew.setEnabled(False)
        self.known.toggled.connect(self.anew.setEnabled)
        self.anew.clicked.connect(self._ask)
        self.second.returnPressed.connect(self._ask)
        inner, outer = QVBoxLayout(self._folded), QVBoxLayout(self)
        for layout in (inner, outer):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.GAP)
        for part in (words, self.first, self.second, self.known, self.anew):
            inner.addWidget(part)
        outer.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(self._folded)

    def _unfold(self) -> None:
        self._folded.setVisible(not self._folded.isVisible())
        if self._folded.isVisible():
            self.first.setFocus()

    def _ask(self) -> None:
        first, second = self.first.text(), self.second.text()
        if not self.known.isChecked():
            self.said.emit(self.tr("The box is not ticked."), self.tr("Tick it if you know what is lost."))
            return
        if first != second:
            self.said.emit(self.tr("The two passphrases differ; nothing was changed."), self.tr("Type both again."))
            self.second.clear()
            return
        for field in (self.first, self.second):
            field.clear()
        self.anew_wanted.emit(first)
