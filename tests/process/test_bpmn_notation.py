"""What files may say in many ways, each in a few lines of BPMN: kinds, frames, colours, prefixes, diagrams, attacks."""

from itertools import pairwise

import pytest

from bpo_desk.errors import RefusedFile
from bpo_desk.models.process import Bounds, FlowKind, NodeKind, ProcessDefinition, Trigger
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.display_list import DisplayList, LabelItem, display_list
from bpo_desk.process.drawing_report import drawing_report
from bpo_desk.process.drill import opened
from bpo_desk.process.labels import LabelPlace
from tests.process.bpmn_files import lines_through_nodes, overlap, overlapping_nodes, source

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:dd="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" '
    'xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0">'
)
BOX = '<dc:Bounds x="10" y="10" width="100" height="80"/>'


def read(inside: str) -> ProcessDefinition:
    definition, notes = read_definition(f"{HEAD}{inside}</definitions>".encode(), "small.bpmn")
    assert notes == []
    return definition


def plane(*shapes: str, of: str = "p") -> str:
    return f'<di:BPMNDiagram><di:BPMNPlane bpmnElement="{of}">{"".join(shapes)}</di:BPMNPlane></di:BPMNDiagram>'


def shape(element_id: str, more: str = "", box: str = BOX) -> str:
    return f'<di:BPMNShape bpmnElement="{element_id}" {more}>{box}</di:BPMNShape>'


def labels(shown: DisplayList) -> dict[str, LabelItem]:
    return {item.element_id: item for item in shown.items if isinstance(item, LabelItem)}


def test_ad_hoc_transaction_and_event_sub_processes_are_kinds_of_their_own() -> None:
    made = read(
        '<process id="p"><adHocSubProcess id="a"><task id="t"/></adHocSubProcess><transaction id="b"/>'
        '<subProcess id="c" triggeredByEvent="true"/></process>'
        + plane(*(shape(i, 'isExpanded="false"') for i in ("a", "b", "c")))
    )
    shown = display_list(made).shapes
    assert [shown[i].kind for i in "abc"] == [
        NodeKind.AD_HOC_SUB_PROCESS,
        NodeKind.TRANSACTION,
        NodeKind.SUB_PROCESS,
    ]
    assert [shown[i].event_sub_process for i in "abc"] == [False, False, True]
    assert all(shown[i].opens for i in "abc")
    assert next(node.parent for node in made.nodes if node.id == "t") == "a"


@pytest.mark.parametrize("trigger", [each for each in Trigger if "ultiple" not in each.value and each != "none"])
def test_every_event_definition_is_read_on_every_position(trigger: Trigger) -> None:
    definition = f"<{trigger.value}EventDefinition/>"
    made = read(
        f'<process id="p"><task id="t"/><startEvent id="a">{definition}</startEvent>'
        f'<boundaryEvent id="b" attachedToRef="t" cancelActivity="false">{definition}</boundaryEvent>'
        f'<intermediateThrowEvent id="c">{definition}</intermediateThrowEvent>'
        f'<endEvent id="d">{definition}</endEvent></process>'
    )
    events = [node for node in made.nodes if node.id != "t"]
    assert {node.trigger for node in events} == {trigger}
    assert [node.interrupting for node in events] == [True, False, True, True]


@pytest.mark.parametrize(("said", "expected"), [("", Trigger.MULTIPLE), ("true", Trigger.PARALLEL_MULTIPLE)])
def test_several_event_definitions_are_one_multiple_trigger(said: str, expected: Trigger) -> None:
    made = read(
        f'<process id="p"><intermediateCatchEvent id="e" parallelMultiple="{said}">'
        "<timerEventDefinition/><signalEventDefinition/></intermediateCatchEvent></process>"
    )
    assert made.nodes[0].trigger is expected


def test_a_call_that_a_file_draws_around_other_steps_lies_behind_them_whatever_it_says() -> None:
    inner = '<dc:Bounds x="20" y="20" width="20" height="20"/>'
    made = read(
        '<process id="p"><task id="t"/><callActivity id="c"/></process>'
        + plane(shape("t", "", inner), shape("c", 'isExpanded="false"'))
    )
    shown = display_list(made)
    assert [item.element_id for item in shown.items] == ["c", "t"]
    assert (shown.shapes["c"].expanded, shown.shapes["t"].expanded) == (True, False)


