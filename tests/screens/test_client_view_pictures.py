"""Pictures of the window while one looks as the client: the band over all else, light, dark, large text."""

import time

import pytest

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
