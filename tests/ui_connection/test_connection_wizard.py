"""The connection wizard: from first start to a working sync, and what it says, keeps and stops on the way."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from bpo_desk.models.connection_step import Mark, Step, StepName, steps_for
from bpo_desk.models.shared_address import SharedAddress, address_of
from bpo_desk.settings import local_places
from bpo_desk.shared.engine import parsed_url
from bpo_desk.ui.connection.connection_dialog import ConnectionDialog
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.workspace.connecting import ConnectionTest
from bpo_desk.workspace.desk import Workspace
from tests.conftest import TEST_KEY
from tests.flows.desk_commands import Installation, sqlite_url
from tests.flows.small_logs import write_csv
from tests.flows.windows import opened_window

SECRET = "s3cret-of-ada"


@pytest.fixture
def new_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A desk that nobody connected yet."""
    monkeypatch.setenv("BPO_DESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BPO_DESK_KEY", TEST_KEY)
    opened = Workspace.open()
    yield opened
    opened.close()


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """The file of a shared database with three cases."""
    other = Installation(tmp_path / "other")
    url = sqlite_url(tmp_path / "shared.db")
    other.done("admin", "init", "--to", url)
    other.import_json(url, write_csv(tmp_path / "log.csv"))
    return tmp_path / "shared.db"


def wizard(window: MainWindow) -> ConnectionDialog:
    return window.whole.overlays.connection.dialog


def test_the_first_start_offers_it_and_leads_to_the_cases(new_desk: Workspace, filled: Path, qtbot: QtBot) -> None:
    with opened_window(new_desk, qtbot) as window:
        qtbot.waitUntil(lambda: wizard(window).isVisible(), timeout=20_000)
        dialog = wizard(window)
        dialog.form.kind.setCurrentIndex(1)
        QTest.keyClicks(dialog.form.path, str(filled))
        assert not dialog.use.isEnabled()
        QTest.keyClick(dialog.form.path, Qt.Key.Key_Return)
        assert dialog.stop.isVisible()
        qtbot.waitUntil(dialog.use.isEnabled, timeout=30_000)
        assert "Engagements: acme" in dialog.steps.words()
        assert "This works" in dialog.notice.words()
        QTest.keyClick(dialog, Qt.Key.Key_Return)  # the usual next thing
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)
        qtbot.waitUntil(lambda: len(window.queue.table.visible_rows()) == 3, timeout=60_000)
        assert new_desk.connection_url == sqlite_url(filled)
        new_desk.stop_sync()
        window.close()


def test_what_was_tested_and_is_changed_must_be_tested_again(new_desk: Workspace, filled: Path, qtbot: QtBot) -> None:
    with opened_window(new_desk, qtbot) as window:
        qtbot.waitUntil(lambda: wizard(window).isVisible(), timeout=20_000)
        dialog = wizard(window)
        dialog.form.show_address(SharedAddress(file=str(filled)))
        dialog.test.click()
        qtbot.waitUntil(dialog.use.isEnabled, timeout=30_000)
        dialog.form.path.setText(str(filled) + "x")
        assert not dialog.use.isEnabled()
        dialog.form.path.setText(str(filled))
        assert dialog.use.isEnabled()
        dialog.close()
        assert not new_desk.connection_url


def test_a_failure_names_object_reason_and_next_step(new_desk: Workspace, tmp_path: Path, qtbot: QtBot) -> None:
    with opened_window(new_desk, qtbot) as window:
        qtbot.waitUntil(lambda: wizard(window).isVisible(), timeout=20_000)
        dialog = wizard(window)
        dialog.form.show_address(SharedAddress(file=str(tmp_path / "none.db")))
        dialog.test.click()
        qtbot.waitUntil(dialog.test.isVisible, timeout=30_000)
        assert "File [failed] There is no file" in dialog.steps.words()
        assert "bpo-desk admin init" in dialog.steps.words()
        assert "Tables [not looked at]" in dialog.steps.words()
        assert not dialog.use.isEnabled()


def test_a_server_that_never_answers_can_be_stopped_at_once(new_desk: Workspace, qtbot: QtBot) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent, opened_window(new_desk, qtbot) as window:
        qtbot.waitUntil(lambda: wizard(window).isVisible(), timeout=20_000)
        dialog = wizard(window)
        dialog.form.show_address(SharedAddress("127.0.0.1", silent.getsockname()[1], "desk", "ada"))
        dialog.form.password.setText(SECRET)
        dialog.test.click()
        qtbot.waitUntil(lambda: "Port [well]" in dialog.steps.words(), timeout=30_000)
        assert "Encryption [looking]" in dialog.steps.words()
        test = window.whole.overlays.connection._test
        assert isinstance(test, ConnectionTest)
        command = Path(f"/proc/{test._process.pid}")
        if command.is_dir():
            for seen in ("cmdline", "environ"):
                assert SECRET.encode() not in (command / seen).read_bytes()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)  # does not come back before it is stopped
        assert test._process.poll() is not None
        assert dialog.isVisible()
        assert "stopped" in dialog.notice.words()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
        assert dialog.form.password.text() == ""


def test_a_desk_that_is_closed_ends_its_test(new_desk: Workspace, qtbot: QtBot) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent, opened_window(new_desk, qtbot) as window:
        qtbot.waitUntil(lambda: wizard(window).isVisible(), timeout=20_000)
        dialog = wizard(window)
        dialog.form.show_address(SharedAddress("127.0.0.1", silent.getsockname()[1], "desk", "ada"))
        dialog.test.click()
        test = window.whole.overlays.connection._test
        assert isinstance(test, ConnectionTest)
        window.close()
        assert test._process.poll() is not None


