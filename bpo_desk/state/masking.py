"""What the client of an engagement does not get to read, taken out of a case as the shared database takes it out. Pure.

The rules are those of the engagement: "field:<name>", "role:<role of fields>", "event:<word of a kind>".
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_columns import SlaState
from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.client_rules import CASE_FACTS, HIDDEN_SIDES, KIND_OF_ROLE, OWN_SOURCES, SHOWN_DATA, masks
from bpo_desk.models.dictionaries import Field, FieldRole
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE, TIME_UNKNOWN, UNKNOWN
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.models.used_texts_block import with_one_more
from bpo_desk.models.withheld import WITHHELD, is_withheld
from bpo_desk.state.context import StateContext
from bpo_desk.state.event_notes import event_ids
from bpo_desk.state.states import states

VALUES: Final = ("old_value", "new_value", "reason")
_WHAT: Final = {"old_value": "old", "new_value": "new", "reason": "reason"}
_COLUMNS: Final = {
    FieldRole.TITLE: "title", FieldRole.CLIENT: "client", FieldRole.REFERENCE: "reference",
    FieldRole.PRIORITY: "priority", FieldRole.STATUS: "source_status", FieldRole.OUTCOME: "outcome",
}  # fmt: skip
"""Columns of the queue that hold the value of a field with a role."""
_READ: Final = {FieldRole.DUE: ("due_at", TIME_UNKNOWN), FieldRole.SLA: ("sla", int(SlaState.UNKNOWN))}
"""Columns that hold what was read in such a value, and what stands there where it could not be read."""


def masked(file: CaseFile, shown: Collection[tuple[str, str]] = ()) -> CaseFile:
    """The case without what its engagement masks: the mark stands in the place of each value and reason of a masked
    event. Where anything is masked, the data of events that the desk itself did not write are left out, and the names
    of records in the source: sources put anything there. What was unsaid stays unsaid. `shown`: values that stay, by
    the id of their event and what they are (old, new, reason)."""
    if not file.masked:
        return file
    hit = np.flatnonzero(_masked_rows(file))
    words = replace(file.dictionaries, values=[*file.dictionaries.values, WITHHELD])
    code = len(words.values) - 1
    columns = file.events.columns()
    ids = event_ids(file.events.take(hit)) if shown else []
    for name in VALUES:
        column = columns[name].astype(np.int32)
        covered = hit[[(each, _WHAT[name]) not in shown for each in ids]] if shown else hit
        column[covered] = np.where(column[covered] == NONE, NONE, code)
        columns[name] = column
    events = EventColumns.of(dict(columns))
    own = [code for code, source in enumerate(words.sources) if source.name in OWN_SOURCES]
    stays = np.isin(events.source, own)
    stays[hit] = False
    return replace(
        file,
        events=events,
        data=[text if stay else None for text, stay in zip(file.data, stays.tolist(), strict=False)],
        source_record=[None] * len(file.source_record),
        dictionaries=words,
        state=states(events, StateContext.of(words)),
    )


def _masked_rows(file: CaseFile) -> NDArray[np.bool_]:
    known = ((code, field.name, field.role) for code, field in enumerate(file.dictionaries.fields))
    fields, kinds = masks(file.masked, known)
    events = file.events
    return np.isin(events.field, list(fields)) | np.isin(events.kind, list(kinds))


def as_client(file: CaseFile) -> CaseFile:
    """The case with what its client does not get taken out: what is masked, all data but what the desk itself wrote and
    documents, and the names of the provider's staff where they go by pseudonyms. Those are known to the shared database
    alone: here each is named by its number in the engagement."""
    file = masked(file)
    sources = file.dictionaries.sources
    own = [0 <= code < len(sources) and sources[code].name in OWN_SOURCES for code in file.events.source.tolist()]
    data = [_shown(text) if mine else None for text, mine in zip(file.data, own, strict=False)]
    if data != file.data or any(file.source_record):
        file = replace(file, data=data, source_record=[None] * len(file.source_record))
    if any(source.description for source in sources):
        words = replace(file.dictionaries, sources=[replace(each, description="") for each in sources])
        file = replace(file, dictionaries=words)
    return _without_staff(file) if file.hides_staff else file


def staff_name(code: int) -> str:
    """How a member of staff (by the key of the person) is named where clients get pseudonyms."""
    return f"Staff no. {code}"


def _shown(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        said = json.loads(text)
    except ValueError:
        return None
    shown = {key: value for key, value in said.items() if key in SHOWN_DATA} if isinstance(said, dict) else {}
    return text if shown == said else json.dumps(shown, ensure_ascii=False, sort_keys=True) if shown else None


def _without_staff(file: CaseFile) -> CaseFile:
    persons = list(file.dictionaries.persons)
    hidden = [code for code, each in enumerate(persons) if code > 0 and each.name and each.side in HIDDEN_SIDES]
    names = {persons[code].name for code in hidden}
    for code in hidden:
        persons[code] = replace(persons[code], name=staff_name(code), role="")
    values = [*file.dictionaries.values, WITHHELD]
    told = np.array([code for code, text in enumerate(values) if text in names], dtype=np.int32)
    facts = np.isin(file.events.kind, CASE_FACTS)
    columns = file.events.columns()
    for name in VALUES:
        column = columns[name].astype(np.int32)
        column[facts & np.isin(column, told)] = len(values) - 1
        columns[name] = column
    events = EventColumns.of(dict(columns))
    words = replace(file.dictionaries, persons=persons, values=values)
    return replace(file, events=events, dictionaries=words, state=states(events, StateContext.of(words)))


def covered_queue(queue: QueueColumns, rules: Sequence[str]) -> QueueColumns:
    """The queue without the values that rules of an engagement mask: the mark stands in their columns, a masked due
    time or state of the agreement is unknown, as to the client. The queue is read whole after each change then."""
    known = [(code, field.name, field.role) for code, field in enumerate(queue.dictionaries.fields)]
    fields, kinds = masks(rules, known)
    every = EventKind.FIELD_CHANGED in kinds
    roles = {role for code, _name, role in known if code in fields or every}
    roles |= {role for role in FieldRole if f"role:{role}" in rules}
    roles |= {role for role, kind in KIND_OF_ROLE.items() if kind in kinds}
    names = [_COLUMNS[role] for role in _COLUMNS if role in roles]
    names += ["pause_reason"] if EventKind.CLOCK_PAUSED in kinds else []
    read = [_READ[role] for role in _READ if role in roles]
    if not names and not read:
        return queue
    values, columns = queue.dictionaries.values, dict(queue.cases.columns)
    code = len(values)
    for name in names:
        column = columns[name].astype(np.int32)
        columns[name] = np.where(column > UNKNOWN, np.int32(code), column)
    for name, unknown in read:
        columns[name] = np.full_like(columns[name], unknown)
    return replace(
        queue, cases=replace(queue.cases, columns=columns), words_at=NONE,
        dictionaries=replace(queue.dictionaries, values=with_one_more(values, WITHHELD)),
    )  # fmt: skip


def is_masked(rules: Sequence[str], fields: Sequence[Field], kind: int, field: int) -> bool:
    """Whether the values of an event of a kind about a field (its key) are masked."""
    hidden, kinds = masks(rules, ((code, each.name, each.role) for code, each in enumerate(fields)))
    return field in hidden or kind in kinds


def withheld_values(file: CaseFile) -> int:
    """How many values and reasons of the events are withheld from the reader."""
    codes = [code for code, text in enumerate(file.dictionaries.values) if is_withheld(text)]
    if not codes:
        return 0
    return sum(int(np.isin(getattr(file.events, name), codes).sum()) for name in VALUES)
