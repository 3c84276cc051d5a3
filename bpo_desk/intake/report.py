"""IntakeReport: what was taken from a file, what was changed or left out and why; counted over the source's records."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bpo_desk.intake.mapping import Mapping
from bpo_desk.intake.records import Coded, Note, RecordColumns
from bpo_desk.models.capability import CANNOT_TELL, Capability
from bpo_desk.models.ids import NONE, TIME_UNKNOWN
from bpo_desk.models.times import to_iso


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What `import` says. records: rows or events of the source; events: appended to the database (`made` by reading
    alone), `already_there` of them known before; first, last: microseconds UTC of the records' times; edges_source,
    edges_time: distinct directly-follows pairs of activities in file order and in (stable) time order."""

    file: str
    format: str
    source: str
    mapping: str
    records: int
    cases: int
    made: int
    activities: int
    actors: int
    queues: int
    first: int
    last: int
    edges_source: int
    edges_time: int
    capability: Capability
    skipped: tuple[Note, ...] = ()
    changed: tuple[tuple[str, int], ...] = ()
    encoding: str = ""
    delimiter: str = ""
    zone: str = ""
    date_format: str = ""
    reader: str = ""
    notes: tuple[str, ...] = ()
    events: int = 0
    already_there: int = 0
    seconds: float = 0.0

    def to_json(self) -> dict[str, object]:
        """The report as plain values, in the shape of `desk import --json`."""
        return {
            "file": self.file,
            "format": self.format,
            "source": self.source,
            "records": self.records,
            "cases": self.cases,
            "events": self.events,
            "events_made": self.made,
            "already_there": self.already_there,
            "activities": self.activities,
            "actors": self.actors,
            "queues": self.queues,
            "first": to_iso(self.first),
            "last": to_iso(self.last),
            "directly_follows": {"source_order": self.edges_source, "time_order": self.edges_time},
            "skipped": [{"where": note.where, "why": note.why} for note in self.skipped],
            "changed": [{"what": what, "count": count} for what, count in self.changed],
            "capability": {word: bit in self.capability for word, bit in _BITS.items()},
            "cannot_tell": [words for bit, words in CANNOT_TELL.items() if bit not in self.capability],
            "detected": {
                "encoding": self.encoding,
                "delimiter": self.delimiter,
                "zone": self.zone,
                "date_format": self.date_format,
                "mapping": self.mapping,
                "reader": self.reader,
            },
            "notes": list(self.notes),
            "seconds": round(self.seconds, 3),
        }

    def stored(self, events: int, already_there: int, seconds: float) -> IntakeReport:
        """The report with what the database said."""
        return replace(self, events=events, already_there=already_there, seconds=seconds)


_BITS = {bit.name.lower(): bit for bit in Capability if bit.name}


def follows(case: NDArray[np.int32], activity: NDArray[np.int32], order: NDArray[np.int64]) -> int:
    """Distinct pairs (activity, next activity of the same case) when records are taken in the given order, which
    sorts them by case first."""
    if len(order) < 2:
        return 0
    cases, steps = case[order], activity[order].astype(np.int64) + 1
    same = cases[1:] == cases[:-1]
    width = int(steps.max()) + 1
    pairs = steps[:-1][same] * width + steps[1:][same]
    if width * width <= 1 << 24:
        return int(np.count_nonzero(np.bincount(pairs, minlength=1)))
    return len(np.unique(pairs))


def named(column: Coded, mapping: Mapping) -> int:
    """How many different values a column has, placeholders apart."""
    used = np.zeros(len(column.values) + 1, bool)
    used[column.codes] = True
    pairs = zip(used.tolist(), column.values, strict=False)
    return sum(there and not mapping.is_placeholder(value) for there, value in pairs)


def make_report(
    file: str,
    source: str,
    records: RecordColumns,
    mapping: Mapping,
    made: int,
    capability: Capability,
    notes: tuple[str, ...],
) -> IntakeReport:
    """The report of a reading."""
    names = mapping.columns
    activity = records.column(names.activity)
    actor, queue = records.column(names.actor), records.column(names.queue)
    known = records.time[records.time != TIME_UNKNOWN]
    actors, queues = named(actor, mapping), named(queue, mapping)
    blank = {
        "records without a known time: kept, of unknown time": len(records.time) - len(known),
        "records without an activity name: kept as an unknown step": _unknown(activity, mapping),
        "records that name nobody who acted: kept as unknown": _unknown(actor, mapping) if actor.values else 0,
        "records with a placeholder or blank for the group: kept as unknown": _placeholders(queue, mapping),
    }
    changed = {**records.changed, **{what: count for what, count in blank.items() if count}}
    detected = records.detected
    return IntakeReport(
        file=file,
        format=detected.format,
        source=source,
        mapping=mapping.name,
        records=len(records),
        cases=len(records.case_numbers),
        made=made,
        activities=named(activity, mapping),
        # Where a source names only groups, they are who acted.
        actors=actors if names.actor in records.columns else queues,
        queues=queues,
        first=int(known.min()) if len(known) else TIME_UNKNOWN,
        last=int(known.max()) if len(known) else TIME_UNKNOWN,
        edges_source=follows(records.case, activity.codes, np.argsort(records.case, kind="stable")),
        edges_time=follows(records.case, activity.codes, records.order()),
        capability=capability,
        skipped=tuple(records.skipped),
        changed=tuple(changed.items()),
        encoding=detected.encoding,
        delimiter=detected.delimiter,
        zone=detected.zone,
        date_format=detected.date_format,
        reader=detected.reader,
        notes=notes,
    )


def _unknown(column: Coded, mapping: Mapping) -> int:
    return int(np.count_nonzero(column.codes == NONE)) + _placeholders(column, mapping)


def _placeholders(column: Coded, mapping: Mapping) -> int:
    table = np.array([*(mapping.is_placeholder(value) for value in column.values), False], bool)
    return int(np.count_nonzero(table[column.codes]))
