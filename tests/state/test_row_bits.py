"""Masks of rows in bits are the masks that they were made of."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.state.row_bits import bits_at, bits_of, counted, mask_of, with_bits


@given(st.lists(st.booleans(), max_size=200), st.data())
def test_bits_of_rows_are_the_mask(rows, data):
    mask = np.array(rows, bool)
    bits = bits_of(mask)
    assert mask_of(bits, len(rows)).tolist() == rows
    assert counted(bits) == sum(rows)
    asked = np.array([row for row in range(len(rows)) if data.draw(st.booleans())], np.int64)
    assert bits_at(bits, asked).tolist() == mask[asked].tolist()
    other = np.array([data.draw(st.booleans()) for _ in asked], bool)
    mask[asked] = other
    assert mask_of(with_bits(bits, asked, other), len(rows)).tolist() == mask.tolist()
    assert mask_of(bits, len(rows)).tolist() == rows, "what is kept is not changed in place"
