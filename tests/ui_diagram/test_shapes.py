"""Each kind of element is painted, differs from its neighbours, and stays within its place."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QImage
from pytestqt.qtbot import QtBot

from bpo_desk.errors import RefusedFile
from bpo_desk.models.process import Bounds, Direction, FlowKind, NodeKind, Repetition, Trigger
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.display_list import DisplayList, EdgeItem, LabelItem, ShapeItem, display_list
from bpo_desk.process.labels import LabelPlace
from bpo_desk.process.markers import Marker, MarkerState
from bpo_desk.ui.diagram import DiagramView
from bpo_desk.ui.diagram.crossings import Crossings
from bpo_desk.ui.diagram.flows import middle_of_piece
from bpo_desk.ui.diagram.hit_map import element_at
from bpo_desk.ui.diagram.labels import label_rectangle
from bpo_desk.ui.diagram.line_ends import between_shapes, not_beneath
from bpo_desk.ui.diagram.picture import reach_with_texts
from tests.process.bpmn_files import definition
from tests.shared_data import shared_data

BOX = Bounds(0, 0, 100, 80)


def picture(qtbot: QtBot, *items: ShapeItem | EdgeItem) -> QImage:
    view = DiagramView()
    qtbot.addWidget(view)
    view.set_display_list(DisplayList(items, BOX))
    return view.render_to_image(QSize(180, 160))


def key(image: QImage) -> bytes:
    return bytes(image.constBits())


def test_all_kinds_of_nodes_are_painted(qtbot: QtBot) -> None:
    empty = key(picture(qtbot))
    for kind in NodeKind:
        assert key(picture(qtbot, ShapeItem("a", kind, BOX))) != empty, kind


def test_all_triggers_look_different_caught_and_thrown(qtbot: QtBot) -> None:
    for kind in (NodeKind.CATCH_EVENT, NodeKind.END_EVENT):
        seen = {key(picture(qtbot, ShapeItem("a", kind, BOX, trigger=trigger))) for trigger in Trigger}
        assert len(seen) == len(Trigger)
    caught, thrown = (
        key(picture(qtbot, ShapeItem("a", kind, BOX, trigger=Trigger.MESSAGE)))
        for kind in (NodeKind.CATCH_EVENT, NodeKind.THROW_EVENT)
    )
    assert caught != thrown


def test_events_gateways_and_task_types_look_different(qtbot: QtBot) -> None:
    for family in ("Event", "Gateway", "Task"):
        kinds = [kind for kind in NodeKind if kind.value.endswith(family) and kind is not NodeKind.CHOREOGRAPHY_TASK]
        looks = {key(picture(qtbot, ShapeItem("a", kind, BOX))) for kind in kinds}
        # A boundary event is an intermediate event in another place; bare catch and throw events look alike.
        assert len(looks) == len(kinds) - (2 if family == "Event" else 0)


def test_borders_and_markers_of_activities_look_different(qtbot: QtBot) -> None:
    looks = [
        ShapeItem("a", NodeKind.TASK, BOX),
        ShapeItem("a", NodeKind.CALL_ACTIVITY, BOX),
        ShapeItem("a", NodeKind.TRANSACTION, BOX),
        ShapeItem("a", NodeKind.SUB_PROCESS, BOX),
        ShapeItem("a", NodeKind.SUB_PROCESS, BOX, event_sub_process=True),
        ShapeItem("a", NodeKind.AD_HOC_SUB_PROCESS, BOX),
        ShapeItem("a", NodeKind.TASK, BOX, compensation=True),
        ShapeItem("a", NodeKind.TASK, BOX, ad_hoc=True),
        *(ShapeItem("a", NodeKind.TASK, BOX, repetition=kind) for kind in Repetition if kind is not Repetition.NONE),
    ]
    assert len({key(picture(qtbot, item)) for item in looks}) == len(looks)


def test_flows_look_different_by_kind_and_ends(qtbot: QtBot) -> None:
    line = ((5.0, 70.0), (50.0, 70.0), (50.0, 10.0), (95.0, 10.0))
    looks = [
        EdgeItem("e", FlowKind.SEQUENCE, line),
        EdgeItem("e", FlowKind.SEQUENCE, line, tail_diamond=True),
        EdgeItem("e", FlowKind.SEQUENCE, line, default=True),
        EdgeItem("e", FlowKind.MESSAGE, line),
        EdgeItem("e", FlowKind.MESSAGE, line, envelope="initiating"),
        EdgeItem("e", FlowKind.MESSAGE, line, envelope="non_initiating"),
        EdgeItem("e", FlowKind.ASSOCIATION, line),
        EdgeItem("e", FlowKind.ASSOCIATION, line, direction=Direction.ONE),
        EdgeItem("e", FlowKind.ASSOCIATION, line, direction=Direction.BOTH),
        EdgeItem("e", FlowKind.CONVERSATION, line),
    ]
    assert len({key(picture(qtbot, item)) for item in looks}) == len(looks)


def test_a_default_flow_is_struck_by_a_backslash_turned_with_the_line(qtbot: QtBot) -> None:
    """As BPMN 2.0.2 and the references of the MIWG draw it."""

    def falls(*points: tuple[float, float]) -> bool:
        line = EdgeItem("e", FlowKind.SEQUENCE, points)
        plain, struck = (picture(qtbot, replace(line, default=default)) for default in (False, True))
        marks = [
            (x, y)
            for x in range(plain.width())
            for y in range(plain.height())
            if abs(plain.pixelColor(x, y).lightness() - struck.pixelColor(x, y).lightness()) > 60
        ]
        left, right = min(marks), max(marks)
        return right[1] > left[1]

    assert falls((0, 40), (100, 40))
    assert falls((100, 40), (0, 40))
    assert not falls((50, 80), (50, 0))
    assert not falls((50, 0), (50, 80))


def test_a_line_without_length_and_a_shape_without_size_are_painted_without_harm(qtbot: QtBot) -> None:
    point = (10.0, 10.0)
    picture(qtbot, EdgeItem("e", FlowKind.MESSAGE, (point, point), envelope="initiating", default=True))
    for kind in NodeKind:
        picture(qtbot, ShapeItem("a", kind, Bounds(5, 5, 0, 0)))


def test_frames_are_hit_on_their_titles_and_nodes_before_lines() -> None:
    shown = display_list(definition("claim.bpmn"))
    assert element_at(shown, 55, 300, 3) == "pool"
    assert element_at(shown, 85, 200, 3) == "lane1"
    assert element_at(shown, 500, 368, 3) == "pay"
    assert element_at(shown, 188, 221, 3) == "f1"
    assert element_at(shown, 270, 244, 3) == "late"
    assert element_at(shown, 300, 276, 3) == "late"
    assert element_at(shown, 500, 290, 3) == ""


def test_every_file_of_the_shared_data_is_painted(qtbot: QtBot) -> None:
    view = DiagramView()
    qtbot.addWidget(view)
    painted = 0
    for path in sorted(shared_data("bpmn").rglob("*")):
        if path.suffix not in (".bpmn", ".xml"):
            continue
        try:
            read, _ = read_definition(path.read_bytes(), path.name)
        except RefusedFile:
            continue
        for number in range(max(len(read.diagrams), 1)):
            view.set_display_list(display_list(read, number))
            view.render_to_image(QSize(400, 300))
            painted += 1
    assert painted > 340


@pytest.mark.parametrize("kind", [NodeKind.PARTICIPANT, NodeKind.LANE])
def test_a_standing_pool_has_its_title_on_top(qtbot: QtBot, kind: NodeKind) -> None:
    lying, standing = (key(picture(qtbot, ShapeItem("a", kind, BOX, horizontal=way))) for way in (True, False))
    assert (lying != standing) == (kind is NodeKind.PARTICIPANT)


def test_an_envelope_stands_in_the_middle_of_the_straight_piece_that_holds_the_middle_of_its_line() -> None:
    line = ((137.0, 68.0), (137.0, 128.0), (58.0, 128.0), (58.0, 265.0))
    assert middle_of_piece(line) == (97.5, 128.0)
    assert middle_of_piece(((5.0, 5.0), (5.0, 5.0))) == (5.0, 5.0)


def test_a_long_word_beside_a_shape_is_broken_and_no_picture_cuts_it() -> None:
    name = "ubi_id-5c769835-ba95-4d46-bcdf-ffb5e3c61af3"
    label = LabelItem("e", name, Bounds(-30, 40, 96, 14), LabelPlace.BELOW)
    rectangle = label_rectangle(label, "Noto Sans")
    assert rectangle.width() <= 150
    assert rectangle.height() > 20
    event = ShapeItem("e", NodeKind.START_EVENT, Bounds(0, 0, 36, 36), name=name)
    area = reach_with_texts(DisplayList((event, label), Bounds(0, 0, 36, 36)), QFont("Noto Sans"))
    assert QRectF(*area).contains(rectangle)


def test_a_line_that_runs_on_beneath_its_shapes_is_marked_between_them_only() -> None:
    shapes = {
        "a": ShapeItem("a", NodeKind.TASK, Bounds(0, 0, 100, 80)),
        "b": ShapeItem("b", NodeKind.EXCLUSIVE_GATEWAY, Bounds(200, 15, 50, 50)),
        "c": ShapeItem("c", NodeKind.END_EVENT, Bounds(207, 150, 36, 36)),
    }
    middles = [tuple(shapes[each].bounds.centre) for each in "abc"]
    across = between_shapes(EdgeItem("e", FlowKind.SEQUENCE, (middles[0], middles[1]), "a", "b"), shapes)
    assert across == (pytest.approx((100, 40), abs=2), pytest.approx((200, 40), abs=2))
    down = between_shapes(EdgeItem("e", FlowKind.SEQUENCE, (middles[1], middles[2]), "b", "c"), shapes)
    assert down == (pytest.approx((225, 65), abs=2), pytest.approx((225, 150), abs=2))
    outside = EdgeItem("e", FlowKind.SEQUENCE, ((100, 40), (200, 40)), "a", "b")
    assert between_shapes(outside, shapes) is outside.waypoints
    hidden = EdgeItem("e", FlowKind.SEQUENCE, ((20, 40), (60, 40)), "a", "a")
    assert between_shapes(hidden, shapes) == hidden.waypoints


@pytest.mark.parametrize(
    ("kind", "half"), [(NodeKind.TASK, 50), (NodeKind.EXCLUSIVE_GATEWAY, 50), (NodeKind.START_EVENT, 50)]
)
def test_a_line_beneath_a_foreign_shape_is_marked_up_to_its_outline_on_either_side(kind: NodeKind, half: float) -> None:
    shape = ShapeItem("s", kind, Bounds(150, 0, 2 * half, 100))
    left, right = not_beneath(((0, 50), (400, 50)), [shape])
    assert left == ((0, 50), pytest.approx((200 - half, 50), abs=1))
    assert right == (pytest.approx((200 + half, 50), abs=1), (400, 50))


def test_a_slanting_line_is_cut_at_a_diamond_and_passes_by_its_corner() -> None:
    diamond = ShapeItem("s", NodeKind.INCLUSIVE_GATEWAY, Bounds(0, 0, 100, 100))
    first, second = not_beneath(((-50, -50), (150, 150)), [diamond])
    assert first[-1] == pytest.approx((25, 25), abs=1)
    assert second[0] == pytest.approx((75, 75), abs=1)
    beside = ((-20, 30), (30, -20))  # through the corner of its bounds, where nothing of it is
    assert not_beneath(beside, [diamond]) == (beside,)


def test_a_bend_beneath_a_shape_is_left_out_and_what_begins_or_ends_there_is_cut() -> None:
    task = ShapeItem("s", NodeKind.TASK, Bounds(0, 0, 100, 80))
    bent = not_beneath(((-50, 40), (50, 40), (50, 200)), [task])
    assert bent == (((-50, 40), pytest.approx((0, 40), abs=1)), (pytest.approx((50, 80), abs=1), (50, 200)))
    assert not_beneath(((50, 40), (200, 40)), [task]) == ((pytest.approx((100, 40), abs=1), (200, 40)),)
    assert not_beneath(((20, 20), (60, 60)), [task]) == ()


def test_the_head_of_a_line_that_ends_beneath_a_foreign_shape_is_not_marked_over_it() -> None:
    over = ShapeItem("over", NodeKind.TASK, Bounds(150, 0, 100, 80))
    ends_there = EdgeItem("e", FlowKind.SEQUENCE, ((0, 40), (200, 40)))
    goes_on = EdgeItem("f", FlowKind.SEQUENCE, ((0, 40), (400, 40)))
    edges = {"e": ends_there, "f": goes_on}
    shown = DisplayList((ends_there, goes_on, over), Bounds(0, 0, 400, 80), shapes={"over": over}, edges=edges)
    hidden, seen = Crossings(shown).strokes([ends_there, goes_on])
    assert (hidden.end, seen.end) == (None, ((400, 40), (1.0, 0.0)))


def test_a_marked_line_that_is_thinner_than_a_pixel_has_its_colour(qtbot: QtBot) -> None:
    far = Bounds(0, 0, 9000, 4000)
    line = EdgeItem("e", FlowKind.SEQUENCE, ((0, 1000), (8000, 1000), (8000, 3000), (0, 200)))
    view = DiagramView()
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.set_display_list(DisplayList((line,), far, edges={"e": line}))
    assert view.scale < 0.16
    view.set_markers({"e": Marker(MarkerState.OVERDUE)})
    shot = view.grab().toImage()
    for piece in ((4000, 1000), (8000, 2000), (4000, 1600)):
        at = (QPointF(*piece) - view.to_diagram(QPointF(0, 0))) * view.scale
        near = [shot.pixelColor(round(at.x()) + x, round(at.y()) + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        assert any(colour.red() > colour.green() + 15 for colour in near), piece


def test_a_name_without_blanks_as_long_as_a_book_is_wrapped_at_once() -> None:
    label = LabelItem("t", "W" * 200_000, Bounds(0, 0, 92, 72), LabelPlace.CENTRE)
    assert label_rectangle(label, "DejaVu Sans").height() > 1000  # letter by letter it would take minutes


def test_a_marked_message_keeps_its_envelope_and_a_marked_condition_its_diamond(qtbot: QtBot) -> None:
    way = ((0.0, 40.0), (200.0, 40.0))
    message = EdgeItem("e", FlowKind.MESSAGE, way, envelope="initiating")
    condition = EdgeItem("e", FlowKind.SEQUENCE, way, tail_diamond=True)
    for edge, hollow in ((message, (100, 36)), (condition, (8, 40))):
        view = DiagramView()
        qtbot.addWidget(view)
        view.resize(300, 120)
        view.set_display_list(DisplayList((edge,), Bounds(0, 0, 200, 80), edges={"e": edge}))
        view.zoom_to(1.0)
        view.set_markers({"e": Marker(MarkerState.DONE)})
        at = (QPointF(*hollow) - view.to_diagram(QPointF(0, 0))) * view.scale
        assert view.grab().toImage().pixelColor(at.toPoint()).name() == view.colours.shape, edge.kind


def test_a_flow_that_was_not_taken_is_equally_faint_on_its_line_and_its_head(qtbot: QtBot) -> None:
    edge = EdgeItem("e", FlowKind.SEQUENCE, ((0, 40), (200, 40)))
    view = DiagramView()
    qtbot.addWidget(view)
    view.resize(300, 120)
    view.set_display_list(DisplayList((edge,), Bounds(0, 0, 200, 80), edges={"e": edge}))
    view.zoom_to(1.0)
    view.set_markers({"e": Marker(MarkerState.NOT_REACHED)})
    shot = view.grab().toImage()
    along = [(QPointF(x, 40) - view.to_diagram(QPointF(0, 0))).toPoint() for x in (50, 192, 195)]
    shades = [min(shot.pixelColor(at.x(), at.y() + y).lightness() for y in (-1, 0, 1)) for at in along]
    assert max(shades) - min(shades) < 12
    assert QColor(view.colours.line).lightness() + 40 < min(shades) < 230


def test_a_marked_line_stays_beneath_the_shapes_that_it_runs_under(qtbot: QtBot) -> None:
    wide = Bounds(0, 0, 400, 80)
    task = ShapeItem("t", NodeKind.TASK, Bounds(150, 0, 100, 80))
    line = EdgeItem("e", FlowKind.SEQUENCE, ((0, 40), (400, 40)))
    shown = DisplayList((line, task), wide, shapes={"t": task}, edges={"e": line})
    view = DiagramView()
    qtbot.addWidget(view)
    view.resize(448, 160)
    view.set_display_list(shown)
    view.set_markers({"e": Marker(MarkerState.DONE)})
    middle = view.element_rectangle("t").center().toPoint()
    for image in (view.grab().toImage(), view.render_to_image(view.size())):
        assert image.pixelColor(middle).name() == view.colours.shape
        assert image.pixelColor(middle.x() - 100, middle.y()).name() == QColor(view.colours.done).name()
