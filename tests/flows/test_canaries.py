"""Canaries: words planted in every kind of content lie nowhere in the open after a real run, and nowhere at all once
they were erased or their engagement was lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from bpo_desk.app.desktop import case_screen, new_application, new_window
from bpo_desk.app.locking import Locking
from bpo_desk.cache.store import Cache
from bpo_desk.models.dictionaries import Dictionaries, Field, FieldRole, Person, Queue, Source, Step
from bpo_desk.models.engagement import Engagement, Role
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventBatch
from bpo_desk.models.mutation import CommentAdded, EventTagged
from bpo_desk.models.sides import Side
from bpo_desk.shared import changes, members
from bpo_desk.shared.admin import create_engagement, init
from bpo_desk.shared.append import append
from bpo_desk.shared.changes import Deed
from bpo_desk.shared.definitions import store_definition
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.shared.feed import Feed
from bpo_desk.sync.run import sync_once
from bpo_desk.workspace.client_view import look_as_client
from bpo_desk.workspace.desk import Workspace
from tests.conftest import TEST_KEY
from tests.flows.desk_commands import Installation
from tests.flows.raw_pages import found_in
from tests.postgres_server import PostgresServer
from tests.shared.batches import RECORDED, batch_of, one_event
from tests.shared.people import Office, office_on
from tests.shared_data import REPOSITORY

TEXTS = [f"QX{name}CANARY" for name in ("TITLE", "COMMENT", "VALUE", "REASON", "DATA", "RECORD", "OLD")]
_KINDS = ("PERSON", "JOB", "QUEUE", "STEP", "FIELD", "SOURCE", "CASE", "PROCESS", "DRAWING", "ENGAGEMENT", "CLIENT")
NAMES = [f"QX{name}CANARY" for name in _KINDS]
TYPED = [f"QX{name}CANARY" for name in ("NOTE", "TAG", "DRAFT", "FILTER", "VIEW", "CRASH")]
ALL = [*TEXTS, *NAMES, *TYPED]


def planted() -> EventBatch:
    """One case with a canary in each kind of text."""
    dictionaries = Dictionaries(
        persons=[Person(""), Person("QXPERSONCANARY", Side.PROVIDER, "QXJOBCANARY")],
        queues=[Queue(""), Queue("QXQUEUECANARY")], steps=[Step(""), Step("QXSTEPCANARY")],
        fields=[Field(""), Field("QXFIELDCANARY"), Field("title", FieldRole.TITLE)],
        sources=[Source(""), Source("QXSOURCECANARY")],
        values=["", *TEXTS[:4], TEXTS[6]],
    )  # fmt: skip
    rows = [
        one_event(1, source=1, kind=EventKind.OPENED, actor=1, queue=1, step=1, occurred_at=RECORDED),
        one_event(2, source=1, kind=EventKind.FIELD_CHANGED, field=2, new_value=1, occurred_at=RECORDED + 1),
        one_event(3, source=1, kind=EventKind.COMMENT_ADDED, actor=1, new_value=2, visibility=0),
        one_event(4, source=1, kind=EventKind.FIELD_CHANGED, field=1, old_value=5, new_value=3, reason=4,
                  occurred_at=RECORDED + 3),
    ]  # fmt: skip
    data = [json.dumps({"note": "QXDATACANARY"})] * len(rows)
    return batch_of(rows, ["QXCASECANARY"], dictionaries=dictionaries, data=data, case_process=["QXPROCESSCANARY"],
                    source_record=["QXRECORDCANARY"] * len(rows))  # fmt: skip


def make_shared(folder: Path) -> tuple[str, Engagement]:
    url = f"sqlite:///{folder / 'shared.db'}"
    engine = open_engine(url)
    init(engine)
    one = create_engagement(engine, "acme", "QXENGAGEMENTCANARY", client="QXCLIENTCANARY")
    with writing(engine) as connection:
        append(connection, one, planted(), RECORDED)
        store_definition(connection, one, "QXPROCESSCANARY", "1", "QXPROCESSCANARY", b"<xml>QXDRAWINGCANARY</xml>")
    engine.dispose()
    return url, one


def in_the_open(*folders: Path) -> list[tuple[str, str]]:
    """(file, canary) wherever one lies in plain bytes, in UTF-8 or UTF-16."""
    found = []
    for file in (each for folder in folders for each in folder.rglob("*") if each.is_file()):
        content = file.read_bytes()
        found += [(file.name, word) for word in ALL if word.encode() in content or word.encode("utf-16-le") in content]
    return found


CRASH = """
import faulthandler, sys, threading
from bpo_desk import logs
from bpo_desk.settings import local_places
from bpo_desk.workspace.desk import Workspace
logs.start(local_places(), "desk")
workspace = Workspace.open()
one = workspace.engagement("acme")
case = workspace.open_case(one.engagement_id, workspace.find_case(one.engagement_id, "QXCASECANARY"))
def fail():
    raise RuntimeError("QXCRASHCANARY " + " ".join(case.dictionaries.values))
