"""The Fields tab: all fields at a moment, the history of the chosen one, and the way to cases with the same value."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from bpo_desk.models.withheld import is_withheld
from bpo_desk.state.field_history import FieldHistory, FieldKey
from bpo_desk.ui import theme
from bpo_desk.ui.case.case_moment import CaseMoment
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.elided_label import ElidedLabel
from bpo_desk.ui.case.fact_table import FactTable
from bpo_desk.ui.case.field_rows import field_rows, field_words, history_rows, history_words, value_of
from bpo_desk.ui.case.words import one_line


@dataclass(frozen=True, slots=True)
class SameValue:
    """Cases are wanted whose field has this value now: its text, "" for unknown, None for nothing. `words` say it."""

    engagement: int
    key: FieldKey
    value: str | None
    words: str


class FieldPanel(QWidget):
    """Choosing a field shows its history; choosing a change tells its event."""

    event_chosen = Signal(int)  # event row
    same_wanted = Signal(object)  # SameValue

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CaseView | None = None
        self._moment: CaseMoment | None = None
        self._histories: tuple[FieldHistory, ...] = ()
        self._chosen: FieldKey | None = None
        self.fields = FactTable(self.tr("Fields"), self)
        self.history = FactTable(self.tr("History of the field"), self)
        self.said = ElidedLabel(self, stretches=True)
        self.same = QPushButton(self.tr("Cases with the same value"), self)
        self.same.setToolTip(self.tr("Show in the queue the cases whose field has this value now"))
        self.same.clicked.connect(self._want_same)
        self._lay_out()
        self.fields.row_chosen.connect(self._choose)
        self.fields.event_chosen.connect(self.event_chosen)
        self.history.event_chosen.connect(self.event_chosen)
        self._show_history()

    def _lay_out(self) -> None:
        beneath = QWidget(self)
        line = QHBoxLayout()
        line.addWidget(self.said, 1)
        line.addWidget(self.same)
        under = QVBoxLayout(beneath)
        under.setContentsMargins(theme.GAP, theme.SMALL_GAP, 0, 0)
        under.setSpacing(theme.SMALL_GAP)
        under.addLayout(line)
        under.addWidget(self.history, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.fields)
        split.addWidget(beneath)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self._beneath = beneath

    def show_moment(self, view: CaseView, moment: CaseMoment) -> int:
        """Another moment is shown, the chosen field stays chosen; `fill` lists it. How many fields it has by then."""
        self._view, self._moment, self._histories = view, moment, view.fields
        self._show_history()
        return sum(history.changes[0].row < moment.step for history in self._histories)

    def fill(self) -> None:
        """List the fields at the moment."""
        if self._view is not None and self._moment is not None:
            self.fields.show_rows(field_rows(self._view, self._moment, self._histories))

    @property
    def chosen(self) -> FieldHistory | None:
        """The history that is shown."""
        return next((history for history in self._histories if history.key == self._chosen), None)

    def _choose(self, row: int) -> None:
        self._chosen = self._histories[row].key
        self._show_history()

    def _show_history(self) -> None:
        view, moment, history = self._view, self._moment, self.chosen
        self._beneath.setVisible(history is not None)
        if view is None or moment is None or history is None:
            return
        change = history.at(moment.step)
        # What is withheld cannot be looked for: the mark says nothing of the value behind it.
        self.same.setEnabled(change is not None and not is_withheld(value_of(view, change)))
        self.said.set_text(history_words(view, history))
        self.history.show_rows(history_rows(view, moment, history))

    def _want_same(self) -> None:
        view, moment, history = self._view, self._moment, self.chosen
        change = None if history is None or moment is None else history.at(moment.step)
        if view is None or history is None or change is None:
            return
        value = value_of(view, change)
        words = f"{field_words(view, history.key)}: {one_line(view.words.new(change.row))[:60]}"
        self.same_wanted.emit(SameValue(int(view.file.engagement.engagement_id), history.key, value, words))