def test_what_is_missing_is_said_without_a_test(new_desk: Workspace, qtbot: QtBot) -> None:
    dialog = ConnectionDialog()
    qtbot.addWidget(dialog)
    wanted: list[str] = []
    dialog.test_wanted.connect(lambda url, _password: wanted.append(url))
    dialog.begin(SharedAddress())
    for fill, word in (
        (None, "host"), (dialog.form.host, "database"), (dialog.form.database, "user"), (dialog.form.user, ""),
    ):  # fmt: skip
        if fill is not None:
            QTest.keyClicks(fill, "desk")
        dialog.test.click()
        if word:
            assert f"The {word} of the shared database is missing" in dialog.steps.words()
    assert wanted == ["postgresql+psycopg://desk@desk:5432/desk"]
    dialog.close()


def test_another_database_wants_a_word_first(new_desk: Workspace, filled: Path, tmp_path: Path, qtbot: QtBot) -> None:
    desk = Installation(tmp_path / "home")
    desk.sync(sqlite_url(filled))
    other = sqlite_url(tmp_path / "second.db")
    desk.done("admin", "init", "--to", other)
    with opened_window(new_desk, qtbot) as window:
        qtbot.waitUntil(lambda: window.queue.is_read, timeout=30_000)
        window.actions_by_name["connect"].trigger()
        dialog = wizard(window)
        assert dialog.form.path.text() == str(filled)
        dialog.form.path.setText(str(tmp_path / "second.db"))
        dialog.test.click()
        qtbot.waitUntil(dialog.use.isEnabled, timeout=30_000)
        dialog.use.click()
        qtbot.waitUntil(dialog.moved.isVisible, timeout=20_000)
        assert "holds a copy of another database" in dialog.notice.words()
        assert new_desk.connection_url == sqlite_url(filled)
        dialog.moved.setChecked(True)
        dialog.use.click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)
        assert new_desk.connection_url == other
        new_desk.stop_sync()
        window.close()


def test_a_failed_sync_with_nothing_to_show_leads_to_it(new_desk: Workspace, qtbot: QtBot) -> None:
    with opened_window(new_desk, qtbot) as window:
        qtbot.waitUntil(lambda: wizard(window).isVisible(), timeout=20_000)
        wizard(window).close()
        window.queue.show_failure("The shared database does not answer.", "Check the network.")
        window.queue.empty._button.click()
        assert wizard(window).isVisible()
        wizard(window).close()
        window.whole.overlays.show_sync().connect_wanted.emit()
        assert wizard(window).isVisible()


def test_the_password_reaches_the_sync_by_its_pipe_where_no_key_store_keeps_it(
    new_desk: Workspace, filled: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    if os.name == "nt":
        pytest.skip("every Windows has a key store")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    done = new_desk.connect_to(sqlite_url(filled), SECRET, False)
    assert not done.password_kept
    assert "password was not kept" in done.note
    lines: list[str] = []
    new_desk.start_sync(lines.append)
    sync = new_desk._sync
    assert sync is not None
    command = Path(f"/proc/{sync._process.pid}")
    if command.is_dir():
        for seen in ("cmdline", "environ"):
            assert SECRET.encode() not in (command / seen).read_bytes()
    qtbot.waitUntil(lambda: any('"synced"' in line for line in lines), timeout=60_000)
    new_desk.lock()
    assert new_desk._password == ""
    for path in local_places().data.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes()


@pytest.mark.parametrize(
    "address",
    [
        SharedAddress("db.example.com", 5432, "desk", "ada"),
        SharedAddress("::1", 6543, "desk-2", "ada@example.com", "/etc/ca file.pem"),
        SharedAddress("10.0.0.1", 5432, "d", "änne/x", more=(("hostaddr", "10.0.0.2"),)),
        SharedAddress(file="/data/shared desk.db"),
    ],
)
def test_an_address_survives_its_url_and_is_read_alike_by_the_driver(address: SharedAddress) -> None:
    url = address.url()
    assert address_of(url) == address
    parsed = parsed_url(url)
    if address.is_file:
        assert parsed.database == address.file
        return
    assert (parsed.host, parsed.port, parsed.database) == (address.host, address.port, address.database)
    assert parsed.username == address.user
    assert parsed.query.get("sslrootcert", "") == address.authority


@pytest.mark.parametrize("host", ["db.example.com/desk", "a b", "u@h", "h?x=1", "h#x", "h\nx", "\x00"])
def test_a_host_with_more_in_it_is_refused(host: str) -> None:
    with pytest.raises(Exception, match="cannot be"):
        SharedAddress(host, 5432, "d", "u").url()


def test_every_step_has_its_place_and_each_field_a_name(qtbot: QtBot) -> None:
    dialog = ConnectionDialog()
    qtbot.addWidget(dialog)
    for is_file in (False, True):
        dialog.steps.begin(steps_for(is_file), running=True)
        for name in steps_for(is_file):
            dialog.show_step(Step(name, Mark.WARNED, "<b>words</b>", "next"))
        assert dialog.steps.words().count("<b>words</b>") == len(steps_for(is_file))
    assert all(field.accessibleName() for field in dialog.form.findChildren(QLineEdit) if field.isEnabledTo(dialog)
               and field.objectName() != "qt_spinbox_lineedit")  # fmt: skip
    assert StepName.FILE not in steps_for(False)
    assert QApplication.activeModalWidget() is None
