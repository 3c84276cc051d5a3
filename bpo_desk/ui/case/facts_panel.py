"""The tabs beside the diagram: facts, fields, ad-hoc tasks, exits, feedback of a case at a moment."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from bpo_desk.ui.case import fact_rows
from bpo_desk.ui.case.case_moment import CaseMoment
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.fact_table import FactTable

_LISTS = (fact_rows.facts, fact_rows.fields, fact_rows.tasks, fact_rows.exits, fact_rows.feedback)


class FactsPanel(QTabWidget):
    """One tab a list, its size in the tab's name; an empty one says why it is empty."""

    event_chosen = Signal(int)  # event row

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        self.setAccessibleName(self.tr("Facts of the case"))
        self._names = (self.tr("Facts"), self.tr("Fields"), self.tr("Tasks"), self.tr("Exits"), self.tr("Feedback"))
        self._tables = []
        for name in self._names:
            table = FactTable(name, self)
            table.event_chosen.connect(self.event_chosen)
            self._tables.append(table)
            self.addTab(table, name)

    def show_moment(self, view: CaseView, moment: CaseMoment) -> None:
        """Show what was true at a moment."""
        for i, (make, table) in enumerate(zip(_LISTS, self._tables, strict=True)):
            rows = make(view, moment)
            table.show_rows(rows)
            count = len(rows.rows)
            self.setTabText(i, f"{self._names[i]} {count}" if i and count else self._names[i])
