"""Carries the steps of a puller out on the cache, each in one transaction: blocks, pulls, wipes, settling, comparing.

Which step comes when is decided in `sync/pull.py`.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import bookmarks, cases, definitions, derived, full_text, lease, records, retained, segments, tail
from bpo_desk.cache.bookmarks import Bookmark, Merging, Stage
from bpo_desk.cache.dictionaries import Values
from bpo_desk.cache.first_page import drop_first_page
from bpo_desk.cache.segments import EventRows
from bpo_desk.cache.store import Cache
from bpo_desk.logs import channel
from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.event_block import EventBlock, TextColumn
from bpo_desk.models.event_columns import LAYOUT, EventColumns
from bpo_desk.shared.requests import Rows, Tombstone
from bpo_desk.sync import dispose, references, settle, text_index
from bpo_desk.sync.derive import Deriver
from bpo_desk.sync.steps import (
    Agreed,
    BeginLoad,
    Compare,
    Dispose,
    Disposed,
    Done,
    Forget,
    IndexTexts,
    KeepBlock,
    KeepPull,
    Known,
    LocalStep,
    Look,
    Meet,
    Reply,
    Settle,
    Tell,
    Wipe,
)
from bpo_desk.sync.verify import digest

_TABLES: Final = ("segment", "tail", "value_page", "record", "case_chunk", "derived", "derived_late", "definition",
                  "contact")  # fmt: skip
_DRAWN: Final = ("process_definition", "mapping")
"""Tables that change how cases are drawn, and no case."""
_BELOW: Final = -1
"""Stands for a cursor below every other."""
_CASES_NAMED: Final = 1_000
"""Cases that a "changed" line names; beyond, it only says that many changed."""


class Keeper:
    """The writing side of one cache. Keeps the dictionaries in memory between steps, and from session to session for as
    long as nobody else writes into the cache. `tell` may be another in each session."""

    def __init__(self, cache: Cache, tell: Tell) -> None:
        self._cache = cache
        self.tell = tell
        self._log = channel("sync")
        self._in_memory: dict[int, Values] = {}
        self._words: dict[int, Dictionaries] = {}
        self._written: dict[int, int] = {}  # what the cache counted when we wrote last
        self._merges: dict[int, Iterator[Merging]] = {}
        self._parts: Counter[int] = Counter()
        self._leaving: dict[int, NDArray[np.int32]] = {}  # cases that are still to be taken out
        self._met: dict[int, Meet] = {}
        self.waiting: Callable[[str], Iterable[str]] = lambda _code: ()
        """Numbers of the cases of an engagement (code) for which something waits in the outbox: they stay."""

    def forget_memory(self) -> None:
        """After a failed step: what is in memory may be ahead of what was stored."""
        for kept in (self._in_memory, self._words, self._written, self._merges, self._parts, self._leaving):
            kept.clear()

    @contextmanager
    def _writing(self, one: int) -> Iterator[Any]:
        """A transaction on an engagement; what is in memory of it is forgotten where another process wrote since."""
        with self._cache.write() as connection:
            if self._written.get(one) != bookmarks.change_in(connection, one):
                self._in_memory.pop(one, None)
                self._words.pop(one, None)
            yield connection
            self._written[one] = bookmarks.change_in(connection, one)

    def do(self, step: LocalStep) -> Reply:
        """Carry out one step, whole or not at all."""
        match step:
            case Look():
                known = {e.engagement_id: bookmarks.bookmark(self._cache, e.engagement_id) for e in self._known()}
                return Known(known, retained.next_time(self._cache, known))
            case Meet():
                bookmarks.keep_engagement(self._cache, step.engagement)
                self._met[int(step.engagement.engagement_id)] = step
            case Forget():
                self._clear(step.engagement_id, "lost")
            case Wipe():
                self._clear(step.engagement_id, step.reason)
            case BeginLoad():
                self._begin(step)
            case KeepBlock():
                self._keep_block(step)
            case KeepPull():
                return self._keep_pull(step)
            case Settle():
                return self._settle(step.engagement_id)
            case Dispose():
                return self._dispose(step.engagement_id)
            case Compare():
                return self._compare(step)
            case IndexTexts():
                return self._index_texts(step.engagement_id)
        return Done()

    def _known(self) -> list[Any]:
        return bookmarks.engagements(self._cache)

    def _values(self, connection: Any, one: int) -> Values:
        if one not in self._in_memory:
            self._in_memory[one] = Values.load(connection, one)
        return self._in_memory[one]

    def _deriver(self, connection: Any, one: int) -> Deriver:
        if one not in self._words:
            self._words[one] = records.dictionaries(connection, one, [""])
        return Deriver(connection, one, self._values(connection, one), self._words[one])

    def _clear(self, one: int, reason: str) -> None:
        self._log.info("engagement cleared: %s", reason, extra={"ids": {"engagement": one}})
        for kept in (self._in_memory, self._words, self._written, self._merges, self._parts, self._leaving):
            kept.pop(one, None)
        with self._cache.write() as connection:
            for table in _TABLES:
                connection.execute(f"delete from {table} where engagement_id = ?", (one,))
            drop_first_page(connection, one)
            full_text.forget(connection, one)
            if reason == "lost":
                connection.execute("delete from engagement where engagement_id = ?", (one,))
            else:
                bookmarks.put_bookmark(connection, one, Bookmark())
                bookmarks.words_changed(connection, one)
        self._cache.tidy()
        self.tell({"event": "cleared", "engagement": one, "reason": reason})

    def _begin(self, step: BeginLoad) -> None:
        self._words.pop(step.engagement_id, None)
        with self._writing(step.engagement_id) as connection:
            keep_tables(connection, step.engagement_id, step.tables)
            bookmarks.put_bookmark(connection, step.engagement_id, step.bookmark)
            bookmarks.words_changed(connection, step.engagement_id)
        self._tell_progress(step.engagement_id, step.bookmark)

    def _keep_block(self, step: KeepBlock) -> None:
        one = step.engagement_id
        with self._writing(one) as connection:
            if len(step.block):
                values = self._values(connection, one)
                rows = rows_of(step.block, values)
                # Within a run only the order of cases counts; the order in a case is made when runs are merged.
                rows = rows.take(np.argsort(rows.events.case, kind="stable"))
                segments.write_run(connection, one, _next_run(connection, one), rows)
                if values.save(connection, one):
                    bookmarks.words_changed(connection, one)
            bookmarks.put_bookmark(connection, one, step.bookmark)
        self._tell_progress(one, step.bookmark)

    def _tell_progress(self, one: int, mark: Bookmark) -> None:
        self.tell(
            {"event": "progress", "engagement": one, "done": mark.load_events, "of": mark.load_total,
             "stage": mark.stage.value}
        )  # fmt: skip

    def _keep_pull(self, step: KeepPull) -> Done:
        one, answer, mark = step.engagement_id, step.answer, step.bookmark
        with self._writing(one) as connection:
            values = self._values(connection, one)
            weighs = _bury_rows(connection, one, answer.tombstones)  # first: a key that is there again has another row
            weighs |= keep_tables(connection, one, answer.tables)
            if answer.tombstones or any(table.rows for table in answer.tables):
                self._words.pop(one, None)
            pulled, back = ([rows_of(each, values) for each in blocks] for blocks in (answer.events, answer.back))
            new_words = values.save(connection, one)
            touched, unused, moved = _keep_events(connection, one, pulled, answer.tombstones, mark, back)
            text_index.keep_up(connection, one, values, [*pulled, *back], moved)
            if mark.stage is Stage.READY and (weighs or len(touched)):
                deriver = self._deriver(connection, one)
                if weighs:
                    deriver.all()
                else:
                    deriver.cases(touched)
            dropped = references.drop_unused(connection, one, values, unused)
            bookmarks.put_bookmark(connection, one, mark)
            if (met := self._met.get(one)) is not None:
                lease.contacted(connection, one, time.time_ns() // 1000, guarded=met.guarded, client=met.client)
            if new_words or dropped or answer.tombstones or any(table.rows for table in answer.tables):
                bookmarks.words_changed(connection, one)
            in_tail = tail.count(connection, one)
        if dropped:
            self._cache.tidy()
        if mark.stage is Stage.PULLED:
            self._tell_progress(one, mark)
        if len(touched) or weighs or any(table.rows and table.table in _DRAWN for table in answer.tables):
            # A text that was taken away may stand in any case: whoever keeps some must read them all again.
            named = None if weighs or dropped or len(touched) > _CASES_NAMED else touched.tolist()
            self.tell({"event": "changed", "engagement": one, "cases": named})
        return Done(in_tail)

    def _settle(self, one: int) -> Done:
        """One part of it, with the mark that says how far it is."""
        with self._writing(one) as connection:
            mark = bookmarks.bookmark(self._cache, one)
            if one not in self._merges:
                self._merges[one] = self._merge(connection, one, mark)
            merging = next(self._merges[one], None)
            if merging is not None or mark.merging is not None or mark.stage is Stage.PULLED:
                stage = Stage.READY if merging is None else mark.stage
                bookmarks.put_bookmark(connection, one, replace(mark, stage=stage, merging=merging))
            if merging is None and mark.stage is Stage.READY:
                self._values(connection, one).compact(connection, one)
        if merging is not None:
            if mark.stage is Stage.PULLED:
                self._tell_filled(one)
            return Done(more=True)
        del self._merges[one]
        self._parts.pop(one, None)
        if mark.stage is Stage.PULLED:
            self._cache.tidy()
            self.tell({"event": "changed", "engagement": one, "cases": None})
        return Done()

    def _tell_filled(self, one: int) -> None:
        """Whole cases of an initial load are there, the rest is to come. Told after 1, 2, 4, 8 ... parts: a list that
        is read at each of these lines is read, all in all, no more than twice."""
        self._parts[one] += 1
        if self._parts[one].bit_count() == 1:
            self.tell({"event": "changed", "engagement": one, "cases": None})

    def _merge(self, connection: Any, one: int, mark: Bookmark) -> Iterator[Merging]:
        """Settle, then merge; goes on from the mark where a merge was begun. Each step runs in a transaction."""
        initial = mark.stage is Stage.PULLED
        merging = mark.merging
        if merging is None:
            if initial:
                derived.clear(connection, one)
                merging = settle.begin(segments.places(connection, one))
            elif settle.settle_tail(connection, one, mark.pulled_from):
                merging = settle.begin(settle.runs_to_merge(segments.places(connection, one)))
        deriver = self._deriver(connection, one) if initial else None
        if merging is None:
            if deriver is not None:
                deriver.all()
            return
        passing = None if deriver is None else partial(deriver.while_passing, after=merging.done)
        yield from settle.merge(connection, one, merging, passing)

    def _dispose(self, one: int) -> Disposed:
        """Some of the cases that left; after the last one the texts that nothing says any more."""
        code = bookmarks.engagement(self._cache, one).code
        with self._writing(one) as connection:
            mark = bookmarks.bookmark(self._cache, one)
            if mark.stage is not Stage.READY or mark.merging is not None:
                return Disposed(mark, more=False)
            numbers = [cases.find_number(connection, one, number) for number in self.waiting(code)]
            kept = np.array([key for key in numbers if key is not None], np.int32)
            if one not in self._leaving:
                self._leaving[one] = dispose.still_here(connection, one, kept)
            here = self._leaving[one]
            part = dispose.part_of(connection, one, here)
            dispose.take_out(connection, one, part)
            more = len(part) < len(here)
            if not more:
                left = cases.left_keys(connection, one)
                dispose.drop_texts(connection, one, self._values(connection, one))
                mark = replace(mark, leaving=bool(np.isin(kept, left).any()), left=len(left))
                bookmarks.words_changed(connection, one)
            bookmarks.put_bookmark(connection, one, mark)
        self._leaving[one] = here[len(part) :]
        if not more:
            del self._leaving[one]
            dispose.shrink(self._cache)
            self._log.info("cases left the copy", extra={"ids": {"engagement": one, "left": mark.left}})
            self.tell({"event": "changed", "engagement": one, "cases": None})
        return Disposed(mark, more)

    def _index_texts(self, one: int) -> Done:
        """Once the copy is whole; a part in each transaction."""
        with self._writing(one) as connection:
            ready = bookmarks.bookmark(self._cache, one).stage is Stage.READY
            return Done(more=ready and text_index.build(connection, one, self._values(connection, one)))

    def _compare(self, step: Compare) -> Agreed:
        one = step.engagement_id
        with self._cache.read() as connection:
            leaving = bookmarks.bookmark(self._cache, one).leaving
            equal = digest(connection, one, cases.left_keys(connection, one) if leaving else None).equals(step.digest)
        if equal:
            with self._writing(one) as connection:
                mark = bookmarks.bookmark(self._cache, one)
                bookmarks.put_bookmark(connection, one, replace(mark, verified_at=step.digest.mark.at))
        return Agreed(equal)


def rows_of(block: EventBlock, values: Values) -> EventRows:
    """A block with its value texts coded."""
    coded = {name: values.encode(block.texts[name]) for name in ("old_value", "new_value", "reason")}
    events = EventColumns(**{name: coded[name] if name in coded else block.ints[name] for name in LAYOUT})  # type: ignore[arg-type]
    texts: dict[str, TextColumn] = {name: block.texts[name] for name in ("data", "source_record")}
    return EventRows(events, texts)


def _next_run(connection: Any, one: int) -> int:
    found = connection.execute("select coalesce(max(run), -1) from segment where engagement_id = ?", (one,)).fetchone()
    return int(found[0]) + 1


def keep_tables(connection: Any, one: int, tables: Iterable[Rows]) -> bool:
    """Store rows of small tables; whether something changed that the states of many cases depend on."""
    weighs = False
    for table in tables:
        if not table.rows:
            continue
        if table.table == "case":
            cases.put_rows(connection, one, table.columns, table.rows)
            continue
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        if table.table == "process_definition":
            definitions.put(connection, one, rows)
        else:
            weighs |= records.put(connection, one, table.table, rows)
    return weighs


def _bury_rows(connection: Any, one: int, tombstones: Iterable[Tombstone]) -> bool:
    weighs = False
    for stone in tombstones:
        table = stone.table.rstrip("_")
        if table == "event":
            continue
        if table == "case":
            cases.delete(connection, one, int(stone.key), stone.row_ver)
        elif table == "process_definition":
            definitions.delete(connection, one, stone.key, stone.row_ver)
        else:
            records.delete(connection, one, table, stone.key, stone.row_ver)
            weighs |= records.weighs_in_states(table)
    return weighs


def _keep_events(
    connection: Any,
    one: int,
    pulled: list[EventRows],
    tombstones: list[Tombstone],
    mark: Bookmark,
    back: list[EventRows],
) -> tuple[NDArray[np.int32], set[int], set[int]]:
    """Put pulled events into the tail, bury what left, and take the older copies out of the segments. What came `back`
    lies below every cursor, so no later pull brings it again.

    Returns the sorted keys of the cases that changed (what the overlap of two pulls brings again changes none), the
    value codes that may have become unused, and those of everything that was taken out or put in another place.
    """
    buried = [(*_halves(stone.key), stone) for stone in tombstones if stone.table == "event"]
    touched = np.unique(
        np.concatenate(
            [
                np.array([stone.case_id for *_, stone in buried], dtype=np.int32),
                *(rows.events.case for rows in (*pulled, *back)),
            ]
        )
    )
    if (
        not buried
        and not back
        and mark.stage is Stage.READY
        and all((rows.events.row_ver == 1).all() for rows in pulled)
    ):
        return _keep_first_versions(connection, one, pulled, mark, touched)
    before = tail.read_cases(connection, one, touched).events
    if back:  # they come whole: what was still here of them may lack what was taken back meanwhile
        returned = np.unique(np.concatenate([rows.events.case for rows in back]))
        dispose.take_out(connection, one, returned, reviews_too=False)
    tail.delete_ids(connection, one, [(hi, lo, stone.row_ver) for hi, lo, stone in buried])
    for rows in pulled:
        tail.put(connection, one, rows, mark.pull, mark.pulled_from)
    for rows in back:
        tail.put(connection, one, rows, mark.pull, _BELOW)
    lost = _lose_vanished(connection, one, mark)
    touched = np.union1d(touched, lost.case)
    after = tail.read_cases(connection, one, touched).events
    replaced = references.supersede(connection, one, touched, after, [(hi, lo, s.row_ver) for hi, lo, s in buried])
    unused = references.codes_of(before) | references.codes_of(lost) | replaced
    moved = replaced | references.codes_of(lost)
    if not references.says_the_same(before, after):
        moved |= references.codes_of(before)
    changed = references.changed_cases(before, after)
    changed.update(lost.case.tolist(), (stone.case_id for *_, stone in buried))
    changed.update(case for rows in back for case in rows.events.case.tolist())
    return np.array(sorted(changed), dtype=np.int32), unused - references.codes_of(after), moved


def _keep_first_versions(
    connection: Any, one: int, pulled: list[EventRows], mark: Bookmark, touched: NDArray[np.int32]
) -> tuple[NDArray[np.int32], set[int], set[int]]:
    """The same where all that came are first versions of events: in a whole copy they stand in no segment, as what was
    settled lies below the cursor, from where only another version comes again."""
    known = tail.versions(connection, one, touched)
    for rows in pulled:
        tail.put(connection, one, rows, mark.pull, mark.pulled_from)
    lost = _lose_vanished(connection, one, mark)
    came = {row for rows in pulled for row in references.versions_of(rows.events)}
    changed = {row[0] for row in came - known}.union(lost.case.tolist())
    gone = references.codes_of(lost)
    return np.array(sorted(changed), dtype=np.int32), gone, gone


def _lose_vanished(connection: Any, one: int, mark: Bookmark) -> EventColumns:
    """Take out of the tail what this pull should have brought again and did not; what that was."""
    lost = tail.vanished(connection, one, mark.pull, mark.pulled_from).events
    if len(lost) and mark.leaving:  # of cases that left nothing is told any more
        lost = lost.take(~np.isin(lost.case, cases.left_keys(connection, one)))
    ids = zip(lost.id_hi.tolist(), lost.id_lo.tolist(), lost.row_ver.tolist(), strict=True)
    tail.delete_ids(connection, one, list(ids))
    return lost


def _halves(key: str) -> tuple[int, int]:
    digits = key.replace("-", "")
    return int(digits[:16], 16), int(digits[16:], 16)
