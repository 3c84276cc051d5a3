"""What stands in the window's place while the desk is locked, or before it starts: no case, no count, no name; and the
way in."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from bpo_desk.ui import icons, theme
from bpo_desk.ui.lock_forgotten import ForgottenPanel

_LETTERS = 60  # of a line
translate = QCoreApplication.translate


class LockScreen(QWidget):
    """A window of its own. `unlock_wanted(passphrase)`, "" where the key needs none; `anew_wanted(new passphrase)`
    where the old one is forgotten. `key_note` says whence a key comes that stays within reach of this program; "" where
    the key store of the system holds it. `starting`: the desk was not open before."""

    unlock_wanted = Signal(str)
    anew_wanted = Signal(str)

    def __init__(self, wants_passphrase: bool, key_note: str = "", *, starting: bool = False) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("bpo_desk") if starting else self.tr("bpo_desk is locked"))
        self._sign, self._title, self._words, self._problem = (QLabel(self) for _part in range(4))
        for label in (self._title, self._words, self._problem):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title.setText(self.tr("The local copy is closed") if starting else self.tr("The desk is locked"))
        self._words.setText(self._way_in() if starting else self._way_back(wants_passphrase, key_note))
        size = 2 * self.fontMetrics().height()
        self._sign.setPixmap(icons.icon("lock").pixmap(size, size))
        self._sign.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.passphrase = QLineEdit(self)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(self.tr("Passphrase"))
        self.passphrase.setAccessibleName(self.tr("Passphrase of the local copy"))
        self.passphrase.setVisible(wants_passphrase)
        self.button = QPushButton(icons.icon("lock-open"), self.tr("&Open") if starting else self.tr("&Unlock"), self)
        self.button.setIconSize(QSize(size // 2, size // 2))
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self._ask)
        self.passphrase.returnPressed.connect(self._ask)
        self._problem.hide()
        self.forgotten = ForgottenPanel(self)
        self.forgotten.setVisible(wants_passphrase)
        self.forgotten.anew_wanted.connect(self.anew_wanted)
        self.forgotten.said.connect(self.say)
        self._lay_out()
        (self.passphrase if wants_passphrase else self.button).setFocus()

    def _lay_out(self) -> None:
        bold = self._title.font()
        bold.setBold(True)
        self._title.setFont(bold)
        middle = QWidget(self)
        width = _LETTERS * self.fontMetrics().averageCharWidth()
        middle.setMaximumWidth(width)
        middle.setMinimumWidth(width // 2)
        down = QVBoxLayout(middle)
        down.setSpacing(theme.GAP)
        for part in (self._sign, self._title, self._words, self.passphrase, self.button, self._problem, self.forgotten):
            down.addWidget(part)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(middle, 4)
        across.addStretch(1)
        page = QWidget(self)
        whole = QVBoxLayout(page)
        whole.addStretch(1)
        whole.addLayout(across)
        whole.addStretch(1)
        scrolled = QScrollArea(self)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setWidgetResizable(True)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls to what has the focus
        scrolled.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled)

    def say(self, message: str, next_step: str) -> None:
        """Why it stays locked, and what to do now."""
        self._problem.setText(f"{message}\n{next_step}".strip())
        self._problem.show()
        self.passphrase.selectAll()

    def _ask(self) -> None:
        typed = self.passphrase.text()
        self.passphrase.clear()
        self.unlock_wanted.emit(typed)

    def _way_in(self) -> str:
        return self.tr(
            "Its key is kept under your passphrase; nothing of it is read before. Type the passphrase to start."
        )

    def _way_back(self, wants_passphrase: bool, key_note: str) -> str:
        rests = self.tr("Cases are off the screen, the local copy is closed and the sync rests.")
        if wants_passphrase:
            return f"{rests} {self.tr('Type the passphrase to go on.')}"
        where = self.tr("The key is in the key store of this system: lock the system as well when you leave.")
        if key_note:
            where = self.tr("Anybody at this machine can unlock it ({key}): lock the system as well when you leave.")
            where = where.format(key=translate("key", key_note))
        return f"{rests} {where}"
