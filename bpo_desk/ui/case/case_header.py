"""The header of the case screen: which case, whose hands, since when, which step, due, waiting for, what is unknown."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.case.elided_label import ElidedLabel
from bpo_desk.ui.case.fact_flow import FactFlow
from bpo_desk.ui.case.fact_label import FactLabel
from bpo_desk.ui.case.header_facts import HeaderFacts
from bpo_desk.ui.icons import icon
from bpo_desk.ui.widgets.icon_button import IconButton, icon_button


class CaseHeader(QWidget):
    """Two lines of facts and, where the source has blind spots, a third that names them."""

    back_wanted = Signal()
    note_wanted = Signal()
    follow_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back = icon_button("arrow-left", self.tr("Back to the queue (Esc)"), self)
        self._back.clicked.connect(self.back_wanted)
        self._number = ElidedLabel(self, least=24)
        self._title = ElidedLabel(self, stretches=True)
        self._status = FactLabel(self, framed=True, least=30)
        self._holder = FactLabel(self)
        self._step = FactLabel(self)
        self._due = FactLabel(self)
        self._waiting = FactLabel(self)
        self._moment = FactLabel(self)
        self._flow = FactFlow((self._step, self._due, self._waiting, self._moment), self)
        self._follow, self._note = (IconButton(self) for _each in range(2))
        self._follow.setCheckable(True)
        for button, name, wanted in (
            (self._follow, "eye", self.follow_wanted),
            (self._note, "note", self.note_wanted),
        ):
            button.setIcon(icon(name))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.clicked.connect(wanted)
        self._note.setText(self.tr("Note"))
        self._denied: Mapping[str, str] = {}
        self.show_following(False)
        self._blind = ElidedLabel(self, stretches=True)
        self._blind.set_role(QPalette.ColorRole.PlaceholderText)
        self._lay_out()
        self._size_fonts()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(theme.GAP)
        first.addWidget(self._back)
        first.addWidget(self._number)
        first.addWidget(self._title, 1)
        first.addStretch(0)
        first.addWidget(self._status)
        first.addWidget(self._holder)
        first.addWidget(self._follow)
        first.addWidget(self._note)
        self._lines = layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.SMALL_GAP, theme.GAP, theme.SMALL_GAP)
        layout.setSpacing(2)
        layout.addLayout(first)
        layout.addWidget(self._flow)
        layout.addWidget(self._blind)

    def show_facts(self, facts: HeaderFacts) -> None:
        """Show the header of a moment."""
        self._number.set_text(facts.number)
        self._title.set_text(facts.title)
        self._status.show_fact(facts.status)
        self._holder.show_fact(facts.holder)
        self._step.show_fact(facts.step)
        self._due.show_fact(facts.due)
        self._waiting.show_fact(facts.waiting)
        self._moment.show_fact(facts.moment)
        self._blind.set_text(facts.blind)
        # At once, not a few turns of the event loop later: the first picture of a case is the right one.
        self._flow.settle()
        self._lines.activate()

    def show_following(self, follows: bool) -> None:
        """Show whether whoever writes here follows the case."""
        self._follow.setChecked(follows)
        self._follow.setText(self.tr("Following") if follows else self.tr("Follow"))
        self.deny(self._denied)

    def deny(self, why: Mapping[str, str]) -> None:
        """Disable what this login may not write, by the name of its action, and say why."""
        self._denied = why
        follow = self.tr("Follow the case; others see that you do")
        if self._follow.isChecked():
            follow = self.tr("Follow the case no longer")
        note = self.tr("Write a note on the case (Ctrl+N)")
        for button, name, tip in ((self._follow, "follow", follow), (self._note, "note", note)):
            button.setEnabled(name not in why)
            button.setToolTip(why.get(name, tip))

    def _size_fonts(self) -> None:
        large = QFont(self.font())
        large.setBold(True)
        large.setPointSizeF(self.font().pointSizeF() * 1.2)
        self._number.setFont(large)
        title = QFont(self.font())
        title.setPointSizeF(self.font().pointSizeF() * 1.2)
        self._title.setFont(title)
        bold = QFont(self.font())
        bold.setBold(True)
        self._holder.setFont(bold)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_fonts()
