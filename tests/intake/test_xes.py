"""Reading XES: what the standard allows is read, by both readers alike."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpo_desk.intake.records import RecordColumns
from bpo_desk.intake.source_file import SourceFile
from bpo_desk.intake.time_reading import TimeReading
from bpo_desk.intake.xes_fast import read_fast
from bpo_desk.intake.xes_stream import read_xes
from bpo_desk.models.ids import TIME_UNKNOWN
from tests.intake.files import event, read, steps, told, trace, written, xes

TIMES = TimeReading(date_format="iso")


def both(path: Path) -> tuple[RecordColumns | None, RecordColumns]:
    source = SourceFile.open(path)
    return read_fast(source, TIMES), read_xes(source, TIMES)


def same(one: RecordColumns, other: RecordColumns) -> None:
    assert one.case_numbers == other.case_numbers
    assert np.array_equal(one.case, other.case)
    assert np.array_equal(one.time, other.time)
    for mine, theirs in ((one.columns, other.columns), (one.case_columns, other.case_columns)):
        assert set(mine) == set(theirs)
        for key in mine:
            assert mine[key].values == theirs[key].values, key
            assert np.array_equal(mine[key].codes, theirs[key].codes), key
    for name in ("types", "time_raw", "nested", "case_types", "case_nested", "skipped", "changed"):
        assert getattr(one, name) == getattr(other, name), name


def test_a_complete_only_record_is_one_completed_event_with_its_own_work_item(tmp_path: Path) -> None:
    path = xes(tmp_path, trace("A", event("x", "2024-01-01T10:00:00Z"), event("x", "2024-01-01T11:00:00+01:00")))
    found = told(read(path))
    assert [one[:5] for one in found] == [
        ("A", "2024-01-01T10:00:00Z", "completed", "x", 1),
        ("A", "2024-01-01T10:00:00Z", "completed", "x", 2),
    ]


def test_start_and_complete_make_one_work_item_first_in_first_out(tmp_path: Path) -> None:
    marks = [("x", "start"), ("x", "start"), ("y", "start"), ("x", "complete"), ("y", "complete"), ("x", "complete")]
    events = [
        event(name, f"2024-01-01T10:0{at}:00Z", lifecycle__transition=mark) for at, (name, mark) in enumerate(marks)
    ]
    found = steps(read(xes(tmp_path, trace("A", *events))))
    assert found == [
        ("started", "x", 1), ("started", "x", 2), ("started", "y", 3),
        ("completed", "x", 1), ("completed", "y", 3), ("completed", "x", 2),
    ]  # fmt: skip


def test_an_end_takes_the_item_of_the_same_person_before_an_older_one(tmp_path: Path) -> None:
    marks = [("start", "Ann"), ("start", "Bob"), ("complete", "Bob"), ("complete", "Ann")]
    events = [
        event("x", f"2024-01-01T10:0{at}:00Z", lifecycle__transition=mark, org__resource=who)
        for at, (mark, who) in enumerate(marks)
    ]
    assert [one[2] for one in steps(read(xes(tmp_path, trace("A", *events))))] == [1, 2, 2, 1]


def test_records_of_one_instance_are_one_work_item(tmp_path: Path) -> None:
    marks = [("start", "i1"), ("start", "i2"), ("complete", "i2"), ("complete", "i1")]
    events = [
        event("x", f"2024-01-01T10:0{at}:00Z", lifecycle__transition=mark, concept__instance=one)
        for at, (mark, one) in enumerate(marks)
    ]
    assert [one[2] for one in steps(read(xes(tmp_path, trace("A", *events))))] == [1, 2, 2, 1]


def test_an_unknown_transition_is_noted_and_kept_as_it_was(tmp_path: Path) -> None:
    reading = read(xes(tmp_path, trace("A", event("x", "2024-01-01T10:00:00Z", lifecycle__transition="In Call"))))
    assert told(reading)[0][2] == "noted"
    # the raw transition is no typed column, so it stays readable in the data of the event
    assert json.loads(reading.batch.data[0] or "{}")["lifecycle:transition"] == "In Call"


def test_two_kinds_of_steps_make_two_sources_so_that_nothing_is_called_missing(tmp_path: Path) -> None:
    path = xes(
        tmp_path,
        trace(
            "A",
            event("Register", "2024-01-01T10:00:00Z", lifecycle__transition="complete"),
            event("Repair", "2024-01-01T10:01:00Z", lifecycle__transition="start"),
            event("Repair", "2024-01-01T10:02:00Z", lifecycle__transition="complete"),
        ),
    )
    sources = read(path).batch.dictionaries.sources
    assert [source.name for source in sources[1:]] == ["log", "log: completions only"]
    assert "start_times" in sources[1].capability.words
    assert "start_times" not in sources[2].capability.words


def test_missing_times_and_names_are_kept_as_unknown_and_reported(tmp_path: Path) -> None:
    path = xes(tmp_path, trace("A", event("x", None), event(None, "2024-01-01T10:00:00Z"), event("y", "?")))
    reading = read(path)
    assert [one[1] for one in told(reading)] == [None, None, "2024-01-01T10:00:00Z"]
    changed = {entry["what"]: entry["count"] for entry in reading.report.to_json()["changed"]}  # type: ignore[attr-defined]
    assert changed["records without a known time: kept, of unknown time"] == 2
    assert changed["records without an activity name: kept as an unknown step"] == 1
    assert json.loads(reading.batch.data[1] or "{}") == {"raw time": "?"}


def test_traces_of_one_case_are_merged_and_unnamed_ones_kept_apart(tmp_path: Path) -> None:
    one = event("x", "2024-01-01T10:00:00Z")
    report = read(xes(tmp_path, trace("A", one), trace("A", one), trace(None, one), trace(None, one))).report
    assert (report.records, report.cases) == (4, 3)
    assert sum(count for what, count in report.changed if "merged" in what) == 1
    assert sum(count for what, count in report.changed if "unnamed" in what) == 2


def test_nested_attributes_lists_and_repeated_keys_are_kept_in_the_data(tmp_path: Path) -> None:
    inner = (
        '<event><string key="concept:name" value="x"/><date key="time:timestamp" value="2024-01-01T10:00:00Z"/>'
        '<string key="note" value="a"><int key="cost" value="5"/></string>'
        '<list key="parts"><values><string key="p" value="1"/></values></list>'
        '<string key="note" value="b"/></event>'
    )
    reading = read(xes(tmp_path, trace("A", inner)))
    kept = json.loads(reading.batch.data[0] or "{}")
    assert kept["note"] == "a"
    assert kept["nested"]["note"] == [
        {"inside": [{"type": "int", "key": "cost", "value": "5"}]},
        {"type": "string", "value": "b"},
    ]
    assert kept["nested"]["parts"][0]["inside"][0]["inside"] == [{"type": "string", "key": "p", "value": "1"}]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_any_prefix_and_encoding_is_read(tmp_path: Path, codec: str) -> None:
    declared = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "iso-8859-1": "ISO-8859-1"}[codec]
    text = (
        f'<?xml version="1.0" encoding="{declared}"?><x:log xmlns:x="http://www.xes-standard.org/"><x:trace>'
        '<x:string key="concept:name" value="Å"/><x:event><x:string value="prüfen" key="concept:name"/>'
        "<x:date key='time:timestamp' value='2024-01-01T10:00:00.123456Z'/></x:event></x:trace></x:log>"
    )
    found = told(read(written(tmp_path / "log.xes", text.encode(codec))))
    assert found[0][:4] == ("Å", "2024-01-01T10:00:00.123456Z", "completed", "prüfen")


def test_default_values_of_globals_are_not_made_up_for_records(tmp_path: Path) -> None:
    head = '<global scope="event"><string key="org:resource" value="UNKNOWN"/></global>'
    assert told(read(xes(tmp_path, trace("A", event("x", "2024-01-01T10:00:00Z")), head=head)))[0][5] is None


def test_dates_of_a_case_after_its_beginning_are_not_known_before_they_come(tmp_path: Path) -> None:
    attributes = (
        '<date key="ended" value="2024-02-01T00:00:00Z"/><date key="asked" value="2023-12-01T00:00:00Z"/>'
        '<string key="channel" value="Desk"/>'
    )
    path = xes(tmp_path, trace("A", event("x", "2024-01-01T10:00:00Z"), attributes=attributes))
    fields = {one[8]: one[1] for one in told(read(path)) if one[8]}
    assert fields == {
        "ended": "2024-02-01T00:00:00Z",
        "asked": "2024-01-01T10:00:00Z",
        "channel": "2024-01-01T10:00:00Z",
    }


def test_a_time_without_offset_is_utc_and_that_is_stated(tmp_path: Path) -> None:
    reading = read(xes(tmp_path, trace("A", event("x", "2024-01-01T10:00:00"))))
    assert told(reading)[0][1] == "2024-01-01T10:00:00Z"
    assert reading.report.to_json()["detected"]["zone"] == "UTC"  # type: ignore[index]


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\ufffe\uffff").filter(
        lambda c: c >= " " or c in "\t\n"
    ),
    max_size=24,
)
KEY = st.sampled_from(["concept:name", "org:resource", "org:group", "cost", "a very long key of an attribute", "é"])
TIME = st.sampled_from(
    [
        "2024-01-01T10:00:00Z",
        "2024-02-29T23:59:59.5+02:00",
        "2023-02-29T10:00:00Z",
        "2024-01-01",
        "?",
        "1969-07-20 20:17",
    ]
)


def _quoted(text: str) -> str:
    for raw, safe in (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;")):
        text = text.replace(raw, safe)
    return text.replace("'", "&#39;")


@st.composite
def logs(draw: st.DrawFn) -> str:
    def attributes() -> str:
        keys = draw(st.lists(KEY, max_size=4, unique=True))
        out = [
            f'<{draw(st.sampled_from(["string", "int", "id"]))} key="{key}" value="{_quoted(draw(TEXT))}"'
            f"{draw(st.sampled_from(['/>', ' />']))}"
            for key in keys
        ]
        if draw(st.booleans()):
            out.append(f'<date key="time:timestamp" value="{draw(TIME)}"/>')
        return draw(st.sampled_from(["", "\n\t", " "])).join(out)

    traces = []
    for number in range(draw(st.integers(1, 4))):
        events = "".join(f"<event>{attributes()}</event>\r\n" for _ in range(draw(st.integers(0, 4))))
        traces.append(f'<trace>\n<string key="concept:name" value="case {number}"/>\n{events}</trace>')
    odd = draw(st.sampled_from(["", "", "", "<!-- note -->", "<trace></trace>", '<string key="k" value="v"></string>']))
    return XES_HEAD + "\n".join(traces) + odd + "</log>"


XES_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n<string key="concept:name" value="L"/>\n'


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=logs())
def test_the_vectorised_reader_reads_what_the_streaming_reader_reads(tmp_path: Path, text: str) -> None:
    fast, slow = both(written(tmp_path / "log.xes", text.encode()))
    if fast is not None:
        same(fast, slow)


def test_a_regular_file_is_read_by_the_vectorised_reader(tmp_path: Path) -> None:
    traces = [
        trace(f"case {number}", *(event(f"step {n}", f"2024-01-{n + 1:02}T10:00:00Z") for n in range(number % 9)))
        for number in range(300)
    ]
    fast, slow = both(xes(tmp_path, *traces, name="log.xes.gz"))
    assert fast is not None
    same(fast, slow)
    assert fast.detected.reader == "vectorised"


@pytest.mark.parametrize(
    "odd",
    [
        "<event><string key='concept:name' value='x'/></event>",
        '<event><string value="x" key="concept:name"/></event>',
        '<event><string key="concept:name" value="x"></string></event>',
        '<event><string key="concept:name" value="x" id="1"/></event>',
        '<event><list key="l"><values/></list></event>',
        '<event>text<string key="concept:name" value="x"/></event>',
        '<event><string key="k" value="1"/><string key="k" value="2"/></event>',
        '<event id="7"><string key="concept:name" value="x"/></event>',
        '<event><!-- " --><string key="concept:name" value=\'x\'/></event>',
        "<event/>",
        "<![CDATA[x]]>",
    ],
)
def test_an_irregular_place_hands_the_whole_file_to_the_streaming_reader(tmp_path: Path, odd: str) -> None:
    path = xes(tmp_path, trace("A", event("x", "2024-01-01T10:00:00Z"), odd), trace("B", event("y", None)))
    fast, slow = both(path)
    assert fast is None
    assert len(slow.case_numbers) == 2
    assert read(path).report.reader == "streaming"


def test_unknown_times_stand_before_known_ones(tmp_path: Path) -> None:
    _, slow = both(xes(tmp_path, trace("A", event("x", "2024-01-01T10:00:00Z"), event("y", None))))
    assert slow.time[slow.order()[0]] == TIME_UNKNOWN
