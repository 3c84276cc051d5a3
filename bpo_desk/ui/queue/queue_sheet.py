"""The queue as a sheet for outsiders: the rows and columns that are shown, in their order, and what they are of.

Titles and cells are in the language of the desk, as they are shown; the lines above them in English, as in a report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from bpo_desk.ui.queue.cell import COLUMN_INDEX, COLUMNS
from bpo_desk.ui.queue.queue_rows import QueueRows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bpo_desk.reports.table_files import Sheet
    from bpo_desk.ui.queue.queue_table import QueueTable

translate = QCoreApplication.translate
MOST_ROWS: Final = 5_000
"""Selected rows that are remembered, for a report of several cases."""
_AT_ONCE: Final = 500


class ShownQueue(NamedTuple):
    """What the queue shows: its rows, the visible columns left to right, the question in words, and which rows are
    selected (at most MOST_ROWS)."""

    rows: QueueRows
    columns: tuple[int, ...]
    filter: str
    sorted_by: str
    selected: tuple[int, ...]

    def selected_numbers(self, most: int) -> list[str]:
        """The case numbers of the first selected rows."""
        return [self.rows.cells(row)[COLUMN_INDEX["number"]].text for row in self.selected[:most]]


def shown_in(table: QueueTable, rows: QueueRows, words: Sequence[str], sort: Sequence[tuple[str, bool]]) -> ShownQueue:
    """What a table shows. `words`: filter and chips as they are on; `sort`: (column key, descending)."""
    header = table.horizontalHeader()
    places = [header.logicalIndex(place) for place in range(len(COLUMNS))]
    spans = table.selected_spans()
    selected = [row for top, bottom in spans for row in range(top, min(bottom, top + MOST_ROWS) + 1)][:MOST_ROWS]
    titles = {key: COLUMNS[COLUMN_INDEX[key]].title for key, _down in sort}
    down_words = translate("queue", "{column}, descending")
    order = [down_words.format(column=titles[key]) if down else titles[key] for key, down in sort]
    return ShownQueue(
        rows,
        tuple(place for place in places if not table.isColumnHidden(place)),
        "; ".join(word for word in words if word),
        "; ".join(order),
        tuple(selected),
    )


def queue_sheet(
    shown: ShownQueue,
    about: Sequence[tuple[str, str]],
    most: int | None = None,
    told: Callable[[int], object] = lambda _done: None,
) -> tuple[Sheet, Iterator[str]]:
    """The sheet with the rows that are shown (at most so many) and the numbers of its cases. `about`: what stands above
    every table (as of, data as of, ...); `told` hears how many rows are made. For any thread: the rows are no others'
    than the sheet's, and made as they are read."""
    from bpo_desk.reports.table_files import Sheet

    queue, places = shown.rows.queue, shown.rows.rows[:most]
    all_rows, taken = len(shown.rows), len(places)
    cut = f"the first {taken:,} of {all_rows:,} cases" if taken < all_rows else "none: all cases that were shown"
    lines = (
        *about,
        ("Filter", shown.filter or "none"),
        ("Sorted by", shown.sorted_by),
        ("Cases shown, of all in the engagement", f"{all_rows:,} of {len(queue):,}"),
        ("Cut off", cut),
    )
    titles = tuple(COLUMNS[column].title for column in shown.columns)
    numbers = queue.numbers.each(places)
    return Sheet("Work queue", lines, titles, _texts(shown, places, told)), numbers


def _texts(shown: ShownQueue, places: NDArray[np.signedinteger], told: Callable[[int], object]) -> Iterator[list[str]]:
    for first in range(0, len(places), _AT_ONCE):
        for made in shown.rows.cells_at(places[first : first + _AT_ONCE]):
            yield [made[column].text for column in shown.columns]
        told(min(first + _AT_ONCE, len(places)))
