"""`cases`: the queue on the terminal, filtered, ordered, cut off and as of a moment, by the same path as the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.flows.desk_commands import Installation, sqlite_url
from tests.flows.small_logs import write_csv


@pytest.fixture
def ready(desk: Installation, tmp_path: Path) -> Installation:
    """A desk with three synced cases."""
    url = sqlite_url(tmp_path / "shared.db")
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    desk.sync(url)
    return desk


def _numbers(document: dict[str, Any]) -> list[str]:
    return [row["number"] for row in document["cases"]]


def test_the_document_says_how_many_there_are_found_and_shown(ready: Installation) -> None:
    document = ready.done("cases", "--json", "--limit", "2").json()
    counts = {name: document[name] for name in ("engagement", "total", "found", "shown", "partial")}
    assert counts == {"engagement": "acme", "total": 3, "found": 3, "shown": 2, "partial": False}
    assert document["data_as_of"].endswith("Z")
    assert len(document["cases"]) == 2


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("", ["C-1", "C-2", "C-3"]),
        ("step:Check", ["C-2"]),
        ("C-3", ["C-3"]),
        ("-step:Check", ["C-1", "C-3"]),
        ("last<2026-03-04", ["C-1"]),
        ("nothing-like-it", []),
    ],
)
def test_a_filter_keeps_what_it_says(ready: Installation, where: str, expected: list[str]) -> None:
    document = ready.cases(f"--where={where}")
    assert sorted(_numbers(document)) == expected
    assert (document["found"], document["where"]) == (len(expected), where)


def test_the_order_follows_a_column_both_ways(ready: Installation) -> None:
    assert _numbers(ready.cases("--order", "number")) == ["C-1", "C-2", "C-3"]
    assert _numbers(ready.cases("--order=-number")) == ["C-3", "C-2", "C-1"]
    assert _numbers(ready.cases("--order", "last")) == ["C-1", "C-2", "C-3"]
    wrong = ready.run("cases", "--order", "colour")
    assert wrong.code == 2
    assert "colour" in wrong.err
    assert "number" in wrong.err


def test_as_of_lists_only_the_cases_that_were_there(ready: Installation) -> None:
    document = ready.cases("--as-of", "2026-03-02T08:10:00Z")
    assert _numbers(document) == ["C-1"]
    assert document["cases"][0]["step"] == "Register"


def test_in_words_a_case_is_one_line(ready: Installation) -> None:
    out = ready.done("cases", "--order", "number").out.splitlines()
    assert out[0] == "acme: 3 of 3 cases"
    assert [line.split()[0] for line in out[1:]] == ["C-1", "C-2", "C-3"]
    assert "unknown" in out[1]  # what the source cannot tell is said, not left out


def test_without_any_sync_there_is_nothing_to_list_and_that_is_said(desk: Installation) -> None:
    outcome = desk.run("cases")
    assert outcome.code == 1
    assert "sync" in outcome.err.lower()
