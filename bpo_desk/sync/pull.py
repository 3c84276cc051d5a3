"""The puller: what to ask the shared database and what to do with each answer, as a generator without any I/O.

The cursor is the durable low-watermark with overlap (sync design 1.4): everything at or above it is read again until
the server has both passed it and made it safe on disk. How answers are stored is in `sync/keep.py`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import replace
from typing import Final, TypeVar

from bpo_desk.cache.bookmarks import Bookmark, Stage, Watermark
from bpo_desk.errors import AccessRevoked, DeskError
from bpo_desk.shared.requests import (
    CountAnswer,
    CountEvents,
    Digest,
    DigestAnswer,
    Hello,
    HelloAnswer,
    LetGo,
    LetGoAnswer,
    LoadAnswer,
    LoadBlock,
    Mark,
    Pull,
    PullAnswer,
    Rows,
)
from bpo_desk.sync.steps import (
    Agreed,
    Ahead,
    BeginLoad,
    Compare,
    Dispose,
    Disposed,
    Done,
    Forget,
    KeepBlock,
    KeepPull,
    Known,
    Look,
    Meet,
    Puller,
    Reply,
    Settle,
    Step,
    Wipe,
)
from bpo_desk.sync.turns import Turns

SPAN: Final = 65_536
"""Positions of the change feed that one block of an initial load covers."""
AHEAD: Final = 2
"""Blocks that may be asked for while another is being stored."""
SETTLE_AT: Final = 2_048
"""Events in the tail from which a second pull is worth it, so that they can be settled at once."""
VERIFY_EVERY: Final = 24 * 3600 * 1_000_000
"""Microseconds between two comparisons with the server's digest."""
_VERIFY_TRIES: Final = 4

_R = TypeVar("_R")
_Part = Generator[Step, Reply, _R]


class _Distrust(Exception):
    """What is here cannot be continued: another history of the server, or a mark that a crash has undone."""


def pull(*, verify: bool = False, turns: Turns | None = None) -> Puller:
    """One session: every engagement that the server shows is brought up to date, others are forgotten.

    With `verify` each engagement is compared with the server's digest; without, once a day and after a load. A copy of
    another history of the server is made anew when `turns` says so, or at once. Raises AccessRevoked where the login
    has lost the last one, with all of them forgotten.
    """
    hello = _expect(HelloAnswer, (yield Hello()))
    looked = _expect(Known, (yield Look()))
    known = looked.bookmarks
    visible = {int(each.engagement_id) for each in hello.engagements}
    lost = sorted(set(known) - visible)
    for gone in lost:
        yield Forget(gone)
    if lost and not visible and hello.guarded:
        raise AccessRevoked(
            "This login has no role in any engagement of the shared database any more.",
            "Ask whoever gave you access. What it had here may not be used any more.",
        )
    waits = frozenset[int]() if turns is None else _waiting(known, visible, hello.mark, turns)
    for engagement in hello.engagements:
        one = int(engagement.engagement_id)
        if one in waits:
            continue
        yield Meet(engagement, hello.guarded, client=bool(hello.scopes.get(one)))
        yield from _engagement(one, known.get(one, Bookmark()), hello, verify)
    for one in sorted(visible):  # when all is up to date; what leaves is seen by the next session
        if looked.let_go.get(one, hello.mark.at) < hello.mark.at:
            while _expect(LetGoAnswer, (yield LetGo(one))).more:
                pass


def _waiting(known: dict[int, Bookmark], visible: set[int], mark: Mark, turns: Turns) -> frozenset[int]:
    """The engagements whose copies are of another history of the server and are not made anew in this session."""
    worthless = {
        one: bookmark.load_total
        for one, bookmark in known.items()
        if one in visible and bookmark.stage is not Stage.NEW and bookmark.epoch != mark.epoch
    }
    return turns.asked(mark.epoch, worthless)


def pull_changes(engagements: Iterable[int]) -> Puller:
    """What a hint asks for between two sessions: one pull of each engagement whose copy is whole, and nothing else.

    Which engagements there are, how much of them is open, settling and comparing wait for the next session. So does a
    server that is not the one the copy was made of.
    """
    known = _expect(Known, (yield Look())).bookmarks
    for one in engagements:
        bookmark = known.get(one, Bookmark())
        if bookmark.stage is Stage.READY and bookmark.merging is None:
            try:
                yield from _pulled(one, bookmark, None)
            except _Distrust:
                return


