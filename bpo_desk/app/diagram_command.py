"""`desk diagram`: draws a BPMN file, or a process with the state of a case on it, without a screen."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bpo_desk.errors import DeskError, NotFound, WrongUsage
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.process import ProcessDefinition
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.bpmn.reading import ReadingNote
from bpo_desk.process.display_list import DisplayList, display_list
from bpo_desk.process.drawing_report import DrawingReport, drawing_report
from bpo_desk.process.markers import Marker
from bpo_desk.settings import DEFAULT_PROFILE


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a BPMN file; none with --case: that case's own process"
    )
    parser.add_argument("--case", metavar="NO", default="", help="put the state of this case on it")
    parser.add_argument("--engagement", metavar="CODE", help="where the case number is found in several engagements")
    parser.add_argument("--profile", default=DEFAULT_PROFILE, help="which local profile (default: %(default)s)")
    parser.add_argument("--png", type=Path, metavar="F", help="write a picture")
    parser.add_argument("--svg", type=Path, metavar="F", help="write a picture that scales")
    parser.add_argument("--pdf", type=Path, metavar="F", help="write all diagrams as sheets of A4 that overlap")
    parser.add_argument("--diagram", type=int, default=1, metavar="N", help="which of several diagrams (default: 1)")
    parser.add_argument("--scale", type=_scale, default=1.0, metavar="X", help="pixels per diagram unit (default: 1)")
    parser.add_argument("--dark", action="store_true", help="light lines on dark paper")
    parser.add_argument("--report", action="store_true", help="list every element drawn, and every one not and why")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def _scale(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0.05 <= found <= 20:
        raise argparse.ArgumentTypeError(f"{text!r} is no scale from 0.05 to 20")
    return found


@dataclass(frozen=True, slots=True)
class Drawing:
    """A file or case to draw: one display list a diagram, markers of the case, and what the reader passed over."""

    name: str
    definition: ProcessDefinition
    lists: list[DisplayList]
    notes: list[ReadingNote]
    markers: Mapping[str, Marker] = field(default_factory=dict)
    case: CaseFile | None = None
    unmapped: tuple[str, ...] = ()


def run(given: argparse.Namespace) -> int:
    """Draw, write and report; returns the exit code. With --json a failure is one JSON document too."""
    try:
        drawing = _drawing(given)
        number = given.diagram - 1
        if not 0 <= number < len(drawing.lists):
            raise WrongUsage(f"{drawing.name} has {len(drawing.lists)} diagram(s).", "Choose --diagram among them.")
        written = _write(given, drawing, number) if given.png or given.svg or given.pdf else {}
        report = drawing_report(drawing.definition, drawing.lists, drawing.notes)
    except DeskError as error:
        if given.json:
            print(json.dumps({"error": error.document()}, ensure_ascii=False))
        raise
    if given.json:
        _say(json.dumps(_document(drawing, report, written, given.report), ensure_ascii=False))
    else:
        _say("\n".join(_lines(drawing, report, written, given.report)))
    return 0


def _say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:  # the reader of our output went away, such as `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _drawing(given: argparse.Namespace) -> Drawing:
    data = _read(given.file) if given.file is not None else None
    if given.case:
        return _case_drawing(given, data)
    if data is None:
        raise WrongUsage("There is nothing to draw.", "Name a BPMN file, or a case with --case NO.")
    definition, notes = read_definition(data, given.file.name)
    return Drawing(given.file.name, definition, _lists(definition), notes)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise NotFound(
            f"{file} cannot be read: {error.strerror or error}.", "Check the name and your rights."
        ) from error


def _lists(definition: ProcessDefinition) -> list[DisplayList]:
    return [display_list(definition, number) for number in range(max(len(definition.diagrams), 1))]


def _case_drawing(given: argparse.Namespace, data: bytes | None) -> Drawing:
    from bpo_desk.ui.case.case_view import prepare_case

    file = _case_file(given)
    notes: list[ReadingNote] = []
    if data is not None:
        file = replace(file, definition_xml=data, process_key=given.file.name, process_version="")
    if file.definition_xml is not None:
        _, notes = read_definition(file.definition_xml, file.process_key or given.case)
    view = prepare_case(file)
    definition, shown = view.diagram.definition, view.diagram.drawing
    if definition is None or shown is None:
        raise NotFound(f"There is nothing to draw for the case {given.case}: {view.diagram.note}", "Name a BPMN file.")
    lists = [shown, *_lists(definition)[1:]]
    steps = file.dictionaries.steps
    unmapped = tuple(steps[code].name for code in view.diagram.unmapped)
    return Drawing(view.diagram.note or definition.name, definition, lists, notes, view.live.markers, file, unmapped)


def _case_file(given: argparse.Namespace) -> CaseFile:
    from bpo_desk.workspace.desk import Workspace

    workspace = Workspace.open(given.profile)
    try:
        wanted = [workspace.engagement(given.engagement)] if given.engagement else workspace.engagements()
        found: list[tuple[int, int]] = []
        for engagement in wanted:
            try:
                found.append((engagement.engagement_id, workspace.find_case(engagement.engagement_id, given.case)))
            except NotFound:
                continue
        if len(found) > 1:
            names = ", ".join(each.code for each in wanted)
            raise WrongUsage(f"{given.case} is a case of several engagements.", f"Add --engagement: {names}.")
        if not found:
            raise NotFound(f"The local copy has no case {given.case}.", "Check the number, or sync first.")
        return workspace.open_case(*found[0])
    finally:
        workspace.close()


def _write(given: argparse.Namespace, drawing: Drawing, number: int) -> dict[str, str]:
    """Write what was asked for; returns what was written, by format."""
    # Nothing is shown, so no screen is needed; and one that cannot be reached must not stop us.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QFont, QGuiApplication
    from PySide6.QtWidgets import QApplication

    from bpo_desk.app.desktop import new_application
    from bpo_desk.ui.appearance import Appearance
    from bpo_desk.ui.diagram.colours import DiagramColours
    from bpo_desk.ui.diagram.picture import image_of, write_pdf, write_svg

    application = QGuiApplication.instance()
    if not isinstance(application, QApplication):
        application = new_application([sys.argv[0] if sys.argv else "bpo-desk"])
        Appearance(application, given.dark).ensure_font()
    colours = DiagramColours.dark() if given.dark else DiagramColours.light()
    font, shown = QFont(application.font()), drawing.lists[number]
    markers = _markers_on(drawing, shown)
    written = {}
    if given.png:
        _told(image_of(shown, markers, colours, font, given.scale).save(str(given.png), "PNG"), given.png)  # type: ignore[call-overload]
        written["png"] = str(given.png)
    if given.svg:
        _told(write_svg(given.svg, shown, markers, colours, font, _title(drawing, shown)), given.svg)
        written["svg"] = str(given.svg)
    if given.pdf:
        pages = [(_title(drawing, each), each, _markers_on(drawing, each)) for each in drawing.lists]
        _told(write_pdf(given.pdf, pages, font), given.pdf)
        written["pdf"] = str(given.pdf)
    return written


def _markers_on(drawing: Drawing, shown: DisplayList) -> Mapping[str, Marker]:
    from bpo_desk.process.folded import folded_markers

    return folded_markers(drawing.definition, shown, drawing.markers)


def _told(done: bool, file: Path) -> None:
    if not done:
        raise DeskError(f"{file} could not be written.", "Choose a folder that exists and that you may write to.")


def _title(drawing: Drawing, shown: DisplayList) -> str:
    return shown.name or drawing.name


def _document(drawing: Drawing, report: DrawingReport, written: dict[str, str], whole: bool) -> dict[str, Any]:
    definition = drawing.definition
    document: dict[str, Any] = {
        "file": drawing.name,
        "process": {"key": definition.key, "version": definition.version, "name": definition.name},
        "diagrams": [
            {"number": number, "name": each.name, "shapes": len(each.shapes), "edges": len(each.edges)}
            for number, each in enumerate(drawing.lists, start=1)
        ],
        "drawn": len(report.drawn),
        "computed": sum(each.computed for each in report.drawn),
        "not_drawn": [
            {"id": each.element_id, "kind": each.kind, "name": each.name, "line": each.line, "reason": each.reason}
            for each in report.not_drawn
        ],
        "written": written,
    }
    if whole:
        document["elements"] = [
            {
                "id": each.element_id,
                "kind": each.kind,
                "name": each.name,
                "diagram": each.diagram + 1,
                "place": each.place,
                "computed": each.computed,
            }
            for each in report.drawn
        ]
    if drawing.case is not None:
        document["case"] = {
            "number": drawing.case.number,
            "states": {
                element: {"state": marker.state.value, "times": marker.times, "inferred": marker.inferred}
                for element, marker in drawing.markers.items()
            },
            "unmapped": list(drawing.unmapped),
        }
    return document


def _lines(drawing: Drawing, report: DrawingReport, written: dict[str, str], whole: bool) -> list[str]:
    computed = sum(each.computed for each in report.drawn)
    placed = f", {computed} of them placed by the desk" if computed else ""
    lines = [
        f"{drawing.name}: {len(drawing.lists)} diagram(s), {len(report.drawn)} elements drawn{placed}, "
        f"{len(report.not_drawn)} not drawn"
    ]
    if whole:
        for each in report.drawn:
            name = f" “{each.name.strip()}”" if each.name.strip() else ""
            lines.append(
                f"drawn      {each.kind} {each.element_id}{name}" + (" (place computed)" if each.computed else "")
            )
        for missing in report.not_drawn:
            where = f", line {missing.line}" if missing.line else ""
            lines.append(f"not drawn  {missing.kind} {missing.element_id}{where}: {missing.reason}".replace("  :", ":"))
    if drawing.unmapped:
        lines.append("steps that fit no element: " + ", ".join(drawing.unmapped))
    lines += [f"written    {file}" for file in written.values()]
    return lines
