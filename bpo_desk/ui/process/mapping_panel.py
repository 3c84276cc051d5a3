"""The mapping editor: which element of the diagram each step of the log stands for, changed by hand.

Keeps nothing itself: what a person says goes up, what is true comes down with the next view.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QCompleter, QHeaderView, QPushButton, QVBoxLayout, QWidget

from bpo_desk.models.step_mapping import AUTOMATIC, NOWHERE
from bpo_desk.ui import icons, theme
from bpo_desk.ui.process.mapping_rows import MappingView, with_said
from bpo_desk.ui.process.mapping_table_model import CASES, ELEMENT, EVENTS, STEP, WHY, MappingTableModel
from bpo_desk.ui.process.tables import LineLabel, plain_label, plain_table
from bpo_desk.ui.widgets.flow_layout import FlowLayout

_WIDE: Final = 36  # characters that the list of elements shows


class MappingPanel(QWidget):
    """`step_said(step, element, before)` when a person says what a step is; `element_shown(id)` for the diagram;
    `picking_changed(on)` when a click on the diagram is to choose the element; `cases_asked(step)` for the queue of the
    cases that name a step."""

    step_said = Signal(str, str, str)
    cases_asked = Signal(str)
    element_shown = Signal(str)
    picking_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = MappingView()
        self._done: list[tuple[str, str, str]] = []
        self.model = MappingTableModel(self)
        self.table = plain_table(self.model, self.tr("Steps of the log, unmapped ones first"), self)
        self.elements = QComboBox(self)
        self.elements.setEditable(True)
        self.elements.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.elements.setMinimumContentsLength(_WIDE)
        self.elements.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.elements.setAccessibleName(self.tr("Element that the step stands for"))
        completer = QCompleter(self.elements.model(), self.elements)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.elements.setCompleter(completer)
        self.pick = self._button(self.tr("Pick on the diagram"), "zoom-scan")
        self.pick.setCheckable(True)
        self.leave_out = self._button(self.tr("Not on the diagram"), "eye-off")
        self.automatic = self._button(self.tr("By id or name"), "link")
        self.undo = self._button(self.tr("Undo"), "arrow-back-up")
        self._step = LineLabel("", self)
        self._why_none = plain_label(self)
        self._why_none.setWordWrap(True)
        self._why_none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._connect()
        self._show_current()

    def _button(self, words: str, icon: str) -> QPushButton:
        button = QPushButton(icons.icon(icon), words, self)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        self._editor = QWidget(self)
        line = FlowLayout(self._editor, theme.GAP)
        for each in (self._step, self.elements, self.pick, self.leave_out, self.automatic, self.undo):
            line.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        frame = QVBoxLayout()
        frame.setContentsMargins(theme.GAP, theme.SMALL_GAP, theme.GAP, theme.SMALL_GAP)
        frame.addWidget(self._editor)
        layout.addLayout(frame)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._why_none, 1)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (STEP, ELEMENT, WHY):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.table.activated.connect(self._activated)
        self.elements.activated.connect(self._choose_from_list)
        self.pick.toggled.connect(self.picking_changed)
        self.leave_out.clicked.connect(lambda: self.say(NOWHERE))
        self.automatic.clicked.connect(lambda: self.say(AUTOMATIC))
        self.undo.clicked.connect(self.take_back)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.take_back)

    # Down

    def show_mapping(self, view: MappingView, *, same: bool) -> None:
        """Show the mapping of a process version. `same`: the version before it; the chosen step and what can be undone
        stay."""
        step = self.step
        if not same:
            self._done.clear()
            self.pick.setChecked(False)
        self._view = view
        self.model.show_mapping(view)
        if [self.elements.itemData(row) for row in range(self.elements.count())] != [c.element for c in view.choices]:
            self.elements.clear()
            for choice in view.choices:
                self.elements.addItem(choice.words, choice.element)
        has_rows = bool(view.rows and view.choices)
        self.table.setVisible(has_rows)
        self._editor.setVisible(has_rows)
        self._why_none.setVisible(not has_rows)
        self._why_none.setText(
            self.tr("No case of this version names a step yet.")
            if view.choices
            else self.tr("There is no process definition to map the steps of the log to.")
        )
        row = self.model.row_of(step) if same else -1
        if has_rows:
            self.table.selectRow(max(row, 0))
        self._show_current()

    @property
    def step(self) -> str:
        """The step that is being mapped, "" for none."""
        row = self.table.currentIndex().row()
        return self.model.mapping_row(row).step if 0 <= row < self.model.rowCount() else ""

    @property
    def is_picking(self) -> bool:
        """Whether a click on the diagram chooses the element of the step."""
        return self.pick.isChecked()

    # Up

    def say(self, element: str) -> None:
        """Say what the chosen step is: an element id, NOWHERE, or AUTOMATIC."""
        step, said = self.step, self._view.said
        if not step or said is None or said.element(step) == element:
            return
        self._done.append((step, element, said.element(step)))
        self._say(*self._done[-1])

    def _say(self, step: str, element: str, before: str) -> None:
        self.show_mapping(with_said(self._view, step, element), same=True)
        self.step_said.emit(step, element, before)

    def pick_element(self, element: str) -> None:
        """Take an element that was clicked on the diagram."""
        if any(choice.element == element for choice in self._view.choices):
            self.say(element)
            self.pick.setChecked(False)

    def take_back(self) -> None:
        """Undo what was said last."""
        if self._done:
            step, said, before = self._done.pop()
            self._say(step, before, said)

    def _choose_from_list(self, row: int) -> None:
        self.say(str(self.elements.itemData(row)))

    def _activated(self, index: QModelIndex) -> None:
        if index.column() in (EVENTS, CASES):
            self.cases_asked.emit(self.model.mapping_row(index.row()).step)
        else:
            self.elements.setFocus()

    def _row_changed(self, index: QModelIndex) -> None:
        self._show_current()
        if index.isValid() and self.isVisible():  # on the diagram only while somebody is mapping
            self.element_shown.emit(self.model.mapping_row(index.row()).element)

    def _show_current(self) -> None:
        row = self.table.currentIndex().row()
        found = self.model.mapping_row(row) if 0 <= row < self.model.rowCount() else None
        self._step.setText("" if found is None else self.tr("{step} is").format(step=_short(found.step)))
        place = self.elements.findData(found.element) if found is not None and found.element else -1
        self.elements.setCurrentIndex(place)
        if place < 0:
            self.elements.setEditText("")
        said = self._view.said.element(found.step) if found is not None and self._view.said is not None else AUTOMATIC
        for each in (self.elements, self.pick, self.leave_out):
            each.setEnabled(found is not None)
        self.leave_out.setEnabled(found is not None and said != NOWHERE)
        self.automatic.setEnabled(said != AUTOMATIC)
        self.undo.setEnabled(bool(self._done))
        self.undo.setToolTip(self.tr("Take back: {step}").format(step=self._done[-1][0]) if self._done else "")


def _short(step: str) -> str:
    return step if len(step) <= _WIDE else step[: _WIDE - 1] + "…"
