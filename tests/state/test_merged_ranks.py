"""Ranks of texts to which a few are added are those of all of them counted anew."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.dictionaries import Dictionaries
from bpo_desk.models.grid_making_block import grid_of
from bpo_desk.models.used_texts_block import UsedTexts
from bpo_desk.state.merged_ranks import with_more
from bpo_desk.state.value_search import ValueSearch

TEXTS = st.lists(st.text(alphabet="ab", max_size=4).map(str.encode), max_size=12)


def counted(texts):
    return [sum(other < text for other in texts) for text in texts]


@given(TEXTS, TEXTS)
def test_texts_that_come_later_find_their_places(first, later):
    found = with_more(np.array(counted(first), np.int32), first.__getitem__, later)
    assert found.tolist() == counted([*first, *later])


def test_a_search_to_which_texts_came_ranks_them_all_as_one_that_was_made_anew():
    said = [f"{'abc'[at % 3]} case {at * 37 % 600:03d}" for at in range(600)]
    first = UsedTexts(np.arange(601, dtype=np.int32), np.array([0, 601]), grid_of(["", *said]), 601)
    before = ValueSearch(Dictionaries(values=first), [])
    before.prepare()
    later = first.and_one_more("b case 9").and_one_more("A CASE 000").and_one_more("zz")
    merged, anew = (ValueSearch(Dictionaries(values=later), []) for _search in range(2))
    assert merged.after(before).ranks.tolist() == anew.ranks.tolist()
