"""The tabs beside the diagram: facts, fields, ad-hoc tasks, exits, feedback, reviews, explained time, comparison."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from bpo_desk.measures.explained_time import Cause
from bpo_desk.state.case_time import CaseTime
from bpo_desk.state.reviews import case_reviews
from bpo_desk.ui.case import fact_rows
from bpo_desk.ui.case.case_moment import CaseMoment
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.compare_panel import ComparePanel
from bpo_desk.ui.case.fact_table import FactTable
from bpo_desk.ui.case.field_panel import FieldPanel
from bpo_desk.ui.case.review_rows import reviews
from bpo_desk.ui.case.time_panel import TimePanel
from bpo_desk.ui.widgets.tab_lines import TabLines

_LISTS: Final = (fact_rows.facts, fact_rows.tasks, fact_rows.exits, fact_rows.feedback, reviews)


class FactsPanel(TabLines):
    """One tab a list, its size in the tab's name; an empty one says why it is empty. Only the tab in front is filled:
    a click on a case, or a step of the slider, waits for no list that nobody sees."""

    event_chosen = Signal(int)  # event row

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Facts of the case"))
        self._names = (self.tr("Facts"), self.tr("Tasks"), self.tr("Exits"), self.tr("Feedback"), self.tr("Reviews"))
        self._tables = []
        for name in self._names:
            table = FactTable(name, self)
            table.event_chosen.connect(self.event_chosen)
            self._tables.append(table)
        self.fields = FieldPanel(self)
        self.fields.event_chosen.connect(self.event_chosen)
        self.add(self._tables[0], self._names[0])
        self.add(self.fields, self.tr("Fields"))
        for table, name in zip(self._tables[1:], self._names[1:], strict=True):
            self.add(table, name)
        self.time = TimePanel(self)
        self.time.event_chosen.connect(self.event_chosen)
        self.add(self.time, self.tr("Time"))
        self.compare = ComparePanel(self)
        self.compare.event_chosen.connect(self.event_chosen)
        self.add(self.compare, self.tr("Compare"))
        self._shown: tuple[CaseView, CaseMoment] | None = None
        self._filled: list[QWidget | None] = []  # lists that show it
        self._time_known: tuple[CaseView | None, CaseTime | None] = (None, None)
        self.current_changed.connect(self._come_to)

    def show_time(self, view: CaseView | None, time: CaseTime | None) -> None:
        """Show the explained time of a moment; None while it is being worked out."""
        self._time_known = (view, time)
        self._fill_time()

    def _fill_time(self) -> None:
        view, time = self._time_known
        if self.current() is self.time:
            self.time.show_time(view, time)
        elif self.current() is self.compare:
            self._fill_compared()
            self.compare.show_time(time)

    def _fill_compared(self) -> None:
        if self._shown is not None:
            self.compare.show_moment(*self._shown)

    def _fill_list(self) -> None:
        """The list in front, where it does not show this moment yet."""
        front = self.current()
        if self._shown is None or front in self._filled:
            return
        self._filled.append(front)
        if front is self.fields:
            self.fields.fill()
        for make, table in zip(_LISTS, self._tables, strict=True):
            if front is table:
                table.show_rows(make(*self._shown))

    def _come_to(self, _place: int) -> None:
        self._fill_list()
        self._fill_compared()
        self._fill_time()

    def mark_moment(self) -> None:
        """Mark the moment that is shown, to compare others with it."""
        self.come_to(self.compare)
        self.compare.mark()

    def show_other(self, view: CaseView, time: CaseTime) -> None:
        """Show another case beside this one."""
        self.come_to(self.compare)
        self.compare.show_other(view, time)

    def show_part(self, cause: int) -> None:
        """Bring the stretches behind a part of the time to the front."""
        self.come_to(self.time)
        self.time.show_part(Cause(cause))
        self.time.stretches.setFocus()

    def show_moment(self, view: CaseView, moment: CaseMoment) -> None:
        """Show what was true at a moment."""
        self._shown = view, moment
        self._filled = []
        self._time_known = (view, None)
        if self.current() is self.compare:
            self._fill_compared()
        fields = self.fields.show_moment(view, moment)
        self._fill_list()
        reviewed = len(case_reviews(view.file.events, view.file.data, moment.step))
        counts = (0, len(moment.tasks), len(moment.exits), len(moment.feedback), reviewed)
        for name, count, table in zip(self._names, counts, self._tables, strict=True):
            self.set_name(self.place_of(table), _titled(name, count))
        self.set_name(self.place_of(self.fields), _titled(self.tr("Fields"), fields))


def _titled(name: str, count: int) -> str:
    """The name of a tab with how much stands on it."""
    return f"{name} {count}" if count else name
