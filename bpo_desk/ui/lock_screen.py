"""What stands in the window's place while the desk is locked: no case, no count, no name; and the way back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from bpo_desk.ui import icons, theme

_WIDTH = 420


class LockScreen(QWidget):
    """A window of its own. `unlock_wanted(passphrase)`, "" where the key needs none. `key_note` says whence a key comes
    that stays within reach of this program; "" where the key store of the system holds it."""

    unlock_wanted = Signal(str)

    def __init__(self, wants_passphrase: bool, key_note: str = "") -> None:
        super().__init__()
        self.setWindowTitle(self.tr("bpo_desk is locked"))
        self._sign, self._title, self._words, self._problem = (QLabel(self) for _part in range(4))
        for label in (self._title, self._words, self._problem):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title.setText(self.tr("The desk is locked"))
        self._words.setText(self._way_back(wants_passphrase, key_note))
        size = 2 * self.fontMetrics().height()
        self._sign.setPixmap(icons.icon("lock").pixmap(size, size))
        self._sign.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.passphrase = QLineEdit(self)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(self.tr("Passphrase"))
        self.passphrase.setAccessibleName(self.tr("Passphrase of the local copy"))
        self.passphrase.setVisible(wants_passphrase)
        self.button = QPushButton(icons.icon("lock-open"), self.tr("&Unlock"), self)
        self.button.setIconSize(QSize(size // 2, size // 2))
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self._ask)
        self.passphrase.returnPressed.connect(self._ask)
        self._problem.hide()
        self._lay_out()
        (self.passphrase if wants_passphrase else self.button).setFocus()

    def _lay_out(self) -> None:
        bold = self._title.font()
        bold.setBold(True)
        self._title.setFont(bold)
        middle = QWidget(self)
        middle.setMaximumWidth(_WIDTH)
        middle.setMinimumWidth(_WIDTH // 2)
        down = QVBoxLayout(middle)
        down.setSpacing(theme.GAP)
        for part in (self._sign, self._title, self._words, self.passphrase, self.button, self._problem):
            down.addWidget(part)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(middle, 2)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(across)
        whole.addStretch(1)

    def say(self, message: str, next_step: str) -> None:
        """Why it stays locked, and what to do now."""
        self._problem.setText(f"{message}\n{next_step}".strip())
        self._problem.show()
        self.passphrase.selectAll()

    def _ask(self) -> None:
        typed = self.passphrase.text()
        self.passphrase.clear()
        self.unlock_wanted.emit(typed)

    def _way_back(self, wants_passphrase: bool, key_note: str) -> str:
        rests = self.tr("Cases are off the screen, the local copy is closed and the sync rests.")
        if wants_passphrase:
            return f"{rests} {self.tr('Type the passphrase to go on.')}"
        where = self.tr("The key is in the key store of this system: lock the system as well when you leave.")
        if key_note:
            where = self.tr("Anybody at this machine can unlock it ({key}): lock the system as well when you leave.")
            where = where.format(key=key_note)
        return f"{rests} {where}"
