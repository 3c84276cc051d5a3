"""One session of sync from beginning to end: push, pull, derive, settle, verify, first page for the next start."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from bpo_desk.cache import bookmarks, erased_names
from bpo_desk.cache.outbox import Outbox
from bpo_desk.cache.outbox_erased import changed_events
from bpo_desk.cache.store import Cache
from bpo_desk.errors import DeskError
from bpo_desk.models.mutation_effects import effects
from bpo_desk.models.times import to_iso
from bpo_desk.sync import driver
from bpo_desk.sync.first_pages import FirstPages
from bpo_desk.sync.keep import Keeper
from bpo_desk.sync.pull import pull, pull_changes
from bpo_desk.sync.push import OutboxFailed, Postman, push
from bpo_desk.sync.steps import Answerer, Done, IndexTexts, Reply, Tell, error_line
from bpo_desk.sync.turns import Turns


def silently(_line: Mapping[str, object]) -> None:
    """A Tell that nobody listens to."""


def sync_once(
    cache: Cache,
    answerer: Answerer,
    tell: Tell = silently,
    *,
    outbox: Outbox | None = None,
    verify: bool = False,
    stopped: Callable[[], bool] = lambda: False,
    patience: float = math.inf,
    wanted: Callable[[], bool] = lambda: False,
    pages: FirstPages | None = None,
    keeper: Keeper | None = None,
    turns: Turns | None = None,
) -> bool:
    """Send what waits in the outbox, then bring the cache up to date with everything that the shared database shows;
    resumes what was interrupted.

    `tell` gets one mapping for each step of progress ("pushed", "progress", "changed", "cleared", "synced", and "error"
    where entries of the outbox have to wait). With `verify` every engagement is compared with the server's digest.
    Then, for at most about `patience` seconds and until somebody `wanted` the next session, what is new is put into the
    full text; whether all of it is in. `pages` remembers from session to session when the first page was written,
    `keeper` (of this cache) the dictionaries, `turns` when copies may be made anew that a restored server has made
    worthless (without: at once; those that wait are told of as "waiting"). Raises DeskError kinds, and driver.Stopped
    when `stopped` says so between two steps; what was stored before stays.
    """
    changed: set[int] = set()
    differed: set[int] = set()
    loaded: set[int] = set()

    def heard(line: Mapping[str, object]) -> None:
        if line["event"] in ("changed", "cleared"):
            changed.add(int(str(line["engagement"])))
        if line["event"] == "cleared" and line["reason"] == "digest":
            differed.add(int(str(line["engagement"])))
        if line["event"] == "changed" and line["cases"] is None:
            loaded.add(int(str(line["engagement"])))
        tell(line)

    if outbox is not None:
        _push(outbox, cache, answerer, tell, stopped)
    keeper = keeper or Keeper(cache, heard)
    keeper.tell = heard
    if outbox is not None:
        keeper.waiting = partial(_waiting, outbox)
    driver.run(pull(verify=verify, turns=turns), answerer, keeper, stopped)
    (pages or FirstPages(cache)).renew(changed, time.monotonic())
    if outbox is not None:
        _look_after(outbox, cache, differed, loaded, tell)
    waiting = {} if turns is None else turns.waiting
    _tell_synced(cache, tell, waiting=waiting)
    return _indexed(cache, keeper, stopped, wanted, time.monotonic() + patience)


def sync_changes(
    cache: Cache,
    answerer: Answerer,
    engagements: Iterable[int],
    tell: Tell,
    keeper: Keeper,
    stopped: Callable[[], bool] = lambda: False,
    turns: Turns | None = None,
) -> None:
    """Bring what a hint spoke of into the copies of some engagements, and leave all else to the next `sync_once`: as
    few questions as can be. Copies that wait for their turn stay as they are. Tells "changed" and "synced"; raises as
    `sync_once` does."""
    keeper.tell = tell
    asked = frozenset(engagements) - (turns.waiting.keys() if turns else frozenset())
    driver.run(pull_changes(sorted(asked)), answerer, keeper, stopped)
    _tell_synced(cache, tell, asked)


def _tell_synced(
    cache: Cache, tell: Tell, only: frozenset[int] | None = None, waiting: Mapping[int, float] | None = None
) -> None:
    known = bookmarks.engagements(cache)
    for each in known:
        if waiting and each.engagement_id in waiting:
            continue
        if only is None or each.engagement_id in only:
            mark = bookmarks.bookmark(cache, each.engagement_id)
            tell(
                {"event": "synced", "engagement": each.engagement_id, "code": each.code,
                 "data_as_of": _iso(mark.data_as_of), "verified_at": _iso(mark.verified_at)}
            )  # fmt: skip
    for each in known:  # last: what is not live must not be called so by what others say
        if waiting and each.engagement_id in waiting:
            seconds = math.ceil(waiting[each.engagement_id])
            tell({"event": "waiting", "engagement": each.engagement_id, "code": each.code, "seconds": seconds})


def _indexed(
    cache: Cache, keeper: Keeper, stopped: Callable[[], bool], wanted: Callable[[], bool], until: float
) -> bool:  # fmt: skip
    """Bring the full text further, part by part; whether it is whole. One part is made before anybody is asked who
    wants the next session, or nobody would learn that it is whole while news come without a pause."""
    for each in bookmarks.engagements(cache):
        reply: Reply = Done(more=True)
        while isinstance(reply, Done) and reply.more:
            if stopped():
                raise driver.Stopped
            if time.monotonic() > until:
                return False
            reply = keeper.do(IndexTexts(each.engagement_id))
            if isinstance(reply, Done) and reply.more and wanted():
                return False
    return True


def _iso(micros: int | None) -> str | None:
    return None if micros is None else to_iso(micros)


def _push(
    outbox: Outbox, cache: Cache, answerer: Answerer, tell: Tell, stopped: Callable[[], bool]
) -> None:  # fmt: skip
    """Send what waits. An outbox that cannot be used is told of and keeps nobody from reading."""
    try:
        nothing = outbox.is_empty()
        for each in bookmarks.engagements(cache) if not nothing else []:
            # a copy that is being made anew may have differed, and a session that was killed cannot say so any more
            if bookmarks.bookmark(cache, each.engagement_id).partial:
                outbox.send_again(each.code)
    except DeskError as error:
        tell(error_line(error))
        return
    if nothing:  # who never writes does not even ask
        return
    try:
        driver.run(push(), answerer, Postman(outbox, tell), stopped)
    except OutboxFailed as failed:
        tell(error_line(failed.error))


def _waiting(outbox: Outbox, engagement: str) -> set[str]:
    """The cases of an engagement for which something of the outbox waits to be sent, or for a person to decide: who
    compares theirs with his own needs the case."""
    waiting = [*outbox.to_send(), *outbox.needing_attention()]
    return {each.mutation.case for each in waiting if each.mutation.engagement == engagement}


def _look_after(outbox: Outbox, cache: Cache, differed: set[int], loaded: set[int], tell: Tell) -> None:
    """After a pull: entries whose events have been erased go, and where a copy did not agree with the shared database
    what was acknowledged is sent again."""
    try:
        for each in bookmarks.engagements(cache):
            if each.engagement_id in differed:
                outbox.send_again(each.code)
                continue
            kept = {effect.event_id: entry.mutation.mutation_id for entry in outbox.acknowledged(each.code)
                    for effect in effects(entry.mutation)}  # fmt: skip
            found = changed_events(
                cache, each.engagement_id, kept, everywhere=each.engagement_id in loaded
            )  # fmt: skip
            outbox.forget(sorted({kept[event_id] for event_id in found}))
        erased_names.forget(cache, outbox)
    except DeskError as error:
        tell(error_line(error))
