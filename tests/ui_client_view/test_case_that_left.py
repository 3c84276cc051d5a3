"""A case that left the copy, read from the shared database by a button: a window of its own with that case, in which
nothing is written and of which nothing stays; what cannot be read is said in words."""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bpo_desk.app.desktop import case_screen, new_application, new_window
from bpo_desk.app.locking import Locking
from bpo_desk.models.event import EventKind
from bpo_desk.models.mutation import CommentAdded
from bpo_desk.shared import members
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import writing
from bpo_desk.shared.requests import LetGo
from bpo_desk.shared.retention import set_rule
from bpo_desk.shared.retention_rules import DAY
from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.ui.client_view_place import WRITING
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.workspace.client_view import look_as_client
from bpo_desk.workspace.desk import Workspace
from tests.conftest import TEST_KEY
from tests.flows.desk_commands import Installation
from tests.flows.test_retention_on_screen import desk  # noqa: F401  # a fixture
from tests.postgres_server import PostgresServer
from tests.shared.batches import batch_of, one_event
from tests.shared.people import office_on


@pytest.fixture
def workspace(desk: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:  # noqa: F811
    monkeypatch.setenv("BPO_DESK_HOME", str(desk.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(desk.key))
    opened = Workspace.open()
    yield opened
    opened.close()


@pytest.fixture
def locking(workspace: Workspace, qtbot: QtBot) -> Iterator[Locking]:
    application = new_application([])
    found = Locking(
        workspace,
        lambda: new_window(application, workspace, None, case_screen),
        lambda seen: new_window(application, seen, None, case_screen),
        partial(look_as_client, workspace),
    )
    own = window(found)
    own.show()
    own.start()
    found.begin()
    qtbot.waitUntil(lambda: own.queue.is_read, timeout=20_000)
    yield found
    found.close()
    window(found).case.take_drafts()
    window(found).close()
    window(found).deleteLater()


def window(locking: Locking) -> MainWindow:
    assert locking.window is not None
    return locking.window


def press_button(own: MainWindow, qtbot: QtBot, number: str) -> None:
    """Ask for a number as a person does, and press what is offered."""
    own.jump(number)
    qtbot.waitUntil(lambda: f"{number} left this copy on" in own.notice.words(), timeout=20_000)
    assert own.notice.button is not None
    assert "bpo-desk" not in own.notice.words()  # no command: there is a button
    QTest.mouseClick(own.notice.button, Qt.MouseButton.LeftButton)


def test_a_case_that_left_is_read_by_a_button_and_not_kept(
    locking: Locking, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    own, folder = window(locking), workspace.places.profile_folder("default")
    before = {each.name for each in folder.iterdir()}
    press_button(own, qtbot, "OLD-1")
    qtbot.waitUntil(lambda: locking.looking is not None, timeout=60_000)
    looking = locking.looking
    assert looking is not None
    shown = looking.window
    qtbot.waitUntil(lambda: shown.places.at_case, timeout=20_000)
    screen = shown.findChild(CaseScreen)
    assert screen is not None
    assert screen.view is not None
    assert (screen.view.file.number, len(screen.view.file.events)) == ("OLD-1", 2)
    assert "OLD-1, read from the shared database" in looking.band.words()
    assert "OLD-1" in shown.windowTitle()
    assert not own.isVisible()
    assert not any(shown.actions_by_name[name].isVisible() for name in WRITING)
    seen = looking._desk
    with pytest.raises(Exception, match="nothing is written"):
        seen.write(seen.new_mutation("acme", "OLD-1", CommentAdded("not from here")))
    with qtbot.waitSignal(shown.exports.written, timeout=20_000):
        shown.exports.write_events(tmp_path / "events.csv")
    assert [entry.mutation.kind.value for entry in workspace.outbox_entries()] == ["exported"]
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: locking.looking is None, timeout=20_000)
    assert own.isVisible()
    assert not own.notice.isVisible()
    assert {each.name for each in folder.iterdir()} - before <= {"window.json", "cache.db-wal", "cache.db-shm"}
    own.jump("OLD-1")
    qtbot.waitUntil(lambda: "OLD-1 left this copy on" in own.notice.words(), timeout=20_000)  # it was only read


def test_without_the_network_it_says_so_and_the_button_is_offered_again(
    locking: Locking, qtbot: QtBot, tmp_path: Path
) -> None:
    own = window(locking)
    (tmp_path / "shared.db").rename(tmp_path / "gone.db")
    press_button(own, qtbot, "OLD-1")
    qtbot.waitUntil(lambda: "no shared database file" in own.notice.words(), timeout=60_000)
    assert own.notice.button is None
    assert own.isVisible()
    own.jump("OLD-1")
    qtbot.waitUntil(lambda: own.notice.button is not None, timeout=20_000)


def test_who_has_lost_his_access_is_told_so(
    pg_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    now = time.time_ns() // 1000
    with office_on(pg_server) as office:
        with writing(office.engine) as connection:
            closed = one_event(90, kind=EventKind.CLOSED, occurred_at=now - 200 * DAY, visibility=1)
            append(connection, office.acme, batch_of([closed], ["C-1"]), now)
            connection.exec_driver_sql("DELETE FROM review")
            set_rule(connection, office.acme, 90)
        login = office.logins["viewer"]
        installed = Installation(tmp_path / "home", TEST_KEY)
        installed.sync(office.server.url(office.database, user=login))
        with office.feed_as(login) as feed:
            feed.answer(LetGo(office.acme.engagement_id))
        installed.done("sync")
        monkeypatch.setenv("BPO_DESK_HOME", str(installed.home))
        monkeypatch.setenv("BPO_DESK_KEY", TEST_KEY)
        workspace = Workspace.open()
        own, background = new_window(new_application([]), workspace, None, case_screen)
        qtbot.addWidget(own)
        own.show()
        own.start()
        own.overlays.client.look = partial(look_as_client, workspace)
        qtbot.waitUntil(lambda: own.queue.is_read, timeout=20_000)
        with writing(office.engine) as connection:
            members.revoke(connection, login, office.acme)
        press_button(own, qtbot, "C-1")
        qtbot.waitUntil(lambda: "is read from" not in own.notice.words(), timeout=60_000)
        assert "shows no engagement 'acme'" in own.notice.words()
        assert "you may have lost it" in own.notice.words()
        own.close()
        background.shutdown()
        workspace.close()
