"""Cases counted by holder, side, step, client, process or due day, each group with the filter that lists exactly it.

Vectorised: one sort of (group, age) answers count, median and p90. Which rows are grouped is the caller's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
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
from bpo_desk.models.used_texts_block import said as said_by
from bpo_desk.state.chips import chip_mask
from bpo_desk.state.filter_lookup import FilterLookup, ages
from bpo_desk.state.filter_mask import filter_mask
from bpo_desk.state.members import Members

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
Codes = NDArray[np.int64]
_DAY: Final = 86_400_000_000
_MILLISECOND: Final = 1_000
_DAYS_AT_LEAST: Final = 10_000
"""Days that a table may have, however few cases there are."""
_NAMELESS: Final = (FieldIs("holder", ANY), Not(FieldIs("holder", "")))
"""What keeps the cases that somebody has, but no person or queue with any name."""


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
    """Membership: row `rows[i]` (None: row i, all of them) is in group `codes[i]`; what each group is called, kind and
    filter."""

    rows: NDArray[np.signedinteger] | None
    codes: Codes
    said: list[tuple[str, str, Filter]]


class _Seen:
    """Age in whole milliseconds (TIME_UNKNOWN: unknown) and whether it is overdue, of each row; made once."""

    def __init__(self, lookup: FilterLookup, now: int) -> None:
        age = ages(lookup, now)
        unknown = age == TIME_UNKNOWN
        self.all_told = not unknown.any()
        self.age = age // _MILLISECOND
        if not self.all_told:
            self.age[unknown] = TIME_UNKNOWN
        self.late = chip_mask(Chip.OVERDUE, lookup, now)


def groups(by: GroupBy, lookup: FilterLookup, now: int, within: Mask | None = None) -> list[Group]:
    """The groups with at least one case among `within` (bool[n], None: all), the largest first, then by name; days in
    their order. A case with several holders or steps is in several groups. `now`: microseconds UTC."""
    found = _BY[by](lookup)
    if within is not None:
        rows = np.flatnonzero(within) if found.rows is None else found.rows[kept := within[found.rows]]
        found = _Sorted(rows, found.codes[rows if found.rows is None else kept], found.said)
    seen = _Seen(lookup, now)
    listed = [*_counted(found, seen), *_others(by, lookup, now, seen, within)]
    if by is GroupBy.DUE_DAY:
        return sorted(listed, key=lambda each: (each.kind != "day", each.name))
    return sorted(listed, key=lambda each: (-each.count, each.kind, each.name.casefold()))


def _counted(found: _Sorted, seen: _Seen) -> Iterator[Group]:
    many = len(found.said)
    if not len(found.codes):
        return
    age, late = (seen.age, seen.late) if found.rows is None else (seen.age[found.rows], seen.late[found.rows])
    count = np.bincount(found.codes, minlength=many)
    overdue = np.bincount(found.codes[late], minlength=many)
    code, known = found.codes, count
    if not seen.all_told:
        told = age != TIME_UNKNOWN
        code, age = code[told], age[told]
        known = np.bincount(code, minlength=many)
    least = int(age.min()) if len(age) else 0
    bits = (int(age.max()) - least).bit_length() if len(age) else 0
    packed = code << bits  # bits of both fit: 2^42 ms are 139 years, 2^21 groups are two million
    packed |= age - least
    packed.sort()
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


def _others(by: GroupBy, lookup: FilterLookup, now: int, seen: _Seen, within: Mask | None) -> Iterator[Group]:
    """The groups that have no name, each asked by its filter: nothing said, left unknown, on hold for a side."""
    asked: list[tuple[str, str, Filter]] = []
    if by in (GroupBy.HOLDER, GroupBy.STEP, GroupBy.CLIENT):
        asked += [("", word, FieldIs(by.value, word)) for word in (NOTHING, LEFT_UNKNOWN)]
    if by is GroupBy.PROCESS:
        asked.append(("", "none", FieldIs("process", NOTHING)))
    if by is GroupBy.DUE_DAY:
        asked.append(("", "none", FieldIs("due", NOTHING)))
    yield from _alone(asked, lookup, now, seen, within)
    if by is GroupBy.HOLDER:
        nameless = filter_mask(And(_NAMELESS), lookup, now)
        among = nameless if within is None else nameless & within
        on_hold: list[tuple[str, str, Filter]] = [
            (word.replace("_", " "), "side", FieldIs("side", word)) for word in CHOICES["side"] if among.any()
        ]
        for each in _alone(on_hold, lookup, now, seen, among):
            yield replace(each, filter=And((each.filter, *_NAMELESS)))


def _alone(
    asked: list[tuple[str, str, Filter]], lookup: FilterLookup, now: int, seen: _Seen, within: Mask | None
) -> Iterator[Group]:
    for name, kind, lists in asked:
        mask = filter_mask(lists, lookup, now)
        rows = np.flatnonzero(mask if within is None else mask & within)
        yield from _counted(_Sorted(rows, np.zeros(len(rows), np.int64), [(name, kind, lists)]), seen)


def _holders(lookup: FilterLookup) -> _Sorted:
    d = lookup.queue.dictionaries
    names = [*(person.name for person in d.persons), *(queue.name for queue in d.queues)]
    return _members(lookup.holder_names, names, {0, len(d.persons)}, "holder")


def _steps(lookup: FilterLookup) -> _Sorted:
    return _members(lookup.current_steps, [step.name for step in lookup.queue.dictionaries.steps], {0}, "step")


def _members(members: Members, names: Sequence[str], unknown: set[int], field: str) -> _Sorted:
    """Each row with each of its members, those of the same name as one."""
    table, said = _by_name(names, unknown, field)
    codes, rows = table.astype(np.int32)[members.codes()], members.rows()  # NONE reads the last entry
    fresh = _fresh(codes, rows)
    return _Sorted(rows[fresh], codes[fresh].astype(np.int64), said)


def _fresh(codes: NDArray[np.int32], rows: NDArray[np.int32]) -> Rows:
    """The places of the members (group, row; -1 is none) that are the only ones, or the first ones, of their group in
    their row, which ascends: a row of several members counts once for those of one name."""
    fresh = codes >= 0
    at, before = np.flatnonzero(rows[1:] == rows[:-1]) + 1, 1
    while len(at):  # against the member one place before, then two: as often as a row has members
        fresh[at[codes[at] == codes[at - before]]] = False
        before += 1
        at = at[at >= before]
        at = at[rows[at] == rows[at - before]]
    return np.flatnonzero(fresh)


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
    clients = lookup.cases["client"]
    held = np.zeros(lookup.values.many + 1, dtype=bool)
    held[clients] = True
    held[-1] = False
    used = np.flatnonzero(held & ~lookup.values.blank)
    group_of, said = _by_name([name or "" for name in said_by(lookup.queue.dictionaries.values, used)], set(), "client")
    table = np.full(len(held), -1, np.int64)
    table[used] = group_of[:-1]
    codes = table[clients]
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
    return _Sorted(None, codes, said)


def _due_days(lookup: FilterLookup) -> _Sorted:
    due = lookup.times("due_at")
    rows = np.flatnonzero(due != TIME_UNKNOWN)
    due, zone = due[rows], _zone(lookup)
    here = due // _DAY
    first = int(here.min()) if len(here) else 0
    here -= first
    near = _distinct(here) + first
    days = np.unique(np.concatenate((near - 1, near, near + 1, near + 2)))
    midnights = np.array([_midnight(int(day), zone) for day in days], np.int64)
    said: list[tuple[str, str, Filter]] = []
    for day, begin, end in zip(days.tolist(), midnights, midnights[1:], strict=False):
        lists = And((Compare("due", ">=", Moment(int(begin))), Compare("due", "<", Moment(int(end)))))
        said.append((_date(day).date().isoformat(), "day", lists))
    return _Sorted(rows, _days_of(due, here, first, midnights), said)


def _distinct(numbers: Rows) -> Rows:
    """The different numbers among some from 0 on, ascending."""
    few = len(numbers) and int(numbers.max()) < 4 * len(numbers) + _DAYS_AT_LEAST
    return np.flatnonzero(np.bincount(numbers)) if few else np.unique(numbers)


def _days_of(due: Rows, here: Rows, first: int, midnights: Rows) -> Codes:
    """Which midnight each moment is behind; `here`: its day of UTC, counted from `first`. A day of UTC has at most two
    local midnights in it, so to look where it begins and compare is several times as fast as to search each moment."""
    if not len(due) or int(here.max()) >= 4 * len(due) + _DAYS_AT_LEAST:
        return np.searchsorted(midnights, due, side="right") - 1
    begins = (np.arange(int(here.max()) + 1) + first) * _DAY
    behind = np.searchsorted(midnights, begins, side="right") - 1
    later = np.append(midnights, (np.iinfo(np.int64).max,) * 2)
    codes: Codes = behind[here]
    codes += (due >= later[behind + 1][here]).astype(np.int64) + (due >= later[behind + 2][here])
    return codes


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
