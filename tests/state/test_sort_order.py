"""Orders: every column, both directions, stable, unknown last."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.case_columns import HolderKind
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.models.sides import Side
from bpo_desk.state import SortColumn, sort_permutation
from bpo_desk.state.packed_order import Keys
from bpo_desk.state.packed_order import ordered as ordered_keys
from tests.state.filter_reference import Row
from tests.state.queues import NOW, a_lookup

LOOKUPS = [a_lookup(seed) for seed in range(6)]
TIMES = {"since": "holder_since", "due": "due_at", "last": "last_activity_at", "opened": "opened_at"}
TIMES |= {"closed": "closed_at"}
COUNTS = {"exits": "exits", "adhoc": "ad_hoc_open", "handovers": "handovers", "contacts": "contacts"}
COUNTS |= {"reopened": "reopenings", "events": "events"}
CODES = {"status": ("status", [1, 2, 3]), "side": ("holder_side", [1, 2, 3, 4, 5])}
CODES |= {"waiting": ("waiting_for", [1, 2, 3, 4, 5, 6, 0]), "sla": ("sla", [3, 2, 1, 4])}


def key_of(row: Row, column: SortColumn) -> object:
    """What a row is sorted by; None where it is unknown."""
    if column in TIMES:
        time = row.get(TIMES[column])
        return None if time == TIME_UNKNOWN else time
    if column is SortColumn.ASKED:
        return None  # nobody has told how requests stand
    if column is SortColumn.AGE:
        opened, ended = row.get("opened_at"), row.get("closed_at")
        return None if opened == TIME_UNKNOWN else (NOW if ended == TIME_UNKNOWN else ended) - opened
    if column in COUNTS:
        count = row.get(COUNTS[column])
        return None if count < 0 else count
    if column in CODES:
        name, places = CODES[column]
        return places.index(row.get(name)) if row.get(name) in places else None
    if column in {SortColumn.STEP, SortColumn.QUEUE}:
        d, code = row.queue.dictionaries, row.get("step" if column is SortColumn.STEP else "holder_queue")
        names = d.steps if column is SortColumn.STEP else d.queues
        return names[code].name.casefold() if code > 0 else None
    if column is SortColumn.HOLDER:
        return holder_name(row)
    if column is SortColumn.NUMBER:
        numbers = [row.queue.numbers.text(i) for i in range(len(row.queue))]
        heads = {number.rstrip("0123456789") for number in numbers}
        mine = numbers[row.row]
        return int(mine[len(mine.rstrip("0123456789")) :]) if len(heads) == 1 else mine.casefold().encode()
    texts = row.value("source_status") if column is SortColumn.SOURCE_STATUS else row.texts(column)
    return texts[0].casefold().encode() if texts and texts[0] else None


def holder_name(row: Row) -> str | None:
    d, kind = row.queue.dictionaries, row.get("holder_kind")
    if kind == HolderKind.SIDE:
        return Side(row.get("holder_side")).word.casefold()
    if kind == HolderKind.PERSON:
        return d.persons[row.get("holder")].name.casefold()
    return d.queues[row.get("holder_queue")].name.casefold() if kind == HolderKind.QUEUE else None


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", list(SortColumn))
def test_a_column_sorts_stably_with_unknown_last(column, descending):
    for lookup in LOOKUPS:
        keys = {row: key_of(Row(lookup.queue, row, NOW), column) for row in range(len(lookup))}
        known = sorted((row for row in keys if keys[row] is not None), key=lambda row: keys[row], reverse=descending)
        expected = known + [row for row in keys if keys[row] is None]
        assert sort_permutation(lookup, column, NOW, descending=descending).tolist() == expected


def test_sorting_by_a_second_column_keeps_the_first_among_equals():
    for lookup in LOOKUPS:
        first = sort_permutation(lookup, SortColumn.DUE, NOW)
        both = sort_permutation(lookup, SortColumn.STATUS, NOW, within=first)
        place = {row: at for at, row in enumerate(first.tolist())}
        statuses = lookup.cases["status"].tolist()
        assert both.tolist() == sorted(range(len(lookup)), key=lambda row: (statuses[row] or 9, place[row]))


def test_only_the_rows_of_a_filtered_order_are_sorted():
    lookup = LOOKUPS[0]
    some = np.arange(0, len(lookup), 3)
    order = sort_permutation(lookup, SortColumn.EVENTS, NOW, within=some)
    assert sorted(order.tolist()) == some.tolist()
    assert lookup.cases["events"][order].tolist() == sorted(lookup.cases["events"][some].tolist())


def ordered(keys, *, descending, last=None):
    return ordered_keys(Keys.of_column(keys), descending=descending, last=last).whole()


NUMBERS = st.one_of(st.just(TIME_UNKNOWN), st.integers(0, 3), st.integers(-(2**61), 2**61))


@given(st.lists(NUMBERS, max_size=30), st.booleans())
def test_integers_of_any_spread_are_ordered_like_python_orders_them(keys, descending):
    known = [i for i, key in enumerate(keys) if key != TIME_UNKNOWN]
    expected = sorted(known, key=lambda i: keys[i], reverse=descending)
    expected += [i for i, key in enumerate(keys) if key == TIME_UNKNOWN]
    assert ordered(np.array(keys, dtype=np.int64), descending=descending).tolist() == expected


@given(st.lists(st.one_of(st.integers(-(2**15), 2**15 - 1), st.integers(0, 300)), max_size=30), st.booleans())
def test_narrow_integers_are_ordered_like_wide_ones(keys, descending):
    narrow = np.array(keys, dtype=np.int16)
    wide = np.where(narrow == -(2**15), TIME_UNKNOWN, narrow.astype(np.int64))
    assert ordered(narrow, descending=descending).tolist() == ordered(wide, descending=descending).tolist()


def test_keys_too_wide_to_be_packed_are_put_right():
    random = np.random.default_rng(5)
    keys = random.integers(0, 50, 5000) * 2**56 + random.integers(0, 3, 5000)
    assert ordered(keys, descending=False).tolist() == np.argsort(keys, kind="stable").tolist()


@given(st.lists(st.tuples(NUMBERS, st.booleans()), max_size=30), st.booleans())
def test_rows_to_come_last_follow_the_others_in_the_same_order(rows, descending):
    keys, last = np.array([key for key, _last in rows], np.int64), np.array([later for _key, later in rows], bool)
    plain = ordered(keys, descending=descending).tolist()
    expected = [i for i in plain if not last[i]] + [i for i in plain if last[i]]
    assert ordered(keys, descending=descending, last=last).tolist() == expected


@given(
    st.lists(st.one_of(st.just(-1), st.integers(0, 9)), min_size=1, max_size=30),
    st.integers(0, 4),
    st.sampled_from([np.int8, np.int16, np.int32]),
    st.booleans(),
)
def test_codes_are_ordered_by_their_entries_in_a_table(codes, first, width, descending):
    first = min([first, *(code for code in codes if code >= 0)])
    table = np.array([70, -(2**31), 20, 20, 10, 90, 50, 60, 30, 40, -(2**31)], np.int32)
    places = [int(table[code]) for code in codes]
    known = sorted((i for i in range(len(codes)) if places[i] >= 0), key=lambda i: places[i], reverse=descending)
    expected = known + [i for i in range(len(codes)) if places[i] < 0]
    keys = Keys.of_table(table[first:], np.array(codes, width), first)
    assert ordered_keys(keys, descending=descending).whole().tolist() == expected


def test_many_rows_are_ordered_block_by_block_like_numpy_orders_them():
    random = np.random.default_rng(11)
    for keys in (random.integers(0, 2**60, 70_000), random.integers(0, 9, 70_000).astype(np.int8), np.arange(70_000)):
        assert (ordered(keys, descending=False) == np.argsort(keys, kind="stable")).all()
        assert (ordered(keys, descending=True) == np.argsort(-keys, kind="stable")).all()


@given(st.integers(0, 9), st.sampled_from([3, 40, 2**40, 2**57]), st.booleans(), st.booleans())
def test_the_first_rows_are_those_of_the_whole_order(seed, spread, descending, is_within):
    random = np.random.default_rng(seed)
    keys = Keys.of_column(random.integers(0, 50, 70_000) * spread + random.integers(0, 3, 70_000))
    within = random.permutation(70_000)[:66_000].astype(np.int32) if is_within else None
    order = ordered_keys(keys, descending=descending, within=within)
    pages = [(end, order.up_to(end)[:end].tolist()) for end in (40, 20_000, 1 << 15)]
    whole = order.whole().tolist()
    assert all(page == whole[:end] for end, page in pages)
    at = np.arange(70_000) if within is None else within
    full = keys.of(at)
    assert whole == at[np.argsort(-full if descending else full, kind="stable")].tolist()
