"""Every real log that others have counted: what `import` reports, what the database then holds, and what a synced desk
shows, agree number by number. The independent counts are in the shared data; without it these tests skip."""

from __future__ import annotations

import collections
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.flows.desk_commands import Installation, sqlite_url
from tests.flows.raw_database import query, stored_events
from tests.shared_data import REPOSITORY, shared_data

FORMS_OF_ONE = {"traffic_fines.csv.gz": "postgresql", "traffic_fines_full.xes.gz": "sqlite"}
"""One log of half a million events in two forms: each comes through on another database."""


def _names() -> list[str]:
    for above in (REPOSITORY.parent, REPOSITORY.parent.parent):
        truth = above / "shared" / "data" / "truth"
        if truth.is_dir():
            known = {path.name.removesuffix(".json") for path in truth.glob("*.json")}
            return sorted(path.name for path in (truth.parent / "logs").iterdir() if path.name in known)
    return ["receipt.xes.gz"]  # skips with the reason


def truth_of(name: str) -> dict[str, Any]:
    """What others counted of a log; the short form of replayed logs in the same words."""
    found: dict[str, Any] = json.loads(shared_data("truth", f"{name}.json").read_text("utf-8"))
    if "independent" in found:
        return dict(found["independent"])
    short = {"events": "rows", "first_event": "first", "last_event": "last"}
    return {key: found[short.get(key, key)] for key in ("events", "cases", "activities", "resources", *short)}


def assert_agrees(report: dict[str, Any], truth: dict[str, Any]) -> None:
    """The report of an import says what others counted."""
    counted = {
        "records": truth["events"], "cases": truth["cases"], "activities": truth["activities"],
        "actors": truth["resources"], "first": _instant(truth["first_event"]), "last": _instant(truth["last_event"]),
    }  # fmt: skip
    assert {key: report[key] for key in counted} == counted
    edges = report["directly_follows"]
    for ours, theirs in (("source_order", "file_order"), ("time_order", "time_order_stable")):
        if theirs in truth:
            assert edges[ours] == truth[theirs]["dfg_edges"], ours


def _instant(text: str | None) -> str | None:
    if text is None:
        return None
    return datetime.fromisoformat(text).astimezone(UTC).isoformat().replace("+00:00", "Z")


def _stored(url: str) -> tuple[int, int]:
    (row,) = query(url, "select count(*) as events, count(distinct case_id) as cases from event")
    return int(row["events"]), int(row["cases"])


