"""Looking as the client: a window of its own with nothing in it that the client does not get; back to where one was."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bpo_desk.app.client_looking import ClientLooking
from bpo_desk.app.desktop import case_screen, new_application, new_window
from bpo_desk.app.locking import Locking
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.mutation import CommentAdded
from bpo_desk.shared import members
from bpo_desk.shared.admin import create_engagement, init
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.ui.client_view_place import WRITING
from bpo_desk.workspace.client_view import look_as_client
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.shared.batches import RECORDED
from tests.shared.people import FORBIDDEN_TO_CLIENTS, STAFF, story

FORBIDDEN = [*FORBIDDEN_TO_CLIENTS, "not sent yet"]
CONTROL = Qt.KeyboardModifier.ControlModifier


def make_shared(file: Path, lease_days: int = 0) -> tuple[str, Engagement]:
    """A SQLite database with one engagement whose client does not get everything."""
    engine = open_engine(f"sqlite:///{file}")
    init(engine)
    acme = create_engagement(engine, "acme", "Acme", client="Acme Corporation", provider="Provider")
    with writing(engine) as connection:
        append(connection, acme, story(), RECORDED)
        members.ask(connection, acme, masked=["field:IBAN", "role:reference"], pseudonyms=True, lease_days=lease_days)
    engine.dispose()
    return f"sqlite:///{file}", acme


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    url, acme = make_shared(tmp_path / "shared.db")
    desk = Installation(tmp_path / "home")
    desk.sync(url)
    monkeypatch.setenv("BPO_DESK_HOME", str(desk.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(desk.key))
    opened = Workspace.open()
    opened.write(opened.new_mutation(acme.code, "C-1", CommentAdded("written here and not sent yet")))
    yield opened
    opened.close()


@pytest.fixture
def locking(workspace: Workspace, qtbot: QtBot) -> Iterator[Locking]:
    application = new_application([])
    file = workspace.places.window_file(workspace.profile)
    found = Locking(
        workspace,
        lambda: new_window(application, workspace, file, case_screen),
        lambda client: new_window(application, client, None, case_screen),
        partial(look_as_client, workspace),
    )
    assert found.window is not None
    found.window.show()
    found.window.start()
    found.begin()
    qtbot.waitUntil(lambda: bool(found.window and found.window.queue.is_read), timeout=20_000)
    yield found
    found.close()
    if found.window is not None:
        found.window.case.take_drafts()
        found.window.close()
        found.window.deleteLater()
    if found.screen is not None:
        found.screen.deleteLater()


def looking(locking: Locking, qtbot: QtBot) -> ClientLooking:
    """Ask for the client's view as a person does, and wait until its queue is there."""
    assert locking.window is not None
    locking.window.actions_by_name["client_view"].trigger()
    qtbot.waitUntil(lambda: locking.looking is not None, timeout=60_000)
    found = locking.looking
    assert found is not None
    qtbot.waitUntil(lambda: found.window.queue.is_read, timeout=20_000)
    return found


def texts_in(window: QWidget) -> list[str]:
    """Every text of every widget and model of a window, shown or not."""
    texts = []
    for widget in [window, *window.findChildren(QWidget)]:
        for name in ("text", "toPlainText", "windowTitle", "toolTip", "accessibleName", "accessibleDescription"):
            found = getattr(widget, name, None)
            texts += [str(found())] if callable(found) else []
    for model in window.findChildren(QAbstractItemModel):
        texts += _cells(model, QModelIndex())
    return texts


def _cells(model: QAbstractItemModel, parent: QModelIndex) -> list[str]:
    texts = []
    for row in range(min(model.rowCount(parent), 50)):
        for column in range(model.columnCount(parent)):
            index = model.index(row, column, parent)
            roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
            texts += [str(index.data(role)) for role in roles]
            if column == 0 and parent.isValid() is False:
                texts += _cells(model, index)
    return texts


def leaked(window: QWidget) -> list[str]:
    texts = texts_in(window)
    return [word for word in FORBIDDEN if any(word in text for text in texts)]


