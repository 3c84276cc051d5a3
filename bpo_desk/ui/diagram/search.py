"""Which elements of a diagram a typed text means."""

from __future__ import annotations

from bpo_desk.process.display_list import DisplayList
from bpo_desk.process.names import normalised


def matching(shown: DisplayList, text: str) -> list[str]:
    """Ids of the elements whose name contains all words of the text, or whose id is the text; shapes in the order of
    the flow, then the others, then named flows. Letter case, width and punctuation do not count."""
    words = normalised(text).split()
    if not words:
        return []
    in_order = dict.fromkeys((*shown.flow_order, *shown.shapes, *shown.edges))
    found = []
    for element_id in in_order:
        item = shown.shapes.get(element_id) or shown.edges[element_id]
        name = normalised(item.name)
        if element_id == text.strip() or (name and all(word in name for word in words)):
            found.append(element_id)
    return found
