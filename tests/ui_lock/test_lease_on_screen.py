"""The lease of the copy on the screen: said before it ends, the cases gone when it is over, back after contact."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpo_desk.app.desktop import case_screen, new_application, new_window
from bpo_desk.app.locking import Locking
from bpo_desk.cache.store import Cache
from bpo_desk.models.lease import DAY
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.ui_client_view.test_looking import make_shared
from tests.ui_lock.test_lock import _live_case_data, _shown_texts


@pytest.fixture
def desk(tmp_path: Path) -> Installation:
    url, _acme = make_shared(tmp_path / "shared.db", lease_days=3)
    found = Installation(tmp_path / "home")
    found.sync(url)
    return found


@pytest.fixture
def locking(desk: Installation, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Locking]:
    monkeypatch.setenv("BPO_DESK_HOME", str(desk.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(desk.key))
    workspace = Workspace.open()
    application = new_application([])
    monkeypatch.setattr(Workspace, "start_sync", lambda _self, _on_line: None)  # there is no network
    found = Locking(workspace, lambda: new_window(application, workspace, None, case_screen))
    window(found).show()
    window(found).start()
    found.begin()
    qtbot.waitUntil(lambda: window(found).queue.is_read, timeout=20_000)
    yield found
    window(found).case.take_drafts()
    window(found).close()
    found.close()
    window(found).deleteLater()
    workspace.close()


def window(locking: Locking) -> MainWindow:
    assert locking.window is not None
    return locking.window


def pass_by(desk: Installation, days: float) -> None:
    cache = Cache.open(desk.cache_file, bytes.fromhex(str(desk.key)))
    with cache.write() as connection:
        connection.execute("update contact set contact = contact - ?", (days * DAY,))
    cache.close()


def test_the_end_of_the_lease_is_said_before_and_then_the_cases_are_gone_until_there_is_contact(
    locking: Locking, desk: Installation, qtbot: QtBot
) -> None:
    first = window(locking)
    first.whole.lease.look()
    qtbot.waitUntil(lambda: not first._background.is_busy("lease"))
    assert first.whole.lease.words() == ""
    pass_by(desk, 1.5)
    first.whole.lease.look()
    qtbot.waitUntil(lambda: first.whole.lease.words() != "", timeout=20_000)
    assert "usable without contact until" in first.whole.lease.words()
    first.jump("C-1")
    qtbot.waitUntil(lambda: first.places.at_case, timeout=20_000)
    pass_by(desk, 1.6)
    first.whole.lease.look()
    qtbot.waitUntil(lambda: locking.window is not None and locking.window is not first, timeout=20_000)
    second = window(locking)
    qtbot.waitUntil(lambda: not second._background.is_busy("queue"), timeout=20_000)
    assert second.isVisible()
    assert QApplication.quitOnLastWindowClosed()
    assert "The copy of acme may not be used any longer" in second.notice.words()
    assert not second.queue.is_read
    qtbot.waitUntil(lambda: _live_case_data() == [])
    assert [each for each in _shown_texts() if "C-1" in each or "title of the case" in each] == []
    assert _live_case_data() == []
    second.whole.lease.look()
    qtbot.waitUntil(lambda: not second._background.is_busy("lease"), timeout=20_000)
    assert locking.window is second  # it is not made again and again
    pass_by(desk, -3)  # contact
    second.sync._take_line(json.dumps({"event": "synced", "engagement": 1}))
    qtbot.waitUntil(lambda: second.queue.is_read, timeout=20_000)
    qtbot.waitUntil(lambda: second.places.at_case, timeout=20_000)  # where one was
