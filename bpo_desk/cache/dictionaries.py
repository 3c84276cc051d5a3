"""The value dictionary of an engagement: texts of titles, comments, old and new values <-> codes, coded in numpy.

Code 0 is the empty text (the source left it unknown), NONE is NULL. Texts are hashed without an object per value;
equal hashes are compared byte by byte, so a collision never joins two texts. Persons, queues and the other small
dictionaries are in `cache/records.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache.filled_column import FilledColumn
from bpo_desk.cache.packing import pack_arrays, unpack_arrays
from bpo_desk.models.event_block import TextColumn
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.models.texts_block import PackedTexts

_LONG: Final = 512  # bytes; longer texts are hashed one by one
_PAGE_CODES: Final = 16_384
_PAGES_KEPT: Final = 32  # small pages that may lie about before they are joined
_ODD: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9))


def hash_texts(lengths: NDArray[np.int64], starts: NDArray[np.int64], data: bytes) -> NDArray[np.uint64]:
    """A 64-bit hash of each text `data[start:start + length]`, lengths >= 0."""
    out = np.empty(len(lengths), dtype=np.uint64)
    if len(lengths) == 0:
        return out
    raw = np.frombuffer(data, dtype=np.uint8)
    order = np.argsort(lengths, kind="stable")
    borders = np.flatnonzero(np.diff(lengths[order], prepend=-1))
    for index, at in enumerate(borders.tolist()):
        rows = order[at : borders[index + 1] if index + 1 < len(borders) else len(order)]
        length = int(lengths[rows[0]])
        if length > _LONG:
            for row in rows.tolist():
                out[row] = _mixed(raw[starts[row] : starts[row] + length].reshape(1, length))[0]
        else:
            out[rows] = _mixed(_matrix(raw, starts[rows], length))
    return out


def _matrix(raw: NDArray[np.uint8], starts: NDArray[np.int64], length: int) -> NDArray[np.uint8]:
    if length == 0:
        return np.empty((len(starts), 0), dtype=np.uint8)
    # Row i of the windows is raw[i:i+length], so picking rows is one gather without an index for every byte.
    return np.lib.stride_tricks.sliding_window_view(raw, length)[starts]


def _mixed(texts: NDArray[np.uint8]) -> NDArray[np.uint64]:
    rows, length = texts.shape
    words = -(-length // 8)
    padded = np.zeros((rows, words * 8), dtype=np.uint8)
    padded[:, :length] = texts
    state = np.full(rows, length + 1, dtype=np.uint64) * _ODD[0]
    for word in padded.view(np.uint64).T:
        state = (state ^ word) * _ODD[1]
        state ^= state >> np.uint64(29)
    state *= _ODD[2]
    return state ^ (state >> np.uint64(32))


def _equal(
    left: tuple[NDArray[np.uint8], NDArray[np.int64]],
    right: tuple[NDArray[np.uint8], NDArray[np.int64]],
    lengths: NDArray[np.int64],
) -> bool:
    """Whether the texts (bytes, starts) of both sides are the same, pairwise; `lengths` are already known equal."""
    for length in np.unique(lengths).tolist():
        rows = lengths == length
        if not np.array_equal(_matrix(left[0], left[1][rows], length), _matrix(right[0], right[1][rows], length)):
            return False
    return True


class Values:
    """The texts of one engagement's value codes in memory; what is new is written by `save`."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._starts = np.zeros(1, dtype=np.int64)
        self._lengths = np.zeros(1, dtype=np.int64)  # NONE = dropped
        self._count = 1
        self._saved = 1
        self._hashes = np.empty(0, dtype=np.uint64)  # sorted
        self._codes = np.empty(0, dtype=np.int32)  # beside
        self._collided: dict[bytes, int] = {}

    def __len__(self) -> int:
        return self._count

    @classmethod
    def load(cls, connection: Any, engagement_id: int) -> Values:
        """The dictionary as stored. Dropped entries keep their code, without a text."""
        values = cls()
        for (body,) in connection.execute(
            "select body from value_page where engagement_id = ? order by first_code", (engagement_id,)
        ):
            arrays, texts = unpack_arrays(body)
            values._append(arrays["lengths"].astype(np.int64), texts["data"])
        values._saved = values._count
        kept = np.flatnonzero(values._lengths[1 : values._count] >= 0) + 1
        hashes = hash_texts(values._lengths[kept], values._starts[kept], bytes(values._data))
        values._index(hashes, kept.astype(np.int32))
        return values

    def _append(self, lengths: NDArray[np.int64], data: bytes) -> None:
        ends = np.cumsum(np.maximum(lengths, 0)) + len(self._data)
        stop = self._count + len(lengths)
        if stop > len(self._starts):
            room = max(stop, 2 * len(self._starts))
            self._starts = np.concatenate((self._starts[: self._count], np.zeros(room - self._count, np.int64)))
            self._lengths = np.concatenate((self._lengths[: self._count], np.zeros(room - self._count, np.int64)))
        self._starts[self._count : stop] = ends - np.maximum(lengths, 0)
        self._lengths[self._count : stop] = lengths
        self._data += data
        self._count = stop

    def _index(self, hashes: NDArray[np.uint64], codes: NDArray[np.int32]) -> None:
        both, all_codes = np.concatenate((self._hashes, hashes)), np.concatenate((self._codes, codes))
        order = np.argsort(both, kind="stable")
        self._hashes, self._codes = both[order], all_codes[order]
        same = np.flatnonzero(self._hashes[1:] == self._hashes[:-1]) + 1
        for row in same.tolist():  # two texts with one hash: told apart by their bytes
            for each in (row - 1, row):
                self._collided[self._bytes(int(self._codes[each]))] = int(self._codes[each])

    def _bytes(self, code: int) -> bytes:
        start = int(self._starts[code])
        return bytes(self._data[start : start + max(int(self._lengths[code]), 0)])

    def encode(self, column: TextColumn) -> NDArray[np.int32]:
        """The codes of a column, int32[n]; texts that are new get the next codes."""
        lengths = column.lengths.astype(np.int64)
        codes = np.where(lengths < 0, np.int32(NONE), np.int32(0))
        rows = np.flatnonzero(lengths > 0)
        if len(rows) == 0:
            return codes
        starts = (np.cumsum(np.maximum(lengths, 0)) - np.maximum(lengths, 0))[rows]
        lengths = lengths[rows]
        hashes = hash_texts(lengths, starts, column.data)
        unique, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
        raw = np.frombuffer(column.data, dtype=np.uint8)
        leader = first[inverse]
        found = self._looked_up(unique)
        here = first[found >= 0]
        one_text_a_hash = (
            not self._collided
            and np.array_equal(lengths, lengths[leader])
            and _equal((raw, starts), (raw, starts[leader]), lengths)
            and self._as_stored(raw, lengths[here], starts[here], found[found >= 0])
        )
        if not one_text_a_hash:
            codes[rows] = self._encoded_one_by_one(column.data, lengths, starts)
            return codes
        new = np.flatnonzero(found < 0)
        if len(new):
            new = new[np.argsort(first[new], kind="stable")]  # codes in the order in which the texts came
            at = first[new]
            found[new] = np.arange(self._count, self._count + len(new), dtype=np.int32)
            pieces = [column.data[a : a + n] for a, n in zip(starts[at].tolist(), lengths[at].tolist(), strict=True)]
            self._append(lengths[at], b"".join(pieces))
            self._index(unique[new], found[new])
        codes[rows] = found[inverse]
        return codes

    def _looked_up(self, hashes: NDArray[np.uint64]) -> NDArray[np.int32]:
        if len(self._hashes) == 0:
            return np.full(len(hashes), NONE, dtype=np.int32)
        at = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        return np.where(self._hashes[at] == hashes, self._codes[at], np.int32(NONE))

    def _as_stored(
        self, raw: NDArray[np.uint8], lengths: NDArray[np.int64], starts: NDArray[np.int64], codes: NDArray[np.int32]
    ) -> bool:
        """Whether the texts are those of the given codes."""
        if not np.array_equal(lengths, self._lengths[codes]):
            return False
        stored = np.frombuffer(self._data, dtype=np.uint8)
        return _equal((raw, starts), (stored, self._starts[codes]), lengths)

    def _encoded_one_by_one(
        self, data: bytes, lengths: NDArray[np.int64], starts: NDArray[np.int64]
    ) -> NDArray[np.int32]:
        known = {self._bytes(code): code for code in range(1, self._count) if self._lengths[code] > 0}
        out = np.empty(len(lengths), dtype=np.int32)
        for row, (start, length) in enumerate(zip(starts.tolist(), lengths.tolist(), strict=True)):
            text = data[start : start + length]
            if text not in known:
                known[text] = self._count
                self._append(np.array([length]), text)
                one = hash_texts(np.array([length]), np.zeros(1, np.int64), text)
                self._index(one, np.array([known[text]], dtype=np.int32))
            out[row] = known[text]
        return out

    def texts(self, codes: NDArray[np.integer]) -> list[str]:
        """The texts of some codes >= 0; "" for code 0 and for dropped entries."""
        starts = self._starts[codes]
        stops = starts + np.maximum(self._lengths[codes], 0)
        data = self._data
        return [data[a:b].decode("utf-8") for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]

    def all_texts(self) -> list[str]:
        """The texts of all codes, as `Dictionaries.values` wants them."""
        return self.texts(np.arange(self._count))

    def save(self, connection: Any, engagement_id: int) -> bool:
        """Write the codes given since the last save, inside the caller's transaction; whether there were any."""
        if self._saved == self._count:
            return False
        for first in range(self._saved, self._count, _PAGE_CODES):
            self._write_page(connection, engagement_id, first, min(first + _PAGE_CODES, self._count))
        self._saved = self._count
        return True

    def compact(self, connection: Any, engagement_id: int) -> None:
        """Join many small stored pages into full ones. Everything must be saved."""
        count = connection.execute(
            "select count(*) from value_page where engagement_id = ?", (engagement_id,)
        ).fetchone()[0]
        if count <= _PAGES_KEPT + 2 * self._count // _PAGE_CODES:
            return
        connection.execute("delete from value_page where engagement_id = ?", (engagement_id,))
        self._saved = 1
        self.save(connection, engagement_id)

    def _write_page(self, connection: Any, engagement_id: int, first: int, stop: int) -> None:
        lengths = self._lengths[first:stop].astype(np.int32)
        # Texts lie one after the other in the order of their codes; those of dropped ones are left out.
        if (lengths >= 0).all():
            data = bytes(self._data[int(self._starts[first]) : int(self._starts[stop - 1]) + int(lengths[-1])])
        else:
            data = b"".join(self._bytes(code) for code in range(first, stop))
        connection.execute(
            "insert or replace into value_page (engagement_id, first_code, codes, body) values (?, ?, ?, ?)",
            (engagement_id, first, stop - first, pack_arrays({"lengths": lengths, "data": data})),
        )

    def drop(self, connection: Any, engagement_id: int, codes: Iterable[int]) -> None:
        """Take the texts of codes away for ever, in memory and in the stored pages. Everything must be saved."""
        gone = {code for code in codes if 0 < code < self._count and self._lengths[code] >= 0}
        if not gone:
            return
        pages = connection.execute(
            "select first_code, codes from value_page where engagement_id = ?", (engagement_id,)
        ).fetchall()
        hit = np.isin(self._codes, np.fromiter(gone, dtype=np.int32))
        self._hashes, self._codes = self._hashes[~hit], self._codes[~hit]
        for code in gone:
            self._collided.pop(self._bytes(code), None)
            start = int(self._starts[code])
            self._data[start : start + int(self._lengths[code])] = b"\0" * int(self._lengths[code])
            self._lengths[code] = NONE
        for first, count in pages:
            if any(first <= code < first + count for code in gone):
                self._write_page(connection, engagement_id, first, first + count)


