"""Odd records that are taken: the import ends with 0, says what it found, and changes nothing in silence."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from tests.flows.desk_commands import Installation, sqlite_url
from tests.flows.raw_database import stored_events
from tests.flows.small_logs import write_csv, xes_text


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "shared.db")


def _changed(report: dict[str, Any]) -> dict[str, int]:
    return {note["what"]: note["count"] for note in report["changed"]}


def _steps(desk: Installation, number: str) -> list[tuple[str, str | None]]:
    return [(e["step"], e["occurred_at"]) for e in desk.case(number)["events"] if e["step"] is not None]


def test_a_date_that_is_a_placeholder_is_unknown_and_counted(desk: Installation, url: str, tmp_path: Path) -> None:
    rows = [("A", "one", "2026-01-01T08:00:00Z", "Ana"), ("A", "two", "?", "Ben"), ("A", "three", "", "Cy")]
    report = desk.import_json(url, write_csv(tmp_path / "log.csv", rows))
    assert report["records"] == 3
    assert [count for what, count in _changed(report).items() if "time" in what] == [2]
    assert (report["first"], report["last"]) == ("2026-01-01T08:00:00Z", "2026-01-01T08:00:00Z")
    desk.sync(url)
    assert sorted(_steps(desk, "A"), key=str) == [
        ("one", "2026-01-01T08:00:00Z"),
        ("three", None),
        ("two", None),
    ]
    raw = [event["data"] for event in desk.case("A")["events"] if event["step"] == "two"]
    assert "?" in str(raw)  # what the source wrote is kept


def test_a_date_that_cannot_be_read_is_unknown_and_kept_as_it_stood(
    desk: Installation, url: str, tmp_path: Path
) -> None:
    rows = [("A", "one", "2026-01-01T08:00:00Z", "Ana"), ("A", "two", "2026-13-45T99:00:00Z", "Ben")]
    report = desk.import_json(url, write_csv(tmp_path / "log.csv", rows))
    assert (report["records"], report["events"]) == (2, 2)
    assert "time" in " ".join(_changed(report))
    desk.sync(url)
    (two,) = [event for event in desk.case("A")["events"] if event["step"] == "two"]
    assert two["occurred_at"] is None
    assert "2026-13-45T99:00:00Z" in str(two["data"])


def test_missing_names_and_resources_are_unknown_and_counted(desk: Installation, url: str, tmp_path: Path) -> None:
    rows = [("A", "one", "2026-01-01T08:00:00Z", ""), ("A", "", "2026-01-01T09:00:00Z", "Ben")]
    report = desk.import_json(url, write_csv(tmp_path / "log.csv", rows))
    assert report["records"] == 2
    changed = " ".join(_changed(report))
    assert "activity" in changed
    assert "nobody" in changed
    desk.sync(url)
    told = [(event["step"], event["actor"]) for event in desk.case("A")["events"]]
    assert len(told) == 2
    assert [actor for step, actor in told if step == "one"] in ([""], [None])  # unknown, not a made-up name
    assert [actor for step, actor in told if step != "one"] == ["Ben"]


@pytest.mark.parametrize("packed", [False, True])
def test_an_xes_log_with_holes_is_taken_whole(desk: Installation, url: str, tmp_path: Path, packed: bool) -> None:
    text = """<?xml version="1.0" encoding="UTF-8"?><log xes.version="1.0">
<trace><string key="concept:name" value="A"/>
 <event><string key="concept:name" value="one"/></event>
 <event><date key="time:timestamp" value="2026-01-01T09:00:00Z"/></event>
 <event><string key="concept:name" value="two"/><date key="time:timestamp" value="?"/></event>
 <event/>
