"""The access log: looks and exports of both sides, offline ones after the next contact, read by either side's lead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bpo_desk.app.desktop import case_screen, new_application, new_window
from bpo_desk.shared import members
from bpo_desk.shared.engine import writing
from bpo_desk.ui.access_log_panel import CASE, WHAT, WHO
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.postgres_server import PostgresServer
from tests.shared.people import Office, office_on


@pytest.fixture(scope="module")
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        with writing(found.engine) as connection:
            members.ask(connection, found.acme, log_views=["viewer", "client"])
        yield found


@pytest.fixture(scope="module")
def desks(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Installation]:
    """The desks of a viewer and of a client, who looked and exported while they were offline, and synced again."""
    made = {}
    for role in ("viewer", "client"):
        desk = Installation(tmp_path_factory.mktemp(role))
        desk.sync(office.server.url(office.database, user=office.logins[role]))
        made[role] = desk
    office.server.stop()
    made["viewer"].done("case", "C-1")
    out = made["viewer"].home / "r.csv"
    made["viewer"].done(
        "report", "case", "C-1", "--format", "csv", "--recipient", "Carl", "--reason", "asked", "--out", out
    )
    made["client"].done("case", "C-1")
    waiting = made["viewer"].done("access-log", "--json").json()
    assert ([each["case"] for each in waiting["entries"]], waiting["not_sent"]) == ([None], 3)  # the report looked, too
    office.server.start()
    for _ in range(2):
        for desk in made.values():
            desk.done("sync")
    return made


def test_both_sides_read_who_looked_and_who_exported_the_client_under_pseudonyms(
    desks: dict[str, Installation],
) -> None:
    theirs = desks["client"].done("access-log", "--json").json()
    ours = desks["viewer"].done("access-log", "--case", "C-1", "--json").json()
    assert ours["found"] == len(ours["entries"]) == 4
    assert theirs["found"] == 5  # of the case, and a list
    assert ours["not_sent"] == 0
    said = {(each["who"], each["side"], each["what"]) for each in ours["entries"]}
    assert said == {("Person viewer", "provider", "viewed"), ("Person viewer", "provider", "exported"),
                    ("Person client", "client", "viewed")}  # fmt: skip
    [export] = [each for each in ours["entries"] if each["what"] == "exported"]
    assert (export["details"]["format"], export["details"]["what"], export["details"]["recipient"]) == (
        "csv", "report", "Carl")  # fmt: skip
    assert (export["reason"], export["case"]) == ("asked", "C-1")
    assert len(export["details"]["digest"]) == 64
    assert export["done_at"] <= export["at"]  # done offline, told later
    names = {each["who"] for each in theirs["entries"]}
    assert "Person client" in names
    assert "Person viewer" not in names
    assert any(name.startswith("Staff ") for name in names)


def test_a_list_that_left_is_read_by_both_sides_without_its_filter_on_the_other(
    desks: dict[str, Installation],
) -> None:
    ours, theirs = (
        [each for each in desks[role].done("access-log", "--json").json()["entries"] if each["case"] is None]
        for role in ("viewer", "client")
    )
    assert [(each["who"], each["details"]["cases"], each["side"]) for each in ours] == [
        ("Ada Lovelace", 600, "provider")
    ]
    assert "holder" in ours[0]["details"]["filter"]
    assert theirs[0]["who"].startswith("Staff ")
    assert theirs[0]["details"] == {"format": "csv", "cases": 600}


def test_the_screen_lists_it_filters_it_and_opens_the_case(
    desks: dict[str, Installation], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("BPO_DESK_HOME", str(desks["viewer"].home))
    monkeypatch.setenv("BPO_DESK_KEY", str(desks["viewer"].key))
    workspace = Workspace.open()
    window, background = new_window(new_application([]), workspace, None, case_screen)
    qtbot.addWidget(window)
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.queue.is_read, timeout=20_000)
    window.actions_by_name["access_log"].trigger()
    panel = window.overlays.access.show_log()
    qtbot.waitUntil(lambda: panel.rows.rowCount() == 5, timeout=20_000)
    assert panel.count.text() == "5 of 5 entries"
    panel.filter.setText("exported carl")
    assert panel.rows.rowCount() == 1
    assert panel.count.text() == "1 of 5 entries"
    row = [panel.rows.index(0, column).data() for column in (WHO, WHAT, CASE)]
    assert row == ["Person viewer", "exported", "C-1"]
    panel.table.activated.emit(panel.rows.index(0, 0))
    qtbot.waitUntil(lambda: window.places.at_case, timeout=20_000)
    panel.close()
    window.close()
    background.shutdown()
    workspace.close()


def test_where_nothing_was_noted_it_says_so(tmp_path: Path, office: Office) -> None:
    desk = Installation(tmp_path / "stranger")
    desk.sync(office.server.url(office.database, user=office.stranger))
    found = desk.done("access-log")
    assert "1 of 1 entries" in found.out