def _engagement(one: int, bookmark: Bookmark, hello: HelloAnswer, verify: bool) -> Puller:
    if bookmark.stage is not Stage.NEW and bookmark.scope != hello.scopes.get(one, ""):
        bookmark = yield from _wiped(one, "access")  # rows do not change when rights do
    if bookmark.stage is not Stage.NEW and not _trusted(bookmark, hello.mark):
        bookmark = yield from _wiped(one, "epoch")
    for fresh_start in (False, True):
        try:
            bookmark, mark = yield from _brought_up(one, bookmark, hello)
            while bookmark.leaving:
                disposed = _expect(Disposed, (yield Dispose(one)))
                bookmark = disposed.bookmark
                if not disposed.more:
                    break
            if not (verify or bookmark.verified_at is None or abs(mark.at - bookmark.verified_at) > VERIFY_EVERY):
                return
            if (yield from _verified(one, bookmark, mark, hello)):
                return
            reason = "digest"
        except _Distrust:
            reason = "epoch"
        if fresh_start:
            break
        bookmark = yield from _wiped(one, reason)
    raise DeskError(
        f"The local copy of engagement {one} still differs from the shared database after a full load.",
        "Check the shared database (`bpo-desk admin doctor`); until then trust the database, not the copy.",
        code="copy_differs",
    )


def _wiped(one: int, reason: str) -> _Part[Bookmark]:
    yield Wipe(one, reason)
    return Bookmark()


def _trusted(bookmark: Bookmark, mark: Mark) -> bool:
    """Whether the copy belongs to this history of the server, and no crash has undone the start of its load."""
    if bookmark.epoch != mark.epoch:
        return False
    return bookmark.start is None or bookmark.start.incarnation == mark.incarnation


def _brought_up(one: int, bookmark: Bookmark, hello: HelloAnswer) -> _Part[tuple[Bookmark, Mark]]:
    if bookmark.stage is Stage.NEW:
        bookmark = yield from _begun(one, hello)
    if bookmark.stage is Stage.LOADING:
        bookmark = yield from _loaded(one, bookmark, parallel=_answers_in_parallel(hello))
    if bookmark.stage is Stage.PULLED or bookmark.merging is not None:
        # Before anything is pulled: what has left a segment for a merged run still lies there until the merge ends.
        yield from _settled(one)
        bookmark = replace(bookmark, stage=Stage.READY, merging=None)
    bookmark, mark, in_tail = yield from _pulled(one, bookmark, hello.mark)
    if bookmark.stage is Stage.PULLED:
        if _answers_in_parallel(hello):
            yield Ahead((Digest(one),))  # what `_verified` will ask; the server counts while we settle
        yield from _settled(one)
        bookmark = replace(bookmark, stage=Stage.READY)
    elif in_tail >= SETTLE_AT:
        if bookmark.cursor > bookmark.pulled_from:
            bookmark, mark, _ = yield from _pulled(one, bookmark, mark)
        yield from _settled(one)
    return bookmark, mark


def _settled(one: int) -> _Part[None]:
    while _expect(Done, (yield Settle(one))).more:
        pass


def _answers_in_parallel(hello: HelloAnswer) -> bool:
    return hello.dialect == "postgresql"


def _begun(one: int, hello: HelloAnswer) -> _Part[Bookmark]:
    """T0 first: whatever commits after the mark of `hello` is brought by the pull that ends the load."""
    start, parallel = hello.mark, _answers_in_parallel(hello)
    if parallel:
        yield Ahead((CountEvents(one), Pull(one, 0, tables_only=True)))
    count = _expect(CountAnswer, (yield CountEvents(one)))
    if parallel:
        # while the small tables are stored
        yield Ahead(tuple(_blocks(one, Bookmark(load_last=count.last_seq, load_span=count.span))))
    tables = _expect(PullAnswer, (yield Pull(one, 0, tables_only=True)))
    for mark in (count.mark, tables.mark):
        if mark.epoch != start.epoch or mark.incarnation != start.incarnation:
            raise _Distrust
    bookmark = Bookmark(
        stage=Stage.LOADING,
        epoch=start.epoch,
        cursor=start.xmin,
        start=_unless_safe(Watermark(start.xmin, start.lsn, start.incarnation), tables.mark),
        load_last=count.last_seq,
        load_total=count.events,
        load_span=count.span,
        scope=hello.scopes.get(one, ""),
        leaving=_some_left(tables.tables),
    )
    yield BeginLoad(one, tables.tables, bookmark)
    return bookmark


def _unless_safe(start: Watermark | None, mark: Mark) -> Watermark | None:
    return None if start is None or mark.flushed >= start.lsn else start


