"""Files that are well-formed and wrong in every other way are read, noted and drawn, or refused; never an error."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.errors import RefusedFile
from bpo_desk.process.bpmn import read_definition
from bpo_desk.process.display_list import display_list
from bpo_desk.process.position import CasePosition, case_markers
from tests.process.bpmn_files import source

_VALUE = re.compile(r'(?<= )(?!xmlns)[A-Za-z:]+="([^"]*)"')
_TAG = re.compile(r"<(/?)((?:b:)?[a-z][A-Za-z]+)")


@given(st.sampled_from(["claim.bpmn", "no_drawing.bpmn"]), st.data())
def test_exchanged_values_and_elements_never_break_the_reader(name: str, data: st.DataObject) -> None:
    text = source(name).decode()
    values = [match.span(1) for match in _VALUE.finditer(text)]
    pool = [text[a:b] for a, b in values] + ["", "nan", "-1", "true", "1e9", "nobody"]
    changed = data.draw(st.dictionaries(st.integers(0, len(values) - 1), st.sampled_from(pool), max_size=12))
    for number in sorted(changed, reverse=True):
        start, end = values[number]
        text = text[:start] + changed[number] + text[end:]
    kinds = sorted({match.group(2) for match in _TAG.finditer(text)})
    swapped = dict(data.draw(st.lists(st.tuples(st.sampled_from(kinds), st.sampled_from(kinds)), max_size=3)))
    text = _TAG.sub(lambda match: f"<{match.group(1)}{swapped.get(match.group(2), match.group(2))}", text)
    try:
        definition, _ = read_definition(text.encode(), name)
    except RefusedFile:
        return
    for number in range(max(len(definition.diagrams), 1)):
        display_list(definition, number)
    visited = [node.id for node in definition.nodes]
    markers = case_markers(definition, CasePosition(visited, dict.fromkeys(visited[-1:], 1), closed=True))
    assert set(visited[-1:]) <= set(markers)
