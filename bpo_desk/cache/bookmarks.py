"""The engagements of the cache and where the sync of each stands. No numpy (start path).

A bookmark is written in the same transaction as the rows that it speaks of.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from bpo_desk.cache.store import Cache
from bpo_desk.errors import NotFound
from bpo_desk.models.engagement import Engagement
from bpo_desk.models.ids import EngagementId


class Stage(StrEnum):
    """How far the copy of an engagement is."""

    NEW = "new"  # nothing loaded
    LOADING = "loading"  # blocks are coming in; what is there is partial
    PULLED = "pulled"  # all rows are there; they are being settled and derived
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Watermark:
    """A mark that may become the cursor once the server has made it durable (sync_security.md 1.4)."""

    xmin: int
    lsn: int
    incarnation: str


@dataclass(frozen=True, slots=True)
class Merging:
    """Segments that are being made into one run, part by part: events of the runs from `first` up to before `run` have
    left them for `run` if their case is at most `done`."""

    first: int
    run: int
    done: int = -1


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where the sync of one engagement stands.

    `cursor`: every row version whose transaction is below it is in the cache or superseded there. `pending`: the mark
    that becomes the cursor next. `start`: the mark of the initial load's start, for as long as a crash of the server
    could undo it. `load_after`..`load_last`: the positions still to load, `load_span` at once (0: as many as usual);
    `load_events` of `load_total` are in.
    `pull` counts the pulls, `pulled_from` is the cursor that the last one asked from. `data_as_of`, `verified_at`:
    server clock, microseconds UTC. `merging`: how far a merge of segments is that was begun and has not ended.
    `scope`: how much of the engagement the login got when the copy was begun ("" = all there is). `leaving`: cases that
    have left by the rule of the engagement are to be taken out of the copy; `left`: how many are out.
    """

    stage: Stage = Stage.NEW
    epoch: str = ""
    cursor: int = 0
    pending: Watermark | None = None
    start: Watermark | None = None
    load_after: int = 0
    load_last: int = 0
    load_total: int = 0
    load_events: int = 0
    pull: int = 0
    pulled_from: int = 0
    data_as_of: int | None = None
    verified_at: int | None = None
    merging: Merging | None = None
    scope: str = ""
    leaving: bool = False
    left: int = 0
    load_span: int = 0

    @property
    def partial(self) -> bool:
        """Whether what is shown may lack events that the server has had since before the copy began, or their cases."""
        return self.stage is not Stage.READY

    def to_json(self) -> str:
        """As stored."""
        return json.dumps(self, default=_columns)

    @classmethod
    def of_json(cls, text: str) -> Bookmark:
        """From what is stored; fields of a newer additive version are left out."""
        return _bookmark_of(text)


def _columns(part: Any) -> dict[str, object]:
    return {name: getattr(part, name) for name in part.__slots__}


@lru_cache(maxsize=64)  # read with each question about segments, and written far less often
def _bookmark_of(text: str) -> Bookmark:
    kept: dict[str, Any] = json.loads(text)
    known = {name: kept[name] for name in (field.name for field in fields(Bookmark)) if name in kept}
    for name in ("pending", "start"):
        if known.get(name) is not None:
            known[name] = Watermark(**known[name])
    if known.get("merging") is not None:
        known["merging"] = Merging(**known["merging"])
    bookmark = Bookmark(**known)
    return replace(bookmark, stage=Stage(bookmark.stage))


def engagements(cache: Cache) -> list[Engagement]:
    """The engagements of the cache by code."""
    found = cache.rows("select engagement_id, code, name, client, provider, zone from engagement order by code")
    return [Engagement(EngagementId(row[0]), *row[1:]) for row in found]


def engagement(cache: Cache, engagement_id: int) -> Engagement:
    """One engagement. Raises NotFound."""
    for each in engagements(cache):
        if each.engagement_id == engagement_id:
            return each
    raise NotFound(f"The local copy has no engagement {engagement_id}.", "Sync first.")


def engagement_by_code(cache: Cache, code: str) -> Engagement:
    """One engagement by its short name, upper or lower case. Raises NotFound with the codes there are."""
    found = engagements(cache)
    for each in found:
        if each.code.casefold() == code.casefold():
            return each
    known = ", ".join(each.code for each in found) or "none yet"
    raise NotFound(f"The local copy has no engagement {code!r}.", f"Engagements: {known}.")


def keep_engagement(cache: Cache, given: Engagement) -> None:
    """Write what is known of an engagement, if it is anything new; its bookmark stays."""
    if given in engagements(cache):
        return
    with cache.write() as connection:
        connection.execute(
            """insert into engagement (engagement_id, code, name, client, provider, zone, bookmark)
               values (?, ?, ?, ?, ?, ?, ?)
               on conflict (engagement_id) do update set code = excluded.code, name = excluded.name,
                   client = excluded.client, provider = excluded.provider, zone = excluded.zone""",
            (
                given.engagement_id, given.code, given.name, given.client, given.provider, given.zone,
                Bookmark().to_json(),
            ),
        )  # fmt: skip


def bookmark(cache: Cache, engagement_id: int) -> Bookmark:
    """Where the sync of an engagement stands; a new one where it has never been synced."""
    found = cache.rows("select bookmark from engagement where engagement_id = ?", (engagement_id,))
    return Bookmark.of_json(found[0][0]) if found else Bookmark()


def put_bookmark(connection: Any, engagement_id: int, mark: Bookmark) -> None:
    """Write the bookmark inside the transaction of the rows that it speaks of; counts one change."""
    connection.execute(
        "update engagement set bookmark = ?, change = change + 1 where engagement_id = ?",
        (mark.to_json(), engagement_id),
    )


def change_of(cache: Cache, engagement_id: int) -> tuple[int, int]:
    """(change, words): counters that move whenever anything, or a dictionary, of the engagement was written."""
    found = cache.rows("select change, words from engagement where engagement_id = ?", (engagement_id,))
    return (found[0][0], found[0][1]) if found else (0, 0)


def change_in(connection: Any, engagement_id: int) -> int:
    """The counter of `change_of` in a transaction; 0 for an engagement that is not there."""
    found = connection.execute("select change from engagement where engagement_id = ?", (engagement_id,)).fetchone()
    return 0 if found is None else int(found[0])


def words_changed(connection: Any, engagement_id: int) -> None:
    """Say that a dictionary of the engagement was written: readers take it anew."""
    connection.execute("update engagement set words = words + 1 where engagement_id = ?", (engagement_id,))


def merging_of(connection: Any, engagement_id: int) -> Merging | None:
    """How far a merge of the engagement's segments is; None where none is under way."""
    found = connection.execute("select bookmark from engagement where engagement_id = ?", (engagement_id,)).fetchone()
    return None if found is None else Bookmark.of_json(found[0]).merging
