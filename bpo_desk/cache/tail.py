"""The tail: events at or above the durable cursor, one row each, keyed by event id. Small; segments hold the rest.

`seen_pull` and `seen_cursor` say which pull brought a row last and where its cursor stood: a row that a pull from the
same cursor no longer brings has vanished on the server, one that a later cursor leaves out has become durable.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache.layout import SEGMENT_COLUMNS, TEXTS
from bpo_desk.cache.segments import EventRows
from bpo_desk.models.event_block import TextColumn
from bpo_desk.models.event_columns import LAYOUT, EventColumns

_STORED: Final = ("id_hi", "id_lo", *(name for name in SEGMENT_COLUMNS if name not in ("id_hi", "id_lo")), *TEXTS)
_NAMES: Final = tuple("case" if name == "case_key" else name for name in _STORED)
_UPSERT: Final = (
    f"insert into tail (engagement_id, {', '.join(_STORED)}, seen_pull, seen_cursor) "
    f"values ({', '.join('?' * (len(_STORED) + 3))}) on conflict (engagement_id, id_hi, id_lo) do update set "
    + ", ".join(f"{name} = excluded.{name}" for name in (*_STORED[2:], "seen_pull", "seen_cursor"))
    + " where excluded.row_ver >= tail.row_ver"
)


def put(connection: Any, engagement_id: int, rows: EventRows, pull: int, cursor: int) -> None:
    """Insert or replace events; a stored version above the given one stays."""
    columns: list[list[object]] = []
    for name in _NAMES:
        if name in TEXTS:
            columns.append(list(rows.texts[name].texts()))
        else:
            array = getattr(rows.events, name)
            columns.append((array.view(np.int64) if array.dtype == np.uint64 else array).tolist())
    connection.executemany(
        _UPSERT, ((engagement_id, *row, pull, cursor) for row in zip(*columns, strict=True))
    )  # fmt: skip


def _rows(found: list[tuple[Any, ...]]) -> EventRows:
    return _made(found) if found else _NO_ROWS


def _made(found: list[tuple[Any, ...]]) -> EventRows:
    by_name: list[tuple[Any, ...]] = list(zip(*found, strict=True)) if found else [()] * len(_NAMES)
    arrays: dict[str, NDArray[np.generic]] = {}
    texts: dict[str, TextColumn] = {}
    for name, values in zip(_NAMES, by_name, strict=True):
        if name in TEXTS:
            texts[name] = TextColumn.of(list(values))
        elif LAYOUT[name] == "u8":
            arrays[name] = np.array(values, dtype=np.int64).view(np.uint64)
        else:
            arrays[name] = np.array(values, dtype=LAYOUT[name])
    return EventRows(EventColumns.of(arrays), texts)


_CASES_NAMED: Final = 500
"""Of more cases than this the whole tail is read."""
_NO_ROWS: Final = _made([])


def read(connection: Any, engagement_id: int, where: str = "1", parameters: tuple[object, ...] = ()) -> EventRows:
    """The events of the tail for which an SQL condition on its columns holds."""
    found = connection.execute(
        f"select {', '.join(_STORED)} from tail where engagement_id = ? and {where}", (engagement_id, *parameters)
    ).fetchall()
    return _rows(found)


def read_cases(connection: Any, engagement_id: int, cases: NDArray[np.integer]) -> EventRows:
    """The events of the tail that belong to the given cases."""
    if not len(cases):
        return _NO_ROWS
    if len(cases) > _CASES_NAMED:
        rows = read(connection, engagement_id)
        return rows.take(np.isin(rows.events.case, cases))
    keys = [int(case) for case in cases]
    return read(connection, engagement_id, f"case_key in ({', '.join('?' * len(keys))})", tuple(keys))


def versions(connection: Any, engagement_id: int, cases: NDArray[np.integer]) -> set[tuple[int, int, int, int]]:
    """(case, the halves of the id, version) of the events of the tail that belong to the sorted case keys, and, where
    those are many, of cases between them."""
    keys, where = [int(case) for case in cases], "case_key between ? and ?"
    if len(keys) <= _CASES_NAMED:
        where = f"case_key in ({', '.join('?' * len(keys))})"
    else:
        keys = [keys[0], keys[-1]]
    found = connection.execute(
        f"select case_key, id_hi, id_lo, row_ver from tail where engagement_id = ? and {where}",
        (engagement_id, *keys),
    )
    return {(case, hi % 2**64, lo % 2**64, version) for case, hi, lo, version in found}


def delete_ids(connection: Any, engagement_id: int, ids: list[tuple[int, int, int]]) -> None:
    """Delete events by (id_hi, id_lo, up to which row_ver), the halves as unsigned integers."""
    connection.executemany(
        "delete from tail where engagement_id = ? and id_hi = ? and id_lo = ? and row_ver <= ?",
        [(engagement_id, signed(hi), signed(lo), version) for hi, lo, version in ids],
    )


def vanished(connection: Any, engagement_id: int, pull: int, cursor: int) -> EventRows:
    """Events that an earlier pull from this very cursor brought and this one, from the same, did not."""
    return read(connection, engagement_id, "seen_pull < ? and seen_cursor = ?", (pull, cursor))


def durable(connection: Any, engagement_id: int, cursor: int) -> EventRows:
    """Events whose transaction lies below the cursor: later pulls will not bring them again."""
    return read(connection, engagement_id, "seen_cursor < ?", (cursor,))


def delete_durable(connection: Any, engagement_id: int, cursor: int) -> None:
    """Delete what `durable` answers."""
    connection.execute("delete from tail where engagement_id = ? and seen_cursor < ?", (engagement_id, cursor))


def delete_cases(connection: Any, engagement_id: int, cases: NDArray[np.integer]) -> None:
    """Delete every event of some cases."""
    connection.executemany(
        "delete from tail where engagement_id = ? and case_key = ?", [(engagement_id, int(case)) for case in cases]
    )


def count(connection: Any, engagement_id: int) -> int:
    """How many events the tail holds."""
    return int(connection.execute("select count(*) from tail where engagement_id = ?", (engagement_id,)).fetchone()[0])


def signed(half: int) -> int:
    """An unsigned 64-bit half of an id as SQLite stores it."""
    return half - 2**64 if half >= 2**63 else half
