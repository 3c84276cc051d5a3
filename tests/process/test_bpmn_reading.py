"""Reading BPMN files: what they mean, where they are drawn, what is refused."""

import pytest

from bpo_desk.errors import RefusedFile
from bpo_desk.models.process import FlowKind, Node, NodeKind, Repetition, Trigger
from bpo_desk.process.bpmn import read_definition
from tests.process.bpmn_files import definition, source


def node(element_id: str, name: str = "claim.bpmn") -> Node:
    return next(node for node in definition(name).nodes if node.id == element_id)


def test_a_file_with_its_own_prefixes_and_qualified_references_is_joined_by_id() -> None:
    claim = definition("claim.bpmn")
    assert (claim.key, claim.name) == ("claim", "Claim handling")
    assert [lane.node_ids for lane in claim.lanes] == [("open", "check"), ("pay",)]
    assert [pool.process_id for pool in claim.participants] == ["claim", ""]
    assert "open" in {shape.element_id for shape in claim.diagrams[0].shapes}


def test_a_boundary_timer_that_does_not_interrupt_is_read_as_such() -> None:
    late = node("late")
    assert (late.kind, late.attached_to, late.trigger, late.interrupting) == (
        NodeKind.BOUNDARY_EVENT,
        "check",
        Trigger.TIMER,
        False,
    )


def test_loops_sub_processes_and_data_states_are_kept() -> None:
    assert node("check").repetition is Repetition.LOOP
    assert node("transfer").parent == "pay"
    assert (node("doc").data_state, node("doc").collection) == ("signed", True)
    assert node("note").name == "Within ten days"


def test_default_and_conditional_flows_are_told_apart() -> None:
    flows = {flow.id: flow for flow in definition("claim.bpmn").flows}
    assert (flows["f3"].default, flows["f3"].conditional) == (True, False)
    assert (flows["f4"].default, flows["f4"].conditional) == (False, True)
    assert flows["mf"].kind is FlowKind.MESSAGE


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_other_encodings_and_byte_order_marks_read_alike(encoding: str) -> None:
    declared = {"utf-8-sig": "UTF-8"}.get(encoding, encoding.upper())
    text = source("claim.bpmn").decode().replace('encoding="UTF-8"', f'encoding="{declared}"')
    read, notes = read_definition(text.replace("Pay out", "Zahlung über").encode(encoding), "claim.bpmn")
    assert "Zahlung über" in {node.name for node in read.nodes}
    assert notes == []


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("UTF-8", "utf-16"),  # saved again by a tool that left the first line as it was
        ("UTF-16", "utf-8"),
        ("UTF-16", "utf-16-le"),
        ("UTF-32", "utf-32"),
        ("Shift_JIS", "shift_jis"),
        ("windows-1252", "cp1252"),
    ],
)
def test_the_characters_are_told_by_the_bytes_before_the_declaration(declared: str, written: str) -> None:
    name = "支払い" if written == "shift_jis" else "Zahlung über"
    text = source("claim.bpmn").decode().replace('encoding="UTF-8"', f'encoding="{declared}"')
    text = text.replace("→", "->").replace("Pay out", name)
    read, _ = read_definition(text.encode(written), "claim.bpmn")
    assert name in {node.name for node in read.nodes}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<a>ü</a>".encode("latin-1"), "line 1: not well-formed XML: bytes that are no UTF-8"),
        (b'<?xml version="1.0" encoding="nonsense"?>\n<a/>', "line 1: its characters cannot be read"),
        (b'<?xml version="1.0" encoding="UTF-16"?>\n<a b="\xff"/>', "line 2: its characters cannot be read"),
        (b"<a>\n<b:c/></a>", r"line 2: not well-formed XML: unbound prefix in <b:c>"),
        (b"", "line 1: not well-formed XML: no element found"),
        (b"<a>" * 300 + b"</a>" * 300, "line 1: elements more than 256 deep"),
        (b"<a>&nbsp;</a>", "line 1: not well-formed XML: undefined entity"),
    ],
)
def test_what_no_parser_could_read_is_refused_with_line_and_reason(data: bytes, reason: str) -> None:
    with pytest.raises(RefusedFile, match=rf"f\.bpmn, {reason}"):
        read_definition(data, "f.bpmn")


def test_what_stands_behind_the_drawing_is_read_too() -> None:
    text = source("claim.bpmn").decode()
    start, end = text.index("<bpmndi:BPMNDiagram"), text.index("</bpmndi:BPMNDiagram>") + len("</bpmndi:BPMNDiagram>")
    moved = text[:start] + text[end:]
    first = moved.index(">", moved.index(":definitions")) + 1
    before, _ = read_definition((moved[:first] + text[start:end] + moved[first:]).encode(), "claim.bpmn")
    assert [node.id for node in before.nodes] == [node.id for node in definition("claim.bpmn").nodes]
    assert [len(each.shapes) for each in before.diagrams] == [
        len(each.shapes) for each in definition("claim.bpmn").diagrams
    ]


def test_a_file_that_is_not_well_formed_is_refused_with_line_and_reason() -> None:
    broken = source("no_drawing.bpmn").replace(b"</process>", b"</proces>")
    with pytest.raises(RefusedFile, match=r"broken\.bpmn, line 26: not well-formed XML: .*mismatch"):
        read_definition(broken, "broken.bpmn")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_any_entity_is_expanded(encoding: str) -> None:
    attack = (
        f'<?xml version="1.0" encoding="{encoding.upper()}"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" name="&b;"/>'
    )
    with pytest.raises(RefusedFile, match="DOCTYPE"):
        read_definition(attack.encode(encoding), "attack.bpmn")


def test_xml_that_is_not_bpmn_is_refused_by_name() -> None:
    with pytest.raises(RefusedFile, match=r"log\.xes, line 1: the file starts with <log>"):
        read_definition(b"<log/>", "log.xes")


def test_one_bad_element_is_noted_with_its_line_and_the_rest_is_read() -> None:
    text = source("claim.bpmn").decode()
    text = text.replace('bpmnElement="done"', 'bpmnElement="nobody"').replace('width="36" height="50"', 'width="wide"')
    read, notes = read_definition(text.encode(), "claim.bpmn")
    assert [(note.line, note.element_id) for note in notes] == [(50, "nobody"), (51, "doc")]
    assert "not hold" in notes[0].reason
    assert "bounds" in notes[1].reason
    assert len(read.diagrams[0].shapes) == 13


def test_a_flow_whose_end_is_missing_is_kept_and_noted() -> None:
    text = source("no_drawing.bpmn").replace(b'targetRef="z"', b'targetRef="gone"')
    read, notes = read_definition(text, "x.bpmn")
    assert next(flow.target for flow in read.flows if flow.id == "s10") == "gone"
    assert [note.element_id for note in notes] == ["s10"]


def test_an_element_of_an_unknown_kind_that_is_drawn_becomes_a_plain_shape() -> None:
    text = source("claim.bpmn").decode().replace("b:userTask", "b:dreamTask")
    read, _ = read_definition(text.encode(), "claim.bpmn")
    assert next(node.kind for node in read.nodes if node.id == "check") is NodeKind.OTHER
