"""The Compare tab: what changed between a marked moment and the one that is shown, or this case beside another one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from bpo_desk.state.case_time import CaseTime
from bpo_desk.ui import theme
from bpo_desk.ui.case.case_moment import CaseMoment
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.compare_rows import case_rows, moment_rows, moment_words
from bpo_desk.ui.case.fact_rows import FactRows
from bpo_desk.ui.case.fact_table import FactTable


class ComparePanel(QWidget):
    """`other_wanted(number)` asks for another case; `show_other` or `show_problem` answers."""

    event_chosen = Signal(int)  # event row
    other_wanted = Signal(str)  # case number

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CaseView | None = None
        self._moment: CaseMoment | None = None
        self._time: CaseTime | None = None
        self._marked: CaseMoment | None = None
        self._other: tuple[CaseView, CaseTime] | None = None
        self._mark = QPushButton(self.tr("Mark this moment"), self)
        self._mark.setToolTip(self.tr("Then move the slider: what differs is listed here (Ctrl+B)"))
        self._number = QLineEdit(self)
        self._number.setPlaceholderText(self.tr("or another case by its number"))
        self._number.setAccessibleName(self.tr("Number of the case to compare with"))
        self._beside = QPushButton(self.tr("Compare"), self)
        self._said = QLabel(self)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self.table = FactTable(self.tr("Comparison"), self, even=True)
        self.table.event_chosen.connect(self.event_chosen)
        self._mark.clicked.connect(self.mark)
        self._beside.clicked.connect(self._ask)
        self._number.returnPressed.connect(self._ask)
        self._lay_out()
        self._show()

    def _lay_out(self) -> None:
        top = QGridLayout()
        top.setContentsMargins(theme.GAP, theme.SMALL_GAP, theme.GAP, theme.SMALL_GAP)
        top.addWidget(self._mark, 0, 0)
        top.addWidget(self._number, 0, 1)
        top.addWidget(self._beside, 0, 2)
        top.addWidget(self._said, 1, 0, 1, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)

    def show_moment(self, view: CaseView, moment: CaseMoment) -> None:
        """Another moment, or another form of the case, is shown. A mark stays at its step of the same case."""
        if self._view is not None and not _same(self._view, view):
            self._marked, self._other = None, None
        elif self._marked is not None and self._view is not view:
            self._marked = view.moment(min(self._marked.step, len(view.file.events)))
        self._view, self._moment, self._time = view, moment, None
        self._show()

    def show_time(self, time: CaseTime | None) -> None:
        """The explained time of the moment that is shown."""
        self._time = time
        self._show()

    def mark(self) -> None:
        """Compare with the moment that is shown now, from now on."""
        self._marked, self._other = self._moment, None
        self._show()

    def show_other(self, view: CaseView, time: CaseTime) -> None:
        """Show another case beside this one."""
        self._other = view, time
        self._number.clear()
        self._show()

    def show_problem(self, words: str) -> None:
        """Say why the other case cannot be shown."""
        self._said.setText(words)

    def _ask(self) -> None:
        number = self._number.text().strip()
        if number:
            self.other_wanted.emit(number)

    def _show(self) -> None:
        view, moment = self._view, self._moment
        self._mark.setEnabled(moment is not None)
        if view is None or moment is None:
            self.table.show_rows(FactRows((), ()))
            return
        if self._other is not None:
            other, time = self._other
            if self._time is not None:
                self._said.setText(self.tr("Both cases as they are now; steps of the same name stand side by side."))
                ours = self._time if moment.live else view.explained(view.live)
                self.table.show_rows(case_rows(view, other, (ours, time)))
            return
        if self._marked is None:
            self._said.setText(self.tr("Mark a moment, then move the slider; or name another case."))
            self.table.show_rows(FactRows((), ()))
            return
        self._said.setText(self.tr("Compared with {moment}").format(moment=moment_words(view, self._marked)))
        before, after = sorted((self._marked, moment), key=lambda each: each.step)
        # The calendar is compiled by now: the time of the moment that is shown has come.
        times = None if self._time is None else (view.explained(before), view.explained(after))
        self.table.show_rows(moment_rows(view, before, after, times))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the line ends the comparison with another case."""
        if event.key() == Qt.Key.Key_Escape and self._other is not None:
            self._other = None
            self._show()
            return
        super().keyPressEvent(event)


def _same(one: CaseView, other: CaseView) -> bool:
    return (one.file.case, one.file.engagement.engagement_id) == (other.file.case, other.file.engagement.engagement_id)
