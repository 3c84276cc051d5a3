"""Reading CSV: how a table is written is found out and stated; odd rows are reported, never guessed at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.intake.instants import iso_one, iso_texts, read_texts
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.times import to_iso
from tests.intake.files import mapping, read, steps, told, written


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiter_and_encoding_are_found_and_stated(tmp_path: Path, delimiter: str, codec: str) -> None:
    rows = ["case_id;activity;timestamp;resource", "A;prüfen;2024-01-01 10:00;Ann", "A;zahlen;2024-01-02 10:00;Bob"]
    path = written(tmp_path / "log.csv", "\r\n".join(rows).replace(";", delimiter).encode(codec))
    reading = read(path)
    assert [one[3] for one in told(reading)] == ["prüfen", "zahlen"]
    detected = reading.report.to_json()["detected"]
    assert detected["delimiter"] == delimiter  # type: ignore[index]
    assert detected["encoding"] == codec.removesuffix("-sig")  # type: ignore[index]
    assert detected["zone"].startswith("UTC (assumed")  # type: ignore[index]


@pytest.mark.parametrize(
    ("first", "second", "stated", "instant"),
    [
        ("2024-01-02", "2024-12-31", "iso", "2024-01-02T00:00:00Z"),
        ("2/1/2024 10:05", "13/1/2024 10:05", "day/month/year", "2024-01-02T10:05:00Z"),
        ("1/2/2024 10:05:06.5", "1/13/2024 10:05", "month/day/year", "2024-01-02T10:05:06.500000Z"),
        ("1/2/2024 10:05 PM", "1/13/2024 12:05 AM", "month/day/year", "2024-01-02T22:05:00Z"),
        ("02.01.2024 10:05", "31.12.2024 10:05", "day/month/year", "2024-01-02T10:05:00Z"),
        ("2024/01/02 10:05", "2024/12/31 10:05", "year/month/day", "2024-01-02T10:05:00Z"),
        ("2024-01-02T10:05:00+02:00", "2024-01-03T10:05:00Z", "iso", "2024-01-02T08:05:00Z"),
    ],
)
def test_the_date_format_is_found_and_stated(
    tmp_path: Path, first: str, second: str, stated: str, instant: str
) -> None:
    reading = read(written(tmp_path / "log.csv", f"case,activity,time\nA,x,{first}\nA,y,{second}\n".encode()))
    assert told(reading)[0][1] == instant
    assert reading.report.date_format == stated


def test_dates_that_can_be_read_both_ways_are_read_day_first_and_reported(tmp_path: Path) -> None:
    reading = read(written(tmp_path / "log.csv", b"case,activity,time\nA,x,1/2/2024\n"))
    assert told(reading)[0][1] == "2024-02-01T00:00:00Z"
    assert any("day/month" in what for what, _ in reading.report.changed)


def test_the_zone_of_a_mapping_holds_for_times_without_offset(tmp_path: Path) -> None:
    own = mapping(tmp_path, 'zone = "Europe/Amsterdam"\n[columns]\ncase = "c"\nactivity = "a"\ntime = "t"\n')
    rows = b"c,a,t\nA,x,2024-01-01 10:00\nA,y,2024-07-01 10:00\nA,z,2024-10-27 02:30\n"
    reading = read(written(tmp_path / "log.csv", rows), own)
    assert [one[1] for one in told(reading)] == [
        "2024-01-01T09:00:00Z", "2024-07-01T08:00:00Z", "2024-10-27T00:30:00Z",
    ]  # fmt: skip
    assert any("twice or never" in what for what, _ in reading.report.changed)


def test_rows_of_a_wrong_length_and_rows_without_a_case_are_left_out_and_named(tmp_path: Path) -> None:
    rows = b"case,activity,time\nA,x,2024-01-01\nA,y\n,z,2024-01-02\nB,x,2024-01-03,more\nA,y,2024-01-04\n"
    report = read(written(tmp_path / "log.csv", rows)).report
    assert report.records == 2
    assert [(note.where, note.why) for note in report.skipped] == [
        ("row 3 (ends at line 3)", "it has 2 cells, the header has 3"),
        ("row 5 (ends at line 5)", "it has 4 cells, the header has 3"),
        ("record 2", "it names no case"),
    ]


def test_line_breaks_and_quotes_within_cells_are_kept(tmp_path: Path) -> None:
    rows = b'case,activity,time,note\r\nA,"say ""x""\r\nand y",2024-01-01,"a,b"\r\n'
    reading = read(written(tmp_path / "log.csv", rows))
    assert told(reading)[0][3] == 'say "x"\r\nand y'
    assert json.loads(reading.batch.data[0] or "{}") == {"note": "a,b"}


def test_a_repeated_column_is_kept_under_a_number(tmp_path: Path) -> None:
    reading = read(written(tmp_path / "log.csv", b"case,activity,time,note,note\nA,x,2024-01-01,1,2\n"))
    assert json.loads(reading.batch.data[0] or "{}") == {"note": "1", "note (2)": "2"}
    assert any("'note' more than once" in what for what, _ in reading.report.changed)


def test_placeholders_and_blanks_for_people_and_times_are_unknown_and_reported(tmp_path: Path) -> None:
    rows = b"case,activity,time,resource\nA,x,?,?\nA,y,2024-01-01,UNKNOWN\nA,z,2024-01-02,\nA,w,2024-01-03,Ann\n"
    reading = read(written(tmp_path / "log.csv", rows))
    assert [(one[1], one[5]) for one in told(reading)] == [
        (None, ""), ("2024-01-01T00:00:00Z", ""), ("2024-01-02T00:00:00Z", None), ("2024-01-03T00:00:00Z", "Ann"),
    ]  # fmt: skip
    assert json.loads(reading.batch.data[0] or "{}") == {"resource": "?", "raw time": "?"}
    changed = dict(reading.report.changed)
    assert changed["records without a known time: kept, of unknown time"] == 1
    assert changed["records that name nobody who acted: kept as unknown"] == 3


def test_events_out_of_order_are_counted_in_both_orders(tmp_path: Path) -> None:
    rows = b"case,activity,time\nA,x,2024-01-02\nA,y,2024-01-01\nA,x,2024-01-01\nB,x,2024-01-01\n"
    report = read(written(tmp_path / "log.csv", rows)).report
    assert (report.edges_source, report.edges_time) == (2, 2)


def test_a_row_with_ready_start_and_end_is_three_events_of_one_work_item(tmp_path: Path) -> None:
    own = mapping(
        tmp_path,
        '[columns]\ncase = "c"\nactivity = "a"\ntime = "end"\nstart = "start"\nready = "ready"\nactor = "who"\n',
    )
    rows = b"c,a,ready,start,end,who\nA,x,2024-01-01 10:00,2024-01-01 11:00,2024-01-01 12:00,Ann\n"
    reading = read(written(tmp_path / "log.csv", rows), own)
    assert steps(reading) == [("scheduled", "x", 1), ("started", "x", 1), ("completed", "x", 1)]
    assert [one[5] for one in told(reading)] == [None, "Ann", "Ann"]


ISO = st.from_regex(
    r"[0-2]\d{3}-[01]\d-[0-3]\d([T ][0-2]\d:[0-6]\d(:[0-6]\d(\.\d{1,9})?)?(Z|[+-][01]\d:?[0-6]\d)?)?", fullmatch=True
)


@given(st.lists(ISO, min_size=1, max_size=20))
def test_times_by_whole_columns_are_those_of_the_standard_library(texts: list[str]) -> None:
    micros, with_offset = iso_texts(texts)
    for text, found, offset in zip(texts, micros.tolist(), with_offset.tolist(), strict=True):
        assert (found, offset) == iso_one(text), text


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("2016-12-31T23:59:60Z", None),
        ("2023-02-29", None),
        ("", None),
        ("20240102T1005", "2024-01-02T10:05:00Z"),
    ],
)
def test_the_edges_of_iso_times(text: str, instant: str | None) -> None:
    assert to_iso(iso_one(text)[0]) == instant


def test_a_pattern_reads_what_it_says() -> None:
    micros, with_offset = read_texts(["02 Jan 2024 10:05 +0200", "x"], "%d %b %Y %H:%M %z")
    assert to_iso(int(micros[0])) == "2024-01-02T08:05:00Z"
    assert with_offset.tolist() == [True, False]
    assert micros[1] == TIME_UNKNOWN


def test_a_column_without_a_header_is_taken_for_no_part_of_the_log(tmp_path: Path) -> None:
    """Tables written with the number of each row have such a column in front; it is no queue."""
    rows = [",case_id,activity,timestamp,resource", "0,A,ask,2024-01-01 10:00,Ann", "1,A,pay,2024-01-02 10:00,Bob"]
    reading = read(written(tmp_path / "log.csv", "\n".join(rows).encode()))
    report = reading.report.to_json()
    assert (report["activities"], report["actors"], report["queues"]) == (2, 2, 0)
    assert (reading.batch.columns.queue == NONE).all()
