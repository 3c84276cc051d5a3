"""Groups of the queue: every count is the number of rows that its filter lists, every figure that of these rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpo_desk.models.filter_text import parse, to_text
from bpo_desk.models.filters import Chip
from bpo_desk.models.ids import TIME_UNKNOWN
from bpo_desk.state.chips import chip_mask
from bpo_desk.state.filter_lookup import FilterLookup, ages
from bpo_desk.state.filter_mask import filter_mask
from bpo_desk.state.grouping import GroupBy, _fresh, groups
from tests.state.queues import NOW, a_queue
from tests.ui_queue.synthetic import synthetic

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "nowhere"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.sampled_from(GroupBy), st.one_of(st.none(), st.integers(0, 9)), st.sampled_from(ZONES))
def test_every_count_is_the_number_of_rows_that_its_filter_lists(seed, by, kept, zone):
    lookup = FilterLookup(a_queue(seed, zone))
    within = None if kept is None else np.random.default_rng(kept).random(len(lookup)) < 0.5
    reached = np.zeros(len(lookup), dtype=bool)
    for group in groups(by, lookup, NOW, within):
        mask = filter_mask(parse(to_text(group.filter)), lookup, NOW)
        mask &= True if within is None else within
        assert group.count == np.count_nonzero(mask) > 0
        assert group.overdue == np.count_nonzero(mask & chip_mask(Chip.OVERDUE, lookup, NOW))
        known = np.sort(ages(lookup, NOW)[mask & (ages(lookup, NOW) != TIME_UNKNOWN)] // 1000)
        if len(known):
            assert group.median_age == pytest.approx(np.median(known) * 1000, abs=1000)
            assert group.p90_age == int(np.percentile(known, 90, method="inverted_cdf")) * 1000
        else:
            assert group.median_age is group.p90_age is None
        reached |= mask
    assert reached.all() if within is None else (reached == within).all()


def test_groups_by_side_holder_kind_and_process_lose_no_case_of_a_large_queue():
    lookup = FilterLookup(synthetic(4_000))
    for by in (GroupBy.SIDE, GroupBy.CLIENT, GroupBy.PROCESS, GroupBy.DUE_DAY):
        assert sum(group.count for group in groups(by, lookup, NOW)) == 4_000


def test_the_largest_group_comes_first():
    counts = [group.count for group in groups(GroupBy.HOLDER, FilterLookup(synthetic(900)), NOW)]
    assert counts == sorted(counts, reverse=True)


def test_a_member_without_a_name_is_not_taken_for_the_last_group_of_the_case_before():
    codes, rows = np.array([0, 2, -1, 1, 1], np.int32), np.array([0, 0, 1, 1, 1], np.int32)
    assert _fresh(codes, rows).tolist() == [0, 1, 3]
