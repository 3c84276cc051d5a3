"""Deterministic event ids: the same record gives the same 128 bits in every import of the file or of a longer one.

The hash is blake2b of every distinct value, mixed over the columns of a record by the finaliser of splitmix64
(Steele, Lea, Flood 2014), so that a million records cost a few array operations.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.intake.records import Coded, RecordColumns
from bpo_desk.models.ids import TIME_UNKNOWN

Words = NDArray[np.uint64]
Lanes = tuple[Words, Words]
"""Two independent 64-bit hashes a row."""

_TIME_KEY: Final = "\x00time"
_RAW_TIME_KEY: Final = "\x00raw time"
_NESTED_KEY: Final = "\x00nested"


def mix(words: Words) -> Words:
    """The finaliser of splitmix64: every output bit depends on every input bit. uint64, wraps around."""
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def text_hashes(texts: Iterable[str]) -> Lanes:
    """The two lanes of each text."""
    digests = b"".join([blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest() for text in texts])
    pairs = np.frombuffer(digests, "<u8").reshape(-1, 2)
    return np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])


def record_hashes(
    records: RecordColumns, cases: Lanes, source: str, leave_out: frozenset[str], record_id: str
) -> Lanes:
    """What makes each record itself: source, case, time and all values but those in `leave_out`; or only its own id
    where `record_id` names the column of one. Equal records of a case are told apart by their number. `cases`: the
    text_hashes of the case numbers."""
    origin = text_hashes([source])
    total = [mix(cases[lane][records.case] ^ origin[lane][0]) for lane in (0, 1)]
    own = records.columns.get(record_id)
    with_id = own.codes >= 0 if own is not None else np.zeros(len(records), bool)
    if own is not None:
        _add(total, record_id, own, with_id)
    content = [np.zeros(len(records), np.uint64), np.zeros(len(records), np.uint64)]
    for key, column in records.columns.items():
        if key not in leave_out and key != record_id:
            _add(content, key, column, column.codes >= 0)
    time_key = text_hashes([_TIME_KEY])
    known = records.time != TIME_UNKNOWN
    for lane in (0, 1):
        content[lane] += np.where(known, mix(records.time.view(np.uint64) ^ time_key[lane][0]), np.uint64(0))
    _add_sparse(content, _RAW_TIME_KEY, records.time_raw)
    _add_sparse(content, _NESTED_KEY, records.nested)
    for lane in (0, 1):
        total[lane] += np.where(with_id, np.uint64(0), mix(content[lane]))
    again = _occurrence(total[0], total[1])
    if again.any():
        for lane in (0, 1):
            total[lane] += mix(again * np.uint64(0x9E3779B97F4A7C15))
    return mix(total[0]), mix(total[1])


def _add(total: list[Words], key: str, column: Coded, there: NDArray[np.bool_]) -> None:
    if not column.values:
        return
    name, values = text_hashes([key]), text_hashes(column.values)
    for lane in (0, 1):
        mixed = mix(values[lane] ^ name[lane][0])
        total[lane] += np.where(there, mixed[column.codes], np.uint64(0))


def _add_sparse(total: list[Words], key: str, texts: dict[int, str]) -> None:
    if not texts:
        return
    rows = np.fromiter(texts, np.int64, len(texts))
    name, values = text_hashes([key]), text_hashes(texts.values())
    for lane in (0, 1):
        total[lane][rows] += mix(values[lane] ^ name[lane][0])


def _occurrence(first: Words, second: Words) -> Words:
    """How many equal hashes stand before each row."""
    order = np.argsort(first, kind="stable")
    same = (first[order][1:] == first[order][:-1]) & (second[order][1:] == second[order][:-1])
    out = np.zeros(len(first), np.uint64)
    if not same.any():
        return out
    position = np.arange(len(first))
    begins = np.concatenate(([True], ~same))
    out[order] = (position - np.maximum.accumulate(np.where(begins, position, 0))).astype(np.uint64)
    return out


def tagged(lanes: Lanes, tags: Lanes) -> Lanes:
    """Ids of what was made from a record: its hash and a tag that names the event within it."""
    return mix(lanes[0] + mix(tags[0])), mix(lanes[1] + mix(tags[1]))


def uuid7_halves(lanes: Lanes, occurred_at: NDArray[np.int64]) -> Lanes:
    """The (high, low) halves of ids shaped like RFC 9562 version 7: 48 bits of milliseconds (0 where the time is
    unknown or before 1970), then version, variant and 74 bits of hash."""
    millis = np.where(occurred_at > 0, occurred_at // 1000, 0).astype(np.uint64) & np.uint64(0xFFFFFFFFFFFF)
    high = (millis << np.uint64(16)) | np.uint64(0x7000) | (lanes[0] >> np.uint64(52))
    low = np.uint64(1 << 63) | (lanes[1] >> np.uint64(2))
    return high, low


def case_hashes(cases: Lanes, source: str) -> Lanes:
    """Lanes of a case as such, for events that belong to no single record."""
    origin = text_hashes([f"{source}\x00case"])
    return mix(cases[0] ^ origin[0][0]), mix(cases[1] ^ origin[1][0])
