"""The diagram's place in the case screen: the drawing with its note, or words that say why there is none."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from bpo_desk.process.markers import Marker
from bpo_desk.ui import theme
from bpo_desk.ui.case.case_diagram import CaseDiagram
from bpo_desk.ui.case.elided_label import ElidedLabel
from bpo_desk.ui.diagram import DiagramView
from bpo_desk.ui.diagram.trailed import TrailedDiagram

_SAID_FOR = 8000  # milliseconds


class DiagramPane(QWidget):
    """Diagram above, what it is beneath."""

    element_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._diagram = TrailedDiagram(self)
        self._diagram.element_chosen.connect(self.element_chosen)
        self._diagram.told.connect(self._say)
        self._why_none = QLabel(self)
        self._why_none.setTextFormat(Qt.TextFormat.PlainText)
        self._why_none.setWordWrap(True)
        self._why_none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._why_none.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        self._note = ElidedLabel(self, stretches=True)
        self._note.set_role(QPalette.ColorRole.PlaceholderText)
        self._note.setContentsMargins(theme.GAP, 0, theme.GAP, 0)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._diagram)
        self._pages.addWidget(self._why_none)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._pages, 1)
        layout.addWidget(self._note)
        self.setFocusProxy(self._diagram)
        self._words = ""
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(_SAID_FOR)
        self._said.timeout.connect(lambda: self._note.set_text(self._words))
        self._is_new = False

    def show_diagram(self, shown: CaseDiagram) -> None:
        """Show the diagram of another case, fitted."""
        if shown.drawing is not None:
            self._diagram.show_definition(shown.definition, shown.drawing)
            self._is_new = True
        self._show_words(shown)

    def refresh_diagram(self, shown: CaseDiagram) -> None:
        """Show a changed form of the same diagram; place and zoom stay."""
        if shown.drawing is not None:
            self._diagram.refresh_definition(shown.definition, shown.drawing)
        self._show_words(shown)

    def _show_words(self, shown: CaseDiagram) -> None:
        drawn = shown.drawing is not None
        self._pages.setCurrentWidget(self._diagram if drawn else self._why_none)
        self._why_none.setText("" if drawn else shown.note)
        unmapped = (
            self.tr("{n} steps of the case are not drawn").format(n=len(shown.unmapped)) if shown.unmapped else ""
        )
        self._words = " - ".join(part for part in (shown.note, unmapped) if part) if drawn else ""
        self._said.stop()
        self._note.set_text(self._words)

    def _say(self, words: str) -> None:
        """Words in place of the note, for a while."""
        self._note.set_text(words)
        self._said.start()

    def show_markers(self, markers: Mapping[str, Marker]) -> None:
        """Show the state of the case at a moment."""
        self._diagram.set_markers(markers)
        if self._is_new:
            self._is_new = False
            self._diagram.fit_readable(_where_it_stands(markers))

    def select(self, element: str) -> None:
        """Select an element ("" = none). Does not signal."""
        self._diagram.select(element)

    @property
    def diagram(self) -> DiagramView:
        """The drawing itself."""
        return self._diagram.view


def _where_it_stands(markers: Mapping[str, Marker]) -> list[str]:
    """The elements at which work is open, else the one that was visited last."""
    here = [element for element, marker in markers.items() if marker.tokens]
    visited = [element for element, marker in markers.items() if marker.path]
    return here or sorted(visited, key=lambda element: max(markers[element].path))[-1:]
