"""Segments: immutable blocks of event columns, sorted by case, several to a run.

The segments of one run do not overlap, so one case is read from one segment of each run (two where it lies across a
border); settling keeps the number of runs logarithmic. Which events belong into a segment is decided in `sync`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bpo_desk.cache.bookmarks import Merging, merging_of
from bpo_desk.cache.layout import SEGMENT_COLUMNS, TEXTS
from bpo_desk.cache.packing import pack, pack_text, unpack, unpack_text
from bpo_desk.models.event import EventKind
from bpo_desk.models.event_block import TextColumn
from bpo_desk.models.event_columns import LAYOUT, EventColumns

SEGMENT_EVENTS: Final = 8192
"""Events in one segment: a case is read by decoding one of them (docs/decisions/0008)."""
RARE_KINDS: Final = tuple(int(kind) for kind in (EventKind.TAGGED, EventKind.REQUESTED, EventKind.REQUEST_WITHDRAWN))
"""Kinds that few segments hold and that are asked of all cases at once."""
_ANY_CASE: Final = (0, 2**62)

_NAME_OF: Final = {name: "case" if name == "case_key" else name for name in SEGMENT_COLUMNS}
_COLUMNS_SQL: Final = ", ".join(SEGMENT_COLUMNS)
_TEXTS_SQL: Final = ", ".join(f"{name}_lengths, {name}" for name in TEXTS)


@dataclass(frozen=True, slots=True)
class EventRows:
    """Events with their texts: `texts` has one TextColumn for each of layout.TEXTS, in the order of the events."""

    events: EventColumns
    texts: dict[str, TextColumn]

    def __len__(self) -> int:
        return len(self.events)

    def take(self, rows: NDArray[np.integer] | NDArray[np.bool_]) -> EventRows:
        """The events at the given positions, or where a mask is true, in that order."""
        picked: NDArray[Any] = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        return EventRows(
            self.events.take(picked), {name: take_texts(column, picked) for name, column in self.texts.items()}
        )

    def between(self, start: int, stop: int) -> EventRows:
        """The events from one position up to another, as views where numpy gives them."""
        if start == 0 and stop == len(self):
            return self
        texts = {}
        for name, column in self.texts.items():
            lengths = np.maximum(column.lengths[:stop], 0)
            first = int(lengths[:start].sum(dtype=np.int64))
            last = first + int(lengths[start:].sum(dtype=np.int64))
            texts[name] = TextColumn(column.lengths[start:stop], column.data[first:last])
        return EventRows(self.events.take(slice(start, stop)), texts)

    def ordered(self) -> EventRows:
        """The same events in the order of the desk."""
        if self.events.is_ordered():
            return self
        # Events come in the order of their source, so two keys and a stable sort nearly always do.
        rows = self.take(np.lexsort((self.events.occurred_at, self.events.case)))
        return rows if rows.events.is_ordered() else rows.take(rows.events.order())

    @classmethod
    def concat(cls, parts: Sequence[EventRows]) -> EventRows:
        """All events of the parts, one after the other."""
        if len(parts) == 1:
            return parts[0]
        texts = {
            name: TextColumn(
                np.concatenate([p.texts[name].lengths for p in parts] or [np.empty(0, np.int32)]),
                b"".join(p.texts[name].data for p in parts),
            )
            for name in TEXTS
        }
        return cls(EventColumns.concat([p.events for p in parts]), texts)


@dataclass(frozen=True, slots=True)
class SegmentPlace:
    """Where a segment lies: its id, run, range of cases and number of stored events. Those of the cases up to `left`
    have left it for the run that a merge is making: whoever reads a place does not see them."""

    segment_id: int
    run: int
    case_lo: int
    case_hi: int
    events: int
    left: int = -1


def take_texts(column: TextColumn, rows: NDArray[np.integer]) -> TextColumn:
    """The texts at the given positions, in that order."""
    lengths = column.lengths[rows]
    if not column.data or not np.any(lengths > 0):
        return TextColumn(lengths, b"")
    ends = np.cumsum(np.maximum(column.lengths, 0), dtype=np.int64)
    wanted = rows[lengths > 0]
    data, stops = column.data, ends[wanted]
    starts = stops - column.lengths[wanted]
    pieces = [data[a:b] for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]
    return TextColumn(lengths, b"".join(pieces))


def no_texts(length: int) -> dict[str, TextColumn]:
    """NULL for every text of so many events."""
    return {name: TextColumn(np.full(length, -1, dtype=np.int32), b"") for name in TEXTS}


def places(cache_connection: Any, engagement_id: int, cases: tuple[int, int] = _ANY_CASE) -> list[SegmentPlace]:
    """Where the segments of an engagement lie, by run and case; each event stands in one of them. With `cases` those
    that may hold a case key between the two."""
    found = cache_connection.execute(
        "select segment_id, run, case_lo, case_hi, events from segment "
        "where engagement_id = ? and case_lo <= ? and case_hi >= ? order by run, case_lo",
        (engagement_id, cases[1], cases[0]),
    )
    merging = merging_of(cache_connection, engagement_id)
    return [_without_left(SegmentPlace(*row), merging) for row in found]


def _without_left(place: SegmentPlace, merging: Merging | None) -> SegmentPlace:
    if merging is None or not merging.first <= place.run < merging.run or place.case_lo > merging.done:
        return place
    return replace(place, case_lo=merging.done + 1, left=merging.done)


def count(connection: Any, found: Sequence[SegmentPlace]) -> int:
    """How many events the segments hold."""
    return sum(
        place.events if place.left < 0 else len(read_columns(connection, place, ("case",))["case"]) for place in found
    )


def write_run(connection: Any, engagement_id: int, run: int, rows: EventRows) -> None:
    """Store ordered events as segments of one run. The events of one run may come in several calls, by rising case."""
    for start in range(0, len(rows), SEGMENT_EVENTS):
        stop = min(start + SEGMENT_EVENTS, len(rows))
        _write(connection, engagement_id, run, rows.between(start, stop), None)


def _write(connection: Any, engagement_id: int, run: int, rows: EventRows, segment_id: int | None) -> None:
    columns = rows.events.columns()
    case = rows.events.case
    values: list[object] = [segment_id, engagement_id, run, int(case[0]), int(case[-1]), len(rows)]
    values += [pack(columns[_NAME_OF[name]]) for name in SEGMENT_COLUMNS]
    for name in TEXTS:
        values += [pack(rows.texts[name].lengths), pack_text(rows.texts[name].data)]
    marks = ", ".join("?" * len(values))
    connection.execute(
        f"insert into segment (segment_id, engagement_id, run, case_lo, case_hi, events, {_COLUMNS_SQL}, {_TEXTS_SQL}) "
        f"values ({marks})",
        values,
    )


def rewrite(connection: Any, engagement_id: int, place: SegmentPlace, rows: EventRows) -> None:
    """Put other rows in the place of a segment's; none of them: the segment is gone."""
    connection.execute("delete from segment where segment_id = ?", (place.segment_id,))
    if len(rows):
        _write(connection, engagement_id, place.run, rows, place.segment_id)


