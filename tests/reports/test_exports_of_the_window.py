"""Exports from the window of a real desk: what is written is what is shown, it is in the trail, and words say so."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog

from bpo_desk.app.desktop import case_screen
from bpo_desk.demo.make import make_demo
from bpo_desk.shared.engine import open_engine
from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.background import Background
from bpo_desk.ui.main_window import MainWindow
from bpo_desk.ui.queue.cell import COLUMNS
from bpo_desk.ui.window_memory import WindowMemory
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation, sqlite_url


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A desk with a small demo world, which the tests share."""
    folder = tmp_path_factory.mktemp("world")
    url = sqlite_url(folder / "shared.db")
    engine = open_engine(url)
    make_demo(engine, cases=20, anchor=date(2026, 11, 20))
    engine.dispose()
    made = Installation(folder / "home")
    made.sync(url)
    return made


@pytest.fixture
def desk(installed: Installation) -> Iterator[Installation]:
    """That desk, in whose environment the test runs."""
    with installed.environment():
        yield installed


@pytest.fixture
def window(desk: Installation, qapp: QApplication, qtbot) -> Iterator[MainWindow]:  # type: ignore[no-untyped-def]
    workspace = Workspace.open()
    background = Background()
    made = MainWindow(workspace, background, Appearance(qapp, dark=False), WindowMemory(None), case_screen)
    qtbot.addWidget(made)
    made.show()
    made.start()
    qtbot.waitUntil(lambda: made.queue.is_read and made.places._case_screen is not None, timeout=20_000)
    yield made
    made.close()
    background.shutdown()
    workspace.close()


def at_a_case(window: MainWindow, qtbot) -> str:  # type: ignore[no-untyped-def]
    window.queue.table.selectRow(1)
    window.queue.open_current()
    qtbot.waitUntil(lambda: window.places.at_case, timeout=20_000)
    return str(window.exports._file().number)  # type: ignore[union-attr]


def rows_of(path: Path) -> tuple[dict[str, str], list[list[str]]]:
    lines = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    end = lines.index([])
    return {line[0]: line[1] for line in lines[:end] if len(line) > 1}, lines[end + 1 :]


def test_the_queue_leaves_as_it_is_shown(window: MainWindow, desk: Installation, qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    window.queue.filter_by("-status:open")
    window.queue.table.setColumnHidden(2, True)
    rows = window.queue.table.queue_model.rows
    columns = [at for at, column in enumerate(COLUMNS) if column.usual and at != 2]
    shown = [[rows.cells(row)[at].text for at in columns] for row in range(len(rows))]
    with qtbot.waitSignal(window.exports.written, timeout=20_000):
        window.exports.write_queue(tmp_path / "queue.csv")
    said, table = rows_of(tmp_path / "queue.csv")
    assert table[0] == [COLUMNS[at].title for at in columns]
    plain = [[cell.removeprefix("'") for cell in row] for row in table[1:]]
    assert shown
    assert plain == shown
    assert said["Filter"].startswith("'-status:open")
    assert said["Sorted by"] == "Time left"
    assert {"As of", "Data as of", "Cut off"} <= set(said)
    assert "queue.csv is written" in window.notice.words()
    number, code = shown[0][0], window.queue.shown().rows.queue.engagement.code  # type: ignore[union-attr]
    last = desk.case(number, "--engagement", code)["events"][-1]
    assert (last["kind"], last["data"]["what"], last["data"]["cases"]) == ("exported", "queue", len(shown))


def test_the_events_of_the_case_in_front_leave_as_csv_and_as_a_workbook(  # type: ignore[no-untyped-def]
    window: MainWindow, qtbot, tmp_path: Path
) -> None:
    number = at_a_case(window, qtbot)
    events = len(window.exports._file().events)  # type: ignore[union-attr]
    for name in ("events.csv", "events.xlsx"):
        with qtbot.waitSignal(window.exports.written, timeout=20_000):
            window.exports.write_events(tmp_path / name)
    said, table = rows_of(tmp_path / "events.csv")
    assert said["Case"] == number
    assert len(table) - 1 == events
    assert (tmp_path / "events.xlsx").read_bytes()[:2] == b"PK"


def test_the_report_of_the_case_in_front_is_made_beside_the_desk(  # type: ignore[no-untyped-def]
    window: MainWindow, desk: Installation, qtbot, tmp_path: Path
) -> None:
    number = at_a_case(window, qtbot)
    window.actions_by_name["report"].trigger()
    dialog = window.findChild(QInputDialog)
    dialog.setTextValue("the auditor")
    dialog.accept()
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None)
    window.findChild(QFileDialog).reject()
    with qtbot.waitSignal(window.exports.written, timeout=60_000):
        window.exports.write_report(tmp_path / "report.json")
    document = json.loads((tmp_path / "report.json").read_bytes())
    assert document["data"]["cases"][0]["number"] == number
    assert document["cover"][0]["facts"]["Recipient"] == "the auditor"