</trace></log>"""
    log = tmp_path / ("log.xes.gz" if packed else "log.xes")
    log.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    report = desk.import_json(url, log)
    assert (report["records"], report["cases"], report["activities"]) == (4, 1, 2)
    assert report["changed"]
    desk.sync(url)
    assert len(desk.case("A")["events"]) == 4


def test_events_out_of_order_stand_in_time_order_and_equal_times_in_file_order(
    desk: Installation, url: str, tmp_path: Path
) -> None:
    rows = [
        ("A", "late", "2026-01-03T08:00:00Z", "Ana"),
        ("A", "tie 1", "2026-01-02T08:00:00Z", "Ana"),
        ("A", "tie 2", "2026-01-02T08:00:00Z", "Ben"),
        ("A", "tie 3", "2026-01-02T08:00:00Z", "Ana"),
        ("A", "early", "2026-01-01T08:00:00Z", "Ben"),
    ]
    report = desk.import_json(url, write_csv(tmp_path / "log.csv", rows))
    desk.sync(url)
    assert [step for step, _ in _steps(desk, "A")] == ["early", "tie 1", "tie 2", "tie 3", "late"]
    in_file = sorted(stored_events(url), key=lambda event: event["source_seq"])
    assert [event["step"] for event in in_file] == ["late", "tie 1", "tie 2", "tie 3", "early"]
    assert report["directly_follows"] == {"source_order": 4, "time_order": 4}


def test_equal_records_are_both_kept(desk: Installation, url: str, tmp_path: Path) -> None:
    rows = [("A", "call", "2026-01-02T08:00:00Z", "Ana")] * 3
    log = write_csv(tmp_path / "log.csv", rows)
    assert desk.import_json(url, log)["events"] == 3
    assert desk.import_json(url, log)["events"] == 0
    desk.sync(url)
    assert len(desk.case("A")["events"]) == 3


def test_one_case_id_in_many_traces_is_one_case(desk: Installation, url: str, tmp_path: Path) -> None:
    one = xes_text([("A", "one", "2026-01-01T08:00:00Z", "Ana"), ("B", "x", "2026-01-01T08:00:00Z", "Ana")])
    two = xes_text([("A", "two", "2026-01-02T08:00:00Z", "Ben")])
    start, end = two.index("<trace>"), two.index("</log>")
    log = tmp_path / "log.xes"
    log.write_text(one.replace("</log>", two[start:end] + "</log>"), encoding="utf-8")
    report = desk.import_json(url, log)
    assert (report["records"], report["cases"]) == (3, 2)
    assert any("trace" in what for what in _changed(report)), report["changed"]
    desk.sync(url)
    assert [step for step, _ in _steps(desk, "A")] == ["one", "two"]


def test_traces_without_a_name_are_cases_of_their_own_and_reported(
    desk: Installation, url: str, tmp_path: Path
) -> None:
    time = '<date key="time:timestamp" value="2026-01-01T08:00:00Z"/>'
    event = f'<event><string key="concept:name" value="x"/>{time}</event>'
    log = tmp_path / "log.xes"
    log.write_text(f'<log xes.version="1.0"><trace>{event}</trace><trace>{event}</trace></log>', encoding="utf-8")
    report = desk.import_json(url, log)
    assert report["records"] == 2
    assert report["changed"] or report["skipped"]
    desk.sync(url)
    assert sum(row["status"] is not None for row in desk.cases()["cases"]) == report["cases"] >= 1


def test_a_column_that_is_there_twice_is_named_and_both_are_kept(desk: Installation, url: str, tmp_path: Path) -> None:
    log = write_csv(
        tmp_path / "log.csv",
        [("A", "one", "2026-01-01T08:00:00Z", "Ana", "red", "blue")],
        "case,activity,time,resource,colour,colour",
    )
    report = desk.import_json(url, log)
    assert any("colour" in what for what in _changed(report))
    desk.sync(url)
    case = desk.case("A")
    assert "red" in str(case)
    assert "blue" in str(case)


def test_a_row_with_too_few_cells_is_taken_or_named_but_not_lost(desk: Installation, url: str, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        "case,activity,time,resource\nA,one,2026-01-01T08:00:00Z,Ana\nA,two\nA,three,2026-01-02T08:00:00Z,B,x\n"
    )
    report = desk.import_json(url, log)
    assert report["records"] + len(report["skipped"]) >= 3
    assert report["changed"] or report["skipped"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_a_file_is_found_and_stated(
    desk: Installation, url: str, tmp_path: Path, encoding: str
) -> None:
    log = tmp_path / "log.csv"
    log.write_bytes("case;activity;time;resource\nA;Prüfung;2026-01-01T08:00:00Z;José\n".encode(encoding))
    outcome = desk.run("import", log, "--to", url, "--engagement", "acme", "--json")
    if encoding == "cp1252":  # not UTF-8, and nothing says what it is: refused rather than guessed
        assert outcome.code == 1
        assert "log.csv" in outcome.err
        return
    report = outcome.json()
    assert report["detected"]["encoding"]
    assert report["detected"]["delimiter"] == ";"
    desk.sync(url)
    assert _steps(desk, "A") == [("Prüfung", "2026-01-01T08:00:00Z")]


def test_times_without_a_zone_are_taken_as_utc_and_that_is_said(desk: Installation, url: str, tmp_path: Path) -> None:
    report = desk.import_json(url, write_csv(tmp_path / "log.csv", [("A", "one", "2026-07-01 08:00:00", "Ana")]))
    assert report["first"] == "2026-07-01T08:00:00Z"
    assert "UTC" in report["detected"]["zone"]


def test_a_mapping_with_a_zone_moves_local_times(desk: Installation, url: str, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'zone = "Europe/Warsaw"\n[columns]\ncase = "case"\nactivity = "activity"\ntime = "time"\nactor = "resource"\n'
    )
    log = write_csv(tmp_path / "log.csv", [("A", "one", "2026-07-01 08:00:00", "Ana")])
    assert desk.import_json(url, log, mapping=mapping)["first"] == "2026-07-01T06:00:00Z"
