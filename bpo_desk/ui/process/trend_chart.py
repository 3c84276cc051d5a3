"""The share of cases on the defined path by month as a line. The only plot of the screen; the table beside it says the
same in words. Imports the plot library, so it is itself imported with the first trend."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsGridLayout, QVBoxLayout, QWidget

from bpo_desk.process.conformance import MonthFigures
from bpo_desk.ui import theme


class TrendChart(QWidget):
    """`month_chosen(date)` where a point is clicked."""

    month_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: Sequence[MonthFigures] = ()
        # Put together by hand: the library's ready-made plot brings menus, which are windows of their own.
        self._box = pg.ViewBox(enableMenu=False, enableMouse=False)
        self._left, self._bottom = pg.AxisItem("left"), pg.AxisItem("bottom")
        self._left.setGrid(64)
        for axis in (self._left, self._bottom):
            axis.linkToView(self._box)
        inside = pg.GraphicsWidget()
        grid = QGraphicsGridLayout(inside)
        grid.setSpacing(0)
        grid.addItem(self._left, 0, 0)
        grid.addItem(self._box, 0, 1)
        grid.addItem(self._bottom, 1, 1)
        self._plot = pg.GraphicsView(self)
        self._plot.setCentralItem(inside)
        self._plot.setFrameShape(QFrame.Shape.NoFrame)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setAccessibleName(self.tr("Share of cases on the defined path by month of opening"))
        self._line = pg.PlotDataItem(antialias=True, connect="finite", symbol="o", symbolSize=8)
        self._line.sigPointsClicked.connect(self._clicked)
        self._box.addItem(self._line)
        self._box.setYRange(0, 100, padding=0.06)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self.setMinimumSize(180, 90)
        self._follow_theme()

    def show_months(self, months: Sequence[MonthFigures]) -> None:
        """Show other months, oldest first; one in which no case was judged leaves a gap."""
        self._months = months
        shares = [each.share() for each in months]
        self._line.setData(list(range(len(months))), [float("nan") if each is None else 100 * each for each in shares])
        self._box.setXRange(-0.4, max(len(months) - 0.6, 0.4), padding=0)
        self._name_axes()

    def _name_axes(self) -> None:
        """As many names as there is room for."""
        metrics = self.fontMetrics()
        room = max(self.width() // (metrics.horizontalAdvance("2026-12") + 2 * metrics.averageCharWidth()) - 1, 1)
        every = max(-(-len(self._months) // room), 1)
        names = [(at, f"{each.month:%Y-%m}") for at, each in enumerate(self._months) if at % every == 0]
        self._bottom.setTicks([names])
        # A width of its own: the axis would measure the names that it had before, and hide those that are longer.
        self._left.setWidth(metrics.horizontalAdvance("100 %") + 2 * metrics.averageCharWidth())
        values = (0, 25, 50, 75, 100) if self.height() > 9 * metrics.height() else (0, 50, 100)
        self._left.setTicks([[(value, f"{value} %") for value in values]])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name what there is room for."""
        super().resizeEvent(event)
        self._name_axes()

    def _clicked(self, _line: object, points: Sequence[pg.SpotItem]) -> None:
        if len(points):
            self.month_chosen.emit(self._months[round(points[0].pos().x())].month)

    def _follow_theme(self) -> None:
        palette = self.palette()
        self._plot.setBackground(palette.color(palette.ColorRole.Base))
        ink, weak = theme.look(theme.Status.DONE, palette).colour, theme.muted(palette)
        self._line.setPen(pg.mkPen(ink, width=2))
        self._line.setSymbolBrush(ink)
        self._line.setSymbolPen(None)
        for axis in (self._left, self._bottom):
            axis.setPen(pg.mkPen(weak))
            axis.setTextPen(pg.mkPen(palette.color(palette.ColorRole.Text)))
            axis.setStyle(tickFont=self.font(), hideOverlappingLabels=False)
        self._name_axes()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._follow_theme()
