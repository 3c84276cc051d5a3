"""Whole numbers in as few bytes as hold them say what they said."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.narrow_columns import narrowed, width_of, with_values

NUMBERS = st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-200, 200), max_size=9)


@given(NUMBERS)
def test_narrowed_numbers_are_the_same_numbers(numbers):
    found = narrowed(np.array(numbers, np.int64))
    assert found.tolist() == numbers
    assert found.dtype == width_of(np.array(numbers, np.int64))


@given(NUMBERS, NUMBERS.filter(len))
def test_a_number_that_needs_more_bytes_widens_its_column(numbers, others):
    column = narrowed(np.array([*others, *numbers], np.int64))
    new = np.array([other // 2 for other in others], np.int64)
    after = with_values(column, np.arange(len(others)), new)
    assert after.tolist() == [*new.tolist(), *numbers]
    assert column.tolist() == [*others, *numbers], "what is shown is not changed in place"


def test_a_byte_holds_what_a_byte_can():
    assert width_of(np.array([-128, 127])) == np.int8
    assert width_of(np.array([128])) == np.int16
    assert width_of(np.array([1]), np.dtype(np.int32)) == np.int32
    assert narrowed(np.full(1000, 7, np.int64)).strides == (0,), "one value, seen a thousand times"
