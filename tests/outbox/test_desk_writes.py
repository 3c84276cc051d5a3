"""From the running desk to the shared database and back, with the product's own processes."""

from __future__ import annotations

import json

import pytest

from bpo_desk.models.mutation import CommentAdded
from bpo_desk.settings import HOME_VARIABLE, local_places
from bpo_desk.workspace.desk import Workspace
from bpo_desk.workspace.writing import own_actor
from tests.flows.desk_commands import Installation
from tests.patience import PATIENCE


def _first_case(workspace: Workspace) -> tuple[str, str, int]:
    engagement = workspace.engagement(None)
    queue = workspace.queue(engagement.engagement_id)
    return engagement.code, queue.numbers.text(0), int(queue.cases["case"][0])


def test_a_note_is_shown_at_once_and_sent_by_the_next_sync(desk: Installation, workspace: Workspace) -> None:
    code, number, case = _first_case(workspace)
    assert workspace.outbox_status().unsent == 0
    before = desk.case(number)
    workspace.write(workspace.new_mutation(code, number, CommentAdded("called them")))
    one = workspace.engagement(None).engagement_id
    assert len(workspace.open_case(one, case).pending) == 1
    assert workspace.outbox_status().unsent == 1
    lines = desk.done("sync", "--json").lines()
    assert [line["outcome"] for line in lines if line["event"] == "pushed"] == ["ok"]
    assert workspace.open_case(one, case).pending == frozenset()
    assert workspace.outbox_status().unsent == 0
    after = desk.case(number)
    assert len(after["events"]) == len(before["events"]) + 1
    assert after["holders"] == before["holders"]
    assert after["unknown"] == before["unknown"]


def test_the_process_that_follows_sends_a_note_at_once(desk: Installation, workspace: Workspace) -> None:
    code, number, _ = _first_case(workspace)
    settings = local_places({HOME_VARIABLE: str(desk.home)}).settings_file
    settings.write_text("sync_every_seconds = 3600\n" + settings.read_text("utf-8"), "utf-8")
    with desk.start("sync", "--follow", "--json") as process:
        assert process.stdout is not None
        assert process.stdin is not None
        while json.loads(process.stdout.readline())["event"] != "synced":
            pass
        workspace.write(workspace.new_mutation(code, number, CommentAdded("right away")))
        while json.loads(process.stdout.readline())["event"] != "pushed":
            pass  # the next round would come after half an hour at the earliest
        process.stdin.write("push\n")
        process.stdin.flush()
        process.communicate("", timeout=PATIENCE)
        assert process.returncode == 0


def test_an_outbox_that_cannot_be_opened_is_said_and_reading_goes_on(desk: Installation, workspace: Workspace) -> None:
    code, number, case = _first_case(workspace)
    workspace.write(workspace.new_mutation(code, number, CommentAdded("kept")))
    path = workspace.places.outbox_file(workspace.profile)
    workspace.close()
    whole = path.read_bytes()
    path.write_bytes(b"nothing that anybody wrote" * 1000)
    outcome = desk.run("sync", "--json")
    assert outcome.code == 1
    assert [line["code"] for line in outcome.lines() if line["event"] == "error"] == ["cache_damaged"]
    assert outcome.lines()[-1]["event"] == "synced"
    assert workspace.open_case(workspace.engagement(None).engagement_id, case).number == number
    with pytest.raises(Exception, match="outbox"):
        workspace.outbox_status()
    path.write_bytes(whole)
    assert desk.run("sync", "--json").code == 0
    assert workspace.outbox_status().unsent == 0


def test_a_rebuilt_copy_keeps_what_was_not_sent(desk: Installation, workspace: Workspace) -> None:
    code, number, _ = _first_case(workspace)
    workspace.write(workspace.new_mutation(code, number, CommentAdded("kept")))
    workspace.close()
    desk.done("sync", "--rebuild")
    assert any(event["kind"] == "comment_added" for event in desk.case(number)["events"])


def test_the_writer_is_the_login_of_the_shared_database(workspace: Workspace) -> None:
    assert own_actor("postgresql+psycopg://ad%40a@host/db").login == "ad@a"
    assert own_actor("sqlite:///path").name
