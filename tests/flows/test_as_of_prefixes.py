"""A case as of any of its event times is what follows from the events up to then, and from no other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bpo_desk.demo.make import make_demo
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.times import to_micros
from bpo_desk.reports.case_document import case_json
from bpo_desk.shared.engine import open_engine
from bpo_desk.state import StateContext, states
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation, sqlite_url
from tests.shared_data import shared_data


def _synced_demo(desk: Installation, folder: Path) -> str:
    url = sqlite_url(folder / "shared.db")
    engine = open_engine(url)
    make_demo(engine, cases=60, anchor=date(2026, 11, 20))
    engine.dispose()
    desk.sync(url)
    return url


@pytest.fixture(params=["demo", "BPIC13_closed_problems.xes.gz", "BPIC14_incident_log.csv.gz", "Production.xes.gz"])
def workspace(
    request: pytest.FixtureRequest, desk: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workspace]:
    """A desk that has synced the demo, or a real log."""
    if request.param == "demo":
        _synced_demo(desk, tmp_path)
    else:
        url = sqlite_url(tmp_path / "shared.db")
        desk.import_json(url, shared_data("logs", request.param))
        desk.sync(url)
    monkeypatch.setenv("BPO_DESK_HOME", str(desk.home))
    monkeypatch.setenv("BPO_DESK_KEY", str(desk.key))
    opened = Workspace.open()
    yield opened
    opened.close()


def _some_cases(workspace: Workspace) -> Iterator[tuple[int, int]]:
    for engagement in workspace.engagements():
        queue = workspace.queue(engagement.engagement_id)
        by_events = (-queue.cases["events"]).argsort(kind="stable")
        for row in [*by_events[2:3], *by_events[:: max(1, len(by_events) // 4)]]:
            yield engagement.engagement_id, int(queue.cases["case"][row])


def _of_prefix(whole: CaseFile, upto: int) -> dict[str, Any]:
    """What the events up to an instant say, from the whole case alone: cut in Python, states of the rest, as JSON."""
    keep = [row for row, at in enumerate(whole.events.occurred_at.tolist()) if at <= upto]
    events = whole.events.take(slice(0, len(keep)))
    assert keep == list(range(len(keep)))  # in the order of the desk a time is a prefix
    words: Dictionaries = whole.dictionaries
    case = CaseFile(
        engagement=whole.engagement, case=whole.case, number=whole.number, events=events, data=whole.data[: len(keep)],
        source_record=whole.source_record[: len(keep)], state=states(events, StateContext.of(words)),
        dictionaries=words, process_key=whole.process_key, process_version=whole.process_version,
        definition_xml=whole.definition_xml, data_as_of=whole.data_as_of,
    )  # fmt: skip
    return case_json(case, upto)


def test_as_of_each_event_time_is_the_states_of_that_prefix(workspace: Workspace) -> None:
    asked = 0
    for engagement, key in _some_cases(workspace):
        whole = workspace.open_case(engagement, key)
        times = sorted({at for at in whole.events.occurred_at.tolist() if at > 0})
        for at in times[:: max(1, len(times) // 12)]:
            then = workspace.open_case(engagement, key, as_of=at)
            assert case_json(then, at) == _of_prefix(whole, at), (key, at)
            asked += 1
        last = workspace.open_case(engagement, key, as_of=times[-1])
        assert {**case_json(last), "events": None} == {**case_json(whole), "events": None}
    assert asked >= 20


def test_the_command_and_the_queue_say_the_same_of_a_past_time(desk: Installation, tmp_path: Path) -> None:
    _synced_demo(desk, tmp_path)
    moment = "2026-11-10T12:00:00Z"
    limit = to_micros(datetime(2026, 11, 10, 12, tzinfo=UTC))
    (document, *_) = desk.cases("--as-of", moment)
    code = document["engagement"]
    assert document["as_of"] == moment
    now = {row["number"] for row in desk.cases("--engagement", code)["cases"]}
    then = {row["number"]: row for row in document["cases"]}
    assert set(then) < now  # some cases were not there yet
    for number, row in list(then.items())[::5]:
        case = desk.case(number, "--engagement", code, "--as-of", moment)
        for name in ("status", "waiting_for", "opened_at", "closed_at", "due_at", "last_activity_at", "title"):
            assert case[name] == row[name], (number, name)
        assert case["sla_state"] == row["sla"]
        assert len([holder for holder in case["holders"] if not holder["last"]]) in {row["holders"], 0, 1}
        assert all(to_micros(datetime.fromisoformat(e["occurred_at"])) <= limit for e in case["events"])
