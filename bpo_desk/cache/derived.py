"""The derived case columns, in the same chunks of case keys as `cache/cases.py`; `sync` has them from `state`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache.cases import CHUNK_BITS
from bpo_desk.cache.packing import pack_arrays, unpack_arrays
from bpo_desk.models.case_columns import LAYOUT, SETS, CaseColumns, CaseSet


def replace_cases(connection: Any, engagement_id: int, changed: CaseColumns, gone: NDArray[np.integer]) -> None:
    """Put the given cases in the place of the stored ones and delete the case keys in `gone`."""
    keys = changed["case"].astype(np.int64)
    chunks = np.unique(np.concatenate((keys, gone.astype(np.int64))) >> CHUNK_BITS)
    for chunk in chunks.tolist():
        lost = gone[(gone >> CHUNK_BITS) == chunk]
        rows = np.flatnonzero((keys >> CHUNK_BITS) == chunk)
        stored = read_chunk(connection, engagement_id, chunk)
        _write(connection, engagement_id, chunk, stored.replaced(changed.take(rows), lost))


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


def read_all(connection: Any, engagement_id: int) -> CaseColumns:
    """The derived columns of all cases, sorted by case key."""
    found = connection.execute("select body from derived where engagement_id = ? order by chunk", (engagement_id,))
    return CaseColumns.concat([_unpacked(body) for (body,) in found])
