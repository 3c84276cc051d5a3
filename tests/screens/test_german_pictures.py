"""Pictures of the desk in German, whose words are longer: queue, groups, a menu, case, process, a conflict."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu

from bpo_desk.ui import theme
from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.ui.case.case_view import prepare_case
from tests.german import in_german
from tests.screens.pictures import check_picture
from tests.screens.test_attention_pictures import finish, panel  # noqa: F401  # fixture
from tests.screens.test_process_pictures import shown  # noqa: F401  # fixture
from tests.screens.test_queue_pictures import (  # noqa: F401  # fixtures
    a_cursor_that_stands_still,
    picture,
    zone_of_the_pictures,
)
from tests.ui_attention.stories import a_tray
from tests.ui_case import stories
from tests.ui_queue.conftest import desk, open_window  # noqa: F401  # fixtures
from tests.ui_queue.synthetic import synthetic


@pytest.fixture(autouse=True)
def german(qapp):
    with in_german(qapp):
        yield


def test_queue(picture, desk):  # noqa: F811
    desk.queues = [synthetic(1_300, german=True)]
    picture("de-queue")


def test_queue_with_groups_and_large_text(picture, desk):  # noqa: F811
    desk.queues = [synthetic(300, german=True)]
    picture("de-queue-groups-200", lambda window: window.queue.toggle_groups(), percent=200)


def test_the_longest_menu(open_window, desk, qtbot):  # noqa: F811
    window = open_window()
    qtbot.waitUntil(lambda: not window._background.is_busy("sync status"))
    window.actions_by_name["language"]  # asks for all of them
    menu = next(each for each in window.menuBar().findChildren(QMenu) if each.title() == "An&sicht")
    menu.popup(QPoint(0, 0))
    qtbot.waitExposed(menu)
    check_picture(menu, "de-menu")
    menu.close()


def test_case(qtbot):
    application = QApplication.instance()
    application.setPalette(theme.palette(False))
    screen = CaseScreen()
    qtbot.addWidget(screen)
    screen.resize(1360, 860)
    view = prepare_case(stories.replaced_card(), stories.NOW)
    screen.show_view(view)
    screen.show_time(view.live, view.explained(view.live))
    screen.show()
    qtbot.wait(200)
    check_picture(screen, "de-case")


def test_process(shown):  # noqa: F811
    check_picture(shown(), "de-process")


def test_what_is_to_be_settled_with_large_text(panel, qtbot):  # noqa: F811
    finish(panel(a_tray(), percent=200), qtbot, 1300, 1000, "de-attention-200")
