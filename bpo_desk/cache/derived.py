"""The derived case columns, in the same chunks of case keys as `cache/cases.py`; `sync` has them from `state`.

A chunk is a hundred pages of the file. A few changed cases of one are put beside it and read instead of what it says of
them, until they are many.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache.cases import CHUNK_BITS
from bpo_desk.cache.filled_column import FilledColumn
from bpo_desk.cache.packing import pack_arrays, unpack_arrays
from bpo_desk.models.case_columns import LAYOUT, QUEUE_LAYOUT, QUEUE_SETS, SETS, CaseColumns, CaseSet

_FEW: Final = 64
"""Cases of one chunk that change together are put beside it up to so many,"""
_MOST_LATE: Final = 256
"""and stand there until they are more than this."""
_LARGE: Final = 512
"""A chunk of fewer cases than this is written anew."""
_NONE_GONE: Final = np.empty(0, np.int64)


def replace_cases(connection: Any, engagement_id: int, changed: CaseColumns, gone: NDArray[np.integer]) -> None:
    """Put the given cases in the place of the stored ones and delete the case keys in `gone`."""
    keys = changed["case"].astype(np.int64)
    chunks = np.unique(np.concatenate((keys, gone.astype(np.int64))) >> CHUNK_BITS)
    for chunk in chunks.tolist():
        lost = gone[(gone >> CHUNK_BITS) == chunk]
        rows = np.flatnonzero((keys >> CHUNK_BITS) == chunk)
        part = changed.take(rows)
        if len(lost) or len(rows) > _FEW or not _put_beside(connection, engagement_id, chunk, part):
            stored = read_chunk(connection, engagement_id, chunk)
            _write(connection, engagement_id, chunk, _put(stored, part, lost))
            connection.execute("delete from derived_late where engagement_id = ? and chunk = ?", (engagement_id, chunk))


def _put_beside(connection: Any, engagement_id: int, chunk: int, changed: CaseColumns) -> bool:
    """Put some cases beside their chunk; whether that could be done: not where it has not all of them yet."""
    late = _read_late(connection, engagement_id, chunk)
    if late is None or not np.isin(changed["case"], late["case"]).all():
        keys = chunk_cases(connection, engagement_id, chunk)
        if len(keys) < _LARGE or not np.isin(changed["case"], keys).all():
            return False
    together = changed if late is None else _put(late, changed, _NONE_GONE)
    if len(together) > _MOST_LATE:
        return False
    connection.execute(
        "insert or replace into derived_late (engagement_id, chunk, body) values (?, ?, ?)",
        (engagement_id, chunk, pack_arrays(_arrays(together))),
    )
    return True


def _read_late(connection: Any, engagement_id: int, chunk: int) -> CaseColumns | None:
    found = connection.execute(
        "select body from derived_late where engagement_id = ? and chunk = ?", (engagement_id, chunk)
    ).fetchone()
    return None if found is None else _unpacked(found[0])


def _put(stored: CaseColumns, changed: CaseColumns, gone: NDArray[np.integer]) -> CaseColumns:
    at = np.searchsorted(stored["case"], changed["case"])
    if len(gone) or not len(stored) or (stored["case"][np.minimum(at, len(stored) - 1)] != changed["case"]).any():
        return stored.replaced(changed, gone)
    return stored.patched(at, changed)


def put_all(connection: Any, engagement_id: int, cases: CaseColumns) -> None:
    """Append cases sorted by key, each chunk merged with what another call stored of it."""
    replace_cases(connection, engagement_id, cases, np.empty(0, np.int32))


def clear(connection: Any, engagement_id: int) -> None:
    """Delete all derived columns of an engagement."""
    for table in ("derived", "derived_late"):
        connection.execute(f"delete from {table} where engagement_id = ?", (engagement_id,))


def _write(connection: Any, engagement_id: int, chunk: int, cases: CaseColumns) -> None:
    if not len(cases):
        connection.execute("delete from derived where engagement_id = ? and chunk = ?", (engagement_id, chunk))
        return
    connection.execute(
        "insert or replace into derived (engagement_id, chunk, cases, body) values (?, ?, ?, ?)",
        (engagement_id, chunk, len(cases), pack_arrays(_arrays(cases))),
    )


def _arrays(cases: CaseColumns) -> dict[str, NDArray[np.generic]]:
    """Columns and sets by the names under which they are stored."""
    arrays = dict(cases.columns)
    for name, members in cases.sets.items():
        arrays[f"{name}/"] = np.diff(members.offset)
        for column, values in members.flat.items():
            arrays[f"{name}/{column}"] = values
    return arrays


def _unpacked(body: bytes) -> CaseColumns:
    arrays, _ = unpack_arrays(body)
    sets = {}
    for name, layout in SETS.items():
        offset = np.zeros(len(arrays["case"]) + 1, dtype=np.int64)
        np.cumsum(arrays[f"{name}/"], out=offset[1:])
        sets[name] = CaseSet(offset, {column: arrays[f"{name}/{column}"] for column in layout})
    return CaseColumns({name: arrays[name] for name in LAYOUT}, sets)


def read_chunk(connection: Any, engagement_id: int, chunk: int) -> CaseColumns:
    """The derived columns of one chunk."""
    found = connection.execute(
        "select body from derived where engagement_id = ? and chunk = ?", (engagement_id, chunk)
    ).fetchone()
    stored = CaseColumns.empty() if found is None else _unpacked(found[0])
    late = _read_late(connection, engagement_id, chunk)
    return stored if late is None else _put(stored, late, _NONE_GONE)


def read_cases(connection: Any, engagement_id: int, chunk: int, keys: NDArray[np.integer]) -> CaseColumns:
    """The derived columns of some cases (sorted keys) of one chunk, those that there are."""
    cases = _read_late(connection, engagement_id, chunk)
    if cases is None or not np.isin(keys, cases["case"]).all():
        cases = read_chunk(connection, engagement_id, chunk)
    return cases.take(np.flatnonzero(np.isin(cases["case"], keys)))


def chunk_cases(connection: Any, engagement_id: int, chunk: int) -> NDArray[np.int32]:
    """The keys of the cases of one chunk."""
    found = connection.execute(
        "select body from derived where engagement_id = ? and chunk = ?", (engagement_id, chunk)
    ).fetchone()
    if found is None:
        return np.empty(0, np.int32)
    arrays, _texts = unpack_arrays(found[0], {"case"})
    return arrays["case"].astype(np.int32)


def read_all(connection: Any, engagement_id: int) -> CaseColumns:
    """The derived columns of all cases, sorted by case key."""
    return _filled(connection, engagement_id, LAYOUT, SETS, narrow=False)


def read_for_queue(connection: Any, engagement_id: int) -> CaseColumns:
    """The same without what only an opened case says (QUEUE_LAYOUT, QUEUE_SETS)."""
    return _filled(connection, engagement_id, QUEUE_LAYOUT, QUEUE_SETS, narrow=True)


def _filled(
    connection: Any,
    engagement_id: int,
    layout: Mapping[str, str],
    sets: Mapping[str, Mapping[str, str]],
    *,
    narrow: bool,
) -> CaseColumns:
    """Chunk by chunk into columns that are as long as they will be: the pieces of a million cases, kept until they are
    joined, would leave the process twice as large for good."""
    here = (engagement_id,)
    count = connection.execute("select coalesce(sum(cases), 0) from derived where engagement_id = ?", here).fetchone()[
        0
    ]
    columns = {name: FilledColumn(kind, count, narrow=narrow) for name, kind in layout.items()}
    counts = {name: FilledColumn("i4", count, narrow=True) for name in sets}
    flat = {
        (name, column): FilledColumn(kind, count, narrow=narrow)
        for name, members in sets.items()
        for column, kind in members.items()
    }
    stored = {f"{name}/{column}": each for (name, column), each in flat.items()}
    stored |= columns | {f"{name}/": each for name, each in counts.items()}
    late = dict(connection.execute("select chunk, body from derived_late where engagement_id = ?", here).fetchall())
    for chunk, body in connection.execute(
        "select chunk, body from derived where engagement_id = ? order by chunk", here
    ):
        if chunk in late:
            arrays = _arrays(_put(_unpacked(body), _unpacked(late[chunk]), _NONE_GONE))
        else:
            arrays, _texts = unpack_arrays(body, stored.keys())
        for name, column in stored.items():
            column.add(arrays[name])
    found = {}
    for name, members in sets.items():
        offset = np.zeros(count + 1, dtype=np.int32 if narrow else np.int64)
        np.cumsum(counts[name].array(), out=offset[1:])
        found[name] = CaseSet(offset, {column: flat[name, column].array() for column in members})
    return CaseColumns({name: column.array() for name, column in columns.items()}, found)