def read_all_texts(connection: Any, engagement_id: int) -> PackedTexts:
    """The texts of all codes as they are stored, for those who look texts up and give no codes: "" for code 0 and for
    dropped entries."""
    lengths = FilledColumn("i4", _PAGE_CODES)
    lengths.add(np.zeros(1, np.int32))
    data = bytearray()
    for (body,) in connection.execute(
        "select body from value_page where engagement_id = ? order by first_code", (engagement_id,)
    ):
        arrays, texts = unpack_arrays(body)
        lengths.add(np.maximum(arrays["lengths"].astype(np.int32), 0))
        data += texts["data"]
    known = lengths.array()
    offset = np.zeros(len(known) + 1, dtype=np.int64)
    np.cumsum(known, out=offset[1:])
    return PackedTexts(bytes(data), offset)


def read_texts(connection: Any, engagement_id: int, codes: NDArray[np.integer]) -> list[str]:
    """The texts of some sorted codes >= 0, read from the pages that hold them and no others."""
    out = [""] * len(codes)
    wanted = codes.tolist()
    at = int(np.searchsorted(codes, 1))  # code 0 is the empty text
    while at < len(wanted):
        page = connection.execute(
            """select first_code, codes, body from value_page
               where engagement_id = ? and first_code <= ? order by first_code desc limit 1""",
            (engagement_id, wanted[at]),
        ).fetchone()
        if page is None or wanted[at] >= page[0] + page[1]:
            at += 1
            continue
        arrays, texts = unpack_arrays(page[2])
        lengths = np.maximum(arrays["lengths"].astype(np.int64), 0)
        ends = np.cumsum(lengths)
        while at < len(wanted) and wanted[at] < page[0] + page[1]:
            row = wanted[at] - page[0]
            out[at] = texts["data"][int(ends[row] - lengths[row]) : int(ends[row])].decode("utf-8")
            at += 1
    return out


def localise(events: EventColumns) -> tuple[EventColumns, NDArray[np.int32]]:
    """The events with their value codes counted from 0 among the codes in use, and those codes by local code.

    Local code 0 is code 0. States of the events can be derived with the texts of the codes in use alone.
    """
    three = [events.old_value, events.new_value, events.reason]
    # Marks and a table instead of a sort; NONE (-1) picks the last entry, which is no code.
    marked = np.zeros(max(int(codes.max(initial=0)) for codes in three) + 2, dtype=bool)
    for codes in three:
        marked[codes] = True
    marked[0], marked[-1] = True, False
    used = np.flatnonzero(marked).astype(np.int32)
    table = np.cumsum(marked, dtype=np.int32) - np.int32(1)
    table[-1] = NONE
    local = [table[codes] for codes in three]
    return replace(events, old_value=local[0], new_value=local[1], reason=local[2]), used
