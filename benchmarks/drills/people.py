"""Drills about people: one is erased, one loses the right to read, two edit the same review offline."""

from __future__ import annotations

import json
import time

from benchmarks.drills.stage import CODE, Stage, comment
from bpo_desk.models.review import Review, ReviewKept
from bpo_desk.shared.admin import find_engagement
from bpo_desk.shared.changes import Deed, erase_events
from bpo_desk.shared.engine import open_engine, writing

CANARY = "Zyxwina Quandary, born in Elbonia"


def erase(stage: Stage) -> None:
    """Erase what was written about a person: every desk forgets the text, the one that wrote it too."""
    stage.make()
    ada, bo = stage.desk("ada"), stage.desk("bo")
    for desk in (ada, bo):
        desk.sync(stage.url)
    stage.write(ada, "Ada", comment(CANARY), comment("about nobody"))
    ada.sync(stage.url)
    bo.sync(stage.url)
    for desk, who in ((ada, "Ada"), (bo, "Bo")):
        with stage.opened(desk, who) as workspace:
            one = int(workspace.engagement(CODE).engagement_id)
            found = len(workspace.texts_with(one, "Quandary", 10).hits)
        stage.check(f"before, {who} finds the person by full text", found == 1)
    stage.step("the administrator erases the event, and says why")
    engine = open_engine(stage.url)
    try:
        with writing(engine) as connection:
            query = "SELECT encode(uuid_send(event_id), 'hex') FROM event WHERE new_value = %s"
            ids = [str(row[0]) for row in connection.exec_driver_sql(query, (CANARY,))]
            deed = Deed("operator", "request of the person, 2026-17", time.time_ns() // 1000)
            erase_events(connection, find_engagement(engine, CODE), ids, deed)
    finally:
        engine.dispose()
    for desk in (ada, bo):
        desk.sync(stage.url)
    left = stage.rows("SELECT count(*) FROM event WHERE strpos(event::text, 'Quandary') > 0")
    stage.check("the shared database has the text nowhere in its events", left == [(0,)])
    for desk, who in ((ada, "Ada"), (bo, "Bo")):
        with stage.opened(desk, who) as workspace:
            one = int(workspace.engagement(CODE).engagement_id)
            found = len(workspace.texts_with(one, "Quandary", 10).hits)
            kept = [each for each in workspace.written() if "Quandary" in str(each.mutation.payload)]
        shown = "Quandary" in desk.done("case", "C-1", "--json").out
        stage.check(f"{who} finds the person nowhere", not found and not kept and not shown)
        plain = b"Quandary" in b"".join(each.read_bytes() for each in sorted(desk.home.rglob("*")) if each.is_file())
        stage.check(f"no file of {who} has the text in the open", not plain)
    stage.check("the story keeps its shape", len(ada.case("C-1")["events"]) == len(bo.case("C-1")["events"]))
    stage.agrees(ada, "Ada")


def revoke(stage: Stage) -> None:
    """Take a person's roles away: the copy of their desk goes with the next contact, what they typed does not."""
    stage.make()
    operator = stage.desk("operator")
    login = f"ada_{stage.database[-8:]}"
    stage.step("bpo-desk admin grant", login=login, role="reviewer")
    operator.done("admin", "grant", login, "reviewer", CODE, "--to", stage.url, "--no-password")
    url, ada = stage.server.url(stage.database, login), stage.desk("ada")
    ada.sync(url)
    stage.check("the desk has its cases", len(ada.cases()["cases"]) == 3)
    stage.write(ada, "Ada", comment("typed in the train"))
    stage.step("bpo-desk admin revoke", login=login)
    operator.done("admin", "revoke", login, "--to", stage.url)
    told = ada.run("sync", "--json")
    last = json.loads(told.out.splitlines()[-1])
    stage.check("its desk is told so at the next contact", told.code == 1 and last.get("code") == "access_revoked")
    stage.check("the copy is gone", not ada.cache_file.exists() and ada.run("cases", "--json").code == 1)
    stage.check("nothing of theirs arrived", stage.notes() == [])
    with stage.opened(ada, "Ada") as workspace:
        kept = workspace.outbox_entries()
    plain = b"typed in the train" in b"".join(each.read_bytes() for each in ada.home.rglob("*") if each.is_file())
    stage.check("what was typed is kept, encrypted", len(kept) == 1 and not plain, why=last["message"])
    stage.step("bpo-desk admin grant", login=login, role="reviewer")
    operator.done("admin", "grant", login, "reviewer", CODE, "--to", stage.url, "--no-password")
    ada.sync(url)
    stage.check("with the access back, it arrives", len(stage.notes()) == 1)


def review(stage: Stage) -> None:
    """Two desks edit one review offline: the second sees theirs and its own, and decides."""
    stage.make()
    first, second = stage.desk("ada"), stage.desk("bo")
    for desk in (first, second):
        desk.sync(stage.url)
    begun = ReviewKept("Ada", score="2", text="begun")
    stage.write(first, "Ada", begun)
    first.sync(stage.url)
    second.sync(stage.url)
    stage.step("both are offline and edit the same version")
    seen = Review(begun, row_ver=1).seen
    stage.write(first, "Ada", ReviewKept("Ada", score="3", text="as Ada sees it"), seen=seen)
    stage.write(second, "Bo", ReviewKept("Ada", score="4", text="as Bo sees it"), seen=seen)
    first.sync(stage.url)
    second.sync(stage.url)
    with stage.opened(second, "Bo") as workspace:
        (refused,) = workspace.attention.tray().refused
        held = refused.held
        theirs = {} if held is None else dict(held.fields)
        stage.check("Bo sees both versions side by side", theirs.get("text") == "as Ada sees it", theirs=theirs)
        stage.step("Bo edits and sends on top of it")
        workspace.attention.send_again(refused.entry.mutation.mutation_id, {"text": "as both see it"})
    second.sync(stage.url)
    first.sync(stage.url)
    ((draft, row_ver),) = stage.rows("SELECT draft, row_ver FROM review")
    stage.check("the review says what Bo decided", '"as both see it"' in str(draft), row_ver=row_ver)
    stage.check("Ada's version was never overwritten unseen", row_ver == 3)
    with stage.opened(second, "Bo") as workspace:
        tray = workspace.attention.tray()
    stage.check("the decision and what Bo had written are kept", not tray.refused and len(tray.decided) == 1)
