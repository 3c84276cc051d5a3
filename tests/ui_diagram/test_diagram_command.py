"""`desk diagram`: what it draws, writes and says; and that it never ends in a traceback."""

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.flows.desk_commands import Installation, Outcome, sqlite_url
from tests.flows.small_logs import write_csv
from tests.process.bpmn_files import FIXTURES
from tests.shared_data import shared_data

CLAIM = FIXTURES / "claim.bpmn"


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Installation:
    return Installation(tmp_path / "home")


def test_a_picture_an_svg_and_sheets_are_written(desk: Installation, tmp_path: Path) -> None:
    files = {kind: tmp_path / f"claim.{kind}" for kind in ("png", "svg", "pdf")}
    desk.done("diagram", CLAIM, *(word for kind, file in files.items() for word in (f"--{kind}", file)), "--scale", 2)
    assert QImage(str(files["png"])).width() > 1000
    svg = files["svg"].read_text("utf-8")
    assert "<svg" in svg
    assert ">Check claim<" in svg
    assert files["pdf"].read_bytes().startswith(b"%PDF")


def test_the_report_names_every_element_once_drawn_or_not_with_the_reason(desk: Installation) -> None:
    said = desk.done("diagram", CLAIM, "--report", "--json").json()
    drawn = [each["id"] for each in said["elements"]]
    assert len(drawn) == len(set(drawn)) == said["drawn"]
    assert {"check", "late", "pay", "f1", "pool"} <= set(drawn)
    assert all(each["reason"] for each in said["not_drawn"])
    assert not set(drawn) & {each["id"] for each in said["not_drawn"] if each["kind"]}


def test_what_a_collapsed_sub_process_hides_is_reported(desk: Installation, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden.bpmn"
    hidden.write_text(
        """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">
<process id="p"><subProcess id="s" name="Pay"><task id="t"/></subProcess></process>
<di:BPMNDiagram><di:BPMNPlane bpmnElement="p"><di:BPMNShape bpmnElement="s" isExpanded="false">
<dc:Bounds x="0" y="0" width="100" height="80"/></di:BPMNShape></di:BPMNPlane></di:BPMNDiagram></definitions>"""
    )
    said = desk.done("diagram", hidden, "--json").json()
    assert [(each["id"], each["line"]) for each in said["not_drawn"]] == [("t", 3)]
    assert "collapsed sub-process “Pay”" in said["not_drawn"][0]["reason"]


def test_files_that_cannot_be_drawn_are_refused_in_words(desk: Installation, tmp_path: Path) -> None:
    broken = tmp_path / "broken.bpmn"
    broken.write_text("<definitions>\n<process>")
    told = refused(desk.run("diagram", broken, "--json"), 1)
    assert "line 2" in told["message"]
    assert refused(desk.run("diagram", tmp_path / "absent.bpmn", "--json"), 1)["code"] == "not_found"
    assert refused(desk.run("diagram", tmp_path, "--json"), 1)["code"] == "not_found"
    assert refused(desk.run("diagram", CLAIM, "--diagram", 7, "--json"), 2)["code"] == "wrong_usage"
    assert refused(desk.run("diagram", CLAIM, "--png", tmp_path / "no" / "x.png", "--json"), 1)["code"] == "failed"
    assert refused(desk.run("diagram", "--json"), 2)["code"] == "wrong_usage"


def refused(outcome: Outcome, code: int) -> dict[str, str]:
    assert outcome.code == code
    assert outcome.err.strip()
    assert "Traceback" not in outcome.err
    return dict(json.loads(outcome.out)["error"])


def test_the_state_of_a_case_is_put_on_its_map_or_on_a_file(desk: Installation, tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "shared.db")
    desk.import_json(url, write_csv(tmp_path / "three.csv"))
    desk.sync(url)
    number = desk.done("cases", "--json").json()["cases"][0]["number"]
    own = desk.done("diagram", "--case", number, "--json").json()
    states = {each["state"] for each in own["case"]["states"].values()}
    assert states & {"done", "current", "waiting"}
    on_file = desk.done("diagram", CLAIM, "--case", number, "--png", tmp_path / "case.png", "--json").json()
    assert on_file["case"]["unmapped"]
    assert not QImage(str(tmp_path / "case.png")).isNull()
    assert refused(desk.run("diagram", "--case", "NO-SUCH", "--json"), 1)["code"] == "not_found"


def test_a_real_file_with_all_kinds_of_elements_is_reported_whole(desk: Installation) -> None:
    said = desk.done("diagram", shared_data("bpmn", "miwg_reference", "B.2.0.bpmn"), "--json").json()
    assert (said["drawn"], said["computed"]) == (186, 0)
