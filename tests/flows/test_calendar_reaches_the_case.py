"""A business calendar, from a file to the closed hours that a case shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo_desk.measures.explained_time import Cause
from bpo_desk.state.case_time import case_time
from bpo_desk.state.context import StateContext
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.flows.small_logs import write_csv

HOUR = 3_600_000_000
RULES = """name = "Leeds"
zone = "Europe/London"
[[versions]]
holidays = ["GB-ENG"]
hours.mon = ["09:00-17:00"]
hours.tue = ["09:00-17:00"]
"""


def _case(desk: Installation, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    for name, value in desk._variables().items():
        monkeypatch.setenv(name, value)
    workspace = Workspace.open()
    try:
        one = workspace.engagement(None).engagement_id
        return workspace.open_case(one, workspace.find_case(one, "C-1"))
    finally:
        workspace.close()


def test_a_stored_calendar_closes_the_hours_of_a_case(
    desk: Installation, shared_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.import_json(shared_url, write_csv(tmp_path / "log.csv"))
    desk.sync(shared_url)
    assert _case(desk, monkeypatch).calendar is None
    file = tmp_path / "leeds.toml"
    file.write_text(RULES, encoding="utf-8")
    for _again in range(2):
        desk.done("admin", "calendar", file, "--engagement", "acme", "--to", shared_url)
    desk.sync(shared_url)
    case = _case(desk, monkeypatch)
    assert case.calendar is not None
    assert case.calendar.name == "Leeds"
    # Monday 08:00 to Tuesday 10:00: open 9 to 17 and 9 to 10
    until = int(case.events.occurred_at[-1])
    found = case_time(case.events, StateContext.of(case.dictionaries), until, case.calendar)
    assert found.calendar == "Leeds"
    assert found.elapsed == 26 * HOUR
    assert dict(found.parts)[Cause.CLOSED_HOURS] == 17 * HOUR

    file.write_text(RULES.replace("17:00", "18:00"), encoding="utf-8")
    desk.done("admin", "calendar", file, "--engagement", "acme", "--to", shared_url)
    desk.sync(shared_url)
    case = _case(desk, monkeypatch)
    found = case_time(case.events, StateContext.of(case.dictionaries), until, case.calendar)
    assert dict(found.parts)[Cause.CLOSED_HOURS] == 16 * HOUR


def test_of_several_calendars_the_one_that_is_meant_for_the_case_holds(
    desk: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{(tmp_path / 'shared.db').as_posix()}"
    desk.done("admin", "init", "--to", url)
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    file = tmp_path / "hours.toml"

    def stored(*texts: str):  # type: ignore[no-untyped-def]
        for text in texts:
            file.write_text(text, encoding="utf-8")
            desk.done("admin", "calendar", file, "--engagement", "acme", "--to", url)
        desk.sync(url)
        return _case(desk, monkeypatch)

    other = RULES.replace("Leeds", "Other").replace("[[versions]]", "applies.client = ['Nobody']\n[[versions]]", 1)
    assert stored(RULES, other).calendar.name == "Leeds"
    case = stored(RULES.replace("Leeds", "York"))
    assert case.calendar is None
    assert case.calendar_problem == "Leeds, York apply alike, and nothing tells which of them is meant"


@pytest.mark.parametrize("rules", ["hours = 3", RULES.replace("GB-ENG", "XX"), 'name = "a"\nzone = "Moon/Base"'])
def test_a_calendar_that_cannot_be_used_is_refused_whole(desk: Installation, tmp_path: Path, rules: str) -> None:
    url = f"sqlite:///{(tmp_path / 'shared.db').as_posix()}"
    desk.done("admin", "init", "--to", url)
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    file = tmp_path / "bad.toml"
    file.write_text(rules, encoding="utf-8")
    outcome = desk.run("admin", "calendar", file, "--engagement", "acme", "--to", url)
    assert outcome.code != 0
    assert "cannot be read" in outcome.err or "is no calendar" in outcome.err
