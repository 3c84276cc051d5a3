"""A shared database in memory that answers the requests of sync as PostgreSQL would: transactions with ids that are
given at the first write, snapshots, a log that is flushed by commits, crashes that use ids again, restores.

It shares no code with the feed or the puller, so that neither can hide the other's mistake.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from bpo_desk.models.engagement import Engagement
from bpo_desk.models.event_block import BLOCK_COLUMNS, TEXT_COLUMNS, EventBlock, TextColumn
from bpo_desk.models.event_columns import LAYOUT
from bpo_desk.models.ids import EngagementId
from bpo_desk.models.mutation import Mutation, MutationResult, Outcome, Refusal
from bpo_desk.models.mutation_effects import effects
from bpo_desk.shared.requests import (
    Answer,
    ApplyMutation,
    CountAnswer,
    CountEvents,
    Digest,
    DigestAnswer,
    Hello,
    HelloAnswer,
    LoadAnswer,
    LoadBlock,
    Mark,
    MutationAnswer,
    Pull,
    PullAnswer,
    Request,
    Rows,
    Tombstone,
)
from tests.faults import rows
from tests.faults.rows import Made, Said

EventId = tuple[int, int]
_DEFAULTS: dict[str, Any] = {
    "occurred_at": 0, "recorded_at": 0, "source_seq": 0, "kind": 26, "side": 0, "actor": -1, "holder": -1,
    "on_behalf_of": -1, "queue": -1, "step": 1, "work_item": 1, "ad_hoc": 0, "field": -1, "visibility": 1, "source": 1,
    "old_value": None, "new_value": None, "reason": None, "data": None, "source_record": None,
}  # fmt: skip
SMALL_COLUMNS: dict[str, tuple[str, ...]] = {
    "person": ("person_id", "name", "side", "role"),
    "queue": ("queue_id", "name", "side"),
    "step": ("step_id", "name", "element"),
    "field": ("field_id", "name", "role"),
    "source": ("source_id", "name", "capability", "description"),
    "case": ("case_id", "number", "process_key", "definition_id", "left_at", "back_at"),
    "review": ("review_id", "case_id", "reviewer", "round", "state", "draft"),
    "saved_view": ("saved_view_id", "owner", "name", "content"),
}


@dataclass(frozen=True)
class Row:
    """One committed version of a row: its columns, version, transaction and position."""

    columns: dict[str, Any]
    row_ver: int
    txid: int
    seq: int


@dataclass
class _Contents:
    events: dict[tuple[int, EventId], Row] = field(default_factory=dict)
    small: dict[tuple[int, str, int], Row] = field(default_factory=dict)
    stones: list[tuple[int, Tombstone, int, int]] = field(default_factory=list)  # engagement, stone, txid, seq
    engagements: list[Engagement] = field(default_factory=list)
    applied: dict[str, tuple[str, MutationResult]] = field(default_factory=dict)  # mutation -> its hash, the answer
    log: list[str] = field(default_factory=list)  # mutations in the order in which they took effect
    taken: set[str] = field(default_factory=set)
    made: list[Made] = field(default_factory=list)  # changes of rows, in the order in which they took effect
    refused: dict[str, Said | None] = field(default_factory=dict)  # conflicts -> what stood there

    def copied(self) -> _Contents:
        """The same rows, which never change, in containers of its own."""
        return _Contents(**{each.name: copy.copy(getattr(self, each.name)) for each in fields(self)})


class Transaction:
    """An open writer. It sees its own writes; others see them after `commit`."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._txid: int | None = None
        self._writes: list[tuple[str, Any, Row | None]] = []
        self.stones: list[tuple[int, Tombstone, int, int]] = []

    def _id(self) -> int:
        if self._txid is None:
            self._txid = self._server.next_xid
            self._server.next_xid += 1
            self._server.open[self._txid] = self
        return self._txid

    def _current(self, key: tuple[int, EventId]) -> Row | None:
        for kind, each, row in reversed(self._writes):
            if kind == "event" and each == key:
                return row
        return self._server.now.events.get(key)

    def _put(self, kind: str, key: Any, columns: dict[str, Any], version: int) -> None:
        self._writes.append((kind, key, Row(columns, version, self._id(), self._server.next_seq())))
        self._server.lsn += 10

    def insert(self, engagement: int, event_id: EventId, case: int, **columns: Any) -> None:
        """A new event."""
        self._put("event", (engagement, event_id), {**_DEFAULTS, "case": case, **columns}, 1)

    def row(self, engagement: int, table: str, key: int, version: int = 1, **columns: Any) -> None:
        """A new or changed row of a small table."""
        first, *rest = SMALL_COLUMNS[table]
        self._put("small", (engagement, table, key), {first: key, **{n: columns.get(n) for n in rest}}, version)

    def move_row(self, engagement: int, table: str, key: int, to: int, to_key: int) -> None:
        """A row of a small table leaves for another engagement, under a key of there."""
        old = self._server.now.small[engagement, table, key]
        case = old.columns.get("case_id", 0)
        stone = Tombstone(table, str(key), case, old.row_ver, "moved")
        self.stones.append((engagement, stone, self._id(), self._server.next_seq()))
        self._writes.append(("small", (engagement, table, key), None))
        columns = {**old.columns, SMALL_COLUMNS[table][0]: to_key}
        self._put("small", (to, table, to_key), columns, old.row_ver + 1)

    def lock(self, engagement: int, event_id: EventId) -> bool:
        """Whether this transaction may change an event: another open one may not have done so."""
        key = (engagement, event_id)
        others = (t for t in self._server.open.values() if t is not self)
        return self._current(key) is not None and not any(
            kind == "event" and each == key for t in others for kind, each, _ in t._writes
        )

    def change(self, engagement: int, event_id: EventId, why: str | None = None, **columns: Any) -> None:
        """An update in place; `why` "erased" leaves a tombstone of the old version."""
        old = self._current((engagement, event_id))
        assert old is not None
        if why:
            self._bury(engagement, event_id, old.columns["case"], old.row_ver, why)
        self._put("event", (engagement, event_id), {**old.columns, **columns}, old.row_ver + 1)

    def move(self, engagement: int, event_id: EventId, to: int, case: int) -> None:
        """An event leaves for another engagement."""
        old = self._current((engagement, event_id))
        assert old is not None
        self._bury(engagement, event_id, old.columns["case"], old.row_ver, "moved")
        self._writes.append(("event", (engagement, event_id), None))
        self._put("event", (to, event_id), {**old.columns, "case": case}, old.row_ver + 1)

    def delete(self, engagement: int, event_id: EventId) -> None:
        """An event goes for good."""
        old = self._current((engagement, event_id))
        assert old is not None
        self._bury(engagement, event_id, old.columns["case"], old.row_ver + 1, "deleted")
        self._writes.append(("event", (engagement, event_id), None))

    def _bury(self, engagement: int, event_id: EventId, case: int, version: int, reason: str) -> None:
        key = f"{event_id[0]:016x}{event_id[1]:016x}"
        stone = Tombstone("event", key, case, version, reason)
        self.stones.append((engagement, stone, self._id(), self._server.next_seq()))

    def commit(self) -> None:
        """Everything becomes visible at once, and safe on disk with all that was logged before."""
        for kind, key, row in self._writes:
            table: dict[Any, Row] = self._server.now.events if kind == "event" else self._server.now.small
            if row is None:
                table.pop(key, None)
            else:
                table[key] = row
        self._server.now.stones += self.stones
        self._end()
        self._server.flush()

    def roll_back(self) -> None:
        """Nothing happened, but the transaction's number is used up; its end is not flushed."""
        self._end()

    def _end(self) -> None:
        self._server.lsn += 10
        if self._txid is not None:
            del self._server.open[self._txid]


