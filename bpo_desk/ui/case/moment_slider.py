"""The as-of slider: which step of the case's log the screen shows. Tells the wanted step, changes nothing by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.case.case_moment import CaseMoment
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.compare_rows import visit_words
from bpo_desk.ui.case.elided_label import ElidedLabel
from bpo_desk.ui.widgets.icon_button import icon_button


class MomentSlider(QWidget):
    """ "step 7 of 31", the slider, the instant, and the way back to live."""

    step_wanted = Signal(int)  # how many events have happened

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back = self._button("player-track-prev", self.tr("One step back  ["))
        self._on = self._button("player-track-next", self.tr("One step on  ]"))
        self._live = QToolButton(self)
        self._live.setText(self.tr("Live"))
        self._live.setToolTip(self.tr("Show the case as it is now"))
        self._live.setCheckable(True)
        self._step = QLabel(self)
        self._step.setTextFormat(Qt.TextFormat.PlainText)
        self._when = QLabel(self)
        self._when.setTextFormat(Qt.TextFormat.PlainText)
        self._visit = ElidedLabel(self, least=12)
        self._visit.set_role(QPalette.ColorRole.PlaceholderText)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setAccessibleName(self.tr("As of"))
        self._slider.setTracking(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GAP, 2, theme.GAP, 2)
        layout.setSpacing(theme.SMALL_GAP)
        for widget in (self._back, self._step, self._on):
            layout.addWidget(widget)
        layout.addSpacing(theme.GAP)
        layout.addWidget(self._visit)
        layout.addSpacing(theme.GAP)
        layout.addWidget(self._slider, 1)
        layout.addSpacing(theme.GAP)
        layout.addWidget(self._when)
        layout.addWidget(self._live)
        self._shown = (0, 0)
        self._back.clicked.connect(lambda: self.move_by(-1))
        self._on.clicked.connect(lambda: self.move_by(1))
        self._live.clicked.connect(lambda: self.step_wanted.emit(self._shown[1]))
        self._slider.valueChanged.connect(self._slid)

    def _button(self, name: str, tip: str) -> QToolButton:
        button = icon_button(name, tip, self)
        button.setAutoRepeat(True)
        return button

    def show_moment(self, view: CaseView, moment: CaseMoment) -> None:
        """Stand at a moment. Does not signal."""
        self._shown = (moment.step, moment.steps)
        self._slider.blockSignals(True)
        self._slider.setRange(0, moment.steps)
        self._slider.setPageStep(max(moment.steps // 10, 1))
        self._slider.setValue(moment.step)
        self._slider.blockSignals(False)
        self._step.setText(self.tr("step {k} of {n}").format(k=moment.step, n=moment.steps))
        self._visit.set_text(visit_words(view, moment))
        if moment.live:
            self._when.setText(self.tr("as it is now"))
        elif moment.step == 0:
            self._when.setText(self.tr("before the first event"))
        else:
            self._when.setText(view.time.zoned(moment.at))
        said = (self._step.text(), self._visit.text, self._when.text())
        self._slider.setAccessibleDescription(", ".join(part for part in said if part))
        self._live.setChecked(moment.live)
        self._back.setEnabled(moment.step > 0)
        self._on.setEnabled(moment.step < moment.steps)
        self._keep_widths(moment.steps)

    def move_by(self, steps: int) -> None:
        """Ask for a moment so many steps away, within the case."""
        wanted = min(max(self._shown[0] + steps, 0), self._shown[1])
        if wanted != self._shown[0]:
            self.step_wanted.emit(wanted)

    def _slid(self, value: int) -> None:
        if value != self._shown[0]:
            self.step_wanted.emit(value)

    def _keep_widths(self, steps: int) -> None:
        """Room for the widest texts, so that the slider does not move under the pointer."""
        metrics = self.fontMetrics()
        self._visit.setMaximumWidth(metrics.averageCharWidth() * 36)  # the slider needs its room
        self._step.setMinimumWidth(metrics.horizontalAdvance(self.tr("step {k} of {n}").format(k=steps, n=steps)) + 4)
        self._when.setMinimumWidth(metrics.horizontalAdvance("00 Mmm 0000 00:00:00 CEST") + 4)
        self._when.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_widths(self._shown[1])
