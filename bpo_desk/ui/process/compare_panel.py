"""Two periods side by side: which ones, per step how often and how long, the difference in words and colour."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QPushButton, QVBoxLayout, QWidget

from bpo_desk.ui import icons, theme
from bpo_desk.ui.number_words import number
from bpo_desk.ui.process.compare_view import CompareView, Period, usual_periods
from bpo_desk.ui.process.figures_table import FiguresTable
from bpo_desk.ui.process.tables import LineLabel
from bpo_desk.ui.widgets.flow_layout import FlowLayout

_LENGTHS = (7, 30, 90)


class ComparePanel(QWidget):
    """`periods_chosen((Period, Period))` when others are to be compared; `cases_chosen(words, case keys)` where a
    figure is opened."""

    periods_chosen = Signal(object)
    cases_chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: CompareView | None = None
        self.lengths = QComboBox(self)
        self.lengths.setAccessibleName(self.tr("Periods to compare"))
        for days in _LENGTHS:
            self.lengths.addItem(self.tr("the last {n} days and the {n} before").format(n=days), days)
        self.lengths.addItem(self.tr("the days chosen here"), 0)
        self.lengths.setCurrentIndex(_LENGTHS.index(30))
        names = (self.tr("First"), self.tr("Second"))
        self.days = [[self._day(f"{name}, {edge}") for edge in (self.tr("from"), self.tr("to"))] for name in names]
        self.counts = [QPushButton(icons.icon("list-details"), "", self) for _ in names]
        a, b = (name.lower() for name in names)
        titles = [
            self.tr("Step"), self.tr("Cases, {period}").format(period=a), self.tr("Cases, {period}").format(period=b),
            self.tr("Difference"), self.tr("Until next step, {period}").format(period=a),
            self.tr("Until next step, {period}").format(period=b), self.tr("Difference"),
        ]  # fmt: skip
        self.table = FiguresTable(self.tr("Steps in both periods"), titles, parent=self)
        titles = [
            self.tr("Flow"), *titles[1:4], self.tr("Time, {period}").format(period=a),
            self.tr("Time, {period}").format(period=b), titles[-1],
        ]  # fmt: skip
        self.flows = FiguresTable(self.tr("Flows in both periods"), titles, parent=self)
        self.shown = QComboBox(self)
        self.shown.setAccessibleName(self.tr("Compare by"))
        self.shown.addItem(self.tr("Steps"), "steps")
        self.shown.addItem(self.tr("Flows"), "flows")
        self._busy = LineLabel("", self)
        self._lay_out(names)
        self.lengths.activated.connect(self._choose_length)
        for side, button in enumerate(self.counts):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on, side=side: self._open_cases(side))
        self.shown.currentIndexChanged.connect(self._show_table)
        for table in (self.table, self.flows):
            table.cases_chosen.connect(self.cases_chosen)
        self.show_busy()

    def _show_table(self) -> None:
        name = self.shown.currentData()
        self.table.setVisible(name == "steps")
        self.flows.setVisible(name == "flows")

    def _day(self, name: str) -> QDateEdit:
        day = QDateEdit(self)
        day.setCalendarPopup(True)
        day.setDisplayFormat(self.tr("yyyy-MM-dd"))
        day.setAccessibleName(name)
        day.setKeyboardTracking(False)
        day.dateChanged.connect(self._days_changed)
        return day

    def _lay_out(self, names: tuple[str, str]) -> None:
        top = FlowLayout(gap=theme.GAP)
        top.addWidget(self.shown)
        top.addWidget(self.lengths)
        for name, (first, last), count in zip(names, self.days, self.counts, strict=True):
            for each in (LineLabel(name, self), first, LineLabel("-", self), last, count):
                top.addWidget(each)
        top.addWidget(self._busy)
        above = QVBoxLayout()
        above.setContentsMargins(theme.GAP, theme.SMALL_GAP, theme.GAP, theme.SMALL_GAP)
        above.addLayout(top)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.flows, 1)
        self._show_table()

    def show_busy(self) -> None:
        """Say that the periods are being compared."""
        self.view = None
        self._busy.setText(self.tr("The periods are being compared."))
        self._busy.show()
        for button in self.counts:
            button.hide()

    def show_comparison(self, view: CompareView) -> None:
        """Show two periods."""
        self.view = view
        self._busy.setVisible(view.days is None)
        self._busy.setText(self.tr("No case tells when it was opened: there are no periods to compare."))
        for side, (edits, period) in enumerate(zip(self.days, view.periods, strict=True)):
            for edit, day in zip(edits, (period.first, period.last), strict=True):
                edit.blockSignals(True)
                edit.setDate(QDate(day.year, day.month, day.day))
                edit.blockSignals(False)
            words = self.tr("{n} cases, {open} not closed")
            self.counts[side].setText(words.format(n=number(view.count(side)), open=number(view.still_open(side))))
            self.counts[side].setToolTip(self.tr("Show these cases in the queue"))
            self.counts[side].show()
        same = [row for row, days in enumerate(_LENGTHS) if usual_periods(view.days, days) == view.periods]
        self.lengths.setCurrentIndex(same[0] if same else len(_LENGTHS))
        self.table.show_rows(view.steps())
        self.flows.show_rows(view.flows())

    @property
    def periods(self) -> tuple[Period, Period] | None:
        """What is chosen; None before anything was shown."""
        if self.view is None:
            return None
        if self.lengths.currentData():
            return usual_periods(self.view.days, self.lengths.currentData())
        first, second = (Period(*(_date(edit.date()) for edit in edits)) for edits in self.days)
        return first, second

    def _choose_length(self) -> None:
        if self.periods is not None:
            self.periods_chosen.emit(self.periods)

    def _days_changed(self) -> None:
        self.lengths.setCurrentIndex(self.lengths.count() - 1)
        if self.periods is not None:
            self.periods_chosen.emit(self.periods)

    def _open_cases(self, side: int) -> None:
        figure = self.view.cases(side) if self.view is not None else None
        if figure is not None and figure.keys is not None:
            self.cases_chosen.emit(figure.words, figure.keys())


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