thread = threading.Thread(target=fail)
thread.start()
thread.join()
try:
    fail()
except RuntimeError:
    sys.excepthook(*sys.exc_info())
faulthandler._sigsegv()
"""


def test_nothing_lies_in_the_open_after_sync_window_report_client_view_and_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    (tmp_path / "server").mkdir()
    (tmp_path / "temp").mkdir()
    (tmp_path / "out").mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path / "temp"))
    url, one = make_shared(tmp_path / "server")
    desk = Installation(tmp_path / "home")
    synced = desk.process("sync", "--from", url)
    assert synced.code == 0, synced.err
    monkeypatch.setenv("BPO_DESK_HOME", str(desk.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(desk.key))
    workspace = Workspace.open()
    _work_at_the_window(workspace, one, qtbot)
    workspace.make_report(["case", "QXCASECANARY", "--format", "html", "--out", str(tmp_path / "out" / "r.html")])
    assert b"QXCOMMENTCANARY" in (tmp_path / "out" / "r.html").read_bytes()
    view = look_as_client(workspace, "acme")
    assert len(view.queue(one.engagement_id)) == 1
    assert in_the_open(desk.home, tmp_path / "temp") == []  # while everything is open
    view.leave()
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    crashed = subprocess.run([sys.executable, "-c", CRASH], env=variables, capture_output=True, text=True, check=False)
    assert crashed.returncode != 0
    assert "QXCRASHCANARY" in crashed.stderr, "it crashed elsewhere"
    logs = [each for each in (desk.home / "logs").iterdir() if each.stat().st_size]
    assert {each.suffix for each in logs} == {".jsonl", ".txt"}
    workspace.close()
    assert in_the_open(desk.home, tmp_path / "temp") == []
    key = bytes.fromhex(str(desk.key))
    kept = found_in(desk.cache_file, key, ALL) | found_in(desk.home / "profiles" / "default" / "outbox.db", key, ALL)
    assert kept >= {*TEXTS, *NAMES, "QXNOTECANARY", "QXTAGCANARY", "QXFILTERCANARY"}  # it is all there, encrypted


def _work_at_the_window(workspace: Workspace, one: Engagement, qtbot: QtBot) -> None:
    """Open the case, write, filter, keep a view, leave a draft, and close."""
    application = new_application([])
    file = workspace.places.window_file(workspace.profile)
    locking = Locking(workspace, lambda: new_window(application, workspace, file, case_screen))
    window = locking.window
    assert window is not None
    window.show()
    window.start()
    qtbot.waitUntil(lambda: window.queue.is_read, timeout=20_000)
    window.jump("QXCASECANARY")
    qtbot.waitUntil(lambda: window.places.at_case, timeout=20_000)
    workspace.write(workspace.new_mutation("acme", "QXCASECANARY", CommentAdded("QXNOTECANARY")))
    first = f"{1:016x}{8:016x}"
    workspace.write(workspace.new_mutation("acme", "QXCASECANARY", EventTagged(first, "QXTAGCANARY")))
    window.places.show_queue()
    window.queue.filter_by('title:"QXTITLECANARY" -holder:QXFILTERCANARY')
    window.whole._memory.keep("queue_views", json.dumps({"QXVIEWCANARY": "holder:QXPERSONCANARY"}))
    qtbot.wait(1_300)  # the view is stored for the next start
    assert window.reading.engagement == int(one.engagement_id)
    window.close()
    locking.close()
    window.deleteLater()


def synced_with(engine: object, cache: Cache) -> None:
    sync_once(cache, Feed(engine), verify=True)  # type: ignore[arg-type]


def test_of_what_was_erased_nothing_is_left_in_any_page(tmp_path: Path, memory_key: bytes) -> None:
    url, one = make_shared(tmp_path)
    engine = open_engine(url)
    with writing(engine) as connection:  # more than one settled run, so that erasing rewrites segments
        many = [one_event(100 + n, source=1, kind=EventKind.NOTED, occurred_at=RECORDED + n) for n in range(3_000)]
        append(connection, one, batch_of(many, ["OTHER"]), RECORDED)
    cache = Cache.create(tmp_path / "cache.db", memory_key)
    synced_with(engine, cache)
    cache.tidy()
    assert found_in(cache.path, memory_key, TEXTS) == set(TEXTS)
    with writing(engine) as connection:
        ids = [bytes(row[0]).hex() for row in connection.execute(text("SELECT event_id FROM event WHERE case_id = 1"))]
        changes.erase_events(connection, one, ids, Deed("operator", "asked for", RECORDED + 10))
    synced_with(engine, cache)
    synced_with(engine, cache)
    assert found_in(cache.path, memory_key, TEXTS) == set()
    assert found_in(cache.path, memory_key, ["QXPERSONCANARY", "OTHER"]) == {"QXPERSONCANARY", "OTHER"}
    cache.close()
    engine.dispose()


@pytest.fixture
def office(pg_server: PostgresServer) -> Iterator[Office]:
    with office_on(pg_server) as found:
        yield found


def test_of_an_engagement_that_was_lost_nothing_is_left_in_any_page(
    office: Office, tmp_path: Path, memory_key: bytes
) -> None:
    login = office.logins["viewer"]
    office.grant(login, Role.VIEWER, office.bolt)
    cache = Cache.create(tmp_path / "cache.db", memory_key)
    with office.feed_as(login) as feed:
        sync_once(cache, feed)
    cache.tidy()
    mine = ["title of the case", "QXINTERNAL comment", "Carl Client"]
    theirs = ["BOLT"]
    assert found_in(cache.path, memory_key, mine + theirs) == {*mine, *theirs}
    with writing(office.engine) as connection:
        members.revoke(connection, login, office.bolt)
    with office.feed_as(login) as feed:
        sync_once(cache, feed)
    assert found_in(cache.path, memory_key, mine + theirs) == set(mine)
    cache.close()


def test_the_look_into_pages_finds_what_lies_in_free_ones(tmp_path: Path) -> None:
    """The test of the tests: without secure_delete, what was deleted is found."""
    key = bytes.fromhex(TEST_KEY)
    cache = Cache.create(tmp_path / "cache.db", key)
    cache.connection.execute("pragma secure_delete = off")
    with cache.write() as connection:
        body = "QXGONECANARY" * 2_000
        connection.execute("insert into remembered (name, body) values ('x', ?)", (body,))
    with cache.write() as connection:
        connection.execute("delete from remembered")
    cache.tidy()
    assert found_in(cache.path, key, ["QXGONECANARY"]) == {"QXGONECANARY"}
    cache.close()
