"""The queue against what Qt offers for it: QSqlTableModel over the same rows, unencrypted (filter, scroll), and
QSortFilterProxyModel over a model in Python at 100,000 rows (sort). Ratios of CPU time of the same run.

    python -m benchmarks.queue_peers [--cases 1000000] [--sorted 100000]

These classes are used here only: the desk itself is forbidden to (docs/guide/architecture.md).
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtSql import QSqlDatabase, QSqlQuery, QSqlTableModel
from PySide6.QtWidgets import QApplication, QTableView

from benchmarks.queue_screen import SIZE, Bench
from bpo_desk.ui.appearance import Appearance
from bpo_desk.ui.queue.cell import COLUMNS
from bpo_desk.ui.queue.queue_cells import cells
from bpo_desk.ui.queue.queue_rows import QueueRows

FILTER_AT_LEAST = 6.0
SCROLL_AT_LEAST = 1.0
SORT_AT_LEAST = 300.0
NEEDLES = ("lost card", "chiara", "INC00042", "zzzz")
_SHOWN = ("number", "title", "client", "process", "step", "holder", "waiting", "sla", "priority")


def cpu(act: Callable[[], object]) -> float:
    """CPU milliseconds of an action and of the repaint that it causes."""
    started = time.process_time()
    act()
    QApplication.processEvents()
    return (time.process_time() - started) * 1000


def texts(rows: QueueRows) -> list[list[str]]:
    """The texts of nine columns, as the queue shows them."""
    places = [next(at for at, column in enumerate(COLUMNS) if column.key == key) for key in _SHOWN]
    found = []
    for row in range(len(rows)):
        shown = cells(rows.facts(row), rows.seen)
        found.append([shown[place].text for place in places])
    return found


class PlainModel(QAbstractTableModel):
    """Lists of texts, as a first version of any table has them."""

    def __init__(self, lines: list[list[str]]) -> None:
        super().__init__()
        self._lines = lines

    def rowCount(self, _parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return len(self._lines)

    def columnCount(self, _parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(_SHOWN)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._lines[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


def view_of(model: object) -> QTableView:
    view = QTableView()
    view.setModel(model)  # type: ignore[arg-type]
    view.resize(*SIZE)
    view.verticalHeader().setDefaultSectionSize(22)
    view.show()
    QApplication.processEvents()
    return view


def sql_model(folder: Path, lines: list[list[str]]) -> QSqlTableModel:
    path = folder / "queue.db"
    with sqlite3.connect(path) as connection:
        connection.execute(f"create table queue (id integer primary key, {', '.join(_SHOWN)})")
        marks = ", ".join("?" * (len(_SHOWN) + 1))
        connection.executemany(f"insert into queue values ({marks})", ([at, *line] for at, line in enumerate(lines)))
    database = QSqlDatabase.addDatabase("QSQLITE")
    database.setDatabaseName(str(path))
    if not database.open():
        raise SystemExit("Qt has no SQLite driver here")
    model = QSqlTableModel(db=database)
    model.setTable("queue")
    model.select()
    return model


def filter_by(bench: Bench, text: str) -> Callable[[], None]:
    def run() -> None:
        bench.view.lookup.forget()
        bench.screen.filter_by(text)

    return run


def sql_filter(model: QSqlTableModel, text: str) -> Callable[[], None]:
    """Filter and, as the desk does, know how many rows there are; the model itself fetches the first 256."""
    said = " or ".join(f"{name} like '%{text}%'" for name in ("number", "title", "client", "step", "holder"))

    def run() -> None:
        model.setFilter(said)
        query = QSqlQuery(f"select count(*) from queue where {said}", model.database())
        query.next()

    return run


def filtering(bench: Bench, model: QSqlTableModel) -> tuple[float, float]:
    """CPU ms of a filter with its repaint, the mean over the needles of medians: ours, theirs."""
    ours, theirs = [], []
    for text in NEEDLES:
        mine = statistics.median(cpu(filter_by(bench, text)) for _round in range(3))
        other = statistics.median(cpu(sql_filter(model, text)) for _round in range(3))
        print(
            json.dumps({"benchmark": "filter", "needle": text, "ours_ms": round(mine, 1), "theirs_ms": round(other, 1)})
        )
        ours.append(mine)
        theirs.append(other)
    bench.screen.clear_filter()
    model.setFilter("")
    QApplication.processEvents()
    return statistics.mean(ours), statistics.mean(theirs)


def scrolling(bench: Bench, model: QSqlTableModel, view: QTableView) -> tuple[float, float]:
    """Median CPU ms of a page: ours in the middle of all, theirs among the rows that it has fetched."""
    while model.rowCount() < 20_000 and model.canFetchMore():
        model.fetchMore()
    mine, other = bench.screen.table.verticalScrollBar(), view.verticalScrollBar()
    mine.setValue(len(bench.queue) // 2)
    QApplication.processEvents()
    ours, theirs = [], []
    for _page in range(60):
        ours.append(cpu(lambda: mine.setValue(mine.value() + mine.pageStep())))
        theirs.append(cpu(lambda: other.setValue(other.value() + other.pageStep())))
    return statistics.median(ours), statistics.median(theirs)


def sorting(many: int) -> tuple[float, float]:
    """CPU ms of a sort by title, of so many rows, all of them: ours (nothing kept), the proxy's."""
    bench = Bench(many)
    rows = bench.view.queue
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(PlainModel(texts(QueueRows(rows, bench.view.order(()), bench.screen._seen(0)))))
    view = view_of(proxy)
    ours = []

    def sort() -> None:
        bench.screen.sort_by("title")
        bench.view.finish()  # what the desk sorts off the UI thread after the first rows

    for _round in range(5):
        bench.view.forget_orders()
        ours.append(cpu(sort))
    theirs = cpu(lambda: proxy.sort(_SHOWN.index("title")))
    view.close()
    bench.screen.close()
    return statistics.median(ours), theirs


def report(name: str, ours: float, theirs: float, at_least: float, rows: int) -> bool:
    ratio = theirs / max(ours, 1e-6)
    line = {"benchmark": name, "rows": rows, "ours_ms": round(ours, 2), "theirs_ms": round(theirs, 2)}
    print(
        json.dumps({**line, "times_faster": round(ratio, 2), "at_least": at_least, "ok": ratio >= at_least}), flush=True
    )
    return ratio >= at_least


def main() -> int:
    """Run all; exit code 0 only where every ratio is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--sorted", type=int, default=100_000)
    given = parser.parse_args()
    application = QApplication.instance() or QApplication(sys.argv[:1])
    Appearance(application, dark=False)  # type: ignore[arg-type]
    ours, theirs = sorting(given.sorted)
    results = [report("sort, QSortFilterProxyModel over a Python model", ours, theirs, SORT_AT_LEAST, given.sorted)]
    bench = Bench(given.cases)
    with tempfile.TemporaryDirectory() as folder:
        lines = texts(QueueRows(bench.queue, bench.view.order(()), bench.screen._seen(0)))
        model = sql_model(Path(folder), lines)
        del lines
        view = view_of(model)
        ours, theirs = filtering(bench, model)
        results.append(report("filter, QSqlTableModel", ours, theirs, FILTER_AT_LEAST, given.cases))
        ours, theirs = scrolling(bench, model, view)
        results.append(report("page scroll, QSqlTableModel", ours, theirs, SCROLL_AT_LEAST, given.cases))
        view.close()
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
