"""`desk report`: every format, what it leaves in the trail, the figures of `desk case --json`, and no half file."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

from bpo_desk.app.demo_reports import write_reports
from bpo_desk.app.report_command import FORMATS
from bpo_desk.demo.make import make_demo
from bpo_desk.intake.reading import read
from bpo_desk.models.mutation import CommentAdded
from bpo_desk.shared.engine import open_engine
from bpo_desk.workspace.desk import Workspace
from tests.flows.desk_commands import Installation, Outcome, sqlite_url


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A desk that has synced a small demo world. The tests share it: each asks for the case as it is by then."""
    folder = tmp_path_factory.mktemp("world")
    engine = open_engine(sqlite_url(folder / "shared.db"))
    make_demo(engine, cases=30, anchor=date(2026, 11, 20))
    engine.dispose()
    made = Installation(folder / "home")
    made.sync(sqlite_url(folder / "shared.db"))
    return made


@pytest.fixture(scope="module")
def number(desk: Installation) -> tuple[str, str]:
    """(engagement, number) of a case with much to tell."""
    code = _codes(desk)[0]
    cases = [desk.case(row["number"], "--engagement", code) for row in desk.cases("--engagement", code)["cases"][:12]]
    best = max(cases, key=lambda one: len(one["events"]) + 20 * len(one["exits"]))
    return code, str(best["number"])


@pytest.fixture
def case(desk: Installation, number: tuple[str, str]) -> dict[str, Any]:
    """That case as `desk case --json` says it now."""
    found: dict[str, Any] = desk.case(number[1], "--engagement", number[0])
    return found


def _codes(desk: Installation) -> list[str]:
    return [line["code"] for line in desk.done("sync", "--json").lines() if line["event"] == "synced"]


def _report(desk: Installation, case: dict[str, Any], form: str, out: Path, *more: object) -> dict[str, Any]:
    words = ("report", "case", case["number"], "--engagement", case["engagement"], "--format", form, "--out", out)
    return desk.done(*words, "--json", *more).json()


OF_THE_MAKING = ("as_of", "known_at", "data_as_of", "partial")


