"""Finding, the small picture of the whole, copying and saving."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QRectF, QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPageSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from bpo_desk.models.process import Bounds
from bpo_desk.process.display_list import display_list
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.ui.diagram import DiagramView
from bpo_desk.ui.diagram.menu import diagram_menu, save
from bpo_desk.ui.diagram.picture import sheets
from bpo_desk.ui.diagram.search import matching
from tests.process.bpmn_files import definition


@pytest.fixture
def view(qtbot: QtBot) -> DiagramView:
    made = DiagramView()
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.set_display_list(display_list(definition("claim.bpmn")))
    made.set_markers({"check": Marker(MarkerState.CURRENT, tokens=1)})
    made.show()
    qtbot.waitExposed(made)
    return made


def test_names_are_found_by_their_words_in_the_order_of_the_flow() -> None:
    shown = display_list(definition("claim.bpmn"))
    assert matching(shown, " CHECK-claim") == ["check"]
    assert matching(shown, "money transfer") == ["transfer"]
    assert matching(shown, "f3") == ["f3"]
    assert matching(shown, "  ") == matching(shown, "no such thing") == []


def test_typing_frames_hits_and_enter_goes_to_them_and_esc_closes(view: DiagramView) -> None:
    QTest.keyClick(view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    line = view.findChild(QLineEdit)
    assert line is not None
    scale, before = view.scale, view.grab().toImage()
    QTest.keyClicks(line, "transfer")
    assert view.scale == scale
    assert view.grab().toImage() != before
    assert view.selected == ""
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert view.selected == "transfer"
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not line.isVisible()
    assert view.selected == "transfer"


def test_a_hit_is_shown_so_that_its_name_can_be_read(view: DiagramView) -> None:
    view.resize(260, 180)
    view.fit()
    assert view.scale * 11 < 7
    view.show_element("done")
    assert view.scale * 11 >= 7
    assert view.rect().contains(view.element_rectangle("done").toRect())


def test_the_small_picture_appears_where_only_a_part_is_seen_and_a_click_goes_there(view: DiagramView) -> None:
    assert view._minimap_place().isEmpty()
    view.zoom_to(3.0)
    place = view._minimap_place()
    assert QRectF(view.rect()).contains(place)
    told: list[str] = []
    view.element_chosen.connect(told.append)
    corner = QPoint(int(place.left()) + 3, int(place.bottom()) - 3)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=corner)
    left = view.element_rectangle("pool").left()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(int(place.right()) - 3, corner.y()))
    assert view.element_rectangle("pool").left() < left - 200
    assert told == []


def test_dragging_in_the_small_picture_moves_the_view_along(view: DiagramView) -> None:
    view.zoom_to(3.0)
    place = view._minimap_place().toRect()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=place.bottomLeft() + QPoint(20, -20))
    before = view.element_rectangle("pool").left()
    QTest.mouseMove(view, place.center())
    middle = view.element_rectangle("pool").left()
    QTest.mouseMove(view, place.bottomRight() - QPoint(20, 20))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place.bottomRight() - QPoint(20, 20))
    assert before > middle > view.element_rectangle("pool").left()
    assert view.selected == ""


def test_space_and_the_pointer_move_the_drawing_even_on_an_element_and_choose_nothing(view: DiagramView) -> None:
    told: list[str] = []
    view.element_chosen.connect(told.append)
    start = view.element_rectangle("check").center().toPoint()
    QTest.keyPress(view, Qt.Key.Key_Space)
    assert view.cursor().shape() is Qt.CursorShape.OpenHandCursor
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start + QPoint(2, 1))
    QTest.mouseMove(view, start + QPoint(40, 30))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(40, 30))
    QTest.keyRelease(view, Qt.Key.Key_Space)
    moved = view.element_rectangle("check").center().toPoint() - start
    assert (moved - QPoint(40, 30)).manhattanLength() <= 2
    assert told == []
    assert view.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_a_large_diagram_is_printed_on_more_sheets_of_a4_than_of_a3(view: DiagramView, tmp_path: Path) -> None:
    shown = display_list(definition("claim.bpmn"))
    far = replace(shown.shapes["done"], bounds=Bounds(4000, 1800, 36, 36), element_id="far")
    view.set_display_list(
        replace(shown, items=(*shown.items, far), bounds=Bounds(0, 0, 4100, 1900), shapes={**shown.shapes, "far": far})
    )
    counted = []
    for page in (QPageSize.PageSizeId.A4, QPageSize.PageSizeId.A3):
        assert save(view, tmp_path / "large.pdf", page)
        reader = PdfReader(tmp_path / "large.pdf")
        box = reader.pages[0].mediabox
        counted.append((len(reader.pages), round(float(box.width)), round(float(box.height))))
    (a4, *a4_size), (a3, *a3_size) = counted
    assert a4 > a3 > 1
    assert (a4_size, a3_size) == ([842, 595], [1191, 842])


def test_copying_puts_the_whole_diagram_on_the_clipboard(view: DiagramView) -> None:
    QGuiApplication.clipboard().clear()
    view.zoom_to(4.0)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().image().width() > view.display_list.bounds.width


def test_everything_in_the_menu_has_a_word_and_exports_are_written(view: DiagramView, tmp_path: Path) -> None:
    menu = diagram_menu(view, view)
    assert all(action.text() for action in menu.actions() if not action.isSeparator())
    for suffix in (".png", ".svg", ".pdf"):
        assert save(view, tmp_path / f"a{suffix}", QPageSize.PageSizeId.A3)
        assert (tmp_path / f"a{suffix}").stat().st_size > 1000
        assert not save(view, tmp_path / "absent" / f"a{suffix}")
    assert not QImage(str(tmp_path / "a.png")).isNull()


def test_sheets_cover_a_large_diagram_and_overlap() -> None:
    area = Bounds(-20, 10, 9000, 2500)
    pieces = sheets(area, QSizeF(277, 183))
    covered = QRectF()
    for piece in pieces:
        covered = covered.united(piece)
    assert covered.contains(QRectF(*area))
    assert len(pieces) > 3
    assert all(one.intersects(other) for one, other in pairwise(pieces) if one.y() == other.y())
    assert len(sheets(Bounds(0, 0, 1200, 400), QSizeF(277, 183))) == 1
