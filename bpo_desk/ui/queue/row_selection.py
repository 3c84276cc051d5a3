"""Which cases are selected in the queue's table, and selecting the rows of given ones."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from bpo_desk.ui.queue.cell import COLUMNS
from bpo_desk.ui.queue.queue_table import QueueTable

_KEPT_SELECTION: Final = 5_000  # rows; a larger selection is not carried to other rows


def selected_cases(table: QueueTable) -> list[int]:
    """The keys of the selected cases; none where there are more than can be carried to other rows."""
    spans = table.selected_spans()
    if sum(bottom - top + 1 for top, bottom in spans) > _KEPT_SELECTION:
        return []
    rows = table.queue_model.rows
    return [rows.case(row) for top, bottom in spans for row in range(top, bottom + 1)]


def select_rows(table: QueueTable, places: list[int], current: list[int]) -> None:
    """Select exactly these rows; the first of `current`, if any, becomes the current one and comes into sight."""
    model, chosen = table.queue_model, table.selectionModel()
    selection = QItemSelection()
    for place in places:
        selection.select(model.index(place, 0), model.index(place, len(COLUMNS) - 1))
    chosen.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    if current:
        chosen.setCurrentIndex(model.index(current[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        table.scrollTo(model.index(current[0], 0))
