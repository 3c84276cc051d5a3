"""Texts side by side: every one is to be had back, folded and as it was written."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.grid_block import fold
from bpo_desk.models.grid_making_block import grid_of, grid_of_run
from bpo_desk.models.used_texts_block import UsedTexts, said

TEXTS = st.lists(
    st.text(alphabet="abAB1 éß") | st.text(alphabet="Case İ\0") | st.text(max_size=5), max_size=30
) | st.lists(st.text(alphabet="xX", max_size=3).map(lambda text: f"Case {text} of Ada"), max_size=30)


@given(TEXTS, st.integers(1, 5))
def test_every_text_comes_back_as_it_was_written(texts, few):
    grid = grid_of(texts, few)
    rows = np.arange(len(texts))
    assert grid.texts(rows) == texts
    assert grid.folded(rows) == [fold(text) for text in texts]
    assert [grid.text(row) for row in rows[::-1]] == texts[::-1]
    for band in grid.bands:
        mine = range(len(texts))[band.span] if band.rows is None else band.rows.tolist()
        assert band.lengths().tolist() == [len(fold(texts[row])) for row in mine]


def test_what_all_texts_have_in_one_place_is_kept_once():
    texts = [f"Card {number} To wrong address" for number in range(10_000, 20_000)]
    (band,) = grid_of(texts).bands
    assert band.columns.shape == (4, len(texts)), "the first digit is the same in all of them"
    assert band.big.size == 0, "so are the capitals"
    assert grid_of(texts).texts(np.array([0, 9_999])) == [texts[0], texts[-1]]


def test_texts_of_many_lengths_are_written_in_parts_and_read_back():
    texts = [f"{'Late' if number % 3 else 'letter'} {'x' * (number % 40)} {number}" for number in range(40_000)]
    grid = grid_of(texts)
    assert len(grid.bands) > 1
    assert grid.texts(np.arange(40_000)) == texts


@given(TEXTS, st.data())
def test_some_texts_out_of_one_run_of_bytes_become_a_grid_of_them(texts, data):
    raw = [text.encode() for text in texts]
    length = np.array([*map(len, raw)], np.int64)
    rows = np.array([row for row in range(len(texts)) if data.draw(st.booleans())], np.int64)
    grid = grid_of_run(b"".join(raw), (np.cumsum(length) - length)[rows], length[rows], 2)
    assert grid.texts(np.arange(len(rows))) == [texts[row] for row in rows]


def test_used_texts_are_found_by_code_and_others_are_not_there():
    texts = UsedTexts(np.array([0, 5, 3], np.int32), np.array([0, 2, 3]), grid_of(["", "Bo", "Ada"]), 8)
    assert (len(texts), texts[3], texts[5]) == (8, "Ada", "Bo")
    assert said(texts, np.array([-1, 5, 0, 3], np.int16)) == [None, "Bo", "", "Ada"]
    with pytest.raises(IndexError):
        texts[4]
    assert texts.missing(np.array([-1, 9, 3, 4, 4])).tolist() == [4, 9]
    texts.learn([4, 9], ["Cy", "Di"], 10)
    assert (len(texts), texts[4], texts[9], texts[3]) == (10, "Cy", "Di", "Ada")
    assert texts.missing(np.array([9, 3, 4])).tolist() == []
    longer = texts.and_one_more("Ed")
    assert (longer[10], longer[9], len(longer), len(texts)) == ("Ed", "Di", 11, 10)