def _loaded(one: int, bookmark: Bookmark, *, parallel: bool) -> _Part[Bookmark]:
    """Block by block to the last position at T0; where it stopped, the next session goes on."""
    while bookmark.load_after < bookmark.load_last:
        if parallel:
            yield Ahead(tuple(_blocks(one, bookmark)))
        answer = _expect(LoadAnswer, (yield next(_blocks(one, bookmark))))
        bookmark = replace(
            bookmark, load_after=answer.last_seq, load_events=bookmark.load_events + len(answer.block)
        )  # fmt: skip
        yield KeepBlock(one, answer.block, bookmark)
    return bookmark


def _blocks(one: int, bookmark: Bookmark) -> Generator[LoadBlock, None, None]:
    """The block that comes next and those after it, should no gap be skipped."""
    after = bookmark.load_after
    for _ in range(1 + AHEAD):
        if after < bookmark.load_last:
            span = min(bookmark.load_span or SPAN, bookmark.load_last - after)
            yield LoadBlock(one, after, span)
            after += span


def _pulled(one: int, bookmark: Bookmark, before: Mark | None) -> _Part[tuple[Bookmark, Mark, int]]:
    """One ordinary pull. `before` is a mark that was read earlier than the pull, if one was."""
    answer = _expect(PullAnswer, (yield Pull(one, bookmark.cursor)))
    if not _trusted(bookmark, answer.mark):
        raise _Distrust
    loading = bookmark.stage is Stage.LOADING
    cursor, pending = advanced(bookmark, before, answer.mark)
    bookmark = replace(
        bookmark,
        stage=Stage.PULLED if loading else Stage.READY,
        cursor=cursor,
        pending=pending,
        start=_unless_safe(bookmark.start, answer.mark),
        pull=bookmark.pull + 1,
        pulled_from=bookmark.cursor,
        data_as_of=answer.mark.at,
        leaving=bookmark.leaving or _some_left(answer.tables),
    )
    done = _expect(Done, (yield KeepPull(one, answer, bookmark)))
    return bookmark, answer.mark, done.in_tail


def _some_left(tables: Iterable[Rows]) -> bool:
    """Whether a case is told of that has left the local copies, or came back."""
    for table in tables:
        if table.table == "case" and "left_at" in table.columns:
            left, back = table.columns.index("left_at"), table.columns.index("back_at")
            if any(row[left] is not None or row[back] is not None for row in table.rows):
                return True
    return False


def advanced(bookmark: Bookmark, before: Mark | None, mark: Mark) -> tuple[int, Watermark | None]:
    """The cursor and the waiting mark after a pull whose snapshot had `mark` (sync design 1.4).

    A mark becomes the cursor when a pull with a later snapshot has been kept, the server process is still the same and
    its log is safe on disk beyond the mark: after a crash transaction numbers that were not safe are used again.
    `before` was read earlier than the pull, in the same session, so it may serve as well as one of an earlier pull;
    None where nothing was.
    """
    cursor = bookmark.cursor
    waiting = [bookmark.pending] if bookmark.pending else []
    if before is not None and before.epoch == mark.epoch:
        waiting.append(Watermark(before.xmin, before.lsn, before.incarnation))
    left = None
    for each in waiting:
        if each.incarnation != mark.incarnation:
            continue
        if mark.flushed >= each.lsn:
            cursor = max(cursor, each.xmin)
        elif left is None:
            left = each
    return cursor, left or Watermark(mark.xmin, mark.lsn, mark.incarnation)


def _verified(one: int, bookmark: Bookmark, mark: Mark, hello: HelloAnswer) -> _Part[bool]:
    """Whether the copy agrees with the server, as far as can be told while others write.

    A difference counts only where the server stood still between the pull and the digest: the same mark, or the same
    digest before and after a pull.
    """
    before: tuple[int, ...] | None = None
    for _ in range(_VERIFY_TRIES):
        digest = _expect(DigestAnswer, (yield Digest(one)))
        if digest.mark.epoch != mark.epoch:
            raise _Distrust
        if _expect(Agreed, (yield Compare(one, digest))).equal:
            return True
        now = (digest.events, digest.versions, digest.xor_hi, digest.xor_lo)
        if now == before or _stood_still(mark, digest.mark):
            return False
        before = now
        bookmark, mark, _ = yield from _pulled(one, bookmark, hello.mark)
    return True  # never still long enough; the next session tries again, verified_at was not written


def _stood_still(first: Mark, second: Mark) -> bool:
    return (first.incarnation, first.xmin, first.lsn) == (second.incarnation, second.xmin, second.lsn)


def _expect(kind: type[_R], reply: Reply) -> _R:
    if not isinstance(reply, kind):
        raise TypeError(f"the driver answered {type(reply).__name__} where {kind.__name__} was asked for")
    return reply
