"""Case numbers and processes of an engagement, in chunks of neighbouring case keys.

What a case is like is derived from its events and lies in `cache/derived.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache.packing import pack_arrays, unpack_arrays
from bpo_desk.models.ids import NONE

CHUNK_BITS: Final = 12
"""A chunk holds the case keys that agree above these bits: 4,096 of them."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """The identity of one case; `definition` is the key of its process definition, NONE without one."""

    case: int
    number: str
    process_key: str = ""
    definition: int = NONE
    row_ver: int = 1


@dataclass(frozen=True, slots=True)
class CaseIdentities:
    """n cases sorted by key: numbers as UTF-8 runs (offset int64[n+1]), process as index into process_keys or NONE."""

    case: NDArray[np.int32]
    data: bytes
    offset: NDArray[np.int64]
    process: NDArray[np.int32]
    process_keys: list[str]


def rows_of(rows: Sequence[dict[str, Any]]) -> list[CaseRow]:
    """Case rows as the feed sends them."""
    return [
        CaseRow(
            int(row["case_id"]),
            str(row["number"]),
            row.get("process_key") or "",
            NONE if row.get("definition_id") is None else int(row["definition_id"]),
            int(row.get("row_ver") or 1),
        )
        for row in rows
    ]


def put(connection: Any, engagement_id: int, rows: Sequence[CaseRow]) -> None:
    """Insert or replace cases; a stored version above the given one stays."""
    by_chunk: dict[int, list[CaseRow]] = {}
    for row in rows:
        by_chunk.setdefault(row.case >> CHUNK_BITS, []).append(row)
    for chunk, given in by_chunk.items():
        kept = {row.case: row for row in read_chunk(connection, engagement_id, chunk)}
        for row in given:
            if row.case not in kept or row.row_ver >= kept[row.case].row_ver:
                kept[row.case] = row
        _write(connection, engagement_id, chunk, list(kept.values()))


def delete(connection: Any, engagement_id: int, case: int, row_ver: int) -> None:
    """Delete one case up to a version."""
    chunk = case >> CHUNK_BITS
    kept = read_chunk(connection, engagement_id, chunk)
    _write(connection, engagement_id, chunk, [row for row in kept if row.case != case or row.row_ver > row_ver])


def _write(connection: Any, engagement_id: int, chunk: int, rows: list[CaseRow]) -> None:
    if not rows:
        connection.execute("delete from case_chunk where engagement_id = ? and chunk = ?", (engagement_id, chunk))
        return
    rows.sort(key=lambda row: row.case)
    numbers = [row.number.encode("utf-8") for row in rows]
    keys = sorted({row.process_key for row in rows if row.process_key})
    index = {key: position for position, key in enumerate(keys)}
    body = pack_arrays(
        {
            "case": np.array([row.case for row in rows], np.int32),
            "row_ver": np.array([row.row_ver for row in rows], np.int64),
            "length": np.array([len(number) for number in numbers], np.int32),
            "number": b"".join(numbers),
            "process": np.array([index.get(row.process_key, NONE) for row in rows], np.int32),
            "definition": np.array([row.definition for row in rows], np.int32),
            "process_keys": "\0".join(keys).encode("utf-8"),
        }
    )
    connection.execute(
        "insert or replace into case_chunk (engagement_id, chunk, body) values (?, ?, ?)", (engagement_id, chunk, body)
    )


def _process_keys(text: bytes) -> list[str]:
    return text.decode("utf-8").split("\0") if text else []


def read_chunk(connection: Any, engagement_id: int, chunk: int) -> list[CaseRow]:
    """The cases of one chunk."""
    found = connection.execute(
        "select body from case_chunk where engagement_id = ? and chunk = ?", (engagement_id, chunk)
    ).fetchone()
    if found is None:
        return []
    arrays, texts = unpack_arrays(found[0])
    keys = _process_keys(texts["process_keys"])
    ends = np.cumsum(arrays["length"]).tolist()
    number = texts["number"]
    keys.append("")  # NONE picks the last one
    columns = (arrays[name].tolist() for name in ("case", "length", "process", "definition", "row_ver"))
    return [
        CaseRow(case, number[end - length : end].decode("utf-8"), keys[process], definition, version)
        for (case, length, process, definition, version), end in zip(zip(*columns, strict=True), ends, strict=True)
    ]


def read_case(connection: Any, engagement_id: int, case: int) -> CaseRow | None:
    """One case, None where it is not in the copy."""
    for row in read_chunk(connection, engagement_id, case >> CHUNK_BITS):
        if row.case == case:
            return row
    return None


def read_all(connection: Any, engagement_id: int) -> CaseIdentities:
    """All cases of an engagement."""
    keys: dict[str, int] = {}
    cases, lengths, processes, data = [], [], [], []
    for (body,) in connection.execute(
        "select body from case_chunk where engagement_id = ? order by chunk", (engagement_id,)
    ):
        arrays, texts = unpack_arrays(body)
        cases.append(arrays["case"])
        lengths.append(arrays["length"])
        data.append(texts["number"])
        own = [keys.setdefault(key, len(keys)) for key in _process_keys(texts["process_keys"])]
        # The last entry stands for "no process": NONE picks it.
        processes.append(np.array([*own, NONE], dtype=np.int32)[arrays["process"].astype(np.int64)])
    offset = np.zeros(sum(map(len, cases)) + 1, dtype=np.int64)
    np.cumsum(_joined(lengths), out=offset[1:])
    return CaseIdentities(_joined(cases), b"".join(data), offset, _joined(processes), list(keys))


def _joined(parts: list[Any]) -> NDArray[np.int32]:
    return np.concatenate(parts).astype(np.int32) if parts else np.empty(0, dtype=np.int32)


def find_number(connection: Any, engagement_id: int, number: str) -> int | None:
    """The key of the case with exactly this number, None where there is none."""
    wanted = number.encode("utf-8")
    for (body,) in connection.execute(
        "select body from case_chunk where engagement_id = ? order by chunk", (engagement_id,)
    ):
        arrays, texts = unpack_arrays(body)
        if wanted not in texts["number"]:
            continue
        ends = np.cumsum(arrays["length"]).tolist()
        for row, (length, end) in enumerate(zip(arrays["length"].tolist(), ends, strict=True)):
            if length == len(wanted) and texts["number"][end - length : end] == wanted:
                return int(arrays["case"][row])
    return None
