"""The diagram: from the bytes of a file to its first frame, and from changed markers to the next frame.

    python -m benchmarks.diagram [--runs 9] [--file F.bpmn ...]

Generated processes of 100 and 1,000 nodes with their drawing, and files given. Beside them in the same run, in turn:
two floors (a bare widget of the same size that fills its background; parsing the file's XML alone) and bpmn-js in
headless Chromium, where BPO_DESK_BPMNJS names a folder with `npm install bpmn-js puppeteer-core` (else it is said to be
not measured). Both are warm: page and process stay; but each run brings another file to both, with other places and
names, so that nothing kept of one serves another (a file that was given is another one by a comment only).

Limits in milliseconds are process CPU times. Ratios are wall times to the frame, the quickest quarter of the runs on
either side; those of bpmn-js hold its wait for the display's beat, as a person has it. Its CPU times (the page's main
thread) stand beside.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measure import exit_with, report

SIZE = (1400, 800)


def generated(nodes: int, variant: int = 0) -> bytes:
    """A BPMN file with so many nodes on a grid: tasks, and every fifth an exclusive gateway that also skips one. Each
    `variant` stands elsewhere and has other names, so that nothing kept of one serves another."""
    columns = max(int(nodes**0.5) * 2, 10)
    parts, shapes, edges = [], [], []
    left = 60 + variant
    for number in range(nodes):
        x, y = left + number % columns * 150, left + number // columns * 130
        gateway = number % 5 == 4
        kind = "startEvent" if number == 0 else "exclusiveGateway" if gateway else "userTask"
        width, height = (36, 36) if number == 0 else (50, 50) if gateway else (100, 80)
        parts.append(f'<{kind} id="n{number}" name="Step {number + 7 * variant} of the work"/>')
        bounds = f'<dc:Bounds x="{x}" y="{y + 40 - height / 2}" width="{width}" height="{height}"/>'
        shapes.append(f'<di:BPMNShape bpmnElement="n{number}">{bounds}</di:BPMNShape>')
        for ahead in (1, 2) if gateway else (1,):
            if number + ahead < nodes:
                flow = f"f{number}x{ahead}"
                parts.append(f'<sequenceFlow id="{flow}" sourceRef="n{number}" targetRef="n{number + ahead}"/>')
                to_x, to_y = left + (number + ahead) % columns * 150, left + 40 + (number + ahead) // columns * 130
                way = [(x + width, y + 40), (to_x, to_y)]
                if to_y != y + 40:  # to the next row: through the channel between the rows, as people draw it
                    way[1:1] = [(x + 120, y + 40), (x + 120, y + 105), (left - 20, y + 105), (left - 20, to_y)]
                points = "".join(f'<d:waypoint x="{across}" y="{down}"/>' for across, down in way)
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


@dataclass(frozen=True, slots=True)
class Limits:
    """Milliseconds of CPU to the first frame and to the next one, and how many times bpmn-js takes of either."""

    first: float
    again: float
    first_ratio: float
    again_ratio: float


SMALL = Limits(first=45.0, again=4.0, first_ratio=5.0, again_ratio=10.0)
LARGE = Limits(first=250.0, again=15.0, first_ratio=8.0, again_ratio=10.0)


class Peer:
    """bpmn-js in a browser, asked line by line."""

    def __init__(self, modules: str, browser: str) -> None:
        script = Path(__file__).with_name("bpmnjs_peer.mjs")
        self._process = subprocess.Popen(
            ["node", str(script), *map(str, SIZE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "BPO_DESK_BPMNJS": modules, "BPO_DESK_CHROMIUM": browser},
        )
        self.versions = self._answer()

    @classmethod
    def start(cls) -> Peer | None:
        """None, and why on stderr, where there is no bpmn-js or no browser."""
        modules = os.environ.get("BPO_DESK_BPMNJS", "")
        browser = os.environ.get("BPO_DESK_CHROMIUM") or shutil.which("chromium") or ""
        if modules and browser and shutil.which("node"):
            return cls(modules, browser)
        missing = "BPO_DESK_BPMNJS" if not modules else "chromium" if not browser else "node"
        print(f"bpmn-js: not measured, there is no {missing}", file=sys.stderr)
        return None

    def ask(self, **what: object) -> dict[str, float]:
        """Milliseconds: script, frame (wall) and cpu."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        """End the browser."""
        self._process.communicate(timeout=30)

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("bpmn-js: the browser ended, see its words above")
        answer: dict[str, Any] = json.loads(line)
        return answer


@dataclass(slots=True)
class Figures:
    """Milliseconds of each run, of one thing."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def run(self, thing: Callable[[], object]) -> None:
        """Do it once."""
        wall, cpu = time.perf_counter(), time.process_time()
        thing()
        self.cpu.append((time.process_time() - cpu) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)

    def took(self, answer: dict[str, float]) -> None:
        """Take what the peer measured."""
        self.cpu.append(answer["cpu"])
        self.wall.append(answer["frame"])


