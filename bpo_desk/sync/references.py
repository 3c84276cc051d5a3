"""Which copies of an event and which value texts are still wanted: old copies leave the segments, texts that nothing
refers to any more leave the dictionary. This is what makes an erasure complete."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache import full_text, segments
from bpo_desk.cache.dictionaries import Values
from bpo_desk.models.event_columns import EventColumns

_CODED = ("old_value", "new_value", "reason")


def codes_of(events: EventColumns) -> set[int]:
    """The value codes that events refer to."""
    return {int(code) for name in _CODED for code in np.unique(getattr(events, name)) if code > 0}


def supersede(
    connection: Any,
    engagement_id: int,
    touched: NDArray[np.integer],
    newer: EventColumns,
    buried: list[tuple[int, int, int]],
) -> set[int]:
    """Take out of the segments every event of the sorted touched cases that stands in `newer` as well, and every one
    that is buried at its version or a later one. Returns the value codes of what was taken out."""
    stones = {(hi, lo): version for hi, lo, version in buried}
    codes: set[int] = set()
    for place in segments.places_of_cases(segments.places(connection, engagement_id), touched):
        found = segments.read_columns(connection, place, ("case", "id_hi", "id_lo", "row_ver"))
        rows = np.flatnonzero(segments.among(found["case"], touched))
        if not len(rows):
            continue
        hi, lo = found["id_hi"][rows].astype(np.uint64), found["id_lo"][rows].astype(np.uint64)
        out = same_ids(hi, lo, newer.id_hi, newer.id_lo)
        if stones:
            versions = found["row_ver"][rows].tolist()
            ids = zip(hi.tolist(), lo.tolist(), versions, strict=True)
            out |= np.array([stones.get((h, low), -1) >= version for h, low, version in ids], dtype=bool)
        if out.any():
            whole = segments.read_segment(connection, place)
            codes |= codes_of(whole.events.take(rows[out]))
            keep = np.ones(len(whole), dtype=bool)
            keep[rows[out]] = False
            segments.rewrite(connection, engagement_id, place, whole.take(keep))
    return codes


def same_ids(
    hi: NDArray[np.uint64], lo: NDArray[np.uint64], other_hi: NDArray[np.uint64], other_lo: NDArray[np.uint64]
) -> NDArray[np.bool_]:
    """Which of the ids are among the others; ids are distinct on each side."""
    both_hi, both_lo = np.concatenate((hi, other_hi)), np.concatenate((lo, other_lo))
    order = np.lexsort((both_lo, both_hi))
    pairs = (both_hi[order][1:] == both_hi[order][:-1]) & (both_lo[order][1:] == both_lo[order][:-1])
    twice = np.zeros(len(order), dtype=bool)
    twice[order[1:][pairs]] = True
    twice[order[:-1][pairs]] = True
    return twice[: len(hi)]


def says_the_same(before: EventColumns, after: EventColumns) -> bool:
    """Whether every event of `before` is in `after` with the same case and value codes."""

    def rows(events: EventColumns) -> set[tuple[int, ...]]:
        columns = (events.id_hi, events.id_lo, events.case, *(getattr(events, name) for name in _CODED))
        return set(zip(*(column.tolist() for column in columns), strict=True))

    return rows(before) <= rows(after)


def changed_cases(before: EventColumns, after: EventColumns) -> set[int]:
    """The keys of the cases of which an event came, went or has another version. The ids of each side are distinct."""
    return {row[0] for row in versions_of(before) ^ versions_of(after)}


def versions_of(events: EventColumns) -> set[tuple[int, int, int, int]]:
    """(case, the halves of the id, version) of each event."""
    columns = (events.case, events.id_hi, events.id_lo, events.row_ver)
    return set(zip(*(column.tolist() for column in columns), strict=True))


def drop_unused(connection: Any, engagement_id: int, values: Values, candidates: set[int]) -> bool:
    """Take away the texts of those candidate codes that no event refers to; whether there were any."""
    left = set(candidates)
    if not left:
        return False
    for name in _CODED:
        found = connection.execute(f"select distinct {name} from tail where engagement_id = ?", (engagement_id,))
        left -= {row[0] for row in found}
    for place in segments.places(connection, engagement_id):
        if not left:
            return False
        for column in segments.read_columns(connection, place, _CODED).values():
            left -= set(np.unique(column).tolist())
    _drop_words(connection, engagement_id, values, left)
    values.drop(connection, engagement_id, left)
    return bool(left)


def _drop_words(connection: Any, engagement_id: int, values: Values, codes: set[int]) -> None:
    indexed = full_text.state(connection, engagement_id)
    gone = np.array(sorted(code for code in codes if 0 < code < len(values)), np.int64)
    if indexed is not None and len(gone):
        full_text.drop_texts(connection, engagement_id, indexed, gone.tolist(), values.texts(gone))
