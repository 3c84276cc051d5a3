"""What the jump box offers for a text: cases by number and reference, people, queues, steps, texts that somebody said.

Every search is one in the tables of the look-up; nothing is read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication

from bpo_desk.models.event import EventKind
from bpo_desk.models.filter_text import to_text
from bpo_desk.models.filters import FieldIs
from bpo_desk.state.case_rows import first_places
from bpo_desk.state.filter_lookup import FilterLookup
from bpo_desk.state.number_nearest import nearest_numbers
from bpo_desk.state.number_search import find_numbers
from bpo_desk.state.queue_facts import facts_of_rows
from bpo_desk.ui.kind_words import plain_kind

if TYPE_CHECKING:
    from bpo_desk.models.text_hits import TextHit

translate = QCoreApplication.translate
_MOST: Final = 5  # of each kind
_SNIPPET: Final = 60
_ENOUGH: Final = 2  # letters from which names are offered


class JumpOffer(NamedTuple):
    """`kind`: case, nearest, reference, person, queue, step, said or filter; a `case` (key) to open or a `filter`
    (text) to ask; `detail` says more."""

    kind: str
    title: str
    detail: str = ""
    case: int | None = None
    filter: str = ""


def offers(lookup: FilterLookup, text: str) -> list[JumpOffer]:
    """What a text may mean, the likeliest first; the last one filters by it."""
    text = text.strip()
    if not text:
        return []
    found = list(_numbers(lookup, text))
    if len(text) >= _ENOUGH:
        found += _references(lookup, text, {each.case for each in found})
        found += _names(lookup, text)
    return [*found, JumpOffer("filter", text, filter=text)]


def _numbers(lookup: FilterLookup, text: str) -> Iterator[JumpOffer]:
    rows, kind = find_numbers(lookup, [text])[0][:_MOST], "case"
    if not rows and len(text) >= _ENOUGH:
        rows = first_places(lookup.numbers.contains(text), _MOST)
    if not rows and any(sign.isdigit() for sign in text):
        rows, kind = nearest_numbers(lookup, text, _MOST), "nearest"
    yield from _cases(lookup, rows, kind)


def _references(lookup: FilterLookup, text: str, known: set[int | None]) -> Iterator[JumpOffer]:
    if "reference" not in lookup.value_ranges:
        return
    first, last = lookup.value_ranges["reference"]
    some = first_places(lookup.values.contains(text)[first : last + 1], _MOST)
    found = np.zeros(lookup.values.many + 1, dtype=bool)
    found[[first + each for each in some]] = True
    rows = first_places(lookup.saying(found, "reference"), 2 * _MOST)
    yield from [each for each in _cases(lookup, rows, "reference") if each.case not in known][:_MOST]


def _cases(lookup: FilterLookup, rows: list[int], kind: str) -> Iterator[JumpOffer]:
    if not rows:
        return
    for facts, row in zip(facts_of_rows(lookup.queue, np.array(rows)), rows, strict=True):
        holder = facts["holder" if facts["holder_kind"] == "person" else "holder_queue"]
        if facts["holder_kind"] not in ("person", "queue"):
            holder = facts["holder_kind"] if facts["holder_kind"] != "side" else facts["holder_side"]
            holder = translate("cell", str(holder).replace("_", " "))
        over = facts["status"] in ("closed", "cancelled")
        said = [
            facts["reference"] if kind == "reference" else None,
            facts["title"],
            translate("cell", str(facts["status"])) if over else holder,
        ]
        detail = " \N{MIDDLE DOT} ".join(" ".join(str(each).split()) for each in said if each)
        yield JumpOffer(kind, str(facts["number"]), detail, case=int(lookup.cases["case"][row]))


def _names(lookup: FilterLookup, text: str) -> Iterator[JumpOffer]:
    known = lookup.queue.dictionaries
    for kind, field, blob, entries in (
        ("person", "holder", lookup.persons, known.persons),
        ("queue", "holder", lookup.queues, known.queues),
        ("step", "step", lookup.steps, known.steps),
    ):
        names = {entries[code].name: None for code in np.flatnonzero(blob.contains(text)).tolist() if code}
        for name in list(names)[:_MOST]:
            yield JumpOffer(kind, " ".join(name.split()), filter=to_text(FieldIs(field, name, exact=True)))


def said_offers(lookup: FilterLookup, text: str, hits: Iterable[TextHit]) -> list[JumpOffer]:
    """The texts that a search found, each with its case and what kind of text it is."""
    found = []
    for hit in hits:
        row = lookup.cases.row_of(hit.case)
        if row is not None:
            detail = f"{_said_in(lookup, hit)}: {_around(hit.text, text)}"
            found.append(JumpOffer("said", lookup.queue.numbers.text(row), detail, case=hit.case))
    return found


def _said_in(lookup: FilterLookup, hit: TextHit) -> str:
    fields = lookup.queue.dictionaries.fields
    if hit.kind == EventKind.FIELD_CHANGED and 0 < hit.field < len(fields):
        return fields[hit.field].name
    kind = plain_kind(hit.kind)
    return translate("jump", "reason, {kind}").format(kind=kind) if hit.reason else kind


def _around(said: str, text: str) -> str:
    """The part of a text around the first of the words."""
    line = " ".join(said.split())
    word = text.split(maxsplit=1)[0].casefold() if text.split() else ""
    at = max(line.casefold().find(word), 0)
    first = max(at - _SNIPPET // 3, 0)
    first = line.rfind(" ", 0, first) + 1  # whole words
    part = line[first : first + _SNIPPET]
    return (
        ("\N{HORIZONTAL ELLIPSIS}" if first else "")
        + part
        + ("\N{HORIZONTAL ELLIPSIS}" if first + _SNIPPET < len(line) else "")
    )
