"""The derived case columns, in the same chunks of case keys as `cache/cases.py`; `sync` has them from `state`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache.cases import CHUNK_BITS
from bpo_desk.cache.filled_column import FilledColumn
from bpo_desk.cache.packing import pack_arrays, unpack_arrays
from bpo_desk.models.case_columns import LAYOUT, QUEUE_LAYOUT, QUEUE_SETS, SETS, CaseColumns, CaseSet


def replace_cases(connection: Any, engagement_id: int, changed: CaseColumns, gone: NDArray[np.integer]) -> None:
    """Put the given cases in the place of the stored ones and delete the case keys in `gone`."""
    keys = changed["case"].astype(np.int64)
    chunks = np.unique(np.concatenate((keys, gone.astype(np.int64))) >> CHUNK_BITS)
    for chunk in chunks.tolist():
        lost = gone[(gone >> CHUNK_BITS) == chunk]
        rows = np.flatnonzero((keys >> CHUNK_BITS) == chunk)
        stored = read_chunk(connection, engagement_id, chunk)
        _write(connection, engagement_id, chunk, _put(stored, changed.take(rows), lost))


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
    connection.execute("delete from derived where engagement_id = ?", (engagement_id,))


def _write(connection: Any, engagement_id: int, chunk: int, cases: CaseColumns) -> None:
    if not len(cases):
        connection.execute("delete from derived where engagement_id = ? and chunk = ?", (engagement_id, chunk))
        return
    arrays: dict[str, NDArray[np.generic] | bytes] = dict(cases.columns)
    for name, members in cases.sets.items():
        arrays[f"{name}/"] = np.diff(members.offset)
        for column, values in members.flat.items():
            arrays[f"{name}/{column}"] = values
    connection.execute(
        "insert or replace into derived (engagement_id, chunk, cases, body) values (?, ?, ?, ?)",
        (engagement_id, chunk, len(cases), pack_arrays(arrays)),
    )


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
    return CaseColumns.empty() if found is None else _unpacked(found[0])


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
    for (body,) in connection.execute("select body from derived where engagement_id = ? order by chunk", here):
        arrays, _texts = unpack_arrays(body, stored.keys())
        for name, array in arrays.items():
            stored[name].add(array)
    found = {}
    for name, members in sets.items():
        offset = np.zeros(count + 1, dtype=np.int32 if narrow else np.int64)
        np.cumsum(counts[name].array(), out=offset[1:])
        found[name] = CaseSet(offset, {column: flat[name, column].array() for column in members})
    return CaseColumns({name: column.array() for name, column in columns.items()}, found)
