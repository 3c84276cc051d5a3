"""The line above the timeline of many cases: of what, which period, and how much is in it. No data."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QWidget,
)

from bpo_desk.ui import theme
from bpo_desk.ui.number_words import counted
from bpo_desk.ui.retention_words import left_words
from bpo_desk.ui.team.period import Period, PeriodKind
from bpo_desk.ui.team.team_view import TeamView
from bpo_desk.ui.time_words import local
from bpo_desk.ui.widgets.icon_button import IconPushButton, icon_button


class _Elided(QLabel):
    """One line of plain text that ends in dots where there is no room; the whole text is its tool tip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, words: str) -> None:
        """Show another text."""
        self._whole = words
        self.setAccessibleName(words)
        self.setToolTip(f"<qt>{escape(words)}</qt>")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))


class PeriodBar(QWidget):
    """`period_wanted(Period)`, `kind_wanted(PeriodKind)`, `cases_wanted()` for the queue of the cases that are
    counted, `squeeze_wanted(bool)` for all lanes in view, `back_wanted()`."""

    period_wanted = Signal(object)
    kind_wanted = Signal(object)
    cases_wanted = Signal()
    squeeze_wanted = Signal(bool)
    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._period: Period | None = None
        self._scope = _Elided(self)
        self._kind = QComboBox(self)
        self._kind.setAccessibleName(self.tr("Length of the period"))
        for kind, words in (
            (PeriodKind.DAY, self.tr("Day")),
            (PeriodKind.WEEK, self.tr("Week")),
            (PeriodKind.MONTH, self.tr("Month")),
        ):
            self._kind.addItem(words, kind)
        self._when = QLabel(self)
        self._when.setTextFormat(Qt.TextFormat.PlainText)
        self._when.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._figures = IconPushButton("list-details", "", self)
        self._figures.setFlat(True)
        self._figures.setToolTip(self.tr("Show these cases in the queue"))
        back = icon_button("arrow-left", self.tr("Back to the queue (Esc)"), self)
        earlier = icon_button("chevron-left", self.tr("The period before (Ctrl+PgUp)"), self)
        later = icon_button("chevron-right", self.tr("The period after (Ctrl+PgDown)"), self)
        self._squeeze = icon_button("users", self.tr("All lanes in view"), self)
        self._squeeze.setCheckable(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GAP, theme.SMALL_GAP, theme.GAP, theme.SMALL_GAP)
        layout.setSpacing(theme.GAP)
        layout.addWidget(back)
        layout.addWidget(self._scope, 1)
        for part in (self._figures, self._kind, earlier, self._when, later, self._squeeze):
            layout.addWidget(part)
        back.clicked.connect(self.back_wanted)
        earlier.clicked.connect(lambda: self.go(-1))
        later.clicked.connect(lambda: self.go(1))
        self._squeeze.toggled.connect(self.squeeze_wanted)
        self._figures.clicked.connect(self.cases_wanted)
        self._kind.activated.connect(lambda _row: self.kind_wanted.emit(PeriodKind(self._kind.currentData())))

    def offer_keys(self, screen: QWidget) -> None:
        """Let the keys of the periods work wherever the focus is on a screen."""
        for keys, by in (("Ctrl+PgUp", -1), ("Ctrl+PgDown", 1)):
            shortcut = QShortcut(QKeySequence(keys), screen)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self.go(by))

    def show_view(self, view: TeamView) -> None:
        """Say what is shown."""
        self._period = view.period
        words = counted(len(view.scope), self.tr("case"), self.tr("cases"))
        of = view.scope.words or self.tr("all of the queue")
        if view.scope.as_of is not None:
            of += " · " + self.tr("as of {when}").format(when=local(view.scope.as_of, view.time.zone))
        left = left_words(view.scope.queue.retained)
        self._scope.say(" · ".join(each for each in (words, of, left) if each))
        self._kind.setCurrentIndex(self._kind.findData(view.period.kind))
        self._when.setText(view.period.words())
        events = counted(view.events, self.tr("event"), self.tr("events"))
        cases = counted(len(view.cases), self.tr("case"), self.tr("cases"))
        said = self.tr("{events} of {cases}").format(events=events, cases=cases)
        self._figures.setText(said)
        self._figures.setAccessibleName(self.tr("{figures} in {period}").format(figures=said, period=self._when.text()))
        self._figures.setEnabled(len(view.cases) > 0)

    def words(self) -> str:
        """Everything that it says, as one text."""
        return f"{self._scope.accessibleName()}: {self._figures.text()}, {self._when.text()}"

    def go(self, by: int) -> None:
        """Want the period before (-1) or after (1)."""
        if self._period is not None:
            self.period_wanted.emit(self._period.next if by > 0 else self._period.previous)
