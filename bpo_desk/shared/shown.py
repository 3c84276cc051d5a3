"""What clients get to know by name: the entries of dictionaries and the cases that a shared event names, under keys of
the clients' own (`client_key`). Called in the transaction that appends the events; rows that come into PostgreSQL by
other ways are seen to by triggers (migration "client keys").
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Column, Table, bindparam, select, text
from sqlalchemy.engine import Connection

from bpo_desk.models.event import Visibility
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.shared import tables

KEYED: Final[dict[str, tuple[Table, tuple[str, ...]]]] = {
    "persons": (tables.person, ("actor", "holder", "on_behalf_of")),
    "queues": (tables.queue, ("queue",)),
    "steps": (tables.step, ("step",)),
    "fields": (tables.field, ("field",)),
    "sources": (tables.source, ("source",)),
    "cases": (tables.case_, ("case",)),
}
"""Part of a batch's keys -> its table, and the columns of events that name an entry of it."""
_AT_ONCE: Final = 10_000
_ODD: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))


def named(columns: EventColumns, part: str, count: int, rows: NDArray[np.int64] | None = None) -> NDArray[np.bool_]:
    """bool[count]: which codes of a part of KEYED the shared events name, of all rows or of some."""
    chosen = np.flatnonzero(columns.visibility == Visibility.SHARED) if rows is None else rows[
        columns.visibility[rows] == Visibility.SHARED
    ]  # fmt: skip
    found = np.zeros(count, dtype=bool)
    for name in KEYED[part][1]:
        codes = getattr(columns, name)[chosen]
        found[codes[codes >= 0]] = True
    return found


def places(columns: EventColumns) -> NDArray[np.int32]:
    """The place of each shared event among the shared events of its case and instant in the batch, in the order of
    source_seq; 0 for internal ones. It is what clients get in the place of source_seq, whose gaps would count for them
    what they do not get.

    Cases and instants are told apart by a hash: two that share one only get places with gaps.
    """
    out = np.zeros(len(columns), dtype=np.int32)
    rows = np.flatnonzero(columns.visibility == Visibility.SHARED)
    if len(rows) < 2:
        return out
    seq = columns.source_seq[rows]
    if (seq[1:] < seq[:-1]).any():
        rows = rows[np.argsort(seq, kind="stable")]
    where = columns.occurred_at[rows].view(np.uint64) * _ODD[0] ^ columns.case[rows].astype(np.uint64) * _ODD[1]
    order = np.argsort(where, kind="stable")
    where = where[order]
    starts = np.flatnonzero(np.concatenate(([True], where[1:] != where[:-1])))
    at = np.arange(len(rows), dtype=np.int64)
    out[rows[order]] = at - np.repeat(starts, np.diff(np.append(starts, len(rows))))
    return out


def show(connection: Connection, engagement_id: int, table: Table, keys: Iterable[int]) -> None:
    """Give those of some entries that clients do not know yet a key of theirs. The engagement is held by the caller."""
    key = _key(table).name
    wanted = sorted(keys)
    statement = text(
        f"UPDATE {table.name} SET client_key = x.n FROM (SELECT s.{key} AS k, (SELECT coalesce(max(client_key), 0)"
        f" FROM {table.name} WHERE engagement_id = :e) + row_number() OVER (ORDER BY s.{key}) AS n FROM {table.name} s"
        f" WHERE s.engagement_id = :e AND s.client_key IS NULL AND s.{key} IN :keys) x"
        f" WHERE {table.name}.engagement_id = :e AND {table.name}.{key} = x.k"
    ).bindparams(bindparam("keys", expanding=True))
    for first in range(0, len(wanted), _AT_ONCE):
        some: dict[str, Any] = {"e": engagement_id, "keys": wanted[first : first + _AT_ONCE]}
        connection.execute(statement, some)


def known_keys(connection: Connection, engagement_id: int) -> dict[str, dict[int, int]]:
    """By the parts of KEYED: the clients' keys of what they know, by its keys."""
    return {
        part: {
            int(row[0]): int(row[1])
            for row in connection.execute(
                select(_key(table), table.c.client_key).where(
                    table.c.engagement_id == engagement_id, table.c.client_key.is_not(None)
                )
            )
        }
        for part, (table, _names) in KEYED.items()
    }


def _key(table: Table) -> Column[Any]:
    return next(c for c in table.primary_key.columns if c.name != "engagement_id")
