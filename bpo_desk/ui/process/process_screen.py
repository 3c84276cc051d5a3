"""The Process screen: all open cases of a process on its diagram, and the paths that cases take. Reads no data.

A click on a step asks for the queue of its cases; the two tables say what the diagram shows in words.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from bpo_desk.process.display_list import DisplayList
from bpo_desk.ui import theme
from bpo_desk.ui.diagram import DiagramColours, DiagramView
from bpo_desk.ui.diagram.trail import DiagramTrail
from bpo_desk.ui.process.heat import HeatBy, percent, process_markers
from bpo_desk.ui.process.path_table_model import CASES, SHARE, PathTableModel
from bpo_desk.ui.process.process_view import ProcessView
from bpo_desk.ui.process.step_table_model import STEP, StepTableModel


class ProcessScreen(QWidget):
    """Shows a prepared process (`show_view`)."""

    step_chosen = Signal(str)  # the filter that lists the open cases at a step
    process_chosen = Signal(str)  # the key of the process to show, "" = all cases together

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: ProcessView | None = None
        self._heat = HeatBy.COUNT
        self._level = 0
        self._make_parts()
        self._lay_out()
        self._connect()
        self.clear()

    # What is shown

    def show_view(self, view: ProcessView) -> None:
        """Show a prepared process; the same process again keeps heat, level, selection and zoom."""
        before = self._view
        same = before is not None and (before.process, before.processes) == (view.process, view.processes)
        at_end = before is None or self._level >= len(before.levels) - 1
        self._view = view
        self._fill_chooser(view)
        self._steps.show_figures(view.figures)
        self._paths.show_paths(view.paths, view.path_cases, view.step_names)
        self._open.setText(self.tr("{n} open cases").format(n=f"{view.open_cases:,}"))
        self._slider.blockSignals(True)
        self._slider.setRange(0, max(len(view.levels) - 1, 0))
        last = len(view.levels) - 1 if view.definition is not None else min(1, len(view.levels) - 1)
        self._level = min(self._level, len(view.levels) - 1) if same and not at_end else max(last, 0)
        self._slider.setValue(self._level)
        self._slider.blockSignals(False)
        self._slider.setVisible(len(view.levels) > 1)
        self._show_level(keep=same)

    def clear(self) -> None:
        """Show no process."""
        self._view = None
        self._diagram.hide()
        self._said.setText(self.tr("No process is shown yet."))
        self._said.show()

    @property
    def view(self) -> ProcessView | None:
        """What is shown."""
        return self._view

    @property
    def diagram(self) -> DiagramView:
        """The drawing itself."""
        return self._diagram

    def choose_heat(self, heat: HeatBy) -> None:
        """Warm the steps by another figure."""
        self._heat = heat
        self._heats[heat].setChecked(True)
        self._show_markers()

    def choose_level(self, level: int) -> None:
        """Show the most common paths up to a stop of the slider (0 = the most common one)."""
        if self._view is not None and self._view.levels:
            self._level = min(max(level, 0), len(self._view.levels) - 1)
            self._slider.setValue(self._level)
            self._show_level(keep=True)

    # Parts

    def _make_parts(self) -> None:
        self._chooser = QComboBox(self)
        self._chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._chooser.setAccessibleName(self.tr("Process"))
        self._open = _plain(self)
        self._heat_group = QButtonGroup(self)
        self._heats: dict[HeatBy, QPushButton] = {}
        words = {
            HeatBy.COUNT: self.tr("Open cases"),
            HeatBy.AGE: self.tr("Time there"),
            HeatBy.OVERDUE: self.tr("Overdue"),
        }
        for heat, word in words.items():
            button = QPushButton(word, self)
            button.setCheckable(True)
            button.setChecked(heat is self._heat)
            button.clicked.connect(lambda _on, heat=heat: self.choose_heat(heat))
            self._heat_group.addButton(button)
            self._heats[heat] = button
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setPageStep(1)
        self._slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self._slider.setTickInterval(1)
        self._slider.setFixedWidth(180)
        self._slider.setAccessibleName(self.tr("From the most common path to all"))
        self._reach = _plain(self)
        self._reach.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._reach.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._diagram = DiagramView(DiagramColours.from_palette(self.palette()), self)
        self._trail = DiagramTrail(self)
        self._said = _plain(self)
        self._said.setWordWrap(True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note = _plain(self)
        self._note.setForegroundRole(self._note.palette().ColorRole.PlaceholderText)
        self._steps, self._paths = StepTableModel(self), PathTableModel(self)
        self._step_table = _table(self._steps, self.tr("Steps with open cases"), self)
        self._path_table = _table(self._paths, self.tr("Paths, the most common first"), self)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        top.setSpacing(theme.GAP)
        top.addWidget(self._chooser)
        top.addWidget(self._open)
        top.addSpacing(2 * theme.GAP)
        warm = _plain(self)
        warm.setText(self.tr("Warm by"))
        top.addWidget(warm)
        for button in self._heats.values():
            top.addWidget(button)
        top.addWidget(self._reach, 1)
        top.addWidget(self._slider)
        picture = QWidget(self)
        inside = QVBoxLayout(picture)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._trail)
        inside.addWidget(self._diagram, 1)
        inside.addWidget(self._said, 1)
        inside.addWidget(self._note)
        self._note.setContentsMargins(theme.GAP, 2, theme.GAP, 2)
        tabs = QTabWidget(self)
        tabs.setDocumentMode(True)
        tabs.addTab(self._step_table, self.tr("Steps"))
        tabs.addTab(self._path_table, self.tr("Paths"))
        self._tabs = tabs
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.addWidget(picture)
        self._split.addWidget(tabs)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([620, 220])
        self._split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self._split, 1)
        self.setFocusProxy(self._diagram)

    def _connect(self) -> None:
        self._diagram.element_chosen.connect(self._choose_element)
        self._diagram.element_opened.connect(self._trail.enter)
        self._trail.drawing_changed.connect(self._show_drawing)
        self._slider.valueChanged.connect(self.choose_level)
        self._chooser.activated.connect(lambda row: self.process_chosen.emit(self._chooser.itemData(row)))
        self._step_table.activated.connect(self._choose_row)
        self._step_table.selectionModel().currentRowChanged.connect(self._row_changed)

    def sizeHint(self) -> QSize:
        return QSize(1200, 800)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._diagram.set_colours(DiagramColours.from_palette(self.palette()))

    # From view to parts

    def _fill_chooser(self, view: ProcessView) -> None:
        keys = ["", *view.processes] if len(view.processes) != 1 else list(view.processes)
        if [self._chooser.itemData(row) for row in range(self._chooser.count())] != keys:
            self._chooser.clear()
            for key in keys:
                self._chooser.addItem(key or self.tr("All cases"), key)
        self._chooser.setCurrentIndex(max(self._chooser.findData(view.process), 0))
        self._chooser.setVisible(len(keys) > 1)

    def _show_level(self, *, keep: bool) -> None:
        view = self._view
        if view is None:
            return
        drawing = view.levels[self._level].drawing if view.levels else None
        self._diagram.setVisible(drawing is not None)
        self._said.setVisible(drawing is None)
        self._said.setText(view.note)
        self._note.setText(view.note if drawing is not None else "")
        self._reach.setText(self._reach_words(view))
        self._reach.setToolTip(self._reach.text())
        if drawing is not None:
            selected = self._diagram.selected
            if not keep:
                self._trail.set_definition(view.definition, drawing)
                self._diagram.set_display_list(drawing)
            elif view.definition is None:
                self._diagram.replace_display_list(drawing)
                self._diagram.select(selected)
        self._show_markers()
        if drawing is not None and not keep:
            self._diagram.fit_readable([each.element for each in view.figures if each.element])

    def _show_drawing(self, drawing: DisplayList) -> None:
        """Another diagram of the same definition, or the inside of a sub-process."""
        self._diagram.set_display_list(drawing)
        self._show_markers()
        self._diagram.fit_readable()

    def _reach_words(self, view: ProcessView) -> str:
        if not view.levels or not view.path_cases:
            return self.tr("No paths are recorded")
        level = view.levels[self._level].level
        words = self.tr("{paths} of {all} paths, {share} of {cases} cases").format(
            paths=f"{level.paths:,}",
            all=f"{view.paths_in_all:,}",
            share=percent(level.cases / view.path_cases),
            cases=f"{view.path_cases:,}",
        )
        if view.definition is not None and level.read < level.paths:
            words += self.tr(" (flows of the first {n})").format(n=f"{level.read:,}")
        return words

    def _show_markers(self) -> None:
        view = self._view
        if view is not None and view.levels and view.levels[self._level].drawing is not None:
            late = self.tr("{n} late")
            self._diagram.set_markers(process_markers(view, view.levels[self._level], self._heat, late))

    # From a person to the whole

    def _choose_element(self, element: str) -> None:
        row = self._steps.row_of(element)
        if row >= 0:
            self._step_table.selectRow(row)
            self.step_chosen.emit(self._steps.figures(row).filter_text)

    def _choose_row(self, index: QModelIndex) -> None:
        self.step_chosen.emit(self._steps.figures(index.row()).filter_text)

    def _row_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self._diagram.select(self._steps.figures(index.row()).element)


def _plain(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _table(model: StepTableModel | PathTableModel, name: str, parent: QWidget) -> QTableView:
    table = QTableView(parent)
    table.setModel(model)
    table.setAccessibleName(name)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    rows, header = table.verticalHeader(), table.horizontalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(theme.row_height(table.fontMetrics()))
    if isinstance(model, StepTableModel):
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(STEP, QHeaderView.ResizeMode.Stretch)
    else:
        header.setStretchLastSection(True)
        header.resizeSection(CASES, 90)
        header.resizeSection(SHARE, 90)
    return table
