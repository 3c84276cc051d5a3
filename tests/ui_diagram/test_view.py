"""The diagram widget: what a person does with it, and what it shows."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpo_desk.process.ad_hoc import AdHocTask, with_ad_hoc_tasks
from bpo_desk.process.display_list import LabelItem, display_list
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.ui.diagram import DiagramColours, DiagramView
from bpo_desk.ui.diagram.labels import label_rectangle, wrapped
from bpo_desk.ui.diagram.minimap import Minimap
from tests.process.bpmn_files import definition


@pytest.fixture
def view(qtbot: QtBot) -> DiagramView:
    made = DiagramView()
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.set_display_list(display_list(definition("claim.bpmn")))
    made.show()
    qtbot.waitExposed(made)
    return made


def colours_in(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def middle(view: DiagramView, element_id: str) -> QPoint:
    return view.element_rectangle(element_id).center().toPoint()


def chosen(view: DiagramView) -> list[str]:
    found: list[str] = []
    view.element_chosen.connect(found.append)
    return found


def test_the_whole_diagram_is_fitted_and_stays_so_when_resized(view: DiagramView) -> None:
    for size in (QSize(900, 500), QSize(400, 300)):
        view.resize(size)
        pool = view.element_rectangle("pool")
        assert pool.left() >= 0
        assert pool.top() >= 0
        assert pool.right() <= size.width()
        assert pool.bottom() <= size.height()


def test_a_click_selects_and_tells_the_element_under_it(view: DiagramView) -> None:
    told = chosen(view)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(view, "check"))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(view, "late"))
    assert told == ["check", "late"]
    assert view.selected == "late"


def test_a_click_on_nothing_clears_and_tells_nothing(view: DiagramView) -> None:
    view.select("check")
    told = chosen(view)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(view, "pay") + QPoint(0, 40))
    assert (view.selected, told) == ("", [])


def test_dragging_moves_the_drawing_and_selects_nothing(view: DiagramView) -> None:
    told = chosen(view)
    before = middle(view, "check")
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=before)
    QTest.mouseMove(view, before + QPoint(30, 20))
    QTest.mouseMove(view, before + QPoint(60, 40))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=before + QPoint(60, 40))
    moved = middle(view, "check") - before
    assert (abs(moved.x() - 60) <= 1, abs(moved.y() - 40) <= 1) == (True, True)
    assert told == []


def wheel(view: DiagramView, at: QPoint, steps: int, modifiers: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_ctrl_and_wheel_zoom_at_the_pointer(view: DiagramView) -> None:
    at, scale = middle(view, "ok"), view.scale
    wheel(view, at, 3, Qt.KeyboardModifier.ControlModifier)
    assert view.scale == pytest.approx(scale * 1.2**3)
    assert (middle(view, "ok") - at).manhattanLength() <= 2


def test_the_wheel_scrolls_and_part_of_the_drawing_stays_in_sight(view: DiagramView) -> None:
    scale = view.scale
    for _ in range(200):
        wheel(view, QPoint(10, 10), -1, Qt.KeyboardModifier.NoModifier)
    assert view.scale == scale
    assert view.element_rectangle("pool").bottom() > 0


def test_keys_zoom_to_100_percent_and_back_to_the_whole(view: DiagramView) -> None:
    fitted = view.scale
    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.scale == 1.0
    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert view.scale == fitted


def test_the_keyboard_walks_along_the_flow_and_chooses(view: DiagramView) -> None:
    told = chosen(view)
    seen = []
    QTest.keyClick(view, Qt.Key.Key_Home)
    for _ in range(20):
        seen.append(view.selected)
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert seen[:2] == ["open", "check"]
    assert set(seen) == {"open", "check", "late", "ok", "pay", "pstart", "transfer", "pend", "done"}
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert told == [view.selected]
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.selected == "late"


def test_selecting_by_call_tells_nobody_and_an_unknown_id_clears(view: DiagramView) -> None:
    told = chosen(view)
    view.select("check")
    view.select("nobody")
    assert (view.selected, told) == ("", [])


def test_selecting_brings_a_step_into_sight_when_zoomed_in(view: DiagramView) -> None:
    view.zoom_to(4.0)
    view.select("done")
    box = view.element_rectangle("done")
    assert view.rect().contains(box.toRect())


@pytest.mark.parametrize("colours", [DiagramColours.light(), DiagramColours.dark()], ids=["light", "dark"])
@pytest.mark.parametrize("state", [s for s in MarkerState if s is not MarkerState.NOT_REACHED])
def test_every_state_has_its_colour_and_says_its_name(
    view: DiagramView, colours: DiagramColours, state: MarkerState
) -> None:
    colour = getattr(colours, state.name.lower())
    view.set_colours(colours)
    plain = view.render_to_image(QSize(900, 500))
    view.set_markers({"check": Marker(state, tokens=1)})
    marked = view.render_to_image(QSize(900, 500))
    assert QColor(colour).name() in colours_in(marked) - colours_in(plain)
    assert dict(view.accessible_names())["check"] == f"User task: Check claim, {state.value}"


def test_a_step_that_was_not_reached_is_faded(view: DiagramView) -> None:
    def darkness(image: QImage) -> int:
        box = view.element_rectangle("check").toRect()
        points = [(x, y) for x in range(box.left(), box.right()) for y in range(box.top(), box.bottom())]
        return sum(255 - image.pixelColor(x, y).lightness() for x, y in points)

    before = darkness(view.grab().toImage())
    view.set_markers({"check": Marker(MarkerState.NOT_REACHED)})
    assert darkness(view.grab().toImage()) < before * 0.7


def kept(view: DiagramView) -> list[int]:
    return [layer.pixmap.cacheKey() for layer in view._layers._kept]


def test_markers_change_the_picture_without_painting_the_drawing_again(view: DiagramView) -> None:
    before = view.grab().toImage()
    drawing = kept(view)
    view.set_markers(
        {"check": Marker(MarkerState.CURRENT), "f1": Marker(MarkerState.DONE), "gone": Marker(MarkerState.DONE)}
    )
    assert view.grab().toImage() != before
    view.set_markers({})
    assert view.grab().toImage() == before
    assert kept(view) == drawing


def test_the_next_case_of_a_process_finds_its_drawing_painted_with_other_ad_hoc_tasks_too(view: DiagramView) -> None:
    shown = display_list(definition("claim.bpmn"))
    view.zoom_to(0.8)
    plain = view.grab().toImage()
    drawing = kept(view)[-1]
    for number in ("1", "2"):
        view.set_display_list(with_ad_hoc_tasks(shown, [AdHocTask(number, "Call back")]))
        view.zoom_to(0.8)
        assert view.grab().toImage() != plain
    view.set_display_list(shown)
    view.zoom_to(0.8)
    assert view.grab().toImage() == plain
    assert kept(view)[-1] == drawing


def test_pieces_that_are_copied_look_like_those_that_are_painted(view: DiagramView) -> None:
    """The screen copies what recurs; an export paints everything. Both show the same to within a shade at borders."""
    states = list(MarkerState)
    view.set_markers(
        {
            element: Marker(states[number % len(states)], tokens=number % 3, times=number, path=(number,), badge="1 h")
            for number, element in enumerate([*view.display_list.shapes, *view.display_list.edges])
        }
    )
    screen, painted = view.grab().toImage(), view.render_to_image(view.size())
    different = sum(
        abs(screen.pixelColor(x, y).lightness() - painted.pixelColor(x, y).lightness()) > 90
        for x in range(0, 900, 3)
        for y in range(0, 500, 3)
    )
    assert different < 0.005 * 300 * 167


def test_where_few_markers_change_only_their_surroundings_are_painted_again(view: DiagramView) -> None:
    def on_screen() -> QImage:
        view.repaint()
        return view.screen().grabWindow(view.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)

    before = {each: Marker(MarkerState.DONE, times=1, path=(1,)) for each in view.display_list.shapes}
    view.set_markers(before)
    on_screen()
    detour = Marker(MarkerState.EXITED, tokens=12, detour="left for the provider's own desk", alert="2 days late")
    for after in ({**before, "check": detour}, {**before, "f1": Marker(MarkerState.DONE, badge="12 days")}, {}):
        view.set_markers(after)
        assert on_screen() == view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_names_say_counts_visits_and_inference(view: DiagramView) -> None:
    view.set_markers(
        {
            "check": Marker(MarkerState.OVERDUE, tokens=2, times=3, path=(1, 3, 5), badge="4 h"),
            "transfer": Marker(MarkerState.NEXT, inferred=True),
        }
    )
    names = dict(view.accessible_names())
    assert names["check"] == "User task: Check claim, overdue, 2 open, 3 times, visit 1·3·5, 4 h"
    assert names["transfer"] == "Service task: Transfer money, next, inferred"
    view.select("check")
    assert view.accessibleDescription() == names["check"]


def test_a_duration_and_a_delay_of_an_event_stand_beside_its_name(view: DiagramView) -> None:
    name = next(each for each in view.display_list.items if isinstance(each, LabelItem) and each.element_id == "open")
    text = label_rectangle(name, view.font().family())
    view.zoom_to(1.0)
    view.select("open")
    view.select("")

    def under_the_event() -> QImage:
        corner = (text.topLeft() - view.to_diagram(QPointF(0, 0))) * view.scale
        return view.grab().toImage().copy(QRectF(corner, text.size() * view.scale).toRect())

    view.set_markers({"open": Marker(MarkerState.OVERDUE)})
    before, whole = under_the_event(), view.grab().toImage()
    view.set_markers({"open": Marker(MarkerState.OVERDUE, badge="3 h", alert="2 late")})
    assert view.grab().toImage() != whole
    assert under_the_event() == before


def test_how_a_case_left_the_process_is_drawn_and_said(view: DiagramView) -> None:
    view.set_markers({"check": Marker(MarkerState.DONE, times=1)})
    plain = view.grab().toImage()
    view.set_markers({"check": Marker(MarkerState.DONE, times=1, detour="paid by hand")})
    assert QColor(view.colours.exited).name() in colours_in(view.grab().toImage()) - colours_in(plain)
    assert dict(view.accessible_names())["check"] == "User task: Check claim, done, left the process: paid by hand"


def test_the_small_picture_lies_where_it_hides_the_least() -> None:
    shown = display_list(definition("claim.bpmn"))
    seen = QRectF(100, 100, 450, 250)
    place = Minimap.place(shown, 900, 500, Minimap.freest_corner(shown, seen, 900, 500))
    under = QRectF(seen.x() + place.x() / 2, seen.y() + place.y() / 2, place.width() / 2, place.height() / 2)
    assert not under.intersects(QRectF(*shown.shapes["check"].bounds))


def test_the_picture_at_twice_the_resolution_has_twice_the_pixels(view: DiagramView) -> None:
    image = view.render_to_image(QSize(300, 200), 2.0)
    assert (image.size(), image.devicePixelRatio()) == (QSize(600, 400), 2.0)
    assert len(colours_in(image)) > 10


def test_deep_zoom_keeps_the_kept_drawing_small_and_right(view: DiagramView) -> None:
    view.zoom_to(8.0)
    view.select("check")
    view.repaint()
    layer = view._layers._kept[-1].pixmap
    assert layer.width() * layer.height() < 40_000_000
    box = view.element_rectangle("check").toRect() & view.rect()
    shot = view.grab().toImage()
    assert any(shot.pixelColor(x, box.center().y()).lightness() < 120 for x in range(box.left(), box.right())), (
        "the border of the step is in the picture"
    )


def test_a_lane_of_ad_hoc_tasks_can_be_added_and_keeps_markers(view: DiagramView) -> None:
    view.set_markers({"check": Marker(MarkerState.CURRENT)})
    tasks = [AdHocTask("1", "Call back", "open", "Ann", "", "check")]
    view.replace_display_list(with_ad_hoc_tasks(display_list(definition("claim.bpmn")), tasks))
    names = dict(view.accessible_names())
    assert names["ad-hoc:1"] == "Task: Call back"
    assert names["check"].endswith("current")
    assert view.rect().contains(view.element_rectangle("ad-hoc:1").toRect())


def test_a_new_diagram_drops_markers_and_selection(view: DiagramView) -> None:
    view.set_markers({"check": Marker(MarkerState.CURRENT)})
    view.select("check")
    view.set_display_list(display_list(definition("no_drawing.bpmn")))
    assert view.selected == ""
    assert all("current" not in words for _, words in view.accessible_names())


def test_text_is_wrapped_and_never_cut(qapp: QApplication) -> None:
    text = "Donaudampfschifffahrtsgesellschaftskapitän prüft Antrag"
    lines = wrapped(text, 80.0, "DejaVu Sans", 11, break_words=True)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert len(lines) > 3


def test_an_empty_view_paints_nothing_but_paper(qtbot: QtBot) -> None:
    empty = DiagramView()
    qtbot.addWidget(empty)
    assert colours_in(empty.render_to_image(QSize(50, 50))) == {"#ffffff"}
    assert colours_in(empty.grab().toImage()) == {"#ffffff"}


def test_where_the_whole_would_be_too_small_the_first_view_shows_the_current_step_readably(view: DiagramView) -> None:
    view.resize(1400, 900)
    view.fit_readable(["done"])
    assert view.rect().contains(view.element_rectangle("pool").toRect())
    for current in ("done", "open"):
        view.resize(300, 200)
        view.fit_readable([current])
        assert view.scale * 11 >= 7
        assert view.rect().contains(view.element_rectangle(current).toRect())
    view.resize(360, 220)
    assert view.rect().contains(view.element_rectangle("open").toRect())
    view.fit()
    assert view.rect().contains(view.element_rectangle("pool").toRect())


def test_a_readable_first_view_without_a_current_step_begins_where_the_flow_does(view: DiagramView) -> None:
    view.resize(300, 200)
    view.fit_readable()
    assert view.rect().contains(view.element_rectangle("open").toRect())
