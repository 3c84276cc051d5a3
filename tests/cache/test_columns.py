"""Packing, the value dictionary, segments and case numbers give back what they were given."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpo_desk.cache import cases, dictionaries, segments, tail
from bpo_desk.cache.dictionaries import Values, localise, read_texts
from bpo_desk.cache.packing import pack, pack_arrays, unpack, unpack_arrays
from bpo_desk.cache.segments import EventRows
from bpo_desk.cache.store import Cache
from bpo_desk.models.event_block import TextColumn
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE

KINDS = ["i1", "i2", "i4", "i8", "u8"]


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray[Any, Any]:
    kind = np.dtype(draw(st.sampled_from(KINDS)))
    info = np.iinfo(kind)
    low = draw(st.integers(int(info.min), int(info.max)))
    high = draw(st.sampled_from([low, low + 1, low + 255, low + 256, low + 65_535, low + 2**32, int(info.max)]))
    numbers = st.integers(low, max(low, min(high, int(info.max))))
    return np.array(draw(st.lists(numbers, max_size=40)), dtype=kind)


@given(arrays())
def test_any_integers_unpack_as_they_were(array: np.ndarray[Any, Any]) -> None:
    found = unpack(pack(array), array.dtype.str[1:], len(array))
    assert found.dtype == array.dtype
    assert found.tolist() == array.tolist()


@given(st.lists(arrays(), max_size=4), st.binary(max_size=2000))
def test_named_arrays_and_texts_come_back_by_name(parts: list[np.ndarray[Any, Any]], text: bytes) -> None:
    named = {f"column {index}": part for index, part in enumerate(parts)}
    found, texts = unpack_arrays(pack_arrays({**named, "text": text * 3}))
    assert {name: part.tolist() for name, part in found.items()} == {n: p.tolist() for n, p in named.items()}
    assert texts == {"text": text * 3}


def test_a_column_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="holds 3 values"):
        unpack(pack(np.array([1, 2, 300])), "i8", 4)


@pytest.fixture
def cache(tmp_path: Path, memory_key: bytes) -> Any:
    cache = Cache.create(tmp_path / "cache.db", memory_key)
    yield cache
    cache.close()


texts = st.none() | st.text(max_size=12) | st.sampled_from(["", "ab", "ba", "a" * 600, "a" * 599 + "b", "ß" * 9])


@settings(deadline=None)
@given(st.lists(st.lists(texts, max_size=30), min_size=1, max_size=4))
def test_codes_stand_for_their_texts_and_equal_texts_share_one(columns: list[list[str | None]]) -> None:
    values = Values()
    known: dict[str, int] = {"": 0}
    for column in columns:
        codes = values.encode(TextColumn.of(column))
        for text, code in zip(column, codes.tolist(), strict=True):
            if text is None:
                assert code == NONE
            else:
                assert known.setdefault(text, code) == code
    assert len(set(known.values())) == len(known)
    assert values.texts(np.array(list(known.values()))) == list(known)


def test_two_texts_of_one_hash_keep_two_codes(monkeypatch: pytest.MonkeyPatch, cache: Cache) -> None:
    monkeypatch.setattr(
        dictionaries, "hash_texts", lambda lengths, *_: np.full(len(lengths), 7, dtype=np.uint64)
    )  # fmt: skip
    values = Values()
    given_texts: list[str | None] = ["one", "two", "six", "one", "three"]
    codes = values.encode(TextColumn.of(given_texts)).tolist()
    assert values.texts(np.array(codes)) == given_texts
    assert values.encode(TextColumn.of(["six", "new", "two"])).tolist()[::2] == [codes[2], codes[1]]
    with cache.write() as connection:
        values.save(connection, 1)
        again = Values.load(connection, 1)
    assert again.encode(TextColumn.of(["two", "six"])).tolist() == [codes[1], codes[2]]


def test_stored_texts_are_read_by_page_and_dropped_ones_are_gone(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionaries, "_PAGE_CODES", 10)
    monkeypatch.setattr(dictionaries, "_PAGES_KEPT", 0)
    values = Values()
    with cache.write() as connection:
        for part in range(12):
            values.encode(TextColumn.of([f"text {part * 3 + n}" for n in range(3)]))
            values.save(connection, 1)
        values.drop(connection, 1, [3, 17])
        values.compact(connection, 1)
        pages = connection.execute("select count(*) from value_page").fetchone()[0]
        found = read_texts(connection, 1, np.array([0, 1, 3, 4, 17, 35, 99]))
        again = Values.load(connection, 1)
    assert pages == 4
    assert found == ["", "text 0", "", "text 3", "", "text 34", ""]
    assert again.all_texts() == values.all_texts()
    assert again.encode(TextColumn.of(["text 2", "text 3"])).tolist() == [37, 4]


def rows(count: int, seed: int = 0) -> EventRows:
    rng = np.random.default_rng(seed)
    events = EventColumns.of(
        {
            "case": np.sort(rng.integers(0, count // 4 + 1, count)),
            "occurred_at": rng.integers(0, 20, count),
            "id_hi": rng.integers(0, 2**64, count, dtype=np.uint64),
            "id_lo": rng.integers(0, 2**64, count, dtype=np.uint64),
            "kind": rng.integers(1, 90, count),
            "new_value": rng.integers(-1, 50, count),
            "source_seq": np.arange(count),
        }
    )
    data = TextColumn.of([None if n % 3 == 0 else f"täxt {n}" * (n % 4) for n in range(count)])
    record = TextColumn.of([f"r{n}" for n in range(count)])
    return EventRows(events, {"data": data, "source_record": record})


def same(left: EventRows, right: EventRows) -> bool:
    return all(np.array_equal(a, right.events.columns()[n]) for n, a in left.events.columns().items()) and all(
        left.texts[name].texts() == right.texts[name].texts() for name in left.texts
    )


def test_parts_of_overlapping_runs_are_whole_cases_in_order(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "SEGMENT_EVENTS", 17)
    runs = [rows(200, 1), rows(90, 2), rows(3, 3)]
    with cache.write() as connection:
        for run, given_rows in enumerate(runs):
            segments.write_run(connection, 1, run, given_rows)
        places = segments.places(connection, 1)
        parts = list(segments.partitions(connection, places, with_texts=True, events=40))
        picked = segments.read_cases(connection, places, np.array([3, 4, 40]))
    assert len(parts) > 3
    borders = [(int(p.events.case[0]), int(p.events.case[-1])) for p in parts]
    assert all(before[1] < after[0] for before, after in pairwise(borders))
    assert same(EventRows.concat(parts), EventRows.concat(runs).ordered())
    expected = EventRows.concat(runs)
    mine = expected.take(np.isin(expected.events.case, [3, 4, 40])).ordered()
    assert same(EventRows.concat(picked).ordered(), mine)


def test_the_tail_keeps_the_newest_version_and_gives_back_every_column(cache: Cache) -> None:
    given_rows = rows(50, 4)
    with cache.write() as connection:
        tail.put(connection, 1, given_rows, 1, 0)
        older = EventRows(
            EventColumns.of({**given_rows.events.columns(), "row_ver": np.zeros(50), "kind": np.ones(50)}),
            given_rows.texts,
        )
        tail.put(connection, 1, older, 2, 0)
        found = tail.read(connection, 1)
    key = np.lexsort((given_rows.events.id_lo, given_rows.events.id_hi))
    assert same(found.take(np.lexsort((found.events.id_lo, found.events.id_hi))), given_rows.take(key))


def test_a_case_is_read_with_codes_of_its_own() -> None:
    events = EventColumns.of(
        {"case": [1, 1, 1], "old_value": [-1, 7, 0], "new_value": [900, 7, -1], "reason": [-1, -1, 12]}
    )
    local, used = localise(events)
    assert used.tolist() == [0, 7, 12, 900]
    assert local.old_value.tolist() == [-1, 1, 0]
    assert local.new_value.tolist() == [3, 1, -1]
    assert local.reason.tolist() == [-1, -1, 2]


def test_cases_are_merged_by_version_and_found_by_exact_number(cache: Cache) -> None:
    names = ("case_id", "number", "process_key", "definition_id", "row_ver")
    with cache.write() as connection:
        cases.put_rows(
            connection, 1, names, [(n, f"INC{n:05d}", "repair" if n % 2 else "", None, 2) for n in range(1, 9000)]
        )
        cases.put_rows(connection, 1, names, [(5, "INC-FIVE", "billing", 3, 3), (6, "older", None, None, 1)])
        cases.delete(connection, 1, 7, 1)
        cases.delete(connection, 1, 8, 2)
        everything = cases.read_all(connection, 1)
        five, six = cases.read_case(connection, 1, 5), cases.read_case(connection, 1, 6)
        gone = cases.read_case(connection, 1, 8)
        found = [cases.find_number(connection, 1, text) for text in ("INC08999", "INC0899", "INC-FIVE", "NC00007")]
    assert five == cases.CaseRow(5, "INC-FIVE", "billing", 3, 3)
    assert six == cases.CaseRow(6, "INC00006", "", NONE, 2)
    assert gone is None
    assert found == [8999, None, 5, None]
    assert len(everything.case) == 8998
    assert everything.process_keys[everything.process[4]] == "billing"
    assert everything.process_keys[everything.process[6]] == "repair"
    assert everything.process[5] == NONE
