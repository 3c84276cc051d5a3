"""A click, from a row of the queue to everything the case screen shows, in one read of the cache."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bpo_desk.models.event import EventKind
from bpo_desk.models.process import ProcessDefinition
from bpo_desk.process.bpmn import read_definition
from bpo_desk.shared.admin import find_engagement
from bpo_desk.shared.definitions import store_definition
from bpo_desk.shared.engine import open_engine, writing
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.flows.raw_database import stored_events
from tests.flows.small_logs import write_csv

BPMN = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" id="d">
  <process id="intake" isExecutable="false">
    <startEvent id="s"/><task id="t1" name="Register"/><task id="t2" name="Check"/><endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="t1"/><sequenceFlow id="f2" sourceRef="t1" targetRef="t2"/>
    <sequenceFlow id="f3" sourceRef="t2" targetRef="e"/>
  </process>
</definitions>"""
MAPPING = """
source = "desk log"
process = "intake"
[columns]
case = "case"
activity = "activity"
time = "time"
actor = "resource"
"""


@pytest.fixture
def workspace(
    desk: Installation, shared_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workspace]:
    """The workspace of a running desk: three cases of a process with a definition, synced."""
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    desk.import_json(shared_url, write_csv(tmp_path / "log.csv"), mapping=mapping)
    engine = open_engine(shared_url)
    engagement = find_engagement(engine, "acme")
    with writing(engine) as connection:
        store_definition(connection, engagement, "intake", "1", "Intake", BPMN)
    engine.dispose()
    desk.sync(shared_url)
    monkeypatch.setenv("BPO_DESK_HOME", str(desk.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(desk.key))
    opened = Workspace.open()
    yield opened
    opened.close()


def test_a_row_leads_to_the_whole_case(workspace: Workspace, shared_url: str) -> None:
    (engagement,) = workspace.engagements()
    queue = workspace.queue(engagement.engagement_id)
    row = [queue.numbers.text(i) for i in range(len(queue))].index("C-1")
    case = workspace.open_case(engagement.engagement_id, int(queue.cases["case"][row]))

    assert case.number == "C-1"
    assert case.engagement == engagement
    assert not case.partial
    stored = stored_events(shared_url, number="C-1")
    assert case.events.kind.tolist() == [event["kind"] for event in stored]
    assert case.events.occurred_at.tolist() == [event["occurred_at"] for event in stored]
    names = [case.dictionaries.persons[code].name if code >= 0 else None for code in case.events.actor.tolist()]
    assert names == [event["actor"] for event in stored]
    for name in ("status", "events", "last_activity_at", "holder_kind", "holder_since", "handovers", "step"):
        assert case.state[name][0] == queue.cases[name][row], name  # the row and the case say the same


def test_the_case_brings_the_definition_that_it_runs_on(workspace: Workspace) -> None:
    (engagement,) = workspace.engagements()
    case = workspace.open_case(engagement.engagement_id, workspace.find_case(engagement.engagement_id, "C-2"))
    assert (case.process_key, case.process_version) == ("intake", "1")
    assert case.definition_xml == BPMN
    definition, _ = read_definition(case.definition_xml, "intake.bpmn")
    assert isinstance(definition, ProcessDefinition)
    drawn = re.findall(r'name="(\w+)"', case.definition_xml.decode())
    lived = {case.dictionaries.steps[code].name for code in case.events.step.tolist() if code > 0}
    assert lived == set(drawn)


def test_as_of_and_known_at_are_two_clocks(workspace: Workspace) -> None:
    (engagement,) = workspace.engagements()
    key = workspace.find_case(engagement.engagement_id, "C-1")
    whole = workspace.open_case(engagement.engagement_id, key)
    second = int(whole.events.occurred_at[1])
    early = workspace.open_case(engagement.engagement_id, key, as_of=second)
    assert len(early.events) == int((whole.events.occurred_at <= second).sum())
    assert EventKind(int(early.events.kind[-1])) == EventKind(int(whole.events.kind[1]))
    unknown = workspace.open_case(engagement.engagement_id, key, known_at=second)  # recorded today, not then
    assert len(unknown.events) == 0
    assert len(unknown.state) == 0


def test_a_case_after_a_later_sync_is_the_later_case(
    workspace: Workspace, desk: Installation, shared_url: str, tmp_path: Path
) -> None:
    (engagement,) = workspace.engagements()
    key = workspace.find_case(engagement.engagement_id, "C-3")
    before = workspace.open_case(engagement.engagement_id, key)
    later = [("C-3", "Register", "2026-03-05T07:00:00Z", "Dan"), ("C-3", "Check", "2026-03-05T09:00:00Z", "Ben")]
    grown = write_csv(tmp_path / "log.csv", later)
    desk.import_json(shared_url, grown, mapping=tmp_path / "m.toml")
    desk.sync(shared_url)
    after = workspace.open_case(engagement.engagement_id, key)  # the same open workspace
    assert len(after.events) == len(before.events) + 1