def test_an_upright_lane_has_its_name_on_top_also_where_only_the_pool_says_so() -> None:
    made = read(
        '<collaboration id="c"><participant id="pool" name="Bank" processRef="p"/></collaboration>'
        '<process id="p"><laneSet><lane id="l" name="Desk"/></laneSet></process>'
        + plane(
            shape("pool", 'isHorizontal="false"', '<dc:Bounds x="0" y="0" width="300" height="200"/>'),
            shape("l", "", '<dc:Bounds x="0" y="30" width="300" height="170"/>'),
            of="c",
        )
    )
    shown = display_list(made)
    assert not shown.shapes["l"].horizontal
    assert {labels(shown)[i].place for i in ("pool", "l")} == {LabelPlace.BAND_TOP}


NESTED = (
    '<process id="p"><laneSet><lane id="out" name="Provider"><childLaneSet>'
    '<lane id="in1" name="Intake"><flowNodeRef>a</flowNodeRef></lane>'
    '<lane id="in2" name="Payment"><flowNodeRef>b</flowNodeRef></lane></childLaneSet></lane>'
    '<lane id="single" name="Client"><flowNodeRef>c</flowNodeRef></lane></laneSet>'
    '<task id="a"/><task id="b"/><task id="c"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/>'
    '<sequenceFlow id="g" sourceRef="b" targetRef="c"/></process>'
)


def test_nested_lanes_are_read_and_laid_out_inside_the_lane_around_them() -> None:
    made = read(NESTED)
    assert [(lane.id, lane.parent) for lane in made.lanes] == [
        ("out", None),
        ("in1", "out"),
        ("in2", "out"),
        ("single", None),
    ]
    shown = display_list(made)
    around = shown.shapes["out"].bounds
    for lane, task in (("in1", "a"), ("in2", "b"), ("single", "c")):
        box, inner = shown.shapes[lane].bounds, shown.shapes[task].bounds
        assert box.x <= inner.x
        assert box.y < inner.y
        assert inner.bottom < box.bottom
        assert box.right == around.right
    assert shown.shapes["in1"].bounds.x >= around.x + labels(shown)["out"].bounds.width
    assert (shown.shapes["in1"].bounds.y, shown.shapes["in2"].bounds.bottom) == (around.y, around.bottom)
    assert not overlap(shown.shapes["single"].bounds, around, 0.5)


@pytest.mark.parametrize(
    ("said", "fill", "stroke"),
    [
        ('bioc:fill="#FFF3E0" bioc:stroke="#FB8C00"', "#FFF3E0", "#FB8C00"),
        ('color:background-color="#E1F5FE" color:border-color="#039BE5"', "#E1F5FE", "#039BE5"),
        ('bioc:fill="#111111" color:background-color="#222222"', "#222222", ""),
    ],
)
def test_colours_are_read_in_both_spellings_and_the_standard_s_wins(said: str, fill: str, stroke: str) -> None:
    item = display_list(read('<process id="p"><task id="t"/></process>' + plane(shape("t", said)))).shapes["t"]
    assert (item.fill, item.stroke) == (fill, stroke)


@pytest.mark.parametrize("prefix", ["model:", "semantic:", "ns0:", "x-y.z:"])
def test_any_prefix_reads_alike(prefix: str) -> None:
    text = source("claim.bpmn").decode()
    other = (
        text.replace("<b:", f"<{prefix}").replace("</b:", f"</{prefix}").replace("xmlns:b=", f"xmlns:{prefix[:-1]}=")
    )
    one, two = read_definition(text.encode(), "c")[0], read_definition(other.encode(), "c")[0]
    assert (one.nodes, one.flows, one.lanes, one.diagrams) == (two.nodes, two.flows, two.lanes, two.diagrams)


def test_several_diagrams_of_a_file_are_drawn_each_for_itself() -> None:
    made = read(
        '<process id="p"><task id="t"/><subProcess id="s"><task id="u"/></subProcess></process>'
        + plane(shape("t"), shape("s", 'isExpanded="false"'))
        + plane(shape("u"), of="s")
    )
    assert [set(display_list(made, number).shapes) for number in (0, 1)] == [{"t", "s"}, {"u"}]


