"""The thirteen bugs that a sync design of this kind invites, each as a switch that breaks exactly one rule.

None is in the product: a bug is another server, or a rule of the product's generators, copy or outbox replaced for one
schedule. The stories must fail with each of them; schedules that did are kept in `failing_schedules.json`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bpo_desk.cache import bookmarks
from bpo_desk.cache.bookmarks import Bookmark, Watermark
from bpo_desk.cache.outbox import Outbox
from bpo_desk.models.event_block import EventBlock, TextColumn
from bpo_desk.models.mutation import MutationResult, Outcome
from bpo_desk.shared.requests import Hello, HelloAnswer, Mark, Pull, PullAnswer, Tombstone
from bpo_desk.sync import pull as pulling
from bpo_desk.sync.keep import Keeper
from bpo_desk.sync.steps import KeepBlock, KeepPull, LocalStep, Reply
from tests.faults.copy import all_rows
from tests.faults.row_bugs import ROW_BUGS as OF_ROWS
from tests.faults.server import Row, Server
from tests.faults.world import play


class _BySequence(Server):
    """The cursor is the highest position seen; positions are given when a row is written, not when it commits."""

    def _mark(self) -> Mark:
        seen = [row.seq for table in (self.now.events, self.now.small) for row in table.values()]
        highest = max([*seen, *(seq for *_, seq in self.now.stones)], default=0)
        return replace(super()._mark(), xmin=highest + 1)

    def told(self, row: Row) -> Row:
        return replace(row, txid=row.seq)

    def _stones(self, engagement: int, cursor: int) -> list[Tombstone]:
        return [stone for each, stone, _, seq in self.now.stones if each == engagement and seq >= cursor]


class _HighestSeen(Server):
    """The cursor is the highest committed transaction; lower ones may still be open."""

    def _mark(self) -> Mark:
        seen = [row.txid for table in (self.now.events, self.now.small) for row in table.values()]
        highest = max([*seen, *(txid for *_, txid, _ in self.now.stones)], default=0)
        return replace(super()._mark(), xmin=highest + 1)


class _OneHistory(Server):
    """Never tells that it was restored."""

    def _mark(self) -> Mark:
        return replace(super()._mark(), epoch="1")


class _ByTransaction(Server):
    """Versions are compared by transaction number, so that the copy keeps the highest and not the last."""

    def told(self, row: Row) -> Row:
        # A note's version says whether it was erased; that is not the rule to be broken here.
        return row if row.columns.get("source_record") else replace(row, row_ver=row.txid)

    def _stones(self, engagement: int, cursor: int) -> list[Tombstone]:
        return [
            replace(stone, row_ver=txid - (stone.reason == "erased"))
            for each, stone, txid, _ in self.now.stones if each == engagement and txid >= cursor
        ]  # fmt: skip


class _LateMark(Server):
    """Reads its mark after the rows, while others commit."""

    def _pull(self, request: Pull) -> PullAnswer:
        answer = super()._pull(request)
        self.meanwhile()
        return replace(answer, mark=self._mark())


class _SilentAboutMoves(Server):
    def _stones(self, engagement: int, cursor: int) -> list[Tombstone]:
        return [stone for stone in super()._stones(engagement, cursor) if stone.reason != "moved"]


class _TwiceApplied(Server):
    def __init__(self) -> None:
        super().__init__()
        self.idempotent = False


def _nothing(_patch: pytest.MonkeyPatch) -> None:
    """The server alone is wrong."""


def _fire_and_forget(patch: pytest.MonkeyPatch) -> None:
    def sending(self: Outbox, mutation_ids: tuple[str, ...]) -> None:
        for each in mutation_ids:
            self.answered(each, MutationResult(Outcome.OK), "1", 0)

    patch.setattr(Outbox, "sending", sending)


def _drop_rejected(patch: pytest.MonkeyPatch) -> None:
    whole = Outbox.answered

    def answered(self: Outbox, mutation_id: str, result: MutationResult, *rest: Any) -> None:
        whole(self, mutation_id, result, *rest)
        with self.write() as connection:
            connection.execute("delete from entry where state in ('rejected', 'conflict')")

    patch.setattr(Outbox, "answered", answered)


def _cursor_first(patch: pytest.MonkeyPatch) -> None:
    """The bookmark is stored in a transaction of its own before the rows that it speaks of."""
    whole = Keeper.do

    def do(self: Keeper, step: LocalStep) -> Reply:
        if isinstance(step, KeepBlock | KeepPull):
            with self._cache.write() as connection:
                bookmarks.put_bookmark(connection, step.engagement_id, step.bookmark)
        return whole(self, step)

    patch.setattr(Keeper, "do", do)


def _no_requeue(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Outbox, "renew", lambda *_: 0)
    patch.setattr(Outbox, "send_again", lambda *_: 0)


def _believe_the_mark_at_once(patch: pytest.MonkeyPatch) -> None:
    """Right where the mark is of the same snapshot as the rows; with a later one it is the late watermark."""

    def advanced(bookmark: Bookmark, _before: Mark, mark: Mark) -> tuple[int, Watermark | None]:
        return (mark.xmin if mark.flushed >= mark.lsn else bookmark.cursor), None

    patch.setattr(pulling, "advanced", advanced)


def _start_at_the_end(patch: pytest.MonkeyPatch) -> None:
    """The mark of an initial load is read when its last block is there."""
    whole = pulling._loaded

    def loaded(one: int, bookmark: Bookmark, *, parallel: bool) -> Iterator[Any]:
        bookmark = yield from whole(one, bookmark, parallel=parallel)
        hello = yield Hello()
        assert isinstance(hello, HelloAnswer)
        return replace(bookmark, cursor=hello.mark.xmin)

    patch.setattr(pulling, "_loaded", loaded)


def _keyed_by_id_alone(patch: pytest.MonkeyPatch) -> None:
    """An event that another engagement still holds in a higher version is not taken: what a copy does that is keyed by
    the event's id alone. Wiping one engagement after the other is then too little after a restore."""
    whole = Keeper.do

    def held_elsewhere(self: Keeper, one: int) -> dict[tuple[int, int], int]:
        found: dict[tuple[int, int], int] = {}
        with self._cache.read() as connection:
            for other in {1, 2} - {one}:
                events = all_rows(connection, other).events
                ids = zip(events.id_hi.tolist(), events.id_lo.tolist(), strict=True)
                found |= dict(zip(ids, events.row_ver.tolist(), strict=True))
        return found

    def do(self: Keeper, step: LocalStep) -> Reply:
        if isinstance(step, KeepBlock | KeepPull):
            held = held_elsewhere(self, step.engagement_id)
            if isinstance(step, KeepBlock):
                step = replace(step, block=_without(step.block, held))
            else:
                blocks = [_without(block, held) for block in step.answer.events]
                step = replace(step, answer=replace(step.answer, events=blocks))
        return whole(self, step)

    patch.setattr(Keeper, "do", do)


