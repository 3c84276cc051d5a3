"""What people decided about refused entries of the outbox: its audit log. Nothing that was written leaves without one.

Runs inside the transactions of `outbox.py`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

DECISIONS: Final = """create table decision (
        position integer primary key autoincrement,
        mutation_id text not null, at integer not null, what text not null, again text not null default ''
    )"""
KEEP_DECIDED: Final = 400 * 24 * 3600 * 1_000_000
"""Microseconds that what was decided, and what was written then, is kept: as long as the results of mutations are."""

KEEP_ERASED: Final = 30 * 24 * 3600 * 1_000_000
"""The same for what was written about an event that is erased: its text must not stay."""


class What(StrEnum):
    """What became of something refused. The words are stored."""

    LEFT = "left"  # theirs stays
    SENT_AGAIN = "sent_again"
    EDITED = "edited"  # and sent again


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: about which mutation, when (microseconds UTC by the desk's clock), and the id of what was written
    instead, "" where nothing was."""

    mutation_id: str
    at: int
    what: What
    again: str = ""


def take(connection: Any, mutation_id: str, at: int | None, again: str = "", *, edited: bool = False) -> bool:
    """Keep a decision about an entry that waits for one; whether it did."""
    found = connection.execute(
        "update entry set state = 'discarded' where mutation_id = ? and state in ('conflict', 'rejected')",
        (mutation_id,),
    )
    if found.rowcount != 1:
        return False
    what = What.LEFT if not again else What.EDITED if edited else What.SENT_AGAIN
    connection.execute(
        "insert into decision (mutation_id, at, what, again) values (?, ?, ?, ?)",
        (mutation_id, time.time_ns() // 1000 if at is None else at, what.value, again),
    )
    return True


def told(connection: Any) -> list[Decision]:
    """All decisions that are kept, the latest first."""
    rows = connection.execute("select mutation_id, at, what, again from decision order by position desc")
    return [Decision(own, at, What(what), again) for own, at, what, again in rows]


def drop_old(connection: Any, at: int) -> None:
    """Forget what was decided long ago, with its entries; sooner what was refused because its event was erased."""
    connection.execute("delete from decision where at < ?", (at - KEEP_DECIDED,))
    connection.execute(
        "delete from entry where state = 'discarded' and (refusal = 'erased' and answered_at < ? or answered_at < ?"
        " and mutation_id not in (select mutation_id from decision))",
        (at - KEEP_ERASED, at - KEEP_DECIDED),
    )
