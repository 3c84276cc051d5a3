"""The window: keyboard paths between queue and case, history, first page, memory, failures."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from bpo_desk.ui.actions import DECLARED
from bpo_desk.ui.commands import CommandPalette
from bpo_desk.ui.widgets.chip import Chip
from tests.ui_queue.synthetic import NOW, synthetic

MINUTE = 60_000_000


def _open_third(window, qtbot):
    window.queue.table.selectRow(2)
    case = window.queue.table.queue_model.rows.case(2)
    qtbot.keyClick(window.queue.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.places.at_case)
    return case


def _press(window, qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window.focusWidget() or window, key, modifier)


def test_enter_opens_a_case_and_escape_comes_back_to_the_same_row(window, qtbot):
    case = _open_third(window, qtbot)
    assert window.places.case_shown == case
    _press(window, qtbot, Qt.Key.Key_Escape)
    assert window.screens.currentWidget() is window.queue
    assert window.queue.table.currentIndex().row() == 2


def test_filters_and_sort_survive_opening_a_case_and_coming_back(window, qtbot):
    window.queue.sort_by("age")
    window.queue.chips.choose({"overdue"})
    window.queue.ask()
    before = window.queue.state()
    _open_third(window, qtbot)
    _press(window, qtbot, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    after = window.queue.state()
    assert (after.text, after.chips, after.sort) == (before.text, before.chips, before.sort)


def test_back_and_forward_go_through_the_places(window, qtbot):
    case = _open_third(window, qtbot)
    window.actions_by_name["back"].trigger()
    assert not window.places.at_case
    window.actions_by_name["forward"].trigger()
    qtbot.waitUntil(lambda: window.places.at_case)
    assert window.places.case_shown == case
    assert not window.actions_by_name["forward"].isEnabled()


def test_next_walks_from_case_to_case_without_the_queue(window, qtbot):
    _open_third(window, qtbot)
    following = window.queue.table.queue_model.rows.case(3)
    window.actions_by_name["next"].trigger()
    qtbot.waitUntil(lambda: window.places.case_shown == following)
    assert window.places.at_case


def test_the_jump_box_opens_a_case_by_its_number(window, qtbot):
    _press(window, qtbot, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.top.jump.hasFocus()
    qtbot.keyClicks(window.top.jump, "inc0000042")
    qtbot.keyClick(window.top.jump, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.places.case_shown == 42)


def test_a_pasted_list_of_numbers_becomes_a_list_and_names_the_missing_ones(window, qtbot):
    QGuiApplication.clipboard().setText("INC0000007\nINC0000009,\nINC9999999\n")
    window.top.jump.setFocus()
    qtbot.keyClick(window.top.jump, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    rows = window.queue.table.queue_model.rows
    assert sorted(rows.case(row) for row in range(len(rows))) == [7, 9]
    assert "INC9999999" in window.notice.words()
    window.notice.hide()
    _press(window, qtbot, Qt.Key.Key_Escape)
    window.queue.setFocus()
    _press(window, qtbot, Qt.Key.Key_Escape)
    assert len(window.queue.table.queue_model.rows) == 300


def test_every_action_stands_once_in_a_menu_and_in_the_palette(window):
    in_menus = [action for menu in window.menuBar().actions() for action in menu.menu().actions()]
    for each in DECLARED:
        assert in_menus.count(window.actions_by_name[each.name]) == 1
    palette = window.overlays.show_commands()
    enabled = {action.text().replace("&", "") for action in window.actions_by_name.all() if action.isEnabled()}
    assert set(palette.shown_commands()) == enabled


def test_no_two_actions_have_the_same_key():
    keys = [key for each in DECLARED for key in each.keys]
    assert len(keys) == len(set(keys))


def test_the_palette_runs_what_is_typed(window, qtbot):
    _press(window, qtbot, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    palette = window.findChild(CommandPalette)
    assert palette.isVisible()
    qtbot.keyClicks(palette.edit, "larger")
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert window._appearance.percent == 110
    assert not palette.isVisible()


def test_larger_text_makes_higher_rows(window, qtbot):
    before = window.queue.table.verticalHeader().defaultSectionSize()
    _press(window, qtbot, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.queue.table.verticalHeader().defaultSectionSize() > before)


def test_the_next_start_paints_the_stored_rows_before_it_reads_anything(window, desk, open_window, qtbot):
    qtbot.waitUntil(lambda: desk.page is not None)
    numbers = [row["number"] for row in desk.page.rows]
    assert len(numbers) == 64
    desk.unreachable = True
    again = open_window(wait=False)
    model = again.queue.table.queue_model
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == numbers
    qtbot.waitUntil(lambda: "cannot be read" in again.queue.empty.words())


def test_a_restart_brings_back_filter_sort_columns_and_row(window, open_window, qtbot):
    window.queue.sort_by("client")
    window.queue.table.setColumnHidden(3, True)
    window.queue.table.selectRow(9)
    case = window.queue.table.queue_model.rows.case(9)
    window.close()
    again = open_window()
    assert again.queue.state().sort == (("client", False),)
    assert again.queue.table.isColumnHidden(3)
    assert again.queue.table.queue_model.rows.case(again.queue.table.currentIndex().row()) == case


def test_another_engagement_shows_its_own_cases(qtbot, desk, open_window):
    other = synthetic(40, seed=3)
    desk.queues.append(replace(other, engagement=replace(other.engagement, engagement_id=2, code="ALB")))
    window = open_window()
    window.choose_engagement(2)
    assert window.top.engagement.currentText().startswith("ALB")
    qtbot.waitUntil(lambda: len(window.queue.table.queue_model.rows) == 40)


def test_fresh_stale_and_old_data_are_told_apart_in_words(window):
    shown = window.top.freshness
    said = []
    for minutes in (5, 20, 40):
        shown.show_time(NOW - minutes * MINUTE, False, NOW)
        said.append((shown.words.split(", ")[1], shown.status))
    assert [word for word, _status in said] == ["live", "20 min old", "40 min old"]
    assert [status.value for _word, status in said] == ["done", "at risk", "failed"]
    shown.show_time(None, False, NOW)
    assert shown.words == "never synced"


def test_data_are_never_called_live_after_a_sync_that_failed(window, desk, qtbot):
    window.actions_by_name["sync"].trigger()
    qtbot.waitUntil(lambda: bool(desk.syncs))
    desk.status = replace(desk.status, data_as_of=NOW - MINUTE)
    desk.syncs[0]('{"event": "error", "code": "x", "message": "The server is gone.", "next_step": "Wait."}')
    qtbot.waitUntil(lambda: window.top.freshness.words.endswith("sync failed"))
    assert "The server is gone." in window.top.freshness.toolTip()
    desk.syncs[0]('{"event": "synced", "engagement": 1, "code": "CRD", "data_as_of": null, "verified_at": null}')
    qtbot.waitUntil(lambda: window.top.freshness.words.endswith("live"))


def test_a_copy_that_waits_for_its_turn_after_a_restore_is_never_called_live(window, desk, qtbot):
    window.actions_by_name["sync"].trigger()
    qtbot.waitUntil(lambda: bool(desk.syncs))
    desk.status = replace(desk.status, data_as_of=NOW - MINUTE)
    desk.syncs[0]('{"event": "waiting", "engagement": 1, "code": "CRD", "seconds": 125}')
    qtbot.waitUntil(lambda: "restored" in window.top.freshness.toolTip())
    assert "loaded anew within 3 min" in window.top.freshness.toolTip()
    assert not window.top.freshness.words.endswith("live")


def test_without_any_data_the_rail_stays_at_what_is_shown(desk, open_window, qtbot):
    desk.queues.clear()
    window = open_window(wait=False)
    qtbot.waitUntil(lambda: window.queue.empty.isVisible())
    for name in ("process", "case"):
        window.actions_by_name[name].trigger()
        qtbot.wait(20)
        assert window.screens.currentWidget() is window.queue
        assert window.actions_by_name["queue"].isChecked()
    assert not window.places.history.can_go_back


def test_the_sync_is_told_once_that_a_case_is_open_and_once_that_it_no_longer_is(window, desk, qtbot):
    assert desk.told_open == []
    window.queue.case_chosen.emit(int(desk.queues[0].cases["case"][0]))
    qtbot.waitUntil(lambda: window.places.at_case)
    window.places.walk(1)
    window.places.show_queue()
    qtbot.waitUntil(lambda: not window.places.at_case)
    assert desk.told_open == [True, False]


def test_every_control_has_a_name_for_screen_readers(window):
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for widget in window.findChildren(kind):
            if widget.isVisibleTo(window) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                interface = QAccessible.queryAccessibleInterface(widget)
                assert interface.text(QAccessible.Text.Name), widget


def test_the_case_screen_is_made_when_nothing_else_is_to_be_done(qtbot, window):
    qtbot.waitUntil(lambda: window.screens.count() == 2)
    assert not window.places.at_case
    assert window.screens.currentWidget() is window.queue


def _reached_by_tab(window, qtbot):
    """Every widget that gets the focus on the way once around with Tab, from the one that has it."""
    reached = []
    while window.focusWidget() not in reached:
        reached.append(window.focusWidget())
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    return reached


def test_tab_reaches_filter_line_and_chips_from_the_rail(window, qtbot):
    window.queue.setFocus()
    assert window.focusWidget() is window.queue.table
    reached = _reached_by_tab(window, qtbot)
    wanted = [
        window.queue.filter_line.edit,
        *(chip for chip in window.queue.chips.findChildren(Chip) if chip.isVisible()),
    ]
    assert [each.accessibleName() for each in wanted if each not in reached] == []


def test_tab_reaches_the_bar_of_the_process_screen(window, qtbot):
    window.places.show_process()
    qtbot.waitUntil(lambda: window.places.at_process, timeout=20_000)
    window.process.screen.setFocus()
    reached = _reached_by_tab(window, qtbot)
    bar = window.process.screen.bar
    wanted = [each for each in bar.findChildren(QAbstractButton) if each.isVisible() and each.isEnabled()]
    assert wanted
    assert [each.text() for each in wanted if each not in reached and not each.group()] == []


def test_many_rows_are_copied_off_the_ui_thread_and_all_of_them(open_window, desk, qtbot):
    desk.queues = [synthetic(900)]
    window = open_window()
    window.queue.table.selectAll()
    before = window.queue.table.queue_model.rows.cells(700)[0].text
    window.queue.copy()
    assert window._background.is_busy("copy")
    qtbot.waitUntil(lambda: len(QGuiApplication.clipboard().text().splitlines()) == 901)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 901
    assert lines[701].startswith(before)
