""" "See as client": what it shows equals the copy of a real client's login, from both databases; nothing is written in
it but that somebody looked, and nothing leaves it unmasked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bpo_desk.cache import read
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError
from bpo_desk.models.mutation import CommentAdded, Exported, Viewed
from bpo_desk.shared import members
from bpo_desk.shared.append import append
from bpo_desk.shared.engine import writing
from bpo_desk.sync.run import sync_once
from bpo_desk.workspace.client_view import ClientView, ViewFile, look_as_client
from bpo_desk.workspace.desk import Workspace
from bpo_desk.workspace.profiles import remember_url
from tests.conftest import TEST_KEY
from tests.flows.desk_commands import Installation
from tests.postgres_server import PostgresServer
from tests.shared.batches import RECORDED
from tests.shared.people import FORBIDDEN_TO_CLIENTS, Office, office_on
from tests.shared.test_client_feed import MASKS, any_events
from tests.sync.test_client_copy import leaks, plain_tables

LOADED: list[tuple[int, int]] = []


@pytest.fixture(scope="module")
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        with writing(found.engine) as connection:
            append(connection, found.acme, any_events(3), RECORDED)
            members.ask(connection, found.acme, masked=MASKS, pseudonyms=True, log_views=["viewer"])
        yield found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("viewer")


@pytest.fixture(autouse=True)
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPO_DESK_HOME", str(home))
    monkeypatch.setenv("BPO_DESK_KEY", TEST_KEY)


@pytest.fixture(scope="module")
def viewer(office: Office, home: Path) -> Iterator[Workspace]:
    """The synced desk of a viewer of the provider's side."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("BPO_DESK_HOME", str(home))
        monkeypatch.setenv("BPO_DESK_KEY", TEST_KEY)
        remember_url("default", office.server.url(office.database, user=office.logins["viewer"]))
        workspace = Workspace.open()
    cache = workspace.writable_copy()
    with office.feed_as(office.logins["viewer"]) as feed:
        sync_once(cache, feed)
    cache.close()
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def view(viewer: Workspace, home: Path) -> Iterator[ClientView]:
    """What that viewer sees as the client."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("BPO_DESK_HOME", str(home))
        made = look_as_client(viewer, "acme", lambda done, of: LOADED.append((done, of)))
    yield made
    made.leave()


def view_file(view: ClientView) -> Path:
    [file] = view.places.profile_folder(view.profile).glob("client-view-*.db")
    return file


def cells(cache: Cache) -> dict[str, list[Any]]:
    """Every row of every table, but how the sync stands and what belongs to a login itself."""
    with cache.read() as connection:
        found = {name: connection.execute(f"select * from {name}").fetchall() for name in plain_tables(connection)}
    found["engagement"] = [row[:6] for row in found["engagement"]]
    found["contact"] = [(row[0], row[3]) for row in found["contact"]]  # how long it may be used; not since when
    found["record"] = [row for row in found["record"] if row[1] not in ("membership", "saved_view")]
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def test_the_view_is_cell_by_cell_the_copy_of_the_clients_own_login(
    office: Office, viewer: Workspace, view: ClientView, tmp_path: Path, memory_key: bytes
) -> None:
    theirs = Cache.create(tmp_path / "client.db", memory_key)
    with office.feed_as(office.logins["client"]) as feed:
        sync_once(theirs, feed)
    copy = Cache.open(view_file(view), view.view.key)
    try:
        assert cells(copy) == cells(theirs)
        assert not {word for word in leaks(copy) if word.isupper()}  # names in longer texts and comments stay
        assert LOADED[-1][0] == LOADED[-1][1] > 200
        one = int(viewer.engagement("acme").engagement_id)
        mine, his = view.queue(one), read.queue(theirs, one)
        assert mine.cases.columns.keys() == his.cases.columns.keys()
        assert all((mine.cases[name] == his.cases[name]).all() for name in mine.cases.columns)
        for case in mine.cases["case"].tolist():
            seen, own = view.open_case(one, case), read.open_case(theirs, one, case)
            assert seen.events.columns().keys() == own.events.columns().keys()
            assert all((seen.events.columns()[n] == own.events.columns()[n]).all() for n in seen.events.columns())
            assert (seen.data, seen.source_record, seen.dictionaries) == (own.data, own.source_record, own.dictionaries)
    finally:
        copy.close()
        theirs.close()
    raw = b"".join(each.read_bytes() for each in view_file(view).parent.glob("client-view-*"))
    assert b"title of the case" not in raw


def test_nothing_is_written_but_that_somebody_looked_or_exported(viewer: Workspace, view: ClientView) -> None:
    one = viewer.engagement("acme")
    number = viewer.queue(one.engagement_id).numbers.text(0)
    pending = viewer.new_mutation("acme", number, CommentAdded("QXINTERNAL written here and not sent yet"))
    viewer.write(pending)
    note = view.new_mutation("acme", number, CommentAdded("no"))
    with pytest.raises(DeskError) as refused:
        view.write(note)
    assert refused.value.code == "client_view"
    with pytest.raises(DeskError):
        view.write_all([note, view.new_mutation("acme", number, Viewed())])
    with pytest.raises(DeskError):
        view.discard(pending.mutation_id)
    assert (view.outbox_status().unsent, view.outbox_entries()) == (0, [])
    assert view.own_roles(one) == ("client",)
    case = view.find_case(one.engagement_id, number)
    file = view.open_case(one.engagement_id, case)  # this viewer's looks are written down, in whichever view
    assert not file.pending
    assert not any("QXINTERNAL" in text for text in file.dictionaries.values)
    view.note_export("acme", [number], Exported("csv", what="events"))
    written = [entry.mutation.kind.value for entry in viewer.outbox_entries()]
    assert written[-1] == "exported"
    assert sorted(set(written)) == ["comment_added", "exported", "viewed"]


@pytest.mark.parametrize("form", ["csv", "html"])
def test_a_report_made_in_it_holds_what_the_client_sees(view: ClientView, form: str, tmp_path: Path) -> None:
    out = tmp_path / f"report.{form}"
    view.make_report(["case", "C-1", "--format", form, "--out", str(out)])
    text = out.read_text(encoding="utf-8")
    assert [word for word in FORBIDDEN_TO_CLIENTS if word in text] == []
    assert "title of the case" in text
    assert "Staff " in text


def test_the_commands_say_what_the_client_sees_of_a_sqlite_file_too(
    shared_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bpo_desk.shared.admin import create_engagement
    from bpo_desk.shared.engine import open_engine
    from tests.shared.people import story

    engine = open_engine(shared_url)
    acme = create_engagement(engine, "acme", "Acme")
    with writing(engine) as connection:
        append(connection, acme, story(), RECORDED)
        members.ask(connection, acme, masked=["field:IBAN", "role:reference"], pseudonyms=True)
    engine.dispose()
    desk = Installation(tmp_path / "home")
    desk.sync(shared_url)
    commands = [["case", "C-1"], ["cases"]] if shared_url.startswith("sqlite") else [["cases", "--engagement", "acme"]]
    for words in commands:
        seen = desk.done(*words, "--json", "--as-client").out
        assert [word for word in FORBIDDEN_TO_CLIENTS if word in seen] == []
        assert "title of the case" in seen
    assert "QXINTERNAL" in desk.done("case", "C-1", "--json").out
    wrong = desk.run("sync", "--as-client", "acme", "--json")
    assert wrong.code == 2
    assert not list((tmp_path / "home" / "profiles" / "default").glob("client-view-*"))


def test_a_client_is_told_that_it_sees_the_clients_view_already(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Installation(tmp_path / "client")
    desk.sync(office.server.url(office.database, user=office.logins["client"]))
    refused = desk.run("cases", "--as-client", "--json")
    assert refused.code == 1
    assert "what it sees is what clients see" in refused.err
    assert not list((tmp_path / "client" / "profiles" / "default").glob("client-view-*"))


def test_a_view_that_is_stopped_or_fails_leaves_nothing(viewer: Workspace) -> None:
    before = set(viewer.places.profile_folder("default").glob("client-view-*"))
    with pytest.raises(DeskError) as stopped:
        look_as_client(viewer, "acme", stopped=lambda: True)
    assert stopped.value.code == "stopped"
    with pytest.raises(DeskError):
        look_as_client(viewer, "no such engagement")
    assert set(viewer.places.profile_folder("default").glob("client-view-*")) == before


def test_who_leaves_forgets_the_key_and_removes_the_file(viewer: Workspace) -> None:
    passing = ClientView(
        viewer, ViewFile(viewer.places.profile_folder("default") / "client-view-x.db", bytes(32), "acme")
    )
    Cache.create(passing.view.file, passing.view.key).close()
    assert ViewFile.handed_over({"BPO_DESK_CLIENT_VIEW": passing.view.to_text()}) == passing.view
    passing.leave()
    assert passing.view.key == b""
    assert not list(passing.view.file.parent.glob("client-view-x*"))
    with pytest.raises(DeskError):
        passing.engagements()
