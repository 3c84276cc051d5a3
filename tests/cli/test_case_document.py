"""`case NO --json`: every promised key, of the right type, for a busy case and for a bare one; and both clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bpo_desk.demo.make import make_demo
from bpo_desk.shared.engine import open_engine
from tests.flows.desk_commands import Installation, sqlite_url
from tests.flows.small_logs import THREE_CASES, write_csv

TEXT = (str, type(None))
PROMISED: dict[str, tuple[type, ...]] = {
    "engagement": (str,), "number": (str,), "title": TEXT, "status": (str,), "opened_at": TEXT, "closed_at": TEXT,
    "process": (dict,), "steps_current": (list,), "holders": (list,), "waiting_for": (str,), "due_at": TEXT,
    "sla_state": (str,), "last_activity_at": TEXT, "ad_hoc": (dict,), "handovers": (int, type(None)), "exits": (list,),
    "contacts": (int, type(None)), "events": (list,), "unknown": (list,), "as_of": TEXT, "data_as_of": TEXT,
}  # fmt: skip
STEP = {"id", "name", "since", "inferred"}
HOLDER = {"person", "queue", "side", "since", "work_item", "inferred"}
EVENT = {"id", "kind", "step", "work_item", "actor", "side", "occurred_at", "recorded_at", "data"}


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "shared.db")


@pytest.fixture
def demo(desk: Installation, url: str) -> Installation:
    """A desk that has synced a small demo world."""
    engine = open_engine(url)
    make_demo(engine, cases=40, anchor=date(2026, 11, 20))
    engine.dispose()
    desk.sync(url)
    return desk


def _check(case: dict[str, Any]) -> None:
    for key, kinds in PROMISED.items():
        assert isinstance(case[key], kinds), (key, case[key])
    assert set(case["process"]) >= {"key", "version"}
    assert set(case["ad_hoc"]) >= {"open", "total"}
    for member, keys in (("steps_current", STEP), ("holders", HOLDER), ("events", EVENT)):
        for one in case[member]:
            assert keys <= set(one), member
    for one in [*case["steps_current"], *case["holders"]]:
        assert isinstance(one["inferred"], bool)
    times = [case[key] for key in ("opened_at", "closed_at", "due_at", "last_activity_at", "as_of", "data_as_of")]
    times += [one["since"] for one in [*case["steps_current"], *case["holders"]]]
    times += [event[key] for event in case["events"] for key in ("occurred_at", "recorded_at")]
    for text in filter(None, times):
        assert text.endswith("Z")
        assert datetime.fromisoformat(text).tzinfo == UTC


def test_every_case_of_the_demo_has_every_promised_key(demo: Installation) -> None:
    seen: set[str] = set()
    for engagement in _codes(demo):
        rows = demo.cases("--engagement", engagement)
        for row in (rows["cases"] if isinstance(rows, dict) else rows)[:12]:
            case = demo.case(row["number"], "--engagement", engagement)
            _check(case)
            assert (case["engagement"], case["number"]) == (engagement, row["number"])
            seen |= {kind for kind in ("exits", "holders", "steps_current") if case[kind]}
    assert "holders" in seen
    assert "steps_current" in seen


def _codes(desk: Installation) -> list[str]:
    return [line["code"] for line in desk.done("sync", "--json").lines() if line["event"] == "synced"]


def test_a_case_of_a_bare_log_says_what_its_source_cannot_tell(desk: Installation, url: str, tmp_path: Path) -> None:
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    desk.sync(url)
    case = desk.case("C-1")
    _check(case)
    assert case["engagement"] == "acme"
    assert case["unknown"]
    assert case["due_at"] is None
    assert case["sla_state"] == "unknown"
    assert [event["step"] for event in case["events"] if event["step"]] == ["Register", "Check", "Decide"]
    assert [event["actor"] for event in case["events"] if event["step"]] == ["Ana", "Ben", "Cleo"]
    assert case["steps_current"][0]["name"] == "Decide"
    assert case["steps_current"][0]["inferred"] is True  # only completions are recorded: "after Decide"
    assert [holder["kind"] for holder in case["holders"]] == ["unknown"]  # not "nobody": the source cannot tell


def test_as_of_shows_the_case_as_it_was_ties_included(desk: Installation, url: str, tmp_path: Path) -> None:
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    desk.sync(url)

    def steps(moment: str) -> list[str]:
        case = desk.case("C-1", "--as-of", moment)
        assert case["as_of"]
        return [event["step"] for event in case["events"] if event["step"]]

    assert steps("2026-03-02T09:30:00Z") == ["Register", "Check"]
    assert steps("2026-03-02T09:29:59.999999Z") == ["Register"]
    assert steps("2026-03-02T10:30:00+01:00") == ["Register", "Check"]  # the same instant, said elsewhere
    assert steps("2026-03-02") == ["Register", "Check"]  # a day is its last instant
    early = desk.run("case", "C-1", "--as-of", "2020-01-01")
    assert early.code == 1
    assert "C-1" in early.err


def test_known_at_shows_what_could_be_known_then(desk: Installation, url: str, tmp_path: Path) -> None:
    before = datetime.now(UTC) - timedelta(hours=1)
    desk.import_json(url, write_csv(tmp_path / "log.csv", THREE_CASES[:2]))
    between = datetime.now(UTC)
    desk.import_json(url, write_csv(tmp_path / "log.csv", THREE_CASES))
    desk.sync(url)
    then = desk.case("C-1", "--known-at", between.isoformat())
    assert [event["step"] for event in then["events"] if event["step"]] == ["Register", "Check"]
    now = desk.case("C-1")
    assert [event["step"] for event in now["events"] if event["step"]] == ["Register", "Check", "Decide"]
    both = desk.case("C-1", "--known-at", between.isoformat(), "--as-of", "2026-03-02T08:00:00Z")
    assert [event["step"] for event in both["events"] if event["step"]] == ["Register"]
    assert desk.run("case", "C-1", "--known-at", before.isoformat()).code == 1


def test_a_case_number_of_two_engagements_asks_which_one(desk: Installation, url: str, tmp_path: Path) -> None:
    log = write_csv(tmp_path / "log.csv")
    desk.import_json(url, log, engagement="acme")
    desk.import_json(url, log, engagement="globex")
    desk.sync(url)
    unclear = desk.run("case", "C-1")
    assert unclear.code == 2
    assert "acme" in unclear.err
    assert "globex" in unclear.err
    assert desk.case("C-1", "--engagement", "globex")["engagement"] == "globex"


def test_ad_hoc_tasks_say_when_they_are_due(demo: Installation) -> None:
    seen = set()
    for engagement in _codes(demo):
        for row in demo.cases("--engagement", engagement, "--limit", "0")["cases"]:
            if row["ad_hoc_open"]:
                tasks = demo.case(row["number"], "--engagement", engagement)["ad_hoc_tasks"]
                assert tasks
                seen |= {task["due_at"] is not None for task in tasks}
    assert True in seen


def test_a_source_that_cannot_tell_gives_null_and_not_nothing(desk: Installation, url: str, tmp_path: Path) -> None:
    desk.import_json(url, write_csv(tmp_path / "log.csv", THREE_CASES))
    desk.sync(url)
    case = desk.case("C-1")
    assert (case["contacts"], case["repeat_contacts"], case["reopenings"]) == (None, None, None)
    assert case["ad_hoc"] == {"open": None, "total": None}
    assert case["feedback"] == {"open": None, "received": None}
    assert "customer contacts" in case["unknown"]
    row = next(row for row in desk.cases()["cases"] if row["number"] == "C-1")
    assert (row["ad_hoc_open"], row["exits_open"], row["feedback_open"]) == (None, None, None)