def _without(block: EventBlock, held: dict[tuple[int, int], int]) -> EventBlock:
    ids = zip(block.ints["id_hi"].tolist(), block.ints["id_lo"].tolist(), strict=True)
    versions = block.ints["row_ver"].tolist()
    taken = np.array([held.get(each, 0) <= own for each, own in zip(ids, versions, strict=True)], dtype=bool)
    texts = {
        name: TextColumn.of([text for text, kept in zip(column.texts(), taken, strict=True) if kept])
        for name, column in block.texts.items()
    }
    return EventBlock({name: column[taken] for name, column in block.ints.items()}, texts, block.sync_seq[taken])


@dataclass(frozen=True)
class Bug:
    """A server and what is replaced in the product for one schedule."""

    server: Callable[[], Server] = Server
    plant: Callable[[pytest.MonkeyPatch], None] = _nothing


BUGS: dict[str, Bug] = {
    "naive_seq": Bug(_BySequence),
    "max_seen": Bug(_HighestSeen),
    "fire_and_forget": Bug(plant=_fire_and_forget),
    "drop_rejected": Bug(plant=_drop_rejected),
    "cursor_first": Bug(plant=_cursor_first),
    "ignore_epoch": Bug(_OneHistory),
    "txid_wins": Bug(_ByTransaction),
    "no_requeue": Bug(plant=_no_requeue),
    "late_watermark": Bug(_LateMark, _believe_the_mark_at_once),
    "no_idempotency": Bug(_TwiceApplied),
    "t0_at_end": Bug(plant=_start_at_the_end),
    "no_move_tombstone": Bug(_SilentAboutMoves),
    "bucket_wipe": Bug(plant=_keyed_by_id_alone),
}

ROW_BUGS: dict[str, Bug] = {name: Bug(server, plant or _nothing) for name, (server, plant) in OF_ROWS.items()}
"""Those of rows that several change, which the reference does not name."""
ALL_BUGS = BUGS | ROW_BUGS


def caught(folder: Path, seed: int, bug: Bug, tally: Counter[str], name: str = "") -> str:
    """What the schedule says of the bug; "" where it did not notice."""
    with pytest.MonkeyPatch.context() as patch:
        bug.plant(patch)
        try:
            play(folder, seed, bug.server(), tally, name)
        except Exception as wrong:  # noqa: BLE001 - a broken rule may break anything
            return f"{type(wrong).__name__}: {str(wrong)[:100]}"
    return ""
