"""Files that cannot be trusted are refused whole: the message names file and reason, the next step what to do."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from bpo_desk.errors import DeskError, NotFound, RefusedFile, WrongUsage
from tests.intake.files import event, mapping, read, trace, written, xes

GOOD = event("x", "2024-01-01T10:00:00Z")
HEADER = b"case,activity,time\n"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<log><trace><string key="concept:name" value="&b;"/></trace></log>'
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE log SYSTEM "file:///etc/passwd"><log><trace></trace></log>'


def refused(path: Path, code: str) -> RefusedFile:
    with pytest.raises(RefusedFile) as caught:
        read(path)
    assert caught.value.code == code
    assert path.name in caught.value.message
    assert caught.value.next_step
    return caught.value


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, "<!-- -->" * 20_000 + OUTSIDE.partition("?>")[2]])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_doctype_is_refused_before_anything_behind_it_is_read(tmp_path: Path, text: str, codec: str) -> None:
    refused(
        written(tmp_path / "log.xes", text.replace('"1.0"?', f'"1.0" encoding="{codec}"?').encode(codec)), "doctype"
    )


@pytest.mark.parametrize("name", ["log.xes.gz", "log.csv.gz"])
def test_a_truncated_gzip_is_refused(tmp_path: Path, name: str) -> None:
    whole = (
        xes(tmp_path, trace("A", *[GOOD] * 500)).read_bytes() if "xes" in name else HEADER + b"A,x,2024-01-01\n" * 500
    )
    packed = gzip.compress(whole)
    path = tmp_path / name
    path.write_bytes(packed[:-12])
    refused(path, "truncated")


def test_a_gzip_with_a_wrong_checksum_or_garbage_behind_it_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(HEADER + b"A,x,2024-01-01\n" * 500)
    path = tmp_path / "log.csv.gz"
    path.write_bytes(packed[:-8] + bytes(4) + packed[-4:])
    refused(path, "damaged")
    path.write_bytes(packed + b"garbage")
    refused(path, "damaged")


def test_invalid_utf8_is_refused_with_its_position(tmp_path: Path) -> None:
    data = xes(tmp_path, trace("A", GOOD)).read_bytes()
    at = data.index(b'value="x"') + 7
    error = refused(written(tmp_path / "bad.xes", data[:at] + b"\xff" + data[at + 1 :]), "invalid_utf8")
    assert f"byte {at:,}" in error.message
    rows = HEADER + b"A,x,2024-01-01\nB,\xe9,2024-01-01\n"
    error = refused(written(tmp_path / "bad.csv", rows), "invalid_utf8")
    assert f"byte {rows.index(0xE9)}" in error.message


def test_xml_that_ends_too_early_or_is_broken_is_refused_with_its_line(tmp_path: Path) -> None:
    data = xes(tmp_path, trace("A", GOOD)).read_bytes()
    assert "line" in refused(written(tmp_path / "cut.xes", data[: len(data) // 2]), "truncated").message
    assert (
        "line"
        in refused(written(tmp_path / "bad.xes", data.replace(b"</trace>", b"</race>")), "not_well_formed").message
    )


def test_a_value_over_ten_megabytes_is_refused_in_both_formats(tmp_path: Path) -> None:
    long = "y" * 10_000_001
    refused(xes(tmp_path, trace("A", event(long, "2024-01-01T10:00:00Z"))), "value_too_long")
    cell = f'case,activity,time\nA,"{long}",2024-01-01\n'.encode()
    refused(written(tmp_path / "long.csv", cell), "value_too_long")
    lines = 'case,activity,time\nA,"' + "yyyyyyyyy\n" * 1_000_001 + '",2024-01-01\n'
    refused(written(tmp_path / "lines.csv", lines.encode()), "value_too_long")


def test_a_value_that_never_ends_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    data = b'<log><trace><string key="concept:name" value="' + b"y" * 40_000_000
    refused(written(tmp_path / "endless.xes.gz", data), "value_too_long")


def test_deep_nesting_and_many_attributes_are_refused(tmp_path: Path) -> None:
    deep = '<string key="a" value="b">' * 70 + "</string>" * 70
    refused(xes(tmp_path, trace("A", f"<event>{deep}</event>")), "too_deep")
    many = "".join(f'<string key="k{number}" value="v"/>' for number in range(1_001))
    refused(xes(tmp_path, trace("A", f"<event>{many}<list/></event>")), "too_many_attributes")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04rest", "ZIP"),
        (b"SQLite format 3\x00rest", "SQLite"),
        (b"%PDF-1.7", "PDF"),
        (b'{"ocel:events": {}}', "JSON"),
        (b"<WorkflowLog/>", "MXML"),
        (b"<?xml version='1.0'?><bpmn:definitions/>", "BPMN"),
        (b"<xesextension/>", "xesextension"),
        (b"\x00\x01\x02\x03", "binary"),
    ],
)
def test_other_formats_are_refused_by_name(tmp_path: Path, data: bytes, what: str) -> None:
    assert what in refused(written(tmp_path / "log.dat", data), "unsupported_format").message


def test_an_empty_file_a_text_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    refused(written(tmp_path / "empty.csv", b""), "empty_file")
    refused(written(tmp_path / "note.csv", b"hello\nworld\n"), "no_header")
    with pytest.raises(NotFound):
        read(tmp_path / "none.xes")


def test_a_table_without_the_mapped_column_is_refused_naming_it_and_those_there_are(tmp_path: Path) -> None:
    own = mapping(tmp_path, '[columns]\ncase = "case"\nactivity = "what"\ntime = "time"\n')
    with pytest.raises(RefusedFile) as caught:
        read(written(tmp_path / "log.csv", HEADER + b"A,x,2024-01-01\n"), own)
    assert "'what'" in caught.value.message
    assert "case, activity, time" in caught.value.message


def test_a_table_whose_columns_cannot_be_told_asks_for_a_mapping(tmp_path: Path) -> None:
    error = refused(written(tmp_path / "log.csv", b"a,b,c\n1,2,3\n"), "missing_column")
    assert "a, b, c" in error.message
    assert "--mapping" in error.next_step


@pytest.mark.parametrize(
    "text",
    [
        "columns = 3",
        "[columns]\nwho = 'x'",
        "nonsense = 1",
        "zone = 'Mars/Olympus'",
        "[kinds.lifecycle]\nx = 'flown'",
        "= 1",
    ],
)
def test_a_mapping_with_a_mistake_is_refused_naming_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(WrongUsage) as caught:
        mapping(tmp_path, text)
    assert "own.toml" in caught.value.message


def test_every_refusal_is_a_desk_error_with_a_next_step(tmp_path: Path) -> None:
    for number, data in enumerate((b"<log", b"<log><trace>", b"<log></log><log>", b"a\x00,b\n", b'a,b\n"', b"<")):
        with pytest.raises(DeskError) as caught:
            read(written(tmp_path / f"{number}.any", data))
        assert caught.value.next_step
