"""The audit-trail report of a case of about 500 events, from the case file to the bytes of each format.

    python -m benchmarks.report [--events 500] [--runs 5]

JSON lines with "ok": CPU milliseconds of the PDF (the promise: under two seconds), the wall time of this machine as it
is loaded beside it, and a floor of the same run: the same texts put on as many pages with QPainter.drawText alone.
"""

from __future__ import annotations

import argparse
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF
from PySide6.QtGui import QFont, QPainter, QPdfWriter

from benchmarks.measure import exit_with, interleaved, report
from bpo_desk.app.desktop import new_application
from bpo_desk.app.report_command import content_of
from bpo_desk.reports.build import About
from bpo_desk.reports.document import Report, Table
from tests.reports.test_document import report_on
from tests.ui_case.stories import NOW, many_events

LIMIT_MS = 2_000.0


def floor(made: Report, pages: int) -> None:
    """All texts of the tables of a report on so many pages, one drawText each."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    painter.setFont(QFont("DejaVu Sans", 7))
    blocks = [block for section in made.sections for block in section.blocks if isinstance(block, Table)]
    texts = [cell for block in blocks for row in block.rows for cell in row if cell]
    per_page = len(texts) // pages + 1
    for number, text in enumerate(texts):
        if number and number % per_page == 0:
            writer.newPage()
        painter.drawText(QPointF(10.0, float(20 + number % per_page)), text)
    painter.end()


def main() -> None:
    """Print the figures; exit 1 when the PDF takes longer than promised."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    application = new_application([])
    file = many_events(given.events)
    about = About("benchmark", NOW, "benchmark", file.engagement.zone)
    made = report_on(file)
    pages = content_of("pdf", [file], [file], about)[0].count(b"/Type /Page\n")
    things = {form: lambda form=form: content_of(form, [file], [file], about) for form in ("pdf", "html", "csv", "xes")}
    spent = interleaved({**things, "floor": lambda: floor(made, max(pages, 1))}, runs=given.runs)
    also = {"events": len(file.events), "pages": pages, "floor_cpu_ms": spent["floor"].cpu * 1000}
    results = []
    for form in things:
        limit = LIMIT_MS if form == "pdf" else None
        more = also if form == "pdf" else {}
        took = spent[form]
        results.append(
            report(f"report.{form}", took.cpu * 1000, "ms cpu", at_most=limit, wall_ms=took.wall * 1000, **more)
        )
    application.quit()
    exit_with(results)


if __name__ == "__main__":
    main()
