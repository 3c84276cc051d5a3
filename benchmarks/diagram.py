"""The diagram: from the bytes of a file to its first frame, and from changed markers to the next frame.

    python -m benchmarks.diagram [--runs 9] [--file F.bpmn ...]

Generated processes of 100 and 1,000 nodes with their drawing, and files given. Floors measured in the same run: a bare
widget of the same size that fills its background, and the parsing of the file's XML alone. Process CPU times. bpmn-js
in a browser is not measured here.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import exit_with, report

SIZE = (1400, 800)


def generated(nodes: int) -> bytes:
    """A BPMN file with so many nodes on a grid: tasks, and every fifth an exclusive gateway that also skips one."""
    columns = max(int(nodes**0.5) * 2, 10)
    parts, shapes, edges = [], [], []
    for number in range(nodes):
        x, y = 60 + number % columns * 150, 60 + number // columns * 130
        gateway = number % 5 == 4
        kind = "startEvent" if number == 0 else "exclusiveGateway" if gateway else "userTask"
        width, height = (36, 36) if number == 0 else (50, 50) if gateway else (100, 80)
        parts.append(f'<{kind} id="n{number}" name="Step {number} of the work"/>')
        bounds = f'<dc:Bounds x="{x}" y="{y + 40 - height / 2}" width="{width}" height="{height}"/>'
        shapes.append(f'<di:BPMNShape bpmnElement="n{number}">{bounds}</di:BPMNShape>')
        for ahead in (1, 2) if gateway else (1,):
            if number + ahead < nodes:
                flow = f"f{number}x{ahead}"
                parts.append(f'<sequenceFlow id="{flow}" sourceRef="n{number}" targetRef="n{number + ahead}"/>')
                to_x, to_y = 60 + (number + ahead) % columns * 150, 100 + (number + ahead) // columns * 130
                points = f'<d:waypoint x="{x + width}" y="{y + 40}"/><d:waypoint x="{to_x}" y="{to_y}"/>'
                edges.append(f'<di:BPMNEdge bpmnElement="{flow}">{points}</di:BPMNEdge>')
    text = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:d="http://www.omg.org/spec/DD/20100524/DI"'
        ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><process id="p" name="Generated">'
        + "".join(parts)
        + '</process><di:BPMNDiagram><di:BPMNPlane bpmnElement="p">'
        + "".join(shapes + edges)
        + "</di:BPMNPlane></di:BPMNDiagram></definitions>"
    )
    return text.encode()


def cpu_ms(thing: Callable[[], object]) -> float:
    """Milliseconds of process CPU that one call takes."""
    before = time.process_time()
    thing()
    return (time.process_time() - before) * 1000


def measure(name: str, data: bytes, runs: int, limits: tuple[float, float]) -> list[bool]:
    """First frame and re-highlight of one file against both floors; `limits` are milliseconds for the two."""
    from lxml import etree
    from PySide6.QtGui import QColor, QPainter
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    from bpo_desk.process.bpmn import read_definition
    from bpo_desk.process.display_list import DisplayList, display_list
    from bpo_desk.process.markers import Marker, MarkerState
    from bpo_desk.ui.diagram import DiagramView

    class Bare(QWidget):
        def paintEvent(self, event: object) -> None:
            QPainter(self).fillRect(self.rect(), QColor("white"))

    view, bare = DiagramView(), Bare()
    for widget in (view, bare):
        widget.resize(*SIZE)
        widget.show()
    QTest.qWaitForWindowExposed(view)
    QTest.qWaitForWindowExposed(bare)
    counter = [0]

    def first_frame() -> None:
        counter[0] += 1
        # A comment of its own makes it another file: nothing kept from the run before is of use.
        definition, _ = read_definition(data + f"<!-- {counter[0]} -->".encode(), name)
        shown: DisplayList = display_list(definition)
        view.set_display_list(shown)
        view.repaint()

    first_frame()
    items = [*view.display_list.shapes, *view.display_list.edges]
    draw = random.Random(1)
    figures: dict[str, list[float]] = {"first": [], "again": [], "bare": [], "parse": []}
    for _ in range(runs):
        figures["first"].append(cpu_ms(first_frame))
        states = (MarkerState.DONE, MarkerState.CURRENT, MarkerState.OVERDUE)
        markers = {each: Marker(draw.choice(states), times=1) for each in draw.sample(items, len(items) * 3 // 10)}
        figures["again"].append(cpu_ms(lambda chosen=markers: (view.set_markers(chosen), view.repaint())))
        figures["bare"].append(cpu_ms(bare.repaint))
        figures["parse"].append(cpu_ms(lambda: etree.fromstring(data)))
    median = {key: statistics.median(values) for key, values in figures.items()}
    beside = {"elements": len(items), "floor_bare_widget_ms": median["bare"], "floor_parse_ms": median["parse"]}
    made = [
        report(f"diagram {name}: file to first frame", median["first"], "ms", at_most=limits[0], **beside),
        report(f"diagram {name}: re-highlight 30 %", median["again"], "ms", at_most=limits[1], **beside),
    ]
    view.close()
    bare.close()
    return made


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument(
        "--file", type=Path, action="append", default=[], help="another file, limits as for 200 elements"
    )
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from bpo_desk.app.desktop import new_application
    from bpo_desk.ui.appearance import Appearance

    application = new_application(["benchmark"])
    Appearance(application, dark=False).ensure_font()
    results = measure("100 nodes", generated(100), given.runs, (45.0, 4.0))
    results += measure("1,000 nodes", generated(1000), given.runs, (250.0, 15.0))
    for file in given.file:
        results += measure(file.name, file.read_bytes(), given.runs, (45.0, 4.0))
    exit_with(results)


if __name__ == "__main__":
    main()
