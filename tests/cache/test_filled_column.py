"""Columns that are read piece by piece."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.cache.filled_column import FilledColumn
from bpo_desk.models.narrow_columns import width_of


@given(st.lists(st.lists(st.integers(-3, 3), max_size=6), max_size=8), st.integers(0, 20))
def test_a_column_filled_in_pieces_is_the_pieces_joined(pieces, expected):
    column = FilledColumn("i4", expected)
    for piece in pieces:
        column.add(np.array(piece, np.int8))
    found = column.array()
    assert found.dtype == np.int32
    assert found.tolist() == [value for piece in pieces for value in piece]


def test_a_column_of_one_value_takes_no_memory():
    column = FilledColumn("i8", 1_000_000)
    for _ in range(10):
        column.add(np.full(100_000, 7))
    found = column.array()
    assert found.strides == (0,)
    assert (len(found), int(found.sum())) == (1_000_000, 7_000_000)


def test_a_column_that_changes_late_keeps_what_came_before():
    column = FilledColumn("i8", 4)
    column.add(np.array([5, 5]))
    column.add(np.array([5, 6, 5]))
    assert column.array().tolist() == [5, 5, 5, 6, 5]


@given(st.lists(st.lists(st.integers(-(2**31), 2**31 - 1) | st.integers(-3, 300), max_size=6), max_size=8))
def test_a_narrow_column_holds_the_numbers_in_the_fewest_bytes(pieces):
    column = FilledColumn("i4", 3, narrow=True)
    for piece in pieces:
        column.add(np.array(piece, np.int32))
    every = [number for piece in pieces for number in piece]
    assert column.array().tolist() == every
    assert column.array().dtype == width_of(np.array(every, np.int32))
