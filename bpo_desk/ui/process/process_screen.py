"""The Process screen: all open cases of a process on its diagram, and the paths that cases take. Reads no data.

A click on a step asks for the queue of its cases; the tables beneath say what the diagram shows in words.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHeaderView, QSplitter, QTabWidget, QVBoxLayout, QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.diagram import DiagramView
from bpo_desk.ui.process.compare_panel import ComparePanel
from bpo_desk.ui.process.compare_view import CompareView
from bpo_desk.ui.process.conformance_panel import ConformancePanel
from bpo_desk.ui.process.conformance_view import ConformanceView
from bpo_desk.ui.process.flow_words import flow_words
from bpo_desk.ui.process.heat import HeatBy, heat_words, process_markers
from bpo_desk.ui.process.mapping_panel import MappingPanel
from bpo_desk.ui.process.path_table_model import CASES, SHARE, TIME, PathTableModel
from bpo_desk.ui.process.picture_pair import PicturePair
from bpo_desk.ui.process.process_bar import ProcessBar
from bpo_desk.ui.process.process_view import ProcessView
from bpo_desk.ui.process.step_table_model import CASES as OPEN_CASES
from bpo_desk.ui.process.step_table_model import STEP, StepTableModel
from bpo_desk.ui.process.tables import plain_label, plain_table
from bpo_desk.ui.process_memory import ProcessMemory

_ROWS_SEEN: Final = 10  # of the tables, lines above them included, at any size of text


class ProcessScreen(QWidget):
    """Shows a prepared process (`show_view`)."""

    step_chosen = Signal(str)  # the filter that lists the cases of a figure
    cases_chosen = Signal(str, object)  # what the cases of a figure are, in words, and their keys (int array)
    process_chosen = Signal(str)  # the key of the process to show, "" = all cases together
    version_chosen = Signal(str)
    step_said = Signal(str, str, str)  # step of the log, element that it is, what was said before
    step_cases_asked = Signal(str)  # the cases that name a step of the log; answered by `cases_chosen`
    conformance_asked = Signal()  # answered by `show_conformance`
    comparison_asked = Signal(object)  # two periods, None: the usual ones; answered by `show_comparison`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: ProcessView | None = None
        self._heat = HeatBy.COUNT
        self._level = 0
        self.bar = ProcessBar(self)
        self.pictures = PicturePair(self)
        self._diagram = self.pictures.first
        self._said = plain_label(self)
        self._said.setWordWrap(True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note = plain_label(self)
        self._note.setForegroundRole(self._note.palette().ColorRole.PlaceholderText)
        self._note.setWordWrap(True)
        self.mapping = MappingPanel(self)
        self.compare = ComparePanel(self)
        self.conformance = ConformancePanel(self)
        self._stale: set[QWidget] = set()  # tabs whose figures are those of an older view
        self._make_tables()
        self._lay_out()
        self._connect()
        self.clear()

    # What is shown

    def show_view(self, view: ProcessView) -> None:
        """Show a prepared process; the same version again keeps heat, level, selection, zoom and place."""
        before = self._view
        same = before is not None and (before.scope, before.processes) == (view.scope, view.processes)
        at_end = before is None or self._level >= len(before.levels) - 1
        self._view = view
        self.path_table.refill(lambda: self._paths.show(view))
        last = len(view.levels) - 1 if view.definition is not None else min(1, len(view.levels) - 1)
        self._level = min(self._level, len(view.levels) - 1) if same and not at_end else max(last, 0)
        self.bar.stop.hide()
        self.bar.show_view(view, self._level, self._heat)
        self.mapping.show_mapping(view.mapping, same=same)
        unmapped = view.mapping.unmapped
        mapping = self.tr("Mapping ({n} unmapped)").format(n=unmapped) if unmapped else self.tr("Mapping")
        self.tabs.setTabText(self.tabs.indexOf(self.mapping), mapping)
        self._stale = {self.compare, self.conformance}
        if not same:
            self.compare.show_busy()
            self.conformance.show_busy()
        self._show_level(keep=same)
        self._ask_for_tab()

    def show_followed(self, view: ProcessView, *, going: bool) -> bool:
        """Show the view that is shown, with as many paths as were followed by now; `going`: more are to be. Whether
        somebody looks at it."""
        seen = self.isVisible()
        self._view = view
        self.bar.show_going(view, self._level, going and seen)
        self._show_level(keep=True)
        return seen

    def show_conformance(self, view: ConformanceView, *, more: bool = False) -> bool:
        """Show how the cases keep to the process, unless another one is shown by now. Whether there is `more` to be
        read and somebody looks at it; else it is asked for when somebody does."""
        if self._view is None or view.log.scope != self._view.scope:
            return False
        seen = self.isVisible() and self.tabs.currentWidget() is self.conformance
        self._stale.discard(self.conformance)
        if more and not seen:
            self._stale.add(self.conformance)
        self.conformance.show_conformance(view, going=more and seen)
        return more and seen

    def show_comparison(self, view: CompareView) -> None:
        """Show two periods, unless another process is shown by now."""
        if self._view is not None and view.log.scope == self._view.scope:
            self._stale.discard(self.compare)
            self.compare.show_comparison(view)
            self._show_markers()

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
        return self._diagram.view

    @property
    def heat(self) -> HeatBy:
        """What warms the steps."""
        return self._heat

    @property
    def level(self) -> int:
        """The stop of the slider."""
        return self._level

    def choose_heat(self, heat: HeatBy) -> None:
        """Warm the steps by another figure."""
        self._heat = heat
        self.bar.show_heat(heat)
        self._show_markers()

    def choose_level(self, level: int) -> None:
        """Show the most common paths up to a stop of the slider (0 = the most common one)."""
        if self._view is not None and self._view.levels:
            self._level = min(max(level, 0), len(self._view.levels) - 1)
            self.bar.slider.setValue(self._level)
            self.bar.show_level(self._view, self._level)
            self._show_level(keep=True)

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front: steps, paths, compare, conformance or mapping."""
        self.tabs.setCurrentWidget(self._tabs()[name])

    def _tabs(self) -> dict[str, QWidget]:
        return {
            "steps": self.step_table, "paths": self.path_table, "compare": self.compare,
            "conformance": self.conformance, "mapping": self.mapping,
        }  # fmt: skip

    def memory(self) -> ProcessMemory:
        """Tab, heat and heights as they are now."""
        tab = next(name for name, widget in self._tabs().items() if widget is self.tabs.currentWidget())
        return ProcessMemory(tab=tab, heat=self._heat.value, heights=tuple(self._split.sizes()))

    def restore(self, before: ProcessMemory) -> None:
        """Come back to a tab, a heat and heights; what this program does not know is passed over."""
        if before.tab in self._tabs():
            self.show_tab(before.tab)
        if before.heat in set(HeatBy):
            self.choose_heat(HeatBy(before.heat))
        if len(before.heights) == self._split.count():
            self._split.setSizes(list(before.heights))

    # Parts

    def _make_tables(self) -> None:
        self._steps, self._paths = StepTableModel(self), PathTableModel(self)
        self.step_table = plain_table(self._steps, self.tr("Steps with their cases"), self)
        header = self.step_table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(STEP, QHeaderView.ResizeMode.Stretch)
        self.path_table = plain_table(self._paths, self.tr("Paths, the most common first"), self)
        header = self.path_table.horizontalHeader()
        header.setStretchLastSection(True)
        for column in (CASES, SHARE, TIME):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def _lay_out(self) -> None:
        picture = QWidget(self)
        inside = QVBoxLayout(picture)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.pictures, 1)
        inside.addWidget(self._said, 1)
        inside.addWidget(self._note)
        self._note.setContentsMargins(theme.GAP, 2, theme.GAP, 2)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.step_table, self.tr("Steps"))
        self.tabs.addTab(self.path_table, self.tr("Paths"))
        self.tabs.addTab(self.compare, self.tr("Compare"))
        self.tabs.addTab(self.conformance, self.tr("Conformance"))
        self.tabs.addTab(self.mapping, self.tr("Mapping"))
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.addWidget(picture)
        self._split.addWidget(self.tabs)
        self._split.setStretchFactor(0, 1)
        self._split.setSizes([560, max(260, _ROWS_SEEN * theme.row_height(self.fontMetrics()))])
        self._split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self._split, 1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The diagram gets the focus. No focus proxy: Tab would jump from in front of the screen right to that."""
        self._diagram.setFocus(event.reason())

    def _connect(self) -> None:
        self._diagram.element_chosen.connect(self._choose_element)
        self.pictures.second_chosen.connect(lambda element: self._choose_compared(1, element))
        self._diagram.told.connect(self._note.setText)
        self.bar.level_chosen.connect(self.choose_level)
        self.bar.heat_chosen.connect(self.choose_heat)
        self.bar.process_chosen.connect(self.process_chosen)
        self.bar.version_chosen.connect(self.version_chosen)
        self.bar.open_cases_asked.connect(self._show_open_cases)
        self.step_table.activated.connect(self._choose_row)
        self.step_table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.path_table.activated.connect(self._choose_path)
        self.mapping.step_said.connect(self.step_said)
        self.mapping.cases_asked.connect(self.step_cases_asked)
        self.mapping.element_shown.connect(self._diagram.select)
        self.mapping.picking_changed.connect(lambda _on: self._show_words())
        self.tabs.currentChanged.connect(self._tab_changed)
        self.compare.cases_chosen.connect(self.cases_chosen)
        self.compare.periods_chosen.connect(self.comparison_asked)
        self.conformance.cases_chosen.connect(self.cases_chosen)
        self.conformance.filter_chosen.connect(self.step_chosen)

    def sizeHint(self) -> QSize:
        return QSize(1200, 800)

    # From view to parts

    def _tab_changed(self) -> None:
        self.mapping.pick.setChecked(False)
        self._ask_for_tab()
        self._show_markers()

    def _ask_for_tab(self) -> None:
        """What costs more than a glance is read when somebody looks at it; what was read before stays until then."""
        tab = self.tabs.currentWidget()
        if self._view is None or tab not in self._stale:
            return
        if tab is self.conformance:
            self.conformance_asked.emit()
        elif tab is self.compare:
            self.comparison_asked.emit(self.compare.periods)

    def _show_level(self, *, keep: bool) -> None:
        view = self._view
        if view is None:
            return
        self.step_table.refill(lambda: self._steps.show_figures(view, self._level))
        drawing = view.levels[self._level].drawing if view.levels else None
        self.pictures.setVisible(drawing is not None)
        self._diagram.setVisible(drawing is not None)
        self._said.setVisible(drawing is None)
        self._said.setText(view.note)
        if drawing is not None:
            if keep:
                selected = self.diagram.selected
                self._diagram.refresh_definition(view.definition, drawing)
                self._diagram.select(selected)
            else:
                self._diagram.show_definition(view.definition, drawing)
        self._show_markers()
        if drawing is not None and not keep:
            self._begin_readable()

    def _show_markers(self) -> None:
        view, compared = self._view, self._compared()
        self.bar.heats[HeatBy.OVERDUE].setEnabled(compared is None)  # who is late is known of today only
        if compared is None and self.pictures.show_one():
            self._begin_readable()
        if view is not None and view.levels and view.levels[self._level].drawing is not None:
            if compared is not None:
                self._show_both(view, compared)
            else:
                late = self.tr("{n} late")
                self._diagram.set_markers(process_markers(view, view.levels[self._level], self._heat, late))
        self._show_words()

    def _compared(self) -> CompareView | None:
        """The comparison that the diagrams show; None while something else is looked at."""
        if self.tabs.currentWidget() is not self.compare or self.compare.view is None:
            return None
        return self.compare.view

    def _show_both(self, view: ProcessView, compared: CompareView) -> None:
        """The first period on the diagram, the second on one beside it."""
        drawing = view.levels[self._level].drawing
        if drawing is None:
            return
        came = self.pictures.show_both(view.definition, drawing)
        for side, picture in enumerate(self.pictures.shown()):
            picture.set_markers(compared.markers(side, self._heat, drawing))
        if came:
            self._begin_readable()

    def _begin_readable(self) -> None:
        """Show the part of the process where open cases stand."""
        if self._view is not None:
            self.pictures.fit_readable([each.element for each in self._view.figures if each.element])

    def _choose_compared(self, side: int, element: str) -> None:
        """Open the cases of a period that reached a step."""
        compared = self._compared()
        figure = compared.element_cases(side, element) if compared is not None else None
        if figure is not None and figure.keys is not None:
            self.cases_chosen.emit(figure.words, figure.keys())

    def _show_words(self) -> None:
        """The line under the drawing: what it is, and what its colours mean; or what a click does now."""
        view = self._view
        if view is None or not view.levels:
            self._note.setText("")
        elif self.mapping.is_picking:
            words = self.tr("Click the element of the diagram that “{step}” stands for; the button again ends this.")
            self._note.setText(words.format(step=self.mapping.step))
        elif (compared := self._compared()) is not None:
            words = self.tr("Left: {a}. Right: {b}. Equal colours are equal figures.")
            self._note.setText(words.format(a=compared.cases(0).text, b=compared.cases(1).text))
        else:
            self._note.setText(" · ".join(part for part in (view.note, heat_words(view.figures, self._heat)) if part))

    # From a person to the whole

    def _choose_element(self, element: str) -> None:
        if self.mapping.is_picking:
            self.mapping.pick_element(element)
            return
        if self._compared() is not None:
            self._choose_compared(0, element)
            return
        row = self._steps.row_of(element)
        folded = next((each for each in self._view.folded if each.element == element), None) if self._view else None
        if folded is not None:
            self.step_chosen.emit(folded.filter_text)
        elif row < 0:
            self._choose_flow(element)
        else:
            self.step_table.selectRow(row)
            self._choose_row(self._steps.index(row, OPEN_CASES))

    def _choose_flow(self, flow: str) -> None:
        """Open the cases that took a flow, of those whose paths are shown."""
        view = self._view
        keys = view.cases_of_flow(self._level, flow) if view is not None and view.levels else ()
        if view is not None and len(keys):
            words = self.tr("{process}: {flow}").format(process=self._name(), flow=flow_words(view, self._level, flow))
            self.cases_chosen.emit(words, keys)

    def _choose_row(self, index: QModelIndex) -> None:
        view, each = self._view, self._steps.figures(index.row())
        if view is None or not self._steps.opens_reached(index):
            self.step_chosen.emit(self._steps.filter_of(index))
        else:
            words = self.tr("{process}: cases that reached {step}").format(process=self._name(), step=each.name)
            self.cases_chosen.emit(words, view.cases_of_step(self._level, each.codes))

    def _row_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self._diagram.select(self._steps.figures(index.row()).element)

    def _choose_path(self, index: QModelIndex) -> None:
        if self._view is not None:
            words = self.tr("Path {n} of {process}").format(n=index.row() + 1, process=self._name())
            self.cases_chosen.emit(words, self._view.cases_of_path(index.row()))

    def _show_open_cases(self) -> None:
        if self._view is not None:
            self.step_chosen.emit(self._view.open_filter)

    def _name(self) -> str:
        view = self._view
        return (view.scope.process if view is not None else "") or self.tr("all cases")
