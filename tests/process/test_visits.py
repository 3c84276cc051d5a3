"""What a case's events say of the steps it reached: when they began, when they ended, and which were not done."""

import numpy as np

from bpo_desk.models.event import EventKind as K
from bpo_desk.models.event_columns import EventColumns
from bpo_desk.models.ids import NONE
from bpo_desk.process.tokens import Phase
from bpo_desk.process.visits import case_visits, done_rows, run_numbers, visit_rows

Told = tuple[K, int, int]
"""A kind, a step code and a work item (NONE: none)."""


def columns(*told: Told, case: int = 1, ad_hoc: frozenset[int] = frozenset()) -> EventColumns:
    """Events of one case, a second apart."""
    return EventColumns.of(
        {
            "case": [case] * len(told),
            "occurred_at": [1_000_000 * n for n in range(len(told))],
            "kind": [kind for kind, _, _ in told],
            "step": [step for _, step, _ in told],
            "work_item": [item for _, _, item in told],
            "ad_hoc": [int(item in ad_hoc) for _, _, item in told],
        }
    )


def test_work_items_begin_with_their_first_event_and_end_with_the_one_that_closes_them() -> None:
    found = case_visits(
        columns(
            (K.SCHEDULED, 5, 1), (K.STARTED, 5, 1), (K.SCHEDULED, 6, 2), (K.COMPLETED, 5, 1), (K.STARTED, 6, 2),
            (K.COMMENT_ADDED, NONE, NONE),
        )
    )  # fmt: skip
    assert found.step == (5, 6)
    assert found.log == ((0, Phase.START), (1, Phase.START), (0, Phase.COMPLETE))
    assert found.exact


def test_a_source_of_completions_is_not_exact_and_each_visit_is_over_at_once() -> None:
    found = case_visits(columns((K.COMPLETED, 5, 1), (K.COMPLETED, 6, 2)))
    assert found.log == ((0, Phase.START), (0, Phase.COMPLETE), (1, Phase.START), (1, Phase.COMPLETE))
    assert not found.exact


def test_events_without_a_work_item_happen_at_once_and_entries_that_are_no_transition_say_nothing_of_an_end() -> None:
    found = case_visits(columns((K.COMPLETED, 5, NONE), (K.NOTED, 6, 1), (K.NOTED, 6, 1)))
    assert found.step == (5, 6)
    assert found.log == ((0, Phase.START), (0, Phase.COMPLETE), (1, Phase.START))
    assert not found.exact


def test_ad_hoc_work_is_no_visit_and_a_work_item_that_was_resumed_is_open_again() -> None:
    found = case_visits(
        columns((K.STARTED, 5, 1), (K.STARTED, 9, 2), (K.COMPLETED, 9, 2), (K.COMPLETED, 5, 1), (K.RESUMED, 5, 1),
                ad_hoc=frozenset({2}))
    )  # fmt: skip
    assert found.step == (5,)
    assert found.log == ((0, Phase.START),)


def test_steps_without_an_element_are_left_out_of_the_log_and_the_rest_is_numbered_anew() -> None:
    found = case_visits(columns((K.STARTED, 9, 1), (K.STARTED, 5, 2), (K.COMPLETED, 9, 1), (K.COMPLETED, 5, 2)))
    assert found.on({5: "five"}) == (["five"], [(0, Phase.START), (0, Phase.COMPLETE)])


def test_what_was_skipped_or_withdrawn_was_reached_and_not_done() -> None:
    events = columns(
        (K.SCHEDULED, 5, 1), (K.SKIPPED, 5, 1), (K.SCHEDULED, 6, 2), (K.WITHDRAWN, 6, 2), (K.SCHEDULED, 7, 3),
        (K.ABORTED, 7, 3), (K.COMPLETED, 8, NONE), (K.SKIPPED, 9, 4), (K.REASSIGNED, 9, 4),
    )  # fmt: skip
    other = columns((K.SCHEDULED, 5, 1), (K.COMPLETED, 5, 1), case=2)
    both = EventColumns.concat([events, other])
    assert both.step[visit_rows(both)].tolist() == [5, 6, 7, 8, 9, 5]
    assert both.step[done_rows(both)].tolist() == [7, 8, 9, 5]
    assert done_rows(EventColumns.empty()).tolist() == []
    assert np.all(np.diff(done_rows(both)) > 0)


def test_how_the_last_visit_of_a_step_ended_is_told_by_element() -> None:
    found = case_visits(
        columns((K.STARTED, 5, 1), (K.ABORTED, 5, 1), (K.STARTED, 6, 2), (K.ABORTED, 6, 2), (K.STARTED, 6, 3),
                (K.COMPLETED, 6, 3), (K.SCHEDULED, 7, 4), (K.SKIPPED, 7, 4), (K.STARTED, 9, 5), (K.ABORTED, 9, 5))
    )  # fmt: skip
    elements = {5: "five", 6: "six", 7: "seven"}
    assert found.last_ended(elements, K.ABORTED) == {"five"}
    assert found.last_ended(elements, K.SKIPPED, K.COMPLETED) == {"six", "seven"}


def test_visits_after_a_reopening_belong_to_the_next_run_of_their_case_alone() -> None:
    first = columns((K.COMPLETED, 5, 1), (K.REOPENED, NONE, NONE), (K.REOPENED, NONE, NONE), (K.COMPLETED, 6, 2))
    second = columns((K.COMPLETED, 5, 1), (K.REOPENED, NONE, NONE), (K.COMPLETED, 5, 2), case=2)
    events = EventColumns.concat([first, second])
    assert run_numbers(events, visit_rows(events)).tolist() == [0, 2, 0, 1]