def test_a_report_that_cannot_be_written_says_so(window: MainWindow, qtbot, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    at_a_case(window, qtbot)
    with qtbot.waitSignal(window.exports.failed, timeout=60_000):
        window.exports.write_report(tmp_path / "missing" / "report.xes")
    assert "could not be written" in window.notice.words()


def test_a_case_is_copied_in_one_line_and_as_text(window: MainWindow, qtbot) -> None:  # type: ignore[no-untyped-def]
    number = at_a_case(window, qtbot)
    window.actions_by_name["copy_line"].trigger()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().startswith(number))
    assert "\n" not in QGuiApplication.clipboard().text()
    window.actions_by_name["copy_summary"].trigger()
    qtbot.waitUntil(lambda: "Where the time went" in QGuiApplication.clipboard().text())


def test_without_a_case_the_report_asks_for_one(window: MainWindow, qtbot) -> None:  # type: ignore[no-untyped-def]
    window.queue.table.clearSelection()
    window.actions_by_name["report"].trigger()
    assert window.findChild(QInputDialog) is None
    assert "No case is chosen" in window.status.words()
    assert not window.actions_by_name["export_events"].isEnabled()
    qtbot.keyClick(window.queue.table, Qt.Key.Key_Home)


@pytest.mark.parametrize(("form", "once"), [("csv", False), ("xlsx", False), ("csv", True)])
def test_more_rows_than_fit_in_one_go_leave_whole_and_are_noted_each_or_all_at_once(
    window: MainWindow,
    desk: Installation,
    qtbot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    once: bool,
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("bpo_desk.ui.exports._LARGE", 3)
    if once:
        monkeypatch.setattr("bpo_desk.workspace.desk.NOTED_EACH", 3)
    said: list[str] = []
    window.exports.said.connect(said.append)
    many = len(window.queue.table.queue_model.rows)
    before = window._desk.outbox_status().access
    with qtbot.waitSignal(window.exports.written, timeout=20_000):
        window.exports.write_queue(tmp_path / f"queue.{form}")
    assert (tmp_path / f"queue.{form}").stat().st_size > 500
    assert many > 4
    assert window._desk.outbox_status().access - before == (1 if once else many)
    if once:
        (entry,) = (each for each in window._desk.written() if each.mutation.kind == "list_exported")
        said_once = entry.mutation.payload
        content = (tmp_path / "queue.csv").read_bytes()
        assert (said_once.cases, said_once.format) == (many, "csv")
        assert said_once.digest == hashlib.sha256(content).hexdigest()
        numbers = [row[0] for row in csv.reader(content.decode("utf-8-sig").splitlines()) if row][-many:]
        listed = "".join(f"{number}\n" for number in numbers)
        assert said_once.population == hashlib.sha256(listed.encode()).hexdigest()
    assert any(f"{many} of {many} rows" in words for words in said)
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []


def test_an_export_that_is_stopped_leaves_neither_file_nor_note(
    window: MainWindow, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    before = window._desk.outbox_status().access
    make = window.exports._make

    def stopped_at_once(*given):  # type: ignore[no-untyped-def]
        window.actions_by_name["stop_export"].trigger()
        make(*given)

    monkeypatch.setattr(window.exports, "_make", stopped_at_once)
    with qtbot.waitSignal(window.exports.failed, timeout=20_000):
        window.exports.write_queue(tmp_path / "queue.csv")
    assert "was stopped" in window.notice.words()
    assert list(tmp_path.glob("*queue*")) == []
    assert window._desk.outbox_status().access == before
