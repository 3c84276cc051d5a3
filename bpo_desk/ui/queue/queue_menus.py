"""The menus of the queue's table: of a cell (open, only this value, all but it) and of the columns to choose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QWidget

from bpo_desk.ui import icons
from bpo_desk.ui.queue.cell import COLUMNS
from bpo_desk.ui.queue.queue_cells import Facts
from bpo_desk.ui.queue.queue_table import QueueTable

translate = QCoreApplication.translate


def cell_menu(
    parent: QWidget, facts: Facts, column: int, open_case: Callable[[], object], add_filter: Callable[[str], object]
) -> QMenu:
    """Right click: open the case; only the cases with this value, or all but them; what can be done with the chosen."""
    from bpo_desk.ui.queue.value_filter import filter_words, same_value

    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(icons.icon("folder"), translate("queue", "Open"), open_case)
    wanted = same_value(facts, COLUMNS[column].key)
    if wanted is not None:
        menu.addSeparator()
        only, but = filter_words(wanted), filter_words(wanted, without=True)
        menu.addAction(icons.icon("filter"), translate("queue", "Only") + f"  {only}", lambda: add_filter(only))
        menu.addAction(icons.icon("filter-off"), translate("queue", "Not") + f"  {only}", lambda: add_filter(but))
    menu.addSeparator()
    menu.addActions(parent.actions())
    return menu


FIELD_OF_COLUMN: Final = {"activity": "last"}
"""The filter's word for a column where it is not the column's key."""


def columns_menu(
    parent: QWidget,
    table: QueueTable,
    changed: Callable[[], object],
    filter_of: Callable[[str], object],
    column: int = -1,
) -> QMenu:
    """What can be done with a column (-1: none): filter by it; and all columns to be shown or hidden, of which the case
    number always stays. `changed` is called after each, `filter_of` with the beginning of a filter."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if column >= 0:
        key, title = COLUMNS[column].key, COLUMNS[column].title
        words = translate("queue", "Filter by {column} ...").format(column=title)
        menu.addAction(icons.icon("filter"), words, lambda: filter_of(FIELD_OF_COLUMN.get(key, key) + ":"))
        menu.addSeparator()
    for index, each in enumerate(COLUMNS):
        if each.key == "number":
            continue
        action = menu.addAction(each.title)
        action.setCheckable(True)
        action.setChecked(not table.isColumnHidden(index))
        action.toggled.connect(lambda on, i=index: table.setColumnHidden(i, not on))
        action.toggled.connect(lambda _on: changed())
    return menu
