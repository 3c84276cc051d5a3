"""Right click on a header: the filter begins with its column; menus say why something is not for this role."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu, QStyle, QToolButton

from bpo_desk.models.filter_text import parse
from bpo_desk.models.filters import FIELDS
from bpo_desk.models.shared_view import SharedView
from bpo_desk.ui.queue.cell import COLUMN_INDEX, COLUMNS
from bpo_desk.ui.queue.queue_menus import FIELD_OF_COLUMN
from bpo_desk.ui.queue.queue_state import QueueState
from bpo_desk.ui.queue.saved_views import SavedView, one_to_json
from tests.ui_queue.conftest import desk, open_window, window  # noqa: F401  # fixtures


def menu_of(window, column):  # noqa: F811
    window.queue.choose_columns(None, column)
    menu = window.queue.findChildren(QMenu)[-1]
    return menu, [action.text() for action in menu.actions()]


def test_every_column_can_be_filtered_by(window):  # noqa: F811
    assert {FIELD_OF_COLUMN.get(column.key, column.key) for column in COLUMNS} <= set(FIELDS)


def test_a_header_begins_a_filter_by_its_column(window, qtbot):  # noqa: F811
    window.queue.filter_by("status:open")
    menu, texts = menu_of(window, COLUMN_INDEX["holder"])
    assert texts[0] == "Filter by In whose hands ..."
    window.activateWindow()
    menu.actions()[0].trigger()
    menu.close()
    line = window.queue.filter_line
    assert line.edit.text() == "status:open holder:"
    assert line.edit.hasFocus()
    assert "Ann Okafor" in " ".join(line.completions()), "what may follow is offered at once"
    row = next(at for at, words in enumerate(line.completions()) if "Ann Okafor" in words)
    line.take(row)
    qtbot.waitUntil(lambda: window.queue.question.text == line.text())
    assert parse(line.text()) == parse('status:open holder:"Ann Okafor"')


def test_without_a_header_the_menu_has_the_columns_alone(window):  # noqa: F811
    menu, texts = menu_of(window, -1)
    assert texts[0] == COLUMNS[1].title
    menu.close()


@pytest.mark.parametrize(("role", "may"), [("viewer", False), ("client", False), ("owner", True)])
def test_who_may_not_change_what_the_team_has_is_told_so_in_the_menu(window, desk, qtbot, role, may):  # noqa: F811
    desk.roles = (role,)
    desk.team = [SharedView("Mornings", one_to_json(SavedView(QueueState(text="side:client"))), by="Ann")]
    window.actions_by_name["views"].trigger()
    qtbot.waitUntil(lambda: window.overlays.views.shown is not None)
    menu = window.overlays.views.shown
    actions = {action.text(): action for action in menu.actions()}
    assert actions["Mornings  (by Ann)"].isEnabled(), "to look through it is for everybody"
    share = actions["Share this view with the team as ..."]
    assert share.isEnabled() is may
    assert may or len(share.toolTip()) > 20
    assert ("Take a view away from the team" in actions) is may
    menu.close()


def test_buttons_beside_the_filter_are_as_large_as_the_text(open_window):  # noqa: F811
    window = open_window(percent=200)  # noqa: F811
    buttons = window.queue.filter_line.findChildren(QToolButton)
    assert len([each for each in buttons if each.accessibleName()]) >= 3
    side = window.queue.fontMetrics().height()
    assert all(each.iconSize() == QSize(side, side) for each in buttons if each.accessibleName())


def test_the_number_of_a_case_that_is_over_is_not_cut(window, qtbot):  # noqa: F811
    assert window.queue.rows.facts(0)["status"] == "open", "the columns were fitted to open cases"
    table = window.queue.table
    width, metrics = table.columnWidth(COLUMN_INDEX["number"]), table.fontMetrics()
    window.queue.filter_by("status:closed")
    number = window.queue.rows.cells(0)[COLUMN_INDEX["number"]]
    assert number.icon
    assert table.columnWidth(COLUMN_INDEX["number"]) == width
    assert width >= metrics.horizontalAdvance(number.text) + metrics.height() + 2 * 4


def test_icons_in_lines_are_as_large_as_the_text_whatever_it_was_before(open_window, qtbot):  # noqa: F811
    window = open_window()  # noqa: F811
    line = window.queue.filter_line.edit

    def side() -> int:
        return line.style().pixelMetric(QStyle.PixelMetric.PM_LineEditIconSize, None, line)

    usual = side()
    window._appearance.set_percent(200)
    qtbot.waitUntil(lambda: side() == line.fontMetrics().height() > usual)
    leading = min(line.findChildren(QToolButton), key=lambda each: each.x())
    assert leading.width() >= side(), "the icon has the room that it needs"
    window._appearance.set_percent(100)
    qtbot.waitUntil(lambda: side() == usual)
