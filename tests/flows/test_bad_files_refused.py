"""Files that cannot be trusted are refused whole: exit 1, object, reason and next step; the database is row for row as
it was, on both dialects."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flows.desk_commands import Installation
from tests.flows.raw_database import contents
from tests.flows.small_logs import HEADER, write_csv, xes_text

ROW = "X-1,Register,2026-03-02T08:00:00Z,Ana"


def _truncated_gz(path: Path) -> None:
    rows = "\n".join(f"X-{number},Register,2026-03-02T08:00:{number % 60:02}Z,Ana{number}" for number in range(20_000))
    path.write_bytes(gzip.compress(f"{HEADER}\n{rows}\n".encode())[:-2_000])


def _truncated_xes_gz(path: Path) -> None:
    rows = [(f"X-{i}", "Register", f"2026-03-02T08:00:{i % 60:02}Z", f"Ana{i}") for i in range(2_000)]
    path.write_bytes(gzip.compress(xes_text(rows).encode())[:-500])


def _doctype(path: Path) -> None:
    path.write_text(xes_text().replace("<log", '<!DOCTYPE log [<!ENTITY a "aaaa">]>\n<log', 1), encoding="utf-8")


def _late_damage_xes(path: Path) -> None:
    path.write_text(xes_text().replace("</log>", "<trace><event></trace></log>"), encoding="utf-8")


def _invalid_utf8_csv(path: Path) -> None:
    rows = "\n".join([ROW] * 5_000)
    path.write_bytes(f"{HEADER}\n{rows}\n".encode() + b"X-2,Regi\xff\xfester,2026-03-02T08:00:00Z,Ana\n")


def _invalid_utf8_xes(path: Path) -> None:
    path.write_bytes(xes_text().encode().replace(b"Cleo", b"Cl\xe9o"))


def _huge_cell_csv(path: Path) -> None:
    path.write_text(f"{HEADER}\n{ROW}\nX-2,{'x' * 10_500_000},2026-03-02T08:00:00Z,Ana\n", encoding="utf-8")


def _huge_value_xes(path: Path) -> None:
    path.write_text(xes_text().replace("Cleo", "x" * 10_500_000), encoding="utf-8")


def _no_case_column(path: Path) -> None:
    path.write_text("colour,shape\nred,round\n", encoding="utf-8")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _workbook(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")


def _ocel(path: Path) -> None:
    path.write_text(json.dumps({"ocel:events": {}, "ocel:objects": {}}), encoding="utf-8")


def _open_quote(path: Path) -> None:
    path.write_text(f'{HEADER}\n{ROW}\nX-2,"never closed,2026-03-02T08:00:00Z,Ana\n', encoding="utf-8")


BAD: dict[str, tuple[str, Callable[[Path], None]]] = {
    "truncated gz": ("log.csv.gz", _truncated_gz),
    "truncated xes gz": ("log.xes.gz", _truncated_xes_gz),
    "doctype": ("log.xes", _doctype),
    "not well formed at its end": ("log.xes", _late_damage_xes),
    "invalid utf-8 in csv": ("log.csv", _invalid_utf8_csv),
    "invalid utf-8 in xes": ("log.xes", _invalid_utf8_xes),
    "a cell over 10 MB": ("log.csv", _huge_cell_csv),
    "a value over 10 MB": ("log.xes", _huge_value_xes),
    "no known columns": ("log.csv", _no_case_column),
    "empty": ("log.csv", _empty),
    "workbook": ("log.xlsx", _workbook),
    "ocel": ("log.jsonocel", _ocel),
    "open quote": ("log.csv", _open_quote),
}


@pytest.fixture
def filled(desk: Installation, shared_url: str, tmp_path: Path) -> str:
    """A shared database that holds something already."""
    desk.import_json(shared_url, write_csv(tmp_path / "before.csv"))
    return shared_url


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_cannot_be_trusted_is_refused_whole(
    desk: Installation, filled: str, tmp_path: Path, what: str
) -> None:
    name, write = BAD[what]
    bad = tmp_path / name
    write(bad)
    before = contents(filled)
    outcome = desk.run("import", bad, "--to", filled, "--engagement", "acme", "--json")
    assert outcome.code == 1, outcome.out
    error = outcome.json()["error"]
    assert name in error["message"]  # the object
    assert len(error["message"]) > len(name) + 8  # and the reason
    assert error["next_step"]
    assert "Traceback" not in outcome.err
    assert contents(filled) == before


def test_a_csv_without_the_mapped_column_names_the_column(desk: Installation, filled: str, tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text('[columns]\ncase = "ticket"\nactivity = "activity"\ntime = "time"\n', encoding="utf-8")
    before = contents(filled)
    log = write_csv(tmp_path / "log.csv")
    outcome = desk.run("import", log, "--to", filled, "--engagement", "acme", "--mapping", mapping, "--json")
    assert outcome.code == 1
    error = outcome.json()["error"]
    assert "log.csv" in error["message"]
    assert "ticket" in error["message"]
    assert error["next_step"]
    assert contents(filled) == before


@pytest.mark.parametrize("text", ["not [toml", '[columns]\nwhat = "x"\n', 'zone = "Mars/Base"\n'])
def test_a_mapping_that_is_wrong_is_wrong_usage(desk: Installation, filled: str, tmp_path: Path, text: str) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(text, encoding="utf-8")
    before = contents(filled)
    outcome = desk.run(
        "import", write_csv(tmp_path / "log.csv"), "--to", filled, "--engagement", "acme", "--mapping", mapping
    )
    assert outcome.code == 2
    assert "m.toml" in outcome.err
    assert contents(filled) == before


def test_a_refused_file_makes_no_engagement(desk: Installation, filled: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    _invalid_utf8_csv(bad)
    before = contents(filled)
    assert desk.run("import", bad, "--to", filled, "--engagement", "brand-new").code == 1
    assert contents(filled) == before
