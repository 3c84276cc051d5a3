"""Who a report is for: leaves out what its readers may not see, and counts what was left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from bpo_desk.models.case_file import CaseFile
from bpo_desk.models.client_rules import HIDDEN_SIDES
from bpo_desk.models.event import Visibility
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.state.context import StateContext
from bpo_desk.state.masking import as_client, staff_name, withheld_values
from bpo_desk.state.states import states


@dataclass(frozen=True, slots=True)
class Completeness:
    """What of a case is in a report. `in_copy`: events that the local copy holds, those written here among them;
    `withheld`: how many were left out, by reason; `pending`: of the shown ones, written here and not acknowledged yet;
    `masked`: how many of their values and reasons are withheld from the readers;
    `first`, `last`, `last_recorded`: microseconds UTC of the shown events, TIME_UNKNOWN where none has a time."""

    in_copy: int
    shown: int
    withheld: tuple[tuple[str, int], ...]
    pending: int
    timeless: int
    first: int
    last: int
    last_recorded: int
    masked: int = 0


def for_both_sides(file: CaseFile) -> CaseFile:
    """The case as the least privileged of its readers, the client, may see it: without internal events and the names of
    staff that go by pseudonyms, with the mark in the place of what is masked, and with the state that this tells."""
    file = as_client(file)
    keep = file.events.visibility == Visibility.SHARED
    if keep.all():
        return file
    events, rows = file.events.take(keep), np.flatnonzero(keep).tolist()
    return replace(
        file,
        events=events,
        data=[file.data[row] for row in rows] if file.data else file.data,
        source_record=[file.source_record[row] for row in rows] if file.source_record else file.source_record,
        state=states(events, StateContext.of(file.dictionaries)),
    )


def author_for_both_sides(file: CaseFile, name: str) -> str:
    """How who made a report is named in it: as the client knows them."""
    if not file.hides_staff:
        return name
    for code, person in enumerate(file.dictionaries.persons):
        if code > 0 and person.name == name:
            return staff_name(code) if person.side in HIDDEN_SIDES else name
    return f"staff of {file.engagement.provider or 'the provider'}"


def completeness(whole: CaseFile, shown: CaseFile, as_of: int | None, known_at: int | None) -> Completeness:
    """What a report on `shown` says of the case `whole`, as the copy holds it."""
    events = whole.events
    later = np.zeros(len(events), bool) if as_of is None else events.occurred_at > as_of
    unknown_then = np.zeros(len(events), bool)
    if known_at is not None:
        unknown_then = ~later & ((events.recorded_at > known_at) | _pending(whole))
    rest = ~later & ~unknown_then
    internal = int(np.count_nonzero(rest & (events.visibility != Visibility.SHARED)))
    left_out = int(np.count_nonzero(rest)) - len(shown.events)
    reasons = (
        ("occurred after the moment of this report", int(np.count_nonzero(later))),
        ("recorded after the moment that this report looks back from", int(np.count_nonzero(unknown_then))),
        ("internal: never leaves the side that wrote it", min(internal, left_out)),
        ("withheld for another reason", left_out - min(internal, left_out)),
    )
    times = shown.events.occurred_at[shown.events.occurred_at != TIME_UNKNOWN]
    return Completeness(
        in_copy=len(events),
        shown=len(shown.events),
        withheld=tuple((why, count) for why, count in reasons if count),
        pending=int(np.count_nonzero(_pending(shown))),
        timeless=len(shown.events) - len(times),
        first=int(times.min(initial=np.iinfo(np.int64).max)) if len(times) else TIME_UNKNOWN,
        last=int(times.max()) if len(times) else TIME_UNKNOWN,
        last_recorded=int(shown.events.recorded_at.max(initial=TIME_UNKNOWN)),
        masked=withheld_values(shown),
    )


def _pending(file: CaseFile) -> np.ndarray:
    """Which events were written here and are not acknowledged: ids that the file names."""
    if not file.pending:
        return np.zeros(len(file.events), bool)
    pairs = zip(file.events.id_hi.tolist(), file.events.id_lo.tolist(), strict=True)
    return np.array([f"{high:016x}{low:016x}" in file.pending for high, low in pairs], bool)