def test_the_json_report_has_the_figures_of_the_case_command_and_its_digest_holds(
    desk: Installation, case: dict[str, Any], tmp_path: Path
) -> None:
    told = _report(desk, case, "json", tmp_path / "r.json")
    document = json.loads((tmp_path / "r.json").read_bytes())
    wanted = {key: value for key, value in case.items() if key not in OF_THE_MAKING}
    assert document["data"]["cases"] == [wanted]
    canonical = json.dumps(document["data"], sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == document["data_sha256"] == told["data_sha256"]
    facts = {title: said for block in document["sections"][1]["blocks"] for title, said in block["facts"].items()}
    assert facts["Status"] == case["status"]
    assert facts["Waiting for"] == case["waiting_for"]
    assert facts["Handovers"] == ("unknown" if case["handovers"] is None else str(case["handovers"]))
    assert facts["Exits, of them not accepted"].split(",")[0] == str(sum(not e["accepted"] for e in case["exits"]))
    assert facts["Ad-hoc tasks, of them open"] == f"{case['ad_hoc']['total']}, {case['ad_hoc']['open']}"
    for holder in case["holders"]:
        assert (holder["person"] or holder["queue"] or "") in document["sections"][1]["blocks"][0]["facts"][
            "Last in the hands of" if holder["last"] else "In the hands of"
        ]
    everything = next(one for one in document["sections"] if one["title"] == "Everything that is recorded")
    assert len(everything["blocks"][0]["rows"]) == len(case["events"])


def test_the_digest_stays_when_the_report_is_made_again_as_of_the_first(
    desk: Installation, case: dict[str, Any], tmp_path: Path
) -> None:
    first = _report(desk, case, "json", tmp_path / "one.json", "--recipient", "the client")
    document = json.loads((tmp_path / "one.json").read_bytes())
    command = document["sections"][-1]["blocks"][-1]["text"].split(" --as-of ")[1]
    again = _report(desk, case, "json", tmp_path / "two.json", "--as-of", command)
    later = _report(desk, case, "json", tmp_path / "three.json")
    assert again["data_sha256"] == first["data_sha256"]
    assert later["data_sha256"] != first["data_sha256"]  # by then it was exported, and that is in the trail


def test_each_export_is_in_the_trail_of_its_case_with_digest_and_recipient(
    desk: Installation, case: dict[str, Any], tmp_path: Path
) -> None:
    told = _report(desk, case, "html", tmp_path / "r.html", "--recipient", "auditor", "--reason", "yearly audit")
    after = desk.case(case["number"], "--engagement", case["engagement"])
    event = after["events"][-1]
    assert (event["kind"], event["reason"]) == ("exported", "yearly audit")
    assert event["data"]["recipient"] == "auditor"
    assert event["data"]["format"] == "html"
    assert event["data"]["digest"] == told["data_sha256"]
    _codes(desk)  # a sync brings it to the shared database
    assert desk.case(case["number"], "--engagement", case["engagement"])["events"][-1]["recorded_at"] is not None


def test_a_report_that_cannot_be_written_leaves_no_file_and_no_trace(
    desk: Installation, case: dict[str, Any], tmp_path: Path
) -> None:
    out = tmp_path / "missing" / "r.csv"
    done = desk.run(
        "report", "case", case["number"], "--engagement", case["engagement"], "--format", "csv", "--out", out
    )
    assert done.code == 1
    assert "could not be written" in done.err
    after = desk.case(case["number"], "--engagement", case["engagement"])
    assert len(after["events"]) == len(case["events"])
    assert not list(tmp_path.glob("**/*.part"))


def test_the_pdf_says_in_selectable_text_what_the_html_says_and_carries_the_data(
    desk: Installation, case: dict[str, Any], tmp_path: Path
) -> None:
    pdf, page = tmp_path / "r.pdf", tmp_path / "r.html"
    moment = ("--as-of", case["last_activity_at"])
    told = _report(desk, case, "pdf", pdf, *moment)
    _report(desk, case, "html", page, *moment)
    reader = pypdf.PdfReader(pdf)
    texts = [one.extract_text() for one in reader.pages]
    assert [f"page {n} of {len(texts)}" in text for n, text in enumerate(texts, start=1)] == [True] * len(texts)
    whole = _letters(" ".join(texts))
    assert _letters(told["data_sha256"]) in whole
    data = reader.attachments["data.json"][0]
    assert hashlib.sha256(data).hexdigest() == told["data_sha256"]
    written = page.read_text("utf-8")
    assert "<script" not in written
    assert html.unescape(re.search(r'<pre id="data">(.*?)</pre>', written, re.DOTALL)[1]).encode() == data
    behind_the_cover = written.partition("<h2>")[2]  # the cover says when each was made
    for cell in re.findall(r"<td[^>]*>(.*?)</td>", behind_the_cover, re.DOTALL):
        assert _letters(html.unescape(cell)) in whole, cell


def _letters(text: str) -> str:
    return "".join(text.split()).replace("\N{SOFT HYPHEN}", "")


def test_several_cases_make_one_report_and_one_log(desk: Installation, tmp_path: Path) -> None:
    code = _codes(desk)[0]
    numbers = [row["number"] for row in desk.cases("--engagement", code)["cases"][:3]]
    words = ("report", "case", *numbers, "--engagement", code, "--json")
    told = desk.done(*words, "--format", "xes", "--out", tmp_path / "log.xes").json()
    batch = read(tmp_path / "log.xes").batch
    assert batch.case_numbers == numbers
    assert len(batch.columns) == told["events"]
    desk.done(*words, "--format", "csv", "--out", tmp_path / "log.csv")
    text = (tmp_path / "log.csv").read_text("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    head = next(at for at, line in enumerate(lines) if line[:2] == ["Case", "No"])
    assert {line[0] for line in lines[head + 1 :]} == set(numbers)
    said = {line[0]: line[1] for line in lines[:head] if len(line) > 1}
    assert {"As of", "Data as of", "Prepared", "Events", "SHA-256 of the data part"} <= set(said)


def test_cases_that_a_filter_finds_make_a_report_that_names_the_filter(desk: Installation, tmp_path: Path) -> None:
    code = _codes(desk)[0]
    found = desk.cases("--engagement", code, "--where=-status:open")
    numbers = {row["number"] for row in found["cases"]}
    words = ("report", "case", "--where=-status:open", "--engagement", code, "--json", "--format", "json")
    told = desk.done(*words, "--out", tmp_path / "r.json").json()
    assert set(told["cases"]) == numbers
    document = json.loads((tmp_path / "r.json").read_bytes())
    assert document["cover"][0]["facts"]["Chosen by the filter"] == "-status:open"
    assert "--where=" in document["sections"][-1]["blocks"][-1]["text"]
    nothing = desk.run("report", "case", "--where", "holder:nobody-of-this-name", "--engagement", code)
    assert (nothing.code, "No case" in nothing.err) == (1, True)


def test_internal_notes_stay_here_when_the_report_is_for_both_sides(
    desk: Installation, case: dict[str, Any], tmp_path: Path
) -> None:
    with desk.environment():
        workspace = Workspace.open()
        note = CommentAdded("between us: the second signature is missing")
        workspace.write(workspace.new_mutation(case["engagement"], case["number"], note))
        workspace.close()
    whole = desk.case(case["number"], "--engagement", case["engagement"])
    assert whole["events"][-1]["visibility"] == "internal"
    _report(desk, case, "json", tmp_path / "r.json", "--both-sides")
    document = json.loads((tmp_path / "r.json").read_bytes())
    assert [event["id"] for event in document["data"]["cases"][0]["events"]] == [
        event["id"] for event in whole["events"] if event["visibility"] == "shared"
    ]
    facts = document["sections"][0]["blocks"][0]["facts"]
    internal = sum(event["visibility"] == "internal" for event in whole["events"])
    assert facts["Events left out"] == str(internal)
    assert facts["  internal: never leaves the side that wrote it"] == str(internal)
    assert "second signature" not in (tmp_path / "r.json").read_text("utf-8")


def test_a_run_without_a_screen_leaves_a_report_in_every_format(desk: Installation, tmp_path: Path) -> None:
    with desk.environment():
        workspace = Workspace.open()
        written = write_reports(workspace, tmp_path / "out")
        workspace.close()
    assert [path.suffix[1:] for path in written] == list(FORMATS)
    assert all(path.stat().st_size > 1_000 for path in written)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("case", "NOPE-1"), 1, "NOPE-1"),
        (("case",), 2, ""),
        (("case", "NOPE-1", "--format", "docx"), 2, "docx"),
        (("case", "NOPE-1", "--as-of", "yesterday"), 2, "ISO 8601"),
        (("case", "NOPE-1", "--json", "--out", "-"), 2, "--out"),
        (("case", "{number}", "--zone", "Mars/Olympus"), 2, "Mars/Olympus"),
        (("case", "{number}", "--known-at", "2001-01-01"), 1, "at that time"),
    ],
)
def test_wrong_words_end_with_their_code(desk: Installation, words: tuple[str, ...], code: int, said: str) -> None:
    first = _codes(desk)[0]
    known = desk.cases("--engagement", first)["cases"][0]["number"]
    done: Outcome = desk.run("report", *(word.format(number=known) for word in words))
    assert done.code == code
    assert said in done.err
