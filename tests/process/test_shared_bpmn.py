"""All BPMN files of the shared data: drawn as their files say, refused with a line where they are broken."""

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from bpo_desk.errors import RefusedFile
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.display_list import DisplayList, EdgeItem, ShapeItem, display_list
from tests.process.bpmn_files import lines_through_nodes, overlapping_nodes
from tests.shared_data import shared_data


@pytest.fixture(scope="module")
def index() -> list[dict[str, Any]]:
    found = json.loads(shared_data("truth", "bpmn_index.json").read_text())
    assert len(found) > 300
    return list(found)


def read(entry: dict[str, Any]) -> Any:
    return read_definition(shared_data(*entry["file"].split("/")).read_bytes(), entry["file"])


def test_every_drawn_element_is_one_item_at_its_place(index: list[dict[str, Any]]) -> None:
    drawn = 0
    for entry in index:
        if "xml_error" in entry:
            continue
        definition, notes = read(entry)
        said = resolved = 0
        for number, plane in enumerate(definition.diagrams):
            shown = display_list(definition, number)
            expected = Counter((s.element_id, s.bounds) for s in plane.shapes)
            expected += Counter((e.element_id, e.waypoints) for e in plane.edges)
            assert items_of_file(shown) == expected, entry["file"]
            said += sum(expected.values())
        unusable = sum("waypoints" in note.reason or "bounds" in note.reason for note in notes)
        resolved = entry["shapes"] + entry["edges"] - entry["di_refs_unresolved"]
        assert said + unusable == resolved, entry["file"]
        drawn += said
    assert drawn > 9_000


def items_of_file(shown: DisplayList) -> Counter[tuple[str, object]]:
    return Counter(
        (item.element_id, item.bounds if isinstance(item, ShapeItem) else item.waypoints)
        for item in shown.items
        if isinstance(item, ShapeItem | EdgeItem) and not item.computed
    )


def test_broken_files_are_refused_with_the_line_that_a_parser_names(index: list[dict[str, Any]]) -> None:
    broken = [entry for entry in index if "xml_error" in entry]
    assert broken
    for entry in broken:
        line = entry["xml_error"].rpartition("line ")[2].rstrip(")")
        with pytest.raises(RefusedFile, match=f"line {line}: not well-formed XML: "):
            read(entry)


def test_without_their_drawing_all_files_are_laid_out_without_crossing_a_node(index: list[dict[str, Any]]) -> None:
    for entry in index:
        if "xml_error" in entry:
            continue
        definition = replace(read(entry)[0], diagrams=(), digest="")
        shown = display_list(definition)
        assert overlapping_nodes(shown) == [], entry["file"]
        assert lines_through_nodes(shown) == [], entry["file"]
