"""The tray of what needs attention: a list of refused writes, the chosen one with theirs beside it, and what to do.

Not modal; reads and writes nothing itself. Asks with signals, is told with calls.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bpo_desk.ui import icons, theme
from bpo_desk.ui.attention.attention_words import (
    decided_words,
    heading_words,
    leave_words,
    lines,
    mine_heading,
    plain_text,
    theirs_heading,
    what_words,
    why_words,
)
from bpo_desk.ui.attention.comparison import Comparison
from bpo_desk.ui.attention.edit_form import EditForm
from bpo_desk.ui.sync_words import state_look
from bpo_desk.ui.time_words import local
from bpo_desk.ui.widgets.dense_tree import ScaledTree, dense_tree
from bpo_desk.ui.widgets.icon_button import IconPushButton
from bpo_desk.ui.widgets.leaving import Leaving, leave
from bpo_desk.ui.widgets.marked_text import say_whose
from bpo_desk.workspace.attention import Refused, Tray

_REFUSED: Final = Qt.ItemDataRole.UserRole
_MOST_ROWS: Final = 6


class AttentionPanel(QDialog):
    """`leave_wanted(mutation id)`: theirs stays; `send_wanted(mutation id, texts)`: mine again, with fields typed anew;
    `case_wanted(engagement code, case number)`."""

    leave_wanted = Signal(str)
    send_wanted = Signal(str, object)
    case_wanted = Signal(str, str)

    def __init__(self, zone: tzinfo, clock: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Needs attention"))
        self._zone, self._clock = zone, clock
        self._tray = Tray()
        self.heading, self.why = self._label(), self._label()
        self.entries = self._tree(
            self.tr("What needs attention"), 2, self.tr("State"), self.tr("Case"), self.tr("What"), self.tr("Written")
        )
        self.comparison = Comparison(self)
        self.edit = EditForm(self)
        self.decided = self._tree(
            self.tr("What was decided"), 3, self.tr("When"), self.tr("Decided"), self.tr("Case"), self.tr("Had written")
        )
        self.leave = self._button(self.tr("Keep &theirs"), "check", self._leave)
        self.send = self._button(self.tr("&Send mine again on top"), "cloud-upload", self._send)
        self.change = self._button(self.tr("&Edit, then send"), "note", self._begin_edit)
        self.copy = self._button(self.tr("&Copy my text"), "copy", self._copy)
        self.open_case = self._button(self.tr("&Open the case"), "folder-open", self._open_case)
        self.log = self._button(self.tr("What was &decided"), "history", self._toggle_log)
        self.log.setCheckable(True)
        self.shut = self._button(self.tr("Close"), "", self.close)
        self._lay_out()
        self.entries.currentItemChanged.connect(lambda *_items: self._show_chosen())
        self.entries.itemActivated.connect(lambda *_item: self._open_case())
        self.edit.done.connect(self._send_edited)
        self.edit.left.connect(self._end_edit)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.edit.finish)

    def _lay_out(self) -> None:
        deeds, under = QHBoxLayout(), QHBoxLayout()
        for button in (self.leave, self.send, self.change):
            deeds.addWidget(button)
        deeds.addStretch(1)
        for button in (self.copy, self.open_case):
            under.addWidget(button)
        under.addStretch(1)
        for button in (self.log, self.shut):
            under.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.GAP)
        layout.addWidget(self.heading)
        layout.addWidget(self.entries)
        layout.addWidget(self.why)
        layout.addWidget(self.comparison, 1000)
        layout.addWidget(self.edit, 1000)
        layout.addStretch(1)  # where nothing is chosen what is left over stays in the middle
        layout.addLayout(deeds)
        layout.addWidget(self.decided)
        layout.addLayout(under)
        for part in (self.edit, self.decided):
            part.hide()
        self.resize(self.fontMetrics().horizontalAdvance("0") * 110, self.fontMetrics().lineSpacing() * 34)

    def begin(self) -> None:
        """Come to the front; `show_tray` follows when it is read."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.entries.setFocus()

    def show_tray(self, tray: Tray) -> None:
        """Everything as it is now; what is chosen stays chosen, and what is being edited stays as it is typed."""
        self._tray = tray
        before = self.chosen()
        kept = None if before is None else before.entry.mutation.mutation_id
        self.heading.setText(heading_words(tray))
        font = self.heading.font()
        font.setBold(bool(tray.refused))  # that nothing is to be done is not pressing
        self.heading.setFont(font)
        self.entries.blockSignals(True)
        self.entries.clear()
        for refused in tray.refused:
            self.entries.addTopLevelItem(self._item(refused))
        self.entries.blockSignals(False)
        rows = [each.entry.mutation.mutation_id for each in tray.refused]
        item = self.entries.topLevelItem(rows.index(kept) if kept in rows else 0)
        if item is not None:
            self.entries.setCurrentItem(item)
        self._fit(self.entries, len(rows))
        self._show_decided()
        if kept not in rows:
            self._end_edit()
        self._show_chosen()

    def show_failure(self, words: str) -> None:
        """It could not be read or written."""
        self.why.setText(words)
        self.why.show()

    def chosen(self) -> Refused | None:
        """The write that is looked at."""
        item = self.entries.currentItem()
        found = None if item is None else item.data(0, _REFUSED)
        return found if isinstance(found, Refused) else None

    def _item(self, refused: Refused) -> QTreeWidgetItem:
        mutation = refused.entry.mutation
        icon, status, words = state_look(refused.entry)
        where = mutation.case or mutation.engagement
        item = QTreeWidgetItem([words, where, what_words(mutation), local(mutation.created_at, self._zone)])
        colour = theme.look(status, self.palette()).colour
        item.setIcon(0, icons.pixmap(icon, colour, self.fontMetrics().height(), self.devicePixelRatioF()))
        item.setForeground(0, colour)
        item.setData(0, _REFUSED, refused)
        return item

    def _show_chosen(self) -> None:
        refused, editing = self.chosen(), self.edit.isVisibleTo(self)
        there = refused is not None
        for part in (self.entries, self.why):
            part.setVisible(there)
        self.comparison.setVisible(there and not editing)
        for button in (self.leave, self.send, self.change, self.copy, self.open_case):
            button.setVisible(there)
            button.setEnabled(there and not editing)
        if refused is None:
            return
        now, mutation = self._clock(), refused.entry.mutation
        say_whose(self, mutation.engagement, mutation.case)
        self.why.setText(why_words(refused))
        mine, theirs = mine_heading(refused.entry, now, self._zone), theirs_heading(refused.held, now, self._zone)
        self.comparison.show_lines(lines(refused), mine, theirs, compared=refused.held is not None)
        self.leave.setText(leave_words(refused))
        on_top = self.tr("&Send mine again on top") if refused.held is not None else self.tr("&Send it again")
        self.send.setText(on_top)
        self.send.setEnabled(refused.may_send and not editing)
        has_fields = self.edit.has_fields(refused.entry.mutation.payload)
        self.change.setEnabled(refused.may_send and has_fields and not editing)
        self.open_case.setEnabled(bool(refused.entry.mutation.case))

    def _show_decided(self) -> None:
        self.decided.clear()
        for decision, entry in self._tray.decided:
            self.decided.addTopLevelItem(QTreeWidgetItem(list(decided_words(decision, entry, self._zone))))
        self.log.setText(self.tr("What was &decided ({n})").format(n=len(self._tray.decided)))
        self.log.setEnabled(bool(self._tray.decided))
        self._fit(self.decided, len(self._tray.decided))
        self.decided.setVisible(self.log.isChecked() and bool(self._tray.decided))

    def _toggle_log(self) -> None:
        self.decided.setVisible(self.log.isChecked())

    def _leave(self) -> None:
        refused = self.chosen()
        if refused is not None:
            self.leave_wanted.emit(refused.entry.mutation.mutation_id)

    def _send(self) -> None:
        refused = self.chosen()
        if refused is not None:
            self.send_wanted.emit(refused.entry.mutation.mutation_id, {})

    def _begin_edit(self) -> None:
        refused = self.chosen()
        if refused is not None:
            self.edit.begin(refused.entry.mutation.payload, self.entries)
            self._show_chosen()

    def _end_edit(self) -> None:
        if self.edit.isVisibleTo(self):
            self.edit.hide()
            self._show_chosen()
            self.change.setFocus()

    def _send_edited(self, texts: dict[str, str]) -> None:
        refused = self.chosen()
        if refused is not None:
            self._end_edit()
            self.send_wanted.emit(refused.entry.mutation.mutation_id, texts)

    def _copy(self) -> None:
        refused = self.chosen()
        if refused is not None:
            text, mutation = plain_text(refused), refused.entry.mutation
            act = partial(QGuiApplication.clipboard().setText, text)
            leave(self, Leaving("text", act, "clipboard", (mutation.case,), text, mutation.engagement))

    def _open_case(self) -> None:
        refused = self.chosen()
        if refused is not None and refused.entry.mutation.case:
            self.case_wanted.emit(refused.entry.mutation.engagement, refused.entry.mutation.case)

    def _fit(self, tree: ScaledTree, rows: int) -> None:
        """Columns as wide as what stands in them, the list as high as it is long up to a few rows."""
        tree.fit_columns(range(tree.columnCount()))
        height = theme.row_height(self.fontMetrics())
        tree.setFixedHeight(tree.header().sizeHint().height() + min(max(rows, 1), _MOST_ROWS) * height + 4)

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _tree(self, name: str, long: int, *headers: str) -> ScaledTree:
        tree = dense_tree(self, name, headers)
        tree.header().setStretchLastSection(long == len(headers) - 1)
        tree.header().setSectionResizeMode(long, QHeaderView.ResizeMode.Stretch)
        return tree

    def _button(self, words: str, icon: str, act: Callable[[], object]) -> QPushButton:
        button = IconPushButton(icon, words, self)
        button.clicked.connect(lambda _checked=False: act())
        return button
