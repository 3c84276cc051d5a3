"""`desk admin process`: a client's BPMN file becomes the process that its cases are drawn on."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.flows.desk_commands import Installation, sqlite_url
from tests.flows.small_logs import THREE_CASES, write_csv

STEPS = dict.fromkeys(row[1] for row in THREE_CASES)


def bpmn(path: Path, *steps: str) -> Path:
    """A process of steps one after the other."""
    nodes = "".join(f'<b:task id="t{n}" name="{step}"/>' for n, step in enumerate(steps))
    ends = ["s", *(f"t{n}" for n in range(len(steps))), "e"]
    flows = "".join(
        f'<b:sequenceFlow id="f{n}" sourceRef="{u}" targetRef="{v}"/>' for n, (u, v) in enumerate(pairwise(ends))
    )
    path.write_text(
        '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"><b:process id="p" name="Claims">'
        f'<b:startEvent id="s"/>{nodes}<b:endEvent id="e"/>{flows}</b:process></b:definitions>',
        encoding="utf-8",
    )
    return path


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path / "shared.db")


def versions(desk: Installation, url: str) -> dict[str, object]:
    """Case number -> version that its desk says."""
    desk.sync(url)
    found = {}
    for number in dict.fromkeys(row[0] for row in THREE_CASES):
        told = desk.done("case", number, "--json").json()["process"]
        found[number] = told and (told["key"], told["version"])
    return found


def test_cases_of_a_log_without_process_run_on_the_one_that_is_stored(
    desk: Installation, url: str, tmp_path: Path
) -> None:
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    file = bpmn(tmp_path / "claims.bpmn", *STEPS)
    store = ("admin", "process", file, "--engagement", "acme", "--process", "claims", "--to", url, "--json")
    for _ in range(2):
        told = desk.done(*store).json()
        assert (told["process"], told["version"], told["name"], told["cases"]) == ("claims", "1", "Claims", 3)
    assert set(versions(desk, url).values()) == {("claims", "1")}


def test_a_further_version_is_for_the_cases_that_began_after_a_day(
    desk: Installation, url: str, tmp_path: Path
) -> None:
    desk.import_json(url, write_csv(tmp_path / "log.csv", THREE_CASES[:3]))
    whole = ("--engagement", "acme", "--to", url, "--json")
    desk.done("admin", "process", bpmn(tmp_path / "1.bpmn", *STEPS), "--process", "claims", *whole)
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    second = bpmn(tmp_path / "2.bpmn", *STEPS, "Archive")
    told = desk.done("admin", "process", second, "--process", "claims", "--version", "2", *whole).json()
    assert told["cases"] == 0, "without a day it is for those that begin from now on"
    assert set(versions(desk, url).values()) == {("claims", "1")}
    told = desk.done("admin", "process", second, "--version", "2", "--after", "2026-03-02", *whole).json()
    assert told["cases"] == 1, "a day that is named moves those that began after it"
    assert versions(desk, url) == {"C-1": ("claims", "1"), "C-2": ("claims", "1"), "C-3": ("claims", "2")}


def test_a_day_divides_the_cases_that_run_on_no_version_yet(desk: Installation, url: str, tmp_path: Path) -> None:
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    rest = ("--engagement", "acme", "--to", url, "--json", "--process", "claims")
    days = sorted({row[2][:10] for row in THREE_CASES if row[0] == THREE_CASES[0][0]})
    one = desk.done("admin", "process", bpmn(tmp_path / "1.bpmn", *STEPS), "--after", "2030-01-01", *rest).json()
    assert one["cases"] == 0
    second = bpmn(tmp_path / "2.bpmn", *STEPS, "Archive")
    two = desk.done("admin", "process", second, "--version", "2", "--after", days[0], *rest).json()
    found = versions(desk, url)
    assert found[THREE_CASES[0][0]] == ("claims", "1"), "it began on the day itself"
    assert sum(version == ("claims", "2") for version in found.values()) == two["cases"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("<x/>", "file.bpmn"),
        ('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "no step"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_process_is_refused_and_nothing_is_stored(
    desk: Installation, url: str, tmp_path: Path, text: str | None, named: str
) -> None:
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    file = tmp_path / "file.bpmn"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    outcome = desk.run("admin", "process", file, "--engagement", "acme", "--process", "p", "--to", url)
    assert outcome.code == 1
    assert named in outcome.err
    assert set(versions(desk, url).values()) == {(None, None)}


def test_which_process_is_meant_is_asked_by_name(desk: Installation, url: str, tmp_path: Path) -> None:
    desk.import_json(url, write_csv(tmp_path / "log.csv"))
    file = bpmn(tmp_path / "claims.bpmn", *STEPS)
    unnamed = desk.run("admin", "process", file, "--engagement", "acme", "--to", url)
    assert unnamed.code == 1
    assert "--process" in unnamed.err
    desk.done("admin", "process", file, "--engagement", "acme", "--process", "claims", "--to", url)
    other = desk.run("admin", "process", file, "--engagement", "acme", "--process", "claim", "--to", url)
    assert other.code == 1
    assert "claims" in other.err
    again = desk.done("admin", "process", file, "--engagement", "acme", "--to", url)
    assert "3 cases run on it" in again.out + again.err
