"""Cases with the same value of a field: from the copy, the last value of each case decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo_desk.models.event import EventKind
from bpo_desk.models.ids import NONE
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation
from tests.flows.small_logs import write_csv

HEADER = "case,activity,time,resource,amount,priority"
ROWS = (
    ("C-1", "Register", "2026-03-02T08:00:00Z", "Ana", "10", "low"),
    ("C-1", "Check", "2026-03-02T09:00:00Z", "Ana", "20", "low"),
    ("C-2", "Register", "2026-03-02T08:00:00Z", "Ana", "20", "high"),
    ("C-2", "Check", "2026-03-02T09:00:00Z", "Ana", "10", "high"),
    ("C-3", "Register", "2026-03-03T08:00:00Z", "Ana", "10", "low"),
    ("C-3", "Check", "2026-03-03T09:00:00Z", "Ana", "20", "low"),
)
MAPPING = """
source = "desk log"
[columns]
case = "case"
activity = "activity"
time = "time"
actor = "resource"
[[field]]
column = "amount"
name = "Amount"
when = "change"
"""


def test_the_last_value_of_each_case_decides(
    desk: Installation, shared_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    desk.import_json(shared_url, write_csv(tmp_path / "log.csv", ROWS, HEADER), mapping=mapping)
    desk.sync(shared_url)
    for name, value in desk._variables().items():
        monkeypatch.setenv(name, value)
    workspace = Workspace.open()
    try:
        one = workspace.engagement(None).engagement_id
        case = workspace.open_case(one, workspace.find_case(one, "C-1"))
        names = [field.name for field in case.dictionaries.fields]
        amount = next(code for code, name in enumerate(names) if name.casefold() == "amount")

        def numbers(value: str | None) -> list[str]:
            keys = workspace.cases_with_value(one, EventKind.FIELD_CHANGED, amount, value)
            queue = workspace.queue(one)
            return sorted(queue.numbers.text(queue.cases.row_of(int(key))) for key in keys)

        assert numbers("20") == ["C-1", "C-3"]
        assert numbers("10") == ["C-2"]
        assert numbers("30") == []
        assert numbers(None) == []
        assert not len(workspace.cases_with_value(one, EventKind.DUE_CHANGED, NONE, "x"))
    finally:
        workspace.close()
