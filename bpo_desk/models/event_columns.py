"""EventColumns: events as a struct of arrays, and EventBatch: the same before a database has given it keys.

Sorted by case, then in the order of events in a case: occurred_at, source_seq, event id. Texts that belong to one
case at a time (`data`, `source_record`) are not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.ids import NONE, TIME_UNKNOWN

LAYOUT: Final[dict[str, str]] = {
    "case": "i4",
    "occurred_at": "i8",
    "recorded_at": "i8",
    "id_hi": "u8",
    "id_lo": "u8",
    "source_seq": "i8",
    "kind": "i2",
    "side": "i1",
    "actor": "i4",
    "holder": "i4",
    "on_behalf_of": "i4",
    "queue": "i4",
    "step": "i4",
    "work_item": "i4",
    "ad_hoc": "i1",
    "field": "i4",
    "old_value": "i4",
    "new_value": "i4",
    "reason": "i4",
    "visibility": "i1",
    "source": "i4",
    "row_ver": "i8",
}
"""Column name -> numpy type (little-endian on every machine that we support)."""

_ABSENT: Final[dict[str, int]] = {
    "occurred_at": TIME_UNKNOWN,
    "recorded_at": TIME_UNKNOWN,
    "id_hi": 0,
    "id_lo": 0,
    "source_seq": 0,
    "side": 0,
    "ad_hoc": 0,
    "visibility": 1,
    "source": 0,
    "row_ver": 1,
}

Ints = NDArray[np.signedinteger]  # any signed width


@dataclass(frozen=True, slots=True)
class EventColumns:
    """Events of one engagement, all arrays of the same length n; see LAYOUT for the types.

    case, actor, holder, on_behalf_of, queue, step, field, source: keys of the engagement's dictionaries (NONE = not
    said, UNKNOWN = said to be unknown). holder is the person into whose hands the event puts the work, actor who did
    it. work_item numbers the work items of a case from 1 (NONE = about the case). old_value, new_value, reason: value
    codes. occurred_at, recorded_at: microseconds UTC. id_hi, id_lo: the two halves of the 128-bit event id.
    """

    case: NDArray[np.int32]
    occurred_at: NDArray[np.int64]
    recorded_at: NDArray[np.int64]
    id_hi: NDArray[np.uint64]
    id_lo: NDArray[np.uint64]
    source_seq: NDArray[np.int64]
    kind: NDArray[np.int16]
    side: NDArray[np.int8]
    actor: NDArray[np.int32]
    holder: NDArray[np.int32]
    on_behalf_of: NDArray[np.int32]
    queue: NDArray[np.int32]
    step: NDArray[np.int32]
    work_item: NDArray[np.int32]
    ad_hoc: NDArray[np.int8]
    field: NDArray[np.int32]
    old_value: NDArray[np.int32]
    new_value: NDArray[np.int32]
    reason: NDArray[np.int32]
    visibility: NDArray[np.int8]
    source: NDArray[np.int32]
    row_ver: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.case)

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Name -> array, in LAYOUT order."""
        return {name: getattr(self, name) for name in LAYOUT}

    @classmethod
    def of(cls, given: Mapping[str, object], length: int | None = None) -> Self:
        """Columns from arrays or lists by name; absent columns are filled with their "nothing said" value.

        Raises KeyError for a name that is no column and ValueError where lengths differ.
        """
        strange = set(given) - set(LAYOUT)
        if strange:
            raise KeyError(f"no such event column: {', '.join(sorted(strange))}")
        if length is None:
            length = len(given["case"])  # type: ignore[arg-type]
        arrays: dict[str, NDArray[np.generic]] = {}
        for name, kind in LAYOUT.items():
            if name in given:
                arrays[name] = np.ascontiguousarray(given[name], dtype=kind)
            else:
                arrays[name] = np.full(length, _ABSENT.get(name, NONE), dtype=kind)
            if len(arrays[name]) != length:
                raise ValueError(f"event column {name} has {len(arrays[name])} rows, not {length}")
        return cls(**arrays)  # type: ignore[arg-type]

    @classmethod
    def empty(cls) -> Self:
        """No events."""
        return cls.of({}, 0)

    @classmethod
    def concat(cls, parts: Iterable[EventColumns]) -> Self:
        """All events of the parts, one after the other (not sorted)."""
        given = list(parts)
        if not given:
            return cls.empty()
        return cls(**{name: np.concatenate([getattr(p, name) for p in given]) for name in LAYOUT})

    def take(self, rows: NDArray[np.integer] | NDArray[np.bool_] | slice) -> Self:
        """The events at the given positions, or where a mask is true, in that order."""
        return type(self)(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def order(self) -> NDArray[np.int64]:
        """The permutation that sorts by case and, in a case, by occurred_at, source_seq, event id."""
        return np.lexsort((self.id_lo, self.id_hi, self.source_seq, self.occurred_at, self.case))

    def is_ordered(self) -> bool:
        """Whether the events already stand in that order (a cheap check: one pass over the columns)."""
        behind = self.case[1:] < self.case[:-1]
        if behind.any():
            return False
        equal = self.case[1:] == self.case[:-1]
        equal &= self.occurred_at[1:] <= self.occurred_at[:-1]
        tied = np.flatnonzero(equal)  # few pairs are not told apart by case and time
        for name in ("occurred_at", "source_seq", "id_hi", "id_lo"):
            column = getattr(self, name)
            one, following = column[tied], column[tied + 1]
            if (following < one).any():
                return False
            tied = tied[np.flatnonzero(following == one)]
        return True

    def ordered(self) -> Self:
        """The same events in the order of the desk."""
        return self if self.is_ordered() else self.take(self.order())

    def as_of(self, micros: int) -> Self:
        """The events that had occurred at an instant, ties included; events of unknown time are among them."""
        return self.take(self.occurred_at <= micros)

    def known_at(self, micros: int) -> Self:
        """The events that had been recorded at an instant, ties included (what the desk could know then)."""
        return self.take(self.recorded_at <= micros)


@dataclass(slots=True)
class EventBatch:
    """Events of one file or one form, coded against dictionaries of their own: what `shared.append` takes.

    `columns.case` indexes `case_numbers`; the other codes index `dictionaries`. `data` and `source_record` are either
    empty or one entry an event: JSON text, and the name of the record in its source; None where there is none.
    `case_process` is empty or one process key a case ("" = none).
    """

    columns: EventColumns
    dictionaries: Dictionaries
    case_numbers: list[str]
    data: list[str | None] = field(default_factory=list)
    source_record: list[str | None] = field(default_factory=list)
    case_process: list[str] = field(default_factory=list)