TWO_POOLS = (
    '<collaboration id="c"><participant id="one" name="Client" processRef="p"/>'
    '<participant id="two" name="Provider" processRef="q"/><participant id="dark" name="Customer"/>'
    '<messageFlow id="ask" name="order" sourceRef="a" targetRef="y"/>'
    '<messageFlow id="answer" sourceRef="y" targetRef="a"/><messageFlow id="tell" sourceRef="z" targetRef="dark"/>'
    '</collaboration><process id="p"><startEvent id="s"/><task id="a"/><task id="b"/>'
    '<sequenceFlow id="f" sourceRef="s" targetRef="a"/><sequenceFlow id="g" sourceRef="a" targetRef="b"/></process>'
    '<process id="q"><startEvent id="x"/><task id="y"/><task id="z"/>'
    '<sequenceFlow id="h" sourceRef="x" targetRef="y"/><sequenceFlow id="i" sourceRef="y" targetRef="z"/></process>'
)


def test_message_flows_without_a_drawing_leave_and_enter_upright_and_keep_apart() -> None:
    shown = display_list(read(TWO_POOLS))
    ends = {"ask": ("a", "y"), "answer": ("y", "a"), "tell": ("z", "dark")}
    uprights = set()
    for flow_id, (source_id, target_id) in ends.items():
        edge = shown.edges[flow_id]
        assert edge.kind is FlowKind.MESSAGE
        first, last = edge.waypoints[0], edge.waypoints[-1]
        leave, enter = shown.shapes[source_id].bounds, shown.shapes[target_id].bounds
        assert first[1] in (leave.y, leave.bottom)
        assert last[1] in (enter.y, enter.bottom)
        assert edge.waypoints[1][0] == first[0]
        uprights.add(first[0])
    assert len(uprights) == 3
    assert lines_through_nodes(shown) == []


def test_what_no_flow_ties_together_is_laid_out_one_below_the_other() -> None:
    shown = display_list(
        read(
            '<process id="p"><subProcess id="e" triggeredByEvent="true"><startEvent id="es"/><task id="et"/>'
            '<sequenceFlow id="ef" sourceRef="es" targetRef="et"/></subProcess><startEvent id="s"/><task id="t"/>'
            '<sequenceFlow id="f" sourceRef="s" targetRef="t"/></process>'
        )
    )
    boxes = {i: item.bounds for i, item in shown.shapes.items()}
    assert boxes["t"].bottom < boxes["e"].y
    assert boxes["s"].right < boxes["t"].x
    assert boxes["s"].x <= boxes["es"].x
    assert overlapping_nodes(shown) == []


def test_texts_of_lines_side_by_side_do_not_cover_each_other() -> None:
    flows = "".join(
        f'<sequenceFlow id="f{i}" name="flow number {i}" sourceRef="g" targetRef="t{i}"/>' for i in range(6)
    )
    tasks = "".join(f'<task id="t{i}"/>' for i in range(6))
    shown = display_list(read(f'<process id="p"><exclusiveGateway id="g"/>{tasks}{flows}</process>'))
    texts = [label for label in labels(shown).values() if label.element_id.startswith("f")]
    assert len(texts) == 6
    rooms = [Bounds(label.bounds.x, label.bounds.y, 90, label.bounds.height) for label in texts]
    assert not any(overlap(one, other, 0.0) for i, one in enumerate(rooms) for other in rooms[:i])


def test_a_document_type_is_refused_with_its_line() -> None:
    attack = '<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<definitions/>'
    with pytest.raises(RefusedFile, match=r"bad\.bpmn, line 3: .*DOCTYPE"):
        read_definition(attack.encode(), "bad.bpmn")


def test_a_document_type_behind_a_long_comment_is_refused_too() -> None:
    attack = f'<!--{" " * 70_000}--><!DOCTYPE d [<!ENTITY x "y">]><definitions name="&x;"/>'
    with pytest.raises(RefusedFile, match="DOCTYPE"):
        read_definition(attack.encode(), "bad.bpmn")


