"""The steps of a connection test: a sign, a name, what was found, and what to do where it is not well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from bpo_desk.models.connection_step import Mark, Step, StepName
from bpo_desk.ui import icons, theme

_LOOKING: Final = "looking"
_NOT_YET: Final = "not yet"
_SIGNS: Final[dict[str, tuple[str, theme.Status, str]]] = {
    Mark.OK: ("circle-check", theme.Status.DONE, "well"),
    Mark.WARNED: ("alert-triangle", theme.Status.AT_RISK, "look at this"),
    Mark.FAILED: ("circle-x", theme.Status.FAILED, "failed"),
    Mark.SKIPPED: ("circle-dashed", theme.Status.UNKNOWN, "not looked at"),
    _LOOKING: ("hourglass", theme.Status.WAITING, "looking"),
    _NOT_YET: ("circle-dashed", theme.Status.UNKNOWN, "not yet"),
}
_NAMES: Final = {
    StepName.ADDRESS: "Address",
    StepName.NAME: "Name",
    StepName.PORT: "Port",
    StepName.TLS: "Encryption",
    StepName.CERTIFICATE: "Certificate",
    StepName.LOGIN: "Login",
    StepName.CHANNEL: "Password bound",
    StepName.FILE: "File",
    StepName.SCHEMA: "Tables",
    StepName.ACCESS: "Engagements",
    StepName.CLOCK: "Clock",
    StepName.SPEED: "Round trip",
}


class _Row(NamedTuple):
    sign: QLabel
    name: QLabel
    words: QLabel


class StepList(QScrollArea):
    """Rows are made by `begin`, filled by `show_step`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(self.tr("Steps of the test"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows: dict[StepName, _Row] = {}
        self._steps: dict[StepName, Step] = {}
        self._looking_at: StepName | None = None
        self.begin(())

    def begin(self, names: Sequence[StepName], running: bool = False) -> None:
        """Show these steps as not yet looked at, the first one as being looked at where the test runs."""
        page = QWidget(self)
        page.setBackgroundRole(self.backgroundRole())
        grid = QGridLayout(page)
        grid.setVerticalSpacing(theme.SMALL_GAP)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setColumnStretch(2, 1)
        self._rows, self._steps = {}, {}
        for row, name in enumerate(names):
            made = _Row(*(QLabel(page) for _cell in range(3)))
            for column, cell in enumerate(made):
                cell.setTextFormat(Qt.TextFormat.PlainText)
                grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
            made.words.setWordWrap(True)
            made.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(made.words, row, 2)
            made.name.setText(self.tr(_NAMES[name]))
            self._rows[name] = made
        grid.setRowStretch(len(names), 1)
        self.setWidget(page)
        self._looking_at = names[0] if names and running else None
        self._paint_signs()

    def show_step(self, step: Step) -> None:
        """What was found; the next one is being looked at then."""
        row = self._rows.get(step.name)
        if row is None:
            return
        self._steps[step.name] = step
        row.words.setText(f"{step.words}\n{step.next_step}" if step.next_step else step.words)
        left = [name for name in self._rows if name not in self._steps]
        self._looking_at = left[0] if left else None
        self._paint_signs()
        if step.mark is Mark.FAILED:
            self.ensureWidgetVisible(row.words)

    def end(self) -> None:
        """Nothing is being looked at any more."""
        self._looking_at = None
        self._paint_signs()

    def words(self) -> str:
        """All that is said, a line a step."""
        return "\n".join(
            f"{row.name.text()} [{row.sign.accessibleName()}] {row.words.text()}" for row in self._rows.values()
        )

    def changeEvent(self, event: QEvent) -> None:
        """Signs follow palette and font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(self, "_rows"):
            self._paint_signs()

    def _paint_signs(self) -> None:
        side, ratio = self.fontMetrics().height(), self.devicePixelRatioF()
        for name, row in self._rows.items():
            step = self._steps.get(name)
            icon, status, word = _SIGNS[step.mark if step else _LOOKING if name == self._looking_at else _NOT_YET]
            colour = theme.look(status, self.palette()).colour
            row.sign.setFixedSize(side, side)
            row.sign.setPixmap(icons.pixmap(icon, colour, side, ratio))
            row.sign.setAccessibleName(self.tr(word))
            row.sign.setToolTip(self.tr(word))
