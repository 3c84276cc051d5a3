"""Texts of a dictionary as one run of bytes: they read as a list does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.texts_block import PackedTexts


def packed(texts: list[str]) -> PackedTexts:
    raw = [text.encode("utf-8") for text in texts]
    return PackedTexts(b"".join(raw), np.cumsum([0, *map(len, raw)]))


@given(st.lists(st.text(max_size=5), max_size=8), st.lists(st.text(max_size=5), max_size=3))
def test_packed_texts_read_as_the_list_of_them(first, later):
    texts = packed(first)
    texts.extend(later[:1])
    for text in later[1:]:
        texts.append(text)
    every = first + later
    assert list(texts) == every == texts[:]
    assert texts == every
    assert [texts[code - len(every)] for code in range(len(every))] == every
    assert repr(every) in repr(texts)


@given(st.lists(st.text(max_size=5), max_size=8), st.lists(st.text(max_size=5), max_size=3), st.data())
def test_spans_are_the_bytes_of_the_picked_texts(first, later, data):
    texts = packed(first)
    texts.extend(later)
    every = first + later
    codes = np.array([code for code in range(len(every)) if data.draw(st.booleans())], np.int64)
    run, begin, length = texts.spans(codes)
    found = [run[a : a + n].decode("utf-8") for a, n in zip(begin.tolist(), length.tolist(), strict=True)]
    assert found == [every[code] for code in codes.tolist()]


def test_one_more_text_leaves_the_others_as_they_were():
    texts = packed(["", "Ada"])
    longer = texts.and_one_more("Bo")
    longer.append("Cy")
    assert list(texts) == ["", "Ada"]
    assert list(longer) == ["", "Ada", "Bo", "Cy"]


def test_a_code_that_is_not_there_is_an_index_error():
    with pytest.raises(IndexError):
        packed(["", "Ada"])[2]
    with pytest.raises(IndexError):
        packed(["", "Ada"])[-3]
