"""The ServiceNow audit trail: for any incident the desk names holder, since when, status and every hand-off, and as of
an early time it knows nothing of later columns. The expectation is read straight from the CSV, by code of its own.

The counts of the whole log are with those of all others in test_real_logs.py."""

from __future__ import annotations

import csv
import gzip
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.flows.desk_commands import Installation, sqlite_url
from tests.shared_data import shared_data

NAME = "servicenow_incident_event_log.csv.gz"
SHARE = 16
"""One incident in so many is imported for the questions about single cases; all of them for the counts."""
LATER = ("closed_code", "resolved_by", "resolved_at", "closed_at", "made_sla")
"""Columns that every row of the file has filled in, also those written long before the fact."""

Hand = tuple[str, str]
"""assigned_to and assignment_group as the file says them."""


@dataclass
class Incident:
    """The rows of one incident, by time (rows of one minute in file order)."""

    number: str
    rows: list[dict[str, str]] = field(default_factory=list)

    def upto(self, moment: datetime | None) -> list[dict[str, str]]:
        return [row for row in self.rows if moment is None or _time(row["sys_updated_at"]) <= moment]

    def holder(self, moment: datetime | None = None) -> tuple[str, str | None, datetime]:
        """(kind, name, since): assigned_to, else assignment_group, `?` is unknown."""
        rows = self.upto(moment)
        hands = [_held(row) for row in rows]
        since = len(rows) - 1
        while since and hands[since - 1] == hands[-1]:
            since -= 1
        return (*hands[-1], _time(rows[since]["sys_updated_at"]))

    def hand_offs(self) -> list[tuple[datetime, str, str, str]]:
        """(when, column, old, new) of every change of hand between consecutive rows."""
        found = []
        for before, after in zip(self.rows, self.rows[1:], strict=False):
            found += [
                (_time(after["sys_updated_at"]), name, before[name], after[name])
                for name in ("assigned_to", "assignment_group")
                if before[name] != after[name]
            ]
        return found


def _held(row: dict[str, str]) -> tuple[str, str | None]:
    if row["assigned_to"] != "?":
        return "person", row["assigned_to"]
    if row["assignment_group"] != "?":
        return "queue", row["assignment_group"]
    return "unknown", None


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _incidents() -> tuple[str, dict[str, Incident]]:
    """(text of a CSV with one incident in SHARE, those incidents)."""
    with gzip.open(shared_data("logs", NAME), "rt", encoding="utf-8", newline="") as file:
        lines = file.read().splitlines()
    kept = [lines[0], *(line for line in lines[1:] if _chosen(line.partition(",")[0]))]
    found: dict[str, Incident] = {}
    names = lines[0].split(",")
    for values in csv.reader(kept[1:]):
        row = dict(zip(names, values, strict=True))
        found.setdefault(row["number"], Incident(row["number"])).rows.append(row)
    for incident in found.values():
        incident.rows.sort(key=lambda row: _time(row["sys_updated_at"]))
    return "\n".join(kept) + "\n", found


def _chosen(number: str) -> bool:
    return zlib.crc32(number.encode()) % SHARE == 0 or number == "0000045"


@pytest.fixture(scope="module")
def trail(tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, dict[str, Incident]]:
    """A desk that has synced some incidents, and those incidents."""
    folder = tmp_path_factory.mktemp("servicenow")
    text, incidents = _incidents()
    log = folder / "incidents.csv"
    log.write_text(text, encoding="utf-8")
    desk, url = Installation(folder / "home"), sqlite_url(folder / "shared.db")
    desk.import_json(url, log)
    desk.sync(url)
    return desk, incidents


