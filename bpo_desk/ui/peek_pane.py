"""A case at a glance beside the queue: holder, status, since, due, where it is in its process, its last events.

Shows what it is given; which case that is is `peek_place`'s.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from bpo_desk.ui import theme
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.fact_label import FactLabel
from bpo_desk.ui.case.header_facts import header_facts
from bpo_desk.ui.diagram import DiagramColours, DiagramView
from bpo_desk.ui.widgets.icon_button import icon_button

LAST_EVENTS: Final = 5
_DIAGRAM_LINES: Final = 13  # lines of text that the drawing is high
_WIDTH: Final = 52  # digits


class PeekPane(QWidget):
    """`closed()` when its button is pressed."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._title, self._note, self._events = (QLabel(self) for _each in range(4))
        for label in (self._number, self._title, self._note, self._events):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        bold = self._number.font()
        bold.setBold(True)
        self._number.setFont(bold)
        self._events.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._events.setAccessibleName(self.tr("Last events"))
        close = icon_button("x", self.tr("Close (Space or Esc)"), self)
        close.setAccessibleName(self.tr("Close the peek"))
        close.clicked.connect(self.closed)
        self._facts = tuple(FactLabel(self) for _each in range(5))
        self._diagram = DiagramView(DiagramColours.from_palette(self.palette()), self)
        self._diagram.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top = QHBoxLayout()
        top.addWidget(self._number, 1)
        top.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GAP, 0, 0, 0)
        layout.setSpacing(theme.SMALL_GAP)
        layout.addLayout(top)
        layout.addWidget(self._title)
        for fact in self._facts:
            layout.addWidget(fact)
        layout.addWidget(self._diagram)
        layout.addWidget(self._note)
        layout.addWidget(self._events, 1)
        self._follow_font()

    def changeEvent(self, event: QEvent) -> None:
        """Colours and size of the drawing follow the window's."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._diagram.set_colours(DiagramColours.from_palette(self.palette()))
        elif event.type() == QEvent.Type.FontChange:
            self._follow_font()

    def _follow_font(self) -> None:
        line = self.fontMetrics().height()
        self._diagram.setFixedHeight(_DIAGRAM_LINES * line)

    def usual_width(self) -> int:
        """Pixels that the pane asks for when it is first shown."""
        return _WIDTH * self.fontMetrics().horizontalAdvance("0")

    def show_view(self, view: CaseView) -> None:
        """Show a case that has been prepared."""
        facts = header_facts(view, view.live)
        self._number.setText(facts.number)
        self._title.setText(facts.title)
        for label, fact in zip(
            self._facts, (facts.status, facts.holder, facts.step, facts.due, facts.waiting), strict=True
        ):
            label.show_fact(fact)
        drawing = view.diagram.drawing
        self._diagram.setVisible(drawing is not None)
        if drawing is not None:
            self._diagram.set_display_list(drawing)
            self._diagram.set_markers(view.live.markers)
            self._diagram.fit()
        self._note.setText(facts.blind)
        self._note.setVisible(bool(facts.blind))
        self._events.setText(last_events(view))

    def say(self, words: str) -> None:
        """Say why there is nothing to see."""
        self._number.setText(words)
        self._title.setText("")
        self._events.setText("")
        for widget in (*self._facts, self._diagram, self._note):
            widget.hide()

    def words(self) -> str:
        """All texts as one, for tests and screen readers."""
        shown = [self._number.text(), self._title.text(), *(fact.fact.text for fact in self._facts)]
        return "\n".join([*shown, self._events.text()])


def last_events(view: CaseView) -> str:
    """The last events, the latest first, two lines each: when and who; what, where and what changed."""
    words, count = view.words, len(view.file.events)
    said = []
    for row in reversed(range(max(count - LAST_EVENTS, 0), count)):
        who = words.who(row)
        what = " \N{MIDDLE DOT} ".join(part for part in (words.what(row), words.step(row), words.change(row)) if part)
        said.append(f"{words.when(row)}{f'  {who}' if who else ''}\n    {' '.join(what.split())[:200]}")
    return "\n".join(said)
