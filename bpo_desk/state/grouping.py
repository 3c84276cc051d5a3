"""Cases counted by holder, side, step, client, process or due day, each group with the filter that lists exactly it.

Vectorised: one sort of (group, age) answers count, median and p90. Which rows are grouped is the caller's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from bpo_desk.models.filters import (
    ANY,
    CHOICES,
    LEFT_UNKNOWN,
    NOTHING,
    And,
    Chip,
    Compare,
    FieldIs,
    Filter,
    Moment,
    Not,
)
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.sides import Side
from bpo_desk.models.times import to_micros
from bpo_desk.state.chips import chip_mask
from bpo_desk.state.filter_lookup import FilterLookup, Members, ages
from bpo_desk.state.filter_mask import filter_mask

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
Codes = NDArray[np.int64]
_DAY: Final = 86_400_000_000
_MILLISECOND: Final = 1_000
_NAMED: Final = FieldIs("holder", "")
"""Cases that a person or queue with any name has."""


class GroupBy(StrEnum):
    """What cases can be grouped by."""

    HOLDER = "holder"  # each holder of a case: it counts with all of them
    SIDE = "side"  # of the first holder
    STEP = "step"  # each current step
    CLIENT = "client"
    PROCESS = "process"
    DUE_DAY = "due day"  # the day of the engagement's zone


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that have something in common. `name`: of the holder, step, ...; "" where `kind` says all. `kind`: "named",
    "none" (nothing said), "unknown" (left blank by the source), "side" (on hold for the side in `name`) or "day"
    (`name` is its ISO date). `filter` keeps exactly the `count` cases among those that were grouped. `median_age` and
    `p90_age`: microseconds, to the millisecond, of the cases whose opening is known (None: of none); p90 is the
    nearest rank: the smallest age that at least nine tenths do not exceed. `overdue`: open and past their due time."""

    name: str
    kind: str
    filter: Filter
    count: int
    median_age: int | None
    p90_age: int | None
    overdue: int


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Membership: row `rows[i]` is in group `codes[i]`; what each group is called, kind and filter."""

    rows: Rows
    codes: Codes
    said: list[tuple[str, str, Filter]]


def groups(by: GroupBy, lookup: FilterLookup, now: int, within: Mask | None = None) -> list[Group]:
    """The groups with at least one case among `within` (bool[n], None: all), the largest first, then by name; days in
    their order. A case with several holders or steps is in several groups. `now`: microseconds UTC."""
    found = _BY[by](lookup)
    if within is not None:
        kept = within[found.rows]
        found = _Sorted(found.rows[kept], found.codes[kept], found.said)
    listed = [*_counted(found, lookup, now), *_others(by, lookup, now, within)]
    if by is GroupBy.DUE_DAY:
        return sorted(listed, key=lambda each: (each.kind != "day", each.name))
    return sorted(listed, key=lambda each: (-each.count, each.kind, each.name.casefold()))


def _counted(found: _Sorted, lookup: FilterLookup, now: int) -> Iterator[Group]:
    many = len(found.said)
    if not len(found.rows):
        return
    count = np.bincount(found.codes, minlength=many)
    late = chip_mask(Chip.OVERDUE, lookup, now)[found.rows]
    overdue = np.bincount(found.codes[late], minlength=many)
    age = ages(lookup, now)[found.rows]
    told = age != TIME_UNKNOWN
    code, age = (found.codes, age) if told.all() else (found.codes[told], age[told])
    age = age // _MILLISECOND
    least = int(age.min()) if len(age) else 0
    bits = (int(age.max()) - least).bit_length() if len(age) else 0
    packed = (code << bits) | (age - least)  # bits of both fit: 2^42 ms are 139 years, 2^21 groups are two million
    packed.sort()
    known = np.bincount(code, minlength=many)
    begin = np.cumsum(known) - known

    def at(place: int) -> int:
        return (int(packed[place] & ((1 << bits) - 1)) + least) * _MILLISECOND

    for each in np.flatnonzero(count).tolist():
        first, n = int(begin[each]), int(known[each])
        median = p90 = None
        if n:
            median = (at(first + (n - 1) // 2) + at(first + n // 2)) // 2
            p90 = at(first + (9 * n + 9) // 10 - 1)
        name, kind, lists = found.said[each]
        yield Group(name, kind, lists, int(count[each]), median, p90, int(overdue[each]))


def _others(by: GroupBy, lookup: FilterLookup, now: int, within: Mask | None) -> Iterator[Group]:
    """The groups that have no name, each asked by its filter: nothing said, left unknown, on hold for a side."""
    asked: list[tuple[str, str, Filter]] = []
    if by in (GroupBy.HOLDER, GroupBy.STEP, GroupBy.CLIENT):
        asked += [("", word, FieldIs(by.value, word)) for word in (NOTHING, LEFT_UNKNOWN)]
    if by is GroupBy.HOLDER:
        asked += [
            (word.replace("_", " "), "side", And((FieldIs("side", word), FieldIs("holder", ANY), Not(_NAMED))))
            for word in CHOICES["side"]
        ]
    if by is GroupBy.PROCESS:
        asked.append(("", "none", FieldIs("process", NOTHING)))
    if by is GroupBy.DUE_DAY:
        asked.append(("", "none", FieldIs("due", NOTHING)))
    for name, kind, lists in asked:
        mask = filter_mask(lists, lookup, now)
        rows = np.flatnonzero(mask if within is None else mask & within)
        yield from _counted(_Sorted(rows, np.zeros(len(rows), np.int64), [(name, kind, lists)]), lookup, now)


def _holders(lookup: FilterLookup) -> _Sorted:
    d = lookup.queue.dictionaries
    names = [*(person.name for person in d.persons), *(queue.name for queue in d.queues)]
    return _members(lookup.holder_names, names, {0, len(d.persons)}, "holder")


def _steps(lookup: FilterLookup) -> _Sorted:
    return _members(lookup.current_steps, [step.name for step in lookup.queue.dictionaries.steps], {0}, "step")


def _members(members: Members, names: Sequence[str], unknown: set[int], field: str) -> _Sorted:
    """Each row with each of its members, those of the same name as one."""
    table, said = _by_name(names, unknown, field)
    first = table[members.first]
    more = table[members.more]
    rows = np.flatnonzero(first >= 0)
    codes = first[rows]
    if len(more):  # a row of several members counts once for those of one name
        is_several = np.zeros(len(first), dtype=bool)
        is_several[members.more_rows] = True
        several = np.flatnonzero(is_several)
        row, code = np.concatenate((several, members.more_rows)), np.concatenate((first[several], more))
        pairs = (row * len(said) + code)[code >= 0]
        pairs.sort()
        pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))] if len(pairs) else pairs
        alone = ~is_several[rows]
        rows, codes = (
            np.concatenate((rows[alone], pairs // len(said))),
            np.concatenate((codes[alone], pairs % len(said))),
        )
    return _Sorted(rows, codes, said)


def _by_name(names: Sequence[str], unknown: set[int], field: str) -> tuple[Codes, list[tuple[str, str, Filter]]]:
    """A table from code to group, -1 for unknown codes and none (one past the last code); the groups. Names that
    differ in letter case only are one, as in filters."""
    table = np.full(len(names) + 1, -1, np.int64)
    known: dict[str, int] = {}
    said: list[tuple[str, str, Filter]] = []
    for code, name in enumerate(names):
        if code in unknown:
            continue
        table[code] = known.setdefault(name.casefold(), len(said))
        if table[code] == len(said):
            said.append((name, "named", FieldIs(field, name, exact=True)))
    return table, said


def _clients(lookup: FilterLookup) -> _Sorted:
    places = lookup.value_places.get("client")
    if places is None:
        return _Sorted(np.empty(0, np.int64), np.empty(0, np.int64), [])
    first, last = lookup.value_ranges["client"]
    texts = lookup.queue.dictionaries.values
    held = np.zeros(len(lookup.used_values) + 1, dtype=bool)
    held[places] = True
    table = np.full(len(held), -1, np.int64)
    used = [place for place in np.flatnonzero(held[first : last + 1]) + first if lookup.values.length[place]]
    group_of, said = _by_name([texts[lookup.used_values[place]] for place in used], set(), "client")
    table[used] = group_of[:-1]
    codes = table[places]
    rows = np.flatnonzero(codes >= 0)
    return _Sorted(rows, codes[rows], said)


def _processes(lookup: FilterLookup) -> _Sorted:
    queue = lookup.queue
    table, said = _by_name(queue.process_keys, set(), "process")
    named = [(queue.process_name(key), kind, lists) for key, kind, lists in said]
    codes = table[queue.process]
    rows = np.flatnonzero(codes >= 0)
    return _Sorted(rows, codes[rows], named)


def _sides(lookup: FilterLookup) -> _Sorted:
    codes = lookup.codes("holder_side").astype(np.int64)
    said: list[tuple[str, str, Filter]] = [
        (word.replace("_", " "), "unknown" if code == Side.UNKNOWN else "named", FieldIs("side", word))
        for code, word in enumerate(CHOICES["side"])
    ]
    return _Sorted(np.arange(len(codes)), codes, said)


def _due_days(lookup: FilterLookup) -> _Sorted:
    due = lookup.times("due_at")
    rows = np.flatnonzero(due != TIME_UNKNOWN)
    zone = _zone(lookup)
    near = np.unique(due[rows] // _DAY)
    days = np.unique(np.concatenate((near - 1, near, near + 1, near + 2)))
    midnights = np.array([_midnight(int(day), zone) for day in days], np.int64)
    said: list[tuple[str, str, Filter]] = []
    for day, begin, end in zip(days.tolist(), midnights, midnights[1:], strict=False):
        lists = And((Compare("due", ">=", Moment(int(begin))), Compare("due", "<", Moment(int(end)))))
        said.append((_date(day).date().isoformat(), "day", lists))
    return _Sorted(rows, np.searchsorted(midnights, due[rows], side="right") - 1, said)


def _zone(lookup: FilterLookup) -> tzinfo:
    try:
        return ZoneInfo(lookup.queue.engagement.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _date(day: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day)


def _midnight(day: int, zone: tzinfo) -> int:
    """Begin of a local day (counted from 1970-01-01), microseconds UTC."""
    return to_micros(_date(day).replace(tzinfo=zone).astimezone(UTC))


_BY: Final[dict[GroupBy, Callable[[FilterLookup], _Sorted]]] = {
    GroupBy.HOLDER: _holders,
    GroupBy.SIDE: _sides,
    GroupBy.STEP: _steps,
    GroupBy.CLIENT: _clients,
    GroupBy.PROCESS: _processes,
    GroupBy.DUE_DAY: _due_days,
}
