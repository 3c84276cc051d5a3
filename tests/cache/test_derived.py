"""Derived columns in their chunks and beside them: whatever changed in which order, every reading says the same."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpo_desk.cache import derived
from bpo_desk.cache.cases import CHUNK_BITS
from bpo_desk.cache.store import Cache
from bpo_desk.models.case_columns import LAYOUT, QUEUE_LAYOUT, SETS, CaseColumns, CaseSet

KEY = bytes(range(32))
KEYS = [key + (chunk << CHUNK_BITS) for chunk in (0, 3) for key in range(9)]


def cases_of(said: dict[int, int]) -> CaseColumns:
    """Cases (keys) that say a number in every column, and so many members of every set."""
    keys = np.array(sorted(said), np.int64)
    numbers = np.array([said[key] for key in sorted(said)], np.int64)
    offset = np.concatenate(([0], np.cumsum(numbers % 3))).astype(np.int64)
    members = np.repeat(numbers, numbers % 3)
    columns: dict[str, Any] = {name: numbers.astype(kind) for name, kind in LAYOUT.items()}
    columns["case"] = keys.astype(LAYOUT["case"])
    sets = {name: CaseSet(offset, {column: members.astype(kind) for column, kind in layout.items()})
            for name, layout in SETS.items()}  # fmt: skip
    return CaseColumns(columns, sets)


def says(cases: CaseColumns, column: str = "last_activity_at") -> dict[int, int]:
    """What `cases_of` was given."""
    for row, number in enumerate(cases[column].tolist()):
        for members in cases.sets.values():
            for flat in members.of(row).values():
                assert flat.tolist() == [number] * (number % 3)
    return dict(zip(cases["case"].tolist(), cases[column].tolist(), strict=True))


steps = st.lists(
    st.tuples(st.dictionaries(st.sampled_from(KEYS), st.integers(0, 100), max_size=6), st.sets(st.sampled_from(KEYS))
              | st.just(set())), max_size=8,
)  # fmt: skip


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache.create(Path(tmp_path_factory.mktemp("derived")) / "cache.db", KEY)


@settings(max_examples=25)
@given(steps, st.integers(0, 4), st.integers(1, 5))
def test_every_reading_says_what_was_put_last(
    cache: Cache, given_steps: list[tuple[dict[int, int], set[int]]], large: int, most: int
) -> None:
    told: dict[int, int] = {}
    with pytest.MonkeyPatch.context() as patch, cache.write() as connection:
        patch.setattr(derived, "_LARGE", large)
        patch.setattr(derived, "_MOST_LATE", most)
        derived.clear(connection, 1)
        assert not connection.execute("select 1 from derived_late").fetchall()
        for changed, gone in given_steps:
            lost = np.array(sorted(gone - changed.keys()), np.int64)
            derived.replace_cases(connection, 1, cases_of(changed), lost)
            told = {key: number for key, number in {**told, **changed}.items() if key not in lost}
            for chunk in (0, 3):
                here = {key: number for key, number in told.items() if key >> CHUNK_BITS == chunk}
                assert says(derived.read_chunk(connection, 1, chunk)) == here
                assert derived.chunk_cases(connection, 1, chunk).tolist() == sorted(here)
                asked = np.array([key for key in KEYS if key >> CHUNK_BITS == chunk][1::3], np.int64)
                some = {key: here[key] for key in asked.tolist() if key in here}
                assert says(derived.read_cases(connection, 1, chunk, asked)) == some
            assert says(derived.read_all(connection, 1)) == told
            queue = derived.read_for_queue(connection, 1)
            assert says(queue) == told
            assert queue.columns.keys() == QUEUE_LAYOUT.keys()


def test_few_changes_of_a_large_chunk_do_not_write_it_again(cache: Cache) -> None:
    with cache.write() as connection:
        derived.clear(connection, 1)
        derived.put_all(connection, 1, cases_of({key: key % 90 for key in range(1_000)}))
        body = "select body from derived where engagement_id = 1"
        (before,) = connection.execute(body).fetchone()
        derived.replace_cases(connection, 1, cases_of({5: 91, 700: 92}), np.empty(0, np.int64))
        assert connection.execute(body).fetchone() == (before,)
        assert says(derived.read_all(connection, 1))[700] == 92
        derived.replace_cases(connection, 1, cases_of(dict.fromkeys(range(300), 93)), np.empty(0, np.int64))
        assert connection.execute(body).fetchone() != (before,)
        found = says(derived.read_all(connection, 1))
        assert (found[5], found[700], found[701]) == (93, 92, 701 % 90)
