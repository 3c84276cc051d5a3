"""Which cases of a copy have the same value of a field now: one pass over a few columns, texts of last values only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import bookmarks, segments, tail
from bpo_desk.cache.dictionaries import read_texts
from bpo_desk.cache.store import Cache
from bpo_desk.models.event import EventKind
from bpo_desk.models.ids import NONE

_WHICH: Final = ("kind", "field")
_READ: Final = ("case", "occurred_at", "source_seq", "new_value", "id_hi", "id_lo")


def cases_with_value(
    cache: Cache, engagement_id: int, kind: EventKind, field: int, value: str | None
) -> NDArray[np.int64]:
    """Keys, ascending, of the cases whose last event of `kind` about `field` (NONE where the kind has none) set this
    value: its text, "" for one left unknown, None for nothing. Raises NotFound."""
    with cache.read() as connection:
        bookmarks.engagement(cache, engagement_id)
        late = tail.read(connection, engagement_id).events
        parts = [
            _picked(segments.read_columns(connection, place, (*_WHICH, *_READ)), kind, field)
            for place in segments.places(connection, engagement_id)
        ]
        # The tail comes last: what it holds stands for what a segment may still hold under the same id.
        parts.append(_picked({name: getattr(late, name) for name in (*_WHICH, *_READ)}, kind, field))
        found = {name: np.concatenate([part[name] for part in parts]) for name in _READ}
        last = _last_of_each(found)
        codes = found["new_value"][last]
        wanted = np.unique(codes[codes >= 0])
        texts = read_texts(connection, engagement_id, wanted)
    if value is None:
        same = codes == NONE
    else:
        same = np.isin(codes, wanted[[text == value for text in texts]] if len(wanted) else wanted)
    return np.sort(found["case"][last[same]])


def _picked(columns: Mapping[str, NDArray[np.generic]], kind: EventKind, field: int) -> dict[str, NDArray[np.int64]]:
    """The columns to be read, of the events about the field alone."""
    mask = columns["kind"].astype(np.int64) == int(kind)
    if kind == EventKind.FIELD_CHANGED:
        mask &= columns["field"].astype(np.int64) == field
    rows = np.flatnonzero(mask)
    return {name: columns[name][rows].astype(np.int64) for name in _READ}


def _last_of_each(found: dict[str, NDArray[np.int64]]) -> NDArray[np.int64]:
    """The rows of the last event of each case, in the order of the desk (occurred_at, source_seq, event id)."""
    # Halves of ids are compared as unsigned numbers.
    hi, lo = (found[name].view(np.uint64) for name in ("id_hi", "id_lo"))
    order = np.lexsort((lo, hi, found["source_seq"], found["occurred_at"], found["case"]))
    case = found["case"][order]
    last = np.append(case[1:] != case[:-1], True)[: len(case)]
    rows: NDArray[np.int64] = order[last]
    return rows
