"""Texts as one run of bytes: search and order agree with Python's own on each text."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.queue_columns import CaseNumbers
from bpo_desk.state.byte_scan import BLOCK, blocks_with
from bpo_desk.state.text_blob import TextBlob

TEXTS = st.lists(st.text(alphabet="abAB1 éß") | st.text(max_size=5), max_size=20)


@given(TEXTS, st.text(alphabet="abAB1 éß", max_size=3))
def test_search_finds_the_texts_that_python_finds(texts, sought):
    blob = TextBlob.of(texts)
    assert blob.contains(sought).tolist() == [sought.casefold() in text.casefold() for text in texts]
    assert blob.equals(sought).tolist() == [sought.casefold() == text.casefold() for text in texts]


@given(st.lists(st.text(alphabet="aab", max_size=40), max_size=30), st.lists(st.text(alphabet="ab", max_size=12)))
def test_searches_one_after_the_other_find_what_each_alone_finds(texts, searches):
    texts = [f"the case {text} {'x' * (len(text) % 3)}is late" for text in texts]
    blob = TextBlob.of(texts)
    for sought in [*searches, "case ", "case a", "s late", "late", "the case", "a\0"]:
        for typed in range(1, len(sought) + 1):
            wanted = [sought[:typed] in text for text in texts]
            assert blob.contains(sought[:typed]).tolist() == wanted
            assert blob.contains(sought[:typed]).tolist() == wanted


def test_an_answer_may_be_changed_without_changing_the_next_one():
    blob = TextBlob.of(["one", "two"])
    first = blob.contains("on")
    first[:] = False
    assert blob.contains("on").tolist() == [True, False]
    blob.forget()
    assert blob.contains("on").tolist() == [True, False]


@given(st.binary(max_size=9).map(lambda raw: bytes(1 + byte % 3 for byte in raw) or b"\1"), st.binary(max_size=200))
def test_bytes_are_found_across_the_borders_of_what_is_scanned_at_a_time(sought, raw):
    data = bytes(1 + byte % 3 for byte in raw).ljust(-(-len(raw) // BLOCK) * BLOCK, b"\0")
    begins = {at // BLOCK for at in range(len(data)) if data.startswith(sought, at)}
    found = blocks_with(np.frombuffer(data, dtype=np.uint8), sought, list(range(len(sought)))[::-1], 2 * BLOCK)
    assert set(np.flatnonzero(found).tolist()) == begins


def test_a_zero_is_found_only_where_a_text_has_one():
    assert TextBlob.of(["a", "", "a\0b", "c" * 20]).contains("\0").tolist() == [False, False, True, False]


@given(TEXTS)
def test_case_numbers_become_the_same_blob_as_their_texts(texts):
    numbers = CaseNumbers.of(texts)
    blob = TextBlob.of_bytes(numbers.data, numbers.offset[:-1], np.diff(numbers.offset))
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


@given(TEXTS, st.data())
def test_some_texts_out_of_one_run_of_bytes_become_a_blob_of_them(texts, data):
    numbers = CaseNumbers.of(texts)
    rows = np.array([row for row in range(len(texts)) if data.draw(st.booleans())], np.int64)
    blob = TextBlob.of_bytes(numbers.data, numbers.offset[:-1][rows], np.diff(numbers.offset)[rows])
    assert [blob.text(place) for place in range(len(blob))] == [texts[row].casefold().encode() for row in rows]
