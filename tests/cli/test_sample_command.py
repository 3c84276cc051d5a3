"""`sample draw` and `sample check`: a draw from the copy, kept as events, performed again, and what differs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.flows.desk_commands import Installation, sqlite_url
from tests.flows.small_logs import write_csv


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "shared.db")


@pytest.fixture
def ready(desk: Installation, tmp_path: Path, url: str) -> Installation:
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    desk.sync(url)
    return desk


def drawn(desk: Installation, *more: object):
    return desk.done("sample", "draw", "--seed", "2026-11-22 4711", "--json", *more).json()


def test_a_draw_states_all_that_is_needed_to_perform_it_again(ready: Installation) -> None:
    found = drawn(ready, "--size", 2)
    assert found["population"] == 3
    assert len(found["picks"]) == 2
    assert {"sample", "where", "as_of", "known_at", "digest", "method", "by", "size", "seed"} <= set(found)
    assert [pick["rank"] for pick in found["picks"]] == [1, 2]


def test_a_check_agrees_and_names_what_was_changed(ready: Installation, tmp_path: Path) -> None:
    found = drawn(ready, "--size", 1, "--method", "each", "--by", "step")
    file = tmp_path / "sample.json"
    file.write_text(json.dumps(found), encoding="utf-8")
    assert ready.done("sample", "check", file, "--json").json()["agrees"]
    file.write_text(json.dumps(found | {"population": 4}), encoding="utf-8")
    outcome = ready.run("sample", "check", file, "--json")
    assert outcome.code == 1
    assert outcome.json()["differs"] == ["the population has 3 cases, and had 4"]


def test_a_seed_that_was_changed_afterwards_is_found(ready: Installation, tmp_path: Path) -> None:
    found = drawn(ready, "--size", 1)
    other = next(n for n in ("C-1", "C-2", "C-3") if n != found["picks"][0]["number"])
    found["picks"][0]["number"] = other
    file = tmp_path / "sample.json"
    file.write_text(json.dumps(found), encoding="utf-8")
    outcome = ready.run("sample", "check", file)
    assert outcome.code == 1
    assert f"{other} is not drawn" in outcome.out


def test_a_kept_draw_is_in_the_log_of_its_cases_and_still_agrees_after_more_was_imported(
    ready: Installation, tmp_path: Path, url: str
) -> None:
    found = drawn(ready, "--size", 2, "--keep")
    waiting = ready.done("sample", "check", "--sample", found["sample"], "--json").json()
    assert waiting["agrees"], "before it was sent"
    ready.sync(url)
    number = found["picks"][0]["number"]
    events = [event for event in ready.case(number)["events"] if event["kind"] == "sample_drawn"]
    assert len(events) == 1
    data = events[0]["data"]
    data = json.loads(data) if isinstance(data, str) else data
    assert (data["seed"], data["digest"], data["rank"]) == ("2026-11-22 4711", found["digest"], 1)
    more = tmp_path / "more.csv"
    more.write_text(write_csv(tmp_path / "again.csv").read_text(encoding="utf-8").replace("C-", "D-"), encoding="utf-8")
    ready.import_json(url, more)
    ready.sync(url)
    assert ready.cases()["total"] == 6
    after = ready.done("sample", "check", "--sample", found["sample"], "--json").json()
    assert after["agrees"], "what was not known then is not in the frame"
    assert after["again"]["picks"] == found["picks"]


def test_an_unknown_sample_and_a_file_of_something_else_are_refused_in_words(
    ready: Installation, tmp_path: Path
) -> None:
    missing = ready.run("sample", "check", "--sample", "0" * 16)
    assert missing.code == 1
    assert "There are: none" in missing.err
    file = tmp_path / "no.json"
    for text in ("{}", "[]", "not json", '{"picks": [{"number": "C-1"}]}'):
        file.write_text(text, encoding="utf-8")
        outcome = ready.run("sample", "check", file)
        assert outcome.code == 1
        assert "no sample" in outcome.err


def test_the_same_statement_has_the_same_name_and_a_filter_narrows_the_frame(ready: Installation) -> None:
    at = ("--as-of", "2027-01-01")
    first, again = (drawn(ready, "--size", 2, *at) for _each in range(2))
    assert first["sample"] == again["sample"]
    assert first["picks"] == again["picks"]
    narrow = drawn(ready, "--size", 2, "--where=-C-1", *at)
    assert narrow["population"] == 2
    assert narrow["sample"] != first["sample"]


def test_a_filter_that_the_log_alone_does_not_answer_is_no_frame(ready: Installation) -> None:
    outcome = ready.run("sample", "draw", "--size", 1, "--seed", "x", "--where", "followed:me")
    assert outcome.code != 0
    assert "cannot ask for followed" in outcome.err
