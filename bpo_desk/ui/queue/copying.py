"""Selected rows of the queue as tab-separated text and as an HTML table, exactly the columns that are shown."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import islice
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from bpo_desk.models.spreadsheet_text import harmless
from bpo_desk.ui.number_words import counted
from bpo_desk.ui.queue.cell import COLUMNS
from bpo_desk.ui.queue.queue_rows import QueueRows
from bpo_desk.ui.queue.queue_table import QueueTable
from bpo_desk.ui.time_words import utc
from bpo_desk.ui.widgets.leaving import Leaving, leave

translate = QCoreApplication.translate
MOST_ROWS: Final = 20_000
_NUMBER: Final = next(place for place, column in enumerate(COLUMNS) if column.key == "number")
_IN_LINE: Final = ("step", "holder", "since", "waiting", "due")


class Copied(NamedTuple):
    """What goes to the clipboard, what to say about it, and the numbers of the cases that are in it."""

    text: str
    html: str
    said: str
    numbers: tuple[str, ...]

    def data(self) -> QMimeData:
        """Both forms as the clipboard takes them; for the UI thread."""
        data = QMimeData()
        data.setText(self.text)
        data.setHtml(self.html)
        return data

    def put(self, screen: QWidget, tell: Callable[[str], object]) -> None:
        """Let the rows go to the clipboard, noted first where the screen stands in a desk's window; then `tell`."""

        def act() -> None:
            QGuiApplication.clipboard().setMimeData(self.data())
            tell(self.said)

        leave(screen, Leaving("rows", act, numbers=self.numbers, content=self.text))


def copying_of(table: QueueTable) -> tuple[int, Callable[[], Copied]] | None:
    """How many rows are copied, and what makes their texts with a header line, which may be done in any thread; None
    where nothing is selected. Says so when it takes only MOST_ROWS."""
    spans = table.selected_spans()
    wanted = sum(bottom - top + 1 for top, bottom in spans)
    if not wanted:
        return None
    header = table.horizontalHeader()
    columns = [header.logicalIndex(place) for place in range(len(COLUMNS))]
    columns = [column for column in columns if not table.isColumnHidden(column)]
    taken = min(wanted, MOST_ROWS)
    rows = islice((row for top, bottom in spans for row in range(top, bottom + 1)), taken)
    cells_of = table.queue_model.rows.several(list(rows))
    if taken < wanted:
        said = translate("queue", "Copied the first {0} of {1} rows").format(taken, wanted)
    else:
        said = translate("queue", "Copied {rows}").format(
            rows=counted(taken, translate("queue", "row"), translate("queue", "rows"))
        )

    def make() -> Copied:
        lines = [[COLUMNS[column].title for column in columns]]
        # A tab or a line break of a text would shift the cells after it.
        numbers = []
        for cells in cells_of():
            lines.append([harmless(" ".join(cells[column].text.split())) for column in columns])
            numbers.append(cells[_NUMBER].text)
        return Copied("\n".join("\t".join(line) for line in lines) + "\n", _table(lines), said, tuple(numbers))

    return taken, make


def row_line(rows: QueueRows, row: int) -> str:
    """A row in one line: "INC0042: Card replaced; current step: Verify; in whose hands: Ann; ...; data as of ..."."""
    cells = {column.key: cell.text for column, cell in zip(COLUMNS, rows.cells(row), strict=True)}
    titles = {column.key: column.inside for column in COLUMNS}
    said = [f"{titles[key]}: {cells[key]}" for key in _IN_LINE if cells[key]]
    known = rows.queue.data_as_of
    when = utc(known) if known is not None else translate("queue", "unknown")
    as_of = translate("queue", "data as of {when}").format(when=when)
    parts = [part for part in (cells["title"], *said, as_of) if part]
    return " ".join(f"{cells['number']}: {'; '.join(parts)}".split())


def _table(lines: list[list[str]]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in line) + "</tr>" for line in lines)
    return f"<table>{body}</table>"
