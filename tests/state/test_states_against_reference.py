"""`states` and `work_items` give, column by column, what the row-by-row reference gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.case_columns import LAYOUT, SETS, CaseColumns
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.state import StateContext, states, work_items
from bpo_desk.state.work_items import LAYOUT as ITEM_LAYOUT
from tests.state import reference
from tests.state.nasty_events import DICTIONARIES, HOUR, any_events, busy_events, columns

CONTEXT = StateContext.of(DICTIONARIES)


def same(one: CaseColumns, other: CaseColumns) -> None:
    for name in LAYOUT:
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)
    for name, layout in SETS.items():
        np.testing.assert_array_equal(one.sets[name].offset, other.sets[name].offset, err_msg=name)
        for column in layout:
            np.testing.assert_array_equal(one.sets[name].flat[column], other.sets[name].flat[column], err_msg=column)


def agree(result: CaseColumns, expected: dict[int, dict[str, object]]) -> None:
    assert result["case"].tolist() == list(expected)
    for row, want in enumerate(expected.values()):
        got = {name: int(result[name][row]) for name in LAYOUT}
        assert got == {name: int(want[name]) for name in LAYOUT}
        for name, layout in SETS.items():
            members = result.sets[name].of(row)
            entries = [{c: int(members[c][i]) for c in layout} for i in range(len(members["since"]))]
            assert entries == want[name]


@given(any_events)
def test_every_column_and_set_is_what_the_reference_says(events):
    result = states(columns(events).ordered(), CONTEXT)
    agree(result, reference.case_states(events, DICTIONARIES))
    for name, kind in LAYOUT.items():
        assert result[name].dtype == np.dtype(kind), name
    for name, layout in SETS.items():
        for column, kind in layout.items():
            assert result.sets[name].flat[column].dtype == np.dtype(kind), column


@pytest.mark.parametrize("hundred", range(5))
def test_busy_cases_are_what_the_reference_says(hundred):
    for seed in range(hundred * 100, hundred * 100 + 100):
        events = busy_events(seed)
        agree(states(columns(events).ordered(), CONTEXT), reference.case_states(events, DICTIONARIES))


@given(any_events)
def test_work_items_are_what_the_reference_says(events):
    result = work_items(columns(events).ordered(), CONTEXT)
    in_order = sorted(events, key=lambda e: (e["occurred_at"], e["source_seq"], e["id_hi"], e["id_lo"]))
    expected = []
    for case in sorted({event["case"] for event in events}):
        expected += reference.item_rows([e for e in in_order if e["case"] == case], DICTIONARIES)
    got = [{name: int(result[name][row]) for name in ITEM_LAYOUT} for row in range(len(result))]
    assert got == expected


@given(any_events, st.one_of(st.just(TIME_UNKNOWN), st.integers(-1, 7).map(lambda hours: hours * HOUR)))
def test_states_as_of_an_instant_are_the_states_of_that_prefix(events, instant):
    result = states(columns(events).ordered().as_of(instant), CONTEXT)
    agree(result, reference.case_states([e for e in events if e["occurred_at"] <= instant], DICTIONARIES))


@given(any_events)
def test_all_cases_together_are_each_case_alone(events):
    ordered = columns(events).ordered()
    alone = [states(ordered.take(ordered.case == case), CONTEXT) for case in np.unique(ordered.case)]
    same(states(ordered, CONTEXT), CaseColumns.concat(alone))


@given(any_events, st.randoms(use_true_random=False))
def test_the_order_in_which_events_arrive_changes_nothing(events, random):
    shuffled = list(events)
    random.shuffle(shuffled)
    same(states(columns(events).ordered(), CONTEXT), states(columns(shuffled).ordered(), CONTEXT))
