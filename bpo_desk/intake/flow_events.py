"""Row-change logs: each record is the state of a case at an instant; what differs from the record before happened.

A change of state ends one work item and begins the next; a change of hand is an assignment with old and new.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from bpo_desk.intake.case_events import CaseRows
from bpo_desk.intake.event_parts import EventParts, json_text
from bpo_desk.intake.mapping import FlowRule
from bpo_desk.intake.records import Coded
from bpo_desk.models.event import EventKind
from bpo_desk.models.ids import NONE, UNKNOWN
from bpo_desk.models.sides import Side

_LEAVE, _CASE, _HAND, _STATE, _NOTE = 3, 5, 6, 7, 9  # places within a record


@dataclass(slots=True)
class _Told:
    """The events so far, as columns."""

    row: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    step: list[int] = field(default_factory=list)
    item: list[int] = field(default_factory=list)
    holder: list[int] = field(default_factory=list)
    queue: list[int] = field(default_factory=list)
    side: list[int] = field(default_factory=list)
    data: list[str | None] = field(default_factory=list)

    def say(
        self,
        row: int,
        place: int,
        kind: EventKind,
        step: int,
        item: int,
        hand: tuple[int, int] = (NONE, NONE),
        side: Side = Side.UNKNOWN,
        data: str | None = None,
    ) -> None:
        self.row.append(row)
        self.place.append(place)
        self.kind.append(kind)
        self.step.append(step)
        self.item.append(item)
        self.holder.append(hand[0])
        self.queue.append(hand[1])
        self.side.append(side)
        self.data.append(data)


@dataclass(slots=True)
class _Case:
    """Where one case stands while its records are walked through."""

    step: int = NONE
    item: int = 0
    state: str = ""
    started: bool = False
    suspended: bool = False
    hand: tuple[int, int] = (NONE, NONE)
    raw_hand: tuple[int, int] = (NONE, NONE)


def add_flow_events(
    parts: EventParts, rows: CaseRows, data: list[str | None] | None, rest: list[str | None] | None
) -> None:
    """The work items, states and hand-offs of all cases. `data`: all that the first record of a case says; `rest`: what
    no rule tells of any record, kept where it differs from the record before."""
    flow = parts.mapping.flow
    assert flow is not None
    told = _Told()
    walk = _Walk(parts, flow, told, data)
    begins = rows.begins.tolist()
    case = _Case()
    before = -1
    for position, row in enumerate(rows.order.tolist()):
        first = len(told.row)
        if begins[position]:
            case = _Case()
        walk.record(case, row)
        if rest is not None and rest[row] is not None and not begins[position] and rest[row] != rest[before]:
            told.data[first] = _with_record(told.data[first], rest[row])
        before = row
    row_of = np.array(told.row, np.int64)
    records = parts.records
    actor = parts.persons.codes(records.column(parts.mapping.columns.actor))
    parts.add(
        row_of,
        np.array(told.kind, np.int16),
        place=np.array(told.place, np.int64),
        step=np.array(told.step, np.int32),
        work_item=np.array([item if item else NONE for item in told.item], np.int32),
        holder=np.array(told.holder, np.int32),
        queue=np.array(told.queue, np.int32),
        side=np.array(told.side, np.int8),
        actor=actor[row_of],
        data=told.data,
    )


class _Walk:
    """Walks through the records of a file, case by case in order.

    Every event about a work item names the hand it is in: who changed a record need not be who has the work.
    """

    def __init__(self, parts: EventParts, flow: FlowRule, told: _Told, data: list[str | None] | None) -> None:
        self.flow, self.told, self.data = flow, told, data
        records, names = parts.records, parts.mapping.columns
        self.name_of_holder, self.name_of_queue = names.holder or names.actor, names.queue
        holder_column = records.column(names.holder or names.actor)
        queue_column = records.column(names.queue)
        self.step = _codes(parts.steps.codes(records.column(names.activity)))
        self.holder, self.queue = _codes(parts.persons.codes(holder_column)), _codes(parts.queues.codes(queue_column))
        self.raw_holder, self.raw_queue = holder_column.codes.tolist(), queue_column.codes.tolist()
        self.holder_texts, self.queue_texts = _texts(holder_column), _texts(queue_column)
        by = records.column(flow.by)
        self.state_of = [*(flow.states.get(value, flow.default) for value in by.values), flow.default]
        self.side_of = [*(flow.waiting.get(value, Side.UNKNOWN) for value in by.values), Side.UNKNOWN]
        self.alone = [*(value in flow.queue_only for value in by.values), False]
        self.by = by.codes.tolist()
        self.activity = records.column(names.activity).codes.tolist()

    def record(self, case: _Case, row: int) -> None:
        """What one record tells."""
        before = len(self.told.row)
        code = self.by[row]
        state = self.state_of[code]
        hand = (NONE if self.alone[code] else self.holder[row], self.queue[row])
        raw = (NONE if self.alone[code] else self.raw_holder[row], self.raw_queue[row])
        if case.item == 0 or self.step[row] != case.step or (state in _OVER) != (case.state in _OVER):
            self.enter(case, row, state, hand, raw)
        else:
            if raw != case.raw_hand and state not in _OVER:
                self.told.say(row, _HAND, EventKind.REASSIGNED, case.step, case.item, hand, data=self.change(case, raw))
                case.hand, case.raw_hand = hand, raw
            self.move(case, row, state)
        if len(self.told.row) == before:
            self.told.say(row, _NOTE, EventKind.NOTED, case.step, case.item, case.hand)

    def enter(self, case: _Case, row: int, state: str, hand: tuple[int, int], raw: tuple[int, int]) -> None:
        """The case comes into another step: the work item before it ends here, a new one begins."""
        if case.item and case.state not in _OVER:
            if case.suspended:
                self.told.say(row, _LEAVE, EventKind.RESUMED, case.step, case.item, case.hand)
            self.told.say(row, _LEAVE + 1, EventKind.COMPLETED, case.step, case.item, case.hand)
        elif case.item and self.flow.closes and state not in _OVER:
            self.told.say(row, _CASE, EventKind.REOPENED, NONE, 0)
        change = self.change(case, raw)
        case.step, case.item, case.state = self.step[row], case.item + 1, state
        case.started = case.suspended = False
        first = case.item == 1
        if state in _OVER:
            told = self.whole(row) if first else None
            self.told.say(row, _STATE, EventKind.NOTED, case.step, case.item, hand, data=told)
            if self.flow.closes:
                kind = EventKind.CANCELLED if state == "cancelled" else EventKind.CLOSED
                self.told.say(row, _NOTE + 1, kind, NONE, 0)
            return
        known = hand if hand != (NONE, NONE) else (UNKNOWN, NONE)
        self.told.say(
            row, _HAND, EventKind.ASSIGNED, case.step, case.item, known, data=self.with_whole(change, row, first)
        )
        case.hand, case.raw_hand = known, raw
        case.state = "ready"
        self.move(case, row, state)

    def whole(self, row: int) -> str | None:
        """All else that the first record of a case says: later ones tell what differs."""
        return self.data[row] if self.data is not None else None

    def with_whole(self, change: str, row: int, first: bool) -> str:
        whole = self.whole(row) if first else None
        return _with_record(change, whole) if whole else change

    def move(self, case: _Case, row: int, state: str) -> None:
        """A change of state within one work item."""
        if state in _OVER:
            return
        if state == "suspended" and not case.suspended:
            side = self.side_of[self.by[row]]
            self.told.say(row, _STATE + 1, EventKind.SUSPENDED, case.step, case.item, case.hand, side)
            case.suspended = case.started = True
        elif state != "suspended" and case.suspended:
            self.told.say(row, _STATE, EventKind.RESUMED, case.step, case.item, case.hand)
            case.suspended = False
        elif state == "in_progress" and not case.started:
            self.told.say(row, _STATE, EventKind.STARTED, case.step, case.item, case.hand)
            case.started = True
        case.state = state

    def change(self, case: _Case, raw: tuple[int, int]) -> str:
        """JSON of what changed about the hand, old and new as the source wrote them; `carried` where nothing did."""
        changed: dict[str, object] = {}
        for name, texts, old, new in (
            (self.name_of_holder, self.holder_texts, case.raw_hand[0], raw[0]),
            (self.name_of_queue, self.queue_texts, case.raw_hand[1], raw[1]),
        ):
            if name and old != new:
                changed[name] = {"old": texts[old], "new": texts[new]}
        return json_text(changed or {"carried": True})


def _with_record(data: str | None, record: str | None) -> str:
    return f'{data[:-1]},"record":{record}}}' if data else f'{{"record":{record}}}'


_OVER = frozenset({"closed", "cancelled"})


def _codes(codes: np.ndarray) -> list[int]:
    found: list[int] = codes.tolist()
    return found


def _texts(column: Coded) -> list[str | None]:
    return [*column.values, None]
