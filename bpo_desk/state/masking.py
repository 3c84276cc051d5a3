"""What the client of an engagement does not get to read, taken out of a case as the shared database takes it out. Pure.

The rules are those of the engagement: "field:<name>", "role:<role of fields>", "event:<word of a kind>".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.client_rules import OWN_SOURCES, masks
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.withheld import WITHHELD, is_withheld
from bpo_desk.state.context import StateContext
from bpo_desk.state.states import states

VALUES: Final = ("old_value", "new_value", "reason")


def masked(file: CaseFile) -> CaseFile:
    """The case without what its engagement masks: the mark stands in the place of each value and reason of a masked
    event. Where anything is masked, the data of events that the desk itself did not write are left out, and the names
    of records in the source: sources put anything there. What was unsaid stays unsaid."""
    if not file.masked:
        return file
    hit = np.flatnonzero(_masked_rows(file))
    words = replace(file.dictionaries, values=[*file.dictionaries.values, WITHHELD])
    code = len(words.values) - 1
    columns = file.events.columns()
    for name in VALUES:
        column = columns[name].astype(np.int32)
        column[hit] = np.where(column[hit] == NONE, NONE, code)
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


def withheld_values(file: CaseFile) -> int:
    """How many values and reasons of the events are withheld from the reader."""
    codes = [code for code, text in enumerate(file.dictionaries.values) if is_withheld(text)]
    if not codes:
        return 0
    return sum(int(np.isin(getattr(file.events, name), codes).sum()) for name in VALUES)
