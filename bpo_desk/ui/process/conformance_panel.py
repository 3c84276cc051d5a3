"""How cases keep to the process: share, ways of leaving it, steps where that happens, trend. Each opens its cases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from bpo_desk.process.conformance import Verdict
from bpo_desk.ui import icons, theme
from bpo_desk.ui.number_words import number
from bpo_desk.ui.process.conformance_view import ConformanceView
from bpo_desk.ui.process.figure import Figure
from bpo_desk.ui.process.figures_table import FiguresTable
from bpo_desk.ui.process.heat import percent
from bpo_desk.ui.process.tables import LineLabel, plain_label
from bpo_desk.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from bpo_desk.ui.process.trend_chart import TrendChart


class ConformancePanel(QWidget):
    """`cases_chosen(words, case keys)` or `filter_chosen(text)` where a figure is opened."""

    cases_chosen = Signal(str, object)
    filter_chosen = Signal(str)
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: ConformanceView | None = None
        self._going = LineLabel("", self)
        self.stop = QPushButton(self.tr("Stop"), self)
        self.stop.setToolTip(self.tr("Keep the figures that are there; the tab goes on when it is looked at again"))
        self._share = LineLabel("", self)
        self.verdicts = {verdict: QPushButton(self) for verdict in Verdict}
        self._notes = plain_label(self)
        self._notes.setWordWrap(True)
        self._notes.setForegroundRole(self._notes.palette().ColorRole.PlaceholderText)
        cases, times = self.tr("Cases"), self.tr("Times")
        self.kinds = FiguresTable(
            self.tr("Ways of leaving the process"), [self.tr("Left the process by"), cases, times], parent=self
        )
        self.steps = FiguresTable(
            self.tr("Steps where cases leave the process"), [self.tr("Step"), self.tr("How"), cases, times], 2, self
        )
        titles = [self.tr("Opened in"), self.tr("On the path"), self.tr("On"), self.tr("Off"), self.tr("Not judged")]
        self.months = FiguresTable(self.tr("By month of opening"), titles, parent=self)
        self._chart: TrendChart | None = None
        self._scroll = QScrollArea(self)
        self._lay_out()
        self._connect()
        self.show_busy()

    def _lay_out(self) -> None:
        top = FlowLayout(gap=theme.GAP)
        for each in (self._share, *(self.verdicts[v] for v in (Verdict.ON_PATH, Verdict.OFF_PATH, Verdict.UNKNOWN))):
            top.addWidget(each)
        top.addWidget(self._going)
        top.addWidget(self.stop)
        above = QVBoxLayout()
        above.setContentsMargins(theme.GAP, theme.SMALL_GAP, theme.GAP, theme.SMALL_GAP)
        above.addLayout(top)
        above.addWidget(self._notes)
        self._trend = QSplitter(Qt.Orientation.Horizontal, self)
        self._trend.addWidget(self.months)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        for each in (self.kinds, self.steps, self._trend):
            parts.addWidget(each)
        for place, stretch in enumerate((3, 4, 6)):
            parts.setStretchFactor(place, stretch)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(parts)
        self._keep_readable()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self._scroll, 1)

    def _connect(self) -> None:
        for verdict, button in self.verdicts.items():
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on, verdict=verdict: self._open_verdict(verdict))
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.stop_asked)
        for table in (self.kinds, self.steps, self.months):
            table.cases_chosen.connect(self.cases_chosen)
            table.filter_chosen.connect(self.filter_chosen)

    def _keep_readable(self) -> None:
        """Room for what the tables say at any size of text; where the window has less, it is scrolled."""
        letter = self.fontMetrics().averageCharWidth()
        for table, letters in ((self.kinds, 34), (self.steps, 52), (self.months, 40)):
            table.setMinimumWidth(letters * letter)
        if self._chart is not None:
            self._chart.setMinimumWidth(34 * letter)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_readable()

    def show_busy(self) -> None:
        """Say that the cases are being judged."""
        self.view = None
        self.show_going(False)
        self._share.setText(self.tr("The cases are being judged."))
        self._notes.setText("")
        for button in self.verdicts.values():
            button.hide()
        self._scroll.hide()

    def show_going(self, going: bool) -> None:
        """Say whether more cases are being read exactly, and how far that has come."""
        known = len(self.view.log.cases.key) - self.view.unread if self.view is not None else 0
        words = self.tr("Judging goes on: {n} of {all} cases read exactly")
        whole = len(self.view.log.cases.key) if self.view is not None else 0
        self._going.setText(words.format(n=number(known), all=number(whole)))
        self._going.setVisible(going)
        self.stop.setVisible(going)

    def show_conformance(self, view: ConformanceView, *, going: bool = False) -> None:
        """Show the figures; `going`: more cases are being read exactly."""
        self.view = view
        self.show_going(going)
        found = view.found
        share = found.share() if found is not None else None
        if share is None:
            self._share.setText(self.tr("Which share of the cases keeps to the process is unknown."))
        else:
            self._share.setText(self.tr("{share} of the judged cases keep to the process").format(share=percent(share)))
        for verdict, button in self.verdicts.items():
            self._show_figure(button, view.verdict(verdict), known=found is not None and found.count(verdict) > 0)
        self._notes.setText(view.notes())
        self._notes.setVisible(bool(view.notes()))
        self.kinds.show_rows(view.kinds())
        self.steps.show_rows(view.steps())
        self.months.show_rows(view.months())
        self._scroll.setVisible(found is not None or bool(view.exits))
        self._show_trend(view)

    def _show_figure(self, button: QPushButton, figure: Figure, *, known: bool) -> None:
        button.setVisible(known)
        button.setText(figure.text)
        if figure.status is not None:
            button.setIcon(icons.icon(theme.look(figure.status, self.palette()).icon))
        button.setToolTip(self.tr("Show these cases in the queue"))

    def _show_trend(self, view: ConformanceView) -> None:
        months = view.trend()
        if len(months) > 1 and self._chart is None:
            from bpo_desk.ui.process.trend_chart import TrendChart  # the plot library comes with the first trend

            self._chart = TrendChart(self)
            self._chart.month_chosen.connect(self._open_month)
            self._trend.insertWidget(0, self._chart)
            self._keep_readable()
            self._trend.setStretchFactor(0, 1)
            self._trend.setStretchFactor(1, 1)
        if self._chart is not None:
            self._chart.setVisible(len(months) > 1)
            self._chart.show_months(months)

    def _open_verdict(self, verdict: Verdict) -> None:
        if self.view is not None:
            self._open(self.view.verdict(verdict))

    def _open_month(self, month: date) -> None:
        """The cases of a month that are off the path: what a person who sees the line fall asks for."""
        if self.view is not None:
            row = next(row for row in self.view.months() if row[0].text == f"{month:%Y-%m}")
            self._open(row[3])

    def _open(self, figure: Figure) -> None:
        if figure.keys is not None:
            self.cases_chosen.emit(figure.words, figure.keys())