def test_the_parties_of_a_choreography_are_bands_in_front_of_its_tasks() -> None:
    band = '<dc:Bounds x="10" y="{}" width="100" height="20"/>'
    shown = display_list(
        read(
            '<choreography id="c"><participant id="a" name="Buyer"/><participant id="b" name="Seller"/>'
            '<messageFlow id="m" sourceRef="a" targetRef="b"/>'
            '<choreographyTask id="t" name="Order"><participantRef>a</participantRef></choreographyTask></choreography>'
            '<di:BPMNDiagram><di:BPMNPlane bpmnElement="c">'
            f'<di:BPMNShape bpmnElement="a" participantBandKind="top_initiating">{band.format(10)}</di:BPMNShape>'
            '<di:BPMNShape bpmnElement="b" participantBandKind="bottom_non_initiating">'
            f"{band.format(70)}</di:BPMNShape>"
            f'<di:BPMNShape bpmnElement="t">{BOX}</di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>'
        )
    )
    assert [item.element_id for item in shown.items if item.element_id in shown.shapes][:3] == ["t", "a", "b"]
    assert [shown.shapes[i].band for i in "tab"] == ["", "top_initiating", "bottom_non_initiating"]
    assert not shown.shapes["a"].is_container
    assert shown.edges == {}, "what the parties say to each other is told by the task"


def sub_process(width: int, height: int) -> ProcessDefinition:
    return read(
        '<process id="p"><subProcess id="sub" name="Check"><startEvent id="s"/><task id="t"/><endEvent id="e"/>'
        '<sequenceFlow id="f" sourceRef="s" targetRef="t"/><sequenceFlow id="g" sourceRef="t" targetRef="e"/>'
        '</subProcess></process><di:BPMNDiagram><di:BPMNPlane bpmnElement="p">'
        '<di:BPMNShape bpmnElement="sub" isExpanded="true">'
        f'<dc:Bounds x="10" y="10" width="{width}" height="{height}"/></di:BPMNShape>'
        "</di:BPMNPlane></di:BPMNDiagram>"
    )


@pytest.mark.parametrize(("width", "height"), [(400, 200), (260, 120)])
def test_the_steps_of_an_open_sub_process_that_is_drawn_empty_are_laid_out_in_it(width: int, height: int) -> None:
    shown = display_list(sub_process(width, height))
    frame = shown.shapes["sub"].bounds
    for each in "ste":
        box = shown.shapes[each].bounds
        assert frame.x < box.x < box.right < frame.right, each
        assert frame.y + 20 < box.y < box.bottom < frame.bottom, each
        assert shown.shapes[each].computed
    assert set(shown.edges) == {"f", "g"}
    assert overlapping_nodes(shown) == []


def test_a_frame_that_is_too_small_for_its_steps_is_drawn_closed_and_opens_onto_them() -> None:
    made = sub_process(80, 60)
    shown = display_list(made)
    assert shown.shapes["sub"].opens
    assert set(shown.shapes) == {"sub"}, "nothing beneath it, of which nobody knew whose it is"
    assert set(opened(made, "sub").shapes) == {"s", "t", "e"}
    reasons = {each.element_id: each.reason for each in drawing_report(made, [shown]).not_drawn}
    assert "collapsed sub-process “Check”" in reasons["t"]


@pytest.mark.parametrize(("width", "place"), [(120, LabelPlace.CENTRE), (400, LabelPlace.TITLE)])
def test_the_name_of_a_small_open_frame_with_nothing_in_it_stands_where_that_of_a_step_does(
    width: int, place: LabelPlace
) -> None:
    box = f'<dc:Bounds x="10" y="10" width="{width}" height="80"/>'
    made = read(
        '<process id="p"><subProcess id="a" name="Later"/></process>' + plane(shape("a", 'isExpanded="true"', box))
    )
    shown = display_list(made)
    assert labels(shown)["a"].place is place
    assert not shown.shapes["a"].opens


