"""What a role may not write is disabled in the window and says why; what is left is taken by the shared database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from bpo_desk.app.desktop import case_screen, new_application, new_window
from bpo_desk.models.event import Visibility
from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.ui.case.write_pane import WritePane
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.ui.rights_place import denied
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.postgres_server import PostgresServer
from tests.shared.people import Office, office_on


@pytest.fixture(scope="module")
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        yield found


@pytest.fixture
def window(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, request: pytest.FixtureRequest
) -> Iterator[MainWindow]:
    desk = Installation(tmp_path / "home")
    desk.sync(office.server.url(office.database, user=office.logins[request.param]))
    monkeypatch.setenv("BPO_DESK_HOME", str(desk.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(desk.key))
    workspace = Workspace.open()
    made, background = new_window(new_application([]), workspace, None, case_screen)
    qtbot.addWidget(made)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.queue.is_read, timeout=20_000)
    made.places.open_case(1)
    qtbot.waitUntil(lambda: made.places.at_case, timeout=20_000)
    yield made
    made.close()
    background.shutdown()
    workspace.close()


@pytest.mark.parametrize("window", ["client"], indirect=True)
def test_a_client_asks_for_escalation_and_not_for_reassignment_and_its_notes_are_for_both_sides(
    window: MainWindow, qtbot: QtBot
) -> None:
    actions = window.actions_by_name
    qtbot.waitUntil(lambda: not actions["work_reassign"].isEnabled(), timeout=20_000)
    assert "the provider's to say" in actions["work_reassign"].statusTip()
    assert not actions["pin"].isEnabled()
    assert not actions["unmask"].isEnabled()
    for name in ("work_escalate", "work_task", "work_note", "note", "comment"):
        assert actions[name].isEnabled(), name
        assert actions[name].statusTip() == ""
    screen = window.findChild(CaseScreen)
    assert screen is not None
    qtbot.waitUntil(lambda: screen.view is not None, timeout=20_000)
    actions["note"].trigger()
    pane = screen.findChild(WritePane)
    assert pane is not None
    assert [pane._seen_by.itemData(at) for at in range(pane._seen_by.count())] == [Visibility.SHARED]


@pytest.mark.parametrize("window", ["viewer"], indirect=True)
def test_a_viewer_writes_nothing_and_is_told_so(window: MainWindow, qtbot: QtBot) -> None:
    actions = window.actions_by_name
    qtbot.waitUntil(lambda: not actions["note"].isEnabled(), timeout=20_000)
    assert not actions["work_escalate"].isEnabled()
    assert "reads and does not write" in actions["note"].statusTip()
    window.places.show_queue()
    window.places.open_case(1)
    qtbot.waitUntil(lambda: window.places.at_case, timeout=20_000)
    assert not actions["note"].isEnabled()
    assert actions["unmask"].isEnabled()
    screen = window.findChild(CaseScreen)
    assert screen is not None
    qtbot.waitUntil(lambda: screen.view is not None, timeout=20_000)
    screen.choose_event(0)
    header, detail = screen._header, screen._detail
    for button in (header._follow, header._note, detail._note, detail._pin, detail._tag):
        assert not button.isEnabled(), button.accessibleName()
        assert "reads and does not write" in button.toolTip(), "the reason stands where the pointer is"
    screen.notes.menu(QPoint(0, 0), screen._menu)
    denied_there = [each for each in screen._menu.actions() if not each.isEnabled() and not each.isSeparator()]
    assert len(denied_there) >= 4
    assert all("reads and does not write" in each.toolTip() for each in denied_there)
    screen._menu.close()


@pytest.mark.parametrize("window", ["reviewer"], indirect=True)
def test_a_reviewer_may_all_of_it(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.wait(300)
    assert all(window.actions_by_name[name].isEnabled() for name in ("note", "pin", "work_reassign", "review"))
    screen = window.findChild(CaseScreen)
    assert screen is not None
    assert screen._header._follow.isEnabled()
    assert screen._header._follow.toolTip() == "Follow the case; others see that you do"
    assert screen._detail._pin.toolTip() == "Pin this event, or take the pin away"


def test_several_roles_may_what_one_of_them_may_and_without_a_known_role_nothing_is_disabled() -> None:
    assert denied(()) == {}
    assert denied(("client", "reviewer")) == {}
    assert "work_reassign" in denied(("client", "viewer"))
    assert "note" in denied(("sealer", "viewer"))
