"""A view of which a few rows were read again says what a view of the whole queue, read again, says."""

from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bpo_desk.models.case_columns import SETS, CaseColumns
from bpo_desk.models.filters import Chip
from bpo_desk.models.queue_columns import QueueColumns
from bpo_desk.settings import Settings
from bpo_desk.state.grouping import GroupBy
from bpo_desk.state.lookup_patch import part_of
from bpo_desk.state.sort_order import SortColumn
from bpo_desk.ui.queue.queue_view import Question, QueueView
from tests.state import queues
from tests.state.queues import NOW
from tests.state.test_filters import PIECES

SORTS = [((column.value.replace("last", "activity"), down),) for column in SortColumn for down in (False, True)]
CHIPS = st.sets(st.sampled_from(list(Chip)), max_size=2).map(lambda chips: frozenset(map(str, chips)))


@cache
def a_queue(seed: int) -> QueueColumns:
    """Made once for all examples."""
    return queues.a_queue(seed)


def changes(queue: QueueColumns, random: Random, most: int = 6) -> tuple[np.ndarray, CaseColumns]:
    """Some rows of a queue, and other cases of the same codes under their keys."""
    rows = np.array(sorted(random.sample(range(len(queue)), random.randint(1, min(most, len(queue))))))
    other = a_queue(random.randint(0, 9)).cases
    cases = other.take(np.array([random.randrange(len(other)) for _ in rows]))
    columns = {**cases.columns, "case": queue.cases["case"][rows]}
    if random.random() < 0.5:  # as most changes are: texts stay
        for name in ("title", "client", "reference", "priority", "source_status", "outcome"):
            columns[name] = queue.cases[name][rows]
    return rows, CaseColumns(columns, cases.sets)


def said(view: QueueView, question: Question) -> tuple[list[int], dict[str, int | None]]:
    """What it lists, and counts."""
    answer = view.answer(question)
    return answer.listed.all().tolist(), answer.counts


@given(st.integers(0, 9), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_patched_columns_hold_what_putting_the_cases_in_gives(seed, random):
    cases = a_queue(seed).cases
    rows, changed = changes(a_queue(seed), random)
    patched, whole = cases.patched(rows, changed), cases.replaced(changed)
    for name, column in whole.columns.items():
        assert patched[name].tolist() == column.tolist()
    for name, layout in SETS.items():
        assert patched.sets[name].offset.tolist() == whole.sets[name].offset.tolist()
        for column in layout:
            assert patched.sets[name].flat[column].tolist() == whole.sets[name].flat[column].tolist()
    untouched = cases.patched(rows, cases.take(rows))
    assert all(untouched[name] is cases[name] for name in cases.columns)
    assert untouched.sets["hands"] is cases.sets["hands"]


@given(
    st.integers(0, 9), st.lists(st.sampled_from(PIECES), max_size=3), CHIPS, st.sampled_from(SORTS),
    st.sampled_from(GroupBy), st.booleans(), st.randoms(use_true_random=False),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_a_patched_view_counts_lists_and_groups_as_the_whole_queue_read_again(
    seed, pieces, chips, sort, by, prepared, random
):
    queue = a_queue(seed)
    view = QueueView(queue, NOW, Settings())
    question = Question(" ".join(pieces), chips, sort)
    view.answer(question)
    if prepared:
        view.prepare(sort)
    for _ in range(2):
        rows, changed = changes(queue, random)
        queue = replace(queue, cases=queue.cases.replaced(changed))
        view = view.patched(replace(queue, cases=view.queue.cases.patched(rows, changed)), rows)
        fresh = QueueView(queue, NOW, Settings())
        assert said(view, question) == said(fresh, question)
        assert said(view, Question(sort=sort)) == said(fresh, Question(sort=sort))
        assert view.grouping(question, by)() == fresh.grouping(question, by)()
    view.look_at(NOW + 10**10)
    fresh.look_at(NOW + 10**10)
    assert said(view, question) == said(fresh, question)


@given(st.integers(0, 9), st.sampled_from(SORTS), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_a_few_rows_stand_to_each_other_as_they_do_in_the_whole_order(seed, sort, random):
    view = QueueView(a_queue(seed), NOW, Settings())
    rows = np.array(sorted(random.sample(range(len(view.queue)), min(7, len(view.queue)))))
    whole = view.order(sort)
    assert view.order_of(sort, rows).tolist() == whole[np.isin(whole, rows)].tolist()


def test_what_somebody_told_of_a_row_is_known_to_a_part_of_it():
    view = QueueView(a_queue(5), NOW, Settings())
    asked = view.unanswered(Question("text:card"))[0]
    view.tell(asked, view.queue.cases["case"][:3].astype(np.int64), complete=True)
    told = part_of(view.lookup, np.array([1, 5])).told(asked)
    assert told is not None
    assert told.tolist() == [True, False]


def test_a_view_that_was_patched_while_the_clock_was_looked_at_sees_the_later_instant():
    view = QueueView(a_queue(7), NOW, Settings())
    view.prepare((("due", False),))
    rows = np.array([0])
    patched = view.patched(replace(view.queue), rows)
    view.look_at(NOW + 10**12)
    patched.catch_up(view)
    assert patched.now == view.now
    assert said(patched, Question(chips=frozenset({"overdue"}))) == said(view, Question(chips=frozenset({"overdue"})))
