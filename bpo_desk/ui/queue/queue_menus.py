"""The menus of the queue's table: of a cell (open, only this value, all but it) and of the columns to choose."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from bpo_desk.ui import icons
from bpo_desk.ui.queue.cell import COLUMNS
from bpo_desk.ui.queue.queue_cells import Facts
from bpo_desk.ui.queue.queue_table import QueueTable


def cell_menu(
    parent: QWidget, facts: Facts, column: int, open_case: Callable[[], object], add_filter: Callable[[str], object]
) -> QMenu:
    """Right click: open the case; only the cases with this value, or all but them; what can be done with the chosen."""
    from bpo_desk.ui.queue.value_filter import filter_words, same_value

    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addAction(icons.icon("folder"), parent.tr("Open"), open_case)
    wanted = same_value(facts, COLUMNS[column].key)
    if wanted is not None:
        menu.addSeparator()
        only, but = filter_words(wanted), filter_words(wanted, without=True)
        menu.addAction(icons.icon("filter"), parent.tr("Only") + f"  {only}", lambda: add_filter(only))
        menu.addAction(icons.icon("filter-off"), parent.tr("Not") + f"  {only}", lambda: add_filter(but))
    menu.addSeparator()
    menu.addActions(parent.actions())
    return menu


def columns_menu(parent: QWidget, table: QueueTable, changed: Callable[[], object]) -> QMenu:
    """All columns to be shown or hidden; the case number always stays. `changed` is called after each."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for index, column in enumerate(COLUMNS):
        if column.key == "number":
            continue
        action = menu.addAction(column.title)
        action.setCheckable(True)
        action.setChecked(not table.isColumnHidden(index))
        action.toggled.connect(lambda on, i=index: table.setColumnHidden(i, not on))
        action.toggled.connect(lambda _on: changed())
    return menu
