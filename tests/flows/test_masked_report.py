"""What an engagement masks for its clients: withheld in a report for both sides, said where it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bpo_desk.cache import records
from bpo_desk.models.withheld import WITHHELD
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.flows.small_logs import write_csv
from tests.flows.test_same_value import HEADER, MAPPING, ROWS


def test_a_report_for_both_sides_withholds_what_is_masked_and_one_for_us_says_it(
    desk: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{(tmp_path / 'shared.db').as_posix()}"
    desk.done("admin", "init", "--to", url)
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    desk.import_json(url, write_csv(tmp_path / "log.csv", ROWS, HEADER), mapping=mapping)
    desk.sync(url)
    for name, value in desk._variables().items():
        monkeypatch.setenv(name, value)
    workspace = Workspace.open()
    try:
        one = workspace.engagement(None).engagement_id
        case = workspace.find_case(one, "C-1")
        assert workspace.open_case(one, case).masked == ()
        copy = workspace.writable_copy()
        with copy.write() as connection:
            told = {"engagement_id": one, "row_ver": 1_000_000, "masked": '["field:Amount", 7]'}
            records.put(connection, one, "engagement", [told])
        copy.close()
        assert workspace.open_case(one, case).masked == ("field:Amount",)
    finally:
        workspace.close()
    theirs, ours = (_report(desk, tmp_path / name, *more) for name, more in (("a", ("--both-sides",)), ("b", ())))
    changed = [event for event in theirs["data"]["cases"][0]["events"] if event["field"] == "Amount"]
    assert {event["new"] for event in changed} == {WITHHELD}
    assert all("new" in event["withheld"] for event in changed)
    assert theirs["data"]["cases"][0]["fields"]["Amount"] == WITHHELD
    assert {json.dumps(event["data"]) for event in theirs["data"]["cases"][0]["events"]} == {"null"}
    assert "values are withheld: they are masked for clients" in json.dumps(theirs)
    same = [event for event in ours["data"]["cases"][0]["events"] if event["field"] == "Amount"]
    assert same[-1]["new"] == "20"
    assert "withheld" not in same[0]
    for form in ("csv", "html", "xes"):
        file = tmp_path / f"report.{form}"
        desk.done("report", "case", "C-1", "--both-sides", "--format", form, "--out", file)
        text = file.read_text(encoding="utf-8")
        assert WITHHELD in text
        assert ">20<" not in text


def _report(desk: Installation, out: Path, *more: str) -> dict:  # type: ignore[type-arg]
    desk.done("report", "case", "C-1", *more, "--format", "json", "--out", out)
    return json.loads(out.read_text(encoding="utf-8"))
