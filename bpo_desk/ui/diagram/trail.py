"""Which of a definition's diagrams is shown: a switcher for files with several, and the way into sub-processes.

The way always begins with the whole process; a long one leaves out its middle.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from bpo_desk.models.process import ProcessDefinition
from bpo_desk.process.display_list import DisplayList, display_list
from bpo_desk.process.drill import can_open, opened
from bpo_desk.ui.diagram.names import node_names

_SHOWN = 4


class DiagramTrail(QWidget):
    """Hidden while there is neither a second diagram nor a sub-process that was entered."""

    drawing_changed = Signal(object)  # DisplayList

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Way into the process"))
        self._definition: ProcessDefinition | None = None
        self._root: DisplayList | None = None
        self._number = 0
        self._way: list[str] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 2, 6, 2)
        self._row.setSpacing(2)
        self._diagrams = QComboBox(self)
        self._diagrams.setAccessibleName(self.tr("Diagram of the file"))
        self._diagrams.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._diagrams.activated.connect(self.choose_diagram)
        self._row.addWidget(self._diagrams)
        self._row.addStretch(1)
        self._crumbs: list[QWidget] = []
        self.hide()

    def set_definition(self, definition: ProcessDefinition | None, root: DisplayList | None) -> None:
        """Begin at the whole of another definition, drawn as `root` (its first diagram, with what was added to it)."""
        self._definition, self._root = definition, root
        self._number, self._way = 0, []
        self._diagrams.clear()
        for number, diagram in enumerate(definition.diagrams if definition is not None else ()):
            self._diagrams.addItem(diagram.name or self.tr("Diagram {n}").format(n=number + 1))
        self._show()

    def replace_definition(self, definition: ProcessDefinition | None, root: DisplayList | None) -> bool:
        """Take a changed form of the same definition and stay where we are; False, and nothing is taken, where that
        place is no more."""
        count = len(definition.diagrams) if definition is not None else 0
        if self._way and (definition is None or not all(can_open(definition, each) for each in self._way)):
            return False
        if self._number >= max(count, 1):
            return False
        self._definition, self._root = definition, root
        return True

    @property
    def way(self) -> tuple[str, ...]:
        """The sub-processes entered, outermost first."""
        return tuple(self._way)

    def enter(self, element_id: str) -> bool:
        """Show the inside of a sub-process; False where there is nothing inside."""
        if self._definition is None or not can_open(self._definition, element_id) or element_id in self._way:
            return False
        self._way.append(element_id)
        self._changed()
        return True

    def leave(self, depth: int = -1) -> None:
        """Go back to a depth (0 = the whole process; -1 = one level up)."""
        kept = self._way[:depth] if depth >= 0 else self._way[:-1]
        if kept != self._way:
            self._way = kept
            self._changed()

    def choose_diagram(self, number: int) -> None:
        """Show another diagram of the file, from its top."""
        if self._definition is not None and 0 <= number < len(self._definition.diagrams):
            self._number, self._way = number, []
            self._changed()

    def go_where(self, other: DiagramTrail) -> None:
        """Show what another way through the same definition shows."""
        if (self._number, self._way) != (other._number, other._way):
            self._number, self._way = other._number, list(other._way)
            self._changed()

    def drawing(self) -> DisplayList | None:
        """What is to be shown now."""
        if self._definition is None:
            return self._root
        if self._way:
            return opened(self._definition, self._way[-1])
        return self._root if self._number == 0 else display_list(self._definition, self._number)

    def _changed(self) -> None:
        self._show()
        self.drawing_changed.emit(self.drawing())

    def _show(self) -> None:
        for crumb in self._crumbs:
            self._row.removeWidget(crumb)
            crumb.deleteLater()
        self._crumbs = []
        if self._definition is not None and self._way:
            names = node_names(self._definition)
            places = [(0, self._definition.name or self.tr("Process"))]
            places += [(depth, names.get(element, element)) for depth, element in enumerate(self._way, start=1)]
            if len(places) > _SHOWN:
                places = [places[0], (-2, "…"), *places[-(_SHOWN - 2) :]]
            for number, (depth, name) in enumerate(places):
                if number:
                    self._add(QLabel("›", self))
                self._add(self._button(depth, name))
        self._diagrams.setVisible(self._diagrams.count() > 1)
        self._diagrams.setCurrentIndex(self._number)
        self.setVisible(self._diagrams.count() > 1 or bool(self._way))

    def _button(self, depth: int, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setText(name.replace("&", "&&"))
        button.setEnabled(0 <= depth < len(self._way))
        button.clicked.connect(lambda: self.leave(depth))
        return button

    def _add(self, widget: QWidget) -> None:
        self._row.insertWidget(self._row.count() - 1, widget)
        self._crumbs.append(widget)
        widget.show()
