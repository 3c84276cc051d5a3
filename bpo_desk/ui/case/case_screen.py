"""The case screen: one case at a moment, with one selection for diagram, timeline, events and detail.

Parts tell upwards what a person chose; the screen decides what follows and hands it down. It reads no data.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QMenu, QSplitter, QStackedWidget, QToolTip, QVBoxLayout, QWidget

from bpo_desk.models.case_file import CaseFile
from bpo_desk.state.case_time import CaseTime, hours_of
from bpo_desk.ui import theme
from bpo_desk.ui.case import case_selection
from bpo_desk.ui.case.case_header import CaseHeader
from bpo_desk.ui.case.case_moment import CaseMoment
from bpo_desk.ui.case.case_notes import CaseNotes
from bpo_desk.ui.case.case_selection import NOTHING, Selection
from bpo_desk.ui.case.case_view import CaseView, prepare_case, told_by
from bpo_desk.ui.case.diagram_pane import DiagramPane
from bpo_desk.ui.case.event_detail import EventDetail
from bpo_desk.ui.case.event_table import EventTable
from bpo_desk.ui.case.facts_panel import FactsPanel
from bpo_desk.ui.case.header_facts import header_facts
from bpo_desk.ui.case.moment_slider import MomentSlider
from bpo_desk.ui.case.time_bar import TimeBar
from bpo_desk.ui.case.time_words import time_text
from bpo_desk.ui.case.write_pane import WritePane
from bpo_desk.ui.number_words import number
from bpo_desk.ui.timeline.timeline_panel import TimelinePanel
from bpo_desk.ui.widgets.leaving import Leaving, leave

_PATIENCE = 150  # milliseconds before "loading" replaces what is shown


class CaseScreen(QWidget):
    """Shows a prepared case (`show_view`); `show_case` prepares it here and now, for tests and small tools."""

    event_chosen = Signal(int)  # event row
    element_chosen = Signal(str)
    moment_chosen = Signal(object)  # microseconds UTC (a C++ int holds 32 bits); None = live
    back_wanted = Signal()
    time_wanted = Signal(object, object)  # CaseView, CaseMoment: `show_time` answers
    same_wanted = Signal(object)  # SameValue: cases that the queue is to list
    failed = Signal(object)  # DeskError: a picture of the timeline could not be written
    other_wanted = Signal(object, str)  # Engagement, case number: `show_other` or `show_no_other` answers

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CaseView | None = None
        self._moment: CaseMoment | None = None
        self._selection = NOTHING
        self._make_parts()
        self._lay_out()
        self._connect()
        self.clear()

    # What is shown

    def show_view(self, view: CaseView) -> None:
        """Show a prepared case. The same case again keeps selection, moment, zoom and scroll positions."""
        self._loading.stop()
        kept = self._kept(view)
        self._view = view
        if kept is None:
            self._time.show_time(view, None)
            self._facts.show_time(view, None)
        self._header.show()
        self.notes.show_view(view)
        self._header.show_following(self.notes.follows)
        self._pages.setCurrentWidget(self._content)
        if kept is None:
            self._table.show_events(view.words)
            self._timeline.show_case(told_by(view))
            self._diagram.show_diagram(view.diagram)
            self._selection = NOTHING
            self._detail.clear()
            self._show_moment(view.live)
            self._table.scrollToBottom()
            return
        row, step = kept
        self._table.refresh_events(view.words)
        self._timeline.refresh_case(told_by(view))
        self._diagram.refresh_diagram(view.diagram)
        self._show_moment(view.live if step is None else view.moment(step))
        self._show_selection(case_selection.of_row(view, row) if row >= 0 else self._selection, reveal=False)

    def show_case(self, file: CaseFile) -> None:
        """Prepare and show a case file at once; the desk prepares in the background and calls `show_view`."""
        self.show_view(prepare_case(file))

    def show_loading(self, number: str) -> None:
        """Say that a case is being read; what is shown now stays for the blink that reading usually takes."""
        self._message.setText(self.tr("Opening case {number} ...").format(number=number))
        self._loading.start()

    def show_message(self, words: str) -> None:
        """Show words in place of a case: why it could not be opened, and what to do."""
        self.clear()
        self._message.setText(words)

    def clear(self) -> None:
        """Show no case."""
        self._loading.stop()
        self._view = self._moment = None
        self._selection = NOTHING
        self.notes.show_view(None)
        self._table.show_events(None)
        self._timeline.clear()
        self._message.setText(self.tr("No case is open. Choose one in the queue, or jump to one with Ctrl+K."))
        self._show_message_page()

    @property
    def view(self) -> CaseView | None:
        """The case that is shown."""
        return self._view

    @property
    def moment(self) -> CaseMoment | None:
        """The moment that is shown."""
        return self._moment

    @property
    def selection(self) -> Selection:
        """What is selected."""
        return self._selection

    def know_writer(self, name: str) -> None:
        """Under which name this desk writes: whose pins, tags and following are one's own."""
        self.notes.writer = name
        self._header.show_following(self.notes.follows)

    def show_time(self, moment: CaseMoment, time: CaseTime) -> None:
        """Show the explained time of a moment, if it is still the one that is shown."""
        if moment is self._moment and self._view is not None:
            self._time.show_time(self._view, time)
            self._facts.show_time(self._view, time)
            self._timeline.show_hours(hours_of(self._view.file.calendar)[0])  # compiled with the time
            if self._copies_time:
                self.copy_time()

    def copy_time(self) -> None:
        """Put the explained time as plain text on the clipboard, as soon as it is known."""
        time = self._time.shown_time
        self._copies_time = time is None
        if self._view is not None and self._moment is not None and time is not None:
            text, number = time_text(self._view, self._moment, time), self._view.file.number
            leave(self, Leaving("time", lambda: self._put_time(text), numbers=(number,), content=text))

    def _put_time(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        QToolTip.showText(self._time.mapToGlobal(self._time.rect().center()), self.tr("Copied as text"), self._time)

    def mark_moment(self) -> None:
        """Mark the moment that is shown: the Compare tab says what differs from it."""
        self._facts.mark_moment()

    def show_other(self, view: CaseView, time: CaseTime) -> None:
        """Show another case beside this one, on the Compare tab."""
        self._facts.show_other(view, time)

    def show_no_other(self, words: str) -> None:
        """Say why the other case cannot be shown."""
        self._facts.compare.show_problem(words)

    # From parts to the whole

    def choose_event(self, row: int) -> None:
        """Select an event row everywhere and tell it."""
        if self._view is None:
            return
        self._show_selection(case_selection.of_row(self._view, row))
        self.event_chosen.emit(row)

    def choose_event_of_id(self, id_hi: int, id_lo: int) -> None:
        """Select the event with this id everywhere, if the case has it."""
        if self._view is not None:
            events = self._view.file.events
            found = np.flatnonzero((events.id_hi == np.uint64(id_hi)) & (events.id_lo == np.uint64(id_lo)))
            if len(found):
                self.choose_event(int(found[0]))

    def choose_element(self, element: str) -> None:
        """Select an element of the diagram and its event, and tell the element."""
        if self._view is None or self._moment is None:
            return
        self._show_selection(case_selection.of_element(self._view, element, self._selection, self._moment.step))
        self.element_chosen.emit(element)

    def choose_step(self, step: int) -> None:
        """Show the case after its first `step` events; after all of them it is live again."""
        if self._view is None or self._moment is None or step == self._moment.step:
            return
        moment = self._view.moment(step)
        self._show_moment(moment)
        if step > 0:
            self._show_selection(case_selection.of_row(self._view, step - 1))
        self.moment_chosen.emit(None if moment.live else moment.at)

    def show_only(self, shown: NDArray[np.bool_] | None) -> None:
        """Show only the events that a filter (one value an event) keeps in the event table; None shows all."""
        self._table.show_only(shown)
        every = 0 if self._view is None else len(self._view.file.events)
        words = self.tr("{n} of {all} events; the filter hides the others")
        self._filtered.setText(words.format(n=number(self._table.shown_count), all=number(every)))
        self._filtered.setVisible(self._table.shown_count < every)

    def choose_moment(self, micros: int) -> None:
        """Show the case as it was at an instant (microseconds UTC), events of that instant included."""
        if self._view is not None:
            self.choose_step(self._view.step_at(micros))

    def _want_other(self, number: str) -> None:
        if self._view is not None:
            self.other_wanted.emit(self._view.file.engagement, number)

    def _kept(self, view: CaseView) -> tuple[int, int | None] | None:
        """The selected row in the new form of the same case (-1 = none) and the step it stood at (None = live)."""
        old = self._view
        if old is None or self._moment is None:
            return None
        if (old.file.case, old.file.engagement.engagement_id) != (
            view.file.case,
            view.file.engagement.engagement_id,
        ):
            return None
        row = case_selection.same_event(old, self._selection.row, view)
        if self._moment.live:
            return row, None
        # By the event and not by its time: others may have happened at the same instant.
        last = case_selection.same_event(old, self._moment.step - 1, view)
        return row, last + 1 if last >= 0 or not self._moment.step else view.step_at(self._moment.at)

    def _show_moment(self, moment: CaseMoment) -> None:
        if self._view is None:
            return
        self._moment = moment
        self._header.show_facts(header_facts(self._view, moment))
        self._whole.activate()
        self._slider.show_moment(self._view, moment)
        self._timeline.view.show_moment(None if moment.live else moment.at)
        self._table.show_step(moment.step)
        self._facts.show_moment(self._view, moment)
        self._diagram.show_markers(moment.markers)
        self.time_wanted.emit(self._view, moment)

    def _show_selection(self, selection: Selection, *, reveal: bool = True) -> None:
        if self._view is None:
            return
        self._selection = selection
        self.notes.show_selection(selection.row)
        self._table.select(selection.row, reveal=reveal)
        self._timeline.view.select(selection.row, reveal=reveal)
        self._diagram.select(selection.element)
        if selection.row >= 0:
            self._detail.show_event(self._view, selection.row)
        else:
            self._detail.clear()

    # Building

    def _make_parts(self) -> None:
        self._header = CaseHeader(self)
        self._diagram = DiagramPane(self)
        self._slider = MomentSlider(self)
        self._timeline = TimelinePanel(self)
        self._time = TimeBar(self)
        self._copies_time = False
        self._table = EventTable(self)
        self._filtered = QLabel(self)
        self._filtered.setTextFormat(Qt.TextFormat.PlainText)
        self._filtered.setContentsMargins(theme.GAP, 0, theme.GAP, 0)
        self._filtered.hide()
        self._facts = FactsPanel(self)
        self._detail = EventDetail(self)
        self._pane = WritePane(self)
        self.notes = CaseNotes(self._pane, self)
        self._menu = QMenu(self)
        self._message = QLabel(self)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._loading = QTimer(self)
        self._loading.setSingleShot(True)
        self._loading.setInterval(_PATIENCE)
        self._loading.timeout.connect(self._show_message_page)

    def _lay_out(self) -> None:
        course = _stacked(self._slider, self._time, self._timeline)
        self._left = _splitter(Qt.Orientation.Vertical, (self._diagram, 9), (course, 11))
        self._right = _splitter(Qt.Orientation.Vertical, (self._facts, 6), (_stacked(self._detail, self._pane), 4))
        self._columns = _splitter(Qt.Orientation.Horizontal, (self._left, 7), (self._right, 3))
        self._rows = _splitter(Qt.Orientation.Vertical, (self._columns, 8), (_stacked(self._filtered, self._table), 2))
        self._content = self._rows
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._content)
        self._pages.addWidget(self._message)
        self._whole = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._pages, 1)
        self.setTabOrder(self._diagram, self._slider)
        self.setTabOrder(self._slider, self._time)
        self.setTabOrder(self._time, self._timeline)
        self.setTabOrder(self._timeline, self._table)
        self.setTabOrder(self._table, self._facts)
        self.setTabOrder(self._facts, self._detail)

    def _connect(self) -> None:
        self._header.back_wanted.connect(self.back_wanted)
        self._timeline.event_chosen.connect(self.choose_event)
        self._timeline.moment_chosen.connect(self.choose_moment)
        self._timeline.events_shown.connect(self.show_only)
        self._timeline.failed.connect(self.failed)
        self._table.event_chosen.connect(self.choose_event)
        self._facts.event_chosen.connect(self.choose_event)
        self._time.part_chosen.connect(self._facts.show_part)
        self._facts.compare.other_wanted.connect(self._want_other)
        self._facts.fields.same_wanted.connect(self.same_wanted)
        self._connect_notes()
        self._diagram.element_chosen.connect(self.choose_element)
        self._slider.step_wanted.connect(self.choose_step)
        for key, steps in (("[", -1), ("]", 1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda steps=steps: self._slider.move_by(steps))

    def deny(self, why: Mapping[str, str]) -> None:
        """Disable what this login may not write, by the name of its action, and say why."""
        for part in (self._header, self._detail, self.notes):
            part.deny(why)

    def _connect_notes(self) -> None:
        self._header.note_wanted.connect(self.notes.note)
        self._header.follow_wanted.connect(self.notes.follow)
        self._detail.note_wanted.connect(self.notes.comment)
        self._detail.pin_wanted.connect(self.notes.pin)
        self._detail.tag_wanted.connect(self.notes.tag)
        self._table.menu_wanted.connect(lambda at: self.notes.menu(at, self._menu))
        timeline = self._timeline.view
        timeline.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        timeline.customContextMenuRequested.connect(
            lambda at: self.notes.menu(timeline.viewport().mapToGlobal(at), self._menu)
        )
        self._pane.left.connect(self._table.setFocus)

    def _show_message_page(self) -> None:
        self._header.hide()
        self._pages.setCurrentWidget(self._message)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._message.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)


def _stacked(*parts: QWidget) -> QWidget:
    """Parts one beneath the other without a gap; those that can grow share the room."""
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for part in parts:
        layout.addWidget(part)
    return whole


def _splitter(orientation: Qt.Orientation, *parts: tuple[QWidget, int]) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(3)
    splitter.setChildrenCollapsible(False)
    for i, (part, stretch) in enumerate(parts):
        splitter.addWidget(part)
        splitter.setStretchFactor(i, stretch)
    splitter.setSizes([stretch * 100 for _, stretch in parts])
    return splitter