def _some(incidents: dict[str, Incident], count: int) -> list[Incident]:
    """The longest incidents, those that change hands most, and some ordinary ones; always the one that is asked for."""
    by_length = sorted(incidents.values(), key=lambda one: (-len(one.rows), one.number))
    by_hands = sorted(incidents.values(), key=lambda one: (-len(one.hand_offs()), one.number))
    ordinary = sorted(incidents.values(), key=lambda one: one.number)[:: max(1, len(incidents) // count)]
    unknown = [one for one in by_length if one.holder()[0] == "unknown"]
    chosen = [incidents["0000045"], *by_length[:count], *by_hands[:count], *ordinary, *unknown[:count]]
    return list({one.number: one for one in chosen}.values())


def _holder(case: dict[str, Any]) -> tuple[str, str | None, str]:
    (holder,) = case["holders"]
    return holder["kind"], holder["person"] if holder["kind"] == "person" else holder["queue"], holder["since"]


def test_the_last_holder_of_a_closed_incident_is_named_with_since_when(
    trail: tuple[Installation, dict[str, Incident]],
) -> None:
    desk, incidents = trail
    for incident in _some(incidents, 12):
        case = desk.case(incident.number)
        assert case["status"] == "closed"
        assert case["source_status"] == incident.rows[-1]["ident_state"] == "Closed"
        kind, name, since = incident.holder()
        assert _holder(case) == (kind, name, _iso(since)), incident.number
        assert case["holders"][0]["last"] is True


def test_the_holder_of_an_open_incident_is_the_one_of_that_time(
    trail: tuple[Installation, dict[str, Incident]],
) -> None:
    desk, incidents = trail
    asked = 0
    for incident in _some(incidents, 5):
        times = sorted({_time(row["sys_updated_at"]) for row in incident.rows if row["ident_state"] != "Closed"})
        for moment in times[:: max(1, len(times) // 6)]:
            rows = incident.upto(moment)
            if any(row["ident_state"] == "Closed" for row in rows):
                continue  # closed and taken up again
            case = desk.case(incident.number, "--as-of", _iso(moment))
            kind, name, since = incident.holder(moment)
            assert _holder(case) == (kind, name, _iso(since)), (incident.number, moment)
            assert case["status"] == "open"
            assert case["source_status"] == rows[-1]["ident_state"]
            assert case["as_of"] == _iso(moment)
            asked += 1
    assert asked > 40


def test_the_chain_of_hand_offs_has_every_old_and_new_value(
    trail: tuple[Installation, dict[str, Incident]],
) -> None:
    desk, incidents = trail
    links = 0
    for incident in _some(incidents, 15):
        told = []
        hands = {"assigned", "reassigned"}
        events = [event for event in desk.case(incident.number)["events"] if event["kind"] in hands]
        for event in events[1:]:  # the first one says who had it at first
            for name in ("assigned_to", "assignment_group"):
                if name in event["data"]:
                    told.append((event["occurred_at"], name, event["data"][name]["old"], event["data"][name]["new"]))
        expected = [(_iso(at), *rest) for at, *rest in incident.hand_offs()]
        assert told == expected, incident.number
        links += len(told)
    assert links > 100


def test_the_first_holder_is_in_the_chain_as_well(trail: tuple[Installation, dict[str, Incident]]) -> None:
    desk, incidents = trail
    for incident in _some(incidents, 4):
        first = next(event for event in desk.case(incident.number)["events"] if event["kind"] == "assigned")
        row = incident.rows[0]
        told = {name: first["data"][name]["new"] for name in ("assigned_to", "assignment_group")}
        assert told == {name: row[name] for name in told}
        assert first["holder"] == ("" if row["assigned_to"] == "?" else row["assigned_to"])
        assert first["occurred_at"] == _iso(_time(row["sys_updated_at"]))


def test_as_of_an_early_time_nothing_of_later_columns_is_known(
    trail: tuple[Installation, dict[str, Incident]],
) -> None:
    desk, incidents = trail
    asked = 0
    for incident in _some(incidents, 10):
        row = incident.rows[-1]
        early = _time(incident.rows[0]["sys_updated_at"])
        resolved = None if row["resolved_at"] == "?" else _time(row["resolved_at"])
        if _time(row["closed_at"]) <= early or (resolved is not None and resolved <= early):
            continue  # the file has only its end
        asked += 1
        case = desk.case(incident.number, "--as-of", _iso(early))
        assert case["closed_at"] is None
        assert case["outcome"] is None
        assert case["sla_state"] == "unknown"
        assert not set(LATER) & set(case["fields"])
        assert not {event["field"] for event in case["events"]} & set(LATER)
        for event in case["events"]:
            assert not set(LATER) & set((event["data"] or {}).get("record", {})), incident.number
        whole = desk.case(incident.number)
        assert whole["closed_at"] == _iso(_time(row["closed_at"]))
        assert whole["outcome"] == row["closed_code"].replace("?", "")  # unknown is said, and is no text
        assert whole["sla_state"] == {"true": "met", "false": "breached"}[row["made_sla"]]
        if resolved is not None:
            assert whole["fields"]["resolved_at"] == _iso(resolved)
    assert asked > 20


def test_what_changed_names_old_and_new_for_every_watched_field(
    trail: tuple[Installation, dict[str, Incident]],
) -> None:
    desk, incidents = trail
    for incident in _some(incidents, 6):
        expected = [
            (_iso(_time(after["sys_updated_at"])), before["impact"], after["impact"])
            for before, after in zip(incident.rows, incident.rows[1:], strict=False)
            if before["impact"] != after["impact"]
        ]
        events = desk.case(incident.number)["events"]
        assert [(e["occurred_at"], e["old"], e["new"]) for e in events if e["field"] == "impact"] == expected
