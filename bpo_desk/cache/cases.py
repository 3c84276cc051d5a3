"""Case numbers and processes of an engagement, in chunks of neighbouring case keys.

What a case is like is derived from its events and lies in `cache/derived.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache.filled_column import FilledColumn
from bpo_desk.cache.packing import pack_arrays, unpack_arrays
from bpo_desk.models.ids import NONE

CHUNK_BITS: Final = 12
"""A chunk holds the case keys that agree above these bits: 4,096 of them."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """The identity of one case; `definition` is the key of its process definition, NONE without one; `left_at`: since
    when (microseconds UTC) it is not in the copy by the rule of its engagement, 0: it is."""

    case: int
    number: str
    process_key: str = ""
    definition: int = NONE
    row_ver: int = 1
    left_at: int = 0


@dataclass(frozen=True, slots=True)
class CaseIdentities:
    """n cases sorted by key: numbers as UTF-8 runs (offset int64[n+1]), process as index into process_keys or NONE,
    `definition` the key of the process version that is recorded, or NONE."""

    case: NDArray[np.int32]
    data: bytes | bytearray
    offset: NDArray[np.int64]
    process: NDArray[np.int32]
    process_keys: list[str]
    definition: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Cases:
    """Rows of cases as columns, sorted by case; `process` indexes `keys` or is NONE; `left` as CaseRow.left_at."""

    case: NDArray[np.int32]
    row_ver: NDArray[np.int64]
    numbers: list[bytes]
    process: NDArray[np.int32]
    definition: NDArray[np.int32]
    left: NDArray[np.int64]
    keys: list[str]

    def pick(self, rows: NDArray[np.integer]) -> _Cases:
        numbers = self.numbers
        return _Cases(
            self.case[rows], self.row_ver[rows], [numbers[row] for row in rows.tolist()], self.process[rows],
            self.definition[rows], self.left[rows], self.keys,
        )  # fmt: skip


def put_rows(connection: Any, engagement_id: int, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert or replace cases as the feed sends them; a stored version above the given one stays."""
    by_name = dict(zip(columns, zip(*rows, strict=True), strict=True))
    texts = [text or "" for text in by_name["process_key"]]
    index = {text: position for position, text in enumerate(sorted({*texts} - {""}))}
    given = _Cases(
        np.array(by_name["case_id"], dtype=np.int32),
        np.array(by_name["row_ver"], dtype=np.int64),
        [number.encode("utf-8") for number in by_name["number"]],
        np.fromiter((index.get(text, NONE) for text in texts), np.int32, len(texts)),
        np.fromiter((NONE if d is None else d for d in by_name["definition_id"]), np.int32, len(rows)),
        np.fromiter((at or 0 for at in by_name.get("left_at", ())), np.int64)
        if "left_at" in by_name
        else np.zeros(len(rows), np.int64),
        list(index),
    )
    order = np.argsort(given.case, kind="stable")
    chunks = given.case[order] >> CHUNK_BITS
    for part in np.split(order, np.flatnonzero(np.diff(chunks)) + 1):
        chunk = int(given.case[part[0]]) >> CHUNK_BITS
        merged = _merged(_read(connection, engagement_id, chunk), given.pick(part))
        _write(connection, engagement_id, chunk, merged)


def _merged(kept: _Cases, given: _Cases) -> _Cases:
    if not len(kept.case):
        return given
    keys = sorted({*kept.keys, *given.keys})
    index = {key: position for position, key in enumerate(keys)}
    process = []
    for each in (kept, given):
        # The last entry stands for "no process": NONE picks it.
        process.append(np.array([*(index[key] for key in each.keys), NONE], dtype=np.int32)[each.process])
    both = _Cases(
        np.concatenate((kept.case, given.case)),
        np.concatenate((kept.row_ver, given.row_ver)),
        kept.numbers + given.numbers,
        np.concatenate(process),
        np.concatenate((kept.definition, given.definition)),
        np.concatenate((kept.left, given.left)),
        keys,
    )
    # By case and version, given after kept; the last of each case stands.
    order = np.lexsort((both.row_ver, both.case))
    case = both.case[order]
    return both.pick(order[np.append(case[1:] != case[:-1], True)])


def delete(connection: Any, engagement_id: int, case: int, row_ver: int) -> None:
    """Delete one case up to a version."""
    chunk = case >> CHUNK_BITS
    kept = _read(connection, engagement_id, chunk)
    _write(connection, engagement_id, chunk, kept.pick(np.flatnonzero((kept.case != case) | (kept.row_ver > row_ver))))


