"""What a click on a case does not do twice or too early, and what it shows all the same."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bpo_desk.ui.case.case_screen import CaseScreen
from bpo_desk.ui.case.case_view import prepare_case
from bpo_desk.ui.case.cell_table import CellTable
from bpo_desk.ui.case.event_table import EventTable
from bpo_desk.ui.case.fact_rows import FactRow, FactRows
from bpo_desk.ui.case.fact_table import FactTable
from bpo_desk.ui.case.facts_panel import FactsPanel
from bpo_desk.ui.case.time_bar import TimeBar
from bpo_desk.ui.diagram import DiagramView
from bpo_desk.ui.timeline.timeline_view import TimelineView
from tests.ui_case import stories


class Painted(QObject):
    """Counts the paint events of each widget."""

    def __init__(self) -> None:
        super().__init__()
        self.count: dict[QWidget, int] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.count[watched] = self.count.get(watched, 0) + 1
        return False


@pytest.fixture
def screen(qtbot: QtBot) -> CaseScreen:
    made = CaseScreen()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    # Tables with scroll bars before as after: where one comes or goes Qt looks at its columns again, after the paint.
    made.show_view(prepare_case(replace(stories.replaced_card(), case=8), stories.NOW))
    qtbot.wait(300)  # a window that has just come up paints for a while
    return made


def test_a_click_paints_diagram_timeline_and_tables_once(screen: CaseScreen, qtbot: QtBot) -> None:
    view = prepare_case(stories.replaced_card(), stories.NOW)
    painted = Painted()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(painted)
    screen.show_view(view)
    qtbot.wait(50)
    app.removeEventFilter(painted)
    parts = (
        screen.findChild(DiagramView),
        screen.findChild(TimelineView).viewport(),
        screen.findChild(EventTable).viewport(),
        screen.findChild(FactsPanel).current().findChild(CellTable).viewport(),
    )
    assert [painted.count.get(part) for part in parts] == [1, 1, 1, 1]


def test_a_list_behind_a_tab_is_filled_when_it_comes_to_the_front(screen: CaseScreen) -> None:
    screen.show_view(prepare_case(stories.replaced_card(), stories.NOW))
    tabs = screen.findChild(FactsPanel)
    names = [tabs.name(place).split()[0] for place in range(tabs.count())]
    for name in ("Exits", "Fields", "Tasks"):
        place = names.index(name)
        table = tabs.fields.fields if name == "Fields" else tabs.page(place)
        rows = table.findChild(CellTable).model()
        assert rows.rowCount() == 0
        tabs.come_to(tabs.page(place))
        assert f"{name} {rows.rowCount()}" == tabs.name(place)
    screen.choose_step(0)
    assert rows.rowCount() == 0
    tabs.come_to(tabs.page(names.index("Facts")))
    screen.choose_step(len(screen.view.file.events))
    tabs.come_to(tabs.page(names.index("Tasks")))
    assert rows.rowCount() == 2


def test_what_stands_beneath_the_time_stays_where_it_is_until_the_next_time_is_known(
    screen: CaseScreen, qtbot: QtBot
) -> None:
    bar = screen.findChild(TimeBar)
    view = prepare_case(stories.replaced_card(), stories.NOW)
    screen.show_view(view)
    screen.show_time(view.live, view.explained(view.live))
    high = bar.maximumHeight()
    screen.show_view(prepare_case(replace(stories.closed_case(), case=8), stories.NOW))
    assert bar.shown_time is None
    assert bar.maximumHeight() == high
    other = screen.view
    screen.show_time(other.live, other.explained(other.live))
    assert bar.shown_time is not None
    assert bar.maximumHeight() <= high


def test_a_cell_shows_its_text_in_its_ink_on_the_ground_of_its_row(qtbot: QtBot) -> None:
    table = FactTable("facts")
    qtbot.addWidget(table)
    table.resize(400, 200)
    rows = (FactRow(("Client", "Nordbank")), FactRow(("", "")), FactRow(("", "")), FactRow(("SLA", "?"), weak=True))
    table.show_rows(FactRows(("Fact", "Value"), rows))
    cells = table.findChild(CellTable)
    cells.selectRow(2)
    table.show()
    qtbot.waitExposed(table)
    image, palette = cells.viewport().grab().toImage(), cells.palette()

    def colours(row: int, column: int) -> set[str]:
        place = cells.visualRect(cells.model().index(row, column))
        xs, ys = range(place.left(), place.right()), range(place.top(), place.bottom())
        return {image.pixelColor(x, y).name() for x in xs for y in ys}

    base, alternate, chosen = (
        palette.color(role).name()
        for role in (QPalette.ColorRole.Base, QPalette.ColorRole.AlternateBase, QPalette.ColorRole.Highlight)
    )
    assert (colours(1, 0), colours(2, 1)) == ({alternate}, {chosen})
    plain, weak = colours(0, 1) - {base}, colours(3, 1) - {alternate}
    assert plain
    assert weak
    assert palette.color(QPalette.ColorRole.Text).name() in plain
    assert palette.color(QPalette.ColorRole.Text).name() not in weak
