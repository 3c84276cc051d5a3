"""One session of sync from beginning to end: pull, derive, settle, verify, and the first page for the next start."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from bpo_desk.cache import bookmarks, read
from bpo_desk.cache.first_page import ROWS, read_first_page, write_first_page
from bpo_desk.cache.store import Cache
from bpo_desk.state.queue_facts import queue_facts
from bpo_desk.sync import driver
from bpo_desk.sync.keep import Keeper
from bpo_desk.sync.pull import pull
from bpo_desk.sync.steps import Answerer, Tell

_MOST_RECENT = "most recent activity"


def silently(_line: Mapping[str, object]) -> None:
    """A Tell that nobody listens to."""


def sync_once(
    cache: Cache,
    answerer: Answerer,
    tell: Tell = silently,
    *,
    verify: bool = False,
    stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Bring the cache up to date with everything that the shared database shows; resumes what was interrupted.

    `tell` gets one mapping for each step of progress ("progress", "changed", "cleared", "synced"). With `verify` every
    engagement is compared with the server's digest. Raises DeskError kinds, and driver.Stopped when `stopped` says so
    between two steps; what was stored before stays.
    """
    changed: set[int] = set()

    def heard(line: Mapping[str, object]) -> None:
        if line["event"] in ("changed", "cleared"):
            changed.add(int(str(line["engagement"])))
        tell(line)

    driver.run(pull(verify=verify), answerer, Keeper(cache, heard), stopped)
    _renew_first_page(cache, changed)
    for each in bookmarks.engagements(cache):
        mark = bookmarks.bookmark(cache, each.engagement_id)
        tell(
            {"event": "synced", "engagement": each.engagement_id, "code": each.code, "data_as_of": mark.data_as_of,
             "verified_at": mark.verified_at}
        )  # fmt: skip


def _renew_first_page(cache: Cache, changed: set[int]) -> None:
    """Write the rows of the stored first page anew; without one, those of the most recent activity."""
    page = read_first_page(cache)
    known = [each.engagement_id for each in bookmarks.engagements(cache)]
    if page is None and not known:
        return
    one = int(known[0]) if page is None else page.engagement_id
    if page is not None and one not in changed:
        return
    queue = read.queue(cache, one)
    if page is None or page.view == _MOST_RECENT:
        rows = np.argsort(queue.cases["last_activity_at"], kind="stable")[::-1][:ROWS].tolist()
    else:
        rows = [row for case in page.cases if (row := queue.cases.row_of(case)) is not None]
    cells = [(int(queue.cases["case"][row]), queue_facts(queue, row)) for row in rows]
    write_first_page(cache, one, _MOST_RECENT if page is None else page.view, cells)
