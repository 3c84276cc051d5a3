"""Tabs that go on in the next line."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bpo_desk.ui.widgets.tab_lines import TabLines, TabName


def tabs_of(qtbot: QtBot, width: int) -> TabLines:
    tabs = TabLines()
    qtbot.addWidget(tabs)
    for name in ("Facts", "Fields 6", "Tasks 1", "Exits", "Feedback", "Reviews", "Time", "Compare"):
        tabs.add(QWidget(), name)
    tabs.resize(width, 300)
    tabs.show()
    qtbot.waitExposed(tabs)
    return tabs


def test_every_name_stands_in_view_on_a_narrow_and_on_a_wide_window(qtbot: QtBot) -> None:
    for width, lines in ((1200, 1), (330, 2)):
        tabs = tabs_of(qtbot, width)
        names = tabs.findChildren(TabName)
        assert len({name.y() for name in names}) == lines
        assert all(tabs.rect().contains(name.geometry()) for name in names)
        assert all(name.width() == name.sizeHint().width() for name in names)


def test_a_longer_name_moves_the_others_on(qtbot: QtBot) -> None:
    tabs = tabs_of(qtbot, 1200)
    before = [name.x() for name in tabs.findChildren(TabName)]
    tabs.set_name(2, "Tasks 1,234")
    qtbot.waitUntil(lambda: tabs.findChildren(TabName)[3].x() > before[3])
    assert tabs.name(2) == tabs.findChildren(TabName)[2].accessibleName() == "Tasks 1,234"


def test_a_name_that_no_longer_fits_gets_a_line_of_its_own(qtbot: QtBot) -> None:
    tabs = tabs_of(qtbot, 330)
    for place in range(tabs.count()):
        tabs.set_name(place, f"{tabs.name(place)} 12,345")
    qtbot.waitUntil(lambda: len({name.y() for name in tabs.findChildren(TabName)}) > 2)
    qtbot.waitUntil(lambda: all(tabs.rect().contains(name.geometry()) for name in tabs.findChildren(TabName)))
    assert tabs.findChildren(TabName)[-1].geometry().bottom() < tabs.current().mapTo(tabs, tabs.current().pos()).y()


def test_arrow_keys_and_clicks_bring_a_page_to_the_front(qtbot: QtBot) -> None:
    tabs = tabs_of(qtbot, 330)
    names, come = tabs.findChildren(TabName), []
    tabs.current_changed.connect(come.append)
    qtbot.mouseClick(names[2], Qt.MouseButton.LeftButton)
    assert tabs.place_of(tabs.current()) == 2
    tabs.activateWindow()
    names[2].setFocus()
    qtbot.waitUntil(names[2].hasFocus)
    qtbot.keyClick(names[2], Qt.Key.Key_Right)
    assert tabs.place_of(tabs.current()) == 3
    assert names[3].isChecked()
    assert not names[2].isChecked()
    assert come == [2, 3]
