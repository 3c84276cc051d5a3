"""The demo world through the whole desk: what queue and cases say agrees with the rows that the world put in."""

from __future__ import annotations

import collections
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bpo_desk.demo.make import make_demo
from bpo_desk.shared.engine import open_engine
from tests.flows.desk_commands import Installation
from tests.flows.raw_database import query, stored_events
from tests.flows.test_real_logs import open_hands

ANCHOR = date(2026, 11, 20)
CASES = 250


@pytest.fixture
def world(desk: Installation, shared_url: str) -> tuple[Installation, str]:
    """A desk that has synced the demo world, on both dialects."""
    engine = open_engine(shared_url)
    make_demo(engine, cases=CASES, anchor=ANCHOR)
    engine.dispose()
    desk.sync(shared_url)
    return desk, shared_url


def _by_case(url: str, code: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = collections.defaultdict(list)
    for event in stored_events(url, code):
        found[event["number"]].append(event)
    return found


def _status(events: list[dict[str, Any]]) -> str:
    words = {"opened": "open", "reopened": "open", "closed": "closed", "cancelled": "cancelled"}
    told = [words[event["word"]] for event in events if event["word"] in words]
    return told[-1] if told else "open"


def _count(events: list[dict[str, Any]], kind: str) -> int:
    return sum(event["word"] == kind for event in events)


def _open_ad_hoc(events: list[dict[str, Any]]) -> int:
    last = {e["work_item"]: e["word"] for e in events if e["ad_hoc"] and e["work_item"] and e["word"] != "noted"}
    return sum(word not in {"completed", "skipped", "withdrawn", "aborted"} for word in last.values())


def test_the_figures_of_the_queue_are_those_of_the_rows(world: tuple[Installation, str]) -> None:
    desk, url = world
    documents = desk.cases()
    assert sum(document["total"] for document in documents) == CASES
    for document in documents:
        stored = _by_case(url, document["engagement"])
        assert {row["number"] for row in document["cases"]} == set(stored)
        for row in document["cases"]:
            events = stored[row["number"]]
            assert row["status"] == _status(events), row["number"]
            assert row["ad_hoc_open"] == _open_ad_hoc(events), row["number"]
            assert row["exits_open"] == _count(events, "exit_recorded") - _count(events, "exit_accepted")
            assert row["feedback_open"] == _count(events, "feedback_received") - _count(events, "feedback_answered")


def test_holders_contacts_and_reopenings_of_cases_are_those_of_the_rows(world: tuple[Installation, str]) -> None:
    desk, url = world
    held = 0
    for document in desk.cases():
        code = document["engagement"]
        stored = _by_case(url, code)
        for number in sorted(stored)[::6]:
            case, events = desk.case(number, "--engagement", code), stored[number]
            assert case["contacts"] == _count(events, "contact_received")
            assert case["reopenings"] == _count(events, "reopened")
            assert case["feedback"]["received"] == _count(events, "feedback_received")
            assert len(case["exits"]) == _count(events, "exit_recorded") + _count(events, "exit_accepted")
            expected = open_hands(events)
            if case["status"] == "open":
                shown = {
                    (one["person"], one["queue"] if one["person"] is None else None)
                    for one in case["holders"]
                    if one["kind"] in {"person", "queue"}
                }
                assert shown == expected, number
                held += len(shown)
    assert held > 5


def test_the_demo_made_twice_is_the_same_world(desk: Installation, shared_url: str) -> None:
    engine = open_engine(shared_url)
    first = make_demo(engine, cases=30, anchor=ANCHOR)
    again = make_demo(engine, cases=30, anchor=ANCHOR)
    engine.dispose()
    assert first.events > 0
    assert again.events == 0
    assert query(shared_url, "select count(*) as n from event")[0]["n"] == first.events


def test_every_case_of_the_demo_can_be_opened_and_read_in_words(desk: Installation, tmp_path: Path) -> None:
    url = f"sqlite:///{(tmp_path / 'demo.db').as_posix()}"
    engine = open_engine(url)
    make_demo(engine, cases=40, anchor=ANCHOR)
    engine.dispose()
    desk.sync(url)
    for document in desk.cases():
        for row in document["cases"]:
            said = desk.done("case", row["number"], "--engagement", document["engagement"]).out
            assert said.startswith(row["number"])
            assert "None" not in said.splitlines()[0]
