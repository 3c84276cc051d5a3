"""Texts as one run of bytes: search and order agree with Python's own on each text."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.queue_columns import CaseNumbers
from bpo_desk.state.text_blob import TextBlob

TEXTS = st.lists(st.text(alphabet="abAB1 éß") | st.text(max_size=5), max_size=20)


@given(TEXTS, st.text(alphabet="abAB1 éß", max_size=3))
def test_search_finds_the_texts_that_python_finds(texts, sought):
    blob = TextBlob.of(texts)
    assert blob.contains(sought).tolist() == [sought.casefold() in text.casefold() for text in texts]
    assert blob.equals(sought).tolist() == [sought.casefold() == text.casefold() for text in texts]


@given(TEXTS)
def test_case_numbers_become_the_same_blob_as_their_texts(texts):
    numbers = CaseNumbers.of(texts)
    blob = TextBlob.of_bytes(numbers.data, numbers.offset)
    assert [blob.text(row) for row in range(len(blob))] == [text.casefold().encode() for text in texts]


@given(st.lists(st.text(alphabet="ab\x01", max_size=40) | st.text(max_size=20), max_size=30))
def test_ranks_count_the_texts_before(texts):
    folded = [text.casefold().replace("\0", "\x01").encode() for text in texts]
    blob = TextBlob.of([text.replace("\0", "\x01") for text in texts])
    assert blob.ranks().tolist() == [sum(other < text for other in folded) for text in folded]


def test_thousands_of_hits_are_found_like_a_few():
    texts = [f"case {i} of the {'long' if i % 2 else 'short'} list" for i in range(9000)]
    blob = TextBlob.of(texts)
    for sought in ("s", "case", "LONG list", "77", "e", "case 8999"):
        assert blob.contains(sought).tolist() == [sought.casefold() in text for text in texts]
    same_width = TextBlob.of([f"INC{i:07d}" for i in range(9000)])
    for sought in ("C0", "00", "77", "inc"):
        assert np.flatnonzero(same_width.contains(sought)).tolist() == [
            i for i in range(9000) if sought.upper() in f"INC{i:07d}"
        ]
