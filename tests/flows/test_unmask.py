"""Values that are covered on the own side's desks: each is shown for a reason, after that is written down, also
offline; a client's desk has nothing to unmask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bpo_desk.app.desktop import case_screen, new_application, new_window
from bpo_desk.cache.outbox import Outbox
from bpo_desk.errors import DeskError, WrongUsage
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.event import EventKind
from bpo_desk.models.mutation import Unmasked
from bpo_desk.models.withheld import WITHHELD
from bpo_desk.shared import members
from bpo_desk.shared.engine import writing
from bpo_desk.state.event_notes import event_ids
from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.postgres_server import PostgresServer
from tests.shared.people import FORBIDDEN_TO_CLIENTS, Office, office_on

SECRETS = ("QXMASKED account", "QXMASKED reference")


@pytest.fixture(scope="module")
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        with writing(found.engine) as connection:
            members.ask(connection, found.acme, covered=["viewer", "reviewer"])
        yield found


@pytest.fixture
def desk(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Installation:
    """The synced desk of a role, a viewer's where the test names none."""
    installation = Installation(tmp_path / "home")
    role = getattr(request, "param", "viewer")
    installation.sync(office.server.url(office.database, user=office.logins[role]))
    monkeypatch.setenv("BPO_DESK_HOME", str(installation.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(installation.key))
    return installation


def texts(file: CaseFile) -> set[str]:
    values = file.dictionaries.values
    columns = (file.events.old_value, file.events.new_value, file.events.reason)
    return {values[code] for column in columns for code in column.tolist() if code >= 0}


def masked_event(file: CaseFile) -> str:
    fields = [file.dictionaries.fields[max(code, 0)].name for code in file.events.field.tolist()]
    return event_ids(file.events)[fields.index("IBAN")]


def opened() -> tuple[Workspace, int, int]:
    workspace = Workspace.open()
    one = int(workspace.engagement("acme").engagement_id)
    return workspace, one, workspace.find_case(one, "C-1")


def test_a_value_shows_after_its_unmasking_is_written_down_also_offline_and_is_sent_later(
    office: Office, desk: Installation
) -> None:
    office.server.stop()
    try:
        workspace, one, case = opened()
        file = workspace.open_case(one, case)
        assert file.covers
        assert not set(SECRETS) & texts(file)
        event = masked_event(file)
        for reason in ("", "  "):
            with pytest.raises(WrongUsage, match="reason"):
                workspace.unmask(one, case, event, "new", reason)
        assert not set(SECRETS) & texts(workspace.open_case(one, case))
        workspace.close()
        outbox = workspace.places.outbox_file("default")
        outbox.unlink(missing_ok=True)
        outbox.mkdir()  # what cannot be written down is not shown
        workspace, one, case = opened()
        with pytest.raises(DeskError):
            workspace.unmask(one, case, event, "new", "the customer asks")
        assert not set(SECRETS) & texts(workspace.open_case(one, case))
        outbox.rmdir()
        workspace.unmask(one, case, event, "new", "the customer asks")
        found = Outbox.open(outbox, workspace.key)
        [waiting] = [each.mutation.payload for each in found.to_send() if isinstance(each.mutation.payload, Unmasked)]
        found.close()
        assert waiting == Unmasked(event, "new", "the customer asks")
        shown = workspace.open_case(one, case)
        row = event_ids(shown.events).index(event)
        values = shown.dictionaries.values
        assert values[int(shown.events.new_value[row])] == SECRETS[0]
        assert values[int(shown.events.old_value[row])] == WITHHELD  # one value, not its neighbours
        assert SECRETS[1] not in texts(shown)
        workspace.close()
        again, one, case = opened()
        assert not set(SECRETS) & texts(again.open_case(one, case))  # covered again with the next start
        again.close()
    finally:
        office.server.start()
    desk.done("sync")
    desk.done("sync")
    [entry] = [each for each in desk.done("access-log", "--json").json()["entries"] if each["what"] == "unmasked"]
    assert (entry["who"], entry["reason"], entry["details"]["what"]) == ("Person viewer", "the customer asks", "new")
    with office.raw(office.logins["client"]) as connection:
        [row] = connection.execute(
            "SELECT reason FROM client_events(1, 0, 99999) WHERE kind = %s", (int(EventKind.UNMASKED),)
        ).fetchall()
    assert row == ("the customer asks",)


def test_nothing_else_of_the_desk_shows_a_covered_value(desk: Installation) -> None:
    workspace, one, _case = opened()
    queue = workspace.queue(one)
    references = {queue.dictionaries.values[code] for code in queue.cases["reference"].tolist() if code >= 0}
    assert references == {WITHHELD}
    assert {hit.text for hit in workspace.texts_with(one, "QXMASKED", 9).hits} <= {WITHHELD}
    workspace.close()
    out = desk.home / "out"
    for words in (["case", "C-1"], ["case", "C-1", "--json"], ["cases", "--json"], ["access-log", "--json"]):
        assert not [each for each in SECRETS if each in desk.done(*words).out], words
    for form in ("json", "csv", "xes", "html"):
        desk.done("report", "case", "C-1", "--format", form, "--out", out)
        assert not [each for each in SECRETS if each in out.read_text(encoding="utf-8")], form


@pytest.mark.parametrize("desk", ["client"], indirect=True)
def test_a_client_has_nothing_to_unmask(desk: Installation) -> None:
    workspace, one, case = opened()
    file = workspace.open_case(one, case)
    assert not file.covers
    assert WITHHELD in texts(file)
    with pytest.raises(DeskError, match="never given to it"):
        workspace.unmask(one, case, masked_event(file), "new", "I want to know")
    workspace.close()


@pytest.mark.parametrize("desk", ["importer"], indirect=True)
def test_a_role_that_the_engagement_does_not_name_sees_the_values(desk: Installation) -> None:
    workspace, one, case = opened()
    assert set(SECRETS) <= texts(workspace.open_case(one, case))
    workspace.close()


def test_on_the_screen_one_asks_for_it_with_a_reason_and_then_it_shows(desk: Installation, qtbot: QtBot) -> None:
    workspace, _one, case = opened()
    window, background = new_window(new_application([]), workspace, None, case_screen)
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.queue.is_read, timeout=20_000)
    window.places.open_case(case)
    qtbot.waitUntil(lambda: window.places.at_case and shown_view(window) is not None, timeout=20_000)
    view = shown_view(window)
    event = masked_event(view.file)
    screen = window.findChild(CaseScreen)
    assert screen is not None
    plain = event_ids(view.file.events).index(event) - 1
    screen.choose_event(plain)
    window.actions_by_name["unmask"].trigger()
    assert window.overlays.unmask.begin() is None  # nothing of this event is covered
    row = event_ids(view.file.events).index(event)
    screen.choose_event(row)
    assert "Ctrl+Shift+X" in view.words.withheld(row)
    dialog = window.overlays.unmask.begin()
    assert dialog is not None
    assert not dialog.show_it.isEnabled()
    dialog.reason.setText("the customer asks")
    dialog.which.setCurrentIndex(dialog.which.findData("new"))
    assert dialog.show_it.isEnabled()
    dialog.buttons.accepted.emit()
    qtbot.waitUntil(lambda: SECRETS[0] in texts(shown_view(window).file), timeout=20_000)
    assert [entry.mutation.payload.reason for entry in workspace.written()  # type: ignore[union-attr]
            if isinstance(entry.mutation.payload, Unmasked)] == ["the customer asks"]  # fmt: skip
    window.close()
    background.shutdown()
    workspace.close()


def shown_view(window):  # type: ignore[no-untyped-def]
    screen = window.findChild(CaseScreen)
    return None if screen is None else screen.view


@pytest.mark.parametrize("desk", ["admin"], indirect=True)
def test_a_report_for_both_sides_shows_no_more_than_the_client_gets(desk: Installation) -> None:
    """Names of staff, masked values, data and records of sources; also in what the report says of itself."""
    out = desk.home / "out"
    for form in ("json", "csv", "xes", "html"):
        desk.done("report", "--both-sides", "case", "--where", "number:C-1", "--format", form, "--out", out)
        text = out.read_text(encoding="utf-8")
        assert not [word for word in FORBIDDEN_TO_CLIENTS if word in text], form
        assert "Staff no. " in text, form
        assert "Person admin" not in text, form
        desk.done("report", "case", "C-1", "--format", form, "--out", out)
        assert "Ada Lovelace" in out.read_text(encoding="utf-8")
