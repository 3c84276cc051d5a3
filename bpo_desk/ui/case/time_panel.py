"""The Time tab: parts of the elapsed time with their shares, further figures with their basis, the stretches behind."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from bpo_desk.measures.explained_time import Cause
from bpo_desk.state.case_time import CaseTime
from bpo_desk.ui.case.case_view import CaseView
from bpo_desk.ui.case.fact_rows import FactRow, FactRows
from bpo_desk.ui.case.fact_table import FactTable
from bpo_desk.ui.case.time_words import (
    basis_words,
    cause_words,
    exact,
    exact_parts,
    figures,
    share_words,
    stretch_words,
    why_unknown,
)
from bpo_desk.ui.number_words import number
from bpo_desk.ui.time_words import SECOND, both

translate = QCoreApplication.translate

_MOST_ROWS: Final = 1_000  # of stretches: a list that nobody reads further is not made for every step of the slider


class TimePanel(QWidget):
    """Choosing a part lists its stretches; choosing a stretch tells the event that it begins with."""

    event_chosen = Signal(int)  # event row

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CaseView | None = None
        self._time: CaseTime | None = None
        self._cause: Cause | None = None
        self.figures = FactTable(self.tr("Parts of the elapsed time"), self)
        self.stretches = FactTable(self.tr("Stretches of time"), self)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        for table in (self.figures, self.stretches):
            split.addWidget(table)
        split.setSizes([300, 200])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self.figures.row_chosen.connect(self._choose_row)
        self.stretches.event_chosen.connect(self.event_chosen)
        self.show_time(None, None)

    def show_time(self, view: CaseView | None, time: CaseTime | None) -> None:
        """Show the parts of a case at a moment; None while they are being worked out."""
        self._view, self._time = view, time
        if time is not None and self._cause not in {cause for cause, _ in time.parts}:
            self._cause = None
        self.figures.show_rows(part_rows(view, time))
        self._show_stretches()

    def show_part(self, cause: Cause | None) -> None:
        """List the stretches of one part, None: of all."""
        self._cause = cause
        self._show_stretches()

    def _choose_row(self, row: int) -> None:
        parts = () if self._time is None else self._time.parts
        self.show_part(parts[row][0] if row < len(parts) else None)

    def _show_stretches(self) -> None:
        if self._view is None or self._time is None:
            self.stretches.show_rows(FactRows((), ()))
        else:
            self.stretches.show_rows(stretch_rows(self._view, self._time, self._cause))


def part_rows(view: CaseView | None, time: CaseTime | None) -> FactRows:
    """Parts, their sum, and further figures with their basis."""
    headers = (translate("case", "Put down to"), translate("case", "Time"), translate("case", "Share, basis"))
    if view is None or time is None:
        return FactRows(headers, (), translate("case", "Explaining the time ..."))
    if not time.known:
        return FactRows(headers, (), why_unknown())
    total = time.elapsed // SECOND
    rows = [
        FactRow((cause_words(cause), exact(seconds), share_words(seconds, total)))
        for cause, seconds in exact_parts(time)
    ]
    whole = (translate("case", "Elapsed"), exact(total), basis_words(time))
    rows.append(FactRow(whole, tip=whole[2]))
    rows += [FactRow((label, words, basis), tip=f"{words}\n{basis}", weak=weak)
             for label, words, basis, weak in figures(time)]  # fmt: skip
    return FactRows(headers, tuple(rows))


def stretch_rows(view: CaseView, time: CaseTime, cause: Cause | None) -> FactRows:
    """The stretches of a part, or of all, in order, each with the event that it begins with."""
    label = translate("case", "Who") if cause is not None else translate("case", "Put down to")
    part = translate("case", "all") if cause is None else cause_words(cause)
    headers = (translate("case", "From ({part})").format(part=part), translate("case", "Length"), label)
    occurred = view.file.events.occurred_at
    rows = tuple(
        FactRow(
            (when, length, who),
            event=int(np.searchsorted(occurred, start, side="right")) - 1,
            tip=both(start, view.time.zone),
        )
        for start, when, length, who in stretch_words(view, time, cause, _MOST_ROWS)
    )
    count = len(time.stretches.start) if cause is None else len(time.stretches_of(cause).start)
    if count > _MOST_ROWS:
        more = translate("case", "and {n} more; choose a part").format(n=number(count - _MOST_ROWS))
        rows = (*rows, FactRow((more, "", ""), weak=True))
    return FactRows(headers, rows, translate("case", "Nothing is put down to this part."))
