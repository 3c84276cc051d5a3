"""The sync panel: how the copy of each engagement stands, what waits to be sent, what was refused and why.

Lies over the window above its status bar; reads in the background and changes nothing but the list of refusals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMainWindow,
    QPushButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bpo_desk.cache.outbox import Entry, EntryState
from bpo_desk.cache.read import CopyStatus
from bpo_desk.ui import icons, theme
from bpo_desk.ui.background import Background
from bpo_desk.ui.failures import words_for
from bpo_desk.ui.sync_words import copy_cells, entry_words, own_text, state_look, why_words, written_words
from bpo_desk.ui.time_words import display_zone
from bpo_desk.ui.widgets.dense_tree import ScaledTree, dense_tree
from bpo_desk.ui.widgets.icon_button import icon_button
from bpo_desk.ui.widgets.leaving import Leaving, leave
from bpo_desk.ui.widgets.marked_text import say_whose
from bpo_desk.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from bpo_desk.ui.desk import Desk
    from bpo_desk.ui.sync_watch import SyncWatch

_ENTRY: Final = Qt.ItemDataRole.UserRole
_STATE, _WRITTEN, _CASE, _WHAT, _WHY = range(5)
_MOST_TEXT: Final = 300
_OF_WHAT, _OF_WHY = 12, 16  # letters that at least show, as far as there is room


class SyncPanel(QFrame):
    """Shown with `open`, closed with Esc or its button. `case_wanted(engagement code, case number)`,
    `connect_wanted()`."""

    case_wanted = Signal(str, str)
    connect_wanted = Signal()

    def __init__(
        self, desk: Desk, background: Background, watch: SyncWatch, clock: Callable[[], int], window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._desk, self._background, self._watch, self._clock = desk, background, watch, clock
        self._before: QWidget | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setAccessibleName(self.tr("Sync"))
        self.problem = Notice(self)
        self.copies = _tree(self, self.tr("Engagements"), (
            self.tr("Engagement"), self.tr("Data as of"), self.tr("Cases"), self.tr("Events"), self.tr("Local copy"),
        ))  # fmt: skip
        self.entries = _tree(self, self.tr("Written here"), (
            self.tr("State"), self.tr("Written"), self.tr("Case"), self.tr("What"), self.tr("Why"),
        ))  # fmt: skip
        self.heading, self.whole = (QLabel(self) for _each in range(2))
        for label in (self.heading, self.whole):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.whole.setWordWrap(True)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open = self._button(self.tr("Open the case"), self._open_case)
        self._copy = self._button(self.tr("Copy its text"), self._copy_text)
        self._discard = self._button(self.tr("Take note, remove"), self._discard_entry)
        self._lay_out()
        self.entries.currentItemChanged.connect(self._show_buttons)
        self.entries.itemActivated.connect(self._open_case)
        watch.moved.connect(self.refresh)
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the panel with what is known now."""
        self._before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.entries.setFocus()
        self.refresh()

    def close_panel(self) -> None:
        """Hide, and give the focus back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def refresh(self) -> None:
        """Read everything anew, while the panel is open."""
        if self.isVisible():
            desk = self._desk
            self._background.ask(
                "sync panel", lambda: (desk.copies(), desk.outbox_entries()), self._show_all, self._failed
            )

    def _show_all(self, found: tuple[list[CopyStatus], list[Entry]]) -> None:
        copies, entries = found
        now, zone = self._clock(), display_zone(self._desk.settings.time_zone)
        self.copies.clear()
        for copy in copies:
            item = QTreeWidgetItem(list(copy_cells(copy, now, self._desk.settings.time_zone)))
            for column in (2, 3):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.copies.addTopLevelItem(item)
        chosen = self._chosen()
        self.entries.clear()
        for entry in entries:
            item = self._item(entry, written_words(entry, now, zone))
            self.entries.addTopLevelItem(item)
            if chosen is not None and chosen.mutation.mutation_id == entry.mutation.mutation_id:
                self.entries.setCurrentItem(item)
        if self.entries.currentItem() is None:
            self._choose_refused()
        self._fit()
        self.heading.setText(self._heading(entries))
        self._show_problem()
        self._show_buttons()

    def _item(self, entry: Entry, written: str) -> QTreeWidgetItem:
        name, status, words = state_look(entry)
        what, why = entry_words(entry.mutation), why_words(entry)
        cells = [words, written, entry.mutation.case, " ".join(what.split())[:_MOST_TEXT], " ".join(why.split())]
        item = QTreeWidgetItem(cells)
        colour = theme.look(status, self.palette()).colour
        item.setIcon(_STATE, icons.pixmap(name, colour, self.fontMetrics().height(), self.devicePixelRatioF()))
        item.setForeground(_STATE, colour)
        for column, text in ((_WHAT, what), (_WHY, why)):
            item.setToolTip(column, f"<qt>{escape(text)}</qt>" if text else "")
        item.setData(0, _ENTRY, entry)
        return item

    def _choose_refused(self) -> None:
        """What needs attention first is what is looked at first."""
        for item in map(self.entries.topLevelItem, range(self.entries.topLevelItemCount())):
            if item is not None and _is_refused(item.data(0, _ENTRY)):
                self.entries.setCurrentItem(item)
                return

    def _fit(self) -> None:
        """Columns as wide as what stands in them, the list of engagements as high as it is long."""
        height = theme.row_height(self.fontMetrics())
        for tree in (self.copies, self.entries):
            for row in range(tree.topLevelItemCount()):
                item = tree.topLevelItem(row)
                if item is not None:
                    item.setSizeHint(tree.columnCount() - 1, QSize(0, height))
            tree.fit_columns(range(tree.columnCount() - 1))
        letter, others = self.fontMetrics().averageCharWidth(), (_STATE, _WRITTEN, _CASE)
        left = self.width() - sum(map(self.entries.columnWidth, others)) - _OF_WHY * letter
        most = min(self.width() // 3, max(left, _OF_WHAT * letter))
        self.entries.setColumnWidth(_WHAT, min(self.entries.columnWidth(_WHAT), most))
        rows = min(max(self.copies.topLevelItemCount(), 1), 6)
        self.copies.setFixedHeight(self.copies.header().height() + rows * height + 4)

    def _heading(self, entries: Sequence[Entry]) -> str:
        refused = sum(map(_is_refused, entries))
        if not entries:
            return self.tr("Written here: everything has been sent.")
        return self.tr("Written here: {waiting} to be sent, {refused} to be looked at").format(
            waiting=len(entries) - refused, refused=refused
        )

    def _show_problem(self) -> None:
        if self._watch.problem is not None:
            self.problem.say(*self._watch.problem)
        elif self._watch.progress:
            self.problem.say(self._watch.progress, status=theme.Status.CURRENT)
        else:
            self.problem.hide()

    def _failed(self, error: Exception) -> None:
        self.problem.say(*words_for(error))

    def _chosen(self) -> Entry | None:
        item = self.entries.currentItem()
        found = None if item is None else item.data(0, _ENTRY)
        return found if isinstance(found, Entry) else None

    def _show_buttons(self) -> None:
        entry = self._chosen()
        self._open.setEnabled(entry is not None and bool(entry.mutation.case))
        self._copy.setEnabled(entry is not None)
        self._discard.setEnabled(_is_refused(entry))
        if entry is not None:
            say_whose(self, entry.mutation.engagement, entry.mutation.case)
        words = "" if entry is None else "\n".join((entry_words(entry.mutation)[:_MOST_TEXT], why_words(entry)))
        self.whole.setText(words.strip())
        self.whole.setVisible(bool(words))

    def _connect_elsewhere(self) -> None:
        self.close_panel()
        self.connect_wanted.emit()

    def _open_case(self) -> None:
        entry = self._chosen()
        if entry is not None and entry.mutation.case:
            self.close_panel()
            self.case_wanted.emit(entry.mutation.engagement, entry.mutation.case)

    def _copy_text(self) -> None:
        entry = self._chosen()
        if entry is not None:
            text, mutation = own_text(entry.mutation), entry.mutation
            act = partial(QGuiApplication.clipboard().setText, text)
            leave(self, Leaving("text", act, "clipboard", (mutation.case,), text, mutation.engagement))

    def _discard_entry(self) -> None:
        entry, desk = self._chosen(), self._desk
        if entry is not None:
            mutation_id = entry.mutation.mutation_id
            self._background.ask(
                f"discard {mutation_id}",
                lambda: desk.discard(mutation_id),
                lambda _none: self._watch.read_outbox(),
                self._failed,
                always=True,
            )

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Sync"), self)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        sync = self._button(self.tr("Sync now"), self._watch.start)
        sync.setToolTip(self.tr("Ask the shared database now (F5)"))
        connection = self._button(self.tr("Connection"), self._connect_elsewhere)
        connection.setToolTip(self.tr("Look at the way to the shared database, or name another"))
        close = icon_button("x", self.tr("Close (Esc)"), self)
        close.setAccessibleName(self.tr("Close the sync panel"))
        close.clicked.connect(self.close_panel)
        top, under = QHBoxLayout(), QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(sync)
        top.addWidget(connection)
        top.addWidget(close)
        for button in (self._open, self._copy, self._discard):
            under.addWidget(button)
        under.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        layout.addLayout(top)
        layout.addWidget(self.problem)
        layout.addWidget(self.copies)
        layout.addWidget(self.heading)
        layout.addWidget(self.entries, 1)
        layout.addWidget(self.whole)
        layout.addLayout(under)

    def _button(self, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _place(self) -> None:
        """At the right edge, above the status bar of the window."""
        window = self.parentWidget()
        assert isinstance(window, QMainWindow)
        bar = window.statusBar().height()
        width = min(window.width() - 40, 150 * self.fontMetrics().averageCharWidth())
        height = min(window.height() - bar - 80, 24 * theme.row_height(self.fontMetrics()))
        self.setGeometry(window.width() - width - theme.GAP, window.height() - bar - height - 4, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay where it belongs while the window is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Esc closes the panel, whatever in it has the focus."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.close_panel()
                return True
        return super().event(event)


def _is_refused(entry: object) -> bool:
    return isinstance(entry, Entry) and entry.state in (EntryState.CONFLICT, EntryState.REJECTED)


def _tree(parent: QWidget, name: str, headers: Sequence[str]) -> ScaledTree:
    tree = dense_tree(parent, name, headers)
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    tree.header().setStretchLastSection(True)
    return tree