class Server:
    """The server. `answer` reads one snapshot."""

    def __init__(self) -> None:
        self.now = _Contents()
        self.last_seq = 0
        self.next_xid = 100
        self.open: dict[int, Transaction] = {}
        self.lsn = self.flushed = 0
        self._safe_xid = 100
        self.epoch = self.incarnation = 1
        self.clock = 1_800_000_000_000_000
        self.asked = 0
        self.idempotent = True
        self.calm = False  # nothing happens here but what is asked for
        self.meanwhile: Callable[[], None] = lambda: None
        self._everything: list[Engagement] = []

    def begin(self) -> Transaction:
        """A new writer."""
        return Transaction(self)

    def go_on(self, other: Server) -> None:
        """Stand where another server stands, in which nothing is open."""
        self.now = other.now.copied()
        self.last_seq, self.next_xid, self._safe_xid = other.last_seq, other.next_xid, other._safe_xid
        self.lsn, self.flushed, self.clock = other.lsn, other.flushed, other.clock
        self._everything = list(other._everything)

    def next_seq(self) -> int:
        """The next position, given when a row is written."""
        self.last_seq += 1
        return self.last_seq

    def engage(self, number: int, cases: int = 20) -> None:
        """An engagement that everybody sees, with its dictionaries and cases."""
        self.now.engagements.append(Engagement(EngagementId(number), f"E{number}", f"Engagement {number}"))
        self._everything.append(self.now.engagements[-1])
        with_rows = self.begin()
        for table in ("person", "queue", "step", "field", "source"):
            for key in range(4):
                with_rows.row(number, table, key, name=f"{table} {key}" if key else "", side=0, capability=2**18 - 1)
        for case in range(1, cases + 1):
            with_rows.row(number, "case", case, number=f"C-{number}-{case}", process_key="")
        with_rows.commit()

    def hide(self, number: int) -> None:
        """Access to an engagement is taken away."""
        self.now.engagements = [each for each in self.now.engagements if each.engagement_id != number]

    def show_all(self) -> None:
        """Access to every engagement is given (back)."""
        self.now.engagements = list(self._everything)

    def flush(self) -> None:
        """Everything logged so far is safe on disk."""
        self.flushed, self._safe_xid = self.lsn, self.next_xid

    def crash(self) -> None:
        """Open transactions are gone, and numbers that were never flushed will be given again."""
        self.open.clear()
        self.lsn, self.next_xid = self.flushed, self._safe_xid
        self.incarnation += 1

    def saved(self) -> _Contents:
        """A backup."""
        return self.now.copied()

    def restore(self, backup: _Contents) -> None:
        """Go back to a backup; another history begins."""
        self.open.clear()
        self.now = backup.copied()
        self.epoch += 1
        self.incarnation += 1
        self.next_xid = max(100, self.next_xid - 50)
        self.flush()

    def _mark(self) -> Mark:
        self.clock += 1_000
        xmin = min(self.open, default=self.next_xid)
        return Mark(str(self.epoch), str(self.incarnation), xmin, self.lsn, self.flushed, self.clock)

    def answer(self, request: Request) -> Answer:
        self.asked += 1
        match request:
            case Hello():
                return HelloAnswer(self._mark(), 1, "memory", list(self.now.engagements))
            case CountEvents():
                found = self._events(request.engagement_id)
                return CountAnswer(self._mark(), len(found), max((row.seq for _, row in found), default=0))
            case LoadBlock():
                return self._load(request)
            case Pull():
                return self._pull(request)
            case Digest():
                return self._digest(request)
            case ApplyMutation():
                return MutationAnswer(self._applied(request.mutation))

    def _events(self, engagement: int) -> list[tuple[EventId, Row]]:
        return [(key[1], self.told(row)) for key, row in self.now.events.items() if key[0] == engagement]

    def told(self, row: Row) -> Row:
        """A row as it is told; planted bugs tell another version."""
        return row

    def _stones(self, engagement: int, cursor: int) -> list[Tombstone]:
        return [stone for each, stone, txid, _ in self.now.stones if each == engagement and txid >= cursor]

    def _load(self, request: LoadBlock) -> LoadAnswer:
        end = request.after_seq + request.span
        found = [(i, r) for i, r in self._events(request.engagement_id) if request.after_seq < r.seq <= end]
        return LoadAnswer(block_of(found), end)

    def _pull(self, request: Pull) -> PullAnswer:
        one, cursor = request.engagement_id, request.cursor
        tables = []
        for name, columns in SMALL_COLUMNS.items():
            found = [row for row in self.small_rows(one, name).values() if self.told(row).txid >= cursor]
            told = [(*row.columns.values(), row.row_ver) for row in found]
            tables.append(Rows(name, (*columns, "row_ver"), told))
        if request.tables_only:
            return PullAnswer(self._mark(), tables, [])
        stones = self._stones(one, cursor)
        events = [(i, r) for i, r in self._events(one) if r.txid >= cursor]
        blocks = [block_of(events[at : at + 7]) for at in range(0, len(events), 7)]
        return PullAnswer(self._mark(), tables, stones, blocks)

    def small_rows(self, engagement: int, table: str) -> dict[int, Row]:
        """Key -> row of a small table, as a perfect copy holds it."""
        return {key[2]: row for key, row in self.now.small.items() if key[:2] == (engagement, table)}

    def _digest(self, request: Digest) -> DigestAnswer:
        found = self._events(request.engagement_id)
        hi = lo = 0
        for (high, low), _ in found:
            hi, lo = hi ^ high, lo ^ low
        return DigestAnswer(self._mark(), len(found), sum(row.row_ver for _, row in found), hi, lo)

    def _applied(self, mutation: Mutation) -> MutationResult:
        """A writing request: texts that begin with "bad" are rejected, a "race" is for the first who says it."""
        known = self.now.applied.get(mutation.mutation_id)
        if known is not None and self.idempotent:
            assert known[0] == mutation.payload_hash()
            return known[1]
        result = replace(self._effect(mutation), recorded_at=self.clock)
        self.now.applied[mutation.mutation_id] = (mutation.payload_hash(), result)
        return result

    def _effect(self, mutation: Mutation) -> MutationResult:
        text = getattr(mutation.payload, "text", "")
        if mutation.engagement not in {each.code for each in self.now.engagements}:
            return MutationResult(Outcome.REJECTED, Refusal.PERMISSION, "nobody here may see it")
        if text.startswith("bad"):
            return MutationResult(Outcome.REJECTED, Refusal.VALIDATION, "bad")
        if text.startswith("race"):
            if text in self.now.taken:
                return MutationResult(Outcome.CONFLICT, words="too late")
            self.now.taken.add(text)
        if place := rows.place_of(mutation):
            result = rows.keep(self, place, mutation)
            if result.outcome is not Outcome.OK:
                return result
            self._append(mutation)
            return result
        self._append(mutation)
        return MutationResult(Outcome.OK)

    def overtaken(self, mutation: Mutation, stands: Said | None, version: int) -> bool:
        """Whether a row no longer says what the writer of a mutation saw, or nobody can have seen it: the one before it
        was refused. Earlier versions of a desk did not name what they saw: then only what this server made of the one
        before it is known."""
        below = self.now.applied.get(mutation.after)
        if below is not None and below[1].outcome is not Outcome.OK:
            return True
        if mutation.seen:
            return stands is None or mutation.seen != hashlib.sha256(json.dumps(list(stands)).encode()).hexdigest()
        if below is not None:
            return version != json.loads(below[1].theirs)["row_ver"]
        return stands is not None or bool(mutation.base_row_ver)

    def _append(self, mutation: Mutation) -> None:
        """What a mutation tells of its case."""
        self.now.log.append(mutation.mutation_id)
        if not mutation.case:
            return
        one, case = (int(each) for each in mutation.case.split("-")[1:])
        writer = self.begin()
        for effect in effects(mutation):
            event_id = (int(effect.event_id[:16], 16), int(effect.event_id[16:], 16))
            if not self.idempotent:
                event_id = (event_id[0], self.next_seq())
            writer.insert(
                one, event_id, case, kind=int(effect.kind), occurred_at=mutation.created_at, step=-1, work_item=-1,
                new_value=effect.new_value, data=effect.data, source_record=mutation.mutation_id,
            )  # fmt: skip
        writer.commit()

    def contents(self, engagement: int) -> dict[EventId, dict[str, Any]]:
        """What a perfect copy holds of an engagement."""
        return {i: {**row.columns, "row_ver": row.row_ver} for i, row in self._events(engagement)}


def block_of(found: list[tuple[EventId, Row]]) -> EventBlock:
    """A column block of event rows, in the order of the feed."""
    ordered = sorted(found, key=lambda each: each[1].seq)
    rows = [{**row.columns, "id_hi": i[0], "id_lo": i[1], "row_ver": row.row_ver} for i, row in ordered]
    ints: dict[str, Any] = {name: np.array([r[name] for r in rows], dtype=LAYOUT[name]) for name in BLOCK_COLUMNS}
    texts = {name: TextColumn.of([r[name] for r in rows]) for name in TEXT_COLUMNS}
    return EventBlock(ints, texts, np.array([row.seq for _, row in ordered], dtype=np.int64))
