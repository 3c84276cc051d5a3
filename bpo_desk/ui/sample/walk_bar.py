"""The bar over a case of a sample that is walked: "3 of 25 in the sample", before, next, and a note on this one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.widgets.icon_button import icon_button


class WalkBar(QFrame):
    """`noted(text)` when a note is typed, `step_wanted(by)`, `left()` when the walk is over."""

    noted = Signal(str)
    step_wanted = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.place = QLabel(self)
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Note on this case in the review; Enter keeps it"))
        self.line.setAccessibleName(self.tr("Note on this case in the review"))
        self.line.setClearButtonEnabled(False)
        before = icon_button("chevron-up", self.tr("The case before (K)"), self)
        after = icon_button("chevron-down", self.tr("The next case (J)"), self)
        leave = icon_button("x", self.tr("Walk no longer"), self)
        before.clicked.connect(lambda: self.step_wanted.emit(-1))
        after.clicked.connect(lambda: self.step_wanted.emit(1))
        leave.clicked.connect(self.left)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.SMALL_GAP, theme.GAP, theme.SMALL_GAP)
        for part in (before, after, self.place):
            layout.addWidget(part)
        layout.addWidget(self.line, 1)
        layout.addWidget(leave)
        self.line.returnPressed.connect(self._typed)
        self.line.installEventFilter(self)

    def show_place(self, at: int, count: int, noted: int, sample: str) -> None:
        """Say which case of how many this is, from 1 (0: none of them), and how many of them are noted."""
        form = (
            self.tr("{at} of {count} in the sample") if at else self.tr("{count} in the sample, this is none of them")
        )
        self.place.setText(form.format(at=at, count=count) + self.tr(" · {noted} noted").format(noted=noted))
        self.place.setToolTip(self.tr("Sample {name}").format(name=sample))
        self.line.setEnabled(bool(at))

    def _typed(self) -> None:
        text = self.line.text().strip()
        if text:
            self.line.setEnabled(False)
            self.noted.emit(text)

    def kept(self) -> None:
        """The note is safe."""
        self.line.clear()
        self.line.setEnabled(True)

    def not_kept(self) -> None:
        """It is not; the text stays."""
        self.line.setEnabled(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc leaves the line, and not the case."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            elif event.type() == QEvent.Type.KeyPress:
                self.line.clearFocus()
            return True
        return super().eventFilter(watched, event)
