"""Searches in texts held as codes of their words agree with Python's own in each text as it is written."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.grid_block import fold
from bpo_desk.models.word_making_block import as_words, words_of_run
from bpo_desk.state import word_search
from bpo_desk.state.word_search import WordSearch

WORDS = st.one_of(
    st.sampled_from(["a", "ab", "abc", "ss", "i", "fin", "x" * 40, "donaudampfschifffahrtsgesellschaft"]),
    st.sampled_from(["Straße", "STRASSE", "İ", "ﬁn", "éa", "ſ", "Σς", "日本語の題名"]),
    st.sampled_from(["12", "1234", "12345678", "INC0012", "'", " ", "  ", ", ", "-", ": ", "\0", "…" * 9]),
)
TEXTS = st.lists(st.lists(WORDS, max_size=8).map("".join) | st.text(max_size=6), max_size=20)


def written(texts):
    raw = [text.encode() for text in texts]
    length = np.array([*map(len, raw)], np.int64)
    return b"".join(raw), np.cumsum(length) - length, length


def searched(texts, few=1, most=1 << 16):
    coded = words_of_run(*written(texts), few, most)
    return WordSearch(coded.grid), [texts[row] for row in coded.order.tolist()]


@given(TEXTS, st.lists(WORDS, min_size=1, max_size=4).map("".join), st.integers(1, 4), st.data())
def test_search_finds_the_texts_that_python_finds(texts, sought, few, data):
    asked, texts = searched(texts, few)
    assert asked.grid.texts(np.arange(len(texts))) == texts
    some = data.draw(st.sampled_from(texts)) if texts else ""
    first = data.draw(st.integers(0, len(some)))
    for each in (sought, some, some[first : data.draw(st.integers(first, len(some)))], sought[:1], sought[1:3]):
        assert asked.contains(each).tolist() == [each.casefold() in text.casefold() for text in texts]
        assert asked.equals(each).tolist() == [each.casefold() == text.casefold() for text in texts]


@given(TEXTS, st.integers(1, 4))
def test_ranks_count_the_texts_before(texts, few):
    asked, texts = searched([text.replace("\0", "\x01") for text in texts], few)
    folded = [fold(text) for text in texts]
    assert asked.ranks().tolist() == [sum(other < text for other in folded) for text in folded]


@given(TEXTS, st.lists(WORDS, min_size=1, max_size=3).map("".join), st.integers(8, 24))
def test_words_for_which_no_code_is_left_are_spelled(texts, sought, most):
    texts = [text for text in texts if len(set(text)) < 9] + ["ab abc ab cab bca b a", "cab ab"]
    coded = words_of_run(*written(texts), 1, most)
    if coded is None:
        return
    asked, texts = WordSearch(coded.grid), [texts[row] for row in coded.order.tolist()]
    assert len(coded.grid.pieces) <= most
    assert asked.grid.texts(np.arange(len(texts))) == texts
    for each in (sought, "ab", "b a", "c", "cab ab", "bca b"):
        assert asked.contains(each).tolist() == [each.casefold() in text.casefold() for text in texts]
        assert asked.equals(each).tolist() == [each.casefold() == text.casefold() for text in texts]


def test_texts_are_held_as_words_where_these_say_them_in_less():
    random = np.random.default_rng(4)
    words = [f"{chr(97 + at % 26) * (at % 7 + 1)}{'mnop'[at % 4]}" for at in range(300)]
    picked = random.integers(0, 300, (40_000, 5)).tolist()
    said = [f"{' '.join(words[at] for at in row)} {row[0] * 7919 + place}" for place, row in enumerate(picked)]
    coded = as_words(*written(said))
    assert coded is not None
    assert coded.grid.nbytes < 20 * len(said)
    rows = random.integers(0, len(said), 50)
    assert coded.grid.texts(rows) == [said[at] for at in coded.order[rows].tolist()]
    for sought in ("mn", "n 1", "bbm ccn", "ddp", "79", "791", "7919", "aaaaaam bbbbbbbn"):
        found = WordSearch(coded.grid).contains(sought)
        assert np.flatnonzero(found).tolist() == [
            at for at, row in enumerate(coded.order.tolist()) if sought in said[row]
        ]
    assert as_words(*written([f"Card {at:06d} to wrong address" for at in range(40_000)])) is None, "a template says it"
    assert as_words(*written([f"{at * 0x9E3779B97F4A7C15 % (1 << 64):016x}" for at in range(40_000)])) is None


def test_what_parts_words_is_found_as_it_is_written():
    asked, texts = searched(["a  b", "a b", " a b ", "a, b", "a", "", "ab", "12 345", "12345", "x-1234-56789"])
    for sought in (" ", "  ", "a b", "a  b", ", ", "b ", " a", "2 3", "234", "345", "-1", "4-5", "6789", "", "12345"):
        assert [texts[at] for at in np.flatnonzero(asked.contains(sought))] == [
            text for text in texts if sought in text
        ]


@pytest.mark.parametrize("each_found", [0, 128, 1 << 20])
@pytest.mark.parametrize("compared", [0, 4])
@pytest.mark.parametrize("few", [1, 1 << 20])
def test_whichever_way_pieces_are_looked_for_they_are_found(monkeypatch, each_found, compared, few):
    monkeypatch.setattr(word_search, "_EACH_FOUND", each_found)
    monkeypatch.setattr(word_search, "_COMPARED", compared)
    monkeypatch.setattr(word_search, "_FEW", few)
    monkeypatch.setattr(word_search, "_SELDOM", few)
    random = np.random.default_rng(each_found + compared + few)
    parts = ["ab", "aba", "b", "ba ", "aab ", "c ", " c", "12", "1221", "21", "-", "bca", "cab, "]
    texts = ["".join(parts[at] for at in random.integers(0, len(parts), random.integers(0, 9))) for _text in range(200)]
    others = [text[1:8] for text in texts[:30]]
    for most in (1 << 16, 100):
        asked, said = searched(texts, 3, most)
        for sought in ["a", "ab", "b a", "2211", "122112", "aba b", "ab ba ", "c c", *others]:
            assert asked.contains(sought).tolist() == [sought in text for text in said]
            assert asked.equals(sought).tolist() == [sought == text for text in said]
