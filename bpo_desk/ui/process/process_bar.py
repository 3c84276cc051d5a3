"""The line above the process: which process in which version, what warms the steps, how many of the paths. No data."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from bpo_desk.ui import icons, theme
from bpo_desk.ui.number_words import number
from bpo_desk.ui.process.heat import HeatBy, percent
from bpo_desk.ui.process.process_view import ProcessView
from bpo_desk.ui.process.scope import ALL_VERSIONS, chosen_version
from bpo_desk.ui.process.tables import LineLabel, plain_label
from bpo_desk.ui.widgets.flow_layout import FlowLayout


class ProcessBar(QWidget):
    """`process_chosen(key)`, `version_chosen(version)`, `heat_chosen(HeatBy)`, `level_chosen(stop of the slider)`,
    `open_cases_asked` for the queue of all open cases of the process, `stop_asked` to follow no more paths."""

    process_chosen = Signal(str)
    version_chosen = Signal(str)
    heat_chosen = Signal(object)
    level_chosen = Signal(int)
    open_cases_asked = Signal()
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._process = _chooser(self.tr("Process"), self)
        self._version = _chooser(self.tr("Version of the process"), self)
        self._open = QPushButton(icons.icon("list-details"), "", self)
        self._open.setFlat(True)
        self._open.setToolTip(self.tr("Show these cases in the queue"))
        self.heats: dict[HeatBy, QPushButton] = {}
        self._make_heats()
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setPageStep(1)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setTickInterval(1)
        self.slider.setMinimumWidth(160)
        self.slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.slider.setAccessibleName(self.tr("From the most common path to all"))
        self._ends = [plain_label(self), plain_label(self)]
        self._ends[0].setText(self.tr("Most common path"))
        self._ends[1].setText(self.tr("all"))
        self.reach = plain_label(self)
        self.reach.setForegroundRole(self.reach.palette().ColorRole.PlaceholderText)
        self.stop = QPushButton(self.tr("Stop"), self)
        self.stop.setAccessibleName(self.tr("Follow no more paths"))
        self.stop.setAutoDefault(False)
        self.stop.hide()
        self._lay_out()
        self.stop.clicked.connect(self.stop_asked)
        self.slider.valueChanged.connect(self.level_chosen)
        self._process.activated.connect(lambda row: self.process_chosen.emit(self._process.itemData(row)))
        self._version.activated.connect(lambda row: self.version_chosen.emit(self._version.itemData(row)))
        self._open.clicked.connect(self.open_cases_asked)

    def _make_heats(self) -> None:
        group = QButtonGroup(self)
        words = {
            HeatBy.COUNT: self.tr("Cases"),
            HeatBy.AGE: self.tr("Time there"),
            HeatBy.OVERDUE: self.tr("Overdue"),
        }
        for heat, word in words.items():
            button = QPushButton(word, self)
            button.setCheckable(True)
            button.setAccessibleName(self.tr("Colour the steps by: {figure}").format(figure=word))
            button.clicked.connect(lambda _on, heat=heat: self.heat_chosen.emit(heat))
            group.addButton(button)
            self.heats[heat] = button

    def _lay_out(self) -> None:
        top = FlowLayout(gap=theme.GAP)
        warm = LineLabel(self.tr("Colour by"), self)
        for each in (self._process, self._version, self._open, warm, *self.heats.values()):
            top.addWidget(each)
        paths = QHBoxLayout()
        paths.setSpacing(theme.GAP)
        paths.addWidget(self._ends[0])
        paths.addWidget(self.slider, 1)
        paths.addWidget(self._ends[1])
        paths.addSpacing(theme.GAP)
        paths.addWidget(self.reach, 2)
        paths.addWidget(self.stop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.GAP, theme.SMALL_GAP, theme.GAP, theme.SMALL_GAP)
        whole.setSpacing(theme.SMALL_GAP)
        whole.addLayout(top)
        whole.addLayout(paths)

    def show_view(self, view: ProcessView, level: int, heat: HeatBy) -> None:
        """Show what there is to choose in a process, and what is chosen."""
        keys = ["", *view.processes] if len(view.processes) != 1 else list(view.processes)
        names = dict(zip(view.processes, view.process_names, strict=False))
        _fill(self._process, [(names.get(key, key) or self.tr("All cases"), key) for key in keys], view.scope.process)
        versions = [
            (
                self.tr("version {version} ({cases} cases, {open} open)").format(
                    version=each.version or self.tr("unnamed"), cases=number(each.cases), open=number(each.open_cases)
                ),
                each.version,
            )
            for each in reversed(view.versions)
        ]
        if len(view.versions) > 1:
            words = self.tr("all versions ({cases} cases, {open} open)").format(
                cases=number(sum(each.cases for each in view.versions)),
                open=number(sum(each.open_cases for each in view.versions)),
            )
            versions.append((words, ALL_VERSIONS))
        _fill(self._version, versions, chosen_version(view.scope, len(view.versions)) or "")
        self._open.setText(self.tr("{n} open cases").format(n=number(view.open_cases)))
        self.slider.blockSignals(True)
        self.slider.setRange(0, max(len(view.levels) - 1, 0))
        self.slider.setValue(level)
        self.slider.blockSignals(False)
        for each in (self.slider, *self._ends):
            each.setVisible(len(view.levels) > 1)
        self.show_level(view, level)
        self.show_heat(heat)

    def show_heat(self, heat: HeatBy) -> None:
        """Say which figure warms the steps: pressed, and with a tick."""
        for each, button in self.heats.items():
            button.setChecked(each is heat)
            button.setIcon(icons.icon("check") if each is heat else QIcon())

    def show_going(self, view: ProcessView, level: int, going: bool) -> None:
        """Say whether more paths are being followed."""
        self.stop.setVisible(going)
        self.show_level(view, level)

    def show_level(self, view: ProcessView, level: int) -> None:
        """Say how many of the paths are shown."""
        self.reach.setText(self._reach_words(view, level))

    def _reach_words(self, view: ProcessView, level: int) -> str:
        if not view.levels or not view.path_cases:
            return self.tr("No paths are recorded")
        shown = view.levels[level].level
        words = self.tr("{paths} of {all} paths, {share} of {cases} cases").format(
            paths=number(shown.paths),
            all=number(view.paths_in_all),
            share=percent(shown.cases / view.path_cases),
            cases=number(view.path_cases),
        )
        if view.definition is not None and shown.read < shown.paths:
            going = self.tr(" (flows of the first {n}, reading on)")
            over = self.tr(" (flows of the first {n})")
            words += (over if self.stop.isHidden() else going).format(n=number(shown.read))
        hidden = view.levels[level].hidden
        return f"{words} · {hidden}" if hidden else words


def _chooser(name: str, parent: QWidget) -> QComboBox:
    chooser = QComboBox(parent)
    chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    chooser.setAccessibleName(name)
    return chooser


def _fill(chooser: QComboBox, choices: list[tuple[str, str]], chosen: str) -> None:
    """Offer choices (words, data), one of them chosen; nothing to choose, nothing shown."""
    now = [(chooser.itemText(row), chooser.itemData(row)) for row in range(chooser.count())]
    if now != choices:
        chooser.clear()
        for words, data in choices:
            chooser.addItem(words, data)
    chooser.setCurrentIndex(max(chooser.findData(chosen), 0))
    chooser.setVisible(len(choices) > 1)
