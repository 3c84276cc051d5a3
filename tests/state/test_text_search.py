"""Searches in texts that stand side by side agree with Python's own in each text."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.grid_block import fold
from bpo_desk.models.grid_making_block import grid_of
from bpo_desk.state.text_search import TextSearch

TEXTS = st.lists(st.text(alphabet="abAB1 éß") | st.text(max_size=5), max_size=20)


def search(texts, few=2):
    return TextSearch(grid_of(texts, few))


@given(TEXTS, st.text(alphabet="abAB1 éß", max_size=3), st.integers(1, 4))
def test_search_finds_the_texts_that_python_finds(texts, sought, few):
    asked = search(texts, few)
    assert asked.contains(sought).tolist() == [sought.casefold() in text.casefold() for text in texts]
    assert asked.equals(sought).tolist() == [sought.casefold() == text.casefold() for text in texts]


@given(st.lists(st.text(alphabet="aab", max_size=40), max_size=30), st.lists(st.text(alphabet="ab", max_size=12)))
def test_words_of_texts_made_from_one_pattern_are_found(texts, searches):
    texts = [f"the case {text} {'x' * (len(text) % 3)}is late" for text in texts]
    asked = search(texts)
    for sought in [*searches, "case ", "case a", "s late", "late", "the case", "a\0", "the case is late"]:
        assert asked.contains(sought).tolist() == [sought in text for text in texts]
        assert asked.equals(sought).tolist() == [sought == text for text in texts]


def test_a_zero_is_found_only_where_a_text_has_one():
    texts = ["a", "", "a\0b", "c" * 20, "a\0"]
    assert search(texts).contains("\0").tolist() == [False, False, True, False, True]
    assert search(texts, 1).equals("a").tolist() == [True, False, False, False, False]


@given(st.lists(st.text(alphabet="ab\x01", max_size=40) | st.text(max_size=20), max_size=30), st.integers(1, 4))
def test_ranks_count_the_texts_before(texts, few):
    texts = [text.replace("\0", "\x01") for text in texts]
    folded = [fold(text) for text in texts]
    assert search(texts, few).ranks().tolist() == [sum(other < text for other in folded) for text in folded]


@given(TEXTS, TEXTS)
def test_texts_put_behind_others_are_searched_and_ranked_with_them(first, later):
    asked = TextSearch(grid_of(first, 2).and_more(later))
    every = [text.replace("\0", "") for text in first + later]
    if every != first + later:
        return
    folded = [fold(text) for text in every]
    assert asked.grid.texts(np.arange(len(every))) == every
    assert asked.contains("a").tolist() == [b"a" in text for text in folded]
    assert asked.ranks().tolist() == [sum(other < text for other in folded) for text in folded]


def test_thousands_of_hits_are_found_like_a_few():
    texts = [f"Case {i} of the {'long' if i % 2 else 'short'} {'x' * (i % 7)} list" for i in range(40_000)]
    asked = TextSearch.of(texts)
    for sought in ("s", "case", "LONG ", "77", "e", "case 8999", "xx list", "77 of the short", "of the lxng"):
        assert asked.contains(sought).tolist() == [sought.casefold() in text.casefold() for text in texts]
    numbers = TextSearch.of([f"INC{i:07d}" for i in range(9000)])
    for sought in ("C0", "00", "77", "inc"):
        assert np.flatnonzero(numbers.contains(sought)).tolist() == [
            i for i in range(9000) if sought.upper() in f"INC{i:07d}"
        ]
