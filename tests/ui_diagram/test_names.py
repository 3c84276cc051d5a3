"""What elements without a name are called: their kind, and what stands around them."""

import pytest

from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.display_list import display_list
from bpo_desk.process.outline import outline
from bpo_desk.ui.diagram.names import element_names, end_name, flow_words, node_names, placed_names
from bpo_desk.ui.process.flow_words import definition_flow_words

_HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">'
_NODES = """
<startEvent id="s"/><userTask id="check" name="Check claim"/><parallelGateway id="split"/>
<userTask id="pay" name="Pay"/><userTask id="tell" name="Tell the client"/><parallelGateway id="join"/>
<exclusiveGateway id="x"/><endEvent id="e1"/><endEvent id="e2"/><boundaryEvent id="b" attachedToRef="pay"/>
<parallelGateway id="alone"/>
"""
_FLOWS = (
    ("s", "check"), ("check", "split"), ("split", "pay"), ("split", "tell"), ("pay", "join"), ("tell", "join"),
    ("join", "x"), ("x", "e1"), ("x", "e2"), ("b", "tell"),
)  # fmt: skip
_WANTED = {
    "s": "Start event before Check claim",
    "split": "Parallel gateway after Check claim",
    "join": "Parallel gateway after Pay and Tell the client",
    "x": "Exclusive gateway after Pay and Tell the client",
    "e1": "End event after Pay and Tell the client (e1)",
    "e2": "End event after Pay and Tell the client (e2)",
    "b": "Boundary event on Pay",
    "alone": "Parallel gateway",
}


def process() -> bytes:
    flows = (f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in _FLOWS)
    return f"{_HEAD}{_NODES}{''.join(flows)}</process></definitions>".encode()


def test_a_definition_calls_a_nameless_element_by_its_kind_and_its_named_neighbours() -> None:
    names = node_names(read_definition(process(), "x")[0])
    assert {each: names[each] for each in _WANTED} == _WANTED
    assert names["pay"] == "Pay"


def test_the_drawing_says_the_same_to_a_screen_reader_and_in_its_table() -> None:
    shown = display_list(read_definition(process(), "x")[0])
    said = dict(element_names(shown, {}))
    assert {each: said[each] for each in _WANTED} == _WANTED
    assert end_name(shown, "split") == _WANTED["split"]
    assert said["pay"] == "User task: Pay"
    assert placed_names(shown) is placed_names(shown)


def test_where_one_side_is_said_of_several_both_sides_are_said() -> None:
    more = process().replace(b"</process>", b'<parallelGateway id="y"/><task id="z" name="Close"/>'
                             b'<sequenceFlow id="1" sourceRef="check" targetRef="y"/>'
                             b'<sequenceFlow id="2" sourceRef="y" targetRef="z"/></process>')  # fmt: skip
    names = node_names(read_definition(more, "x")[0])
    assert names["split"] == "Parallel gateway after Check claim, before Pay and Tell the client"
    assert names["y"] == "Parallel gateway after Check claim, before Close"


@pytest.mark.parametrize("many", [3, 5])
def test_of_many_neighbours_two_are_named_and_the_others_counted(many: int) -> None:
    tasks = "".join(f'<task id="t{n}" name="T{n}"/>' for n in range(many))
    flows = "".join(f'<sequenceFlow id="f{n}" sourceRef="g" targetRef="t{n}"/>' for n in range(many))
    data = f'{_HEAD}<exclusiveGateway id="g"/>{tasks}{flows}</process></definitions>'.encode()
    assert node_names(read_definition(data, "x")[0])["g"] == f"Exclusive gateway before T0, T1 and {many - 2} more"


def test_a_flow_does_not_say_one_of_its_ends_twice() -> None:
    definition = read_definition(process(), "x")[0]
    wanted = {
        "s-check": "from Start event to Check claim",
        "check-split": "from Check claim to Parallel gateway",
        "split-pay": "from Parallel gateway after Check claim to Pay",
        "join-x": "from Parallel gateway to Exclusive gateway after Pay and Tell the client",
        "pay-join": "from Pay to Parallel gateway after Pay and Tell the client",
    }
    assert {flow: definition_flow_words(definition, flow) for flow in wanted} == wanted
    shown = display_list(definition)
    way = outline(shown)
    assert flow_words(shown, way, "check") == "from Start event; to Parallel gateway"
    assert (
        flow_words(shown, way, "pay")
        == "from Parallel gateway after Check claim; to Parallel gateway after Pay and Tell the client"
    )