def _write(connection: Any, engagement_id: int, chunk: int, rows: _Cases) -> None:
    if not len(rows.case):
        connection.execute("delete from case_chunk where engagement_id = ? and chunk = ?", (engagement_id, chunk))
        return
    body = pack_arrays(
        {
            "case": rows.case,
            "row_ver": rows.row_ver,
            "length": np.fromiter(map(len, rows.numbers), np.int32, len(rows.numbers)),
            "number": b"".join(rows.numbers),
            "process": rows.process,
            "definition": rows.definition,
            "left": rows.left,
            "process_keys": "\0".join(rows.keys).encode("utf-8"),
        }
    )
    connection.execute(
        "insert or replace into case_chunk (engagement_id, chunk, body) values (?, ?, ?)", (engagement_id, chunk, body)
    )


def _read(connection: Any, engagement_id: int, chunk: int) -> _Cases:
    found = connection.execute(
        "select body from case_chunk where engagement_id = ? and chunk = ?", (engagement_id, chunk)
    ).fetchone()
    if found is None:
        empty = np.empty(0, dtype=np.int32)
        return _Cases(empty, empty.astype(np.int64), [], empty, empty, empty.astype(np.int64), [])
    arrays, texts = unpack_arrays(found[0])
    ends = np.cumsum(arrays["length"])
    spans = zip((ends - arrays["length"]).tolist(), ends.tolist(), strict=True)
    return _Cases(
        arrays["case"].astype(np.int32),
        arrays["row_ver"].astype(np.int64),
        [texts["number"][a:b] for a, b in spans],
        arrays["process"].astype(np.int32),
        arrays["definition"].astype(np.int32),
        _left(arrays),
        _process_keys(texts["process_keys"]),
    )


def _left(arrays: dict[str, NDArray[Any]]) -> NDArray[np.int64]:
    """Copies of programs before there was retention do not say it: nothing had left."""
    return arrays["left"].astype(np.int64) if "left" in arrays else np.zeros(len(arrays["case"]), np.int64)


def left_by_chunk(connection: Any, engagement_id: int) -> Iterator[tuple[int, NDArray[np.int32]]]:
    """(chunk, sorted keys) of the cases that have left the copy by the rule of their engagement."""
    found = connection.execute(
        "select chunk, body from case_chunk where engagement_id = ? order by chunk", (engagement_id,)
    )
    for chunk, body in found.fetchall():
        arrays, _texts = unpack_arrays(body, {"case", "left"})
        gone = arrays["case"][_left(arrays) > 0].astype(np.int32)
        if len(gone):
            yield int(chunk), gone


def left_keys(connection: Any, engagement_id: int) -> NDArray[np.int32]:
    """The sorted keys of all of them."""
    parts = [keys for _, keys in left_by_chunk(connection, engagement_id)]
    return np.concatenate(parts) if parts else np.empty(0, np.int32)


def _process_keys(text: bytes) -> list[str]:
    return text.decode("utf-8").split("\0") if text else []


def read_case(connection: Any, engagement_id: int, case: int) -> CaseRow | None:
    """One case, None where it is not in the copy."""
    found = connection.execute(
        "select body from case_chunk where engagement_id = ? and chunk = ?", (engagement_id, case >> CHUNK_BITS)
    ).fetchone()
    if found is None:
        return None
    arrays, texts = unpack_arrays(found[0])
    at = int(np.searchsorted(arrays["case"], case))
    if at == len(arrays["case"]) or arrays["case"][at] != case:
        return None
    end = int(arrays["length"][: at + 1].sum())
    number = texts["number"][end - int(arrays["length"][at]) : end].decode("utf-8")
    process = int(arrays["process"][at])
    key = _process_keys(texts["process_keys"])[process] if process >= 0 else ""
    left = int(_left(arrays)[at])
    return CaseRow(case, number, key, int(arrays["definition"][at]), int(arrays["row_ver"][at]), left)


def read_all(connection: Any, engagement_id: int) -> CaseIdentities:
    """All cases of an engagement."""
    keys: dict[str, int] = {}
    columns = {name: FilledColumn("i4", 1 << CHUNK_BITS) for name in ("case", "length", "process", "definition")}
    data = bytearray()
    for (body,) in connection.execute(
        "select body from case_chunk where engagement_id = ? order by chunk", (engagement_id,)
    ):
        arrays, texts = unpack_arrays(body)
        own = [keys.setdefault(key, len(keys)) for key in _process_keys(texts["process_keys"])]
        # The last entry stands for "no process": NONE picks it.
        arrays["process"] = np.array([*own, NONE], dtype=np.int32)[arrays["process"].astype(np.int64)]
        for name, column in columns.items():
            column.add(arrays[name])
        data += texts["number"]
    case, length, process, definition = (column.array().astype(np.int32, copy=False) for column in columns.values())
    offset = np.zeros(len(case) + 1, dtype=np.int64)
    np.cumsum(length, out=offset[1:])
    return CaseIdentities(case, data, offset, process, list(keys), definition)


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
