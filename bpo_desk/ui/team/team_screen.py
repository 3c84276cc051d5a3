"""The timeline of what the queue shows: who did what in a day, a week or a month, and the same events as a table.

Says which period and which event were chosen; reads nothing itself.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.number_words import counted
from bpo_desk.ui.team.period import Period
from bpo_desk.ui.team.period_bar import PeriodBar
from bpo_desk.ui.team.team_table import TeamTable
from bpo_desk.ui.team.team_view import TeamView
from bpo_desk.ui.time_words import local
from bpo_desk.ui.timeline.timeline_paint import is_dense
from bpo_desk.ui.timeline.timeline_panel import TimelinePanel

_CLOSER = 8.0  # how much a click on many events at one pixel zooms in


class TeamScreen(QWidget):
    """Shows a prepared period (`show_view`). `event_opened(case key, id_hi, id_lo)`: the case is wanted, at the event;
    `cases_chosen(words, case keys)` for the queue."""

    event_opened = Signal(int, object, object)
    cases_chosen = Signal(str, object)
    period_wanted = Signal(object)
    kind_wanted = Signal(object)
    back_wanted = Signal()
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: TeamView | None = None
        self.bar = PeriodBar(self)
        self.panel = TimelinePanel(self)
        self.table = TeamTable(self)
        self._empty = QWidget(self)
        self._why, self._near = QLabel(self._empty), [QPushButton(self._empty), QPushButton(self._empty)]
        self._pages = QStackedWidget(self)
        self._lay_out()
        self.bar.offer_keys(self)
        self.bar.period_wanted.connect(self.period_wanted)
        self.bar.kind_wanted.connect(self.kind_wanted)
        self.bar.cases_wanted.connect(self._list)
        self.bar.squeeze_wanted.connect(self.panel.view.fit_lanes)
        self.bar.back_wanted.connect(self.back_wanted)
        self.panel.events_shown.connect(self._filtered)
        self.panel.event_chosen.connect(self._chosen_on_timeline)
        self.panel.failed.connect(self.failed)
        self.panel.view.event_clicked.connect(self._clicked)
        self.panel.view.event_opened.connect(self._open)
        self.table.event_chosen.connect(self.panel.view.select)
        self.table.event_opened.connect(self._open)

    def _lay_out(self) -> None:
        self._why.setTextFormat(Qt.TextFormat.PlainText)
        self._why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._why.setWordWrap(True)
        words = QVBoxLayout(self._empty)
        words.addStretch(2)
        words.addWidget(self._why)
        for which, button in enumerate(self._near):
            words.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            button.clicked.connect(lambda _on=False, which=which: self._go_near(which))
        words.addStretch(3)
        self.parts = QSplitter(Qt.Orientation.Vertical, self)
        self.parts.setHandleWidth(3)
        self.parts.setChildrenCollapsible(False)
        for part, share in ((self.panel, 7), (self.table, 3)):
            self.parts.addWidget(part)
            self.parts.setStretchFactor(self.parts.count() - 1, share)
        self.parts.setSizes([700, 300])
        self._pages.addWidget(self.parts)
        self._pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL_GAP)
        layout.addWidget(self.bar)
        layout.addWidget(self._pages, 1)

    @property
    def view(self) -> TeamView | None:
        """What is shown."""
        return self._view

    def show_view(self, view: TeamView) -> None:
        """Show a prepared period; the same one again keeps filter, zoom and scroll."""
        before, self._view = self._view, view
        same = before is not None and (before.period, before.scope.words) == (view.period, view.scope.words)
        self.bar.show_view(view)
        if not view.events:
            self._say_empty(view)
            return
        self._pages.setCurrentWidget(self.parts)
        if same:
            self.panel.refresh_case(view.told)
        else:
            self.panel.show_case(view.told)
        self.panel.show_hours(view.hours)

    def time_in_view(self) -> tuple[int, int]:
        """From when to when (microseconds UTC) the timeline shows; the whole period where it shows nothing."""
        view = self._view
        if view is None or not view.events:
            return (0, 0) if view is None else view.period.bounds(view.time.zone)
        first, last = self.panel.view.view
        return self.panel.view.instant(first), self.panel.view.instant(last)

    def empty_words(self) -> str:
        """Why there is nothing to see; "" where there is something."""
        return self._why.text() if self._pages.currentWidget() is self._empty else ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The timeline gets the focus."""
        self.panel.view.setFocus(event.reason())

    def _say_empty(self, view: TeamView) -> None:
        if not len(view.scope):
            words = self.tr(
                "The queue shows no case, so there is nothing on the timeline. Go back and change the filter."
            )
        elif view.before is None and view.after is None:
            words = self.tr("None of these cases has an event whose time is known.")
        else:
            cases = counted(len(view.scope), self.tr("case"), self.tr("cases"))
            words = self.tr("None of the {cases} has an event in this period: {period}.").format(
                cases=cases, period=view.period.words()
            )
        if view.untimed:
            events = counted(view.untimed, self.tr("event"), self.tr("events"))
            words += "\n" + self.tr("{events} without a known time stand in no period.").format(events=events)
        self._why.setText(words)
        forms = (self.tr("Go to the last one before: {when}"), self.tr("Go to the first one after: {when}"))
        for button, at, form in zip(self._near, (view.before, view.after), forms, strict=True):
            button.setVisible(at is not None)
            if at is not None:
                button.setText(form.format(when=local(at, view.time.zone)))
        self._pages.setCurrentWidget(self._empty)

    def _go_near(self, which: int) -> None:
        view = self._view
        at = None if view is None else (view.before, view.after)[which]
        if view is not None and at is not None:
            self.period_wanted.emit(Period.around(view.period.kind, at, view.time.zone))

    def _filtered(self, _shown: object) -> None:
        """The table lists what the timeline draws."""
        drawn = self.panel.view.drawn
        if self._view is not None and drawn is not None:
            self.table.show_events(self._view.words, drawn.marks.row)

    def _chosen_on_timeline(self, row: int) -> None:
        drawn = self.panel.view.drawn
        if drawn is not None:
            self.table.select(row, int(drawn.mark_of_row[row]))

    def _clicked(self, row: int, at: float) -> None:
        """Where pixels hold many events a click goes closer; a single event opens its case."""
        view = self.panel.view
        if is_dense(view.scene()):
            view.zoom(_CLOSER, at)
        else:
            self._open(row)

    def _open(self, row: int) -> None:
        if self._view is not None:
            events = self._view.told.events
            self.event_opened.emit(int(events.case[row]), int(events.id_hi[row]), int(events.id_lo[row]))

    def _list(self) -> None:
        view = self._view
        if view is not None:
            words = self.tr("With an event in {period}").format(period=view.period.words())
            self.cases_chosen.emit(words, view.cases.tolist())