def test_a_sub_choreography_opens_above_its_bands_and_messages_stand_beside_theirs() -> None:
    band = '<dc:Bounds x="10" y="{}" width="100" height="20"/>'
    made = read(
        '<choreography id="c"><participant id="a"/><participant id="b"/><subChoreography id="t" name="Settle">'
        '<choreographyTask id="u" name="Pay"/></subChoreography></choreography>'
        + plane(
            shape("t", 'isExpanded="false"'),
            shape("a", 'participantBandKind="top_initiating" isMessageVisible="true"', band.format(10)),
            shape("b", 'participantBandKind="bottom_non_initiating" isMessageVisible="false"', band.format(70)),
            of="c",
        )
    )
    shown = display_list(made)
    assert shown.shapes["t"].opens
    assert shown.shapes["t"].bands_beneath == 20
    assert [shown.shapes[i].envelope for i in "ab"] == [True, False]
    assert shown.bounds.y < 10 - 20, "the envelope lies within the drawing"
    assert shown.bounds.bottom == 90
    assert set(opened(made, "t").shapes) == {"u"}


def test_a_choreography_without_a_drawing_is_laid_out_as_a_process_is() -> None:
    shown = display_list(
        read(
            '<choreography id="c"><participant id="a"/><participant id="b"/>'
            '<messageFlow id="m" sourceRef="a" targetRef="b"/><messageFlow id="n" sourceRef="b" targetRef="a"/>'
            '<startEvent id="s"/><choreographyTask id="t"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>'
            "</choreography>"
        )
    )
    assert {"s", "t"} <= set(shown.shapes)
    assert set(shown.edges) == {"f", "m", "n"}
    assert shown.edges["m"].waypoints[0][0] != shown.edges["n"].waypoints[0][0], (
        "two messages between two pools keep apart"
    )


def test_the_text_of_a_line_keeps_clear_of_texts_that_the_file_gives_a_place() -> None:
    way = '<dd:waypoint x="0" y="300"/><dd:waypoint x="400" y="300"/>'
    said = '<di:BPMNLabel><dc:Bounds x="170" y="284" width="60" height="14"/></di:BPMNLabel>'
    box = '<dc:Bounds x="{}" y="500" width="100" height="80"/>'
    shown = display_list(
        read(
            '<process id="p"><task id="a"/><task id="b"/>'
            '<sequenceFlow id="f" name="approved" sourceRef="a" targetRef="b"/>'
            '<sequenceFlow id="g" name="only in 3" sourceRef="a" targetRef="b"/></process>'
            + plane(
                shape("a", box=box.format(0)),
                shape("b", box=box.format(200)),
                f'<di:BPMNEdge bpmnElement="f">{way}{said}</di:BPMNEdge>',
                f'<di:BPMNEdge bpmnElement="g">{way}</di:BPMNEdge>',
            )
        )
    )
    one, other = (labels(shown)[each].bounds for each in "fg")
    assert abs(one.centre[0] - other.centre[0]) > 70, "its text is centred in its room"


def test_a_message_without_a_drawing_goes_around_sub_processes_and_leaves_a_pool_at_its_rim() -> None:
    """The start stands above an event sub-process, which is in the way of what comes from the pool beneath."""
    shown = display_list(
        read(
            '<collaboration id="c"><participant id="P" processRef="p"/><participant id="Q"/>'
            '<messageFlow id="m" sourceRef="Q" targetRef="s"/></collaboration><process id="p"><laneSet>'
            '<lane id="L1"><flowNodeRef>s</flowNodeRef></lane>'
            '<lane id="L2"><flowNodeRef>u</flowNodeRef><flowNodeRef>sub</flowNodeRef></lane></laneSet>'
            '<startEvent id="s"/><task id="u"/><sequenceFlow id="f" sourceRef="s" targetRef="u"/>'
            '<subProcess id="sub" triggeredByEvent="true"><startEvent id="x"/><task id="y"/>'
            '<sequenceFlow id="g" sourceRef="x" targetRef="y"/></subProcess></process>'
        )
    )
    way, pool = shown.edges["m"].waypoints, shown.shapes["Q"].bounds
    frame = shown.shapes["sub"].bounds
    assert way[0][1] == pool.y
    assert way[1][0] == way[0][0], "it leaves upright"
    for (x1, y1), (x2, y2) in pairwise(way):
        assert not (
            min(x1, x2) < frame.right and max(x1, x2) > frame.x and min(y1, y2) < frame.bottom and max(y1, y2) > frame.y
        )
