"""The texts of the value codes that the cases of a queue say: of a million events' comments a queue needs none."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache.packing import unpack_arrays
from bpo_desk.models.case_columns import VALUE_COLUMNS, CaseColumns
from bpo_desk.models.grid_making_block import by_band, grid_of_run
from bpo_desk.models.texts_block import PackedTexts
from bpo_desk.models.used_texts_block import UsedTexts
from bpo_desk.models.word_making_block import as_words

Codes = NDArray[np.int32]
Places = NDArray[np.signedinteger]


def used_codes(columns: CaseColumns) -> Codes:
    """The value codes in the columns of some cases, ascending, and 0."""
    held = [columns[name] for name in VALUE_COLUMNS]
    # The last entry is marked by NONE.
    marked = np.zeros(max(int(codes.max(initial=0)) for codes in held) + 2, dtype=bool)
    for codes in held:
        marked[codes] = True
    marked[0], marked[-1] = True, False
    return np.flatnonzero(marked).astype(np.int32)


def read_used_texts(connection: Any, engagement_id: int, used: Codes) -> UsedTexts:
    """The texts of some codes (ascending, 0 among them); "" for dropped entries."""
    data = bytearray()
    length = np.zeros(len(used), np.int32)
    many = 1
    for first, body in connection.execute(
        "select first_code, body from value_page where engagement_id = ? order by first_code", (engagement_id,)
    ):
        arrays, texts = unpack_arrays(body)
        lengths = np.maximum(arrays["lengths"].astype(np.int64), 0)
        many = max(many, first + len(lengths))
        low, high = np.searchsorted(used, (first, first + len(lengths)))
        wanted = used[low:high] - first
        length[low:high] = lengths[wanted]
        if len(wanted) == len(lengths):
            data += texts["data"]
            continue
        ends = np.cumsum(lengths)
        of = np.repeat(ends[wanted] - np.cumsum(lengths[wanted]), lengths[wanted])
        data += np.frombuffer(texts["data"], np.uint8)[of + np.arange(len(of))].tobytes()
    return _used(used, data, np.cumsum(length, dtype=np.int64) - length, length, many)


def used_of_all(texts: PackedTexts, used: Codes) -> UsedTexts:
    """Those of all texts that have some codes (ascending, 0 among them)."""
    return _used(used, *texts.spans(used), len(texts))


def _used(used: Codes, data: bytes | bytearray, begin: Places, length: Places, many: int) -> UsedTexts:
    coded = as_words(data, begin, length)
    if coded is not None:
        return UsedTexts(used[coded.order], coded.runs, coded.grid, many)
    order, runs = by_band(length)
    return UsedTexts(used[order], runs, grid_of_run(data, begin[order], length[order]), many)
