"""The work queue: filter line, chips, table, and what stands there when the table is empty.

Says which case was chosen; reads nothing itself. Which rows are shown is decided by `queue_view`, how a cell looks by
`queue_cells`. Both need numpy and are imported with the first real data, after the first paint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from bpo_desk.errors import DeskError
from bpo_desk.settings import Settings
from bpo_desk.ui import theme
from bpo_desk.ui.queue import queue_words
from bpo_desk.ui.queue.chips_bar import ChipsBar
from bpo_desk.ui.queue.filter_line import FilterLine
from bpo_desk.ui.queue.queue_cells import Facts, Moment
from bpo_desk.ui.queue.queue_sides import QueueSides
from bpo_desk.ui.queue.queue_state import CaseList, QueueState
from bpo_desk.ui.queue.queue_table import QueueTable
from bpo_desk.ui.queue.row_selection import select_rows, selected_cases
from bpo_desk.ui.queue.stored_rows import StoredRows
from bpo_desk.ui.time_words import MINUTE, now_micros

if TYPE_CHECKING:
    from bpo_desk.models.queue_columns import QueueColumns
    from bpo_desk.state.filter_lookup import FilterLookup
    from bpo_desk.state.grouping import Group
    from bpo_desk.ui.queue.copying import Copied
    from bpo_desk.ui.queue.empty_state import EmptyState
    from bpo_desk.ui.queue.kept_views import KeptViews
    from bpo_desk.ui.queue.live_queue import LiveQueue
    from bpo_desk.ui.queue.queue_rows import QueueRows
    from bpo_desk.ui.queue.queue_sheet import ShownQueue
    from bpo_desk.ui.queue.queue_view import Question, QueueView

_LARGEST_FIRST: Final = frozenset({"since", "activity", "age", "exits", "adhoc"})
"""Columns whose first click puts the largest on top."""
_STORED_ROWS: Final = 64
_COPIED_AT_ONCE: Final = 500


class QueueScreen(QWidget):
    """`case_chosen(case key)`, `status_changed(text)` for the status bar, `state_changed` after each change of view.
    `narrowed(filter before, filter after)` when a group is chosen; `moment_wanted(microseconds UTC, None: now)`;
    `groups_wanted(work)`: to be done in any thread, its answer goes to `sides`. `elsewhere_wanted(questions)` that no
    column of a case answers: the answers go to `told_rows.take`. `copy_wanted(work)`: likewise, its answer goes to
    `put_copied`."""

    case_chosen = Signal(int)
    status_changed = Signal(str)
    state_changed = Signal()
    narrowed = Signal(str, str)
    moment_wanted = Signal(object)
    groups_wanted = Signal(object)
    elsewhere_wanted = Signal(list)
    copy_wanted = Signal(object)
    connect_wanted = Signal()

    def __init__(
        self, settings: Settings, clock: Callable[[], int] = now_micros, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._clock = clock
        self._view: QueueView | None = None
        self._rows: QueueRows | None = None
        self._sort: tuple[tuple[str, bool], ...] = QueueState().sort
        self._question: Question | None = None
        self._wanted: QueueState | None = None
        self.filter_line = FilterLine(self)
        self.chips = ChipsBar(self)
        self.table = QueueTable(self)
        self._empty: EmptyState | None = None
        self._live: LiveQueue | None = None
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.filter_line.changed.connect(self.ask)
        self.filter_line.left_down.connect(self._go_to_rows)
        self.chips.changed.connect(self.ask)
        self.chips.list_dropped.connect(self.drop_list)
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self.look_at_clock)
        self._minute.start()
        self.table.activated.connect(self._activated)
        self.table.sort_asked.connect(self.sort_by)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._cell_menu)
        header = self.table.horizontalHeader()
        header.customContextMenuRequested.connect(
            lambda at: self.choose_columns(header.mapToGlobal(at), header.logicalIndexAt(at))
        )

    def _lay_out(self) -> None:
        for icon, words, act in (
            ("sort-descending", self.tr("Group and count (Ctrl+G)"), self.toggle_groups),
            ("history", self.tr("The queue as it was at a moment (Ctrl+H)"), self.ask_moment),
            ("columns-3", self.tr("Choose columns"), self.choose_columns),
        ):
            self.filter_line.add_button(icon, words, act)
        self._stack.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, 0)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self.filter_line)
        layout.addWidget(self.chips)
        layout.addWidget(self._stack, 1)
        self.sides = QueueSides(self._settings.time_zone, layout, self._stack, self)
        self.sides.groups_wanted.connect(self._count_groups)
        self.sides.group_chosen.connect(self._narrow)
        self.sides.moment_wanted.connect(self.moment_wanted)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The rows get the focus. No focus proxy: Tab would jump from in front of the screen right to that."""
        self.table.setFocus(event.reason())

    @property
    def empty(self) -> EmptyState:
        """What stands in the place of the rows; made when it is first needed, which most starts do not."""
        if self._empty is None:
            from bpo_desk.ui.queue.empty_state import EmptyState

            self._empty = EmptyState(self)
            self._empty.clicked.connect(self.clear_filter)
            self._empty.connect_wanted.connect(self.connect_wanted)
            self._stack.addWidget(self._empty)
        return self._empty

    @property
    def live(self) -> LiveQueue:
        """What keeps the rows up to date in their places; made with the first real data."""
        if self._live is None:
            from bpo_desk.ui.queue.live_queue import LiveQueue

            self._live = LiveQueue(self, self.table, still=self._settings.reduced_motion)
            self.chips.add(self._live.chip)
        return self._live

    @cached_property
    def kept(self) -> KeptViews:
        """The views of other engagements' queues."""
        from bpo_desk.ui.queue.kept_views import KeptViews  # not before the first paint

        return KeptViews()

    # data down

    def show_stored(self, cases: Sequence[int], facts: Sequence[Facts]) -> None:
        """Show stored rows until the queue itself is read."""
        self.table.show_rows(StoredRows(cases, facts, self._seen(self._clock())))
        self._stack.setCurrentWidget(self.table)
        self.status_changed.emit(self.tr("reading the queue"))

    def show_queue(self, queue: QueueColumns) -> None:
        """Show a queue, or the same one with newer data: view, selection and scroll stay."""
        self.show_view(self.prepared_view(queue))

    def prepared_view(self, queue: QueueColumns, as_of: int | None = None) -> QueueView:
        """The view of a queue, which may be as of a moment, with all that its first picture needs; for any thread."""
        from bpo_desk.ui.queue.queue_view import QueueView

        view = QueueView(queue, self._clock(), self._settings, as_of)
        view.prepare(self._sort)
        return view

    def show_view(self, view: QueueView) -> None:
        """Show a prepared view; filter, sort, selection and scroll stay."""
        state = self._wanted or self.state()
        before = self._view
        if before is not None and before.queue.engagement.engagement_id != view.queue.engagement.engagement_id:
            state = self.kept.turn(before.queue.engagement, state, view.queue.engagement)
        self._view = view
        self.filter_line.values_like = view.values_like
        self._wanted = None
        self.restore(state)
        self.sides.tell_moment(view.as_of, before=None if before is None else before.as_of)

    @property
    def view(self) -> QueueView | None:
        """The view that is shown; None before the queue is read."""
        return self._view

    @property
    def rows(self) -> QueueRows | None:
        """The rows in the table; None before the queue is read."""
        return self._rows

    def renew(self, view: QueueView, rows: QueueRows) -> None:
        """Have another view of the same rows in the place of this one; the table is given them by who asks."""
        self._view, self._rows = view, rows
        self.filter_line.values_like = view.values_like
        if self._question is not None:
            self.chips.show_counts(view.counts(self._question))
        self._count_groups()

    @property
    def as_of(self) -> int | None:
        """The moment that the rows are as of (microseconds UTC); None: now."""
        return None if self._view is None else self._view.as_of

    @property
    def lookup(self) -> FilterLookup | None:
        """The tables of the queue that is shown; None before it is read."""
        return None if self._view is None else self._view.lookup

    @property
    def is_read(self) -> bool:
        """Whether a queue is shown, and not only stored rows."""
        return self._view is not None

    def show_failure(self, message: str, next_step: str) -> None:
        """Say that the queue cannot be read."""
        self._show_instead("database", message, next_step, self.tr("Look at the connection"))

    def show_no_engagement(self) -> None:
        """Say that there is nothing to show yet."""
        self._show_instead("list-details", *queue_words.no_engagement())

    def _show_instead(self, icon: str, *words: str) -> None:
        self.empty.say(icon, *words, connects=True)
        self._stack.setCurrentWidget(self.empty)

    def first_facts(self) -> list[tuple[int, Facts]]:
        """The first rows as they are stored for the next start: case key and facts."""
        rows = self._rows
        return [] if rows is None else [(rows.case(at), rows.facts(at)) for at in range(min(len(rows), _STORED_ROWS))]

    def _seen(self, now: int) -> Moment:
        return Moment(now, self._settings.at_risk_minutes * MINUTE, self._settings.time_zone)

    def look_at_clock(self) -> None:
        """Show spans and counts as they are now. Only what is visible is made anew, unless a case has come in, gone or
        moved by the clock; a past moment stays."""
        from bpo_desk.ui.queue import told_rows

        view, rows, question = self._view, self._rows, self._question
        if view is None or view.as_of is not None or rows is None or question is None:
            return
        told_rows.renew_column(self)
        if view.look_at(self._clock(), self._sort):
            self.ask()
            return
        rows.look_at(self._seen(view.now))
        self.table.viewport().update()
        self.chips.show_counts(view.counts(question))
        self._count_groups()

    # the view: filter, chips, sort

    def state(self) -> QueueState:
        """What the view is now, to come back to it."""
        if self._wanted is not None:
            return self._wanted
        rows, table = self.table.queue_model.rows, self.table
        top = table.rowAt(0)
        return QueueState(
            text=self.filter_line.text(),
            chips=self.chips.chosen(),
            sort=self._sort,
            header=table.header_state(),
            selected=tuple(selected_cases(self.table)),
            current=rows.case(table.currentIndex().row()) if table.currentIndex().isValid() else None,
            top=max(top, 0),
            listed=self.chips.listed,
        )

    def restore(self, state: QueueState) -> None:
        """Come back to a view; before there is data it waits for them."""
        self.filter_line.set_text(state.text)
        self.chips.choose(state.chips)
        self.chips.show_list(state.listed)
        self.table.restore_header(state.header)
        self._sort = state.sort
        if self._view is None:
            self._wanted = state
            self.table.mark_sort(self._sort)
            return
        self._show(state.selected, state.current)
        self.table.verticalScrollBar().setValue(state.top)

    def ask(self) -> None:
        """Ask again with filter, chips and sort as they are now; what is selected stays selected."""
        if self._view is not None:
            current = self.table.currentIndex()
            case = self.table.queue_model.rows.case(current.row()) if current.isValid() else None
            self._show(tuple(selected_cases(self.table)), case)
            self.state_changed.emit()

    def sort_by(self, column: str, add: bool = False) -> None:
        """Sort by a column, the other way round if it already is; `add` keeps the sorts before it."""
        direction = next((not now for key, now in self._sort if key == column), column in _LARGEST_FIRST)
        others = tuple(each for each in self._sort if each[0] != column) if add else ()
        at = next((i for i, each in enumerate(self._sort) if each[0] == column), len(others)) if add else 0
        self._sort = (*others[:at], (column, direction), *others[at:])
        self.ask()

    def filter_by(self, text: str) -> None:
        """Put a text into the filter line and ask."""
        self.filter_line.set_text(text)
        self.ask()

    def list_cases(self, words: str, cases: Iterable[int], missing: Sequence[str] = ()) -> None:
        """Show only these cases (keys), whatever chips and filter said before; the words say what they are, `missing`
        which numbers were asked for and are not among them."""
        self.filter_line.set_text("")
        self.chips.choose(())
        self.chips.show_list(CaseList(words, frozenset(map(int, cases)), tuple(missing)))
        self.ask()

    def clear_filter(self) -> None:
        """Show all cases."""
        self.filter_line.set_text("")
        self.chips.choose(())
        self.drop_list()

    def drop_list(self) -> None:
        """Show others than the listed cases again."""
        self.chips.show_list(None)
        self.ask()

    def step_back(self) -> bool:
        """Esc: take away the last chip, else the filter text. Says whether there was something to take away."""
        last = self.chips.last_chosen()
        if last is not None:
            self.chips.choose(self.chips.chosen() - {last})
        elif self.filter_line.text():
            self.filter_line.set_text("")
        elif self.chips.listed is not None:
            self.chips.show_list(None)
        else:
            return False
        self.ask()
        return True

    def _show(self, selected: tuple[int, ...], current: int | None) -> None:
        from bpo_desk.ui.queue.live_rows import Listing
        from bpo_desk.ui.queue.no_match import without_any_case
        from bpo_desk.ui.queue.queue_rows import QueueRows

        view = self._view
        if view is None:
            return
        question = self.asked_now()
        try:
            asked = view.unanswered(question, self.table.shown_columns())
            if asked:  # the rows before it stay until somebody has told
                self.elsewhere_wanted.emit(asked)
                return
            answer = view.answer(question)
        except DeskError as error:  # the filter is not finished or wrong: the rows before it stay
            self.filter_line.say(str(error), getattr(error, "position", None))
            return
        self._question = question
        half = view.is_half_searched(question)
        note = self.tr("Words are found in what is indexed so far; the next syncs go on.") if half else ""
        self.filter_line.say(note=note)
        self.chips.show_counts(answer.counts)
        self.table.mark_sort(self._sort)
        self._rows = rows = QueueRows(view.queue, answer.listed, self._seen(view.now), view.asked_words)
        self.table.show_rows(rows)
        here = () if current is None else (current,)
        select_rows(self.table, view.places(answer.listed, selected), view.places(answer.listed, here))
        self.table.fit_columns()
        self.live.begin(Listing(question, answer.listed, len(view.queue)))
        if not len(rows):
            near, alone = view.nearest(question.text), without_any_case(view.lookup, question.text, view.now)
            self.empty.say(*queue_words.why_empty(view.queue, near, self._settings.time_zone, alone))
        self._stack.setCurrentWidget(self.table if len(rows) else self.empty)
        zone = self._settings.time_zone
        self.status_changed.emit(queue_words.status_words(len(rows), view.queue, self._sort, zone))
        self._count_groups()

    @property
    def question(self) -> Question | None:
        """What the rows answer; None before the queue is listed."""
        return self._question

    def asked_now(self) -> Question:
        """What filter, chips and sort ask now."""
        from bpo_desk.ui.queue.queue_view import Question

        listed = self.chips.listed
        only = None if listed is None else listed.cases
        return Question(self.filter_line.text(), self.chips.chosen(), self._sort, only)

    def shown(self) -> ShownQueue | None:
        """What is shown, for an export; None before the queue is read."""
        from bpo_desk.ui.queue.queue_sheet import shown_in

        if self._rows is None:
            return None
        listed = self.chips.listed
        many, zone = None if listed is None else len(listed.cases), self._settings.time_zone
        words = queue_words.shown_words(self.filter_line.text(), self.chips.chosen(), self.as_of, many, zone)
        return shown_in(self.table, self._rows, words, self._sort)

    # selection

    def step(self, by: int) -> int | None:
        """Make the row `by` places further the current one; its case key, None where there is no such row."""
        model = self.table.queue_model
        row = self.table.currentIndex().row() + by
        if not 0 <= row < model.rowCount():
            return None
        self.table.selectRow(row)
        return model.rows.case(row)

    def open_current(self) -> None:
        """Choose the case of the current row."""
        if self.table.currentIndex().isValid():
            self._activated(self.table.currentIndex())

    def _activated(self, index: QModelIndex) -> None:
        self.case_chosen.emit(self.table.queue_model.rows.case(index.row()))

    def _go_to_rows(self) -> None:
        self.table.setFocus()
        if self.table.queue_model.rowCount() and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    # copy and columns

    def copy(self) -> None:
        """Put the selected rows on the clipboard as tab-separated text and as HTML; many of them off the UI thread."""
        from bpo_desk.ui.queue import copying

        asked = copying.copying_of(self.table)
        if asked is not None:
            rows, make = asked
            self.put_copied(make()) if rows <= _COPIED_AT_ONCE else self.copy_wanted.emit(make)

    def put_copied(self, copied: Copied) -> None:
        """Put rows on the clipboard whose texts have been made."""
        copied.put(self, self.status_changed.emit)

    def _cell_menu(self, at: QPoint) -> None:
        from bpo_desk.ui.queue.queue_menus import cell_menu

        index = self.table.indexAt(at)
        if self._rows is not None and index.isValid():
            facts = self._rows.facts(index.row())
            menu = cell_menu(self, facts, index.column(), lambda: self._activated(index), self.add_filter)
            menu.popup(self.table.mapToGlobal(at))

    def add_filter(self, words: str) -> None:
        """Narrow the filter by more words."""
        self.filter_by(queue_words.narrowed(self.filter_line.text(), words))

    def filter_as_text(self) -> str | None:
        """Filter and chips as one filter text; None where they are not all that says which cases are listed."""
        past = self._view is None or self._view.as_of is not None
        if past or self.filter_line.error or self.chips.listed is not None:
            return None
        return queue_words.filter_and_chips(
            self.filter_line.text(), self.chips.chosen(), self._settings.no_movement_hours
        )

    # groups, and the queue of another moment

    def _narrow(self, group: Group) -> None:
        from bpo_desk.models.filter_text import to_text

        before = self.filter_line.text()
        self.add_filter(to_text(group.filter))
        self.narrowed.emit(before, self.filter_line.text())

    def _count_groups(self) -> None:
        if self.sides.groups_shown and self._view is not None and self._question is not None:
            self.groups_wanted.emit(self._view.grouping(self._question, self.sides.group_by))

    def toggle_groups(self) -> None:
        """Show the groups beside the rows, or no longer."""
        self.sides.toggle_groups()

    def ask_moment(self) -> None:
        """Offer to show the queue as it was at a moment."""
        self.sides.ask_moment(self._clock())

    def choose_columns(self, at: QPoint | None = None, column: int = -1) -> None:
        """A menu with all columns, at a place of the screen or over the table, and what else is done with one."""
        from bpo_desk.ui.queue import told_rows
        from bpo_desk.ui.queue.queue_menus import columns_menu

        renew, begin = partial(told_rows.renew, self), self.filter_line.begin
        menu = columns_menu(self, self.table, renew, begin, column)
        menu.popup(self.table.mapToGlobal(QPoint(self.table.width() // 2, 0)) if at is None else at)
