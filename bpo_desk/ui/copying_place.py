"""Copying for others: a link to the case in front, the chosen ones or the filtered queue; rows in one line each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtGui import QGuiApplication

from bpo_desk.ui.navigation import Navigation
from bpo_desk.ui.number_words import counted
from bpo_desk.ui.queue.queue_screen import QueueScreen

if TYPE_CHECKING:
    from bpo_desk.models.desk_link import DeskLink
    from bpo_desk.ui.queue.queue_rows import QueueRows

translate = QCoreApplication.translate
_MOST_ROWS: Final = 1_000
"""Links and lines are for people: nobody reads more."""


def copying_actions(queue: QueueScreen, places: Navigation) -> dict[str, Callable[[], object]]:
    """What the actions do, by name."""
    return {"copy_link": lambda: copy_link(queue, places), "copy_lines": lambda: copy_lines(queue)}


def copy_link(queue: QueueScreen, places: Navigation) -> None:
    """The link to the case in front, else to the chosen cases, else to the queue by its filter. It holds no data."""
    from html import escape  # with the first link, not before the first paint

    from bpo_desk.models.desk_link import DeskLink, link_text

    rows = _rows(queue)
    if rows is None:
        return
    code = rows.queue.engagement.code
    links: list[DeskLink] = []
    if places.at_case and places.case_shown is not None:
        place = rows.queue.cases.row_of(places.case_shown)
        links = [] if place is None else [DeskLink(code, case=rows.queue.numbers.text(place))]
    else:
        links = [DeskLink(code, case=rows.queue.numbers.text(int(rows.rows[row]))) for row in _chosen(queue)]
        where = queue.filter_as_text()
        if not links and where is None:
            queue.status_changed.emit(translate("copy", "A list of cases or the past has no link: choose rows."))
            return
        links = links or [DeskLink(code, where=where or "")]
    data, texts = QMimeData(), [link_text(each) for each in links]
    data.setText("\n".join(texts))
    named = [f'<a href="{escape(text)}">{escape(each.case or text)}</a>'
             for each, text in zip(links, texts, strict=True)]  # fmt: skip
    data.setHtml("<br>".join(named))
    QGuiApplication.clipboard().setMimeData(data)
    words = translate("copy", "Copied {links}")
    queue.status_changed.emit(
        words.format(links=counted(len(links), translate("copy", "link"), translate("copy", "links")))
    )


def copy_lines(queue: QueueScreen) -> None:
    """Each chosen row in one line of plain text, as one would write it into a chat."""
    from bpo_desk.ui.queue.copying import row_line
    from bpo_desk.ui.widgets.leaving import Leaving, leave

    rows, chosen = _rows(queue), _chosen(queue)
    if rows is None or not chosen:
        queue.status_changed.emit(translate("copy", "No case is chosen: select rows of the queue."))
        return
    text = "\n".join(row_line(rows, row) for row in chosen)
    said = translate("copy", "Copied {lines}").format(
        lines=counted(len(chosen), translate("copy", "line"), translate("copy", "lines"))
    )

    def act() -> None:
        QGuiApplication.clipboard().setText(text)
        queue.status_changed.emit(said)

    numbers = tuple(rows.queue.numbers.text(int(rows.rows[row])) for row in chosen)
    leave(queue, Leaving("lines", act, numbers=numbers, content=text))


def _rows(queue: QueueScreen) -> QueueRows | None:
    from bpo_desk.ui.queue.queue_rows import QueueRows

    rows = queue.table.queue_model.rows
    return rows if isinstance(rows, QueueRows) else None


def _chosen(queue: QueueScreen) -> list[int]:
    """The first of the selected rows."""
    found: list[int] = []
    for top, bottom in queue.table.selected_spans():
        found += range(top, min(bottom + 1, top + _MOST_ROWS - len(found)))
        if len(found) >= _MOST_ROWS:
            break
    return found