def delete_segments(connection: Any, gone: Sequence[SegmentPlace]) -> None:
    """Delete whole segments."""
    connection.executemany("delete from segment where segment_id = ?", [(place.segment_id,) for place in gone])


def read_segment(connection: Any, place: SegmentPlace, *, with_texts: bool = True) -> EventRows:
    """All of one segment, or all but the texts (they read as NULL then)."""
    wanted = f"{_COLUMNS_SQL}, {_TEXTS_SQL}" if with_texts else _COLUMNS_SQL
    row = connection.execute(f"select {wanted} from segment where segment_id = ?", (place.segment_id,)).fetchone()
    events = EventColumns(
        **{
            _NAME_OF[name]: unpack(blob, LAYOUT[_NAME_OF[name]], place.events)
            for name, blob in zip(SEGMENT_COLUMNS, row, strict=False)
        }  # type: ignore[arg-type]
    )
    texts = no_texts(place.events)
    for index, name in enumerate(TEXTS if with_texts else ()):
        lengths, data = row[len(SEGMENT_COLUMNS) + 2 * index :][:2]
        texts[name] = TextColumn(unpack(lengths, "i4", place.events), unpack_text(data))  # type: ignore[arg-type]
    rows = EventRows(events, texts)
    return rows if place.left < 0 else rows.between(_first_kept(events.case, place), len(rows))


def _first_kept(case: NDArray[np.generic], place: SegmentPlace) -> int:
    return int(np.searchsorted(case, place.left, "right"))


