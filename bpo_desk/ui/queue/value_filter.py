"""From a value in the queue to the filter that keeps the cases with the same value. Imported with the first use."""

from __future__ import annotations

from typing import Final

from bpo_desk.models.filter_text import to_text
from bpo_desk.models.filters import LEFT_UNKNOWN, NOTHING, FieldIs, Filter, Not, choice_word
from bpo_desk.ui.queue.queue_cells import Facts

_TEXTS: Final = {"title": "title", "client": "client", "process": "process", "step": "step", "priority": "priority"}
_CHOICES: Final = {"waiting": "waiting_for", "sla": "sla"}


def same_value(facts: Facts, column: str) -> Filter | None:
    """The filter "like this one" for a column of a row; None where the column cannot be filtered by a value."""
    if column in _TEXTS:
        return _text(column, facts.get(_TEXTS[column]))
    if column in _CHOICES:
        return FieldIs(column, choice_word(str(facts[_CHOICES[column]])))
    if column == "holder":
        return _holder(facts)
    return None


def filter_words(wanted: Filter, *, without: bool = False) -> str:
    """The filter in words for the filter line; `without`: all cases but these."""
    return to_text(Not(wanted) if without else wanted)


def _text(field: str, value: object) -> Filter:
    if value is None:
        return FieldIs(field, NOTHING)
    return FieldIs(field, str(value), exact=True) if value else FieldIs(field, LEFT_UNKNOWN)


def _holder(facts: Facts) -> Filter | None:
    kind = facts.get("holder_kind")
    if kind in ("person", "queue"):
        return _text("holder", facts.get("holder" if kind == "person" else "holder_queue"))
    return FieldIs("side", str(facts["holder_side"])) if kind == "side" else None