def assert_desk_agrees_with_database(desk: Installation, url: str, some: int = 4) -> None:
    """`cases` and `case` say what plain SQL finds: all cases, events of each, and whole cases event by event."""
    listed = {row["number"]: row for row in desk.cases()["cases"]}
    stored = {
        row["number"]: row["events"]
        for row in query(
            url,
            "select c.number, count(*) as events from event e join case_ c on c.engagement_id = e.engagement_id"
            " and c.case_id = e.case_id group by c.number",
        )
    }
    assert set(listed) == set(stored)
    busiest = sorted(stored, key=lambda number: (-stored[number], number))
    for number in [*busiest[:some], *busiest[:: max(1, len(busiest) // some)][:some]]:
        case = desk.case(number)
        events = stored_events(url, number=number)
        assert len(case["events"]) == stored[number]
        shown = [(e["kind"], e["occurred_at"], e["step"], e["actor"], e["old"], e["new"]) for e in case["events"]]
        raw = [
            (e["word"], _iso(e["occurred_at"]), e["step"], e["actor"], e["old_value"], e["new_value"]) for e in events
        ]
        assert shown == raw
        assert open_hands(events) == {
            (holder["person"], holder["queue"] if holder["person"] is None else None)
            for holder in case["holders"]
            if holder["kind"] in {"person", "queue"} and not holder["last"]
        }, number
        assert case["status"] == listed[number]["status"]


def _iso(micros: int | None) -> str | None:
    if micros is None:
        return None
    seconds, rest = divmod(micros, 1_000_000)
    moment = datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)
    return moment.isoformat().replace("+00:00", "Z")


CLOSING = {"completed", "skipped", "withdrawn", "aborted"}
OPENING = {"started", "suspended", "resumed"}


def open_hands(events: list[dict[str, Any]]) -> set[tuple[str | None, str | None]]:
    """(person, queue) of the open work of a case that is not over, from its stored rows: whom the last event of each
    open work item names; a person before a queue; whoever starts or resumes without a name being said has it."""
    over, kind_of, hand, ad_hoc = False, {}, {}, {}  # type: ignore[var-annotated]
    for event in events:
        kind, item = event["word"], event["work_item"]
        over = kind in {"closed", "cancelled"} or (over and kind not in {"opened", "reopened"})
        if not item:
            continue
        if kind != "noted":
            kind_of[item] = kind if kind in CLOSING | OPENING else kind_of.get(item, "ready")
        if event["holder_id"] is not None or event["queue_id"] is not None:
            hand[item] = (event["holder"] or None, None if event["holder"] else event["queue"] or None)
        elif kind in OPENING - {"suspended"} | {"completed"} and event["actor"]:
            hand[item] = (event["actor"], None)
        ad_hoc[item] = bool(event["ad_hoc"])
    if over:
        return set()
    unfinished = [item for item, kind in kind_of.items() if kind not in CLOSING]
    process_work = [item for item in unfinished if not ad_hoc[item]]
    return {hand[item] for item in process_work or unfinished if hand.get(item, (None, None)) != (None, None)}


@pytest.mark.parametrize(
    ("shared_url", "name"),
    [(on, name) for on in ("sqlite", "postgresql") for name in _names() if FORMS_OF_ONE.get(name, on) == on],
    indirect=["shared_url"],
)
@pytest.mark.slow
@pytest.mark.timeout(600)  # the largest have half a million events, and a small machine may do other things beside
def test_a_real_log_comes_through_whole(desk: Installation, shared_url: str, name: str) -> None:
    report = desk.import_json(shared_url, shared_data("logs", name))
    truth = truth_of(name)
    assert_agrees(report, truth)
    assert _stored(shared_url) == (report["events"], truth["cases"])
    desk.sync(shared_url)
    assert_desk_agrees_with_database(desk, shared_url, some=2)


def test_both_databases_give_the_same_case(
    desk: Installation, pg_database: Callable[[], str], pg_server: Any, tmp_path: Path
) -> None:
    documents = []
    for home, url in (("a", sqlite_url(tmp_path / "shared.db")), ("b", pg_server.url(pg_database()))):
        one = Installation(tmp_path / home)
        one.done("admin", "init", "--to", url)
        one.import_json(url, shared_data("logs", "BPIC13_open_problems.xes.gz"))
        one.sync(url)
        numbers = sorted(row["number"] for row in one.cases()["cases"])[::80]
        documents.append([_timeless(one.case(number)) for number in numbers])
    assert documents[0] == documents[1]


def _timeless(case: dict[str, Any]) -> dict[str, Any]:
    """A case without what differs between two imports: when it was recorded and synced, and keys of the database."""
    case["data_as_of"] = None
    for event in case["events"]:
        event["recorded_at"] = None
    for step in case["steps_current"]:
        step["id"] = None
    return case


def test_the_counts_of_kinds_add_up(desk: Installation, tmp_path: Path) -> None:
    """A row of a log becomes at least one event, and no event comes from nowhere."""
    url = sqlite_url(tmp_path / "shared.db")
    report = desk.import_json(url, shared_data("logs", "helpdesk.xes.gz"))
    kinds = collections.Counter(event["word"] for event in stored_events(url))
    assert sum(kinds.values()) == report["events"]
    assert kinds["completed"] + kinds["noted"] == report["records"]
