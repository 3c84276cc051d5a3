"""Which parts of a filter no case answers even alone: a name mistyped, or brought along from another engagement."""

from __future__ import annotations

from bpo_desk.models.filter_text import parse, to_text
from bpo_desk.models.filters import And, FieldIn, FieldIs, Filter, FilterError
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.filter_mask import filter_mask


def without_any_case(lookup: FilterLookup, text: str, now: int) -> list[str]:
    """The parts of a filter text, as one would write them, that keep no case of the queue whatever the others say;
    each value of a list by itself. None where the text cannot be read, or every part alone keeps some."""
    try:
        asked = parse(text)
    except FilterError:
        return []
    parts = asked.parts if isinstance(asked, And) else (asked,)
    alone = [part for part in parts if not filter_mask(part, lookup, now).any()]
    return [to_text(value) for part in alone for value in _values(part)]


def _values(part: Filter) -> tuple[Filter, ...]:
    if isinstance(part, FieldIn):
        return tuple(FieldIs(part.field, value, part.exact) for value in part.values)
    return (part,)