def quick(values: Sequence[float]) -> float:
    """The quickest quarter's slowest: what the machine can do when others leave it alone."""
    return sorted(values)[(len(values) - 1) // 4]


def measure(name: str, file_of: Callable[[int], bytes], runs: int, limits: Limits, peer: Peer | None) -> list[bool]:
    """First frame and re-highlight of one file against floors and peer."""
    from xml.etree import ElementTree

    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtGui import QColor, QPainter
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    from bpo_desk.process.bpmn import read_definition
    from bpo_desk.process.display_list import display_list
    from bpo_desk.process.markers import Marker, MarkerState
    from bpo_desk.ui.diagram import DiagramView

    class Bare(QWidget):
        def paintEvent(self, event: object) -> None:
            QPainter(self).fillRect(self.rect(), QColor("white"))

    view, bare = DiagramView(), Bare()
    for widget in (view, bare):
        widget.resize(*SIZE)
        widget.show()
        QTest.qWaitForWindowExposed(widget)

    class Painted(QObject):
        """Notes that the view was painted."""

        seen = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            self.seen = self.seen or event.type() == QEvent.Type.Paint
            return False

    painted = Painted()
    view.installEventFilter(painted)

    def mark(marked: dict[str, Marker]) -> None:
        """As in the desk: the markers are given, and the event loop paints what they changed."""
        painted.seen = False
        view.set_markers(marked)
        while not painted.seen:
            QApplication.processEvents()

    def first_frame(data: bytes) -> None:
        definition, _ = read_definition(data, name)
        view.set_display_list(display_list(definition))
        view.repaint()

    first_frame(file_of(0))
    items = [*view.display_list.shapes, *view.display_list.edges]
    draw = random.Random(1)
    states = (MarkerState.DONE, MarkerState.CURRENT, MarkerState.OVERDUE)
    figures = {
        each: Figures()
        for each in ("first", "highlight", "again", "whole", "bare", "parse", "peer first", "peer again")
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "peer.bpmn")
        for number in range(1, runs + 1):
            data = file_of(number)
            figures["first"].run(lambda data=data: first_frame(data))
            # Nobody clicks within the turn that painted; the browser's page waits for a beat there too.
            QTest.qWait(17)
            before, chosen = (draw.sample(items, len(items) * 3 // 10) for _ in range(2))
            for thing, some in (("highlight", before), ("again", chosen)):
                marked = {each: Marker(draw.choice(states), times=1) for each in some}
                figures[thing].run(lambda marked=marked: mark(marked))
            rest = Marker(MarkerState.NOT_REACHED)
            every = {each: marked.get(each, rest) for each in items}
            figures["whole"].run(lambda every=every: mark(every))
            figures["bare"].run(bare.repaint)
            figures["parse"].run(lambda data=data: ElementTree.fromstring(data))
            if peer is not None:
                file.write_bytes(data)
                figures["peer first"].took(peer.ask(file=str(file)))
                peer.ask(mark=before)
                figures["peer again"].took(peer.ask(mark=chosen))
    view.close()
    bare.close()
    return told(name, figures, limits, len(items), peer is not None)


def told(name: str, figures: dict[str, Figures], limits: Limits, elements: int, with_peer: bool) -> list[bool]:
    """Print every figure; the first run of either side only warms."""
    cpu = {each: statistics.median(values.cpu[1:]) for each, values in figures.items() if values.cpu}
    wall = {each: quick(values.wall[1:]) for each, values in figures.items() if values.wall}
    beside = {"elements": elements, "floor_bare_widget_ms": cpu["bare"], "floor_parse_ms": cpu["parse"]}
    made = [
        report(f"diagram {name}: file to first frame", cpu["first"], "ms", at_most=limits.first, **beside),
        report(f"diagram {name}: first highlight, 30 % of elements", cpu["highlight"], "ms", **beside),
        report(f"diagram {name}: re-highlight 30 %", cpu["again"], "ms", at_most=limits.again, **beside),
        report(f"diagram {name}: re-highlight, every element has a state", cpu["whole"], "ms", **beside),
    ]
    for thing, words, ratio in (
        ("first", "file to first frame", limits.first_ratio),
        ("again", "re-highlight 30 %", limits.again_ratio),
    ):
        if with_peer:
            ours, theirs = wall[thing], wall[f"peer {thing}"]
            made.append(
                report(
                    f"diagram {name}: {words}, part of bpmn-js' time to frame",
                    ours / theirs,
                    "",
                    at_most=1 / ratio,
                    times_faster=theirs / ours,
                    wall_ms=ours,
                    bpmn_js_wall_ms=theirs,
                    bpmn_js_cpu_ms=cpu[f"peer {thing}"],
                )
            )
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
    from bpo_desk.app import garbage
    from bpo_desk.app.desktop import new_application
    from bpo_desk.ui.appearance import Appearance

    application = new_application(["benchmark"])
    garbage.settle()  # as the desk does after its first paint
    Appearance(application, dark=False).ensure_font()
    peer = Peer.start()
    if peer is not None:
        print(json.dumps({"peer": peer.versions}), flush=True)
    results = measure("100 nodes", lambda number: generated(100, number), given.runs, SMALL, peer)
    results += measure("1,000 nodes", lambda number: generated(1000, number), given.runs, LARGE, peer)
    for file in given.file:
        data = file.read_bytes()
        made = lambda number, data=data: data + f"<!-- {number} -->".encode()  # noqa: E731
        results += measure(file.name, made, given.runs, SMALL, peer)
    if peer is not None:
        peer.close()
    exit_with(results)


if __name__ == "__main__":
    main()