def test_every_screen_shows_the_clients_view_and_esc_leads_back(locking: Locking, qtbot: QtBot) -> None:
    own = locking.window
    assert own is not None
    own.jump("C-1")
    qtbot.waitUntil(lambda: own.places.at_case, timeout=20_000)
    assert set(leaked(own)) >= {"QXINTERNAL", "QXMASKED", STAFF[0]}, "what is looked for is there before"
    look = looking(locking, qtbot)
    window = look.window
    assert (own.isVisible(), window.isVisible()) == (False, True)
    assert look.band.isVisible()
    assert "You see what Acme Corporation sees" in look.band.words()
    assert "Acme Corporation" in window.windowTitle()
    qtbot.waitUntil(lambda: window.places.at_case, timeout=20_000)  # where one was
    assert leaked(window) == []
    assert any("Staff " in text for text in texts_in(window))
    window.places.show_queue()
    window.queue.toggle_groups()
    for show, there in (
        (window.places.show_process, lambda: window.places.at_process),
        (window.places.show_team, lambda: window.places.at_team),
        (window.places.show_queue, lambda: window.places.name == "queue"),
    ):
        show()
        qtbot.waitUntil(there, timeout=20_000)
        assert leaked(window) == []
        assert look.band.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: locking.looking is None, timeout=20_000)
    assert own.isVisible()
    assert own.places.at_case  # as it was
    assert not list(Path(own._desk.places.profile_folder("default")).glob("client-view-*"))  # type: ignore[attr-defined]


def test_nothing_is_written_and_what_is_exported_is_the_clients(
    locking: Locking, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    window = looking(locking, qtbot).window
    assert not any(window.actions_by_name[name].isVisible() for name in WRITING)
    assert "unsent" not in window.status.words()
    window.jump("C-1")
    qtbot.waitUntil(lambda: window.places.at_case, timeout=20_000)
    for write, name in ((window.exports.write_events, "events"), (window.exports.write_queue, "queue")):
        out = tmp_path / f"{name}.csv"
        with qtbot.waitSignal(window.exports.written, timeout=20_000):
            write(out)
        text = out.read_text(encoding="utf-8")
        assert "C-1" in text
        assert [word for word in FORBIDDEN if word in text] == []
    kinds = [entry.mutation.kind.value for entry in workspace.outbox_entries()]
    assert kinds == ["comment_added", "exported", "exported"]


def test_closing_the_window_leads_back_and_locking_ends_it(locking: Locking, qtbot: QtBot) -> None:
    look = looking(locking, qtbot)
    look.window.close()
    qtbot.waitUntil(lambda: locking.looking is None, timeout=20_000)
    assert locking.window is not None
    assert locking.window.isVisible()
    look = looking(locking, qtbot)
    QTest.keyClick(look.window, Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: locking.screen is not None, timeout=20_000)
    assert locking.looking is None
    assert locking.window is None
    locking.unlock()
    assert locking.window is not None
    qtbot.waitUntil(lambda: bool(locking.window and locking.window.queue.is_read), timeout=20_000)
    assert locking.window.isVisible()


def test_waiting_for_the_view_can_be_stopped(locking: Locking, qtbot: QtBot) -> None:
    window = locking.window
    assert window is not None
    window.actions_by_name["client_view"].trigger()
    assert window.notice.isVisible()
    assert "Esc" in window.notice.words()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.notice.isVisible()
    qtbot.waitUntil(lambda: not window._background.is_busy("client view"), timeout=60_000)
    qtbot.wait(50)
    assert locking.looking is None
    assert not window.notice.isVisible()


def test_what_cannot_be_asked_is_said_and_nothing_changes(locking: Locking, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "shared.db").rename(tmp_path / "gone.db")
    window = locking.window
    assert window is not None
    window.actions_by_name["client_view"].trigger()
    qtbot.waitUntil(lambda: "no shared database file" in window.notice.words(), timeout=60_000)
    assert locking.looking is None
    assert window.isVisible()


def test_notices_of_ones_own_desk_are_kept_back_meanwhile(locking: Locking, qtbot: QtBot) -> None:
    own = locking.window
    assert own is not None
    raised: list[str] = []
    own.overlays.notices.raise_notice = lambda _title, text: raised.append(text)
    look = looking(locking, qtbot)
    own.overlays.notices.raise_notice("bpo_desk", "C-1 is overdue: held by Ada Lovelace")
    assert raised == []
    look.leave()
    own.overlays.notices.raise_notice("bpo_desk", "told again")
    assert raised == ["told again"]
