"""CaseColumns: what is true of each case, as a struct of arrays. The answer of `state.states`.

One row a case, sorted by case key. Sets (current steps, holders) are offsets into flat arrays. Codes are keys of the
engagement's dictionaries; NONE, UNKNOWN and TIME_UNKNOWN as in models/ids.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.narrow_columns import width_of, with_values


class CaseStatus(IntEnum):
    """Whether a case is over. UNKNOWN where the source does not record the end of cases."""

    UNKNOWN = 0
    OPEN = 1
    CLOSED = 2
    CANCELLED = 3

    @property
    def word(self) -> str:
        """The lower-case word of the status."""
        return self.name.lower()


class HolderKind(IntEnum):
    """In whose hands a case is. SIDE: the clock is paused for that side. UNKNOWN: the source cannot tell or left it
    blank; NOBODY: the source can tell, and nobody holds it."""

    NOBODY = 0
    PERSON = 1
    QUEUE = 2
    SIDE = 3
    UNKNOWN = 4

    @property
    def word(self) -> str:
        """The lower-case word of the kind of holder."""
        return self.name.lower()


class WaitingFor(IntEnum):
    """What has to happen next for the case to move. NOTHING: it is over."""

    NOTHING = 0
    WORK = 1
    CLIENT = 2
    CUSTOMER = 3
    THIRD_PARTY = 4
    TIMER = 5
    NOBODY = 6
    UNKNOWN = 7

    @property
    def word(self) -> str:
        """The lower-case words ("third party")."""
        return self.name.lower().replace("_", " ")


class StepRelation(IntEnum):
    """How a case stands to its current step."""

    NONE = 0
    AT = 1  # a work item of the step is open
    AFTER = 2  # the source only records completions: the step was the last one done
    NEXT = 3  # inferred from the process definition

    @property
    def word(self) -> str:
        """The lower-case word of the relation."""
        return self.name.lower()


class SlaState(IntEnum):
    """The state of the SLA as the source states it; UNKNOWN where it does not."""

    UNKNOWN = 0
    ON_TRACK = 1
    AT_RISK = 2
    BREACHED = 3
    MET = 4

    @property
    def word(self) -> str:
        """The lower-case words ("at risk")."""
        return self.name.lower().replace("_", " ")


LAYOUT: Final[dict[str, str]] = {
    "case": "i4",
    "status": "i1",  # CaseStatus
    "opened_at": "i8",
    "closed_at": "i8",
    "last_activity_at": "i8",
    "events": "i4",
    "step": "i4",  # the primary current step: of the open work item with the latest start, else the last one done
    "step_relation": "i1",  # StepRelation
    "step_since": "i8",
    "holder_kind": "i1",  # HolderKind, of the primary holder
    "holder": "i4",  # person, where holder_kind is PERSON (kept beside QUEUE when the person is unknown)
    "holder_queue": "i4",  # queue, where known
    "holder_side": "i1",  # Side
    "holder_since": "i8",  # since when this holder has it without interruption
    "holders": "i2",  # how many holders in all
    "waiting_for": "i1",  # WaitingFor
    "paused_since": "i8",  # TIME_UNKNOWN unless the clock is paused now
    "pause_side": "i1",  # Side the clock is paused for
    "pause_reason": "i4",  # value code
    "pauses": "i2",
    "due_at": "i8",
    "sla": "i1",  # SlaState
    "title": "i4",  # value codes of the fields with these roles
    "client": "i4",
    "reference": "i4",
    "priority": "i4",
    "source_status": "i4",
    "outcome": "i4",
    "handovers": "i4",  # NONE where the source names no hands
    "contacts": "i4",
    "repeat_contacts": "i4",  # contacts beyond the first
    "reopenings": "i2",
    "exits": "i2",
    "exits_open": "i2",  # not accepted
    "ad_hoc_open": "i2",
    "ad_hoc_total": "i2",
    "feedback": "i2",
    "feedback_open": "i2",  # received and not answered
    "reviews": "i2",
    "contradictions": "i4",  # transitions that no reading of the standard lifecycle allows
    "capability": "i4",  # what the sources of the case can record, together
}
"""Column name -> numpy type, one value a case."""

SETS: Final[dict[str, dict[str, str]]] = {
    "steps": {"step": "i4", "since": "i8", "relation": "i1", "work_item": "i4"},
    "hands": {
        "kind": "i1",
        "person": "i4",
        "queue": "i4",
        "side": "i1",
        "since": "i8",
        "work_item": "i4",
        "step": "i4",
    },
}
"""Set name -> its flat columns. Set s of case row i is flat[offset[i]:offset[i+1]]."""

VALUE_COLUMNS: Final = ("title", "client", "reference", "priority", "source_status", "outcome", "pause_reason")
"""The columns of LAYOUT that hold value codes."""

_NOT_IN_A_QUEUE: Final = ("paused_since", "contradictions", "step_since")  # the last one: of the first of `steps`

QUEUE_LAYOUT: Final = {name: kind for name, kind in LAYOUT.items() if name not in _NOT_IN_A_QUEUE}
QUEUE_SETS: Final[dict[str, dict[str, str]]] = {
    "steps": {name: SETS["steps"][name] for name in ("step", "since")},
    "hands": {name: SETS["hands"][name] for name in ("kind", "person", "queue")},
}
"""What of LAYOUT and SETS a queue of many cases holds, in the narrowest width that holds it; the rest only an opened
case says."""


@dataclass(frozen=True, slots=True)
class CaseSet:
    """The members of one set for every case: `offset` [n+1] (int64, or int32 in a queue) into the flat columns of
    SETS."""

    offset: NDArray[np.signedinteger]
    flat: dict[str, NDArray[np.generic]]

    def of(self, row: int) -> dict[str, NDArray[np.generic]]:
        """The members of one case row, by column."""
        piece = slice(int(self.offset[row]), int(self.offset[row + 1]))
        return {name: column[piece] for name, column in self.flat.items()}

    def take(self, rows: NDArray[np.integer]) -> CaseSet:
        """The sets of the given case rows, in that order."""
        counts = self.offset[rows + 1] - self.offset[rows]
        offset = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        index = np.arange(offset[-1]) - np.repeat(offset[:-1], counts) + np.repeat(self.offset[:-1][rows], counts)
        return CaseSet(offset, {name: column[index] for name, column in self.flat.items()})

    def patched(self, rows: NDArray[np.integer], changed: CaseSet) -> CaseSet:
        """The same sets with those of some case rows (ascending) taken from `changed`; itself where they are alike."""
        before = self.take(rows)
        if np.array_equal(before.offset, changed.offset):
            if all(np.array_equal(column, changed.flat[name]) for name, column in before.flat.items()):
                return self
            counts = np.diff(changed.offset)
            at = np.arange(changed.offset[-1]) - np.repeat(changed.offset[:-1] - self.offset[:-1][rows], counts)
            return CaseSet(
                self.offset, {name: with_values(self.flat[name], at, changed.flat[name]) for name in self.flat}
            )
        counts = np.diff(self.offset)
        counts[rows] = np.diff(changed.offset)
        offset = np.concatenate(([0], np.cumsum(counts))).astype(self.offset.dtype)
        starts, ends = [0, *self.offset[1:][rows].tolist()], [*self.offset[:-1][rows].tolist(), int(self.offset[-1])]
        flat = {}
        for name, column in self.flat.items():
            pieces = [column[starts[0] : ends[0]]]
            for place in range(len(rows)):
                pieces += [changed.of(place)[name], column[starts[place + 1] : ends[place + 1]]]
            flat[name] = np.concatenate(pieces, dtype=width_of(changed.flat[name], column.dtype))
        return CaseSet(offset, flat)


@dataclass(frozen=True, slots=True)
class CaseColumns:
    """n cases: `columns` name -> array[n] (LAYOUT), `sets` name -> CaseSet (SETS)."""

    columns: dict[str, NDArray[np.generic]]
    sets: dict[str, CaseSet]

    def __len__(self) -> int:
        return len(self.columns["case"])

    def __getitem__(self, name: str) -> NDArray[np.generic]:
        return self.columns[name]

    @classmethod
    def empty(cls) -> Self:
        """No cases."""
        columns: dict[str, NDArray[np.generic]] = {name: np.empty(0, kind) for name, kind in LAYOUT.items()}
        sets = {
            name: CaseSet(np.zeros(1, np.int64), {column: np.empty(0, kind) for column, kind in layout.items()})
            for name, layout in SETS.items()
        }
        return cls(columns, sets)

    def row_of(self, case: int) -> int | None:
        """The row of a case key, None if it is not here."""
        keys = self.columns["case"]
        if not len(keys) or not keys[0] <= case <= keys[-1]:
            return None
        row = int(np.searchsorted(keys, keys.dtype.type(case)))  # of another type all keys would be copied
        return row if keys[row] == case else None

    def take(self, rows: NDArray[np.integer]) -> Self:
        """The given rows, in that order."""
        return type(self)(
            {name: column[rows] for name, column in self.columns.items()},
            {name: members.take(rows) for name, members in self.sets.items()},
        )

    def patched(self, rows: NDArray[np.integer], changed: CaseColumns) -> Self:
        """These cases with those of some rows (ascending) as `changed` has them, which are the same cases. Arrays in
        which nothing is another are shared, so that a few changes among a million cases cost little."""
        columns = {}
        for name, column in self.columns.items():
            new = changed.columns[name]
            columns[name] = column if np.array_equal(column[rows], new) else with_values(column, rows, new)
        return type(self)(columns, {name: own.patched(rows, changed.sets[name]) for name, own in self.sets.items()})

    @classmethod
    def concat(cls, parts: Iterable[CaseColumns]) -> Self:
        """The rows of all parts, one after the other (not sorted)."""
        given = list(parts) or [cls.empty()]
        columns = {name: np.concatenate([p.columns[name] for p in given]) for name in LAYOUT}
        sets = {}
        for name, layout in SETS.items():
            ends = np.cumsum([0, *(int(p.sets[name].offset[-1]) for p in given)])
            offset = np.concatenate([p.sets[name].offset[:-1] + ends[i] for i, p in enumerate(given)] + [ends[-1:]])
            flat = {column: np.concatenate([p.sets[name].flat[column] for p in given]) for column in layout}
            sets[name] = CaseSet(offset.astype(np.int64), flat)
        return cls(columns, sets)

    def replaced(self, changed: CaseColumns, gone: NDArray[np.integer] | None = None) -> Self:
        """These rows with those of `changed` put in (by case key) and the case keys in `gone` left out; sorted."""
        drop = changed.columns["case"] if gone is None else np.concatenate((changed.columns["case"], gone))
        keep = np.flatnonzero(~np.isin(self.columns["case"], drop))
        both = type(self).concat((self.take(keep), changed))
        return both.take(np.argsort(both.columns["case"], kind="stable"))
