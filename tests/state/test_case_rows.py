"""The small operations that `states` is made of, against numpy's plain ones."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.event_columns import EventColumns
from bpo_desk.state.case_rows import chosen, first_places, taken
from bpo_desk.state.context import ValueReader

INT64 = st.integers(-(2**63), 2**63 - 1)


@given(st.lists(st.tuples(st.booleans(), INT64, INT64)), INT64)
def test_choosing_by_arithmetic_is_where_also_when_differences_overflow(
    rows: list[tuple[bool, int, int]], one: int
) -> None:
    mask = np.array([row[0] for row in rows], dtype=bool)
    yes = np.array([row[1] for row in rows], dtype=np.int64)
    no = np.array([row[2] for row in rows], dtype=np.int64)
    assert chosen(mask, yes, no).tolist() == np.where(mask, yes, no).tolist()
    assert chosen(mask, yes, np.int64(one)).tolist() == np.where(mask, yes, np.int64(one)).tolist()
    assert chosen(mask, np.int64(one), no).tolist() == np.where(mask, np.int64(one), no).tolist()


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 5), max_size=9))
def test_events_are_in_order_exactly_when_sorting_would_leave_them(rows: list[tuple[int, ...]]) -> None:
    names = ("case", "occurred_at", "source_seq", "id_hi", "id_lo")
    for given_rows in (rows, sorted(rows)):
        events = EventColumns.of({name: [row[i] for row in given_rows] for i, name in enumerate(names)})
        assert events.is_ordered() is (given_rows == sorted(rows))


@given(st.lists(st.one_of(st.integers(-1, 30), st.sampled_from([4_000, 9_999])), max_size=40))
def test_values_are_read_by_code_however_far_the_codes_lie_apart(codes: list[int]) -> None:
    texts = [f"2026-01-01T00:{code % 60:02d}:00Z" if code % 3 else "no date" for code in range(10_000)]
    array = np.array(codes, dtype=np.int32)
    alone = [ValueReader(texts).times(np.array([code], dtype=np.int32))[0] for code in codes]
    assert ValueReader(texts).times(array).tolist() == alone


@given(st.lists(st.booleans(), max_size=60), st.integers(0, 9))
def test_the_first_places_of_a_mask_are_the_first_ones(rows, most):
    mask = np.array(rows, bool)
    assert first_places(mask, most) == np.flatnonzero(mask)[:most].tolist()


def test_a_table_is_read_in_parts_as_in_one_go_and_none_reads_its_end():
    codes = np.arange(100_000, dtype=np.int32) % 7 - 1
    table = np.array([True, False, False, True, False, False, True])
    assert taken(table, codes).tolist() == table[codes].tolist()
    assert taken(table, codes.astype(np.int8)).tolist() == table[codes].tolist()


def test_places_of_one_byte_are_taken_by_twos_like_one_by_one():
    random = np.random.default_rng(4)
    table = random.random(101) < 0.5
    for width, low in ((np.int8, -1), (np.uint8, 0)):
        codes = random.integers(low, 101, 150_001).astype(width)
        assert (taken(table, codes) == table[codes]).all()
        assert (taken(table, codes[::3]) == table[codes[::3]]).all()
