"""Members of a queue's sets as filters and groups ask for them, against sets of Python."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.state.members import Beside, MemberCodes, Members, further_of

PERSONS, QUEUES = 300, 5
MEMBER = st.tuples(st.integers(0, 2), st.integers(-1, PERSONS - 1), st.integers(-1, QUEUES - 1))
OF_PERSON, OF_QUEUE = 1, 2


def members(rows: list[list[tuple[int, int, int]]], width: str) -> Members:
    flat = np.array([member for row in rows for member in row], np.int64).reshape(-1, 3)
    kinds = flat[:, 0].astype(np.int8)
    said = (
        MemberCodes(flat[:, 1].astype(width), PERSONS, kinds, OF_PERSON),
        MemberCodes(flat[:, 2].astype(np.int8), QUEUES, kinds, OF_QUEUE),
    )
    offset = np.cumsum([0, *map(len, rows)]).astype(np.int32)
    return Members(offset, said, further_of(offset))


def codes_of(member: tuple[int, int, int]) -> int:
    kind, person, queue = member
    if kind == OF_PERSON:
        return person
    return PERSONS + queue if kind == OF_QUEUE and queue >= 0 else -1


@given(
    st.lists(st.lists(MEMBER, max_size=4), max_size=12),
    st.sets(st.integers(0, PERSONS + QUEUES - 1), max_size=60),
    st.sampled_from(["i2", "i4"]),
)
def test_a_row_is_found_where_one_of_its_members_is(rows, wanted, width):
    found = np.isin(np.arange(PERSONS + QUEUES), sorted(wanted))
    said = members(rows, width)
    assert said.among(found).tolist() == [any(codes_of(member) in wanted for member in row) for row in rows]
    some = np.arange(len(rows))[::2]
    assert said.at(some, found).tolist() == said.among(found)[::2].tolist()
    assert said.codes().tolist() == [codes_of(member) for row in rows for member in row]
    assert said.rows().tolist() == [row for row, own in enumerate(rows) for _member in own]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99, 1.0])
@pytest.mark.parametrize("most", [1, 2, 4, 9, 400])
def test_many_rows_are_found_whatever_part_of_them_it_is(share, most):
    random = np.random.default_rng(4)
    counts = random.integers(most // 2, most + 1, 70_000) if most > 1 else np.ones(70_000, np.int64)
    if most == 2:  # few rows have more than one, some have none
        counts = np.where(random.random(70_000) < 0.1, random.integers(0, 3, 70_000), 1)
    if most > 4:  # of a few rows, or of thousands, one is longer than the others
        counts = np.where(random.random(70_000) < 8 / most**2, counts, random.integers(0, 4, 70_000))
    offset = np.cumsum([0, *counts.tolist()]).astype(np.int32)
    codes = random.integers(-1, 100, int(offset[-1])).astype(np.int8)
    found = random.random(1_000) < share  # a dictionary of more codes than a byte holds
    hit = (codes >= 0) & found[codes]
    expected = np.bincount(np.repeat(np.arange(70_000), counts)[hit], minlength=70_000) > 0
    said = (MemberCodes(codes, 1_000),)
    assert isinstance(further_of(offset), Beside) == (most < 4)
    assert (Members(offset, said, further_of(offset)).among(found) == expected).all()
