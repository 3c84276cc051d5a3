"""Selected rows of the queue as tab-separated text and as an HTML table, exactly the columns that are shown."""

from __future__ import annotations

from html import escape
from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from bpo_desk.ui.number_words import counted
from bpo_desk.ui.queue.cell import COLUMNS
from bpo_desk.ui.queue.queue_table import QueueTable

MOST_ROWS: Final = 20_000


class Copied(NamedTuple):
    """What goes to the clipboard, and what to say about it."""

    data: QMimeData
    said: str


def to_clipboard(table: QueueTable) -> str:
    """Put the selected rows on the clipboard; what to say about it, "" where nothing is selected."""
    copied = selected(table)
    if copied is None:
        return ""
    QGuiApplication.clipboard().setMimeData(copied.data)
    return copied.said


def selected(table: QueueTable) -> Copied | None:
    """The selected rows with a header line; None where nothing is selected. Says so when it takes only MOST_ROWS."""
    spans = table.selected_spans()
    wanted = sum(bottom - top + 1 for top, bottom in spans)
    if not wanted:
        return None
    header = table.horizontalHeader()
    columns = [header.logicalIndex(place) for place in range(len(COLUMNS))]
    columns = [column for column in columns if not table.isColumnHidden(column)]
    rows = table.queue_model.rows
    lines = [[COLUMNS[column].title for column in columns]]
    for row in [row for top, bottom in spans for row in range(top, bottom + 1)][:MOST_ROWS]:
        cells = rows.cells(row)
        lines.append([cells[column].text for column in columns])
    data = QMimeData()
    data.setText("\n".join("\t".join(line) for line in lines) + "\n")
    data.setHtml(_table(lines))
    taken = len(lines) - 1
    if taken < wanted:
        return Copied(data, table.tr("Copied the first {0} of {1} rows").format(taken, wanted))
    return Copied(data, table.tr("Copied {rows}").format(rows=counted(taken, table.tr("row"), table.tr("rows"))))


def _table(lines: list[list[str]]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in line) + "</tr>" for line in lines)
    return f"<table>{body}</table>"