def read_columns(connection: Any, place: SegmentPlace, names: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """Some columns of one segment, by their names in EventColumns."""
    stored = ["case_key", *("case_key" if name == "case" else name for name in names)]
    row = connection.execute(
        f"select {', '.join(stored)} from segment where segment_id = ?", (place.segment_id,)
    ).fetchone()
    start = 0 if place.left < 0 else _first_kept(unpack(row[0], LAYOUT["case"], place.events), place)
    return {name: unpack(blob, LAYOUT[name], place.events)[start:] for name, blob in zip(names, row[1:], strict=True)}


def places_with_kinds(
    connection: Any, found: Sequence[SegmentPlace], kinds: Sequence[int], known: dict[object, tuple[int, Any]]
) -> list[SegmentPlace]:
    """Those of the segments that hold an event of any of these kinds. What each segment holds of RARE_KINDS, which the
    kinds must be among, is kept in `known`: a segment never changes, so it is looked through once."""
    return [place for place in found if not _rare_kinds(connection, place, known).isdisjoint(kinds)]


def _rare_kinds(connection: Any, place: SegmentPlace, known: dict[object, tuple[int, Any]]) -> frozenset[int]:
    key = ("rare kinds", place)
    if key not in known:
        column = read_columns(connection, place, ("kind",))["kind"]
        known[key] = (0, frozenset(kind for kind in RARE_KINDS if (column == kind).any()))
    held: frozenset[int] = known[key][1]
    return held


def places_of_cases(found: Sequence[SegmentPlace], cases: NDArray[np.integer]) -> list[SegmentPlace]:
    """Those of the segments whose range of cases holds any of the sorted case keys."""
    if not len(cases):
        return []
    # One case, or a few that lie together, lie in few segments: most are ruled out without numpy.
    low, high = int(cases[0]), int(cases[-1])
    return [
        place
        for place in found
        if place.case_lo <= high
        and place.case_hi >= low
        and (low == high or np.searchsorted(cases, place.case_lo) < np.searchsorted(cases, place.case_hi, "right"))
    ]


def read_cases(
    connection: Any, found: Sequence[SegmentPlace], cases: NDArray[np.integer], *, with_texts: bool = True
) -> list[EventRows]:
    """The events of the sorted case keys, one part for every segment that holds some."""
    parts = []
    for place in places_of_cases(found, cases):
        positions = np.flatnonzero(among(read_columns(connection, place, ("case",))["case"], cases))
        if len(positions):
            parts.append(read_segment(connection, place, with_texts=with_texts).take(positions))
    return parts


def among(keys: NDArray[np.generic], cases: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which keys are among the sorted case keys."""
    if not len(cases):
        return np.zeros(len(keys), dtype=bool)
    at = np.minimum(np.searchsorted(cases, keys), len(cases) - 1)
    return np.asarray(cases[at] == keys)


def partitions(
    connection: Any, found: Sequence[SegmentPlace], *, with_texts: bool, events: int = 65_536
) -> Iterator[EventRows]:
    """All events of the segments in parts of about so many, by rising case, no case in two parts, each part in the
    order of the desk. Each segment is read once; what reaches beyond a part waits for the next."""
    ahead = sorted(found, key=lambda place: place.case_lo)
    waiting: list[EventRows] = []
    for cut in _cuts(found, events):
        while ahead and ahead[0].case_lo <= cut:
            waiting.append(read_segment(connection, ahead.pop(0), with_texts=with_texts))
        now, later = [], []
        for rows in waiting:
            border = int(np.searchsorted(rows.events.case, cut, "right"))
            if border == len(rows):
                now.append(rows)
                continue
            later.append(rows.between(border, len(rows)))
            if border:
                now.append(rows.between(0, border))
        waiting = later
        if now:
            yield EventRows.concat(now).ordered()


def event_partitions(
    connection: Any,
    found: Sequence[SegmentPlace],
    events: int,
    keeps: Callable[[EventColumns], NDArray[np.bool_]],
    told: Callable[[int], None],
) -> Iterator[EventColumns]:
    """As `partitions`, without texts, of the events that `keeps` marks: what is left out is never put together.
    `told` gets the number of events of each segment that has been read."""
    ahead = sorted(found, key=lambda place: place.case_lo)
    waiting: list[EventColumns] = []
    for cut in _cuts(found, events):
        while ahead and ahead[0].case_lo <= cut:
            place = ahead.pop(0)
            rows = read_segment(connection, place, with_texts=False).events
            keep = keeps(rows)
            waiting.append(rows if keep.all() else rows.take(np.flatnonzero(keep)))
            told(place.events)
        borders = [int(np.searchsorted(rows.case, cut, "right")) for rows in waiting]
        now = [rows.take(slice(0, border)) for rows, border in zip(waiting, borders, strict=True) if border]
        waiting = [
            rows.take(slice(border, len(rows))) for rows, border in zip(waiting, borders, strict=True)
            if border < len(rows)
        ]  # fmt: skip
        if now:
            yield EventColumns.concat(now).ordered()


def _cuts(found: Sequence[SegmentPlace], events: int) -> list[int]:
    """Case keys after which a part ends."""
    cuts, gathered = [], 0
    for place in sorted(found, key=lambda each: each.case_hi):
        gathered += place.events
        if gathered >= events:
            cuts.append(place.case_hi)
            gathered = 0
    last = max((place.case_hi for place in found), default=None)
    return sorted({*cuts, last}) if last is not None else []
