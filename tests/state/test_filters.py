"""Filters and chips keep the rows that a look at each case, one by one, keeps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_desk.models.case_columns import CaseStatus
from bpo_desk.models.filter_text import parse
from bpo_desk.models.filters import CHOICES, FIELDS, Chip, Compare, FieldIs, FilterError, Moment
from bpo_desk.state import FilterLookup, chip_counts, chip_mask, filter_mask
from tests.state.filter_reference import kept
from tests.state.queues import NOW, a_lookup, a_queue

LOOKUPS = [a_lookup(seed) for seed in range(6)]

PIECES = [
    *(f"{field}:{word}" for field, words in CHOICES.items() for word in words),
    *(f"{field}:{what}" for field, kind in FIELDS.items() if kind == "text" for what in ("any", "none", "unknown")),
    *(f"{field}:{what}" for field, kind in FIELDS.items() if kind == "time" for what in ("any", "none", "today")),
    *(f"{field}:unknown" for field, kind in FIELDS.items() if kind == "count"),
    *(f"{field}{op}" for field, kind in FIELDS.items() if kind == "count" for op in (":1", ">0", "<=2", ">=1", "<1")),
    *(f"{field}{op}" for field, kind in FIELDS.items() if kind == "time" for op in ("<2h", ">1d", ">=30h", "<=-3h")),
    "due<1970-01-02T06:00", "opened>=1970-01-01T03:00Z", "closed>1970-01-01", "last<=1970-01-01T05:00",
    "holder:PCLIENT", "holder:p", "holder=first", 'holder="first line"', "holder:desk,system", "queue:line",
    'queue="somewhere"', "step:Check", "step=tell", "step:e,D", "title:met", 'title=""', "client:risk", "priority:p1",
    "priority=P1", "outcome:2024", 'reference:"?"', "process:claims", "process=refunds", "number:1", "number=INC11",
    "number:ÄND", "1", "inc", "x", "check", "pclient", "met", '""', '"no such thing"',
]  # fmt: skip


@pytest.mark.parametrize("text", PIECES)
def test_each_question_keeps_the_rows_that_answer_it(text):
    wanted = parse(text)
    for lookup in LOOKUPS:
        assert filter_mask(wanted, lookup, NOW).tolist() == kept(wanted, lookup.queue, NOW)


def test_the_questions_tell_cases_apart():
    queues = [lookup.queue for lookup in LOOKUPS]
    dull = [text for text in PIECES if len({keep for queue in queues for keep in kept(parse(text), queue, NOW)}) == 1]
    assert len(dull) < len(PIECES) / 4, dull


@given(st.sampled_from(LOOKUPS), st.lists(st.sampled_from(PIECES), min_size=1, max_size=4), st.randoms())
def test_filters_put_together_keep_what_their_parts_say(lookup, pieces, random):
    text = " ".join(random.choice(["", "-"]) + piece + random.choice(["", " OR x"]) for piece in pieces)
    wanted = parse(text)
    assert filter_mask(wanted, lookup, NOW).tolist() == kept(wanted, lookup.queue, NOW)


def test_a_chip_counts_the_rows_it_shows_and_no_case_that_is_over():
    for lookup in LOOKUPS:
        counts = chip_counts(lookup, NOW)
        assert list(counts) == list(Chip)
        for chip in Chip:
            mask = chip_mask(chip, lookup, NOW)
            assert counts[chip] == sum(kept(FieldIs("is", chip), lookup.queue, NOW)) == np.count_nonzero(mask)
            assert not (mask & (lookup.cases["status"] >= CaseStatus.CLOSED)).any()


def test_chips_count_within_the_rows_that_a_filter_left():
    for lookup in LOOKUPS:
        left = filter_mask(parse("process:claims"), lookup, NOW)
        for chip, count in chip_counts(lookup, NOW, within=left).items():
            assert count == np.count_nonzero(left & chip_mask(chip, lookup, NOW))


def test_no_movement_begins_after_the_hours_that_are_set():
    lookup = LOOKUPS[0]
    by_hours = [int(chip_mask(Chip.NO_MOVEMENT, lookup, NOW, hours).sum()) for hours in (0, 22, 24, 28, 1000)]
    assert by_hours == sorted(by_hours, reverse=True)
    assert by_hours[0] > by_hours[-1] == 0


def test_due_today_is_the_day_of_the_engagement():
    here, there = FilterLookup(a_queue(0)), FilterLookup(a_queue(0, zone="Asia/Tokyo"))
    assert here.day(NOW) == (24 * 3_600_000_000, 48 * 3_600_000_000)
    assert there.day(NOW) == (15 * 3_600_000_000, 39 * 3_600_000_000)
    assert FilterLookup(a_queue(0, zone="Nowhere/Land")).day(NOW) == here.day(NOW)


@pytest.mark.parametrize(
    "wanted",
    [
        FieldIs("colour", "red"),
        FieldIs("status", "shut"),
        FieldIs("due", "soon"),
        FieldIs("exits", "many"),
        Compare("holder", "<", 3),
        Compare("age", "<", Moment(0)),
        Compare("exits", "!", 3),
        Compare("holder", "<", Moment(0)),
    ],
)
def test_a_filter_that_names_nothing_known_is_refused(wanted):
    with pytest.raises(FilterError):
        filter_mask(wanted, LOOKUPS[0], NOW)
