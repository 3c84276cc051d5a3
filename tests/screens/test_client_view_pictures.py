"""Pictures of the window while one looks as the client: the band over all else, light, dark, large text; of a case that
left the copy: what is said of it, and the band while it is read."""

import time

import pytest

from bpo_desk.errors import CaseLeft
from bpo_desk.ui.client_view.band import ClientBand
from tests.screens.pictures import check_picture
from tests.ui_queue.conftest import SyntheticDesk, desk, open_window  # noqa: F401  # fixtures


@pytest.fixture(autouse=True)
def zone_of_the_pictures(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.mark.parametrize(
    ("name", "look"),
    [("client-view-light", {}), ("client-view-dark", {"dark": True}), ("client-view-200", {"percent": 200})],
)
def test_the_band_stands_over_everything(qtbot, desk: SyntheticDesk, open_window, name, look):  # noqa: F811
    desk.client_view = "Northwind Bank"
    window = open_window(**look)
    window.add_band(ClientBand(desk.client_view, window))
    window.overlays.client.hide_writing()
    window.resize(1280, 420)
    qtbot.waitUntil(lambda: not window._background.is_busy("sync status"))
    window.queue.table.selectRow(2)
    qtbot.wait(300)
    check_picture(window, name)


@pytest.mark.parametrize(
    ("name", "look"), [("case-left-light", {}), ("case-left-dark", {"dark": True}), ("case-left-200", {"percent": 200})]
)
def test_a_case_that_left_is_offered_to_be_read(qtbot, desk: SyntheticDesk, open_window, name, look):  # noqa: F811
    window = open_window(**look)
    window.overlays.client.look = lambda *_asked: desk
    words = "Case INC0000042 left this copy on 2026-08-20, by the engagement's rule for closed cases."
    window.overlays.client.say_left(CaseLeft(words, "", "acme", "INC0000042"))
    window.resize(1280, 640 if "percent" in look else 300)
    qtbot.waitUntil(lambda: not window._background.is_busy("sync status"))
    window.queue.table.selectRow(0)
    qtbot.wait(300)
    check_picture(window, name)


def test_the_band_says_that_a_case_is_only_read(qtbot, desk: SyntheticDesk, open_window):  # noqa: F811
    desk.one_case = "INC0000042"
    window = open_window()
    window.add_band(ClientBand("", window, desk.one_case))
    window.overlays.client.hide_writing()
    window.resize(1280, 300)
    qtbot.waitUntil(lambda: not window._background.is_busy("sync status"))
    window.queue.table.selectRow(0)
    qtbot.wait(300)
    check_picture(window, "case-only-read")
